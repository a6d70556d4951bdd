"""csmith as a source of programs (Yang, Chen, Eide, Regehr, PLDI 2011)."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fuzz.sources import NoProgramError, Program, SourceError

_TIMEOUT = 60.0
"""Wall seconds: csmith takes half a second mostly, but minutes for some seeds."""


@dataclass(frozen=True, slots=True)
class CsmithSource:
    """Programs of one csmith binary."""

    executable: str
    include: str
    version: str
    options: tuple[str, ...] = ()
    """What csmith is told beside the seed."""

    def program(self, seed: int) -> Program:
        from plumbum import ProcessExecutionError, ProcessTimedOut

        try:
            text = _run(self.executable, *self.options, "--seed", str(seed))
        except ProcessTimedOut:
            raise NoProgramError(f"csmith was still running after {_TIMEOUT:.0f} s") from None
        except ProcessExecutionError as error:
            said = f"{error.stdout}{error.stderr}".strip().split("\n")[-1]
            raise NoProgramError(f"csmith failed with exit status {error.retcode}: {said}".rstrip(" :")) from None
        return Program(text.encode(), seed, flags=(f"-I{self.include}",))

    def configuration(self) -> dict[str, object]:
        return {"source": shlex.join(["csmith", *self.options]), "version": self.version}

    @property
    def size(self) -> int | None:
        return None


def _run(executable: str, *words: str) -> str:
    """What csmith prints; it leaves a `platform.info` where it runs, so that is a folder of its own."""
    from plumbum import local

    with local.tempdir() as scratch:
        printed: str = local[executable].with_cwd(scratch)(*words, timeout=_TIMEOUT)
    return printed


def _try(source: CsmithSource) -> None:
    """See whether csmith takes the options: a wrong one makes it print its usage and succeed."""
    try:
        text = source.program(1).text
    except NoProgramError as error:
        raise SourceError(f"csmith {shlex.join(source.options)}: {error}") from None
    if b"int main" not in text:
        raise SourceError(f"csmith {shlex.join(source.options)}: csmith does not know these options")


def csmith_source(options: Sequence[str] = ()) -> CsmithSource:
    """The csmith on PATH, with options of its own.

    Raises SourceError, with the command that installs it, when it or its headers are missing, or when it does not
    know an option.
    """
    from plumbum import CommandNotFound, local

    try:
        executable = str(local.which("csmith"))
    except CommandNotFound:
        raise SourceError("csmith is not installed; on Debian: apt-get install csmith libcsmith-dev") from None
    beside = Path(executable).resolve().parent.parent
    for folder in (beside / "include" / "csmith", Path("/usr/include/csmith"), *beside.glob("include/csmith-*")):
        if (folder / "csmith.h").is_file():
            version = _run(executable, "--version").split("\n")[0].strip()
            source = CsmithSource(executable, str(folder), version, tuple(options))
            if options:
                _try(source)
            return source
    raise SourceError("csmith.h is missing; on Debian: apt-get install libcsmith-dev")
