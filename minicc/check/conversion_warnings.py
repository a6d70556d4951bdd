"""The warnings that gcc gives by default for conversions as if by assignment, and for casts of pointers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.constants import evident, fold_integer
from minicc.diagnostics import CompileError
from minicc.types.compatibility import compatible
from minicc.types.conversions import in_range, integer_type, wrap
from minicc.types.ctype import (
    BOOL,
    CONST,
    RESTRICT,
    VOLATILE,
    ArrayType,
    CType,
    EnumType,
    FunctionType,
    IntegerType,
    PointerType,
    VoidType,
    unqualified,
)
from minicc.types.layout import is_complete, size_of
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context

_QUALIFIERS = ((CONST, "const"), (VOLATILE, "volatile"), (RESTRICT, "restrict"))


def makes(context: Context, what: str, source: CType, target: CType, purpose: str, pos: int) -> None:
    """-Wint-conversion; `what` is "integer from pointer" or "pointer from integer"."""
    if purpose == "returning":
        head = f"returning '{spell(source)}' from a function with return type '{spell(target)}'"
    elif purpose.startswith("argument"):
        head = f"passing {purpose}"
    else:
        head = f"{_noun(purpose)} '{spell(target)}' from '{spell(source)}'"
    context.warn(f"{head} makes {what} without a cast [-Wint-conversion]", pos)


def pointers(context: Context, source: PointerType, target: PointerType, purpose: str, pos: int) -> None:
    """-Wincompatible-pointer-types, -Wpointer-sign and -Wdiscarded-qualifiers, by the types pointed to."""
    a, b = unqualified(source.target), unqualified(target.target)
    if not isinstance(a, VoidType) and not isinstance(b, VoidType) and not compatible(a, b):
        if _differ_in_sign(a, b):
            context.lint(
                "pointer-sign", f"pointer targets in {_act(source, target, purpose)} differ in signedness", pos
            )
            return
        if purpose == "returning":
            head = f"returning '{spell(source)}' from a function with incompatible return type '{spell(target)}'"
        elif purpose.startswith("argument"):
            head = f"passing {purpose} from incompatible pointer type"
        else:
            head = f"{_noun(purpose)} '{spell(target)}' from incompatible pointer type '{spell(source)}'"
        context.warn(f"{head} [-Wincompatible-pointer-types]", pos)
        return
    given, kept = _target_qualifiers(source.target), _target_qualifiers(target.target)
    for bit, word in _QUALIFIERS:
        if given & ~kept & bit and not isinstance(a, FunctionType):
            context.warn(
                f"{_discarding(purpose)} discards '{word}' qualifier from pointer target type [-Wdiscarded-qualifiers]",
                pos,
            )
            return


def _target_qualifiers(ctype: CType) -> int:
    """An array's qualifiers are its elements'."""
    while isinstance(ctype, ArrayType):
        ctype = ctype.element
    return ctype.qualifiers


def _noun(purpose: str) -> str:
    return "initialization of" if purpose == "initializing" else "assignment to"


def _discarding(purpose: str) -> str:
    if purpose.startswith("argument"):
        return f"passing {purpose}"
    return {"initializing": "initialization", "returning": "return"}.get(purpose, "assignment")


def _act(source: CType, target: CType, purpose: str) -> str:
    if purpose.startswith("argument"):
        return f"passing {purpose}"
    if purpose == "returning":
        return f"returning '{spell(source)}' from a function with return type '{spell(target)}'"
    word = "initialization of" if purpose == "initializing" else "assignment from"
    first, second = (target, source) if purpose == "initializing" else (source, target)
    join = "from" if purpose == "initializing" else "to"
    return f"{word} '{spell(first)}' {join} '{spell(second)}'"


def _differ_in_sign(a: CType, b: CType) -> bool:
    one, other = integer_type(a), integer_type(b)
    if one is None or other is None or one is BOOL or other is BOOL or one.size != other.size:
        return False
    return (one.signed != other.signed and _word(one) == _word(other)) or "char" in (one.name, other.name)


def _word(integer: IntegerType) -> str:
    words = [word for word in integer.name.split() if word not in ("signed", "unsigned", "int")]
    return " ".join(words) or "int"


def constant(context: Context, value: typed.IntegerConstant, target: CType, width: int | None, pos: int) -> None:
    """-Woverflow: an integer constant that the target cannot hold; `width` is that of a bit-field."""
    integer, source = integer_type(target), integer_type(value.type)
    if integer is None or source is None or integer is BOOL or isinstance(target, EnumType):
        return
    number = value.value
    if width is None:
        if in_range(number, integer):
            return
        changed, bits, shown = wrap(number, integer), integer.width, spell(target)
    else:
        bits, shown = width, f"{spell(target)}:{width}"
        changed = number & ((1 << width) - 1)
        if integer.signed and changed >> (width - 1):
            changed -= 1 << width
        if changed == number:
            return
    if not integer.signed:
        if -(1 << (bits - 1)) <= number < 0:
            return
        word = "unsigned conversion"
    else:
        if 0 <= number < 1 << bits:
            return
        word = "overflow in conversion"
    if context.unevaluated == 0:
        types = f"from '{spell(value.type)}' to '{shown}'"
        context.warn(f"{word} {types} changes value from '{number}' to '{changed}' [-Woverflow]", pos)


def cast(context: Context, operand: typed.Expression, target: CType, pos: int) -> None:
    """-Wpointer-to-int-cast and -Wint-to-pointer-cast."""
    source = operand.type
    if isinstance(source, PointerType) and isinstance(target, IntegerType | EnumType):
        if target is not BOOL and is_complete(target) and size_of(target) != 8:
            context.warn("cast from pointer to integer of different size [-Wpointer-to-int-cast]", pos)
        return
    is_odd = isinstance(target, PointerType) and isinstance(source, IntegerType | EnumType) and size_of(source) != 8
    if is_odd and type(operand) is not typed.IntegerConstant and fold_integer(operand) is None:
        context.warn("cast to pointer from integer of different size [-Wint-to-pointer-cast]", pos)


def operation(context: Context, operator: str, left: CType, right: typed.Expression, pos: int) -> None:
    """-Wdiv-by-zero and -Wshift-count-*: what a constant right operand makes undefined."""
    number, integer = evident(right), integer_type(left)
    if number is None or integer is None:
        return
    if operator in ("/", "%"):
        if number == 0:
            context.warn("division by zero [-Wdiv-by-zero]", pos)
        return
    side = "left" if operator == "<<" else "right"
    if number < 0:
        context.warn(f"{side} shift count is negative [-Wshift-count-negative]", pos)
    elif number >= integer.width:
        context.warn(f"{side} shift count >= width of type [-Wshift-count-overflow]", pos)


def deprecation(context: Context, entity: typed.Variable | typed.Function, pos: int) -> None:
    """-Wdeprecated-declarations, and the error for what is unavailable."""
    for attribute in ("deprecated", "unavailable"):
        said = entity.attributes.get(attribute)
        if said is not None:
            message = f"'{entity.name}' is {attribute}{f': {said[0]}' if said else ''}"
            if attribute == "unavailable" and not context.unevaluated:
                context.recover(CompileError(message, pos, (("declared here", entity.pos),)))
            else:
                context.warn(f"{message} [-Wdeprecated-declarations]", pos)


def returned(context: Context, value: typed.Expression) -> None:
    """-Wreturn-local-addr."""
    pos = value.pos
    while isinstance(value, typed.Conversion):
        value = value.operand
    if not isinstance(value, typed.AddressOf | typed.ArrayDecay):
        return
    lvalue = value.lvalue
    while isinstance(lvalue, typed.MemberAccess):
        lvalue = lvalue.record
    if isinstance(lvalue, typed.VariableReference) and lvalue.variable.storage in ("automatic", "register"):
        context.warn("function returns address of local variable [-Wreturn-local-addr]", pos)


def shift(context: Context, node: typed.Expression) -> None:
    """-Wshift-overflow: a constant that a constant count shifts over the sign bit (C11 6.5.7p4)."""
    if not isinstance(node, typed.Arithmetic) or context.options.is_c90:
        return
    left, count, integer = fold_integer(node.left), fold_integer(node.right), integer_type(node.type)
    if left is None or left <= 0 or count is None or integer is None or not integer.signed:
        return
    needed = left.bit_length() + count + 1
    if 0 <= count < integer.width and needed > integer.width + 1:
        types = f"bits to represent, but '{spell(node.type)}' only has {integer.width} bits"
        context.warn(f"result of '{left} << {count}' requires {needed} {types} [-Wshift-overflow=]", node.pos)
