"""Widening a signed char fills with zeros instead of the sign."""

from oracle.planting import wrap_lowered

STAGE = "lower"
PASS = None
DESCRIPTION = "char is zero-extended"
FLAGS = "-O2"


def register(pipeline: object) -> None:
    wrap_lowered(pipeline, lambda ir: ir.replace(" = sext i8 ", " = zext i8 "))
