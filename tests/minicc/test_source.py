"""Where an offset of the preprocessed text was written."""

from __future__ import annotations

from minicc.source import Location, SourceText

_TEXT = """first
# 10 "a.c"
ten
\televen
# 1 "dir/b \\"q\\".h" 1 3 4
one
# 12 "a.c" 2
twelve
#line 100 "c.c"
hundred
last"""


def _where(text: str) -> Location:
    return SourceText(_TEXT, "given.c").location(_TEXT.index(text))


def test_locations_follow_the_line_markers() -> None:
    assert _where("first") == Location("given.c", 1, 1)
    assert _where("ten") == Location("a.c", 10, 1)
    assert _where("eleven") == Location("a.c", 11, 2)
    assert _where("one") == Location('dir/b "q".h', 1, 1)
    assert _where("twelve") == Location("a.c", 12, 1)
    assert _where("hundred") == Location("c.c", 100, 1)
    assert _where("last") == Location("c.c", 101, 1)
    assert SourceText(_TEXT, "given.c").location(len(_TEXT)) == Location("c.c", 101, 5)


def test_system_headers() -> None:
    source = SourceText(_TEXT, "given.c")
    assert source.in_system_header(_TEXT.index("one"))
    assert not any(source.in_system_header(_TEXT.index(word)) for word in ("first", "ten", "twelve", "hundred"))


def test_lines() -> None:
    source = SourceText(_TEXT, "given.c")
    assert source.line_text(_TEXT.index("eleven")) == "\televen"
    assert source.line_text(len(_TEXT)) == "last"


def test_empty_text() -> None:
    assert SourceText("", "e.c").location(0) == Location("e.c", 1, 1)
    assert SourceText("", "e.c").line_text(0) == ""
