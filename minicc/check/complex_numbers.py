"""Complex numbers (C11 §6.2.5p13, Annex G; GNU `__real__`, `__imag__` and complex integers): their operators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import constants, typed
from minicc.check.vectors import zero
from minicc.types.ctype import ComplexType, CType, EnumType, FloatingType, IntegerType, complex_type

if TYPE_CHECKING:
    from minicc.check.operators import Operators
    from minicc.syntax import nodes

_MIXED = frozenset("+-*")


def arithmetic(
    operators: Operators, operator: str, left: typed.Expression, right: typed.Expression, pos: int
) -> typed.Expression:
    """`left operator right`, one of which is complex at least; constants are folded as gcc does, correctly rounded.

    A real operand of a floating operation stays real (Annex G.5), but for the dividend of a division.
    """
    common = operators.common_type(left, right)
    assert isinstance(common, ComplexType)
    result = typed.Arithmetic(
        pos,
        common,
        operator,
        operators.convert(left, _operand_type(left.type, common, operator in _MIXED)),
        operators.convert(right, _operand_type(right.type, common, operator in _MIXED or operator == "/")),
    )
    return constants.fold(result) or result


def _operand_type(ctype: CType, common: ComplexType, mixed: bool) -> CType:
    if mixed and not isinstance(ctype, ComplexType) and isinstance(common.component, FloatingType):
        return common.component
    return common


def compound_value(
    operators: Operators, operator: str, value: typed.Expression, target: CType, common: ComplexType
) -> typed.Expression:
    """The right operand of a compound assignment, converted."""
    mixed = isinstance(target, ComplexType) and (operator in _MIXED or operator == "/")
    return operators.convert(value, _operand_type(value.type, common, mixed))


def part(operators: Operators, operand: typed.Expression, imaginary: bool, pos: int) -> typed.Expression:
    """`__real__ operand` or `__imag__ operand`: an lvalue when the operand is one."""
    ctype = operand.type
    if isinstance(ctype, ComplexType):
        lvalue = operand if isinstance(operand, typed.Lvalue) else typed.Temporary(operand.pos, ctype, operand)
        component = operators.context.qualify(ctype.component, ctype.qualifiers)
        return typed.ComplexPart(pos, component, lvalue, imaginary)
    value = operators.context.expressions.decay(operand)
    if isinstance(value.type, EnumType):
        value = operators.promote(value)
    if not isinstance(value.type, IntegerType | FloatingType):
        operators.context.error(f"wrong type argument to {'__imag' if imaginary else '__real'}", pos)
    if not imaginary:
        return value
    return typed.Comma(pos, value.type, value, zero(value.type, pos))


def imaginary_constant(constant: typed.IntegerConstant | typed.FloatingConstant) -> typed.Expression:
    """`constant` times i."""
    component = constant.type
    assert isinstance(component, IntegerType | FloatingType)
    return typed.ComplexValue(constant.pos, complex_type(component), zero(component, constant.pos), constant)


def build(operators: Operators, node: nodes.Call) -> typed.Expression:
    """`__builtin_complex(real, imaginary)`."""
    context = operators.context
    if len(node.arguments) != 2:
        context.error("wrong number of arguments to '__builtin_complex'", node.pos)
    real, imaginary = (context.expressions.value(argument) for argument in node.arguments)
    if not isinstance(real.type, FloatingType):
        context.error("'__builtin_complex' operand not of real binary floating-point type", node.pos)
    if real.type is not imaginary.type:
        context.error("'__builtin_complex' operands of different types", node.pos)
    return typed.ComplexValue(node.pos, complex_type(real.type), real, imaginary)


def library_part(name: str, value: typed.Expression, pos: int) -> typed.Expression:
    """creal, cimag and conj: gcc expands them whatever the optimisation."""
    if name.startswith("conj"):
        return typed.Complement(pos, value.type, value)
    lvalue = typed.Temporary(pos, value.type, value)
    assert isinstance(value.type, ComplexType)
    element = typed.ComplexPart(pos, value.type.component, lvalue, name.startswith("cimag"))
    return typed.Load(pos, value.type.component, element)
