"""What to say about a token that fits nowhere: gcc's words, found from the tokens that would have fitted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minicc.diagnostics import CompileError, unsupported
from minicc.syntax import nodes
from minicc.syntax.lexer import Terminals, Token
from minicc.syntax.recovery import UnknownTypeError
from minicc.syntax.tables import Tables

# What gcc reports behind the token before: that is where a program is mended.
_MISSED = frozenset(["';'", "')'", "']'"])
# The first of these that would have fitted is the one the programmer most likely forgot.
_CLOSERS = (";", ")", "]", "}", ":", "(", "{", "while", ",", "=")


def syntax_error(
    table: Tables,
    terminals: Terminals,
    states: Sequence[int],
    values: Sequence[Any],
    places: Sequence[int],
    token: Token,
    source: str,
) -> CompileError:
    """The error for `token`, given the parser's stacks. Raises CompileError itself for a nested function.

    `source` is the preprocessed text: what is missing is missed behind the token before.
    """
    terminal, text, at = token
    lexemes = {number: lexeme for lexeme, number in table.lexemes.items()}
    fitting = {
        lexemes.get(candidate, table.symbols[candidate])
        for candidate in table.rows[states[-1]]
        if candidate < len(table.symbols) and _fits(table, states, candidate)
    }
    top = values[-1] if values else None
    if text == "{" and isinstance(top, nodes.Declaration):
        unsupported("nested functions", at)
    unknown = _unknown_type(table, terminals, states, top, fitting, token)
    if unknown is not None:
        return UnknownTypeError(unknown, places[-1] if unknown != text else at)
    where = _before(table, terminals, token)
    if text == "else" and "return" in fitting:
        return CompileError("'else' without a previous 'if'", at)
    if terminal == terminals.end and "return" in fitting:
        return CompileError("expected declaration or statement at end of input", at)
    if not fitting:
        return CompileError(f"syntax error {where}", at)
    expected = _expected(fitting)
    if expected == "';'" and _in_initialized_declaration(values):
        expected = "',' or ';'"
    return CompileError(f"expected {expected} {where}", _end_of_token_before(source, at) if expected in _MISSED else at)


def _in_initialized_declaration(values: Sequence[Any]) -> bool:
    """Whether the innermost `=` on the stack belongs to a declarator."""
    for i in range(len(values) - 1, 0, -1):
        if values[i] == "=":
            return isinstance(values[i - 1], nodes.Declaration)
        if isinstance(values[i], list):
            return False
    return False


def _end_of_token_before(source: str, at: int) -> int:
    """The offset behind the last token in front of `at`, over line markers."""
    while True:
        end = len(source[max(0, at - 4096) : at].rstrip()) + max(0, at - 4096)
        line = source.rfind("\n", 0, end) + 1
        if not source.startswith("#", line):
            return end or at
        at = line


def _fits(table: Tables, states: Sequence[int], terminal: int) -> bool:
    """Whether the parser would shift `terminal` after all the reductions it calls for."""
    stack = list(states)
    while True:
        rule = table.defaults[stack[-1]]
        if rule < 0:
            entry = table.rows[stack[-1]].get(terminal)
            if entry is None or table.symbols[terminal].islower():
                return False
            if not entry & 1:
                return True
            rule = entry >> 1
        nonterminal, length, _, _ = table.rules[rule]
        if length:
            del stack[-length:]
        stack.append(table.rows[stack[-1]][nonterminal])


def _unknown_type(
    table: Tables, terminals: Terminals, states: Sequence[int], top: object, fitting: set[str], token: Token
) -> str | None:
    """The name before the token, or the token itself, when it stands where only a type can be meant."""
    terminal, text, _ = token
    if terminal != terminals.name:
        return None
    if "TYPEDEF_NAME" in fitting and "NAME" not in fitting and ";" not in fitting:
        return text
    if "TYPEDEF_NAME" in fitting and "}" in fitting and "return" not in fitting:
        return text
    if len(states) < 2 or terminals.typedef_name not in table.rows[states[-2]]:
        return None
    if isinstance(top, nodes.Identifier | nodes.NameDeclarator):
        return top.name
    if isinstance(top, str) and ":" in fitting:
        return top
    if isinstance(top, list) and len(top) == 1 and isinstance(top[0], str):
        return top[0]
    return None


def _expected(fitting: set[str]) -> str:
    if "INTEGER" in fitting:
        return "expression"
    if {"=", ",", ";", "__asm__"} <= fitting:
        return "'=', ',', ';', 'asm' or '__attribute__'"
    if {":", ",", ";"} <= fitting and "ASSIGN" not in fitting:
        return "':', ',', ';', '}' or '__attribute__'"
    if "NAME" in fitting and "*" in fitting:
        return "identifier or '('"
    if "TYPE_WORD" in fitting:
        return "declaration specifiers or '...'" if "..." in fitting else "specifier-qualifier-list"
    for closer in _CLOSERS:
        if closer in fitting:
            return f"'{closer}'"
    if "NAME" in fitting:
        return "identifier"
    if "STRING" in fitting:
        return "string literal"
    return " or ".join(sorted(f"'{word}'" for word in fitting))


def _before(table: Tables, terminals: Terminals, token: Token) -> str:
    terminal, text, _ = token
    if terminal == terminals.end:
        return "at end of input"
    if terminal in (terminals.integer, terminals.floating):
        return "before numeric constant"
    if terminal == terminals.character:
        return "before character constant"
    if terminal == terminals.string:
        return "before string constant"
    is_word = text[:1].isalpha() or text[:1] in "_$" or ord(text[:1]) > 127
    return f"before '{text}'" if is_word else f"before '{text}' token"
