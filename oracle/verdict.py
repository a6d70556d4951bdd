"""The taxonomy of verdicts and the evidence that comes with each.

Only the first six verdicts say anything about the subject; `undefined`,
`unspecified` (several answers are right), `unstable` and `inconclusive` are
the judge's refusals.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path


class Verdict(StrEnum):
    """What the judge says of one program under one subject."""

    AGREE = "agree"
    MISCOMPILE = "miscompile"
    REJECTS_VALID = "rejects-valid"
    ACCEPTS_INVALID = "accepts-invalid"
    COMPILER_CRASH = "compiler-crash"
    COMPILER_HANG = "compiler-hang"
    UNDEFINED = "undefined"
    UNSPECIFIED = "unspecified"
    UNSTABLE = "unstable"
    INCONCLUSIVE = "inconclusive"

    @property
    def is_divergence(self) -> bool:
        """True when the verdict reports a bug of the subject."""
        return self in _DIVERGENCES


_DIVERGENCES = frozenset(
    {
        Verdict.MISCOMPILE,
        Verdict.REJECTS_VALID,
        Verdict.ACCEPTS_INVALID,
        Verdict.COMPILER_CRASH,
        Verdict.COMPILER_HANG,
    }
)


class Stop(StrEnum):
    """Why a sandboxed process was stopped before it ended by itself."""

    CPU = "cpu"
    WALL = "wall"
    OUTPUT = "output"
    MEMORY = "memory"
    PROCESSES = "processes"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Execution:
    """One run of a command: what it was and what it did.

    `exit_status` is None when a signal ended the process; `signal` is its
    number then. `stopped_by` is set when a limit of the sandbox did it.
    """

    command: tuple[str, ...]
    exit_status: int | None
    signal: int | None
    stdout: bytes
    stderr: bytes
    cpu_seconds: float
    wall_seconds: float
    stopped_by: Stop | None = None

    @property
    def succeeded(self) -> bool:
        return self.exit_status == 0


@dataclass(frozen=True, slots=True)
class Compilation:
    """One call of a compiler: the process it was, and the file it made (None when it failed)."""

    execution: Execution
    output: Path | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a verdict rests on. Every part that was not needed is None or empty."""

    subject_command: tuple[str, ...]
    reference_command: tuple[str, ...]
    subject_compilation: Execution | None = None
    reference_compilation: Execution | None = None
    subject_run: Execution | None = None
    reference_run: Execution | None = None
    program_digest: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, the one-line reason a person reads first, and the evidence."""

    verdict: Verdict
    reason: str
    evidence: Evidence
    source: Path | None = None
    rule: str | None = field(default=None)
    line: int | None = field(default=None)
    """For `undefined` and `unspecified`: the rule (C11 clause or sanitizer check) and the line of the program."""
