from __future__ import annotations

import os
import pickle
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.compilers import CompilerNotFound, Preloaded, compiler_from_command
from oracle.compilers.command import CommandCompiler, arguments
from oracle.compilers.crash import crash_message
from oracle.compilers.minicc import PreloadedMinicc
from oracle.verdict import Compilation, Execution, Stop

Write = Callable[[str], Path]


def test_gcc_compiles_and_says_what_it_is(program: Write, tmp_path: Path) -> None:
    compiler = compiler_from_command("gcc -O2")
    assert (compiler.name, compiler.command) == ("gcc", ("gcc", "-O2"))
    assert compiler.version().startswith("gcc ")
    made = compiler.compile([program("int main(void) { return 0; }")], tmp_path / "out", flags=["-w", "-lm"])
    assert made.output == tmp_path / "out"
    assert made.execution.command[:4] == ("gcc", "-O2", "-w", "-o")
    assert made.execution.command[-1] == "-lm"


def test_a_rejection_is_no_exception(program: Write, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("from before")
    made = compiler_from_command("gcc").compile([program("int main(void) { return x; }")], tmp_path / "out")
    assert made.output is None
    assert made.execution.exit_status == 1
    assert b"error" in made.execution.stderr
    assert crash_message(made) is None
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["no-such-compiler -O2", "", "'unclosed", "/etc/passwd"])
def test_what_is_no_compiler_is_refused(text: str) -> None:
    with pytest.raises(CompilerNotFound):
        compiler_from_command(text)


def test_libraries_come_last() -> None:
    words = arguments([Path("a.c"), Path("b.c")], Path("out"), ["-lm", "-O1"])
    assert words == ["-O1", "-o", "out", "a.c", "b.c", "-lm"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("kill -SEGV $$", "killed by SIGSEGV"),
        ("exit 139", "killed by SIGSEGV"),
        ("exit 0", "exit status 0 but no output file"),
        ("exit 1", None),
        ('echo "p.c:3:4: internal compiler error: in fold, at tree.cc:1234" >&2; exit 1', "in fold, at tree.cc:N"),
        ("echo 'LLVM ERROR: Cannot select: 0x55d1 i32' >&2; exit 1", "LLVM ERROR: Cannot select: 0x… i32"),
        (
            "echo 'minicc: internal error in minicc.lower.call:41: KeyError: 3 (compiling x.c)' >&2; exit 4",
            "in minicc.lower.call:N: KeyError: N",
        ),
        (
            "echo \"internal error: invalid LLVM IR of function 'f': 9:5: error: '%x.3' is no i64 | %x.3\" >&2; exit 4",
            "invalid LLVM IR: N:N: error: '%…' is no i64",
        ),
        (
            "echo \"thread 'main' panicked at src/parse.rs:10:5:\nindex 7 out of range\nnote: run\" >&2; exit 101",
            "src/parse.rs:N:N: index N out of range",
        ),
        ("echo 'x: /a/b/isel.cpp:12: void f(): Assertion `p != 0' failed.' >&2; exit 1", None),
    ],
)
def test_crashes_are_told_from_rejections(fake_compiler: Write, tmp_path: Path, body: str, message: str | None) -> None:
    compiler = CommandCompiler((str(fake_compiler(body)),))
    made = compiler.compile([tmp_path / "program.c"], tmp_path / "out")
    assert crash_message(made) == message


def test_an_assertion_is_a_crash(fake_compiler: Write, tmp_path: Path) -> None:
    script = fake_compiler('echo "cc: isel.cpp:12: f(): Assertion \\`p != 0\' failed." >&2; exit 1')
    made = CommandCompiler((str(script),)).compile([tmp_path / "program.c"], tmp_path / "out")
    assert "Assertion" in (crash_message(made) or "")


def test_a_long_line_of_diagnostics_is_read_in_one_pass(fake_compiler: Write, tmp_path: Path) -> None:
    line = "yes 'x.c:1:2: error: (a::b[12]: 7, 0x1F) ' | head -20000 | tr -d '\\n' >&2; exit 1"
    made = CommandCompiler((str(fake_compiler(line)),)).compile([tmp_path / "program.c"], tmp_path / "out")
    assert crash_message(made) is None


def test_python_tracebacks_with_one_cause_look_alike() -> None:
    def crash(line: int, key: str) -> str | None:
        text = (
            "Traceback (most recent call last):\n"
            f'  File "/home/a/minicc/lower/calls.py", line {line}, in lower_call\n    x[k]\nKeyError: {key}\n'
        )
        done = Execution(("cc",), 1, None, b"", text.encode(), 0.0, 0.0)
        return crash_message(Compilation(done, None))

    assert crash(10, "17") == crash(12, "99") == "KeyError: N in lower/calls.py:lower_call"


