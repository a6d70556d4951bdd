"""csmith as a source of programs (Yang, Chen, Eide, Regehr, PLDI 2011)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fuzz.sources import NoProgramError, Program, SourceError

_TIMEOUT = 60.0
"""Wall seconds: csmith takes half a second mostly, but minutes for some seeds. It leaves a `platform.info` where it runs."""


@dataclass(frozen=True, slots=True)
class CsmithSource:
    """Programs of one csmith binary, with its default options."""

    executable: str
    include: str
    version: str

    def program(self, seed: int) -> Program:
        from plumbum import ProcessExecutionError, ProcessTimedOut, local

        try:
            with local.tempdir() as scratch:
                csmith = local[self.executable].with_cwd(scratch)
                text: str = csmith("--seed", str(seed), timeout=_TIMEOUT)
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
            version = local[executable]("--version").split("\n")[0].strip()
            return CsmithSource(executable, str(folder), version)
    raise SourceError("csmith.h is missing; on Debian: apt-get install libcsmith-dev")
