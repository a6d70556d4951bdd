"""The LLVM target, and modules in and out of text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import llvmlite.binding as llvm

from minicc.diagnostics import InternalError

if TYPE_CHECKING:
    from minicc.options import Relocation

TRIPLE = "x86_64-pc-linux-gnu"


@cache
def _target() -> llvm.Target:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    llvm.initialize_native_asmparser()
    return llvm.Target.from_triple(TRIPLE)


@cache
def target_machine(level: int, relocation: Relocation) -> llvm.TargetMachine:
    """The x86-64 code generator at optimisation `level` (0-3), for any CPU that gcc's default targets."""
    reloc = "static" if relocation == "none" else "pic"
    return _target().create_target_machine(cpu="x86-64", opt=level, reloc=reloc, codemodel="default")


def parse_module(ir: str) -> llvm.ModuleRef:
    """LLVM's module for IR text, verified. Raises InternalError that names the function when the IR is invalid."""
    _target()
    try:
        module = llvm.parse_assembly(ir)
    except RuntimeError as error:
        raise InternalError(f"invalid LLVM IR{_function_of_line(ir, str(error))}: {_first_line(str(error))}") from None
    try:
        module.verify()
    except RuntimeError as error:
        where = _function_of_verifier(module, str(error))
        raise InternalError(f"LLVM's verifier refuses the IR{where}: {_first_line(str(error))}") from None
    return module


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    lines = [line for line in lines if line != "LLVM IR parsing error"]
    return " | ".join(lines[:3])


def _function_of_line(ir: str, message: str) -> str:
    """The function around the line that LLVM's parser complains of (`<string>:12:3: error: ...`)."""
    found = re.search(r"<string>:(\d+):", message)
    if not found:
        return ""
    head = "\n".join(ir.split("\n")[: int(found[1])])
    names = re.findall(r'^define .*?@("[^"]*"|[\w.$]+)\(', head, re.MULTILINE)
    return f" of function '{names[-1].strip(chr(34))}'" if names else ""


def _function_of_verifier(module: llvm.ModuleRef, message: str) -> str:
    """The first function whose body holds an instruction that the verifier quotes."""
    quoted = [line.strip() for line in message.splitlines()[1:] if line.startswith("  ")]
    for function in module.functions:
        if not function.is_declaration:
            body = str(function)
            if any(line in body for line in quoted):
                return f" of function '{function.name}'"
    return ""
