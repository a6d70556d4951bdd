"""What one compilation was asked to do, as data: the command line table fills it in, every phase reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from minicc.code_shape import CodeShape
from minicc.floating_point import FloatingPoint
from minicc.machine import Machine
from minicc.quick_dataclasses import dataclass

Relocation = Literal["pie", "pic", "none"]
"""How addresses are formed: "pie" (Debian's default), "pic" (-fPIC, -shared) or "none" (-fno-pie, -static)."""


@dataclass(frozen=True, slots=True)
class DebugOptions:
    """What -g asks for. `full`: types and variables too (-g, -g2), else functions and lines (-g1).

    `dwarf_version` is 2 to 5. `prefix_map`: (old, new) beginnings of file names, the last that fits counts
    (-fdebug-prefix-map=, -ffile-prefix-map=).
    """

    full: bool = True
    dwarf_version: int = 5
    prefix_map: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CompileOptions:
    """How to compile one translation unit.

    `level` is LLVM's speed level 0-3; `optimize_size` is set by -Os and -Oz. `warn` is called with each warning
    and its offset in the preprocessed text; `lints` names those that were asked for.
    `strict_aliasing`: None leaves it to the level, as in gcc (from -O2 on). `wrapv_pointer`: addresses wrap too;
    `null_is_no_object`: what is accessed through a pointer is not at address 0; `not_builtin`: -fno-builtin-NAME.
    `code_attributes`: of LLVM, for every function definition.
    `promises` False leaves out of the IR what only serves optimisation and
    could be promised wrongly (nsw, inbounds, alignment, ...). `gnu89_inline`: None leaves it to the standard.
    `preprocessor` are the words for gcc -E; `reference` the words that gcc needs to compile
    the printed C of a boundary to the same meaning (-std=, -fwrapv, -funsigned-char, -fPIC, ...).
    """

    level: int = 0
    optimize_size: bool = False
    relocation: Relocation = "pie"
    debug: DebugOptions | None = None
    standard: str = "gnu17"
    gnu89_inline: bool | None = None
    warn: Callable[[str, int], None] | None = None
    lints: frozenset[str] = frozenset()
    wrapv: bool = False
    unsigned_char: bool = False
    common: bool = False
    builtin: bool = True
    visibility: str = "default"
    shape: CodeShape = CodeShape()
    code_attributes: tuple[str, ...] = ()
    omit_frame_pointer: bool | None = None
    promises: bool = True
    strict_aliasing: bool | None = None
    wrapv_pointer: bool = False
    null_is_no_object: bool = True
    not_builtin: tuple[str, ...] = ()
    machine: Machine = Machine()
    floating_point: FloatingPoint = FloatingPoint()
    preprocessor: tuple[str, ...] = ()
    reference: tuple[str, ...] = ()
