"""Initializers (C11 §6.7.9): brace elision, designators, overriding, strings, static constants.

A tree of subobjects is filled first, so that a later initializer can override an earlier one; then it is flattened in
layout order.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.check.context import Context
from minicc.check.effects import has_side_effects
from minicc.check.initializer_elements import AGGREGATES, Step, Subobject, elements_in_order
from minicc.check.literal_warnings import warn_of_escapes
from minicc.check.literals import element_size, string_literal
from minicc.check.members import find_member
from minicc.diagnostics import unsupported
from minicc.quick_dataclasses import replace
from minicc.syntax import nodes
from minicc.types.compatibility import compatible_unqualified
from minicc.types.conversions import extremes, integer_type
from minicc.types.ctype import (
    CHAR,
    ArrayType,
    CType,
    IntegerType,
    RecordMember,
    RecordType,
    VectorType,
    unqualified,
)
from minicc.types.layout import is_complete, size_of
from minicc.types.spelling import spell


class _Items:
    """The items of a brace-enclosed list, taken one at a time.

    `value`: the current item's value when it was worked out already. `arrived`: its designators have been followed.
    """

    __slots__ = ("arrived", "at", "items", "value")

    def __init__(self, items: list[nodes.InitializerItem]) -> None:
        self.items = items
        self.at = 0
        self.value: typed.Expression | None = None
        self.arrived = False

    def designators(self) -> list[nodes.Designator]:
        """The current item's designators that are still to be followed."""
        return [] if self.arrived else self.items[self.at].designators

    def current(self) -> nodes.InitializerItem | None:
        return self.items[self.at] if self.at < len(self.items) else None

    def advance(self) -> None:
        self.at += 1
        self.value = None
        self.arrived = False


