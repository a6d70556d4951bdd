"""The value-tracking generator as a source."""

from __future__ import annotations

from dataclasses import dataclass

from fuzz.generate.generator import GENERATOR_VERSION, generate
from fuzz.sources import Program


@dataclass(frozen=True, slots=True)
class OwnSource:
    """Programs of about `lines` lines whose output is known."""

    lines: int = 100

    def program(self, seed: int) -> Program:
        made = generate(seed, self.lines)
        return Program(made.text.encode(), seed, made.expected_output)

    def configuration(self) -> dict[str, object]:
        return {"source": "own", "generator": GENERATOR_VERSION, "lines": self.lines}

    @property
    def size(self) -> int | None:
        return None
