"""Variable-length arrays (C11 §6.7.6.2): hidden variables hold the lengths, set where the type is declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.types.ctype import ULONG, ArrayType, CType
from minicc.types.layout import is_complete, is_variable_length, size_of

if TYPE_CHECKING:
    from minicc.check.context import Context


def variable_length_array(
    context: Context, name: str | None, element: CType, size: typed.Expression, pos: int
) -> ArrayType:
    """An array whose size is not an integer constant expression (§6.7.6.2p4); `name`: of what is declared."""
    if context.scope is context.file_scope:
        context.error(f"variably modified '{name or ''}' at file scope", pos)
    named = f" '{name}'" if name else ""
    context.lint("vla", f"ISO C90 forbids variable length array{named}", pos)
    length = context.operators.convert(size, ULONG)
    identity = context.identity()
    hidden_name = f"array_length_{identity}"
    hidden = typed.Variable(hidden_name, ULONG, "automatic", "none", identity, pos, hidden_name, 8)
    context.lengths.append((hidden, length))
    reference = typed.VariableReference(pos, ULONG, hidden)
    return ArrayType(element, None, typed.Load(pos, ULONG, reference))


def take_lengths(context: Context) -> list[typed.Expression]:
    """Assignments that set the lengths of the arrays just declared; their variables live in the whole function."""
    if not context.lengths:
        return []
    assignments: list[typed.Expression] = []
    for hidden, length in context.lengths:
        context.statements.hidden.append(hidden)
        target = typed.VariableReference(hidden.pos, ULONG, hidden)
        assignments.append(typed.Assign(hidden.pos, ULONG, target, length))
    context.lengths = []
    return assignments


def variable_size(ctype: CType, pos: int) -> typed.Expression | None:
    """sizeof of a variable-length array; None for any other type."""
    if not is_variable_length(ctype) or not is_complete(ctype):
        return None
    assert isinstance(ctype, ArrayType)
    element = variable_size(ctype.element, pos)
    if element is None:
        element = typed.IntegerConstant(pos, ULONG, size_of(ctype.element))
    count: typed.Expression
    if ctype.variable_length is None:
        count = typed.IntegerConstant(pos, ULONG, ctype.length or 0)
    else:
        assert isinstance(ctype.variable_length, typed.Load)
        count = typed.Load(pos, ULONG, ctype.variable_length.lvalue)
    return typed.Arithmetic(pos, ULONG, "*", element, count)
