"""Atomic built-ins. Every one is sequentially consistent: that is never weaker than the order that was asked for."""

from __future__ import annotations

from minicc.check import typed
from minicc.lower.atomic_objects import compare_exchange_object, exchange_object, load_object, store_object
from minicc.lower.builtins import builtin
from minicc.lower.context import FunctionContext, Place
from minicc.lower.conversions import convert
from minicc.lower.llvm_types import value_type
from minicc.lower.memory import load, store
from minicc.types.ctype import BOOL, VOLATILE, CType, FloatingType, PointerType, unqualified
from minicc.types.layout import size_of

_ORDER = "seq_cst"
_OPERATIONS = ("add", "sub", "and", "or", "xor", "nand")


def _object(f: FunctionContext, e: typed.BuiltinCall) -> tuple[str, CType, str, str]:
    """The atomic object: its address, its type, the integer type of its size, and "volatile " when it is that."""
    pointer = e.arguments[0]
    assert isinstance(pointer.type, PointerType)
    target = pointer.type.target
    return f.value(pointer), target, f"i{size_of(target) * 8}", "volatile " if target.qualifiers & VOLATILE else ""


def _bits(f: FunctionContext, value: str, ctype: CType, integer: str) -> str:
    """A value of C type as the integer of its size."""
    type_ = value_type(ctype)
    if type_ == integer:
        return value
    opcode = "ptrtoint" if type_ == "ptr" else "bitcast" if isinstance(ctype, FloatingType) else "zext"
    return f.builder.convert(opcode, value, type_, integer)


def _value(f: FunctionContext, bits: str, ctype: CType, integer: str) -> str:
    """The reverse of `_bits`."""
    type_ = value_type(ctype)
    if type_ == integer:
        return bits
    opcode = "inttoptr" if type_ == "ptr" else "bitcast" if isinstance(ctype, FloatingType) else "trunc"
    return f.builder.convert(opcode, bits, integer, type_)


def _argument(f: FunctionContext, e: typed.BuiltinCall, index: int, ctype: CType, integer: str) -> str:
    return _bits(f, f.value(e.arguments[index]), unqualified(ctype), integer)


def _at(f: FunctionContext, pointer: typed.Expression) -> Place:
    """The ordinary object that an argument points to."""
    assert isinstance(pointer.type, PointerType)
    target = pointer.type.target
    return Place(f.value(pointer), size_of(target), target)


def _atomic_load(f: FunctionContext, e: typed.BuiltinCall) -> tuple[str, CType, str]:
    address, ctype, integer, volatile = _object(f, e)
    size = size_of(ctype)
    bits = f.builder.result(f"load atomic {volatile}{integer}, ptr {address} {_ORDER}, align {size}")
    return _value(f, bits, unqualified(ctype), integer), ctype, integer


