"""From IR text to an object file, assembly or bitcode."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal

from minicc.backend.llvm import LlvmError, set_option
from minicc.backend.target import parse_module, target_machine
from minicc.diagnostics import CompileError, InternalError
from minicc.process import run
from minicc.quick_dataclasses import dataclass, replace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from minicc.backend.llvm import Module
    from minicc.backend.optimize import OptimizationOptions
    from minicc.options import Relocation

    Rewrite = Callable[[str], str]
    Emit = Callable[[str, "CodeGeneration"], bytes]


@dataclass(frozen=True, slots=True)
class CodeGeneration:
    """What to generate: the code generator's `level` 0-3, how addresses are formed, and the file's form."""

    level: int
    relocation: Relocation = "pie"
    form: Literal["object", "assembly"] = "object"


def compile_ir(ir: str, optimization: OptimizationOptions, target: CodeGeneration) -> bytes:
    """Optimise and generate code in one go, without printing the IR in between."""
    if optimization.level == 0 and "alwaysinline" not in ir:
        return emit(ir, target)  # LLVM's pipeline would do nothing else

    from minicc.backend.optimize import optimized

    _tune_for_gdb(ir)
    return _generate(optimized(ir, optimization), target)


def emit(ir: str, target: CodeGeneration) -> bytes:
    """The object file (or the assembly text) of `ir`. Raises InternalError when LLVM refuses the IR."""
    _tune_for_gdb(ir)
    return _generate(parse_module(ir), target)


def _tune_for_gdb(ir: str) -> None:
    """gdb cannot read variables of optimised code whose location is computed with typed DWARF operations."""
    if "\n!llvm.dbg.cu = " in ir:
        set_option("-dwarf-op-convert=Disable")


def _generate(module: Module, target: CodeGeneration) -> bytes:
    machine = target_machine(target.level, target.relocation)
    try:
        return machine.emit(module, target.form == "object")
    except LlvmError as error:
        raise InternalError(f"LLVM's code generator failed: {error}") from None


def emit_through(ir: str, target: CodeGeneration, rewrite: Rewrite, generate: Emit = emit) -> bytes:
    """Like `emit`, with the assembly text passed through `rewrite` on its way to the assembler."""
    text = generate(ir, replace(target, form="assembly")).decode("utf-8", "surrogateescape")
    text = rewrite(text)
    return text.encode("utf-8", "surrogateescape") if target.form == "assembly" else assemble(text)


def assemble(assembly: str, words: Sequence[str] = ()) -> bytes:
    """The object file of assembly text; `words` are gcc's options for the assembler (-Wa,...).

    Raises CompileError when `as` is missing or refuses the text.
    """
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory(prefix="minicc-") as directory:
        source, output = Path(directory, "code.s"), Path(directory, "code.o")
        source.write_bytes(assembly.encode("utf-8", "surrogateescape"))
        assembler = ["gcc", *words, "-c"] if words else ["as", "--64"]
        if run([*assembler, "-o", os.fspath(output), os.fspath(source)]) != 0:
            raise CompileError("the assembler failed")
        return output.read_bytes()


def bitcode(ir: str) -> bytes:
    """`ir` as LLVM bitcode (`-c -emit-llvm`)."""
    return parse_module(ir).bitcode()
