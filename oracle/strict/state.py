"""What the parts of the strict build's rewriter share, and the order of evaluation chosen at run time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import Any

from minicc.check import typed
from minicc.types.ctype import (
    INT,
    ULONG,
    VOID,
    CType,
    PointerType,
    RecordType,
    VoidType,
    unqualified,
)
from minicc.types.layout import align_of, size_of
from oracle.strict.hooks import Hooks, address, assign, converted, copied_bytes, load
from oracle.strict.queries import (
    has_effects,
    is_assignable,
    is_constant,
    through_union,
    value_size,
    volatile_flag,
)
from oracle.strict.sequence import Events
from oracle.strict.types import TypeTable

_CONSTANT = 4
"""The object of a compound literal of const type."""


class State(ABC):
    """What is known of the unit and of the function that is being changed; helpers that every part needs."""

    def __init__(self, source: Any, *, aliases: bool, aligned: bool, hosted: bool) -> None:
        self.source = source
        self.aligned = aligned
        self.hosted = hosted
        self.hooks = Hooks()
        self.types = TypeTable(aliases=aliases)
        self.place_lines: list[int] = []
        self.moved: dict[int, typed.Variable] = {}
        self.frame: typed.Variable | None = None
        self.event_slots: typed.Variable | None = None
        self.events: Events = Events()
        self.function: typed.Function | None = None
        self.locals: list[typed.Statement] = []
        self.births: list[tuple[typed.Variable, int]] = []
        self.has_labels = False
        self.may_be_entered = False
        """A jump may enter the block that is looked at behind its declarations."""
        self.roots: dict[int, int] = {}
        self.defined: set[int] = set()
        self.literals: list[typed.Variable] = []
        self.calls_setjmp = False
        self.allowed_setjmps: set[int] = set()
        """Calls of setjmp, by identity, where 7.13.1.1p4 allows them."""
        self.temporaries: list[typed.Variable] = []
        """Pointers to the objects of temporary lifetime that end with the full expression."""
        self.sees_all = True
        """False once something may have a value, or none, that the runtime does not know of."""
        self.in_unions: dict[int, typed.Lvalue] = {}
        """Elements of arrays that are members of unions, by identity: changed, they do not show it any more."""

    @abstractmethod
    def _value(self, node: typed.Expression, *, used: bool = True) -> typed.Expression:
        """A value, watched."""

    @abstractmethod
    def _lvalue(self, node: typed.Lvalue) -> typed.Lvalue:
        """An lvalue whose parts are watched, and whose automatic object lies in the arena."""

    @abstractmethod
    def _full(self, expression: typed.Expression, *, used: bool = True) -> typed.Expression:
        """A full expression: what is unsequenced in it is watched."""

    @abstractmethod
    def _items(self, items: Sequence[typed.Statement], *, ends: bool) -> list[typed.Statement]:
        """The statements of a block; with `ends`, its objects end behind the last."""

    def _line(self, pos: int) -> int:
        location = self.source.location(pos)
        return int(location.line) if location.file == self.source.file else 0

    def _frame(self, pos: int) -> typed.Expression:
        assert self.frame is not None
        reference = typed.VariableReference(pos, self.frame.type, self.frame)
        return typed.ArrayDecay(pos, PointerType(ULONG), reference)

    def _new_local(self, variable: typed.Variable, pos: int) -> typed.Variable:
        """The variable that points to a moved object; null until the object is born."""
        ctype = PointerType(variable.type)
        pointer = self.hooks.variable(pos, ctype, typed.IntegerConstant(pos, ctype, 0))
        self.moved[variable.identity] = pointer
        self.births.append((pointer, pos))
        self.locals.append(typed.LocalVariable(pos, pointer))
        return pointer

    def _born(self, variable: typed.Variable, pos: int, *, literal: bool = False) -> typed.Expression:
        ctype = variable.type
        flags = volatile_flag(ctype) | (_CONSTANT if literal else 0)
        alignment = max(variable.alignment, align_of(ctype))
        made = self.hooks.call(
            "oracle_new", pos, self.types.index(ctype), size_of(ctype), alignment, flags, self._line(variable.pos)
        )
        return converted(made, PointerType(ctype))

    def _known(self, pointer: typed.Variable, ctype: CType, pos: int) -> typed.Statement:
        if isinstance(unqualified(ctype), RecordType):
            return self.hooks.statement("oracle_set", pos, load(pointer, pos), self.types.index(ctype), 1, 0)
        return self.hooks.statement("oracle_start", pos, load(pointer, pos), value_size(ctype))

    def _in_any_order(
        self,
        node: typed.Expression,
        parts: list[typed.Expression],
        replace: Callable[[typed.Expression, list[typed.Expression]], None],
        *,
        force: bool = False,
    ) -> typed.Expression:
        """Compute the operands into variables where their order matters (or with `force`), then the node."""
        varying = [part for part in parts if not is_constant(part)]
        matters = len(varying) >= 2 and any(has_effects(part) for part in varying)
        changed = [self._operand(part) for part in parts]
        if any(isinstance(unqualified(part.type), VoidType) for part in parts):
            matters = force = False
        if not matters and not force:
            replace(node, changed)
            return node
        pairs: list[tuple[typed.Variable, typed.Expression]] = []
        items: list[typed.Statement] = []
        for place, (part, value) in enumerate(zip(parts, changed, strict=True)):
            if is_constant(part):
                continue
            variable = self.hooks.variable(node.pos, unqualified(value.type), None)
            pairs.append((variable, value))
            changed[place] = load(variable, node.pos)
        if any(not is_assignable(variable.type) for variable, _ in pairs):
            matters = False
        if matters:
            items += [typed.LocalVariable(node.pos, variable) for variable, _ in pairs]
            items += self._ordered(pairs, True)
        else:
            items += [typed.LocalVariable(node.pos, self._initialised(variable, value)) for variable, value in pairs]
        replace(node, changed)
        if isinstance(unqualified(node.type), VoidType):
            items.append(typed.ExpressionStatement(node.pos, node))
            return typed.StatementExpression(node.pos, VOID, typed.Block(node.pos, items), None)
        return typed.StatementExpression(node.pos, node.type, typed.Block(node.pos, items), node)

    def _initialised(self, variable: typed.Variable, value: typed.Expression) -> typed.Variable:
        variable.initializer = typed.Initializer([typed.InitializerElement((), 0, variable.type, value)], whole=True)
        return variable

    def _operand(self, part: typed.Expression) -> typed.Expression:
        return self._lvalue(part) if isinstance(part, typed.Lvalue) else self._value(part)

    def _ordered(self, pairs: list[tuple[typed.Variable, typed.Expression]], matters: bool) -> list[typed.Statement]:
        """Assign each value to its variable; where it matters, in the order chosen at run time."""
        if not matters or len(pairs) < 2:
            return [assign(variable, value) for variable, value in pairs]
        pos, count = pairs[0][1].pos, len(pairs)
        place = len(self.place_lines)
        self.place_lines.append(self._line(pos))
        step = self.hooks.variable(pos, ULONG, typed.IntegerConstant(pos, ULONG, 0))
        chosen = self.hooks.call("oracle_next", pos, place, load(step, pos), count)
        cases: list[typed.Case] = []
        items: list[typed.Statement] = []
        for value_number, (variable, value) in enumerate(pairs):
            case = typed.Case(pos, value_number, value_number, assign(variable, value))
            cases.append(case)
            items += [case, typed.Break(pos)]
        switch = typed.Switch(pos, converted(chosen, INT), typed.Block(pos, items), cases, None)
        condition = typed.Comparison(pos, INT, "<", load(step, pos), typed.IntegerConstant(pos, ULONG, count))
        reference = typed.VariableReference(pos, ULONG, step)
        next_step = typed.Increment(pos, ULONG, reference, 1, True, ULONG)
        return [typed.For(pos, [typed.LocalVariable(pos, step)], condition, next_step, switch)]

    def _first_value(self, here: typed.Lvalue, value: typed.Expression) -> list[typed.Statement]:
        """Give a new object its first value, const members and all."""
        pos = here.pos
        if is_assignable(unqualified(here.type)):
            return [typed.ExpressionStatement(pos, typed.Assign(pos, unqualified(here.type), here, value))]
        kept = self.hooks.variable(pos, unqualified(value.type), value)
        source = typed.VariableReference(pos, kept.type, kept)
        copy = copied_bytes(address(here), address(source), size_of(here.type))
        return [typed.LocalVariable(pos, kept), typed.ExpressionStatement(pos, copy)]

    def _is_by_member(self, lvalue: typed.Lvalue) -> bool:
        """A part of a union, accessed through the union."""
        base = lvalue
        while isinstance(base, typed.MemberAccess):
            base = base.record
        return id(base) in self.in_unions or through_union(lvalue)
