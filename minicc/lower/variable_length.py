"""Sizes that are only known at run time (§6.7.6.2)."""

from __future__ import annotations

from minicc.diagnostics import unsupported
from minicc.lower.context import FunctionContext
from minicc.types.ctype import ArrayType, CType


def dynamic_size(f: FunctionContext, ctype: CType) -> str | None:
    """The size in bytes of a variable-length array type as an i64 operand; None when the size is a constant."""
    while isinstance(ctype, ArrayType):
        if ctype.variable_length is not None:
            unsupported("variable-length arrays", ctype.variable_length.pos)
        ctype = ctype.element
    return None
