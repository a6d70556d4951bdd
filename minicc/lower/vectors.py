"""GNU vectors: LLVM vectors, element by element."""

from __future__ import annotations

from minicc.check import typed
from minicc.lower.context import FunctionContext, Place, known_alignment, place, value
from minicc.lower.llvm_types import is_signed, value_type
from minicc.lower.memory import store
from minicc.types.ctype import FloatingType, VectorType
from minicc.types.layout import size_of


@value(typed.VectorValue)
def vector_value(f: FunctionContext, e: typed.VectorValue) -> str:
    assert isinstance(e.type, VectorType)
    element = value_type(e.type.element)
    values = [f.value(one) for one in e.elements]
    if not any(text.startswith("%") for text in values):
        return f"<{', '.join(f'{element} {text}' for text in values)}>"
    type_ = value_type(e.type)
    result = "poison"
    for index, text in enumerate(values):
        result = f.builder.result(f"insertelement {type_} {result}, {element} {text}, i32 {index}")
    return result


@value(typed.VectorSplat)
def vector_splat(f: FunctionContext, e: typed.VectorSplat) -> str:
    assert isinstance(e.type, VectorType)
    return splat(f, e.type, f.value(e.operand))


def splat(f: FunctionContext, ctype: VectorType, scalar: str) -> str:
    """The vector whose elements all are `scalar`."""
    type_, element = value_type(ctype), value_type(ctype.element)
    if not scalar.startswith("%"):
        return f"<{', '.join([f'{element} {scalar}'] * ctype.length)}>"
    first = f.builder.result(f"insertelement {type_} poison, {element} {scalar}, i32 0")
    mask = f"<{ctype.length} x i32> zeroinitializer"
    return f.builder.result(f"shufflevector {type_} {first}, {type_} poison, {mask}")


@place(typed.VectorElement)
def vector_element(f: FunctionContext, e: typed.VectorElement) -> Place:
    vector = f.place(e.vector)
    size = size_of(e.type)
    if isinstance(e.index, typed.IntegerConstant):
        index, alignment = str(e.index.value), known_alignment(vector.alignment, e.index.value * size)
    else:
        index, alignment = f.value(e.index), known_alignment(vector.alignment, size)
    pointer = f.builder.gep(value_type(e.type), vector.pointer, index, f.module.inbounds)
    return Place(pointer, alignment, e.type, may_alias=vector.may_alias)


def spill(f: FunctionContext, e: typed.Expression) -> Place:
    """New memory that holds the value of a vector or complex expression."""
    text = f.value(e)
    place = f.temporary(e.type)
    store(f, place, text)
    return place


def compare(f: FunctionContext, e: typed.Comparison, left: str, right: str) -> str:
    """-1 where the comparison holds, 0 elsewhere."""
    ctype = e.left.type
    assert isinstance(ctype, VectorType)
    type_ = value_type(ctype)
    b = f.builder
    if isinstance(ctype.element, FloatingType):
        bits = b.fcmp(e.operator, type_, left, right)
    elif is_signed(ctype.element):
        bits = b.icmp_signed(e.operator, type_, left, right)
    else:
        bits = b.icmp_unsigned(e.operator, type_, left, right)
    return b.convert("sext", bits, f"<{ctype.length} x i1>", value_type(e.type))


def convert_elements(f: FunctionContext, operand: str, source: VectorType, target: VectorType) -> str:
    """`__builtin_convertvector`."""
    from_, to = value_type(source), value_type(target)
    one, other = source.element, target.element
    if value_type(one) == value_type(other):
        return operand
    if isinstance(one, FloatingType) and isinstance(other, FloatingType):
        opcode = "fpext" if other.size > one.size else "fptrunc"
    elif isinstance(one, FloatingType):
        opcode = "fptosi" if is_signed(other) else "fptoui"
    elif isinstance(other, FloatingType):
        opcode = "sitofp" if is_signed(one) else "uitofp"
    elif other.size < one.size:
        opcode = "trunc"
    else:
        opcode = "sext" if is_signed(one) else "zext"
    return f.builder.convert(opcode, operand, from_, to)


def shuffle(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """`__builtin_shuffle`: the mask is known only at run time, and counts modulo the number of elements."""
    b = f.builder
    ctype, mask_type = e.type, e.arguments[-1].type
    assert isinstance(ctype, VectorType) and isinstance(mask_type, VectorType)
    values = [f.value(argument) for argument in e.arguments]
    type_, element, length = value_type(ctype), value_type(ctype.element), ctype.length
    source, source_type, count = values[0], type_, length
    if len(values) == 3:
        count = 2 * length
        order = ", ".join(f"i32 {i}" for i in range(count))
        source = b.result(f"shufflevector {type_} {values[0]}, {type_} {values[1]}, <{count} x i32> <{order}>")
        source_type = f"<{count} x {element}>"
    mask, index_type = value_type(mask_type), value_type(mask_type.element)
    result = "poison"
    for i in range(length):
        index = b.result(f"extractelement {mask} {values[-1]}, i32 {i}")
        index = b.and_(index_type, index, str(count - 1))
        one = b.result(f"extractelement {source_type} {source}, {index_type} {index}")
        result = b.result(f"insertelement {type_} {result}, {element} {one}, i32 {i}")
    return result


def shuffle_vector(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """`__builtin_shufflevector`: the operands, which may differ in length, are laid side by side first."""
    b = f.builder
    first, second = e.arguments[0].type, e.arguments[1].type
    assert isinstance(first, VectorType) and isinstance(second, VectorType)
    values = [f.value(argument) for argument in e.arguments[:2]]
    length = max(first.length, second.length)
    element = value_type(first.element)
    for i, ctype in enumerate((first, second)):
        if ctype.length < length:
            order = ", ".join(f"i32 {n}" if n < ctype.length else "i32 poison" for n in range(length))
            type_ = value_type(ctype)
            values[i] = b.result(f"shufflevector {type_} {values[i]}, {type_} poison, <{length} x i32> <{order}>")
    lanes: list[str] = []
    for index in e.arguments[2:]:
        assert isinstance(index, typed.IntegerConstant)
        number = index.value if index.value < first.length else index.value + length - first.length
        lanes.append("i32 poison" if number < 0 else f"i32 {number}")
    wide = f"<{length} x {element}>"
    return b.result(f"shufflevector {wide} {values[0]}, {wide} {values[1]}, <{len(lanes)} x i32> <{', '.join(lanes)}>")
