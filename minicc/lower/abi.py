"""How values travel between functions: System V x86-64 psABI §3.2.3, in terms of LLVM parameters.

LLVM assigns registers to scalars itself. A record is passed as its eightbytes when they all fit into the registers
that are left, else in memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto

from minicc.lower.llvm_types import value_type
from minicc.quick_dataclasses import dataclass
from minicc.types.ctype import (
    LONG_DOUBLE,
    VOID,
    ArrayType,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    RecordType,
    VectorType,
    VoidType,
)
from minicc.types.layout import align_of, size_of

INTEGER_REGISTERS = 6
SSE_REGISTERS = 8


class Class(Enum):
    """The classes of an eightbyte."""

    NONE = auto()
    INTEGER = auto()
    SSE = auto()
    SSEUP = auto()
    X87 = auto()
    X87UP = auto()
    MEMORY = auto()


class Kind(Enum):
    """DIRECT: one LLVM value. PIECES: one LLVM value for each eightbyte of a record. MEMORY: byval or sret.
    IGNORE: an empty record, or void.
    """

    DIRECT = auto()
    PIECES = auto()
    MEMORY = auto()
    IGNORE = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """One register's part of a record: `size` bytes from `offset`; `type` is the LLVM type in which it travels."""

    type: str
    offset: int
    size: int

    @property
    def memory_type(self) -> str:
        """The type to load or store: never more than `size` bytes."""
        return f"i{self.size * 8}" if self.type == "i64" else self.type


