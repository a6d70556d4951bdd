"""LALR(1) tables: lark makes them of grammar.lark once; after that they are one marshalled file, read in about 1 ms.

They are written beside this module when the wheel is built (hatch_build.py), else on first use: there if that folder is
writable, else in $XDG_CACHE_HOME/minicc. lark is imported only to make them.
"""

from __future__ import annotations

import marshal
import os
from typing import TYPE_CHECKING

from minicc.cache import cache_folder, keep, read
from minicc.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Token
    from lark.grammar import Rule

FOLDER = os.path.dirname(__file__)
GRAMMAR = "grammar.lark"
FILE_NAME = "grammar.tables"
START = "translation_unit"

# Raised when the layout below changes: kept with the tables, like the grammar they were made of.
_LAYOUT = 3
# Version 4 of marshal is the same from Python 3.4 on for the plain values used here.
_MARSHAL_VERSION = 4


@dataclass(frozen=True, slots=True)
class Tables:
    """What the driver needs. Symbols, states and rules are small integers.

    `rows[state]` maps a terminal to `state << 1` (shift) or `rule << 1 | 1` (reduce), a nonterminal to the next state.
    `defaults[state]` is the rule to reduce whatever follows, -1 when the next token must be seen.
    `rules` are (nonterminal, number of symbols, tree builder's method or "", offsets of its values from the top).
    `accept` is the state in which the end of the text completes the start symbol.
    """

    symbols: list[str]
    lexemes: dict[str, int]
    rows: list[dict[int, int]]
    defaults: list[int]
    rules: list[tuple[int, int, str, tuple[int, ...]]]
    start: int
    accept: int


def load() -> Tables:
    """The tables of the grammar beside this module; makes them when no file holds them."""
    grammar = read(f"{FOLDER}/{GRAMMAR}")
    assert grammar is not None
    paths = [f"{folder}/{FILE_NAME}" for folder in (FOLDER, cache_folder()) if folder is not None]
    for path in paths:
        tables = _unpacked(read(path), grammar)
        if tables is not None:
            return tables
    tables = make()
    content = packed(tables, grammar)
    any(keep(path, content) for path in paths)
    return tables


def packed(tables: Tables, grammar: bytes) -> bytes:
    """The file that `load` reads: the tables, and what they were made of."""
    fields = [getattr(tables, name) for name in Tables.__match_args__]
    return marshal.dumps((_LAYOUT, grammar, *fields), _MARSHAL_VERSION)


def _unpacked(content: bytes | None, grammar: bytes) -> Tables | None:
    """The tables of a file; None when it is broken or of another grammar."""
    if content is None:
        return None
    try:
        layout, its_grammar, *fields = marshal.loads(content)
    except (EOFError, ValueError, TypeError):
        return None
    return Tables(*fields) if (layout, its_grammar) == (_LAYOUT, grammar) else None


def make() -> Tables:
    """Has lark work out the tables (about 2 s). Raises lark.exceptions.GrammarError for a mistake in the grammar."""
    from lark import Lark
    from lark.lexer import Lexer, PatternStr
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(Lexer):
        """Stands in: minicc.syntax.lexer makes the tokens."""

        def __init__(self, lexer_conf: object) -> None: ...

        def lex(self, lexer_state: object, parser_state: object) -> Iterator[Token]:
            yield from ()

    with open(f"{FOLDER}/{GRAMMAR}", encoding="utf-8") as file:
        grammar = file.read()
    lark = Lark(grammar, parser="lalr", lexer=NoLexer, start=START)
    table = lark.parser.parser._parse_table

    literals = {str(t.name): str(t.pattern.value) for t in lark.terminals if isinstance(t.pattern, PatternStr)}
    symbols = sorted({str(name) for row in table.states.values() for name in row})
    number = {name: i for i, name in enumerate(symbols)}
    nonterminals = {rule.origin.name for rule in lark.rules}
    rules: list[tuple[int, int, str, tuple[int, ...]]] = []
    rule_numbers: dict[Rule, int] = {}

    # lark's states are a set of objects: numbered breadth first instead, equal grammars give equal files.
    order = [table.start_states[START]]
    numbered = {order[0]: 0}
    rows: list[dict[int, int]] = []
    defaults: list[int] = []
    shared: dict[tuple[tuple[int, int], ...], dict[int, int]] = {}
    for state in order:
        row: dict[int, int] = {}
        reductions: set[int] = set()
        for name, (action, argument) in sorted(table.states[state].items()):
            if action is Shift:
                if argument not in numbered:
                    numbered[argument] = len(order)
                    order.append(argument)
                target = numbered[argument]
                row[number[name]] = target if name in nonterminals else target << 1
            else:
                if argument not in rule_numbers:
                    rule_numbers[argument] = len(rules)
                    rules.append(_packed_rule(argument, number))
                row[number[name]] = rule_numbers[argument] << 1 | 1
                reductions.add(rule_numbers[argument])
        only_reduces = len(reductions) == 1 and all(entry & 1 for entry in row.values())
        if only_reduces and not any(name in nonterminals for name in table.states[state]):
            defaults.append(reductions.pop())
            row = {}
        else:
            defaults.append(-1)
        rows.append(shared.setdefault(tuple(row.items()), row))
    _skip_renamings(rows, defaults, rules)
    lexemes = {text: number[name] for name, text in literals.items() if name in number}
    return Tables(symbols, lexemes, rows, defaults, rules, 0, numbered[table.end_states[START]])


def _skip_renamings(
    rows: list[dict[int, int]], defaults: list[int], rules: list[tuple[int, int, str, tuple[int, ...]]]
) -> None:
    """Where a state only makes one nonterminal of another, with the same value, go to what follows at once."""
    nonterminals = {nonterminal for nonterminal, *_ in rules}
    for row in rows:
        for symbol in nonterminals & row.keys():
            target = row[symbol]
            while defaults[target] >= 0 and not rules[defaults[target]][2]:
                target = row[rules[defaults[target]][0]]
            row[symbol] = target


def _packed_rule(rule: Rule, number: dict[str, int]) -> tuple[int, int, str, tuple[int, ...]]:
    """An unnamed alternative of a `?rule` hands its only value on: with one symbol no method is needed."""
    from lark.grammar import Terminal

    length = len(rule.expansion)
    kept = tuple(i - length for i, s in enumerate(rule.expansion) if not (isinstance(s, Terminal) and s.filter_out))
    method = str(rule.alias or rule.origin.name)
    if not rule.alias and rule.options.expand1 and len(kept) == 1:
        method = "" if length == 1 else "only"
    return number[rule.origin.name], length, method, kept
