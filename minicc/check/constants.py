"""Constant expressions (C11 §6.6): evaluation of typed trees where the language requires a value.

gcc's leniency is kept: anything that folds counts, whatever the standard says about its form.
"""

from __future__ import annotations

from collections.abc import Callable

from minicc.check import typed
from minicc.quick_dataclasses import dataclass
from minicc.types import floating
from minicc.types.conversions import integer_type, wrap
from minicc.types.ctype import (
    BOOL,
    ArrayType,
    ComplexType,
    CType,
    FloatingType,
    IntegerType,
    PointerType,
    RecordType,
    VectorType,
    VoidType,
)
from minicc.types.layout import IncompleteTypeError, size_of


@dataclass(slots=True)
class Address:
    """`base` plus `offset` bytes; a null pointer or an integer turned pointer has `base` None."""

    base: typed.Variable | typed.Function | typed.StringLiteral | typed.LabelAddress | None
    offset: int


@dataclass(slots=True)
class FloatingBits:
    bits: int


@dataclass(slots=True)
class Parts:
    """The real and the imaginary part of a complex number, or the elements of a vector."""

    values: list[int | FloatingBits]


Constant = int | FloatingBits | Address | Parts


class NotConstant(Exception):
    """The expression has no value at translation time."""


def fold(expression: typed.Expression) -> typed.Expression | None:
    """The constant node that `expression` evaluates to, or None; integers, floating constants and address constants."""
    if type(expression) is typed.IntegerConstant and not isinstance(expression.type, PointerType):
        return expression
    try:
        value = _evaluate(expression)
    except (NotConstant, IncompleteTypeError):
        return None
    return _node(expression, value)


def evident(value: typed.Expression, depth: int = 3) -> int | None:
    """The value of a constant that shows at first sight (`sizeof x == 8`), else None: no walk down a long chain."""
    cls = type(value)
    if cls is typed.IntegerConstant:
        assert isinstance(value, typed.IntegerConstant)
        return value.value
    if not depth:
        return None
    if cls is typed.Comparison:
        assert isinstance(value, typed.Comparison)
        if evident(value.left, depth - 1) is None or evident(value.right, depth - 1) is None:
            return None
        return fold_integer(value)
    if cls is typed.LogicalNot or cls is typed.Conversion or cls is typed.Negation:
        assert isinstance(value, typed.LogicalNot | typed.Conversion | typed.Negation)
        return None if evident(value.operand, depth - 1) is None else fold_integer(value)
    return None


def fold_integer(expression: typed.Expression) -> int | None:
    """The value of an integer constant expression, or None."""
    if type(expression) is typed.IntegerConstant:
        return expression.value
    try:
        value = _evaluate(expression)
    except (NotConstant, IncompleteTypeError):
        return None
    return value if isinstance(value, int) else None


def _node(expression: typed.Expression, value: Constant) -> typed.Expression | None:
    pos, ctype = expression.pos, expression.type
    if isinstance(value, int):
        return typed.IntegerConstant(pos, ctype, value)
    if isinstance(value, FloatingBits):
        return typed.FloatingConstant(pos, ctype, value.bits)
    if isinstance(value, Parts):
        component = component_type(ctype)
        nodes = [node for part in value.values if (node := _part_node(pos, component, part)) is not None]
        if isinstance(ctype, ComplexType):
            return typed.ComplexValue(pos, ctype, nodes[0], nodes[1])
        return typed.VectorValue(pos, ctype, nodes)
    if value.base is None:
        return typed.IntegerConstant(pos, ctype, value.offset & ((1 << 64) - 1))
    if isinstance(ctype, PointerType) or size_of(ctype) == 8:
        return typed.AddressConstant(pos, ctype, value.base, value.offset)
    return None


def _part_node(pos: int, ctype: CType, value: int | FloatingBits) -> typed.Expression:
    if isinstance(value, int):
        return typed.IntegerConstant(pos, ctype, value)
    return typed.FloatingConstant(pos, ctype, value.bits)


def component_type(ctype: CType) -> IntegerType | FloatingType:
    """The type of the parts of a complex number, or of the elements of a vector."""
    if isinstance(ctype, ComplexType):
        return ctype.component
    assert isinstance(ctype, VectorType)
    return ctype.element


