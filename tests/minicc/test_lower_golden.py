"""Golden files: what minicc lowers each C file in golden/lower to.

`GOLDEN=update` writes them anew; read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import llvmlite.binding as llvm
import pytest

from minicc.check import check
from minicc.lower import LowerOptions, lower
from minicc.options import DebugOptions
from minicc.source import SourceText
from minicc.syntax.parser import parse

_FOLDER = Path(__file__).parent / "golden" / "lower"
_FILES = sorted(_FOLDER.glob("*.c"))


def _lowered(text: str, name: str, options: LowerOptions | None = None) -> str:
    source = SourceText(text, name)
    return lower(check(parse(source), source), source, options)


def _macros_expanded(text: str) -> str:
    """The files need no preprocessor but for names of the va_ macros."""
    lines = []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["#define"]:
            lines.append("")
            text = text.replace(words[1], words[2])
    body = [line for line in text.splitlines() if not line.startswith("#")]
    return "\n".join([*lines, *body, ""])


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    ir = _lowered(_macros_expanded(path.read_text()), path.name)
    llvm.parse_assembly(ir).verify()
    golden = path.with_suffix(".ll")
    if os.environ.get("GOLDEN") == "update":
        golden.write_text(ir)
    assert ir == golden.read_text()


def test_there_are_golden_files() -> None:
    assert len(_FILES) >= 7


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
@pytest.mark.parametrize(
    "options",
    [
        LowerOptions(debug=DebugOptions()),
        LowerOptions(pic=True, visibility="hidden", opt_level="2"),
        LowerOptions(wrapv=True, no_builtin=True, common=True),
        LowerOptions(promises=False, pie=False, opt_level="s"),
    ],
    ids=["debug", "pic", "wrapv", "no-promises"],
)
def test_every_option_gives_valid_ir(path: Path, options: LowerOptions) -> None:
    ir = _lowered(_macros_expanded(path.read_text()), path.name, options)
    llvm.parse_assembly(ir).verify()
    assert ("!DILocation" in ir) == (options.debug is not None)
    if options.wrapv or not options.promises:
        assert " nsw " not in ir
    if not options.promises:
        assert "inbounds" not in ir
        assert "exact" not in ir
