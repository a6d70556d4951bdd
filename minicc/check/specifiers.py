"""What the specifiers of a declaration say (C11 6.7), with GNU `__auto_type`."""

from __future__ import annotations

from minicc.check.context import Context
from minicc.quick_dataclasses import dataclass, replace
from minicc.syntax import nodes
from minicc.types.ctype import CType, FloatingType, IntegerType, VoidType


@dataclass(slots=True, eq=False)
class Specified:
    """What the specifiers of one declaration say, worked out once for all its declarators."""

    base: CType
    storage: str
    thread_local: bool
    inline: bool
    noreturn: bool
    alignment: int
    attributes: list[nodes.Attribute]
    specifiers: nodes.Specifiers


class Specifiers:
    def __init__(self, context: Context) -> None:
        self.context = context
        self._inferred: dict[int, tuple[nodes.Expression, CType]] = {}

    def of_declaration(self, node: nodes.Declaration) -> Specified:
        """The specifiers of a declaration; GNU `__auto_type` stands for the type of the initializer."""
        context, specifiers = self.context, node.specifiers
        if specifiers.type_words != ["__auto_type"]:
            return self.plain(specifiers)
        first = node.declarators[0] if len(node.declarators) == 1 else None
        if first is None or type(first.declarator) is not nodes.NameDeclarator:
            context.error("'__auto_type' requires a plain identifier as declarator", node.pos)
        if not isinstance(first.initializer, nodes.Expression):
            context.error("'__auto_type' requires an initialized data declaration", first.pos)
        ctype = self._inferred_type(first.initializer)
        if isinstance(ctype, VoidType):
            context.error("variable or field declared void", first.pos)
        specified = self.plain(replace(specifiers, type_words=["int"]))
        specified.base = context.type_names.qualify(ctype, specifiers.qualifiers, specifiers.pos)
        return specified

    def _inferred_type(self, initializer: nodes.Expression) -> CType:
        """Arithmetic types are remembered: a statement expression is checked for its type and for its value, and one
        within it would be checked four times.
        """
        known = self._inferred.get(id(initializer))
        if known is not None:
            return known[1]
        with self.context.expressions.unevaluated():
            ctype = self.context.expressions.value(initializer).type
        if isinstance(ctype, IntegerType | FloatingType):
            self._inferred[id(initializer)] = initializer, ctype
        return ctype

    def plain(self, specifiers: nodes.Specifiers) -> Specified:
        type_names = self.context.type_names
        base = type_names.specified(specifiers)
        storage = [word for word in specifiers.storage if word != "_Thread_local"]
        if len(storage) > 1:
            self.context.error("multiple storage classes in declaration specifiers", specifiers.pos)
        functions = specifiers.functions
        return Specified(
            base,
            storage[0] if storage else "",
            len(storage) < len(specifiers.storage),
            "inline" in functions if functions else False,
            "_Noreturn" in functions if functions else False,
            type_names.alignment(specifiers),
            specifiers.attributes,
            specifiers,
        )
