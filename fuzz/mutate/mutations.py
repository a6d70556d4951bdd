"""The mutations. Each keeps what the program prints; minicc's checker has the last word on whether it is still C.

What does not run may be deleted, and anything may be added to it. What runs is guarded by conditions that always
hold, copied behind conditions that never do, run once by a loop, computed in a wider type, or moved to a function.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fuzz.generate.dice import Dice
from fuzz.mutate.profile import Profile
from fuzz.mutate.tree import Slot, brace_bodies, compounds, contains, functions, value_slots, walk
from minicc.check import typed
from minicc.diagnostics import CompileError
from minicc.options import CompileOptions
from minicc.pipeline import Job
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse
from minicc.types.spelling import spell

_ONE, _ZERO = "mutation_one", "mutation_zero"
_LABELS = (nodes.Labeled, nodes.Case, nodes.Default)
_BOUND = (*_LABELS, nodes.Asm, nodes.StatementExpression)
"""What must not be there twice, or not within something else."""
_PLAIN = (nodes.CompoundLiteral, nodes.StringLiteral, nodes.IntegerConstant)
"""What means something else, or something of another type, behind a question mark."""
_JUMPS = (nodes.Break, nodes.Continue)
_WIDER = {
    "int": ("long", "long long"),
    "unsigned int": ("unsigned long", "unsigned long long"),
    "long": ("__int128",),
    "unsigned long": ("unsigned __int128",),
    "float": ("double",),
}
"""Types that hold every value of a type: an operation that does not overflow in the one gives the same in the other."""
_EXACT = ("+", "-", "*", "&", "|", "^")
_COUNTS = (1, 2, 3, 5, 8)
_TRIES = 12


class NoMutantError(Exception):
    """No mutation of the program passed the checker."""


@dataclass(slots=True)
class _Work:
    """The program while it is being mutated."""

    dice: Dice
    unit: nodes.TranslationUnit
    dead: list[nodes.Compound]
    live: list[nodes.Compound]
    types: dict[int, str]
    """The type in which the operator at this position computes, for arithmetic types."""
    outlined: list[str] = field(default_factory=list)


def mutate(profile: Profile, seed: int) -> str:
    """A variant of the program; the same for the same seed. Raises NoMutantError."""
    for attempt in range(_TRIES):
        dice = Dice(seed * _TRIES + attempt)
        try:
            unit = parse(SourceText(profile.text, "program.i"))
        except CompileError as error:
            raise NoMutantError(error.message) from None
        types = _types_of_operators(profile.text)
        brace_bodies(unit)
        blocks = compounds(unit)
        # Control may also enter a block at a label within, past the counter at its start.
        dead = [
            block
            for block, reached in zip(blocks, profile.reached, strict=True)
            if not reached and not contains(block, *_LABELS)
        ]
        live = [block for block, reached in zip(blocks, profile.reached, strict=True) if reached]
        work = _Work(dice, unit, dead, live, types)
        # Expressions first: copies of statements would share their positions.
        count = dice.pick(_COUNTS)
        of_expressions = dice.below(count + 1)
        changed = sum(EXPRESSIONS[dice.below(len(EXPRESSIONS))](work) for _ in range(of_expressions))
        changed += sum(STATEMENTS[dice.below(len(STATEMENTS))](work) for _ in range(count - of_expressions))
        if not changed:
            continue
        text = f"{_prelude(dice)}{''.join(work.outlined)}{unparse(unit)}"
        if _is_valid(text):
            return text
    raise NoMutantError(f"no valid mutant in {_TRIES} attempts")


def _prelude(dice: Dice) -> str:
    """The two conditions, known to nobody but us."""
    qualifiers = dice.pick(("", "volatile ", "static volatile "))
    return f"{qualifiers}int {_ONE} = 1, {_ZERO};\n"


def _is_valid(text: str) -> bool:
    try:
        _ = Job(SourceText(text, "program.i"), CompileOptions()).typed_tree
    except (CompileError, RecursionError):
        return False
    return True


def _types_of_operators(text: str) -> dict[int, str]:
    try:
        unit = Job(SourceText(text, "program.i"), CompileOptions()).typed_tree
    except CompileError as error:
        raise NoMutantError(f"minicc does not compile it: {error.message}") from None
    found: dict[int, str] = {}
    ambiguous: list[int] = []
    for node in _typed_nodes(unit):
        if isinstance(node, typed.Arithmetic):
            name = spell(node.type)
            if found.setdefault(node.pos, name) != name:
                ambiguous.append(node.pos)
    for position in ambiguous:
        found.pop(position, None)
    return found


def _typed_nodes(root: Any) -> list[Any]:
    """Every node of the bodies of a typed tree, once."""
    seen: dict[int, Any] = {}
    pending = [function.body for function in root.functions]
    while pending:
        node = pending.pop()
        if isinstance(node, list | tuple):
            pending.extend(node)
        elif isinstance(node, typed.Expression | typed.Statement | typed.Initializer | typed.InitializerElement):
            if id(node) in seen:
                continue
            seen[id(node)] = node
            for kind in type(node).__mro__:
                slots = kind.__dict__.get("__slots__", ())
                pending.extend(getattr(node, name, None) for name in ([slots] if isinstance(slots, str) else slots))
    return list(seen.values())


# Statements


def _delete_dead(work: _Work) -> bool:
    """Take a statement out of a block that never runs."""
    block = _pick(work, [b for b in work.dead if b.items])
    if block is None:
        return False
    at = work.dice.below(len(block.items))
    if isinstance(block.items[at], nodes.Declaration | nodes.StaticAssert) or contains(block.items[at], *_BOUND):
        return False
    del block.items[at]
    return True


def _fill_dead(work: _Work) -> bool:
    """Copy a statement into a block that never runs."""
    block = _pick(work, work.dead)
    copied = _copy_of_statement(work, block)
    if block is None or copied is None:
        return False
    block.items.insert(work.dice.below(len(block.items) + 1), copied)
    return True


def _add_unreachable(work: _Work) -> bool:
    """`if (zero) { a copy of a statement }` in a block that runs."""
    block = _pick(work, work.live)
    copied = _copy_of_statement(work, block)
    if block is None or copied is None:
        return False
    body = nodes.Compound(0, [copied], 0)
    block.items.insert(work.dice.below(len(block.items) + 1), nodes.If(0, _condition(work, False), body, None))
    return True


def _guard(work: _Work) -> bool:
    """`if (one) statement`, with another one behind `else` sometimes."""
    found = _statement(work, _BOUND)
    if found is None:
        return False
    block, at, statement = found
    other = _copy_of_statement(work, block) if work.dice.chance(50) else None
    otherwise = nodes.Compound(0, [other], 0) if other is not None else None
    block.items[at] = nodes.If(0, _condition(work, True), nodes.Compound(0, [statement], 0), otherwise)
    return True


def _loop_once(work: _Work) -> bool:
    """`do statement while (zero);` or `while (one) { statement break; }`"""
    found = _statement(work, _BOUND + _JUMPS)
    if found is None:
        return False
    block, at, statement = found
    body = nodes.Compound(0, [statement], 0)
    if work.dice.chance(60):
        block.items[at] = nodes.DoWhile(0, body, _condition(work, False))
    else:
        body.items.append(nodes.Break(0))
        block.items[at] = nodes.While(0, _condition(work, True), body)
    return True


def _statement(
    work: _Work, without: tuple[type[nodes.Node], ...]
) -> tuple[nodes.Compound, int, nodes.Statement] | None:
    """A statement of a block that runs."""
    block = _pick(work, [b for b in work.live if b.items])
    if block is None:
        return None
    at = work.dice.below(len(block.items))
    statement = block.items[at]
    if not isinstance(statement, nodes.Statement) or contains(statement, *without):
        return None
    return block, at, statement


def _copy_of_statement(work: _Work, block: nodes.Compound | None) -> nodes.Statement | None:
    """A copy of a statement of the function that the block is part of."""
    if block is None:
        return None
    home = next((f for f in functions(work.unit) if any(node is block for node in walk(f.body))), None)
    if home is None:
        return None
    statements = [
        item
        for node in walk(home.body)
        if isinstance(node, nodes.Compound)
        for item in node.items
        if isinstance(item, nodes.Statement) and not contains(item, *_BOUND, *_JUMPS, nodes.Declaration)
    ]
    return copy.deepcopy(work.dice.pick(statements)) if statements else None


def _condition(work: _Work, holds: bool) -> nodes.Expression:
    name = nodes.Identifier(0, _ONE if holds else _ZERO)
    kind = work.dice.below(3)
    if kind == 0:
        return name
    if kind == 1:
        return nodes.Unary(0, "!", nodes.Identifier(0, _ZERO if holds else _ONE))
    limit = nodes.IntegerConstant(0, "1" if holds else "0")
    return nodes.Binary(0, "==" if holds else "!=", name, limit)


# Expressions


def _choose_same(work: _Work) -> bool:
    """`one ? e : e`"""
    slot = _slot(work)
    if slot is None or isinstance(slot.get(), _PLAIN) or contains(slot.get(), *_BOUND):
        return False
    value = slot.get()
    holds = work.dice.chance(50)
    slot.put(nodes.Conditional(value.pos, _condition(work, holds), value, copy.deepcopy(value)))
    return True


def _combine_with_zero(work: _Work) -> bool:
    """`e + zero`, `e ^ zero` or `e * one` on an integer operation."""
    slot = _slot(work, operation=True)
    if slot is None or slot.get().pos not in work.types:
        return False
    value = slot.get()
    if work.types[value.pos] not in ("int", "unsigned int", "long", "unsigned long"):
        return False
    op = work.dice.pick(("+", "-", "^", "|", "*", "/", "<<"))
    neutral = nodes.Identifier(0, _ONE if op in ("*", "/") else _ZERO)
    if op == "<<" and not work.types[value.pos].startswith("unsigned"):
        op = ">>"
    slot.put(nodes.Binary(-1, op, value, neutral))
    return True


def _widen(work: _Work) -> bool:
    """`(T)((W)a op (W)b)` for `a op b` computed in T."""
    slot = _slot(work, operation=True)
    if slot is None:
        return False
    value = slot.get()
    assert isinstance(value, nodes.Binary)
    name = work.types.get(value.pos, "")
    if name not in _WIDER or (value.operator not in _EXACT and (value.operator not in ("/", "%") or name == "float")):
        return False
    if name == "float" and value.operator not in ("+", "-", "*", "/"):
        return False
    wide = work.dice.pick(_WIDER[name])
    left, right = (_cast(wide, _cast(name, side)) for side in (value.left, value.right))
    slot.put(_cast(name, nodes.Binary(-1, value.operator, left, right)))
    return True


def _outline(work: _Work) -> bool:
    """Move an operation to a function of its own."""
    slot = _slot(work, operation=True)
    if slot is None:
        return False
    value = slot.get()
    assert isinstance(value, nodes.Binary)
    name = work.types.get(value.pos, "")
    if name not in (*_WIDER, "double", "long long", "unsigned long long") or value.operator in ("<<", ">>"):
        return False
    function = f"mutation_outlined{len(work.outlined)}"
    attribute = work.dice.pick(("", "__attribute__((noinline)) ", "inline "))
    body = f"return left {value.operator} right;"
    work.outlined.append(f"static {attribute}{name} {function}({name} left, {name} right) {{ {body} }}\n")
    slot.put(nodes.Call(value.pos, nodes.Identifier(0, function), [value.left, value.right]))
    return True


def _slot(work: _Work, *, operation: bool = False) -> Slot | None:
    """A place whose value is used in a block that runs; one that holds arithmetic when `operation`."""
    block = _pick(work, work.live)
    slots = [] if block is None else value_slots(block.items)
    if operation:
        slots = [s for s in slots if isinstance(s.get(), nodes.Binary) and s.get().pos in work.types]
    return work.dice.pick(slots) if slots else None


def _cast(name: str, operand: nodes.Expression) -> nodes.Expression:
    words = nodes.Specifiers(0, type_words=name.split())
    return nodes.Cast(0, nodes.TypeName(0, words, nodes.NameDeclarator(0, None)), operand)


def _pick(work: _Work, blocks: list[nodes.Compound]) -> nodes.Compound | None:
    return work.dice.pick(blocks) if blocks else None


Mutation = Callable[[_Work], bool]
STATEMENTS: tuple[Mutation, ...] = (_delete_dead, _fill_dead, _fill_dead, _add_unreachable, _guard, _loop_once)
EXPRESSIONS: tuple[Mutation, ...] = (_choose_same, _combine_with_zero, _widen, _outline)
