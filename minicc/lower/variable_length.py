"""Variable-length arrays (§6.7.6.2): sizes known at run time, and stack space that is given back at the end of a block.

`ArrayType.variable_length` has no side effects: the checker keeps the length in a hidden variable, set where the
declaration is reached.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.lower.context import FunctionContext
from minicc.lower.conversions import convert
from minicc.types.ctype import ULONG, ArrayType, CType, unqualified
from minicc.types.layout import size_of

_STACK_ALIGNMENT = 16


def is_variable_length(ctype: CType) -> bool:
    """True for an array whose size, or whose element's size, is only known at run time."""
    while isinstance(ctype, ArrayType):
        if ctype.variable_length is not None:
            return True
        ctype = ctype.element
    return False


def dynamic_size(f: FunctionContext, ctype: CType) -> str | None:
    """The size in bytes of a variable-length array as an i64 operand; None when the size is a constant."""
    if not isinstance(ctype, ArrayType) or not is_variable_length(ctype):
        return None
    inner = dynamic_size(f, ctype.element)
    size = str(size_of(ctype.element)) if inner is None else inner
    if ctype.variable_length is None:
        length = str(ctype.length or 0)
    else:
        e = ctype.variable_length
        length = convert(f, f.value(e), unqualified(e.type), ULONG)
    return length if size == "1" else f.builder.mul("i64", length, size)


def allocate(f: FunctionContext, variable: typed.Variable) -> None:
    """Gives a variable-length array its memory, each time that its declaration is reached."""
    f.open_block()
    if f.saved_stacks[-1] is None:
        save = f.module.declare_intrinsic("llvm.stacksave.p0", "ptr ()")
        f.saved_stacks[-1] = _kept(f, f.builder.result(f"call ptr {save}()"))
    size = dynamic_size(f, variable.type)
    alignment = max(variable.alignment, _STACK_ALIGNMENT)
    memory = f.builder.result(f"alloca i8, i64 {size}, align {alignment}")
    f.bind(variable, memory)
    if f.function.address_labels:
        f.bind_kept(variable, _kept(f, memory))


def _kept(f: FunctionContext, pointer: str) -> str:
    """The pointer, or the memory it is kept in where a function has computed gotos.

    To LLVM each of them reaches every label whose address is taken, those in the array's scope too, whatever the
    program does: the value would not dominate its uses there.
    """
    if not f.function.address_labels:
        return pointer
    slot = "%" + f.builder.new_name("kept")
    f.builder.alloca(slot, "ptr", 8)
    f.builder.store("ptr", pointer, slot, 8)
    return slot


def restore_stack(f: FunctionContext, depth: int) -> None:
    """Gives back what the blocks inside the first `depth` ones have allocated."""
    saved = next((pointer for pointer in f.saved_stacks[depth:] if pointer is not None), None)
    if saved is not None and not f.builder.terminated:
        if f.function.address_labels:
            saved = f.builder.load("ptr", saved, 8)
        restore = f.module.declare_intrinsic("llvm.stackrestore.p0", "void (ptr)")
        f.builder.effect(f"call void {restore}(ptr {saved})")
