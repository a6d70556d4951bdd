"""GNU asm statements (gcc manual, "Extended Asm", "Constraints"): operands, one alternative of each constraint."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minicc.check import constants, typed
from minicc.check.literals import string_literal
from minicc.check.lvalues import modifiable
from minicc.diagnostics import unsupported
from minicc.patterns import pattern
from minicc.syntax import nodes
from minicc.types.conversions import is_integer
from minicc.types.ctype import (
    LONG_DOUBLE,
    ArrayType,
    CType,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    RecordType,
    VoidType,
    unqualified,
)
from minicc.types.layout import is_complete, size_of
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context

_REGISTERS = frozenset("rqQRlabcdSDAUxvyftukp")
_MEMORY = frozenset("moV<>")
_ANY = frozenset("gX")
# Letters that take any integer constant or address, and ranges of the others (gcc manual, "Machine Constraints", x86).
_IMMEDIATE = frozenset("insFGCE")
_RANGES = {
    "I": (0, 31),
    "J": (0, 63),
    "K": (-128, 127),
    "M": (0, 3),
    "N": (0, 255),
    "O": (0, 127),
    "e": (-(1 << 31), (1 << 31) - 1),
    "Z": (0, (1 << 32) - 1),
}
_SPLIT = pattern(r"Y[a-z0-9]|B[a-zA-Z]|T[a-z]|W[a-z]|[0-9]+|@cc[a-z]+|.")
_CONDITION = pattern(r"@ccn?([abgl]e?|[ceszop])")
_MODIFIERS = pattern(r"[%&=+*?!^$]|#[^,]*")
_REGISTER = pattern(
    r"[re]?(?:[abcd]x|[sd]i|[sb]p)|[abcd][lh]|(?:[sd]i|[sb]p)l|r(?:8|9|1[0-5])[dwb]?|[xyz]?mm(?:[12]?[0-9]|3[01])"
    r"|st(?:\([0-7]\))?|k[0-7]|cc|memory|redzone|flags|fpsr|dirflag|fpcr|mxcsr"
)

# gcc's register numbers, which may stand for names (gcc/config/i386/i386.h, REGISTER_NAMES); 16 and 19 are not real.
_NUMBERED = (
    *("ax", "dx", "cx", "bx", "si", "di", "bp", "sp", "st", *(f"st({i})" for i in range(1, 8))),
    *("", "flags", "fpsr", "", *(f"xmm{i}" for i in range(8)), *(f"mm{i}" for i in range(8))),
    *(f"r{i}" for i in range(8, 16)),
    *(f"xmm{i}" for i in range(8, 32)),
    *(f"k{i}" for i in range(8)),
)


def asm_statement(context: Context, node: nodes.Asm) -> typed.Asm:
    """The statement with its operands checked; labels are the caller's.

    Raises CompileError for operands that do not fit their constraints, and for constraints that minicc lacks.
    """
    template = string_literal(node.template.parts, node.pos)[1].decode("latin-1")
    constraints = [_alternatives(context, operand) for operand in (*node.outputs, *node.inputs)]
    counts = {len(alternatives) for alternatives in constraints}
    if len(counts) > 1:
        context.error("operand constraints for 'asm' differ in number of alternatives", node.pos)
    outputs = [
        _output(context, one, alternatives) for one, alternatives in zip(node.outputs, constraints, strict=False)
    ]
    inputs = [
        _input(context, one, alternatives, outputs)
        for one, alternatives in zip(node.inputs, constraints[len(outputs) :], strict=True)
    ]
    taken = [i for i, one in enumerate(outputs) if one.constraint.startswith("+")]
    for one in inputs:
        if one.kind == "match" and outputs[one.match].kind == "register":
            if one.match in taken:
                context.error("inconsistent operand constraints in an 'asm'", node.pos)
            taken.append(one.match)
    names = [one.name for one in (*outputs, *inputs) if one.name is not None]
    for name in names:
        if names.count(name) > 1:
            context.error(f"duplicate 'asm' operand name '{name}'", node.pos)
    clobbers = [_clobber(context, text, node.pos) for text in node.clobbers]
    volatile = "volatile" in node.qualifiers or not outputs or "goto" in node.qualifiers
    template = _number_labels(template, node.goto_labels, [*outputs, *inputs])
    return typed.Asm(node.pos, template, volatile, node.is_extended, outputs, inputs, clobbers, [])


def _number_labels(template: str, labels: list[str], operands: list[typed.AsmOperand]) -> str:
    """The template with `%l[name]` as `%lN`: a label's name does not last, it may be local to a block."""
    first = len(operands) + sum(operand.constraint.startswith("+") for operand in operands)
    numbers = {label: f"%l{first + i}" for i, label in enumerate(labels)}
    pattern = re.compile(r"%(?:l\[(\w+)\]|.)", re.DOTALL)
    return pattern.sub(lambda match: numbers.get(match[1], match[0]), template)


