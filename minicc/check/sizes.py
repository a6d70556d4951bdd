"""sizeof, _Alignof, offsetof and the like: what is known of a type (C11 §6.5.3.4, §7.19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import constants, pedantic_types, typed
from minicc.check.context import SIZE_TYPE, Context
from minicc.check.members import find_member
from minicc.check.variable_lengths import take_lengths, variable_size
from minicc.quick_dataclasses import dataclass
from minicc.syntax import nodes
from minicc.types.compatibility import compatible
from minicc.types.ctype import INT, ArrayType, CType, FunctionType, RecordType, VoidType, unqualified
from minicc.types.layout import align_of, is_complete, least_alignment, size_of
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.expressions import Expressions


@dataclass(slots=True, eq=False)
class FunctionDesignator(typed.Expression):
    """A function before it turns into a pointer (§6.3.2.1p4); never left in the finished tree.

    `pointer`: the pointer to it.
    """

    pointer: typed.Expression


class Sizes:
    def __init__(self, context: Context, expressions: Expressions) -> None:
        self.context = context
        self.expressions = expressions

    def sizeof_expression(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.SizeofExpression)
        context = self.context
        with self.expressions.unevaluated():
            operand = self.expressions.expression(node.operand)
        if isinstance(operand, typed.MemberAccess) and operand.member.bit_width is not None:
            context.error(f"'{node.operator}' applied to a bit-field", node.pos)
        if node.operator == "sizeof":
            return self.sizeof(operand.type, node.pos)
        alignment = self._check_sized(operand.type, node.operator, node.pos)
        if node.operator == "_Alignof":
            alignment = least_alignment(operand.type, alignment)
        if isinstance(operand, typed.VariableReference):
            alignment = max(alignment, operand.variable.alignment)
        elif isinstance(operand, FunctionDesignator) and isinstance(operand.pointer, typed.FunctionAddress):
            asked = operand.pointer.function.attributes.get("aligned", [1])[0]
            alignment = max(alignment, int(asked))
        return typed.IntegerConstant(node.pos, SIZE_TYPE, alignment)

    def sizeof_type(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.SizeofType)
        type_names = self.context.type_names
        if node.operator == "sizeof":
            ctype = type_names.type_name(node.type_name)
            lengths = take_lengths(self.context)
            return self.expressions.casts.after(lengths, self.sizeof(ctype, node.pos))
        return typed.IntegerConstant(node.pos, SIZE_TYPE, type_names.type_name_alignment(node.type_name, node.operator))

    def sizeof(self, ctype: CType, pos: int) -> typed.Expression:
        """§6.5.3.4."""
        size = variable_size(ctype, pos)
        if size is not None:
            return size
        self._check_sized(ctype, "sizeof", pos)
        return typed.IntegerConstant(pos, SIZE_TYPE, size_of(ctype))

    def _check_sized(self, ctype: CType, operator: str, pos: int) -> int:
        """The alignment, once the type is known to have a size."""
        if not is_complete(ctype) and not isinstance(ctype, VoidType | FunctionType):
            self.context.error(
                f"invalid application of '{operator}' to incomplete type '{spell(unqualified(ctype))}'",
                pos,
            )
        pedantic_types.size(self.context, ctype, operator, pos)
        return align_of(ctype)

    def offsetof(self, node: nodes.Expression) -> typed.Expression:
        """Constant, unless an array index is not (GNU)."""
        assert isinstance(node, nodes.Offsetof)
        context = self.context
        ctype = context.type_names.type_name(node.type_name)
        offset: typed.Expression = typed.IntegerConstant(node.pos, SIZE_TYPE, 0)
        for designator in node.designators:
            if isinstance(designator, str):
                if not isinstance(ctype, RecordType) or ctype.definition.members is None:
                    context.error(
                        f"request for member '{designator}' in something not a structure or union",
                        node.pos,
                    )
                path = find_member(ctype, designator)
                if path is None:
                    context.error(f"'{spell(ctype)}' has no member named '{designator}'", node.pos)
                if path[-1].bit_width is not None:
                    context.error(f"attempt to take address of bit-field structure member '{designator}'", node.pos)
                step: typed.Expression = typed.IntegerConstant(
                    node.pos, SIZE_TYPE, sum(member.offset for member in path)
                )
                ctype = path[-1].type
            else:
                if not isinstance(ctype, ArrayType):
                    context.error("subscripted value is neither array nor pointer nor vector", node.pos)
                ctype = ctype.element
                index = self.context.operators.convert(self.expressions.value(designator), SIZE_TYPE)
                size = typed.IntegerConstant(node.pos, SIZE_TYPE, size_of(ctype))
                step = typed.Arithmetic(node.pos, SIZE_TYPE, "*", index, size)
            total = typed.Arithmetic(node.pos, SIZE_TYPE, "+", offset, step)
            folded = constants.fold(total)
            offset = folded if folded is not None else total
        return offset

    def types_compatible(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.TypesCompatible)
        type_names = self.context.type_names
        left = unqualified(type_names.type_name(node.left))
        right = unqualified(type_names.type_name(node.right))
        return typed.IntegerConstant(node.pos, INT, int(compatible(left, right)))
