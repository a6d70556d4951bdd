"""GNU asm statements as LLVM inline assembly (LLVM Language Reference, "Inline Assembler Expressions").

gcc's template becomes LLVM's (`%w0` is `${0:w}`), gcc's constraints become LLVM's (`=a` is `={ax}`), outputs in
registers become results of the call, and what is in memory is passed by its address (`*m`).
"""

from __future__ import annotations

import re

from minicc.check import typed
from minicc.diagnostics import CompileError, unsupported
from minicc.ir.spelling import escape
from minicc.lower.context import FunctionContext, Place
from minicc.lower.conversions import convert
from minicc.lower.llvm_types import is_record, is_signed, memory_type, value_type
from minicc.lower.memory import boolean_byte, load, resize, store
from minicc.patterns import pattern
from minicc.quick_dataclasses import dataclass, field
from minicc.types.ctype import INT, CType, EnumType, FloatingType, IntegerType, PointerType, unqualified
from minicc.types.layout import size_of

_HARD = {"a": "{ax}", "b": "{bx}", "c": "{cx}", "d": "{dx}", "S": "{si}", "D": "{di}", "t": "{st}", "u": "{st(1)}"}
_GENERAL = frozenset("rqQRlabcdSDAUpgX")
_CLASS = {"q": "r", "l": "r", "U": "r", "g": "r", "X": "r", "A": "{ax}", "p": "r", "Yz": "{xmm0}"}
_LETTER = pattern(r"Yz|[rqQRlabcdSDAUxvyftukpgX]")
_ALWAYS_CLOBBERED = ("dirflag", "fpsr", "flags")

_DIRECTIVE = pattern(r"%(?:([a-zA-Z])?(?:([0-9]+)|\[(\w+)\])|(.))|([${}|])", re.DOTALL)
_MODIFIERS = frozenset("bwkqhcnaPplAV")
_FLOATING = frozenset(["float", "double", "x86_fp80"])
_SUFFIX = {1: "b", 2: "w", 4: "l", 8: "q"}


@dataclass(slots=True)
class _Result:
    """An output in a register: the LLVM type of the call's result, and the object it goes to."""

    type: str
    place: Place
    flag: bool = False


@dataclass(slots=True)
class _Call:
    """The parts of the call, in the order in which LLVM wants them."""

    outputs: list[str] = field(default_factory=list)
    inputs: list[str] = field(default_factory=list)
    tied: list[str] = field(default_factory=list)
    output_arguments: list[str] = field(default_factory=list)
    input_arguments: list[str] = field(default_factory=list)
    tied_arguments: list[str] = field(default_factory=list)
    results: list[_Result] = field(default_factory=list)


def lower_asm(f: FunctionContext, s: typed.Asm) -> None:
    if f.builder.terminated:
        return
    call = _Call()
    places = [f.place(output.expression) for output in s.outputs if isinstance(output.expression, typed.Lvalue)]
    types = _output_types(s)
    for i, (operand, place) in enumerate(zip(s.outputs, places, strict=True)):
        _output(f, call, operand, place, i, types[i])
    for operand in s.inputs:
        _input(f, call, operand, places, types, s)
    clobbers = [f"~{{{name}}}" for name in dict.fromkeys([*s.clobbers, *_ALWAYS_CLOBBERED]) if name != "redzone"]
    labels = ["!i"] * len(s.jumps)
    constraints = ",".join([*call.outputs, *call.inputs, *call.tied, *labels, *clobbers])
    text = _template(s) if s.is_extended else s.template.replace("$", "$$")
    arguments = ", ".join([*call.output_arguments, *call.input_arguments, *call.tied_arguments])
    results = [result.type for result in call.results]
    type_ = "void" if not results else results[0] if len(results) == 1 else f"{{ {', '.join(results)} }}"
    effect = "sideeffect " if s.volatile else ""
    body = f'{type_} asm {effect}"{_quoted(text)}", "{constraints}"({arguments}) nounwind{_memory(s)}'
    if s.jumps:
        _jump(f, s, call, body)
        return
    if not results:
        f.builder.effect(f"call {body}")
        return
    _store_results(f, call, f.builder.result(f"call {body}"), type_)


def _quoted(text: str) -> str:
    return escape(text.encode("latin-1"))


def _memory(s: typed.Asm) -> str:
    """What the statement reads and writes beyond its operands in registers: nothing that it does not say."""
    if s.volatile or "memory" in s.clobbers or any(operand.kind == "memory" for operand in s.outputs):
        return ""
    return " memory(read)" if any(operand.kind == "memory" for operand in s.inputs) else " memory(none)"


# --------------------------------------------------------------------------- operands


def _letter(operand: typed.AsmOperand) -> str:
    """The constraint letter of the register class."""
    found: list[str] = _LETTER.findall(operand.constraint)
    return found[0] if found else "r"


def _register(operand: typed.AsmOperand) -> str:
    """LLVM's constraint for an operand in a register."""
    if operand.register:
        return f"{{{operand.register}}}"
    letter = _letter(operand)
    return _HARD.get(letter) or _CLASS.get(letter, letter)


