"""What the benchmarks share: interleaved measuring of commands, and geometric means.

CPU seconds are counted, not wall seconds, and the least of several rounds is taken: other work on the machine disturbs
both as little as possible, and the commands of one round meet the same conditions.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable, Sequence

from oracle.sandbox import run_trusted


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
    least = [math.inf] * len(commands)
    for _ in range(rounds):
        printed = set()
        for number, command in enumerate(commands):
            seconds, output = cpu_seconds(command)
            least[number] = min(least[number], seconds)
            printed.add(output)
        if len(printed) > 1:
            raise BenchmarkError(f"outputs differ: {'; '.join(' '.join(command) for command in commands)}")
    return least


def geometric_mean(values: Iterable[float]) -> float:
    logarithms = [math.log(value) for value in values]
    return math.exp(sum(logarithms) / len(logarithms))
