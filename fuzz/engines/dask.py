"""The engine for a dask.distributed cluster (the extra `cluster`): seed ranges as tasks, a few per worker at a time.

dask runs a task at least once: when a worker is lost its tasks start anew elsewhere, and what it had done is done
again. The ledger, which keeps the first row of a seed, makes that exactly once.
"""

from __future__ import annotations

import hashlib
import importlib
import logging
import os
import shutil
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fuzz.engines import EngineError, Lost, Task, WorkerError
from oracle.ledger import Row

if TYPE_CHECKING:
    from fuzz.campaign import JudgeSeeds

_WINDOW_PER_THREAD = 3
"""Tasks that a worker's thread has waiting or running: it never idles, and a lost worker costs little."""

_ANSWER_SECONDS = 15
_LOOK_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Compilers:
    """What a worker would judge with: versions as the compilers tell them, digests of the files that run."""

    versions: tuple[str, str]
    digests: tuple[str, str]
    kit: str


def connect(address: str, task: JudgeSeeds) -> DaskEngine:
    """The engine for the cluster whose scheduler is at `address`, after a look at its workers.

    Raises EngineError when dask is not installed, nobody answers, there are no workers, or a worker has other
    compilers than this machine.
    """
    try:
        import distributed
    except ImportError:
        raise EngineError("--engine dask needs dask.distributed: pip install 'minicc[cluster]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told as an EngineError
    try:
        client = distributed.Client(address, timeout=_ANSWER_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise EngineError(f"{address}: no dask scheduler answers there ({error})") from None
    try:
        _check_workers(client, address, task)
    except BaseException:
        client.close()
        raise
    return DaskEngine(client)


class DaskEngine:
    """See Engine. `client` is a distributed.Client; it is closed after the campaign."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._workers = self._threads = 0

    @property
    def workers(self) -> int:
        return self._workers

    def judge(self, ranges: Iterable[range], task: Task) -> Iterator[Row | Lost]:
        """See Engine. Raises WorkerError when the task raises, EngineError when the cluster is gone."""
        from distributed import as_completed

        self._look()
        source = iter(ranges)
        running: dict[Any, list[int]] = {}
        looked = time.monotonic()
        submitted = as_completed(loop=self._client.loop)

        def submit(seeds: list[int]) -> None:
            future = self._client.submit(_judge, task, seeds, pure=False, retries=0)
            running[future] = seeds
            submitted.add(future)

        try:
            for first in islice(source, self._window()):
                submit(list(first))
            for future in submitted:
                seeds = running.pop(future)
                if future.status == "finished":
                    yield from _rows(future.result())
                else:
                    yield from self._failed(future, seeds, submit)
                if time.monotonic() - looked > _LOOK_SECONDS:
                    self._look()
                    looked = time.monotonic()
                for more in islice(source, max(self._window() - len(running), 0)):
                    submit(list(more))
        finally:
            self._client.cancel(list(running))
            self._client.close()

    def _window(self) -> int:
        return _WINDOW_PER_THREAD * max(self._threads, 1)

    def _look(self) -> None:
        """How many workers the cluster has now."""
        workers = self._client.scheduler_info(n_workers=-1)["workers"].values()
        self._workers, self._threads = len(workers), sum(worker["nthreads"] for worker in workers)

    def _failed(self, future: Any, seeds: list[int], submit: Callable[[list[int]], None]) -> Iterator[Lost]:
        """A range that kills its workers is taken apart; a single seed that does is lost."""
        from distributed import KilledWorker

        if future.status == "cancelled":
            raise EngineError("the dask scheduler is gone, or forgot the campaign's tasks; --resume goes on elsewhere")
        error = future.exception()
        if not isinstance(error, KilledWorker):
            raise WorkerError("".join(traceback.format_exception_only(error)).strip())
        if len(seeds) == 1:
            yield Lost(seeds[0], "the workers died on this seed")
            return
        for seed in seeds:
            submit([seed])


def _rows(answer: list[Row] | str) -> list[Row]:
    if isinstance(answer, str):
        raise WorkerError(answer)
    return answer


_prepared: dict[str, Callable[[int], Row]] = {}
_preparing = threading.Lock()


def _judge(task: Task, seeds: list[int]) -> list[Row] | str:
    """In a worker: the rows of the seeds, or what went wrong."""
    try:
        with _preparing:
            key = f"{threading.get_ident()} {task!r}"
            if key not in _prepared:
                _prepared[key] = task.prepare()
        judge = _prepared[key]
        return [judge(seed) for seed in seeds]
    except MemoryError:
        os._exit(1)  # its nanny starts another one
    except OSError as error:
        return f"{error.filename or 'a worker'}: {error.strerror or error}"
    except Exception:
        return traceback.format_exc()


def _check_workers(client: Any, address: str, task: JudgeSeeds) -> None:
    here = compilers_of(task.subject, task.reference)
    if isinstance(here, str):
        raise EngineError(here)
    try:
        answers = client.run(compilers_of, task.subject, task.reference, on_error="return")
    except (OSError, TimeoutError) as error:
        raise EngineError(f"{address}: the workers do not answer ({error})") from None
    if not answers:
        raise EngineError(f"{address}: the scheduler has no workers")
    for worker, there in sorted(answers.items()):
        if isinstance(there, Exception):
            raise EngineError(f"worker {worker}: {there} (is minicc installed there?)")
        if isinstance(there, str):
            raise EngineError(f"worker {worker}: {there}")
        compare(worker, there, here, task)


def compare(worker: str, there: Compilers, here: Compilers, task: JudgeSeeds) -> None:
    """Raises EngineError when the worker would judge with something else than this machine."""
    if there.kit != here.kit:
        raise EngineError(f"worker {worker}: has another version of the generator or the judge than this machine")
    for number, command in enumerate((task.subject, task.reference)):
        if there.versions[number] != here.versions[number]:
            raise EngineError(
                f"worker {worker}: its '{command}' is {there.versions[number]!r}, here it is {here.versions[number]!r}"
            )
        if there.digests[number] != here.digests[number]:
            raise EngineError(
                f"worker {worker}: its '{command}' says the same version but is another program "
                f"(SHA-256 {there.digests[number][:16]}..., here {here.digests[number][:16]}...)"
            )


def compilers_of(subject: str, reference: str) -> Compilers | str:
    """What this machine would judge with, or why it cannot."""
    from oracle.compilers import CompilerNotFound, compiler_from_command

    try:
        ours, theirs = compiler_from_command(subject), compiler_from_command(reference)
        return Compilers(
            (ours.version(), theirs.version()),
            (_digest(ours.command), _digest(theirs.command)),
            _digest_of_files([*_sources("fuzz"), *_sources("oracle")]),
        )
    except (CompilerNotFound, OSError, ValueError) as error:
        return str(error)


def _digest(command: tuple[str, ...]) -> str:
    """SHA-256 of the program, of gcc's cc1 too, of minicc's sources, and of the files that its options name."""
    from oracle.sandbox import run_trusted

    program = Path(shutil.which(command[0]) or command[0])
    if program.name == "minicc":
        files = _sources("minicc")
    else:
        told = run_trusted([str(program), "-print-prog-name=cc1"], timeout=20)
        inner = Path(told.stdout.decode(errors="replace").strip() or ".")
        files = [program, *([inner] if told.succeeded and inner.is_absolute() and inner.is_file() else [])]
    named = (Path(word.partition("=")[2]) for word in command[1:] if "=" in word)
    return _digest_of_files([*files, *(path for path in named if path.is_file())])


def _sources(package: str) -> list[Path]:
    """The Python files of a package, in an order that is the same everywhere."""
    folder = Path(next(iter(importlib.import_module(package).__path__)))
    return sorted(folder.rglob("*.py"), key=lambda path: path.relative_to(folder).as_posix())


def _digest_of_files(files: Sequence[Path]) -> str:
    total = hashlib.sha256()
    for path in files:
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
