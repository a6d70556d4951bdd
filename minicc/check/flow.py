"""Where control can get in a function body: missing returns and fall-through between cases."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.constants import fold_integer

if TYPE_CHECKING:
    from minicc.check.context import Context

_ENDS = frozenset(["abort", "exit", "_exit", "_Exit", "longjmp", "quick_exit", "siglongjmp", "__assert_fail"])
_BUILTIN_ENDS = frozenset(["__builtin_unreachable", "__builtin_trap", "unreachable", "trap", "__builtin_abort"])
_MARKED = re.compile(r"fall(s|ing)?[\s_-]*(through|thru)|fallthru|@fallthrough@", re.IGNORECASE)


class Flow:
    """Walks a body once. Each method answers whether control can reach the statement's end."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._breaks: list[bool] = []
        self._jumped: set[str] = set()

    def function(self, body: typed.Block) -> bool:
        """Whether control can reach the closing brace."""
        return self.statement(body, True)

    def statement(self, node: typed.Statement, reached: bool) -> bool:
        """Whether the end of `node` is reached when its start is (`reached`)."""
        if isinstance(node, typed.Block):
            return self._block(node, reached)
        if isinstance(node, typed.ExpressionStatement):
            return reached and not (node.expression is not None and never_returns(node.expression))
        if isinstance(node, typed.Return | typed.Goto | typed.ComputedGoto | typed.Continue):
            return False
        if isinstance(node, typed.Break):
            if self._breaks:
                self._breaks[-1] = self._breaks[-1] or reached
            return False
        if isinstance(node, typed.If):
            return self._if(node, reached)
        if isinstance(node, typed.Labeled):
            return self.statement(node.statement, True)
        if isinstance(node, typed.Case | typed.Default):
            return self.statement(node.statement, True)
        if isinstance(node, typed.Switch):
            return self._switch(node, reached)
        if isinstance(node, typed.While | typed.DoWhile | typed.For):
            return self._loop(node, reached)
        if isinstance(node, typed.Asm) and node.jumps:
            return True
        return reached

    def _if(self, node: typed.If, reached: bool) -> bool:
        value = fold_integer(node.condition)
        then = self.statement(node.then, reached and value != 0)
        if node.otherwise is None:
            return then or (reached and (value is None or value == 0))
        otherwise = self.statement(node.otherwise, reached and (value is None or value == 0))
        return then or otherwise

    def _loop(self, node: typed.While | typed.DoWhile | typed.For, reached: bool) -> bool:
        self._breaks.append(False)
        forever = node.condition is None or bool(fold_integer(node.condition))
        end = self.statement(node.body, reached)
        broken = self._breaks.pop()
        if forever:
            return broken
        if isinstance(node, typed.DoWhile):
            return broken or end or _continues(node.body)
        return broken or reached

    def _switch(self, node: typed.Switch, reached: bool) -> bool:
        self._breaks.append(False)
        end = self.statement(node.body, False)
        broken = self._breaks.pop()
        return broken or end or (reached and node.default is None)

    def _block(self, node: typed.Block, reached: bool) -> bool:
        before: typed.Statement | None = None
        for item in node.items:
            falls = reached and before is not None and isinstance(item, typed.Case | typed.Default)
            if falls and before is not None and not self._marked(before.pos, item.pos):
                self.context.lint("implicit-fallthrough", "this statement may fall through", _place(before))
            reached = self.statement(item, reached)
            before = _last(item)
        return reached

    def _marked(self, start: int, end: int) -> bool:
        """Whether a comment or an attribute says that it is meant."""
        source = self.context.source
        if _MARKED.search(source.text, start, end):
            return True
        first, last = source.location(start), source.location(end)
        if first.file != last.file:
            return True
        lines = _lines(first.file)
        return lines is None or _MARKED.search("\n".join(lines[first.line - 1 : last.line])) is not None


def _place(node: typed.Statement) -> int:
    if isinstance(node, typed.ExpressionStatement) and node.expression is not None:
        return node.expression.pos
    return node.pos


def _last(node: typed.Statement) -> typed.Statement | None:
    """The statement that falls through; None for a null statement behind a label."""
    while isinstance(node, typed.Case | typed.Default | typed.Labeled):
        node = node.statement
    if isinstance(node, typed.ExpressionStatement) and node.expression is None:
        return None
    return node


def _lines(name: str) -> list[str] | None:
    from pathlib import Path

    try:
        return Path(name).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None


def never_returns(expression: typed.Expression) -> bool:
    """Whether an expression statement never comes back."""
    if isinstance(expression, typed.Conversion):
        return never_returns(expression.operand)
    if isinstance(expression, typed.Comma):
        return never_returns(expression.left) or never_returns(expression.right)
    if isinstance(expression, typed.Conditional) and expression.then is not None:
        return never_returns(expression.then) and never_returns(expression.otherwise)
    if isinstance(expression, typed.StatementExpression):
        return any(
            isinstance(item, typed.ExpressionStatement)
            and item.expression is not None
            and never_returns(item.expression)
            for item in expression.body.items
        ) or (expression.result is not None and never_returns(expression.result))
    if isinstance(expression, typed.BuiltinCall):
        return expression.name in _BUILTIN_ENDS
    if isinstance(expression, typed.Call) and isinstance(expression.function, typed.FunctionAddress):
        callee = expression.function.function
        return callee.noreturn or callee.name in _ENDS
    return False


def _continues(node: object) -> bool:
    from minicc.check.lint_walk import walk

    return any(isinstance(one, typed.Continue) for one in walk(node))
