"""Which warnings are on: -Wall, -Wextra, -WNAME, -Wno-NAME, -Werror and -Werror=NAME, read in order as gcc does."""

from __future__ import annotations

from collections.abc import Iterable

WALL = frozenset(["unused-variable", "unused-function", "unused-label", "return-type", "parentheses", "uninitialized"])
WEXTRA = frozenset(["uninitialized", "unused-parameter", "sign-compare", "implicit-fallthrough"])
KNOWN = WALL | WEXTRA
_UNUSED = frozenset(["unused-variable", "unused-function", "unused-label"])


class WarningOptions:
    """`enabled`: the names of the warnings that are off by default in gcc and were asked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self.enabled: set[str] = set()
        self._disabled: set[str] = set()
        self._errors: set[str] = set()
        self._no_errors: set[str] = set()
        self._groups: set[str] = set()
        self.all_are_errors = False
        for word in words:
            self._read(word.partition("=")[0] if word.startswith("implicit-fallthrough=") else word)
        if {"extra", "unused"} <= self._groups:
            self.enabled |= {"unused-parameter"} - self._disabled

    def _read(self, word: str) -> None:
        if word in ("error", "no-error"):
            self.all_are_errors = word == "error"
        elif word.startswith("error="):
            self._errors.add(word[6:])
            self._no_errors.discard(word[6:])
            self._enable(word[6:])
        elif word.startswith("no-error="):
            self._no_errors.add(word[9:])
            self._errors.discard(word[9:])
        elif word.startswith("no-"):
            names = {"all": WALL, "extra": WEXTRA, "unused": _UNUSED}.get(word[3:], frozenset([word[3:]]))
            self._disabled |= names
            self.enabled -= names
        else:
            self._enable(word)

    def _enable(self, word: str) -> None:
        if word == "all":
            self._groups.add("unused")
            names = WALL
        elif word in ("extra", ""):
            self._groups.add("extra")
            names = WEXTRA - {"unused-parameter"}
        elif word == "unused":
            self._groups.add("unused")
            names = _UNUSED
        else:
            self._disabled.discard(word)
            names = frozenset([word]) & KNOWN
        self.enabled |= names - self._disabled

    def silenced(self, name: str) -> bool:
        """Whether -Wno-NAME turned a warning off that gcc gives by default."""
        return name in self._disabled

    def is_error(self, name: str) -> bool:
        """Whether a warning counts as an error; `name` is "" for one that has none."""
        return name in self._errors or (self.all_are_errors and name not in self._no_errors)
