"""Where a divergence comes from: the answer of a bisection, and what it rests on."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """The part of a compiler that answers for a divergence."""

    PREPROCESS = "preprocess"
    PARSE = "parse"
    CHECK = "check"
    LOWER = "lower"
    PASS = "llvm pass"
    CODE_GENERATOR = "code generator"
    LINK = "link"
    UNKNOWN = "unknown"
    """The subject has no boundaries that can be executed (it is not minicc), or they contradict each other."""


@dataclass(frozen=True, slots=True)
class Probe:
    """One boundary that was executed: the shell command that repeats it, and how it went.

    `good` tells whether it behaved as the reference does; `behaviour` says in a few words what it did.
    """

    boundary: str
    good: bool
    command: str
    behaviour: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """The responsible stage, pass, function and line. None stands for "not determined", never for a guess.

    `pass_index` counts LLVM pass executions from 1; `pass_unit` is what LLVM ran the pass on. `function` is
    the C function (a file-scope variable's name when its initialiser is at fault: `notes` says so). `line` is
    in `file`.
    `evidence` is a unified diff of the IR or the printed C across the flip from `last_good` to `first_bad`.
    `commands` repeat the finding in a shell, in order.
    """

    stage: Stage
    pass_name: str | None = None
    pass_index: int | None = None
    pass_unit: str | None = None
    function: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None
    candidate_lines: tuple[int, ...] = ()
    last_good: str | None = None
    first_bad: str | None = None
    evidence: str = ""
    commands: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = ()
    notes: tuple[str, ...] = ()
    seconds: float = field(default=0.0, compare=False)

    @property
    def signature(self) -> str:
        """What two divergences of the same bug have in common: stage and pass."""
        return f"{self.stage}:{self.pass_name}" if self.pass_name else str(self.stage)

    def summary(self) -> str:
        """One line for people: stage, pass, function, line."""
        words = [str(self.stage)]
        if self.pass_name:
            words.append(f"{self.pass_name} (execution {self.pass_index}, on {self.pass_unit})")
        if self.function:
            words.append(f"function {self.function}")
        if self.line is not None:
            words.append(f"line {self.line}")
        elif self.candidate_lines:
            words.append("lines " + ", ".join(map(str, self.candidate_lines)))
        return ", ".join(words)

    def to_json(self) -> dict[str, Any]:
        """Plain data for `json.dump`."""
        data = asdict(self)
        data["stage"] = str(self.stage)
        data["signature"] = self.signature
        return data
