"""Spelling, compatibility, composite types, promotions."""

from __future__ import annotations

import pytest
from check_support import checked, variable

from minicc.types.compatibility import compatible, composite
from minicc.types.conversions import integer_promotion, promoted_parameter, usual_arithmetic_conversions, wrap
from minicc.types.ctype import (
    BOOL,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LLONG,
    LONG,
    LONG_DOUBLE,
    SCHAR,
    SHORT,
    UCHAR,
    UINT,
    ULLONG,
    ULONG,
    USHORT,
    ArrayType,
    CType,
    FunctionType,
    IntegerType,
    PointerType,
)
from minicc.types.spelling import declare, spell


@pytest.mark.parametrize(
    "text",
    [
        "int x",
        "const char *x",
        "char *const x",
        "int (*x)[3]",
        "int *x[3]",
        "int x[2][3]",
        "void (*x)(int, const char *, ...)",
        "int (*(*x)(void))(double)",
        "volatile struct s *x",
        "long unsigned int (*const *x)[4]",
        "_Bool (*x[2])(void)",
        "long double x",
        "union u *(*x)(int (*)[5])",
    ],
)
def test_a_declaration_is_spelled_as_it_was_written(text: str) -> None:
    unit = checked(f"struct s {{ int a; }}; union u {{ int a; }}; {text} = {{0}};")
    assert declare(variable(unit, "x").type, "x") == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int (*x)(void)", "int (*)(void)"),
        ("char x[3]", "char[3]"),
        ("int *x", "int *"),
        ("int (*x)[3]", "int (*)[3]"),
    ],
)
def test_messages_name_types_as_gcc_does(text: str, expected: str) -> None:
    assert spell(variable(checked(f"{text} = {{0}};"), "x").type) == expected


def test_integer_promotions() -> None:
    for narrow in (BOOL, CHAR, SCHAR, UCHAR, SHORT, USHORT):
        assert integer_promotion(narrow) is INT
    for wide in (INT, UINT, LONG, ULONG, LLONG, ULLONG):
        assert integer_promotion(wide) is wide
    assert integer_promotion(UINT, 31) is INT
    assert integer_promotion(UINT, 32) is UINT
    assert integer_promotion(ULONG, 8) is INT


@pytest.mark.parametrize(
    ("left", "right", "common"),
    [
        (INT, UINT, UINT),
        (LONG, UINT, LONG),
        (LONG, ULONG, ULONG),
        (LLONG, ULONG, ULLONG),
        (LONG, LLONG, LLONG),
        (INT, FLOAT, FLOAT),
        (ULLONG, FLOAT, FLOAT),
        (FLOAT, DOUBLE, DOUBLE),
        (LONG_DOUBLE, DOUBLE, LONG_DOUBLE),
    ],
)
def test_usual_arithmetic_conversions(left: CType, right: CType, common: CType) -> None:
    assert usual_arithmetic_conversions(left, right) is common
    assert usual_arithmetic_conversions(right, left) is common


def test_default_argument_promotions() -> None:
    assert promoted_parameter(FLOAT) is DOUBLE
    assert promoted_parameter(USHORT) is INT


@pytest.mark.parametrize(
    ("value", "ctype", "expected"),
    [(300, UCHAR, 44), (200, CHAR, -56), (-1, ULONG, (1 << 64) - 1), (1 << 31, INT, -(1 << 31)), (256, BOOL, 1)],
)
def test_wrapping(value: int, ctype: IntegerType, expected: int) -> None:
    assert wrap(value, ctype) == expected


def test_composite_types_know_what_either_knows() -> None:
    unknown, known = ArrayType(INT, None), ArrayType(INT, 4)
    merged = composite(unknown, known)
    assert isinstance(merged, ArrayType) and merged.length == 4
    old, new = FunctionType(INT, (), False, False), FunctionType(INT, (PointerType(known),), False, True)
    assert composite(old, new) is new
    assert compatible(FunctionType(INT, (PointerType(unknown),)), new)
    assert not compatible(FunctionType(INT, (FLOAT,)), old)
