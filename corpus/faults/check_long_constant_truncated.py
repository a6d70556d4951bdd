"""An integer constant of eight bytes is evaluated in 32 bits."""

from typing import Any

from minicc.check.typed import IntegerConstant
from minicc.types.ctype import IntegerType
from oracle.planting import wrap_checked

STAGE = "check"
PASS = None
DESCRIPTION = "constants of type long lose their upper half"
FLAGS = "-O0"


def _truncate(node: Any) -> Any:
    if isinstance(node, IntegerConstant) and isinstance(node.type, IntegerType) and node.type.size == 8:
        low = node.value & 0xFFFFFFFF
        if node.type.signed and low >> 31:
            low -= 1 << 32
        node.value = low
    return node


def register(pipeline: object) -> None:
    wrap_checked(pipeline, _truncate)
