"""gcc's atomic built-ins (gcc manual, "__atomic Builtins" and "__sync Builtins"), left to lowering as BuiltinCall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import constants, typed
from minicc.diagnostics import unsupported
from minicc.types.conversions import is_integer
from minicc.types.ctype import ATOMIC, BOOL, INT, VOID, ArrayType, CType, PointerType, RecordType, unqualified
from minicc.types.layout import is_complete, size_of
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context
    from minicc.syntax import nodes

_LOCK_FREE = (1, 2, 4, 8)
_OPERATIONS = ("add", "sub", "and", "or", "xor", "nand")

# Arguments: o the atomic object's address, v a value of its type, p a pointer to another object of its type, i an int.
# Result: T the object's type, B _Bool, V void.
SIGNATURES: dict[str, tuple[str, str]] = {
    "__atomic_load_n": ("oi", "T"),
    "__atomic_load": ("opi", "V"),
    "__atomic_store_n": ("ovi", "V"),
    "__atomic_store": ("opi", "V"),
    "__atomic_exchange_n": ("ovi", "T"),
    "__atomic_exchange": ("oppi", "V"),
    "__atomic_compare_exchange_n": ("opviii", "B"),
    "__atomic_compare_exchange": ("oppiii", "B"),
    "__atomic_test_and_set": ("oi", "B"),
    "__atomic_clear": ("oi", "V"),
    "__atomic_thread_fence": ("i", "V"),
    "__atomic_signal_fence": ("i", "V"),
    "__sync_bool_compare_and_swap": ("ovv", "B"),
    "__sync_val_compare_and_swap": ("ovv", "T"),
    "__sync_lock_test_and_set": ("ov", "T"),
    "__sync_lock_release": ("o", "V"),
    "__sync_synchronize": ("", "V"),
}
for _operation in _OPERATIONS:
    SIGNATURES[f"__atomic_fetch_{_operation}"] = SIGNATURES[f"__atomic_{_operation}_fetch"] = ("ovi", "T")
    SIGNATURES[f"__sync_fetch_and_{_operation}"] = SIGNATURES[f"__sync_{_operation}_and_fetch"] = ("ov", "T")


BY_ADDRESS = frozenset(["__atomic_load", "__atomic_store", "__atomic_exchange", "__atomic_compare_exchange"])
"""Those that take every value by address: objects of any type and size."""


def atomic_call(context: Context, name: str, node: nodes.Call) -> typed.Expression:
    """A call of an atomic built-in. Raises CompileError when it is not one that minicc knows, or is called wrongly."""
    if name in ("__atomic_always_lock_free", "__atomic_is_lock_free"):
        return _lock_free(context, name, node)
    found = SIGNATURES.get(name)
    if found is None:
        unsupported(f"'{name}'", node.pos)
    kinds, result = found
    given = node.arguments[: len(kinds)] if name.startswith("__sync_") else node.arguments
    if len(given) != len(kinds):
        few = "few" if len(given) < len(kinds) else "many"
        context.error(f"too {few} arguments to function '{name}'", node.pos)
    target: CType = VOID
    arguments = []
    for i, (kind, argument) in enumerate(zip(kinds, given, strict=True)):
        value = context.expressions.value(argument)
        if kind == "o":
            target = _object_type(context, name, value)
        else:
            plain = context.qualify(unqualified(target), target.qualifiers & ~ATOMIC)
            wanted = INT if kind == "i" else unqualified(target) if kind == "v" else context.pointer_to(plain)
            if kind == "v" and isinstance(wanted, PointerType) and is_integer(value.type):
                value = context.operators.convert(value, wanted)
            else:
                value = context.operators.assign(value, wanted, f"argument {i + 1} of '{name}'", argument.pos)
        arguments.append(value)
    ctype = {"T": unqualified(target), "B": BOOL, "V": VOID}[result]
    return typed.BuiltinCall(node.pos, ctype, name, arguments)


def _arithmetic(name: str) -> bool:
    """Whether a built-in computes with the object's value."""
    return SIGNATURES[name] in (("ovi", "T"), ("ov", "T")) and "exchange" not in name and "lock_test" not in name


def _counts(ctype: CType) -> bool:
    return is_integer(ctype) or isinstance(ctype, PointerType)


def _object_type(context: Context, name: str, pointer: typed.Expression) -> CType:
    ctype = pointer.type
    if not isinstance(ctype, PointerType):
        context.error(f"incompatible type for argument 1 of '{name}'", pointer.pos)
    target = ctype.target
    if name in ("__atomic_test_and_set", "__atomic_clear"):
        return BOOL
    if not is_complete(target):
        context.error(f"incompatible type for argument 1 of '{name}'", pointer.pos)
    if name in BY_ADDRESS:
        return target
    arithmetic = _arithmetic(name) and (unqualified(target) is BOOL or not _counts(target))
    if isinstance(target, RecordType | ArrayType) or arithmetic:
        context.error(f"operand type '{spell(pointer.type)}' is incompatible with argument 1 of '{name}'", pointer.pos)
    sizes = _LOCK_FREE if name.startswith("__sync_") else (*_LOCK_FREE, 16)
    if size_of(target) not in sizes:
        unsupported(f"a {size_of(target)}-byte '{name}'", pointer.pos)
    return target


def _lock_free(context: Context, name: str, node: nodes.Call) -> typed.Expression:
    if len(node.arguments) != 2:
        context.error(f"wrong number of arguments to function '{name}'", node.pos)
    size = constants.fold_integer(context.expressions.value(node.arguments[0]))
    with context.expressions.unevaluated():
        context.expressions.value(node.arguments[1])
    if size is None:
        unsupported(f"'{name}' of a size that is not constant", node.pos)
    return typed.IntegerConstant(node.pos, BOOL, int(size in _LOCK_FREE))