FAKE_MINICC = """
import os, sys, time

def main(words):
    if any(word.endswith("program.c") and "minicc-preload" in word for word in words):
        return 0
    what = os.environ.get("FAKE_MINICC")
    print("called", *words)
    if what == "crash":
        os.abort()
    if what == "raise":
        raise KeyError("lost")
    if what == "loop":
        while True:
            pass
    if what == "sleep":
        time.sleep(100)
    if what == "reject":
        print("program.c:1:1: error: no", file=sys.stderr)
        return 1
    with open(words[words.index("-o") + 1], "w") as output:
        output.write("made")
    return 0
"""


@pytest.fixture
def preloaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PreloadedMinicc:
    """The preloaded compiler, with a stand-in for the package minicc."""
    package = tmp_path / "packages" / "minicc"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "cli.py").write_text(FAKE_MINICC)
    monkeypatch.setattr(sys, "path", [str(package.parent), *sys.path])
    return PreloadedMinicc(("-O2",))


def test_a_preloaded_compiler_looks_like_the_command(preloaded: PreloadedMinicc, tmp_path: Path) -> None:
    assert isinstance(preloaded, Preloaded)
    for _ in range(3):
        made = preloaded.compile([tmp_path / "x.c"], tmp_path / "out", flags=["-w"])
        assert made.output == tmp_path / "out"
        words = ("-O2", "-w", "-o", str(tmp_path / "out"), str(tmp_path / "x.c"))
        assert made.execution.command == ("minicc", *words)
        assert made.execution.stdout.decode().split() == ["called", *words]


@pytest.mark.parametrize(
    ("what", "exit_status", "signal_number", "stop", "message"),
    [
        ("reject", 1, None, None, None),
        ("crash", None, 6, None, "killed by SIGABRT"),
        ("raise", 1, None, None, "KeyError: 'lost' in minicc/cli.py:main"),
        ("sleep", None, 9, Stop.WALL, None),
        ("loop", None, None, None, None),
    ],
)
def test_a_preloaded_compiler_may_fail_in_every_way(
    preloaded: PreloadedMinicc,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    what: str,
    exit_status: int | None,
    signal_number: int | None,
    stop: Stop | None,
    message: str | None,
) -> None:
    monkeypatch.setenv("FAKE_MINICC", what)
    made = preloaded.compile([tmp_path / "x.c"], tmp_path / "out", timeout=0.5)
    if what == "loop":
        assert made.execution.stopped_by in (Stop.WALL, Stop.CPU)
    else:
        found = (made.execution.exit_status, made.execution.signal, made.execution.stopped_by)
        assert found == (exit_status, signal_number, stop)
        assert crash_message(made) == message
    monkeypatch.delenv("FAKE_MINICC")
    assert preloaded.compile([tmp_path / "x.c"], tmp_path / "out").output is not None


def test_a_forked_child_has_a_server_of_its_own(preloaded: PreloadedMinicc, tmp_path: Path) -> None:
    assert preloaded.compile([tmp_path / "x.c"], tmp_path / "out").output is not None
    child = os.fork()
    if child == 0:
        made = preloaded.compile([tmp_path / "x.c"], tmp_path / "child")
        os._exit(0 if made.execution.command[0] == "minicc" and made.output is not None else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert preloaded.compile([tmp_path / "x.c"], tmp_path / "out").execution.command[0] == "minicc"


def test_a_preloaded_compiler_serves_threads_and_survives_pickling(preloaded: PreloadedMinicc, tmp_path: Path) -> None:
    copy = pickle.loads(pickle.dumps(preloaded))
    assert copy == preloaded
    outputs: list[Path | None] = []

    def work(number: int) -> None:
        outputs.append(copy.compile([tmp_path / "x.c"], tmp_path / f"out{number}").output)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, outputs)) == [str(tmp_path / f"out{number}") for number in range(4)]


def test_a_server_that_cannot_start_is_replaced_by_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake_compiler: Write
) -> None:
    package = tmp_path / "packages" / "minicc"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise ImportError('half written')")
    monkeypatch.setattr(sys, "path", [str(package.parent), *sys.path])
    script = fake_compiler('while [ "$1" != -o ]; do shift; done; echo made > "$2"')
    monkeypatch.setattr("oracle.compilers.minicc.minicc_words", lambda: (str(script),))
    made = PreloadedMinicc(()).compile([tmp_path / "x.c"], tmp_path / "out")
    assert made.output == tmp_path / "out"
    assert made.execution.command[0] == str(script)
