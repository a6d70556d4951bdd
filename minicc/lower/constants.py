"""Constant initialisers: the bytes of an object of static storage duration, and the addresses in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.ir.spelling import byte_string, floating, integer
from minicc.lower.llvm_types import FLOAT_BYTES, memory_type, value_type
from minicc.types.ctype import ArrayType, CType, FloatingType, IntegerType, PointerType
from minicc.types.layout import size_of

if TYPE_CHECKING:
    from minicc.lower.globals import ModuleLowering


@dataclass(slots=True)
class Image:
    """An object's bytes; `addresses` maps an offset to the LLVM type ("ptr" or "i64") and constant of eight
    bytes that only the linker knows.
    """

    data: bytearray
    addresses: dict[int, tuple[str, str]] = field(default_factory=dict)


def is_constant(e: typed.Expression) -> bool:
    """True for what `place_constant` takes."""
    return isinstance(
        e,
        typed.IntegerConstant
        | typed.FloatingConstant
        | typed.AddressConstant
        | typed.StringLiteral
        | typed.FunctionAddress,
    )


def image(module: ModuleLowering, size: int, elements: list[typed.InitializerElement]) -> Image:
    """The object of at least `size` bytes that `elements` initialise; longer when they fill a flexible array member."""
    result = Image(bytearray(size))
    for element in elements:
        place_constant(module, result, element)
    return result


def place_constant(module: ModuleLowering, result: Image, element: typed.InitializerElement) -> None:
    """Puts one constant element into the image."""
    e, at = element.value, element.offset
    member = element.member
    if member is not None and member.bit_width is not None:
        assert isinstance(e, typed.IntegerConstant)
        assert member.bit_position is not None
        _place_bits(result, at, member.bit_position % 8, member.bit_width, e.value)
        return
    if isinstance(e, typed.IntegerConstant):
        width = size_of(e.type)
        _write(result, at, (e.value & (1 << 8 * width) - 1).to_bytes(width, "little"))
    elif isinstance(e, typed.FloatingConstant):
        count = FLOAT_BYTES[value_type(e.type)]
        _write(result, at, e.bits.to_bytes(count, "little").ljust(size_of(e.type), b"\0"))
    elif isinstance(e, typed.StringLiteral):
        length = size_of(element.type) if _has_length(element.type) else len(e.data)
        _write(result, at, e.data[:length].ljust(length, b"\0"))
    elif isinstance(e, typed.FunctionAddress):
        _write(result, at, bytes(8))
        result.addresses[at] = ("ptr", module.function(e.function))
    else:
        assert isinstance(e, typed.AddressConstant), e
        _write(result, at, bytes(8))
        text = module.address(e)
        if isinstance(e.type, PointerType):
            result.addresses[at] = ("ptr", text)
        else:
            result.addresses[at] = ("i64", f"ptrtoint (ptr {text} to i64)")


def _has_length(ctype: CType) -> bool:
    return isinstance(ctype, ArrayType) and bool(ctype.length)


def _write(result: Image, at: int, data: bytes) -> None:
    missing = at + len(data) - len(result.data)
    if missing > 0:
        result.data.extend(bytes(missing))
    result.data[at : at + len(data)] = data


def _place_bits(result: Image, at: int, shift: int, width: int, value: int) -> None:
    """Merges a bit-field whose first bit is bit `shift` of the byte at `at`."""
    count = (shift + width + 7) // 8
    mask = (1 << width) - 1
    old = int.from_bytes(result.data[at : at + count], "little")
    new = old & ~(mask << shift) | (value & mask) << shift
    _write(result, at, new.to_bytes(count, "little"))


def spell(ctype: CType, contents: Image) -> tuple[str, str]:
    """The LLVM type and constant of an image: as the C type has it for scalars and arrays of scalars, else as
    bytes and addresses.
    """
    if not contents.addresses:
        if not any(contents.data):
            return _plain_type(ctype, len(contents.data)), "zeroinitializer"
        typed_text = _typed(ctype, contents.data)
        if typed_text is not None:
            return typed_text
        return f"[{len(contents.data)} x i8]", byte_string(bytes(contents.data))
    if len(contents.addresses) * 8 == len(contents.data):
        entries = [contents.addresses[at] for at in sorted(contents.addresses)]
        if len(entries) == 1 and not isinstance(ctype, ArrayType):
            return entries[0]
        if all(kind == "ptr" for kind, _ in entries):
            return f"[{len(entries)} x ptr]", f"[{', '.join(f'ptr {text}' for _, text in entries)}]"
    return _packed(contents)


def _plain_type(ctype: CType, size: int) -> str:
    """The type of an object that is all zero."""
    has_tail = isinstance(ctype, FloatingType) and ctype.size != size
    if has_tail or value_or_array_size(ctype) != size:
        return f"[{size} x i8]"
    return memory_type(ctype)


def value_or_array_size(ctype: CType) -> int:
    """The size of a type, 0 for an array without a length."""
    if isinstance(ctype, ArrayType) and ctype.length is None:
        return 0
    return size_of(ctype)


def _typed(ctype: CType, data: bytearray) -> tuple[str, str] | None:
    if isinstance(ctype, ArrayType):
        element = ctype.element
        if isinstance(element, IntegerType) and element.size > 1 and len(data) % element.size == 0:
            step = element.size
            type_ = memory_type(element)
            values = [int.from_bytes(data[i : i + step], "little", signed=True) for i in range(0, len(data), step)]
            return f"[{len(values)} x {type_}]", f"[{', '.join(f'{type_} {v}' for v in values)}]"
        return None
    if isinstance(ctype, FloatingType):
        type_ = value_type(ctype)
        if len(data) != ctype.size:
            return None
        return type_, floating(int.from_bytes(data[: FLOAT_BYTES[type_]], "little"), type_)
    type_ = memory_type(ctype)
    if type_[0] == "i" and len(data) * 8 == int(type_[1:]):
        return type_, integer(int.from_bytes(data, "little"), len(data) * 8)
    return None


def _packed(contents: Image) -> tuple[str, str]:
    """A packed structure of byte strings and addresses."""
    types: list[str] = []
    values: list[str] = []
    at = 0

    def skip_to(end: int) -> None:
        if end > at:
            types.append(f"[{end - at} x i8]")
            values.append(f"[{end - at} x i8] {byte_string(bytes(contents.data[at:end]))}")

    for where, (kind, text) in sorted(contents.addresses.items()):
        skip_to(where)
        types.append(kind)
        values.append(f"{kind} {text}")
        at = where + 8
    skip_to(len(contents.data))
    return f"<{{ {', '.join(types)} }}>", f"<{{ {', '.join(values)} }}>"
