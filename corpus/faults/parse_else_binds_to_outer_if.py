"""`if (a) if (b) x; else y;`: the dangling else goes to the outer `if` (C11 6.8.4.1p3 says the inner one)."""

from minicc.syntax.nodes import Compound, If, Node
from oracle.planting import wrap_parsed

STAGE = "parse"
PASS = None
DESCRIPTION = "a dangling else binds to the outer if"
FLAGS = "-O0"


def _rebind(node: Node) -> Node:
    if isinstance(node, If) and node.otherwise is None:
        inner = node.then
        if isinstance(inner, Compound) and len(inner.items) == 1 and isinstance(inner.items[0], If):
            inner = inner.items[0]
        if isinstance(inner, If) and inner.otherwise is not None:
            return If(node.pos, node.condition, If(inner.pos, inner.condition, inner.then, None), inner.otherwise)
    return node


def register(pipeline: object) -> None:
    wrap_parsed(pipeline, _rebind)
