"""`__builtin_clear_padding`: the bits of an object that hold no value become zero (gcc's manual, "Other Builtins")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.variable_lengths import variable_size
from minicc.diagnostics import unsupported
from minicc.types.ctype import (
    CONST,
    INT,
    LONG,
    UCHAR,
    VOID,
    ArrayType,
    ComplexType,
    CType,
    FloatingType,
    FunctionType,
    PointerType,
    RecordType,
    VoidType,
)
from minicc.types.layout import is_complete, size_of
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context

_NAME = "__builtin_clear_padding"
_MOST_BYTES = 1 << 14
_VALUE_BYTES_OF_X87 = 10


def clear_padding(context: Context, pointer: typed.Expression, pos: int) -> typed.Expression:
    """Assignments to the bytes that hold padding. Raises CompileError for what is no pointer to a complete object."""
    if not isinstance(pointer.type, PointerType):
        context.error(f"argument 1 in call to function '{_NAME}' does not have pointer type", pos)
    target = pointer.type.target
    if not is_complete(target) or isinstance(target, VoidType | FunctionType):
        context.error(f"argument 1 in call to function '{_NAME}' points to incomplete type", pos)
    if target.qualifiers & CONST:
        context.error(
            f"argument 1 in call to function '{_NAME}' has pointer to 'const' type ('{spell(pointer.type)}')", pos
        )
    if variable_size(target, pos) is not None or size_of(target) > _MOST_BYTES:
        unsupported(f"'{_NAME}' of an object of variable size or more than {_MOST_BYTES} bytes", pos)
    flexible = _flexible_member(target)
    if flexible is not None:
        what = f"flexible array member '{flexible}'"
        context.error(f"{what} does not have well defined padding bits for '{_NAME}'", pos)
    used = used_bits(target)
    bytes_pointer = context.pointer_to(context.qualify(UCHAR, target.qualifiers))
    identity = context.identity()
    name = f"padded_{identity}"
    hidden = typed.Variable(name, bytes_pointer, "automatic", "none", identity, pos, name, 8)
    context.statements.hidden.append(hidden)
    reference = typed.VariableReference(pos, bytes_pointer, hidden)
    result: typed.Expression = typed.Assign(
        pos, bytes_pointer, reference, context.operators.convert(pointer, bytes_pointer)
    )
    for i, bits in enumerate(used):
        if bits == 0xFF:
            continue
        index = typed.IntegerConstant(pos, LONG, i)
        place = typed.PointerOffset(pos, bytes_pointer, typed.Load(pos, bytes_pointer, reference), index, False)
        byte = typed.Dereference(pos, bytes_pointer.target, place)
        cleared: typed.Expression
        if bits:
            cleared = typed.CompoundAssign(pos, UCHAR, byte, "&", typed.IntegerConstant(pos, INT, bits), INT)
        else:
            cleared = typed.Assign(pos, UCHAR, byte, typed.IntegerConstant(pos, UCHAR, 0))
        result = typed.Comma(pos, cleared.type, result, cleared)
    return typed.Conversion(pos, VOID, result, True)


def _flexible_member(ctype: CType) -> str | None:
    """The name of a flexible array member at the end of a record."""
    if not isinstance(ctype, RecordType) or not ctype.definition.members:
        return None
    last = ctype.definition.members[-1]
    return last.name if not is_complete(last.type) else _flexible_member(last.type)


def used_bits(ctype: CType) -> bytearray:
    """The bits that hold a value, byte by byte; of a union those that any member uses."""
    size = size_of(ctype)
    if isinstance(ctype, FloatingType) and ctype.name == "long double":
        return bytearray(b"\xff" * _VALUE_BYTES_OF_X87 + bytes(size - _VALUE_BYTES_OF_X87))
    if isinstance(ctype, ComplexType):
        return used_bits(ctype.component) * 2
    if isinstance(ctype, ArrayType):
        return used_bits(ctype.element) * (ctype.length or 0) if size else bytearray()
    if not isinstance(ctype, RecordType):
        return bytearray(b"\xff" * size)
    used = bytearray(size)
    for member in ctype.definition.members or ():
        if member.bit_width is not None:
            if member.name is not None:
                assert member.bit_position is not None
                for bit in range(member.bit_position, member.bit_position + member.bit_width):
                    used[bit // 8] |= 1 << bit % 8
        elif is_complete(member.type):
            for i, bits in enumerate(used_bits(member.type)):
                used[member.offset + i] |= bits
    return used
