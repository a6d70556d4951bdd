"""`@FILE` on a command line (gcc manual, "Overall Options"; quoting is that of libiberty's buildargv)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from minicc.diagnostics import CompileError

_MOST_FILES = 2000


def expand(words: Sequence[str]) -> list[str]:
    """`words` with each @FILE replaced by the words in that file; a file that is not there stays a word.

    Raises CompileError when files contain themselves, OSError when one cannot be read.
    """
    expanded: list[str] = []
    waiting = list(reversed(words))
    files = 0
    while waiting:
        word = waiting.pop()
        if not word.startswith("@") or not os.path.isfile(word[1:]):
            expanded.append(word)
            continue
        files += 1
        if files > _MOST_FILES:
            raise CompileError("too many @-files encountered")
        with open(word[1:], encoding="utf-8", errors="surrogateescape") as file:
            waiting += reversed(list(split(file.read())))
    return expanded


def split(text: str) -> Iterator[str]:
    """The words of a response file: blanks separate, both quotes group, a backslash keeps any character as it is."""
    word: list[str] | None = None
    quote = ""
    characters = iter(text)
    for c in characters:
        if c == "\\":
            word = [] if word is None else word
            word.append(next(characters, ""))
        elif quote:
            if c == quote:
                quote = ""
            elif word is not None:
                word.append(c)
        elif c in "'\"":
            quote = c
            word = [] if word is None else word
        elif not c.isspace():
            word = [] if word is None else word
            word.append(c)
        elif word is not None:
            yield "".join(word)
            word = None
    if word is not None:
        yield "".join(word)
