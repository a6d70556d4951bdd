"""`__builtin_tgmath(function..., argument...)`, on which glibc builds <tgmath.h> (gcc manual, "Other Builtins")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.syntax import nodes
from minicc.types.conversions import integer_type, usual_arithmetic_conversions
from minicc.types.ctype import (
    DOUBLE,
    FLOAT,
    FLOAT128,
    LONG_DOUBLE,
    ComplexType,
    CType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    complex_type,
    unqualified,
)

if TYPE_CHECKING:
    from minicc.check.context import Context


_WIDTHS = [FLOAT, DOUBLE, LONG_DOUBLE, FLOAT128]


def type_generic_call(context: Context, node: nodes.Call) -> typed.Expression:
    """The call of the function whose parameters have the common type of the generic arguments."""
    functions: list[tuple[typed.Expression, FunctionType]] = []
    for argument in node.arguments:
        with context.expressions.unevaluated():
            ctype = context.expressions.value(argument).type
        if not isinstance(ctype, PointerType) or not isinstance(ctype.target, FunctionType):
            break
        functions.append((context.expressions.value(argument), ctype.target))
        if len(functions) + len(ctype.target.parameters) >= len(node.arguments):
            break
    arguments = node.arguments[len(functions) :]
    types = [function.parameters for _, function in functions]
    if len(functions) < 2 or any(len(parameters) != len(arguments) for parameters in types):
        context.error("arguments of '__builtin_tgmath' must be functions that take the remaining arguments", node.pos)
    generic = [
        i for i in range(len(arguments)) if any(unqualified(p[i]) is not unqualified(types[0][i]) for p in types)
    ]
    common = _common_type(context, [arguments[i] for i in generic])
    for wanted in _candidates(common):
        for pointer, function in functions:
            if all(unqualified(function.parameters[i]) is wanted for i in generic):
                return context.expressions.call(pointer, function, arguments, "__builtin_tgmath", node.pos)
    context.error("no matching function for type-generic call", node.pos)


def _candidates(common: CType) -> list[CType]:
    """The types of parameters that suit arguments of this type, best first: it, wider ones, then complex ones."""
    component = common.component if isinstance(common, ComplexType) else common
    wider = _WIDTHS[_WIDTHS.index(component) :] if isinstance(component, FloatingType) else []
    complex_ones: list[CType] = [complex_type(ctype) for ctype in wider]
    return complex_ones if isinstance(common, ComplexType) else [*wider, *complex_ones]


def _common_type(context: Context, arguments: list[nodes.Expression]) -> CType:
    common: CType | None = None
    for argument in arguments:
        with context.expressions.unevaluated():
            ctype = unqualified(context.expressions.value(argument).type)
        if integer_type(ctype) is not None:
            ctype = DOUBLE
        if isinstance(ctype, ComplexType) and isinstance(ctype.component, IntegerType):
            ctype = usual_arithmetic_conversions(ctype, DOUBLE)
        if not isinstance(ctype, FloatingType | ComplexType):
            context.error("invalid type of argument of type-generic function", argument.pos)
        common = ctype if common is None else usual_arithmetic_conversions(common, ctype)
    assert common is not None
    return common
