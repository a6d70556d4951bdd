"""Lvalues become places; and what is made of a place: loads, addresses, arrays turned pointers."""

from __future__ import annotations

from minicc.check import typed
from minicc.lower.aliasing import aliases_anything
from minicc.lower.atomic_objects import load_object
from minicc.lower.context import FunctionContext, Place, known_alignment, place, record, value
from minicc.lower.initialisers import initialise
from minicc.lower.llvm_types import is_record, memory_type, value_type
from minicc.lower.memory import load
from minicc.lower.variable_length import dynamic_size
from minicc.lower.vectors import spill
from minicc.types.ctype import (
    ATOMIC,
    VOLATILE,
    CType,
    EnumType,
    FunctionType,
    IntegerType,
    PointerType,
    RecordType,
    VoidType,
    qualified,
)
from minicc.types.layout import align_of, size_of


@place(typed.VariableReference)
def variable_reference(f: FunctionContext, e: typed.VariableReference) -> Place:
    return variable_place(f, e.variable, e.type)


def variable_place(f: FunctionContext, variable: typed.Variable, ctype: CType) -> Place:
    """Where a variable is, whatever its storage duration."""
    if variable.storage in ("static", "extern"):
        return Place(f.module.variable(variable), variable.alignment, ctype)
    if f.function.calls_setjmp:
        ctype = qualified(ctype, VOLATILE)
    pointer = f.local(variable)
    if variable.register:
        from minicc.lower.register_variables import refresh

        refresh(f, variable, pointer)
    return Place(pointer, variable.alignment, ctype)


@place(typed.Dereference)
def dereference(f: FunctionContext, e: typed.Dereference) -> Place:
    pointer, alignment, may_alias = pointee(f, e.pointer)
    return Place(pointer, alignment or align_of_object(e.type), e.type, may_alias=may_alias)


def align_of_object(ctype: CType) -> int:
    """The alignment that C promises for an object of this type; 1 for functions and void."""
    return 1 if isinstance(ctype, FunctionType | VoidType) else align_of(ctype)


@place(typed.MemberAccess)
def member_access(f: FunctionContext, e: typed.MemberAccess) -> Place:
    member = e.member
    distance = member.offset
    shift = 0
    if member.bit_width is not None:
        assert member.bit_position is not None
        distance, shift = divmod(member.bit_position, 8)
    outer = e.record
    may_alias = aliases_anything(outer.type)
    while type(outer) is typed.MemberAccess:
        distance += outer.member.offset
        outer = outer.record
        may_alias = may_alias or aliases_anything(outer.type)
    base = f.place(outer)
    assert isinstance(outer.type, RecordType)
    pointer = base.pointer
    if distance:
        inbounds = f.module.inbounds and not _is_made_up(outer)
        pointer = f.builder.gep("i8", pointer, str(distance), inbounds)
    return Place(
        pointer,
        known_alignment(base.alignment, distance),
        e.type,
        shift,
        member.bit_width,
        outer.type.definition,
        distance,
        may_alias or base.may_alias,
    )


def _is_made_up(e: typed.Lvalue) -> bool:
    """True for `*(T *)number`: no object that `inbounds` could be about, as in the traditional offsetof."""
    return type(e) is typed.Dereference and _is_from_integer(e.pointer)


def _is_from_integer(pointer: typed.Expression) -> bool:
    while type(pointer) is typed.Conversion:
        if isinstance(pointer.operand.type, IntegerType | EnumType):
            return True
        pointer = pointer.operand
    return type(pointer) is typed.IntegerConstant


@place(typed.StringLiteral)
def string_literal(f: FunctionContext, e: typed.StringLiteral) -> Place:
    return Place(f.module.string(e), align_of(e.type), e.type)


@place(typed.CompoundLiteral)
def compound_literal(f: FunctionContext, e: typed.CompoundLiteral) -> Place:
    where = variable_place(f, e.variable, e.type)
    if e.variable.storage not in ("static", "extern") and e.variable.initializer is not None:
        initialise(f, where, e.variable.initializer)
    return where


@place(typed.Temporary)
def temporary(f: FunctionContext, e: typed.Temporary) -> Place:
    return f.record(e.value) if is_record(e.type) else spill(f, e.value)


@value(typed.Load)
def load_value(f: FunctionContext, e: typed.Load) -> str:
    return load(f, f.place(e.lvalue))


