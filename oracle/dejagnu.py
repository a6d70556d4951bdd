"""The dg- directives in comments of GCC's tests, as far as they decide whether and how a program is compiled.

Source: GCC internals manual, "Test directives" (dg-options, dg-additional-options, dg-require-*, dg-skip-if).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

_DIRECTIVE = re.compile(r"\{\s*(dg-[\w-]+)((?:[^{}\"]|\"[^\"]*\"|\{(?:[^{}]|\{[^{}]*\})*\})*)\}")
_TARGET = re.compile(r"\{\s*target\s+(.*)\}\s*$", re.DOTALL)
_HERE = re.compile(r"x86_64-\*-\*|\*-\*-\*|\*-\*-linux\*|x86_64-\*-linux\*|\blp64\b|\bfpic\b")


@dataclass(frozen=True, slots=True)
class Directives:
    """Options that a program asks for, and why it is left out, if it is."""

    options: tuple[str, ...] = ()
    skip: str | None = None


def read_directives(file: Path, targets: frozenset[str]) -> Directives:
    """What the directives in `file` ask for; `targets` are the effective targets that this machine has."""
    options: list[str] = []
    for name, rest in _DIRECTIVE.findall(file.read_text(errors="replace")):
        if name in ("dg-options", "dg-additional-options"):
            if _applies(rest) and (text := re.search(r'"([^"]*)"|\{([^{}]*)\}', rest)):
                options += (text[1] if text[1] is not None else text[2]).split()
        elif name == "dg-require-effective-target":
            wanted = rest.split()[0]
            if wanted not in targets:
                return Directives(skip=f"{name} {wanted}")
        elif name.startswith("dg-require-") and name.removeprefix("dg-require-") not in targets:
            return Directives(skip=name)
    return Directives(tuple(option for option in options if option != "-finput-charset=utf-8"))


def _applies(rest: str) -> bool:
    """Whether `{ target ... }` at the end of a directive, if there is one, means 64-bit x86 under Linux."""
    target = _TARGET.search(rest)
    if target is None:
        return True
    condition = target[1]
    return "ia32" not in condition and _HERE.search(condition) is not None
