"""The one interface through which the kit drives any compiler."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from oracle.verdict import Compilation


class Compiler(Protocol):
    """A C compiler with a gcc-like command line (`-c`, `-o`, `-O2`, ...)."""

    @property
    def name(self) -> str:
        """What people call it: `gcc`, `minicc`."""
        ...

    @property
    def command(self) -> tuple[str, ...]:
        """The words that start it, options included: ("gcc", "-O0")."""
        ...

    def version(self) -> str:
        """First line of `--version`, recorded in ledgers and reports."""
        ...

    def compile(
        self,
        sources: Sequence[Path],
        output: Path,
        *,
        flags: Sequence[str] = (),
        timeout: float = 60.0,
    ) -> Compilation:
        """Compile (and link, unless `-c` is among `flags`) `sources` into `output`.

        A compiler that fails, crashes or hangs is not an exception: the returned
        execution says what happened. `timeout` is wall seconds.
        """
        ...


@runtime_checkable
class Preloaded(Protocol):
    """A compiler kept in memory for speed, whose findings the ordinary command must confirm."""

    def ordinary(self) -> Compiler:
        """The same compiler and options, as a program started afresh each time."""
        ...
