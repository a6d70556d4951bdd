"""-Wswitch and its relatives: a switch over an enumerated type and the enumerators it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.types.ctype import BOOL, EnumType
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.context import Context


def check_switch(context: Context, node: typed.Switch) -> None:
    if node.default is None:
        context.lint("switch-default", "switch missing default case", node.pos)
    value = node.controlling
    while isinstance(value, typed.Conversion) and not value.explicit and not isinstance(value.type, EnumType):
        value = value.operand
    if isinstance(value, typed.Comparison | typed.Logical | typed.LogicalNot) or value.type is BOOL:
        return
    if not isinstance(value.type, EnumType) or not value.type.definition.enumerators:
        return
    enumerators = value.type.definition.enumerators
    named = [(case.value, case.last) for case in node.cases]
    reported: set[int] = set()
    for name, number in enumerators:
        if number in reported or any(low <= number <= high for low, high in named):
            continue
        reported.add(number)
        message = f"enumeration value '{name}' not handled in switch"
        if node.default is None:
            context.lint("switch", message, node.pos)
        else:
            context.lint("switch-enum", message, node.pos)
    numbers = {number for _, number in enumerators}
    for case in node.cases:
        if case.value == case.last and case.value not in numbers:
            message = f"case value '{case.value}' not in enumerated type '{spell(value.type)}'"
            context.lint("switch", message, case.pos)
