"""The peephole optimiser of machine code compares with the number that follows the one that was written."""

import re

from oracle.planting import miscompiling_generator_pass

STAGE = "code generator"
PASS = "peephole-opt"
DESCRIPTION = "peephole-opt raises the immediate operand of cmp by one"
FLAGS = "-O2"


def register(pipeline: object) -> None:
    miscompiling_generator_pass(
        pipeline,
        PASS,
        lambda text: re.sub(
            r"^(\s+cmp[bwlq]\s+\$)(-?\d+)\b", lambda m: f"{m[1]}{int(m[2]) + 1}", text, count=1, flags=re.MULTILINE
        ),
    )
