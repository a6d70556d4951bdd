"""Calls, and the two ends of a call: arguments put into LLVM parameters, results taken back (psABI §3.2.3)."""

from __future__ import annotations

from minicc.check import typed
from minicc.diagnostics import CompileError, unsupported
from minicc.lower.abi import Kind, Passing, Signature, signature, travels_in_wide_register
from minicc.lower.context import FunctionContext, Place, known_alignment, record, value
from minicc.lower.globals import defined_type
from minicc.lower.llvm_types import is_record, value_type
from minicc.lower.memory import copy, load, offset, store
from minicc.lower.vectors import spill
from minicc.types.ctype import CType, FunctionType, RecordType
from minicc.types.layout import align_of, size_of

_TOO_LARGE_TO_PASS = 1 << 32


@value(typed.Call)
def call(f: FunctionContext, e: typed.Call) -> str:
    return _call(f, e)[0]


@record(typed.Call)
def call_record(f: FunctionContext, e: typed.Call) -> Place:
    result = _call(f, e)[1]
    assert result is not None
    return result


def _call(f: FunctionContext, e: typed.Call) -> tuple[str, Place | None]:
    callee = e.function.function if type(e.function) is typed.FunctionAddress else None
    if callee is not None and "target" in callee.attributes and "always_inline" in callee.attributes:
        _check_instructions(f, callee, e.pos)
    name = f.value(e.function)
    shape, variadic = _called_signature(f, e, callee)
    check_wide_vectors(f, callee, shape, e.pos)
    spelled: list[list[str]] = []
    # gcc evaluates the arguments of a call from right to left on x86-64.
    for argument, passing in zip(reversed(e.arguments), reversed(shape.arguments), strict=True):
        spelled.append(_argument(f, argument, passing))
    arguments = [text for texts in reversed(spelled) for text in texts]
    result: Place | None = None
    if is_record(e.type) or shape.result.kind in (Kind.PIECES, Kind.MEMORY):
        result = f.temporary(e.type, "result")
    if shape.result.kind is Kind.MEMORY:
        assert result is not None
        arguments.insert(0, f"{shape.structure_return} {result.pointer}")
    f.at(e.pos)
    attributes = ""
    if callee is not None and callee.linkage == "internal":
        attributes = " " + f.module.ir.attribute_group("nobuiltin")
    types = shape.bare_parameter_types if variadic else ""
    returned = f.builder.call(shape.return_type, name, arguments, types, attributes)
    if callee is not None and callee.noreturn:
        f.builder.unreachable()
        f.open_block()
        if result is None or not is_record(e.type):
            return ("" if shape.bare_return_type == "void" else "poison"), None
    if result is None or not is_record(e.type):
        return take_result(f, shape, e.type, returned, result), None
    if shape.result.kind is Kind.PIECES:
        receive(f, shape.result, result, _parts(f, shape, returned))
    return "", result


def _check_instructions(f: FunctionContext, callee: typed.Function, pos: int) -> None:
    """A function can be inlined only where its instructions may be used, as in gcc."""
    machine = f.module.machine_of(f.function)
    for feature in f.module.machine_of(callee).features:
        if feature[0] == "+" and not machine.has(feature[1:]):
            message = f"inlining failed in call to 'always_inline' '{callee.name}': target specific option mismatch"
            raise CompileError(message, pos)
        if feature[0] == "+":
            f.instructions.add(feature[1:])


def take_result(f: FunctionContext, shape: Signature, ctype: CType, returned: str, place: Place | None) -> str:
    """The value that a call returned; `place`: the memory for a vector or complex number that comes in pieces or in
    memory.
    """
    if place is None or shape.result.kind is Kind.DIRECT:
        return from_register(f, shape.result, returned)
    if shape.result.kind is Kind.PIECES:
        receive(f, shape.result, place, _parts(f, shape, returned))
    return load(f, place)


def _called_signature(f: FunctionContext, e: typed.Call, callee: typed.Function | None) -> tuple[Signature, bool]:
    """The signature of a call, and whether LLVM must treat it as a call of a variadic function (which sets %al)."""
    declared = e.function_type
    if declared.prototype:
        extra = [argument.type for argument in e.arguments[len(declared.parameters) :]]
        adjusted = _transparent(declared, e.arguments)
        if not declared.variadic:
            return (f.module.signature(declared) if adjusted is declared else signature(adjusted)), False
        return signature(adjusted, extra), True
    types = tuple(argument.type for argument in e.arguments)
    definition = f.module.defined.get(callee.symbol) if callee is not None else None
    if definition is not None and not definition.type.variadic:
        own = signature(defined_type(definition))
        shape = signature(FunctionType(declared.result, types))
        if own.parameter_types == shape.parameter_types and own.return_type == shape.return_type:
            return shape, False
    return signature(FunctionType(declared.result, (), variadic=True), types), True


def _transparent(declared: FunctionType, arguments: list[typed.Expression]) -> FunctionType:
    """A parameter of a transparent union type takes a member's value, and travels like that (gcc, "Common Type
    Attributes").
    """
    if not any(isinstance(p, RecordType) and p.definition.transparent for p in declared.parameters):
        return declared
    parameters: list[CType] = []
    for parameter, argument in zip(declared.parameters, arguments, strict=False):
        transparent = isinstance(parameter, RecordType) and parameter.definition.transparent
        parameters.append(argument.type if transparent and not is_record(argument.type) else parameter)
    return FunctionType(declared.result, tuple(parameters), declared.variadic, declared.prototype)


