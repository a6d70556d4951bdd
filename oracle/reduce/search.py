"""Which of many changes of a program keep what a test asks for: one tree, many candidates, tested some at a time.

Candidates are tried in order, and the first that passes is kept. With several workers the next candidates are tested
meanwhile as if those before them would fail (most do); what was tested in vain is forgotten, so that the result does
not depend on how many workers there are.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse
from oracle.reduce.tree import Candidate, Edit, apply_all, take_back
from oracle.syntax_walk import walk

Test = Callable[[str], bool]
_GROWTH = 40


@dataclass(slots=True)
class Search:
    """A program being reduced. `deadline` is a time.monotonic() value; `progress` hears the size after each change.

    `test` must be callable from `width` threads at once; so must what it calls.
    """

    unit: nodes.TranslationUnit
    test: Test
    deadline: float = float("inf")
    width: int = 1
    guards_literals: bool = False
    """Compound literals are printed in parentheses where they are operands: some compilers take no others."""
    progress: Callable[[int], None] = lambda size: None
    best: str = ""
    accepted: list[str] = field(default_factory=list)
    room: int = _GROWTH
    """How many characters a change may add, in the hope that others take away more."""

    _refused: set[str] = field(default_factory=set)
    _texts: dict[int, tuple[nodes.Node, str]] = field(default_factory=dict)
    _home: dict[int, tuple[nodes.Node, nodes.Node]] = field(default_factory=dict)
    _is_whole: bool = False
    _pool: ThreadPoolExecutor | None = None

    def __post_init__(self) -> None:
        self._adopt()
        self.best = self._text(None)

    @classmethod
    def of_text(cls, text: str, name: str, test: Test, **settings: Any) -> Search:
        """A search in preprocessed C. Raises CompileError when it cannot be parsed."""
        return cls(parse(SourceText(text, name)), test, **settings)

    def close(self) -> None:
        """End the threads; a search that goes on starts others."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    @property
    def out_of_time(self) -> bool:
        return time.monotonic() > self.deadline

    def restart(self, text: str) -> None:
        """Go on with another text."""
        self.accepted.clear()
        self.unit = parse(SourceText(text, "program.c"))
        self._texts.clear()
        self._adopt()
        self.best = self._text(None)

    def forget_refusals(self) -> None:
        """Another test is used from now on."""
        self._refused.clear()

    # ------------------------------------------------------------------ trying

    def take(self, *edits: Edit) -> bool:
        """Make these changes together, if the test lets them through."""
        return not self.each([edits])

    def split(self, edits: Iterable[Edit]) -> None:
        """Make as many of the changes as the test lets through: all at once, else halves of them, quarters, ..."""
        remaining: list[Candidate] = [list(edits)]
        while remaining and remaining[0] and not self.out_of_time:
            refused = self.each(remaining)
            remaining = [
                half for one in refused if len(one) > 1 for half in (one[: len(one) // 2], one[len(one) // 2 :])
            ]

    def drop(self, owner: Any, name: str, least: int = 0) -> None:
        """Remove as many items of a list as the test lets through, the last ones first."""
        self.split(Edit(owner, name, item, (), least) for item in reversed(getattr(owner, name)))

    def each(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Try the candidates in order, and keep each that passes; returns those that were refused.

        One that changes nothing counts as neither.
        """
        refused: list[Candidate] = []
        waiting: deque[tuple[int, str, Future[bool] | None]] = deque()
        index = 0
        while (index < len(candidates) or waiting) and not self.out_of_time:
            while index < len(candidates) and len(waiting) < self.width:
                text = self._text_with(candidates[index])
                if text is not None:
                    waiting.append((index, text, self._submit(text)))
                index += 1
            if not waiting:
                continue
            number, text, future = waiting.popleft()
            if self.test(text) if future is None else future.result():
                self._keep(candidates[number], text)
                for _, _, other in waiting:
                    if other is not None:
                        other.cancel()
                waiting.clear()
                index = number + 1
            else:
                self._refused.add(text)
                refused.append(candidates[number])
        return refused

    def _submit(self, text: str) -> Future[bool] | None:
        """The answer to come; None when it is to be asked for when it is needed."""
        if text in self._refused or len(text) > len(self.best) + self.room:
            known: Future[bool] = Future()
            known.set_result(False)
            return known
        if self.width == 1:
            return None
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.width)
        return self._pool.submit(self.test, text)

    def _text_with(self, candidate: Candidate) -> str | None:
        """The program with these changes; None when they change nothing."""
        undo = apply_all(candidate)
        try:
            text = self._text(self._touched(undo)) if undo else self.best
        finally:
            take_back(undo)
        return None if text == self.best else text

    def _keep(self, candidate: Candidate, text: str) -> None:
        undo = apply_all(candidate)
        touched = self._touched(undo)
        self.best = text
        self.accepted.append(text)
        self._adopt(touched)
        self.progress(len(text))

    # ------------------------------------------------------------------ printing only what changed

    def _adopt(self, touched: set[int] | None = None) -> None:
        """Remember which declaration each node is in, and the text of each declaration.

        `touched` are the ids of declarations that changed, None for all.
        """
        present = {id(one) for one in self.unit.declarations}
        if touched is None:
            self._is_whole = any(
                isinstance(node, nodes.Attribute) and node.name == "pragma_pack" for node in walk(self.unit)
            )
        if touched is None or len(present) < len(self._texts):
            known = present if touched is not None else set()
            self._home = {key: value for key, value in self._home.items() if id(value[1]) in known}
            self._texts = {key: value for key, value in self._texts.items() if key in known}
        for one in self.unit.declarations:
            if touched is None or id(one) in touched or id(one) not in self._texts:
                self._texts[id(one)] = (one, self._text_of(one))
                for node in walk(one):
                    self._home[id(node)] = (node, one)

    def _touched(self, undo: Sequence[tuple[Any, str, Any]]) -> set[int] | None:
        """The declarations in which something changes; None when that is not known."""
        found: set[int] = set()
        for owner, _, _ in undo:
            if owner is self.unit:
                continue
            known = self._home.get(id(owner))
            if known is None or known[0] is not owner:
                return None
            found.add(id(known[1]))
        return found

    def _text(self, touched: set[int] | None) -> str:
        if self._is_whole:
            return unparse(self.unit, guards_literals=self.guards_literals)
        return "".join(
            self._texts[id(one)][1]
            if touched is not None and id(one) in self._texts and id(one) not in touched
            else self._text_of(one)
            for one in self.unit.declarations
        )

    def _text_of(self, declaration: Any) -> str:
        return unparse(nodes.TranslationUnit(0, [declaration]), guards_literals=self.guards_literals)
