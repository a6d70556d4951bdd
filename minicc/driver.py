"""The phases in order: preprocess, compile, assemble, link; and what several inputs and -E -S -c -o mean."""

from __future__ import annotations

import _thread
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from minicc.diagnostics import CompileError, InternalError, render, render_error
from minicc.invocation import Input, Invocation, Mode
from minicc.outputs import dependency_words, quoted, stem, temporary_base
from minicc.process import run as run_tool
from minicc.quick_dataclasses import dataclass, field, replace
from minicc.warnings import DiagnosticPragmas, WarningOptions, is_before_c99

if TYPE_CHECKING:
    from minicc.options import CompileOptions
    from minicc.pipeline import Job, Pipeline
    from minicc.preprocess import Preprocessor
    from minicc.source import SourceText

STACK_BYTES = 512 * 1024 * 1024
"""For the thread that compiles: nested programs recurse, in minicc and in LLVM. Only touched pages cost memory."""

RECURSION_LIMIT = 200_000

_NOT_OF_MACROS = frozenset(["address"])
"""Warnings that gcc does not give for what a macro's expansion says: `#define CALL(p) ((p) != NULL ? f(p) : 0)`."""

_SUFFIX: dict[Mode, str] = {"compile": ".o", "assemble": ".s"}


def run(invocation: Invocation) -> int:
    """Do all that one call of minicc asks for; returns its exit status (see `minicc.cli.EXIT_CODES`)."""
    return _on_a_big_stack(lambda: _guarded(invocation))


