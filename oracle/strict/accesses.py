"""Loads and stores of the strict build: each tells the runtime where, how much and as what."""

from __future__ import annotations

from collections.abc import Callable

from minicc.check import typed
from minicc.types.ctype import (
    LONG,
    VOLATILE,
    CType,
    IntegerType,
    PointerType,
    RecordMember,
    RecordType,
    VectorType,
    unqualified,
)
from minicc.types.layout import align_of, is_complete, is_variably_modified, size_of
from oracle.strict.hooks import address, assign, at, block_value, converted, copied_bytes, load
from oracle.strict.queries import (
    bit_field,
    copied_byte,
    copy_lvalue,
    decayed,
    has_effects,
    is_pure,
    is_sized,
    may_read_first,
    overlap_source,
    root_of,
    value_size,
)
from oracle.strict.sequence import Event, root
from oracle.strict.state import State
from oracle.strict.types import is_character

_BY_MEMBER, _IS_POINTER, _IS_VOLATILE = 1, 2, 4
_ALIGNMENT = 8
"""How far left the alignment stands in the flags of an access."""


class Accesses(State):
    """Reading and writing objects."""

    # ----------------------------------------------------------------- reading

    def _load(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.Load)
        event = self.events.reads.get(id(node))
        restricted = self._restricted_root(node.lvalue)
        lvalue = self._lvalue(node.lvalue)
        return self._watched_load(node, lvalue, event, restricted)

    def _watched_load(
        self, node: typed.Load, lvalue: typed.Lvalue, event: Event | None, restricted: int | None
    ) -> typed.Expression:
        node.lvalue = lvalue
        pos, ctype = node.pos, lvalue.type
        if not self._is_watched(lvalue):
            return node
        if (bits := bit_field(lvalue)) is not None:
            record = self._checked_record("oracle_read_bits", bits)
            node.lvalue = typed.MemberAccess(pos, lvalue.type, record, bits.member)
            if event is None:
                return node
            return self._with_event(node, event, address(record), bits.member, 0)
        if isinstance(unqualified(ctype), RecordType):
            pointer = self.hooks.variable(pos, PointerType(ctype), converted(address(lvalue), PointerType(ctype)))
            index, size = self.types.index(unqualified(ctype)), size_of(ctype)
            items: list[typed.Statement] = [typed.LocalVariable(pos, pointer)]
            items.append(self.hooks.statement("oracle_read_record", pos, load(pointer, pos), index, self._line(pos)))
            items += self._event_statements(event, load(pointer, pos), 0, 8 * size, pos)
            items += self._restrict_statements(restricted, load(pointer, pos), size, 0, pos)
            node.lvalue = at(load(pointer, pos), ctype)
            return block_value(pos, items, node, node.type)
        if not isinstance(lvalue, typed.Dereference | typed.VariableReference | typed.MemberAccess):
            return node
        found = self._access("oracle_read", lvalue)
        if event is None and restricted is None:
            node.lvalue = at(found, ctype)
            return node
        pointer = self.hooks.variable(pos, PointerType(ctype), converted(found, PointerType(ctype)))
        items = [typed.LocalVariable(pos, pointer)]
        items += self._event_statements(event, load(pointer, pos), 0, 8 * size_of(ctype), pos)
        items += self._restrict_statements(restricted, load(pointer, pos), size_of(ctype), 0, pos)
        node.lvalue = at(load(pointer, pos), ctype)
        return block_value(pos, items, node, node.type)

    def _access(self, hook: str, lvalue: typed.Lvalue, pointer: typed.Expression | None = None) -> typed.Expression:
        ctype = unqualified(lvalue.type)
        flags = _BY_MEMBER if self._is_by_member(lvalue) else 0
        if isinstance(ctype, PointerType) and hook == "oracle_read":
            flags |= _IS_POINTER
        if lvalue.type.qualifiers & VOLATILE:
            flags |= _IS_VOLATILE
        if self.aligned and isinstance(lvalue, typed.Dereference) and not isinstance(ctype, VectorType):
            flags |= align_of(ctype) << _ALIGNMENT
        class_ = self.types.class_of(ctype)
        where = address(lvalue) if pointer is None else pointer
        return self.hooks.call(hook, lvalue.pos, where, value_size(ctype), class_, flags, self._line(lvalue.pos))

    def _checked_record(self, hook: str, lvalue: typed.MemberAccess) -> typed.Lvalue:
        """The record of a bit-field, once its bits have been looked at."""
        record, member = lvalue.record, lvalue.member
        assert member.bit_position is not None and member.bit_width is not None
        found = self.hooks.call(
            hook, lvalue.pos, address(record), member.bit_position, member.bit_width, self._line(lvalue.pos)
        )
        return at(found, record.type)

    def _is_watched(self, lvalue: typed.Lvalue) -> bool:
        """Not a temporary, nor a variable that stays where it is."""
        while True:
            match lvalue:
                case typed.VariableReference():
                    return lvalue.variable.storage in ("static", "extern") and not lvalue.variable.thread_local
                case typed.MemberAccess():
                    lvalue = lvalue.record
                case typed.Dereference():
                    return is_complete(lvalue.type) and not is_variably_modified(lvalue.type)
                case _:
                    return False

    def _event_statements(
        self, event: Event | None, pointer: typed.Expression, bit: int, width: int, pos: int
    ) -> list[typed.Statement]:
        if event is None or self.event_slots is None:
            return []
        slots = decayed(self.event_slots, pos)
        return [
            self.hooks.statement(
                "oracle_event", pos, slots, event.number, pointer, bit, width, event.mask, self._line(pos)
            )
        ]

    def _with_event(
        self, node: typed.Expression, event: Event, record: typed.Expression, member: RecordMember, base: int
    ) -> typed.Expression:
        bit, width = member.bit_position or 0, member.bit_width or 1
        items = self._event_statements(event, record, bit + base, width, node.pos)
        return block_value(node.pos, items, node, node.type)

    # ----------------------------------------------------------------- restrict

    def _restricted_root(self, lvalue: typed.Lvalue) -> int | None:
        """Which restrict pointer of this function an lvalue is reached through: -1 for none; None to look away."""
        if not self.roots:
            return None
        return root_of(lvalue, self.roots)

    def _restrict_statements(
        self, restricted: int | None, pointer: typed.Expression, size: int, writes: int, pos: int
    ) -> list[typed.Statement]:
        if restricted is None:
            return []
        frame, line = self._frame(pos), self._line(pos)
        return [self.hooks.statement("oracle_restrict", pos, frame, pointer, size, restricted, writes, line)]

    # ----------------------------------------------------------------- writing

    def _assign(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.Assign)
        pos = node.pos
        event = self.events.effects.get(id(node))
        restricted = self._restricted_root(node.target)
        ctype = unqualified(node.target.type)
        if isinstance(ctype, RecordType) and isinstance(node.value, typed.Load) and event is None:
            target = self._lvalue(node.target)
            if self._is_watched(target):
                statement = self._record_assignment(target, node.value, pos, first=False, ctype=ctype, used=True)
                assert isinstance(statement, typed.ExpressionStatement) and statement.expression is not None
                return statement.expression
            node.target = target
            node.value = self._value(node.value)
            return node
        effectful = has_effects(node.value) or has_effects(node.target)
        source = node.value
        byte = self._byte_source(source) if is_character(ctype) else None
        overlap = overlap_source(source) if not is_character(ctype) and byte is None else None
        if overlap is not None:
            overlap = copy_lvalue(overlap) if root(overlap) is not None and is_pure(overlap) else None
        base, rebuild = self._hoisted(node.target)
        if base is None:
            node.target = rebuild(None)
            node.value = self._value(node.value)
            return self._part_known(node, node.target)
        pointer = self.hooks.variable(pos, base.type, None)
        items: list[typed.Statement] = [typed.LocalVariable(pos, pointer)]
        if byte is not None:
            value_variable = self.hooks.variable(pos, PointerType(byte.type), None)
            second: typed.Expression = address(byte)
        else:
            value_variable = self.hooks.variable(pos, unqualified(source.type), None)
            second = self._value(source)
        items.append(typed.LocalVariable(pos, value_variable))
        items += self._ordered([(pointer, base), (value_variable, converted(second, value_variable.type))], effectful)
        target = rebuild(load(pointer, pos))
        if byte is not None:
            items.append(
                copied_byte(self.hooks, pos, address(target), at(load(value_variable, pos), byte.type), self._line(pos))
            )
            read = typed.Load(pos, unqualified(byte.type), at(load(value_variable, pos), byte.type))
            node.value = converted(read, ctype)
        else:
            items += self._store_statements(target, pos)
            if isinstance(source, typed.Call) and isinstance(ctype, RecordType) and self._is_watched(target):
                items.append(self._taken(address(target), ctype))
            node.value = load(value_variable, pos)
            if overlap is not None and not bit_field(target) and self._is_watched(target):
                items += self._overlap_statements(target, overlap, pos)
        items += self._write_events(event, target, pos)
        items += self._restrict_statements(restricted, *self._extent(target), 1, pos) if restricted is not None else []
        node.target = target
        return block_value(pos, items, node, node.type)

    def _part_known(self, node: typed.Expression, target: typed.Lvalue) -> typed.Expression:
        """A part of a complex number or of a vector is stored: take the whole as known."""
        whole = target
        while isinstance(whole, typed.ComplexPart | typed.VectorElement):
            whole = whole.number if isinstance(whole, typed.ComplexPart) else whole.vector
        if whole is target or not self._is_watched(whole) or not is_pure(whole):
            return node
        known = self.hooks.call("oracle_start", node.pos, address(whole), size_of(whole.type))
        return typed.Comma(node.pos, node.type, known, node)

    def _overlap_statements(self, target: typed.Lvalue, source: typed.Lvalue, pos: int) -> list[typed.Statement]:
        lvalue = self._lvalue(source)
        same = self.types.name(unqualified(target.type)) == self.types.name(unqualified(lvalue.type))
        return [
            self.hooks.statement(
                "oracle_overlap",
                pos,
                address(target),
                size_of(target.type),
                address(lvalue),
                size_of(lvalue.type),
                int(same),
                self._line(pos),
            )
        ]

    def _extent(self, target: typed.Lvalue) -> tuple[typed.Expression, int]:
        bits = bit_field(target)
        return (
            (address(bits.record), size_of(bits.record.type))
            if bits is not None
            else (
                address(target),
                size_of(target.type),
            )
        )

    def _write_events(self, event: Event | None, target: typed.Lvalue, pos: int) -> list[typed.Statement]:
        if event is None:
            return []
        if (bits := bit_field(target)) is not None:
            member = bits.member
            return self._event_statements(
                event, address(bits.record), member.bit_position or 0, member.bit_width or 1, pos
            )
        return self._event_statements(event, address(target), 0, 8 * size_of(target.type), pos)

    def _hoisted(
        self, target: typed.Lvalue
    ) -> tuple[typed.Expression | None, Callable[[typed.Expression | None], typed.Lvalue]]:
        """A pointer to compute first, and how to make the lvalue from a variable that holds it.

        The pointer is None when the lvalue is nothing that can be pointed to or that is watched.
        """
        lvalue = self._lvalue(target)
        path: list[typed.MemberAccess] = []
        inner = lvalue
        while isinstance(inner, typed.MemberAccess):
            path.append(inner)
            inner = inner.record
        if not self._is_watched(lvalue) or not isinstance(inner, typed.Dereference | typed.VariableReference):
            return None, lambda _: lvalue
        base = converted(address(inner), PointerType(inner.type))

        def rebuild(pointer: typed.Expression | None) -> typed.Lvalue:
            assert pointer is not None
            made: typed.Lvalue = at(pointer, inner.type)
            if id(inner) in self.in_unions:
                self.in_unions[id(made)] = made
            for access in reversed(path):
                made = typed.MemberAccess(access.pos, access.type, made, access.member)
            return made

        return base, rebuild

    def _store_statements(self, target: typed.Lvalue, pos: int) -> list[typed.Statement]:
        """What a store does to the cells; the target has no side effects."""
        items: list[typed.Statement] = []
        hooks, line = self.hooks, self._line(pos)
        bits = bit_field(target)
        step = target
        while isinstance(step, typed.MemberAccess):
            record = step.record
            if isinstance(unqualified(record.type), RecordType) and step.member.bit_width is None:
                definition = unqualified(record.type)
                assert isinstance(definition, RecordType)
                if definition.definition.keyword == "union":
                    size = size_of(record.type)
                    member_size = size_of(step.member.type) if is_complete(step.member.type) else size
                    items.append(
                        hooks.statement("oracle_union", pos, address(record), size, step.member.offset, member_size)
                    )
            step = record
        if bits is not None:
            member = bits.member
            items.append(
                hooks.statement(
                    "oracle_write_bits",
                    pos,
                    address(bits.record),
                    member.bit_position or 0,
                    member.bit_width or 1,
                    line,
                )
            )
            return items
        ctype = unqualified(target.type)
        if isinstance(ctype, RecordType):
            items.append(hooks.statement("oracle_set", pos, address(target), self.types.index(ctype), 0, line))
        else:
            items.append(typed.ExpressionStatement(pos, self._access("oracle_write", target)))
        return items

    def _record_assignment(
        self,
        target: typed.Lvalue,
        value: typed.Load,
        pos: int,
        *,
        first: bool,
        ctype: CType,
        used: bool = False,
    ) -> typed.Statement:
        source = self._lvalue(value.lvalue)
        if not self._is_watched(source):
            value.lvalue = source
            index = self.types.index(unqualified(ctype))
            line = self._line(pos)
            if first:
                known = self.hooks.statement("oracle_set", pos, address(target), index, 1, line)
                return typed.Block(pos, [*self._first_value(target, value), known])
            kept = self.hooks.variable(pos, unqualified(ctype), value)
            pointer_type = PointerType(target.type)
            to = self.hooks.variable(pos, pointer_type, converted(address(target), pointer_type))
            known = self.hooks.statement("oracle_set", pos, load(to, pos), index, 0, line)
            store = typed.Assign(pos, unqualified(ctype), at(load(to, pos), target.type), load(kept, pos))
            made: list[typed.Statement] = [typed.LocalVariable(pos, kept), typed.LocalVariable(pos, to), known]
            return typed.ExpressionStatement(pos, block_value(pos, made, store, store.type))
        to = self.hooks.variable(pos, PointerType(target.type), converted(address(target), PointerType(target.type)))
        come = self.hooks.variable(pos, PointerType(source.type), converted(address(source), PointerType(source.type)))
        index = self.types.index(unqualified(ctype))
        items: list[typed.Statement] = [typed.LocalVariable(pos, to), typed.LocalVariable(pos, come)]
        items.append(
            self.hooks.statement("oracle_copy", pos, load(to, pos), load(come, pos), index, int(first), self._line(pos))
        )
        plain = unqualified(target.type)
        if first:
            items.append(
                typed.ExpressionStatement(pos, copied_bytes(load(to, pos), load(come, pos), size_of(target.type)))
            )
            return typed.Block(pos, items)
        here, there = at(load(to, pos), target.type), at(load(come, pos), source.type)
        store = typed.Assign(pos, plain, here, typed.Load(pos, unqualified(source.type), there))
        return typed.ExpressionStatement(pos, block_value(pos, items, store, store.type))

    def _taken(self, place: typed.Expression, ctype: CType) -> typed.Statement:
        """The members that a function left without a value have none where its result is kept either."""
        return self.hooks.statement("oracle_take", place.pos, place, size_of(ctype))

    def _byte_source(self, value: typed.Expression) -> typed.Lvalue | None:
        """The byte that is copied as it is, changed already; None for any other value."""
        while isinstance(value, typed.Conversion) and isinstance(unqualified(value.type), IntegerType):
            value = value.operand
        if not isinstance(value, typed.Load) or not is_character(value.lvalue.type) or id(value) in self.events.reads:
            return None
        if not isinstance(value.lvalue, typed.Dereference):
            return None
        lvalue = self._lvalue(value.lvalue)
        return lvalue if self._is_watched(lvalue) else None

    def _compound(self, node: typed.Expression, used: bool) -> typed.Expression:
        assert isinstance(node, typed.CompoundAssign | typed.Increment)
        pos = node.pos
        reading, writing = self.events.reads.get(id(node)), self.events.effects.get(id(node))
        restricted = self._restricted_root(node.target)
        source = node.value if isinstance(node, typed.CompoundAssign) else None
        effectful = source is not None and (has_effects(source) or has_effects(node.target))
        base, rebuild = self._hoisted(node.target)
        if base is None:
            node.target = rebuild(None)
            if isinstance(node, typed.CompoundAssign):
                node.value = self._value(node.value)
            steps = self._bit_field_step(node, node.target)
            whole = self._part_known(node, node.target)
            return block_value(pos, steps, whole, node.type) if steps else whole
        pointer = self.hooks.variable(pos, base.type, None)
        items: list[typed.Statement] = [typed.LocalVariable(pos, pointer)]
        if isinstance(node, typed.CompoundAssign):
            value = self.hooks.variable(pos, unqualified(node.value.type), None)
            items.append(typed.LocalVariable(pos, value))
            if may_read_first(node) and effectful:
                return self._read_early(node, items, pointer, base, rebuild, value, (reading, writing))
            items += self._ordered([(pointer, base), (value, self._value(node.value))], effectful)
            node.value = load(value, pos)
        else:
            items.append(assign(pointer, base))
        target = rebuild(load(pointer, pos))
        items += self._read_statements(target, pos)
        items += self._write_events(reading, target, pos)
        items += self._pointer_step(node, target, pos)
        items += self._bit_field_step(node, target)
        items += self._store_statements(target, pos)
        items += self._write_events(writing, target, pos)
        if restricted is not None:
            items += self._restrict_statements(restricted, *self._extent(target), 1, pos)
        node.target = target
        return block_value(pos, items, node, node.type)

    def _read_early(
        self,
        node: typed.CompoundAssign,
        items: list[typed.Statement],
        pointer: typed.Variable,
        base: typed.Expression,
        rebuild: Callable[[typed.Expression | None], typed.Lvalue],
        value: typed.Variable,
        events: tuple[Event | None, Event | None],
    ) -> typed.Expression:
        """`x += f()`: whether x is read before or behind the call is unspecified."""
        pos = node.pos
        items.append(assign(pointer, base))
        target = rebuild(load(pointer, pos))
        plain = unqualified(target.type)
        old = self.hooks.variable(pos, plain, None)
        items.append(typed.LocalVariable(pos, old))
        read_items = [*self._read_statements(target, pos), *self._write_events(events[0], target, pos)]
        read = block_value(pos, read_items, typed.Load(pos, plain, target), plain)
        items += self._ordered([(old, read), (value, self._value(node.value))], True)
        if isinstance(plain, PointerType):
            new: typed.Expression = typed.PointerOffset(
                pos, plain, load(old, pos), load(value, pos), node.operator == "-"
            )
        else:
            left = converted(load(old, pos), unqualified(node.computation_type))
            new = typed.Arithmetic(pos, unqualified(node.computation_type), node.operator, left, load(value, pos))
            new = converted(new, plain)
        target = rebuild(load(pointer, pos))
        items += self._store_statements(target, pos)
        items += self._write_events(events[1], target, pos)
        return block_value(pos, items, typed.Assign(pos, plain, rebuild(load(pointer, pos)), new), plain)

    def _read_statements(self, target: typed.Lvalue, pos: int) -> list[typed.Statement]:
        if (bits := bit_field(target)) is not None:
            member, line = bits.member, self._line(pos)
            position, width = member.bit_position or 0, member.bit_width or 1
            return [self.hooks.statement("oracle_read_bits", pos, address(bits.record), position, width, line)]
        return [typed.ExpressionStatement(pos, self._access("oracle_read", target))]

    def _bit_field_step(
        self, node: typed.CompoundAssign | typed.Increment, target: typed.Lvalue
    ) -> list[typed.Statement]:
        """`++` and `--` of a bit-field: gcc's sanitizer overlooks their overflow."""
        if not isinstance(node, typed.Increment) or bit_field(target) is None or not is_pure(target):
            return []
        computation = unqualified(node.computation_type)
        if not isinstance(computation, IntegerType) or not computation.signed or size_of(computation) > 8:
            return []
        pos = node.pos
        old = converted(typed.Load(pos, unqualified(target.type), target), LONG)
        bits = 8 * size_of(computation)
        return [self.hooks.statement("oracle_step", pos, old, node.delta, bits, self._line(pos))]

    def _pointer_step(
        self, node: typed.CompoundAssign | typed.Increment, target: typed.Lvalue, pos: int
    ) -> list[typed.Statement]:
        ctype = unqualified(target.type)
        if not isinstance(ctype, PointerType) or not is_sized(ctype.target):
            return []
        size = size_of(ctype.target)
        pointer = typed.Load(pos, ctype, target)
        if isinstance(node, typed.Increment):
            amount: typed.Expression = typed.IntegerConstant(pos, LONG, node.delta * size)
        else:
            factor = typed.IntegerConstant(pos, LONG, size if node.operator == "+" else -size)
            amount = typed.Arithmetic(pos, LONG, "*", converted(node.value, LONG), factor)
        return [self.hooks.statement("oracle_offset", pos, pointer, amount, self._line(pos))]
