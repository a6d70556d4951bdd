"""GNU vector types (gcc manual, "Using Vector Instructions through Built-in Functions"): the attribute, operators,
conversions and shuffles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import constants, typed
from minicc.diagnostics import unsupported
from minicc.quick_dataclasses import replace
from minicc.syntax import nodes
from minicc.types import floating
from minicc.types.conversions import in_range, integer_type, is_integer
from minicc.types.ctype import (
    ALIGNED_1,
    BOOL,
    INT,
    INT128,
    LONG,
    SCHAR,
    SHORT,
    UCHAR,
    UINT,
    UINT128,
    ULONG,
    USHORT,
    ArrayType,
    CType,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    VectorType,
    unqualified,
    vector_type,
)
from minicc.types.layout import align_of, is_complete, size_of
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context
    from minicc.check.operators import Operators

_INTEGER_ONLY = frozenset(["%", "&", "|", "^", "<<", ">>"])
_COMPARISONS = frozenset(["==", "!=", "<", ">", "<=", ">="])
_SIGNED: dict[int, IntegerType] = {1: SCHAR, 2: SHORT, 4: INT, 8: LONG, 16: INT128}
_UNSIGNED: dict[int, IntegerType] = {1: UCHAR, 2: USHORT, 4: UINT, 8: ULONG, 16: UINT128}


# --------------------------------------------------------------------------- the attribute


_LARGEST_VECTOR = 1 << 14
"""Bytes. LLVM splits a vector into registers one by one: larger ones take minutes, as they do in gcc."""


def apply_vector_size(context: Context, ctype: CType, attributes: list[nodes.Attribute]) -> CType:
    """The type that `vector_size(N)` makes of `ctype`: of what it points to, holds or returns, down to a number."""
    for attribute in attributes:
        if attribute.name == "vector_size":
            if len(attribute.arguments) != 1 or isinstance(attribute.arguments[0], nodes.TypeName):
                context.error("wrong number of arguments specified for 'vector_size' attribute", attribute.pos)
            size = context.expressions.integer_constant(
                attribute.arguments[0], "'vector_size' attribute argument value is not an integer constant"
            )
            ctype = _innermost(context, ctype, size, attribute.pos)
    return ctype


def _innermost(context: Context, ctype: CType, size: int, pos: int) -> CType:
    if isinstance(ctype, PointerType):
        target = _innermost(context, ctype.target, size, pos)
        return context.qualify(context.pointer_to(target), ctype.qualifiers)
    if isinstance(ctype, ArrayType):
        return replace(ctype, element=_innermost(context, ctype.element, size, pos))
    if isinstance(ctype, FunctionType):
        return replace(ctype, result=_innermost(context, ctype.result, size, pos))
    element = unqualified(ctype)
    if isinstance(element, EnumType):
        element = integer_type(element) or INT
    if not isinstance(element, IntegerType | FloatingType) or element is BOOL:
        context.error("invalid vector type for attribute 'vector_size'", pos)
    if element.name == "long double":
        unsupported("a vector of long double", pos)
    if size <= 0 or size % element.size:
        context.error("vector size not an integral multiple of component size", pos)
    length = size // element.size
    if length & (length - 1):
        context.error(f"number of vector components {length} not a power of two", pos)
    if size > _LARGEST_VECTOR:
        unsupported(f"a vector of {size} bytes (over {_LARGEST_VECTOR})", pos)
    return context.qualify(vector_type(element, length), ctype.qualifiers)


def aligned_typedef(context: Context, ctype: CType, alignment: int) -> CType:
    """A typedef's type when its `aligned` attribute asks for fewer bytes than the type has."""
    if not alignment or not is_complete(ctype) or alignment >= align_of(ctype):
        return ctype
    if not isinstance(ctype, VectorType):
        bit = ALIGNED_1 * alignment if alignment <= 8 else 0
        return context.qualify(ctype, bit)
    return context.qualify(vector_type(ctype.element, ctype.length, alignment), ctype.qualifiers)


