"""The warnings of -Wall, -Wextra and their relatives that look at whole functions: what gcc 12 says, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.flow import Flow
from minicc.check.format_strings import check_format
from minicc.check.initialization import uninitialized
from minicc.check.lint_calls import check_call
from minicc.check.lint_switch import check_switch
from minicc.check.lint_syntax import lint_syntax
from minicc.check.lint_unused import SILENT, unused_values, unused_variables
from minicc.check.lint_values import check_value
from minicc.check.lint_walk import walk
from minicc.types.ctype import CONST, VoidType

if TYPE_CHECKING:
    from minicc.check.context import Context
    from minicc.syntax import nodes


def lint(context: Context, unit: nodes.TranslationUnit) -> None:
    """Give the warnings that the options ask for; every function has been checked."""
    used: set[object] = set()
    bodies: list[tuple[typed.Function, list[object]]] = []
    for function in context.functions:
        known = list(walk(function.body)) if function.body is not None else []
        used.update(argument for node in known for argument in _cleanup_names(node))
        if function.body is not None and not context.source.in_system_header(function.pos):
            bodies.append((function, known))
    for function, known in bodies:
        _function(context, function, known)
        if (
            function.linkage == "internal"
            and not function.inline
            and not function.referenced
            and function.name not in used
            and SILENT.isdisjoint(function.attributes)
            and not _is_alias_target(context, function)
        ):
            context.lint("unused-function", f"'{function.name}' defined but not used", function.pos)
    _file_scope(context)
    lint_syntax(context, unit)
    if "pedantic" in context.options.lints or "overlength-strings" in context.options.lints:
        from minicc.check.pedantic_syntax import check_syntax

        check_syntax(context, unit)


def _function(context: Context, function: typed.Function, known: list[object]) -> None:
    assert function.body is not None
    unused_variables(context, function, known)
    unused_values(context, known)
    uninitialized(context, function, known)
    for node in known:
        check_value(context, node)
        if isinstance(node, typed.Call | typed.BuiltinCall):
            check_format(context, function, node)
            check_call(context, node)
        elif isinstance(node, typed.Switch):
            check_switch(context, node)
    reached = Flow(context).function(function.body)
    if reached and not isinstance(function.type.result, VoidType) and function.name != "main":
        context.lint("return-type", "control reaches end of non-void function", function.end)


def _file_scope(context: Context) -> None:
    """-Wunused-variable and -Wunused-const-variable for objects with internal linkage."""
    for variable in context.variables:
        if (
            variable.linkage == "internal"
            and variable.storage == "static"
            and not variable.referenced
            and SILENT.isdisjoint(variable.attributes)
        ):
            constant = variable.type.qualifiers & CONST
            name = "unused-const-variable" if constant else "unused-variable"
            context.lint(name, f"'{variable.name}' defined but not used", variable.pos)


def _cleanup_names(node: object) -> list[object]:
    if not isinstance(node, typed.LocalVariable):
        return []
    return list(node.variable.attributes.get("cleanup", ()))


def _is_alias_target(context: Context, function: typed.Function) -> bool:
    entities: list[typed.Function | typed.Variable] = [*context.functions, *context.variables]
    return any(function.name in entity.attributes.get(name, ()) for entity in entities for name in ("alias", "ifunc"))
