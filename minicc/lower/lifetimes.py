"""Lifetime markers: objects of blocks that do not overlap in time may share their place on the stack (C11 §6.2.4p6).

A marker stands where the declaration is reached. A jump from outside of the block to behind it would reach a dead
object, so a label takes back the markers of the blocks around it, and a case label those inside of its switch. On a way
out of a block that has no marker the object just lives longer.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.lower.context import FunctionContext, Lifetime
from minicc.types.ctype import ArrayType, ComplexType, RecordType, VectorType

_AGGREGATES = (ArrayType, RecordType, ComplexType, VectorType)


def begin_lifetime(f: FunctionContext, variable: typed.Variable, pointer: str) -> None:
    """The declaration of an automatic object is reached; scalars that nothing points to have no need of memory."""
    depth = len(f.saved_stacks)
    if not f.module.optimizes or f.function.calls_setjmp or variable.register or depth in f.value_depths:
        return
    if variable.address_taken or isinstance(variable.type, _AGGREGATES):
        f.lifetimes.append(Lifetime(pointer, depth, [_mark(f, "start", pointer)]))


def end_lifetimes(f: FunctionContext, depth: int) -> None:
    """Control leaves all blocks but the outer `depth` ones."""
    if not f.builder.terminated:
        for lifetime in reversed(f.lifetimes):
            if lifetime.depth <= depth:
                break
            lifetime.lines.append(_mark(f, "end", lifetime.pointer))


def close_lifetimes(f: FunctionContext, depth: int) -> None:
    """The text of all blocks but the outer `depth` ones is behind."""
    while f.lifetimes and f.lifetimes[-1].depth > depth:
        f.lifetimes.pop()


def reached_by_jump(f: FunctionContext, depth: int = -1) -> None:
    """A label: declarations in the blocks inside of the outer `depth` ones may have been jumped over."""
    for lifetime in f.lifetimes:
        if lifetime.depth > depth:
            for line in lifetime.lines:
                f.builder.lines[line] = ""
    close_lifetimes(f, depth)


def _mark(f: FunctionContext, end: str, pointer: str) -> int:
    """The index of the marker's line."""
    marker = f.module.declare_intrinsic(f"llvm.lifetime.{end}.p0", "void (ptr)")
    f.builder.effect(f"call void {marker}(ptr {pointer})")
    return len(f.builder.lines) - 1
