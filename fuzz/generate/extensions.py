"""More of the tree: GNU expressions, `_Generic`, library calls and nonlocal jumps, with their builders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fuzz.generate import program as p
from fuzz.generate.types import INT, ULONG, ArrayType, Type, VectorType


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
    return p.decay(lvalue) if isinstance(lvalue.type, ArrayType) else p.address_of(lvalue)


def overflow(op: str, left: p.Expression, right: p.Expression, target: p.Expression) -> Overflow:
    return Overflow(INT, op, left, right, target, effects=True)