@builtin("__atomic_load_n")
def _load_n(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _atomic_load(f, e)[0]


@builtin("__atomic_load")
def _load(f: FunctionContext, e: typed.BuiltinCall) -> str:
    load_object(f, _at(f, e.arguments[0]), f.value(e.arguments[1]))
    return ""


def _atomic_store(f: FunctionContext, e: typed.BuiltinCall, value: str) -> str:
    address, ctype, integer, volatile = _object(f, e)
    bits = _bits(f, value, unqualified(ctype), integer)
    f.builder.effect(f"store atomic {volatile}{integer} {bits}, ptr {address} {_ORDER}, align {size_of(ctype)}")
    return ""


@builtin("__atomic_store_n")
def _store_n(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _atomic_store(f, e, f.value(e.arguments[1]))


@builtin("__atomic_store")
def _store(f: FunctionContext, e: typed.BuiltinCall) -> str:
    store_object(f, _at(f, e.arguments[0]), f.value(e.arguments[1]))
    return ""


def _exchange(f: FunctionContext, e: typed.BuiltinCall, value: str) -> str:
    address, ctype, integer, volatile = _object(f, e)
    bits = _bits(f, value, unqualified(ctype), integer)
    old = f.builder.result(f"atomicrmw {volatile}xchg ptr {address}, {integer} {bits} {_ORDER}")
    return _value(f, old, unqualified(ctype), integer)


@builtin("__atomic_exchange_n", "__sync_lock_test_and_set")
def _exchange_n(f: FunctionContext, e: typed.BuiltinCall) -> str:
    return _exchange(f, e, f.value(e.arguments[1]))


@builtin("__atomic_exchange")
def _exchange_through_pointers(f: FunctionContext, e: typed.BuiltinCall) -> str:
    exchange_object(f, _at(f, e.arguments[0]), f.value(e.arguments[1]), f.value(e.arguments[2]))
    return ""


def _compare_exchange(
    f: FunctionContext, address: str, integer: str, volatile: str, expected: str, desired: str
) -> tuple[str, str]:
    """The old bits, and whether they were the expected ones (an i1)."""
    pair = f"{{ {integer}, i1 }}"
    both = f.builder.result(
        f"cmpxchg {volatile}ptr {address}, {integer} {expected}, {integer} {desired} {_ORDER} {_ORDER}"
    )
    return f.builder.extract_value(pair, both, 0), f.builder.extract_value(pair, both, 1)


@builtin("__atomic_compare_exchange")
def _compare_exchange_through_pointers(f: FunctionContext, e: typed.BuiltinCall) -> str:
    target = _at(f, e.arguments[0])
    return compare_exchange_object(f, target, f.value(e.arguments[1]), f.value(e.arguments[2]))


@builtin("__atomic_compare_exchange_n")
def _atomic_compare_exchange(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """What was found goes to `*expected` when that is not what was there."""
    b = f.builder
    address, ctype, integer, volatile = _object(f, e)
    plain = unqualified(ctype)
    expected_place = _at(f, e.arguments[1])
    desired = f.value(e.arguments[2])
    expected = _bits(f, load(f, expected_place), plain, integer)
    old, equal = _compare_exchange(f, address, integer, volatile, expected, _bits(f, desired, plain, integer))
    failed, end = b.new_name("exchange.failed"), b.new_name("exchange.end")
    b.cbranch(equal, end, failed)
    b.start_block(failed)
    store(f, expected_place, _value(f, old, plain, integer))
    b.start_block(end)
    return equal


@builtin("__sync_bool_compare_and_swap", "__sync_val_compare_and_swap")
def _sync_compare_and_swap(f: FunctionContext, e: typed.BuiltinCall) -> str:
    address, ctype, integer, volatile = _object(f, e)
    expected, desired = _argument(f, e, 1, ctype, integer), _argument(f, e, 2, ctype, integer)
    old, equal = _compare_exchange(f, address, integer, volatile, expected, desired)
    return equal if "bool" in e.name else _value(f, old, unqualified(ctype), integer)


_FETCH_NAMES = {
    pattern.format(operation): operation
    for operation in _OPERATIONS
    for pattern in ("__atomic_fetch_{}", "__atomic_{}_fetch", "__sync_fetch_and_{}", "__sync_{}_and_fetch")
}


@builtin(*_FETCH_NAMES)
def _fetch(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """Pointers count bytes."""
    b = f.builder
    address, ctype, integer, volatile = _object(f, e)
    operation = _FETCH_NAMES[e.name]
    value = _argument(f, e, 1, ctype, integer)
    bits = b.result(f"atomicrmw {volatile}{operation} ptr {address}, {integer} {value} {_ORDER}")
    if e.name.endswith("_fetch"):
        if operation == "nand":
            bits = b.xor(integer, b.and_(integer, bits, value), "-1")
        else:
            bits = b.binary(operation, integer, bits, value)
    return _value(f, bits, unqualified(ctype), integer)


@builtin("__atomic_test_and_set")
def _test_and_set(f: FunctionContext, e: typed.BuiltinCall) -> str:
    old = f.builder.result(f"atomicrmw xchg ptr {f.value(e.arguments[0])}, i8 1 {_ORDER}")
    return convert(f, f.builder.convert("trunc", old, "i8", "i1"), BOOL, e.type)


@builtin("__atomic_clear")
def _clear(f: FunctionContext, e: typed.BuiltinCall) -> str:
    f.builder.effect(f"store atomic i8 0, ptr {f.value(e.arguments[0])} {_ORDER}, align 1")
    return ""


@builtin("__sync_lock_release")
def _lock_release(f: FunctionContext, e: typed.BuiltinCall) -> str:
    address, ctype, integer, volatile = _object(f, e)
    f.builder.effect(f"store atomic {volatile}{integer} 0, ptr {address} {_ORDER}, align {size_of(ctype)}")
    return ""


@builtin("__atomic_thread_fence", "__sync_synchronize")
def _thread_fence(f: FunctionContext, e: typed.BuiltinCall) -> str:
    for argument in e.arguments:
        f.discard(argument)
    f.builder.effect(f"fence {_ORDER}")
    return ""


@builtin("__atomic_signal_fence")
def _signal_fence(f: FunctionContext, e: typed.BuiltinCall) -> str:
    f.discard(e.arguments[0])
    f.builder.effect(f'fence syncscope("singlethread") {_ORDER}')
    return ""
