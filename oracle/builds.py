"""One program, built by many compilers with many options: each combination once, some before they are asked for."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from threading import Lock

from oracle.compilers.command import arguments, compilation
from oracle.compilers.gcc import QUIET, gcc
from oracle.compilers.protocol import Compiler
from oracle.sandbox import run_trusted
from oracle.verdict import Compilation

_TOGETHER = min(2, os.cpu_count() or 1)
"""Compilations at once: more only take the processors from each other."""

_WARNINGS = ("-Wall", "-Wsequence-point", "-Wformat=2", "-Wno-format-nonliteral", "-Wpedantic", "-Wvarargs")
_WARNED = ("gcc", "-O2")


@dataclass(frozen=True, slots=True)
class CompilerWarning:
    """One warning of gcc: where, in which words, and the -W option (without -W) that asks for it."""

    line: int
    message: str
    option: str


@dataclass(slots=True)
class Builds:
    """Executables of `source`, made below `folder` with `flags` each; `seconds` is the wall limit of one compilation.

    Two command lines that mean the same (`gcc -O0` and `gcc`, warnings asked for or not) share one. `expected` are
    command lines that `begin` may start before anybody asks for them.
    """

    source: Path
    flags: tuple[str, ...]
    folder: Path
    seconds: float = 60.0
    expected: tuple[tuple[Compiler, tuple[str, ...]], ...] = ()
    _made: dict[tuple[str, ...], Future[Compilation]] = field(default_factory=dict)
    _numbers: Iterator[int] = field(default_factory=count)
    _lock: Lock = field(default_factory=Lock)
    _pool: ThreadPoolExecutor | None = None

    def compilation(self, compiler: Compiler, *options: str) -> Compilation:
        """What `compiler` makes of the program with further `options`."""
        key = _meaning(compiler, options)
        with self._lock:
            made = self._made.get(key)
            promise = None if made is not None else Future[Compilation]()
            if promise is not None:
                self._made[key] = made = promise
        if promise is not None:
            try:
                promise.set_result(self._build(key, compiler, options))
            except BaseException as error:
                promise.set_exception(error)
                raise
        assert made is not None
        return made.result()

    def program(self, compiler: Compiler, *options: str) -> Path | None:
        """The executable; None when the compiler makes none."""
        return self.compilation(compiler, *options).output

    def begin(self, *further: tuple[Compiler, tuple[str, ...]]) -> None:
        """Start what will be asked for, these first; needed only for speed."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(_TOGETHER)
        for compiler, options in (*further, *self.expected):
            key = _meaning(compiler, options)
            with self._lock:
                if key not in self._made:
                    self._made[key] = self._pool.submit(self._build, key, compiler, options)

    def warnings(self) -> list[CompilerWarning]:
        """What gcc -O2 says about the source itself, not about headers."""
        told = self.compilation(gcc(), "-O2").execution.stderr.decode(errors="replace")
        pattern = re.compile(
            rf"^{re.escape(str(self.source))}:(\d+):(?:\d+:)? warning: (.*?)(?: \[-W([\w-]+)=?\d*\])?$", re.MULTILINE
        )
        return [CompilerWarning(int(line), message, option) for line, message, option in pattern.findall(told)]

    def close(self) -> None:
        """Wait for what runs, and start nothing more."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def _build(self, key: tuple[str, ...], compiler: Compiler, options: Sequence[str]) -> Compilation:
        place = self.folder / f"build-{next(self._numbers)}"
        place.mkdir()
        place.chmod(0o755)
        output = place / "program"
        if key != _WARNED:
            return compiler.compile([self.source], output, flags=(*QUIET, *options, *self.flags), timeout=self.seconds)
        flags = [*_WARNINGS, *(flag for flag in self.flags if flag not in QUIET)]
        words = ["gcc", "-O2", *arguments([self.source], output, flags)]
        return compilation(run_trusted(words, self.seconds, environment={**os.environ, "LC_ALL": "C"}), output)


@contextmanager
def builds(
    source: Path,
    flags: Sequence[str],
    folder: Path,
    seconds: float = 60.0,
    expected: Sequence[tuple[Compiler, tuple[str, ...]]] = (),
) -> Iterator[Builds]:
    """Builds whose compilations have ended when the block does."""
    made = Builds(source, tuple(flags), folder, seconds, tuple(expected))
    try:
        yield made
    finally:
        made.close()


def _meaning(compiler: Compiler, options: Sequence[str]) -> tuple[str, ...]:
    """The command line without what does not change the program; the last level of optimisation counts."""
    name, *words = compiler.command
    level = "-O0"
    kept = []
    for word in (*words, *options):
        if re.fullmatch(r"-O\w*", word):
            level = "-O1" if word == "-O" else word
        elif word not in QUIET:
            kept.append(word)
    return (name, level, *kept)
