"""What the benchmarks share: interleaved measuring of commands, and geometric means.

CPU seconds are counted, not wall seconds, and the least of several rounds is taken, or the median of the ratios of the
rounds: other work on the machine disturbs both as little as possible, and the commands of one round meet the same
conditions.
"""

from __future__ import annotations

import math
import os
import random
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from oracle.sandbox import run_trusted

_RESAMPLES = 2000


class BenchmarkError(Exception):
    """A command that should have succeeded did not; the message says which."""


def cpu_seconds(command: Sequence[str]) -> tuple[float, bytes]:
    """The CPU seconds of one run with all its children, and what it printed. Raises BenchmarkError."""
    ran = run_trusted(command, timeout=600)
    if not ran.succeeded:
        raise BenchmarkError(f"{' '.join(command)}: {ran.stderr.decode(errors='replace')[:300]}")
    return ran.cpu_seconds, ran.stdout


def cpu_seconds_and_memory(command: Sequence[str]) -> tuple[float, int]:
    """The CPU seconds of one run with all its children, and the most bytes that one of them had in memory.

    Raises BenchmarkError when it fails, OSError when it cannot be started.
    """
    pid = os.posix_spawnp(command[0], list(command), os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise BenchmarkError(f"{' '.join(command)}: failed")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def interleaved(commands: Sequence[Sequence[str]], rounds: int) -> list[float]:
    """The least CPU seconds of each command over `rounds` rounds, one after the other in each round.

    Raises BenchmarkError when one fails, or when they print different things.
    """
    return [min(seconds) for seconds in zip(*all_rounds(commands, rounds), strict=True)]


def all_rounds(commands: Sequence[Sequence[str]], rounds: int) -> list[list[float]]:
    """The CPU seconds of each command in each round; every other round takes them the other way round.

    Raises BenchmarkError when one fails, or when they print different things.
    """
    found = []
    for number in range(rounds):
        order = range(len(commands)) if number % 2 == 0 else range(len(commands) - 1, -1, -1)
        seconds = [0.0] * len(commands)
        printed = set()
        for which in order:
            seconds[which], output = cpu_seconds(commands[which])
            printed.add(output)
        if len(printed) > 1:
            raise BenchmarkError(f"outputs differ: {'; '.join(' '.join(command) for command in commands)}")
        found.append(seconds)
    return found


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times the CPU time of the second command the first one takes: the median over the rounds.

    `low` and `high` are the 95 % interval of that median (bootstrap: rounds drawn again with replacement).
    """

    middle: float
    low: float
    high: float


def ratio_of_rounds(rounds: Sequence[Sequence[float]]) -> Ratio:
    """The ratio of two commands, from what `all_rounds` says."""
    return _with_interval([[first / second for first, second in rounds]])


def geometric_mean_of_rounds(programs: Sequence[Sequence[Sequence[float]]]) -> Ratio:
    """The geometric mean of the ratios of several programs, each with what `all_rounds` says of it."""
    return _with_interval([[first / second for first, second in rounds] for rounds in programs])


def _with_interval(ratios: list[list[float]]) -> Ratio:
    draw = random.Random(0)
    drawn = sorted(
        geometric_mean(statistics.median(draw.choices(rounds, k=len(rounds))) for rounds in ratios)
        for _ in range(_RESAMPLES)
    )
    edge = _RESAMPLES // 40
    return Ratio(geometric_mean(statistics.median(rounds) for rounds in ratios), drawn[edge], drawn[-edge - 1])


def geometric_mean(values: Iterable[float]) -> float:
    logarithms = [math.log(value) for value in values]
    return math.exp(sum(logarithms) / len(logarithms))
