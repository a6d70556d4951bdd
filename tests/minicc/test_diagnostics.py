"""Diagnostics look like gcc's: place, message, the line as it was written, a caret."""

from __future__ import annotations

from pathlib import Path

import pytest

from minicc.diagnostics import CompileError, render, unsupported
from minicc.source import SourceText


def test_line_and_caret() -> None:
    source = SourceText("int a;\n\tint  b c;\n", "absent-file.c")
    assert render("error", "what", source, source.text.index("c;")) == (
        "absent-file.c:2:9: error: what\n    2 | \tint  b c;\n      | \t       ^"
    )


def test_the_original_line_is_shown_when_macros_changed_it(tmp_path: Path) -> None:
    file = tmp_path / "a.c"
    file.write_text("#define TWO 2\nint x = TWO  oops;\n")
    source = SourceText(f'# 1 "{file}"\n\nint x = 2 oops;\n', str(file))
    assert render("error", "what", source, source.text.index("oops")).splitlines() == [
        f"{file}:2:14: error: what",
        "    2 | int x = TWO  oops;",
        "      |              ^",
    ]


def test_without_a_place() -> None:
    assert render("error", "what", None, None) == "minicc: error: what"
    assert render("warning", "what", SourceText("", "f.c"), None) == "f.c: warning: what"


def test_unsupported_things_are_named() -> None:
    with pytest.raises(CompileError, match=r"^nested functions are not supported$"):
        unsupported("nested functions", 3)
    with pytest.raises(CompileError, match=r"^'_Complex' is not supported$") as caught:
        unsupported("'_Complex'", 3)
    assert caught.value.pos == 3
