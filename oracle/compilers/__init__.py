"""Compilers, driven as programs through one interface."""

from __future__ import annotations

import shlex

from oracle.compilers.command import CommandCompiler, CompilerNotFound
from oracle.compilers.gcc import gcc
from oracle.compilers.protocol import Compiler, Preloaded

__all__ = ["CommandCompiler", "Compiler", "CompilerNotFound", "Preloaded", "compiler_from_command", "gcc"]


def compiler_from_command(text: str) -> Compiler:
    """The compiler that a shell would start for `text`, e.g. "gcc -O2" or "minicc -O2".

    `minicc` alone (not a path to it) is kept loaded between compilations.
    Raises CompilerNotFound when there is no such program or `text` is not words.
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise CompilerNotFound(f"{text!r}: not a command: {error}") from error
    if words[:1] == ["minicc"]:
        from oracle.compilers.minicc import PreloadedMinicc, minicc_is_importable, minicc_words

        if minicc_is_importable():
            return PreloadedMinicc(tuple(words[1:]))
        words[:1] = minicc_words()
    if words[:1] == ["gcc"]:
        return gcc(*words[1:])
    return CommandCompiler(tuple(words))
