"""A narrow unsigned bit-field promotes to its declared type, not to `int` (C11 6.3.1.1p2)."""

from collections.abc import Callable

from minicc.types.ctype import CType
from oracle.planting import wrap_checker_rule

STAGE = "check"
PASS = None
DESCRIPTION = "an unsigned bit-field promotes to unsigned int"
FLAGS = "-O0"

Promotion = Callable[..., CType]


def _declared_type(promote: Promotion) -> Promotion:
    return lambda ctype, bit_width=None: promote(ctype)


def register(pipeline: object) -> None:
    wrap_checker_rule(pipeline, "minicc.check.operators", "integer_promotion", _declared_type)
