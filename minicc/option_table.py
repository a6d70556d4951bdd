"""gcc's options, as a table: how each is written, and what it does to the invocation."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from minicc import code_shape, floating_point, machine
from minicc.diagnostics import CompileError
from minicc.invocation import Input, Invocation, Language
from minicc.patterns import pattern
from minicc.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from minicc.options import Relocation

Effect = Callable[[Invocation, str, str], None]
"""What an option does: it is given the invocation, the option's spelling and its argument ("" when it has none)."""


@dataclass(frozen=True, slots=True)
class Option:
    """A row of the table. `argument`: "none"; "joined" (-std=c99); "separate" (-x c); "either" (-I dir, -Idir)."""

    spelling: str
    argument: Literal["none", "joined", "separate", "either"]
    effect: Effect
    help: str = ""


# --------------------------------------------------------------------------- effects


def _sets(**fields: Any) -> Effect:
    def effect(invocation: Invocation, spelling: str, argument: str) -> None:
        for name, value in fields.items():
            setattr(invocation, name, value)

    return effect


def _ignored(invocation: Invocation, spelling: str, argument: str) -> None:
    """Accepted: it asks for nothing that changes what the program means."""


def _refused(why: str) -> Effect:
    def effect(invocation: Invocation, spelling: str, argument: str) -> NoReturn:
        raise CompileError(f"command-line option '{spelling}{argument}' is not supported{why and ': '}{why}")

    return effect


def _all(*effects: Effect) -> Effect:
    def effect(invocation: Invocation, spelling: str, argument: str) -> None:
        for one in effects:
            one(invocation, spelling, argument)

    return effect


