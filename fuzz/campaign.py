"""A campaign: seeds in, verdicts out, everything that happened in a ledger."""

from __future__ import annotations

import hashlib
import signal
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from fuzz.cheap_loop import CheapLoop
from fuzz.distinct import DistinctBugs
from fuzz.engines import Engine, Lost
from fuzz.sources import NoProgramError, Program, Source
from oracle.compilers import compiler_from_command
from oracle.judge import BadProgram, judge
from oracle.ledger import Ledger, LedgerError, Row
from oracle.report.json import ledger_row
from oracle.sandbox import Limits, SandboxError
from oracle.triage.signature import Signature
from oracle.verdict import Evidence, Judgement, Stop, Verdict

SEEDS_PER_TASK = 8
_SEEDS_PER_LOOK = 4096
ENDLESS = 2**62
"""A campaign of at least so many seeds has no end of its own."""

_BATCH_ROWS = 50
_BATCH_SECONDS = 0.5

PREDICTION_DIFFERS = "prediction differs"
"""How the reason starts when the reference does not print what the generator predicted."""


@dataclass(frozen=True, slots=True)
class JudgeSeeds:
    """The task of a campaign's workers: everything that decides a verdict."""

    source: Source
    subject: str
    reference: str
    limits: Limits
    trust_prediction: bool = False
    """Programs whose output is known are looked at cheaply first, and judged in full when that is not the end of it."""
    sample: int = 20
    """With `trust_prediction`: of so many blocks of seeds, the reference is asked about the programs of one."""

    def configuration(self) -> dict[str, object]:
        """What decides the verdicts, as JSON data: the same configuration is the same campaign."""
        return {
            **self.source.configuration(),
            "subject": self.subject,
            "reference": self.reference,
            "cpu_seconds": self.limits.cpu_seconds,
            "trust_prediction": self.trust_prediction,
            **({"sample": self.sample} if self.trust_prediction else {}),
        }

    def prepare(self) -> Callable[[int], Row]:
        """The function that judges one seed; raises CompilerNotFound."""
        subject = compiler_from_command(self.subject)
        reference = compiler_from_command(self.reference)

        cheaply = (
            CheapLoop(self.source, subject, reference, self.limits, self.sample) if self.trust_prediction else None
        )

        def judged(seed: int) -> Row:
            started = time.monotonic()
            try:
                program = self.source.program(seed) if cheaply is None else cheaply.program(seed)
            except NoProgramError as error:
                return _unjudged(seed, "", str(error), started)
            if cheaply is not None and cheaply.agrees(program):
                evidence = Evidence(subject.command, reference.command, program_digest=digest_of(program.text))
                agreement = Judgement(Verdict.AGREE, "prints what was predicted", evidence)
                return ledger_row(seed, agreement, time.monotonic() - started)
            with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
                path = Path(folder) / (Path(program.name).name or f"seed{seed}.c")
                path.write_bytes(program.text)

                def judged_in_full() -> Judgement:
                    return judge(
                        path,
                        subject,
                        reference,
                        limits=self.limits,
                        expected_output=program.expected_output,
                        flags=program.flags,
                        trust_expected=cheaply is not None and cheaply.is_trusted(program),
                    )

                try:
                    judgement = judged_in_full()
                    if _was_killed(judgement):
                        judgement = judged_in_full()
                except (BadProgram, SandboxError) as error:
                    return _unjudged(seed, digest_of(program.text), str(error), started)
                return ledger_row(seed, judgement, time.monotonic() - started)

        return judged

    def program(self, seed: int) -> Program:
        return self.source.program(seed)


@dataclass(frozen=True, slots=True)
class Goal:
    """When a campaign is over: when its seeds are, or earlier. Zero stands for no such limit."""

    seeds: range
    seconds: float = 0.0
    divergences: int = 0
    bugs: int = 0
    """Distinct bugs: each miscompilation is bisected meanwhile, to tell them apart."""


