"""`#pragma weak` and `#pragma redefine_extname` (gcc manual, "Weak Pragmas", "Symbol-Renaming Pragmas")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from minicc.check import typed

if TYPE_CHECKING:
    from minicc.check.context import Context


def symbol_pragma(context: Context, text: str) -> None:
    """Obeys one pragma; what it names may be declared before or behind it."""
    word, name, other = [*re.split(r"[\s=]+", text.strip()), ""][:3]
    if word == "GCC":
        return  # of targets: the printed tree needs it
    if word == "weak":
        context.weak[name] = other or None
    else:
        context.renamed[name] = other
    entity = context.linked.get(name)
    if entity is not None:
        apply_symbol_pragmas(context, entity)


def apply_symbol_pragmas(context: Context, entity: typed.Variable | typed.Function) -> None:
    """What the pragmas so far say of an entity with linkage."""
    if entity.name in context.weak:
        entity.attributes["weak"] = []
        target = context.weak[entity.name]
        if target is not None:
            entity.attributes["alias"] = [target]
    if entity.name in context.renamed:
        entity.symbol = context.renamed[entity.name]


def declare_weak_aliases(context: Context) -> None:
    """`#pragma weak name = target` needs no declaration of `name`."""
    for name, target in context.weak.items():
        known = context.linked.get(target) if target is not None else None
        if known is None or target is None or name in context.linked:
            continue
        if isinstance(known, typed.Function):
            function = typed.Function(name, known.type, "external", context.identity(), known.pos, name)
            context.linked[name] = function
            context.functions.append(function)
        else:
            identity = context.identity()
            variable = typed.Variable(
                name, known.type, "extern", "external", identity, known.pos, name, known.alignment
            )
            context.linked[name] = variable
            context.variables.append(variable)
        apply_symbol_pragmas(context, context.linked[name])
