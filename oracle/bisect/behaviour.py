"""What a program did, as far as the judge compares it, and the means to make it do it."""

from __future__ import annotations

import math
import os
import shlex
import signal
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Protocol

from oracle.compilers import CommandCompiler, Preloaded
from oracle.compilers.protocol import Compiler
from oracle.sandbox import Limits, run
from oracle.verdict import Compilation, Execution, Stop

COMPILE_SECONDS = 60.0
_PATIENCE = 20
_COMPILING_PATIENCE = 10
_SHORTEST_COMPILATION = 2.0


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Standard output and the way a program ended. `failure` is set when there was no program to run."""

    stdout: bytes = b""
    exit_status: int | None = None
    signal: int | None = None
    stopped: str | None = None
    failure: str | None = None

    def __str__(self) -> str:
        if self.failure is not None:
            return self.failure
        if self.stopped is not None:
            return f"stopped by the limit on {self.stopped}"
        end = f"exit status {self.exit_status}" if self.signal is None else signal.strsignal(self.signal) or "signal"
        return f"{len(self.stdout)} bytes of output, {end}"


def behaviour_of(execution: Execution) -> Behaviour:
    """What the judge compares of a run."""
    stopped = None if execution.stopped_by is None else str(execution.stopped_by)
    return Behaviour(execution.stdout, execution.exit_status, execution.signal, stopped)


def compile_failure(compilation: Compilation) -> str:
    """The first telling line of a failed compilation."""
    execution = compilation.execution
    if execution.stopped_by is not None:
        return f"the compiler was stopped by the limit on {execution.stopped_by}"
    lines = [line for line in execution.stderr.decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower() or "Error" in line] or lines[-1:]
    if execution.signal is not None:
        return f"the compiler was killed by signal {execution.signal}"
    return telling[0].strip() if telling else f"the compiler failed with exit status {execution.exit_status}"


@dataclass(slots=True)
class Workshop:
    """A scratch folder in which programs are built and executed for one attribution; threads may share it."""

    directory: Path
    limits: Limits = field(default_factory=Limits)
    compile_seconds: float = COMPILE_SECONDS
    """Wall seconds that a compilation gets; less once one has not finished."""
    _slowest: float = 0.0
    _numbers: Iterator[int] = field(default_factory=count)
    _suffixes: dict[tuple[str, ...], str] = field(default_factory=dict)

    def path(self, suffix: str = "") -> Path:
        """A file name nobody has used yet."""
        return self.directory / f"{next(self._numbers)}{suffix}"

    def write(self, text: str, suffix: str) -> Path:
        """A new file with this text."""
        path = self.path(suffix)
        path.write_text(text, encoding="utf-8", errors="surrogateescape")
        return path

    def write_for(self, compiler: Compiler, text: str) -> Path:
        """A new file with preprocessed C, under a name that the compiler takes: `.c` where it does not know `.i`."""
        if compiler.command not in self._suffixes:
            probe = self.write("int minicc_probe;\n", ".i")
            made = compiler.compile([probe], self.path(".o"), flags=["-w", "-c"], timeout=COMPILE_SECONDS)
            self._suffixes[compiler.command] = ".c" if made.output is None else ".i"
        return self.write(text, self._suffixes[compiler.command])

    def build(self, compiler: Compiler, sources: Sequence[Path], flags: Sequence[str] = ()) -> Compilation:
        """Compile and link into a new file."""
        return self.compile(compiler, sources, self.path(), flags)

    def compile(
        self, compiler: Compiler, sources: Sequence[Path], output: Path, flags: Sequence[str] = ()
    ) -> Compilation:
        """Compile, within `compile_seconds`.

        Where a compiler hangs it does so again and again: after the first time it gets 10 times as long as what took
        longest and finished.
        """
        made = compiler.compile(sources, output, flags=flags, timeout=self.compile_seconds)
        if made.execution.stopped_by in (Stop.CPU, Stop.WALL):
            patience = max(_SHORTEST_COMPILATION, _COMPILING_PATIENCE * self._slowest)
            self.compile_seconds = min(self.compile_seconds, patience)
        else:
            self._slowest = max(self._slowest, made.execution.wall_seconds)
        return made

    def tighten(self, compiler: Compiler, sources: Sequence[Path], flags: Sequence[str] = ()) -> Behaviour:
        """What this compiler's program does; programs get 20 times its CPU seconds (but 2) now, not all of the limit.

        A wrong program often does not end, and would be waited for at every probe.
        """
        made = self.build(compiler, sources, flags)
        if made.output is None:
            return Behaviour(failure=compile_failure(made))
        done = run([str(made.output)], self.limits)
        seconds = min(self.limits.cpu_seconds, max(2, math.ceil(_PATIENCE * done.cpu_seconds)))
        wall = min(self.limits.wall_seconds, 10.0 * seconds)
        self.limits = replace(self.limits, cpu_seconds=seconds, wall_seconds=wall)
        return behaviour_of(done)

    def behaviour(self, compiler: Compiler, sources: Sequence[Path], flags: Sequence[str] = ()) -> Behaviour:
        """Compile, link and run."""
        made = self.build(compiler, sources, flags)
        if made.output is None:
            return Behaviour(failure=compile_failure(made))
        try:
            return behaviour_of(run([str(made.output)], self.limits))
        finally:
            made.output.unlink(missing_ok=True)


@contextmanager
def workshop(limits: Limits | None = None, compile_seconds: float = COMPILE_SECONDS) -> Iterator[Workshop]:
    """A workshop in a folder of its own, removed afterwards."""
    root = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="bisect-", dir=root) as name:
        directory = Path(name)
        directory.chmod(0o755)
        yield Workshop(directory, limits or Limits(), compile_seconds)


class _PreloadedCompiler(Compiler, Preloaded, Protocol):
    pass


def with_options(compiler: Compiler, *options: str) -> Compiler:
    """The same compiler, started with further options; one that is kept in memory is shared, not loaded again."""
    if isinstance(compiler, Preloaded):
        return _Extended(compiler, options)
    return CommandCompiler((*compiler.command, *options))


@dataclass(frozen=True, slots=True)
class _Extended:
    """A compiler kept in memory, with further options."""

    base: _PreloadedCompiler
    options: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.base.name

    @property
    def command(self) -> tuple[str, ...]:
        return (*self.base.command, *self.options)

    def version(self) -> str:
        return self.base.version()

    def ordinary(self) -> Compiler:
        return with_options(self.base.ordinary(), *self.options)

    def compile(
        self, sources: Sequence[Path], output: Path, *, flags: Sequence[str] = (), timeout: float = 60.0
    ) -> Compilation:
        return self.base.compile(sources, output, flags=[*self.options, *flags], timeout=timeout)


def shell_command(compiler: Compiler, source: Path, flags: Sequence[str], output: str | None = None) -> str:
    """The command line a person types for one compilation."""
    words = [*compiler.command, *flags, str(source), *(["-o", output] if output else [])]
    return shlex.join(words)
