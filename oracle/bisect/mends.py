"""Small changes of minicc that make the program right: they tell where minicc is wrong, and often how to mend it.

The lines of the compiler that are suspicious by their spectrum are changed one after the other, each in a process of
its own: another operator, comparison or constant, a negated condition, swapped arguments, a statement left out. This is
mutation-based fault localisation and repair (Debroy, Wong 2010, "Using mutation to automatically suggest fixes for
faulty programs"; Moon et al. 2014, "Ask the mutants"). A change that makes the program right is a mend; those that
leave most of the other programs right come first.
"""

from __future__ import annotations

import gc
import hashlib
import os
import resource
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from minicc.diagnostics import CompileError, InternalError
from minicc.pipeline import B3, Job, Pipeline, load_plugin
from minicc.source import SourceText
from oracle.bisect.attribution import Stage
from oracle.bisect.behaviour import Behaviour, Workshop
from oracle.bisect.forked import in_child
from oracle.compilers.protocol import Compiler
from oracle.sandbox.loader import Loader, LoaderError, NotLoadableError

if TYPE_CHECKING:
    from oracle.mutants.mutate import SmallChange

MOST_TRIALS = 300
"""More changes are not tried."""
_TRIALS_SECONDS = 4.0
"""CPU seconds after which no further change is tried."""
_ENOUGH = 3
"""So many functions whose change is a mend are looked for."""
_TRIAL_SECONDS = 2
"""CPU seconds that a changed front end may take for one program."""
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


def mends(search: Search, elements: Sequence[Element], others: Sequence[Check] = ()) -> list[Mend]:
    """The mends among the changes of these lines of the compiler, the most suspicious first; those that leave most of
    the `others` right come first.
    """
    found = in_child(lambda: _Subject(search).mends(elements, others), seconds=_SEARCH_SECONDS)
    made = [one for one in found if isinstance(one, Mend)]
    return sorted(made, key=lambda one: -one.kept)


def right_programs(search: Search, checks: Sequence[Check]) -> list[bool]:
    """For each program whether the subject compiles it rightly, up to B3; fewer answers when the subject dies."""
    found = in_child(lambda: _Subject(search).right(checks), seconds=_SEARCH_SECONDS)
    return [one for one in found if isinstance(one, bool)]


class _Subject:
    """The subject in a forked process: it loads the plugins once, and forks again for each compilation."""

    def __init__(self, search: Search) -> None:
        from minicc.cli import parse_command_line

        self.search = search
        self.loader = _loader(search.shop)
        invocation = parse_command_line([*search.words, "-c", "program.c"])
        self.pipeline = Pipeline()
        for plugin in invocation.plugins:
            load_plugin(self.pipeline, Path(plugin))
        self.options = invocation.compile_options()
        # LLVM is loaded and set up here, once.
        with suppress(CompileError, InternalError):
            B3.generate(Job(SourceText("int minicc_probe;\n", "probe.c"), self.options))
        gc.disable()
        gc.freeze()

    def right(self, checks: Sequence[Check]) -> Iterator[bool]:
        for check in checks:
            yield self._behaviour(_forked(partial(B3.generate, self._job(check)))) == check.expected

    def mends(self, elements: Sequence[Element], others: Sequence[Check]) -> Iterator[Mend]:
        job = self._job(self.search.program)
        if self.search.stage is not Stage.PARSE:
            _ = job.syntax_tree
        if self.search.stage is Stage.LOWER:
            _ = job.typed_tree
        wrong = _forked(partial(_digest, job))
        mended: set[str] = set()
        started = _cpu_seconds()
        for function, change in _changes(elements):
            if _cpu_seconds() - started > _TRIALS_SECONDS:
                return
            if function in mended:
                continue
            made = _forked(partial(_changed, change, job, wrong))
            if not made or self._behaviour(made) != self.search.program.expected:
                continue
            mended.add(function)
            kept = 0
            for other in others:
                made = _forked(partial(_changed, change, self._job(other), b""))
                kept += self._behaviour(made) == other.expected
            yield Mend(function, change.line, str(change), kept)
            if len(mended) == _ENOUGH or (others and kept == len(others)):
                return

    def _job(self, check: Check) -> Job:
        return Job(check.source, self.options, self.pipeline)

    def _behaviour(self, made: bytes) -> Behaviour:
        if not made:
            return Behaviour(failure="it does not compile")
        if self.loader is not None:
            try:
                done = self.loader.run(made)
                return Behaviour(done.stdout, done.exit_status)
            except NotLoadableError:
                pass
            except LoaderError:
                self.loader = None
        object_file = self.search.shop.path(".o")
        object_file.write_bytes(made)
        return self.search.shop.behaviour(self.search.linker, [object_file], self.search.link_flags)


def _cpu_seconds() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _loader(shop: Workshop) -> Loader | None:
    try:
        return Loader(shop.limits)
    except LoaderError:
        return None


def _changes(elements: Sequence[Element]) -> Iterator[tuple[str, SmallChange]]:
    """What can be changed on these lines, at most MOST_TRIALS changes, with the function around it."""
    from oracle.mutants.plant import running_module

    lines: dict[str, set[int]] = {}
    for function, line in elements:
        lines.setdefault(function.partition(":")[0], set()).add(line)
    by_element: dict[Element, list[SmallChange]] = {}
    for module, wanted in lines.items():
        for change in running_module(module).changes(wanted):
            by_element.setdefault((f"{module}:{change.function}", change.line), []).append(change)
    every = ((element[0], change) for element in elements for change in by_element.get(element, ()))
    return islice(every, MOST_TRIALS)


def _digest(job: Job) -> bytes:
    return hashlib.sha256(job.ir.encode("utf-8", "surrogateescape")).digest()


def _changed(change: SmallChange, job: Job, wrong: bytes) -> bytes:
    """The object file that the changed minicc makes; b"" when its IR is the wrong one."""
    from oracle.mutants.plant import put_in

    put_in(change.running.module, change.function, change.code())
    return b"" if _digest(job) == wrong else B3.generate(job)


def _forked(work: Callable[[], bytes]) -> bytes:
    """What `work` returns in a process of its own; b"" when it fails or takes too long."""
    receiving, sending = os.pipe()
    child = os.fork()
    if child == 0:
        with suppress(BaseException):
            os.close(receiving)
            signal.signal(signal.SIGPROF, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_PROF, _TRIAL_SECONDS)
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 2)
            made = work()
            with os.fdopen(sending, "wb") as file:
                file.write(made)
        os._exit(0)
    os.close(sending)
    with os.fdopen(receiving, "rb") as file:
        made = file.read()
    os.waitpid(child, 0)
    return made
