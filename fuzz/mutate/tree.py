"""Walking a syntax tree, and finding the places where a mutation may put something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from minicc.syntax import nodes

_RVALUE_FIELDS: dict[type[nodes.Node], tuple[str, ...]] = {
    nodes.Binary: ("left", "right"),
    nodes.Conditional: ("condition",),
    nodes.Assignment: ("value",),
    nodes.Comma: ("right",),
    nodes.Cast: ("operand",),
    nodes.Subscript: ("index",),
    nodes.ExpressionStatement: ("expression",),
    nodes.If: ("condition",),
    nodes.While: ("condition",),
    nodes.DoWhile: ("condition",),
    nodes.Switch: ("controlling",),
    nodes.Return: ("value",),
}
"""Operands that are used for their value alone, where the tree names them so."""


_FIELDS: dict[type[nodes.Node], tuple[str, ...]] = {}


def fields_of(kind: type[nodes.Node]) -> tuple[str, ...]:
    """Names of a node's fields, inherited ones too."""
    if kind in _FIELDS:
        return _FIELDS[kind]
    names: list[str] = []
    for one in reversed(kind.__mro__):
        slots = one.__dict__.get("__slots__", ())
        names.extend([slots] if isinstance(slots, str) else slots)
    found = _FIELDS[kind] = tuple(name for name in names if name != "pos")
    return found


def walk(root: object) -> Iterator[nodes.Node]:
    """Every node from the top down, in source order."""
    if isinstance(root, nodes.Node):
        yield root
        for name in fields_of(type(root)):
            value = getattr(root, name)
            if isinstance(value, nodes.Node | list | tuple):
                yield from walk(value)
    elif isinstance(root, list | tuple):
        for one in root:
            yield from walk(one)


def contains(root: nodes.Node, *kinds: type[nodes.Node]) -> bool:
    return any(isinstance(node, kinds) for node in walk(root))


def functions(unit: nodes.TranslationUnit) -> list[nodes.FunctionDefinition]:
    return [one for one in unit.declarations if isinstance(one, nodes.FunctionDefinition)]


def brace_bodies(unit: nodes.TranslationUnit) -> None:
    """Make a compound statement of every body of an if and of a loop, so that each has a place to count at."""
    for function in functions(unit):
        for node in list(walk(function.body)):
            if isinstance(node, nodes.If):
                node.then = _braced(node.then)
                if node.otherwise is not None:
                    node.otherwise = _braced(node.otherwise)
            elif isinstance(node, nodes.While | nodes.DoWhile | nodes.For):
                node.body = _braced(node.body)


def _braced(statement: nodes.Statement) -> nodes.Statement:
    if isinstance(statement, nodes.Compound):
        return statement
    return nodes.Compound(statement.pos, [statement], statement.pos)


def compounds(unit: nodes.TranslationUnit) -> list[nodes.Compound]:
    """The compound statements of all functions, in an order that depends on the text alone."""
    return [node for function in functions(unit) for node in walk(function.body) if isinstance(node, nodes.Compound)]


@dataclass(frozen=True, slots=True)
class Slot:
    """A place that holds an expression used for its value."""

    owner: Any
    key: str | int

    def get(self) -> nodes.Expression:
        found: nodes.Expression = self.owner[self.key] if isinstance(self.key, int) else getattr(self.owner, self.key)
        return found

    def put(self, expression: nodes.Expression) -> None:
        if isinstance(self.key, int):
            self.owner[self.key] = expression
        else:
            setattr(self.owner, self.key, expression)


def value_slots(root: object) -> list[Slot]:
    """The places below a node whose expressions are evaluated, for their values, whenever control passes.

    Nothing within sizeof, typeof, constant expressions, initialisers of static objects and statement expressions.
    """
    found: list[Slot] = []
    _collect(root, found)
    return found


def _collect(node: object, found: list[Slot]) -> None:
    if isinstance(node, list):
        for one in node:
            _collect(one, found)
        return
    if isinstance(node, nodes.Declaration):
        if not {"static", "extern", "typedef"}.intersection(node.specifiers.storage):
            for declarator in node.declarators:
                if isinstance(declarator.initializer, nodes.Expression):
                    _add(declarator, "initializer", found)
        return
    if isinstance(node, nodes.Call):
        for n in range(len(node.arguments)):
            _add(node.arguments, n, found)
        return
    if isinstance(node, nodes.Unary) and node.operator in ("-", "+", "~", "!"):
        _add(node, "operand", found)
        return
    if isinstance(node, nodes.For):
        for part in (node.initial, node.step):
            _collect(part, found)
        if node.condition is not None:
            _add(node, "condition", found)
        _collect(node.body, found)
        return
    if isinstance(node, nodes.Statement):
        for name in fields_of(type(node)):
            if name in _RVALUE_FIELDS.get(type(node), ()):
                if getattr(node, name) is not None:
                    _add(node, name, found)
            elif not isinstance(node, nodes.Case) or name == "statement":
                _collect(getattr(node, name), found)
        return
    if isinstance(node, nodes.Expression):
        for name in _RVALUE_FIELDS.get(type(node), ()):
            if isinstance(getattr(node, name), nodes.Expression):
                _add(node, name, found)


def _add(owner: object, key: str | int, found: list[Slot]) -> None:
    slot = Slot(owner, key)
    found.append(slot)
    _collect(slot.get(), found)
