"""Library functions that the sandbox's walls break: programs that use them are linked with others that keep within."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from oracle.sandbox import cache_directory, run_trusted

_TMPFILE = """\
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* As the library's, but in the working directory: a program in the sandbox may write nowhere else. */
FILE *tmpfile(void)
{
    char name[] = "./tmpfile-XXXXXX";
    int file = mkstemp(name);
    if (file < 0)
        return NULL;
    unlink(name);
    return fdopen(file, "w+b");
}
"""


def substitutes(text: bytes) -> tuple[str, ...]:
    """The linker's options for a program with this text: none for most."""
    return ("-L" + str(_folder()), "-loracle-tmpfile") if b"tmpfile" in text else ()


def _folder() -> Path:
    """Where the archive is, made once for each version of it."""
    folder = cache_directory() / f"substitutes-{hashlib.sha256(_TMPFILE.encode()).hexdigest()[:16]}"
    archive = folder / "liboracle-tmpfile.a"
    if archive.exists():
        return folder
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        source, made, draft = (Path(scratch, name) for name in ("tmpfile.c", "tmpfile.o", "draft.a"))
        source.write_text(_TMPFILE)
        for words in (
            ["gcc", "-O1", "-fPIC", "-c", str(source), "-o", str(made)],
            ["ar", "rcs", str(draft), str(made)],
        ):
            done = run_trusted(words)
            if not done.succeeded:
                raise OSError(f"{words[0]} does not make {archive.name}: {done.stderr.decode(errors='replace')[:200]}")
        draft.replace(archive)
    return folder
