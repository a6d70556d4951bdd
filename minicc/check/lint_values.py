"""Warnings about what operators do to their operands' values: signs, ranges, sizes, truth values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.constants import fold_integer
from minicc.types.conversions import integer_type
from minicc.types.ctype import BOOL, VOLATILE, ArrayType, CType, EnumType, PointerType
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context


def check_value(context: Context, node: object) -> None:
    """The warnings that look at one expression alone."""
    if isinstance(node, typed.Comparison):
        _signs(context, node)
        _limits(context, node)
        _addresses(context, node)
        _tautology(context, node)
    elif isinstance(node, typed.Conditional):
        _conditional_signs(context, node)
        _truth(context, node.condition)
    elif isinstance(node, typed.If | typed.While | typed.DoWhile):
        _truth(context, node.condition)
    elif isinstance(node, typed.For):
        if node.condition is not None:
            _truth(context, node.condition)
    elif isinstance(node, typed.Logical):
        _truth(context, node.left)
        _truth(context, node.right)
    elif isinstance(node, typed.LogicalNot):
        _truth(context, node.operand)
    elif isinstance(node, typed.Increment):
        if node.target.type.qualifiers == 0 and node.target.type is BOOL:
            word = "increment" if node.delta > 0 else "decrement"
            context.lint("bool-operation", f"{word} of a boolean expression", node.pos)
    elif isinstance(node, typed.Complement):
        if _is_truth_value(node.operand):
            context.lint("bool-operation", "'~' on a boolean expression", node.pos)
    elif isinstance(node, typed.Arithmetic):
        _shift(context, node)
    elif isinstance(node, typed.PointerOffset):
        _character_subscript(context, node)


# --------------------------------------------------------------------------- signs


def _signs(context: Context, node: typed.Comparison) -> None:
    """-Wsign-compare: a comparison whose signed operand was converted to an unsigned type."""
    target = integer_type(node.left.type)
    if target is None or target.signed:
        return
    left, right = _unpromoted(node.left), _unpromoted(node.right)
    for one, other in ((left, right), (right, left)):
        source = integer_type(one.type)
        if source is None or not source.signed or non_negative(one):
            continue
        unsigned = integer_type(other.type)
        if unsigned is None or unsigned.signed or source.width > unsigned.width:
            continue
        if node.operator in ("==", "!=") and _fits_signed(other, source.width):
            continue
        if unsigned.width < target.width and source.width < target.width:
            continue
        shown = f"'{_shown(left)}' and '{_shown(right)}'"
        message = f"comparison of integer expressions of different signedness: {shown}"
        context.lint("sign-compare", message, node.pos)
        return


def _conditional_signs(context: Context, node: typed.Conditional) -> None:
    target = integer_type(node.type)
    if target is None or target.signed or node.then is None or isinstance(node.type, EnumType):
        return
    for one, other in ((node.then, node.otherwise), (node.otherwise, node.then)):
        source = _unpromoted(one)
        integer = integer_type(source.type)
        if source is one or integer is None or not integer.signed or non_negative(source):
            continue
        unsigned = integer_type(_unpromoted(other).type)
        if unsigned is None or unsigned.signed:
            continue
        message = (
            f"operand of '?:' changes signedness from '{spell(source.type)}' to '{spell(node.type)}'"
            " due to unsignedness of other operand"
        )
        context.lint("sign-compare", message, source.pos)
        return


def _unpromoted(value: typed.Expression) -> typed.Expression:
    """An operand before the usual arithmetic conversions, with the integer promotions alone."""
    while isinstance(value, typed.Conversion) and not value.explicit:
        inner = value.operand
        source = integer_type(inner.type)
        if source is None or (source.width < 32 and isinstance(value.type, type(inner.type)) and _is_int(value.type)):
            return value
        value = inner
    return value


def _is_int(ctype: CType) -> bool:
    integer = integer_type(ctype)
    return integer is not None and integer.signed and integer.width == 32


def _shown(value: typed.Expression) -> str:
    return spell(value.type)


def _fits_signed(value: typed.Expression, width: int) -> bool:
    folded = fold_integer(value)
    return folded is not None and 0 <= folded < 1 << (width - 1)


def non_negative(value: typed.Expression) -> bool:
    """Whether a signed value can be seen not to be negative, as far as gcc sees it."""
    folded = fold_integer(value)
    if folded is not None:
        return folded >= 0
    if isinstance(value, typed.Comparison | typed.Logical | typed.LogicalNot):
        return True
    if isinstance(value, typed.Conversion):
        source, target = integer_type(value.operand.type), integer_type(value.type)
        if source is None or target is None:
            return False
        if source.width < target.width and not source.signed:
            return True
        return source.width <= target.width and source.signed and non_negative(value.operand)
    if isinstance(value, typed.Arithmetic):
        if value.operator == "&":
            return non_negative(value.left) or non_negative(value.right)
        if value.operator in ("%", ">>"):
            return non_negative(value.left)
        return value.operator in ("*", "/", "|", "^") and non_negative(value.left) and non_negative(value.right)
    if isinstance(value, typed.Conditional):
        return value.then is not None and non_negative(value.then) and non_negative(value.otherwise)
    if isinstance(value, typed.Comma):
        return non_negative(value.right)
    if isinstance(value, typed.Assign):
        return non_negative(value.value)
    if isinstance(value, typed.Load):
        lvalue = value.lvalue
        if isinstance(lvalue, typed.MemberAccess) and lvalue.member.bit_width is not None:
            integer = integer_type(lvalue.type)
            return integer is not None and not integer.signed
    return False


# --------------------------------------------------------------------------- ranges


def _limits(context: Context, node: typed.Comparison) -> None:
    """-Wtype-limits: a comparison with a constant that the operand's own type decides."""
    for value, constant, operator in (
        (node.left, node.right, node.operator),
        (node.right, node.left, _SWAPPED[node.operator]),
    ):
        limit = fold_integer(constant)
        if limit is None or fold_integer(value) is not None:
            continue
        original = value
        while isinstance(original, typed.Conversion) and not original.explicit:
            original = original.operand
        source, target = integer_type(original.type), integer_type(value.type)
        if source is None or target is None or source is BOOL:
            continue
        if not source.signed and limit == 0 and operator in ("<", ">="):
            always = "false" if operator == "<" else "true"
            shown = f"'{operator} 0'" if value is node.left else f"'0 {node.operator}'"
            message = f"comparison of unsigned expression in {shown} is always {always}"
            context.lint("type-limits", message, node.pos)
            return
        if source.width >= target.width or (isinstance(original.type, EnumType)):
            continue
        width = source.width
        low, high = (-(1 << (width - 1)), (1 << (width - 1)) - 1) if source.signed else (0, (1 << width) - 1)
        always = _decided(operator, limit, low, high)
        if always:
            message = f"comparison is always {always} due to limited range of data type"
            context.lint("type-limits", message, node.pos)
        return


