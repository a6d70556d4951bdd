"""Reading, writing and copying objects; bit-fields.

A bit-field is read and written through exactly the bytes that hold its bits: never a byte that belongs to something
else (C11 §3.14).
"""

from __future__ import annotations

from minicc.lower.context import FunctionContext, Place
from minicc.lower.llvm_types import is_signed, memory_type, value_type
from minicc.types.ctype import ATOMIC, VOLATILE, IntegerType
from minicc.types.layout import size_of


def load(f: FunctionContext, place: Place) -> str:
    """The scalar value of the object."""
    if place.bit_width is not None:
        return _load_bit_field(f, place)
    if place.type.qualifiers & ATOMIC:
        return from_memory(f, load_atomically(f, place, memory_type(place.type)), place)
    ctype = place.type
    promised = f.module.access_promises(place)
    if type(ctype) is IntegerType and ctype.rank == 0 and not place.volatile:
        promised += f.module.boolean_range
    value = f.builder.load(
        memory_type(ctype), place.pointer, f.module.promised(place.alignment), place.volatile, promised
    )
    return from_memory(f, value, place)


def from_memory(f: FunctionContext, value: str, place: Place) -> str:
    """A value of the memory type as one of the value type: they differ for `_Bool`."""
    if isinstance(place.type, IntegerType) and place.type.rank == 0:
        return f.builder.convert("trunc", value, "i8", "i1")
    return value


def store(f: FunctionContext, place: Place, value: str, wanted: bool = False) -> str:
    """Stores a scalar value; answers the value that the object has afterwards when that is `wanted` (it differs
    for bit-fields).
    """
    if place.bit_width is not None:
        _store_bit_field(f, place, value)
        return _truncated(f, place, value) if wanted else value
    kept = value
    if isinstance(place.type, IntegerType) and place.type.rank == 0:
        value = boolean_byte(f, value)
    if place.type.qualifiers & ATOMIC:
        volatile = "volatile " if place.volatile else ""
        type_, size = memory_type(place.type), size_of(place.type)
        f.builder.effect(f"store atomic {volatile}{type_} {value}, ptr {place.pointer} seq_cst, align {size}")
        return kept
    alignment = f.module.promised(place.alignment)
    f.builder.store(
        memory_type(place.type), value, place.pointer, alignment, place.volatile, f.module.access_promises(place)
    )
    return kept


def load_atomically(f: FunctionContext, place: Place, type_: str) -> str:
    """A sequentially consistent load of a whole object as LLVM type `type_` (§6.2.6.1p9)."""
    volatile = "volatile " if place.volatile else ""
    return f.builder.result(f"load atomic {volatile}{type_}, ptr {place.pointer} seq_cst, align {size_of(place.type)}")


def boolean_byte(f: FunctionContext, value: str) -> str:
    """An i1 as the i8 that memory holds."""
    if value in ("true", "false"):
        return "1" if value == "true" else "0"
    return f.builder.convert("zext", value, "i1", "i8")


def copy(f: FunctionContext, target: Place, source: Place) -> None:
    """Copies a record; the two may be the same object (§6.5.16.1p3)."""
    size = size_of(source.type)
    if size == 0 or (target.pointer == source.pointer and not target.volatile):
        return
    copy_bytes(
        f, target.pointer, target.alignment, source.pointer, source.alignment, size, target.volatile or source.volatile
    )


def copy_bytes(
    f: FunctionContext,
    target: str,
    target_alignment: int,
    source: str,
    source_alignment: int,
    size: int,
    volatile: bool,
) -> None:
    """memcpy of a constant number of bytes."""
    renamed = f.module.renamed("memcpy")
    if renamed:
        f.builder.call("ptr", renamed, [f"ptr {target}", f"ptr {source}", f"i64 {size}"])
        return
    f.module.declare_intrinsic("llvm.memcpy.p0.p0.i64", "void (ptr, ptr, i64, i1)")
    f.builder.effect(
        f"call void @llvm.memcpy.p0.p0.i64(ptr align {f.module.promised(target_alignment)} {target}, "
        f"ptr align {f.module.promised(source_alignment)} {source}, i64 {size}, i1 {'true' if volatile else 'false'})"
    )


