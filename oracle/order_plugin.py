"""What a minicc plugin needs to make the order of evaluation explicit (see `oracle.order`, which writes the plugin).

Where C leaves the order of operands open (C11 6.5p3, 6.5.2.2p10) and one of
them has a side effect, each operand is computed into a variable of its own
first: from left to right or, for the first such places, from right to left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from minicc.check import typed
from minicc.types.ctype import VOID, VoidType, unqualified
from minicc.types.layout import align_of
from oracle.planting import rewrite

_EFFECTS = (
    typed.Call,
    typed.BuiltinCall,
    typed.Assign,
    typed.CompoundAssign,
    typed.Increment,
    typed.VaArg,
    typed.StatementExpression,
)
_CONSTANT = (
    typed.IntegerConstant,
    typed.FloatingConstant,
    typed.AddressConstant,
    typed.FunctionAddress,
    typed.StringLiteral,
    typed.LabelAddress,
    typed.VariableReference,  # reached through decay or &: an address
)
_FIRST_IDENTITY = 1_000_000_000
"""Identities of our variables; the checker's start from 1."""

_Set = Callable[[typed.Expression], None]


@dataclass(slots=True)
class _Ordering:
    reversed_places: int
    places: int = 0
    last_reversed: int | None = None
    effects: dict[int, object] = field(default_factory=dict)
    """Nodes with a side effect somewhere below, by id; kept so that no id is used twice."""

    def change(self, node: Any) -> Any:
        """Called with every node of the typed tree, children first."""
        if not isinstance(node, typed.Expression):
            return node
        if isinstance(node, _EFFECTS) or any(id(child) in self.effects for child in _children(node)):
            self.effects[id(node)] = node
        operands = list(_operands(node))
        if not self._order_matters([operand for operand, _ in operands]):
            return node
        self.places += 1
        backwards = self.places <= self.reversed_places
        if backwards:
            self.last_reversed = node.pos
        ordered = _explicitly_ordered(node, operands, backwards, _FIRST_IDENTITY + 100 * self.places)
        self.effects[id(ordered)] = ordered
        return ordered

    def _order_matters(self, operands: list[typed.Expression]) -> bool:
        varying = [operand for operand in operands if not isinstance(_stripped(operand), _CONSTANT)]
        return len(varying) >= 2 and any(id(operand) in self.effects for operand in varying)


def _explicitly_ordered(
    node: typed.Expression, operands: list[tuple[typed.Expression, _Set]], backwards: bool, identity: int
) -> typed.StatementExpression:
    items: list[typed.Statement] = []
    for number, (operand, replace) in enumerate(operands):
        if isinstance(_stripped(operand), _CONSTANT):
            continue
        variable = _variable(operand, identity + number)
        items.append(typed.LocalVariable(operand.pos, variable))
        replace(typed.Load(operand.pos, variable.type, typed.VariableReference(operand.pos, variable.type, variable)))
    if backwards:
        items.reverse()
    if isinstance(unqualified(node.type), VoidType):
        items.append(typed.ExpressionStatement(node.pos, node))
        return typed.StatementExpression(node.pos, VOID, typed.Block(node.pos, items), None)
    return typed.StatementExpression(node.pos, node.type, typed.Block(node.pos, items), node)


def _variable(value: typed.Expression, identity: int) -> typed.Variable:
    """A variable initialised with `value` (not assigned: records may have const members)."""
    name, ctype = f"operand_{identity}", unqualified(value.type)
    whole = typed.Initializer([typed.InitializerElement((), 0, ctype, value)], whole=True)
    return typed.Variable(
        name, ctype, "automatic", "none", identity, value.pos, name, align_of(ctype), whole, referenced=True
    )


def _operands(node: typed.Expression) -> Iterator[tuple[typed.Expression, _Set]]:
    """The values that an expression needs in no particular order, each with how to put another in its place."""
    match node:
        case typed.Arithmetic() | typed.Comparison() | typed.PointerDifference():
            yield node.left, _setter(node, "left")
            yield node.right, _setter(node, "right")
        case typed.PointerOffset():
            yield node.pointer, _setter(node, "pointer")
            yield node.index, _setter(node, "index")
        case typed.Assign() | typed.CompoundAssign():
            yield from _address(node.target)
            yield node.value, _setter(node, "value")
        case typed.Call():
            yield node.function, _setter(node, "function")
            for number, argument in enumerate(node.arguments):
                yield argument, _item_setter(node.arguments, number)


def _address(target: typed.Lvalue) -> Iterator[tuple[typed.Expression, _Set]]:
    """The pointer through which an lvalue denotes its object, if there is one."""
    while isinstance(target, typed.MemberAccess):
        target = target.record
    if isinstance(target, typed.Dereference):
        yield target.pointer, _setter(target, "pointer")


def _setter(node: object, name: str) -> _Set:
    return lambda value: setattr(node, name, value)


def _item_setter(items: list[typed.Expression], number: int) -> _Set:
    return lambda value: items.__setitem__(number, value)


def _stripped(value: typed.Expression) -> typed.Expression:
    """Without conversions and decay, which change nothing about being a constant."""
    while True:
        match value:
            case typed.Conversion():
                value = value.operand
            case typed.ArrayDecay() | typed.AddressOf():
                value = value.lvalue
            case _:
                return value


def _children(node: typed.Expression) -> Iterator[object]:
    for one in fields(node):
        value = getattr(node, one.name)
        if isinstance(value, list):
            yield from value
        else:
            yield value


def registration(reversed_places: int, report: Path) -> Callable[[Any], None]:
    """The `register` function of a plugin that reverses the first places and hooks in behind the checker.

    It writes to `report` how many places there are, and the line of the last reversed one (0 for none).
    """

    def register(pipeline: Any) -> None:
        pipeline.wrap("check", wrapped)

    def wrapped(check: Callable[..., Any]) -> Callable[..., Any]:
        def run(unit: Any, source: Any, options: Any) -> Any:
            ordering = _Ordering(reversed_places)
            tree = rewrite(check(unit, source, options), ordering.change)
            line = 0 if ordering.last_reversed is None else source.location(ordering.last_reversed).line
            report.write_text(f"{ordering.places} {line}\n")
            return tree

        return run

    return register
