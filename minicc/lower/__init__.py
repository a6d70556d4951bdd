"""From the typed tree to LLVM IR (boundary B3): one module of this package for each kind of thing that is lowered."""

from __future__ import annotations

from minicc.check import typed
from minicc.lower import atomics, builtins, statements, varargs
from minicc.lower.context import LowerOptions
from minicc.lower.function import lower_function
from minicc.lower.globals import ModuleLowering, has_definition
from minicc.source import SourceText

__all__ = ["LowerOptions", "lower"]

_REGISTERED = (atomics, builtins, statements, varargs)


def lower(unit: typed.TranslationUnit, source: SourceText, options: LowerOptions | None = None) -> str:
    """The LLVM IR text of a translation unit. Raises CompileError for what cannot be lowered."""
    module = ModuleLowering(unit, source, options or LowerOptions())
    for variable in unit.variables:
        if variable.storage == "static" or "alias" in variable.attributes:
            module.variable(variable)
    for function in unit.functions:
        if has_definition(function):
            lower_function(module, function)
        elif "alias" in function.attributes and "weakref" not in function.attributes:
            module.function_alias(function)
        elif "ifunc" in function.attributes:
            module.indirect_function(function)
    module.define_pending()
    if module.debug is not None:
        module.debug.info.finish()
    return module.ir.text()