@dataclass(frozen=True, slots=True)
class Passing:
    """How one argument or result travels. `attributes` begin with a space."""

    kind: Kind
    ctype: CType
    type: str = ""
    attributes: str = ""
    pieces: tuple[Piece, ...] = ()
    integers: int = 0
    floats: int = 0

    @property
    def stack_alignment(self) -> int:
        """Of a record passed in memory."""
        return max(8, align_of(self.ctype))

    @property
    def spelled(self) -> str:
        """The LLVM type(s) of a parameter, with attributes."""
        if self.kind is Kind.DIRECT:
            return self.type + self.attributes
        if self.kind is Kind.PIECES:
            return ", ".join(piece.type for piece in self.pieces)
        if self.kind is Kind.MEMORY:
            return f"ptr byval([{size_of(self.ctype)} x i8]) align {self.stack_alignment}"
        return ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A function type as LLVM sees it, with the arguments of a call behind its first `fixed` ones.

    `variadic`: what LLVM calls so (also calls without a prototype).
    """

    result: Passing
    arguments: tuple[Passing, ...]
    variadic: bool
    fixed: int

    @property
    def return_type(self) -> str:
        """The LLVM return type with attributes."""
        result = self.result
        if result.kind is Kind.DIRECT:
            return result.attributes.lstrip() + " " + result.type if result.attributes else result.type
        if result.kind is Kind.PIECES:
            return self.bare_return_type
        return "void"

    @property
    def bare_return_type(self) -> str:
        """The LLVM return type."""
        result = self.result
        if result.kind is Kind.DIRECT:
            return result.type
        if result.kind is Kind.PIECES:
            types = [piece.type for piece in result.pieces]
            return types[0] if len(types) == 1 else f"{{ {', '.join(types)} }}"
        return "void"

    @property
    def structure_return(self) -> str:
        """The type and attributes of the hidden pointer to a result in memory; "" when there is none."""
        if self.result.kind is not Kind.MEMORY:
            return ""
        ctype = self.result.ctype
        return f"ptr sret([{size_of(ctype)} x i8]) align {align_of(ctype)}"

    @property
    def parameter_types(self) -> str:
        """The parameters of a declaration, attributes included."""
        spelled = [self.structure_return, *(argument.spelled for argument in self.arguments)]
        if self.variadic:
            spelled.append("...")
        return ", ".join(text for text in spelled if text)

    @property
    def bare_parameter_types(self) -> str:
        """The parameter types alone, as a call of a variadic function names them."""
        types = ["ptr"] if self.result.kind is Kind.MEMORY else []
        for argument in self.arguments[: self.fixed]:
            if argument.kind is Kind.PIECES:
                types += [piece.type for piece in argument.pieces]
            elif argument.kind is not Kind.IGNORE:
                types.append(argument.type or "ptr")
        if self.variadic:
            types.append("...")
        return f"({', '.join(types)})"


def signature(function: FunctionType, extra: Sequence[CType] = ()) -> Signature:
    """The signature of `function`, called with further (variadic or unprototyped) arguments of the types `extra`."""
    result = classify_result(function.result)
    integers = INTEGER_REGISTERS - (1 if result.kind is Kind.MEMORY else 0)
    floats = SSE_REGISTERS
    arguments = []
    for ctype in (*function.parameters, *extra):
        passing = classify_argument(ctype)
        if passing.integers <= integers and passing.floats <= floats:
            integers -= passing.integers
            floats -= passing.floats
        elif passing.kind is Kind.PIECES:
            passing = Passing(Kind.MEMORY, ctype, "ptr")
        elif passing.floats:
            floats = 0
        elif passing.integers == 1:
            integers = 0
        arguments.append(passing)
    return Signature(result, tuple(arguments), function.variadic, len(function.parameters))


def classify_argument(ctype: CType) -> Passing:
    """How an argument travels while there are registers left."""
    if isinstance(ctype, VectorType):
        return _vector(ctype)
    if not isinstance(ctype, RecordType | ComplexType):
        return _scalar(ctype)
    if size_of(ctype) == 0:
        return Passing(Kind.IGNORE, ctype)
    classes = _classify(ctype)
    if Class.MEMORY in classes or Class.X87 in classes:
        return Passing(Kind.MEMORY, ctype, "ptr")
    return _in_pieces(ctype, classes)


def classify_result(ctype: CType) -> Passing:
    """How a result travels."""
    if isinstance(ctype, VoidType):
        return Passing(Kind.IGNORE, VOID)
    if isinstance(ctype, VectorType):
        return _vector(ctype)
    if isinstance(ctype, ComplexType) and ctype.component is LONG_DOUBLE:
        # COMPLEX_X87: the two registers on top of the x87 stack.
        return Passing(Kind.DIRECT, ctype, value_type(ctype))
    if not isinstance(ctype, RecordType | ComplexType):
        return _scalar(ctype)
    if size_of(ctype) == 0:
        return Passing(Kind.IGNORE, ctype)
    classes = _classify(ctype)
    if Class.MEMORY in classes:
        return Passing(Kind.MEMORY, ctype, "ptr")
    return _in_pieces(ctype, classes)


def _scalar(ctype: CType) -> Passing:
    type_ = value_type(ctype)
    if isinstance(ctype, FloatingType):
        return Passing(Kind.DIRECT, ctype, type_, floats=0 if type_ == "x86_fp80" else 1)
    attributes = ""
    integer = ctype.definition.integer if isinstance(ctype, EnumType) else ctype
    if isinstance(integer, IntegerType) and integer.size < 4:
        attributes = " signext" if integer.signed else " zeroext"
    return Passing(Kind.DIRECT, ctype, type_, attributes, integers=2 if type_ == "i128" else 1)


def _vector(ctype: VectorType) -> Passing:
    """Without AVX: 8 and 16 bytes in one SSE register, shorter integer vectors like an integer, all others in memory;
    gcc knows no vector of one floating element.
    """
    size = size_of(ctype)
    if size > 16 or (ctype.length == 1 and isinstance(ctype.element, FloatingType)):
        return Passing(Kind.MEMORY, ctype, "ptr")
    if size < 8:
        if isinstance(ctype.element, FloatingType):
            return Passing(Kind.MEMORY, ctype, "ptr")
        return Passing(Kind.DIRECT, ctype, f"i{size * 8}", integers=1)
    if size == 8:
        return Passing(Kind.DIRECT, ctype, "double", floats=1)
    return Passing(Kind.DIRECT, ctype, "<2 x i64>" if ctype.length == 1 else value_type(ctype), floats=1)


def _in_pieces(ctype: CType, classes: list[Class]) -> Passing:
    size = size_of(ctype)
    pieces: list[Piece] = []
    integers = floats = 0
    for i, kind in enumerate(classes):
        part = min(8, size - 8 * i)
        if kind is Class.INTEGER:
            integers += 1
            pieces.append(Piece("i64", 8 * i, part))
        elif kind is Class.SSE:
            floats += 1
            if i + 1 < len(classes) and classes[i + 1] is Class.SSEUP:
                pieces.append(Piece("fp128", 0, 16))
            elif part < 8:
                pieces.append(Piece("float", 8 * i, 4))
            else:
                pieces.append(Piece(_sse_type(ctype, 8 * i), 8 * i, 8))
        elif kind is Class.X87:
            pieces.append(Piece("x86_fp80", 0, 16))
    if not pieces:
        return Passing(Kind.IGNORE, ctype)
    return Passing(Kind.PIECES, ctype, pieces=tuple(pieces), integers=integers, floats=floats)


def travels_in_wide_register(ctype: CType) -> bool:
    """Whether gcc passes it in a register of 32 bytes where there is AVX: a vector, or a record of one."""
    if size_of(ctype) != 32 or not isinstance(ctype, VectorType | RecordType):
        return False
    return any(isinstance(leaf, VectorType) and size_of(leaf) == 32 for _, _, leaf in _leaves(ctype, 0) if leaf)


def _sse_type(ctype: CType, offset: int) -> str:
    """The type that carries all bits of a full eightbyte of class SSE."""
    for at, size, leaf in _leaves(ctype, 0):
        if at == offset and size == 8 and isinstance(leaf, FloatingType):
            return "double"
    return "<2 x float>"


def _classify(ctype: CType) -> list[Class]:
    size = size_of(ctype)
    if size > 16:
        return [Class.MEMORY]
    classes = [Class.NONE] * ((size + 7) // 8)
    for offset, width, leaf in _leaves(ctype, 0):
        if leaf is None:
            for i in range(offset // 64, (offset + width - 1) // 64 + 1):
                classes[i] = _merge(classes[i], Class.INTEGER)
            continue
        if offset % align_of(leaf):
            return [Class.MEMORY]
        for i, kind in enumerate(_scalar_classes(leaf), offset // 8):
            classes[i] = _merge(classes[i], kind)
    if Class.MEMORY in classes:
        return [Class.MEMORY]
    for i, kind in enumerate(classes):
        before = classes[i - 1] if i else Class.NONE
        if kind is Class.X87UP and before is not Class.X87:
            return [Class.MEMORY]
        if kind is Class.SSEUP and before is not Class.SSE:
            classes[i] = Class.SSE
    return classes


def _scalar_classes(leaf: CType) -> tuple[Class, ...]:
    if isinstance(leaf, VectorType):
        passing = _vector(leaf)
        if passing.kind is Kind.MEMORY:
            return (Class.MEMORY,)
        if passing.integers:
            return (Class.INTEGER,)
        return (Class.SSE, Class.SSEUP) if size_of(leaf) == 16 else (Class.SSE,)
    if isinstance(leaf, FloatingType):
        if leaf.name == "long double":
            return (Class.X87, Class.X87UP)
        return (Class.SSE, Class.SSEUP) if leaf.size == 16 else (Class.SSE,)
    return (Class.INTEGER, Class.INTEGER) if size_of(leaf) == 16 else (Class.INTEGER,)


def _merge(one: Class, other: Class) -> Class:
    """psABI §3.2.3, "Classification", step 4."""
    if one is other or other is Class.NONE:
        return one
    if one is Class.NONE:
        return other
    for winner in (Class.MEMORY, Class.INTEGER):
        if winner in (one, other):
            return winner
    if {one, other} & {Class.X87, Class.X87UP}:
        return Class.MEMORY
    return Class.SSE


def _leaves(ctype: CType, offset: int) -> Iterator[tuple[int, int, CType | None]]:
    """The scalars of a type as (offset, size, type) in bytes; bit-fields as (first bit, width, None)."""
    if isinstance(ctype, ArrayType):
        step = size_of(ctype.element)
        for i in range(ctype.length or 0):
            yield from _leaves(ctype.element, offset + i * step)
    elif isinstance(ctype, ComplexType):
        yield offset, ctype.component.size, ctype.component
        yield offset + ctype.component.size, ctype.component.size, ctype.component
    elif isinstance(ctype, RecordType):
        for member in ctype.definition.members or ():
            if member.bit_width is None:
                yield from _leaves(member.type, offset + member.offset)
            elif member.bit_width and member.bit_position is not None:
                yield offset * 8 + member.bit_position, member.bit_width, None
    else:
        yield offset, size_of(ctype), ctype