def _on_a_big_stack(function: Callable[[], int]) -> int:
    """Call it in a thread of its own (with `_thread`: importing `threading` takes 1 ms)."""
    results: list[int] = []
    finished = _thread.allocate_lock()

    def work() -> None:
        try:
            results.append(function())
        finally:
            finished.release()

    sys.setrecursionlimit(max(RECURSION_LIMIT, sys.getrecursionlimit()))
    previous = _thread.stack_size()
    finished.acquire()
    for size in (STACK_BYTES, STACK_BYTES // 8):
        try:
            _thread.stack_size(size)
            _thread.start_new_thread(work, ())
        except (RuntimeError, ValueError, MemoryError):
            continue
        finally:
            _thread.stack_size(previous)
        with finished:
            return results[0] if results else 4
    return function()


def _guarded(invocation: Invocation) -> int:
    """Turn every exception into one line and an exit status."""
    try:
        return _Driver(invocation).run()
    except CompileError as error:
        _say(f"minicc: error: {error.message}")
        return 1
    except OSError as error:
        name = f"{error.filename}: " if error.filename is not None else ""
        _say(f"minicc: error: {name}{error.strerror or error}")
        return 1
    except RecursionError:
        _say("minicc: error: the program is nested too deeply")
        return 1
    except Exception as error:
        if os.environ.get("MINICC_DEBUG"):
            raise
        what = str(error) if isinstance(error, InternalError) else f"{type(error).__name__}: {error}"
        where = "" if isinstance(error, InternalError) else f" in {_innermost(error)}"
        files = ", ".join(one.word for one in invocation.inputs if one.language != "linker")
        _say(f"minicc: internal error{where}: {what} (while compiling {files}; please report this as a bug of minicc)")
        return 4


def _innermost(error: BaseException) -> str:
    """`module:line` of the innermost frame that is minicc's own."""
    place = "minicc"
    trace = error.__traceback__
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", "?"))
        if module.startswith("minicc") or place == "minicc":
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place


def _say(message: str) -> None:
    sys.stderr.write(message + "\n")
    sys.stderr.flush()


@dataclass(slots=True)
class _Driver:
    invocation: Invocation
    errors: int = 0
    link_words: list[str] = field(default_factory=list)
    _pragmas: tuple[SourceText, DiagnosticPragmas] | None = None

    def run(self) -> int:
        invocation = self.invocation
        if invocation.question:
            return _answer(invocation.question)
        if invocation.verbose:
            _say(f"{_version()}\nTarget: x86_64-linux-gnu\nThread model: posix")
        if not invocation.inputs:
            if invocation.verbose:
                return 0
            _say("minicc: fatal error: no input files\ncompilation terminated.")
            return 1
        sources = [one for one in invocation.inputs if not one.language.startswith("linker")]
        self._settle_headers()
        if invocation.output is not None and invocation.mode != "link" and len(sources) > 1:
            raise CompileError("cannot specify '-o' with '-c', '-S' or '-E' with multiple files")
        if invocation.emit_llvm and invocation.mode == "link":
            raise CompileError("-emit-llvm cannot be used when linking; add -c or -S")
        if invocation.output is not None and any(one.word == invocation.output for one in invocation.inputs):
            raise CompileError(f"input file '{invocation.output}' is the same as output file")
        if invocation.boundary is not None:
            from minicc.pipeline import boundary_named

            boundary_named(invocation.boundary)
        try:
            self._each_input()
            if not self.errors and invocation.mode == "link" and not invocation.list_pass_executions:
                self._link()
        finally:
            remove_scratch()
        return 1 if self.errors else 0

    def _settle_headers(self) -> None:
        """A header as input can be preprocessed and checked; gcc would otherwise make a precompiled one of it."""
        inputs = self.invocation.inputs
        for i, one in enumerate(inputs):
            if one.language == "c-header":
                if self.invocation.mode not in ("preprocess", "check"):
                    raise CompileError(f"{one.word}: a precompiled header is not supported")
                inputs[i] = Input(one.word, "c")

    # ------------------------------------------------------------------ inputs

    def _each_input(self) -> None:
        """Every input in order; preprocessing of the next one runs while one is compiled."""
        inputs = self.invocation.inputs
        started: dict[int, Preprocessor] = {}
        for i, one in enumerate(inputs):
            if one.language.startswith("linker"):
                self._add_link_word(one)
                continue
            if self.invocation.dry_run:
                self._show(one, i)
                continue
            for j in (i, i + 1):
                if j < len(inputs) and inputs[j].language in ("c", "cpp-output") and j not in started:
                    preprocessor = self._start(inputs[j])
                    if preprocessor is not None:
                        started[j] = preprocessor
            try:
                if self.invocation.mode == "preprocess":
                    self._preprocess(one)
                elif one.language in ("assembler", "assembler-with-cpp"):
                    self._assemble(one, i)
                elif i in started:
                    self._compile(one, started[i], i)
            except CompileError as error:
                self.errors += 1
                _say(f"minicc: error: {error.message}")

    def _add_link_word(self, one: Input) -> None:
        is_file = one.language == "linker" and not one.word.startswith("-")
        if not is_file or self.invocation.dry_run or self._is_readable(one):
            self.link_words.append(one.word)

    def _show(self, one: Input, number: int) -> None:
        """The commands for one input, as -### wants to see them; the compiler itself runs in this process."""
        from minicc.preprocess import preprocessor_command

        invocation = self.invocation
        if one.language != "assembler":
            language = one.language if one.language == "assembler-with-cpp" else "c"
            words = [*invocation.preprocessor, *dependency_words(self.invocation, one)]
            _say(quoted([*preprocessor_command(words), "-x", language, one.word]))
        if invocation.mode == "preprocess":
            return
        output = invocation.output if invocation.mode not in ("link", "check") else None
        made = output or stem(one.word) + (".s" if invocation.mode == "assemble" else ".o")
        if one.language in ("c", "cpp-output"):
            phase = {"assemble": "-S", "check": "-fsyntax-only"}.get(invocation.mode, "-c")
            _say(
                quoted(
                    ["minicc", "-x", "cpp-output", phase, f"-O{invocation.level}", stem(one.word) + ".i", "-o", made]
                )
            )
        elif invocation.mode in ("compile", "link"):
            _say(quoted(["as", "--64", *invocation.assembler, "-o", made]))
        self.link_words.append(made)

    def _is_readable(self, one: Input) -> bool:
        """Whether the file is there; complains (like gcc) and remembers the failure when it is not."""
        if one.word == "-":
            return True
        try:
            with open(one.word, "rb"):
                return True
        except OSError as error:
            _say(f"minicc: error: {one.word}: {error.strerror}")
            self.errors += 1
            return False

    def _start(self, one: Input) -> Preprocessor | None:
        if self.invocation.mode == "preprocess" or not self._is_readable(one):
            return None
        from minicc.preprocess import start_preprocessor

        words = [*self.invocation.preprocessor, *dependency_words(self.invocation, one)]
        if self.invocation.verbose:
            words.insert(0, "-v")
        if one.language == "cpp-output" and not one.word.endswith(".i"):
            words += ["-fpreprocessed"]
        return start_preprocessor(one.word, words)

    # ------------------------------------------------------------------ phases

    def _preprocess(self, one: Input) -> None:
        if not self._is_readable(one):
            return
        from minicc.preprocess import preprocessor_command

        language = "assembler-with-cpp" if one.language.startswith("assembler") else one.language
        words = [*self.invocation.preprocessor, *dependency_words(self.invocation, one)]
        verbose = ["-v"] if self.invocation.verbose else []
        command = [*preprocessor_command([*verbose, *words]), "-x", language, one.word]
        if self.invocation.output is not None:
            command += ["-o", self.invocation.output]
        self._run(command)

    def _assemble(self, one: Input, number: int) -> None:
        """Assembly input is gcc's: it knows the assembler's options and how .S files are preprocessed."""
        invocation = self.invocation
        if not self._is_readable(one) or invocation.mode in ("check", "assemble"):
            return
        output = self._output_path(one, number)
        words = invocation.assembler
        if one.language == "assembler-with-cpp":
            words = [*invocation.preprocessor, *dependency_words(invocation, one), *words]
        debug = ["-g"] if invocation.debug_level else []
        self._run(["gcc", *words, *debug, "-x", one.language, "-c", one.word, "-o", output])
        self.link_words.append(output)

    def _compile(self, one: Input, preprocessor: Preprocessor, number: int) -> None:
        invocation = self.invocation
        pipeline = _pipeline(invocation)
        source = preprocessor.finish()
        if source is None:
            self.errors += 1
            return
        source.plain_names = invocation.plain_names()
        errors = self.errors
        options = invocation.compile_options()
        if invocation.warnings:
            wanted = WarningOptions(invocation.warning_words)
            options = replace(
                options,
                warn=lambda message, pos: self._warn(message, pos, source, wanted),
                lints=wanted.lints(options.level > 0 or options.optimize_size, is_before_c99(options.standard)),
            )
        job = _new_job(source, options, pipeline)
        try:
            result = self._kept_result(job, one) if invocation.save_temps else self._result(job)
        except CompileError as error:
            _say(render_error(error, source))
            self.errors += 1
            return
        to_stdout = invocation.mode == "assemble" and invocation.output == "-"
        if invocation.list_pass_executions or invocation.mode == "check" or to_stdout:
            sys.stdout.write(result.decode("utf-8", "surrogateescape"))
            return
        if self.errors > errors:
            return
        output = self._output_path(one, number)
        _write(output, result)
        self.link_words.append(output)

    def _warn(self, message: str, pos: int, source: SourceText, wanted: WarningOptions) -> None:
        """Print a warning (an error with -Werror), unless a system header earned it."""
        if source.in_system_header(pos):
            return
        text, _, option = message.removesuffix("]").rpartition(" [-W")
        name = option.removesuffix("=") if text else ""
        if name in _NOT_OF_MACROS and source.has_macros(pos):
            return
        if self._pragmas is None or self._pragmas[0] is not source:
            self._pragmas = source, DiagnosticPragmas(source.text)
        pragma = self._pragmas[1].at(pos, name)
        if pragma == "ignored" or (wanted.silenced(name) and not pragma):
            return
        is_error = pragma == "error" or (wanted.is_error(name) and pragma != "warning")
        if wanted.breaks_the_standard(name, message) and pragma != "warning":
            self.errors += 1
            _say(render("error", message, source, pos))
            return
        if is_error:
            self.errors += 1
            message = f"{text} [-Werror={option}]" if text else f"{message} [-Werror]"
        _say(render("error" if is_error else "warning", message, source, pos))

    def _kept_result(self, job: Job, one: Input) -> bytes:
        """What `_result` answers, with the preprocessed text and the assembly kept (-save-temps)."""
        from minicc.backend.codegen import assemble

        base = temporary_base(self.invocation, one)
        if not one.word.endswith(".i"):
            _write(base + ".i", job.source.text.encode("utf-8", "surrogateescape"))
        if self.invocation.mode == "check" or self.invocation.boundary is not None or self.invocation.emit_llvm:
            return self._result(job)
        assembly = job.generate("assembly")
        if self.invocation.mode == "assemble":
            return assembly
        _write(base + ".s", assembly)
        return assemble(assembly.decode("utf-8", "surrogateescape"), self.invocation.assembler)

    def _result(self, job: Job) -> bytes:
        """The bytes that this call makes of one translation unit."""
        from minicc.pipeline import boundary_named, pass_executions

        invocation = self.invocation
        if invocation.list_pass_executions:
            rows = [f"{one.index} {one.pass_name} on {one.unit_name}\n" for one in pass_executions(job)]
            return "".join(rows).encode("utf-8", "surrogateescape")
        if invocation.mode == "check":
            _ = job.typed_tree
            return b""
        if invocation.boundary is not None:
            boundary = boundary_named(invocation.boundary)
            if invocation.mode != "assemble":
                return boundary.generate(job)
            if boundary.form != "object":
                text = boundary.produce(job)
                assert isinstance(text, str)
                return text.encode("utf-8", "surrogateescape")
        if invocation.emit_llvm:
            ir = job.optimized_ir()
            if invocation.mode == "assemble":
                return ir.encode("utf-8", "surrogateescape")
            from minicc.backend.codegen import bitcode

            return bitcode(ir)
        if invocation.assembler and invocation.mode != "assemble":
            from minicc.backend.codegen import assemble

            return assemble(job.generate("assembly").decode("utf-8", "surrogateescape"), invocation.assembler)
        return job.generate("assembly" if invocation.mode == "assemble" else "object")

    def _output_path(self, one: Input, number: int) -> str:
        """Where one input's result goes: -o, its own name with another suffix, or a scratch object to link."""
        invocation = self.invocation
        if invocation.mode == "link" and invocation.save_temps:
            return temporary_base(invocation, one) + ".o"
        if invocation.mode == "link":
            return f"{_scratch_folder()}/{number}.o"
        if invocation.output is not None:
            return invocation.output
        suffix = _SUFFIX[invocation.mode]
        if invocation.emit_llvm:
            suffix = {".o": ".bc", ".s": ".ll"}[suffix]
        return stem(one.word) + suffix

    def _link(self) -> None:
        from minicc.backend.link import LinkOptions, link

        invocation = self.invocation
        options = LinkOptions(
            words=tuple(self.link_words),
            kind=invocation.link_kind,
            relocation=invocation.link_relocation,
            extra=tuple(invocation.link_extra),
        )
        output = invocation.output or "a.out"
        if os.path.isdir(output):
            raise CompileError(f"cannot write '{output}': Is a directory")
        try:
            link(output, options, verbose=invocation.verbose, dry_run=invocation.dry_run)
        except CompileError:
            # The linker has said why.
            self.errors += 1
            raise

    def _run(self, command: list[str]) -> None:
        if self.invocation.verbose:
            _say(quoted(command))
        if run_tool(command) != 0:
            self.errors += 1


_scratch: list[str] = []


def _scratch_folder() -> str:
    """A folder for objects between compiling and linking; made when it is first needed. Raises OSError."""
    if not _scratch:
        folder = f"{os.environ.get('TMPDIR') or '/tmp'}/minicc-{os.urandom(8).hex()}"
        os.mkdir(folder, 0o700)
        _scratch.append(folder)
    return _scratch[0]


def remove_scratch() -> None:
    """Remove what is left between compiling and linking; also called when a signal ends minicc."""
    while _scratch:
        folder = _scratch.pop()
        try:
            for name in os.listdir(folder):
                os.unlink(f"{folder}/{name}")
            os.rmdir(folder)
        except OSError:
            continue


def _pipeline(invocation: Invocation) -> Pipeline:
    """The pipeline with its plugins; imports what compiling needs while the preprocessor runs."""
    from minicc.pipeline import Pipeline, load_plugin

    pipeline = Pipeline()
    for plugin in invocation.plugins:
        from pathlib import Path

        load_plugin(pipeline, Path(plugin))
    stages = ["minicc.check", "minicc.syntax.parser"]
    if invocation.mode != "check":
        stages += ["minicc.backend.codegen", "minicc.backend.optimize", "minicc.lower"]
    for stage in stages:
        import_module(stage)
    return pipeline


def _new_job(source: SourceText, options: CompileOptions, pipeline: Pipeline) -> Job:
    from minicc.pipeline import Job

    return Job(source, options, pipeline)


def _write(path: str, content: bytes) -> None:
    """Write a result; a partial file is removed. Raises CompileError when it cannot be written."""
    existed = os.path.exists(path)
    try:
        with open(path, "wb") as file:
            file.write(content)
    except OSError as error:
        if not existed and os.path.isfile(path):
            os.unlink(path)
        raise CompileError(f"cannot write '{path}': {error.strerror}") from None


def _answer(question: tuple[str, ...]) -> int:
    """--version, and what gcc is asked in minicc's place."""
    if question[0] == "gcc":
        return run_tool(question)
    import platform

    print(f"{_version()}\nTarget: x86_64-pc-linux-gnu; Python {platform.python_version()}")
    # Meson takes a compiler with gcc's command line for one when it reads these words.
    print("Command line, headers and predefined macros as of gcc (Free Software Foundation, Inc.)")
    return 0


def _version() -> str:
    import llvmlite

    from minicc.backend.llvm import version
    from minicc.cli import VERSION

    numbers = ".".join([str(number) for number in version()])
    return f"minicc {VERSION} (LLVM {numbers}, llvmlite {llvmlite.__version__})"
