"""Floating constants: exact bits in every format, against Python and against gcc."""

from __future__ import annotations

import math
import random
import struct
from pathlib import Path

import pytest
from check_support import needs_gcc, run_gcc
from hypothesis import given
from hypothesis import strategies as st

from minicc.types import floating


def _bits(value: float) -> int:
    return int(struct.unpack("<Q", struct.pack("<d", value))[0])


def _value(bits: int) -> float:
    return float(struct.unpack("<d", struct.pack("<Q", bits))[0])


_doubles = st.floats(allow_nan=False).map(_bits)


@given(_doubles, _doubles, st.sampled_from("+-*/"))
def test_double_arithmetic_is_that_of_the_machine(left: int, right: int, operator: str) -> None:
    a, b = _value(left), _value(right)
    result = floating.arithmetic(operator, left, right, "double")
    if operator == "/" and b == 0:
        assert floating.decode(result, floating.FORMATS["double"]).kind == ("nan" if a == 0 else "infinity")
        return
    expected = {"+": a + b, "-": a - b, "*": a * b, "/": a / b if b else 0.0}[operator]
    if math.isnan(expected):
        assert floating.decode(result, floating.FORMATS["double"]).kind == "nan"
    else:
        assert result == _bits(expected)


@given(_doubles, _doubles, st.sampled_from(["<", ">", "<=", ">=", "==", "!="]))
def test_double_comparison_is_that_of_the_machine(left: int, right: int, operator: str) -> None:
    a, b = _value(left), _value(right)
    expected = {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b, "==": a == b, "!=": a != b}[operator]
    assert floating.compare(operator, left, right, "double") is expected


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_rounding_to_float_is_that_of_the_machine(value: float) -> None:
    try:
        expected = struct.unpack("<I", struct.pack("<f", value))[0]
    except OverflowError:
        expected = 0x7F800000 | (0x80000000 if value < 0 else 0)
    assert floating.convert(_bits(value), "double", "float") == expected


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["long double", "_Float128"]))
def test_wider_formats_hold_every_double(value: float, name: str) -> None:
    wide = floating.convert(_bits(value), "double", name)
    assert floating.convert(wide, name, "double") == _bits(value)


@given(st.sampled_from(list(floating.FORMATS)), st.integers(0, (1 << 128) - 1))
def test_text_has_exactly_the_value(name: str, bits: int) -> None:
    form = floating.FORMATS[name]
    bits &= (1 << (1 + form.exponent_bits + form.stored_bits)) - 1
    value = floating.decode(bits, form)
    canonical = floating.encode(value, form)
    text = floating.to_text(canonical, name)
    if value.kind != "finite":
        assert "__builtin_" in text
        return
    parsed_name, parsed = floating.parse_constant(text.strip("(-)"))
    assert (parsed_name, parsed | (canonical & form.sign_bit)) == (name, canonical)


@pytest.mark.parametrize("text", ["1.0x", "0x1.8", "1e", "1.0fl"])
def test_malformed_constants_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="floating constant"):
        floating.parse_constant(text)


@needs_gcc
def test_constants_of_every_format_have_gccs_bits(tmp_path: Path) -> None:
    choose = random.Random(5)
    texts = ["0.1", "1e400", "4.9e-324", "2.4e-324", "0x1.fffffffffffff8p0", "3.40282357e38", "1e-45", "0x.8p1"]
    for _ in range(60):
        digits = "".join(choose.choice("0123456789") for _ in range(choose.randint(1, 40)))
        texts.append(f"{digits[:5]}.{digits[5:]}e{choose.randint(-60, 60)}")
        texts.append(f"0x{choose.getrandbits(80):x}.{choose.getrandbits(20):x}p{choose.randint(-200, 100)}")
    texts += ["1e-4940", "3.6e-4951", "1.2e4932", "6.5e-4966"]
    lines: list[str] = []
    expected: list[str] = []
    for text in texts:
        for suffix, used in (("", 8), ("f", 4), ("L", 10), ("Q", 16)):
            lines.append(f"{{ __typeof__({text}{suffix}) v = {text}{suffix}; show(&v, {used}); }}")
            expected.append(f"{floating.parse_constant(text + suffix)[1]:0{2 * used}x}")
    program = """
#include <stdio.h>
static void show(void *p, int n) { while (n--) printf("%02x", ((unsigned char *)p)[n]); putchar('\\n'); }
int main(void) {
"""
    printed = run_gcc(tmp_path, program + "\n".join(lines) + "\nreturn 0; }")
    assert printed.splitlines()[1:] == expected
