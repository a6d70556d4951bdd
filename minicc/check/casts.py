"""Cast operators (C11 §6.5.4) and gcc's casts to a union."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import conversion_warnings, pedantic_types, typed, vectors
from minicc.check.context import Context
from minicc.check.variable_lengths import take_lengths
from minicc.syntax import nodes
from minicc.types.compatibility import compatible
from minicc.types.conversions import is_scalar
from minicc.types.ctype import (
    VOID,
    ArrayType,
    ComplexType,
    CType,
    FloatingType,
    FunctionType,
    PointerType,
    RecordType,
    VoidType,
    unqualified,
)
from minicc.types.layout import align_of, is_complete

if TYPE_CHECKING:
    from minicc.check.expressions import Expressions


class Casts:
    def __init__(self, context: Context, expressions: Expressions) -> None:
        self.context = context
        self.expressions = expressions

    def expression(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Cast)
        target = unqualified(self.context.type_names.type_name(node.type_name))
        lengths = take_lengths(self.context)
        return self.after(lengths, self.cast(self.expressions.value(node.operand), target, node.pos))

    def after(self, lengths: list[typed.Expression], value: typed.Expression) -> typed.Expression:
        """`value`, once the lengths of the arrays in a type name are set."""
        for length in reversed(lengths):
            value = typed.Comma(value.pos, value.type, length, value)
        return value

    def cast(self, operand: typed.Expression, target: CType, pos: int) -> typed.Expression:
        """§6.5.4."""
        context = self.context
        source = operand.type
        if isinstance(target, VoidType):
            return typed.Conversion(pos, VOID, operand, True)
        if isinstance(target, RecordType):
            if isinstance(source, RecordType) and source.definition is target.definition:
                pedantic_types.cast(context, source, target, pos)
                return operand
            if target.definition.keyword == "union":
                return self._cast_to_union(operand, target, pos)
            context.error("conversion to non-scalar type requested", pos)
        if isinstance(target, ArrayType):
            context.error("cast specifies array type", pos)
        if isinstance(target, FunctionType):
            context.error("cast specifies function type", pos)
        if isinstance(source, VoidType):
            context.error("void value not ignored as it ought to be", pos)
        converted = vectors.cast(self.context.operators, operand, target, pos)
        if converted is not None:
            return converted
        if not is_scalar(source):
            context.error(
                "aggregate value used where "
                + ("a floating point" if isinstance(target, FloatingType) else "an integer")
                + " was expected",
                pos,
            )
        if isinstance(target, FloatingType | ComplexType) and isinstance(source, PointerType):
            wanted = "complex" if isinstance(target, ComplexType) else "floating-point"
            context.error(f"pointer value used where a {wanted} was expected", pos)
        if isinstance(target, PointerType) and isinstance(source, FloatingType | ComplexType):
            context.error("cannot convert to a pointer type", pos)
        if not is_complete(target):
            context.error("conversion to incomplete type", pos)
        if context.options.warn is not None:
            conversion_warnings.cast(context, operand, target, pos)
            if type(operand) is not typed.IntegerConstant:
                pedantic_types.cast(context, source, target, pos)
        return self.context.operators.convert(operand, target, explicit=True)

    def _cast_to_union(self, operand: typed.Expression, target: RecordType, pos: int) -> typed.Expression:
        """GNU: a cast to a union from the type of a member."""
        context = self.context
        for member in target.definition.members or ():
            if unqualified(member.type) is operand.type or compatible(unqualified(member.type), operand.type):
                element = typed.InitializerElement((member,), member.offset, member.type, operand)
                variable = typed.Variable(
                    "",
                    target,
                    "automatic",
                    "none",
                    context.identity(),
                    pos,
                    "",
                    align_of(target),
                    typed.Initializer([element]),
                )
                pedantic_types.cast(context, operand.type, target, pos)
                return typed.Load(pos, target, typed.CompoundLiteral(pos, target, variable))
        context.error("cast to union type from type not present in union", pos)
