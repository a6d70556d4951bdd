"""C-Vise (or C-Reduce's successor of another name) driven with the kit's own check as interestingness test."""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from oracle.reduce.interesting import Check


class CviseMissing(Exception):
    """C-Vise is not installed."""


def reduce_with_cvise(text: str, check: Check, seconds: float) -> str:
    """The program that C-Vise leaves after at most `seconds`. Raises CviseMissing."""
    from plumbum import CommandNotFound, local
    from plumbum.commands.processes import ProcessTimedOut

    try:
        cvise = local["cvise"]
    except CommandNotFound:
        raise CviseMissing("cvise: not found (apt-get install cvise), or use --tool own") from None
    with TemporaryDirectory(prefix="cvise-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "program.c").write_text(text, encoding="utf-8", errors="surrogateescape")
        script = folder / "interesting.sh"
        words = [sys.executable, "-m", "oracle.reduce.cvise_check", shlex.join(check.subject.command)]
        words += [shlex.join(check.reference.command), str(check.verdict), check.signature or "", "program.c"]
        script.write_text(f"#!/bin/sh\nexec {shlex.join(words)}\n")
        script.chmod(0o755)
        with local.cwd(folder):
            options = ["--n", "2", "--not-c", "--timeout", "120"]
            with suppress(ProcessTimedOut):
                cvise[(*options, "interesting.sh", "program.c")].run(retcode=None, timeout=seconds)
        return (folder / "program.c").read_text(encoding="utf-8", errors="surrogateescape")
