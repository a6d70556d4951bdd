"""Unsigned subtraction is lowered with `nuw`: LLVM may assume that it never wraps.

Nothing is wrong until an LLVM pass relies on the promise; the pass that does is not to blame.
"""

import re

from oracle.planting import wrap_lowered

STAGE = "lower"
PASS = None
DESCRIPTION = "unsigned subtraction promises not to wrap"
FLAGS = "-O2"


def register(pipeline: object) -> None:
    wrap_lowered(pipeline, lambda ir: re.sub(r"= sub (i\d+) ", r"= sub nuw \1 ", ir))