def _evaluate(expression: typed.Expression) -> Constant:
    handler = _HANDLERS.get(type(expression))
    if handler is None:
        raise NotConstant
    return handler(expression)


def _integer_constant(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.IntegerConstant)
    if isinstance(expression.type, PointerType):
        return Address(None, expression.value)
    return expression.value


def _floating_constant(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.FloatingConstant)
    return FloatingBits(expression.bits)


def _address_constant(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.AddressConstant)
    return Address(expression.base, expression.offset)


def _function_address(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.FunctionAddress)
    return Address(expression.function, 0)


def _label_address(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.LabelAddress)
    return Address(expression, 0)


def _address_of(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.AddressOf | typed.ArrayDecay)
    return _lvalue(expression.lvalue)


def _lvalue(lvalue: typed.Lvalue) -> Address:
    """The address of an object of static storage duration."""
    if isinstance(lvalue, typed.VariableReference | typed.CompoundLiteral):
        if lvalue.variable.storage not in ("static", "extern") or lvalue.variable.thread_local:
            raise NotConstant
        return Address(lvalue.variable, 0)
    if isinstance(lvalue, typed.StringLiteral):
        return Address(lvalue, 0)
    if isinstance(lvalue, typed.MemberAccess):
        record = _lvalue(lvalue.record)
        return Address(record.base, record.offset + lvalue.member.offset)
    if isinstance(lvalue, typed.ComplexPart):
        number = _lvalue(lvalue.number)
        return Address(number.base, number.offset + (size_of(lvalue.type) if lvalue.imaginary else 0))
    if isinstance(lvalue, typed.VectorElement):
        vector, index = _lvalue(lvalue.vector), _evaluate(lvalue.index)
        if isinstance(index, int):
            return Address(vector.base, vector.offset + index * size_of(lvalue.type))
    if isinstance(lvalue, typed.Dereference):
        value = _evaluate(lvalue.pointer)
        if isinstance(value, Address):
            return value
        if isinstance(value, int):
            return Address(None, value)
    raise NotConstant


def _load(expression: typed.Expression) -> Constant:
    """gcc folds a read of a compound literal of constant value and of a string literal's element in an initializer."""
    assert isinstance(expression, typed.Load)
    lvalue = expression.lvalue
    if isinstance(lvalue, typed.CompoundLiteral) and lvalue.variable.initializer is not None:
        initializer = lvalue.variable.initializer
        if initializer.whole and not isinstance(lvalue.type, RecordType | ArrayType):
            return _evaluate(initializer.elements[0].value)
    if isinstance(lvalue, typed.ComplexPart) and isinstance(lvalue.number, typed.Temporary):
        return _part(_evaluate(lvalue.number.value), int(lvalue.imaginary))
    if isinstance(lvalue, typed.Dereference) and size_of(lvalue.type) == 1 and integer_type(lvalue.type):
        address = _lvalue(lvalue)
        base = address.base
        if isinstance(base, typed.StringLiteral) and 0 <= address.offset < len(base.data):
            integer = integer_type(lvalue.type)
            assert integer is not None
            return wrap(base.data[address.offset], integer)
    raise NotConstant


def _conversion(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.Conversion)
    return convert(_evaluate(expression.operand), expression.operand.type, expression.type)


def convert(value: Constant, source: CType, target: CType) -> Constant:
    """A constant converted from one scalar type to another. Raises NotConstant."""
    if isinstance(target, VoidType):
        raise NotConstant
    if isinstance(target, ComplexType | VectorType) or isinstance(value, Parts):
        return _convert_parts(value, source, target)
    if isinstance(value, int):
        if isinstance(target, FloatingType):
            return FloatingBits(floating.from_integer(value, target.name))
        if isinstance(target, PointerType):
            return Address(None, value & ((1 << 64) - 1))
        return wrap(value, _integer(target))
    if isinstance(value, FloatingBits):
        assert isinstance(source, FloatingType)
        if isinstance(target, FloatingType):
            return FloatingBits(floating.convert(value.bits, source.name, target.name))
        integer = _integer(target)
        if integer.rank == 0:
            return int(floating.compare("!=", value.bits, 0, source.name))
        whole = floating.to_integer(value.bits, source.name)
        if whole is None:
            raise NotConstant
        return _saturate(whole, integer)
    if isinstance(target, PointerType):
        return value
    integer = _integer(target)
    if value.base is None:
        return wrap(value.offset, integer)
    if integer.rank == 0:
        return 1
    if integer.size == 8:
        return value
    raise NotConstant


