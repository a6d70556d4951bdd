"""The checker: `check(unit, source, options)` turns a syntax tree into a typed tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minicc.check.context import CheckOptions
    from minicc.check.typed import TranslationUnit
    from minicc.source import SourceText
    from minicc.syntax import nodes


def check(unit: nodes.TranslationUnit, source: SourceText, options: CheckOptions | None = None) -> TranslationUnit:
    """Check one translation unit.

    Raises CompileError for a program that breaks a constraint or needs what is not supported.
    """
    from minicc.check.checker import check as checked

    return checked(unit, source, options)
