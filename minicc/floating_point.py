"""gcc's options that give up parts of IEEE arithmetic (gcc manual, "Optimize Options"), and LLVM's words for them."""

from __future__ import annotations

from minicc.quick_dataclasses import dataclass, replace

_UNSAFE = frozenset(("no-signed-zeros", "no-trapping-math", "associative-math", "reciprocal-math"))
_FAST = _UNSAFE | {"unsafe-math-optimizations", "finite-math-only", "no-math-errno", "cx-limited-range"}
_REASSOCIATES = frozenset(("associative-math", "no-signed-zeros", "no-trapping-math"))
_GROUPS: dict[str, frozenset[str]] = {
    "fast-math": _FAST,
    "unsafe-math-optimizations": _UNSAFE | {"unsafe-math-optimizations"},
    "finite-math-only": frozenset(("finite-math-only",)),
    "associative-math": frozenset(("associative-math",)),
    "reciprocal-math": frozenset(("reciprocal-math",)),
    "cx-limited-range": frozenset(("cx-limited-range",)),
}
_REVERSED = ("signed-zeros", "trapping-math", "math-errno")

WORDS = tuple(f"-f{negation}{name}" for name in (*_GROUPS, *_REVERSED) for negation in ("", "no-"))
"""The options without an argument that `with_option` understands; -ffp-contract= has one."""


@dataclass(frozen=True, slots=True)
class FloatingPoint:
    """`given_up` is a set of gcc's names without -f ("no-signed-zeros"). `contraction`: "fast", "on" or "off", "" for
    the standard's default.
    """

    given_up: frozenset[str] = frozenset()
    contraction: str = ""

    @property
    def sets_errno(self) -> bool:
        """Whether the functions of <math.h> report errors in errno."""
        return "no-math-errno" not in self.given_up

    @property
    def limits_complex_range(self) -> bool:
        """Whether complex products and quotients are computed by the plain formulas (C11 §7.3.4)."""
        return "cx-limited-range" in self.given_up

    @property
    def is_fast(self) -> bool:
        return self.given_up >= _FAST

    def contracts(self, standard: str) -> bool:
        """Whether `a * b + c` may be rounded once; ISO modes forbid it, and gcc takes "on" for "off"."""
        return self.contraction == "fast" or (not self.contraction and standard.startswith("gnu"))

    def flags(self, contracts: bool) -> str:
        """LLVM's fast-math flags, each with a blank in front (LLVM Language Reference, "Fast-Math Flags")."""
        given_up = self.given_up
        chosen = {
            "nnan": "finite-math-only" in given_up,
            "ninf": "finite-math-only" in given_up,
            "nsz": "no-signed-zeros" in given_up,
            "arcp": "reciprocal-math" in given_up,
            "contract": contracts,
            "afn": "unsafe-math-optimizations" in given_up,
            "reassoc": given_up >= _REASSOCIATES,
        }
        return "".join(f" {flag}" for flag, is_set in chosen.items() if is_set)


def with_option(floating: FloatingPoint, spelling: str, argument: str = "") -> FloatingPoint:
    """What one option makes of `floating`."""
    if argument:
        return replace(floating, contraction=argument)
    name = spelling.removeprefix("-f")
    positive = name.removeprefix("no-")
    if positive in _GROUPS:
        group = _GROUPS[positive]
        kept = floating.given_up - group if name.startswith("no-") else floating.given_up | group
    elif name.startswith("no-"):
        kept = floating.given_up | {name}
    else:
        kept = floating.given_up - {f"no-{name}"}
    return replace(floating, given_up=kept)
