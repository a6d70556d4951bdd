"""The reducer on the syntax tree: rounds of steps, coarse ones first, until none finds anything."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from oracle.bisect.behaviour import Workshop
from oracle.compilers.protocol import Compiler
from oracle.reduce import expressions, leftovers, structure
from oracle.reduce.extract import extract
from oracle.reduce.inline import inline_calls
from oracle.reduce.rename import renamed
from oracle.reduce.search import Search, Test
from oracle.reduce.values import reduce_by_values

Step = Callable[[Search], None]

_LONG = 5.0
"""Seconds of a step after which its result is tested in full at once."""

_STEPS: tuple[Step, ...] = (
    structure.one_function,
    structure.statements,
    structure.declarations,
    expressions.prints,
    structure.hoists,
    inline_calls,
    expressions.words,
    expressions.lists,
    expressions.parameters,
    expressions.results,
    structure.unused,
    structure.with_their_uses,
    expressions.expressions,
    leftovers.into_main,
    leftovers.initial_values,
    expressions.scalars,
    expressions.typedefs,
    expressions.types,
    expressions.constants,
)


class Tests(Protocol):
    """What candidates are asked. The full test implies the quick one."""

    @property
    def shop(self) -> Workshop:
        """Where programs are built and run."""
        ...

    @property
    def traced(self) -> Compiler | None:
        """The compiler whose programs give wrong values; None when it is something else that is wrong."""
        ...

    def __call__(self, text: str) -> bool:
        """The full test."""
        ...

    def quick(self, text: str) -> bool:
        """The cheap part of it."""
        ...

    def rebase(self, text: str) -> None:
        """From now on candidates are changes of this text."""
        ...

    def preserving(self, text: str) -> Test | None:
        """A test for programs that do what `text` does; None where there is none."""
        ...


@dataclass(slots=True)
class Reduction:
    """One reduction: what was found is in `search.best`, and the texts that passed the full test in `good`."""

    search: Search
    tests: Tests
    good: list[str]
    _is_careful: bool = False
    _by_values: bool = True

    def run(self, *, careful: bool = False) -> None:
        """Rounds until nothing changes or time is up; `careful`: every change is tested in full."""
        search = self.search
        size = -1
        self._is_careful = careful
        self._take(structure.unreachable)
        self._extract()
        while size != len(search.best) and not search.out_of_time:
            size = len(search.best)
            self._use_values()
            for step in _STEPS:
                self._take(step)
                if search.out_of_time:
                    break
            self._confirm()
            self._is_careful = careful
        self._confirm()
        if not search.out_of_time:
            self._rename()

    def _take(self, step: Step) -> None:
        search = self.search
        search.test = self.tests if self._is_careful else self.tests.quick
        self.tests.rebase(search.best)
        started = time.monotonic()
        step(search)
        structure.unreachable(search)
        if step is structure.statements or time.monotonic() - started > _LONG:
            self._confirm()

    def _confirm(self) -> None:
        """Test in full what has changed; go back to what passes, and be careful in the rest of the round."""
        search = self.search
        if not search.accepted:
            return
        if self.tests(search.best):
            self.good.append(search.best)
            search.accepted.clear()
            return
        if (text := self._last_good(search.accepted[:-1])) is not None:
            self.good.append(text)
        search.restart(self.good[-1])
        self._is_careful = True

    def _last_good(self, steps: list[str]) -> str | None:
        """The latest of some steps that passes the full test, as far as a bisection tells."""
        low, high = -1, len(steps)
        while high - low > 1:
            middle = (low + high) // 2
            if self.tests(steps[middle]):
                low = middle
            else:
                high = middle
        return steps[low] if low >= 0 else None

    def _extract(self) -> None:
        """Go on with the expression that first has a wrong value, if that alone passes the full test."""
        compiler = self.tests.traced
        if compiler is not None:
            self._confirm()
            self.search.test = self.tests
            extract(self.search, compiler, self.tests.shop)
            self._confirm()

    def _use_values(self) -> None:
        """Reduce by known values, asking only the subject; the result must pass the whole test, or all is undone."""
        search = self.search
        preserving = self.tests.preserving(search.best) if self._by_values else None
        if preserving is None:
            return
        self._confirm()
        search.test = preserving
        search.forget_refusals()
        reduce_by_values(search, self.tests.shop)
        search.forget_refusals()
        careful = self._is_careful
        self._by_values = not search.accepted or self.tests(search.best)
        self._confirm()
        self._is_careful = careful

    def _rename(self) -> None:
        search = self.search
        text = renamed(search.unit, search.best)
        if text != search.best and self.tests(text):
            self.good.append(text)


def reduce_text(
    text: str,
    name: str,
    tests: Tests,
    seconds: float,
    progress: Callable[[int], None] = lambda size: None,
    *,
    width: int = 1,
    careful: bool = False,
) -> list[str]:
    """Reduce preprocessed C for at most `seconds`; returns it, printed, and the texts that passed the full test.

    The last one is the smallest. Of the original only the quick test is asked: it was judged.

    With `width` 2 or more as many candidates are tested at once.

    Raises CompileError when the text cannot be parsed, ValueError when the printed tree fails that.
    """
    deadline = time.monotonic() + seconds
    for guards_literals in (False, True):
        search = Search.of_text(
            text, name, tests, deadline=deadline, width=width, progress=progress, guards_literals=guards_literals
        )
        if not tests.quick(search.best):
            continue
        try:
            reduction = Reduction(search, tests, [search.best])
            reduction.run(careful=careful)
            return reduction.good
        finally:
            search.close()
    raise ValueError("the divergence does not survive printing the syntax tree")
