"""Many mutants: drawn from a seed, tried by several processes, kept in a ledger that a stopped run goes on from."""

from __future__ import annotations

import json
import random
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from oracle.bisect.behaviour import workshop
from oracle.compilers.protocol import Compiler
from oracle.mutants.mutate import Mutation
from oracle.mutants.outcome import Fate, MutantOutcome, outcome_from_json
from oracle.mutants.passes import PassMutation, pass_mutations
from oracle.mutants.plant import mutations_of_front_end
from oracle.mutants.pool import Program, build_pool, front_end
from oracle.mutants.trial import FLAGS, Bench, try_mutant
from oracle.mutants.workers import in_order
from oracle.sandbox.helper_programs import cache_directory

_PASS_SHARE = 5
"""One mutant in so many, on average, is one of an LLVM pass."""


_Numbered = tuple[int, Mutation | PassMutation]


class LedgerMismatch(Exception):
    """The ledger is of another run; the message says how they differ."""


def draw(seed: int, count: int, pool: Sequence[Program]) -> list[Mutation | PassMutation]:
    """`count` different mutants (less when there are no more): of the front end, each operator as often, and of LLVM
    passes in between. More mutants of the same seed begin with the same ones.

    Only functions that minicc calls for some program are mutated.
    """
    reached = frozenset[str]().union(*(program.functions for program in pool))
    by_operator: dict[str, list[Mutation]] = {}
    for one in mutations_of_front_end():
        if f"{one.module}:{one.function}" in reached:
            by_operator.setdefault(one.operator, []).append(one)
    dice = random.Random(f"mutants {seed}")
    of_passes = pass_mutations()
    for several in by_operator.values():
        dice.shuffle(several)
    dice.shuffle(of_passes)
    drawn: list[Mutation | PassMutation] = []
    while len(drawn) < count:
        left = sorted(operator for operator, several in by_operator.items() if several)
        if of_passes and (not left or dice.randrange(_PASS_SHARE) == 0):
            drawn.append(of_passes.pop())
        elif left:
            drawn.append(by_operator[dice.choice(left)].pop())
        else:
            break
    return drawn


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
    cache: Path = field(default_factory=lambda: cache_directory() / "mutants")

    def outcomes(self) -> Iterator[MutantOutcome]:
        """The outcome of every mutant, in order. Raises LedgerMismatch; ValueError when no program is of use."""
        pool = build_pool(self.programs, self.reference, FLAGS, self.cache)
        if not pool:
            raise ValueError("no program that the reference and the healthy minicc compile alike")
        mutants = list(enumerate(draw(self.seed, self.count, pool), 1))
        known = self._known(pool, dict(mutants))
        left = [one for one in mutants if one[0] not in known]
        with closing(self._tried(left, Bench(pool, self.healthy, self.reference))) as fresh:
            for number, _ in mutants:
                outcome = known.get(number)
                if outcome is None:
                    outcome = next(fresh)
                    self._write(outcome.to_json())
                yield outcome

    def _tried(self, mutants: Sequence[_Numbered], bench: Bench) -> Generator[MutantOutcome]:
        def begin() -> None:
            """Load minicc before the clock runs: its cost belongs to no mutant."""
            with workshop() as shop:
                shop.build(bench.healthy, [bench.pool[0].path], ["-w", "-lm"])

        front_end(bench.pool[0].source, FLAGS)
        return in_order(mutants, self.jobs, begin, lambda mutant: try_mutant(*mutant, bench), _failed)

    # ------------------------------------------------------------------ the ledger

    def _known(
        self, pool: Sequence[Program], mutants: Mapping[int, Mutation | PassMutation]
    ) -> dict[int, MutantOutcome]:
        head = {"seed": self.seed, "programs": [program.name for program in pool]}
        if self.ledger is None:
            return {}
        if not self.ledger.exists():
            self._write(head)
            return {}
        rows = self.ledger.read_text(encoding="utf-8").split("\n")
        if rows[-1]:
            # A killed run leaves a part of a line.
            self.ledger.write_text("".join(f"{row}\n" for row in rows[:-1]), encoding="utf-8")
        try:
            told, *outcomes = [json.loads(row) for row in rows[:-1]]
        except ValueError as error:
            raise LedgerMismatch(f"{self.ledger} is no ledger of mutants: {error}") from None
        if told != head:
            raise LedgerMismatch(f"{self.ledger} is of another seed or set of programs")
        known = {one["number"]: outcome_from_json(one) for one in outcomes}
        for number, outcome in known.items():
            if number in mutants and outcome.description != str(mutants[number]):
                raise LedgerMismatch(f"{self.ledger} is of another minicc: mutant {number} was {outcome.description}")
        return known

    def _write(self, row: object) -> None:
        if self.ledger is not None:
            with self.ledger.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


def _failed(mutant: _Numbered, problem: str) -> MutantOutcome:
    number, mutation = mutant
    return MutantOutcome(number, mutation.name, str(mutation), (), Fate.FAILED, notes=(problem,))
