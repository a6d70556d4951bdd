"""`movslq` is emitted as `movl`: the upper half of the register is zero, not the sign."""

import re

from minicc.pipeline import Pipeline

STAGE = "code generator"
PASS = None
DESCRIPTION = "movslq becomes movl, cltq is forgotten"
FLAGS = "-O0"

_LONG = {f"%r{name}": f"%e{name}" for name in ("ax", "bx", "cx", "dx", "si", "di", "bp", "sp")}
_LONG |= {f"%r{number}": f"%r{number}d" for number in range(8, 16)}


def _drop(found: re.Match[str]) -> str:
    return f"{found[1]}movl\t{found[2]}, {_LONG[found[3]]}"


def _rewrite(text: str) -> str:
    text = re.sub(r"^(\s+)cltq\b", r"\1movl\t%eax, %eax", text, flags=re.MULTILINE)
    return re.sub(r"^(\s+)movslq\s+(.*), (%r\w+)", _drop, text, flags=re.MULTILINE)


def register(pipeline: Pipeline) -> None:
    pipeline.after_code_generation(_rewrite)
