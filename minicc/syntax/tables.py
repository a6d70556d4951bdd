"""LALR(1) tables: lark makes them of grammar.lark once; after that they are one marshalled file, read in about 2 ms.

They are written beside this module when the wheel is built (hatch_build.py), else on first use: there if that folder is
writable, else in $XDG_CACHE_HOME/minicc. lark is imported only to make them.
"""

from __future__ import annotations

import contextlib
import hashlib
import marshal
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from minicc.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lark import Token
    from lark.grammar import Rule

GRAMMAR = Path(__file__).with_name("grammar.lark")
FILE_NAME = "grammar.tables"
START = "translation_unit"

# Raised when the layout below changes: part of the digest, like the grammar.
_LAYOUT = 1
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
    digest = _digest()
    folders = [folder for folder in (GRAMMAR.parent, cache_folder()) if folder is not None]
    for folder in folders:
        tables = _read(folder / FILE_NAME, digest)
        if tables is not None:
            return tables
    tables = make()
    for folder in folders:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            write(tables, folder / FILE_NAME)
        except OSError:
            continue
        break
    return tables


def cache_folder() -> Path | None:
    """$XDG_CACHE_HOME/minicc, ~/.cache/minicc without it, None for a user without a home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if base.startswith("/"):
        return Path(base, "minicc")
    try:
        return Path("~/.cache/minicc").expanduser()
    except RuntimeError:
        return None


def write(tables: Tables, path: Path) -> None:
    """Replaces `path` at once, so that a reader sees the old file or the new one. Raises OSError."""
    content = marshal.dumps(
        (
            _digest(),
            tables.symbols,
            tables.lexemes,
            tables.rows,
            tables.defaults,
            tables.rules,
            tables.start,
            tables.accept,
        ),
        _MARSHAL_VERSION,
    )
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=path.name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def make() -> Tables:
    """Has lark work out the tables (about 2 s). Raises lark.exceptions.GrammarError for a mistake in the grammar."""
    from lark import Lark
    from lark.lexer import Lexer, PatternStr
    from lark.parsers.lalr_analysis import Shift

    class NoLexer(Lexer):
        """Stands in: minicc.syntax.lexer makes the tokens."""

        def __init__(self, lexer_conf: object) -> None: ...

        def lex(self, lexer_state: object, parser_state: object) -> Iterator[Token]:
            raise NotImplementedError

    lark = Lark(GRAMMAR.read_text(encoding="utf-8"), parser="lalr", lexer=NoLexer, start=START)
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
    lexemes = {text: number[name] for name, text in literals.items() if name in number}
    return Tables(symbols, lexemes, rows, defaults, rules, 0, numbered[table.end_states[START]])


def _packed_rule(rule: Rule, number: dict[str, int]) -> tuple[int, int, str, tuple[int, ...]]:
    """An unnamed alternative of a `?rule` hands its only value on: with one symbol no method is needed."""
    from lark.grammar import Terminal

    length = len(rule.expansion)
    kept = tuple(i - length for i, s in enumerate(rule.expansion) if not (isinstance(s, Terminal) and s.filter_out))
    method = str(rule.alias or rule.origin.name)
    if not rule.alias and rule.options.expand1 and len(kept) == 1:
        method = "" if length == 1 else "only"
    return number[rule.origin.name], length, method, kept


def _read(path: Path, digest: str) -> Tables | None:
    try:
        content = path.read_bytes()
        found, *fields = marshal.loads(content)
    except (OSError, EOFError, ValueError, TypeError):
        return None
    return Tables(*fields) if found == digest else None


def _digest() -> str:
    return hashlib.blake2b(GRAMMAR.read_bytes() + bytes([_LAYOUT]), digest_size=16).hexdigest()
