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
    """A feature of the generator: the share of the programs that have it, and of those that diverge."""

    name: str
    share_of_programs: float
    share_of_divergences: float

    @property
    def lift(self) -> float:
        """How much more often programs that diverge have it than programs do: above 1, it has to do with the bugs."""
        return self.share_of_divergences / self.share_of_programs if self.share_of_programs else 0.0


def feature_counts(ledger: Ledger) -> list[FeatureCount]:
    """For a campaign over own programs: every feature, the suspicious ones first; for other sources nothing.

    Programs are generated anew, for the generator of this very version: a sample of all, a sample of the divergences.
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
    everything = _shares(source, sorted(ledger.judged_seeds()))
    diverging = _shares(source, [row.seed for row in ledger.divergences()])
    found = [FeatureCount(one.value, everything.get(one, 0.0), diverging.get(one, 0.0)) for one in Feature]
    return sorted(found, key=lambda one: (-one.lift, -one.share_of_programs, one.name))


def _shares(source: OwnSource, seeds: list[int]) -> dict[Feature, float]:
    """The share of the programs that have each feature."""
    from fuzz.generate.generator import generate

    sample = random.Random(0).sample(seeds, _SAMPLE) if len(seeds) > _SAMPLE else seeds
    counts: Counter[Feature] = Counter()
    for seed in sample:
        counts.update(generate(seed, source.lines, source.selection).policy.features)
    return {feature: count / len(sample) for feature, count in counts.items()}
