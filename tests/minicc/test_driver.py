"""The command as a program: phases, inputs, outputs, and every mistake a user can make."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HELLO = '#include <stdio.h>\nint main(void) { puts("hello"); return 0; }\n'
ANSWER = 'int printf(const char *, ...);\nint answer(void);\nint main(void) { printf("%d\\n", answer()); return 0; }\n'


def minicc(*words: str | Path, cwd: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "minicc", *map(os.fspath, words)]
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, timeout=60)


def build(*words: str | Path, cwd: Path) -> None:
    result = minicc(*words, cwd=cwd)
    assert (result.returncode, result.stderr) == (0, "")


def output(program: Path) -> str:
    return subprocess.run([program], check=True, capture_output=True, text=True, timeout=20).stdout


@pytest.fixture
def hello(tmp_path: Path) -> Path:
    path = tmp_path / "hello.c"
    path.write_text(HELLO)
    return path


@pytest.mark.parametrize("level", ["-O0", "-O1", "-O2", "-O3", "-Os", "-Og", "-Ofast"])
def test_an_executable(hello: Path, level: str) -> None:
    build(level, hello, "-o", "hello", cwd=hello.parent)
    assert output(hello.parent / "hello") == "hello\n"


def test_the_default_output(hello: Path) -> None:
    build("hello.c", cwd=hello.parent)
    assert output(hello.parent / "a.out") == "hello\n"


@pytest.mark.parametrize(
    ("words", "made"),
    [(["-c"], "hello.o"), (["-S"], "hello.s"), (["-S", "-emit-llvm"], "hello.ll"), (["-c", "-emit-llvm"], "hello.bc")],
)
def test_names_of_results(hello: Path, words: list[str], made: str) -> None:
    build(*words, "hello.c", cwd=hello.parent)
    assert sorted(path.name for path in hello.parent.iterdir()) == sorted(["hello.c", made])


def test_assembly_that_gcc_assembles(hello: Path) -> None:
    build("-S", hello, "-o", "hello.s", cwd=hello.parent)
    subprocess.run(["gcc", "hello.s", "-o", "hello"], cwd=hello.parent, check=True)
    assert output(hello.parent / "hello") == "hello\n"


def test_preprocessing_only(hello: Path) -> None:
    result = minicc("-E", "-DNAME=value", "-", cwd=hello.parent, stdin="NAME\n")
    assert "value" in result.stdout
    build("-E", "hello.c", "-o", "hello.i", cwd=hello.parent)
    build("hello.i", "-o", "hello", cwd=hello.parent)
    assert output(hello.parent / "hello") == "hello\n"


def test_standard_input(tmp_path: Path) -> None:
    assert minicc("-x", "c", "-", "-o", "p", cwd=tmp_path, stdin=HELLO).returncode == 0
    assert output(tmp_path / "p") == "hello\n"


def test_several_inputs_of_every_kind(tmp_path: Path) -> None:
    (tmp_path / "main.c").write_text(ANSWER)
    (tmp_path / "answer.c").write_text("int half(void);\nint answer(void) { return 2 * half(); }\n")
    stack = '.section .note.GNU-stack,"",@progbits\n'
    (tmp_path / "half.s").write_text(f".globl half\nhalf: movl $21, %eax\n ret\n{stack}")
    build("main.c", "answer.c", "half.s", "-o", "p", cwd=tmp_path)
    assert output(tmp_path / "p") == "42\n"
    build("-c", "main.c", "answer.c", "half.s", cwd=tmp_path)
    subprocess.run(["ar", "rcs", "libhalf.a", "half.o"], cwd=tmp_path, check=True)
    build("main.o", "answer.o", "-L.", "-lhalf", "-o", "q", cwd=tmp_path)
    assert output(tmp_path / "q") == "42\n"
    assert {path.name for path in tmp_path.iterdir() if path.suffix not in (".c", ".s", ".o", ".a")} == {"p", "q"}


def test_a_shared_library(tmp_path: Path) -> None:
    (tmp_path / "main.c").write_text(ANSWER)
    (tmp_path / "answer.c").write_text("int table[] = {41, 42};\nint answer(void) { return table[1]; }\n")
    build("-shared", "-fPIC", "answer.c", "-o", "libanswer.so", cwd=tmp_path)
    build("main.c", "-L.", "-lanswer", "-Wl,-rpath,.", "-o", "p", cwd=tmp_path)
    result = subprocess.run(["./p"], cwd=tmp_path, capture_output=True, text=True, timeout=20)
    assert result.stdout == "42\n"


@pytest.mark.parametrize("words", [["-static"], ["-fno-pie", "-no-pie"], ["-pthread"], ["-g"], ["-Wl,--gc-sections"]])
def test_kinds_of_executables(hello: Path, words: list[str]) -> None:
    build(*words, hello, "-o", "hello", cwd=hello.parent)
    assert output(hello.parent / "hello") == "hello\n"


def test_dependencies(tmp_path: Path) -> None:
    (tmp_path / "a.h").write_text("int a;\n")
    (tmp_path / "a.c").write_text('#include "a.h"\n')
    build("-MMD", "-MP", "-c", "a.c", "-o", "out.o", cwd=tmp_path)
    assert (tmp_path / "out.d").read_text() == "out.o: a.c a.h\na.h:\n"
    assert "a.o: a.c a.h" in minicc("-MM", "a.c", cwd=tmp_path).stdout


def test_syntax_only_writes_nothing(hello: Path) -> None:
    build("-fsyntax-only", hello, cwd=hello.parent)
    assert [path.name for path in hello.parent.iterdir()] == ["hello.c"]


@pytest.mark.parametrize("boundary", ["B0", "B1", "B2", "B3", "B4+20", "Bo"])
def test_boundaries(hello: Path, boundary: str) -> None:
    build("-O2", f"-fboundary={boundary}", hello, "-o", "hello", cwd=hello.parent)
    assert output(hello.parent / "hello") == "hello\n"


@pytest.mark.parametrize(("boundary", "found"), [("B1", "main"), ("B2", "main"), ("B3", "define"), ("B4+9", "define")])
def test_the_text_of_a_boundary(hello: Path, boundary: str, found: str) -> None:
    build("-O2", "-S", f"-fboundary={boundary}", hello, "-o", "text", cwd=hello.parent)
    assert found in (hello.parent / "text").read_text()


def test_pass_executions(hello: Path) -> None:
    lines = minicc("-O2", "-fpass-executions", hello, cwd=hello.parent).stdout.splitlines()
    assert lines[0].startswith("1 ")
    assert any(line.endswith(" sroa on main") for line in lines)
    assert not (hello.parent / "a.out").exists()


def test_a_plugin_changes_the_program(hello: Path) -> None:
    plugin = hello.parent / "fault.py"
    plugin.write_text(
        "def register(pipeline):\n"
        "    pipeline.wrap('lower', lambda lower: lambda *w: lower(*w).replace('hello', 'jello'))\n"
    )
    build(f"-fplugin={plugin}", hello, "-o", "hello", cwd=hello.parent)
    assert output(hello.parent / "hello") == "jello\n"


def test_versions(tmp_path: Path) -> None:
    assert minicc("--version", cwd=tmp_path).stdout.startswith("minicc 0.")
    assert minicc("-dumpmachine", cwd=tmp_path).stdout == "x86_64-linux-gnu\n"
    assert "exit status:" in minicc("--help", cwd=tmp_path).stdout


def test_an_error_shows_the_place(tmp_path: Path) -> None:
    (tmp_path / "bad.c").write_text("int main(void)\n{\n    return nothing;\n}\n")
    result = minicc("-c", "bad.c", cwd=tmp_path)
    assert result.returncode == 1
    lines = result.stderr.splitlines()
    assert lines[0].startswith("bad.c:3:12: error: 'nothing' undeclared")
    assert lines[1:] == ["    3 |     return nothing;", "      |            ^"]
    assert not (tmp_path / "bad.o").exists()


def test_one_bad_file_does_not_hide_another(tmp_path: Path) -> None:
    for name in ("a.c", "b.c"):
        (tmp_path / name).write_text(f"int {name[0]} = missing;\n")
    (tmp_path / "c.c").write_text("int c;\n")
    result = minicc("-c", "a.c", "c.c", "b.c", cwd=tmp_path)
    assert result.returncode == 1
    assert "a.c:1:" in result.stderr
    assert "b.c:1:" in result.stderr
    assert (tmp_path / "c.o").exists()


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ([], "minicc: fatal error: no input files"),
        (["missing.c"], "minicc: error: missing.c: No such file or directory"),
        (["missing.o"], "minicc: error: missing.o: No such file or directory"),
        (["-c", "folder.c"], "minicc: error: folder.c: Is a directory"),
        (["-c", "binary.c"], "binary.c:1:"),
        (["-fxyz", "good.c"], "minicc: error: unrecognized command-line option '-fxyz'"),
        (
            ["-c", "good.c", "-o", "/nowhere/x.o"],
            "minicc: error: cannot write '/nowhere/x.o': No such file or directory",
        ),
        (["good.c", "-o", "folder.c"], "minicc: error: cannot write 'folder.c': Is a directory"),
        (["-c", "good.c", "good2.c", "-o", "x.o"], "minicc: error: cannot specify '-o' with '-c'"),
        (["-c", "good.c", "-o", "good.c"], "minicc: error: input file 'good.c' is the same as output file"),
        (["-emit-llvm", "good.c"], "minicc: error: -emit-llvm cannot be used when linking"),
        (["-fboundary=B9", "good.c"], "minicc: error: no boundary is called 'B9'"),
        (["-fplugin=none.py", "good.c"], "minicc: error: cannot load plugin none.py: no such file"),
        (["include.c"], "nowhere.h"),
        (["-Wno-such-warning-but-yes", "-Wnonsense", "good.c"], "-Wnonsense"),
        (["empty.c", "-o", "x"], "main"),
    ],
)
def test_mistakes(words: list[str], complaint: str, tmp_path: Path) -> None:
    (tmp_path / "good.c").write_text("int main(void) { return 0; }\n")
    (tmp_path / "good2.c").write_text("int x;\n")
    (tmp_path / "empty.c").write_text("")
    (tmp_path / "binary.c").write_bytes(bytes(range(256)))
    (tmp_path / "include.c").write_text('#include "nowhere.h"\n')
    (tmp_path / "folder.c").mkdir()
    result = minicc(*words, cwd=tmp_path)
    assert result.returncode == 1
    assert complaint in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "a.out").exists()


def test_an_empty_file_is_a_translation_unit(tmp_path: Path) -> None:
    (tmp_path / "empty.c").write_text("")
    build("-c", "empty.c", cwd=tmp_path)
    assert (tmp_path / "empty.o").exists()


def test_an_internal_error_is_one_line(hello: Path) -> None:
    plugin = hello.parent / "broken.py"
    plugin.write_text("def register(pipeline):\n    pipeline.wrap('lower', lambda lower: lambda *w: 'nonsense')\n")
    result = minicc(f"-fplugin={plugin}", "-c", hello, cwd=hello.parent)
    assert result.returncode == 4
    assert result.stderr.startswith("minicc: internal error: invalid LLVM IR")
    assert len(result.stderr.splitlines()) == 1


def test_deep_nesting(tmp_path: Path) -> None:
    depth = 3000
    (tmp_path / "deep.c").write_text(f"int main(void) {{ return {'(' * depth}0{')' * depth}; }}\n")
    result = minicc("deep.c", "-o", "deep", cwd=tmp_path)
    assert "Traceback" not in result.stderr
    assert result.returncode == 0
    assert output(tmp_path / "deep") == ""


def test_a_special_file_as_output(hello: Path) -> None:
    build(hello, "-o", "/dev/null", cwd=hello.parent)
    build("-c", hello, "-o", "/dev/null", cwd=hello.parent)
    assert Path("/dev/null").is_char_device()


def test_gcc_is_missing(hello: Path) -> None:
    command = [sys.executable, "-m", "minicc", "-c", "hello.c"]
    result = subprocess.run(
        command, cwd=hello.parent, capture_output=True, text=True, timeout=60, env={"PATH": "/nowhere"}
    )
    assert result.returncode == 1
    assert "apt-get install gcc" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_signal_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    (tmp_path / "main.c").write_text(HELLO)
    waits = (
        "import time\n"
        "def register(pipeline):\n"
        "    pipeline.wrap('emit', lambda emit: lambda ir, to: time.sleep('puts' in ir and 60) or emit(ir, to))\n"
    )
    (tmp_path / "waits.py").write_text(waits)
    (tmp_path / "empty.c").write_text("")
    # The plugin waits at the second input, when the first one's object is in the scratch folder.
    command = [sys.executable, "-m", "minicc", "empty.c", "main.c", "-fplugin=waits.py", "-o", "program"]
    with subprocess.Popen(command, cwd=tmp_path, env={**os.environ, "TMPDIR": str(tmp_path / "tmp")}) as process:
        until = time.monotonic() + 30
        while not list((tmp_path / "tmp").glob("minicc-*/0.o")) and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 128 + signal.SIGTERM
    assert list((tmp_path / "tmp").iterdir()) == []
    assert not (tmp_path / "program").exists()
