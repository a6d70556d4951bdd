"""`oracle judge` on several programs, subjects and references."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from oracle.compilers import gcc
from oracle.compilers.command import CommandCompiler
from oracle.judge import judge
from oracle.observations import slowness
from oracle.verdict import Execution, Verdict

Write = Callable[[str], Path]

PRINTS = """#include <stdio.h>
#ifndef TWO
#define TWO 2
#endif
int main(void) { printf("%d\\n", VALUE + TWO); return 0; }
"""


def compiler(folder: Path, name: str, body: str) -> str:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def oracle_judge(*words: str) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "oracle.cli", "judge", "--quick", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return done.returncode, lines, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    programs = tmp_path / "programs" / "inner"
    programs.mkdir(parents=True)
    for name, value in (("one", "1"), ("two", "2")):
        (programs / f"{name}.c").write_text(PRINTS.replace("VALUE", value))
    return tmp_path


def test_a_folder_under_two_subjects(folder: Path) -> None:
    wrong = compiler(folder, "wrongcc", 'exec gcc -w -DTWO=3 "$@"')
    words = [str(folder / "programs"), "--subject", "gcc -O1", "--subject", wrong, "--reference", "gcc", "-j", "2"]
    status, lines, _ = oracle_judge(*words, "--json")
    assert status == 1
    assert [(Path(line["source"]).stem, line["verdict"]) for line in lines] == [
        ("one", "agree"),
        ("one", "miscompile"),
        ("two", "agree"),
        ("two", "miscompile"),
    ]
    status, _, text = oracle_judge(*words)
    assert status == 1
    rows = [[cell.strip() for cell in line.split("│")[1:]] for line in text.splitlines()]
    assert [row for row in rows if len(row) == 2 and all(cell.isdigit() for cell in row)] == [["2", "0"], ["0", "2"]]


def test_a_folder_without_programs_is_bad_input(tmp_path: Path) -> None:
    status, _, text = oracle_judge(str(tmp_path), "--subject", "gcc")
    assert status == 2
    assert "no C files in this folder" in text


def test_references_that_disagree_refuse(folder: Path) -> None:
    program = str(folder / "programs" / "inner" / "one.c")
    wrong = compiler(folder, "wrongcc", 'exec gcc -w -DTWO=3 "$@"')
    status, lines, _ = oracle_judge(program, "--subject", wrong, "--reference", "gcc", "--reference", wrong, "--json")
    assert status == 3
    assert lines[0]["verdict"] == "inconclusive"
    assert "agrees with the subject" in lines[0]["reason"]


def test_what_a_reference_rejects_too_is_no_bug(program: Write, tmp_path: Path) -> None:
    picky = CommandCompiler((compiler(tmp_path, "pickycc", "echo 'error: no' >&2; exit 1"),))
    source = program(PRINTS.replace("VALUE", "1"))
    assert judge(source, picky, gcc()).verdict is Verdict.REJECTS_VALID
    assert judge(source, picky, gcc(), voters=[picky]).verdict is Verdict.INCONCLUSIVE
    source = program("int main(void) { return undeclared; }")
    lax = CommandCompiler((compiler(tmp_path, "laxcc", 'exec gcc -w -Dundeclared=0 "$@"'),))
    assert judge(source, lax, gcc()).verdict is Verdict.ACCEPTS_INVALID
    assert judge(source, lax, gcc(), voters=[lax]).verdict is Verdict.INCONCLUSIVE


def test_a_reference_of_the_subjects_family_does_not_excuse_it(program: Write, tmp_path: Path) -> None:
    """gcc -O2 says nothing against a bug of gcc -O3; a compiler of another family does."""
    source = program(PRINTS.replace("VALUE", "1 + (N == 3)"))
    right_at_first = 'case "$*" in *-O2*-O0*) exec gcc -w -DN=2 "$@";;'
    body = right_at_first + ' *-O2*) exec gcc -w -DN=3 "$@";; *) exec gcc -w -DN=2 "$@";; esac'
    wrong = CommandCompiler((compiler(tmp_path, "wrong-clang", body), "-O2"))
    right = CommandCompiler((compiler(tmp_path, "gcc-right", 'exec gcc -DN=2 "$@"'),))
    source.write_text("#ifndef N\n#define N 2\n#endif\n" + source.read_text())
    judgement = judge(source, wrong, right, voters=[wrong])
    assert judgement.verdict is Verdict.MISCOMPILE, judgement.reason
    assert any(note.endswith("is wrong too") for note in judgement.evidence.notes)
    stranger = CommandCompiler((compiler(tmp_path, "strangecc", body), "-O2"))
    assert judge(source, wrong, right, voters=[wrong, stranger]).verdict is Verdict.INCONCLUSIVE


def test_a_missing_definition_is_undefined(program: Write, tmp_path: Path) -> None:
    source = program("extern int nowhere;\nint main(void) { return nowhere; }")
    lax = CommandCompiler((compiler(tmp_path, "laxcc", 'exec gcc -w -Dnowhere=0 "$@"'),))
    source.write_text("inline int f(void) { return 0; }\nint main(void) { return f(); }\n")
    judgement = judge(source, CommandCompiler((lax.command[0], "-O2")), gcc())
    assert judgement.verdict is Verdict.UNDEFINED
    assert "6.9p5" in (judgement.rule or "")


def test_layouts_are_compared_on_the_way(folder: Path) -> None:
    source = folder / "layout.c"
    source.write_text("struct s { char c; int i; } s;\nint main(void) { return s.i; }\n")
    packed = compiler(folder, "packedcc", 'exec gcc -w -fpack-struct "$@"')
    words = [str(source), "--subject", packed, "--reference", "gcc", "--json"]
    assert oracle_judge(*words)[0] == 0
    status, lines, _ = oracle_judge(*words, "--layouts")
    assert status == 1
    assert "struct s: 5 bytes against 8" in lines[0]["reason"]
    bare = compiler(folder, "barecc", 'for w; do shift; [ "$w" = -g ] || set -- "$@" "$w"; done; exec gcc -w "$@"')
    status, lines, _ = oracle_judge(str(source), "--subject", bare, "--reference", "gcc", "--layouts", "--json")
    assert status == 0
    assert "describes no types" in lines[0]["notes"][0]


def test_a_slow_program_is_noted() -> None:
    def ran(seconds: float) -> Execution:
        return Execution(("program",), 0, None, b"", b"", seconds, seconds)

    assert slowness(ran(2.0), ran(1.0)) is None
    assert slowness(ran(0.05), ran(0.001)) is None
    assert "30 times as long" in (slowness(ran(3.0), ran(0.1)) or "")
