"""The stages of a compilation as replaceable functions, and the boundaries between them as values that can be executed.

A plugin changes the pipeline, for planted faults and for anyone's experiments. `minicc -fplugin=FILE.py`
(gcc's own spelling) loads a module that defines `register(pipeline: Pipeline) -> None`:

    def register(pipeline):
        # wrap a stage: parse, check, lower, optimize or emit
        pipeline.wrap("parse", lambda parse: lambda source: mutate(parse(source)))
        # replace the IR behind one execution of an LLVM pass (None: leave it alone)
        pipeline.after_pass(lambda execution, ir: ir.replace("slt", "sle") if "slt" in ir else None, "instcombine")
        # rewrite the assembly that the code generator makes at the requested level
        pipeline.after_code_generation(lambda assembly: assembly.replace("setl", "setle"))

What the wrapped functions look like:

    parse(source: SourceText) -> nodes.TranslationUnit
    check(unit: nodes.TranslationUnit, source: SourceText, options: CompileOptions) -> typed.TranslationUnit
    lower(unit: typed.TranslationUnit, source: SourceText, options: CompileOptions) -> str        LLVM IR
    optimize(ir: str, options: OptimizationOptions) -> str                                       LLVM IR
    emit(ir: str, target: CodeGeneration) -> bytes                                               object or assembly

The boundaries, each of which can be produced as text and built into an executable:

    B0     the preprocessed C                           executed by gcc -O0
    B1     the syntax tree, printed as C                executed by gcc -O0
    B2     the typed tree, printed as C                 executed by gcc -O0
    B3     LLVM IR, unoptimised                         LLVM's code generator at -O0
    B4+k   the IR behind k LLVM pass executions         LLVM's code generator at -O0
    Bo     the object file                              LLVM's code generator at the requested level

A wrapper of `emit` is part of Bo only: the IR boundaries are executed by the unchanged code generator.
A wrapper of `optimize` is part of Bo only too; what should be found in a pass belongs into `after_pass`.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from minicc.diagnostics import CompileError, InternalError
from minicc.quick_dataclasses import dataclass, field

if TYPE_CHECKING:
    from pathlib import Path

    from minicc.backend.codegen import CodeGeneration
    from minicc.backend.optimize import OptimizationOptions, PassExecution
    from minicc.check import typed
    from minicc.options import CompileOptions
    from minicc.source import SourceText
    from minicc.syntax import nodes

    Parse = Callable[[SourceText], nodes.TranslationUnit]
    Check = Callable[[nodes.TranslationUnit, SourceText, CompileOptions], typed.TranslationUnit]
    Lower = Callable[[typed.TranslationUnit, SourceText, CompileOptions], str]
    Optimize = Callable[[str, OptimizationOptions], str]
    Emit = Callable[[str, CodeGeneration], bytes]
    AfterPass = Callable[[PassExecution, str], str | None]

StageName = Literal["parse", "check", "lower", "optimize", "emit"]
STAGE_NAMES: tuple[StageName, ...] = ("parse", "check", "lower", "optimize", "emit")


# --------------------------------------------------------------------------- the stages


def _parse(source: SourceText) -> nodes.TranslationUnit:
    from minicc.syntax.parser import parse

    return parse(source, skims=True)


def _check(unit: nodes.TranslationUnit, source: SourceText, options: CompileOptions) -> typed.TranslationUnit:
    from minicc.check import check
    from minicc.check.context import CheckOptions

    checking = CheckOptions(
        options.standard,
        options.unsigned_char,
        options.common,
        options.warn,
        options.gnu89_inline,
        options.lints,
        options.builtin,
        options.not_builtin,
        debug=options.debug is not None and options.debug.full,
        optimizes=options.level > 0,
        short_enums=options.shape.has("short-enums"),
    )
    return check(unit, source, checking)


def _lower(unit: typed.TranslationUnit, source: SourceText, options: CompileOptions) -> str:
    from minicc.lower import LowerOptions, lower

    machine = options.machine.resolved()
    contracts = options.level > 0 and machine.fuses and options.floating_point.contracts(options.standard)
    attributes = [*(f'"no-builtin-{name}"' for name in options.not_builtin), *options.code_attributes]
    if options.shape.stack_protector:
        attributes.append(options.shape.stack_protector)
    if not options.shape.has("jump-tables"):
        attributes.append('"no-jump-tables"="true"')
    if not options.null_is_no_object:
        attributes.append("null_pointer_is_valid")
    lowering = LowerOptions(
        debug=options.debug,
        pic=options.relocation == "pic",
        pie=options.relocation == "pie",
        wrapv=options.wrapv,
        no_builtin=not options.builtin,
        common=options.common,
        visibility=options.visibility,
        shape=options.shape,
        opt_level="s" if options.optimize_size else str(options.level),
        promises=options.promises,
        wrapv_pointer=options.wrapv_pointer,
        limited_complex_range=options.floating_point.limits_complex_range,
        math_errno=options.floating_point.sets_errno,
        floating_flags=options.floating_point.flags(contracts),
        function_attributes=tuple(attributes),
        machine=machine,
        strict_aliasing=options.strict_aliasing if options.strict_aliasing is not None else options.level >= 2,
        omit_frame_pointer=options.omit_frame_pointer,
    )
    return lower(unit, source, lowering)


def _optimize(ir: str, options: OptimizationOptions) -> str:
    from minicc.backend.optimize import optimize

    return optimize(ir, options)


def _emit(ir: str, target: CodeGeneration) -> bytes:
    from minicc.backend.codegen import emit

    return emit(ir, target)


@dataclass(slots=True)
class Pipeline:
    """The stages of minicc. Every function can be replaced or wrapped (see the module's text)."""

    parse: Parse = _parse
    check: Check = _check
    lower: Lower = _lower
    optimize: Optimize = _optimize
    emit: Emit = _emit
    pass_hooks: list[tuple[AfterPass, str | None]] = field(default_factory=list)

    def wrap(self, stage: StageName, wrapper: Callable[[Any], Any]) -> None:
        """Replace a stage's function `f` by `wrapper(f)`. Raises ValueError for an unknown stage."""
        if stage not in STAGE_NAMES:
            raise ValueError(f"no stage is called {stage!r}; the stages are {', '.join(STAGE_NAMES)}")
        setattr(self, stage, wrapper(getattr(self, stage)))

    def after_pass(self, callback: AfterPass, pass_name: str | None = None) -> None:
        """Have `callback(execution, ir)` see the module behind each execution of the LLVM pass `pass_name`.

        None stands for every pass.
        The first IR that any callback returns replaces the module behind that execution; the pipeline
        then starts over on the replaced module, without callbacks. Every module that a callback sees
        has to be printed: name the pass.
        """
        self.pass_hooks.append((callback, pass_name))

    def after_code_generation(self, rewrite: Callable[[str], str]) -> None:
        """Pass the assembly text of Bo through `rewrite` before it is assembled."""
        from minicc.backend.codegen import emit_through

        generate = self.emit
        self.emit = lambda ir, target: emit_through(ir, target, rewrite, generate)

    @property
    def back_end_is_unchanged(self) -> bool:
        return self.optimize is _optimize and self.emit is _emit and not self.pass_hooks


def load_plugin(pipeline: Pipeline, path: Path) -> None:
    """Let the Python file at `path` change `pipeline` (`-fplugin=FILE.py`). Raises CompileError when it cannot."""
    import importlib.util
    import sys

    if not path.is_file():
        raise CompileError(f"cannot load plugin {path}: no such file")
    spec = importlib.util.spec_from_file_location(f"minicc_plugin_{path.stem}", path)
    if spec is None or spec.loader is None:
        raise CompileError(f"cannot load plugin {path}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    try:
        spec.loader.exec_module(module)
        register = module.register
    except AttributeError:
        raise CompileError(f"cannot load plugin {path}: it defines no function 'register'") from None
    except Exception as error:
        raise CompileError(f"cannot load plugin {path}: {type(error).__name__}: {error}") from None
    register(pipeline)


# --------------------------------------------------------------------------- one compilation


@dataclass
class Job:
    """One translation unit on its way through the pipeline; each stage runs once, when its result is first asked for.

    Any stage raises CompileError for the user's mistakes and InternalError for minicc's.
    """

    source: SourceText
    options: CompileOptions
    pipeline: Pipeline = field(default_factory=Pipeline)

    @cached_property
    def syntax_tree(self) -> nodes.TranslationUnit:
        return self.pipeline.parse(self.source)

    @cached_property
    def typed_tree(self) -> typed.TranslationUnit:
        try:
            unit = self.syntax_tree
        except CompileError as error:
            raise self._with_constraint_violations(error) from None
        return self.pipeline.check(unit, self.source, self.options)

    def _with_constraint_violations(self, error: CompileError) -> CompileError:
        """Syntax errors, and what the check finds in the rest of the unit."""
        from dataclasses import replace

        from minicc.syntax.recovery import SyntaxErrors, merged_errors

        if not isinstance(error, SyntaxErrors) or error.unit is None:
            return error
        try:
            self.pipeline.check(error.unit, self.source, replace(self.options, warn=None, lints=frozenset()))
        except CompileError as violation:
            return merged_errors(error, violation)
        return error

    @cached_property
    def ir(self) -> str:
        """The unoptimised LLVM IR (B3)."""
        return self.pipeline.lower(self.typed_tree, self.source, self.options)

    @cached_property
    def replaced_ir(self) -> tuple[int, str] | None:
        """What an `after_pass` callback put in place of the module: (index of the pass execution, IR)."""
        return self._replaced_ir(None)

    def _replaced_ir(self, limit: int | None) -> tuple[int, str] | None:
        """`replaced_ir`, without asking the callbacks behind pass execution `limit`."""
        from minicc.backend.optimize import modules_behind

        hooks = self.pipeline.pass_hooks
        if not hooks:
            return None
        names = [name for _, name in hooks if name is not None]
        every = len(names) < len(hooks)
        for execution, before in modules_behind(self.ir, self.optimization, None if every else names):
            if limit is not None and execution.index > limit:
                return None
            for hook, name in hooks:
                after = hook(execution, before) if name in (None, execution.pass_name) else None
                if after is not None:
                    return execution.index, after
        return None

    @property
    def optimization(self) -> OptimizationOptions:
        from minicc.backend.optimize import OptimizationOptions

        return OptimizationOptions(self.options.level, self.options.optimize_size, self.options.relocation)

    def optimized_ir(self) -> str:
        """The IR behind the whole pipeline of the requested level."""
        replaced = self.replaced_ir
        return self.pipeline.optimize(self.ir if replaced is None else replaced[1], self.optimization)

    def ir_behind(self, count: int) -> str:
        """The IR behind the first `count` pass executions (B4+count)."""
        from minicc.backend.optimize import optimize_up_to

        replaced = self._replaced_ir(count)
        if replaced is None:
            return optimize_up_to(self.ir, self.optimization, count)
        return optimize_up_to(replaced[1], self.optimization, count - replaced[0])

    def generate(self, form: Literal["object", "assembly"] = "object") -> bytes:
        """The object file or assembly text at the requested level (Bo)."""
        from minicc.backend.codegen import CodeGeneration, compile_ir

        target = CodeGeneration(self.options.level, self.options.relocation, form)
        if self.pipeline.back_end_is_unchanged:
            return compile_ir(self.ir, self.optimization, target)
        return self.pipeline.emit(self.optimized_ir(), target)


def pass_executions(job: Job) -> list[PassExecution]:
    """Every LLVM pass execution of the requested level, in order, with the job's `after_pass` callbacks at work."""
    from dataclasses import replace

    from minicc.backend.optimize import list_pass_executions

    replaced = job.replaced_ir
    if replaced is None:
        return list_pass_executions(job.ir, job.optimization)
    index, ir = replaced
    first = list_pass_executions(job.ir, job.optimization)[:index]
    rest = list_pass_executions(ir, job.optimization)
    return first + [replace(execution, index=execution.index + index) for execution in rest]


# --------------------------------------------------------------------------- the boundaries


@dataclass(frozen=True, slots=True)
class Boundary:
    """A point between two passes: `name` is B0, B1, B2, B3, B4+k or Bo; `stage` is what ran last before it.

    `form` is what `produce` gives: "c" (text), "ir" (text) or "object" (bytes).
    """

    name: str
    stage: str
    form: Literal["c", "ir", "object"]
    produce: Callable[[Job], str | bytes]

    def generate(self, job: Job) -> bytes:
        """The object file that executes this boundary.

        Raises CompileError when gcc refuses the source, InternalError when it refuses C that minicc printed.
        """
        if self.form == "object":
            return job.generate()
        text = self.produce(job)
        assert isinstance(text, str)
        if self.form == "ir":
            from minicc.backend.codegen import CodeGeneration, emit

            return emit(text, CodeGeneration(0, job.options.relocation))
        return _generate_with_gcc(text, self.name, job.options)

    def build(self, job: Job, output: Path, link_words: tuple[str, ...] = ()) -> None:
        """Make the executable of this boundary at `output`; `link_words` are for the linker ("-lm", other objects)."""
        from minicc.backend.link import LinkOptions, link_objects

        link_objects([self.generate(job)], output, LinkOptions(words=link_words, relocation=job.options.relocation))


def _generate_with_gcc(text: str, name: str, options: CompileOptions) -> bytes:
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from minicc.process import run

    with TemporaryDirectory(prefix="minicc-") as directory:
        source, output = Path(directory, "boundary.i"), Path(directory, "boundary.o")
        source.write_bytes(text.encode("utf-8", "surrogateescape"))
        debug = ["-g"] if options.debug is not None else []
        words = ["gcc", "-w", *options.reference, "-O0", *debug, "-c", os.fspath(source), "-o", os.fspath(output)]
        if run(words) != 0:
            if name == "B0":
                raise CompileError("gcc refuses the program")
            raise InternalError(f"gcc refuses the C printed at boundary {name}")
        return output.read_bytes()


def _printed_syntax_tree(job: Job) -> str:
    from minicc.syntax.unparse import unparse

    return unparse(job.syntax_tree, job.source)


def _printed_typed_tree(job: Job) -> str:
    from minicc.check.printc import print_c

    return print_c(job.typed_tree, job.source)


B0 = Boundary("B0", "preprocess", "c", lambda job: job.source.text)
B1 = Boundary("B1", "parse", "c", _printed_syntax_tree)
B2 = Boundary("B2", "check", "c", _printed_typed_tree)
B3 = Boundary("B3", "lower", "ir", lambda job: job.ir)
BO = Boundary("Bo", "emit", "object", lambda job: job.generate())


def after_passes(count: int) -> Boundary:
    """B4+count: behind the first `count` LLVM pass executions."""
    return Boundary(f"B4+{count}", "optimize", "ir", lambda job: job.ir_behind(count))


def boundary_named(name: str) -> Boundary:
    """The boundary that `-fboundary=` names. Raises CompileError for a name that is none."""
    for boundary in (B0, B1, B2, B3, BO):
        if boundary.name == name:
            return boundary
    found = re.fullmatch(r"B4\+(\d+)", name)
    if not found:
        raise CompileError(f"no boundary is called '{name}'; the boundaries are B0, B1, B2, B3, B4+k and Bo")
    return after_passes(int(found[1]))


def build(job: Job, boundary: Boundary, output: Path, link_words: tuple[str, ...] = ()) -> None:
    """Make the executable of `boundary` at `output`."""
    boundary.build(job, output, link_words)
