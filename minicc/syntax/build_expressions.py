"""The tree builder's methods for expressions (C11 6.5).

The parser calls the method that grammar.lark names with the offset of the rule's first symbol and its values.
"""

from __future__ import annotations

from typing import TypeVar

from minicc.syntax import nodes
from minicc.syntax.nodes import Expression, TypeName

Value = TypeVar("Value")

# (operator's text, its offset)
Operator = tuple[str, int]

# The operands of a chain and the binary operators between them.
Chain = tuple[list[Expression], list[Operator]]

PRECEDENCE = {
    operator: level
    for level, operators in enumerate(("||", "&&", "|", "^", "&", "== !=", "< > <= >=", "<< >>", "+ -", "* / %"), 1)
    for operator in operators.split()
}


class ListBuilder:
    """What every section of the grammar uses."""

    def only(self, pos: int, value: Value) -> Value:
        return value

    def place(self, pos: int) -> int:
        return pos

    def nothing(self, pos: int) -> None:
        return None

    def list_new(self, pos: int) -> list[object]:
        return []

    def list_first(self, pos: int, item: Value) -> list[Value]:
        return [item]

    def list_append(self, pos: int, items: list[Value], item: Value) -> list[Value]:
        items.append(item)
        return items

    def list_extend(self, pos: int, items: list[Value], more: list[Value]) -> list[Value]:
        items += more
        return items

    def list_same(self, pos: int, items: list[Value]) -> list[Value]:
        return items


