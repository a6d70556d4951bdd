"""clang's passes, through LLVM's `-opt-bisect-limit` (https://llvm.org/docs/OptBisect.html).

Optimisation and code generation count in one sequence. Passes that LLVM needs for a correct program are never left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from oracle.compilers.pass_control import PassExecution
from oracle.compilers.protocol import Compiler
from oracle.verdict import Execution

_RUNNING = re.compile(r"^BISECT: (?:NOT )?running pass \((\d+)\) (.+?) on (.+)$", re.MULTILINE)
_FUNCTION = re.compile(r"function \((.*)\)")


@dataclass(frozen=True, slots=True)
class ClangPasses:
    """The pass executions of one compilation, in LLVM's count."""

    executions: Sequence[PassExecution]
    remarks: Sequence[str] = ()

    def options(self, count: int) -> tuple[str, ...]:
        return limit(count)

    def shown(self, count: int) -> tuple[str, ...]:
        return limit(count)

    def preparation(self, command: str, counts: Sequence[int]) -> tuple[str, ...]:
        return ()


def limit(count: int) -> tuple[str, ...]:
    """The options that stop LLVM behind that many pass executions; -1 only counts."""
    return ("-mllvm", f"-opt-bisect-limit={count}")


def clang_passes(compiler: Compiler, source: Path, output: Path, timeout: float) -> ClangPasses | None:
    """Count the executions for `source` (built as the object file `output`); None when the compiler is no clang."""
    counted = compiler.compile([source], output, flags=["-w", "-c", *limit(-1)], timeout=timeout)
    executions = executions_in(counted.execution)
    return ClangPasses(executions) if executions else None


def executions_in(execution: Execution) -> list[PassExecution]:
    """The pass executions that LLVM told of on standard error."""
    told = execution.stderr.decode(errors="replace")
    return [PassExecution(int(index), name, unit) for index, name, unit in _RUNNING.findall(told)]


def is_code_generation(execution: PassExecution) -> bool:
    """True for a pass of the code generator: those describe what they run on in words."""
    return _FUNCTION.fullmatch(execution.unit_name) is not None


def function_of(execution: PassExecution) -> str | None:
    """The function that was being compiled; None for modules, several functions, and old clang's loops."""
    unit = execution.unit_name
    if found := _FUNCTION.fullmatch(unit):
        return found[1]
    if unit.startswith("["):
        return None
    if unit.startswith("(") and unit.endswith(")"):
        names = unit[1:-1].split(", ")
        return names[0] if len(names) == 1 else None
    if unit.startswith("Loop at depth ") and " in function " not in unit:
        return None  # clang before 15 does not say it
    return unit.rsplit(" in function ", 1)[-1] or None
