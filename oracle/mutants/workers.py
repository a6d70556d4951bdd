"""Trials in processes of their own: one that dies or raises costs its own mutant, nothing else."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Generator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")


class _Worker(Generic[_Task, _Result]):
    """A forked process that works on one task at a time."""

    def __init__(self, begin: Callable[[], None], work: Callable[[_Task], _Result]) -> None:
        context = multiprocessing.get_context("fork")
        self.channel, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, begin, work))
        self.process.start()
        theirs.close()

    def close(self) -> None:
        self.process.kill()
        self.process.join()
        self.channel.close()


def _serve(channel: Connection, begin: Callable[[], None], work: Callable[[_Task], _Result]) -> None:
    begin()
    while True:
        try:
            task: _Task = channel.recv()
        except (EOFError, OSError):
            return
        try:
            channel.send((work(task), ""))
        except Exception:
            channel.send((None, traceback.format_exc()))


def in_order(
    tasks: Sequence[_Task],
    jobs: int,
    begin: Callable[[], None],
    work: Callable[[_Task], _Result],
    failed: Callable[[_Task, str], _Result],
) -> Generator[_Result]:
    """`work` of each task, in order, by `jobs` processes that each `begin` first.

    `failed` makes the result of a task whose process raised an exception (its traceback is given) or died.
    """
    pending = list(enumerate(tasks))[::-1]
    done: dict[int, _Result] = {}
    under_way: dict[Connection, tuple[_Worker[_Task, _Result], int]] = {}
    workers = [_Worker(begin, work) for _ in range(min(jobs, len(tasks)))]
    idle = list(workers)
    try:
        for index in range(len(tasks)):
            while index not in done:
                while idle and pending:
                    worker = idle.pop()
                    number, task = pending.pop()
                    worker.channel.send(task)
                    under_way[worker.channel] = (worker, number)
                for channel in wait(list(under_way)):
                    assert isinstance(channel, Connection)
                    worker, number = under_way.pop(channel)
                    try:
                        result, problem = channel.recv()
                    except (EOFError, OSError):
                        result, problem = None, "the process died"
                        worker.close()
                        workers.remove(worker)
                        worker = _Worker(begin, work)
                        workers.append(worker)
                    done[number] = result if not problem else failed(tasks[number], problem)
                    idle.append(worker)
            yield done.pop(index)
    finally:
        for worker in workers:
            worker.close()
