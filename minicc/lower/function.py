"""A function definition: its head, its parameters, its body, and what happens when control reaches its end."""

from __future__ import annotations

from minicc.check import typed
from minicc.ir.builder import Builder
from minicc.ir.spelling import INDIRECT_BLOCK, escape, symbol
from minicc.lower.abi import Kind, Passing, signature
from minicc.lower.calls import check_passable, check_wide_vectors, from_register, receive
from minicc.lower.context import FunctionContext, Place
from minicc.lower.conversions import convert, zero
from minicc.lower.globals import ModuleLowering, defined_type
from minicc.lower.llvm_types import memory_type
from minicc.lower.memory import boolean_byte, copy
from minicc.types.ctype import RESTRICT, IntegerType, unqualified


def lower_function(module: ModuleLowering, function: typed.Function) -> None:
    """Adds the definition of `function` to the module."""
    assert function.body is not None
    module.begin_function(function)
    builder = Builder(module.options.floating_flags)
    f = FunctionContext(module, function, signature(defined_type(function)), builder)
    check_wide_vectors(f, function, f.signature, function.pos)
    name = symbol(function.symbol)
    debug = ""
    if module.debug is not None:
        f.debug = module.debug.function(function)
        debug = f" !dbg !{f.debug.node}"
    # Without a location: a debugger stops behind the stores of parameters.
    parameters = _parameters(f)
    if f.debug is not None:
        f.scope = f.debug.node
        f.at(function.body.pos)
    f.statement(function.body)
    if not f.builder.terminated:
        f.at(function.end or function.pos)
        fall_off(f)
    if f.indirect:
        _indirect_branch(f)
    if module.options.shape.has("instrument-functions") and "no_instrument_function" not in function.attributes:
        _instrument(f, name)
    if f.debug is not None:
        f.debug.finish()
    section = _section(module, function)
    alignment = f" align {function.attributes['aligned'][0]}" if function.attributes.get("aligned") else ""
    head = f"{module.definition_head(function)}{f.signature.return_type} {name}({', '.join(parameters)})"
    attributes = module.definition_attributes(function, f.framed, f.instructions)
    module.ir.functions.append(f"\ndefine {head} {attributes}{section}{alignment}{debug} {{\nentry:")
    module.ir.functions += f.builder.allocas
    module.ir.functions += f.builder.lines
    module.ir.functions.append("}")
    module.register_function(function, name)


def _section(module: ModuleLowering, function: typed.Function) -> str:
    if "section" in function.attributes:
        return f' section "{function.attributes["section"][0]}"'
    if module.options.shape.has("function-sections"):
        return f' section "{escape(f".text.{function.symbol}".encode())}"'
    return ""


def _instrument(f: FunctionContext, name: str) -> None:
    """-finstrument-functions: calls at the beginning and before every return."""
    address = f.module.declare_intrinsic("llvm.returnaddress", "ptr (i32)")
    caller = "%" + f.builder.new_name("caller")
    calls = {}
    for event in ("enter", "exit"):
        hook = f"@__cyg_profile_func_{event}"
        if hook[1:] not in f.module.defined:
            f.module.declare_intrinsic(hook[1:], "void (ptr, ptr)")
        calls[event] = f"  call void {hook}(ptr {name}, ptr {caller})"
    f.at(f.function.pos)
    here = f.builder.location
    f.builder.allocas += [f"  {caller} = call ptr {address}(i32 0)", calls["enter"] + here]
    lines: list[str] = []
    for line in f.builder.lines:
        if line.startswith("  ret "):
            lines.append(calls["exit"] + here)
        lines.append(line)
    f.builder.lines = lines


def _parameters(f: FunctionContext) -> list[str]:
    """The spelled parameters; each is stored into the object that its name denotes."""
    spelled = []
    if f.signature.structure_return:
        # psABI §3.2.3: the storage overlaps nothing that the callee sees under another name.
        alone = " noalias" if f.module.optimizes else ""
        hidden = f.signature.structure_return
        spelled.append(f"{hidden}{alone} {f.new_local('result')}")
    for variable, passing in zip(f.function.parameters, f.signature.arguments, strict=True):
        spelled += _parameter(f, variable, passing, variable.name or "unnamed")
    if f.type.variadic:
        spelled.append("...")
    return spelled


def _parameter(f: FunctionContext, variable: typed.Variable, passing: Passing, name: str) -> list[str]:
    if passing.kind is Kind.IGNORE:
        return []
    if passing.kind is Kind.MEMORY:
        check_passable(passing, variable.pos)
        incoming = "%" + f.builder.new_name(name)
        if variable.alignment <= passing.stack_alignment:
            f.bind(variable, incoming)
        else:
            source = Place(incoming, passing.stack_alignment, variable.type)
            copy(f, Place(f.local(variable), variable.alignment, variable.type), source)
        return [f"{passing.spelled} {incoming}"]
    place = Place(f.local(variable), variable.alignment, variable.type)
    if passing.kind is Kind.PIECES:
        parts = ["%" + f.builder.new_name(name) for _ in passing.pieces]
        receive(f, passing, place, parts)
        return [f"{piece.type} {part}" for piece, part in zip(passing.pieces, parts, strict=True)]
    incoming = "%" + f.builder.new_name(name)
    own = unqualified(variable.type)
    text = incoming
    if not f.type.prototype:
        text = convert(f, incoming, passing.ctype, own)
    text = from_register(f, passing, text)
    if isinstance(own, IntegerType) and own.rank == 0:
        text = boolean_byte(f, text)
    f.builder.store(memory_type(own), text, place.pointer, f.module.promised(place.alignment))
    # §6.7.3.1: during the body, what is reached through the parameter is not reached otherwise when it is changed.
    alone = " noalias" if variable.type.qualifiers & RESTRICT and f.module.optimizes else ""
    return [f"{passing.type}{alone}{passing.attributes} {incoming}"]


def _indirect_branch(f: FunctionContext) -> None:
    """The block that every computed goto of the function jumps to (LLVM's code generator duplicates it again)."""
    b = f.builder
    b.start_block(INDIRECT_BLOCK)
    target = b.load("ptr", f.indirect, 8)
    b.indirectbr(target, [f.label(name) for name in f.function.address_labels])


def fall_off(f: FunctionContext) -> None:
    """Control reaches the closing brace: main returns 0 (§5.1.2.2.3); elsewhere a caller must not use the value,
    so any will do.
    """
    shape = f.signature
    if shape.bare_return_type == "void":
        f.builder.ret_void()
    elif shape.bare_return_type[0] in "{<":
        f.builder.ret(shape.bare_return_type, "zeroinitializer")
    else:
        f.builder.ret(shape.bare_return_type, zero(shape.bare_return_type))
