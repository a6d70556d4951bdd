"""Instruction selection takes condition code L for LE in `set`, `cmov` and jumps."""

import re

from minicc.pipeline import Pipeline

STAGE = "code generator"
PASS = None
DESCRIPTION = "condition code l becomes le"
FLAGS = "-O1"


def register(pipeline: Pipeline) -> None:
    pipeline.after_code_generation(
        lambda text: re.sub(r"^(\s+(?:set|j|cmov))l(\s)", r"\1le\2", text, flags=re.MULTILINE)
    )
