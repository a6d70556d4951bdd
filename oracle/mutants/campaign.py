"""Many mutants: drawn from a seed, tried by several processes, kept in a ledger that a stopped run goes on from."""

from __future__ import annotations

import json
import multiprocessing
import random
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from oracle.bisect.behaviour import workshop
from oracle.compilers.protocol import Compiler
from oracle.mutants.mutate import Mutation
from oracle.mutants.outcome import MutantOutcome, outcome_from_json
from oracle.mutants.passes import PassMutation, pass_mutations
from oracle.mutants.plant import mutations_of_front_end
from oracle.mutants.pool import Program, build_pool, front_end
from oracle.mutants.trial import FLAGS, Bench, try_mutant

_PASS_SHARE = 5
"""One mutant in so many is one of an LLVM pass."""


class LedgerMismatch(Exception):
    """The ledger is of another run; the message says how they differ."""


def draw(seed: int, count: int, pool: Sequence[Program]) -> list[Mutation | PassMutation]:
    """`count` different mutants: first of the front end, each operator as often, then of LLVM passes.

    Only functions that minicc calls for some program are mutated.
    """
    of_passes = pass_mutations(seed, count // _PASS_SHARE)
    reached = frozenset[str]().union(*(program.functions for program in pool))
    by_operator: dict[str, list[Mutation]] = {}
    for one in mutations_of_front_end():
        if f"{one.module}:{one.function}" in reached:
            by_operator.setdefault(one.operator, []).append(one)
    dice = random.Random(f"front end {seed}")
    for several in by_operator.values():
        dice.shuffle(several)
    drawn: list[Mutation | PassMutation] = []
    while len(drawn) < count - len(of_passes) and any(by_operator.values()):
        left = sorted(operator for operator, several in by_operator.items() if several)
        drawn.append(by_operator[dice.choice(left)].pop())
    return drawn + list(of_passes)


@dataclass(slots=True)
class MutantCampaign:
    """One run. `ledger` keeps an outcome a line; what it holds already is not tried again."""

    seed: int
    count: int
    programs: Sequence[tuple[str, Path]]
    healthy: Compiler
    reference: Compiler
    ledger: Path | None = None
    jobs: int = 1
    _known: dict[int, MutantOutcome] = field(default_factory=dict)

    def outcomes(self) -> Iterator[MutantOutcome]:
        """The outcome of every mutant, in order. Raises LedgerMismatch; ValueError when no program is of use."""
        with workshop() as shop:
            pool = build_pool(self.programs, self.reference, shop, FLAGS)
            if not pool:
                raise ValueError("no program that the reference and the healthy minicc compile alike")
            self._read_ledger(pool)
            mutants = list(enumerate(draw(self.seed, self.count, pool), 1))
            left = [one for one in mutants if one[0] not in self._known]
            with closing(self._tried(left, Bench(pool, self.healthy, self.reference))) as fresh:
                for number, _ in mutants:
                    outcome = self._known.get(number)
                    if outcome is None:
                        outcome = next(fresh)
                        self._write(outcome.to_json())
                    yield outcome

    def _tried(self, mutants: Sequence[tuple[int, Mutation | PassMutation]], bench: Bench) -> Generator[MutantOutcome]:
        global _bench
        _bench = bench
        front_end(bench.pool[0].source, FLAGS)
        if self.jobs == 1:
            _start_server()
            yield from map(_try, mutants)
            return
        with multiprocessing.get_context("fork").Pool(self.jobs, _start_server) as processes:
            yield from processes.imap(_try, mutants)

    # ------------------------------------------------------------------ the ledger

    def _read_ledger(self, pool: Sequence[Program]) -> None:
        head = {"seed": self.seed, "mutants": self.count, "programs": [program.name for program in pool]}
        if self.ledger is None:
            return
        if not self.ledger.exists():
            self._write(head)
            return
        rows = self.ledger.read_text(encoding="utf-8").split("\n")
        if rows[-1]:
            # A killed run leaves a part of a line.
            self.ledger.write_text("".join(f"{row}\n" for row in rows[:-1]), encoding="utf-8")
        try:
            told, *outcomes = [json.loads(row) for row in rows[:-1]]
        except ValueError as error:
            raise LedgerMismatch(f"{self.ledger} is no ledger of mutants: {error}") from None
        if told != head:
            raise LedgerMismatch(f"{self.ledger} is of another seed, number of mutants or set of programs")
        self._known = {one["number"]: outcome_from_json(one) for one in outcomes}

    def _write(self, row: object) -> None:
        if self.ledger is not None:
            with self.ledger.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


_bench: Bench | None = None


def _start_server() -> None:
    """Load minicc before the clock runs: its cost belongs to no mutant."""
    assert _bench is not None
    with workshop() as shop:
        shop.build(_bench.healthy, [_bench.pool[0].path], ["-w", "-lm"])


def _try(mutant: tuple[int, Mutation | PassMutation]) -> MutantOutcome:
    assert _bench is not None
    return try_mutant(*mutant, _bench)
