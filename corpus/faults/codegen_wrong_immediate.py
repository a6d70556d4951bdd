"""The immediate operand of `and` loses its lowest bit."""

import re

from minicc.pipeline import Pipeline

STAGE = "code generator"
PASS = None
DESCRIPTION = "the immediate of and loses its lowest bit"
FLAGS = "-O1"


def register(pipeline: Pipeline) -> None:
    pipeline.after_code_generation(
        lambda text: re.sub(
            r"^(\s+and[bwlq]\s+\$)(\d+)\b", lambda m: f"{m[1]}{int(m[2]) & ~1}", text, flags=re.MULTILINE
        )
    )
