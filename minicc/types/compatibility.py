"""Compatible and composite types (C11 §6.2.7, §6.7.6)."""

from __future__ import annotations

from minicc.quick_dataclasses import replace
from minicc.types.conversions import promoted_parameter
from minicc.types.ctype import (
    LESS_ALIGNED,
    MAY_ALIAS,
    ArrayType,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    RecordType,
    VectorType,
    VoidType,
    qualified,
    unqualified,
)

_NOT_COMPARED = MAY_ALIAS | LESS_ALIGNED


def compatible(a: CType, b: CType) -> bool:
    """§6.2.7p1; qualifiers must be the same."""
    return a is b or ((a.qualifiers ^ b.qualifiers) & ~_NOT_COMPARED == 0 and compatible_unqualified(a, b))


def compatible_unqualified(a: CType, b: CType) -> bool:
    """Compatible when the outermost qualifiers are not looked at."""
    if a is b:
        return True
    if isinstance(a, EnumType) and isinstance(b, IntegerType):
        return a.definition.integer is not None and compatible_unqualified(a.definition.integer, b)
    if isinstance(b, EnumType) and isinstance(a, IntegerType):
        return b.definition.integer is not None and compatible_unqualified(b.definition.integer, a)
    if type(a) is not type(b):
        return False
    if isinstance(a, IntegerType) and isinstance(b, IntegerType):
        return a.name == b.name
    if isinstance(a, FloatingType) and isinstance(b, FloatingType):
        return a.name == b.name
    if isinstance(a, PointerType) and isinstance(b, PointerType):
        return compatible(a.target, b.target)
    if isinstance(a, ArrayType) and isinstance(b, ArrayType):
        if a.length is not None and b.length is not None and a.length != b.length:
            return False
        return compatible(a.element, b.element)
    if isinstance(a, RecordType) and isinstance(b, RecordType):
        return a.definition is b.definition
    if isinstance(a, EnumType) and isinstance(b, EnumType):
        return a.definition is b.definition
    if isinstance(a, FunctionType) and isinstance(b, FunctionType):
        return _compatible_functions(a, b)
    if isinstance(a, ComplexType) and isinstance(b, ComplexType):
        return a.component.name == b.component.name
    if isinstance(a, VectorType) and isinstance(b, VectorType):
        return a.length == b.length and a.element.name == b.element.name
    return isinstance(a, VoidType)


def _compatible_functions(a: FunctionType, b: FunctionType) -> bool:
    if not compatible(unqualified(a.result), unqualified(b.result)):
        return False
    if a.prototype and b.prototype:
        if a.variadic != b.variadic or len(a.parameters) != len(b.parameters):
            return False
        return all(compatible_unqualified(x, y) for x, y in zip(a.parameters, b.parameters, strict=True))
    if not a.prototype and not b.prototype:
        return True
    prototype, other = (a, b) if a.prototype else (b, a)
    if prototype.variadic:
        return False
    if other.parameters:
        return len(other.parameters) == len(prototype.parameters) and all(
            compatible_unqualified(x, y) for x, y in zip(other.parameters, prototype.parameters, strict=True)
        )
    return all(compatible_unqualified(promoted_parameter(p), p) for p in prototype.parameters)


def composite(a: CType, b: CType) -> CType:
    """The composite of two compatible types (§6.2.7p3)."""
    if a is b:
        return a
    if isinstance(a, ArrayType) and isinstance(b, ArrayType):
        element = composite(a.element, b.element)
        known = a if a.length is not None or a.variable_length is not None else b
        if element is known.element:
            return known
        return replace(known, element=element)
    if isinstance(a, PointerType) and isinstance(b, PointerType):
        target = composite(a.target, b.target)
        if target is a.target:
            return a
        result = PointerType(target)
        return qualified(result, a.qualifiers)
    if isinstance(a, FunctionType) and isinstance(b, FunctionType):
        if not b.prototype:
            return a
        if not a.prototype:
            return b
        result_type = composite(a.result, b.result)
        parameters = tuple(composite(x, y) for x, y in zip(a.parameters, b.parameters, strict=True))
        if result_type is a.result and all(x is y for x, y in zip(parameters, a.parameters, strict=True)):
            return a
        return FunctionType(result_type, parameters, a.variadic, True)
    return a
