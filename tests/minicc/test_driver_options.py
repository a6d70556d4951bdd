"""gcc's options: files written beside the result, what is shown and not run, and options that change the code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from minicc.response_files import split

PROGRAM = '#include <stdio.h>\n#include "own.h"\nint main(void) { puts(GREETING); return 0; }\n'


def run(*words: str, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "minicc", *words]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, timeout=60, check=False)


def build(*words: str, cwd: Path) -> str:
    result = run(*words, cwd=cwd)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def gcc(*words: str, cwd: Path) -> str:
    return subprocess.run(["gcc", *words], cwd=cwd, capture_output=True, text=True, check=True).stdout


def disassembly(path: Path) -> str:
    return subprocess.run(["objdump", "-dr", path], capture_output=True, text=True, check=True).stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "minicc"
    made.mkdir()
    write_sources(made)
    return made


def write_sources(folder: Path) -> None:
    (folder / "hello.c").write_text(PROGRAM)
    (folder / "own.h").write_text('#define GREETING "hello"\n')
    (folder / "start.S").write_text('#include "own.h"\nstart: ret\n')
    (folder / "f.c").write_text("int f(void) { return 1; }\n")


@pytest.mark.parametrize(
    "words",
    [
        "-MD -MP hello.c -o program",
        "-MMD hello.c",
        "-MMD hello.c f.c",
        "-MMD -MF x.d -MT one -MT two -c hello.c",
        "-MD -MP -MF y.d -c start.S",
        "-MM -MF y.d -MQ $(x) -MP hello.c",
        "-MM -MG hello.c",
        "-MD -E hello.c -o hello.i",
        "-save-temps hello.c f.c -o program",
        "-save-temps=cwd -c hello.c -o sub/y.o",
        "-save-temps=obj -S hello.c -o sub/z.s",
    ],
)
def test_files_beside_the_result_are_those_of_gcc(folder: Path, tmp_path: Path, words: str) -> None:
    theirs = tmp_path / "gcc"
    theirs.mkdir()
    write_sources(theirs)
    for place in (folder, theirs):
        (place / "sub").mkdir()
    said = build(*words.split(), cwd=folder), gcc(*words.split(), cwd=theirs)
    assert said[0] == said[1]
    names = [sorted(str(path.relative_to(place)) for path in place.rglob("*")) for place in (folder, theirs)]
    assert names[0] == names[1]
    for path in folder.glob("*.d"):
        assert path.read_text() == (theirs / path.name).read_text()


def test_response_files_are_read_like_gcc_reads_them(folder: Path) -> None:
    assert list(split("a 'b c'\t\"d \\\" e\" f\\ g '' 'h\\'i'\n")) == ["a", "b c", 'd " e', "f g", "", "h'i"]
    (folder / "outer").write_text("-DGREETING='\"quoted words\"' @inner\n")
    (folder / "inner").write_text("hello.c -o program\n")
    (folder / "own.h").write_text("")
    build("@outer", cwd=folder)
    assert subprocess.run([folder / "program"], capture_output=True, text=True, check=True).stdout == "quoted words\n"
    (folder / "loop").write_text("@loop")
    assert "too many @-files" in run("@loop", cwd=folder).stderr


def test_commands_are_shown_and_not_run(folder: Path) -> None:
    result = run("-###", '-DX="a b"', "hello.c", "-o", "program", cwd=folder)
    assert result.returncode == 0
    assert sorted(path.name for path in folder.iterdir()) == ["f.c", "hello.c", "own.h", "start.S"]
    assert '"-DX=\\"a b\\""' in result.stderr
    assert any(line.startswith(" ld ") and "-o program" in line for line in result.stderr.splitlines())
    verbose = run("-v", "-c", "f.c", cwd=folder).stderr
    assert "Target: x86_64-linux-gnu" in verbose
    assert "search starts here:" in run("-x", "c", "-E", "-v", "-", cwd=folder).stderr
    assert "#include <...> search starts here:" in verbose


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("-m32 -c f.c", "command-line option '-m32' is not supported"),
        ("-fopenmp -c f.c", "command-line option '-fopenmp' is not supported"),
        ("-fsanitize=address -c f.c", "'-fsanitize=address' is not supported"),
        ("--coverage -c f.c", "'--coverage' is not supported"),
        ("-fprofile-arcs -c f.c", "'-fprofile-arcs' is not supported"),
        ("-pg -c f.c", "'-pg' is not supported"),
        ("-fsingle-precision-constant -c f.c", "'-fsingle-precision-constant' is not supported"),
        ("-ftrapv -c f.c", "'-ftrapv' is not supported"),
        ("-gsplit-dwarf -c f.c", "'-gsplit-dwarf' is not supported"),
        ("-mcmodel=large -c f.c", "'-mcmodel=large' is not supported"),
        ("-x c++ f.c", "language c++ is not supported"),
        ("-x nonsense f.c", "language nonsense not recognized"),
        ("-c own.h", "own.h: a precompiled header is not supported"),
        ("-fnonsense -c f.c", "unrecognized command-line option '-fnonsense'"),
        ("-gnonsense -c f.c", "unrecognized command-line option '-gnonsense'"),
        ("-Wnonsense -c f.c", "-Wnonsense"),
        ("-std=nonsense -c f.c", "unrecognized command-line option '-std=nonsense'"),
        ("-fvisibility=nonsense -c f.c", "unrecognized argument in option '-fvisibility=nonsense'"),
        ("-fdebug-prefix-map=x -c f.c", "invalid argument 'x' to '-fdebug-prefix-map'"),
    ],
)
def test_what_is_not_done_is_refused_by_name(folder: Path, words: str, complaint: str) -> None:
    result = run(*words.split(), cwd=folder)
    assert result.returncode == 1
    assert complaint in result.stderr
    assert not list(folder.glob("*.o"))


def test_headers_are_checked_and_preprocessed(folder: Path) -> None:
    build("-fsyntax-only", "own.h", cwd=folder)
    assert "own.h" in build("-E", "own.h", cwd=folder)


def test_questions_are_answered_as_gcc_does(folder: Path) -> None:
    for words in ("-dumpmachine", "-print-file-name=libc.a", "-print-multiarch", "-print-prog-name=ld"):
        assert build(words, cwd=folder) == gcc(words, cwd=folder)
    assert "Free Software Foundation" in build("--version", cwd=folder)


# --------------------------------------------------------------------------- options that change the code


def test_unused_sections_are_collected(folder: Path) -> None:
    (folder / "two.c").write_text(
        "int used_data = 3; int unused_data = 4; int zeroed[9]; const int table[2] = {1, 2};\n"
        "int *const address = &used_data; _Thread_local int per_thread = 1; static int hidden = 7;\n"
        "int *unused_function(void) { return &unused_data; }\n"
        "int main(void) { return used_data + zeroed[1] + hidden - 10; }\n"
    )
    build("-ffunction-sections", "-fdata-sections", "-Wl,--gc-sections", "two.c", "-o", "two", cwd=folder)
    subprocess.run([folder / "two"], check=True)
    symbols = subprocess.run(["nm", folder / "two"], capture_output=True, text=True, check=True).stdout
    assert "used_data" in symbols
    assert "unused_" not in symbols
    build("-ffunction-sections", "-fdata-sections", "-c", "two.c", cwd=folder)
    sections = subprocess.run(["readelf", "-SW", folder / "two.o"], capture_output=True, text=True, check=True).stdout
    for name, kind in (
        (".text.main", "PROGBITS"),
        (".data.used_data", "PROGBITS"),
        (".bss.zeroed", "NOBITS"),
        (".rodata.table", "PROGBITS"),
        (".data.rel.ro.address", "PROGBITS"),
        (".tdata.per_thread", "PROGBITS"),
    ):
        assert any(line.split("]", 1)[-1].split()[:2] == [name, kind] for line in sections.splitlines()), name


def test_functions_are_instrumented(folder: Path) -> None:
    (folder / "calls.c").write_text(
        "#include <stdio.h>\n"
        "#define QUIET __attribute__((no_instrument_function))\n"
        "QUIET void __cyg_profile_func_enter(void *f, void *c) { putchar(c ? '+' : '?'); }\n"
        "QUIET void __cyg_profile_func_exit(void *f, void *c) { putchar('-'); }\n"
        "static int g(int x) { if (x) return 1; return 2; }\n"
        "void h(void) { putchar('h'); }\n"
        "int main(void) { h(); return g(0) + g(1) - 3; }\n"
    )
    build("-g", "-finstrument-functions", "calls.c", "-o", "calls", cwd=folder)
    said = subprocess.run([folder / "calls"], capture_output=True, text=True, check=True).stdout
    assert said == "++h-+-+--"


def test_protections_are_in_the_code(folder: Path) -> None:
    (folder / "buffer.c").write_text(
        "void fill(char *);\nint f(void) { char b[64]; fill(b); return b[3]; }\n"
        "__attribute__((no_stack_protector)) int plain(void) { char b[64]; fill(b); return b[3]; }\n"
    )
    build(
        "-O1", "-fstack-protector-strong", "-fcf-protection", "-fzero-call-used-regs=used", "-c", "buffer.c", cwd=folder
    )
    code = disassembly(folder / "buffer.o")
    f, plain = code.split("<plain>:")
    assert "__stack_chk_fail" in f
    assert "__stack_chk_fail" not in plain
    assert code.count("endbr64") == 2
    assert "xor" in plain
    build("-O1", "-c", "buffer.c", cwd=folder)
    assert "endbr64" not in disassembly(folder / "buffer.o")


def test_small_enums(folder: Path) -> None:
    (folder / "enums.c").write_text(
        "enum a { A = 200 }; enum b { B = -1 }; enum c { C = 70000 };\n"
        "int main(void) { return sizeof(enum a) * 100 + sizeof(enum b) * 10 + sizeof(enum c); }\n"
    )
    for options in (["-fshort-enums"], ["-fshort-enums", "-fboundary=B2"], ["-fboundary=B1", "-fshort-enums"]):
        build(*options, "enums.c", "-o", "enums", cwd=folder)
        assert subprocess.run([folder / "enums"], check=False).returncode == 114


FORTIFIED = """
#include <stdio.h>
#include <string.h>
#include <unistd.h>
int main(int argc, char **argv)
{
    char small[8], text[32];
    volatile int seven = 7;
    memset(text, 0, sizeof text);
    snprintf(text, sizeof text, "%d %s", seven, argv[0] ? "ok" : "");
    printf("%s %d\\n", text, (int)strlen(text));
    fflush(stdout);
    strncpy(small, "0123456789", (unsigned)seven + argc);
    puts(small[0] == '0' ? "copied" : "odd");
    return 0;
}
"""


@pytest.mark.parametrize("level", ["1", "3"])
def test_fortified_headers_compile(folder: Path, level: str) -> None:
    (folder / "fortified.c").write_text(FORTIFIED)
    build("-O2", f"-D_FORTIFY_SOURCE={level}", "fortified.c", "-o", "fortified", cwd=folder)
    fine = subprocess.run([folder / "fortified"], capture_output=True, text=True, check=False)
    assert (fine.returncode, fine.stdout) == (0, "7 ok 4\ncopied\n")


def test_a_macro_may_ask_whether_an_array_is_null(folder: Path) -> None:
    (folder / "address.c").write_text(
        "int g(int *);\n#define CALL(p) ((p) != (void *)0 ? g(p) : 0)\n"
        "int f(void) { int a[2] = {0}; /* fine */\n  return CALL(a); }\n"
        "int h(void) { int b[1] = {0}; return b != 0; }\n"
    )
    said = run("-Wall", "-c", "address.c", cwd=folder).stderr
    assert "address.c:5:" in said
    assert "address.c:4:" not in said
