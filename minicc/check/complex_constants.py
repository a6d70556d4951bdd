"""Arithmetic on complex constants as gcc folds it: correctly rounded where both parts are finite (its do_mpc_arg2)."""

from __future__ import annotations

from fractions import Fraction

from minicc.check.constants import FloatingBits, scalar_operation
from minicc.types import floating
from minicc.types.ctype import FloatingType, IntegerType

Part = int | FloatingBits


def complex_arithmetic(
    operator: str, left: list[Part], right: list[Part], component: IntegerType | FloatingType
) -> list[Part] | None:
    """[real, imaginary] of `left operator right`; an operand with one part is real. None when it cannot be folded."""

    def operate(op: str, a: Part, b: Part) -> Part:
        return scalar_operation(op, a, b, component)

    def negated(a: Part) -> Part:
        if isinstance(a, FloatingBits):
            return FloatingBits(a.bits ^ floating.FORMATS[component.name].sign_bit)
        return operate("-", 0, a)

    if len(right) == 1:
        if operator in ("*", "/"):
            return [operate(operator, part, right[0]) for part in left]
        return [operate(operator, left[0], right[0]), left[1]]
    if len(left) == 1:
        if operator == "*":
            return [operate("*", left[0], part) for part in right]
        return [operate(operator, left[0], right[0]), right[1] if operator == "+" else negated(right[1])]
    if operator in ("+", "-"):
        return [operate(operator, a, b) for a, b in zip(left, right, strict=True)]
    if isinstance(component, FloatingType):
        return _rounded(operator, left, right, component)
    if operator == "/":
        return _divided(left, right, component)
    (a, b), (c, d) = left, right
    return [
        operate("-", operate("*", a, c), operate("*", b, d)),
        operate("+", operate("*", a, d), operate("*", b, c)),
    ]


def _rounded(operator: str, left: list[Part], right: list[Part], component: FloatingType) -> list[Part] | None:
    form = floating.FORMATS[component.name]
    numbers: list[Fraction] = []
    for part in (*left, *right):
        assert isinstance(part, FloatingBits)
        value = floating.decode(part.bits, form)
        if value.kind != "finite":
            return None
        numbers.append(value.exact())
    a, b, c, d = numbers
    if operator == "*":
        exact = [a * c - b * d, a * d + b * c]
    else:
        scale = c * c + d * d
        if scale == 0:
            return None
        exact = [(a * c + b * d) / scale, (b * c - a * d) / scale]
    plain = _plain(operator, left, right, component)
    parts: list[Part] = []
    for number, part in zip(exact, plain, strict=True):
        negative = number < 0 or (number == 0 and bool(part.bits & form.sign_bit))
        parts.append(FloatingBits(floating.encode(floating.Value("finite", negative, abs(number)), form)))
    return parts


def _plain(operator: str, left: list[Part], right: list[Part], component: FloatingType) -> list[FloatingBits]:
    """The textbook formula, which knows the sign of a part that is exactly zero."""

    def operate(op: str, x: Part, y: Part) -> Part:
        return scalar_operation(op, x, y, component)

    (a, b), (c, d) = left, right
    if operator == "*":
        parts = [
            operate("-", operate("*", a, c), operate("*", b, d)),
            operate("+", operate("*", a, d), operate("*", b, c)),
        ]
    else:
        parts = [
            operate("+", operate("*", a, c), operate("*", b, d)),
            operate("-", operate("*", b, c), operate("*", a, d)),
        ]
    return [part for part in parts if isinstance(part, FloatingBits)]


def _divided(left: list[Part], right: list[Part], component: IntegerType) -> list[Part]:
    """gcc's expand_complex_div_wide, for integers."""

    def operate(op: str, x: Part, y: Part) -> Part:
        return scalar_operation(op, x, y, component)

    (ar, ai), (br, bi) = left, right
    assert isinstance(br, int) and isinstance(bi, int)
    if abs(br) < abs(bi):
        ratio = operate("/", br, bi)
        divisor = operate("+", operate("*", br, ratio), bi)
        real = operate("+", operate("*", ar, ratio), ai)
        imaginary = operate("-", operate("*", ai, ratio), ar)
    else:
        ratio = operate("/", bi, br)
        divisor = operate("+", operate("*", bi, ratio), br)
        real = operate("+", operate("*", ai, ratio), ar)
        imaginary = operate("-", ai, operate("*", ar, ratio))
    return [operate("/", real, divisor), operate("/", imaginary, divisor)]
