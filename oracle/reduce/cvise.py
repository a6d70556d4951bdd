"""C-Vise driven with the kit's own check as interestingness test, for programs that our parser does not read."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from oracle.reduce.interesting import Check
from oracle.sandbox import run_trusted


class CviseMissing(Exception):
    """C-Vise is not installed."""


def reduce_with_cvise(text: str, check: Check, seconds: float) -> str:
    """The program that C-Vise leaves after at most `seconds`. Raises CviseMissing.

    Not through plumbum: its timeout ends C-Vise but not the tests that C-Vise started.
    """
    if shutil.which("cvise") is None:
        raise CviseMissing("cvise: not found (apt-get install cvise), or use --tool own")
    with TemporaryDirectory(prefix="cvise-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        program = folder / "program.c"
        program.write_text(text, encoding="utf-8", errors="surrogateescape")
        script = folder / "interesting.sh"
        words = [sys.executable, "-m", "oracle.reduce.cvise_check", shlex.join(check.subject.command)]
        words += [shlex.join(check.reference.command), str(check.verdict), check.signature or "", "program.c"]
        script.write_text(f"#!/bin/sh\nexec {shlex.join(words)}\n")
        script.chmod(0o755)
        run_trusted(
            ["cvise", "--n", "2", "--not-c", "--timeout", "120", "interesting.sh", "program.c"],
            seconds,
            cwd=folder,
            environment={**os.environ, "TMPDIR": str(folder)},
        )
        return program.read_text(encoding="utf-8", errors="surrogateescape")
