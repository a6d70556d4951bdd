"""What two divergences of the same bug have in common.

Ranked bugs by clustering of features: Chen, Groce et al., "Taming compiler fuzzers" (PLDI 2013); theirs are distances
between programs, here the attribution comes first and the constructs of the reduced program only split what it leaves
together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from oracle.bisect.attribution import Stage
from oracle.triage.constructs import constructs_of
from oracle.verdict import Verdict

_SHARED = 0.6
"""The part of the smaller set of constructs that two programs for one bug have in common, at least."""

NOT_ATTRIBUTED = "not attributed"
_NOWHERE = frozenset({"", NOT_ATTRIBUTED, str(Stage.UNKNOWN)})
_SHOWN_CONSTRUCTS = 6

_FAILURES = (Verdict.COMPILER_CRASH, Verdict.REJECTS_VALID, Verdict.ACCEPTS_INVALID)
_QUOTED = re.compile(r"'[^']*[A-Za-z_][^']*'|\u2018[^\u2019]*[A-Za-z_][^\u2019]*\u2019|(?<=\")[A-Za-z]\w*(?=\")")
_NAMES = re.compile(rf"{_QUOTED.pattern}|\d+|(?:/[\w.+-]+)+")
_WHERE = re.compile(r"^.*?\b(?:fatal )?error: |^\s*\^ |^\S+:\d+(?::\d+)?: ")


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
    suspect: str = field(default="", compare=False)
    """The most suspicious of `functions`."""

    @property
    def key(self) -> str:
        """The part that must be equal, as one line."""
        return ": ".join(filter(None, (self.subject, str(self.verdict), self.place, self.failure)))

    @property
    def words(self) -> str:
        """The bug as a person reads it: verdict, stage or pass, function of the compiler, message, constructs."""
        said = str(self.verdict)
        if self.place not in _NOWHERE:
            said += f" in {self.place}"
        if self.suspect:
            said += f", likely {self.suspect.removeprefix('minicc.')}"
        if self.failure:
            said += f": {self.failure}"
        return f"{said} (with {self.construct_words})" if self.constructs else said

    @property
    def construct_words(self) -> str:
        """Some of the kinds of construct, for people."""
        shown = sorted(self.constructs)
        return ", ".join(shown[:_SHOWN_CONSTRUCTS]) + (", ..." if len(shown) > _SHOWN_CONSTRUCTS else "")

    @property
    def is_placed(self) -> bool:
        """Whether the stage or pass is known, or else the message of a compiler that fails."""
        return self.place not in _NOWHERE or bool(self.failure)

    def is_same_bug(self, other: Signature) -> bool:
        """Equal keys, a guilty function in common if both name some, and constructs that overlap.

        The message of a compiler that crashes settles it without constructs, and any message without a place.
        """
        if (self.subject, self.verdict, self.failure) != (other.subject, other.verdict, other.failure):
            return False
        if self.place != other.place and not (self.failure and _NOWHERE & {self.place, other.place}):
            return False
        return self._is_like(other)

    def may_be_same_bug(self, other: Signature) -> bool:
        """Whether it is open if they are: where one of them comes from is not known, and nothing else tells them apart;
        or a function of the compiler may be guilty of both, in spite of different constructs.
        """
        if (self.subject, self.verdict) != (other.subject, other.verdict):
            return False
        if self.is_placed and other.is_placed:
            return self.key == other.key and not self.functions.isdisjoint(other.functions)
        return self._is_like(other)

    def _is_like(self, other: Signature) -> bool:
        if self.functions and other.functions and self.functions.isdisjoint(other.functions):
            return False
        fewer = min(len(self.constructs), len(other.constructs))
        if self.verdict is Verdict.COMPILER_CRASH or not fewer:
            return True
        return len(self.constructs & other.constructs) >= _SHARED * fewer


def without_names(message: str) -> str:
    """A message of a compiler without what names, numbers and places of the program make of it."""
    return " ".join(_NAMES.sub("*", _WHERE.sub("", message)).split())


def signature_of(
    subject: str,
    verdict: Verdict,
    reason: str,
    attribution: Mapping[str, Any],
    reduced: str | None,
    *,
    original: str | None = None,
) -> Signature:
    """The signature of a divergence.

    `reason` is the judge's; `attribution` plain data (`Attribution.to_json`), {} when there is none; `reduced` the
    reduced program. Without that, the constructs are those in the attributed line of the `original`, if it is given.
    """
    place = str(attribution.get("stage") or ("" if verdict in _FAILURES else NOT_ATTRIBUTED))
    if attribution.get("pass_name"):
        place = f"{place} {attribution['pass_name']}"
    failure = str(attribution.get("failure") or "")
    if not failure and verdict in _FAILURES:
        failure = reason
    suspects = [_name(one) for one in attribution.get("suspects") or ()]
    constructs: frozenset[str] = frozenset()
    if reduced:
        constructs = constructs_of(reduced)
    elif original and attribution.get("line"):
        constructs = constructs_of(original, line=int(attribution["line"]))
    return Signature(
        subject,
        verdict,
        place,
        without_names(failure),
        frozenset(suspects),
        constructs,
        suspects[0] if suspects else "",
    )


def _name(suspect: object) -> str:
    """A suspect is a function of the compiler: a word, behind which its place and what mends it may stand, or data."""
    if isinstance(suspect, Mapping):
        return str(suspect.get("function") or suspect.get("name") or suspect)
    return str(suspect).partition(" (")[0]
