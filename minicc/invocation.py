"""One call of minicc, read from its command line: what to do, with which inputs, in which order."""

from __future__ import annotations

from typing import Literal

from minicc.code_shape import CodeShape
from minicc.diagnostics import CompileError
from minicc.floating_point import FloatingPoint
from minicc.machine import Machine
from minicc.options import CompileOptions, DebugOptions, Relocation
from minicc.quick_dataclasses import dataclass, field
from minicc.warnings import is_before_c99

Language = Literal["c", "c-header", "cpp-output", "assembler", "assembler-with-cpp", "linker", "linker-argument"]
"""What an input is: C, a header (to preprocess or to check), preprocessed C, assembly, assembly to preprocess, a file
or an option for the linker, or the argument of one.
"""

Mode = Literal["link", "compile", "assemble", "preprocess", "check"]
"""Where to stop: an executable, -c, -S, -E (and -M, -MM), -fsyntax-only. "compile" is -c, "assemble" is -S."""

_LANGUAGE_OF_SUFFIX: dict[str, Language] = {
    ".c": "c",
    ".h": "c-header",
    ".i": "cpp-output",
    ".s": "assembler",
    ".S": "assembler-with-cpp",
    ".sx": "assembler-with-cpp",
}
_REFUSED_SUFFIXES = {
    ".cc": "C++",
    ".cpp": "C++",
    ".cxx": "C++",
    ".C": "C++",
    ".m": "Objective-C",
    ".f": "Fortran",
    ".ll": "LLVM IR as input",
    ".bc": "LLVM bitcode as input",
}


@dataclass(frozen=True, slots=True)
class Input:
    """An input of the command line, in order: a file, or (language "linker") a word for the linker."""

    word: str
    language: Language


@dataclass(slots=True)
class Invocation:
    """Everything the command line says. The fields that a translation unit needs become CompileOptions."""

    inputs: list[Input] = field(default_factory=list)
    mode: Mode = "link"
    output: str | None = None
    language: Language | None = None
    level: int = 0
    optimize_size: bool = False
    relocation: Relocation = "pie"
    debug_level: int = 0
    dwarf_version: int = 5
    debug_prefix_map: list[tuple[str, str]] = field(default_factory=list)
    standard: str = "gnu17"
    gnu_keywords: bool | None = None
    """What -fasm and -fno-asm say; None: the standard decides."""
    gnu89_inline: bool | None = None
    warnings: bool = True
    warning_words: list[str] = field(default_factory=list)
    wrapv: bool = False
    unsigned_char: bool = False
    common: bool = False
    builtin: bool = True
    visibility: str = "default"
    shape: CodeShape = field(default_factory=CodeShape)
    code_attributes: list[str] = field(default_factory=list)
    omit_frame_pointer: bool | None = None
    promises: bool = True
    strict_aliasing: bool | None = None
    wrapv_pointer: bool = False
    null_is_no_object: bool = True
    not_builtin: list[str] = field(default_factory=list)
    machine: Machine = field(default_factory=Machine)
    floating_point: FloatingPoint = field(default_factory=FloatingPoint)
    preprocessor: list[str] = field(default_factory=list)
    reference: list[str] = field(default_factory=list)
    assembler: list[str] = field(default_factory=list)
    plugins: list[str] = field(default_factory=list)
    emit_llvm: bool = False
    boundary: str | None = None
    list_pass_executions: bool = False
    link_kind: Literal["executable", "shared", "static"] = "executable"
    link_relocation: Relocation = "pie"
    link_extra: list[str] = field(default_factory=list)
    dependencies: Literal["", "all", "user"] = ""
    dependency_file: str | None = None
    dependency_targets: list[str] = field(default_factory=list)
    dependency_phony: bool = False
    verbose: bool = False
    dry_run: bool = False
    save_temps: Literal["", "obj", "cwd"] = ""
    question: tuple[str, ...] = ()
    """A question that is answered in place of a compilation: ("help",), ("version",) or ("gcc", "-dumpversion")."""

    def plain_names(self) -> frozenset[str]:
        """The keywords of gcc's C that the program may use as names: what the standard does not know (6.4.1).

        gcc's manual, -fno-asm; `restrict` came with C99, `inline` too, but gnu90 has it.
        """
        names: list[str] = []
        before_c99 = is_before_c99(self.standard)
        if before_c99:
            names.append("restrict")
        is_strict = not self.standard.startswith("gnu") if self.gnu_keywords is None else not self.gnu_keywords
        if is_strict:
            names += ["asm", "typeof"]
            if before_c99:
                names.append("inline")
        return frozenset(names)

    def compile_options(self) -> CompileOptions:
        """What every translation unit of this call is compiled with."""
        return CompileOptions(
            level=self.level,
            optimize_size=self.optimize_size,
            relocation=self.relocation,
            debug=self._debug_options(),
            standard=self.standard,
            gnu89_inline=self.gnu89_inline,
            wrapv=self.wrapv,
            unsigned_char=self.unsigned_char,
            common=self.common,
            builtin=self.builtin,
            visibility=self.visibility,
            shape=self.shape,
            code_attributes=tuple(self.code_attributes),
            omit_frame_pointer=self.omit_frame_pointer,
            promises=self.promises,
            strict_aliasing=self.strict_aliasing,
            wrapv_pointer=self.wrapv_pointer,
            null_is_no_object=self.null_is_no_object,
            not_builtin=tuple(self.not_builtin),
            machine=self.machine,
            floating_point=self.floating_point,
            preprocessor=tuple(self.preprocessor),
            reference=tuple(self.reference),
        )

    def _debug_options(self) -> DebugOptions | None:
        if not self.debug_level:
            return None
        return DebugOptions(self.debug_level > 1, self.dwarf_version, tuple(self.debug_prefix_map))


def language_of(name: str) -> Language:
    """What a file is by its name. Raises CompileError, by name, for a language that is not compiled (C++, ...)."""
    dot = name.rfind(".")
    suffix = name[dot:] if dot > name.rfind("/") else ""
    if suffix in _REFUSED_SUFFIXES:
        raise CompileError(f"{name}: {_REFUSED_SUFFIXES[suffix]} is not supported")
    return _LANGUAGE_OF_SUFFIX.get(suffix, "linker")
