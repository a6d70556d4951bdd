"""Constants and string literals: their text to values and types (C11 §6.4.4, §6.4.5)."""

from __future__ import annotations

import re

from minicc.diagnostics import CompileError
from minicc.patterns import pattern
from minicc.types.conversions import in_range
from minicc.types.ctype import (
    CHAR,
    INT,
    INT128,
    LLONG,
    LONG,
    UINT,
    UINT128,
    ULLONG,
    ULONG,
    USHORT,
    CType,
    IntegerType,
)

_INTEGER = pattern(
    r"(?:0[xX](?P<hex>[0-9a-fA-F]+)|0[bB](?P<bin>[01]+)|(?P<oct>0[0-7]*)|(?P<dec>[1-9][0-9]*))(?P<suffix>[A-Za-z]*)\Z"
)
_LITERAL = pattern(r"(u8|[LuU])?(['\"])(.*)\2\Z", re.DOTALL)
_ESCAPE = pattern(r"\\(?:([abefnrtv\\'\"?E])|([0-7]{1,3})|x([0-9a-fA-F]+)|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))")
_INCOMPLETE_NAME = pattern(r"\\[uU][0-9a-fA-F]*")
_SIMPLE = {
    "a": 7, "b": 8, "e": 27, "E": 27, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, "'": 39, '"': 34, "?": 63,
}  # fmt: skip
_IMAGINARY = str.maketrans("", "", "ijIJ")
_UNITS = {"": 1, "u8": 1, "u": 2, "L": 4, "U": 4}
_CHARACTER_TYPES: dict[str, IntegerType] = {"u": USHORT, "L": INT, "U": UINT}

# §6.4.4.1p5: the candidates in order, by (decimal, unsigned suffix, count of l).
_CANDIDATES: dict[tuple[bool, bool, int], tuple[IntegerType, ...]] = {
    (True, False, 0): (INT, LONG, LLONG, INT128),
    (False, False, 0): (INT, UINT, LONG, ULONG, LLONG, ULLONG),
    (True, True, 0): (UINT, ULONG, ULLONG),
    (False, True, 0): (UINT, ULONG, ULLONG),
    (True, False, 1): (LONG, LLONG, INT128),
    (False, False, 1): (LONG, ULONG, LLONG, ULLONG),
    (True, True, 1): (ULONG, ULLONG),
    (False, True, 1): (ULONG, ULLONG),
    (True, False, 2): (LLONG, INT128),
    (False, False, 2): (LLONG, ULLONG),
    (True, True, 2): (ULLONG,),
    (False, True, 2): (ULLONG,),
}
_SUFFIXES = {
    "": (False, 0), "u": (True, 0), "l": (False, 1), "ul": (True, 1), "lu": (True, 1),
    "ll": (False, 2), "ull": (True, 2), "llu": (True, 2),
}  # fmt: skip


def imaginary(text: str) -> str | None:
    """The constant without its imaginary suffix (GNU), None when it has none."""
    stripped = text.translate(_IMAGINARY)
    return None if len(stripped) == len(text) else stripped


def integer_constant(text: str, pos: int) -> tuple[int, CType]:
    """Value and type of an integer constant."""
    match = _INTEGER.match(text)
    if match is None:
        raise CompileError(f"invalid integer constant '{text}'", pos)
    suffix = match["suffix"]
    known = _SUFFIXES.get(suffix.lower())
    if known is None or "lL" in suffix or "Ll" in suffix:
        raise CompileError(f'invalid suffix "{suffix}" on integer constant', pos)
    decimal = match["dec"]
    if decimal is not None:
        value = _decimal(decimal)
    elif match["hex"] is not None:
        value = int(match["hex"], 16)
    elif match["bin"] is not None:
        value = int(match["bin"], 2)
    else:
        value = int(match["oct"], 8)
    for candidate in _CANDIDATES[decimal is not None, known[0], known[1]]:
        if in_range(value, candidate):
            return value, candidate
    if value < 1 << 128 and decimal is None:
        return value & ((1 << 64) - 1), ULLONG
    if in_range(value, UINT128):
        return value & ((1 << 128) - 1), UINT128
    return value & ((1 << 64) - 1), INT128 if decimal is not None else ULLONG


def is_too_large(text: str) -> bool:
    """Whether no type holds an integer constant (gcc warns, and keeps its lowest 64 bits)."""
    match = _INTEGER.match(text)
    if match is None or len(text) < 17:
        return False
    digits = match["hex"] or match["bin"] or match["oct"] or ""
    if match["dec"] is not None:
        return len(match["dec"].lstrip("0")) > 20 or int(match["dec"]) >> 64 > 0
    return int(digits, 16 if match["hex"] else 2 if match["bin"] else 8) >> 64 > 0


