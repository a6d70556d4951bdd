"""Constant initialisers: the bytes of an object of static storage duration, and the addresses in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.ir.spelling import byte_string, floating, integer
from minicc.lower.llvm_types import FLOAT_BYTES, memory_type, value_type
from minicc.quick_dataclasses import dataclass, field
from minicc.types.ctype import ArrayType, CType, FloatingType, IntegerType, PointerType
from minicc.types.layout import size_of

if TYPE_CHECKING:
    from minicc.lower.globals import ModuleLowering


_PAGE = 4096
_LARGE = 1 << 20


@dataclass(slots=True)
class Image:
    """An object of `size` bytes, kept in pages so that a large one costs only what is not zero.

    `addresses` maps an offset to the LLVM type ("ptr", "i64" or "i32") and constant of bytes that only the linker
    knows, or the assembler.
    """

    size: int
    addresses: dict[int, tuple[str, str]] = field(default_factory=dict)
    _pages: dict[int, bytearray] = field(default_factory=dict)

    def write(self, at: int, data: bytes) -> None:
        """Puts `data` at offset `at`; the object grows when it must (a flexible array member)."""
        end = at + len(data)
        if end > self.size:
            self.size = end
        known = self._pages.get(at // _PAGE)
        start = at % _PAGE
        if known is not None and start + len(data) <= _PAGE:
            known[start : start + len(data)] = data
            return
        while data:
            page, start = divmod(at, _PAGE)
            part = data[: _PAGE - start]
            if page not in self._pages:
                self._pages[page] = bytearray(_PAGE)
            self._pages[page][start : start + len(part)] = part
            at, data = at + len(part), data[len(part) :]

    def read(self, at: int, count: int) -> bytes:
        """`count` bytes from offset `at`."""
        parts = []
        while count:
            page, start = divmod(at, _PAGE)
            length = min(count, _PAGE - start)
            found = self._pages.get(page)
            parts.append(bytes(length) if found is None else bytes(found[start : start + length]))
            at, count = at + length, count - length
        return b"".join(parts)

    def used(self) -> int:
        """The offset behind the last byte that is not known to be zero."""
        ends = [page * _PAGE + len(data.rstrip(b"\0")) for page, data in self._pages.items() if any(data)]
        return max([0, *ends, *(at + _width(kind) for at, (kind, _) in self.addresses.items())])

    def is_blank(self, at: int) -> bool:
        """True when nothing was written to the page that holds offset `at`."""
        return at // _PAGE not in self._pages

    def cuts(self) -> list[int]:
        """Offsets at which to divide a large object: where pages that were written begin and end."""
        ends = {(page + step) * _PAGE for page in self._pages for step in (0, 1)}
        return sorted(end for end in ends if 0 < end < self.size and self.is_blank(end) != self.is_blank(end - 1))


def _width(kind: str) -> int:
    """The size of an address's LLVM type in bytes."""
    return 4 if kind == "i32" else 8


def is_constant(e: typed.Expression) -> bool:
    """True for what `place_constant` takes."""
    if isinstance(e, typed.ComplexValue | typed.VectorValue):
        return all(map(is_constant, parts(e)))
    return isinstance(
        e,
        typed.IntegerConstant
        | typed.FloatingConstant
        | typed.AddressConstant
        | typed.StringLiteral
        | typed.FunctionAddress
        | typed.LabelDifference,
    )


def parts(e: typed.ComplexValue | typed.VectorValue) -> list[typed.Expression]:
    """The parts of a complex number or the elements of a vector, in memory order."""
    return [e.real, e.imaginary] if isinstance(e, typed.ComplexValue) else e.elements