def _argument(f: FunctionContext, e: typed.Expression, passing: Passing) -> list[str]:
    """The LLVM arguments that carry one C argument."""
    if passing.kind is Kind.DIRECT:
        return [f"{passing.type}{passing.attributes} {to_register(f, passing, f.value(e))}"]
    check_passable(passing, e.pos)
    place = f.record(e) if is_record(e.type) else spill(f, e)
    if passing.kind is Kind.IGNORE:
        return []
    if passing.kind is Kind.PIECES:
        return [f"{type_} {text}" for type_, text in send(f, passing, place)]
    if place.alignment < passing.stack_alignment or place.volatile:
        aligned = f.temporary(e.type, "argument")
        if aligned.alignment < passing.stack_alignment:
            name = "%" + f.builder.new_name("argument")
            f.builder.alloca(name, f"[{size_of(e.type)} x i8]", passing.stack_alignment)
            aligned = Place(name, passing.stack_alignment, e.type)
        copy(f, aligned, place)
        place = aligned
    return [f"{passing.spelled} {place.pointer}"]


def to_register(f: FunctionContext, passing: Passing, text: str) -> str:
    """A value as the type in which it travels: they differ for short vectors."""
    own = value_type(passing.ctype)
    return text if own == passing.type else f.builder.convert("bitcast", text, own, passing.type)


def from_register(f: FunctionContext, passing: Passing, text: str) -> str:
    """What `to_register` was given."""
    if passing.kind is not Kind.DIRECT or passing.type == (own := value_type(passing.ctype)):
        return text
    return f.builder.convert("bitcast", text, passing.type, own)


def check_passable(passing: Passing, pos: int) -> None:
    """Refuses a record by value that is larger than LLVM can pass. Raises CompileError."""
    if passing.kind is Kind.MEMORY and size_of(passing.ctype) >= _TOO_LARGE_TO_PASS:
        unsupported(f"passing {size_of(passing.ctype)} bytes by value", pos)


def check_wide_vectors(f: FunctionContext, callee: typed.Function | None, shape: Signature, pos: int) -> None:
    """Refuses what gcc passes in registers of 32 bytes, and minicc in memory, where both ends need not be minicc's.

    `callee` is None behind a pointer. Raises CompileError.
    """
    if all(passing.kind is not Kind.MEMORY for passing in (shape.result, *shape.arguments)):
        return
    if callee is not None and (callee.linkage == "internal" or callee.is_copy or "always_inline" in callee.attributes):
        return
    if not f.module.machine_of(f.function).has("avx"):
        return
    for passing in (shape.result, *shape.arguments):
        if passing.kind is Kind.MEMORY and travels_in_wide_register(passing.ctype):
            unsupported("passing a vector of 32 bytes to or from a function of external linkage with AVX", pos)


def send(f: FunctionContext, passing: Passing, place: Place) -> list[tuple[str, str]]:
    """The pieces of a record in memory, as (LLVM type, operand)."""
    sent = []
    for piece in passing.pieces:
        pointer = offset(f, place.pointer, piece.offset)
        alignment = f.module.promised(known_alignment(place.alignment, piece.offset))
        text = f.builder.load(piece.memory_type, pointer, alignment, place.volatile)
        if piece.memory_type != piece.type:
            text = f.builder.convert("zext", text, piece.memory_type, piece.type)
        sent.append((piece.type, text))
    return sent


def receive(f: FunctionContext, passing: Passing, place: Place, parts: list[str]) -> None:
    """Puts the pieces of a record into memory."""
    for piece, part in zip(passing.pieces, parts, strict=True):
        pointer = offset(f, place.pointer, piece.offset)
        alignment = f.module.promised(known_alignment(place.alignment, piece.offset))
        text = part
        if piece.memory_type != piece.type:
            text = f.builder.convert("trunc", part, piece.type, piece.memory_type)
        f.builder.store(piece.memory_type, text, pointer, alignment)


def _parts(f: FunctionContext, shape: Signature, returned: str) -> list[str]:
    pieces = shape.result.pieces
    if len(pieces) == 1:
        return [returned]
    return [f.builder.extract_value(shape.bare_return_type, returned, i) for i in range(len(pieces))]


def return_value(f: FunctionContext, text: str) -> None:
    """Returns a scalar, vector or complex value from the current function."""
    result = f.signature.result
    if result.kind is Kind.DIRECT:
        f.builder.ret(result.type, to_register(f, result, text))
        return
    place = f.temporary(result.ctype, "result")
    store(f, place, text)
    return_record(f, place)


def return_record(f: FunctionContext, place: Place) -> None:
    """Returns a record from the current function."""
    b, shape = f.builder, f.signature
    if shape.result.kind is Kind.MEMORY:
        copy(f, Place("%result", align_of(place.type), place.type), place)
        b.ret_void()
    elif shape.result.kind is Kind.IGNORE:
        b.ret_void()
    else:
        sent = send(f, shape.result, place)
        if len(sent) == 1:
            b.ret(*sent[0])
            return
        aggregate = "poison"
        for i, (type_, text) in enumerate(sent):
            aggregate = b.insert_value(shape.bare_return_type, aggregate, type_, text, i)
        b.ret(shape.bare_return_type, aggregate)
