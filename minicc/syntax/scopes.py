"""Which names are typedef names at the place the parser has reached (C11 6.2.1, 6.7.8p3)."""

from __future__ import annotations


class Scopes:
    """`typedefs` holds the names that denote a type here; the lexer reads the very same set."""

    def __init__(self) -> None:
        self.typedefs: set[str] = set()
        self._changes: list[list[str]] = [[]]

    def declare(self, name: str, is_typedef: bool) -> None:
        """A declaration of `name` as an ordinary identifier or a typedef name in the innermost scope."""
        if (name in self.typedefs) is not is_typedef:
            self._changes[-1].append(name)
            self._flip(name)

    def enter(self) -> None:
        self._changes.append([])

    def leave(self) -> None:
        for name in reversed(self._changes.pop()):
            self._flip(name)

    def hide(self, name: str) -> bool:
        """Takes `name` out until `show`: a parameter's name in its prototype. False when it was no typedef name."""
        if name in self.typedefs:
            self.typedefs.remove(name)
            return True
        return False

    def show(self, names: list[str]) -> None:
        self.typedefs.update(names)

    def _flip(self, name: str) -> None:
        self.typedefs ^= {name}
