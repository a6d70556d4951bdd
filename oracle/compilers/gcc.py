"""gcc: the reference, and the source of evidence that a program is undefined."""

from __future__ import annotations

import shutil

from oracle.compilers.command import CommandCompiler, CompilerNotFound

QUIET = ("-w",)
"""Warnings play no part in judging."""


def gcc(*options: str) -> CommandCompiler:
    """The gcc on PATH with these options; raises CompilerNotFound and names the Debian package if there is none."""
    if shutil.which("gcc") is None:
        raise CompilerNotFound("gcc: not found; it is needed as the reference (apt-get install gcc libc6-dev)")
    return CommandCompiler(("gcc", *options))
