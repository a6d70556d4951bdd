"""The LLVM target, and modules in and out of text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from minicc.backend.llvm import LlvmError, Module, TargetMachine
from minicc.diagnostics import InternalError
from minicc.patterns import pattern

if TYPE_CHECKING:
    from minicc.options import Relocation

TRIPLE = "x86_64-pc-linux-gnu"


@cache
def target_machine(level: int, relocation: Relocation) -> TargetMachine:
    """The x86-64 code generator at optimisation `level` (0-3), for any CPU that gcc's default targets."""
    return TargetMachine(TRIPLE, level, "static" if relocation == "none" else "pic", cpu="x86-64")


def parse_module(ir: str) -> Module:
    """LLVM's module for IR text, verified. Raises InternalError that names the function when the IR is invalid."""
    try:
        module = Module(ir)
    except LlvmError as error:
        raise InternalError(f"invalid LLVM IR{_function_of_line(ir, str(error))}: {_first_line(str(error))}") from None
    try:
        module.verify()
    except LlvmError as error:
        where = _function_of_verifier(str(module), str(error))
        raise InternalError(f"LLVM's verifier refuses the IR{where}: {_first_line(str(error))}") from None
    return module


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    lines = [line for line in lines if line != "LLVM IR parsing error"]
    return " | ".join(lines[:3])


_DEFINITION = pattern(r'^define .*?@("[^"]*"|[\w.$]+)\(', re.MULTILINE)


def _function_of_line(ir: str, message: str) -> str:
    """The function around the line that LLVM's parser complains of (`<string>:12:3: error: ...`)."""
    found = re.search(r"<string>:(\d+):", message)
    if not found:
        return ""
    return _last_function("\n".join(ir.split("\n")[: int(found[1])]))


def _function_of_verifier(ir: str, message: str) -> str:
    """The first function whose body holds an instruction that the verifier quotes."""
    quoted = [line.strip() for line in message.splitlines()[1:] if line.startswith("  ")]
    for definition in re.split(r"^}$", ir, flags=re.MULTILINE):
        if any(line in definition for line in quoted):
            return _last_function(definition)
    return ""


def _last_function(ir: str) -> str:
    names = _DEFINITION.findall(ir)
    return f" of function '{names[-1].strip(chr(34))}'" if names else ""
