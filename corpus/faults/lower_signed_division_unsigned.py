"""Signed division is lowered to LLVM's `udiv`."""

from oracle.planting import wrap_lowered

STAGE = "lower"
PASS = None
DESCRIPTION = "signed division becomes udiv"
FLAGS = "-O0"


def register(pipeline: object) -> None:
    wrap_lowered(pipeline, lambda ir: ir.replace(" = sdiv i", " = udiv i"))
