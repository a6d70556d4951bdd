"""Golden files: C in, the checked tree printed back as C out.

`UPDATE_GOLDEN=1 pytest tests/minicc/test_check_golden.py` writes the expected parts anew; read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from check_support import checked

from minicc.check.printc import print_c

_FILES = sorted((Path(__file__).parent / "golden" / "check").glob("*.test"))


def _cases(path: Path) -> list[tuple[str, str, str]]:
    """Title, program, expected text."""
    found: list[tuple[str, str, str]] = []
    for case in re.split(r"^== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        title, _, rest = case.partition("\n")
        program, _, expected = rest.partition("\n--\n")
        found.append((title, program, expected))
    return found


@pytest.mark.parametrize("path", _FILES, ids=[path.stem for path in _FILES])
def test_the_printed_tree(path: Path) -> None:
    printed = [(title, program, print_c(checked(program))) for title, program, _ in _cases(path)]
    text = "".join(f"== {title}\n{program}\n--\n{output}" for title, program, output in printed)
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")
