"""Preprocessing is gcc's (`gcc -E`): its macros, its header search and its line markers (C11 6.10).

It runs beside this process, so that the compiler's modules can be imported meanwhile.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from minicc.diagnostics import CompileError
from minicc.process import start, wait
from minicc.source import SourceText

# `__GNUC__` stays as gcc has it: the headers are those that gcc would see, so both compile the same program.
_MACROS = ("-D__minicc__=1",)


class Preprocessor:
    """One run of the preprocessor that is under way; `finish` waits for it."""

    def __init__(self, path: str, pid: int | None, output: int) -> None:
        self._path = path
        self._pid = pid
        self._output = output

    def finish(self) -> SourceText | None:
        """The preprocessed text; None when gcc complained (it has said why on standard error).

        Bytes that are not UTF-8 are kept as surrogate escapes, so that they come out as they went in.
        """
        failed = self._pid is not None and wait(self._pid) != 0
        with os.fdopen(self._output, "rb") as file:
            if failed:
                return None
            file.seek(0)
            return SourceText(file.read().decode("utf-8", "surrogateescape"), self._path)


def preprocessor_command(options: Sequence[str]) -> list[str]:
    """gcc's command line up to the input: `-x LANGUAGE FILE` is to follow."""
    return ["gcc", "-E", *_MACROS, *options]


def start_preprocessor(path: str, options: Sequence[str] = ()) -> Preprocessor:
    """Starts to preprocess `path` ("-" is standard input); a `.i` file is only read.

    Raises CompileError when the file cannot be read or gcc is not installed.
    """
    if path.endswith(".i"):
        try:
            return Preprocessor(path, None, os.open(path, os.O_RDONLY | os.O_CLOEXEC))
        except OSError as error:
            raise CompileError(f"{path}: {error.strerror}") from None
    # A file in memory never fills up, as a pipe does before anybody reads it.
    output = os.memfd_create("preprocessed")
    try:
        pid = start([*preprocessor_command(options), "-x", "c", path], output)
    except CompileError:
        os.close(output)
        raise
    return Preprocessor(path, pid, output)


def preprocess(path: str | os.PathLike[str], options: Sequence[str] = ()) -> SourceText:
    """`path` preprocessed with gcc's `options`. Raises CompileError, also when gcc complained (on standard error)."""
    source = start_preprocessor(os.fspath(path), options).finish()
    if source is None:
        raise CompileError(f"gcc cannot preprocess {os.fspath(path)}")
    return source
