"""`a << b + c` is read as `(a << b) + c`: shift and additive operators have changed places in the precedence table."""

from minicc.syntax.nodes import Binary, Node
from oracle.planting import wrap_parsed

STAGE = "parse"
PASS = None
DESCRIPTION = "a << b + c is read as (a << b) + c"
FLAGS = "-O0"


def _regroup(node: Node) -> Node:
    if isinstance(node, Binary) and node.operator in ("<<", ">>"):
        right = node.right
        if isinstance(right, Binary) and right.operator in ("+", "-"):
            return Binary(
                right.pos, right.operator, Binary(node.pos, node.operator, node.left, right.left), right.right
            )
    return node


def register(pipeline: object) -> None:
    wrap_parsed(pipeline, _regroup)
