"""A program kept as a regression test: NAME.c, whose first line says what it is about, and NAME.expected."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oracle.bisect.behaviour import Behaviour, workshop
from oracle.compilers import gcc

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_LEVELS = ("-O0", "-O2")


class NotPromotable(Exception):
    """The program cannot be a regression test; the message says why."""


@dataclass(frozen=True, slots=True)
class Promoted:
    """The files that were written."""

    program: Path
    expected: Path


def promote(text: str, name: str, history: str, folder: Path, *, day: date | None = None) -> Promoted:
    """Write a program without preprocessor directives, and what it prints, into `folder`.

    `history` is one sentence: who got it wrong and how. What is expected comes from gcc at two levels, which must
    agree. Raises NotPromotable when they do not, when the program is not valid, does not end with status 0, or when
    the name is taken or not a lower-case word.
    """
    if not _NAME.fullmatch(name):
        raise NotPromotable(f"{name!r} is no name for a test: lower-case letters, digits and underscores")
    target, expected = folder / f"{name}.c", folder / f"{name}.expected"
    if target.exists() or expected.exists():
        raise NotPromotable(f"{target} exists already")
    behaviour = _behaviour(text)
    line = " ".join(history.replace("*/", "* /").split())
    folder.mkdir(parents=True, exist_ok=True)
    target.write_text(
        f"/* {day or date.today()}: {line} */\n{text.rstrip()}\n", encoding="utf-8", errors="surrogateescape"
    )
    expected.write_bytes(behaviour.stdout)
    return Promoted(target, expected)


def _behaviour(text: str) -> Behaviour:
    with workshop() as shop:
        source = shop.write(text, ".c")
        first, *others = (shop.behaviour(gcc(level), [source], ["-w", "-lm"]) for level in _LEVELS)
    if first.failure is not None:
        raise NotPromotable(f"gcc does not compile it: {first.failure}")
    if any(other != first for other in others):
        raise NotPromotable("gcc's levels do not agree on it")
    if first.exit_status != 0:
        raise NotPromotable(f"a regression test must end with status 0; this one: {first}")
    return first