def _is_general(operand: typed.AsmOperand) -> bool:
    if operand.register:
        return not re.match(r"[xyz]?mm|st|k[0-7]", operand.register)
    return _letter(operand) in _GENERAL


def _type(ctype: CType, general: bool, pos: int) -> str:
    """The LLVM type of a value in a register: in a general one everything is an integer or a pointer."""
    if is_record(ctype):
        return f"i{8 * size_of(ctype)}"
    if isinstance(ctype, IntegerType) and ctype.rank == 0:
        return "i8"
    type_ = value_type(ctype)
    if general and type_ not in ("ptr", "i8", "i16", "i32", "i64"):
        if isinstance(ctype, FloatingType) and ctype.size <= 8:
            return f"i{8 * ctype.size}"
        unsupported(f"asm operand of type '{type_}' in a general register", pos)
    return type_


def _output_types(s: typed.Asm) -> list[str]:
    """The types of the outputs in registers; an integer output is as wide as the widest input that shares its place."""
    types: list[str] = []
    for i, operand in enumerate(s.outputs):
        ctype = operand.expression.type
        if operand.kind != "register":
            types.append("")
            continue
        type_ = _type(unqualified(ctype), _is_general(operand), operand.expression.pos)
        for one in s.inputs:
            if one.match == i and one.kind == "match" and type_[0] == "i" and not is_record(ctype):
                wide = _type(one.expression.type, _is_general(operand), one.expression.pos)
                bits = 64 if wide == "ptr" else int(wide[1:]) if wide[0] == "i" else 0
                type_ = max(type_, f"i{bits}", key=lambda text: int(text[1:]))
        types.append(type_)
    return types


def _output(f: FunctionContext, call: _Call, operand: typed.AsmOperand, place: Place, i: int, type_: str) -> None:
    early = "&" if "&" in operand.constraint else ""
    in_and_out = operand.constraint.startswith("+")
    if operand.kind == "memory":
        argument = _memory_argument(place)
        call.outputs.append(f"={early}*m")
        call.output_arguments.append(argument)
        if in_and_out:
            call.tied.append("*m")
            call.tied_arguments.append(argument)
    elif operand.kind == "flag":
        call.outputs.append(f"={{{operand.constraint[1:]}}}")
        call.results.append(_Result("i32", place, flag=True))
    else:
        call.outputs.append(f"={early}{_register(operand)}")
        call.results.append(_Result(type_, place))
        if in_and_out:
            call.tied.append(str(i))
            call.tied_arguments.append(f"{type_} {_read(f, place, type_)}")


def _memory_argument(place: Place) -> str:
    return f"ptr elementtype({memory_type(unqualified(place.type))}) {place.pointer}"


def _read(f: FunctionContext, place: Place, type_: str) -> str:
    """The object's value as one of the LLVM type of its register."""
    if is_record(place.type):
        return f.builder.load(type_, place.pointer, f.module.promised(place.alignment), place.volatile)
    return _as(f, load(f, place), unqualified(place.type), type_)


def _as(f: FunctionContext, value: str, ctype: CType, type_: str) -> str:
    """A scalar value as one of the LLVM type of its register."""
    b = f.builder
    source = value_type(ctype)
    if source == "i1":
        source, value = "i8", boolean_byte(f, value)
    if source == type_:
        return value
    if source in _FLOATING and type_ in _FLOATING:
        return b.convert("fpext", value, source, type_)
    if source == "ptr":
        source, value = "i64", b.convert("ptrtoint", value, "ptr", "i64")
    if source[0] != "i":
        bits = f"i{8 * size_of(ctype)}"
        target = bits if type_ == "ptr" else type_
        source, value = target, b.convert("bitcast", value, source, target)
        if source == type_:
            return value
    if type_ == "ptr":
        wide = resize(f, value, source, "i64", signed=isinstance(ctype, IntegerType | EnumType) and is_signed(ctype))
        return b.convert("inttoptr", wide, "i64", "ptr")
    if type_[0] != "i":
        return b.convert("bitcast", value, source, type_)
    return resize(f, value, source, type_, signed=isinstance(ctype, IntegerType | EnumType) and is_signed(ctype))


def _input(
    f: FunctionContext,
    call: _Call,
    operand: typed.AsmOperand,
    places: list[Place],
    types: list[str],
    s: typed.Asm,
) -> None:
    e = operand.expression
    if operand.kind == "memory":
        assert isinstance(e, typed.Lvalue)
        call.inputs.append("*m")
        call.input_arguments.append(_memory_argument(f.place(e)))
        return
    if operand.kind == "match" and s.outputs[operand.match].kind != "register":
        place = places[operand.match]
        store(f, place, convert(f, f.value(e), e.type, unqualified(place.type)))
        call.inputs.append("*m")
        call.input_arguments.append(_memory_argument(place))
        return
    if operand.kind == "match":
        type_, constraint = types[operand.match], str(operand.match)
    elif operand.kind == "immediate":
        type_, constraint = _type(e.type, True, e.pos), "i"
    else:
        type_, constraint = _type(e.type, _is_general(operand), e.pos), _register(operand)
    call.inputs.append(constraint)
    if is_record(e.type):
        place = f.record(e)
        value = f.builder.load(type_, place.pointer, f.module.promised(place.alignment), place.volatile)
    elif isinstance(e, typed.AddressConstant) and type_ != "ptr":
        value = f"ptrtoint (ptr {f.module.address(e)} to {type_})"
    else:
        value = _as(f, f.value(e), e.type, type_)
    call.input_arguments.append(f"{type_} {value}")


