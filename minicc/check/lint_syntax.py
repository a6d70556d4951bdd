"""Warnings about how a program is written: parentheses, indentation, empty bodies. They look at the syntax tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minicc.check.lint_walk import walk_syntax
from minicc.syntax import nodes
from minicc.syntax.build_declarations import function_declarator

if TYPE_CHECKING:
    from minicc.check.context import Context

_COMPARISONS = frozenset(["<", ">", "<=", ">=", "==", "!="])
_ARITHMETIC_IN = {"|": ("+", "-", "&", "^"), "^": ("+", "-", "&")}
_WORD = re.compile(r"\s*(\w+|.)")
_STRINGS = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'')


def lint_syntax(context: Context, unit: nodes.TranslationUnit) -> None:
    """Every declaration that stands outside system headers."""
    checks = _Syntax(context)
    for declaration in unit.declarations:
        if not context.source.in_system_header(declaration.pos):
            checks.declaration(declaration)


class _Syntax:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.source.text

    def declaration(self, declaration: nodes.Node) -> None:
        defined = None
        if isinstance(declaration, nodes.FunctionDefinition):
            defined = function_declarator(declaration.declarator)
        for node in walk_syntax(declaration):
            if isinstance(node, nodes.Binary):
                self._binary(node)
            elif isinstance(node, nodes.If):
                self._condition(node.condition)
                self._if(node)
            elif isinstance(node, nodes.While | nodes.DoWhile):
                self._condition(node.condition)
            elif isinstance(node, nodes.For):
                if node.condition is not None:
                    self._condition(node.condition)
            elif isinstance(node, nodes.Compound):
                self._block(node)
            elif isinstance(node, nodes.Unary) and node.operator == "!":
                self._condition(node.operand)
            elif isinstance(node, nodes.Specifiers):
                self._specifiers(node)
            elif isinstance(node, nodes.FunctionDeclarator) and node is not defined:
                self._prototype(node)

    # ----------------------------------------------------------------- parentheses

    def _binary(self, node: nodes.Binary) -> None:
        """-Wparentheses and -Wlogical-not-parentheses: gcc's warn_about_parentheses."""
        operator = node.operator
        if operator in ("&&", "||"):
            self._condition(node.left, self._left_is_parenthesized(node))
            self._condition(node.right, self._right_is_parenthesized(node))
        is_odd = operator in _COMPARISONS and _is_not(node.left) and not _is_truth_value(node.right)
        if is_odd and not self._left_is_parenthesized(node):
            message = "logical not is only applied to the left hand side of comparison"
            self.context.lint("logical-not-parentheses", message, node.pos)
        for operand, parenthesized in (
            (node.left, self._left_is_parenthesized),
            (node.right, self._right_is_parenthesized),
        ):
            if isinstance(operand, nodes.Binary):
                message = _confusing(operator, operand.operator)
                if message and not parenthesized(node):
                    self.context.lint("parentheses", message, operand.pos)
            elif operator in ("&", "|") and operand is node.left and _is_not(operand) and not parenthesized(node):
                change = f"change '{operator}' to '{operator * 2}' or '!' to '~'"
                if not _is_truth_value(node.right):
                    self.context.lint("parentheses", f"suggest parentheses around operand of '!' or {change}", node.pos)

    def _condition(self, condition: nodes.Expression, parenthesized: bool | None = None) -> None:
        """An assignment where a truth value is meant."""
        if not isinstance(condition, nodes.Assignment) or condition.operator != "=":
            return
        if parenthesized is None:
            parenthesized = self._is_doubly_parenthesized(condition)
        if not parenthesized:
            message = "suggest parentheses around assignment used as truth value"
            self.context.lint("parentheses", message, condition.pos)

    def _is_doubly_parenthesized(self, condition: nodes.Assignment) -> bool:
        """`((a = b))`: two parentheses open before the operator on the way back to the statement's word."""
        start = _first(condition)
        before = self.text[max(0, start - 200) : start].rstrip()
        depth = 0
        while before.endswith("("):
            depth += 1
            before = before[:-1].rstrip()
        return depth >= 2 or (depth == 1 and before.endswith(("!", "&&", "||", ";")))

    def _right_is_parenthesized(self, node: nodes.Binary) -> bool:
        """Whether all of the right operand stands between one pair of parentheses."""
        start = node.pos + len(node.operator)
        match = re.compile(r"\s*\(").match(self.text, start)
        if match is None:
            return False
        end = self._closing(match.end() - 1)
        return end < 0 or node.right.pos < end

    def _left_is_parenthesized(self, node: nodes.Binary) -> bool:
        before = self.text[max(0, node.pos - 2000) : node.pos].rstrip()
        if not before.endswith(")"):
            return False
        offset = max(0, node.pos - 2000)
        depth = 0
        for i in range(len(before) - 1, -1, -1):
            depth += (before[i] == ")") - (before[i] == "(")
            if depth == 0:
                return offset + i < node.left.pos
        return True

    def _closing(self, start: int) -> int:
        """The offset of the parenthesis that closes the one at `start`; -1 when it is far away."""
        depth = 0
        line = _STRINGS.sub(lambda one: " " * len(one[0]), self.text[start : start + 4000])
        for i, character in enumerate(line):
            depth += (character == "(") - (character == ")")
            if depth == 0:
                return start + i
        return -1

    # ----------------------------------------------------------------- bodies

    def _if(self, node: nodes.If) -> None:
        context = self.context
        then, otherwise = node.then, node.otherwise
        if _is_null(then) and otherwise is None:
            context.lint("empty-body", "suggest braces around empty body in an 'if' statement", then.pos)
        if otherwise is not None and _is_null(otherwise):
            context.lint("empty-body", "suggest braces around empty body in an 'else' statement", otherwise.pos)
        if otherwise is None and isinstance(then, nodes.If) and then.otherwise is not None:
            message = "suggest explicit braces to avoid ambiguous 'else'"
            context.lint("dangling-else", message, node.pos)

    def _block(self, node: nodes.Compound) -> None:
        before: nodes.Node | None = None
        statement_seen = False
        for item in node.items:
            if isinstance(item, nodes.Declaration):
                if statement_seen:
                    message = "ISO C90 forbids mixed declarations and code"
                    self.context.lint("declaration-after-statement", message, item.pos)
                    statement_seen = False
            elif not isinstance(item, nodes.StaticAssert):
                statement_seen = True
            if before is not None:
                self._indentation(before, item)
            before = item

    def _indentation(self, guard: nodes.Node, following: nodes.Node) -> None:
        """-Wmisleading-indentation: what follows a guarded statement without braces looks guarded too."""
        words = {nodes.If: "if", nodes.While: "while", nodes.For: "for"}
        if isinstance(guard, nodes.If) and guard.otherwise is not None:
            body, word = guard.otherwise, "else"
            if isinstance(body, nodes.If):
                return
        elif isinstance(guard, nodes.If):
            body, word = guard.then, "if"
        elif isinstance(guard, nodes.While | nodes.For):
            body, word = guard.body, words[type(guard)]
        else:
            return
        if isinstance(body, nodes.Compound) or _is_null(body) or _is_null(following):
            return
        source = self.context.source
        starts = [guard.pos, body.pos, following.pos]
        places = [source.location(start) for start in starts]
        if len({place.file for place in places}) > 1 or isinstance(
            following, nodes.Labeled | nodes.Case | nodes.Default
        ):
            return
        guard_column, body_column, column = [place.column for place in places]
        if not self._is_first(starts[0]) or not (self._is_first(starts[2]) or places[1].line == places[2].line):
            return
        same_line = places[1].line == places[2].line
        aligned = self._is_first(starts[1]) and column == body_column and column > guard_column
        if (same_line or aligned) and places[0].line < places[2].line:
            message = f"this '{word}' clause does not guard..."
            self.context.lint("misleading-indentation", message, guard.pos)

    def _is_first(self, start: int) -> bool:
        return not self.text[self.text.rfind("\n", 0, start) + 1 : start].strip()

    # ----------------------------------------------------------------- declarations

    def _prototype(self, node: nodes.FunctionDeclarator) -> None:
        if node.parameters is None and not node.identifiers:
            self.context.lint("strict-prototypes", "function declaration isn't a prototype", node.pos)

    def _specifiers(self, node: nodes.Specifiers) -> None:
        """-Wold-style-declaration: a storage class behind other specifiers."""
        if len(node.storage) != 1:
            return
        word = _WORD.match(self.text, node.pos)
        if word is None or word[1] in ("__extension__", "__attribute__", "_Noreturn", "_Thread_local", "__thread"):
            return
        storage = node.storage[0]
        if storage in ("static", "extern", "typedef") and word[1] != storage and not _CLASS.match(self.text, node.pos):
            message = f"'{storage}' is not at beginning of declaration"
            self.context.lint("old-style-declaration", message, node.pos)


