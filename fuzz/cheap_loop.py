"""Judging generated programs for a few milliseconds each: the prediction first, the reference for a steady sample."""

from __future__ import annotations

import atexit
from contextlib import suppress

from fuzz.sources import NoProgramError, Program, Source
from oracle.compilers import Compiler
from oracle.judge import COMPILE_SECONDS
from oracle.quick import KnownProgram, QuickLook
from oracle.sandbox import Limits

BLOCK = 8
"""Consecutive seeds of which either all or none are in the sample, so that the reference compiles them in one go."""


class CheapLoop:
    """What a worker keeps between seeds. Which seeds are in the sample depends on the seed and `sample` alone."""

    def __init__(self, source: Source, subject: Compiler, reference: Compiler, limits: Limits, sample: int) -> None:
        """Of `sample` blocks of seeds one is in the sample; none with 0."""
        self.look = QuickLook(subject, reference, limits, COMPILE_SECONDS)
        self._source = source
        self._sample = sample
        self._block: int | None = None
        self._programs: dict[int, Program] = {}
        self._confirmed: set[int] = set()
        atexit.register(self.look.close)

    def program(self, seed: int) -> Program:
        """The program of a seed. Raises NoProgramError."""
        program = self._programs.pop(seed, None) or self._source.program(seed)
        if _has_known_output(program) and self._is_in_sample(seed) and self._block != _block_of(seed):
            self._ask_reference(program)
        return program

    def agrees(self, program: Program) -> bool:
        """Whether the subject, and for the sample the reference too, certainly does what was predicted."""
        if program.expected_output is None or program.flags or not self.is_trusted(program):
            return False
        return self.look.agrees(KnownProgram(program.text, program.expected_output))

    def is_trusted(self, program: Program) -> bool:
        """Whether the prediction is enough for a subject that meets it: not in the sample, or the reference met it."""
        return not self._is_in_sample(program.seed) or program.seed in self._confirmed

    def _is_in_sample(self, seed: int) -> bool:
        return self._sample > 0 and _block_of(seed) % self._sample == 0

    def _ask_reference(self, first: Program) -> None:
        """Make the programs of the block of `first`, and keep which of them the reference gets right."""
        self._block = _block_of(first.seed)
        self._programs = {}
        for seed in range(max(self._block * BLOCK + 1, 0), (self._block + 1) * BLOCK + 1):
            if seed != first.seed:
                with suppress(NoProgramError):
                    self._programs[seed] = self._source.program(seed)
        known = [one for one in (first, *self._programs.values()) if _has_known_output(one)]
        right = self.look.reference_agrees([KnownProgram(one.text, one.expected_output or b"") for one in known])
        self._confirmed = {one.seed for one, is_right in zip(known, right, strict=True) if is_right}


def _has_known_output(program: Program) -> bool:
    return program.expected_output is not None and not program.flags


def _block_of(seed: int) -> int:
    return (seed - 1) // BLOCK
