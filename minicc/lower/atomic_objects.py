"""Atomic access to whole objects of any size: records, and what `__atomic_load` and its like are given by address.

Up to 8 bytes there are instructions; for 16 LLVM calls libatomic, as gcc does; all other sizes are its business too.
"""

from __future__ import annotations

from minicc.lower.context import FunctionContext, Place
from minicc.types.layout import align_of, size_of

_ORDER = "seq_cst"
_LIBRARY_ORDER = "i32 5"
_INTEGER_SIZES = (1, 2, 4, 8, 16)


def _integer(place: Place) -> tuple[str, str] | None:
    """The integer type that an object travels in and the alignment that makes it one access; None without one."""
    size = size_of(place.type)
    if size not in _INTEGER_SIZES:
        return None
    return f"i{size * 8}", str(size if size <= 8 else min(size, align_of(place.type)))


def _library(f: FunctionContext, name: str, result: str, place: Place, *pointers: str, orders: int = 1) -> str:
    """A call of libatomic's function for objects of any size."""
    types = ["i64", "ptr", *["ptr"] * len(pointers), *["i32"] * orders]
    symbol = f.module.declare_intrinsic(f"__atomic_{name}", f"{result} ({', '.join(types)})")
    arguments = [f"i64 {size_of(place.type)}", f"ptr {place.pointer}", *(f"ptr {pointer}" for pointer in pointers)]
    return f.builder.call(result, symbol, [*arguments, *[_LIBRARY_ORDER] * orders])


def _volatile(place: Place) -> str:
    return "volatile " if place.volatile else ""


def load_object(f: FunctionContext, source: Place, target: str) -> None:
    """Copies the atomic object to the memory at `target`."""
    form = _integer(source)
    if form is None:
        _library(f, "load", "void", source, target)
        return
    type_, alignment = form
    bits = f.builder.result(f"load atomic {_volatile(source)}{type_}, ptr {source.pointer} {_ORDER}, align {alignment}")
    f.builder.store(type_, bits, target, 1)


def store_object(f: FunctionContext, target: Place, source: str) -> None:
    """Copies the memory at `source` to the atomic object."""
    form = _integer(target)
    if form is None:
        _library(f, "store", "void", target, source)
        return
    type_, alignment = form
    bits = f.builder.load(type_, source, 1)
    f.builder.effect(
        f"store atomic {_volatile(target)}{type_} {bits}, ptr {target.pointer} {_ORDER}, align {alignment}"
    )


def exchange_object(f: FunctionContext, target: Place, source: str, old: str) -> None:
    """Like `store_object`; what was there before goes to `old`."""
    form = _integer(target)
    if form is None:
        _library(f, "exchange", "void", target, source, old)
        return
    type_, alignment = form
    bits = f.builder.load(type_, source, 1)
    before = f.builder.result(
        f"atomicrmw {_volatile(target)}xchg ptr {target.pointer}, {type_} {bits} {_ORDER}, align {alignment}"
    )
    f.builder.store(type_, before, old, 1)


def compare_exchange_object(f: FunctionContext, target: Place, expected: str, desired: str) -> str:
    """An i1: whether the object was as at `expected` and is now as at `desired`; else `expected` becomes what it is."""
    b = f.builder
    form = _integer(target)
    if form is None:
        return _library(f, "compare_exchange", "zeroext i1", target, expected, desired, orders=2)
    type_, alignment = form
    old, new = b.load(type_, expected, 1), b.load(type_, desired, 1)
    pair = f"{{ {type_}, i1 }}"
    both = b.result(
        f"cmpxchg {_volatile(target)}ptr {target.pointer}, {type_} {old}, {type_} {new} {_ORDER} {_ORDER}, "
        f"align {alignment}"
    )
    b.store(type_, b.extract_value(pair, both, 0), expected, 1)
    return b.extract_value(pair, both, 1)
