"""One lane of a reduction: compilers kept warm and a loader, for one candidate at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from oracle.bisect.behaviour import Behaviour, Workshop, behaviour_of
from oracle.compilers.gcc import gcc
from oracle.compilers.protocol import Compiler, Preloaded
from oracle.compilers.warm_minicc import WarmMinicc
from oracle.sandbox import Limits, SandboxError, run
from oracle.sandbox.loader import Loader, LoaderError, NotLoadableError
from oracle.verdict import Compilation, Stop

LIBRARIES = ("-lm",)
SOME_SIGNAL = -1
"""Stands for any signal: the loader does not say which one ended a program."""


@dataclass(slots=True)
class Worker:
    """Builds and runs texts with `subject` and other compilers; `limits` are those of the programs' runs."""

    subject: Compiler
    shop: Workshop
    limits: Limits
    compile_seconds: float = 30.0
    _warm: WarmMinicc | None = None
    _loader: Loader | None = None
    _can_load: bool = True
    _unloadable: set[tuple[str, ...] | None] = field(default_factory=set)

    def __post_init__(self) -> None:
        if isinstance(self.subject, Preloaded):
            self._warm = WarmMinicc(self.subject.command[1:])

    def subject_runs(self, text: str) -> Behaviour | None:
        """What the subject's program does; None when it makes none."""
        if self._warm is not None:
            made = self._warm.compile(text.encode("utf-8", "surrogateescape"), self.compile_seconds)
            if made is not None:
                return self._loaded(made, None)
        return self.runs(self.subject, text, ("-w",))

    def runs(self, compiler: Compiler, text: str, flags: Sequence[str]) -> Behaviour | None:
        """What a program does that `compiler` makes with these flags; None when it makes none."""
        source = self.shop.write(text, ".c")
        try:
            made = self.compile(compiler, source, ("-c", *flags), ".o")
            if made.output is None:
                return None
            data = made.output.read_bytes()
            made.output.unlink()
            return self._loaded(data, compiler)
        finally:
            source.unlink()

    def warnings(self, compiler: Compiler, text: str, flags: Sequence[str]) -> tuple[Behaviour | None, bytes]:
        """As `runs`, with what the compiler said."""
        source = self.shop.write(text, ".c")
        try:
            made = self.compile(compiler, source, ("-c", *flags), ".o")
            if made.output is None:
                return None, made.execution.stderr
            data = made.output.read_bytes()
            made.output.unlink()
            return self._loaded(data, compiler), made.execution.stderr
        finally:
            source.unlink()

    def compile(
        self, compiler: Compiler, source: Path, flags: Sequence[str], suffix: str = "", seconds: float | None = None
    ) -> Compilation:
        """One compilation into a new file of the workshop."""
        return compiler.compile([source], self.shop.path(suffix), flags=flags, timeout=seconds or self.compile_seconds)

    def close(self) -> None:
        """End the helper processes."""
        if self._warm is not None:
            self._warm.close()
        self._drop_loader()

    # ------------------------------------------------------------------ running

    def _loaded(self, made: bytes, compiler: Compiler | None) -> Behaviour | None:
        """What a program in an object file does; it is linked, by the compiler that made it, where it cannot be loaded.

        `compiler` None: the warm one, whose objects gcc links.
        """
        if not made:
            return None
        name = None if compiler is None else compiler.command
        if self._can_load and name not in self._unloadable:
            try:
                if self._loader is None:
                    self._loader = Loader(self.limits)
                done = self._loader.run(made)
            except NotLoadableError as why:
                if not str(why).endswith(": undefined"):
                    self._unloadable.add(name)
                elif isinstance(self.subject, Preloaded) or compiler is not self.subject:
                    return None
            except LoaderError:
                self._can_load = self._loader is not None
                self._drop_loader()
            else:
                if done.exit_status is not None:
                    return Behaviour(done.stdout, done.exit_status)
                if done.cpu_seconds > 0.9 * self.limits.cpu_seconds:
                    return Behaviour(stopped=str(Stop.CPU))
                return Behaviour(done.stdout, signal=SOME_SIGNAL)
        return self._linked(made, compiler or gcc())

    def _linked(self, made: bytes, compiler: Compiler) -> Behaviour | None:
        file = self.shop.path(".o")
        file.write_bytes(made)
        try:
            linked = compiler.compile([file], self.shop.path(), flags=LIBRARIES)
            if linked.output is None:
                return None
            try:
                done = behaviour_of(run([str(linked.output)], self.limits))
            except SandboxError:
                return None
            finally:
                linked.output.unlink(missing_ok=True)
        finally:
            file.unlink()
        if done.stopped is not None:
            return Behaviour(stopped=done.stopped)
        return done if done.signal is None else replace(done, signal=SOME_SIGNAL)

    def _drop_loader(self) -> None:
        if self._loader is not None:
            self._loader.close()
            self._loader = None
