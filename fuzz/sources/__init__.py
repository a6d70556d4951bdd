"""Where the programs of a campaign come from: one interface, several sources."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from oracle.compilers.protocol import Compiler


class SourceError(Exception):
    """The source cannot be used (a missing tool, an unreadable folder); the message says what to do."""


class NoProgramError(Exception):
    """This seed gives no program (the tool failed or took too long); the campaign goes on with the next."""


@dataclass(frozen=True, slots=True)
class Program:
    """One test input. `expected_output` is known only to sources that construct it; `flags` go to both compilers."""

    text: bytes
    seed: int
    expected_output: bytes | None = None
    flags: tuple[str, ...] = ()
    name: str = ""
    """The file it came from, when it came from one."""


class Source(Protocol):
    """A pure function from seeds to programs; picklable, so that workers can have it."""

    def program(self, seed: int) -> Program:
        """The program of a seed. Raises NoProgramError when there is none."""
        ...

    def configuration(self) -> dict[str, object]:
        """What decides the programs, as JSON data: part of the configuration of a campaign."""
        ...

    @property
    def size(self) -> int | None:
        """How many seeds there are, from 0; None when there is no end."""
        ...


def self_contained(program: Program, file: Path, reference: Compiler) -> bytes:
    """The text without need for flags: preprocessed, by way of `file`, when the program comes with some."""
    from oracle.sandbox import run_trusted

    if not program.flags:
        return program.text
    file.write_bytes(program.text)
    done = run_trusted([reference.command[0], "-E", "-P", *program.flags, str(file)], timeout=60)
    return done.stdout if done.succeeded else program.text


def source_from_text(text: str, *, lines: int) -> Source:
    """The source that `--source` names.

    `own` (with `--features LIST`), `csmith` or `yarpgen` (each with options of its own), a folder of C files, or
    `mutate:FOLDER` for variants of them.
    Raises SourceError when it cannot be used.
    """
    try:
        name, *options = shlex.split(text) or [""]
    except ValueError as error:
        raise SourceError(f"{text}: {error}") from None
    if name == "own":
        from fuzz.sources.own import own_source

        return own_source(lines, options)
    if name == "csmith":
        from fuzz.sources.csmith import csmith_source

        return csmith_source(options)
    if name == "yarpgen":
        from fuzz.sources.yarpgen import yarpgen_source

        return yarpgen_source(options)
    if text.startswith("mutate:"):
        from fuzz.sources.mutants import mutant_source

        return mutant_source(Path(text.removeprefix("mutate:")))
    if Path(text).is_dir():
        from fuzz.sources.folder import folder_source

        return folder_source(Path(text))
    raise SourceError(f"{text}: neither 'own', 'csmith', 'yarpgen' nor a folder of C programs")
