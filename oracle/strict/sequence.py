"""Which accesses of one full expression are unsequenced, so that it matters whether they meet (C11 6.5p2).

Assignments and increments are side effects. So are reads of volatile objects,
but two of them side by side mean the same in any order. What a called function
does is not looked at: it is not interleaved with the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations

from minicc.check import typed

_MOST_EVENTS = 60


@dataclass(slots=True)
class Event:
    """One access: reading `lvalue`, or changing it; `number` and `rivals` (a bit set of numbers) when it is watched."""

    lvalue: typed.Lvalue
    is_effect: bool
    number: int = -1
    rivals: set[int] = field(default_factory=set)

    @property
    def mask(self) -> int:
        return sum(1 << number for number in self.rivals)


@dataclass(slots=True)
class Events:
    """The watched accesses of one full expression, by the identity of the node that makes them."""

    reads: dict[int, Event] = field(default_factory=dict)
    effects: dict[int, Event] = field(default_factory=dict)
    count: int = 0


def watched_events(expression: typed.Expression) -> Events:
    """The accesses of a full expression that may meet an unsequenced one."""
    walk = _Walk()
    walk.visit(expression)
    found = Events()
    rivals: dict[int, list[Event]] = {}
    for a, b in walk.pairs:
        rivals.setdefault(id(a), []).append(b)
        rivals.setdefault(id(b), []).append(a)
    watched = [event for event in walk.events if id(event) in rivals]
    if not watched or len(watched) > _MOST_EVENTS:
        return found
    for number, event in enumerate(watched):
        event.number = number
    for event in watched:
        event.rivals = {other.number for other in rivals[id(event)]}
    for owner, event in walk.reads.items():
        if event.number >= 0:
            found.reads[owner] = event
    for owner, event in walk.effects.items():
        if event.number >= 0:
            found.effects[owner] = event
    found.count = len(watched)
    return found


@dataclass(slots=True)
class _Seen:
    """The accesses below a node, and the side effects with no sequence point behind them."""

    events: list[Event] = field(default_factory=list)
    loose: list[Event] = field(default_factory=list)

    def add(self, other: _Seen) -> None:
        self.events += other.events
        self.loose += other.loose


class _Walk:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self.reads: dict[int, Event] = {}
        self.effects: dict[int, Event] = {}
        self.pairs: list[tuple[Event, Event]] = []

    def visit(self, node: typed.Expression) -> _Seen:
        match node:
            case typed.Load():
                seen = self.visit(node.lvalue)
                seen.events.append(self._event(self.reads, node, node.lvalue, False))
                return seen
            case typed.Assign():
                return self._assignment(node, node.target, node.value, reads=False)
            case typed.CompoundAssign():
                return self._assignment(node, node.target, node.value, reads=True)
            case typed.Increment():
                return self._assignment(node, node.target, None, reads=True)
            case typed.Logical() | typed.Comma():
                seen = _Seen(self.visit(node.left).events)
                seen.add(self.visit(node.right))
                return seen
            case typed.Conditional():
                seen = _Seen(self.visit(node.condition).events)
                for branch in (node.then, node.otherwise):
                    if branch is not None:
                        seen.add(self.visit(branch))
                return seen
            case typed.Call():
                return _Seen(self._siblings([node.function, *node.arguments]).events)
            case typed.BuiltinCall():
                return _Seen(self._siblings(node.arguments).events)
            case typed.StatementExpression():
                return _Seen()
            case typed.CompoundLiteral():
                seen = _Seen()
                if node.variable.initializer is not None:
                    for element in node.variable.initializer.elements:
                        seen.add(self.visit(element.value))
                return seen
        return self._siblings(operands(node))

    def _event(self, table: dict[int, Event], node: typed.Expression, lvalue: typed.Lvalue, effect: bool) -> Event:
        event = Event(lvalue, effect)
        self.events.append(event)
        table[id(node)] = event
        return event

    def _assignment(
        self, node: typed.Expression, target: typed.Lvalue, value: typed.Expression | None, *, reads: bool
    ) -> _Seen:
        address = self.visit(target)
        right = _Seen() if value is None else self.visit(value)
        self._meet(address.events, right.events)
        seen = _Seen([*address.events, *right.events], [*address.loose, *right.loose])
        if reads:
            event = self._event(self.reads, node, target, False)
            self._meet([event], right.events)
            seen.events.append(event)
        event = self._event(self.effects, node, target, True)
        self._meet([event], seen.loose)
        seen.events.append(event)
        seen.loose.append(event)
        return seen

    def _siblings(self, nodes: list[typed.Expression]) -> _Seen:
        all_seen = [self.visit(node) for node in nodes]
        for a, b in combinations(all_seen, 2):
            self._meet(a.events, b.events)
        seen = _Seen()
        for one in all_seen:
            seen.add(one)
        return seen

    def _meet(self, left: list[Event], right: list[Event]) -> None:
        for a in left:
            for b in right:
                if (a.is_effect or b.is_effect) and a is not b and _may_meet(a.lvalue, b.lvalue):
                    self.pairs.append((a, b))


def _may_meet(a: typed.Lvalue, b: typed.Lvalue) -> bool:
    first, second = root(a), root(b)
    if first is not None and second is not None:
        return first is second
    for one, other in ((first, b), (second, a)):
        if one is not None and not one.address_taken and isinstance(other, typed.Lvalue) and _is_private(one):
            return False
    return True


def _is_private(variable: typed.Variable) -> bool:
    """No pointer leads to it: a scalar whose address is not taken."""
    return variable.storage in ("automatic", "register") and not hasattr(variable.type, "element")


def root(lvalue: typed.Expression) -> typed.Variable | None:
    """The variable that an lvalue is or is a part of; None when it is reached through a pointer."""
    while True:
        match lvalue:
            case typed.VariableReference():
                return lvalue.variable
            case typed.MemberAccess():
                lvalue = lvalue.record
            case typed.VectorElement():
                lvalue = lvalue.vector
            case typed.ComplexPart():
                lvalue = lvalue.number
            case _:
                return None


def operands(node: typed.Expression) -> list[typed.Expression]:
    """The expressions directly below a node that are evaluated with it."""
    match node:
        case typed.Dereference():
            return [node.pointer]
        case typed.MemberAccess():
            return [node.record]
        case typed.VectorElement():
            return [node.vector, node.index]
        case typed.ComplexPart():
            return [node.number]
        case typed.Temporary():
            return [node.value]
        case typed.ComplexValue():
            return [node.real, node.imaginary]
        case typed.VectorValue():
            return list(node.elements)
        case typed.VectorSplat() | typed.Conversion() | typed.Negation() | typed.Complement() | typed.LogicalNot():
            return [node.operand]
        case typed.ArrayDecay() | typed.AddressOf():
            return [node.lvalue]
        case typed.Arithmetic() | typed.Comparison() | typed.PointerDifference():
            return [node.left, node.right]
        case typed.PointerOffset():
            return [node.pointer, node.index]
        case typed.VaArg():
            return [node.list]
    return []
