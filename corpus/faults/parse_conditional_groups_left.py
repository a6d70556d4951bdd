"""`a ? b : c ? d : e` is read as `(a ? b : c) ? d : e`."""

from minicc.syntax.nodes import Conditional, Node
from oracle.planting import wrap_parsed

STAGE = "parse"
PASS = None
DESCRIPTION = "a ? b : c ? d : e groups to the left"
FLAGS = "-O0"


def _regroup(node: Node) -> Node:
    if isinstance(node, Conditional):
        last = node.otherwise
        if isinstance(last, Conditional):
            first = Conditional(node.pos, node.condition, node.then, last.condition)
            return Conditional(last.pos, first, last.then, last.otherwise)
    return node


def register(pipeline: object) -> None:
    wrap_parsed(pipeline, _regroup)