def _part(value: Constant, index: int) -> int | FloatingBits:
    if not isinstance(value, Parts):
        raise NotConstant
    return value.values[index]


def _scalar(value: Constant) -> int | FloatingBits:
    if isinstance(value, int | FloatingBits):
        return value
    raise NotConstant


def _convert_parts(value: Constant, source: CType, target: CType) -> Constant:
    """From or to a complex type (§6.3.1.6, §6.3.1.7); a vector keeps its bits."""
    if isinstance(target, VectorType):
        if isinstance(source, VectorType) and source.element is target.element:
            return value
        raise NotConstant
    if not isinstance(source, ComplexType) and isinstance(target, ComplexType):
        real = _scalar(convert(value, source, target.component))
        return Parts([real, 0 if isinstance(target.component, IntegerType) else FloatingBits(0)])
    if not isinstance(source, ComplexType) or not isinstance(value, Parts):
        raise NotConstant
    component = source.component
    if isinstance(target, ComplexType):
        return Parts([_scalar(convert(part, component, target.component)) for part in value.values])
    if isinstance(target, IntegerType) and target.rank == 0:
        return int(any(convert(part, component, target) for part in value.values))
    return convert(value.values[0], component, target)


def _complex_value(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.ComplexValue)
    return Parts([_scalar(_evaluate(expression.real)), _scalar(_evaluate(expression.imaginary))])


def _vector_value(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.VectorValue)
    return Parts([_scalar(_evaluate(element)) for element in expression.elements])


def _vector_splat(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.VectorSplat)
    assert isinstance(expression.type, VectorType)
    return Parts([_scalar(_evaluate(expression.operand))] * expression.type.length)


def _negate(value: int | FloatingBits, ctype: CType) -> int | FloatingBits:
    if isinstance(value, int):
        return wrap(-value, _integer(ctype))
    assert isinstance(ctype, FloatingType)
    return FloatingBits(value.bits ^ floating.FORMATS[ctype.name].sign_bit)


def scalar_operation(
    operator: str, left: int | FloatingBits, right: int | FloatingBits, ctype: IntegerType | FloatingType
) -> int | FloatingBits:
    """`left operator right` in the type `ctype`. Raises NotConstant."""
    if isinstance(left, FloatingBits) and isinstance(right, FloatingBits):
        return FloatingBits(floating.arithmetic(operator, left.bits, right.bits, ctype.name))
    assert isinstance(left, int) and isinstance(right, int) and isinstance(ctype, IntegerType)
    value = integer_operation(operator, left, right, ctype)
    if value is None:
        raise NotConstant
    return value


def _part_arithmetic(operator: str, left: Constant, right: Constant, ctype: CType) -> Constant:
    component = component_type(ctype)
    if isinstance(ctype, VectorType):
        assert isinstance(left, Parts) and isinstance(right, Parts)
        pairs = zip(left.values, right.values, strict=True)
        return Parts([scalar_operation(operator, a, b, component) for a, b in pairs])
    from minicc.check.complex_constants import complex_arithmetic

    a = left.values if isinstance(left, Parts) else [_scalar(left)]
    b = right.values if isinstance(right, Parts) else [_scalar(right)]
    result = complex_arithmetic(operator, a, b, component)
    if result is None:
        raise NotConstant
    return Parts(result)


def _saturate(value: int, integer: IntegerType) -> int:
    """gcc folds an overflowing conversion from floating type to the nearest value."""
    if integer.signed:
        half = 1 << (integer.width - 1)
        return max(-half, min(half - 1, value))
    return max(0, min((1 << integer.width) - 1, value))


def _integer(ctype: CType) -> IntegerType:
    integer = integer_type(ctype)
    if integer is None:
        raise NotConstant
    return integer


