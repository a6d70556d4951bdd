"""gcc's x86 built-ins: LLVM's intrinsics for the same instructions, or plain vector code where LLVM has none."""

from __future__ import annotations

from minicc.check import typed
from minicc.check.x86 import X86_BUILTINS
from minicc.lower.context import FunctionContext
from minicc.lower.llvm_types import value_type

_INTRINSICS = {
    "ia32_pmaddwd128": "pmadd.wd",
    "ia32_psllwi128": "pslli.w",
    "ia32_pslldi128": "pslli.d",
    "ia32_psllqi128": "pslli.q",
    "ia32_psrlwi128": "psrli.w",
    "ia32_psrldi128": "psrli.d",
    "ia32_psrlqi128": "psrli.q",
    "ia32_psrawi128": "psrai.w",
    "ia32_psradi128": "psrai.d",
}
"""The names below llvm.x86.sse2."""


def x86_builtin(f: FunctionContext, e: typed.BuiltinCall) -> str:
    """A call of one of `X86_BUILTINS`."""
    name = e.name.removeprefix("__builtin_")
    arguments = [f.value(argument) for argument in e.arguments]
    if name == "ia32_pshufd":
        return _shuffle(f, *arguments)
    if name == "ia32_pmuludq128":
        return _multiply_even(f, *arguments)
    result, *parameters = (value_type(ctype) for ctype in X86_BUILTINS[name])
    symbol = f.module.declare_intrinsic(f"llvm.x86.sse2.{_INTRINSICS[name]}", f"{result} ({', '.join(parameters)})")
    spelled = ", ".join(f"{type_} {text}" for type_, text in zip(parameters, arguments, strict=True))
    return f.builder.result(f"call {result} {symbol}({spelled})")


def _shuffle(f: FunctionContext, vector: str, mask: str) -> str:
    """Two bits of the mask for each element; it is a constant once the header's function is inlined."""
    b = f.builder
    result = "poison"
    for lane in range(4):
        shifted = b.result(f"lshr i32 {mask}, {2 * lane}")
        index = b.result(f"and i32 {shifted}, 3")
        element = b.result(f"extractelement <4 x i32> {vector}, i32 {index}")
        result = b.result(f"insertelement <4 x i32> {result}, i32 {element}, i32 {lane}")
    return result


def _multiply_even(f: FunctionContext, left: str, right: str) -> str:
    """The full products of the unsigned elements 0 and 2."""
    b = f.builder
    halves = []
    for vector in (left, right):
        even = b.result(f"shufflevector <4 x i32> {vector}, <4 x i32> poison, <2 x i32> <i32 0, i32 2>")
        halves.append(b.result(f"zext <2 x i32> {even} to <2 x i64>"))
    return b.result(f"mul <2 x i64> {halves[0]}, {halves[1]}")
