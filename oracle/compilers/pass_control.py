"""Compilers whose optimiser can be stopped part of the way: what bisection over passes needs to know of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PassExecution:
    """One execution of an optimisation pass, counted from 1; `unit_name` is what the compiler ran it on."""

    index: int
    pass_name: str
    unit_name: str


class PassControl(Protocol):
    """Runs a compiler with only the first k of its pass executions."""

    @property
    def executions(self) -> Sequence[PassExecution]:
        """Every pass execution that can be left out, in order."""
        ...

    @property
    def remarks(self) -> Sequence[str]:
        """What a reader should know about the list: passes that cannot be left out, say."""
        ...

    def options(self, count: int) -> tuple[str, ...]:
        """The options that leave out every execution past the first `count`."""
        ...

    def shown(self, count: int) -> tuple[str, ...]:
        """`options` for people, in words that `preparation` explains."""
        ...

    def preparation(self, command: str, counts: Sequence[int]) -> tuple[str, ...]:
        """Shell lines that make the files which `shown` names; `command` compiles the program but for its output."""
        ...
