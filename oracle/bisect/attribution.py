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
    GCC_PASS = "gcc pass"
    CODE_GENERATOR = "code generator"
    LINK = "link"
    UNKNOWN = "unknown"
    """The subject has no boundaries or passes that can be left out, or they contradict each other."""


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

    `pass_index` counts pass executions from 1 (LLVM's, or gcc's passes in the order of -fdump-passes); `pass_unit` is
    what the compiler ran the pass on, and `pass_instance` which of its changes there is wrong, in the compiler's own
    terms (gcc: a debug counter). `function` is the C function (a file-scope variable's name when its initialiser is at
    fault: `notes` says so). `culprits` are the functions and variables that each are wrong by themselves, or the sets
    of them that only together are. `line` is in `file`; `failure` is the message of a compiler that fails, without
    what varies between programs.
    `evidence` is a unified diff of the IR or the printed C across the flip from `last_good` to `first_bad`, or the
    code that is wrong where there is nothing right to compare it with.
    `commands` repeat the finding in a shell, in order.
    """

    stage: Stage
    pass_name: str | None = None
    pass_index: int | None = None
    pass_unit: str | None = None
    pass_instance: str | None = None
    function: str | None = None
    culprits: tuple[tuple[str, ...], ...] = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None
    candidate_lines: tuple[int, ...] = ()
    last_good: str | None = None
    first_bad: str | None = None
    failure: str | None = None
    evidence: str = ""
    commands: tuple[str, ...] = ()
    probes: tuple[Probe, ...] = ()
    notes: tuple[str, ...] = ()
    suspects: tuple[str, ...] = ()
    """Functions of minicc itself that may have made its front end go wrong, the most suspicious first."""
    seconds: float = field(default=0.0, compare=False)

    @property
    def signature(self) -> str:
        """What two divergences of the same bug have in common: stage, and pass or the message of the failure."""
        detail = self.pass_name or self.failure
        return f"{self.stage}:{detail}" if detail else str(self.stage)

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
