"""Which expressions denote objects that may change (C11 §6.3.2.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from minicc.check import typed
from minicc.check.members import has_const_member
from minicc.diagnostics import unsupported
from minicc.types.ctype import CONST, ArrayType, RecordType, VoidType, unqualified
from minicc.types.layout import is_complete
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context


def modifiable(context: Context, expression: typed.Expression, role: str, action: str, pos: int) -> typed.Lvalue:
    """A modifiable lvalue (§6.3.2.1p1)."""
    if not isinstance(expression, typed.Lvalue):
        context.error(f"lvalue required as {role}", pos)
    ctype = expression.type
    if isinstance(ctype, ArrayType):
        if action == "assignment":
            context.error("assignment to expression with array type", pos)
        context.error(f"wrong type argument to {action}", pos)
    if isinstance(ctype, VoidType):
        context.error("invalid use of void expression", pos)
    if not is_complete(ctype):
        context.error(f"invalid use of undefined type '{spell(unqualified(ctype))}'", pos)
    base: typed.Lvalue = expression
    while (outer := enclosing(base)) is not None:
        base = outer
    if type(base) is typed.Temporary:
        context.error(f"lvalue required as {role}", pos)
    if isinstance(base, typed.VariableReference) and base.variable.register and base.variable.linkage != "none":
        unsupported(f"{action} of a global register variable", pos)
    if ctype.qualifiers & CONST or (isinstance(ctype, RecordType) and has_const_member(ctype)):
        _read_only(context, expression, action, pos)
    return expression


def _read_only(context: Context, lvalue: typed.Lvalue, action: str, pos: int) -> NoReturn:
    what = "location"
    if isinstance(lvalue, typed.VariableReference):
        kind = "parameter" if lvalue.variable.is_parameter else "variable"
        what = f"{kind} '{lvalue.variable.name}'"
    elif isinstance(lvalue, typed.MemberAccess):
        what = f"member '{lvalue.member.name}'"
    context.error(f"{action} of read-only {what}", pos)


def enclosing(lvalue: typed.Lvalue) -> typed.Lvalue | None:
    """The object that the lvalue is a part of, None when it is no part."""
    if isinstance(lvalue, typed.MemberAccess):
        return lvalue.record
    if isinstance(lvalue, typed.VectorElement):
        return lvalue.vector
    return lvalue.number if isinstance(lvalue, typed.ComplexPart) else None
