"""How scalars lie in memory on x86-64, little end first."""

from __future__ import annotations

import struct
from typing import Any, Protocol

from fuzz.generate.extended import Extended, decode_extended, encode_extended


class Codec(Protocol):
    """Reads and writes one scalar: `struct.Struct` for most."""

    def unpack_from(self, buffer: Any, /, offset: int) -> tuple[Any, ...]: ...

    def pack_into(self, buffer: Any, offset: int, /, *values: Any) -> None: ...


class _Extended:
    def unpack_from(self, buffer: bytes | bytearray, offset: int) -> tuple[Extended]:
        return (decode_extended(bytes(buffer[offset : offset + 16])),)

    def pack_into(self, buffer: bytearray, offset: int, value: Extended) -> None:
        buffer[offset : offset + 16] = encode_extended(value)


class _Wide:
    def __init__(self, signed: bool) -> None:
        self._signed = signed

    def unpack_from(self, buffer: bytes | bytearray, offset: int) -> tuple[int]:
        return (int.from_bytes(buffer[offset : offset + 16], "little", signed=self._signed),)

    def pack_into(self, buffer: bytearray, offset: int, value: int) -> None:
        buffer[offset : offset + 16] = value.to_bytes(16, "little", signed=self._signed)


POINTER = struct.Struct("<Q")
_FLOATS: dict[int, Codec] = {4: struct.Struct("<f"), 8: struct.Struct("<d"), 16: _Extended()}
_INTEGERS: dict[tuple[int, bool], Codec] = {
    (1, True): struct.Struct("<b"),
    (1, False): struct.Struct("<B"),
    (2, True): struct.Struct("<h"),
    (2, False): struct.Struct("<H"),
    (4, True): struct.Struct("<i"),
    (4, False): struct.Struct("<I"),
    (8, True): struct.Struct("<q"),
    (8, False): POINTER,
    (16, True): _Wide(True),
    (16, False): _Wide(False),
}


def integer_codec(size: int, signed: bool) -> Codec:
    """`size` in bytes; for other sizes than those of C's types that of the next smaller one."""
    return _INTEGERS[next(known for known in (16, 8, 4, 2, 1) if known <= size), signed]


def float_codec(size: int) -> Codec:
    """`size` in bytes."""
    return _FLOATS[size]
