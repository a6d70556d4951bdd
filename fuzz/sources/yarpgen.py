"""YARPGen v2 as a source of programs (Livinskii, Babokin, Regehr, OOPSLA 2020 and PLDI 2023).

No distribution packages it: build github.com/intel/yarpgen with cmake, and put `yarpgen` on PATH or name the
binary with the environment variable YARPGEN.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fuzz.sources import NoProgramError, Program, SourceError

_TIMEOUT = 60.0
"""Wall seconds: most programs take a tenth of one."""
_RESERVED = ("-s", "--seed", "-o", "--out-dir")
_STAMP = re.compile(r"/\*\s*yarpgen version.*?\*/\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class YarpgenSource:
    """Programs of one yarpgen binary, its three files joined into one."""

    executable: str
    version: str
    options: tuple[str, ...] = ()

    def program(self, seed: int) -> Program:
        from plumbum import ProcessExecutionError, ProcessTimedOut, local

        if seed == 0:
            raise NoProgramError("yarpgen takes seed 0 for a random one")
        with local.tempdir() as folder:
            try:
                local[self.executable]("--std=c", *self.options, f"--seed={seed}", "-o", folder, timeout=_TIMEOUT)
                driver, header, functions = (
                    (Path(folder) / name).read_text() for name in ("driver.c", "init.h", "func.c")
                )
            except ProcessTimedOut:
                raise NoProgramError(f"yarpgen was still running after {_TIMEOUT:.0f} s") from None
            except ProcessExecutionError as error:
                raise NoProgramError(f"yarpgen failed with exit status {error.retcode}") from None
            except OSError as error:
                raise NoProgramError(f"yarpgen wrote no {Path(error.filename).name}: is it version 2?") from None
        return Program(join_files(driver, header, functions).encode(), seed)

    def configuration(self) -> dict[str, object]:
        return {"source": shlex.join(["yarpgen", *self.options]), "version": self.version}

    @property
    def size(self) -> int | None:
        return None


def join_files(driver: str, header: str, functions: str) -> str:
    """One translation unit of the files of a test, without the comment that names the time and place of the build."""
    functions = _STAMP.sub("", functions).replace('#include "init.h"\n', "")
    return _STAMP.sub("", driver) + header + functions


def yarpgen_source(options: Sequence[str] = ()) -> YarpgenSource:
    """The yarpgen that YARPGEN names, or the one on PATH.

    Raises SourceError when there is none, or it rejects an option.
    """
    from plumbum import CommandNotFound, ProcessExecutionError, local

    for option in options:
        if option.split("=")[0] in _RESERVED:
            raise SourceError(f"yarpgen {option}: the campaign chooses seeds and folders")
    named = os.environ.get("YARPGEN", "yarpgen")
    try:
        executable = str(local.which(named)) if "/" not in named else str(Path(named).resolve(strict=True))
        version = local[executable]("--version", timeout=_TIMEOUT).strip()
    except (CommandNotFound, FileNotFoundError):
        raise SourceError(
            f"{named} is not installed; build github.com/intel/yarpgen and put it on PATH, or set YARPGEN to its path"
        ) from None
    except (OSError, ProcessExecutionError) as error:
        raise SourceError(f"{named} does not run: {str(error).splitlines()[0]}") from None
    source = YarpgenSource(executable, re.sub(r" *\(build.*\)", "", version), tuple(options))
    if options:
        try:
            source.program(1)
        except NoProgramError as error:
            raise SourceError(f"yarpgen {shlex.join(options)}: {error}") from None
    return source
