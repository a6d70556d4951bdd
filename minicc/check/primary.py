"""Primary expressions: names, constants, string literals and _Generic (C11 §6.5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from minicc.check import complex_numbers, conversion_warnings, typed
from minicc.check.context import Context, EnumConstant, Typedef
from minicc.check.literal_warnings import warn_of_escapes, warn_of_length
from minicc.check.literals import (
    character_constant,
    character_units,
    element_size,
    imaginary,
    integer_constant,
    is_too_large,
    string_literal,
)
from minicc.check.sizes import FunctionDesignator
from minicc.diagnostics import CompileError, unsupported
from minicc.syntax import nodes
from minicc.types import floating
from minicc.types.compatibility import compatible
from minicc.types.ctype import (
    CONST,
    DOUBLE,
    FLOAT,
    FLOAT128,
    INT,
    LONG_DOUBLE,
    FunctionType,
    unqualified,
)
from minicc.types.layout import is_complete, is_variable_length
from minicc.types.spelling import spell

if TYPE_CHECKING:
    from minicc.check.expressions import Expressions

_FLOATING = {"float": FLOAT, "double": DOUBLE, "long double": LONG_DOUBLE, "_Float128": FLOAT128}
_FUNCTION_NAMES = frozenset(["__func__", "__FUNCTION__", "__PRETTY_FUNCTION__"])


class PrimaryExpressions:
    def __init__(self, context: Context, expressions: Expressions) -> None:
        self.context = context
        self.expressions = expressions

    def identifier(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Identifier)
        context = self.context
        entity = context.lookup(node.name)
        if type(entity) is typed.Variable:
            entity.referenced = True
            if context.unevaluated:
                context.unevaluated_uses.add(entity)
            if entity.attributes:
                conversion_warnings.deprecation(context, entity, node.pos)
            if entity.storage == "static" or entity.storage == "extern" or entity.linkage == "internal":
                context.references[entity] = None
            if entity.is_parameter and (known := context.function_declarations.copies.constants):
                number = known.get(entity)
                if number is not None:
                    return typed.IntegerConstant(node.pos, unqualified(entity.type), number)
            return typed.VariableReference(node.pos, entity.type, entity)
        if type(entity) is EnumConstant:
            return typed.IntegerConstant(node.pos, entity.type, entity.value)
        if type(entity) is typed.Function:
            return self.designator(entity, node.pos)
        if isinstance(entity, Typedef):
            context.error(f"expected expression before '{node.name}'", node.pos)
        if node.name in _FUNCTION_NAMES and context.function is not None:
            return self.function_name(node)
        library = context.builtins.library_function(node.name)
        if library is not None and node.name.startswith("__builtin_"):
            return self.designator(library, node.pos)
        if context.builtins.is_known(node.name):
            unsupported(f"'{node.name}' in any place but that of a function called", node.pos)
        self.undeclared(node)

    def undeclared(self, node: nodes.Identifier) -> NoReturn:
        where = "" if self.context.function is not None else " here (not in a function)"
        seen = self.context.undeclared_names
        repeated = node.name in seen
        seen.add(node.name)
        if where:
            raise CompileError(f"'{node.name}' undeclared{where}", node.pos, repeated=repeated)
        raise CompileError(f"'{node.name}' undeclared (first use in this function)", node.pos, repeated=repeated)

    def designator(self, function: typed.Function, pos: int) -> FunctionDesignator:
        """A reference to a function."""
        context = self.context
        context.references[function] = None
        function.referenced = True
        if function.attributes:
            conversion_warnings.deprecation(context, function, pos)
        pointer = typed.FunctionAddress(pos, context.pointer_to(function.type), function)
        return FunctionDesignator(pos, function.type, pointer)

    def function_name(self, node: nodes.Identifier) -> typed.Expression:
        """`__func__` (§6.4.2.2): one static array for each function and spelling."""
        context = self.context
        function = context.function
        assert function is not None
        data = function.name.encode() + b"\0"
        array = context.character_array(len(data), "")
        literal = typed.StringLiteral(node.pos, array, data)
        ctype = context.qualify(array, CONST)
        identity = context.identity()
        variable = typed.Variable(node.name, ctype, "static", "none", identity, node.pos, f"{node.name}.{identity}", 1)
        element = typed.InitializerElement((), 0, ctype, literal)
        variable.initializer = typed.Initializer([element], whole=True)
        context.variables.append(variable)
        context.statements.function_scope.names[node.name] = variable
        context.references[variable] = None
        return typed.VariableReference(node.pos, ctype, variable)

    def integer(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.IntegerConstant)
        text = node.text
        if len(text) < 10 and text.isdecimal() and text[0] != "0":
            return typed.IntegerConstant(node.pos, INT, int(text))
        real = imaginary(text)
        value, ctype = integer_constant(real or text, node.pos)
        if len(node.text) > 16 and is_too_large(real or node.text):
            self.context.warn("integer constant is too large for its type", node.pos)
        constant = typed.IntegerConstant(node.pos, ctype, value)
        return constant if real is None else complex_numbers.imaginary_constant(constant)

    def floating(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.FloatingConstant)
        real = imaginary(node.text)
        try:
            name, bits = floating.parse_constant(real or node.text)
        except ValueError as error:
            raise CompileError(str(error), node.pos) from None
        constant = typed.FloatingConstant(node.pos, _FLOATING[name], bits)
        return constant if real is None else complex_numbers.imaginary_constant(constant)

    def character(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.CharacterConstant)
        value, ctype = character_constant(node.text, node.pos, self.context.options.unsigned_char)
        if len(node.text) > 3:
            self._warn_of_character(node)
        return typed.IntegerConstant(node.pos, ctype, value)

    def _warn_of_character(self, node: nodes.CharacterConstant) -> None:
        prefix, elements = character_units(node.text, node.pos)
        warn_of_length(self.context, prefix, len(elements), node.pos)
        warn_of_escapes(self.context, [node.text], node.pos)

    def string(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.StringLiteral)
        prefix, data = string_literal(node.parts, node.pos)
        warn_of_escapes(self.context, node.parts, node.pos)
        size = element_size(prefix)
        data += bytes(size)
        ctype = self.context.character_array(len(data) // size, prefix)
        return typed.StringLiteral(node.pos, ctype, data)

    def generic(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.GenericSelection)
        context = self.context
        with self.expressions.unevaluated():
            controlling = self.expressions.value(node.controlling).type
        chosen: nodes.Expression | None = None
        default: nodes.Expression | None = None
        for type_name, expression in node.associations:
            if type_name is None:
                if default is not None:
                    context.error("duplicate 'default' case in '_Generic'", node.pos)
                default = expression
                continue
            ctype = context.type_names.type_name(type_name)
            if isinstance(ctype, FunctionType):
                context.error("'_Generic' association has function type", type_name.pos)
            if not is_complete(ctype):
                context.error("'_Generic' association has incomplete type", type_name.pos)
            if is_variable_length(ctype):
                context.error("'_Generic' association has variable length type", type_name.pos)
            if compatible(ctype, controlling):
                if chosen is not None:
                    context.error("'_Generic' selector matches multiple associations", node.pos)
                chosen = expression
        selected = chosen if chosen is not None else default
        if selected is None:
            context.error(
                f"'_Generic' selector of type '{spell(controlling)}' is not compatible with any association",
                node.pos,
            )
        for _, expression in node.associations:
            if expression is not selected:
                self.expressions.unevaluated_type(expression)
        return self.expressions.expression(selected)
