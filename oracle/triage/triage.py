"""The distinct bugs of a campaign, from what its ledger has: nothing is compiled or run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from oracle.ledger import Ledger, Row, StoredAttribution
from oracle.triage.signature import Signature, signature_of


@dataclass(frozen=True, slots=True)
class Example:
    """One divergence. `program` is the reduced one when `is_reduced`, else as judged; None when neither was kept."""

    seed: int
    reason: str
    signature: Signature
    program: str | None
    is_reduced: bool
    attribution: dict[str, Any]

    @property
    def lines(self) -> int | None:
        return None if self.program is None else len(self.program.splitlines())

    @property
    def _rank(self) -> tuple[bool, bool, int, int]:
        return (not self.is_reduced, self.program is None, len(self.program or ""), self.seed)

    def to_json(self) -> dict[str, object]:
        """Plain data for `json.dump`."""
        return {
            "seed": self.seed,
            "reason": self.reason,
            "program": self.program,
            "is_reduced": self.is_reduced,
            "lines": self.lines,
            "constructs": sorted(self.signature.constructs),
            "attribution": self.attribution,
        }


@dataclass(slots=True)
class Bug:
    """Divergences that are taken for the same bug; the best example, which is the smallest, comes first.

    `may_be`: other bugs that these may well show, too: what is known of them does not tell.
    """

    examples: list[Example] = field(default_factory=list)
    may_be: list[Bug] = field(default_factory=list)

    @property
    def best(self) -> Example:
        return self.examples[0]

    @property
    def signature(self) -> Signature:
        return self.best.signature

    def to_json(self) -> dict[str, object]:
        """Plain data for `json.dump`."""
        signature = self.signature
        return {
            "signature": signature.key,
            "subject": signature.subject,
            "verdict": str(signature.verdict),
            "place": signature.place,
            "failure": signature.failure,
            "functions": sorted(signature.functions),
            "constructs": sorted(signature.constructs),
            "words": signature.words,
            "told_apart": not self.may_be,
            "seeds": [one.seed for one in self.examples],
            "best": self.best.to_json(),
        }


def bugs_of(ledger: Ledger) -> list[Bug]:
    """The distinct bugs of the ledger's campaign: those with the most divergences first, and at the end those that are
    not yet told apart from them. An empty ledger has none.
    """
    if ledger.campaign is None:
        return []
    subject = str(ledger.campaign.configuration.get("subject", "subject"))
    found = {one.seed: one for one in ledger.attributions()}
    return grouped(_example(row, found.get(row.seed), subject) for row in ledger.divergences())


def count_of(bugs: Iterable[Bug]) -> int:
    """How many distinct bugs there are at least: what is not told apart from another does not count."""
    return sum(not bug.may_be for bug in bugs)


def counted(bugs: Sequence[Bug]) -> str:
    """How many bugs there are, in words: "2 distinct bugs; 3 divergences not told apart from these"."""
    count, loose = count_of(bugs), sum(len(bug.examples) for bug in bugs if bug.may_be)
    words = f"{count} distinct bug{'' if count == 1 else 's'}"
    return f"{words}; {loose} divergence{'' if loose == 1 else 's'} not told apart from these" if loose else words


def grouped(examples: Iterable[Example]) -> list[Bug]:
    """Examples gathered around the smallest ones; the same for any order of `examples`."""
    bugs: list[Bug] = []
    for example in sorted(examples, key=lambda one: (not one.signature.is_placed, one._rank)):
        for bug in bugs:
            if bug.signature.is_same_bug(example.signature):
                bug.examples.append(example)
                break
        else:
            bugs.append(Bug([example]))
    for bug in bugs:
        bug.examples.sort(key=lambda one: one._rank)
    bugs.sort(key=lambda bug: (not bug.signature.is_placed, -len(bug.examples), bug.signature.key, bug.best._rank))
    told_apart: list[Bug] = []
    for bug in bugs:
        bug.may_be = [
            one for one in told_apart if one.signature.is_placed and bug.signature.may_be_same_bug(one.signature)
        ]
        if not bug.may_be:
            told_apart.append(bug)
    return sorted(bugs, key=lambda bug: (bool(bug.may_be), -len(bug.examples), bug.signature.key, bug.best._rank))


def _example(row: Row, found: StoredAttribution | None, subject: str) -> Example:
    attribution = json.loads(found.attribution) if found else {}
    reduced = found.reduced_program if found else None
    program = reduced if reduced is not None else json.loads(row.evidence).get("program")
    signature = signature_of(subject, row.verdict, row.reason, attribution, reduced)
    return Example(row.seed, row.reason, signature, program, reduced is not None, attribution)
