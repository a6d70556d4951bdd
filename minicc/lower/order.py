"""The order in which gcc evaluates what C leaves unsequenced.

Nothing depends on it in a correct program; yet real programs have come to depend on it, and a divergence that comes
from it alone would be noise. What gcc does follows from its gimplifier (gimplify_modify_expr,
is_gimple_reg_rhs_or_call) and from tree_swap_operands_p in its constant folder.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.types.ctype import CType, EnumType, IntegerType, PointerType
from minicc.types.layout import size_of

_COMMUTATIVE = frozenset(("+", "*", "&", "|", "^", "==", "!=", "<", ">", "<=", ">="))
_VALUE_FIRST = (
    typed.Assign,
    typed.CompoundAssign,
    typed.Increment,
    typed.Logical,
    typed.Comma,
    typed.StatementExpression,
    typed.VaArg,
)


def right_operand_first(operator: str, left: typed.Expression, right: typed.Expression) -> bool:
    """Whether gcc evaluates the right operand first: it moves a plain variable behind the other operand, and
    makes `-a + b` of `b - a`.
    """
    if operator not in _COMMUTATIVE or isinstance(right, typed.IntegerConstant | typed.FloatingConstant):
        return False
    if operator == "+":
        if type(left) is typed.Negation:
            return True
        if type(right) is typed.Negation:
            return False
    return _is_variable(left) and not _is_variable(right)


def _is_variable(e: typed.Expression) -> bool:
    while type(e) is typed.Conversion and _same_representation(e.type, e.operand.type):
        e = e.operand
    return type(e) is typed.Load and type(e.lvalue) is typed.VariableReference


def _same_representation(one: CType, other: CType) -> bool:
    whole = (IntegerType, EnumType, PointerType)
    return isinstance(one, whole) and isinstance(other, whole) and size_of(one) == size_of(other)


def value_first(e: typed.Expression) -> bool:
    """Whether gcc evaluates the right side `e` of an assignment before the place that it goes to."""
    if isinstance(e, _VALUE_FIRST):
        return True
    return type(e) is typed.Load and _is_indirect(e.lvalue)


def _is_indirect(lvalue: typed.Lvalue) -> bool:
    """`*p` and `p[i]`, but not an element of an array object; and anything inside a record that is a value."""
    direct = True
    while True:
        if isinstance(lvalue, typed.MemberAccess):
            lvalue = lvalue.record
        elif isinstance(lvalue, typed.Dereference):
            array = _array_behind(lvalue.pointer)
            if array is None:
                return direct
            lvalue = array
        else:
            return isinstance(lvalue, typed.Temporary)
        direct = False


def _array_behind(pointer: typed.Expression) -> typed.Lvalue | None:
    """The array of `array[i]`."""
    if isinstance(pointer, typed.PointerOffset) and isinstance(pointer.pointer, typed.ArrayDecay):
        return pointer.pointer.lvalue
    return None
