"""What is seen of runs of a compiler or a program, and how it is said."""

from __future__ import annotations

import re

from oracle.compilers.crash import signal_name
from oracle.sandbox import Limits
from oracle.verdict import Execution, Stop

_SLOW, _LONG_RUN = 10, 0.1
"""A program that takes this many times the reference's CPU time, and at least this many seconds, is noted as slow."""

_POINTED = re.compile(r"\s*\^ (\w.*)")
"""The message of a compiler that shows the line first, with its number, and the message at a caret below."""


def observed(done: Execution) -> tuple[bytes, int | None, int | None]:
    """What counts of a run: standard output and how it ended. (Error output may hold addresses.)"""
    return (done.stdout, done.exit_status, done.signal)


def ending(done: Execution) -> str:
    """How a run ended, in words: `exits with 0`."""
    if done.signal is not None:
        return f"is killed by {signal_name(done.signal)}"
    return f"exits with {done.exit_status}"


def difference(subject: Execution, reference: Execution) -> str:
    """The first difference between two runs, in one line."""
    if subject.stdout == reference.stdout:
        return f"{ending(subject)}, the reference's program {ending(reference)}"
    ours, theirs = subject.stdout.split(b"\n"), reference.stdout.split(b"\n")
    number = next(
        (i for i, (a, b) in enumerate(zip(ours, theirs, strict=False)) if a != b), min(len(ours), len(theirs))
    )
    found = _shown(ours[number]) if number < len(ours) else "nothing"
    wanted = _shown(theirs[number]) if number < len(theirs) else "nothing"
    text = f"output line {number + 1} is {found}, by the reference {wanted}"
    return text if observed(subject)[1:] == observed(reference)[1:] else f"{text}; {ending(subject)}"


def _shown(line: bytes) -> str:
    text = line.decode("utf-8", errors="backslashreplace")
    return repr(text if len(text) <= 80 else text[:77] + "...")


def slowness(subject: Execution, reference: Execution) -> str | None:
    """A word on a program that takes much longer than the reference's; None when it does not."""
    if subject.cpu_seconds < _LONG_RUN or subject.cpu_seconds < _SLOW * max(reference.cpu_seconds, 0.001):
        return None
    ratio = subject.cpu_seconds / max(reference.cpu_seconds, 0.001)
    return (
        f"slow: the subject's program takes {subject.cpu_seconds:.2f} s of CPU, the reference's "
        f"{reference.cpu_seconds:.2f} s ({ratio:.0f} times as long)"
    )


def stop_words(stop: Stop, limits: Limits) -> str:
    """A limit with its value: `cpu: 10 s`."""
    values = {
        Stop.CPU: f"{limits.cpu_seconds} s",
        Stop.WALL: f"{limits.wall_seconds:g} s",
        Stop.OUTPUT: f"{limits.output_bytes} bytes, files {limits.file_bytes} bytes",
        Stop.MEMORY: f"{limits.memory_bytes} bytes" if limits.memory_bytes else "none left",
        Stop.PROCESSES: str(limits.processes),
        Stop.FORBIDDEN: "a system call that the sandbox does not allow: a new process, a socket, ...",
    }
    return f"{stop}: {values[stop]}"


def first_error(done: Execution) -> str:
    """The first error message of a compiler, or how it ended."""
    lines = done.stderr.decode(errors="replace").splitlines()
    chosen = next((line for line in lines if "error" in line or "undefined reference" in line), None)
    if chosen is None:
        chosen = next((line for line in lines if line.strip()), ending(done))
        place, _, _ = chosen.partition(": ")
        chosen = next((f"{place}: {told[1]}" for line in lines if (told := _POINTED.match(line))), chosen)
    return chosen.strip()[:300]
