"""Extreme, broken and unreadable input: compiled or refused in words, as gcc does or by name; never a traceback."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz.frontend.campaign import input_of, source_files
from fuzz.frontend.trial import attempt
from minicc import cli

_CORPUS = Path(__file__).parents[2] / "corpus"
_DEEP = 10_000


def _nested(opening: str, inner: str, closing: str, times: int = _DEEP) -> str:
    return opening * times + inner + closing * times


def _cases(count: int) -> str:
    return "".join(f"case {7 * i}: return {i};" for i in range(count))


_ACCEPTED: dict[str, Callable[[], str]] = {
    "parentheses": lambda: f"int x = {_nested('(', '1', ')')};",
    "parentheses in a function": lambda: f"int f(int a) {{ return {_nested('(', 'a', ')')}; }}",
    "blocks": lambda: f"int f(void) {{ {_nested('{', '', '}')} return 0; }}",
    "pointers": lambda: f"int {'*' * _DEEP}p;",
    "declarators": lambda: f"int {_nested('(*', 'p', ')')};",
    "initialisers": lambda: f"int x = {_nested('{', '1', '}')};",
    "else-ifs": lambda: "int f(int a) { " + "".join(f"if (a == {i}) a++; else " for i in range(3000)) + "return 0; }",
    "unary operators": lambda: f"int f(int a) {{ return {'- ' * _DEEP}a; }}",
    "sums": lambda: f"int f(int a) {{ return a{'+a' * _DEEP}; }}",
    "calls": lambda: f"int f(int a) {{ return {_nested('f(', 'a', ')', 3000)}; }}",
    "loops": lambda: f"int f(int a) {{ {'while (a) ' * 3000}a--; return 0; }}",
    "statement expressions": lambda: f"int f(int a) {{ return {_nested('({', 'a;', '});', 1000)} }}",
    "inferred types": lambda: f"int f(int a) {{ return {_nested('({ __auto_type x = ', 'a', '; x; })', 60)}; }}",
    "a long identifier": lambda: f"int {'a' * 65536}; int f(void) {{ return {'a' * 65536}; }}",
    "a long string": lambda: f'char s[] = "{"x" * 1_000_000}";',
    "many parameters": lambda: f"int f({','.join(f'int a{i}' for i in range(2000))}) {{ return a1999; }}",
    "many cases": lambda: f"int f(int a) {{ switch (a) {{ {_cases(2000)} }} return 0; }}",
    "many elements": lambda: f"int a[] = {{ {','.join(map(str, range(10_000)))} }};",
    "a long line": lambda: f"int f(int a) {{ {'a++; ' * 10_000}return a; }}",
    "a huge number": lambda: f"double x = {'9' * 100_000}.5; double y = 1e999999999999;",
    "a huge integer": lambda: f"unsigned long x = {'9' * 100_000}; int y = 0x{'f' * 10_000};",
    "carriage returns": lambda: "int x = 3;\r\nint y = 4;\r",
    "a byte order mark": lambda: "\ufeffint x = 3;",
    "a huge object": lambda: "char a[1UL << 62]; char b[1UL << 62];",
    "nothing": lambda: "",
    "blanks": lambda: " \n\t\n",
}  # fmt: skip
_REFUSED: dict[str, tuple[Callable[[], str], str]] = {
    "dimensions": (lambda: f"extern int a{'[1]' * _DEEP};", "not supported"),
    "a huge vector": (lambda: "typedef int v __attribute__((vector_size(1 << 20)));", "not supported"),
    "a huge alignment": (lambda: "int x __attribute__((aligned(1UL << 40)));", "exceeds object file maximum"),
    "open parentheses": (lambda: "int x = " + "(" * _DEEP, "expected expression at end of input"),
    "open blocks": (lambda: "int f(void) " + "{" * _DEEP, "expected declaration or statement at end of input"),
    "an open string": (lambda: 'char *s = "abc\n;', 'missing terminating " character'),
    "an open character": (lambda: "int x = 'a\n;", "missing terminating ' character"),
    "an open comment": (lambda: "int x; /* abc", "unterminated comment"),
    "an open condition": (lambda: "#if 1\nint x;", "unterminated #if"),
    "an open record": (lambda: "struct s { int a", "at end of input"),
    "a NUL": (lambda: "int x\0 = @;", "stray"),
    "a huge bit-field": (lambda: "struct { int a : 1000000000000; } x;", "exceeds its type"),
    "a record in itself": (lambda: "struct s { struct s s; };", "has incomplete type"),
}  # fmt: skip


def _compile(data: bytes, folder: Path) -> tuple[int, str]:
    source = folder / "t.c"
    source.write_bytes(data)
    words = [sys.executable, "-m", "minicc", "-w", "-c", str(source), "-o", os.devnull]
    limit = (3 << 30, 3 << 30)
    answer = subprocess.run(
        words, capture_output=True, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit)
    )
    return answer.returncode, answer.stderr.decode("utf-8", "replace")


@pytest.mark.parametrize("name", _ACCEPTED)
def test_extreme_programs_are_compiled(name: str, tmp_path: Path) -> None:
    status, said = _compile(_ACCEPTED[name]().encode(), tmp_path)
    assert (status, said) == (0, "")


@pytest.mark.parametrize("name", _REFUSED)
def test_extreme_programs_are_refused_in_words(name: str, tmp_path: Path) -> None:
    make, words = _REFUSED[name]
    status, said = _compile(make().encode(), tmp_path)
    assert status == 1
    assert words in said
    assert "Traceback" not in said


def test_bytes_that_are_no_text_are_refused_where_they_stand(tmp_path: Path) -> None:
    status, said = _compile(b'char *s = "\xff\xfe"; int x\xff;\n', tmp_path)
    assert status == 1
    assert r":1:22: error: stray '\377' in program" in said
    assert _compile(b'/* \xff */ char *s = "\xff\xfe";\n', tmp_path) == (0, "")
    status, said = _compile(bytes(range(256)) * 20, tmp_path)
    assert status == 1
    assert "Traceback" not in said


def test_what_is_no_readable_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "folder.c").mkdir()
    for name in ("folder.c", "missing.c"):
        assert cli.main(["-c", str(tmp_path / name), "-o", os.devnull]) == 1
        said = capsys.readouterr().err
        assert name in said
        assert "Traceback" not in said


_FILES = source_files([_CORPUS / "programs", _CORPUS / "regressions"])


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.integers(0, 1_000_000))
def test_a_mutated_program_is_compiled_or_refused_in_words(seed: int) -> None:
    file, kind, text = input_of(seed, _FILES)
    outcome = attempt(text, seconds=60)
    assert not outcome.is_failure, f"{kind} of {file}: {outcome.message}"


def test_the_same_seed_gives_the_same_input() -> None:
    assert [input_of(seed, _FILES) for seed in range(9)] == [input_of(seed, _FILES) for seed in range(9)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("int main(void) { return 0; }", "accepted"),
        ("int x = ;", "refused"),
        ('void f(void) { __asm__("no such thing"); }', "refused"),
        ("static int f(void) __attribute__((weakref)); int main(void) { return f(); }", "accepted"),
        ("_Decimal32 x;", "unsupported"),
    ],
)
def test_the_trial_tells_what_became_of_an_input(text: str, kind: str) -> None:
    assert attempt(text, seconds=60).kind == kind


def test_the_trial_notices_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_over(*arguments: object) -> None:
        raise ValueError("no words")

    def die(*arguments: object) -> None:
        os.kill(os.getpid(), signal.SIGUSR1)  # one that no fault handler prints a trace for

    monkeypatch.setattr("minicc.syntax.parser._run", fall_over)
    assert attempt("int x;", seconds=60).kind == "traceback"
    monkeypatch.setattr("minicc.syntax.parser._run", die)
    assert attempt("int x;", seconds=60).kind == "crash"
    monkeypatch.setattr("minicc.syntax.parser._run", lambda *arguments: exec("while True: pass"))
    assert attempt("int x;", seconds=1).kind == "hang"


@pytest.mark.parametrize(
    ("program", "told"),
    [
        ('int f(int a) { __asm__("movb %h0, %b0" : "+S"(a)); return a; }', "invalid operand in inline asm"),
        ('int f(int a) { __asm__("nonsense %0" : "+r"(a)); return a; }', "invalid instruction mnemonic"),
        ('int f(int a, int b) { __asm__("" : "+r"(a) : "0"(b)); return a; }', "inconsistent operand constraints"),
    ],
)
def test_what_the_assembler_refuses_is_said_in_words(program: str, told: str) -> None:
    outcome = attempt(program)
    assert outcome.kind == "refused"
    assert told in outcome.message
