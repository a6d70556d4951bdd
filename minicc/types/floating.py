"""Floating constants: text to the exact bits of a format, exact arithmetic on them, and bits back to text.

Formats: IEEE 754 binary32, binary64, binary128 and the 80-bit x87 extended format (psABI §3.1.2). Rounding is to
nearest, ties to even,
as gcc's constant folding does (its `real.c`).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from minicc.patterns import pattern
from minicc.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from fractions import Fraction

_TEXT = pattern(
    r"(?:0[xX](?P<hex>[0-9a-fA-F]*\.?[0-9a-fA-F]*)[pP](?P<bin>[+-]?\d+)|(?P<dec>\d*\.?\d*)(?:[eE](?P<exp>[+-]?\d+))?)(?P<suffix>[A-Za-z0-9]*)\Z"
)
_SUFFIXES = {
    "": "double",
    "f": "float",
    "l": "long double",
    "q": "_Float128",
    "f128": "_Float128",
    "f64": "double",
    "f32": "float",
    "f32x": "double",
    "f64x": "long double",
}


@dataclass(frozen=True, slots=True)
class Format:
    """`precision`: significand bits with the leading one; `explicit_integer`: that one is stored (x87)."""

    precision: int
    exponent_bits: int
    explicit_integer: bool = False

    @property
    def bias(self) -> int:
        return (1 << (self.exponent_bits - 1)) - 1

    @property
    def stored_bits(self) -> int:
        """Bits of the stored significand."""
        return self.precision if self.explicit_integer else self.precision - 1

    @property
    def sign_bit(self) -> int:
        return 1 << (self.stored_bits + self.exponent_bits)


FORMATS = {
    "float": Format(24, 8),
    "double": Format(53, 11),
    "long double": Format(64, 15, True),
    "_Float128": Format(113, 15),
}


@dataclass(frozen=True, slots=True)
class Value:
    """A decoded number: `kind` is "finite", "infinity" or "nan"; `magnitude` is not negative."""

    kind: str
    negative: bool
    magnitude: Fraction | int = 0

    @property
    def is_zero(self) -> bool:
        return self.kind == "finite" and self.magnitude == 0

    def exact(self) -> Fraction:
        """The signed value of a finite number."""
        return _ratio(
            -self.magnitude.numerator if self.negative else self.magnitude.numerator, self.magnitude.denominator
        )


def parse_constant(text: str) -> tuple[str, int]:
    """A floating constant's type name and bits (§6.4.4.2). Raises ValueError for a suffix or form that is not known."""
    match = _TEXT.match(text)
    if match is None:
        raise ValueError(f"invalid floating constant '{text}'")
    suffix = match["suffix"].lower()
    name = _SUFFIXES.get(suffix)
    if name is None:
        raise ValueError(f'invalid suffix "{match["suffix"]}" on floating constant')
    if name == "double" and match["hex"] is None:
        return name, struct.unpack("<Q", struct.pack("<d", float(text[: len(text) - len(suffix)])))[0]
    form = FORMATS[name]
    if match["hex"] is not None:
        whole, _, part = match["hex"].partition(".")
        digits = int((whole + part) or "0", 16)
        exponent = int(match["bin"]) - 4 * len(part)
        limit = 40000 + 4 * len(whole + part)
        value = digits * _power(2, max(-limit, min(limit, exponent)))
    else:
        whole, _, part = match["dec"].partition(".")
        digits = int((whole + part) or "0")
        exponent = int(match["exp"] or "0") - len(part)
        limit = 12000 + len(whole + part)
        value = digits * _power(10, max(-limit, min(limit, exponent)))
    return name, encode(Value("finite", False, value), form)


def _ratio(numerator: int, denominator: int = 1) -> Fraction:
    from fractions import Fraction  # 2 ms, and few programs have constants that need it

    return Fraction(numerator, denominator)


def _power(base: int, exponent: int) -> Fraction:
    return _ratio(base**exponent) if exponent >= 0 else _ratio(1, base**-exponent)


def encode(value: Value, form: Format) -> int:
    """The nearest representable number's bits (ties to even; too large gives infinity)."""
    sign = form.sign_bit if value.negative else 0
    top_exponent = (1 << form.exponent_bits) - 1
    integer_bit = 1 << (form.precision - 1)
    if value.kind == "nan":
        quiet = 1 << (form.precision - 2)
        significand = quiet | (integer_bit if form.explicit_integer else 0)
        return sign | top_exponent << form.stored_bits | significand
    infinity = sign | top_exponent << form.stored_bits | (integer_bit if form.explicit_integer else 0)
    if value.kind == "infinity":
        return infinity
    if value.magnitude == 0:
        return sign
    numerator, denominator = value.magnitude.numerator, value.magnitude.denominator
    exponent = numerator.bit_length() - denominator.bit_length()
    if _scaled(numerator, denominator, -exponent) < 1:
        exponent -= 1
    lowest = 1 - form.bias
    exponent = max(exponent, lowest)
    significand = _round(_scaled(numerator, denominator, form.precision - 1 - exponent))
    if significand >> form.precision:
        significand >>= 1
        exponent += 1
    if exponent > form.bias:
        return infinity
    biased = exponent + form.bias if significand & integer_bit else 0
    stored = significand if form.explicit_integer else significand & (integer_bit - 1)
    return sign | biased << form.stored_bits | stored


