"""Leaves out what system headers declare and the program never mentions: most of a small program's text.

`#include <stdio.h>` brings a hundred declarations, of which a program uses a few. Looking for words costs a tenth of
parsing and checking them. Only what cannot matter is left out: the declaration of an external function, object or
typedef, or the definition of an inline function, when every place in the whole text where its name occurs is in such a
declaration, and no tag occurs in it (it could be the place where a struct is declared). What stays keeps its offset.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_WORD = re.compile(r"[A-Za-z_]\w*")
_MARKER = re.compile(r'^# \d+ "[^\n"]*"([ 0-9]*)\n', re.MULTILINE)
_DECLARATION = re.compile(r"(?:__extension__\s+)?\b(extern|typedef|static)\s[^;{}]*[;{]")
_GROUP = re.compile(r"(?:__(?:attribute|asm)__\s*)?\([^()]*(?:\([^()]*\)[^()]*)*\)")
_ONE_NAME = re.compile(r"[\w\s*]*\b(\w+)\s*[;{]")
# Tags, and the attributes of definitions that exist without being named.
_KEPT = re.compile(r"\b(?:struct|union|enum|(?:__)?(?:alias|ifunc|used|constructor|destructor|section)(?:__)?)\b")


def skimmed(text: str) -> str:
    """`text` with blanks in place of the declarations of system headers that nothing uses."""
    candidates = [one for first, last in _system_texts(text) for one in _declarations(text, first, last)]
    if not candidates:
        return text
    words = Counter(_WORD.findall(text))
    dropped: list[tuple[int, int]] = []
    while True:
        declared = Counter([name for _, _, name in candidates])
        unused = [one for one in candidates if words[one[2]] == declared[one[2]]]
        if not unused:
            break
        candidates = [one for one in candidates if words[one[2]] != declared[one[2]]]
        for word, count in Counter(_WORD.findall(" ".join([text[start:end] for start, end, _ in unused]))).items():
            words[word] -= count
        dropped += [(start, end) for start, end, _ in unused]
    pieces: list[str] = []
    done = 0
    for start, end in sorted(dropped):
        pieces += (text[done:start], " " * (end - start))
        done = end
    return "".join([*pieces, text[done:]])


def _system_texts(text: str) -> Iterator[tuple[int, int]]:
    """Where text of system headers is, by gcc's line markers (flag 3)."""
    start = -1
    for marker in _MARKER.finditer(text):
        if "3" in marker[1]:
            start = marker.end() if start < 0 else start
        elif start >= 0:
            yield start, marker.start()
            start = -1
    if start >= 0:
        yield start, len(text)


def _declarations(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of the declarations between two offsets that may be left out."""
    ended = at = first
    while True:
        found = _DECLARATION.search(text, at, last)
        if found is None:
            return
        start = found.start()
        is_first = not text[ended:start].strip() or _begins_declaration(text, start)
        at = end = found.end()
        head = found[0]
        if "\n#" in head:
            head = _MARKER.sub("", head)
        if head[-1] == "{":
            end = text.find("\n}", end, last) + 2
            body = text[at:end]
            if (
                not _is_only_inline(head)
                or end < 2
                or '"' in body
                or "'" in body
                or body.count("{") + 1 != body.count("}")
            ):
                continue
            at = end
        elif found[1] == "static" or (found[1] == "typedef" and "(" in head):
            continue
        ended = end
        if not is_first or _KEPT.search(text, start, end):
            continue
        while "(" in head:
            head, count = _GROUP.subn(" ", head)
            if not count:
                break
        name = _ONE_NAME.fullmatch(head)
        if name is not None:
            yield start, end, name[1]


def _is_only_inline(head: str) -> bool:
    """Whether nothing is compiled for a function definition that is not called (C11 6.7.4; gcc's gnu_inline)."""
    return "inline" in head and ("static" in head or "gnu_inline" in head)


def _begins_declaration(text: str, start: int) -> bool:
    """Whether what stands before `start` has ended: attributes could stand before a declaration."""
    while True:
        before = text[max(0, start - 200) : start].rstrip()
        if not before or before[-1] in ";}":
            return bool(before) or start <= 200
        line = before.rfind("\n") + 1
        if before[line] != "#" or (line == 0 and start > 200):
            return before.endswith("__extension__")
        start = max(0, start - 200) + line
