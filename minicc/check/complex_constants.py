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
    if operator != "*":
        return None
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
    if 0 in exact:
        return None
    return [FloatingBits(floating.encode(floating.Value("finite", number < 0, abs(number)), form)) for number in exact]
