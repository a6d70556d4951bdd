"""Conversion to `_Bool` keeps the lowest bit instead of comparing with zero (C11 6.3.1.2)."""

from typing import Any

from minicc.check.typed import Arithmetic, Conversion, IntegerConstant
from minicc.types.ctype import BOOL, IntegerType, unqualified
from oracle.planting import wrap_lowering_input

STAGE = "lower"
PASS = None
DESCRIPTION = "conversion to _Bool truncates"
FLAGS = "-O1"


def _truncate(node: Any) -> Any:
    if isinstance(node, Conversion) and unqualified(node.type) is BOOL:
        source = unqualified(node.operand.type)
        if isinstance(source, IntegerType) and source.rank >= 3:
            one = IntegerConstant(node.pos, source, 1)
            node.operand = Arithmetic(node.pos, source, "&", node.operand, one)
    return node


def register(pipeline: object) -> None:
    wrap_lowering_input(pipeline, _truncate)
