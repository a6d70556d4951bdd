"""C types (C11 §6.2.5). A type is a value: never changed once made, except that an incomplete record or enum is
completed in place.

Types compare by identity; use `compatible` (minicc.types.compatibility) to ask what C asks.
Sizes and alignments are bytes of the System V x86-64 ABI.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from minicc.quick_dataclasses import dataclass, field, replace

if TYPE_CHECKING:
    from minicc.check.typed import Expression

CONST, VOLATILE, RESTRICT, ATOMIC = 1, 2, 4, 8
MAY_ALIAS = 16
"""GNU `may_alias`, kept among the qualifiers: it goes where they go, but makes no type incompatible."""
ALIGNED_1, ALIGNED_2, ALIGNED_4, ALIGNED_8 = 32, 64, 128, 256
"""A typedef's `aligned` attribute asks for fewer bytes than the type has: likewise among the qualifiers."""
LESS_ALIGNED = ALIGNED_1 | ALIGNED_2 | ALIGNED_4 | ALIGNED_8


@dataclass(slots=True, eq=False, kw_only=True)
class CType:
    """`qualifiers` is a bit set of CONST, VOLATILE, RESTRICT, ATOMIC, MAY_ALIAS and ALIGNED_1 to ALIGNED_8."""

    qualifiers: int = 0
    _unqualified: CType | None = field(default=None, repr=False)


@dataclass(slots=True, eq=False)
class VoidType(CType):
    pass


@dataclass(slots=True, eq=False)
class IntegerType(CType):
    """A standard or extended integer type; `rank` orders them (§6.3.1.1).

    `_Bool` is the one of rank 0; its width is 1, its size 1.
    """

    name: str
    size: int
    signed: bool
    rank: int

    @property
    def width(self) -> int:
        """Value bits plus sign bit."""
        return 1 if self.rank == 0 else self.size * 8


@dataclass(slots=True, eq=False)
class EnumType(CType):
    """`definition.integer` is the compatible integer type (gcc: unsigned int, or int when an enumerator is
    negative).
    """

    definition: EnumDefinition


@dataclass(slots=True, eq=False)
class FloatingType(CType):
    """`name` is "float", "double", "long double" or "_Float128"; `size` of long double is 16 (10 used)."""

    name: str
    size: int


@dataclass(slots=True, eq=False)
class ComplexType(CType):
    """Two numbers side by side, real part first (§6.2.5p13); of integers too (GNU). Made by `complex_type`."""

    component: FloatingType | IntegerType


@dataclass(slots=True, eq=False)
class VectorType(CType):
    """GNU `vector_size`: `length` (a power of two) elements of integer or floating type. Made by `vector_type`.

    `alignment`: bytes that an object is aligned to when a typedef asks for less than the size, else 0.
    `opaque`: the result of a comparison, which converts to any vector type of its size.
    """

    element: IntegerType | FloatingType
    length: int
    alignment: int = 0
    opaque: bool = False


@dataclass(slots=True, eq=False)
class PointerType(CType):
    target: CType


@dataclass(slots=True, eq=False)
class ArrayType(CType):
    """`length` is None for an incomplete array; a variable-length array has `length` None and `variable_length` set.

    `variable_length` has no side effects and may be evaluated many times: a Load of the hidden automatic variable
    (unsigned long)
    in which the checker keeps the length, declared and initialised just before the declaration that the type appears
    in.
    """

    element: CType
    length: int | None
    variable_length: Expression | None = None


@dataclass(slots=True, eq=False)
class FunctionType(CType):
    """`prototype` is False for `()` and K&R declarators: then `parameters` are the promoted types of a definition,
    or empty.

    Parameter types are adjusted (§6.7.6.3p7-8) and unqualified.
    """

    result: CType
    parameters: tuple[CType, ...]
    variadic: bool = False
    prototype: bool = True


@dataclass(slots=True, eq=False)
class RecordType(CType):
    """A struct or union; qualified variants share one `definition`."""

    definition: Record


@dataclass(slots=True, eq=False)
class RecordMember:
    """A member and its place.

    `offset`: bytes from the start of the record (for a bit-field: of the byte that holds its first bit).
    `bit_position`: for a bit-field, its first bit counted from the start of the record, least significant first; else
    None.
    `bit_width`: None unless a bit-field. An anonymous struct or union has `name` None.
    An unnamed bit-field has `name` None and a `bit_width` (0 too): it only holds a place, and is never initialised.
    """

    name: str | None
    type: CType
    offset: int
    bit_position: int | None = None
    bit_width: int | None = None
    pos: int = 0


