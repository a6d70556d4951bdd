"""EarlyCSE takes subtraction for commutative and swaps its operands."""

from oracle.planting import miscompiling_pass, replace_last

STAGE = "llvm pass"
PASS = "early-cse"
DESCRIPTION = "early-cse swaps the operands of sub"
FLAGS = "-O2"


def register(pipeline: object) -> None:
    miscompiling_pass(
        pipeline,
        PASS,
        lambda text: replace_last(text, r"= sub ((?:n[su]w )*)(i\d+) (\S+), ([^\s,]+)", r"= sub \1\2 \4, \3"),
    )
