"""The pieces of the interpreter against gcc: arithmetic, conversions, layout."""

from __future__ import annotations

import math
import shutil
import subprocess
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzz.generate.arithmetic import (
    compute,
    convert,
    integer_to_float,
    round_to_float,
    wrap,
)
from fuzz.generate.context import Context
from fuzz.generate.declarations import Declarations
from fuzz.generate.dice import Dice
from fuzz.generate.errors import UndefinedValueError
from fuzz.generate.expressions import Expressions
from fuzz.generate.extended import (
    decode_extended,
    encode_extended,
    extended_operation,
    format_extended,
    round_extended,
)
from fuzz.generate.features import Feature, Policy
from fuzz.generate.interpreter import format_hexadecimal
from fuzz.generate.printer import print_program
from fuzz.generate.spelling import spell_literal
from fuzz.generate.types import (
    BOOL,
    DOUBLE,
    FLOAT,
    INT,
    INT128,
    INTEGERS,
    LDOUBLE,
    LONG,
    UINT,
    UINT128,
    ULONG,
    FloatType,
    IntegerType,
    common_type,
    promote,
    spell,
)

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")


def run_c(text: str, folder: Path) -> list[str]:
    (folder / "t.c").write_text(text)
    subprocess.run(["gcc", "-w", "-O0", "-o", folder / "t", folder / "t.c"], check=True)
    return subprocess.run([folder / "t"], check=True, capture_output=True, text=True).stdout.splitlines()


@given(st.integers(-(1 << 70), 1 << 70), st.sampled_from(INTEGERS[1:]))
def test_wrapping_stays_in_range_and_keeps_the_low_bits(value: int, type: IntegerType) -> None:
    wrapped = wrap(value, type)
    assert type.minimum <= wrapped <= type.maximum
    assert (wrapped - value) % (1 << type.width) == 0


@given(st.integers(-(1 << 63), (1 << 64) - 1))
def test_integers_round_once_to_float(value: int) -> None:
    import ctypes

    direct = ctypes.c_float
    # 64-bit integers to float: the candidate must be a float and none of its neighbours nearer.
    result = integer_to_float(value, FLOAT)
    assert direct(result).value == result
    error = abs(int(result) - value)
    bits = round_to_float(result)
    assert bits == result
    for neighbour in (result * (1 - 2.0**-24), result * (1 + 2.0**-23)):
        assert abs(int(round_to_float(neighbour)) - value) >= error


def test_what_is_undefined_is_refused() -> None:
    for op, left, right, type in (
        ("+", INT.maximum, 1, INT),
        ("-", INT.minimum, 1, INT),
        ("*", 1 << 20, 1 << 20, INT),
        ("/", 1, 0, INT),
        ("/", INT.minimum, -1, INT),
        ("%", LONG.minimum, -1, LONG),
        ("<<", 1, 32, INT),
        (">>", 1, -1, INT),
        ("<<", -1, 1, INT),
        ("<<", 1, 31, INT),
    ):
        with pytest.raises(UndefinedValueError):
            compute(op, left, right, type, False)
    for value, target in ((3e9, INT), (-1.0, UINT), (1.9e19, ULONG), (float("inf"), INT), (float("nan"), LONG)):
        with pytest.raises(UndefinedValueError):
            convert(value, DOUBLE, target)
    assert convert(-0.9, DOUBLE, UINT) == 0


def test_overflow_and_division_by_zero_follow_ieee_754() -> None:
    assert compute("*", 1e308, 10.0, DOUBLE, False) == math.inf
    assert compute("*", -1e38, 10.0, FLOAT, False) == -math.inf
    assert math.isnan(compute("/", 0.0, 0.0, DOUBLE, False))
    assert compute("/", 1.0, -0.0, DOUBLE, False) == -math.inf
    assert convert(1e39, DOUBLE, FLOAT) == math.inf
    assert convert(math.nan, DOUBLE, BOOL) == 1


