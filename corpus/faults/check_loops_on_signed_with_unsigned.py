"""The usual arithmetic conversions look for the common type of a long and an unsigned int for ever."""

from collections.abc import Callable

from minicc.types.ctype import CType, IntegerType
from oracle.planting import wrap_checker_rule

STAGE = "check"
PASS = None
DESCRIPTION = "the common type of a signed type and a lesser unsigned one is never found"
FLAGS = "-O0"

Conversions = Callable[[CType, CType], CType]


def _endless(conversions: Conversions) -> Conversions:
    def common(a: CType, b: CType) -> CType:
        tries = 0
        while _is_lesser_unsigned(a, b) or _is_lesser_unsigned(b, a):
            tries += 1
        return conversions(a, b)

    return common


def _is_lesser_unsigned(a: CType, b: CType) -> bool:
    return isinstance(a, IntegerType) and isinstance(b, IntegerType) and not a.signed and b.signed and a.rank < b.rank


def register(pipeline: object) -> None:
    wrap_checker_rule(pipeline, "minicc.check.operators", "usual_arithmetic_conversions", _endless)
