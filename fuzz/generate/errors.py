"""What the interpreter's arithmetic and store refuse."""

from __future__ import annotations


class UndefinedValueError(Exception):
    """The operation has no defined result on these operands; `rule` says why."""

    def __init__(self, rule: str) -> None:
        super().__init__(rule)
        self.rule = rule