@record(typed.Load)
def load_record(f: FunctionContext, e: typed.Load) -> Place:
    source = f.place(e.lvalue)
    if not source.type.qualifiers & ATOMIC:
        return source
    copied = f.temporary(e.type)
    load_object(f, source, copied.pointer)
    return copied


@value(typed.ArrayDecay)
def array_decay(f: FunctionContext, e: typed.ArrayDecay) -> str:
    return f.place(e.lvalue).pointer


@value(typed.AddressOf)
def address_of(f: FunctionContext, e: typed.AddressOf) -> str:
    return f.place(e.lvalue).pointer


@value(typed.PointerOffset)
def pointer_offset(f: FunctionContext, e: typed.PointerOffset) -> str:
    return pointee(f, e)[0]


def pointee(f: FunctionContext, e: typed.Expression) -> tuple[str, int | None, bool]:
    """The value of a pointer expression, the alignment known of what it points to, and whether that may alias anything.

    An address taken from an lvalue keeps what is known about that: an element of an array in a packed struct is not
    aligned to its type, an element of an array in a union is accessed through the union.
    """
    cls = type(e)
    if cls is typed.ArrayDecay or cls is typed.AddressOf:
        assert isinstance(e, typed.ArrayDecay | typed.AddressOf)
        where = f.place(e.lvalue)
        return where.pointer, where.alignment, where.may_alias
    if cls is typed.PointerOffset:
        assert isinstance(e, typed.PointerOffset)
        return _offset_pointee(f, e)
    return f.value(e), None, False


def _offset_pointee(f: FunctionContext, e: typed.PointerOffset) -> tuple[str, int | None, bool]:
    assert isinstance(e.type, PointerType)
    target = e.type.target
    pointer, alignment, may_alias = pointee(f, e.pointer)
    size = dynamic_size(f, target)
    if isinstance(e.index, typed.IntegerConstant) and size is None:
        count = -e.index.value if e.negative else e.index.value
        if count == 0:
            return pointer, alignment, may_alias
        known = known_alignment(alignment, count * size_of(target)) if alignment else None
        index = str(count)
    else:
        index = f.value(e.index)
        if e.negative:
            index = f.builder.sub("i64", "0", index)
        step = size_of(target) if size is None else align_of(target)
        known = known_alignment(alignment, step) if alignment else None
    f.at(e.pos)
    return scaled(f, pointer, index, target, inbounds=not _is_from_integer(e.pointer)), known, may_alias


def scaled(f: FunctionContext, pointer: str, index: str, target: CType, inbounds: bool = True) -> str:
    """`pointer` moved by `index` (an i64) objects of type `target`."""
    inbounds = inbounds and f.module.inbounds
    size = dynamic_size(f, target)
    if size is not None:
        return f.builder.gep("i8", pointer, f.builder.mul("i64", index, size), inbounds)
    element = "i8" if isinstance(target, VoidType | FunctionType) else memory_type(target)
    if element == "x86_fp80":
        element = f"[{size_of(target)} x i8]"
    return f.builder.gep(element, pointer, index, inbounds)


@value(typed.PointerDifference)
def pointer_difference(f: FunctionContext, e: typed.PointerDifference) -> str:
    b = f.builder
    left = b.convert("ptrtoint", f.value(e.left), "ptr", "i64")
    right = b.convert("ptrtoint", f.value(e.right), "ptr", "i64")
    bytes_ = b.sub("i64", left, right)
    assert isinstance(e.left.type, PointerType)
    dynamic = dynamic_size(f, e.left.type.target)
    size = dynamic or str(size_of(e.left.type.target))
    if size in ("0", "1"):
        return bytes_
    return b.binary("sdiv exact" if f.module.promises else "sdiv", "i64", bytes_, size)


@value(typed.FunctionAddress)
def function_address(f: FunctionContext, e: typed.FunctionAddress) -> str:
    return f.module.function(e.function)


@value(typed.LabelAddress)
def label_address(f: FunctionContext, e: typed.LabelAddress) -> str:
    return f.module.address(typed.AddressConstant(e.pos, e.type, e, 0))


@value(typed.AddressConstant)
def address_constant(f: FunctionContext, e: typed.AddressConstant) -> str:
    text = f.module.address(e)
    if isinstance(e.type, PointerType):
        return text
    return f.builder.convert("ptrtoint", text, "ptr", value_type(e.type))
