"""Warnings about calls and returns: null arguments, addresses of frames, swapped sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.constants import fold_integer
from minicc.types.conversions import integer_type
from minicc.types.ctype import FloatingType, PointerType

if TYPE_CHECKING:
    from minicc.check.context import Context

# Arguments of library functions that must not be null (glibc declares most of them so, and gcc knows them itself).
_NONNULL = {
    "strlen": (1,), "strcpy": (1, 2), "strcat": (1, 2), "strcmp": (1, 2), "strncmp": (1, 2), "strncpy": (1, 2),
    "strncat": (1, 2), "strchr": (1,), "strrchr": (1,), "strstr": (1, 2), "strdup": (1,), "memcpy": (1, 2),
    "memmove": (1, 2), "memset": (1,), "memcmp": (1, 2), "memchr": (1,), "printf": (1,), "sprintf": (1, 2),
    "fprintf": (1, 2), "puts": (1,), "fputs": (1, 2), "strspn": (1, 2), "strcspn": (1, 2), "strpbrk": (1, 2),
}  # fmt: skip


def check_call(context: Context, call: typed.Call | typed.BuiltinCall) -> None:
    """-Wnonnull, -Wframe-address, -Wmemset-transposed-args and -Wabsolute-value."""
    if isinstance(call, typed.BuiltinCall):
        name = call.name.removeprefix("__builtin_")
        function = None
    elif isinstance(call.function, typed.FunctionAddress):
        function = call.function.function
        name = function.name.removeprefix("__builtin_")
    else:
        return
    arguments = call.arguments
    if name in ("frame_address", "return_address") and arguments and fold_integer(arguments[0]):
        shown = f"__builtin_{name}"
        context.lint("frame-address", f"calling '{shown}' with a nonzero argument is unsafe", call.pos)
        return
    _null_arguments(context, name, function, arguments)
    if name == "memset" and len(arguments) == 3:
        zero = isinstance(arguments[2], typed.IntegerConstant) and arguments[2].value == 0
        if zero and fold_integer(arguments[1]) != 0:
            message = "'memset' used with constant zero length parameter; this could be due to transposed parameters"
            context.lint("memset-transposed-args", message, call.pos)
    if name in ("abs", "labs", "llabs") and len(arguments) == 1:
        given = arguments[0]
        if isinstance(given, typed.Conversion) and not given.explicit:
            source = integer_type(given.operand.type)
            if isinstance(given.operand.type, FloatingType):
                message = f"using integer absolute value function '{name}' when argument is of floating-point type"
                context.lint("absolute-value", f"{message} '{given.operand.type.name}'", call.pos)
            elif source is not None and not source.signed and source.width >= 32:
                message = f"taking the absolute value of unsigned type '{source.name}' has no effect"
                context.lint("absolute-value", message, call.pos)


def _null_arguments(
    context: Context, name: str, function: typed.Function | None, arguments: list[typed.Expression]
) -> None:
    numbers: list[int] = []
    described = function.attributes.get("nonnull") if function is not None else None
    if described is not None:
        pointers = [i + 1 for i, one in enumerate(arguments) if isinstance(one.type, PointerType)]
        numbers = [number for number in described if isinstance(number, int)] or pointers
    elif function is None or function.linkage == "external":
        numbers = list(_NONNULL.get(name, ()))
    for number in numbers:
        if number <= len(arguments):
            argument = arguments[number - 1]
            if isinstance(argument.type, PointerType) and fold_integer(argument) == 0:
                context.lint("nonnull", f"argument {number} null where non-null expected", argument.pos)
