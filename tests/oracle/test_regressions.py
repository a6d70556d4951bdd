"""Every program in corpus/regressions does under minicc what is written beside it, at -O0 and -O2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from oracle.bisect.behaviour import Behaviour, workshop
from oracle.compilers import compiler_from_command

_FOLDER = Path(__file__).parents[2] / "corpus" / "regressions"
_PROGRAMS = sorted(_FOLDER.glob("*.c"))


@pytest.mark.parametrize("path", _PROGRAMS, ids=lambda path: path.stem)
def test_a_bug_of_the_past_stays_away(path: Path) -> None:
    assert re.match(r"/\* \d{4}-\d\d-\d\d: \S", path.read_text()), "the first line says what was wrong, and when"
    expected = Behaviour(path.with_suffix(".expected").read_bytes(), 0)
    with workshop() as shop:
        for level in ("-O0", "-O2"):
            made = compiler_from_command(f"minicc {level}")
            assert shop.behaviour(made, [path], ["-w", "-lm", "-latomic"]) == expected, level


def test_nothing_is_expected_of_a_program_that_is_gone() -> None:
    assert {path.stem for path in _FOLDER.glob("*.expected")} == {path.stem for path in _PROGRAMS}
    assert _PROGRAMS
