"""What one compilation was asked to do, as data: the command line table fills it in, every phase reads it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Relocation = Literal["pie", "pic", "none"]
"""How addresses are formed: "pie" (Debian's default), "pic" (-fPIC, -shared) or "none" (-fno-pie, -static)."""


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """How to compile one translation unit.

    `level` is LLVM's speed level 0-3; `optimize_size` is set by -Os and -Oz.
    `preprocessor` are the words for gcc -E; `reference` the words that gcc needs to compile
    the printed C of a boundary to the same meaning (-std=, -fwrapv, -funsigned-char, -fPIC, ...).
    """

    level: int = 0
    optimize_size: bool = False
    relocation: Relocation = "pie"
    debug: bool = False
    standard: str = "gnu17"
    pedantic_errors: bool = False
    warnings: bool = True
    warnings_are_errors: bool = False
    wrapv: bool = False
    unsigned_char: bool = False
    common: bool = False
    builtin: bool = True
    visibility: str = "default"
    asynchronous_unwind_tables: bool = True
    omit_frame_pointer: bool = True
    strict_aliasing: bool = True
    preprocessor: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
    plugins: tuple[str, ...] = field(default=())
