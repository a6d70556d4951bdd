"""What the writers of statements share: the place they write to, and the writers of the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.generate.context import Context
from fuzz.generate.declarations import Declarations
from fuzz.generate.expressions import Expressions

if TYPE_CHECKING:
    from fuzz.generate.statements import Statements


class Writer:
    """Writes into the program of a Context."""

    def __init__(
        self, context: Context, expressions: Expressions, declarations: Declarations, statements: Statements
    ) -> None:
        self._context = context
        self._dice = context.dice
        self._expressions = expressions
        self._declarations = declarations
        self._statements = statements