def _decimal(digits: str) -> int:
    """The value of decimal digits, however many (Python's own conversion stops at 4300).

    Of more than a hundred only what the last 128 bits tell is kept, and that it is too large for every type.
    """
    if len(digits) <= 100:
        return int(digits)
    value = 0
    for i in range(0, len(digits), 100):
        part = digits[i : i + 100]
        value = (value * 10 ** len(part) + int(part)) % (1 << 128)
    return value + (1 << 128)


def character_units(text: str, pos: int) -> tuple[str, list[int]]:
    """The prefix of a character constant, and the elements it is written with."""
    match = _LITERAL.match(text)
    if match is None:
        raise CompileError(f"invalid character constant {text}", pos)
    prefix = match[1] or ""
    units = _code_units(match[3], prefix, pos)
    if not units:
        raise CompileError("empty character constant", pos)
    return prefix, units


def character_constant(text: str, pos: int, unsigned_char: bool = False) -> tuple[int, CType]:
    """Value and type of a character constant (§6.4.4.4; several characters: gcc's value)."""
    prefix, units = character_units(text, pos)
    if prefix == "u8":
        return units[0], CHAR
    if prefix:
        character = _CHARACTER_TYPES[prefix]
        value = units[-1]
        if character.signed and value >> 31:
            value -= 1 << 32
        return value, character
    if len(units) == 1:
        value = units[0]
        return value - 256 if value > 127 and not unsigned_char else value, INT
    value = 0
    for unit in units:
        value = (value << 8 | unit) & 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value, INT


def string_literal(parts: list[str], pos: int) -> tuple[str, bytes]:
    """The prefix and the elements of adjacent literals (§6.4.5p5), without the terminating null."""
    if len(parts) == 1 and parts[0][0] == '"' and "\\" not in parts[0] and parts[0].isascii():
        return "", parts[0][1:-1].encode("ascii")
    prefix = ""
    bodies: list[str] = []
    for part in parts:
        match = _LITERAL.match(part)
        if match is None:
            raise CompileError(f"invalid string literal {part}", pos)
        if match[1]:
            if prefix and prefix != match[1]:
                raise CompileError("unsupported non-standard concatenation of string literals", pos)
            prefix = match[1]
        bodies.append(match[3])
    size = _UNITS[prefix]
    data = bytearray()
    for body in bodies:
        if size == 1:
            data += bytes(_code_units(body, prefix, pos))
        else:
            for unit in _code_units(body, prefix, pos):
                data += unit.to_bytes(size, "little")
    return prefix, bytes(data)


def element_size(prefix: str) -> int:
    """Bytes of one element of a literal with this prefix."""
    return _UNITS[prefix]


def unquote(part: str) -> str:
    """The text of a narrow string literal, one character for each byte."""
    return string_literal([part], 0)[1].decode("latin-1")


def _code_units(body: str, prefix: str, pos: int) -> list[int]:
    """The elements that the characters and escape sequences of `body` stand for."""
    size = _UNITS[prefix]
    units: list[int] = []
    at = 0
    while at < len(body):
        backslash = body.find("\\", at)
        if backslash < 0:
            backslash = len(body)
        if backslash > at:
            _encode(body[at:backslash], size, units)
            at = backslash
            continue
        match = _ESCAPE.match(body, at)
        if match is None:
            following = body[at + 1 : at + 2]
            if following in ("x", ""):
                raise CompileError(f"\\{following} used with no following hex digits", pos)
            if following in ("u", "U"):
                name = _INCOMPLETE_NAME.match(body, at)
                raise CompileError(f"incomplete universal character name {name[0] if name else ''}", pos)
            _encode(following, size, units)
            at += 2
            continue
        at = match.end()
        if match[1]:
            units.append(_SIMPLE[match[1]])
        elif match[2] or match[3]:
            value = int(match[2], 8) if match[2] else int(match[3], 16)
            if value >> (8 * size) and match[2]:
                value &= (1 << 8 * size) - 1
            units.append(value & ((1 << 8 * size) - 1))
        else:
            code = int(match[4] or match[5], 16)
            if code > 0x10FFFF or 0xD800 <= code < 0xE000 or (code < 0xA0 and chr(code) not in "$@`"):
                raise CompileError(f"{match[0]} is not a valid universal character", pos)
            _encode(chr(code), size, units)
    return units


def _encode(text: str, size: int, units: list[int]) -> None:
    """Bytes that were not UTF-8 (surrogate escapes) pass through unchanged in narrow literals."""
    if size == 1:
        units.extend(text.encode("utf-8", "surrogateescape"))
    elif size == 2:
        encoded = text.encode("utf-16-le", "surrogatepass")
        units.extend(int.from_bytes(encoded[i : i + 2], "little") for i in range(0, len(encoded), 2))
    else:
        units.extend(ord(c) for c in text)
