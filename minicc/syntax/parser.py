"""The parser: runs lark's LALR(1) tables over the tokens and builds the tree as rules complete."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import lexer, nodes, tables
from minicc.syntax.build_declarations import take_pragmas
from minicc.syntax.build_statements import StatementBuilder
from minicc.syntax.pragmas import Pragmas
from minicc.syntax.scopes import Scopes
from minicc.syntax.skim import skimmed

if TYPE_CHECKING:
    from minicc.syntax.recovery import Recovery

# (nonterminal, number of symbols, method or None: the value stays, offset of the only value or 0, getter of several)
Action = tuple[int, int, Callable[..., Any] | None, int, "itemgetter[Any] | None"]


def parse(source: SourceText, skims: bool = False) -> nodes.TranslationUnit:
    """The syntax tree of a preprocessed translation unit. Raises SyntaxErrors for tokens that fit nowhere.

    `skims` leaves out what system headers declare and nothing uses.
    """
    was_enabled = gc.isenabled()
    gc.disable()  # the tree has no cycles, and collecting while it grows costs a quarter of the time
    try:
        return _run(skimmed(source.text) if skims else source.text, source.plain_names)
    finally:
        if was_enabled:
            gc.enable()


@cache
def _grammar() -> tuple[tables.Tables, lexer.Terminals]:
    loaded = tables.load()
    return loaded, lexer.terminals(loaded.symbols, loaded.lexemes)


def _actions(table: tables.Tables, builder: StatementBuilder) -> list[Action]:
    return [
        (
            nonterminal,
            length,
            getattr(builder, method) if method else None,
            kept[0] if len(kept) == 1 else 0,
            itemgetter(*kept) if len(kept) > 1 else None,
        )
        for nonterminal, length, method, kept in table.rules
    ]


def _run(text: str, plain_names: frozenset[str]) -> nodes.TranslationUnit:
    table, terminals = _grammar()
    if plain_names:
        terminals = terminals.without(plain_names)
    scopes, pragmas = Scopes(), Pragmas()
    rules = _actions(table, StatementBuilder(scopes, pragmas))
    rows, defaults = table.rows, table.defaults
    name, typedef_name = terminals.name, terminals.typedef_name
    for_statement = table.symbols.index("for_statement")
    next_token = lexer.tokens(text, terminals, scopes.typedefs, pragmas).__next__

    state = table.start
    states = [state]
    values: list[Any] = []
    places: list[int] = []
    terminal = -1
    value: Any = None
    place = 0
    recovery: Recovery | None = None
    while True:
        try:
            while True:
                rule = defaults[state]
                if rule < 0:
                    if terminal < 0:
                        terminal, value, place = next_token()
                    entry = rows[state].get(terminal)
                    if entry is None:
                        if terminal == typedef_name:
                            terminal = name
                            continue
                        if terminal == terminals.numbers:  # not those of an initializer
                            next_token = lexer.tokens(
                                text, terminals, scopes.typedefs, pragmas, place, tables=False
                            ).__next__
                            terminal = -1
                            continue
                        if terminal == terminals.end and state == table.accept:
                            unit: nodes.TranslationUnit = values[-1]
                            take_pragmas(unit, pragmas)
                            if recovery is not None:
                                raise recovery.report(unit)
                            return unit
                        from minicc.syntax.errors import syntax_error

                        raise syntax_error(table, terminals, states, values, places, (terminal, value, place), text)
                    if not entry & 1:
                        state = entry >> 1
                        states.append(state)
                        values.append(value)
                        places.append(place)
                        terminal = -1
                        continue
                    rule = entry >> 1
                nonterminal, length, method, single, several = rules[rule]
                if method is None:
                    state = rows[states[-2]][nonterminal]
                    states[-1] = state
                    continue
                if length:
                    pos = places[-length]
                    if several is not None:
                        result = method(pos, *several(values))
                    elif single:
                        result = method(pos, values[single])
                    else:
                        result = method(pos)
                    if length > 1:
                        del states[-length:]
                        del places[1 - length :]
                        del values[1 - length :]
                        values[-1] = result
                    else:
                        states.pop()
                        values[-1] = result
                else:
                    pos = places[-1] if places else 0
                    places.append(pos)
                    values.append(method(pos))
                state = rows[states[-1]][nonterminal]
                states.append(state)
                if nonterminal == for_statement and terminal in (name, typedef_name):
                    # The loop's scope ended after the token that showed it had been read.
                    terminal = typedef_name if value in scopes.typedefs else name
        except CompileError as error:
            from minicc.syntax.recovery import Recovery, SyntaxErrors

            if isinstance(error, SyntaxErrors):
                raise
            if recovery is None:
                recovery = Recovery(text, table, terminals, scopes, pragmas)
            next_token, token = recovery.resume(error, states, values, places, (terminal, value, place))
            state = states[-1]
            terminal, value, place = token if token is not None else (-1, value, place)
