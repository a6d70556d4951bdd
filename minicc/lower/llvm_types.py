"""How C types look in LLVM IR: as values in registers, and in memory."""

from __future__ import annotations

from minicc.types.ctype import (
    ULONG,
    ArrayType,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    IntegerType,
    PointerType,
    RecordType,
    VectorType,
    VoidType,
)
from minicc.types.layout import size_of

_INTEGERS = {1: "i8", 2: "i16", 4: "i32", 8: "i64", 16: "i128"}
_FLOATS = {"float": "float", "double": "double", "long double": "x86_fp80", "_Float128": "fp128", "_Float16": "half"}
FLOAT_BYTES = {"half": 2, "float": 4, "double": 8, "x86_fp80": 10, "fp128": 16}


def value_type(ctype: CType) -> str:
    """The type of a value in a register: `_Bool` is i1; a record is a pointer to the memory that holds it."""
    cls = type(ctype)
    if cls is IntegerType:
        assert isinstance(ctype, IntegerType)
        return _INTEGERS[ctype.size] if ctype.rank else "i1"
    if cls is PointerType or cls is RecordType:
        return "ptr"
    if cls is EnumType:
        return value_type(integer_of(ctype))
    if cls is FloatingType:
        assert isinstance(ctype, FloatingType)
        return _FLOATS[ctype.name]
    if cls is VoidType:
        return "void"
    if isinstance(ctype, ComplexType):
        part = value_type(ctype.component)
        return f"{{ {part}, {part} }}"
    if isinstance(ctype, VectorType):
        return f"<{ctype.length} x {value_type(ctype.element)}>"
    raise TypeError(f"no value has the type {ctype!r}")


def memory_type(ctype: CType) -> str:
    """The type of an object in memory: `_Bool` is i8; a record is its bytes."""
    cls = type(ctype)
    if cls is IntegerType:
        assert isinstance(ctype, IntegerType)
        return _INTEGERS[ctype.size]
    if cls is ArrayType:
        assert isinstance(ctype, ArrayType)
        return f"[{ctype.length or 0} x {memory_type(ctype.element)}]"
    if cls is RecordType:
        return f"[{size_of(ctype)} x i8]"
    return value_type(ctype)


def integer_of(ctype: CType) -> IntegerType:
    """The integer type that represents an integer, enum or pointer type."""
    if isinstance(ctype, IntegerType):
        return ctype
    if isinstance(ctype, EnumType):
        definition = ctype.definition
        assert definition.integer is not None
        return definition.integer
    assert isinstance(ctype, PointerType), ctype
    return ULONG


def is_signed(ctype: CType) -> bool:
    """True for signed integer types and enums; False for pointers."""
    return integer_of(ctype).signed


def is_record(ctype: CType) -> bool:
    return type(ctype) is RecordType