def _negation(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.Negation)
    value = _evaluate(expression.operand)
    if isinstance(value, Parts):
        return Parts([_negate(part, component_type(expression.type)) for part in value.values])
    return _negate(_scalar(value), expression.type)


def _complement(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.Complement)
    value = _evaluate(expression.operand)
    if isinstance(value, int):
        return wrap(~value, _integer(expression.type))
    if isinstance(value, Parts) and isinstance(expression.type, ComplexType):
        return Parts([value.values[0], _negate(value.values[1], expression.type.component)])
    raise NotConstant


def truth(expression: typed.Expression) -> bool:
    """Whether a constant scalar compares unequal to 0. Raises NotConstant."""
    value = _evaluate(expression)
    if isinstance(value, int):
        return value != 0
    if isinstance(value, FloatingBits):
        assert isinstance(expression.type, FloatingType)
        return floating.compare("!=", value.bits, 0, expression.type.name)
    if isinstance(value, Parts):
        return bool(convert(value, expression.type, BOOL))
    if isinstance(value.base, typed.Variable | typed.Function) and not _never_null(value.base):
        raise NotConstant
    return value.base is not None or value.offset != 0


def _logical_not(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.LogicalNot)
    return int(not truth(expression.operand))


def _logical(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.Logical)
    left = truth(expression.left)
    if left == (expression.operator == "||"):
        return int(left)
    return int(truth(expression.right))


def _conditional(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.Conditional)
    if expression.then is None:
        if truth(expression.condition):
            return convert(_evaluate(expression.condition), expression.condition.type, expression.type)
        return _evaluate(expression.otherwise)
    return _evaluate(expression.then if truth(expression.condition) else expression.otherwise)


def _arithmetic(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.Arithmetic)
    left, right = _evaluate(expression.left), _evaluate(expression.right)
    if isinstance(left, Parts) or isinstance(right, Parts):
        return _part_arithmetic(expression.operator, left, right, expression.type)
    if isinstance(left, FloatingBits) and isinstance(right, FloatingBits):
        assert isinstance(expression.type, FloatingType)
        name = expression.type.name
        return FloatingBits(floating.arithmetic(expression.operator, left.bits, right.bits, name))
    if isinstance(left, Address) or isinstance(right, Address):
        return _address_arithmetic(expression.operator, left, right)
    assert isinstance(left, int) and isinstance(right, int)
    integer = _integer(expression.type)
    value = integer_operation(expression.operator, left, right, integer)
    if value is None:
        raise NotConstant
    return value


def _address_arithmetic(operator: str, left: Constant, right: Constant) -> Constant:
    """An address turned integer plus or minus a number still is an address constant."""
    if isinstance(left, Address) and isinstance(right, int) and operator in "+-":
        return Address(left.base, left.offset + (right if operator == "+" else -right))
    if isinstance(right, Address) and isinstance(left, int) and operator == "+":
        return Address(right.base, right.offset + left)
    raise NotConstant


def integer_operation(operator: str, left: int, right: int, integer: IntegerType) -> int | None:
    """`left operator right` in type `integer`, wrapped; None for a division by zero or a shift too far."""
    if operator == "+":
        value = left + right
    elif operator == "-":
        value = left - right
    elif operator == "*":
        value = left * right
    elif operator == "&":
        value = left & right
    elif operator == "|":
        value = left | right
    elif operator == "^":
        value = left ^ right
    elif operator in ("<<", ">>"):
        if not 0 <= right < integer.width:
            return None
        value = left << right if operator == "<<" else left >> right
    else:
        if right == 0:
            return None
        quotient = abs(left) // abs(right)
        if (left < 0) != (right < 0):
            quotient = -quotient
        value = quotient if operator == "/" else left - quotient * right
    return wrap(value, integer)


def _never_null(base: typed.Variable | typed.Function | typed.StringLiteral | typed.LabelAddress | None) -> bool:
    if isinstance(base, typed.Variable | typed.Function):
        return "weak" not in base.attributes and "weakref" not in base.attributes
    return base is not None


