"""A campaign: seeds in, verdicts out, everything that happened in a ledger."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuzz.cheap_loop import CheapLoop
from fuzz.engines import Engine, Lost
from fuzz.sources import NoProgramError, Program, Source
from oracle.compilers import compiler_from_command
from oracle.judge import BadProgram, judge
from oracle.ledger import Ledger, LedgerError, Row
from oracle.report.json import ledger_row
from oracle.sandbox import Limits, SandboxError
from oracle.verdict import Evidence, Judgement, Verdict

SEEDS_PER_TASK = 8
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
                try:
                    judgement = judge(
                        path,
                        subject,
                        reference,
                        limits=self.limits,
                        expected_output=program.expected_output,
                        flags=program.flags,
                    )
                except (BadProgram, SandboxError) as error:
                    return _unjudged(seed, digest_of(program.text), str(error), started)
                return ledger_row(seed, judgement, time.monotonic() - started)

        return judged

    def program(self, seed: int) -> Program:
        return self.source.program(seed)


@dataclass(slots=True)
class Progress:
    """How far a campaign is."""

    wanted: int
    done: int
    counts: dict[Verdict, int]
    divergences: list[Row]
    mispredictions: list[Row]
    """Programs whose output was predicted wrongly: bugs of the generator, or of the reference."""
    seconds: float

    @property
    def rate(self) -> float:
        """Verdicts per second of this run."""
        return self.done / self.seconds if self.seconds else 0.0


def run_campaign(
    ledger: Ledger,
    task: JudgeSeeds,
    seeds: range,
    engine: Engine,
    tell: Callable[[Progress, Sequence[Row]], None] = lambda progress, rows: None,
    stop_after: int = 0,
) -> Progress:
    """Judge the seeds that the ledger does not have yet, for the campaign it has selected.

    With `stop_after` the campaign ends once that many divergences were found. It ends as well when the reference does
    not print what was predicted: the generator or the reference is wrong, and no verdict can be relied on.

    `tell` hears of every batch of rows, just after it was stored. KeyboardInterrupt passes through after
    the rows that have arrived were stored.
    """
    judged = ledger.judged_seeds()
    todo = [seed for seed in seeds if seed not in judged]
    started = time.monotonic()
    progress = Progress(len(todo), 0, {}, [], [], 0.0)
    batches = _batches(engine.judge(_ranges(todo), task))
    for rows in batches:
        ledger.record(rows)
        progress.seconds = time.monotonic() - started
        for row in rows:
            progress.done += 1
            progress.counts[row.verdict] = progress.counts.get(row.verdict, 0) + 1
            if row.verdict.is_divergence:
                progress.divergences.append(row)
            if row.reason.startswith(PREDICTION_DIFFERS):
                progress.mispredictions.append(row)
        tell(progress, rows)
        if progress.mispredictions or 0 < stop_after <= len(progress.divergences):
            batches.close()
    return progress


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


def _unjudged(seed: int, digest: str, reason: str, started: float) -> Row:
    judgement = Judgement(Verdict.INCONCLUSIVE, reason, Evidence((), (), program_digest=digest))
    return ledger_row(seed, judgement, time.monotonic() - started)


def _ranges(todo: Sequence[int]) -> Iterator[range]:
    """Consecutive seeds in pieces small enough to keep all workers busy to the end."""
    start = 0
    while start < len(todo):
        end = start + 1
        while end < len(todo) and end - start < SEEDS_PER_TASK and todo[end] == todo[end - 1] + 1:
            end += 1
        yield range(todo[start], todo[end - 1] + 1)
        start = end


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
