"""The memory of the interpreted program: objects as bytes, pointers as addresses."""

from __future__ import annotations

from dataclasses import dataclass

from fuzz.generate.arithmetic import Number, wrap_bits
from fuzz.generate.errors import UndefinedValueError
from fuzz.generate.scalar_codecs import POINTER
from fuzz.generate.types import (
    ArrayType,
    FloatType,
    IntegerType,
    Member,
    PointerType,
    RecordType,
    Type,
)

_OFFSET_BITS = 20
_OFFSET_MASK = (1 << _OFFSET_BITS) - 1


@dataclass(slots=True, eq=False)
class StoredObject:
    address: int
    type: Type
    data: bytearray


def read_scalar(data: bytearray, offset: int, type: Type) -> Number | bytes:
    """The value of this type that lies there: bytes for records and vectors."""
    if isinstance(type, IntegerType):
        number: int = type.form.unpack_from(data, offset)[0]
        return number
    if isinstance(type, FloatType):
        value: Number = type.form.unpack_from(data, offset)[0]
        return value
    if isinstance(type, PointerType):
        pointer: int = POINTER.unpack_from(data, offset)[0]
        return pointer
    return bytes(data[offset : offset + type.size])


class Store:
    """Objects by address. The high bits of an address name the object, the low bits are the offset in it."""

    __slots__ = ("_next", "_objects")

    def __init__(self) -> None:
        self._objects: dict[int, StoredObject] = {}
        self._next = 1

    def new(self, type: Type) -> StoredObject:
        """A zeroed object."""
        made = StoredObject(self._next << _OFFSET_BITS, type, bytearray(type.size))
        self._objects[self._next] = made
        self._next += 1
        return made

    def free(self, made: StoredObject) -> None:
        del self._objects[made.address >> _OFFSET_BITS]

    def release(self, address: int) -> None:
        """End an object by its address."""
        del self._objects[address >> _OFFSET_BITS]

    def at(self, address: int, size: int) -> tuple[bytearray, int]:
        """The bytes that hold [address, address + size), and the offset in them."""
        found = self._objects.get(address >> _OFFSET_BITS)
        offset = address & _OFFSET_MASK
        if found is None or offset + size > len(found.data):
            raise UndefinedValueError("access outside any object")
        return found.data, offset

    def load(self, address: int, type: Type) -> Number | bytes:
        size = type.size
        found = self._objects.get(address >> _OFFSET_BITS)
        offset = address & _OFFSET_MASK
        if found is None or offset + size > len(found.data):
            raise UndefinedValueError("access outside any object")
        return read_scalar(found.data, offset, type)

    def save(self, address: int, type: Type, value: Number | bytes) -> None:
        data, offset = self.at(address, type.size)
        if isinstance(value, bytes):
            data[offset : offset + len(value)] = value
            return
        if isinstance(type, IntegerType | FloatType):
            type.form.pack_into(data, offset, value)
        else:
            POINTER.pack_into(data, offset, value)

    def load_bits(self, record: int, size: int, member: Member) -> int:
        """The value of a bit-field of the struct at `record`, `size` bytes long."""
        data, offset = self.at(record, size)
        assert member.bits is not None
        assert isinstance(member.type, IntegerType)
        whole = int.from_bytes(data[offset : offset + size], "little")
        return wrap_bits(whole >> member.bit, member.bits, member.type.signed)

    def save_bits(self, record: int, size: int, member: Member, value: int) -> None:
        data, offset = self.at(record, size)
        assert member.bits is not None
        mask = ((1 << member.bits) - 1) << member.bit
        whole = int.from_bytes(data[offset : offset + size], "little")
        whole = (whole & ~mask) | ((value << member.bit) & mask)
        data[offset : offset + size] = whole.to_bytes(size, "little")

    def room(self, address: int, element: Type) -> tuple[int, int]:
        """How far a pointer to `element` at `address` may move: (elements down, elements up).

        The limits are those of the innermost array of that type around the address, so that a pointer never
        crosses from one row or member into the next; up to one past the end where that is the end of the object.
        """
        found = self._objects.get(address >> _OFFSET_BITS)
        if found is None:
            raise UndefinedValueError("arithmetic on a pointer to no object")
        offset = address & _OFFSET_MASK
        total = len(found.data)
        if offset == total:
            whole = found.type
            if isinstance(whole, ArrayType) and whole.element == element:
                return whole.length, 0
            raise UndefinedValueError("arithmetic on a pointer past its array")
        low, high, base = offset, offset + element.size, 0
        type: Type = found.type
        while True:
            if isinstance(type, ArrayType):
                if type.element == element:
                    low, high = base, base + type.size
                    break
                step = type.element.size
                base += (offset - base) // step * step
                type = type.element
            elif isinstance(type, RecordType):
                inside = _member_at(type, offset - base, element)
                if inside is None:
                    break
                base += inside.offset
                type = inside.type
            else:
                break
        size = element.size
        up = (high - offset) // size
        if high != total or low != 0:
            up -= 1
        return (offset - low) // size, up


def _member_at(record: RecordType, offset: int, element: Type) -> Member | None:
    candidates = [m for m in record.named if m.bits is None and m.offset <= offset < m.offset + m.type.size]
    if record.is_union:
        for member in candidates:
            type = member.type
            while isinstance(type, ArrayType):
                type = type.element
            if type == element:
                return member
    return candidates[0] if candidates else None
