"""Work in a forked process that may change, break or hang its minicc: the results come back through a pipe."""

from __future__ import annotations

import os
import pickle
import resource
import signal
import sys
from collections.abc import Callable, Generator, Iterable
from types import FrameType
from typing import Any

from oracle.sandbox.process import die_with

_SECONDS = 20
"""CPU seconds that a front end may take for one program; the healthy one takes a tenth of one."""
_MEMORY = 3 << 30
_RECURSION = 20_000


class _OutOfTime(Exception):
    """The front end took too long."""


def in_child(work: Callable[[], Iterable[Any]], seconds: int = _SECONDS) -> Generator[Any]:
    """What `work` yields in a forked process, one after the other; less when the process dies.

    Each value may take `seconds` of CPU time; after that the exception that interrupts it is yielded and the work ends.
    """
    receiving, sending = os.pipe()
    parent = os.getpid()
    child = os.fork()
    if child == 0:
        die_with(parent)
        os.close(receiving)
        _work(work, sending, seconds)
    os.close(sending)
    try:
        with os.fdopen(receiving, "rb") as file:
            while True:
                try:
                    yield pickle.load(file)
                except (EOFError, pickle.UnpicklingError):
                    return
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _work(work: Callable[[], Iterable[Any]], sending: int, seconds: int) -> None:
    def stop(number: int, frame: FrameType | None) -> None:
        raise _OutOfTime

    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGPROF, stop)
        sys.setrecursionlimit(_RECURSION)
        with os.fdopen(sending, "wb") as file:
            signal.setitimer(signal.ITIMER_PROF, seconds)
            for value in work():
                pickle.dump(value, file)
                file.flush()
                signal.setitimer(signal.ITIMER_PROF, seconds)
        status = 0
    finally:
        os._exit(status)
