"""More of the tree: GNU expressions, `_Generic`, library calls and nonlocal jumps, with their builders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fuzz.generate import build
from fuzz.generate import program as p
from fuzz.generate.types import DOUBLE, FLOAT, INT, UINT, ULONG, ArrayType, ComplexType, Type, VectorType


@dataclass(slots=True, eq=False)
class Generic(p.Expression):
    """`_Generic(control, type: value, ..., default: value)`; `chosen` indexes the value that is its own."""

    control: p.Expression
    associations: list[tuple[Type | None, p.Expression]]
    chosen: int


@dataclass(slots=True, eq=False)
class StatementExpression(p.Expression):
    """`({ statements; result; })`, whose statements change nothing but its own variables."""

    body: list[p.Statement]
    result: p.Expression


@dataclass(slots=True, eq=False)
class Alignof(p.Expression):
    of: Type


@dataclass(slots=True, eq=False)
class VectorBinary(p.Expression):
    """An operator on two vectors of one type, or on a vector and a scalar of its elements' type, lane by lane."""

    op: str
    left: p.Expression
    right: p.Expression


@dataclass(slots=True, eq=False)
class VectorCast(p.Expression):
    """The same bytes as a vector of another type."""

    operand: p.Expression


@dataclass(slots=True, eq=False)
class LibraryCall(p.Expression):
    """A call of a function of the C library or of a built-in: `Library` in `library` knows what it does."""

    name: str
    arguments: list[p.Expression]
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Overflow(p.Expression):
    """`__builtin_OP_overflow(left, right, &target)`: stores the wrapped result, is 1 when it had to wrap."""

    op: str
    left: p.Expression
    right: p.Expression
    target: p.Expression


@dataclass(slots=True, eq=False)
class Catch(p.Statement):
    """`if (_setjmp(buffer)) caught else body`."""

    buffer: str
    body: p.Block
    caught: p.Block


@dataclass(slots=True, eq=False)
class Throw(p.Statement):
    """`longjmp(buffer, value)`."""

    buffer: str
    value: int


def generic(control: p.Expression, associations: Sequence[tuple[Type | None, p.Expression]], chosen: int) -> Generic:
    value = associations[chosen][1]
    return Generic(value.type, control, list(associations), chosen, effects=value.effects)


def statement_expression(body: list[p.Statement], result: p.Expression) -> StatementExpression:
    return StatementExpression(result.type, body, result)


def alignof(of: Type) -> Alignof:
    return Alignof(ULONG, of)


def vector_binary(
    op: str, left: p.Expression, right: p.Expression, comparison: VectorType | None = None
) -> VectorBinary:
    """`comparison` is the type that a comparison of these operands has."""
    return VectorBinary(comparison or left.type, op, left, right, effects=left.effects or right.effects)


def library_call(name: str, result: Type, arguments: list[p.Expression], *, effects: bool) -> LibraryCall:
    return LibraryCall(result, name, arguments, effects=effects or any(a.effects for a in arguments))


def pointer_to(lvalue: p.Expression) -> p.Expression:
    """A pointer to the first byte of an object."""
    return build.decay(lvalue) if isinstance(lvalue.type, ArrayType) else build.address_of(lvalue)


def overflow(op: str, left: p.Expression, right: p.Expression, target: p.Expression) -> Overflow:
    return Overflow(INT, op, left, right, target, effects=True)


# Objects seen as their bytes


@dataclass(slots=True, eq=False)
class ByteOf(p.Expression):
    """`((unsigned char *)&lvalue)[index]`: an lvalue."""

    lvalue: p.Expression
    index: p.Expression


@dataclass(slots=True, eq=False)
class FloatBits(p.Expression):
    """The bits of a float or double, through a union; never those of a NaN."""

    operand: p.Expression
    last_run: int = 0


@dataclass(slots=True, eq=False)
class BitsFloat(p.Expression):
    """The float or double that has these bits, through a union; never a NaN."""

    operand: p.Expression
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Allocate(p.Expression):
    """`malloc`, or `calloc` for a `zeroed` object, of the whole of an object of type `of`.

    Where `of` ends in a flexible array `elements` is how many elements that has.
    """

    of: Type
    zeroed: bool
    elements: int = 0


# Complex numbers, which are GNU's `__builtin_complex`, `__real__` and `__imag__` here


@dataclass(slots=True, eq=False)
class ComplexOf(p.Expression):
    """`__builtin_complex(real, imaginary)` of two values of the element's type."""

    real: p.Expression
    imaginary: p.Expression


@dataclass(slots=True, eq=False)
class ComplexPart(p.Expression):
    """`__real__ operand` or `__imag__ operand`: an lvalue where the operand is one."""

    operand: p.Expression
    imaginary: bool


@dataclass(slots=True, eq=False)
class ComplexUnary(p.Expression):
    """`-operand`, or the conjugate `~operand`."""

    op: str
    operand: p.Expression


@dataclass(slots=True, eq=False)
class ComplexBinary(p.Expression):
    """+, - or * on complex numbers, or on one and a number of its element's type; == and != on two complex ones."""

    op: str
    left: p.Expression
    right: p.Expression
    last_run: int = 0


@dataclass(slots=True, eq=False)
class Shuffle(p.Expression):
    """`__builtin_shufflevector(left, right, lanes...)`"""

    left: p.Expression
    right: p.Expression
    lanes: tuple[int, ...]


# Jumps


@dataclass(slots=True, eq=False)
class LabelTable(p.Statement):
    """`static const void *const name[] = {&&label, ...};`"""

    name: str
    labels: list[str]


@dataclass(slots=True, eq=False)
class ComputedGoto(p.Statement):
    """`goto *table[index];`"""

    table: LabelTable
    index: p.Expression


@dataclass(slots=True, eq=False)
class Duff(p.Statement):
    """`switch (selector) { case a: do { ... case b: ... } while (again); }`: a loop that is entered at a case."""

    selector: p.Expression
    cases: list[tuple[int, list[p.Statement]]]
    again: p.Expression


def byte_of(lvalue: p.Expression, index: p.Expression, type: Type) -> ByteOf:
    return ByteOf(type, lvalue, index, effects=lvalue.effects or index.effects)


def float_bits(operand: p.Expression) -> FloatBits:
    return FloatBits(UINT if operand.type == FLOAT else ULONG, operand, effects=operand.effects)


def bits_float(operand: p.Expression) -> BitsFloat:
    return BitsFloat(FLOAT if operand.type == UINT else DOUBLE, operand, effects=operand.effects)


def complex_of(type: ComplexType, real: p.Expression, imaginary: p.Expression) -> ComplexOf:
    return ComplexOf(type, real, imaginary, effects=real.effects or imaginary.effects)


def complex_part(operand: p.Expression, imaginary: bool) -> ComplexPart:
    assert isinstance(operand.type, ComplexType)
    return ComplexPart(operand.type.element, operand, imaginary, effects=operand.effects)


def complex_unary(op: str, operand: p.Expression) -> ComplexUnary:
    return ComplexUnary(operand.type, op, operand, effects=operand.effects)


def complex_binary(op: str, left: p.Expression, right: p.Expression) -> ComplexBinary:
    type: Type = left.type if isinstance(left.type, ComplexType) else right.type
    if op in ("==", "!="):
        type = INT
    return ComplexBinary(type, op, left, right, effects=left.effects or right.effects)


def shuffle(left: p.Expression, right: p.Expression, lanes: Sequence[int]) -> Shuffle:
    return Shuffle(left.type, left, right, tuple(lanes), effects=left.effects or right.effects)