@dataclass(slots=True, eq=False)
class Record:
    """What `struct tag {...}` defines.

    `members` is None while incomplete. `identity` is unique in the translation unit.
    """

    keyword: str
    tag: str | None
    identity: int
    members: list[RecordMember] | None = None
    size: int = 0
    alignment: int = 1
    packed: bool = False
    has_flexible_array: bool = False
    transparent: bool = False
    may_alias: bool = False
    pos: int = 0


@dataclass(slots=True, eq=False)
class EnumDefinition:
    """`enumerators` is None while incomplete."""

    tag: str | None
    identity: int
    enumerators: list[tuple[str, int]] | None = None
    integer: IntegerType | None = None
    pos: int = 0


VOID = VoidType()
BOOL = IntegerType("_Bool", 1, False, 0)
CHAR = IntegerType("char", 1, True, 1)
SCHAR = IntegerType("signed char", 1, True, 1)
UCHAR = IntegerType("unsigned char", 1, False, 1)
SHORT = IntegerType("short int", 2, True, 2)
USHORT = IntegerType("short unsigned int", 2, False, 2)
INT = IntegerType("int", 4, True, 3)
UINT = IntegerType("unsigned int", 4, False, 3)
LONG = IntegerType("long int", 8, True, 4)
ULONG = IntegerType("long unsigned int", 8, False, 4)
LLONG = IntegerType("long long int", 8, True, 5)
ULLONG = IntegerType("long long unsigned int", 8, False, 5)
INT128 = IntegerType("__int128", 16, True, 6)
UINT128 = IntegerType("__int128 unsigned", 16, False, 6)
FLOAT = FloatingType("float", 4)
DOUBLE = FloatingType("double", 8)
LONG_DOUBLE = FloatingType("long double", 16)
FLOAT128 = FloatingType("_Float128", 16)
FLOAT16 = FloatingType("_Float16", 2)
"""Only for declarations of system headers: nothing computes with it."""

_T = TypeVar("_T", bound=CType)
_COMPLEX: dict[FloatingType | IntegerType, ComplexType] = {}
_VECTORS: dict[tuple[FloatingType | IntegerType, int, int, bool], VectorType] = {}


def complex_type(component: FloatingType | IntegerType) -> ComplexType:
    """The unqualified complex type; one object for each component type."""
    found = _COMPLEX.get(component)
    if found is None:
        found = _COMPLEX[component] = ComplexType(component)
    return found


def vector_type(
    element: FloatingType | IntegerType, length: int, alignment: int = 0, opaque: bool = False
) -> VectorType:
    """The unqualified vector type; one object for each combination."""
    key = (element, length, alignment, opaque)
    found = _VECTORS.get(key)
    if found is None:
        found = _VECTORS[key] = VectorType(element, length, alignment, opaque)
    return found


def reduced_alignment(ctype: CType) -> int:
    """The bytes that a type is aligned to when that is fewer than its own alignment, else 0."""
    bits = ctype.qualifiers & LESS_ALIGNED
    return (bits & -bits) // ALIGNED_1


def without(ctype: CType, qualifiers: int) -> CType:
    """The type without some of its own qualifiers."""
    if not ctype.qualifiers & qualifiers:
        return ctype
    return qualified(unqualified(ctype), ctype.qualifiers & ~qualifiers)


def unqualified(ctype: CType) -> CType:
    """The type without its own qualifiers (§6.2.5p26)."""
    if not ctype.qualifiers:
        return ctype
    return ctype._unqualified or ctype


def qualified(ctype: CType, qualifiers: int) -> CType:
    """The type with `qualifiers` added; an array passes them on to its element (§6.7.3p9)."""
    if ctype.qualifiers | qualifiers == ctype.qualifiers:
        return ctype
    if isinstance(ctype, ArrayType):
        return replace(ctype, element=qualified(ctype.element, qualifiers))
    base = unqualified(ctype)
    return replace(base, qualifiers=ctype.qualifiers | qualifiers, _unqualified=base)
