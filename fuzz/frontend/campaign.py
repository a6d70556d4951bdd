"""Many mutated inputs, one after another in several processes, and gcc's opinion of some of them."""

from __future__ import annotations

import os
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from fuzz.frontend.mutations import KINDS, mutate
from fuzz.frontend.trial import Outcome, attempt


@dataclass(frozen=True, slots=True)
class Trial:
    """The input of a seed, what minicc did with it, and whether gcc accepts it (None: not asked)."""

    seed: int
    file: str
    kind: str
    outcome: Outcome
    text: str = ""
    gcc_accepts: bool | None = None

    @property
    def disagreement(self) -> str:
        """ "accepts-invalid", "rejects-valid" or ""."""
        if self.gcc_accepts is None:
            return ""
        if self.outcome.kind == "accepted" and not self.gcc_accepts:
            return "accepts-invalid"
        return "rejects-valid" if self.outcome.kind == "refused" and self.gcc_accepts else ""


@dataclass
class Summary:
    """What a run found: counts by kind, one input for each place that failed, the disagreements with gcc."""

    outcomes: Counter[str] = field(default_factory=Counter)
    failures: dict[str, list[Trial]] = field(default_factory=dict)
    disagreements: list[Trial] = field(default_factory=list)
    compared: int = 0

    def add(self, trial: Trial) -> None:
        self.outcomes[trial.outcome.kind] += 1
        if trial.outcome.is_failure:
            self.failures.setdefault(f"{trial.outcome.kind}: {trial.outcome.where}", []).append(trial)
        if trial.gcc_accepts is not None:
            self.compared += 1
            if trial.disagreement:
                self.disagreements.append(trial)


def source_files(folders: Sequence[Path]) -> list[Path]:
    """The C files below the folders, in an order that is the same everywhere."""
    found: set[Path] = set()
    for folder in folders:
        found.update([folder] if folder.is_file() else folder.rglob("*.c"))
    return sorted(found)


@cache
def _preprocessed(file: Path) -> str:
    words = ["gcc", "-E", "-w", "-std=gnu17", os.fspath(file)]
    answer = subprocess.run(words, capture_output=True, check=False)
    return answer.stdout.decode("utf-8", "surrogateescape")


def input_of(seed: int, files: Sequence[Path]) -> tuple[Path, str, str]:
    """The file that a seed changes, how, and the changed text."""
    random = Random(seed)
    file, kind = random.choice(files), random.choice(KINDS)
    return file, kind, mutate(_preprocessed(file), kind, random)


def run_seed(seed: int, files: Sequence[Path], compare_every: int) -> Trial:
    """Make the input of a seed and try it; every sixteenth is optimised, every sixteenth printed at B2."""
    file, kind, text = input_of(seed, files)
    outcome = attempt(text, level=2 if seed % 16 == 5 else 0, printed=seed % 16 == 11)
    accepts = _gcc_accepts(text) if compare_every and seed % compare_every == 0 else None
    trial = Trial(seed, file.name, kind, outcome, text, accepts)
    keep = outcome.is_failure or trial.disagreement
    return trial if keep else Trial(seed, file.name, kind, outcome, "", accepts)


def _gcc_accepts(text: str) -> bool | None:
    words = ["gcc", "-xcpp-output", "-std=gnu17", "-w", "-fsyntax-only", "-"]
    data = text.encode("utf-8", "surrogateescape")
    try:
        answer = subprocess.run(words, input=data, capture_output=True, check=False, timeout=60)
    except subprocess.TimeoutExpired:
        return None
    return None if b"internal compiler error" in answer.stderr else answer.returncode == 0


def run(seeds: range, files: Sequence[Path], jobs: int, compare_every: int) -> Iterator[Trial]:
    """The trials of the seeds, as they are done."""
    if jobs == 1:
        for seed in seeds:
            yield run_seed(seed, files, compare_every)
        return
    with ProcessPoolExecutor(jobs, initializer=_leave_interrupts_to_the_parent) as pool:
        size = max(1, min(50, len(seeds) // (4 * jobs)))
        chunks = [seeds[i : i + size] for i in range(0, len(seeds), size)]
        for trials in pool.map(_run_chunk, chunks, [files] * len(chunks), [compare_every] * len(chunks)):
            yield from trials


def _leave_interrupts_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _run_chunk(seeds: range, files: Sequence[Path], compare_every: int) -> list[Trial]:
    return [run_seed(seed, files, compare_every) for seed in seeds]