def register_name(context: Context, variable: str, text: str, pos: int) -> str:
    """The register that the asm label `text` of a variable names, without a percent sign."""
    name = _without_number(text.removeprefix("%"))
    if not _REGISTER.fullmatch(name) or name in ("cc", "memory", "redzone"):
        context.error(f"invalid register name for '{variable}'", pos)
    return name


def _without_number(name: str) -> str:
    return _NUMBERED[int(name)] if name.isdecimal() and len(name) < 3 and int(name) < len(_NUMBERED) else name


def _clobber(context: Context, text: str, pos: int) -> str:
    name = _without_number(text.removeprefix("%"))
    if not _REGISTER.fullmatch(name):
        context.error(f"unknown register name '{text}' in 'asm'", pos)
    return name


def _alternatives(context: Context, operand: nodes.AsmOperand) -> list[str]:
    return operand.constraint.replace(" ", "").replace("\t", "").split(",")


def _letters(context: Context, constraint: str, pos: int) -> list[str]:
    """The constraint's letters; refuses those that mean nothing here."""
    letters = _SPLIT.findall(_MODIFIERS.sub("", constraint))
    for letter in letters:
        known = letter in _REGISTERS or letter in _MEMORY or letter in _ANY or letter in _IMMEDIATE
        if not known and letter not in _RANGES and not letter.isdigit() and letter != "L" and letter != "Yz":
            if _CONDITION.fullmatch(letter):
                continue
            unsupported(f"asm constraint '{letter}'", pos)
    return letters


def _fits_register(ctype: CType) -> bool:
    if isinstance(ctype, ArrayType | VoidType | FunctionType) or not is_complete(ctype):
        return False
    return not isinstance(ctype, RecordType) or size_of(ctype) in (1, 2, 4, 8)


def _output(context: Context, operand: nodes.AsmOperand, alternatives: list[str]) -> typed.AsmOperand:
    first = alternatives[0]
    if first[:1] not in ("=", "+"):
        context.error("output operand constraint lacks '='", operand.pos)
    target = context.expressions.expression(operand.expression)
    while isinstance(target, typed.Load):
        target = target.lvalue
    if not isinstance(target, typed.Lvalue):
        context.error("lvalue required in 'asm' statement", operand.pos)
    if not isinstance(target.type, ArrayType):
        target = modifiable(context, target, "asm output", "assignment", operand.pos)
    for position, alternative in enumerate(alternatives):
        constraint = alternative if position == 0 else first[0] + alternative
        letters = _letters(context, constraint, operand.pos)
        if letters and letters[0].startswith("@cc"):
            if not is_integer(target.type):
                context.error("invalid type for 'asm' flag output", operand.pos)
            return typed.AsmOperand(operand.name, constraint, "flag", target)
        in_register = any(letter in _REGISTERS or letter in _ANY or letter == "Yz" for letter in letters)
        if in_register and _fits_register(target.type):
            return typed.AsmOperand(operand.name, constraint, "register", target, register=_pinned(target))
        if any(letter in _MEMORY or letter in _ANY for letter in letters) and not _is_bit_field(target):
            _take_address(target)
            return typed.AsmOperand(operand.name, constraint, "memory", target)
    context.error("impossible constraint in 'asm'", operand.pos)


def _input(
    context: Context, operand: nodes.AsmOperand, alternatives: list[str], outputs: list[typed.AsmOperand]
) -> typed.AsmOperand:
    if any(mark in alternatives[0] for mark in "=+&"):
        mark = next(mark for mark in alternatives[0] if mark in "=+&")
        context.error(f"input operand constraint contains '{mark}'", operand.pos)
    expression = context.expressions.expression(operand.expression)
    for alternative in alternatives:
        letters = _letters(context, alternative, operand.pos)
        chosen = _fitting(context, operand, alternative, letters, expression, outputs)
        if chosen is not None:
            return chosen
    context.error("impossible constraint in 'asm'", operand.pos)