def image(module: ModuleLowering, size: int, elements: list[typed.InitializerElement]) -> Image:
    """The object of at least `size` bytes that `elements` initialise; longer when they fill a flexible array member."""
    result = Image(size)
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
    if isinstance(e, typed.ComplexValue | typed.VectorValue):
        for i, part in enumerate(parts(e)):
            where = at + i * size_of(part.type)
            place_constant(module, result, typed.InitializerElement(element.path, where, part.type, part))
        return
    if isinstance(e, typed.IntegerConstant):
        width = size_of(e.type)
        result.write(at, (e.value & (1 << 8 * width) - 1).to_bytes(width, "little"))
    elif isinstance(e, typed.FloatingConstant):
        count = FLOAT_BYTES[value_type(e.type)]
        result.write(at, e.bits.to_bytes(count, "little").ljust(size_of(e.type), b"\0"))
    elif isinstance(e, typed.StringLiteral):
        length = size_of(element.type) if _has_length(element.type) else len(e.data)
        result.write(at, e.data[:length])
        result.size = max(result.size, at + length)
    elif isinstance(e, typed.FunctionAddress):
        result.write(at, bytes(8))
        result.addresses[at] = ("ptr", module.function(e.function))
    elif isinstance(e, typed.LabelDifference):
        kind = value_type(e.type)
        left, right = (f"ptrtoint (ptr {module.label(label)} to i64)" for label in (e.left, e.right))
        text = f"sub (i64 {left}, i64 {right})"
        result.write(at, bytes(_width(kind)))
        result.addresses[at] = (kind, text if kind == "i64" else f"trunc (i64 {text} to i32)")
    else:
        assert isinstance(e, typed.AddressConstant), e
        result.write(at, bytes(8))
        text = module.address(e)
        if isinstance(e.type, PointerType):
            result.addresses[at] = ("ptr", text)
        else:
            result.addresses[at] = ("i64", f"ptrtoint (ptr {text} to i64)")


def _has_length(ctype: CType) -> bool:
    return isinstance(ctype, ArrayType) and bool(ctype.length)


def _place_bits(result: Image, at: int, shift: int, width: int, value: int) -> None:
    """Merges a bit-field whose first bit is bit `shift` of the byte at `at`."""
    count = (shift + width + 7) // 8
    mask = (1 << width) - 1
    old = int.from_bytes(result.read(at, count), "little")
    new = old & ~(mask << shift) | (value & mask) << shift
    result.write(at, new.to_bytes(count, "little"))


def spell(ctype: CType, contents: Image) -> tuple[str, str]:
    """The LLVM type and constant of an image: as the C type has it for scalars and arrays of scalars, else as
    bytes and addresses.
    """
    if contents.used() == 0:
        return _plain_type(ctype, contents.size), "zeroinitializer"
    if contents.size > _LARGE:
        return _packed(contents)
    if not contents.addresses:
        data = contents.read(0, contents.size)
        return _typed(ctype, data) or (f"[{len(data)} x i8]", byte_string(data))
    if sum(_width(kind) for kind, _ in contents.addresses.values()) == contents.size:
        entries = [contents.addresses[at] for at in sorted(contents.addresses)]
        if len(entries) == 1 and not isinstance(ctype, ArrayType):
            return entries[0]
        first = entries[0][0]
        if all(kind == first for kind, _ in entries):
            return f"[{len(entries)} x {first}]", f"[{', '.join(f'{first} {text}' for _, text in entries)}]"
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


def _typed(ctype: CType, data: bytes) -> tuple[str, str] | None:
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
    """A packed structure of byte strings and addresses; pages that are all zero are not spelled out."""
    types: list[str] = []
    values: list[str] = []
    at = 0
    for where in sorted({*contents.addresses, *contents.cuts(), contents.size}):
        if where > at:
            types.append(f"[{where - at} x i8]")
            text = "zeroinitializer" if contents.is_blank(at) else byte_string(contents.read(at, where - at))
            values.append(f"{types[-1]} {text}")
            at = where
        address = contents.addresses.get(where)
        if address is not None:
            types.append(address[0])
            values.append(" ".join(address))
            at = where + _width(address[0])
    return f"<{{ {', '.join(types)} }}>", f"<{{ {', '.join(values)} }}>"