# --------------------------------------------------------------------------- conversions


def same_vector(one: VectorType, other: VectorType) -> bool:
    """Whether both have the same elements; alignment does not matter."""
    return one.length == other.length and one.element.name == other.element.name


def converts(source: VectorType, target: VectorType) -> bool:
    """Whether assignment converts one vector type to the other (gcc: -fno-lax-vector-conversions)."""
    if source.opaque or target.opaque:
        return size_of(source) == size_of(target)
    return same_vector(source, target)


def reinterpret(value: typed.Expression, target: VectorType, explicit: bool = False) -> typed.Expression:
    """The same bits as a vector of another type."""
    if not explicit and isinstance(value.type, VectorType) and same_vector(value.type, target):
        return value
    return typed.Conversion(value.pos, target, value, explicit)


def cast(operators: Operators, operand: typed.Expression, target: CType, pos: int) -> typed.Expression | None:
    """A cast from or to a vector type keeps the bits; None when neither type is one."""
    source = operand.type
    if isinstance(target, VectorType):
        if not isinstance(source, VectorType) and not is_integer(source):
            operators.context.error("cannot convert value to a vector", pos)
        if size_of(source) != size_of(target):
            operators.context.error(
                f"cannot convert a value of type '{spell(source)}' to vector type '{spell(target)}'"
                " which has different size",
                pos,
            )
        return typed.Conversion(pos, target, operand, True)
    if not isinstance(source, VectorType):
        return None
    if not is_integer(target):
        operators.context.error(f"cannot convert a vector of type '{spell(source)}' to type '{spell(target)}'", pos)
    if size_of(source) != size_of(target):
        operators.context.error(
            f"cannot convert a vector of type '{spell(source)}' to type '{spell(target)}' which has different size",
            pos,
        )
    return typed.Conversion(pos, target, operand, True)


def splat(operators: Operators, scalar: typed.Expression, target: VectorType, pos: int) -> typed.Expression:
    """A scalar operand as a vector; an error when an element could not hold its value."""
    element = target.element
    if not isinstance(scalar.type, IntegerType | EnumType | FloatingType) or (
        isinstance(scalar.type, FloatingType) and isinstance(element, IntegerType)
    ):
        operators.context.error("cannot convert value to a vector", pos)
    if not _fits(scalar, element):
        operators.context.error(
            f"conversion of scalar '{spell(scalar.type)}' to vector '{spell(target)}' involves truncation", pos
        )
    return typed.VectorSplat(pos, vector_type(element, target.length), operators.convert(scalar, element))


def _fits(scalar: typed.Expression, element: IntegerType | FloatingType) -> bool:
    source = integer_type(scalar.type)
    folded = constants.fold(scalar)
    if isinstance(folded, typed.IntegerConstant) and source is not None:
        value = folded.value
        if isinstance(element, FloatingType):
            return floating.to_integer(floating.from_integer(value, element.name), element.name) == value
        return (
            in_range(value, element) or (value < 0 and not element.signed) or not (source.signed or not element.signed)
        )
    if isinstance(element, IntegerType):
        return source is not None and source.size <= element.size
    if source is not None:
        return source.width - source.signed <= floating.FORMATS[element.name].precision
    assert isinstance(scalar.type, FloatingType)
    if isinstance(folded, typed.FloatingConstant):
        narrow = floating.convert(folded.bits, scalar.type.name, element.name)
        return floating.convert(narrow, element.name, scalar.type.name) == folded.bits
    return scalar.type.size <= element.size


# --------------------------------------------------------------------------- operators