_SWAPPED = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}


def _decided(operator: str, limit: int, low: int, high: int) -> str:
    """ "true" or "false" when `x operator limit` is the same for every x from low to high, else ""."""
    outcomes = {
        "<": (high < limit, low >= limit),
        "<=": (high <= limit, low > limit),
        ">": (low > limit, high <= limit),
        ">=": (low >= limit, high < limit),
        "==": (False, not low <= limit <= high),
        "!=": (not low <= limit <= high, False),
    }[operator]
    return "true" if outcomes[0] else "false" if outcomes[1] else ""


def _shift(context: Context, node: typed.Arithmetic) -> None:
    if node.operator != "<<":
        return
    left = fold_integer(node.left)
    integer = integer_type(node.type)
    if left is None or integer is None or not integer.signed:
        return
    if left < 0:
        context.lint("shift-negative-value", "left shift of negative value", node.pos)


# --------------------------------------------------------------------------- truth values and addresses


def _truth(context: Context, condition: typed.Expression) -> None:
    """-Waddress and -Wint-in-bool-context: what is tested but cannot vary."""
    if isinstance(condition, typed.Arithmetic) and condition.operator == "<<":
        if integer_type(condition.type) is not None and fold_integer(condition) not in (0, 1):
            message = "'<<' in boolean context, did you mean '<'?"
            if fold_integer(condition) is None:
                context.lint("int-in-bool-context", message, condition.pos)
    elif isinstance(condition, typed.Arithmetic) and condition.operator == "*":
        integer = integer_type(condition.type)
        if integer is not None and integer.signed and fold_integer(condition) is None and not _has_constant(condition):
            message = "'*' in boolean context, suggest '&&' instead"
            context.lint("int-in-bool-context", message, condition.pos)
    elif isinstance(condition, typed.Conditional) and condition.then is not None:
        arms = (fold_integer(condition.then), fold_integer(condition.otherwise))
        if all(arm is not None and arm not in (0, 1) for arm in arms):
            message = "'?:' using integer constants in boolean context, the expression will always evaluate to 'true'"
            context.lint("int-in-bool-context", message, condition.pos)
    elif (name := _named_address(condition)) is not None:
        context.lint("address", f"the address of '{name}' will always evaluate as 'true'", condition.pos)


