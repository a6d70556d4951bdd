"""Builders of the expressions of `program`: they compute the type that C gives to what they build."""

from __future__ import annotations

from collections.abc import Sequence

from fuzz.generate import program as p
from fuzz.generate.types import (
    DOUBLE,
    INT,
    LONG,
    STRING,
    ULONG,
    ArrayType,
    FloatType,
    FunctionType,
    IntegerType,
    Member,
    PointerType,
    Type,
    VectorType,
    common_type,
    promote,
)


def arithmetic_type(expression: p.Expression) -> IntegerType | FloatType:
    """The type of an arithmetic operand after the integer promotions; a bit-field narrower than int becomes int."""
    type = expression.type
    if isinstance(type, FloatType):
        return type
    assert isinstance(type, IntegerType)
    if isinstance(expression, p.MemberOf) and expression.member.bits is not None:
        width = expression.member.bits
        if width < INT.width or (width == INT.width and type.signed):
            return INT
    return promote(type)


def operand_type(expression: p.Expression) -> Type:
    """The type a constant must have to stand in for the expression: for a bit-field the promoted one."""
    if isinstance(expression, p.MemberOf) and expression.member.bits is not None:
        return arithmetic_type(expression)
    return expression.type


def integer_type(expression: p.Expression) -> IntegerType:
    type = arithmetic_type(expression)
    assert isinstance(type, IntegerType)
    return type


COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
SHIFTS = ("<<", ">>")


def binary(op: str, left: p.Expression, right: p.Expression) -> p.Binary:
    if op in SHIFTS:
        common: IntegerType | FloatType = integer_type(left)
    else:
        common = common_type(arithmetic_type(left), arithmetic_type(right))
    type = INT if op in COMPARISONS else common
    return p.Binary(type, op, left, right, common, effects=left.effects or right.effects)


def unary(op: str, operand: p.Expression) -> p.Unary:
    type = INT if op == "!" else arithmetic_type(operand)
    return p.Unary(type, op, operand, effects=operand.effects)


def logical(op: str, left: p.Expression, right: p.Expression) -> p.Logical:
    return p.Logical(INT, op, left, right, effects=left.effects or right.effects)


def conditional(condition: p.Expression, if_true: p.Expression, if_false: p.Expression) -> p.Conditional:
    if isinstance(if_true.type, IntegerType | FloatType):
        type: Type = common_type(arithmetic_type(if_true), arithmetic_type(if_false))
    else:
        type = if_true.type
    effects = condition.effects or if_true.effects or if_false.effects
    return p.Conditional(type, condition, if_true, if_false, effects=effects)


def cast(type: Type, operand: p.Expression) -> p.Cast:
    return p.Cast(type, operand, effects=operand.effects)


def comma(left: p.Expression, right: p.Expression) -> p.Comma:
    return p.Comma(right.type, left, right, effects=True)


def name(variable: p.Variable) -> p.Name:
    return p.Name(variable.type, variable, effects=variable.volatile)


def member_of(base: p.Expression, member: Member, arrow: bool) -> p.MemberOf:
    return p.MemberOf(member.type, base, member, arrow, effects=base.effects)


def index(base: p.Expression, at: p.Expression, swapped: bool = False) -> p.Index:
    type = base.type.element if isinstance(base.type, ArrayType | VectorType) else _target(base)
    return p.Index(type, base, at, swapped, effects=base.effects or at.effects)


def dereference(pointer: p.Expression) -> p.Dereference:
    return p.Dereference(_target(pointer), pointer, effects=pointer.effects)


def address_of(lvalue: p.Expression) -> p.AddressOf:
    return p.AddressOf(PointerType(lvalue.type), lvalue, effects=lvalue.effects)


def decay(lvalue: p.Expression) -> p.Decay:
    assert isinstance(lvalue.type, ArrayType)
    return p.Decay(PointerType(lvalue.type.element), lvalue, effects=lvalue.effects)


def assign(target: p.Expression, value: p.Expression) -> p.Assign:
    return p.Assign(target.type, target, value, effects=True)


def compound_assign(op: str, target: p.Expression, value: p.Expression) -> p.CompoundAssign:
    if isinstance(value.type, FloatType) and isinstance(target, p.Name) and target.variable.atomic:
        value = cast(LONG, value)  # gcc keeps the floating environment there, which takes libatomic
    common = arithmetic_type(target) if op in SHIFTS else common_type(arithmetic_type(target), arithmetic_type(value))
    return p.CompoundAssign(target.type, op, target, value, common, effects=True)


def increment(target: p.Expression, delta: int, prefix: bool) -> p.Increment:
    return p.Increment(target.type, target, delta, prefix, effects=True)


def call(function: p.Function, arguments: Sequence[p.Expression]) -> p.Call:
    return p.Call(function.result, function, None, list(arguments), effects=True)


def call_through(pointer: p.Expression, arguments: Sequence[p.Expression]) -> p.Call:
    function = _target(pointer)
    assert isinstance(function, FunctionType)
    return p.Call(function.result, None, pointer, list(arguments), effects=True)


def pointer_offset(pointer: p.Expression, by: p.Expression, sign: int = 1) -> p.PointerOffset:
    return p.PointerOffset(pointer.type, pointer, by, sign, effects=pointer.effects or by.effects)


def pointer_difference(left: p.Expression, right: p.Expression) -> p.PointerDifference:
    return p.PointerDifference(LONG, left, right, effects=left.effects or right.effects)


def pointer_compare(op: str, left: p.Expression, right: p.Expression) -> p.PointerCompare:
    return p.PointerCompare(INT, op, left, right, effects=left.effects or right.effects)


def sizeof(of: Type | p.Expression) -> p.Sizeof:
    return p.Sizeof(ULONG, of)


def literal(value: int | float, type: Type = INT, text: str = "") -> p.Literal:
    return p.Literal(type, value, text)


def bound(value: int) -> p.Literal:
    """The limit of a loop: a constant that no repair moves."""
    return p.Literal(INT, value, str(value))


def string_literal(text: bytes) -> p.StringLiteral:
    return p.StringLiteral(STRING, text)


def real(value: float) -> p.Literal:
    return p.Literal(DOUBLE, value)


def _target(pointer: p.Expression) -> Type:
    assert isinstance(pointer.type, PointerType)
    return pointer.type.target
