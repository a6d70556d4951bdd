"""Block placement, which inverts jumps, takes `greater` for the inverse of `less`: what is equal goes astray."""

import re

from oracle.planting import miscompiling_generator_pass

STAGE = "code generator"
PASS = "block-placement"
DESCRIPTION = "block-placement turns jge into jg and jle into jl"
FLAGS = "-O2"


def register(pipeline: object) -> None:
    miscompiling_generator_pass(
        pipeline, PASS, lambda text: re.sub(r"^(\s+j[gl])e(\s)", r"\1\2", text, flags=re.MULTILINE)
    )