class Initializers:
    def __init__(self, context: Context) -> None:
        self.context = context
        self._static = False
        self._pos = 0
        self._left_out_braces = False

    def initializer(
        self,
        node: nodes.Expression | nodes.InitializerList,
        ctype: CType,
        static: bool,
    ) -> tuple[CType, typed.Initializer]:
        """The object's type (an array of unknown length completed) and its initializer.

        `static`: the values must be constants.
        """
        root = Subobject(ctype)
        context = self.context
        saved, self._static = self._static, static
        saved_reads, context.constant_reads = context.constant_reads, static
        saved_braces, self._left_out_braces = self._left_out_braces, False
        try:
            result = self._initializer(root, node, static)
            if self._left_out_braces and not _is_zero(node):
                context.lint("missing-braces", "missing braces around initializer", node.pos)
            return result
        finally:
            self._left_out_braces = saved_braces
            self._static = saved
            context.constant_reads = saved_reads

    def _initializer(
        self, root: Subobject, node: nodes.Expression | nodes.InitializerList, static: bool
    ) -> tuple[CType, typed.Initializer]:
        ctype = root.type
        self._pos = node.pos
        if isinstance(node, nodes.InitializerList):
            if isinstance(ctype, ArrayType | RecordType | VectorType):
                self._braced(root, node)
            else:
                self._braced_scalar(root, node)
        else:
            self._whole(root, node)
        ctype = root.type
        if isinstance(ctype, ArrayType) and ctype.length is None:
            ctype = replace(ctype, length=self._length(root))
            root.type = ctype
        elements = elements_in_order(self.context, root, static, self._pos)
        whole = len(elements) == 1 and not elements[0].path
        return ctype, typed.Initializer(elements, whole)

    # ----------------------------------------------------------------- filling the tree

    def _whole(self, slot: Subobject, node: nodes.Expression) -> None:
        """An initializer without braces for the whole object."""
        context = self.context
        ctype = slot.type
        if isinstance(ctype, ArrayType):
            literal = self._string(node, ctype)
            if literal is not None:
                slot.value = literal
                return
            if isinstance(node, nodes.CompoundLiteral):
                self._array_literal(slot, node, ctype)
                return
            self._refuse_other_string(node, ctype)
            context.error("invalid initializer", node.pos)
        if self._is_static_record(node, ctype):
            assert isinstance(node, nodes.CompoundLiteral)
            self._braced(slot, node.initializer)
            return
        value = context.expressions.value(node)
        slot.value = self._converted(value, ctype, node.pos)

    def _is_static_record(self, node: nodes.Expression, ctype: CType) -> bool:
        """GNU: an object of static storage duration may be initialized by a compound literal of its record type."""
        if not self._static or not isinstance(node, nodes.CompoundLiteral) or not isinstance(ctype, RecordType):
            return False
        literal_type = self.context.type_names.type_name(node.type_name)
        return isinstance(literal_type, RecordType) and literal_type.definition is ctype.definition

    def _array_literal(self, slot: Subobject, node: nodes.CompoundLiteral, ctype: ArrayType) -> None:
        """GNU: an array initialized by a compound literal of array type."""
        literal_type = self.context.type_names.type_name(node.type_name)
        if not isinstance(literal_type, ArrayType) or not compatible_unqualified(
            unqualified(literal_type.element), unqualified(ctype.element)
        ):
            self.context.error("invalid initializer", node.pos)
        if ctype.length is None and literal_type.length is not None:
            slot.type = replace(ctype, length=literal_type.length)
        self._braced(slot, node.initializer)

    def _converted(self, value: typed.Expression, ctype: CType, pos: int) -> typed.Expression:
        target = unqualified(ctype)
        if value.type is target:
            return value
        return self.context.operators.assign(value, target, "initializing", pos)

    def _braced_scalar(self, slot: Subobject, node: nodes.InitializerList) -> None:
        """§6.7.9p11: a scalar may have braces, even several."""
        if not node.items:
            self.context.error("empty scalar initializer", node.pos)
        if len(node.items) > 1:
            self.context.warn("excess elements in scalar initializer", node.items[1].pos)
        item = node.items[0]
        if item.designators:
            self.context.error("designator in initializer for scalar type", item.pos)
        if isinstance(item.initializer, nodes.InitializerList):
            self._braced_scalar(slot, item.initializer)
        else:
            self._whole(slot, item.initializer)

    def _braced(self, slot: Subobject, node: nodes.InitializerList) -> None:
        """A brace-enclosed list for an array or a record."""
        ctype = slot.type
        slot.value = None
        slot.parts = {}
        if isinstance(ctype, ArrayType) and len(node.items) == 1 and not node.items[0].designators:
            only = node.items[0].initializer
            if not isinstance(only, nodes.InitializerList):
                literal = self._string(only, ctype)
                if literal is not None:
                    slot.value = literal
                    return
        items = _Items(node.items)
        self._fill(slot, items, braced=True)
        excess = items.current()
        if excess is not None:
            what = (
                "array"
                if isinstance(ctype, ArrayType)
                else "vector"
                if isinstance(ctype, VectorType)
                else _keyword(ctype)
            )
            self.context.warn(f"excess elements in {what} initializer", excess.pos)
            while (item := items.current()) is not None:
                if isinstance(item.initializer, nodes.InitializerList):
                    self.context.error("extra brace group at end of initializer", item.pos)
                self.context.expressions.value(item.initializer)
                items.advance()

    def _fill(self, slot: Subobject, items: _Items, braced: bool) -> None:
        """Take items for the parts of `slot`; without braces of its own, only as many as it has parts."""
        ctype = slot.type
        self._left_out_braces |= not braced and not isinstance(ctype, VectorType)
        if isinstance(ctype, ArrayType | VectorType):
            self._fill_array(slot, ctype, items, braced)
        else:
            assert isinstance(ctype, RecordType)
            self._fill_record(slot, ctype, items, braced)

    def _fill_array(self, slot: Subobject, ctype: ArrayType | VectorType, items: _Items, braced: bool) -> None:
        index = 0
        while (item := items.current()) is not None:
            if items.designators():
                if not braced:
                    return
                index = self._designated(slot, item, items) + 1
                continue
            if ctype.length is not None and index >= ctype.length:
                return
            if not braced and ctype.length is None:
                return
            if type(item.initializer) is nodes.IntegerConstant and type(ctype.element) is IntegerType:
                taken = self._fill_numbers(slot, ctype.element, index, items, ctype.length)
                index += taken
                if taken:
                    continue
            self._fill_part(slot, index, ctype.element, items)
            index += 1

    def _fill_numbers(
        self, slot: Subobject, element: IntegerType, index: int, items: _Items, length: int | None
    ) -> int:
        """How many of the next items are plain numbers, and initialize the elements from `index` on: long tables."""
        if slot.value is not None:
            self._split(slot)
        target = unqualified(element)
        assert isinstance(target, IntegerType)
        lowest, highest = extremes(target)
        parts = slot.parts
        at = items.at
        for item in items.items[at : len(items.items) if length is None else at + length - index]:
            constant = item.initializer
            if type(constant) is not nodes.IntegerConstant or item.designators:
                break
            number = _plain_number(constant.text)
            if number is None or not lowest <= number <= highest:
                break
            parts[index] = Subobject(element, typed.IntegerConstant(constant.pos, target, number))
            index += 1
            items.advance()
        return items.at - at

    def _fill_record(self, slot: Subobject, ctype: RecordType, items: _Items, braced: bool) -> None:
        members = [
            member for member in ctype.definition.members or () if member.name is not None or member.bit_width is None
        ]
        at = 0
        while (item := items.current()) is not None:
            if items.designators():
                if not braced:
                    return
                at = self._designated(slot, item, items) + 1
                if ctype.definition.keyword == "union":
                    at = len(members)
                continue
            if at >= len(members):
                return
            member = members[at]
            if isinstance(member.type, ArrayType) and member.type.length is None and not braced:
                return
            self._fill_part(slot, member, member.type, items)
            at = len(members) if ctype.definition.keyword == "union" else at + 1
        if 0 < at < len(members):
            self._missing(members[at], ctype, items)

    def _missing(self, member: RecordMember, ctype: RecordType, items: _Items) -> None:
        """-Wmissing-field-initializers: not for `{ 0 }`, nor where designators choose the members."""
        given = items.items
        if any(item.designators for item in given) or not is_complete(member.type):
            return
        if len(given) == 1 and _is_zero_constant(given[0].initializer):
            return
        message = f"missing initializer for field '{member.name or '<anonymous>'}' of '{spell(ctype)}'"
        self.context.lint("missing-field-initializers", message, given[-1].initializer.pos)

    def _fill_part(self, slot: Subobject, step: Step, ctype: CType, items: _Items) -> None:
        """The next item (or, with braces left out, items) initialize one part (§6.7.9p20)."""
        item = items.current()
        assert item is not None
        part = self._part(slot, step, ctype)
        initializer = item.initializer
        if isinstance(initializer, nodes.InitializerList):
            self._replace(part, initializer)
            items.advance()
            return
        if not isinstance(ctype, AGGREGATES):
            value = items.value
            if value is None:
                value = self.context.expressions.value(initializer)
            part.value, part.parts = self._converted(value, ctype, initializer.pos), {}
            items.advance()
            return
        if isinstance(ctype, ArrayType):
            literal = self._string(initializer, ctype)
            if literal is not None:
                part.value, part.parts = literal, {}
                items.advance()
                return
            self._refuse_other_string(initializer, ctype)
            self._fill(part, items, braced=False)
            return
        if isinstance(ctype, VectorType):
            value = items.value
            if value is None:
                value = items.value = self.context.expressions.value(initializer)
            if isinstance(value.type, VectorType):
                part.value, part.parts = self._converted(value, ctype, initializer.pos), {}
                items.advance()
                return
            self._fill(part, items, braced=False)
            return
        if isinstance(ctype, RecordType):
            if self._is_static_record(initializer, ctype):
                assert isinstance(initializer, nodes.CompoundLiteral)
                self._replace(part, initializer.initializer)
                items.advance()
                return
            value = items.value
            if value is None:
                value = items.value = self.context.expressions.value(initializer)
            if isinstance(value.type, RecordType) and value.type.definition is ctype.definition:
                part.value, part.parts = value, {}
                items.advance()
                return
            if not ctype.definition.members:
                self.context.warn(f"excess elements in {_keyword(ctype)} initializer", initializer.pos)
                items.advance()
                return
            self._fill(part, items, braced=False)

    def _replace(self, part: Subobject, node: nodes.InitializerList) -> None:
        part.value, part.parts = None, {}
        if isinstance(part.type, ArrayType | RecordType | VectorType):
            self._braced(part, node)
        else:
            self._braced_scalar(part, node)

    def _part(self, slot: Subobject, step: Step, ctype: CType) -> Subobject:
        """The slot of a part; what the whole had before is split (a string) or dropped (a record value)."""
        if slot.value is not None:
            self._split(slot)
        is_union = isinstance(slot.type, RecordType) and slot.type.definition.keyword == "union"
        if is_union and step not in slot.parts:
            slot.parts = {}
        part = slot.parts.get(step)
        if part is None:
            part = slot.parts[step] = Subobject(ctype)
        return part

    def _split(self, slot: Subobject) -> None:
        value = slot.value
        slot.value = None
        if isinstance(value, typed.StringLiteral) and isinstance(slot.type, ArrayType):
            size = size_of(slot.type.element)
            element = unqualified(slot.type.element)
            integer = integer_type(element)
            signed = integer is not None and integer.signed
            for i in range(0, len(value.data), size):
                number = int.from_bytes(value.data[i : i + size], "little", signed=signed)
                slot.parts[i // size] = Subobject(slot.type.element, typed.IntegerConstant(value.pos, element, number))

    # ----------------------------------------------------------------- designators

    def _designated(self, slot: Subobject, item: nodes.InitializerItem, items: _Items) -> int:
        """Initialize what a designator list names; returns the position of its first step in `slot`."""
        first = item.designators[0]
        if isinstance(first, nodes.IndexDesignator):
            low, high = self._index_range(slot, first)
        else:
            assert isinstance(first, nodes.MemberDesignator)
            low = high = self._member_position(slot.type, first)
        start = items.at
        for index in range(low, high + 1):
            items.at = start
            items.value = None
            items.arrived = False
            if index > low and has_side_effects(item.initializer):
                unsupported("a range designator whose value has side effects", item.pos)
            self._designate(slot, item.designators, 0, index, items)
        return high

    def _designate(
        self, slot: Subobject, designators: list[nodes.Designator], at: int, index: int | None, items: _Items
    ) -> None:
        """Walk `designators[at:]` down from `slot`, then initialize; `index` replaces the first index of a range."""
        designator = designators[at]
        steps: list[tuple[Step, CType]]
        if isinstance(designator, nodes.IndexDesignator):
            if not isinstance(slot.type, ArrayType):
                self.context.error("array index in non-array initializer", designator.pos)
            if index is None:
                low, high = self._index_range(slot, designator)
                start = items.at
                for number in range(low, high + 1):
                    items.at = start
                    items.value = None
                    items.arrived = False
                    item = items.current()
                    if number > low and item is not None and has_side_effects(item.initializer):
                        unsupported("a range designator whose value has side effects", item.pos)
                    self._designate(slot, designators, at, number, items)
                return
            steps = [(index, slot.type.element)]
        else:
            assert isinstance(designator, nodes.MemberDesignator)
            path = self._member_path(slot.type, designator)
            steps = [(member, member.type) for member in path]
        for step, ctype in steps[:-1]:
            slot = self._part(slot, step, ctype)
        step, ctype = steps[-1]
        if at + 1 < len(designators):
            self._designate(self._part(slot, step, ctype), designators, at + 1, None, items)
            if len(designators) > 1:
                self._continue(self._part(slot, step, ctype), designators[at + 1], items)
            return
        items.arrived = True
        self._fill_part(slot, step, ctype, items)
        if len(steps) > 1:
            self._continue_after(slot, step, items)

    def _continue(self, slot: Subobject, designator: nodes.Designator, items: _Items) -> None:
        """§6.7.9p17: items without designators go on with the next subobject after the designated one."""
        item = items.current()
        if item is None or item.designators:
            return
        ctype = slot.type
        if isinstance(ctype, ArrayType) and isinstance(designator, nodes.IndexDesignator):
            _, index = self._index_range(slot, designator)
            self._continue_array(slot, ctype, index + 1, items)
        elif isinstance(ctype, RecordType) and isinstance(designator, nodes.MemberDesignator):
            step = self._member_path(ctype, designator)[0]
            self._continue_after(slot, step, items)

    def _continue_array(self, slot: Subobject, ctype: ArrayType, index: int, items: _Items) -> None:
        while (item := items.current()) is not None and not item.designators:
            if ctype.length is None or index >= ctype.length:
                return
            self._fill_part(slot, index, ctype.element, items)
            index += 1

    def _continue_after(self, slot: Subobject, step: Step, items: _Items) -> None:
        ctype = slot.type
        if not isinstance(ctype, RecordType) or ctype.definition.keyword == "union":
            return
        members = ctype.definition.members or []
        at = next((i for i, member in enumerate(members) if member is step), len(members)) + 1
        while (item := items.current()) is not None and not item.designators and at < len(members):
            member = members[at]
            at += 1
            if member.name is None and member.bit_width is not None:
                continue
            self._fill_part(slot, member, member.type, items)

    def _index_range(self, slot: Subobject, designator: nodes.IndexDesignator) -> tuple[int, int]:
        context = self.context
        ctype = slot.type
        if not isinstance(ctype, ArrayType):
            context.error("array index in non-array initializer", designator.pos)
        message = "nonconstant array index in initializer"
        low = context.expressions.integer_constant(designator.index, message)
        high = low
        if designator.last is not None:
            high = context.expressions.integer_constant(designator.last, message)
        if low > high:
            context.error("empty index range in initializer", designator.pos)
        if low < 0 or (ctype.length is not None and high >= ctype.length):
            context.error("array index in initializer exceeds array bounds", designator.pos)
        return low, high

    def _member_path(self, ctype: CType, designator: nodes.MemberDesignator) -> list[RecordMember]:
        context = self.context
        if not isinstance(ctype, RecordType):
            context.error("field name not in record or union initializer", designator.pos)
        path = find_member(ctype, designator.name)
        if path is None:
            context.error(f"'{spell(unqualified(ctype))}' has no member named '{designator.name}'", designator.pos)
        return path

    def _member_position(self, ctype: CType, designator: nodes.MemberDesignator) -> int:
        """The place of the designated member among the members that take initializers."""
        step = self._member_path(ctype, designator)[0]
        assert isinstance(ctype, RecordType)
        members = [
            member for member in ctype.definition.members or () if member.name is not None or member.bit_width is None
        ]
        return next(i for i, member in enumerate(members) if member is step)

    # ----------------------------------------------------------------- strings

    def _string(self, node: nodes.Expression, ctype: ArrayType) -> typed.StringLiteral | None:
        """A string literal that initializes a character array, cut to the array's length; None when it is not one."""
        if not isinstance(node, nodes.StringLiteral):
            return None
        element = integer_type(unqualified(ctype.element))
        if element is None:
            return None
        prefix, data = string_literal(node.parts, node.pos)
        warn_of_escapes(self.context, node.parts, node.pos)
        size = element_size(prefix)
        if size == 1:
            if element.size != 1 or element.rank == 0:
                return None
        elif element.size != size:
            return None
        data += bytes(size)
        if ctype.length is not None:
            if len(data) - size > ctype.length * size:
                self.context.warn("initializer-string for array is too long", node.pos)
            data = data[: ctype.length * size]
        literal_type = ArrayType(
            unqualified(ctype.element) if isinstance(ctype.element, IntegerType) else CHAR,
            len(data) // size,
        )
        return typed.StringLiteral(node.pos, literal_type, data)

    def _refuse_other_string(self, node: nodes.Expression, ctype: ArrayType) -> None:
        if isinstance(node, nodes.StringLiteral) and integer_type(unqualified(ctype.element)) is not None:
            self.context.error("array initialized from incompatible type of string literal", node.pos)

    def _length(self, root: Subobject) -> int:
        """How many elements an array of unknown length gets (§6.7.9p22)."""
        if isinstance(root.value, typed.StringLiteral):
            assert isinstance(root.type, ArrayType)
            return len(root.value.data) // size_of(root.type.element)
        return max((step for step in root.parts if isinstance(step, int)), default=-1) + 1


def _plain_number(text: str) -> int | None:
    """The value of a constant that is an `int` at first sight."""
    if len(text) < 10:
        if text.isdecimal() and text[0] != "0":
            return int(text)
        if text[:2] == "0x" and text[-1] not in "uUlLiIjJ":
            return int(text, 16)
    return 0 if text == "0" else None


def _is_zero(node: nodes.Expression | nodes.InitializerList) -> bool:
    """`{ 0 }`, which initializes anything."""
    return (
        isinstance(node, nodes.InitializerList)
        and len(node.items) == 1
        and not node.items[0].designators
        and _is_zero_constant(node.items[0].initializer)
    )


def _is_zero_constant(node: nodes.Expression | nodes.InitializerList) -> bool:
    return isinstance(node, nodes.IntegerConstant) and node.text.strip("0xXuUlL") == ""


def _keyword(ctype: CType) -> str:
    return ctype.definition.keyword if isinstance(ctype, RecordType) else "scalar"
