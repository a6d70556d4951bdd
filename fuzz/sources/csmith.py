"""csmith as a source of programs (Yang, Chen, Eide, Regehr, PLDI 2011)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fuzz.sources import NoProgramError, Program, SourceError

_TIMEOUT = 60.0
"""Wall seconds: csmith takes half a second mostly, but minutes for some seeds."""


@dataclass(frozen=True, slots=True)
class CsmithSource:
    """Programs of one csmith binary, with its default options."""

    executable: str
    include: str
    version: str

    def program(self, seed: int) -> Program:
        from plumbum import ProcessExecutionError, ProcessTimedOut

        try:
            text = _run(self.executable, "--seed", str(seed))
        except ProcessTimedOut:
            raise NoProgramError(f"csmith was still running after {_TIMEOUT:.0f} s") from None
        except ProcessExecutionError as error:
            raise NoProgramError(f"csmith failed with exit status {error.retcode}") from None
        return Program(text.encode(), seed, flags=(f"-I{self.include}",))

    def configuration(self) -> dict[str, object]:
        return {"source": "csmith", "version": self.version}

    @property
    def size(self) -> int | None:
        return None


def _run(executable: str, *words: str) -> str:
    """What csmith prints; it leaves a `platform.info` where it runs, so that is a folder of its own."""
    from plumbum import local

    with local.tempdir() as scratch:
        printed: str = local[executable].with_cwd(scratch)(*words, timeout=_TIMEOUT)
    return printed


def csmith_source() -> CsmithSource:
    """The csmith on PATH. Raises SourceError, with the command that installs it, when it or its headers are missing."""
    from plumbum import CommandNotFound, local

    try:
        executable = str(local.which("csmith"))
    except CommandNotFound:
        raise SourceError("csmith is not installed; on Debian: apt-get install csmith libcsmith-dev") from None
    beside = Path(executable).resolve().parent.parent
    for folder in (beside / "include" / "csmith", Path("/usr/include/csmith"), *beside.glob("include/csmith-*")):
        if (folder / "csmith.h").is_file():
            version = _run(executable, "--version").split("\n")[0].strip()
            return CsmithSource(executable, str(folder), version)
    raise SourceError("csmith.h is missing; on Debian: apt-get install libcsmith-dev")
