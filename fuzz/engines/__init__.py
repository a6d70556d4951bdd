"""Ways to judge many seeds at once. An engine runs a task on seed ranges and yields rows as they come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from oracle.ledger import Row


class Task(Protocol):
    """What workers do; picklable. `prepare` runs once in each worker and gives the function of a seed."""

    def prepare(self) -> Callable[[int], Row]: ...


class EngineError(Exception):
    """The engine cannot be used (no such cluster, workers without the compilers); the message says what to do."""


class WorkerError(Exception):
    """The task itself failed in a worker; the message says how."""


@dataclass(frozen=True, slots=True)
class Lost:
    """A seed whose workers died again and again, and how."""

    seed: int
    reason: str


class Engine(Protocol):
    @property
    def workers(self) -> int:
        """How many processes judge, as far as is known."""
        ...

    def judge(self, ranges: Iterable[range], task: Task) -> Iterator[Row | Lost]:
        """Every seed of the ranges exactly once, in any order. Closing the iterator stops the workers."""
        ...
