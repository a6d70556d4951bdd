"""The warnings of -Wall and -Wextra that look at whole functions. Each says what gcc 12 says, or keeps quiet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.constants import fold_integer
from minicc.check.flow import Flow
from minicc.types.conversions import integer_type
from minicc.types.ctype import VoidType
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context

_SILENT = frozenset(["unused", "used", "cleanup", "constructor", "destructor", "alias", "section", "weak"])
_PARENTHESES = re.compile(r"(?:if|while)\s*\(\s*[^(\s]")


def lint(context: Context) -> None:
    """Give the warnings that the options ask for; every function has been checked."""
    for function in context.functions:
        if function.body is None or context.source.in_system_header(function.pos):
            continue
        _Function(context, function).run()
        if (
            function.linkage == "internal"
            and not function.inline
            and not function.referenced
            and _SILENT.isdisjoint(function.attributes)
        ):
            context.lint("unused-function", f"'{function.name}' defined but not used", function.pos)


def walk(node: object) -> Iterator[object]:
    """Every statement and expression below `node`, itself included, in order of the fields."""
    pending = [node]
    while pending:
        one = pending.pop()
        yield one
        for name in reversed(_parts(type(one))):
            value = getattr(one, name)
            if isinstance(value, list):
                pending.extend(reversed([item for item in value if isinstance(item, _WALKED)]))
            elif isinstance(value, _WALKED):
                pending.append(value)
        variable = one.variable if isinstance(one, typed.LocalVariable | typed.CompoundLiteral) else None
        if variable is not None and variable.initializer is not None:
            pending.extend(element.value for element in reversed(variable.initializer.elements))


_WALKED = (typed.Expression, typed.Statement, typed.AsmOperand)


_PARTS: dict[type, tuple[str, ...]] = {}


def _parts(cls: type) -> tuple[str, ...]:
    found = _PARTS.get(cls)
    if found is None:
        skipped = ("pos", "type", "cases", "default") if cls is typed.Switch else ("pos", "type")
        found = _PARTS[cls] = tuple(field.name for field in fields(cls) if field.name not in skipped)
    return found


class _Function:
    def __init__(self, context: Context, function: typed.Function) -> None:
        self.context = context
        self.function = function

    def run(self) -> None:
        context, function = self.context, self.function
        assert function.body is not None
        for parameter in function.parameters:
            if parameter.name and not parameter.referenced and _SILENT.isdisjoint(parameter.attributes):
                context.lint("unused-parameter", f"unused parameter '{parameter.name}'", parameter.pos)
        known = list(walk(function.body))
        self._uninitialized(known)
        for node in known:
            if isinstance(node, typed.LocalVariable):
                self._unused(node.variable)
            elif isinstance(node, typed.Comparison):
                self._signs(node)
            elif isinstance(node, typed.If | typed.While):
                self._parentheses(node)
        flow = Flow(context)
        if flow.function(function.body) and not isinstance(function.type.result, VoidType) and function.name != "main":
            context.lint("return-type", "control reaches end of non-void function", function.end)

    def _unused(self, variable: typed.Variable) -> None:
        if variable.referenced or variable.is_parameter or not _SILENT.isdisjoint(variable.attributes):
            return
        if variable.name and not variable.name.startswith("array_length_"):
            static = f"'{variable.name}' defined but not used"
            message = static if variable.storage == "static" else f"unused variable '{variable.name}'"
            self.context.lint("unused-variable", message, variable.pos)

    def _uninitialized(self, known: list[object]) -> None:
        """Only what no path can have set: a scalar that is read, and never assigned."""
        candidates = {
            node.variable: 0
            for node in known
            if isinstance(node, typed.LocalVariable)
            and node.variable.storage in ("automatic", "register")
            and node.variable.initializer is None
            and not node.variable.address_taken
            and integer_type(node.variable.type) is not None
        }
        if not candidates:
            return
        reads: dict[typed.Variable, int] = {}
        counts: dict[typed.Variable, int] = dict.fromkeys(candidates, 0)
        discarded = {
            node.operand for node in known if isinstance(node, typed.Conversion) and isinstance(node.type, VoidType)
        }
        for node in known:
            if isinstance(node, typed.VariableReference) and node.variable in counts:
                counts[node.variable] += 1
            elif isinstance(node, typed.Load) and isinstance(node.lvalue, typed.VariableReference):
                variable = node.lvalue.variable
                if variable in counts:
                    if node not in discarded:
                        reads.setdefault(variable, node.pos)
                    counts[variable] -= 1
        certain = self._certain()
        for variable, pos in reads.items():
            if counts[variable] == 0 and variable in certain:
                self.context.lint("uninitialized", f"'{variable.name}' is used uninitialized", pos)

    def _certain(self) -> set[typed.Variable]:
        """What is read before the first statement that could keep control from going on."""
        found: set[typed.Variable] = set()
        assert self.function.body is not None
        for item in self.function.body.items:
            if not isinstance(item, typed.LocalVariable | typed.ExpressionStatement | typed.Return):
                break
            for node in walk(item):
                if isinstance(node, typed.Call | typed.Conditional | typed.Logical | typed.StatementExpression):
                    return found
                if isinstance(node, typed.Load) and isinstance(node.lvalue, typed.VariableReference):
                    found.add(node.lvalue.variable)
        return found

    def _signs(self, node: typed.Comparison) -> None:
        target = integer_type(node.left.type)
        if target is None or target.signed:
            return
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if not isinstance(one, typed.Conversion) or one.explicit:
                continue
            source = integer_type(one.operand.type)
            if source is None or not source.signed or non_negative(one.operand):
                continue
            if isinstance(other, typed.IntegerConstant) and node.operator in ("==", "!="):
                continue
            if isinstance(other, typed.Conversion) and not other.explicit:
                small = integer_type(other.operand.type)
                if small is None or small.size < 4 or small.signed:
                    continue
                shown = other.operand.type
            else:
                shown = other.type
            left, right = spell(one.operand.type), spell(shown)
            if one is node.right:
                left, right = right, left
            message = f"comparison of integer expressions of different signedness: '{left}' and '{right}'"
            self.context.lint("sign-compare", message, node.pos)
            return

    def _parentheses(self, node: typed.If | typed.While) -> None:
        if isinstance(node.condition, typed.Assign) and _PARENTHESES.match(self.context.source.text, node.pos):
            message = "suggest parentheses around assignment used as truth value"
            self.context.lint("parentheses", message, node.condition.pos)


def non_negative(value: typed.Expression) -> bool:
    """Whether a signed value can be seen not to be negative, as far as gcc sees it."""
    folded = fold_integer(value)
    if folded is not None:
        return folded >= 0
    if isinstance(value, typed.Comparison | typed.Logical | typed.LogicalNot):
        return True
    if isinstance(value, typed.Conversion):
        source, target = integer_type(value.operand.type), integer_type(value.type)
        if source is None or target is None:
            return False
        if source.width < target.width and not source.signed:
            return True
        return source.width <= target.width and source.signed and non_negative(value.operand)
    if isinstance(value, typed.Arithmetic):
        if value.operator == "&":
            return non_negative(value.left) or non_negative(value.right)
        if value.operator in ("+", "*"):
            return False if value.operator == "+" else non_negative(value.left) and non_negative(value.right)
        if value.operator in ("%", ">>"):
            return non_negative(value.left)
        return value.operator in ("/", "|", "^") and non_negative(value.left) and non_negative(value.right)
    if isinstance(value, typed.Conditional):
        return value.then is not None and non_negative(value.then) and non_negative(value.otherwise)
    if isinstance(value, typed.Load):
        lvalue = value.lvalue
        if isinstance(lvalue, typed.MemberAccess) and lvalue.member.bit_width is not None:
            integer = integer_type(lvalue.type)
            return integer is not None and not integer.signed
    return False