def _to_preprocessor(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.preprocessor.append(spelling + argument)


def _to_preprocessor_apart(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.preprocessor += [spelling, argument]


def _to_reference(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.reference.append(spelling + argument)


def _to_assembler(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.assembler.append(spelling + argument)


def _to_linker(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.inputs.append(Input(spelling + argument, "linker"))


def _word_for_linker(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.inputs += [Input(spelling, "linker"), Input(argument, "linker-argument")]


def _word_for_assembler(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.assembler += [spelling, argument]


def _code_shape(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.shape = code_shape.with_option(invocation.shape, spelling)
    # Macros and the meaning of the printed C depend on them; sections and instrumentation are not gcc's business.
    invocation.preprocessor.append(spelling)
    if "short-enums" in spelling:
        invocation.reference.append(spelling)


_REGISTERS = re.compile(r"skip|((used|all)(-gpr)?(-arg)?)")


def _zeroed_registers(invocation: Invocation, spelling: str, argument: str) -> None:
    if not _REGISTERS.fullmatch(argument):
        raise CompileError(f"unrecognized argument in option '{spelling}{argument}'")
    invocation.code_attributes.append(f'"zero-call-used-regs"="{argument}"')


def _visibility(invocation: Invocation, spelling: str, argument: str) -> None:
    if argument not in ("default", "hidden", "internal", "protected"):
        raise CompileError(f"unrecognized argument in option '{spelling}{argument}'")
    invocation.visibility = argument


def _to_link(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.link_extra.append(spelling + argument)


def _to_gcc(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.question = ("gcc", spelling + argument)


_STANDARD = pattern(r"(c|gnu)(89|90|99|9x|11|1x|17|18|2x)|iso9899:(1990|199409|1999|199x|2011|2017|2018)")


def _standard(invocation: Invocation, spelling: str, argument: str) -> None:
    if argument.startswith(("c++", "gnu++")):
        sys.stderr.write(
            f"minicc: warning: command-line option '{spelling}{argument}' is valid for C++ but not for C\n"
        )
        return
    if not _STANDARD.fullmatch(argument):
        raise CompileError(f"unrecognized command-line option '{spelling}{argument}'")
    invocation.standard = argument
    invocation.preprocessor.append(spelling + argument)
    invocation.reference.append(spelling + argument)


def _ansi(invocation: Invocation, spelling: str, argument: str) -> None:
    _standard(invocation, "-std=", "c90")


def _level(invocation: Invocation, spelling: str, argument: str) -> None:
    levels = {"": 1, "0": 0, "1": 1, "2": 2, "3": 3, "s": 2, "z": 2, "g": 1, "fast": 3}
    if argument.isdigit():
        invocation.level = min(int(argument), 3)
    elif argument in levels:
        invocation.level = levels[argument]
    else:
        raise CompileError(
            f"argument to '-O' should be a non-negative integer, 'g', 's', 'z' or 'fast': '-O{argument}'"
        )
    invocation.optimize_size = argument in ("s", "z")
    invocation.preprocessor.append("-Os" if argument == "z" else f"-O{argument}")
    if argument == "fast":
        _floating_point(invocation, "-ffast-math", "")


def _floating_point(invocation: Invocation, spelling: str, argument: str) -> None:
    if spelling == "-ffp-contract=" and argument not in ("fast", "on", "off"):
        raise CompileError(f"unknown floating point contraction style '{argument}'")
    invocation.floating_point = floating_point.with_option(invocation.floating_point, spelling, argument)
    _MEANING(invocation, spelling, argument)
    if spelling in ("-ffast-math", "-funsafe-math-optimizations"):
        # gcc's start-up code for it has the processor flush denormal numbers to zero.
        invocation.link_extra.append(spelling)


def _machine(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.machine = machine.with_option(invocation.machine, spelling, argument)
    if not spelling.endswith("red-zone"):
        _MEANING(invocation, spelling, argument)
        invocation.preprocessor = [one for one in invocation.preprocessor if one not in machine.NOT_ANNOUNCED]
        invocation.preprocessor += machine.NOT_ANNOUNCED


def _not_builtin(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.not_builtin.append(argument)
    _MEANING(invocation, spelling, argument)


def _language(invocation: Invocation, spelling: str, argument: str) -> None:
    known: dict[str, Language | None] = {
        "c": "c",
        "c-header": "c-header",
        "cpp-output": "cpp-output",
        "assembler": "assembler",
        "assembler-with-cpp": "assembler-with-cpp",
        "none": None,
    }
    if argument not in known:
        known_to_gcc = argument in ("c++", "objective-c", "f77", "f95", "go", "d", "ada")
        raise CompileError(f"language {argument} {'is not supported' if known_to_gcc else 'not recognized'}")
    invocation.language = known[argument]


def _debug(invocation: Invocation, spelling: str, argument: str) -> None:
    if re.fullmatch(r"(no-)?(column-info|strict-dwarf|record-gcc-switches|\S*-points|statement-frontiers)", argument):
        return
    if argument in ("z", "z=none", "z=zlib"):
        return  # an object is as good uncompressed
    found = re.fullmatch(r"(gdb|line-tables-only)?([0-3]?)|dwarf-?([2-5])?|dwarf(32)", argument)
    if not found:
        if argument.startswith(("split-dwarf", "dwarf64", "gnu-pubnames", "pubnames", "stabs", "z=")):
            raise CompileError(f"command-line option '{spelling}{argument}' is not supported")
        raise CompileError(f"unrecognized command-line option '{spelling}{argument}'")
    _, level, version, _ = found.groups()
    if level:
        invocation.debug_level = int(level)
    elif argument == "line-tables-only":
        invocation.debug_level = 1
    else:
        invocation.debug_level = max(invocation.debug_level, 2)
    if version:
        invocation.dwarf_version = int(version)


def _prefix_map(invocation: Invocation, spelling: str, argument: str) -> None:
    old, equals, new = argument.partition("=")
    if not equals:
        raise CompileError(f"invalid argument '{argument}' to '{spelling.removesuffix('=')}'")
    invocation.debug_prefix_map.append((old, new))


def _dependency_target(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.dependency_targets += [spelling, argument]


def _plugin(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.plugins.append(argument)


def _set_argument(name: str) -> Effect:
    def effect(invocation: Invocation, spelling: str, argument: str) -> None:
        setattr(invocation, name, argument)

    return effect


def _warning(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.warning_words.append(argument)
    invocation.preprocessor.append(spelling + argument)


def _pedantic(invocation: Invocation, spelling: str, argument: str) -> None:
    invocation.warning_words.append(spelling.removeprefix("-"))
    invocation.preprocessor.append(spelling)


def _position_independent(relocation: Relocation) -> Effect:
    return _all(_sets(relocation=relocation), _to_preprocessor, _to_reference)


# --------------------------------------------------------------------------- the table

_MEANING = _all(_to_preprocessor, _to_reference)

OPTIONS: tuple[Option, ...] = (
    # where to stop, and where the result goes
    Option("-c", "none", _sets(mode="compile"), "compile to an object file, do not link"),
    Option("-S", "none", _sets(mode="assemble"), "compile to assembly"),
    Option("-E", "none", _sets(mode="preprocess"), "preprocess only"),
    Option("-fsyntax-only", "none", _sets(mode="check"), "check for errors only"),
    Option("-o", "either", _set_argument("output"), "-o FILE: where the result goes"),
    Option("-x", "either", _language, "-x LANGUAGE: what the next inputs are (c, cpp-output, assembler, none)"),
    Option("-emit-llvm", "none", _sets(emit_llvm=True), "LLVM IR with -S, bitcode with -c"),
    # preprocessor
    Option("-I", "either", _to_preprocessor, "-I DIR: look for headers there"),
    Option("-D", "either", _to_preprocessor, "-D NAME[=VALUE]: define a macro"),
    Option("-U", "either", _to_preprocessor, "-U NAME: undefine a macro"),
    Option("-include", "separate", _to_preprocessor_apart, "-include FILE: as if the program included it first"),
    Option("-imacros", "separate", _to_preprocessor_apart),
    Option("-isystem", "either", _to_preprocessor),
    Option("-iquote", "either", _to_preprocessor),
    Option("-idirafter", "either", _to_preprocessor),
    Option("-isysroot", "separate", _to_preprocessor_apart),
    Option("-iprefix", "separate", _to_preprocessor_apart),
    Option("-iwithprefix", "separate", _to_preprocessor_apart),
    Option("--sysroot=", "joined", _all(_to_preprocessor, _to_link)),
    Option("-nostdinc", "none", _to_preprocessor),
    Option("-undef", "none", _to_preprocessor),
    Option("-trigraphs", "none", _to_preprocessor),
    Option("-traditional-cpp", "none", _to_preprocessor),
    Option("-remap", "none", _to_preprocessor),
    Option("-P", "none", _to_preprocessor),
    Option("-C", "none", _to_preprocessor),
    Option("-CC", "none", _to_preprocessor),
    Option("-H", "none", _to_preprocessor),
    Option("-d", "joined", _to_preprocessor),
    Option("-Wp,", "joined", _to_preprocessor),
    Option("-Xpreprocessor", "separate", _to_preprocessor_apart),
    Option("-M", "none", _all(_sets(mode="preprocess"), _to_preprocessor), "list what the program includes"),
    Option("-MM", "none", _all(_sets(mode="preprocess"), _to_preprocessor)),
    Option("-MG", "none", _to_preprocessor),
    Option("-MD", "none", _sets(dependencies="all"), "also write what the program includes (-MMD, -MF, -MT, -MQ, -MP)"),
    Option("-MMD", "none", _sets(dependencies="user")),
    Option("-MF", "either", _set_argument("dependency_file")),
    Option("-MT", "either", _dependency_target),
    Option("-MQ", "either", _dependency_target),
    Option("-MP", "none", _sets(dependency_phony=True)),
    # language
    Option("-std=", "joined", _standard, "-std=c99, gnu17, ...: the language standard"),
    Option("--std=", "joined", _standard),
    Option("-ansi", "none", _ansi),
    Option("-fasm", "none", _all(_sets(gnu_keywords=True), _MEANING)),
    Option("-fno-asm", "none", _all(_sets(gnu_keywords=False), _MEANING), "asm, typeof and inline are names"),
    Option("-pedantic", "none", _pedantic, "warn of what the standard forbids"),
    Option("-pedantic-errors", "none", _pedantic, "refuse what the standard forbids"),
    Option("-funsigned-char", "none", _all(_sets(unsigned_char=True), _MEANING), "char is unsigned"),
    Option("-fno-signed-char", "none", _all(_sets(unsigned_char=True), _MEANING)),
    Option("-fsigned-char", "none", _all(_sets(unsigned_char=False), _MEANING)),
    Option("-fno-unsigned-char", "none", _all(_sets(unsigned_char=False), _MEANING)),
    Option("-fwrapv", "none", _all(_sets(wrapv=True), _to_reference), "signed overflow wraps"),
    Option("-fwrapv-pointer", "none", _all(_sets(wrapv_pointer=True), _to_reference)),
    Option("-fno-wrapv-pointer", "none", _all(_sets(wrapv_pointer=False), _to_reference)),
    Option("-fno-strict-overflow", "none", _all(_sets(wrapv=True, wrapv_pointer=True), _to_reference)),
    Option("-fno-wrapv", "none", _all(_sets(wrapv=False), _to_reference)),
    Option("-fstrict-overflow", "none", _all(_sets(wrapv=False, wrapv_pointer=False), _to_reference)),
    Option("-fdelete-null-pointer-checks", "none", _sets(null_is_no_object=True)),
    Option("-fno-delete-null-pointer-checks", "none", _sets(null_is_no_object=False), "an object may be at address 0"),
    Option(
        "-fstrict-aliasing", "none", _all(_sets(strict_aliasing=True), _to_reference), "what C says of aliasing (-O2)"
    ),
    Option("-fno-strict-aliasing", "none", _all(_sets(strict_aliasing=False), _to_reference)),
    Option("-ffreestanding", "none", _all(_sets(builtin=False), _MEANING)),
    Option("-fno-hosted", "none", _all(_sets(builtin=False), _MEANING)),
    Option("-fhosted", "none", _all(_sets(builtin=True), _MEANING)),
    Option("-fno-builtin", "none", _all(_sets(builtin=False), _MEANING), "library functions are not special"),
    Option("-fno-builtin-", "joined", _not_builtin),
    Option("-fbuiltin", "none", _all(_sets(builtin=True), _MEANING)),
    Option("-fcommon", "none", _all(_sets(common=True), _to_reference)),
    Option("-fno-common", "none", _all(_sets(common=False), _to_reference)),
    Option("-fgnu89-inline", "none", _all(_sets(gnu89_inline=True), _MEANING)),
    Option("-fno-gnu89-inline", "none", _all(_sets(gnu89_inline=False), _MEANING)),
    Option("-fms-extensions", "none", _refused("")),
    Option("-fplan9-extensions", "none", _refused("")),
    *(Option(word, "none", _code_shape) for word in code_shape.WORDS),
    Option("-fzero-call-used-regs=", "joined", _zeroed_registers),
    Option("-ftrivial-auto-var-init=", "joined", _refused("")),
    Option("-fshort-wchar", "none", _refused("it changes the ABI")),
    Option("-fpack-struct", "joined", _refused("it changes the ABI")),
    Option("-ftrapv", "none", _refused("")),
    Option("-fsanitize=", "joined", _refused("")),
    Option("-finstrument-functions-", "joined", _refused("")),
    Option("-fprofile-", "joined", _refused("")),
    Option("-fprofile", "none", _refused("")),
    Option("-ftest-coverage", "none", _refused("")),
    Option("-pg", "none", _refused("")),
    Option("-p", "none", _refused("")),
    Option("-fgnu-tm", "none", _refused("")),
    Option("-fsplit-stack", "none", _refused("")),
    Option("--coverage", "none", _refused("")),
    Option("-fopenmp", "none", _refused("")),
    Option("-fopenacc", "none", _refused("")),
    Option("-fsingle-precision-constant", "none", _refused("")),
    Option("-fsignaling-nans", "none", _refused("")),
    Option("-fstack-check", "none", _refused("")),
    Option("-fpcc-struct-return", "none", _refused("it changes the ABI")),
    Option("-mlong-double-64", "none", _refused("it changes the ABI")),
    Option("-fnested-functions", "none", _refused("")),
    Option("-fvisibility=", "joined", _all(_visibility, _to_reference)),
    # optimisation
    Option("-O", "joined", _level, "-O0 to -O3, -Os, -Og, -Ofast: how hard to optimise (-Ofast is -O3 -ffast-math)"),
    Option("-fomit-frame-pointer", "none", _sets(omit_frame_pointer=True)),
    Option("-fno-omit-frame-pointer", "none", _sets(omit_frame_pointer=False)),
    Option("-fasynchronous-unwind-tables", "none", _ignored),
    Option("-fno-asynchronous-unwind-tables", "none", _ignored),
    Option("-flto", "joined", _ignored),
    Option("-fno-lto", "none", _ignored),
    Option("-ffat-lto-objects", "none", _ignored),
    Option("-fno-fat-lto-objects", "none", _ignored),
    # code generation
    Option("-fPIC", "none", _position_independent("pic"), "position independent code, for shared libraries"),
    Option("-fpic", "none", _position_independent("pic")),
    Option("-fPIE", "none", _position_independent("pie"), "position independent code, for executables (default)"),
    Option("-fpie", "none", _position_independent("pie")),
    Option("-fno-PIC", "none", _position_independent("none")),
    Option("-fno-pic", "none", _position_independent("none")),
    Option("-fno-PIE", "none", _position_independent("none")),
    Option("-fno-pie", "none", _position_independent("none")),
    Option("-g", "joined", _debug, "-g, -g2, -g3, -ggdb: debug information; -g1: functions and lines only; -gdwarf-4"),
    Option("-fdebug-prefix-map=", "joined", _prefix_map, "-fdebug-prefix-map=OLD=NEW: file names told to debuggers"),
    Option("-ffile-prefix-map=", "joined", _all(_prefix_map, _to_preprocessor), "the same, for __FILE__ too"),
    Option("-fmacro-prefix-map=", "joined", _to_preprocessor),
    Option("-m64", "none", _ignored),
    Option("-m32", "none", _refused("minicc compiles for x86-64")),
    Option("-mx32", "none", _refused("minicc compiles for x86-64")),
    Option("-march=", "joined", _machine, "-march=native, haswell, x86-64-v3, ...: the processor to generate code for"),
    Option("-mtune=", "joined", _machine, "the processor to choose instructions for"),
    *(Option(word, "none", _machine) for word in machine.WORDS),
    *(Option(word, "none", _floating_point) for word in floating_point.WORDS),
    Option(
        "-ffp-contract=", "joined", _floating_point, "-ffp-contract=fast: fuse products and sums (-mfma); off: never"
    ),
    Option("-ffloat-store", "none", _ignored),
    Option("-mfpmath=sse", "none", _ignored),
    Option("-mcmodel=small", "none", _ignored),
    Option("-mcmodel=", "joined", _refused("")),
    Option("--param", "separate", _ignored),
    Option("--param=", "joined", _ignored),
    Option("-save-temps", "none", _sets(save_temps="obj"), "keep the preprocessed text and the assembly (=cwd, =obj)"),
    Option("-save-temps=obj", "none", _sets(save_temps="obj")),
    Option("-save-temps=cwd", "none", _sets(save_temps="cwd")),
    Option("--save-temps", "none", _sets(save_temps="obj")),
    Option("-no-canonical-prefixes", "none", _ignored),
    Option("-frounding-math", "none", _refused("")),
    Option("-funsigned-bitfields", "none", _refused("")),
    Option("-fsigned-bitfields", "none", _ignored),
    # warnings
    Option("-w", "none", _all(_sets(warnings=False), _to_preprocessor), "no warnings"),
    Option("-W", "joined", _warning, "warnings, as gcc names them; -Werror"),
    # linker
    Option("-l", "either", _to_linker, "-l NAME: link with a library"),
    Option("-L", "either", _to_linker, "-L DIR: look for libraries there"),
    Option("-shared", "none", _sets(link_kind="shared"), "make a shared library"),
    Option("-static", "none", _sets(link_kind="static"), "link statically"),
    Option("-pie", "none", _sets(link_relocation="pie")),
    Option("-no-pie", "none", _sets(link_relocation="none")),
    Option("-pthread", "none", _all(_to_preprocessor, _to_reference, _to_link), "use POSIX threads"),
    Option("-rdynamic", "none", _to_link),
    Option("-static-libgcc", "none", _to_link),
    Option("-shared-libgcc", "none", _to_link),
    Option("-static-pie", "none", _to_link),
    Option("-nostdlib", "none", _to_link),
    Option("-nostartfiles", "none", _to_link),
    Option("-nodefaultlibs", "none", _to_link),
    Option("-nolibc", "none", _to_link),
    Option("-r", "none", _to_link),
    Option("-s", "none", _to_link),
    Option("-fuse-ld=", "joined", _to_link),
    Option("-B", "either", _to_link),
    Option("-T", "either", _to_linker),
    Option("-u", "either", _to_linker),
    Option("-e", "either", _to_linker),
    Option("-z", "either", _to_linker),
    Option(
        "-Wl,", "joined", _to_linker, "-Wl,A,B: words for the linker (-Wa, for the assembler, -Wp, the preprocessor)"
    ),
    Option("-Xlinker", "separate", _word_for_linker),
    Option("-Wa,", "joined", _to_assembler),
    Option("-Xassembler", "separate", _word_for_assembler),
    # minicc's own
    Option("-fplugin=", "joined", _plugin, "-fplugin=FILE.py: let a Python file change the pipeline (minicc.pipeline)"),
    Option("-fboundary=", "joined", _set_argument("boundary"), "-fboundary=B0|B1|B2|B3|B4+k|Bo: build that boundary"),
    Option("-fno-promises", "none", _sets(promises=False), "IR without nsw, inbounds, alignment and other promises"),
    Option("-fpass-executions", "none", _sets(list_pass_executions=True), "list the level's LLVM pass executions"),
    # questions
    Option("--help", "none", _sets(question=("help",)), "this text"),
    Option("-h", "none", _sets(question=("help",))),
    Option("--version", "none", _sets(question=("version",)), "the versions of minicc and of its parts"),
    Option("-v", "none", _sets(verbose=True), "show the commands that are run"),
    Option("-###", "none", _sets(verbose=True, dry_run=True), "show the commands, and run none"),
    Option("-dumpversion", "none", _to_gcc),
    Option("-dumpfullversion", "none", _to_gcc),
    Option("-dumpmachine", "none", _to_gcc),
    Option("-print-", "joined", _to_gcc, "asked of gcc, whose headers and libraries are used (-dumpmachine, ...)"),
    Option("--print-", "joined", _to_gcc),
    Option("-pipe", "none", _ignored),
)

# Choices of gcc's optimisers and of its messages: without a meaning here, and harmless for the program's. `-fno-` too.
_HARMLESS = (
    "tree-", "ipa-", "sched", "gcse", "align-", "inline", "early-inlining", "unroll-", "peel-loops", "split-",
    "loop-", "if-conversion", "crossjumping", "cse-", "defer-pop", "devirtualize",
    "expensive-optimizations", "forward-propagate", "guess-branch-probability", "hoist-adjacent-loads", "ira-",
    "isolate-erroneous-paths", "lra-", "merge-", "modulo-sched", "move-loop", "optimize-", "partial-inlining",
    "peephole", "plt", "predictive-commoning", "prefetch-loop-arrays", "ree", "rename-registers", "reorder-",
    "rerun-cse", "schedule-", "section-anchors", "selective-scheduling", "shrink-wrap",
    "ssa-", "stack-clash-protection", "stack-reuse",
    "stdarg-opt", "store-merging", "strict-volatile-bitfields", "thread-jumps", "toplevel-reorder",
    "unit-at-a-time", "unwind-tables", "var-tracking", "variable-expansion", "vect-cost-model", "vpt", "web",
    "whole-program", "zero-initialized-in-bss", "ident", "verbose-asm",
    "diagnostics-", "message-length", "max-errors", "debug-types",
    "eliminate-unused", "record-gcc-switches", "exceptions", "semantic-interposition",
    "excess-precision=", "keep-", "caller-saves", "combine-stack",
    "compare-elim", "cprop-", "dce", "dse", "auto-inc-dec", "branch-", "code-hoisting", "ext-numeric-literals",
    "lifetime-dse", "preprocessed", "dollars-in-identifiers", "extended-identifiers",
    "input-charset=UTF-8", "exec-charset=UTF-8", "working-directory", "track-macro-expansion",
    "printf-return-value", "aggressive-loop-optimizations", "random-seed", "tls-model=",
    "cx-fortran-rules", "gnu-unique", "non-call-exceptions", "openmp-simd", "reg-struct-return",
)  # fmt: skip


# What minicc does anyway.
_DEFAULTS = frozenset((
    "-fno-openmp", "-fno-openacc", "-fno-single-precision-constant", "-fno-signaling-nans", "-fno-stack-check",
    "-m80387", "-mhard-float", "-mlong-double-80", "-mpreferred-stack-boundary=4", "-mtls-dialect=gnu",
))  # fmt: skip


def is_harmless(word: str) -> bool:
    """gcc's tuning: the generated code means the same."""
    if word in _DEFAULTS:
        return True
    if re.fullmatch(
        r"-m(no-)?(avx\w+|vzeroupper|omit-leaf-frame-pointer|prefer-avx128|stv)|-mprefer-vector-width=\w+", word
    ):
        return True
    return word.startswith("-f") and word[2:].removeprefix("no-").startswith(_HARMLESS)
