"""The tree builder's methods for statements (C11 6.8)."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from minicc.diagnostics import CompileError
from minicc.syntax import nodes
from minicc.syntax.build_declarations import DeclarationBuilder, unquoted
from minicc.syntax.nodes import Attribute, Expression, Statement

# A label's node that still waits for its statement.
Label: TypeAlias = nodes.Labeled | nodes.Case | nodes.Default

BlockItem: TypeAlias = nodes.Statement | nodes.Declaration | nodes.StaticAssert


class LabelledDeclaration(NamedTuple):
    """A label before a declaration: two items of the block, the label with a null statement."""

    label: Label
    declaration: nodes.Declaration | nodes.StaticAssert


class AsmParts:
    """The operands of an asm statement, section by section as the colons come."""

    def __init__(self, template: nodes.StringLiteral) -> None:
        self.template = template
        self.sections: list[list[nodes.AsmOperand | nodes.StringLiteral | str]] = []


class StatementBuilder(DeclarationBuilder):
    """One method for each alternative of the grammar's section on statements."""

    # ------------------------------------------------------------------ blocks and labels (6.8.1, 6.8.2)

    def open(self, pos: int) -> None:
        self.scopes.enter()

    def close(self, pos: int) -> int:
        self.scopes.leave()
        return pos

    def block_labels(self, pos: int, block: list[object], names: list[str]) -> list[object]:
        block.append(names)
        return block

    def compound(self, pos: int, _open: None, block: list[object], end: int) -> nodes.Compound:
        items: list[BlockItem] = []
        labels: list[str] = []
        for item in block:
            if isinstance(item, nodes.Statement | nodes.Declaration | nodes.StaticAssert):
                items.append(item)
            elif isinstance(item, LabelledDeclaration):
                items += [item.label, item.declaration]
            elif isinstance(item, list):
                labels += item
        return nodes.Compound(pos, items, end, labels)

    def compound_labelled(
        self, pos: int, _open: None, block: list[object], label: Statement, end: int
    ) -> nodes.Compound:
        return self.compound(pos, _open, [*block, label], end)

    def labelled_declaration(
        self, pos: int, label: Label, declaration: nodes.Declaration | nodes.StaticAssert | LabelledDeclaration
    ) -> LabelledDeclaration:
        if isinstance(declaration, LabelledDeclaration):
            label.statement = declaration.label
            return LabelledDeclaration(label, declaration.declaration)
        return LabelledDeclaration(label, declaration)

    def trailing_label(self, pos: int, label: Label) -> Statement:
        return label

    def labelled_statement(self, pos: int, label: Label, statement: Statement) -> Statement:
        label.statement = statement
        return label

    def label(self, pos: int, name: str, attributes: list[Attribute] | None = None) -> Label:
        return nodes.Labeled(pos, name, nodes.ExpressionStatement(pos, None), attributes or [])

    def case(self, pos: int, value: Expression, last: Expression | None = None) -> Label:
        return nodes.Case(pos, value, last, nodes.ExpressionStatement(pos, None))

    def default(self, pos: int) -> Label:
        return nodes.Default(pos, nodes.ExpressionStatement(pos, None))

    # ------------------------------------------------------------------ simple statements (6.8.3, 6.8.6)

    def null_statement(self, pos: int) -> Statement:
        return nodes.ExpressionStatement(pos, None)

    def expression_statement(self, pos: int, expression: Expression) -> Statement:
        return nodes.ExpressionStatement(pos, expression)

    def goto_statement(self, pos: int, _goto: str, label: str) -> Statement:
        return nodes.Goto(pos, label)

    def computed_goto(self, pos: int, _goto: str, target: Expression) -> Statement:
        return nodes.ComputedGoto(pos, target)

    def continue_statement(self, pos: int) -> Statement:
        return nodes.Continue(pos)

    def break_statement(self, pos: int) -> Statement:
        return nodes.Break(pos)

    def return_statement(self, pos: int, value: Expression | None = None) -> Statement:
        return nodes.Return(pos, value)

    # ------------------------------------------------------------------ selection and iteration (6.8.4, 6.8.5)

    def if_statement(
        self, pos: int, condition: Expression, then: Statement, otherwise: Statement | None = None
    ) -> Statement:
        return nodes.If(pos, condition, then, otherwise)

    def switch_statement(self, pos: int, controlling: Expression, body: Statement) -> Statement:
        return nodes.Switch(pos, controlling, body)

    def while_statement(self, pos: int, condition: Expression, body: Statement) -> Statement:
        return nodes.While(pos, condition, body)

    def do_statement(self, pos: int, body: Statement, condition: Expression) -> Statement:
        return nodes.DoWhile(pos, body, condition)

    def for_open(self, pos: int) -> None:
        self.scopes.enter()

    def for_expression(self, pos: int, expression: Expression | None) -> Expression | None:
        return expression

    def for_statement(
        self,
        pos: int,
        _open: None,
        initial: Expression | nodes.Declaration | None,
        condition: Expression | None,
        step: Expression | None,
        body: Statement,
    ) -> Statement:
        self.scopes.leave()
        return nodes.For(pos, initial, condition, step, body)

    # ------------------------------------------------------------------ GNU asm

    def asm_first(self, pos: int, template: nodes.StringLiteral) -> AsmParts:
        return AsmParts(template)

    def asm_section(
        self,
        pos: int,
        parts: AsmParts,
        operands: list[nodes.AsmOperand | nodes.StringLiteral | str] | None = None,
    ) -> AsmParts:
        parts.sections.append(operands or [])
        return parts

    def asm_operand(self, pos: int, constraint: nodes.StringLiteral, value: Expression) -> nodes.AsmOperand:
        return nodes.AsmOperand(pos, None, unquoted(constraint), value)

    def asm_operand_named(
        self, pos: int, name: str, constraint: nodes.StringLiteral, value: Expression
    ) -> nodes.AsmOperand:
        return nodes.AsmOperand(pos, name, unquoted(constraint), value)

    def asm_clobber(self, pos: int, register: nodes.StringLiteral) -> nodes.StringLiteral:
        return register

    def asm_goto_label(self, pos: int, name: str) -> str:
        return name

    def asm_statement(self, pos: int, qualifiers: list[str], parts: AsmParts) -> Statement:
        sections = parts.sections + [[] for _ in range(4 - len(parts.sections))]
        kinds = (nodes.AsmOperand, nodes.AsmOperand, nodes.StringLiteral, str)
        if len(sections) > 4 or any(
            not isinstance(operand, kind) for section, kind in zip(sections, kinds, strict=True) for operand in section
        ):
            raise CompileError("malformed asm statement", pos)
        outputs, inputs, clobbers, labels = sections
        return nodes.Asm(
            pos,
            parts.template,
            qualifiers,
            [o for o in outputs if isinstance(o, nodes.AsmOperand)],
            [o for o in inputs if isinstance(o, nodes.AsmOperand)],
            [unquoted(o) for o in clobbers if isinstance(o, nodes.StringLiteral)],
            [o for o in labels if isinstance(o, str)],
            bool(parts.sections),
        )