def _scaled(numerator: int, denominator: int, shift: int) -> Fraction:
    if shift >= 0:
        return _ratio(numerator << shift, denominator)
    return _ratio(numerator, denominator << -shift)


def _round(value: Fraction) -> int:
    quotient, remainder = divmod(value.numerator, value.denominator)
    twice = 2 * remainder
    if twice > value.denominator or (twice == value.denominator and quotient & 1):
        quotient += 1
    return quotient


def decode(bits: int, form: Format) -> Value:
    """What `bits` stand for."""
    negative = bool(bits & form.sign_bit)
    stored = bits & ((1 << form.stored_bits) - 1)
    biased = bits >> form.stored_bits & ((1 << form.exponent_bits) - 1)
    fraction = stored & ((1 << (form.precision - 1)) - 1)
    if biased == (1 << form.exponent_bits) - 1:
        return Value("nan" if fraction else "infinity", negative)
    integer_bit = 1 << (form.precision - 1)
    if form.explicit_integer:
        significand = stored
        exponent = max(biased, 1) - form.bias
    elif biased:
        significand = fraction | integer_bit
        exponent = biased - form.bias
    else:
        significand = fraction
        exponent = 1 - form.bias
    return Value("finite", negative, significand * _power(2, exponent - form.precision + 1))


def convert(bits: int, source: str, target: str) -> int:
    """Bits of format `source` rounded to format `target`."""
    if source == target:
        return bits
    return encode(decode(bits, FORMATS[source]), FORMATS[target])


def from_integer(value: int, target: str) -> int:
    """An integer rounded to format `target`."""
    return encode(Value("finite", value < 0, abs(value)), FORMATS[target])


def to_integer(bits: int, source: str) -> int | None:
    """Truncated towards zero (§6.3.1.4p1); None for infinities and NaNs."""
    value = decode(bits, FORMATS[source])
    if value.kind != "finite":
        return None
    whole = value.magnitude.numerator // value.magnitude.denominator
    return -whole if value.negative else whole


def arithmetic(operator: str, left: int, right: int, name: str) -> int:
    """`left operator right` in format `name`, correctly rounded; `operator` is one of + - * /."""
    form = FORMATS[name]
    a, b = decode(left, form), decode(right, form)
    if operator == "-":
        b = Value(b.kind, not b.negative, b.magnitude)
        operator = "+"
    if a.kind == "nan" or b.kind == "nan":
        return left if a.kind == "nan" else right
    sign = a.negative != b.negative
    nan = Value("nan", sign)
    if operator == "+":
        return encode(_sum(a, b), form)
    if operator == "*":
        if a.kind == "infinity" or b.kind == "infinity":
            return encode(nan if a.is_zero or b.is_zero else Value("infinity", sign), form)
        return encode(Value("finite", sign, a.magnitude * b.magnitude), form)
    if a.kind == "infinity":
        return encode(nan if b.kind == "infinity" else Value("infinity", sign), form)
    if b.kind == "infinity":
        return encode(Value("finite", sign), form)
    if b.is_zero:
        return encode(nan if a.is_zero else Value("infinity", sign), form)
    return encode(Value("finite", sign, _ratio(1) * a.magnitude / b.magnitude), form)


def _sum(a: Value, b: Value) -> Value:
    if a.kind == "infinity" or b.kind == "infinity":
        if a.kind == b.kind and a.negative != b.negative:
            return Value("nan", False)
        return a if a.kind == "infinity" else b
    total = a.exact() + b.exact()
    negative = total < 0 or (total == 0 and a.negative and b.negative)
    return Value("finite", negative, abs(total))


def compare(operator: str, left: int, right: int, name: str) -> bool:
    """The value of a comparison; anything with a NaN is False, except `!=`."""
    form = FORMATS[name]
    a, b = decode(left, form), decode(right, form)
    if a.kind == "nan" or b.kind == "nan":
        return operator == "!="
    x, y = _order(a), _order(b)
    return {"<": x < y, ">": x > y, "<=": x <= y, ">=": x >= y, "==": x == y, "!=": x != y}[operator]


def _order(value: Value) -> tuple[int, Fraction]:
    if value.kind == "infinity":
        return (-1 if value.negative else 1), _ratio(0)
    return 0, value.exact()


def to_text(bits: int, name: str) -> str:
    """C text with exactly this value: a hexadecimal constant, or a gcc built-in for infinities and NaNs (a NaN's
    payload is not kept).
    """
    form = FORMATS[name]
    value = decode(bits, form)
    suffix = {"float": "f", "double": "", "long double": "L", "_Float128": "F128"}[name]
    if value.kind == "finite":
        text = _hexadecimal(value.magnitude) + suffix
    else:
        builtin_suffix = {"float": "f", "double": "", "long double": "l", "_Float128": "f128"}[name]
        quiet = bits >> (form.precision - 2) & 1
        if value.kind == "infinity":
            text = f"__builtin_inf{builtin_suffix}()"
        else:
            text = f'__builtin_nan{"" if quiet else "s"}{builtin_suffix}("")'
    return f"(-{text})" if value.negative else text


def _hexadecimal(magnitude: Fraction | int) -> str:
    if magnitude == 0:
        return "0x0p+0"
    exponent = -(magnitude.denominator.bit_length() - 1)
    numerator = magnitude.numerator
    while numerator & 0xF == 0:
        numerator >>= 4
        exponent += 4
    while numerator & 1 == 0:
        numerator >>= 1
        exponent += 1
    return f"0x{numerator:x}p{exponent:+d}"
