"""What -pedantic finds where types are known: bytes behind void pointers, functions taken for objects and others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.types.ctype import CType, FunctionType, PointerType, RecordType, VoidType, unqualified

if TYPE_CHECKING:
    from minicc.check.context import Context


def pointer_arithmetic(context: Context, ctype: PointerType, act: str, pos: int) -> None:
    """-Wpointer-arith; `act` is "arithmetic", "subtraction", "increment" or "decrement"."""
    target = ctype.target
    if not isinstance(target, VoidType | FunctionType):
        return
    if act in ("increment", "decrement"):
        message = f"wrong type argument to {act}"
    elif isinstance(target, VoidType):
        message = f"pointer of type 'void *' used in {act}"
    else:
        message = f"pointer to a function used in {act}"
    context.pedantic(message, pos, "pointer-arith")


def size(context: Context, ctype: CType, operator: str, pos: int) -> None:
    """-Wpointer-arith: the size or alignment of what has none."""
    if isinstance(ctype, VoidType):
        context.pedantic(f"invalid application of '{operator}' to a void type", pos, "pointer-arith")
    elif isinstance(ctype, FunctionType):
        context.pedantic(f"invalid application of '{operator}' to a function type", pos, "pointer-arith")


def assignment(context: Context, source: PointerType, target: PointerType, purpose: str, pos: int) -> None:
    """A pointer to a function in place of one to void, or the other way round, as if by assignment."""
    if not _are_function_and_void(source, target):
        return
    words = {"assigning": "assignment", "initializing": "initialization", "returning": "return"}
    act = words.get(purpose, f"passing {purpose}")
    context.pedantic(f"ISO C forbids {act} between function pointer and 'void *'", pos)


def comparison(context: Context, operator: str, left: PointerType, right: PointerType, pos: int) -> None:
    if _are_function_and_void(left, right):
        context.pedantic("ISO C forbids comparison of 'void *' with function pointer", pos)
    elif operator not in ("==", "!=") and isinstance(left.target, FunctionType):
        context.pedantic("ISO C forbids ordered comparisons of pointers to functions", pos)


def cast(context: Context, source: CType, target: CType, pos: int) -> None:
    if isinstance(target, RecordType):
        if source is target or unqualified(source) == unqualified(target):
            context.pedantic("ISO C forbids casting nonscalar to the same type", pos)
        else:
            context.pedantic("ISO C forbids casts to union type", pos)
    elif isinstance(source, PointerType) and isinstance(target, PointerType):
        is_from, is_to = isinstance(source.target, FunctionType), isinstance(target.target, FunctionType)
        if is_from and not is_to:
            context.pedantic("ISO C forbids conversion of function pointer to object pointer type", pos)
        elif is_to and not is_from:
            context.pedantic("ISO C forbids conversion of object pointer to function pointer type", pos)


def conditional(context: Context, first: CType, second: CType, pos: int) -> None:
    if isinstance(first, VoidType) != isinstance(second, VoidType):
        context.pedantic("ISO C forbids conditional expr with only one void side", pos)
    elif isinstance(first, PointerType) and isinstance(second, PointerType) and _are_function_and_void(first, second):
        context.pedantic("ISO C forbids conditional expr between 'void *' and function pointer", pos)


def _are_function_and_void(one: PointerType, other: PointerType) -> bool:
    a, b = one.target, other.target
    return (isinstance(a, VoidType) and isinstance(b, FunctionType)) or (
        isinstance(b, VoidType) and isinstance(a, FunctionType)
    )
