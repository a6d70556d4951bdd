"""How many distinct bugs a campaign has found is never more than there are."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from fuzz.campaign import JudgeSeeds
from fuzz.distinct import DistinctBugs
from fuzz.sources.own import OwnSource
from oracle.bisect import Attribution, NotAttributable, Stage
from oracle.ledger import Row
from oracle.sandbox import Limits
from oracle.verdict import Verdict


def test_what_the_bisector_cannot_place_is_no_bug_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """One planted fault counted as two bugs, because one of its divergences was not attributed."""
    task = JudgeSeeds(OwnSource(20), "gcc -O0", "gcc", Limits())
    stages = {1: None, 2: Stage.LOWER, 3: None, 4: Stage.UNKNOWN, 5: Stage.CHECK, 6: Stage.LOWER}

    def told(file: Path, *rest: object, limits: Limits) -> Attribution:
        stage = stages[int(file.stem.removeprefix("seed"))]
        if stage is None:
            raise NotAttributable("it agrees")
        return Attribution(stage, line=1)

    monkeypatch.setattr(sys.modules["oracle.bisect.attribute"], "attribute", told)
    expected = {1: [1], 2: [2], 3: [2], 4: [2], 5: [2, 5], 6: [2, 5]}
    with DistinctBugs(task, bisect=True) as bugs:
        for seed, seeds in expected.items():
            bugs.see([Row(seed, "", Verdict.MISCOMPILE, "wrong")])
            while bugs.wait():
                bugs.attributed()
            assert list(bugs.found.values()) == seeds
        bugs.see([Row(7, "", Verdict.COMPILER_CRASH, "boom")])
        assert list(bugs.found.values()) == [2, 5, 7]