class ExpressionBuilder(ListBuilder):
    """One method for each alternative of the grammar's section on expressions."""

    # ------------------------------------------------------------------ primary expressions (6.5.1)

    def identifier(self, pos: int, name: str) -> Expression:
        return nodes.Identifier(pos, name)

    def integer(self, pos: int, text: str) -> Expression:
        return nodes.IntegerConstant(pos, text)

    def floating(self, pos: int, text: str) -> Expression:
        return nodes.FloatingConstant(pos, text)

    def character(self, pos: int, text: str) -> Expression:
        return nodes.CharacterConstant(pos, text)

    def string(self, pos: int, text: str) -> nodes.StringLiteral:
        return nodes.StringLiteral(pos, [text])

    def string_adjacent(self, pos: int, literal: nodes.StringLiteral, text: str) -> nodes.StringLiteral:
        literal.parts.append(text)
        return literal

    def statement_expression(self, pos: int, body: nodes.Compound) -> Expression:
        return nodes.StatementExpression(pos, body)

    def generic_selection(
        self, pos: int, controlling: Expression, associations: list[tuple[TypeName | None, Expression]]
    ) -> Expression:
        return nodes.GenericSelection(pos, controlling, associations)

    def association(self, pos: int, type_name: TypeName, value: Expression) -> tuple[TypeName | None, Expression]:
        return type_name, value

    def association_default(self, pos: int, value: Expression) -> tuple[TypeName | None, Expression]:
        return None, value

    def va_arg(self, pos: int, argument_list: Expression, type_name: TypeName) -> Expression:
        return nodes.VaArg(pos, argument_list, type_name)

    def offsetof(self, pos: int, type_name: TypeName, path: list[str | Expression]) -> Expression:
        return nodes.Offsetof(pos, type_name, path)

    def member_path_arrow(self, pos: int, path: list[str | Expression], name: str) -> list[str | Expression]:
        return [*path, nodes.IntegerConstant(pos, "0"), name]

    def types_compatible(self, pos: int, left: TypeName, right: TypeName) -> Expression:
        return nodes.TypesCompatible(pos, left, right)

    def convert_vector(self, pos: int, operand: Expression, type_name: TypeName) -> Expression:
        return nodes.ConvertVector(pos, operand, type_name)

    # ------------------------------------------------------------------ postfix expressions (6.5.2)

    def subscript(self, pos: int, array: Expression, index: Expression) -> Expression:
        return nodes.Subscript(pos, array, index)

    def call(self, pos: int, function: Expression, arguments: list[Expression] | None = None) -> Expression:
        return nodes.Call(pos, function, arguments or [])

    def member_access(self, pos: int, record: Expression, name: str) -> Expression:
        return nodes.Member(pos, record, name, False)

    def member_arrow(self, pos: int, record: Expression, name: str) -> Expression:
        return nodes.Member(pos, record, name, True)

    def increment_postfix(self, pos: int, operand: Expression, operator: str) -> Expression:
        return nodes.IncrementDecrement(pos, operator, operand, False)

    def compound_literal(self, pos: int, type_name: TypeName, initializer: nodes.InitializerList) -> Expression:
        return nodes.CompoundLiteral(pos, type_name, initializer)

    # ------------------------------------------------------------------ unary operators and casts (6.5.3, 6.5.4)

    def increment_prefix(self, pos: int, operator: str, operand: Expression) -> Expression:
        return nodes.IncrementDecrement(pos, operator, operand, True)

    def unary(self, pos: int, operator: str, operand: Expression) -> Expression:
        return nodes.Unary(pos, operator, operand)

    def label_address(self, pos: int, operator: str, name: str) -> Expression:
        return nodes.Unary(pos, operator, nodes.Identifier(pos, name))

    def sizeof_expression(self, pos: int, operand: Expression) -> Expression:
        return nodes.SizeofExpression(pos, "sizeof", operand)

    def sizeof_type(self, pos: int, type_name: TypeName) -> Expression:
        return nodes.SizeofType(pos, "sizeof", type_name)

    def alignof_expression(self, pos: int, operator: str, operand: Expression) -> Expression:
        return nodes.SizeofExpression(pos, operator, operand)

    def alignof_type(self, pos: int, operator: str, type_name: TypeName) -> Expression:
        return nodes.SizeofType(pos, operator, type_name)

    def cast(self, pos: int, type_name: TypeName, operand: Expression) -> Expression:
        return nodes.Cast(pos, type_name, operand)

    # ------------------------------------------------------------------ binary operators (6.5.5-6.5.17)

    def operator(self, pos: int, text: str) -> Operator:
        return text, pos

    def chain_first(self, pos: int, left: Expression, operator: Operator, right: Expression) -> Chain:
        return [left, right], [operator]

    def chain_next(self, pos: int, chain: Chain, operator: Operator, right: Expression) -> Chain:
        chain[0].append(right)
        chain[1].append(operator)
        return chain

    def resolve_chain(self, pos: int, chain: Chain) -> Expression:
        """The flat chain as a tree: all binary operators associate to the left, `PRECEDENCE` decides the rest."""
        operands, operators = chain
        done = [operands[0]]
        waiting: list[Operator] = []
        for operator, operand in zip(operators, operands[1:], strict=True):
            level = PRECEDENCE[operator[0]]
            while waiting and PRECEDENCE[waiting[-1][0]] >= level:
                _combine(done, waiting.pop())
            waiting.append(operator)
            done.append(operand)
        while waiting:
            _combine(done, waiting.pop())
        return done[0]

    def conditional(
        self, pos: int, condition: Expression, question: int, then: Expression, otherwise: Expression
    ) -> Expression:
        return nodes.Conditional(question, condition, then, otherwise)

    def conditional_omitted(self, pos: int, condition: Expression, question: int, otherwise: Expression) -> Expression:
        return nodes.Conditional(question, condition, None, otherwise)

    def assignment(self, pos: int, target: Expression, operator: Operator, value: Expression) -> Expression:
        return nodes.Assignment(operator[1], operator[0], target, value)

    def comma_expression(self, pos: int, left: Expression, comma: int, right: Expression) -> Expression:
        return nodes.Comma(comma, left, right)


def _combine(done: list[Expression], operator: Operator) -> None:
    right = done.pop()
    done[-1] = nodes.Binary(operator[1], operator[0], done[-1], right)