_CLASS = re.compile(r"\s*(static|extern|typedef|register|auto|inline|__inline|__inline__|_Alignas|__declspec)\b")


def _is_not(node: nodes.Expression) -> bool:
    return isinstance(node, nodes.Unary) and node.operator == "!"


def _is_truth_value(node: nodes.Expression) -> bool:
    return _is_not(node) or (isinstance(node, nodes.Binary) and node.operator in _COMPARISONS | {"&&", "||"})


def _is_null(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.ExpressionStatement) and node.expression is None


def _first(node: nodes.Expression) -> int:
    """The offset of an expression's first token, as far as the tree tells."""
    places = [one.pos for one in walk_syntax(node)]
    return min(places)


def _confusing(outer: str, inner: str) -> str:
    """What gcc suggests when `inner` is an operand of `outer` without parentheses, "" for nothing."""
    around = ""
    if outer == "||":
        around = "'&&' within '||'" if inner == "&&" else ""
    elif outer in ("<<", ">>"):
        around = f"'{inner}' inside '{outer}'" if inner in ("+", "-") else ""
    elif outer in ("&", "^", "|", "==", "!=") and inner in _COMPARISONS:
        around = f"comparison in operand of '{outer}'"
    elif outer in _COMPARISONS and inner in ("<", ">", "<=", ">="):
        return "comparisons like 'X<=Y<=Z' do not have their mathematical meaning"
    elif outer == "&" and inner in ("+", "-"):
        around = f"'{inner}' in operand of '&'"
    elif inner in _ARITHMETIC_IN.get(outer, ()):
        around = f"arithmetic in operand of '{outer}'"
    return around and f"suggest parentheses around {around}"
