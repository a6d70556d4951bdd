"""Any compiler with a gcc-like command line, driven as a program."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from oracle.sandbox import SandboxError, run_trusted
from oracle.verdict import Compilation, Execution


class CompilerNotFound(Exception):
    """The words given do not start a program on this machine; the message names it."""


@dataclass(frozen=True)
class CommandCompiler:
    """Runs `command` with flags, sources and `-o`."""

    command: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.command:
            raise CompilerNotFound("an empty command is no compiler")
        if shutil.which(self.command[0]) is None:
            raise CompilerNotFound(f"{self.command[0]}: no such compiler (not an executable file, nor on PATH)")

    @property
    def name(self) -> str:
        return Path(self.command[0]).name

    def version(self) -> str:
        return self._version

    @cached_property
    def _version(self) -> str:
        try:
            told = run_trusted([self.command[0], "--version"], timeout=20)
        except SandboxError:
            return "unknown"
        lines = told.stdout.decode(errors="replace").strip().splitlines()
        return lines[0] if told.succeeded and lines else "unknown"

    def compile(
        self,
        sources: Sequence[Path],
        output: Path,
        *,
        flags: Sequence[str] = (),
        timeout: float = 60.0,
    ) -> Compilation:
        output.unlink(missing_ok=True)
        execution = self.run(arguments(sources, output, flags), timeout)
        return compilation(execution, output)

    def run(self, words: Sequence[str], timeout: float) -> Execution:
        """Start the compiler with these further words."""
        return run_trusted([*self.command, *words], timeout)


def arguments(sources: Sequence[Path], output: Path, flags: Sequence[str]) -> list[str]:
    """The command line after the compiler's own words; libraries come after what needs them."""
    libraries = [flag for flag in flags if flag.startswith("-l")]
    others = [flag for flag in flags if not flag.startswith("-l")]
    return [*others, "-o", str(output), *map(str, sources), *libraries]


def compilation(execution: Execution, output: Path) -> Compilation:
    """Succeeded only if the process did and the file is there; an executable is made runnable by the sandbox's user."""
    if not execution.succeeded or not output.exists():
        return Compilation(execution, None)
    if output.stat().st_mode & 0o111:
        output.chmod(0o755)
    return Compilation(execution, output)
