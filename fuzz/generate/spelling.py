"""Constants and string literals as C source text, and the precedence of C's operators."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from fuzz.generate.extended import format_extended
from fuzz.generate.types import (
    FLOAT,
    INT,
    LDOUBLE,
    LLONG,
    LONG,
    UINT,
    ULLONG,
    ULONG,
    FloatType,
    IntegerType,
    Type,
)

PRECEDENCE = {
    "*": 13, "/": 13, "%": 13, "+": 12, "-": 12, "<<": 11, ">>": 11, "<": 10, "<=": 10, ">": 10, ">=": 10,
    "==": 9, "!=": 9, "&": 8, "^": 7, "|": 6, "&&": 5, "||": 4,
}  # fmt: skip
CONDITIONAL, ASSIGNMENT, COMMA, UNARY, POSTFIX, PRIMARY = 3, 2, 1, 14, 15, 16
_SUFFIXES = {INT: "", UINT: "u", LONG: "L", ULONG: "UL", LLONG: "LL", ULLONG: "ULL"}


def spell_literal(value: int | float | Fraction, type: Type, text: str = "") -> tuple[str, int]:
    """A constant of this type as C, and its precedence."""
    if text:
        return text, PRIMARY
    if isinstance(value, float) and not math.isfinite(value):
        return _spell_special(value, type)
    if type is LDOUBLE:
        if isinstance(value, float):
            return f"{value!r}L", UNARY
        return _spell_extended(Fraction(value))
    if isinstance(value, float) or isinstance(type, FloatType):
        suffix = "f" if type == FLOAT else ""
        shown = repr(float(value))
        return shown + suffix, UNARY if shown.startswith("-") else PRIMARY
    assert isinstance(type, IntegerType)
    assert isinstance(value, int)
    if type.width == 128:
        return _spell_wide(value, type)
    suffix = _SUFFIXES.get(type, "")
    if type.signed and value == type.minimum and type.width >= INT.width:
        return f"-{type.maximum}{suffix} - 1", PRECEDENCE["-"]
    return f"{value}{suffix}", UNARY if value < 0 else PRIMARY


def _spell_special(value: float, type: Type) -> tuple[str, int]:
    """An infinity or NaN: a quotient of constants, which is no constant expression to some compilers."""
    suffix = {FLOAT: "f", LDOUBLE: "L"}.get(type, "") if isinstance(type, FloatType) else ""
    if math.isnan(value):
        return f"0.0{suffix} / 0.0{suffix}", PRECEDENCE["/"]
    return f"{'-' if value < 0 else ''}1.0{suffix} / 0.0{suffix}", PRECEDENCE["/"]


def _spell_extended(value: Fraction) -> tuple[str, int]:
    """In decimal where that is short and exact."""
    short = value.denominator <= 8 and abs(value) < 1_000_000
    shown = (repr(float(value)) if short else format_extended(value)) + "L"
    return shown, UNARY if value < 0 else PRIMARY


def _spell_wide(value: int, type: IntegerType) -> tuple[str, int]:
    """A 128-bit constant: C has no literal of that type."""
    if LONG.minimum < value <= LONG.maximum:
        return f"({type.name}){value}{'L' if abs(value) > INT.maximum else ''}", UNARY
    low, high = value & ULONG.maximum, value >> 64 & ULONG.maximum
    return f"({type.name})((unsigned __int128){high}UL << 64 | {low}UL)", UNARY


def spell_label(value: int) -> str:
    return spell_literal(value, _literal_type(value))[0]


def spell_string(text: bytes) -> str:
    """A string literal; three-digit octal escapes cannot swallow the digit that follows."""
    shown = []
    for byte in text:
        if byte in b'"\\':
            shown.append("\\" + chr(byte))
        elif 32 <= byte < 127 and byte != ord("?"):
            shown.append(chr(byte))
        elif byte == 10:
            shown.append("\\n")
        else:
            shown.append(f"\\{byte:03o}")
    return '"' + "".join(shown) + '"'


def spell_wide_string(codes: Sequence[int]) -> str:
    """A literal of characters beyond one byte: plain ones as they are, universal names from U+00A0 on."""
    shown = ""
    for code in codes:
        plain = 32 <= code < 127 and chr(code) not in '"\\?'
        shown += chr(code) if plain else f"\\{code:03o}" if code < 0xA0 else f"\\u{code:04x}"
    return f'"{shown}"'


def _literal_type(value: int) -> IntegerType:
    for type in (INT, LONG, ULONG):
        if type.minimum <= value <= type.maximum:
            return type
    raise ValueError(f"{value} fits no integer type")
