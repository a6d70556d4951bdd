"""An arithmetic right shift is emitted as a logical one."""

import re

from minicc.pipeline import Pipeline

STAGE = "code generator"
PASS = None
DESCRIPTION = "sar becomes shr"
FLAGS = "-O0"


def register(pipeline: Pipeline) -> None:
    pipeline.after_code_generation(lambda text: re.sub(r"^(\s+)sar([bwlq]\s)", r"\1shr\2", text, flags=re.MULTILINE))
