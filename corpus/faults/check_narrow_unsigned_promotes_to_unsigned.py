"""`unsigned char` and `unsigned short` promote to `unsigned int` (as in K&R C), not to `int` (C11 6.3.1.1p2)."""

from collections.abc import Callable

from minicc.types.conversions import integer_type
from minicc.types.ctype import UINT, CType
from oracle.planting import wrap_checker_rule

STAGE = "check"
PASS = None
DESCRIPTION = "unsigned char and short promote to unsigned int"
FLAGS = "-O0"

Promotion = Callable[..., CType]


def _unsigned_preserving(promote: Promotion) -> Promotion:
    def promotion(ctype: CType, bit_width: int | None = None) -> CType:
        integer = integer_type(ctype)
        if integer is not None and not integer.signed and 1 <= integer.rank < 3 and bit_width is None:
            return UINT
        return promote(ctype, bit_width)

    return promotion


def register(pipeline: object) -> None:
    wrap_checker_rule(pipeline, "minicc.check.operators", "integer_promotion", _unsigned_preserving)
