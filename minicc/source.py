"""The preprocessed text of one translation unit, and where each offset of it came from."""

from __future__ import annotations

import re
from bisect import bisect_right

from minicc.patterns import pattern
from minicc.quick_dataclasses import dataclass, field

_LINE_MARKER = pattern(r'^#(?:line)?[ \t]+(\d+)[ \t]+"((?:[^"\\]|\\.)*)"([ \t0-9]*)$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Location:
    """A place a person can go to: `file`, 1-based `line` and `column`."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(slots=True)
class SourceText:
    """Text after preprocessing with its line markers (`# 12 "file.h" 1 3 4`) still in it.

    `file` is the name the user gave; `is_system_header` tells lines that came from system headers.
    `plain_names`: words that are keywords of gcc's C, and names in the standard that was asked for.
    """

    text: str
    file: str
    plain_names: frozenset[str] = frozenset()
    _line_starts: list[int] = field(default_factory=list)
    _marker_offsets: list[int] = field(default_factory=list)
    _markers: list[tuple[int, str, int, bool]] = field(default_factory=list)

    def location(self, pos: int) -> Location:
        """Where offset `pos` of the preprocessed text was written."""
        self._index()
        physical = bisect_right(self._line_starts, pos) - 1
        column = pos - self._line_starts[physical] + 1
        i = bisect_right(self._marker_offsets, pos) - 1
        if i < 0:
            return Location(self.file, physical + 1, column)
        line, file, marker_physical, _ = self._markers[i]
        return Location(file, line + physical - marker_physical - 1, column)

    def in_system_header(self, pos: int) -> bool:
        """True for text that gcc -E marked as coming from a system header."""
        self._index()
        i = bisect_right(self._marker_offsets, pos) - 1
        return i >= 0 and self._markers[i][3]

    def has_macros(self, pos: int) -> bool:
        """Whether the line that holds `pos` was written with other words: a macro is expanded in it."""
        where = self.location(pos)
        try:
            with open(where.file, encoding="utf-8", errors="surrogateescape") as file:
                written = next((line for i, line in enumerate(file, 1) if i == where.line), None)
        except OSError:
            return False
        return written is not None and self.line_text(pos).split() != re.sub(r"/\*.*?\*/|//.*", " ", written).split()

    def line_text(self, pos: int) -> str:
        """The preprocessed line that holds `pos`, without its newline."""
        self._index()
        physical = bisect_right(self._line_starts, pos) - 1
        start = self._line_starts[physical]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else len(self.text)]

    def _index(self) -> None:
        if self._line_starts:
            return
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        for match in _LINE_MARKER.finditer(self.text):
            physical = bisect_right(starts, match.start()) - 1
            name = match[2].replace('\\"', '"').replace("\\\\", "\\")
            self._marker_offsets.append(match.start())
            self._markers.append((int(match[1]), name, physical, "3" in match[3].split()))
        self._line_starts = starts
