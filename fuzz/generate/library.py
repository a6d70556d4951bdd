"""The functions of the C library and the built-ins of gcc that programs call: prototypes and meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fuzz.generate.arithmetic import wrap
from fuzz.generate.errors import UndefinedValueError
from fuzz.generate.types import (
    INT,
    LLONG,
    LONG,
    STRING,
    UINT,
    ULLONG,
    ULONG,
    USHORT,
    VOID,
    IntegerType,
    PointerType,
    Type,
)

_BYTES = PointerType(VOID)
_CONST_BYTES = PointerType(VOID, const=True)


@dataclass(frozen=True, slots=True)
class Function:
    """`compute` is there for functions of numbers alone; the others work on memory."""

    result: Type
    parameters: tuple[Type, ...]
    compute: Callable[[int], int] | None = None

    @property
    def is_builtin(self) -> bool:
        return self.compute is not None


def _leading_zeros(width: int) -> Callable[[int], int]:
    def count(value: int) -> int:
        if value == 0:
            raise UndefinedValueError("the leading zeros of 0")
        return width - value.bit_length()

    return count


def _trailing_zeros(value: int) -> int:
    if value == 0:
        raise UndefinedValueError("the trailing zeros of 0")
    return (value & -value).bit_length() - 1


def _first_set(value: int) -> int:
    return (value & -value).bit_length()


def _absolute(type: IntegerType) -> Callable[[int], int]:
    def absolute(value: int) -> int:
        if value == type.minimum:
            raise UndefinedValueError("signed overflow")
        return abs(value)

    return absolute


def _swapped(type: IntegerType) -> Callable[[int], int]:
    return lambda value: int.from_bytes(value.to_bytes(type.size, "little"), "big")


def _sign_bits(type: IntegerType) -> Callable[[int], int]:
    """Redundant sign bits, as __builtin_clrsb counts them."""
    return lambda value: type.width - 1 - (value ^ (value >> type.width)).bit_length()


LIBRARY = {
    "memcpy": Function(_BYTES, (_BYTES, _CONST_BYTES, ULONG)),
    "memmove": Function(_BYTES, (_BYTES, _CONST_BYTES, ULONG)),
    "memset": Function(_BYTES, (_BYTES, INT, ULONG)),
    "memcmp": Function(INT, (_CONST_BYTES, _CONST_BYTES, ULONG)),
    "strlen": Function(ULONG, (STRING,)),
    "strcmp": Function(INT, (STRING, STRING)),
    "free": Function(VOID, (_BYTES,)),
    "abs": Function(INT, (INT,), _absolute(INT)),
    "labs": Function(LONG, (LONG,), _absolute(LONG)),
    "__builtin_popcount": Function(INT, (UINT,), int.bit_count),
    "__builtin_popcountl": Function(INT, (ULONG,), int.bit_count),
    "__builtin_popcountll": Function(INT, (ULLONG,), int.bit_count),
    "__builtin_parityl": Function(INT, (ULONG,), lambda value: value.bit_count() & 1),
    "__builtin_parity": Function(INT, (UINT,), lambda value: value.bit_count() & 1),
    "__builtin_clz": Function(INT, (UINT,), _leading_zeros(32)),
    "__builtin_clzl": Function(INT, (ULONG,), _leading_zeros(64)),
    "__builtin_ctz": Function(INT, (UINT,), _trailing_zeros),
    "__builtin_ctzl": Function(INT, (ULONG,), _trailing_zeros),
    "__builtin_ffs": Function(INT, (INT,), _first_set),
    "__builtin_ffsl": Function(INT, (LONG,), _first_set),
    "__builtin_clrsb": Function(INT, (INT,), _sign_bits(INT)),
    "__builtin_clrsbl": Function(INT, (LONG,), _sign_bits(LONG)),
    "__builtin_clzll": Function(INT, (ULLONG,), _leading_zeros(64)),
    "__builtin_ctzll": Function(INT, (ULLONG,), _trailing_zeros),
    "__builtin_llabs": Function(LLONG, (LLONG,), _absolute(LLONG)),
    "__builtin_bswap16": Function(USHORT, (USHORT,), _swapped(USHORT)),
    "__builtin_bswap32": Function(UINT, (UINT,), _swapped(UINT)),
    "__builtin_bswap64": Function(ULONG, (ULONG,), _swapped(ULONG)),
}
"""By name."""

NUMERIC = tuple(name for name, function in LIBRARY.items() if function.compute is not None)


def compute_library(name: str, value: int) -> int:
    """What a function of one number gives, in its result type. Raises UndefinedValueError."""
    function = LIBRARY[name]
    assert function.compute is not None
    assert isinstance(function.result, IntegerType)
    return wrap(function.compute(value), function.result)
