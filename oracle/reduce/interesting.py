"""Does a smaller program still show the same divergence, and is it still a defined program?

Cheapest first: most candidates do not compile or no longer diverge. The quick test needs no linker: the subject's
object file is loaded and run, then gcc's at -O0, which traps undefined arithmetic and fills automatic objects with a
pattern, then gcc's at -O2, which fills them with zero. The sanitizers and the stage of the compiler are asked about
after a round of changes, the whole judge at the end.
"""

from __future__ import annotations

import hashlib
import queue
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

from oracle.bisect.behaviour import Behaviour, Workshop, behaviour_of
from oracle.compilers import gcc
from oracle.compilers.crash import crash_message
from oracle.compilers.protocol import Compiler
from oracle.observations import first_error
from oracle.reduce.worker import LIBRARIES, Worker
from oracle.sandbox import MIB, run
from oracle.triage.signature import without_names
from oracle.undefined import examine
from oracle.verdict import Compilation, Stop, Verdict

_SUSPICIOUS = frozenset(
    {
        b"uninitialized",
        b"maybe-uninitialized",
        b"return-type",
        b"sequence-point",
        b"array-bounds",
        b"aggressive-loop-optimizations",
        b"strict-aliasing",
        b"format",
        b"overflow",
        b"implicit-function-declaration",
        b"implicit-int",
        b"int-conversion",
        b"incompatible-pointer-types",
        b"builtin-declaration-mismatch",
    }
)
_ERRORS = (
    "-Werror=implicit-function-declaration",
    "-Werror=implicit-int",
    "-Werror=int-conversion",
    "-Werror=incompatible-pointer-types",
    "-Werror=return-type",
)
_WARN = ("-Wall", "-Wpedantic")
_HANG_SECONDS = 2.0
_TRAP = (
    "-fsanitize=undefined,float-cast-overflow",
    "-fno-sanitize=alignment",
    "-fsanitize-undefined-trap-on-error",
    "-ftrivial-auto-var-init=pattern",
)
_SANITIZE = (
    "-O0",
    "-fsanitize=address,undefined,float-cast-overflow",
    "-fno-sanitize=alignment",
    "-fno-sanitize-recover=all",
    "-fsanitize-address-use-after-scope",
)
_SANITIZER_OPTIONS = {"ASAN_OPTIONS": "detect_leaks=0:detect_stack_use_after_return=1"}
_WARNING = re.compile(rb"\[-W([a-z-]+)(?:=\d*)?\]$", re.MULTILINE)
_UNNAMED = re.compile(r": warning: (.*[^\]\n]|.* \[-Wpedantic\])$", re.MULTILINE)
_FULL, _QUICK = "full", "quick"


