"""The default engine: worker processes on this machine.

Each worker has a pipe of its own and sends one row per seed, so that the
parent knows at any moment which seed a dead worker was at: that seed is tried
again, alone, and given up as lost when its workers go on dying.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import time
import traceback
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess

from fuzz.engines import Lost, Task, WorkerError
from oracle.ledger import Row

_OUT_OF_MEMORY = 12
"""Exit status of a worker that got no more memory."""

_KILLED = (-signal.SIGKILL, 255, None)
"""Exit statuses that need not be the seed's doing; 255 when the server that knows them was killed."""

_TRIES, _TRIES_WHEN_KILLED = 2, 5
"""How often workers may die on a seed before it counts as lost."""

_STARTS = 5
"""How often a worker's start is tried."""

_COLLECTIONS = 100_000, 20, 50
"""Thresholds of the garbage collector in a worker (the standard library's gc.set_threshold): seldom."""

_RANGES_PER_WORKER = 1000
"""A worker is replaced after this many ranges, against leaks."""


@dataclass(slots=True)
class _Worker:
    process: ForkServerProcess
    pipe: Connection
    pending: deque[int] = field(default_factory=deque)
    ranges: int = 0


class LocalEngine:
    """`jobs` processes, started from a small server process that never grows (forkserver)."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["fuzz.campaign", "fuzz.generate.generator", "oracle.judge"])

    @property
    def workers(self) -> int:
        return self.jobs

    def judge(self, ranges: Iterable[range], task: Task) -> Iterator[Row | Lost]:
        """See Engine. Raises WorkerError when the task raises."""
        source = iter(ranges)
        retries: deque[int] = deque()
        deaths: Counter[int] = Counter()
        workers: list[_Worker] = []
        try:
            while True:
                while len(workers) < self.jobs and (work := _next(source, retries)):
                    workers.append(self._start(task, work))
                if not workers:
                    return
                for ready in wait([worker.pipe for worker in workers]):
                    worker = next(w for w in workers if w.pipe is ready)
                    try:
                        answer = worker.pipe.recv()
                    except (EOFError, OSError):
                        workers.remove(worker)
                        yield from self._buried(worker, deaths, retries)
                        continue
                    if isinstance(answer, str):
                        raise WorkerError(answer)
                    worker.pending.remove(answer.seed)
                    yield answer
                    if not worker.pending and not self._refill(worker, source, retries):
                        workers.remove(worker)
                        _dismiss(worker)
        finally:
            for worker in workers:
                worker.process.terminate()
            for worker in workers:
                _dismiss(worker)

    def _start(self, task: Task, work: list[int]) -> _Worker:
        ours, process = self._started(task)
        worker = _Worker(process, ours, deque(work), 1)
        _send(worker, work)
        return worker

    def _started(self, task: Task) -> tuple[Connection, ForkServerProcess]:
        """A new process and its pipe. The server that starts it may have been killed: then there is a new one."""
        for attempt in range(_STARTS):
            ours, theirs = self._context.Pipe()
            process = self._context.Process(target=_work, args=(theirs, task), daemon=False)
            try:
                process.start()
            except (EOFError, OSError) as error:
                ours.close()
                if attempt == _STARTS - 1:
                    raise WorkerError(f"cannot start a worker: {error or type(error).__name__}") from None
                time.sleep(attempt / 2)  # a killed server is noticed when it has ended, which may take a moment
            else:
                return ours, process
            finally:
                theirs.close()
        raise AssertionError("the last attempt returns or raises")

    def _refill(self, worker: _Worker, source: Iterator[range], retries: deque[int]) -> bool:
        if worker.ranges >= _RANGES_PER_WORKER:
            return False
        work = _next(source, retries)
        if not work:
            return False
        worker.pending.extend(work)
        worker.ranges += 1
        _send(worker, work)
        return True

    def _buried(self, worker: _Worker, deaths: Counter[int], retries: deque[int]) -> Iterator[Lost]:
        """Put the seeds of a dead worker back; the one it was at is tried again, but not for ever."""
        worker.process.join(timeout=10)
        status = worker.process.exitcode
        suspect = worker.pending.popleft() if worker.pending else None
        retries.extend(worker.pending)
        worker.pending.clear()
        _dismiss(worker)
        if suspect is None:
            return
        deaths[suspect] += 1
        if deaths[suspect] < (_TRIES_WHEN_KILLED if status in _KILLED else _TRIES):
            retries.append(suspect)
        else:
            yield Lost(suspect, f"the worker died {deaths[suspect]} times on this seed (exit status {status})")


def _next(source: Iterator[range], retries: deque[int]) -> list[int]:
    """The next seeds to hand out; seeds of dead workers go singly."""
    if retries:
        return [retries.popleft()]
    return list(next(source, range(0)))


def _send(worker: _Worker, work: list[int]) -> None:
    with suppress(OSError):  # it is dead: reading from it will tell
        worker.pipe.send(work)


def _dismiss(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join(timeout=5)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join(timeout=5)


def _work(pipe: Connection, task: Task) -> None:
    # Ctrl-C reaches the whole process group; the parent decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        judge = task.prepare()
        gc.freeze()
        gc.set_threshold(*_COLLECTIONS)
        while True:
            for seed in pipe.recv():
                pipe.send(judge(seed))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # as the kernel would have it: the seed gets one more chance in a fresh process
    except OSError as error:
        pipe.send(f"{error.filename or 'the machine'}: {error.strerror or error}")
    except Exception:
        pipe.send(traceback.format_exc())
