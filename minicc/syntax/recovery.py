"""Going on behind a syntax error: panic mode over the parser's stack (Aho et al., Compilers, 2nd ed., §4.8.3).

The parser goes back to the innermost list that it was reading (the file, a block, the members of a record), drops what
stands between there and the end of the statement or declaration with the error, and goes on. What could only follow
from an earlier error is not reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from minicc.diagnostics import CompileError
from minicc.syntax import lexer, nodes
from minicc.syntax.lexer import LexicalError, Terminals, Token
from minicc.syntax.pragmas import Pragmas
from minicc.syntax.scopes import Scopes
from minicc.syntax.tables import Tables

_MOST_ERRORS = 20
_NAMES = re.compile(r"[^\W\d]\w*")
_LISTS = frozenset(["translation_unit", "block", "members"])
_SCOPED = frozenset(["open", "for_open", "function_head"])
# What a brace stands behind when it opens the body of a function or of a statement.
_BEFORE_BODY = frozenset([")", ";", "{", "}", ":", "else", "do"])


class UnknownTypeError(CompileError):
    """A name stands where only a type can be meant."""

    def __init__(self, name: str, pos: int) -> None:
        super().__init__(f"unknown type name '{name}'", pos)
        self.name = name


class SyntaxErrors(CompileError):
    """What `parse` raises: the first syntax error, with the later ones as `following`.

    `unit` is the tree of everything else; `unknown` are the names that errors about would only follow from these.
    """

    def __init__(self, errors: list[CompileError], unit: nodes.TranslationUnit | None, unknown: frozenset[str]) -> None:
        first, *following = errors
        super().__init__(first.message, first.pos, first.notes)
        self.following = tuple(following)
        self.unit = unit
        self.unknown = unknown


def merged_errors(syntax: SyntaxErrors, violation: CompileError) -> CompileError:
    """All errors of a unit in order, without those that follow from what the parser had to drop."""
    shown = {(error.pos, error.message) for error in (syntax, *syntax.following)}
    errors: list[CompileError] = [syntax, *syntax.following]
    for error in (violation, *violation.following):
        quoted = error.message.partition("'")[2].partition("'")[0]
        follows = quoted in syntax.unknown and ("undeclared" in error.message or "unknown type" in error.message)
        if not follows and (error.pos, error.message) not in shown:
            errors.append(error)
    errors.sort(key=lambda error: -1 if error.pos is None else error.pos)
    first, *rest = errors
    merged = CompileError(first.message, first.pos, first.notes)
    merged.following = tuple(rest)
    return merged


class Recovery:
    """The errors of one run of the parser. `resume` tells it how to go on behind one."""

    def __init__(self, text: str, table: Tables, terminals: Terminals, scopes: Scopes, pragmas: Pragmas) -> None:
        self._text = text
        self._terminals = terminals
        self._scopes = scopes
        self._pragmas = pragmas
        self._symbol = {state: table.symbols[symbol] for state, symbol in _accessing_symbols(table).items()}
        self._lexemes = table.lexemes
        self._errors: list[CompileError] = []
        self._unknown_types: set[str] = set()
        self._skipped: set[str] = set()
        self._place = -1
        self._lexical_end = -1

    def resume(
        self, error: CompileError, states: list[int], values: list[Any], places: list[int], token: Token
    ) -> tuple[Callable[[], Token], Token | None]:
        """Cut the stacks back to where the parser can go on.

        `token` is the last that was read; its terminal is -1 when the parser has taken it. Returns the source of the
        tokens that follow, and the token to go on with (None: ask that source). Raises SyntaxErrors when there is
        nothing to go on with, or too much to report.
        """
        terminals = self._terminals
        if isinstance(error, LexicalError):
            self._keep(error)
            self._lexical_end = error.end
            substitute = (terminals.integer, "0", error.pos or 0) if error.is_operand else None
            return self._tokens(error.end), substitute
        terminal, text, at = token
        if isinstance(error, UnknownTypeError) and error.name not in self._unknown_types:
            self._keep(error)
            self._unknown_types.add(error.name)
            start = self._cut(states, values, places)
            self._scopes.typedefs.add(error.name)
            return self._tokens(at if start is None else start), None
        if terminal == terminals.end:
            self._keep(error)
            raise self.report(None)
        stuck = at == self._place
        swallowed = self._lexical_end >= 0 and not self._text[self._lexical_end : at].strip()
        if not stuck and not swallowed:
            self._keep(error)
        if self._is_forgotten_semicolon(error, at, stuck):
            self._place = at
            return self._tokens(at), (self._lexemes[";"], ";", at)
        self._place = at
        in_file = self._enclosing(states) == 0
        in_for = self._is_in_for(states)
        start = self._cut(states, values, places)
        if start is not None:
            self._skipped.update(_NAMES.findall(self._text, start, at))
        following = self._tokens(at)
        if in_for:
            return self._loop_without_header(following), None
        if terminal < 0 or (stuck and not (text == "}" and in_file)):
            following()
        return self._behind(following, in_file), None

    def report(self, unit: nodes.TranslationUnit | None) -> SyntaxErrors:
        """Everything that was found; `unit` is what could be parsed."""
        return SyntaxErrors(self._errors, unit, frozenset(self._skipped))

    def _keep(self, error: CompileError) -> None:
        self._errors.append(error)
        if len(self._errors) >= _MOST_ERRORS:
            raise self.report(None)

    def _tokens(self, start: int) -> Callable[[], Token]:
        return lexer.tokens(self._text, self._terminals, self._scopes.typedefs, self._pragmas, start).__next__

    def _is_forgotten_semicolon(self, error: CompileError, at: int, stuck: bool) -> bool:
        """Whether a `;` is all that is missing: the next token closes the block or starts a line of its own."""
        if stuck or not error.message.startswith(("expected ';'", "expected ',' or ';'", "expected '=', ',', ';'")):
            return False
        before = self._text[self._text.rfind("\n", 0, at) + 1 : at]
        return self._text[at] == "}" or not before.strip()

    def _enclosing(self, states: list[int]) -> int:
        """The place in `states` of the innermost list; 0 for the file's when nothing of it was read."""
        for i in range(len(states) - 1, 0, -1):
            symbol = self._symbol[states[i]]
            if symbol in _LISTS:
                return 0 if symbol == "translation_unit" else i
        return 0

    def _cut(self, states: list[int], values: list[Any], places: list[int]) -> int | None:
        """Leave nothing on the stacks behind the innermost list; where that began, if anything was there."""
        keep = self._enclosing(states) or (1 if len(states) > 1 else 0)
        start = places[keep] if len(places) > keep else None
        for i in range(len(states) - 1, keep, -1):
            symbol = self._symbol[states[i]]
            if symbol in _SCOPED:
                self._scopes.leave()
            elif symbol == "parameters":
                self._scopes.show(values[i - 1][1])
        del states[keep + 1 :], values[keep:], places[keep:]
        return start

    def _is_in_for(self, states: list[int]) -> bool:
        """Whether the error is between the parentheses of a `for`: its semicolons end no statement."""
        kept = self._enclosing(states)
        symbols = [self._symbol[state] for state in states[kept + 1 :]]
        return "for_open" in symbols and "RPAR" not in symbols[symbols.index("for_open") :]

    def _loop_without_header(self, following: Callable[[], Token]) -> Callable[[], Token]:
        """The tokens of the loop that a broken `for (...)` begins, with another header."""
        depth = 0
        while True:
            try:
                terminal, text, at = following()
            except LexicalError as error:
                following = self._tokens(error.end)
                continue
            depth += (text == "(") - (text == ")")
            if depth < 0 or text in ("{", "}") or terminal == self._terminals.end:
                break
        lexemes, start = self._lexemes, at + 1 if depth < 0 else at
        header = [(lexemes[word], word, at) for word in ("while", "(")]
        header += [(self._terminals.integer, "1", at), (lexemes[")"], ")", at)]
        rest = lexer.tokens(self._text, self._terminals, self._scopes.typedefs, self._pragmas, start)
        return chain(header, rest).__next__

    def _behind(self, following: Callable[[], Token], in_file: bool) -> Callable[[], Token]:
        """The tokens behind the statement or declaration that the next token is in."""
        depth = 0
        previous, is_body = "", True
        while True:
            try:
                terminal, text, at = following()
            except LexicalError as error:
                following = self._tokens(error.end)
                continue
            if terminal == self._terminals.end:
                end = (terminal, text, at)
                return lambda: end
            if terminal in (self._terminals.name, self._terminals.typedef_name):
                self._skipped.add(text)
            if text == "{":
                if depth == 0:
                    is_body = previous in _BEFORE_BODY or not previous
                depth += 1
            elif text == "}":
                if depth == 0 and not in_file:
                    return self._tokens(at)
                depth -= 1
                if depth <= 0 and is_body:
                    return self._without_else(at + 1)
            elif text == ";" and depth == 0:
                return self._without_else(at + 1)
            previous = text

    def _without_else(self, start: int) -> Callable[[], Token]:
        """The tokens from `start` on, without an `else` whose `if` was dropped."""
        following = self._tokens(start)
        try:
            _, text, at = following()
        except LexicalError:
            return self._tokens(start)
        return self._tokens(at + len("else") if text == "else" else start)


def _accessing_symbols(table: Tables) -> dict[int, int]:
    """The grammar symbol that leads to each state: in an LR automaton there is just one."""
    found: dict[int, int] = {}
    for row in table.rows:
        found.update(_transitions(table, row))
    return found


def _transitions(table: Tables, row: dict[int, int]) -> Iterator[tuple[int, int]]:
    for symbol, entry in row.items():
        if table.symbols[symbol].islower():
            yield entry, symbol
        elif not entry & 1:
            yield entry >> 1, symbol
