"""C types as the strict build's runtime needs them: which may access each other's objects, and what lies where."""

from __future__ import annotations

from minicc.types.conversions import promoted_parameter
from minicc.types.ctype import (
    CHAR,
    CONST,
    ArrayType,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    RecordMember,
    RecordType,
    VectorType,
    VoidType,
    unqualified,
)
from minicc.types.layout import IncompleteTypeError, is_complete, size_of

ANY, CHARACTER = 0, 1
_KINDS = {"struct": "STRUCT", "union": "UNION"}


class TypeTable:
    """Numbers for types, and the C text of the tables that `runtime.h` declares.

    A *class* is a set of scalar types that may access each other's objects (C11 6.5p7): corresponding signed and
    unsigned types, an enumeration and its integer type, differently qualified ones. Class 0 is anything, 1 the
    character types.
    """

    def __init__(self, *, aliases: bool) -> None:
        self.aliases = aliases
        self._classes: dict[str, int] = {"anything": ANY, "a character": CHARACTER}
        self._indices: dict[object, int] = {}
        self._texts: list[str] = ["{0}"]
        self._members: list[str] = []
        self._kept: list[CType] = []

    def name(self, ctype: CType) -> str:
        """The class of a type in words; for pointers `*` and the target's, `c` for a character type, `v` for void."""
        match ctype:
            case VoidType():
                return "v"
            case IntegerType():
                return "c" if ctype.size == 1 and ctype.rank else _signed(ctype)
            case EnumType():
                return _signed(ctype.definition.integer) if ctype.definition.integer else "int"
            case FloatingType():
                return ctype.name
            case ComplexType():
                return f"complex {self.name(ctype.component)}"
            case VectorType():
                return f"vector of {ctype.length} {self.name(ctype.element)}"
            case PointerType():
                return "*" + self.name(ctype.target)
            case ArrayType():
                return "[]" + self.name(ctype.element)
            case FunctionType():
                return "()"
            case RecordType():
                return f"{ctype.definition.keyword} {ctype.definition.tag or ''}#{ctype.definition.identity}"
        return "anything"

    def class_of(self, ctype: CType) -> int:
        """The class of a scalar type or of a record."""
        if isinstance(ctype, VectorType) or (not self.aliases and not isinstance(ctype, RecordType)):
            return ANY
        name = self.name(ctype)
        if name == "c":
            return CHARACTER
        return self._classes.setdefault(name, len(self._classes))

    def arguments(self, types: list[CType]) -> str:
        """The types of a call's arguments: each name, then `;`."""
        return "".join(f"{self.name(unqualified(one))};" for one in types)

    def signature(self, ctype: FunctionType, arguments: list[CType] | None = None) -> str:
        """A function's type; a call without prototype passes the types of its promoted `arguments`."""
        parameters = list(ctype.parameters)
        if arguments is not None and not ctype.prototype:
            parameters = arguments
        elif not ctype.prototype:
            parameters = [promoted_parameter(one) for one in parameters]
        ending = "..." if ctype.variadic else ""
        texts = "".join(f"{self._passed(one)};" for one in parameters)
        return f"{self._passed(ctype.result)}({texts}{ending})"

    def _passed(self, ctype: CType) -> str:
        name = self.name(unqualified(ctype))
        return f"{name}{ctype.size}" if name == "c" and isinstance(ctype, IntegerType) else name

    def index(self, ctype: CType) -> int:
        """The number of an object type in the table."""
        readonly = bool(ctype.qualifiers & CONST)
        match ctype:
            case ArrayType():
                element = self.index(ctype.element)
                key: object = ("array", element, ctype.length, readonly)
            case RecordType():
                key = ("record", ctype.definition.identity, readonly)
            case _:
                key = ("scalar", self.name(ctype), _size(ctype), readonly)
        found = self._indices.get(key)
        if found is None:
            found = self._indices[key] = len(self._texts)
            self._texts.append("")
            self._texts[found] = self._text(ctype, readonly)
        return found

    def _text(self, ctype: CType, readonly: bool) -> str:
        size, kind, used, count, members = _size(ctype), "SCALAR", 0, 0, "0"
        class_ = self.class_of(ctype) if not isinstance(ctype, ArrayType) else 0
        match ctype:
            case ArrayType():
                kind, used, count = "ARRAY", self.index(ctype.element), ctype.length or 0
            case RecordType():
                kind = _KINDS[ctype.definition.keyword]
                texts = [self._member(member) for member in ctype.definition.members or [] if _holds_value(member)]
                count, members = len(texts), f"members + {len(self._members)}"
                self._members += texts
            case _:
                used = 10 if isinstance(ctype, FloatingType) and ctype.name == "long double" else size
        return f'{{{size}, {kind}, {int(readonly)}, {class_}, {used}, {count}, {members}, "{self.name(ctype)}"}}'

    def _member(self, member: RecordMember) -> str:
        index = self.index(member.type)
        return f"{{{member.offset}, {index}, {member.bit_position or 0}, {member.bit_width or 0}}}"

    def tables(self, place_lines: list[int], *, sees_all: bool) -> str:
        """The C text that defines what `runtime.h` declares."""
        names = ", ".join(f'"{name}"' for name in self._classes)
        lines = ", ".join(map(str, place_lines)) or "0"
        return (
            f"/* sees all: {sees_all} */\n"
            '#include "runtime.h"\n'
            f"static const struct member members[] = {{{', '.join(self._members) or '{0}'}}};\n"
            f"const struct type oracle_types[] = {{{', '.join(self._texts)}}};\n"
            f"const char *const oracle_classes[] = {{{names}}};\n"
            f"const ulong oracle_places = {len(place_lines)};\n"
            f"const uint32_t oracle_place_lines[] = {{{lines}}};\n"
        )


def _holds_value(member: RecordMember) -> bool:
    return member.bit_width is None or (member.name is not None and member.bit_width > 0)


def _size(ctype: CType) -> int:
    try:
        return size_of(ctype) if is_complete(ctype) else 0
    except IncompleteTypeError:
        return 0


_RANKS = {0: "_Bool", 2: "short", 3: "int", 4: "long", 5: "long long", 6: "__int128"}


def _signed(ctype: IntegerType) -> str:
    return _RANKS.get(ctype.rank, "int")


def is_character(ctype: CType) -> bool:
    """char, signed char or unsigned char, whatever its qualifiers."""
    return isinstance(ctype, IntegerType) and ctype.size == CHAR.size and ctype.rank > 0