@needs_gcc
def test_arithmetic_agrees_with_gcc(tmp_path: Path) -> None:
    dice = Dice(1)
    lines: list[str] = []
    expected: list[str] = []
    types: list[IntegerType | FloatType] = [*INTEGERS, FLOAT, DOUBLE]
    while len(expected) < 1500:
        a, b = dice.pick(types), dice.pick(types)
        op = dice.pick(("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "<", "<=", ">", ">=", "==", "!="))
        floats = isinstance(a, FloatType) or isinstance(b, FloatType)
        if floats and op in ("%", "&", "|", "^", "<<", ">>"):
            continue
        x, y = _value(dice, a), _value(dice, b)
        left = promote(a) if isinstance(a, IntegerType) else a
        right = promote(b) if isinstance(b, IntegerType) else b
        common = left if op in ("<<", ">>") else common_type(left, right)
        try:
            second = y if op in ("<<", ">>") else convert(y, b, common)
            result = compute(op, convert(x, a, common), second, common, False)
            result = convert(result, INT if op in ("<", "<=", ">", ">=", "==", "!=") else common, DOUBLE)
        except UndefinedValueError:
            continue
        lines.append(f"{{ {spell(a)} x = {_spelled(x, a)}; {spell(b)} y = {_spelled(y, b)}; show(x {op} y); }}")
        expected.append(format_hexadecimal(float(result)))
    text = (
        'int printf(const char *, ...);\nstatic void show(double v) { printf("%a\\n", v); }\nint main(void) {\n'
        + "\n".join(lines)
        + "\nreturn 0; }\n"
    )
    assert run_c(text, tmp_path) == expected


@needs_gcc
def test_conversions_agree_with_gcc(tmp_path: Path) -> None:
    dice = Dice(2)
    types: list[IntegerType | FloatType] = [*INTEGERS, FLOAT, DOUBLE]
    lines: list[str] = []
    expected: list[str] = []
    while len(expected) < 1000:
        source, target = dice.pick(types), dice.pick(types)
        value = _value(dice, source)
        try:
            result = convert(value, source, target)
        except UndefinedValueError:
            continue
        form = "%a" if isinstance(target, FloatType) else "%ld"
        shown = "double" if isinstance(target, FloatType) else "long"
        lines.append(
            f'{{ {spell(source)} x = {_spelled(value, source)}; printf("{form}\\n", ({shown})({spell(target)})x); }}'
        )
        if isinstance(result, float):
            expected.append(format_hexadecimal(result))
        else:
            assert isinstance(result, int)
            expected.append(str(wrap(result, LONG)))
    text = "int printf(const char *, ...);\nint main(void) {\n" + "\n".join(lines) + "\nreturn 0; }\n"
    assert run_c(text, tmp_path) == expected


@needs_gcc
def test_long_double_agrees_with_gcc(tmp_path: Path) -> None:
    dice = Dice(3)
    lines: list[str] = []
    expected: list[str] = []
    while len(expected) < 600:
        op = dice.pick(("+", "-", "*", "/"))
        x, y = (Fraction(wrap(dice.bits(dice.pick((8, 40, 64))), LONG)) / 2 ** dice.below(70) for _ in range(2))
        try:
            first, second = round_extended(x), round_extended(y)
            result = extended_operation(op, first, second)
            narrow = [convert(result, LDOUBLE, FLOAT), convert(result, LDOUBLE, DOUBLE)]
        except UndefinedValueError:
            continue
        left, right = (spell_literal(value, LDOUBLE)[0] for value in (first, second))
        lines.append(f"{{ volatile long double x = {left}, y = {right}; show(x {op} y); }}")
        shown = [format_hexadecimal(float(value)) for value in narrow]
        expected.append(" ".join([format_extended(result), *shown]))
        assert decode_extended(encode_extended(result)) == result
    text = (
        "int printf(const char *, ...);\nstatic void show(long double v)\n"
        '{ printf("%La %a %a\\n", v, (double)(float)v, (double)v); }\nint main(void) {\n'
        + "\n".join(lines)
        + "\nreturn 0; }\n"
    )
    assert run_c(text, tmp_path) == expected


@needs_gcc
def test_special_long_doubles_agree_with_gcc(tmp_path: Path) -> None:
    values: list[Fraction | float] = [Fraction(0), -0.0, Fraction(1), Fraction(-3, 4), math.inf, -math.inf, math.nan]
    lines: list[str] = []
    expected: list[str] = []
    for x in values:
        for y in values:
            for op in ("+", "-", "*", "/"):
                result = extended_operation(op, x, y)
                expected.append(f"{format_extended(result)} {int(x < y)} {int(x == y)}")
                assert repr(decode_extended(encode_extended(result))) == repr(result)
                lines.append(
                    f"{{ volatile long double x = {_extended(x)}, y = {_extended(y)}; show(x {op} y, x < y, x == y); }}"
                )
    text = (
        "int printf(const char *, ...);\nstatic void show(long double v, int less, int equal)\n"
        '{ printf(v == v ? "%La" : "nan", v); printf(" %d %d\\n", less, equal); }\nint main(void) {\n'
        + "\n".join(lines)
        + "\nreturn 0; }\n"
    )
    assert run_c(text, tmp_path) == expected


def _extended(value: Fraction | float) -> str:
    return f"({spell_literal(value, LDOUBLE)[0]})"


@needs_gcc
def test_wide_integers_agree_with_gcc(tmp_path: Path) -> None:
    dice = Dice(4)
    lines: list[str] = []
    expected: list[str] = []
    while len(expected) < 400:
        type = dice.pick((INT128, UINT128))
        op = dice.pick(("+", "-", "*", "/", "%", "&", "|", "^", "<<", ">>", "<", "=="))
        x = wrap(dice.bits(dice.pick((3, 64, 128))) * dice.pick((1, -1)), type)
        y = dice.below(128) if op in ("<<", ">>") else wrap(dice.bits(dice.pick((3, 64, 128))), type)
        try:
            result = compute(op, x, y, type, False)
        except UndefinedValueError:
            continue
        assert isinstance(result, int)
        left, right = (spell_literal(value, type)[0] for value in (x, y))
        lines.append(f"{{ volatile {type.name} x = {left}, y = {right}; show(x {op} y); }}")
        expected.append(f"{result >> 64 & ULONG.maximum:x} {result & ULONG.maximum:x}")
    text = (
        "int printf(const char *, ...);\nstatic void show(unsigned __int128 v)\n"
        '{ printf("%lx %lx\\n", (long)(v >> 64), (long)v); }\nint main(void) {\n' + "\n".join(lines) + "\nreturn 0; }\n"
    )
    assert run_c(text, tmp_path) == expected


@needs_gcc
def test_layouts_agree_with_gcc(tmp_path: Path) -> None:
    lines: list[str] = []
    expected: list[str] = []
    definitions = ""
    for seed in range(40):
        features = frozenset(Feature) - {Feature.NAME_SPACES}
        policy = Policy(features, (*INTEGERS, INT128), (FLOAT, DOUBLE, LDOUBLE), 2, 4, 100)
        context = Context(Dice(seed), policy)
        Declarations(context, Expressions(context)).types()
        text = print_program(context.program)
        text = text[text.index("\n\n") + 2 : text.index("int main(void)")]
        definitions += _renamed(text, seed)
        for record in context.records:
            name = _renamed(spell(record), seed)
            lines.append(f'printf("%d %d\\n", (int)sizeof({name}), (int)_Alignof({name}));')
            expected.append(f"{record.size} {record.align}")
            for member in record.named:
                if member.bits is None:
                    lines.append(f'printf("%d\\n", (int)__builtin_offsetof({name}, {member.name}));')
                    expected.append(str(member.offset))
                else:
                    image = (1 << member.bits) - 1 << member.bit
                    lines.append(
                        f"{{ union {{ unsigned char b[sizeof({name})]; {name} s; }} u = {{{{0}}}}; "
                        f"u.s.{member.name} = -1; show(u.b, sizeof u); }}"
                    )
                    if member.type == INTEGERS[0]:
                        image = 1 << member.bit
                    expected.append(image.to_bytes(record.size, "little").hex())
    text = (
        "int printf(const char *, ...);\nstatic void show(unsigned char *b, int n)\n"
        '{ while (n--) printf("%02x", *b++); printf("\\n"); }\n'
        + definitions
        + "int main(void) {\n"
        + "\n".join(lines)
        + "\nreturn 0; }\n"
    )
    assert len(expected) > 300
    assert run_c(text, tmp_path) == expected


def _renamed(text: str, seed: int) -> str:
    import re

    return re.sub(r"\b([snTeEV])(\d+)\b", rf"\g<1>{seed}_\g<2>", text)


def _value(dice: Dice, type: IntegerType | FloatType) -> int | float:
    if isinstance(type, FloatType):
        value = dice.pick((0.0, 0.5, -1.5, 3.75, 100.25, -7e9, 1e-3, 65536.5, 2.0**31, 2.0**63, -(2.0**40)))
        return round_to_float(value) if type == FLOAT else value
    edge = dice.pick((0, 1, -1, 2, 7, type.maximum, type.minimum, type.maximum - 1, dice.bits(63), dice.bits(16)))
    return wrap(edge, type)


def _spelled(value: int | float, type: IntegerType | FloatType) -> str:
    if isinstance(type, IntegerType) and type.rank < INT.rank:
        return str(value)
    return spell_literal(value, type)[0]