def binary(
    operators: Operators, operator: str, left: typed.Expression, right: typed.Expression, pos: int
) -> typed.Expression:
    """`left operator right`, one of which is a vector at least."""
    if not isinstance(left.type, VectorType):
        if not isinstance(right.type, VectorType) or not isinstance(left.type, IntegerType | EnumType | FloatingType):
            operators.invalid_operands(operator, left.type, right.type, pos)
        left = splat(operators, left, right.type, pos)
    assert isinstance(left.type, VectorType)
    if not isinstance(right.type, VectorType):
        if not isinstance(right.type, IntegerType | EnumType | FloatingType):
            operators.invalid_operands(operator, left.type, right.type, pos)
        right = _right_splat(operators, operator, right, left.type, pos)
    assert isinstance(right.type, VectorType)
    _check_operands(operators, operator, left.type, right.type, pos)
    ctype = vector_type(left.type.element, left.type.length)
    if operator in _COMPARISONS:
        return _compare(operator, left, right, ctype, pos)
    return typed.Arithmetic(pos, ctype, operator, reinterpret(left, ctype), reinterpret(right, ctype))


def _right_splat(
    operators: Operators, operator: str, right: typed.Expression, left: VectorType, pos: int
) -> typed.Expression:
    if operator in ("<<", ">>") and not is_integer(right.type):
        operators.invalid_operands(operator, left, right.type, pos)
    if operator in ("<<", ">>") and isinstance(left.element, IntegerType):
        count = operators.convert(right, left.element)
        return typed.VectorSplat(pos, vector_type(left.element, left.length), count)
    return splat(operators, right, left, pos)


def _check_operands(operators: Operators, operator: str, left: VectorType, right: VectorType, pos: int) -> None:
    if operator in _INTEGER_ONLY and not (
        isinstance(left.element, IntegerType) and isinstance(right.element, IntegerType)
    ):
        operators.invalid_operands(operator, left, right, pos)
    if left.length != right.length or not _same_scalar(left.element, right.element):
        operators.invalid_operands(operator, left, right, pos)


def _same_scalar(one: IntegerType | FloatingType, other: IntegerType | FloatingType) -> bool:
    if isinstance(one, IntegerType) and isinstance(other, IntegerType):
        return one.rank == other.rank
    return one.name == other.name


def _compare(
    operator: str, left: typed.Expression, right: typed.Expression, ctype: VectorType, pos: int
) -> typed.Expression:
    """Signed against unsigned compares unsigned."""
    assert isinstance(right.type, VectorType)
    common, other = ctype.element, right.type.element
    if isinstance(common, IntegerType) and isinstance(other, IntegerType) and common.signed != other.signed:
        common = common if not common.signed else other
    operands = vector_type(common, ctype.length)
    result = vector_type(_SIGNED[ctype.element.size], ctype.length, opaque=True)
    return typed.Comparison(pos, result, operator, reinterpret(left, operands), reinterpret(right, operands))


def compound_assign(
    operators: Operators, operator: str, target: typed.Lvalue, value: typed.Expression, pos: int
) -> typed.Expression:
    """`target operator= value`."""
    ctype = unqualified(target.type)
    if not isinstance(ctype, VectorType):
        operators.invalid_operands(operator, ctype, value.type, pos)
    if not isinstance(value.type, VectorType):
        if not isinstance(value.type, IntegerType | EnumType | FloatingType):
            operators.invalid_operands(operator, ctype, value.type, pos)
        value = _right_splat(operators, operator, value, ctype, pos)
    assert isinstance(value.type, VectorType)
    _check_operands(operators, operator, ctype, value.type, pos)
    computation = vector_type(ctype.element, ctype.length)
    return typed.CompoundAssign(pos, ctype, target, operator, reinterpret(value, computation), computation)


def element_access(
    operators: Operators, vector: typed.Expression, index: typed.Expression, pos: int
) -> typed.Expression:
    """`vector[index]`."""
    if not is_integer(index.type):
        operators.context.error("array subscript is not an integer", pos)
    lvalue = vector if isinstance(vector, typed.Lvalue) else typed.Temporary(vector.pos, vector.type, vector)
    assert isinstance(vector.type, VectorType)
    ctype = operators.context.qualify(vector.type.element, vector.type.qualifiers)
    return typed.VectorElement(pos, ctype, lvalue, operators.index(index))


