"""InstCombine turns a signed `<` into `<=`."""

from oracle.planting import miscompiling_pass, replace_last

STAGE = "llvm pass"
PASS = "instcombine"
DESCRIPTION = "instcombine turns < into <="
FLAGS = "-O2"


def register(pipeline: object) -> None:
    miscompiling_pass(pipeline, PASS, lambda text: replace_last(text, r"icmp (samesign )?([su])lt ", r"icmp \1\2le "))