@dataclass(slots=True)
class Progress:
    """How far a run of a campaign is. Counts are of verdicts that this run was the first to store."""

    goal: Goal
    wanted: int | None
    """How many seeds are to be judged; None when there is no end to them."""
    workers: int = 0
    done: int = 0
    counts: dict[Verdict, int] = field(default_factory=dict)
    divergences: list[Row] = field(default_factory=list)
    mispredictions: list[Row] = field(default_factory=list)
    """Programs whose output was predicted wrongly: bugs of the generator, or of the reference."""
    bugs: dict[Signature, int] = field(default_factory=dict)
    """The signatures of distinct bugs, the newest last, each with the first seed that showed it."""
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Verdicts per second of this run."""
        return self.done / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """A guess from the rate so far; None when nothing is known."""
        limits = [self.goal.seconds - self.seconds] if self.goal.seconds else []
        if self.wanted is not None and self.rate:
            limits.append((self.wanted - self.done) / self.rate)
        return max(min(limits), 0.0) if limits else None


def run_campaign(
    ledger: Ledger,
    task: JudgeSeeds,
    goal: Goal,
    engine: Engine,
    tell: Callable[[Progress, Sequence[Row]], None] = lambda progress, rows: None,
    details: Mapping[str, object] | None = None,
) -> Progress:
    """Judge the seeds of the goal that the ledger does not have yet, for the campaign it has selected.

    `tell` hears of every batch of rows, just after it was stored. `details` (machine, engine) are noted with the run.
    KeyboardInterrupt passes through after the rows that have arrived were stored. Raises LedgerError when the ledger
    cannot be written.
    """
    wanted = None if len(goal.seeds) >= ENDLESS else len(goal.seeds) - ledger.judged_between(goal.seeds)
    progress = Progress(goal, wanted)
    run = ledger.start_run({"first_seed": goal.seeds.start, "end_seed": goal.seeds.stop, **(details or {})})
    started = time.monotonic()
    with DistinctBugs(task, bisect=goal.bugs > 0) as bugs:
        batches = _batches(engine.judge(_ranges(ledger, goal, started), task))

        def is_reached() -> bool:
            for attribution in bugs.attributed():
                ledger.record_attribution(attribution)
            progress.bugs = bugs.found
            return 0 < goal.divergences <= len(progress.divergences) or 0 < goal.bugs <= len(bugs.found)

        for rows in batches:
            progress.seconds = time.monotonic() - started
            progress.workers = engine.workers
            fresh = ledger.record_arrivals(run, progress.seconds, rows)
            _count(progress, fresh)
            bugs.see(fresh)
            reached = is_reached()
            tell(progress, fresh)
            if (
                reached or progress.mispredictions
            ):  # the generator or the reference is wrong: no verdict can be relied on
                batches.close()
        while goal.bugs and not is_reached() and bugs.wait():
            pass
    return progress


def _count(progress: Progress, rows: Sequence[Row]) -> None:
    for row in rows:
        progress.done += 1
        progress.counts[row.verdict] = progress.counts.get(row.verdict, 0) + 1
        if row.verdict.is_divergence:
            progress.divergences.append(row)
        if row.reason.startswith(PREDICTION_DIFFERS):
            progress.mispredictions.append(row)


def open_ledger(path: Path, task: JudgeSeeds, versions: dict[str, str], *, resume: bool) -> Ledger:
    """The ledger with the campaign of this task selected.

    Raises LedgerError when the file is unusable, or has verdicts of this campaign already and `resume` is False.
    """
    ledger = Ledger.open(path)
    try:
        ledger.start_campaign(task.configuration(), versions)
        count = sum(ledger.counts().values())
        if count and not resume:
            raise LedgerError(
                f"{path}: has {count} verdicts of this campaign already; "
                "continue it with --resume, or name another file with --ledger"
            )
    except BaseException:
        ledger.close()
        raise
    return ledger


def digest_of(text: bytes) -> str:
    """The SHA-256 that identifies a program, as the judge computes it."""
    return hashlib.sha256(text).hexdigest()


def _was_killed(judgement: Judgement) -> bool:
    """True when a process behind an undecided verdict was killed: for want of memory, or by somebody."""
    evidence = judgement.evidence
    behind = (
        evidence.subject_compilation,
        evidence.reference_compilation,
        evidence.subject_run,
        evidence.reference_run,
    )
    return judgement.verdict is Verdict.INCONCLUSIVE and any(
        one is not None and one.signal == signal.SIGKILL and one.stopped_by in (None, Stop.MEMORY) for one in behind
    )


def _unjudged(seed: int, digest: str, reason: str, started: float) -> Row:
    judgement = Judgement(Verdict.INCONCLUSIVE, reason, Evidence((), (), program_digest=digest))
    return ledger_row(seed, judgement, time.monotonic() - started)


def _ranges(ledger: Ledger, goal: Goal, started: float) -> Iterator[range]:
    """Consecutive seeds without a verdict, in pieces small enough to keep all workers busy to the end.

    The ledger is asked just before seeds are handed out, so that two campaigns on it share the work.
    """
    first: int | None = None
    for block in range(goal.seeds.start, goal.seeds.stop, _SEEDS_PER_LOOK):
        seeds = range(block, min(block + _SEEDS_PER_LOOK, goal.seeds.stop))
        judged = ledger.judged_seeds(seeds)
        for start in range(seeds.start, seeds.stop, SEEDS_PER_TASK):
            if goal.seconds and time.monotonic() - started >= goal.seconds:
                return
            piece = range(start, min(start + SEEDS_PER_TASK, seeds.stop))
            if len(judged) < len(seeds):
                judged |= ledger.judged_seeds(piece)
            for seed in piece:
                if seed in judged:
                    if first is not None:
                        yield range(first, seed)
                    first = None
                elif first is None:
                    first = seed
            if first is not None:
                yield range(first, piece.stop)
            first = None


def _batches(answers: Iterable[Row | Lost]) -> Generator[list[Row], None, None]:
    """Rows in groups worth a transaction; what has arrived is handed over even when the engine is interrupted."""
    rows: list[Row] = []
    last = time.monotonic()
    try:
        for answer in answers:
            if isinstance(answer, Lost):
                judgement = Judgement(Verdict.INCONCLUSIVE, answer.reason, Evidence((), ()))
                rows.append(ledger_row(answer.seed, judgement, 0.0))
            else:
                rows.append(answer)
            if len(rows) >= _BATCH_ROWS or time.monotonic() - last > _BATCH_SECONDS:
                full, rows, last = rows, [], time.monotonic()
                yield full
    except KeyboardInterrupt:
        if rows:
            yield rows
        raise
    if rows:
        yield rows
