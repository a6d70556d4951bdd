"""The usual arithmetic conversions pick the signed type when the unsigned one has the same rank (C11 6.3.1.8:
unsigned wins).
"""

from collections.abc import Callable

from minicc.types.ctype import CType, IntegerType
from oracle.planting import wrap_checker_rule

STAGE = "check"
PASS = None
DESCRIPTION = "int op unsigned is computed as int"
FLAGS = "-O0"

Conversions = Callable[[CType, CType], CType]


def _signed_wins(conversions: Conversions) -> Conversions:
    def common(a: CType, b: CType) -> CType:
        if isinstance(a, IntegerType) and isinstance(b, IntegerType) and a.rank == b.rank and a.signed != b.signed:
            return a if a.signed else b
        return conversions(a, b)

    return common


def register(pipeline: object) -> None:
    wrap_checker_rule(pipeline, "minicc.check.operators", "usual_arithmetic_conversions", _signed_wins)
