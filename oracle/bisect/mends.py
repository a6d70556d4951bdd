"""Small changes of minicc that make the program right: they tell where minicc is wrong, and often how to mend it.

The lines of the compiler that are suspicious by their spectrum are changed one after the other: another operator,
comparison or constant, a negated condition, swapped arguments, a statement left out. This is mutation-based fault
localisation and repair (Debroy, Wong 2010, "Using mutation to automatically suggest fixes for faulty programs"; Moon et
al. 2014, "Ask the mutants"). A change that makes the program right is a mend; those that leave most of the other
programs right come first.

Most changes change nothing of what is wrong. So the front end is run again in the same process, first on the lines that
are wrong alone (`oracle.bisect.trim`); only where it writes other IR for them the whole program is compiled and run.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from minicc.diagnostics import CompileError, InternalError
from minicc.pipeline import B3, Job, Pipeline, load_plugin
from minicc.source import SourceText
from oracle.bisect.attribution import Stage
from oracle.bisect.behaviour import Behaviour, Workshop
from oracle.bisect.forked import in_child
from oracle.bisect.trim import trimmed
from oracle.compilers.protocol import Compiler
from oracle.sandbox.loader import Loader, LoaderError, NotLoadableError

if TYPE_CHECKING:
    from oracle.mutants.mutate import RunningModule, SmallChange

MOST_TRIALS = 2000
"""More changes are not tried."""
_TRIALS_SECONDS = 4.0
"""CPU seconds after which no further change is tried."""
_MORE_SECONDS = 0.5
"""So long the search goes on behind a change that leaves all the other programs right."""
_ENOUGH = 3
"""So many functions whose change is a mend are looked for."""
_FRONT_END_SECONDS = 0.5
"""CPU seconds that a front end may take for one program."""
_PATIENCE = 10
"""A changed front end may take so many times the CPU time of the one that is wrong, ..."""
_LEAST_SECONDS = 0.1
"""... and this."""
_LEAST_CPU_SECONDS = 2
"""What a tightened limit leaves every program."""
_RUN_SECONDS = 0.5
"""Wall seconds that a program may run which takes next to none when it is right."""
_NEW_OBJECTS = 200_000
"""So often garbage is collected."""
_OBJECT_SECONDS = 2
"""CPU seconds for the object file."""
_RECURSION = 3000
"""Frames that a changed front end may nest: enough for the programs here, and little enough for the C stack."""
_SEARCH_SECONDS = 60

Element = tuple[str, int]
"""A line of the compiler: the function around it, and its number."""


@dataclass(frozen=True, slots=True)
class Check:
    """A program, and what it does when it is compiled correctly."""

    source: SourceText
    expected: Behaviour


@dataclass(frozen=True, slots=True)
class Mend:
    """A change of a function of minicc (`module:qualified name`) with which the program is right.

    `kept` is how many of the other programs tried are right with it.
    """

    function: str
    line: int
    told: str
    kept: int

    def __str__(self) -> str:
        return f"{self.told} in {self.function}, line {self.line}, makes the program right"


@dataclass(frozen=True, slots=True)
class Search:
    """What is to be mended: the program, with the compiler's options (and plugins) and the stage that is wrong.

    `linker` links what the loader cannot run.
    """

    program: Check
    words: tuple[str, ...]
    stage: Stage
    shop: Workshop
    linker: Compiler
    link_flags: tuple[str, ...] = ("-lm",)
    lines: frozenset[int] = frozenset()
    """The lines of the program that are known to be wrong; none when that is not known."""


def mends(search: Search, elements: Sequence[Element], others: Sequence[Check] = ()) -> list[Mend]:
    """The mends among the changes of these lines of the compiler, the most suspicious first; those that leave most of
    the `others` right come first.
    """
    made: list[Mend] = []
    begin: _Progress | None = _Progress(0, _TRIALS_SECONDS)
    while begin is not None:
        known, begun, begin = frozenset(one.function for one in made), begin, None
        work = partial(_mends, search, elements, others, begun, known)
        for one in in_child(work, seconds=_SEARCH_SECONDS):
            if isinstance(one, Mend):
                made.append(one)
            else:
                begin = one if isinstance(one, _Progress) else None
    return sorted(made, key=lambda one: -one.kept)


def right_programs(search: Search, checks: Sequence[Check]) -> list[bool]:
    """For each program whether the subject compiles it rightly, up to B3."""
    answers: list[bool] = []
    while len(answers) < len(checks):
        work = partial(_right, search, checks[len(answers) :])
        answers += [one for one in in_child(work, seconds=_SEARCH_SECONDS) if isinstance(one, bool)]
        if len(answers) < len(checks):
            # This one was the end of the process.
            answers.append(False)
    return answers


@dataclass(frozen=True, slots=True)
class _Progress:
    """Where a search goes on when its process dies: with which change, and for how many CPU seconds."""

    change: int
    seconds: float


def _mends(
    search: Search, elements: Sequence[Element], others: Sequence[Check], begin: _Progress, known: Set[str]
) -> Iterator[Mend | _Progress | None]:
    return _Subject(search).mends(elements, others, begin, known)


def _right(search: Search, checks: Sequence[Check]) -> Iterator[bool]:
    return _Subject(search).right(checks)


class _Subject:
    """The subject in a forked process, which may die of what it tries."""

    def __init__(self, search: Search) -> None:
        from minicc.cli import parse_command_line

        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        self.search = search
        self.loader = _loader(search.shop)
        self.run_seconds = 0.0
        invocation = parse_command_line([*search.words, "-c", "program.c"])
        self.pipeline = Pipeline()
        for plugin in invocation.plugins:
            load_plugin(self.pipeline, Path(plugin))
        self.options = invocation.compile_options()
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        sys.setrecursionlimit(_RECURSION)

    def right(self, checks: Sequence[Check]) -> Iterator[bool]:
        """Which of the programs this process compiles rightly."""
        for check in checks:
            job = self._job(check)
            yield _ir(job, _FRONT_END_SECONDS) is not None and self._behaviour(job) == check.expected

    def mends(
        self, elements: Sequence[Element], others: Sequence[Check], begin: _Progress, known: Set[str]
    ) -> Iterator[Mend | _Progress | None]:
        """The mends; before each trial that may be the end of this process how to go on behind it; None at the end."""
        job = self._job(self.search.program)
        # What runs before the stage is wrong for nobody: it is run once.
        if self.search.stage is not Stage.PARSE:
            _ = job.syntax_tree
        if self.search.stage is Stage.LOWER:
            _ = job.typed_tree
        started = self._cpu_seconds()
        wrong = _ir(self._again(job), _FRONT_END_SECONDS)
        taken = 0.0 if wrong is None else self._cpu_seconds() - started
        enough = max(_PATIENCE * taken, _LEAST_SECONDS)
        part = self._part(job) if self.search.lines else job
        wrong_part = _ir(self._again(part), enough)
        if (wrong is None) != (wrong_part is None):
            part, wrong_part = job, wrong
        mended = set(known)
        left = begin.seconds
        for number, (function, change) in islice(enumerate(_changes(elements)), begin.change, None):
            if self._cpu_seconds() - started > left or len(mended) == _ENOUGH:
                break
            if function in mended:
                continue
            with _put_in(change) as is_in:
                made = _ir(self._again(part), enough) if is_in else None
                if made is None or made == wrong_part:
                    continue
                again = self._again(job)
                made = _ir(again, enough)
                if made is None or made == wrong:
                    continue
                yield _Progress(number + 1, left - (self._cpu_seconds() - started))
                if self._behaviour(again) != self.search.program.expected:
                    continue
                kept = sum(self.right(others))
                mended.add(function)
                yield Mend(function, change.line, str(change), kept)
                if kept == len(others) > 0:
                    left = min(left, self._cpu_seconds() - started + _MORE_SECONDS)
        yield None

    def _cpu_seconds(self) -> float:
        return time.process_time() + self.run_seconds

    def _part(self, job: Job) -> Job:
        """A job for the lines that are wrong alone, to tell quickly what makes no difference."""
        if self.search.stage is Stage.PARSE:
            return job
        part = Job(job.source, job.options, job.pipeline)
        part.syntax_tree = trimmed(job.syntax_tree, job.source, self.search.lines)
        if self.search.stage is Stage.LOWER:
            with suppress(Exception):
                _ = part.typed_tree
        return part

    def _again(self, job: Job) -> Job:
        """A job that has what runs before the stage."""
        again = Job(job.source, job.options, job.pipeline)
        for name in ("syntax_tree", "typed_tree"):
            if name in vars(job):
                setattr(again, name, getattr(job, name))
        return again

    def _job(self, check: Check) -> Job:
        return Job(check.source, self.options, self.pipeline)

    def _behaviour(self, job: Job) -> Behaviour:
        made = _object(job)
        if made is None:
            return Behaviour(failure="it does not compile")
        if self.loader is not None:
            try:
                done = self.loader.run(made)
                self.run_seconds += done.cpu_seconds
                return Behaviour(done.stdout, done.exit_status)
            except NotLoadableError:
                pass
            except LoaderError:
                self.loader = None
        object_file = self.search.shop.path(".o")
        object_file.write_bytes(made)
        return self.search.shop.behaviour(self.search.linker, [object_file], self.search.link_flags)


def _loader(shop: Workshop) -> Loader | None:
    limits = shop.limits
    if limits.cpu_seconds <= _LEAST_CPU_SECONDS:
        # It is done in no time when it is right.
        limits = replace(limits, wall_seconds=_RUN_SECONDS)
    try:
        return Loader(limits)
    except LoaderError:
        return None


def _changes(elements: Sequence[Element]) -> Iterator[tuple[str, SmallChange]]:
    """What can be changed on these lines, at most MOST_TRIALS changes, with the function around it."""
    from oracle.mutants.plant import running_module

    lines: dict[str, set[int]] = {}
    for function, line in elements:
        lines.setdefault(function, set()).add(line)
    running: dict[str, RunningModule] = {}
    by_line: dict[str, dict[int, list[SmallChange]]] = {}

    def changes_of(function: str) -> dict[int, list[SmallChange]]:
        module, _, name = function.partition(":")
        if module not in running:
            running[module] = running_module(module)
        found: dict[int, list[SmallChange]] = {}
        for change in running[module].changes(lines[function], name):
            found.setdefault(change.line, []).append(change)
        return found

    def every() -> Iterator[tuple[str, SmallChange]]:
        for function, line in elements:
            if function not in by_line:
                by_line[function] = changes_of(function)
            for change in by_line[function].get(line, ()):
                yield function, change

    return islice(every(), MOST_TRIALS)


@contextmanager
def _put_in(change: SmallChange) -> Iterator[bool]:
    """Let minicc run with a change; False when the function cannot have other code."""
    from oracle.mutants.plant import function_of, put_in

    module, name = change.running.module, change.function
    try:
        before = function_of(module, name).__code__
        put_in(module, name, change.code())
    except (ValueError, SyntaxError):
        yield False
        return
    try:
        yield True
    finally:
        put_in(module, name, before)


class _OutOfTime(BaseException):
    """A changed front end took too long."""


def _ir(job: Job, seconds: float) -> str | None:
    """The IR that the front end of this process makes; None when it fails or takes longer than these CPU seconds."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _OutOfTime

    before = signal.signal(signal.SIGPROF, stop)
    # Again and again, should something catch it.
    left, _ = signal.setitimer(signal.ITIMER_PROF, seconds, 0.05)
    try:
        try:
            return job.ir
        finally:
            signal.setitimer(signal.ITIMER_PROF, left)
    except (Exception, _OutOfTime):
        return None
    finally:
        signal.signal(signal.SIGPROF, before)


def _object(job: Job) -> bytes | None:
    """The object file; None when LLVM refuses the IR. A time limit ends the process: LLVM cannot be interrupted."""
    before = signal.signal(signal.SIGPROF, signal.SIG_DFL)
    left, _ = signal.setitimer(signal.ITIMER_PROF, _OBJECT_SECONDS)
    try:
        return B3.generate(job)
    except (CompileError, InternalError):
        return None
    finally:
        signal.setitimer(signal.ITIMER_PROF, left)
        signal.signal(signal.SIGPROF, before)
