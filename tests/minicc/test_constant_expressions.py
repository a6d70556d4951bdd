"""Integer constants, literals and constant expressions."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from check_support import checked, needs_gcc, run_gcc, variable

from minicc.check import typed
from minicc.check.literals import character_constant, integer_constant, string_literal
from minicc.types.ctype import ArrayType
from minicc.types.spelling import spell


@pytest.mark.parametrize(
    ("text", "value", "name"),
    [
        ("0", 0, "int"),
        ("2147483647", 2147483647, "int"),
        ("2147483648", 2147483648, "long int"),
        ("0x7fffffff", 2147483647, "int"),
        ("0x80000000", 2147483648, "unsigned int"),
        ("0xffffffffffffffff", (1 << 64) - 1, "long unsigned int"),
        ("1u", 1, "unsigned int"),
        ("4294967296u", 4294967296, "long unsigned int"),
        ("017", 15, "int"),
        ("0b101", 5, "int"),
        ("1LL", 1, "long long int"),
        ("1lu", 1, "long unsigned int"),
        ("9223372036854775808", 9223372036854775808, "__int128"),
    ],
)
def test_integer_constants(text: str, value: int, name: str) -> None:
    found, ctype = integer_constant(text, 0)
    assert (found, spell(ctype)) == (value, name)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("'a'", 97),
        (r"'\377'", -1),
        (r"'\x80'", -128),
        ("'ab'", 0x6162),
        (r"L'\x1234'", 0x1234),
        ("u'é'", 0xE9),
        (r"'\0'", 0),
    ],
)
def test_character_constants(text: str, value: int) -> None:
    assert character_constant(text, 0)[0] == value


def test_string_literals() -> None:
    assert string_literal(['"a\\n"', '"b\\0c\\x41"'], 0) == ("", b"a\nb\0cA")
    assert string_literal(['"é"'], 0) == ("", "é".encode())
    assert string_literal(['L"é"'], 0) == ("L", "é".encode("utf-32-le"))
    assert string_literal(['u"\\U0001F600"'], 0) == ("u", "😀".encode("utf-16-le"))
    assert string_literal(['"\udcff"'], 0) == ("", b"\xff")


def _expression(choose: random.Random, depth: int) -> str:
    if depth == 0:
        return choose.choice(
            ["1", "7u", "-3", "100L", "0x80000000", "5ULL", "(char)200", "2147483647", "'x'", "sizeof(int)"]
        )
    left, right = _expression(choose, depth - 1), _expression(choose, depth - 1)
    kind = choose.randrange(8)
    if kind == 0:
        return f"({left} ? {right} : {_expression(choose, depth - 1)})"
    if kind == 1:
        return f"({choose.choice(['char', 'unsigned short', 'long', '_Bool', 'unsigned'])})({left})"
    if kind == 2:
        return f"{choose.choice(['-', '~', '!'])}({left})"
    if kind == 3:
        return f"(({left}) {choose.choice(['<<', '>>'])} {choose.randint(0, 5)})"
    return f"(({left}) {choose.choice(['+', '-', '*', '&', '|', '^', '<', '>', '==', '!=', '&&', '||'])} ({right}))"


@needs_gcc
def test_random_constant_expressions_have_gccs_value(tmp_path: Path) -> None:
    choose = random.Random(8)
    lines: list[str] = []
    expected: list[str] = []
    for _ in range(300):
        text = _expression(choose, choose.randint(1, 4))
        array = variable(checked(f"long long x = {text}; unsigned char s[sizeof({text})];"), "x")
        assert array.initializer is not None
        value = array.initializer.elements[0].value
        assert isinstance(value, typed.IntegerConstant)
        expected.append(str(value.value))
        lines.append(f'{{ static long long x = {text}; printf("%lld\\n", x); }}')
    program = "#include <stdio.h>\nint main(void) {\n" + "\n".join(lines) + "\nreturn 0; }"
    assert run_gcc(tmp_path, program, "-fwrapv").splitlines()[1:] == expected


def test_address_constants() -> None:
    unit = checked(
        "struct s { int a; int b[4]; } v; int f(void);"
        "int *p = &v.b[2]; char *q = (char *)&v + 3; int *r = &((struct s *)&v)->b[1] - 1; long l = (long)&v.a;"
        'const char *t = "abc" + 1; int (*g)(void) = f; void *n = (void *)0; int d = &v.b[3] - &v.b[1];'
        "unsigned long o = (unsigned long)&((struct s *)0)->b[2];"
    )

    def value(name: str) -> typed.Expression:
        initializer = variable(unit, name).initializer
        assert initializer is not None
        return initializer.elements[0].value

    offsets = {}
    for name in ("p", "q", "r", "l", "t", "g"):
        constant = value(name)
        assert isinstance(constant, typed.AddressConstant)
        offsets[name] = constant.offset
    assert offsets == {"p": 12, "q": 3, "r": 4, "l": 0, "t": 1, "g": 0}
    for name, expected in (("n", 0), ("d", 2), ("o", 12)):
        constant = value(name)
        assert isinstance(constant, typed.IntegerConstant)
        assert constant.value == expected


def test_an_array_takes_its_length_from_its_initializer() -> None:
    unit = checked('int a[] = {1, [5] = 2, 3}; char s[] = "abc"; struct { int x, y; } b[] = {1, 2, 3};')
    lengths = []
    for name in ("a", "s", "b"):
        ctype = variable(unit, name).type
        assert isinstance(ctype, ArrayType)
        lengths.append(ctype.length)
    assert lengths == [7, 4, 2]