# --------------------------------------------------------------------------- results and jumps


def _store_results(f: FunctionContext, call: _Call, value: str, type_: str) -> None:
    for i, result in enumerate(call.results):
        one = value if len(call.results) == 1 else f.builder.extract_value(type_, value, i)
        _store_result(f, result, one)


def _store_result(f: FunctionContext, result: _Result, value: str) -> None:
    b, place = f.builder, result.place
    ctype = unqualified(place.type)
    if result.flag:
        store(f, place, convert(f, value, INT, ctype))
        return
    if is_record(ctype):
        b.store(result.type, value, place.pointer, f.module.promised(place.alignment), place.volatile)
        return
    target = value_type(ctype)
    if result.type != target:
        if isinstance(ctype, FloatingType):
            value = b.convert("bitcast", value, result.type, target)
        elif isinstance(ctype, PointerType):
            value = b.convert("inttoptr", value, result.type, "ptr")
        elif result.type == "ptr":
            value = resize(f, b.convert("ptrtoint", value, "ptr", "i64"), "i64", target, signed=False)
        else:
            value = resize(f, value, result.type, target, signed=False)
    store(f, place, value)


def _jump(f: FunctionContext, s: typed.Asm, call: _Call, body: str) -> None:
    """asm goto: the outputs are stored on each way out."""
    b = f.builder
    following = b.new_name("asm.next")
    ways = [b.new_name("asm.goto") for _ in s.jumps]
    targets = ", ".join(f"label %{way}" for way in ways)
    text = f"callbr {body} to label %{following} [{targets}]"
    results = [result.type for result in call.results]
    type_ = results[0] if len(results) == 1 else f"{{ {', '.join(results)} }}"
    value = ""
    if results:
        value = b.result(text)
    else:
        b.effect(text)
    b.terminated = True
    for way, jump in zip(ways, s.jumps, strict=True):
        b.start_block(way)
        if results:
            _store_results(f, call, value, type_)
        f.statement(jump)
    b.start_block(following)
    if results:
        _store_results(f, call, value, type_)


# --------------------------------------------------------------------------- the template


def _template(s: typed.Asm) -> str:
    """gcc's template in LLVM's notation; of the dialects `{att|intel}` the first."""
    operands = [*s.outputs, *s.inputs]
    names: dict[str | None, int] = {operand.name: i for i, operand in enumerate(operands) if operand.name is not None}
    hidden = sum(output.constraint.startswith("+") for output in s.outputs)
    count = len(operands) + hidden + len(s.jumps)
    out: list[str] = []
    at = depth = 0
    skipping = False
    for match in _DIRECTIVE.finditer(s.template):
        if not skipping:
            out.append(s.template[at : match.start()])
        at = match.end()
        modifier, number, name, plain, special = match.groups()
        if special is not None:
            if special == "$":
                out += [] if skipping else ["$$"]
            elif special == "{":
                depth += 1
            elif special == "|" and depth:
                skipping = True
            elif special == "}" and depth:
                depth, skipping = depth - 1, False
            else:
                out.append(special)
        elif not skipping:
            out.append(_directive(s, operands, names, count, modifier, number, name, plain))
    if depth:
        raise CompileError("unterminated assembly dialect alternative", s.pos)
    out.append(s.template[at:])
    return "".join(out)


def _directive(
    s: typed.Asm,
    operands: list[typed.AsmOperand],
    names: dict[str | None, int],
    count: int,
    modifier: str | None,
    number: str | None,
    name: str | None,
    plain: str | None,
) -> str:
    if plain is not None:
        if plain == "=":
            return "${:uid}"
        if plain in "%{}|":
            return plain
        raise CompileError("invalid 'asm': invalid %-code", s.pos)
    if number is not None:
        index = int(number)
    else:
        assert name is not None
        found = names.get(name)
        if found is None:
            raise CompileError(f"undefined named operand '{name}'", s.pos)
        index = found
    if index >= count:
        raise CompileError("invalid 'asm': operand number out of range", s.pos)
    if modifier is None:
        return f"${{{index}}}"
    if modifier == "z" and index < len(operands):
        suffix = _SUFFIX.get(size_of(operands[index].expression.type))
        if suffix is None:
            raise CompileError("invalid 'asm': invalid operand size for operand code 'z'", s.pos)
        return suffix
    if modifier not in _MODIFIERS:
        unsupported(f"asm operand modifier '{modifier}'", s.pos)
    return f"${{{index}:{modifier}}}"