def clear(f: FunctionContext, place: Place, size: int) -> None:
    """Sets `size` bytes to zero."""
    if size == 0:
        return
    renamed = f.module.renamed("memset")
    if renamed:
        f.builder.call("ptr", renamed, [f"ptr {place.pointer}", "i32 0", f"i64 {size}"])
        return
    f.module.declare_intrinsic("llvm.memset.p0.i64", "void (ptr, i8, i64, i1)")
    volatile = "true" if place.type.qualifiers & VOLATILE else "false"
    alignment = f.module.promised(place.alignment)
    f.builder.effect(
        f"call void @llvm.memset.p0.i64(ptr align {alignment} {place.pointer}, i8 0, i64 {size}, i1 {volatile})"
    )


def offset(f: FunctionContext, pointer: str, count: int) -> str:
    """`count` bytes into the object."""
    return f.builder.gep("i8", pointer, str(count), f.module.inbounds) if count else pointer


def _container(place: Place) -> tuple[str, int]:
    """The integer type that covers the bytes of a bit-field, and its width."""
    assert place.bit_width is not None
    bits = (place.bit_shift + place.bit_width + 7) // 8 * 8
    return f"i{bits}", bits


def _load_bit_field(f: FunctionContext, place: Place) -> str:
    assert place.bit_width is not None
    container, bits = _container(place)
    value = f.builder.load(container, place.pointer, f.module.promised(place.alignment), place.volatile)
    return _extract(f, value, container, bits, place)


def _extract(f: FunctionContext, value: str, container: str, bits: int, place: Place) -> str:
    """The bit-field's value from that of its bytes."""
    b = f.builder
    assert place.bit_width is not None
    target = value_type(place.type)
    above = bits - place.bit_width - place.bit_shift
    if is_signed(place.type):
        if above:
            value = b.shl(container, value, str(above))
        if bits - place.bit_width:
            value = b.ashr(container, value, str(bits - place.bit_width))
        return resize(f, value, container, target, signed=True)
    if place.bit_shift:
        value = b.lshr(container, value, str(place.bit_shift))
    if above:
        value = b.and_(container, value, str((1 << place.bit_width) - 1))
    return resize(f, value, container, target, signed=False)


def resize(f: FunctionContext, value: str, source: str, target: str, signed: bool) -> str:
    """An integer of LLVM type `source` as one of type `target`."""
    source_bits, target_bits = int(source[1:]), int(target[1:])
    if source_bits == target_bits:
        return value
    opcode = "trunc" if target_bits < source_bits else "sext" if signed else "zext"
    return f.builder.convert(opcode, value, source, target)


def _store_bit_field(f: FunctionContext, place: Place, value: str) -> None:
    b = f.builder
    assert place.bit_width is not None
    container, bits = _container(place)
    width, shift = place.bit_width, place.bit_shift
    alignment = f.module.promised(place.alignment)
    wide = resize(f, value, value_type(place.type), container, signed=False)
    new = wide
    if width != bits:
        old = b.load(container, place.pointer, alignment, place.volatile)
        mask = (1 << width) - 1
        new = b.and_(container, wide, str(mask))
        if shift:
            new = b.shl(container, new, str(shift))
        kept = b.and_(container, old, str(~(mask << shift) & (1 << bits) - 1))
        new = b.or_(container, kept, new)
    b.store(container, new, place.pointer, alignment, place.volatile)


def _truncated(f: FunctionContext, place: Place, value: str) -> str:
    """`value` as the bit-field holds it: its own lower bits, extended again."""
    type_ = value_type(place.type)
    bits = int(type_[1:])
    assert place.bit_width is not None
    if place.bit_width >= bits:
        return value
    if is_signed(place.type):
        shift = str(bits - place.bit_width)
        return f.builder.ashr(type_, f.builder.shl(type_, value, shift), shift)
    return f.builder.and_(type_, value, str((1 << place.bit_width) - 1))
