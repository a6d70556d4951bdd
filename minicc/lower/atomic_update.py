"""Read-modify-write of an atomic object (C11 §6.5.16.2p3): compute, and start over when another thread was faster."""

from __future__ import annotations

from collections.abc import Callable

from minicc.lower.context import FunctionContext, Place
from minicc.lower.llvm_types import memory_type
from minicc.lower.memory import boolean_byte, from_memory, load_atomically
from minicc.types.ctype import IntegerType
from minicc.types.layout import size_of


def update(f: FunctionContext, place: Place, compute: Callable[[str], str]) -> tuple[str, str]:
    """Stores `compute(old)` with sequentially consistent order; answers the old and the new value."""
    b = f.builder
    type_, size = memory_type(place.type), size_of(place.type)
    bits = f"i{size * 8}"
    slot = "%" + b.new_name("atomic.old")
    b.alloca(slot, bits, size)
    b.store(bits, load_atomically(f, place, bits), slot, size)
    loop, end = b.new_name("atomic.loop"), b.new_name("atomic.end")
    b.branch(loop)
    b.start_block(loop)
    expected = b.load(bits, slot, size)
    old = from_memory(f, _cast(f, expected, bits, type_), place)
    new = compute(old)
    stored = boolean_byte(f, new) if isinstance(place.type, IntegerType) and place.type.rank == 0 else new
    desired = _cast(f, stored, type_, bits)
    volatile = "volatile " if place.volatile else ""
    pair = b.result(
        f"cmpxchg {volatile}ptr {place.pointer}, {bits} {expected}, {bits} {desired} seq_cst seq_cst, align {size}"
    )
    b.store(bits, b.extract_value(f"{{ {bits}, i1 }}", pair, 0), slot, size)
    b.cbranch(b.extract_value(f"{{ {bits}, i1 }}", pair, 1), end, loop)
    b.start_block(end)
    return old, new


def _cast(f: FunctionContext, value: str, source: str, target: str) -> str:
    if source == target:
        return value
    opcode = "ptrtoint" if source == "ptr" else "inttoptr" if target == "ptr" else "bitcast"
    return f.builder.convert(opcode, value, source, target)