def _comparison(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.Comparison)
    left, right = _evaluate(expression.left), _evaluate(expression.right)
    operator = expression.operator
    if isinstance(left, FloatingBits) and isinstance(right, FloatingBits):
        assert isinstance(expression.left.type, FloatingType)
        return int(floating.compare(operator, left.bits, right.bits, expression.left.type.name))
    if isinstance(left, Address) and isinstance(right, Address):
        if left.base is right.base:
            return int(_compare(operator, left.offset, right.offset))
        if operator in ("==", "!=") and (left.base is None or right.base is None):
            offset = left.offset if left.base is None else right.offset
            known = left.base if right.base is None else right.base
            if offset == 0 and _never_null(known):
                return int(operator == "!=")
        raise NotConstant
    if isinstance(left, int) and isinstance(right, int):
        return int(_compare(operator, left, right))
    raise NotConstant


_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def _compare(operator: str, left: int, right: int) -> bool:
    return _COMPARISONS[operator](left, right)


def _pointer_offset(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.PointerOffset)
    pointer, index = _evaluate(expression.pointer), _evaluate(expression.index)
    if not isinstance(pointer, Address) or not isinstance(index, int):
        raise NotConstant
    assert isinstance(expression.type, PointerType)
    scaled = index * size_of(expression.type.target)
    return Address(pointer.base, pointer.offset + (-scaled if expression.negative else scaled))


def _pointer_difference(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.PointerDifference)
    left, right = _evaluate(expression.left), _evaluate(expression.right)
    if not isinstance(left, Address) or not isinstance(right, Address) or left.base is not right.base:
        raise NotConstant
    assert isinstance(expression.left.type, PointerType)
    size = size_of(expression.left.type.target)
    if size == 0:
        raise NotConstant
    return (left.offset - right.offset) // size


def _builtin_call(expression: typed.Expression) -> Constant:
    assert isinstance(expression, typed.BuiltinCall)
    name = expression.name
    values = [_evaluate(argument) for argument in expression.arguments]
    if name == "__builtin_expect":
        return values[0]
    folder = _BUILTINS.get(name.removeprefix("__builtin_").rstrip("l").removesuffix("imax"))
    if folder is None or len(values) != 1 or not isinstance(values[0], int):
        raise NotConstant
    integer = _integer(expression.arguments[0].type)
    return folder(values[0] & ((1 << integer.width) - 1), integer.width)


def _count_leading(value: int, width: int) -> int:
    if value == 0:
        raise NotConstant
    return width - value.bit_length()


def _count_trailing(value: int, width: int) -> int:
    if value == 0:
        raise NotConstant
    return (value & -value).bit_length() - 1


def _swap(value: int, width: int) -> int:
    return int.from_bytes(value.to_bytes(width // 8, "little"), "big")


_BUILTINS: dict[str, Callable[[int, int], int]] = {
    "clz": _count_leading,
    "ctz": _count_trailing,
    "ffs": lambda value, width: (value & -value).bit_length(),
    "popcount": lambda value, width: value.bit_count(),
    "parity": lambda value, width: value.bit_count() & 1,
    "bswap16": _swap,
    "bswap32": _swap,
    "bswap64": _swap,
    "bswap128": _swap,
}

_HANDLERS: dict[type[typed.Expression], Callable[[typed.Expression], Constant]] = {
    typed.IntegerConstant: _integer_constant,
    typed.FloatingConstant: _floating_constant,
    typed.ComplexValue: _complex_value,
    typed.VectorValue: _vector_value,
    typed.VectorSplat: _vector_splat,
    typed.AddressConstant: _address_constant,
    typed.FunctionAddress: _function_address,
    typed.LabelAddress: _label_address,
    typed.AddressOf: _address_of,
    typed.ArrayDecay: _address_of,
    typed.Load: _load,
    typed.Conversion: _conversion,
    typed.Negation: _negation,
    typed.Complement: _complement,
    typed.LogicalNot: _logical_not,
    typed.Logical: _logical,
    typed.Conditional: _conditional,
    typed.Arithmetic: _arithmetic,
    typed.Comparison: _comparison,
    typed.PointerOffset: _pointer_offset,
    typed.PointerDifference: _pointer_difference,
    typed.BuiltinCall: _builtin_call,
}
