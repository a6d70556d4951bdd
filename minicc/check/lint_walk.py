"""Walks over the two trees for the warnings: the nodes below a node, in order of the fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minicc.check import typed
from minicc.syntax import nodes

_WALKED = (typed.Expression, typed.Statement, typed.AsmOperand)
_PARTS: dict[type, tuple[str, ...]] = {}


def parts(cls: Any) -> tuple[str, ...]:
    """The fields of a class of nodes that can hold nodes."""
    found = _PARTS.get(cls)
    if found is None:
        skipped = {"pos"} if issubclass(cls, nodes.Node) else {"pos", "type"}
        if cls is typed.Switch:
            skipped |= {"cases", "default"}
        found = _PARTS[cls] = tuple(name for name in cls.__match_args__ if name not in skipped)
    return found


def walk(node: object) -> Iterator[object]:
    """Every statement and expression of the typed tree below `node`, itself included."""
    pending = [node]
    while pending:
        one = pending.pop()
        yield one
        pending.extend(reversed(children(one)))


def children(node: object) -> list[object]:
    """The statements and expressions directly below a node of the typed tree, initializers included."""
    found: list[object] = []
    variable = node.variable if isinstance(node, typed.LocalVariable | typed.CompoundLiteral) else None
    if variable is not None and variable.initializer is not None:
        found.extend(element.value for element in variable.initializer.elements)
    for name in parts(type(node)):
        value = getattr(node, name)
        if isinstance(value, list):
            found.extend([item for item in value if isinstance(item, _WALKED)])
        elif isinstance(value, _WALKED):
            found.append(value)
    return found


def walk_syntax(node: object) -> Iterator[nodes.Node]:
    """Every node of the syntax tree below `node`, itself included."""
    pending = [node]
    while pending:
        one = pending.pop()
        if isinstance(one, nodes.Node):
            yield one
            pending.extend([getattr(one, name) for name in reversed(parts(type(one)))])
        elif isinstance(one, list | tuple):
            pending.extend(reversed(one))