# --------------------------------------------------------------------------- built-ins


def convert_vector(context: Context, operand: typed.Expression, target: CType, pos: int) -> typed.Expression:
    """`__builtin_convertvector`: every element converted."""
    if not isinstance(operand.type, VectorType) or not isinstance(target, VectorType):
        context.error("'__builtin_convertvector' argument must be a vector", pos)
    if operand.type.length != target.length:
        context.error(
            "'__builtin_convertvector' number of elements of the first argument vector and the second argument"
            " vector type should be the same",
            pos,
        )
    return typed.BuiltinCall(pos, unqualified(target), "__builtin_convertvector", [operand])


def shuffle(context: Context, node: nodes.Call) -> typed.Expression:
    """`__builtin_shuffle(v, mask)` and `__builtin_shuffle(v, w, mask)`."""
    values = [context.expressions.value(argument) for argument in node.arguments]
    if len(values) not in (2, 3):
        few = "few" if len(values) < 2 else "many"
        context.error(f"too {few} arguments to function '__builtin_shuffle'", node.pos)
    types = [value.type for value in values]
    first, mask = types[0], types[-1]
    if not isinstance(mask, VectorType) or not isinstance(mask.element, IntegerType):
        context.error("'__builtin_shuffle' last argument must be an integer vector", node.pos)
    if not isinstance(first, VectorType) or not all(isinstance(ctype, VectorType) for ctype in types):
        context.error("'__builtin_shuffle' arguments must be vectors", node.pos)
    second = types[1]
    if len(values) == 3 and not (isinstance(second, VectorType) and same_vector(first, second)):
        context.error("'__builtin_shuffle' argument vectors must be of the same type", node.pos)
    if mask.length != first.length:
        context.error(
            "'__builtin_shuffle' number of elements of the argument vector(s) and the mask vector should be the same",
            node.pos,
        )
    if mask.element.size != first.element.size:
        context.error(
            "'__builtin_shuffle' argument vector(s) inner type must have the same size as inner type of the mask",
            node.pos,
        )
    return typed.BuiltinCall(node.pos, first, "__builtin_shuffle", values)


def shuffle_vector(context: Context, node: nodes.Call) -> typed.Expression:
    """`__builtin_shufflevector(v, w, i...)`: elements by constant numbers, -1 for any."""
    if len(node.arguments) < 3:
        context.error("too few arguments to '__builtin_shufflevector'", node.pos)
    values = [context.expressions.value(argument) for argument in node.arguments[:2]]
    first, second = values[0].type, values[1].type
    if not isinstance(first, VectorType) or not isinstance(second, VectorType):
        context.error("'__builtin_shufflevector' arguments must be vectors", node.pos)
    if first.element.name != second.element.name:
        context.error("'__builtin_shufflevector' argument vectors must have the same element type", node.pos)
    count = len(node.arguments) - 2
    if count & (count - 1):
        context.error(
            "'__builtin_shufflevector' must specify a result with a power of two number of elements", node.pos
        )
    indices: list[typed.Expression] = []
    for argument in node.arguments[2:]:
        index = context.expressions.integer_constant(
            argument, f"invalid element index '{len(indices)}' to '__builtin_shufflevector'"
        )
        if not -1 <= index < first.length + second.length:
            context.error(f"invalid element index '{index}' to '__builtin_shufflevector'", argument.pos)
        indices.append(typed.IntegerConstant(argument.pos, INT, index))
    result = vector_type(first.element, count)
    return typed.BuiltinCall(node.pos, result, "__builtin_shufflevector", [*values, *indices])


def zero(element: IntegerType | FloatingType, pos: int) -> typed.Expression:
    """The constant 0 of an element's type."""
    if isinstance(element, IntegerType):
        return typed.IntegerConstant(pos, element, 0)
    return typed.FloatingConstant(pos, element, 0)
