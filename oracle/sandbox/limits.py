"""What an untrusted program may use up."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one run; passing one ends the run with the `Stop` of that name.

    `memory_bytes` bounds the address space (None: unbounded, as sanitizer
    builds need) and `stack_bytes` the stack, within it. `file_bytes` bounds
    each file and the whole scratch directory, `output_bytes` each of standard
    output and standard error. `processes` is 1 for a program that may start
    threads but no process. A program that still wants the CPU when its wall
    time is over is given more, up to its CPU limit.
    """

    cpu_seconds: int = 10
    wall_seconds: float = 30.0
    memory_bytes: int | None = 512 * MIB
    stack_bytes: int = 16 * MIB
    file_bytes: int = 64 * MIB
    output_bytes: int = 4 * MIB
    open_files: int = 64
    processes: int = 1
    randomize_addresses: bool = False
    """Off by default, so that a program that depends on addresses at least does so repeatably."""
    readable: tuple[Path, ...] = ()
    """Files and folders that the program may read and execute, besides itself and the system's libraries."""
