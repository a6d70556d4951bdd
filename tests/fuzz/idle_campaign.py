"""A campaign without compilers, as a program: what stands around the judge, fast enough to be killed often.

`idle_campaign.py LEDGER FIRST END [JOBS]`; the verdict of a seed is a function of the seed. Seeds divisible by 97 run
out of memory when OUT_OF_MEMORY is set, and every verdict takes NAP seconds.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fuzz.campaign import Goal, JudgeSeeds, open_ledger, run_campaign
from fuzz.engines.local import LocalEngine
from fuzz.sources.own import OwnSource
from oracle.ledger import LedgerError, Row
from oracle.sandbox import Limits
from oracle.verdict import Verdict


@dataclass(frozen=True, slots=True)
class Idle(JudgeSeeds):
    """Judges nothing."""

    def prepare(self) -> Callable[[int], Row]:
        """See JudgeSeeds."""
        return verdict_of


def verdict_of(seed: int) -> Row:
    """One in fifty programs diverges."""
    time.sleep(float(os.environ.get("NAP", "0.002")))
    if seed % 97 == 0 and "OUT_OF_MEMORY" in os.environ:
        raise MemoryError
    verdict = Verdict.COMPILER_CRASH if seed % 50 == 0 else Verdict.AGREE
    return Row(seed, hashlib.sha256(b"%d" % seed).hexdigest(), verdict, f"message {seed % 3}", "{}", 0.002)


IDLE = Idle(OwnSource(), "nobody", "nobody", Limits())


def main() -> None:
    path, first, end, *jobs = sys.argv[1:]
    try:
        with open_ledger(Path(path), IDLE, {}, resume=True) as ledger:
            run_campaign(ledger, IDLE, Goal(range(int(first), int(end))), LocalEngine(int(jobs[0]) if jobs else 2))
    except LedgerError as error:
        sys.exit(f"fuzz: {error}")


if __name__ == "__main__":
    main()
