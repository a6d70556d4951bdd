"""Initialisers of automatic objects (C11 §6.7.9): a constant image where one helps, then the values computed at
run time.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.lower.constants import image, is_constant, spell
from minicc.lower.context import FunctionContext, Place, known_alignment
from minicc.lower.llvm_types import is_record
from minicc.lower.memory import clear, copy, copy_bytes, offset, store
from minicc.types.ctype import CHAR, ArrayType, CType
from minicc.types.layout import size_of

_FEW_ELEMENTS = 4
_SHORT = 32


def initialise(f: FunctionContext, place: Place, initializer: typed.Initializer) -> None:
    """Gives an automatic object its initial value."""
    elements = initializer.elements
    if initializer.whole:
        _store_element(f, place, elements[0], place.type)
        return
    size = size_of(place.type)
    constants = [element for element in elements if is_constant(element.value)]
    if len(constants) > _FEW_ELEMENTS or any(type(e.value) is typed.StringLiteral for e in constants):
        _copy_image(f, place, size, constants)
        elements = [element for element in elements if not is_constant(element.value)]
    elif not _covered(elements, size):
        clear(f, place, size)
    for element in elements:
        _store_element(f, place, element, element.type)


def _covered(elements: list[typed.InitializerElement], size: int) -> bool:
    """True when the elements leave no byte of the object to be zeroed."""
    if any(element.member is not None for element in elements):
        return False
    return sum(size_of(element.type) for element in elements) == size


def _copy_image(f: FunctionContext, place: Place, size: int, constants: list[typed.InitializerElement]) -> None:
    contents = image(f.module, size, constants)
    used = contents.used()
    if used == 0:
        clear(f, place, size)
        return
    if size > _SHORT and used < size // 2:
        clear(f, place, size)
        contents.size = used
        source = f.module.constant_image(*spell(ArrayType(CHAR, used), contents), place.alignment)
        copy_bytes(f, place.pointer, place.alignment, source, place.alignment, used, place.volatile)
        return
    source = f.module.constant_image(*spell(place.type, contents), place.alignment)
    copy_bytes(f, place.pointer, place.alignment, source, place.alignment, size, place.volatile)


def _store_element(f: FunctionContext, place: Place, element: typed.InitializerElement, ctype: CType) -> None:
    e = element.value
    pointer = offset(f, place.pointer, element.offset)
    alignment = known_alignment(place.alignment, element.offset)
    if type(e) is typed.StringLiteral and isinstance(ctype, ArrayType):
        _store_string(f, Place(pointer, alignment, ctype), e)
        return
    member = element.member
    target = Place(pointer, alignment, ctype, may_alias=place.may_alias)
    if member is not None and member.bit_width is not None:
        assert member.bit_position is not None
        target = Place(pointer, alignment, ctype, member.bit_position % 8, member.bit_width)
    if is_record(ctype):
        copy(f, target, f.record(e))
    else:
        store(f, target, f.value(e))


def _store_string(f: FunctionContext, place: Place, e: typed.StringLiteral) -> None:
    assert isinstance(place.type, ArrayType)
    size = size_of(place.type) if place.type.length is not None else len(e.data)
    data = e.data[:size]
    used = len(data.rstrip(b"\0"))
    if used == 0:
        clear(f, place, size)
        return
    if size > _SHORT and used < size // 2:
        clear(f, place, size)
        size = used
    source = f.module.bytes_constant(data.ljust(size, b"\0")[:size], place.alignment)
    copy_bytes(f, place.pointer, place.alignment, source, place.alignment, size, False)
