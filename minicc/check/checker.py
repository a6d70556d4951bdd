"""From the syntax tree to the typed tree: one call for a translation unit."""

from __future__ import annotations

from minicc.check import typed
from minicc.check.builtins import Builtins
from minicc.check.context import CheckOptions, Context
from minicc.check.declarations import Declarations, declare_anyway
from minicc.check.expressions import Expressions
from minicc.check.functions import FunctionDeclarations
from minicc.check.initializers import Initializers
from minicc.check.operators import Operators
from minicc.check.statements import Statements
from minicc.check.symbol_pragmas import declare_weak_aliases
from minicc.check.type_names import TypeNames
from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes

_KEEPING_ATTRIBUTES = frozenset(["used", "constructor", "destructor", "retain"])


def check(
    unit: nodes.TranslationUnit, source: SourceText, options: CheckOptions | None = None
) -> typed.TranslationUnit:
    """Resolve names, check constraints and make every conversion explicit (C11 §6.5-§6.9).

    Raises CompileError for constraint violations (the first one; the others are its `following`), and for what
    minicc does not support.
    """
    context = Context(source, options or CheckOptions())
    context.type_names = TypeNames(context)
    context.operators = Operators(context)
    context.expressions = Expressions(context)
    context.declarations = Declarations(context)
    context.function_declarations = FunctionDeclarations(context, context.declarations)
    context.initializers = Initializers(context)
    context.statements = Statements(context)
    context.builtins = Builtins(context)
    external = context.declarations.external
    for declaration in unit.declarations:
        try:
            external(declaration)
        except CompileError as error:
            context.recover(error)
            context.scope = context.file_scope
            declare_anyway(context, declaration)
        except Exception:
            context.report_errors()  # what an earlier error left undone
            raise
    context.report_errors()
    if context.options.lints:
        from minicc.check.lints import lint

        lint(context, unit)
    finished = _finish(context)
    context.report_errors()  # of bodies that are checked because something uses them
    return finished


def _forget_weakrefs_without_target(context: Context) -> None:
    """A `weakref` that says of nothing what it stands for is an ordinary declaration, as in gcc."""
    entities: list[typed.Variable | typed.Function] = [*context.variables, *context.functions]
    for entity in entities:
        attributes = entity.attributes
        if "weakref" in attributes and not attributes["weakref"] and "alias" not in attributes:
            context.warn(
                "'weakref' attribute should be accompanied with an 'alias' attribute [-Wattributes]", entity.pos
            )
            del attributes["weakref"]


def _finish(context: Context) -> typed.TranslationUnit:
    """Settle tentative definitions and inline functions, and keep what is reachable from what must be emitted."""
    declarations, functions = context.declarations, context.function_declarations
    for variable in context.variables:
        declarations.finish_variable(variable)
    for function in context.functions:
        functions.finish_inline(function)
    declare_weak_aliases(context)
    _forget_weakrefs_without_target(context)
    pending: list[typed.Variable | typed.Function] = []
    aliases: list[typed.Variable | typed.Function] = []
    for variable in context.variables:
        if variable.storage == "static" and (
            variable.linkage == "external" or not _KEEPING_ATTRIBUTES.isdisjoint(variable.attributes)
        ):
            pending.append(variable)
        if "alias" in variable.attributes:
            aliases.append(variable)
    for function in context.functions:
        if functions.defined(function) and _emitted(function):
            pending.append(function)
        if "alias" in function.attributes or "ifunc" in function.attributes:
            aliases.append(function)
    for alias in aliases:
        if "weakref" in alias.attributes:
            continue
        pending.append(alias)
        for name in alias.attributes.get("alias") or alias.attributes["ifunc"]:
            target = context.linked.get(str(name))
            if target is None:
                context.error(f"'{alias.name}' aliased to undefined symbol '{name}'", alias.pos)
            pending.append(target)
    kept: set[typed.Variable | typed.Function] = set()
    while pending:
        entity = pending.pop()
        if entity in kept:
            continue
        kept.add(entity)
        entity.referenced = True
        if isinstance(entity, typed.Function):
            if entity.only_inline:
                context.error("invalid use of '__builtin_va_arg_pack ()'", entity.pos)
            functions.check_deferred(entity)
            if entity.body is not None:
                entity.emit = entity.inline not in ("inline", "gnu")
        if not isinstance(entity, typed.Function) or entity.emit:
            pending.extend(declarations.uses.get(entity, ()))
    return typed.TranslationUnit(
        context.records,
        context.enums,
        [variable for variable in context.variables if variable in kept],
        [function for function in context.functions if function in kept],
        context.file_scope_asm,
        context.typedef_names,
    )


def _emitted(function: typed.Function) -> bool:
    """A definition that must exist whether anything here uses it or not."""
    if function.linkage == "internal":
        return not _KEEPING_ATTRIBUTES.isdisjoint(function.attributes)
    return function.inline in ("", "extern")
