"""Ways to judge many seeds at once. An engine runs a task on seed ranges and yields rows as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from oracle.ledger import Row


class Task(Protocol):
    """What workers do; picklable. `prepare` runs once in each worker and gives the function of a seed."""

    def prepare(self) -> Callable[[int], Row]: ...


@dataclass(frozen=True, slots=True)
class Lost:
    """A seed whose worker died twice, and how."""

    seed: int
    reason: str


class Engine(Protocol):
    def judge(self, ranges: Iterable[range], task: Task) -> Iterator[Row | Lost]:
        """Every seed of the ranges exactly once, in any order. Closing the iterator stops the workers."""
        ...
