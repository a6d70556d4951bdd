"""C types as debug information (DWARF 5 §5): what a debugger prints with, and what two compilers' layouts are
compared by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from minicc.ir.spelling import escape
from minicc.types.ctype import (
    ATOMIC,
    CONST,
    RESTRICT,
    VOLATILE,
    ArrayType,
    ComplexType,
    CType,
    EnumDefinition,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    Record,
    RecordMember,
    RecordType,
    VectorType,
    unqualified,
)
from minicc.types.layout import is_complete, is_variable_length, size_of
from minicc.types.spelling import debugger_name

if TYPE_CHECKING:
    from minicc.check import typed
    from minicc.ir.debug import DebugInfo

LengthOf = Callable[["typed.Expression"], str]
"""What stands behind `count:` for the length of a variable-length array."""

_QUALIFIERS = (
    (ATOMIC, "DW_TAG_atomic_type"),
    (RESTRICT, "DW_TAG_restrict_type"),
    (CONST, "DW_TAG_const_type"),
    (VOLATILE, "DW_TAG_volatile_type"),
)


class DebugTypes:
    """The nodes of types. None stands for void, as in the metadata.

    `length_of` knows the variables that hold the lengths of the current function's variable-length arrays.
    """

    def __init__(self, info: DebugInfo, typedef_names: Mapping[int, typed.TypedefName]) -> None:
        self.length_of: LengthOf = lambda length: "-1"
        self._info = info
        self._typedef_names = typedef_names
        self._types: dict[CType, int | None] = {}
        self._typedefs: dict[int, int] = {}
        self._records: dict[Record, int] = {}
        self._enums: dict[EnumDefinition, int] = {}

    def declared(self, ctype: CType, pos: int) -> int | None:
        """The type of what is declared at `pos`, with the typedef that its specifiers name."""
        name = self._typedef_names.get(pos)
        return self.type(ctype) if name is None else self._named(ctype, name)

    def type(self, ctype: CType) -> int | None:
        """The node of a type as it is, without names of typedefs."""
        if ctype in self._types:
            return self._types[ctype]
        node = self._shape(ctype, None)
        if not _is_variably_sized(ctype):
            self._types[ctype] = node
        return node

    def function(self, ctype: FunctionType, result: int | None, parameters: list[int | None]) -> int:
        """The DISubroutineType; of a function without prototype only the result is told."""
        members = [result, *parameters] if ctype.prototype else [result]
        if ctype.variadic or not ctype.prototype:
            members.append(None)
        return self._info.unique(f"!DISubroutineType(types: !{self._info.tuple(members)})")

    # ------------------------------------------------------------------ typedefs

    def _named(self, ctype: CType, name: typed.TypedefName) -> int | None:
        """The type with `name` put where the declarator's own parts end."""
        if unqualified(ctype) is unqualified(name.type):
            return self._qualify(self._typedef(name), ctype.qualifiers & ~name.type.qualifiers)
        if isinstance(name.type, ArrayType) and isinstance(ctype, PointerType) and ctype.target is name.type.element:
            return self.declared(ctype, name.pos)  # a parameter
        if isinstance(ctype, PointerType | ArrayType | FunctionType):
            return self._shape(ctype, name)
        return self.type(ctype)

    def _typedef(self, name: typed.TypedefName) -> int:
        found = self._typedefs.get(name.pos)
        if found is None:
            found = self._typedefs[name.pos] = self._info.reserve()
            target = self.declared(name.type, name.pos)
            self._info.nodes[found] = (
                f'!DIDerivedType(tag: DW_TAG_typedef, name: "{_text(name.name)}", {self._info.at(name.pos)}, '
                f"baseType: {_reference(target)})"
            )
        return found

    def _inner(self, ctype: CType, name: typed.TypedefName | None) -> int | None:
        return self.type(ctype) if name is None else self._named(ctype, name)

    # ------------------------------------------------------------------ kinds of types

    def _shape(self, ctype: CType, name: typed.TypedefName | None) -> int | None:
        if isinstance(ctype, ArrayType):
            return self._array(ctype, name)
        if isinstance(ctype, FunctionType):
            parameters = [self.type(parameter) for parameter in ctype.parameters]
            return self.function(ctype, self._inner(ctype.result, name), parameters)
        if ctype.qualifiers and not isinstance(ctype, PointerType):
            return self._qualify(self.type(unqualified(ctype)), ctype.qualifiers)
        if isinstance(ctype, PointerType):
            target = _reference(self._inner(ctype.target, name))
            node = self._info.unique(f"!DIDerivedType(tag: DW_TAG_pointer_type, baseType: {target}, size: 64)")
            return self._qualify(node, ctype.qualifiers)
        if isinstance(ctype, RecordType):
            return self._record(ctype.definition)
        if isinstance(ctype, EnumType):
            return self.enum(ctype.definition)
        if isinstance(ctype, VectorType):
            element = _reference(self.type(ctype.element))
            return self._info.unique(
                f"!DICompositeType(tag: DW_TAG_array_type, baseType: {element}, size: {size_of(ctype) * 8}, "
                f"flags: DIFlagVector, elements: !{self._info.tuple([self._subrange(str(ctype.length))])})"
            )
        return self._basic(ctype)

    def _qualify(self, node: int | None, qualifiers: int) -> int | None:
        for bit, tag in _QUALIFIERS:
            if qualifiers & bit:
                node = self._info.unique(f"!DIDerivedType(tag: {tag}, baseType: {_reference(node)})")
        return node

    def _basic(self, ctype: CType) -> int | None:
        if isinstance(ctype, IntegerType):
            encoding = "DW_ATE_signed" if ctype.signed else "DW_ATE_unsigned"
            if ctype.rank == 0:
                encoding = "DW_ATE_boolean"
            elif ctype.rank == 1:
                encoding += "_char"
        elif isinstance(ctype, FloatingType):
            encoding = "DW_ATE_float"
        elif isinstance(ctype, ComplexType):
            encoding = "DW_ATE_complex_float" if isinstance(ctype.component, FloatingType) else "128"
        else:
            return None
        return self._info.unique(
            f'!DIBasicType(name: "{debugger_name(ctype)}", size: {size_of(ctype) * 8}, encoding: {encoding})'
        )

    def _subrange(self, count: str) -> int:
        return self._info.unique(f"!DISubrange(count: {count})")

    def _array(self, ctype: ArrayType, name: typed.TypedefName | None) -> int:
        dimensions: list[int] = []
        element: CType = ctype
        size = 1
        while isinstance(element, ArrayType) and (name is None or element is not name.type or element is ctype):
            if element.variable_length is not None:
                count = self.length_of(element.variable_length)
                size = 0
            else:
                count = "-1" if element.length is None else str(element.length)
                size *= element.length or 0
            dimensions.append(self._subrange(count))
            element = element.element
        shown = f"size: {size * size_of(element) * 8}, " if size and not _is_variably_sized(element) else ""
        return self._info.unique(
            f"!DICompositeType(tag: DW_TAG_array_type, baseType: {_reference(self._inner(element, name))}, "
            f"{shown}elements: !{self._info.tuple(dimensions)})"
        )

    # ------------------------------------------------------------------ records and enums

    def _record(self, record: Record) -> int:
        found = self._records.get(record)
        if found is not None:
            return found
        info = self._info
        found = self._records[record] = info.reserve()
        name = f'name: "{_text(record.tag)}", ' if record.tag else ""
        place = f", {info.at(record.pos)}" if record.pos else ""
        head = f"distinct !DICompositeType(tag: DW_TAG_{'union' if record.keyword == 'union' else 'structure'}_type, "
        if record.members is None:
            info.nodes[found] = f"{head}{name}flags: DIFlagFwdDecl{place})"
            return found
        members = [self._member(member, found) for member in record.members if _is_visible(member)]
        info.nodes[found] = f"{head}{name}size: {record.size * 8}{place}, elements: !{info.tuple(members)})"
        return found

    def _member(self, member: RecordMember, record: int) -> int:
        info = self._info
        name = f'name: "{_text(member.name)}", ' if member.name else ""
        place = f"{info.at(member.pos)}, " if member.pos else ""
        type_ = _reference(self.declared(member.type, member.pos))
        if member.bit_width is None:
            known = is_complete(member.type) and not is_variable_length(member.type)
            size = size_of(member.type) * 8 if known else 0
            where = f"size: {size}, offset: {member.offset * 8}"
        else:
            assert member.bit_position is not None
            unit = size_of(member.type) * 8
            where = (
                f"size: {member.bit_width}, offset: {member.bit_position}, flags: DIFlagBitField, "
                f"extraData: i64 {member.bit_position // unit * unit}"
            )
        return info.add(
            f"!DIDerivedType(tag: DW_TAG_member, {name}scope: !{record}, {place}baseType: {type_}, {where})"
        )

    def enum(self, definition: EnumDefinition) -> int:
        """The node of an enumeration."""
        found = self._enums.get(definition)
        if found is not None:
            return found
        info = self._info
        found = self._enums[definition] = info.reserve()
        name = f'name: "{_text(definition.tag)}", ' if definition.tag else ""
        place = f"{info.at(definition.pos)}, " if definition.pos else ""
        head = f"distinct !DICompositeType(tag: DW_TAG_enumeration_type, {name}{place}"
        integer = definition.integer
        if definition.enumerators is None or integer is None:
            info.nodes[found] = f"{head}flags: DIFlagFwdDecl)"
            return found
        flag = "" if integer.signed else ", isUnsigned: true"
        elements = [
            info.unique(f'!DIEnumerator(name: "{_text(enumerator)}", value: {value}{flag})')
            for enumerator, value in definition.enumerators
        ]
        info.nodes[found] = (
            f"{head}baseType: {_reference(self.type(integer))}, size: {integer.size * 8}, "
            f"elements: !{info.tuple(elements)})"
        )
        info.enums.append(found)
        return found


def _is_visible(member: RecordMember) -> bool:
    """An unnamed bit-field only holds a place."""
    return member.name is not None or member.bit_width is None


def _is_variably_sized(ctype: CType) -> bool:
    """Whether a variable-length array is part of the type: its node belongs to one function."""
    while True:
        if isinstance(ctype, PointerType):
            ctype = ctype.target
        elif isinstance(ctype, ArrayType):
            if ctype.variable_length is not None:
                return True
            ctype = ctype.element
        elif isinstance(ctype, FunctionType):
            ctype = ctype.result
        else:
            return False


def _reference(node: int | None) -> str:
    return "null" if node is None else f"!{node}"


def _text(name: str) -> str:
    return escape(name.encode("utf-8", "surrogateescape"))
