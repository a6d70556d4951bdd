"""What two divergences of the same bug have in common.

Ranked bugs by clustering of features: Chen, Groce et al., "Taming compiler fuzzers" (PLDI 2013); theirs are distances
between programs, here the attribution comes first and the constructs of the reduced program only split what it leaves
together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from oracle.triage.constructs import constructs_of
from oracle.verdict import Verdict

_SHARED = 0.6
"""The part of the smaller set of constructs that two programs for one bug have in common, at least."""

_FAILURES = (Verdict.COMPILER_CRASH, Verdict.REJECTS_VALID, Verdict.ACCEPTS_INVALID)
_QUOTED = re.compile(r"'[^']*[A-Za-z_][^']*'|\u2018[^\u2019]*[A-Za-z_][^\u2019]*\u2019|(?<=\")[A-Za-z]\w*(?=\")")
_NAMES = re.compile(rf"{_QUOTED.pattern}|\d+|(?:/[\w.+-]+)+")
_WHERE = re.compile(r"^.*?\b(?:fatal )?error: ")


@dataclass(frozen=True, slots=True)
class Signature:
    """`subject` is its command; `place` the stage, or the compiler's pass; `failure` the message of a compiler that
    fails, without names and numbers; `functions` those of the compiler (never of the program) that may be guilty, where
    they are known; `constructs` those of the reduced program, empty when there is none.
    """

    subject: str
    verdict: Verdict
    place: str = ""
    failure: str = ""
    functions: frozenset[str] = frozenset()
    constructs: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The part that must be equal, as one line."""
        return ": ".join(filter(None, (self.subject, str(self.verdict), self.place, self.failure)))

    def is_same_bug(self, other: Signature) -> bool:
        """Equal keys, a guilty function in common if both name some, and constructs that overlap.

        The message of a compiler that crashes settles it without constructs.
        """
        if self.key != other.key or (self.functions and other.functions and self.functions.isdisjoint(other.functions)):
            return False
        fewer = min(len(self.constructs), len(other.constructs))
        if self.verdict is Verdict.COMPILER_CRASH or not fewer:
            return True
        return len(self.constructs & other.constructs) >= _SHARED * fewer


def without_names(message: str) -> str:
    """A message of a compiler without what names, numbers and places of the program make of it."""
    return " ".join(_NAMES.sub("*", _WHERE.sub("", message)).split())


def signature_of(
    subject: str, verdict: Verdict, reason: str, attribution: Mapping[str, Any], reduced: str | None
) -> Signature:
    """The signature of a divergence.

    `reason` is the judge's; `attribution` plain data (`Attribution.to_json`), {} when there is none; `reduced` the
    reduced program.
    """
    place = str(attribution.get("stage") or ("" if verdict in _FAILURES else "not attributed"))
    if attribution.get("pass_name"):
        place = f"{place} {attribution['pass_name']}"
    failure = str(attribution.get("failure") or "")
    if not failure and verdict in _FAILURES:
        failure = reason
    return Signature(
        subject,
        verdict,
        place,
        without_names(failure),
        frozenset(_name(one) for one in attribution.get("suspects") or ()),
        constructs_of(reduced) if reduced else frozenset(),
    )


def _name(suspect: object) -> str:
    """A suspect is a function of the compiler: a word, behind which its place and what mends it may stand, or data."""
    if isinstance(suspect, Mapping):
        return str(suspect.get("function") or suspect.get("name") or suspect)
    return str(suspect).partition(" (")[0]
