"""What gcc's preprocessor says of character constants and string literals by default (C11 6.4.4.4, 6.4.5)."""

from __future__ import annotations

from minicc.check.context import Context
from minicc.check.literals import element_size
from minicc.patterns import pattern

_BODY = pattern(r"(u8|[LuU])?['\"]((?:.|\n)*)['\"]\Z")
_MAYBE_ODD = pattern(r"\\[^abefnrtv\\'\"?EuU0]|\\0[0-7]")
_ESCAPE = pattern(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]+)|(.))")
_KNOWN = frozenset("abefnrtv\\'\"?EuUx([{%")
"""gcc lets pass opening brackets, which editors wanted escaped at the start of a line, and the percent sign of SCCS."""


def warn_of_escapes(context: Context, parts: list[str], pos: int) -> None:
    """Escape sequences that are unknown, or whose value no element of the literal holds."""
    if context.options.warn is None:
        return
    for part in parts:
        if "\\" not in part or _MAYBE_ODD.search(part) is None:
            continue
        match = _BODY.match(part)
        assert match is not None
        bits = 8 * element_size(match[1] or "")
        for escape in _ESCAPE.finditer(match[2]):
            octal, hexadecimal, letter = escape.groups()
            if octal and int(octal, 8) >> bits:
                context.warn("octal escape sequence out of range", pos)
            elif hexadecimal and int(hexadecimal, 16) >> bits:
                context.warn("hex escape sequence out of range", pos)
            elif letter and letter not in _KNOWN:
                shown = (
                    letter if letter.isascii() and letter.isprintable() else f"{letter.encode(errors='replace')[0]:03o}"
                )
                context.warn(f"unknown escape sequence: '\\{shown}'", pos)


def warn_of_length(context: Context, prefix: str, elements: int, pos: int) -> None:
    """A character constant of several characters: its value is the implementation's (C11 6.4.4.4p10)."""
    if elements > (1 if prefix else 4):
        context.warn("character constant too long for its type", pos)
    elif elements > 1:
        context.warn("multi-character character constant [-Wmultichar]", pos)
