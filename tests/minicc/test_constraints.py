"""C11's constraints (§6.5-§6.9), one program a line: minicc and gcc refuse and accept the same ones."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from check_support import checked, needs_gcc

from minicc.diagnostics import CompileError

_FOLDER = Path(__file__).parent / "constraints"


def _programs(name: str) -> list[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


_INVALID, _VALID = _programs("invalid.txt"), _programs("valid.txt")


@pytest.mark.parametrize("program", _INVALID)
def test_a_broken_constraint_is_an_error(program: str) -> None:
    with pytest.raises(CompileError) as caught:
        checked(program + "\n")
    assert caught.value.pos is not None


@pytest.mark.parametrize("program", _VALID)
def test_a_valid_look_alike_is_accepted(program: str) -> None:
    checked(program + "\n")


def _gcc_accepts(program: str) -> bool:
    words = ["gcc", "-std=gnu17", "-w", "-fsyntax-only", "-xc", "-"]
    return subprocess.run(words, input=program + "\n", capture_output=True, text=True, check=False).returncode == 0


@needs_gcc
@pytest.mark.parametrize(("programs", "accepted"), [(_INVALID, False), (_VALID, True)], ids=["invalid", "valid"])
def test_gcc_draws_the_same_line(programs: list[str], accepted: bool) -> None:
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(_gcc_accepts, programs))
    assert [program for program, answer in zip(programs, answers, strict=True) if answer is not accepted] == []
