"""What is declared or computed and never used: variables, parameters, labels' relatives, values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.lint_walk import walk
from minicc.types.ctype import VOLATILE, VoidType

if TYPE_CHECKING:
    from minicc.check.context import Context

SILENT = frozenset(["unused", "used", "cleanup", "constructor", "destructor", "alias", "section", "weak"])
_PURE = (
    typed.Arithmetic,
    typed.Comparison,
    typed.Negation,
    typed.Complement,
    typed.LogicalNot,
    typed.PointerOffset,
    typed.PointerDifference,
)


def unused_variables(context: Context, function: typed.Function, known: list[object]) -> None:
    """-Wunused-variable, -Wunused-parameter, -Wunused-but-set-variable and -parameter."""
    only_set = _only_set(context, known)
    converted = _converted_parameters(known)
    for parameter in function.parameters:
        if not parameter.name or not SILENT.isdisjoint(parameter.attributes):
            continue
        if not converted.get(parameter, parameter.referenced):
            context.lint("unused-parameter", f"unused parameter '{parameter.name}'", parameter.pos)
        elif parameter in only_set:
            message = f"parameter '{parameter.name}' set but not used"
            context.lint("unused-but-set-parameter", message, parameter.pos)
    for node in known:
        if not isinstance(node, typed.LocalVariable):
            continue
        variable = node.variable
        if variable.is_parameter or not variable.name or variable.name.startswith("array_length_"):
            continue
        if not SILENT.isdisjoint(variable.attributes):
            continue
        if variable in only_set:
            message = f"variable '{variable.name}' set but not used"
            context.lint("unused-but-set-variable", message, variable.pos)
        elif not variable.referenced:
            static = f"'{variable.name}' defined but not used"
            message = static if variable.storage == "static" else f"unused variable '{variable.name}'"
            context.lint("unused-variable", message, variable.pos)


def _converted_parameters(known: list[object]) -> dict[typed.Variable, bool]:
    """Whether the variables are used that narrow parameters of old-style definitions are converted into."""
    found: dict[typed.Variable, bool] = {}
    for node in known:
        if isinstance(node, typed.LocalVariable) and node.variable.initializer is not None:
            variable, value = node.variable, node.variable.initializer.elements[:1]
            source = value[0].value if value else None
            while isinstance(source, typed.Conversion):
                source = source.operand
            if isinstance(source, typed.Load) and isinstance(source.lvalue, typed.VariableReference):
                parameter = source.lvalue.variable
                if parameter.is_parameter and parameter.pos == variable.pos:
                    found[parameter] = variable.referenced
    return found


def _only_set(context: Context, known: list[object]) -> set[typed.Variable]:
    """The variables that occur as the target of assignments whose own value is dropped, and nowhere else."""
    stores: dict[typed.Variable, int] = {}
    uses: dict[typed.Variable, int] = {}
    for node in known:
        if isinstance(node, typed.VariableReference):
            uses[node.variable] = uses.get(node.variable, 0) + 1
        for value in dropped_values(node):
            assign = value.operand if isinstance(value, typed.Conversion) else value
            if isinstance(assign, typed.Assign):
                variable = _stored_variable(assign.target)
                if variable is not None:
                    stores[variable] = stores.get(variable, 0) + 1
    return {
        variable
        for variable, count in stores.items()
        if count == uses.get(variable) and variable not in context.unevaluated_uses and not variable.register
    }


def _stored_variable(target: typed.Expression) -> typed.Variable | None:
    """The variable that an assignment to `target` changes a part of, None when it goes through a pointer."""
    while True:
        if isinstance(target, typed.VariableReference):
            return target.variable if target.variable.linkage == "none" else None
        if isinstance(target, typed.MemberAccess):
            target = target.record
        elif isinstance(target, typed.Dereference) and isinstance(target.pointer, typed.PointerOffset):
            target = target.pointer.pointer
            if not isinstance(target, typed.ArrayDecay):
                return None
            target = target.lvalue
        else:
            return None


def dropped_values(node: object) -> list[typed.Expression]:
    """The expressions directly below a node whose value nobody looks at."""
    if isinstance(node, typed.ExpressionStatement):
        return _with_comma(node.expression)
    if isinstance(node, typed.For):
        return _with_comma(node.step)
    if isinstance(node, typed.Comma):
        return _with_comma(node.left)
    return []


def _with_comma(value: typed.Expression | None) -> list[typed.Expression]:
    found: list[typed.Expression] = []
    while isinstance(value, typed.Comma):
        value = value.right
    if value is not None:
        found.append(value)
    return found


def _last(value: typed.Expression) -> typed.Expression:
    """The operand of a chain of commas that gives its value."""
    return value.right if isinstance(value, typed.Comma) else value


def unused_values(context: Context, known: list[object]) -> None:
    """-Wunused-value."""
    for node in known:
        if isinstance(node, typed.ExpressionStatement) and node.expression is not None:
            _unused_value(context, node.expression, node.pos)
        elif isinstance(node, typed.For) and node.step is not None:
            _unused_value(context, node.step, node.step.pos)
        elif isinstance(node, typed.Comma) and not _has_effect(node.left) and not _is_discarded(_last(node.left)):
            context.lint("unused-value", "left-hand operand of comma expression has no effect", node.pos)


def _is_discarded(value: typed.Expression) -> bool:
    return isinstance(value, typed.Conversion) and isinstance(value.type, VoidType)


def _unused_value(context: Context, value: typed.Expression, pos: int) -> None:
    if _is_discarded(value) or isinstance(value.type, VoidType):
        return
    if isinstance(value, typed.Comma):
        if not _has_effect(value.right) and not _is_discarded(value.right):
            message = "right-hand operand of comma expression has no effect"
            context.lint("unused-value", message, value.pos)
        return
    if not _has_effect(value):
        context.lint("unused-value", "statement with no effect", pos)
    elif isinstance(value, _PURE) or _is_plain_dereference(value):
        context.lint("unused-value", "value computed is not used", value.pos)


def _is_plain_dereference(value: typed.Expression) -> bool:
    """`*p++`: reading a volatile object is an effect of its own."""
    if not isinstance(value, typed.Load) or not isinstance(value.lvalue, typed.Dereference):
        return False
    return not value.lvalue.type.qualifiers & VOLATILE


_PURE_FUNCTIONS = frozenset(["strlen", "strcmp", "strncmp", "memcmp", "strchr", "strrchr", "strstr", "abs", "labs"])


def _is_pure(node: object) -> bool:
    """A call whose only effect is its value."""
    if not isinstance(node, typed.Call) or not isinstance(node.function, typed.FunctionAddress):
        return False
    function = node.function.function
    if not {"pure", "const"}.isdisjoint(function.attributes):
        return not function.noreturn
    return function.name in _PURE_FUNCTIONS and function.linkage == "external"


def _has_effect(value: typed.Expression) -> bool:
    for node in walk(value):
        if _is_pure(node):
            continue
        if isinstance(
            node,
            typed.Assign
            | typed.CompoundAssign
            | typed.Increment
            | typed.Call
            | typed.BuiltinCall
            | typed.VaArg
            | typed.StatementExpression,
        ):
            return True
        if isinstance(node, typed.Lvalue) and node.type.qualifiers & 2:
            return True
    return False
