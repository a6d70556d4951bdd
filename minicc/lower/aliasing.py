"""What C promises of aliasing, as LLVM metadata (C11 §6.5p7; LLVM Language Reference, "tbaa Metadata").

The rules are clang's for C, which are never stricter than gcc's: character types, vectors, bit-fields, anything reached
through a union and `may_alias` types may alias everything; signed and unsigned, enum and its integer type are one; so
are all pointers. A member of a struct is tagged with the struct and the member's place in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from minicc.types.ctype import (
    ATOMIC,
    MAY_ALIAS,
    ArrayType,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    IntegerType,
    PointerType,
    Record,
    RecordType,
)
from minicc.types.layout import is_complete, size_of

if TYPE_CHECKING:
    from minicc.lower.context import Place

_CHARACTER_RANK = 1
_INTEGERS = {0: "_Bool", 2: "short", 3: "int", 4: "long", 5: "long long", 6: "__int128"}
_ANYTHING = "omnipotent char"


class AliasTags:
    """The tags of a module. Their nodes are appended to `nodes`, whose first one is `!first`."""

    def __init__(self, nodes: list[str], first: int) -> None:
        self._nodes = nodes
        self._first = first
        self._tags: dict[CType | tuple[Record, int, CType], str] = {}
        self._scalar_tags: dict[str, str] = {}
        self._scalars: dict[str, int] = {}
        self._records: dict[Record, int] = {}

    def tag(self, place: Place) -> str:
        """`, !tbaa !N` for an access to the whole scalar object; "" when it may alias anything."""
        if place.may_alias or place.bit_width is not None:
            return ""
        key = place.type if place.record is None else (place.record, place.distance, place.type)
        found = self._tags.get(key)
        if found is None:
            found = self._tags[key] = self._new_tag(place)
        return found

    def _new_tag(self, place: Place) -> str:
        name = _scalar_name(place.type)
        if name == _ANYTHING or place.type.qualifiers & ATOMIC:
            return ""
        access = self._scalar(name)
        if place.record is not None and _scalar_at(place.record, place.distance) == name:
            node = self._add(f"!{{!{self._record(place.record)}, !{access}, i64 {place.distance}}}")
            return f", !tbaa !{node}"
        found = self._scalar_tags.get(name)
        if found is None:
            node = self._add(f"!{{!{access}, !{access}, i64 0}}")
            found = self._scalar_tags[name] = f", !tbaa !{node}"
        return found

    def _add(self, text: str) -> int:
        self._nodes.append(text)
        return self._first + len(self._nodes) - 1

    def _scalar(self, name: str) -> int:
        found = self._scalars.get(name)
        if found is None:
            if name == _ANYTHING:
                root = self._add('!{!"minicc C"}')
                found = self._add(f'!{{!"{name}", !{root}, i64 0}}')
            else:
                found = self._add(f'!{{!"{name}", !{self._scalar(_ANYTHING)}, i64 0}}')
            self._scalars[name] = found
        return found

    def _record(self, record: Record) -> int:
        """The node of a struct; its name is unique, as structs that look alike are different types."""
        found = self._records.get(record)
        if found is None:
            members = "".join(
                f", !{self._of_member(ctype)}, i64 {distance}" for distance, ctype in _described_members(record)
            )
            found = self._add(f'!{{!"struct {record.tag or ""}.{record.identity}"{members}}}')
            self._records[record] = found
        return found

    def _of_member(self, ctype: CType) -> int:
        return self._record(ctype.definition) if _has_path(ctype) else self._scalar(_scalar_name(ctype))


def aliases_anything(ctype: CType) -> bool:
    """True for a union, and for a type that says `may_alias`: what is reached through it may alias everything."""
    if ctype.qualifiers & MAY_ALIAS:
        return True
    return isinstance(ctype, RecordType) and (ctype.definition.keyword == "union" or ctype.definition.may_alias)


def _has_path(ctype: CType) -> TypeGuard[RecordType]:
    return isinstance(ctype, RecordType) and not aliases_anything(ctype)


def _scalar_name(ctype: CType) -> str:
    """The name of the type's node; that of the character types for all that may alias anything."""
    if ctype.qualifiers & MAY_ALIAS:
        return _ANYTHING
    if isinstance(ctype, EnumType):
        assert ctype.definition.integer is not None
        ctype = ctype.definition.integer
    elif isinstance(ctype, ComplexType):
        ctype = ctype.component
    if isinstance(ctype, IntegerType):
        return _ANYTHING if ctype.rank == _CHARACTER_RANK else _INTEGERS[ctype.rank]
    if isinstance(ctype, FloatingType):
        return ctype.name
    return "any pointer" if isinstance(ctype, PointerType) else _ANYTHING


def _described_members(record: Record) -> list[tuple[int, CType]]:
    """Offset and type of the members that hold memory of their own; of an array the element's type."""
    described = []
    for member in record.members or ():
        ctype = member.type
        while isinstance(ctype, ArrayType):
            ctype = ctype.element
        if member.bit_width is not None:
            if member.bit_width and member.name is not None and member.bit_position is not None:
                described.append((member.bit_position // 8, ctype))
        elif is_complete(member.type) and size_of(member.type):
            described.append((member.offset, ctype))
    return described


def _scalar_at(record: Record, distance: int) -> str | None:
    """The name of the scalar that a walk down the struct's node finds `distance` bytes from its start, as LLVM does."""
    containing = [one for one in _described_members(record) if one[0] <= distance]
    if not containing:
        return None
    start, ctype = containing[-1]
    if _has_path(ctype):
        return _scalar_at(ctype.definition, distance - start)
    return _scalar_name(ctype) if start == distance else None