@dataclass(slots=True)
class Check:
    """The tests that reduction steps must pass; remembers what it was asked. Up to `width` threads may ask at once.

    `keeps` is an extra condition on the source and what it should do (the same stage, say); part of the full test.
    `thorough`: the full test has the judge's examination for undefined behaviour in it.
    """

    verdict: Verdict
    subject: Compiler
    reference: Compiler
    shop: Workshop
    signature: str | None = None
    width: int = 1
    keeps: Callable[[Path, Behaviour], bool] | None = None
    tolerated: frozenset[str] | None = None
    """Warnings that the original has, which the judge found to be harmless; None until it was tested."""
    thorough: bool = False
    _number: Iterator[int] = field(default_factory=lambda: count(1))
    _asked: int = 0
    _known: dict[tuple[str, bytes], bool] = field(default_factory=dict)
    _wanted: dict[bytes, Behaviour] = field(default_factory=dict)
    _right: Behaviour | None = None
    _must_run: bool = False
    """A program that a compiler fails on must also run, and be clean, because the original does."""
    _wrong: Behaviour | None = None
    _trap: tuple[str, ...] = _TRAP
    _links: bool = False
    _workers: queue.SimpleQueue[Worker] = field(default_factory=queue.SimpleQueue)
    _made: list[Worker] = field(default_factory=list)

    def __call__(self, text: str) -> bool:
        """The full test: True when `text` shows the same verdict and nothing undefined was found in it."""
        return self._remembered(_FULL + str(self.thorough), text, self._full)

    def quick(self, text: str) -> bool:
        """The cheap part of the test; what passes must be tested in full sooner or later."""
        return self._remembered(_QUICK, text, self._quick)

    @property
    def traced(self) -> Compiler | None:
        """The subject, if it is its programs that are wrong."""
        return self.subject if self.verdict is Verdict.MISCOMPILE else None

    @property
    def tests(self) -> int:
        """How many candidates were tested."""
        return self._asked

    def message(self, source: Path) -> str | None:
        """What the compiler that fails says of a program; None where that is no matter."""
        if self.verdict in (Verdict.MISCOMPILE, Verdict.COMPILER_HANG):
            return None
        with self._worker() as worker:
            return self._said(worker, self._failing, source) or self._said_when_linking(worker, source)

    def calibrate(self, text: str, message: str | None = None) -> bool:
        """Learn from the original, which was judged, what is to be kept; False when it does not pass the quick test.

        `message` is what the compiler that fails must say, whatever it says of `text`.
        """
        with self._worker() as worker:
            self.tolerated = None
            if self.verdict is Verdict.MISCOMPILE:
                self._wrong = worker.subject_runs(text)
                plain = worker.runs(gcc(), text, ("-w", "-O0"))
                trapped = worker.runs(gcc(), text, ("-w", "-O0", *_TRAP))
                self._trap = _TRAP if trapped == plain else ()
            else:
                self._learn_message(worker, text)
                self.signature = message or self.signature
                self._must_run = self.verdict is not Verdict.ACCEPTS_INVALID and self._runs_cleanly(worker, text)
        return self.quick(text)

    def rebase(self, text: str) -> None:
        """From now on candidates are changes of `text`: a subject that prints what `text` should print is right."""
        self._right = self._wanted.get(_digest(text))

    def preserving(self, text: str) -> Callable[[str], bool] | None:
        """A test for programs that do what `text` does: whether the subject gets them wrong.

        None where there is none: for other verdicts, or when `text` does not end normally.
        """
        if self.verdict is not Verdict.MISCOMPILE:
            return None
        wanted = self._wanted.get(_digest(text))
        if wanted is None:
            with self._worker() as worker:
                wanted = worker.runs(gcc(), text, ("-w", "-O0"))
        if wanted is None or wanted.stopped is not None or wanted.signal is not None:
            return None
        right = wanted

        def is_wrong(text: str) -> bool:
            with self._worker() as worker:
                self._asked = next(self._number)
                return self._is_wrong(worker.subject_runs(text), right)

        return is_wrong

    def close(self) -> None:
        """End the helper processes."""
        for worker in self._made:
            worker.close()
        self._made.clear()
        self._workers = queue.SimpleQueue()

    # ------------------------------------------------------------------ common

    def _remembered(self, kind: str, text: str, test: Callable[[Worker, str], bool]) -> bool:
        key = (kind, _digest(text))
        if key not in self._known:
            self._asked = next(self._number)
            with self._worker() as worker:
                self._known[key] = test(worker, text)
        return self._known[key]

    @contextmanager
    def _worker(self) -> Iterator[Worker]:
        try:
            worker = self._workers.get_nowait()
        except queue.Empty:
            limits = self.shop.limits
            limits = replace(limits, cpu_seconds=1) if limits.cpu_seconds <= 2 else limits
            worker = Worker(self.subject, self.shop, limits)
            self._made.append(worker)
        try:
            yield worker
        finally:
            self._workers.put(worker)

    def _quick(self, worker: Worker, text: str) -> bool:
        return _QUICK_TESTS[self.verdict](self, worker, text)

    def _full(self, worker: Worker, text: str) -> bool:
        key = (_QUICK, _digest(text))
        if key not in self._known:
            self._known[key] = self._quick(worker, text)
        if not self._known[key]:
            return False
        source = self.shop.write(text, ".c")
        try:
            if self.verdict is Verdict.MISCOMPILE:
                wanted = self._wanted[_digest(text)]
                with ThreadPoolExecutor(1) as side:
                    kept = side.submit(lambda: self.keeps is None or self.keeps(source, wanted))
                    return self._is_clean(source, wanted) and kept.result() and self._is_defined(source)
            return not self._must_run or self._runs_cleanly(worker, text)
        finally:
            source.unlink()

    def _is_defined(self, source: Path) -> bool:
        if not self.thorough:
            return True
        return examine(source, flags=LIBRARIES, limits=self.shop.limits, order=True).finding is None

    # ------------------------------------------------------------------ wrong programs

    def _is_wrong(self, found: Behaviour | None, wanted: Behaviour) -> bool:
        """Whether it is wrong in the same way: a wrong answer, a program that is killed, one that does not end."""
        if found is None or found == wanted or found.stopped not in (None, str(Stop.CPU), str(Stop.OUTPUT)):
            return False
        wrong = self._wrong
        return wrong is None or (found.stopped, found.signal) == (wrong.stopped, wrong.signal)

    def _miscompiles(self, worker: Worker, text: str) -> bool:
        found = worker.subject_runs(text)
        if found is None or found == self._right:
            return False
        wanted = worker.runs(gcc(), text, ("-w", "-O0", *self._trap, *_ERRORS))
        if wanted is None or wanted.stopped is not None or wanted.signal is not None:
            return False
        if not self._is_wrong(found, wanted):
            return False
        flags = ("-O2", *_WARN, "-ftrivial-auto-var-init=zero")
        again, said = worker.warnings(gcc(), text, flags)
        warnings = _warnings(said)
        if self.tolerated is None:
            self.tolerated = warnings
        if again != wanted or not warnings <= self.tolerated:
            return False
        if self.reference.command != gcc().command and worker.runs(self.reference, text, ("-w",)) != wanted:
            return False
        self._wanted[_digest(text)] = wanted
        return True

    def _is_clean(self, source: Path, wanted: Behaviour, *flags: str) -> bool:
        """The program does the same under the address and undefined-behaviour sanitizers, which stop at a finding."""
        made = gcc("-w", *_SANITIZE, *flags).compile([source], self.shop.path(), flags=LIBRARIES)
        if made.output is None:
            return False
        limits = self.shop.limits
        roomy = replace(limits, memory_bytes=None, stack_bytes=64 * MIB, cpu_seconds=3 * limits.cpu_seconds)
        try:
            return behaviour_of(run([str(made.output)], roomy, environment=_SANITIZER_OPTIONS)) == wanted
        finally:
            made.output.unlink(missing_ok=True)

    # ------------------------------------------------------------------ compilers that fail

    def _runs_cleanly(self, worker: Worker, text: str) -> bool:
        """The program ends by itself, and does the same under sanitizers and with other values in what has none."""
        wanted = worker.runs(gcc(), text, ("-w", "-O0", "-ftrivial-auto-var-init=zero"))
        if wanted is None or wanted.stopped is not None or wanted.signal is not None:
            return False
        source = self.shop.write(text, ".c")
        try:
            return self._is_clean(source, wanted, "-ftrivial-auto-var-init=pattern")
        finally:
            source.unlink()

    def _learn_message(self, worker: Worker, text: str) -> None:
        source = self.shop.write(text, ".c")
        if self.verdict is not Verdict.COMPILER_HANG:
            self._links = False
            self.signature = self._said(worker, self._failing, source)
            if self.signature is None:
                self.signature = self._said_when_linking(worker, source)
        source.unlink()

    @property
    def _failing(self) -> Compiler:
        return self.reference if self.verdict is Verdict.ACCEPTS_INVALID else self.subject

    def _said_when_linking(self, worker: Worker, source: Path) -> str | None:
        """The message of a failure that only linking shows, which is asked for from now on."""
        self._links = True
        return self._said(worker, self._failing, source)

    def _compiled(self, worker: Worker, compiler: Compiler, source: Path, seconds: float | None = None) -> Compilation:
        flags = ("-w", *LIBRARIES) if self._links else ("-w", "-c")
        return worker.compile(compiler, source, flags, "" if self._links else ".o", seconds)

    def _said(self, worker: Worker, compiler: Compiler, source: Path) -> str | None:
        """The message of a compiler that fails as the verdict says; None when it does not."""
        made = self._compiled(worker, compiler, source)
        if made.output is not None:
            made.output.unlink()
            return None
        crash = crash_message(made)
        if self.verdict is Verdict.COMPILER_CRASH:
            return crash
        return _message(made) if crash is None and made.execution.stopped_by is None else None

    def _accepted(self, worker: Worker, source: Path) -> bool:
        """Whether the reference accepts it, and gcc warns of nothing but what it warned of before; without linking."""
        flags = ("-S", "-O1", *_WARN, *_ERRORS)  # -fsyntax-only does not see missing returns, -O0 not what has no value
        made = worker.compile(gcc(), source, flags, ".s")
        done = made.execution
        if made.output is not None:
            made.output.unlink()
        warnings = _warnings(done.stderr)
        if self.tolerated is None:
            self.tolerated = warnings
        if done.exit_status != 0 or not warnings <= self.tolerated:
            return False
        return self.reference.command == gcc().command or self._is_made_by(worker, self.reference, source)

    def _is_made_by(self, worker: Worker, compiler: Compiler, source: Path) -> bool:
        made = self._compiled(worker, compiler, source)
        if made.output is not None:
            made.output.unlink()
        return made.output is not None

    def _is_linked(self, worker: Worker, compiler: Compiler, source: Path) -> bool:
        """Whether a whole program comes of it: nothing that is used may lose its definition."""
        made = worker.compile(compiler, source, ("-w", *LIBRARIES))
        if made.output is not None:
            made.output.unlink()
        return made.output is not None

    def _fails(self, worker: Worker, text: str) -> bool:
        """The subject rejects it with the same message, or crashes; the reference does not."""
        source = self.shop.write(text, ".c")
        try:
            said = self._said(worker, self.subject, source)
            if said is None or said != self.signature or not self._accepted(worker, source):
                return False
            return self._is_linked(worker, self.reference, source)
        finally:
            source.unlink()

    def _accepts(self, worker: Worker, text: str) -> bool:
        source = self.shop.write(text, ".c")
        try:
            said = self._said(worker, self.reference, source)
            return said is not None and said == self.signature and self._is_linked(worker, self.subject, source)
        finally:
            source.unlink()

    def _hangs(self, worker: Worker, text: str) -> bool:
        source = self.shop.write(text, ".c")
        try:
            if not self._accepted(worker, source):
                return False
            made = self._compiled(worker, self.subject, source, _HANG_SECONDS)
            if made.execution.stopped_by not in (Stop.CPU, Stop.WALL):
                return False
            return self._is_linked(worker, self.reference, source)
        finally:
            source.unlink()


_QUICK_TESTS: dict[Verdict, Callable[[Check, Worker, str], bool]] = {
    Verdict.MISCOMPILE: Check._miscompiles,
    Verdict.REJECTS_VALID: Check._fails,
    Verdict.ACCEPTS_INVALID: Check._accepts,
    Verdict.COMPILER_CRASH: Check._fails,
    Verdict.COMPILER_HANG: Check._hangs,
}


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _warnings(said: bytes) -> frozenset[str]:
    """The suspicious kinds of gcc's warnings, and the texts of those about constraints and extensions."""
    kinds = {kind for kind in _WARNING.findall(said) if kind in _SUSPICIOUS}
    texts = {without_names(text) for text in _UNNAMED.findall(said.decode(errors="replace"))}
    return frozenset({kind.decode() for kind in kinds} | texts)


def _message(made: Compilation) -> str:
    """The error without what names of the program make of it."""
    return without_names(first_error(made.execution))
