"""From the tree of an initializer's subobjects to its elements in layout order (C11 §6.7.9p19)."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.constants import fold
from minicc.check.vectors import zero
from minicc.diagnostics import unsupported
from minicc.quick_dataclasses import dataclass, field
from minicc.types.ctype import ArrayType, CType, FloatingType, RecordMember, RecordType, VectorType, unqualified
from minicc.types.layout import is_complete, size_of

if TYPE_CHECKING:
    from minicc.check.context import Context

Step = RecordMember | int
AGGREGATES = (ArrayType, RecordType, VectorType)


@dataclass(slots=True, eq=False)
class Subobject:
    """A subobject: a value, or parts of it (a union has one at most)."""

    type: CType
    value: typed.Expression | None = None
    parts: dict[Step, Subobject] = field(default_factory=dict)


def elements_in_order(context: Context, root: Subobject, static: bool, pos: int) -> list[typed.InitializerElement]:
    """The elements of the object `root`; `static`: their values must be constants.

    Raises CompileError for a value that is none, and for a flexible array member that cannot be initialized.
    """
    elements: list[typed.InitializerElement] = []
    flattening = _Flattening(context, static, pos)
    flattening.flatten(root, (), 0, None, elements)
    if static:
        for element in elements:
            element.value = flattening.constant(element.value)
    return elements


class _Flattening:
    def __init__(self, context: Context, static: bool, pos: int) -> None:
        self.context = context
        self._static = static
        self._pos = pos

    def _check_flexible(self, ctype: ArrayType, path: tuple[Step, ...], braced: bool) -> None:
        """GNU: only the outermost struct's flexible array member can be initialized, in a static object."""
        if ctype.length is None and ctype.variable_length is None:
            if len(path) > 1 and braced:
                self.context.error("initialization of flexible array member in a nested context", self._pos)
            if not self._static:
                self.context.error("non-static initialization of a flexible array member", self._pos)

    def flatten(
        self,
        slot: Subobject,
        path: tuple[Step, ...],
        offset: int,
        member: RecordMember | None,
        out: list[typed.InitializerElement],
    ) -> None:
        if isinstance(slot.type, ArrayType) and path and (slot.value is not None or slot.parts):
            self._check_flexible(slot.type, path, slot.value is None)
        if slot.value is not None:
            ctype = slot.type
            if isinstance(ctype, ArrayType) and ctype.length is None:
                ctype = slot.value.type
            out.append(typed.InitializerElement(path, offset, ctype, slot.value, member))
            return
        ctype = slot.type
        if isinstance(ctype, VectorType):
            if slot.parts:
                out.append(typed.InitializerElement(path, offset, ctype, _vector_value(slot, ctype)))
            return
        if isinstance(ctype, ArrayType):
            size = size_of(ctype.element) if is_complete(ctype.element) else 0
            keys = list(slot.parts)
            indices = [key for key in keys if isinstance(key, int)]
            if any(a > b for a, b in itertools.pairwise(indices)):
                indices.sort()
            is_scalar = not isinstance(ctype.element, AGGREGATES)
            for index in indices:
                part = slot.parts[index]
                if is_scalar and part.value is not None:
                    where = offset + index * size
                    out.append(typed.InitializerElement((*path, index), where, part.type, part.value))
                else:
                    self.flatten(part, (*path, index), offset + index * size, None, out)
            return
        if isinstance(ctype, RecordType):
            for part_member in ctype.definition.members or ():
                member_part = slot.parts.get(part_member)
                if member_part is not None:
                    self.flatten(
                        member_part,
                        (*path, part_member),
                        offset + part_member.offset,
                        part_member if part_member.bit_width is not None else None,
                        out,
                    )

    def constant(self, value: typed.Expression) -> typed.Expression:
        """The value of an initializer for static storage duration."""
        if isinstance(value, typed.StringLiteral):
            return value
        folded = fold(value)
        if folded is not None:
            return folded
        difference = _label_difference(value)
        if difference is not None:
            return difference
        if _is_cut_address(value):
            self.context.error("initializer element is not computable at load time", value.pos)
        self.context.error("initializer element is not constant", value.pos)


def _vector_value(slot: Subobject, ctype: VectorType) -> typed.Expression:
    """The vector whose elements are the parts of `slot`, in order; those left out are zero."""
    pos = next(part.value.pos for part in slot.parts.values() if part.value is not None)
    values: list[typed.Expression] = []
    for index in range(ctype.length):
        part = slot.parts.get(index)
        value = part.value if part is not None else None
        values.append(value if value is not None else zero(ctype.element, pos))
    return typed.VectorValue(pos, unqualified(ctype), values)


def _label_difference(value: typed.Expression) -> typed.LabelDifference | None:
    """`&&a - &&b`, of pointers or of the integers they become; None for anything else."""
    inner = _unconverted(value)
    if isinstance(inner, typed.PointerDifference) or (isinstance(inner, typed.Arithmetic) and inner.operator == "-"):
        left, right = _unconverted(inner.left), _unconverted(inner.right)
        if isinstance(left, typed.LabelAddress) and isinstance(right, typed.LabelAddress):
            if size_of(value.type) not in (4, 8) or isinstance(value.type, FloatingType):
                unsupported("the difference of two label addresses in an initializer of this type", value.pos)
            return typed.LabelDifference(value.pos, value.type, left, right)
    return None


def _unconverted(value: typed.Expression) -> typed.Expression:
    while isinstance(value, typed.Conversion):
        value = value.operand
    return value


def _is_cut_address(value: typed.Expression) -> bool:
    """An address cut to fewer than 8 bytes."""
    return isinstance(value, typed.Conversion) and isinstance(fold(value.operand), typed.AddressConstant)
