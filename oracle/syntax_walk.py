"""Generic access to the nodes of a syntax tree, whatever their classes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from minicc.syntax.nodes import Node

_FIELDS: dict[type[Node], tuple[str, ...]] = {}


def field_names(kind: type[Node]) -> tuple[str, ...]:
    """The fields of a node class that can hold nodes."""
    names = _FIELDS.get(kind)
    if names is None:
        names = _FIELDS[kind] = tuple(field.name for field in fields(kind) if field.name not in ("pos", "end"))
    return names


def children(node: Node) -> Iterator[Node]:
    """The nodes directly below, in source order of the fields; looks into lists and tuples."""
    for name in field_names(type(node)):
        yield from _nodes(getattr(node, name))


def walk(node: Node) -> Iterator[Node]:
    """The node and everything below it, parents first."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending += reversed(list(children(current)))


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _nodes(one)
