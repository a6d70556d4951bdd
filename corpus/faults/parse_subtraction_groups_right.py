"""`a - b - c` is read as `a - (b - c)`: the grammar makes the operator right-associative."""

from minicc.syntax.nodes import Binary, Node
from oracle.planting import wrap_parsed

STAGE = "parse"
PASS = None
DESCRIPTION = "a - b - c groups to the right"
FLAGS = "-O0"


def _regroup(node: Node) -> Node:
    if isinstance(node, Binary) and node.operator == "-":
        left = node.left
        if isinstance(left, Binary) and left.operator == "-":
            return Binary(left.pos, "-", left.left, Binary(node.pos, "-", left.right, node.right))
    return node


def register(pipeline: object) -> None:
    wrap_parsed(pipeline, _regroup)
