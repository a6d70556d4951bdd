"""Random choices that are the same on every machine and Python version."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Draws from `random.Random.getrandbits` alone: the other methods of `random` may change between versions."""

    __slots__ = ("_bits",)

    def __init__(self, seed: int) -> None:
        self._bits = random.Random(seed).getrandbits

    def below(self, limit: int) -> int:
        """An integer in [0, limit)."""
        return self._bits(32) % limit

    def between(self, low: int, high: int) -> int:
        """An integer in [low, high]."""
        return low + self._bits(32) % (high - low + 1)

    def bits(self, count: int) -> int:
        return self._bits(count)

    def chance(self, percent: int) -> bool:
        return self._bits(32) % 100 < percent

    def pick(self, items: Sequence[T]) -> T:
        return items[self._bits(32) % len(items)]

    def weighted(self, items: Sequence[tuple[T, int]]) -> T:
        """An item by weight; the weights are not negative and not all zero."""
        point = self._bits(32) % sum(weight for _, weight in items)
        for item, weight in items:
            if point < weight:
                return item
            point -= weight
        raise AssertionError("the weights sum to more than the point")

    def shuffled(self, items: Sequence[T]) -> list[T]:
        result = list(items)
        for last in range(len(result) - 1, 0, -1):
            other = self.below(last + 1)
            result[last], result[other] = result[other], result[last]
        return result
