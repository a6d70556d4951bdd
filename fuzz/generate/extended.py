"""`long double` as gcc has it on x86-64: the x87 format, 64 bits of significand (psABI 3.1.2).

A value is a rational number that the format holds; a negative zero, the infinities
and NaN are Python's floats of that name. Numbers near the ends of the range do not
occur: what would make one is refused, and repaired like undefined behaviour.
"""

from __future__ import annotations

import math
from fractions import Fraction

from fuzz.generate.errors import UndefinedValueError

Extended = Fraction | float
"""A float only for what no rational number is."""

_PRECISION = 64
_RANGE = 1000
"""Greatest binary exponent, up or down: a tenth of the format's, so that the rational numbers stay small."""
_BIAS = 16383
_LARGEST_EXPONENT = 0x7FFF
"""As it is stored: that of infinities and NaNs."""


def exponent_of(value: Fraction) -> int:
    """The e with 2^e <= |value| < 2^(e+1), for a value that is not 0."""
    numerator, denominator = abs(value.numerator), value.denominator
    guess = numerator.bit_length() - denominator.bit_length()
    scaled = denominator << guess if guess >= 0 else denominator
    return guess if (numerator if guess >= 0 else numerator << -guess) >= scaled else guess - 1


def round_to_precision(value: Fraction, bits: int) -> Fraction:
    """Round to a significand of so many bits, to nearest, ties to even."""
    if value == 0:
        return value
    shift = bits - 1 - exponent_of(value)
    scaled = value * (1 << shift) if shift >= 0 else value / (1 << -shift)
    if scaled.denominator == 1:
        return value
    rounded = round(scaled)
    return Fraction(rounded, 1 << shift) if shift >= 0 else Fraction(rounded << -shift)


def round_extended(value: int | float | Fraction) -> Extended:
    """Convert a number to long double."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, float):
        return value if _is_special(value) else _in_range(Fraction(value))
    return round_to_precision(Fraction(value), _PRECISION)


def _is_special(value: float) -> bool:
    return not math.isfinite(value) or (value == 0 and math.copysign(1.0, value) < 0)


def _in_range(value: Fraction) -> Fraction:
    if value and not -_RANGE <= exponent_of(value) <= _RANGE:
        raise UndefinedValueError("a long double near the end of its range")
    return value


def extended_operation(op: str, left: Extended, right: Extended) -> Extended:
    """`left op right` for + - * /, rounded once."""
    if isinstance(left, float) or isinstance(right, float) or (op == "/" and right == 0):
        return _special_operation(op, left, right)
    if op == "+":
        result = left + right
    elif op == "-":
        result = left - right
    else:
        negative = (left < 0) != (right < 0)
        result = left * right if op == "*" else left / right
        if result == 0 and negative:
            return -0.0
    return _in_range(round_to_precision(result, _PRECISION))


def _special_operation(op: str, left: Extended, right: Extended) -> Extended:
    """Where an operand is no rational number, or the divisor is 0: only signs and kinds of numbers matter then."""
    if op in ("+", "-") and left == 0 != right and math.isfinite(right):
        return right if op == "+" else -right
    if op in ("+", "-") and right == 0 != left and math.isfinite(left):
        return left
    result = float_operation(op, _representative(left), _representative(right))
    return result if _is_special(result) else Fraction(result)


def _representative(value: Extended) -> float:
    return value if isinstance(value, float) else float((value > 0) - (value < 0))


def float_operation(op: str, left: float, right: float) -> float:
    """`left op right` for + - * / on doubles (IEEE 754), division by zero included."""
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    if right == 0:
        if left == 0 or math.isnan(left):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1.0, right)
    return left / right


def negate_extended(value: Extended) -> Extended:
    if value == 0:
        return -0.0 if isinstance(value, Fraction) else Fraction(0)
    return -value


def encode_extended(value: Extended) -> bytes:
    """The sixteen bytes of an object; the six of padding are zero."""
    if isinstance(value, float):
        sign = 0x8000 if math.copysign(1.0, value) < 0 else 0
        pattern = 0 if value == 0 else 1 << 63 if math.isinf(value) else 3 << 62
        high = sign if value == 0 else sign | _LARGEST_EXPONENT
        return pattern.to_bytes(8, "little") + high.to_bytes(2, "little") + bytes(6)
    if value == 0:
        return bytes(16)
    exponent = exponent_of(value)
    shift = _PRECISION - 1 - exponent
    significand = abs(value) * (1 << shift) if shift >= 0 else abs(value) / (1 << -shift)
    assert significand.denominator == 1
    high = exponent + _BIAS | (0x8000 if value < 0 else 0)
    return significand.numerator.to_bytes(8, "little") + high.to_bytes(2, "little") + bytes(6)


def decode_extended(data: bytes) -> Extended:
    significand = int.from_bytes(data[:8], "little")
    high = int.from_bytes(data[8:10], "little")
    if significand == 0:
        return -0.0 if high else Fraction(0)
    if high & 0x7FFF == _LARGEST_EXPONENT:
        if significand != 1 << 63:
            return math.nan
        return -math.inf if high & 0x8000 else math.inf
    exponent = (high & 0x7FFF) - _BIAS - (_PRECISION - 1)
    magnitude = Fraction(significand << exponent) if exponent >= 0 else Fraction(significand, 1 << -exponent)
    return -magnitude if high & 0x8000 else magnitude


def format_extended(value: Extended) -> str:
    """A long double the way glibc's printf writes it with %La on x86-64: the first digit holds four bits."""
    if isinstance(value, float):
        return "-0x0p+0" if value == 0 else str(value)
    if value == 0:
        return "0x0p+0"
    exponent = exponent_of(value)
    shift = _PRECISION - 1 - exponent
    scaled = abs(value) * (1 << shift) if shift >= 0 else abs(value) / (1 << -shift)
    digits = f"{scaled.numerator:016x}"
    fraction = digits[1:].rstrip("0")
    point = f".{fraction}" if fraction else ""
    return f"{'-' if value < 0 else ''}0x{digits[0]}{point}p{exponent - 3:+d}"
