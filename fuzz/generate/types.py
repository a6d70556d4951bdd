"""C types as the generator sees them, laid out as the System V x86-64 psABI says (section 3.1.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from fuzz.generate.scalar_codecs import Codec, float_codec, integer_codec


@dataclass(frozen=True, slots=True)
class IntegerType:
    """An integer type. `rank` is the integer conversion rank (C11 6.3.1.1): _Bool 0, int 3, long long 5."""

    name: str
    width: int
    signed: bool
    rank: int
    size: int = field(init=False, compare=False, repr=False)
    align: int = field(init=False, compare=False, repr=False)
    minimum: int = field(init=False, compare=False, repr=False)
    maximum: int = field(init=False, compare=False, repr=False)
    form: Codec = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # Computed once: the interpreter asks for these at every step.
        set_field = object.__setattr__
        set_field(self, "size", self.width // 8 or 1)
        set_field(self, "align", self.size)
        set_field(self, "form", integer_codec(self.size, self.signed))
        set_field(self, "minimum", -(1 << (self.width - 1)) if self.signed else 0)
        set_field(self, "maximum", (1 << (self.width - self.signed)) - 1)


@dataclass(frozen=True, slots=True)
class FloatType:
    """A real floating type. `width` counts the bits of an object: 128 for the x87 format, which uses 80 of them."""

    name: str
    width: int
    size: int = field(init=False, compare=False, repr=False)
    align: int = field(init=False, compare=False, repr=False)
    form: Codec = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", self.width // 8)
        object.__setattr__(self, "form", float_codec(self.size))
        object.__setattr__(self, "align", self.size)


@dataclass(frozen=True, slots=True)
class VoidType:
    name: str = "void"
    size: int = 1
    align: int = 1


@dataclass(frozen=True, slots=True)
class PointerType:
    target: Type
    const: bool = False
    """True for a pointer to const."""
    size: int = 8
    align: int = 8


@dataclass(frozen=True, slots=True)
class ArrayType:
    element: Type
    length: int
    bound: str = ""
    """The variable whose value is the length, for an array of variable length."""
    size: int = field(init=False, compare=False, repr=False)
    align: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "size", self.element.size * self.length)
        object.__setattr__(self, "align", self.element.align)


@dataclass(frozen=True, slots=True)
class VectorType:
    """A GNU vector of 16 bytes, declared by a typedef of that name."""

    name: str
    element: IntegerType | FloatType
    size: int = 16
    align: int = 16

    @property
    def length(self) -> int:
        return self.size // self.element.size


@dataclass(frozen=True, slots=True)
class ComplexType:
    """A complex type: two numbers one after the other (C11 6.2.5p13)."""

    element: FloatType

    @property
    def name(self) -> str:
        return f"{self.element.name} _Complex"

    @property
    def size(self) -> int:
        return 2 * self.element.size

    @property
    def align(self) -> int:
        return self.element.align


@dataclass(frozen=True, slots=True)
class FunctionType:
    result: Type
    parameters: tuple[Type, ...]
    size: int = 1
    align: int = 1


@dataclass(slots=True, eq=False)
class Member:
    """A member of a struct or union. `bits` is the width of a bit-field, `bit` its first bit within the struct."""

    name: str
    type: Type
    bits: int | None = None
    offset: int = 0
    bit: int = 0
    flexible: bool = False
    """An array without a length at the end of a struct (C11 6.7.2.1p18)."""
    width_text: str = ""
    """How the width of a bit-field is spelled: any integer constant expression of the value `bits`."""

    @property
    def held(self) -> Type:
        """What a stored value is converted to: a bit-field has an integer type of its own width (C11 6.7.2.1p10)."""
        type = self.type
        if self.bits is None or not isinstance(type, IntegerType) or type.rank == 0:
            return type
        return IntegerType(type.name, self.bits, type.signed, type.rank)


@dataclass(slots=True, eq=False)
class RecordType:
    """A struct or union. Members with an empty name are unnamed bit-fields: padding, or with width 0 a boundary."""

    tag: str
    members: Sequence[Member]
    is_union: bool = False
    packed: bool = False
    typedef: str = ""
    """The typedef name to spell it with, if it has one."""
    size: int = field(init=False, default=0)
    align: int = field(init=False, default=1)
    named: list[Member] = field(init=False, default_factory=list)
    """The members that a program can name."""

    def __post_init__(self) -> None:
        position = 0  # in bits
        end = 0
        for member in self.members:
            size = member.type.size * 8
            align = 8 if self.packed else member.type.align * 8
            if self.is_union:
                position = 0
            if member.bits is None:
                position = _round_up(position, align)
                member.offset = position // 8
                position += size
            elif member.bits == 0:
                position = _round_up(position, member.type.align * 8)
                continue
            else:
                if not self.packed and position // size != (position + member.bits - 1) // size:
                    position = _round_up(position, size)
                member.bit = position
                position += member.bits
            if member.name or member.bits is None:
                self.align = max(self.align, align // 8)
            end = max(end, position)
        self.size = max(_round_up((end + 7) // 8, self.align), 1)

        self.named = [member for member in self.members if member.name]

    @property
    def has_bit_fields(self) -> bool:
        return any(member.bits is not None for member in self.members)


Type = (
    IntegerType | FloatType | VoidType | PointerType | ArrayType | FunctionType | RecordType | VectorType | ComplexType
)

BOOL = IntegerType("_Bool", 1, False, 0)
CHAR = IntegerType("char", 8, True, 1)
SCHAR = IntegerType("signed char", 8, True, 1)
UCHAR = IntegerType("unsigned char", 8, False, 1)
SHORT = IntegerType("short", 16, True, 2)
USHORT = IntegerType("unsigned short", 16, False, 2)
INT = IntegerType("int", 32, True, 3)
UINT = IntegerType("unsigned", 32, False, 3)
LONG = IntegerType("long", 64, True, 4)
ULONG = IntegerType("unsigned long", 64, False, 4)
LLONG = IntegerType("long long", 64, True, 5)
ULLONG = IntegerType("unsigned long long", 64, False, 5)
INT128 = IntegerType("__int128", 128, True, 6)
UINT128 = IntegerType("unsigned __int128", 128, False, 6)
FLOAT = FloatType("float", 32)
DOUBLE = FloatType("double", 64)
LDOUBLE = FloatType("long double", 128)
VOID = VoidType()
STRING = PointerType(CHAR, const=True)

INTEGERS = (BOOL, CHAR, SCHAR, UCHAR, SHORT, USHORT, INT, UINT, LONG, ULONG, LLONG, ULLONG)
_UNSIGNED = {t.rank: t for t in (*INTEGERS, UINT128) if t.rank >= 2 and not t.signed}


def _round_up(value: int, to: int) -> int:
    return (value + to - 1) // to * to


def unsigned_of(type: IntegerType) -> IntegerType:
    """The unsigned type that corresponds to a promoted integer type."""
    return type if not type.signed else _UNSIGNED[type.rank]


def promote(type: IntegerType) -> IntegerType:
    """The integer promotions (C11 6.3.1.1p2) on types whose narrower members all fit int."""
    return INT if type.rank < INT.rank else type


def common_type(left: IntegerType | FloatType, right: IntegerType | FloatType) -> IntegerType | FloatType:
    """The usual arithmetic conversions (C11 6.3.1.8) of two types that are promoted already."""
    if isinstance(left, FloatType) or isinstance(right, FloatType):
        if left is LDOUBLE or right is LDOUBLE:
            return LDOUBLE
        return DOUBLE if left is DOUBLE or right is DOUBLE else FLOAT
    if left.signed == right.signed:
        return left if left.rank >= right.rank else right
    signed, unsigned = (left, right) if left.signed else (right, left)
    if unsigned.rank >= signed.rank:
        return unsigned
    return signed if signed.width > unsigned.width else unsigned_of(signed)


def holds_pointers(type: Type) -> bool:
    """Whether an object of this type holds a pointer, which must point somewhere before it is used."""
    if isinstance(type, ArrayType):
        return holds_pointers(type.element)
    if isinstance(type, RecordType):
        return any(holds_pointers(member.type) for member in type.members)
    return isinstance(type, PointerType)


def spell(type: Type, declarator: str = "") -> str:
    """The type as C, around a declarator: `spell(ArrayType(INT, 3), "a")` is `int a[3]`."""
    if isinstance(type, PointerType):
        wrap = isinstance(type.target, ArrayType | FunctionType)
        inner = f"(*{declarator})" if wrap else f"*{declarator}"
        return ("const " if type.const else "") + spell(type.target, inner)
    if isinstance(type, ArrayType):
        return spell(type.element, f"{declarator}[{type.bound or type.length}]")
    if isinstance(type, FunctionType):
        parameters = ", ".join(spell(p) for p in type.parameters) or "void"
        return spell(type.result, f"{declarator}({parameters})")
    if isinstance(type, RecordType):
        name = type.typedef or f"{'union' if type.is_union else 'struct'} {type.tag}"
    else:
        name = type.name
    return f"{name} {declarator}" if declarator else name
