"""Sizes, alignments and record layout: the System V x86-64 ABI (psABI §3.1.2) with gcc's bit-field rules.

gcc's rules are those of its `stor-layout.c` (place_field, update_alignment_for_field, layout_decl). Units are bytes
unless a name says bits.
"""

from __future__ import annotations

from minicc.quick_dataclasses import dataclass
from minicc.types.ctype import (
    ATOMIC,
    LESS_ALIGNED,
    ArrayType,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    Record,
    RecordMember,
    RecordType,
    VectorType,
    VoidType,
    reduced_alignment,
)

_ALIGNED_WHEN_ATOMIC = (2, 4, 8, 16)
_LARGEST_ALIGNMENT = 16
"""gcc's BIGGEST_ALIGNMENT without AVX."""


class IncompleteTypeError(ValueError):
    """The size of an incomplete type was asked for."""


def is_complete(ctype: CType) -> bool:
    """True for an object type whose size is known (§6.2.5p1); a function type and void are not."""
    cls = type(ctype)
    if cls is ArrayType:
        assert isinstance(ctype, ArrayType)
        return (ctype.length is not None or ctype.variable_length is not None) and is_complete(ctype.element)
    if cls is RecordType:
        assert isinstance(ctype, RecordType)
        return ctype.definition.members is not None
    if cls is EnumType:
        assert isinstance(ctype, EnumType)
        return ctype.definition.integer is not None
    return cls is not VoidType and cls is not FunctionType


def is_variable_length(ctype: CType) -> bool:
    """Whether sizeof of the array type is not constant."""
    while isinstance(ctype, ArrayType):
        if ctype.variable_length is not None:
            return True
        ctype = ctype.element
    return False


def is_variably_modified(ctype: CType) -> bool:
    """§6.7.6p3, for arrays and pointers to them."""
    while isinstance(ctype, ArrayType | PointerType):
        if isinstance(ctype, ArrayType):
            if ctype.variable_length is not None:
                return True
            ctype = ctype.element
        else:
            ctype = ctype.target
    return False


def size_of(ctype: CType) -> int:
    """sizeof in bytes; void and functions count 1 (GNU). Raises IncompleteTypeError."""
    if isinstance(ctype, IntegerType | FloatingType):
        return ctype.size
    if isinstance(ctype, PointerType):
        return 8
    if isinstance(ctype, ArrayType):
        if ctype.length is None:
            raise IncompleteTypeError("array of unknown length")
        return ctype.length * size_of(ctype.element)
    if isinstance(ctype, RecordType):
        if ctype.definition.members is None:
            raise IncompleteTypeError(f"{ctype.definition.keyword} {ctype.definition.tag}")
        return ctype.definition.size
    if isinstance(ctype, EnumType):
        if ctype.definition.integer is None:
            raise IncompleteTypeError(f"enum {ctype.definition.tag}")
        return ctype.definition.integer.size
    if isinstance(ctype, ComplexType):
        return 2 * ctype.component.size
    if isinstance(ctype, VectorType):
        return ctype.length * ctype.element.size
    return 1


def align_of(ctype: CType) -> int:
    """_Alignof in bytes; an incomplete array has its element's. Raises IncompleteTypeError."""
    if ctype.qualifiers & LESS_ALIGNED:
        return reduced_alignment(ctype)
    if isinstance(ctype, IntegerType | FloatingType):
        return ctype.size
    if isinstance(ctype, PointerType):
        return 8
    if isinstance(ctype, ArrayType):
        return align_of(ctype.element)
    if isinstance(ctype, RecordType):
        if ctype.definition.members is None:
            raise IncompleteTypeError(f"{ctype.definition.keyword} {ctype.definition.tag}")
        if ctype.qualifiers & ATOMIC and ctype.definition.size in _ALIGNED_WHEN_ATOMIC:
            return max(ctype.definition.size, ctype.definition.alignment)
        return ctype.definition.alignment
    if isinstance(ctype, EnumType):
        return size_of(ctype)
    if isinstance(ctype, ComplexType):
        return ctype.component.size
    if isinstance(ctype, VectorType):
        return ctype.alignment or ctype.length * ctype.element.size
    return 1


def least_alignment(ctype: CType, alignment: int) -> int:
    """What _Alignof makes of what `__alignof__` says: a large vector need not be as aligned as it would like."""
    return min(alignment, _LARGEST_ALIGNMENT) if isinstance(ctype, VectorType) else alignment


@dataclass(slots=True, eq=False)
class Field:
    """One member as declared.

    `width`: of a bit-field, in bits. `alignment`: bytes asked for by `aligned`/_Alignas, 0 when not.
    """

    name: str | None
    type: CType
    width: int | None = None
    alignment: int = 0
    packed: bool = False
    pos: int = 0


def lay_out(record: Record, fields: list[Field], *, packed: bool = False, alignment: int = 0, pack: int = 0) -> None:
    """Complete `record` with `fields`.

    `packed`: the record has the attribute. `alignment`: bytes asked for by the record's `aligned` attribute.
    `pack`: the bound of `#pragma pack(n)`, 0 for none.
    """
    is_union = record.keyword == "union"
    record_align = max(1, alignment) * 8
    bound = pack * 8
    position = 0
    extent = 0
    members: list[RecordMember] = []
    for field in fields:
        type_align = align_of(field.type) * 8
        bit_field = field.width is not None
        zero_width = field.width == 0
        field_packed = (packed and (bit_field or type_align > 8)) or field.packed
        desired = _desired_alignment(field, type_align, bit_field, zero_width, field_packed)
        if bound and not zero_width:
            desired = min(desired, bound)
        if not bit_field:
            record_align = max(record_align, desired)
        elif field.name is not None:
            bounded = type_align
            if bound:
                bounded = min(bounded, bound)
            elif field_packed:
                bounded = 8
            record_align = max(record_align, desired, bounded)
        position = 0 if is_union else _round_up(position, desired)
        if field.width is not None:
            width = field.width
            size_bits = size_of(field.type) * 8
            if (
                not is_union
                and not zero_width
                and not field_packed
                and not bound
                and _crosses(position, width, type_align, size_bits)
            ):
                position = _round_up(position, type_align)
            members.append(RecordMember(field.name, field.type, position // 8, position, width, field.pos))
            position += width
        else:
            if isinstance(field.type, ArrayType) and field.type.length is None:
                record.has_flexible_array = True
                size = 0
            else:
                size = size_of(field.type) * 8
            members.append(RecordMember(field.name, field.type, position // 8, pos=field.pos))
            position += size
        extent = max(extent, position)
    record.members = members
    record.packed = packed
    record.alignment = record_align // 8
    record.size = _round_up(_round_up(extent, 8), record_align) // 8


def _desired_alignment(field: Field, type_align: int, bit_field: bool, zero_width: bool, packed: bool) -> int:
    """DECL_ALIGN of a field as gcc's layout_decl computes it, in bits."""
    user = field.alignment * 8
    if bit_field:
        return max(type_align, user) if zero_width else max(1, user)
    if packed:
        return user or 8
    return max(type_align, user)


def _crosses(position: int, width: int, align: int, size: int) -> bool:
    """gcc's excess_unit_span: more units of the type's alignment touched than the type itself has; all in bits."""
    return (position % align + width + align - 1) // align > size // align


def _round_up(value: int, to: int) -> int:
    return (value + to - 1) // to * to
