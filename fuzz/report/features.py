"""What programs of a campaign had in them against what became of them."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from oracle.ledger import Ledger

if TYPE_CHECKING:
    from fuzz.generate.features import Feature
    from fuzz.sources.own import OwnSource

_SAMPLE = 200
"""Programs are many: this many of them, drawn anew, stand for all, and this many divergences for all divergences."""


@dataclass(frozen=True, slots=True)
class FeatureCount:
    """A feature of the generator: the share of the programs that may have it, and of those with each verdict."""

    name: str
    share_of_programs: float
    share_of_divergences: float
    shares: dict[str, float]
    """By verdict, for those that occurred."""

    @property
    def lift(self) -> float:
        """How much more often programs that diverge have it than programs do: above 1, it has to do with the bugs."""
        return self.share_of_divergences / self.share_of_programs if self.share_of_programs else 0.0


def feature_counts(ledger: Ledger) -> list[FeatureCount]:
    """For a campaign over own programs: every feature, the suspicious ones first; for other sources nothing.

    Programs are drawn anew, for the generator of this very version: a sample of all, and a sample of each verdict's.
    """
    from fuzz.generate.features import Feature
    from fuzz.generate.generator import GENERATOR_VERSION
    from fuzz.sources import source_from_text
    from fuzz.sources.own import OwnSource

    configuration = dict(ledger.campaign.configuration) if ledger.campaign else {}
    if configuration.get("generator") != GENERATOR_VERSION:
        return []
    source = source_from_text(str(configuration["source"]), lines=int(str(configuration["lines"])))
    if not isinstance(source, OwnSource):
        return []
    divergences = ledger.divergences()
    others = ledger.judged_seeds().difference(row.seed for row in divergences)
    by_verdict: dict[str, list[int]] = {}
    for row in divergences:
        by_verdict.setdefault(row.verdict.value, []).append(row.seed)
    everything = _shares(source, sorted(ledger.judged_seeds()))
    diverging = _shares(source, [row.seed for row in divergences])
    shares = {"none of these": _shares(source, sorted(others))} if others else {}
    shares.update({verdict: _shares(source, seeds) for verdict, seeds in sorted(by_verdict.items())})
    found = [
        FeatureCount(
            one.value,
            everything.get(one, 0.0),
            diverging.get(one, 0.0),
            {verdict: share.get(one, 0.0) for verdict, share in shares.items()},
        )
        for one in Feature
    ]
    return sorted(found, key=lambda one: (-one.lift, -one.share_of_programs, one.name))


def _shares(source: OwnSource, seeds: list[int]) -> dict[Feature, float]:
    """The share of the programs that have each feature."""
    from fuzz.generate.generator import policy_of

    sample = random.Random(0).sample(seeds, _SAMPLE) if len(seeds) > _SAMPLE else seeds
    counts: Counter[Feature] = Counter()
    for seed in sample:
        counts.update(policy_of(seed, source.lines, source.selection).features)
    return {feature: count / len(sample) for feature, count in counts.items()}
