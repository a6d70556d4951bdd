"""One source of programs against one compiler until a CPU budget is used up: the measured part of `bench.yields`.

Every hunt has a process of its own, so that what one keeps warm helps no other; the clock counts that process and all
its descendants.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fuzz.campaign import JudgeSeeds
from fuzz.sources import NoProgramError, Source
from oracle.compilers import CompilerNotFound, compiler_from_command
from oracle.ledger import Row
from oracle.reduce.reduce import NotReducible, reduce
from oracle.sandbox import Limits
from oracle.triage.signature import Signature, signature_of
from oracle.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Hunt:
    """What a hunting process does.

    With `healthy`, the hunt is for a fault that this other command does not have: it ends with the first divergence
    that is not also one of `healthy`. `reductions` programs that are compiled wrongly are reduced off the clock.
    """

    source: Source
    subject: str
    reference: str
    limits: Limits
    first_seed: int
    cpu_seconds: float
    healthy: str | None = None
    reductions: int = 0
    reduce_seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Catch:
    """What a hunt found by the end of its budget. `cpu_seconds` is what it used of it."""

    cpu_seconds: float
    programs: int
    verdicts: tuple[Verdict, ...] = ()
    """Those that are divergences, in the order of their seeds."""
    signatures: tuple[Signature, ...] = ()
    killed: bool = False


def hunt(task: Hunt) -> Catch:
    """Hunt in a fresh process. Raises CompilerNotFound."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(hunt_here, task).result()


def hunt_here(task: Hunt) -> Catch:
    """Hunt in this process. The program that is judged when the budget ends does not count."""
    judgement_of = JudgeSeeds(task.source, task.subject, task.reference, task.limits, trust_prediction=True).prepare()
    _load(task)
    clock = _Clock()
    programs = 0
    found: list[Row] = []
    for seed in _seeds(task):
        row = judgement_of(seed)
        if clock.seconds() > task.cpu_seconds:
            return _catch(task, task.cpu_seconds, programs, found)
        programs += 1
        if not row.verdict.is_divergence:
            continue
        if task.healthy is None:
            found.append(row)
            continue
        with clock.stopped():
            is_killed = _is_spared(task, seed)
        if is_killed:
            return Catch(clock.seconds(), programs, (row.verdict,), killed=True)
    return _catch(task, clock.seconds(), programs, found)


def _seeds(task: Hunt) -> Iterator[int]:
    seed = task.first_seed
    while task.source.size is None or seed < task.source.size:
        yield seed
        seed += 1


def _load(task: Hunt) -> None:
    """Import what the source needs, so that no hunt pays for it."""
    with suppress(NoProgramError):
        task.source.program(task.first_seed)


def _is_spared(task: Hunt, seed: int) -> bool:
    """Whether the healthy compiler gets this program right."""
    assert task.healthy is not None
    healthy = JudgeSeeds(task.source, task.healthy, task.reference, task.limits)
    return healthy.prepare()(seed).verdict is Verdict.AGREE


def _catch(task: Hunt, used: float, programs: int, found: list[Row]) -> Catch:
    left = task.reductions
    signatures = []
    for row in found:
        reduced = None
        if row.verdict is Verdict.MISCOMPILE and left:
            left -= 1
            reduced = _reduced(task, row.seed)
        signatures.append(signature_of(task.subject, row.verdict, row.reason, {}, reduced))
    return Catch(used, programs, tuple(row.verdict for row in found), tuple(signatures))


def _reduced(task: Hunt, seed: int) -> str | None:
    subject, reference = compiler_from_command(task.subject), compiler_from_command(task.reference)
    with tempfile.TemporaryDirectory(prefix="yield-") as folder:
        path, plain = Path(folder) / "program.c", Path(folder) / "plain.c"
        try:
            program = task.source.program(seed)
            path.write_bytes(program.text)
            made = reference.compile([path], plain, flags=[*program.flags, "-w", "-E", "-P"])
            if made.output is None:
                return None
            return reduce(
                plain,
                subject,
                reference,
                verdict=Verdict.MISCOMPILE,
                seconds=task.reduce_seconds,
                limits=task.limits,
            ).text
        except (NotReducible, NoProgramError, CompilerNotFound):
            return None


# --------------------------------------------------------------------------- the clock


class _Clock:
    """CPU seconds of this process and all its descendants since the clock was made, without those it was stopped."""

    def __init__(self) -> None:
        self._start = tree_cpu_seconds()

    def seconds(self) -> float:
        return tree_cpu_seconds() - self._start

    def stopped(self) -> _Stopped:
        return _Stopped(self)

    def skip(self, seconds: float) -> None:
        self._start += seconds


class _Stopped:
    def __init__(self, clock: _Clock) -> None:
        self._clock = clock
        self._start = tree_cpu_seconds()

    def __enter__(self) -> None:
        self._start = tree_cpu_seconds()

    def __exit__(self, *_: object) -> None:
        self._clock.skip(tree_cpu_seconds() - self._start)


def tree_cpu_seconds() -> float:
    """CPU seconds so far of this process, of its living descendants, and of the dead ones that were waited for."""
    used = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        used += usage.ru_utime + usage.ru_stime
    return used + sum(map(_living_cpu_seconds, _children(os.getpid())))


def _living_cpu_seconds(process: int) -> float:
    """Of a process with its descendants (proc(5): fields 14 to 17 of stat, in clock ticks)."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    own = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return own + sum(map(_living_cpu_seconds, _children(process)))


def _children(process: int) -> list[int]:
    found: list[int] = []
    for thread in Path(f"/proc/{process}/task").glob("*"):
        with suppress(OSError):
            found += map(int, (thread / "children").read_text().split())
    return found
