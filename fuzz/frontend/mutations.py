"""Inputs made from programs by changing bytes, tokens or subtrees.

The levels of correctness are those of McKeeman, "Differential Testing for Software" (1998). Everything is drawn from
one `random.Random`: the same seed gives the same input.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from random import Random
from typing import Any

from minicc.check.lint_walk import parts
from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse

KINDS = ("bytes", "tokens", "trees")
_TOKEN = re.compile(
    r'[A-Za-z_]\w*|\.?\d[\w.]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<<=|>>=|\.\.\.|->|\+\+|--|&&|\|\||[<>=!*/%+&^|-]=|<<|>>|\S'
)
_KEYWORDS = """
int char short long unsigned signed float double void _Bool struct union enum typedef static extern register auto inline
const volatile restrict if else while do for switch case default break continue return goto sizeof _Alignas _Alignof
_Atomic _Generic _Noreturn _Static_assert _Thread_local _Complex __int128 typeof __asm__ __attribute__ __label__
__extension__ __real__ __imag__ __builtin_va_arg __builtin_offsetof __func__ __builtin_choose_expr __builtin_constant_p
__builtin_types_compatible_p __builtin_add_overflow __builtin_alloca packed aligned vector_size cleanup weak alias mode
transparent_union a x main
"""
_OTHERS = """
( ) [ ] { } ; , : ? . -> ... = += <<= == != < > <= >= + - * / % & | ^ ~ ! && || ++ -- << >> 0 1 -1 3.5 1e999 08 1u 1i
0x7fffffffffffffff 18446744073709551615 0x1p-3 "s" L"w" u8"u" 'c' L'\\xff' '\\777' "\\x"
"""
_WORDS = (_KEYWORDS + _OTHERS).split()
_BYTES = b"\0\r\n\t\v\f #\\\"'/*(){}[];,.<>=+-&|^~!?%@$`\x7f\x80\xff\xfe\xc3\xa9"
# Most programs change in a few places; some in many.
_COUNTS = (1, 1, 1, 1, 1, 2, 2, 3, 9)
_LONGEST = 400_000


def user_region(text: str) -> int:
    """The offset behind the last system header of a preprocessed text."""
    start = 0
    for match in re.finditer(r'^# \d+ "[^"\n]*"([ \d]*)\n', text, re.MULTILINE):
        flags = match[1].split()
        if "2" in flags and "3" not in flags:
            start = match.end()
    return start


def mutate(text: str, kind: str, random: Random) -> str:
    """`text` (preprocessed C) with some changes of one kind behind its headers; the text itself when none applies."""
    start = user_region(text)
    head, body = text[:start], text[start:]
    if kind == "bytes":
        return head + _bytes(body, random)
    if kind == "tokens":
        return head + _tokens(body, random)
    changed = _tree(text, random)
    return text if changed is None else changed


def _bytes(body: str, random: Random) -> str:
    data = bytearray(body.encode("utf-8", "surrogateescape"))
    for _ in range(random.choice(_COUNTS)):
        at = random.randrange(len(data) + 1)
        action = random.randrange(5)
        if action == 0:
            del data[at : at + random.choice((1, 1, 2, 8, 64))]
        elif action == 1:
            data[at:at] = bytes([random.choice(_BYTES)]) * random.choice((1, 1, 2, 100))
        elif action == 2 and at < len(data):
            data[at] = random.choice(_BYTES) if random.random() < 0.7 else random.randrange(256)
        elif action == 3:
            end = at + random.randrange(40)
            data[at:at] = data[at:end] * random.choice((1, 1, 3, 50))
        else:
            other = random.randrange(len(data) + 1)
            data[at:at] = data[other : other + random.randrange(80)]
    return bytes(data[:_LONGEST]).decode("utf-8", "surrogateescape")


def _tokens(body: str, random: Random) -> str:
    lines = [line for line in body.split("\n") if not line.startswith("#")]
    tokens = _TOKEN.findall("\n".join(lines))
    if not tokens:
        return body
    for _ in range(random.choice(_COUNTS)):
        at = random.randrange(len(tokens))
        other = random.randrange(len(tokens))
        action = random.randrange(7)
        if action == 0:
            del tokens[at : at + random.choice((1, 1, 1, 2, 5))]
            if not tokens:
                return ""
        elif action == 1:
            tokens.insert(at, random.choice(_WORDS))
        elif action == 2:
            tokens[at] = random.choice(_WORDS)
        elif action == 3:
            tokens[at], tokens[other] = tokens[other], tokens[at]
        elif action == 4:
            tokens[at] = tokens[other]
        elif action == 5:
            tokens[at:at] = tokens[other : other + random.randrange(1, 12)]
        else:
            tokens[at:at] = tokens[at : at + random.randrange(1, 6)] * random.choice((1, 2, 30))
    return _joined(tokens)


def _joined(tokens: list[str]) -> str:
    """Tokens as text, with a line for each statement: places in messages stay useful."""
    out: list[str] = []
    for token in tokens:
        out.append(token)
        out.append("\n" if token in (";", "{", "}") else " ")
    return "".join(out)[:_LONGEST]


# --------------------------------------------------------------------------- trees


def _tree(text: str, random: Random) -> str | None:
    """The program with subtrees of its syntax tree exchanged, doubled or dropped.

    None when it can't be parsed, or printed: a parser makes no such trees (a `pragma_pack` without its number).
    """
    source = SourceText(text, "input.c")
    try:
        unit = parse(source)
        start = user_region(text)
        mutable = [one for one in unit.declarations if one.pos >= start]
        for _ in range(random.choice(_COUNTS)):
            _change(mutable, random)
        unit.declarations[:] = [one for one in unit.declarations if one.pos < start] + mutable
        return unparse(unit, source)
    except (CompileError, RecursionError, IndexError, KeyError, TypeError, AttributeError, AssertionError):
        return None


def _change(declarations: list[Any], random: Random) -> None:
    slots = _slots(declarations)
    if not slots:
        return
    slot = random.choice(slots)
    action = random.randrange(4)
    if action == 0 and slot.drop is not None:
        slot.drop()
        return
    if action == 1 and slot.double is not None:
        slot.double()
        return
    alike = [other for other in slots if other.kind is slot.kind and other is not slot]
    if not alike:
        return
    other = random.choice(alike)
    if action == 2:
        slot.store(copy.deepcopy(other.node))
    else:
        mine, theirs = copy.deepcopy(slot.node), copy.deepcopy(other.node)
        slot.store(theirs)
        other.store(mine)


class _Slot:
    """A place in the tree that holds a node. `kind`: the class whose nodes may take its place."""

    def __init__(self, node: nodes.Node, kind: type, store: Callable[[object], None]) -> None:
        self.node = node
        self.store = store
        self.drop: Callable[[], None] | None = None
        self.double: Callable[[], None] | None = None
        self.kind = kind


def _kind(node: nodes.Node, owner: nodes.Node | None = None) -> type:
    if isinstance(owner, nodes.FunctionDefinition | nodes.StatementExpression) or isinstance(node, nodes.StringLiteral):
        return type(node)
    for base in (nodes.Expression, nodes.Statement, nodes.Declarator, nodes.Designator):
        if isinstance(node, base):
            return base
    return type(node)


def _slots(root: list[Any]) -> list[_Slot]:
    """Every place in the trees that can be changed, from the top down."""
    found: list[_Slot] = []
    pending: list[object] = [root]
    while pending:
        one = pending.pop()
        if isinstance(one, list):
            for i, item in enumerate(one):
                if isinstance(item, nodes.Node):
                    found.append(_list_slot(one, i, item))
                pending.append(item)
        elif isinstance(one, nodes.Node):
            for name in parts(type(one)):
                value = getattr(one, name)
                if isinstance(value, nodes.Node):
                    found.append(_field_slot(one, name, value))
                if isinstance(value, nodes.Node | list):
                    pending.append(value)
    return found


def _field_slot(owner: nodes.Node, name: str, node: nodes.Node) -> _Slot:
    return _Slot(node, _kind(node, owner), lambda new: setattr(owner, name, new))


def _list_slot(owner: list[object], at: int, node: nodes.Node) -> _Slot:
    def store(new: object) -> None:
        owner[at] = new

    def drop() -> None:
        del owner[at]

    def double() -> None:
        owner.insert(at, copy.deepcopy(node))

    slot = _Slot(node, _kind(node), store)
    slot.drop, slot.double = drop, double
    return slot