def _has_constant(node: typed.Arithmetic) -> bool:
    return fold_integer(node.left) is not None or fold_integer(node.right) is not None


def _named_address(value: typed.Expression) -> str | None:
    """The name of what `value` is the address of, when that can't be null."""
    if isinstance(value, typed.FunctionAddress):
        function = value.function
        return function.name if not {"weak", "weakref", "alias"} & set(function.attributes) else None
    if isinstance(value, typed.AddressOf | typed.ArrayDecay):
        lvalue = value.lvalue
        if isinstance(lvalue, typed.VariableReference) and "weak" not in lvalue.variable.attributes:
            return lvalue.variable.name
    return None


def _addresses(context: Context, node: typed.Comparison) -> None:
    if node.operator not in ("==", "!="):
        return
    always = "false" if node.operator == "==" else "true"
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if isinstance(one, typed.Conversion):
            one = one.operand
        while isinstance(other, typed.Conversion):
            other = other.operand
        name = _named_address(one)
        if name is not None and fold_integer(other) == 0 and isinstance(node.left.type, PointerType):
            message = (
                f"the comparison will always evaluate as '{always}' for the address of '{name}' will never be NULL"
            )
            context.lint("address", message, node.pos)
        elif isinstance(one, typed.ArrayDecay) and isinstance(one.lvalue, typed.StringLiteral):
            context.lint("address", "comparison with string literal results in unspecified behavior", node.pos)
            return


def _tautology(context: Context, node: typed.Comparison) -> None:
    variable = _read_variable(node.left)
    if variable is not None and variable is _read_variable(node.right):
        always = "true" if node.operator in ("==", "<=", ">=") else "false"
        context.lint("tautological-compare", f"self-comparison always evaluates to {always}", node.pos)


def _read_variable(value: typed.Expression) -> typed.Variable | None:
    """The integer variable whose value this is, promoted or not."""
    while isinstance(value, typed.Conversion) and not value.explicit:
        value = value.operand
    if not isinstance(value, typed.Load) or integer_type(value.type) is None or value.lvalue.type.qualifiers & VOLATILE:
        return None
    return value.lvalue.variable if isinstance(value.lvalue, typed.VariableReference) else None


def _is_truth_value(value: typed.Expression) -> bool:
    while isinstance(value, typed.Conversion) and not value.explicit:
        value = value.operand
    return isinstance(value, typed.Comparison | typed.Logical | typed.LogicalNot) or value.type is BOOL


def _character_subscript(context: Context, node: typed.PointerOffset) -> None:
    index = node.index
    while isinstance(index, typed.Conversion) and not index.explicit:
        index = index.operand
    integer = integer_type(index.type)
    if (
        integer is not None
        and integer.name == "char"
        and fold_integer(index) is None
        and isinstance(node.pointer, typed.ArrayDecay)
        and isinstance(node.pointer.lvalue.type, ArrayType)
    ):
        context.lint("char-subscripts", "array subscript has type 'char'", node.pos)
