"""Variable arguments (psABI §3.5.7): `va_list` is one `__va_list_tag`.

LLVM's va_arg instruction knows nothing of records, so the register save area and the overflow area are read here.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.lower.abi import INTEGER_REGISTERS, SSE_REGISTERS, Kind, Passing, classify_argument
from minicc.lower.context import FunctionContext, Place, record, value
from minicc.lower.memory import load, offset
from minicc.types.ctype import CType
from minicc.types.layout import align_of, size_of

_GP_OFFSET, _FP_OFFSET, _OVERFLOW_AREA, _SAVE_AREA = 0, 4, 8, 16
_GP_END = INTEGER_REGISTERS * 8
_FP_END = _GP_END + SSE_REGISTERS * 16


@value(typed.VaArg)
def va_arg(f: FunctionContext, e: typed.VaArg) -> str:
    return load(f, _next_argument(f, e))


@record(typed.VaArg)
def va_arg_record(f: FunctionContext, e: typed.VaArg) -> Place:
    return _next_argument(f, e)


def _next_argument(f: FunctionContext, e: typed.VaArg) -> Place:
    va_list = f.value(e.list)
    ctype = e.type
    passing = classify_argument(ctype)
    if passing.kind is Kind.IGNORE:
        return f.temporary(ctype)
    if passing.kind is Kind.MEMORY or not (passing.integers or passing.floats):
        return Place(_from_overflow_area(f, va_list, ctype), align_of(ctype), ctype, may_alias=True)
    b = f.builder
    in_registers, in_memory, end = (
        b.new_name("va_arg.registers"),
        b.new_name("va_arg.memory"),
        b.new_name("va_arg.end"),
    )
    gp = fp = fits = ""
    if passing.integers:
        gp = b.load("i32", va_list, 8)
        fits = b.icmp_unsigned("<=", "i32", gp, str(_GP_END - 8 * passing.integers))
    if passing.floats:
        fp = b.load("i32", offset(f, va_list, _FP_OFFSET), 4)
        fits_too = b.icmp_unsigned("<=", "i32", fp, str(_FP_END - 16 * passing.floats))
        fits = b.and_("i1", fits, fits_too) if fits else fits_too
    b.cbranch(fits, in_registers, in_memory)
    b.start_block(in_registers)
    saved = _from_save_area(f, va_list, passing, gp, fp)
    saved_block = b.block
    b.branch(end)
    b.start_block(in_memory)
    overflow = _from_overflow_area(f, va_list, ctype)
    overflow_block = b.block
    b.start_block(end)
    pointer = b.phi("ptr", [(saved, saved_block), (overflow, overflow_block)])
    return Place(pointer, min(8, align_of(ctype)), ctype, may_alias=True)


def _from_save_area(f: FunctionContext, va_list: str, passing: Passing, gp: str, fp: str) -> str:
    """A pointer to the argument, put together in a temporary when its registers are not side by side."""
    b = f.builder
    area = b.load("ptr", offset(f, va_list, _SAVE_AREA), 8)
    integers = _advanced(f, area, b.convert("zext", gp, "i32", "i64")) if gp else ""
    floats = _advanced(f, area, b.convert("zext", fp, "i32", "i64")) if fp else ""
    if gp:
        b.store("i32", b.add("i32", gp, str(8 * passing.integers)), va_list, 8)
    if fp:
        b.store("i32", b.add("i32", fp, str(16 * passing.floats)), offset(f, va_list, _FP_OFFSET), 4)
    if not floats:
        return integers
    if not integers and passing.floats == 1:
        return floats
    whole = f.temporary(passing.ctype, "va_arg")
    next_integer = next_float = 0
    for piece in passing.pieces:
        if piece.type == "i64":
            source, at = integers, 8 * next_integer
            next_integer += 1
        else:
            source, at = floats, 16 * next_float
            next_float += 1
        part = b.load(piece.memory_type, offset(f, source, at), 8 if piece.type != "fp128" else 16)
        b.store(piece.memory_type, part, offset(f, whole.pointer, piece.offset), min(8, whole.alignment))
    return whole.pointer


def _from_overflow_area(f: FunctionContext, va_list: str, ctype: CType) -> str:
    b = f.builder
    field = offset(f, va_list, _OVERFLOW_AREA)
    area = b.load("ptr", field, 8)
    alignment = align_of(ctype)
    if alignment > 8:
        moved = _advanced(f, area, str(alignment - 1))
        f.module.declare_intrinsic("llvm.ptrmask.p0.i64", "ptr (ptr, i64)")
        area = b.result(f"call ptr @llvm.ptrmask.p0.i64(ptr {moved}, i64 {-alignment})")
    b.store("ptr", _advanced(f, area, str((size_of(ctype) + 7) // 8 * 8)), field, 8)
    return area


def _advanced(f: FunctionContext, pointer: str, count: str) -> str:
    return f.builder.gep("i8", pointer, count, f.module.promises)