def _takes_place_of(value: CType, target: CType) -> bool:
    """Whether a value can be in the register of an output of the scalar type `target`."""
    if isinstance(value, RecordType):
        return _fits_register(value) and size_of(value) == size_of(target)
    return not isinstance(value, VoidType)


def _share_a_register(value: CType, target: CType, constraint: str) -> bool:
    """Whether the bits of one are those of the other: in x87 registers, which hold more, a narrower input will do."""
    if all(isinstance(ctype, IntegerType | EnumType | PointerType | RecordType) for ctype in (value, target)):
        return True
    if size_of(value) == size_of(target) and (value is LONG_DOUBLE) == (target is LONG_DOUBLE):
        return True
    both_floating = isinstance(value, FloatingType) and isinstance(target, FloatingType)
    return both_floating and size_of(value) < size_of(target) and any(letter in constraint for letter in "tuf")


def _fitting(
    context: Context,
    operand: nodes.AsmOperand,
    constraint: str,
    letters: list[str],
    expression: typed.Expression,
    outputs: list[typed.AsmOperand],
) -> typed.AsmOperand | None:
    """The operand when one of `letters` can take `expression`: a constant is preferred, then a register."""
    name = operand.name
    digits = [letter for letter in letters if letter.isdigit()]
    by_name = re.fullmatch(r"\[(\w+)\]", constraint.strip("%"))
    if by_name is not None:
        digits = [str(i) for i, output in enumerate(outputs) if output.name == by_name[1]]
        if not digits:
            context.error(f"undefined named operand '{by_name[1]}'", operand.pos)
    if digits:
        match = int(digits[0])
        if match >= len(outputs):
            context.error("matching constraint references invalid operand number", operand.pos)
        value = context.expressions.decay(expression)
        target = outputs[match].expression.type
        if not isinstance(target, RecordType) and not _takes_place_of(value.type, target):
            context.error("impossible constraint in 'asm'", operand.pos)
        if outputs[match].kind == "register":
            types = unqualified(value.type), unqualified(target)
            if not _share_a_register(*types, outputs[match].constraint):
                unsupported("an asm register for '{}' and '{}'".format(*map(spell, types)), operand.pos)
        return typed.AsmOperand(name, digits[0], "match", value, match)
    is_lvalue = isinstance(expression, typed.Lvalue) and not _is_bit_field(expression)
    in_memory = any(letter in _MEMORY or letter in _ANY for letter in letters)
    in_register = any(letter in _REGISTERS or letter in _ANY or letter == "Yz" for letter in letters)
    if in_memory and is_lvalue and (not in_register or not _loads_to_register(expression)):
        _take_address(expression)
        return typed.AsmOperand(name, constraint, "memory", expression)
    value = context.expressions.decay(expression)
    constant = constants.fold(value)
    if constant is not None and _takes_constant(letters, constant):
        return typed.AsmOperand(name, constraint, "immediate", constant)
    if in_register and _fits_register(value.type):
        return typed.AsmOperand(name, constraint, "register", value, register=_pinned(expression))
    return None


def _loads_to_register(expression: typed.Expression) -> bool:
    return isinstance(expression.type, ArrayType) or _fits_register(expression.type)


def _takes_constant(letters: list[str], constant: typed.Expression) -> bool:
    if isinstance(constant, typed.FloatingConstant):
        return False
    for letter in letters:
        if letter in "ing" or letter == "X":
            return letter != "n" or isinstance(constant, typed.IntegerConstant)
        if isinstance(constant, typed.IntegerConstant):
            if letter == "s":
                continue
            bounds = _RANGES.get(letter)
            if bounds is not None and bounds[0] <= constant.value <= bounds[1]:
                return True
            if letter == "L" and constant.value in (0xFF, 0xFFFF, 0xFFFFFFFF):
                return True
        elif letter == "s":
            return isinstance(constant, typed.AddressConstant)
    return False


def _is_bit_field(expression: typed.Expression) -> bool:
    return isinstance(expression, typed.MemberAccess) and expression.member.bit_width is not None


def _pinned(expression: typed.Expression) -> str:
    return expression.variable.register if isinstance(expression, typed.VariableReference) else ""


def _take_address(expression: typed.Expression) -> None:
    """A memory operand is an address taken."""
    base = expression
    while isinstance(base, typed.MemberAccess):
        base = base.record
    if isinstance(base, typed.VariableReference):
        base.variable.address_taken = True
