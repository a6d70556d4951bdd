"""Keeps side effects apart that C leaves unsequenced (C11 6.5p2), even in code that never runs.

The interpreter finds every conflict that happens; this looks at the text alone,
as gcc's -Wsequence-point does, so that no program even looks suspicious.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.printer import print_expression
from fuzz.generate.repair import Repair

_OPERANDS: dict[type[p.Expression], tuple[str, ...]] = {
    p.MemberOf: ("base",),
    p.Index: ("base", "index"),
    p.Dereference: ("pointer",),
    p.AddressOf: ("lvalue",),
    p.Decay: ("lvalue",),
    p.Unary: ("operand",),
    p.Binary: ("left", "right"),
    p.Logical: ("left", "right"),
    p.Conditional: ("condition", "if_true", "if_false"),
    p.Comma: ("left", "right"),
    p.Cast: ("operand",),
    p.Assign: ("target", "value"),
    p.CompoundAssign: ("target", "value"),
    p.Increment: ("target",),
    p.PointerOffset: ("pointer", "index"),
    p.PointerDifference: ("left", "right"),
    p.PointerCompare: ("left", "right"),
    x.Overflow: ("left", "right"),
    x.ByteOf: ("lvalue", "index"),
    x.FloatBits: ("operand",),
    x.BitsFloat: ("operand",),
    x.ComplexOf: ("real", "imaginary"),
    x.ComplexPart: ("operand",),
    x.ComplexUnary: ("operand",),
    x.ComplexBinary: ("left", "right"),
    x.Shuffle: ("left", "right"),
}
_SEQUENCED = (p.Logical, p.Conditional, p.Comma)
_LVALUES = (p.Name, p.MemberOf, p.Index, p.Dereference)


def separate_side_effects(program: p.Program, repair: Repair) -> None:
    """Replace operands whose side effects conflict with a sibling by constants."""
    for body in [function.body for function in program.functions] + [program.main]:
        for expression in _of_statement(body):
            _visit(expression, repair)


def _of_statement(node: p.Statement) -> Iterator[p.Expression]:
    """The full expressions in a statement, nested statements included."""
    if isinstance(node, p.Block):
        for inner in node.body:
            yield from _of_statement(inner)
    elif isinstance(node, p.Declare):
        if isinstance(node.initialiser, p.Expression):
            yield node.initialiser
    elif isinstance(node, p.Evaluate):
        yield node.expression
    elif isinstance(node, p.Check | p.Return):
        if node.value is not None:
            yield node.value
    elif isinstance(node, p.If):
        yield node.condition
        yield from _of_statement(node.then)
        if node.otherwise is not None:
            yield from _of_statement(node.otherwise)
    elif isinstance(node, p.For):
        for part in (node.condition, node.step):
            if part is not None:
                yield part
        if node.start is not None:
            yield from _of_statement(node.start)
        yield from _of_statement(node.body)
    elif isinstance(node, p.While | p.DoWhile):
        yield node.condition
        yield from _of_statement(node.body)
    elif isinstance(node, p.Switch):
        yield node.value
        for case in node.cases:
            for inner in case.body:
                yield from _of_statement(inner)
    elif isinstance(node, x.ComputedGoto):
        yield node.index
    elif isinstance(node, x.Duff):
        yield node.selector
        yield node.again
        for _, body in node.cases:
            for inner in body:
                yield from _of_statement(inner)
    elif isinstance(node, x.Catch):
        yield from _of_statement(node.body)
        yield from _of_statement(node.caught)


def _operands(node: p.Expression) -> list[tuple[Any, str | int]]:
    """Where the operands of a node are: (owner, attribute or index)."""
    if isinstance(node, p.Call | p.VariadicCall | x.LibraryCall):
        places: list[tuple[Any, str | int]] = [(node.arguments, n) for n in range(len(node.arguments))]
        if isinstance(node, p.Call) and node.pointer is not None:
            places.append((node, "pointer"))
        return places
    return [(node, name) for name in _OPERANDS.get(node.__class__, ())]


def _get(place: tuple[Any, str | int]) -> p.Expression:
    owner, key = place
    found: p.Expression = owner[key] if isinstance(key, int) else getattr(owner, key)
    return found


def _visit(node: p.Expression, repair: Repair) -> list[str]:
    """Separate what is below `node`; returns the lvalues it changes, as text."""
    if not node.effects:
        return []
    places = _operands(node)
    changes = [_visit(_get(place), repair) for place in places]
    if not isinstance(node, _SEQUENCED):
        for n, place in enumerate(places):
            if not changes[n]:
                continue
            others = [_get(other) for m, other in enumerate(places) if m != n]
            seen = {text for other in others for text in _lvalue_texts(other)}
            if seen.isdisjoint(changes[n]):
                continue
            replacement = repair.arbitrary(_get(place))
            if replacement is not None:
                owner, key = place
                if isinstance(key, int):
                    owner[key] = replacement
                else:
                    setattr(owner, key, replacement)
                changes[n] = []
    result = [text for change in changes for text in change]
    if isinstance(node, p.Assign | p.CompoundAssign | p.Increment | x.Overflow):
        result.append(print_expression(node.target))
    return result


def _lvalue_texts(node: p.Expression) -> Iterator[str]:
    if isinstance(node, _LVALUES):
        yield print_expression(node)
    for place in _operands(node):
        yield from _lvalue_texts(_get(place))
