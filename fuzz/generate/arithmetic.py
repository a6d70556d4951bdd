"""C's arithmetic on known values, exactly as gcc computes it on x86-64.

Integers follow C11 6.3.1 and 6.5 with gcc's choices where the standard leaves
one: conversions to a narrower signed type are modulo 2^N, right shifts of
negative values are arithmetic. `double` is Python's float (IEEE 754 binary64,
round to nearest even); a `float` operation is the double operation rounded
once more, which is exact for + - * / (Figueroa, "When is double rounding
innocuous?", 1995). `long double` is a rational number, see `extended`. Overflow
and division by zero give infinities and NaNs, as in IEEE 754 (C11 F.3): whether a
program may have any is for the evaluator to say.
"""

from __future__ import annotations

import math
import operator
import struct
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from fuzz.generate.errors import UndefinedValueError
from fuzz.generate.extended import (
    exponent_of,
    extended_operation,
    float_operation,
    negate_extended,
    round_extended,
    round_to_precision,
)
from fuzz.generate.types import LDOUBLE, FloatType, IntegerType, Type

Number = int | float | Fraction

_FLOAT = struct.Struct("<f")


def wrap(value: int, type: IntegerType) -> int:
    """Convert an integer to an integer type (C11 6.3.1.2, 6.3.1.3)."""
    if type.minimum <= value <= type.maximum:
        return value
    if type.rank == 0:
        return 1
    width = type.width
    value &= (1 << width) - 1
    if type.signed and value >> (width - 1):
        value -= 1 << width
    return value


def wrap_bits(value: int, bits: int, signed: bool) -> int:
    """Convert an integer to the value a bit-field of this width and sign holds."""
    value &= (1 << bits) - 1
    if signed and value >> (bits - 1):
        value -= 1 << bits
    return value


def round_to_float(value: float) -> float:
    """Round a double to float precision, to an infinity beyond the range (C11 F.3)."""
    try:
        result: float = _FLOAT.unpack(_FLOAT.pack(value))[0]
    except OverflowError:
        return math.copysign(math.inf, value)
    return result


def integer_to_float(value: int, type: FloatType) -> float:
    """Round an integer once, to nearest even, into the floating type."""
    if type.width == 64 or -(1 << 53) <= value <= 1 << 53:
        result = float(value)
        return result if type.width == 64 else round_to_float(result)
    # Rounding to double first could round twice: keep 40 bits and a sticky one.
    magnitude = abs(value)
    shift = magnitude.bit_length() - 40
    kept = magnitude >> shift
    if magnitude & ((1 << shift) - 1):
        kept |= 1
    result = round_to_float(float(kept) * 2.0**shift)
    if result == math.inf:
        raise UndefinedValueError("integer out of the range of float")
    return -result if value < 0 else result


def _from_extended(value: Fraction, type: FloatType) -> float:
    """Round a long double once to a narrower type."""
    if type.width == 64:
        try:
            return float(value)
        except OverflowError:
            raise UndefinedValueError("value out of the range of double") from None
    if value and not -126 <= exponent_of(value) < 128:
        raise UndefinedValueError("value out of the normal range of float")
    return round_to_float(float(round_to_precision(value, 24)))


def convert(value: Number, source: Type, target: Type) -> Number:
    """Convert a scalar to a scalar type, as by a cast or an assignment (C11 6.3.1, 6.3.2.3)."""
    if source is target:
        return value
    if isinstance(target, IntegerType):
        if value.__class__ is not int:
            if target.rank == 0:
                return 1 if value != 0 else 0
            if isinstance(value, float) and not math.isfinite(value):
                raise UndefinedValueError("an infinity or NaN as an integer")
            truncated = math.trunc(value)
            if not target.minimum <= truncated <= target.maximum:
                raise UndefinedValueError("floating value out of the range of the integer type")
            return truncated
        assert isinstance(value, int)
        return wrap(value, target)
    if isinstance(target, FloatType):
        if target is LDOUBLE:
            return round_extended(value)
        if isinstance(value, Fraction):
            return _from_extended(value, target)
        if isinstance(value, float):
            return value if target.width == 64 else round_to_float(value)
        return integer_to_float(value, target)
    return value


def compute(op: str, left: Number, right: Number, type: IntegerType | FloatType, wraps: bool) -> Number:
    """`left op right` on operands converted to `type` already; comparisons give 0 or 1.

    For shifts `type` is that of the left operand. `wraps` computes modulo 2^N where signed overflow is undefined.
    """
    exact = _EXACT.get(op)
    if exact is not None and type.__class__ is IntegerType:
        result: int = exact(left, right)
        if type.minimum <= result <= type.maximum:
            return result
        if type.signed and not wraps:
            raise UndefinedValueError("signed overflow")
        return wrap(result, type)
    comparison = _COMPARE.get(op)
    if comparison is not None:
        return 1 if comparison(left, right) else 0
    if isinstance(type, FloatType):
        return _compute_float(op, left, right, type)
    assert isinstance(left, int)
    assert isinstance(right, int)
    if op in ("<<", ">>"):
        if not 0 <= right < type.width:
            raise UndefinedValueError("shift count out of range")
        if op == ">>":
            return left >> right
        result = left << right
        if type.signed and not wraps and (left < 0 or result > type.maximum):
            raise UndefinedValueError("left shift of or into the sign bit")
        return wrap(result, type)
    if right == 0:
        raise UndefinedValueError("division by zero")
    quotient = abs(left) // abs(right)
    if (left < 0) != (right < 0):
        quotient = -quotient
    if type.signed and quotient > type.maximum:
        raise UndefinedValueError("overflow of a division")
    return quotient if op == "/" else left - quotient * right


def negate(value: Number, type: IntegerType | FloatType, wraps: bool) -> Number:
    if type is LDOUBLE:
        return negate_extended(round_extended(value))
    if isinstance(value, float):
        return -value
    assert isinstance(type, IntegerType)
    assert isinstance(value, int)
    if type.signed and not wraps and value == type.minimum:
        raise UndefinedValueError("signed overflow")
    return wrap(-value, type)


def _compute_float(op: str, left: Number, right: Number, type: FloatType) -> float | Fraction:
    if type is LDOUBLE:
        return extended_operation(op, round_extended(left), round_extended(right))
    result = float_operation(op, float(left), float(right))
    return result if type.width == 64 else round_to_float(result)


_EXACT: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "&": operator.and_,
    "|": operator.or_,
    "^": operator.xor,
}
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
