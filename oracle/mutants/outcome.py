"""What became of one mutant, and what many together say about the kit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from statistics import median, quantiles
from typing import Any


class Fate(StrEnum):
    """How a mutant ended."""

    KILLED = "killed"
    TRIVIAL = "trivial"
    """It fails on every program: found with the first, nothing to locate."""
    SAME_OUTPUT = "same output"
    """It changes the IR of some programs, but no output."""
    SAME_IR = "same IR"
    """Its function runs, and makes the same of every program: equivalent, as far as the programs tell."""
    UNREACHED = "unreached"
    """No program makes minicc call the function."""
    INVALID = "invalid"
    """It could not be made."""
    FAILED = "kit failed"
    """The trial raised an exception or its process died: a mistake of this kit."""


@dataclass(frozen=True, slots=True)
class MutantOutcome:
    """What became of one mutant. Seconds are CPU time, of all processes.

    `truth` are the stages that count as right. `rank` is the place of the mutated function among the suspects (1 is
    the first; None: not named, or not a front-end mutant); `mended`: the first was named for a change that makes the
    program right. `line_right`: the program is wrong when the mutant compiles only the statement on that line; None
    where no statement is wrong by itself.
    """

    number: int
    name: str
    description: str
    truth: tuple[str, ...]
    fate: Fate
    function: str | None = None
    pass_name: str | None = None
    killed_by: str | None = None
    verdict: str | None = None
    find_seconds: float = 0.0
    attribute_seconds: float = 0.0
    found_stage: str | None = None
    found_pass: str | None = None
    found_function: str | None = None
    found_line: int | None = None
    function_right: bool | None = None
    line_right: bool | None = None
    suspects: tuple[str, ...] = ()
    rank: int | None = None
    mended: bool = False
    notes: tuple[str, ...] = ()

    @property
    def stage_right(self) -> bool:
        return self.found_stage in self.truth and self.found_pass == self.pass_name

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dump`."""
        return {**asdict(self), "stage_right": self.stage_right}


def outcome_from_json(data: dict[str, Any]) -> MutantOutcome:
    """What `to_json` wrote."""
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in data.items()
        if name != "stage_right"
    }
    plain["fate"] = Fate(data["fate"])
    return MutantOutcome(**plain)


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `total`."""

    right: int
    total: int

    def __str__(self) -> str:
        return f"{self.right} of {self.total}" + (f" ({100 * self.right / self.total:.0f} %)" if self.total else "")


@dataclass(frozen=True, slots=True)
class Score:
    """What many outcomes say."""

    fates: dict[str, int]
    stage: Share
    top_one: Share
    top_three: Share
    mended: Share
    """Front-end mutants whose first suspect has a change that makes the program right."""
    c_function: Share
    line: Share
    find_seconds: tuple[float, float]
    """Median and 90th percentile, over the killed."""
    attribute_seconds: tuple[float, float]

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dump`; shares as [right, total], seconds as [median, 90th percentile]."""
        return {
            "score": {name: [*value.values()] if name in _SHARES else value for name, value in asdict(self).items()}
        }


_SHARES = ("stage", "top_one", "top_three", "mended", "c_function", "line")
TOP = 3


def score(outcomes: Sequence[MutantOutcome]) -> Score:
    """Sum them up."""
    killed = [one for one in outcomes if one.fate is Fate.KILLED]
    front_end = [one for one in killed if one.pass_name is None]
    return Score(
        fates={fate.value: sum(one.fate is fate for one in outcomes) for fate in Fate},
        stage=Share(sum(one.stage_right for one in killed), len(killed)),
        top_one=Share(sum(one.rank == 1 for one in front_end), len(front_end)),
        top_three=Share(sum(one.rank is not None and one.rank <= TOP for one in front_end), len(front_end)),
        mended=Share(sum(one.mended for one in front_end), len(front_end)),
        c_function=_known(one.function_right for one in killed),
        line=_known(one.line_right for one in killed),
        find_seconds=_spread([one.find_seconds for one in killed]),
        attribute_seconds=_spread([one.attribute_seconds for one in killed]),
    )


def _known(answers: Iterable[bool | None]) -> Share:
    known = [one for one in answers if one is not None]
    return Share(sum(known), len(known))


def _spread(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < 2:
        return (values[0], values[0]) if values else (0.0, 0.0)
    return median(values), quantiles(values, n=10, method="inclusive")[8]
