"""Regular expressions that are compiled when they are first used: it takes 0.2 ms, and most are rarely needed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any


class _Pattern:
    """Becomes like the compiled expression when one of its methods is asked for."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._text, self._flags)
        for method in ("match", "fullmatch", "search", "findall", "finditer", "split", "sub", "subn"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def _pattern(text: str | bytes, flags: int = 0) -> Any:
    return _Pattern(text, flags)


if TYPE_CHECKING:
    pattern = re.compile
else:
    pattern = _pattern
