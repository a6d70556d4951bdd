"""Which warnings are on: -Wall, -Wextra, -WNAME, -Wno-NAME, -Werror and -Werror=NAME, read in order as gcc does.

Names and groups are those of gcc 12's manual, "Options to Request or Suppress Warnings".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UNUSED = _names("unused-variable unused-function unused-label unused-value unused-but-set-variable")
_UNUSED_AND_EXTRA = _names("unused-parameter unused-but-set-parameter")
_FORMAT = _names("format format-extra-args format-zero-length format-contains-nul")
WALL = (
    _UNUSED
    | _FORMAT
    | _names(
        "return-type parentheses dangling-else logical-not-parentheses uninitialized maybe-uninitialized address"
        " bool-operation char-subscripts frame-address int-in-bool-context main memset-transposed-args"
        " implicit-int implicit-function-declaration misleading-indentation missing-braces nonnull"
        " pointer-sign switch tautological-compare"
    )
)
WEXTRA = _UNUSED_AND_EXTRA | _names(
    "uninitialized maybe-uninitialized sign-compare implicit-fallthrough type-limits shift-negative-value empty-body"
    " missing-field-initializers old-style-declaration missing-parameter-type ignored-qualifiers override-init"
    " absolute-value"
)
KNOWN = (
    WALL
    | WEXTRA
    | _names(
        "shadow missing-prototypes missing-declarations strict-prototypes old-style-definition vla"
        " declaration-after-statement switch-enum switch-default unused-const-variable"
        " pedantic pointer-arith overlength-strings long-long"
    )
)
_PEDANTIC = _names("pedantic pointer-arith pointer-sign overlength-strings")
_PEDANTIC_BEFORE_C99 = _names("declaration-after-statement vla long-long")
_GROUPS = {"all": WALL, "extra": WEXTRA, "": WEXTRA, "unused": _UNUSED, "format": _FORMAT, "pedantic": _PEDANTIC}
_BREAKING_THE_STANDARD = (
    _PEDANTIC
    | _PEDANTIC_BEFORE_C99
    | _names(
        "implicit-int implicit-function-declaration int-conversion incompatible-pointer-types discarded-qualifiers"
    )
)
_NAMELESS = (
    "comparison of distinct pointer types",
    "comparison between pointer and integer",
    "pointer type mismatch in conditional",
    "pointer/integer type mismatch in conditional",
    "excess elements in",
    "initializer-string for array",
    "empty range specified",
    "binary constants are",
    "imaginary constants are",
    "non-ISO-standard escape",
    "use of C99",
)


def is_before_c99(standard: str) -> bool:
    """Whether `standard`, as after -std=, is C90, C94 or gcc's dialect of it."""
    return standard in ("c89", "c90", "gnu89", "gnu90", "ansi", "iso9899:1990", "iso9899:199409")


class WarningOptions:
    """`enabled`: the names of the warnings that are off by default in gcc and were asked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self.enabled: set[str] = set()
        self._disabled: set[str] = set()
        self._errors: set[str] = set()
        self._no_errors: set[str] = set()
        self._groups: set[str] = set()
        self._pedantic_errors = False
        self.all_are_errors = False
        for word in words:
            self._read(word)
        if {"extra", "unused"} <= self._groups:
            self.enabled |= _UNUSED_AND_EXTRA - self._disabled

    def _read(self, word: str) -> None:
        if word == "pedantic-errors":
            self._pedantic_errors = True
            self._enable("pedantic")
        elif word in ("error", "no-error"):
            self.all_are_errors = word == "error"
        elif word.startswith("error="):
            name = word[6:].partition("=")[0]
            self._errors |= _GROUPS.get(name, frozenset()) | {name}
            self._no_errors -= _GROUPS.get(name, frozenset()) | {name}
            self._enable(name)
        elif word.startswith("no-error="):
            name = word[9:].partition("=")[0]
            self._no_errors |= _GROUPS.get(name, frozenset()) | {name}
            self._errors -= _GROUPS.get(name, frozenset()) | {name}
        elif word.startswith("no-"):
            names = _GROUPS.get(word[3:], frozenset([word[3:]])) | {word[3:]}
            self._disabled |= names
            self.enabled -= names
        else:
            name, _, value = word.partition("=")
            if value == "0" or (name == "unused-const-variable" and value == "1"):
                self._read("no-" + name)
            else:
                self._enable(name)

    def _enable(self, word: str) -> None:
        if word in ("all", "unused"):
            self._groups.add("unused")
        elif word in ("extra", ""):
            self._groups.add("extra")
        if word in ("extra", ""):
            names = WEXTRA - _UNUSED_AND_EXTRA
        elif word in _GROUPS:
            names = _GROUPS[word]
            if word == "format":
                self._disabled -= names
        else:
            self._disabled.discard(word)
            names = frozenset([word]) & KNOWN
        self.enabled |= names - self._disabled

    def lints(self, optimizing: bool, before_c99: bool = False) -> frozenset[str]:
        """The names of what is to be looked for. gcc finds what may be uninitialized only when it optimizes."""
        wanted = self.enabled if optimizing else self.enabled - {"maybe-uninitialized"}
        if before_c99 and "pedantic" in wanted:
            wanted = wanted | (_PEDANTIC_BEFORE_C99 - self._disabled)
        return frozenset(wanted)

    def breaks_the_standard(self, name: str, message: str) -> bool:
        """Whether -pedantic-errors makes an error of a warning: gcc's `pedwarn`s."""
        if not self._pedantic_errors or name in self._no_errors:
            return False
        if name == "return-type":
            return message.startswith("'return' with")
        return name in _BREAKING_THE_STANDARD or (not name and message.startswith(_NAMELESS))

    def silenced(self, name: str) -> bool:
        """Whether -Wno-NAME turned a warning off that gcc gives by default."""
        return name in self._disabled

    def is_error(self, name: str) -> bool:
        """Whether a warning counts as an error; `name` is "" for one that has none."""
        return name in self._errors or (self.all_are_errors and name not in self._no_errors)


_DIAGNOSTIC = re.compile(
    r'^[ \t]*#[ \t]*pragma[ \t]+GCC[ \t]+diagnostic[ \t]+(push|pop|(?:ignored|warning|error)[ \t]+"-W([^"\n]+)")',
    re.MULTILINE,
)


class DiagnosticPragmas:
    """`#pragma GCC diagnostic` in a preprocessed text: what becomes of a warning at a place."""

    def __init__(self, text: str) -> None:
        self._places: list[int] = []
        self._settings: list[dict[str, str]] = []
        current: dict[str, str] = {}
        stack: list[dict[str, str]] = []
        for match in _DIAGNOSTIC.finditer(text) if "diagnostic" in text else ():
            if match[1] == "push":
                stack.append(current)
                continue
            if match[1] == "pop":
                current = stack.pop() if stack else {}
            else:
                name = match[2].partition("=")[0]
                names = _GROUPS.get(name, frozenset()) | {name}
                current = {**current, **dict.fromkeys(names, match[1].split()[0])}
            self._places.append(match.start())
            self._settings.append(current)

    def at(self, pos: int, name: str) -> str:
        """ "ignored", "warning" or "error" for the warning `name`, "" when no pragma speaks of it."""
        i = bisect_right(self._places, pos)
        return self._settings[i - 1].get(name, "") if i else ""
