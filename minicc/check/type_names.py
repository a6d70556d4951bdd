"""Specifiers and declarators to types (C11 §6.7.2-§6.7.7)."""

from __future__ import annotations

from minicc.check import typed
from minicc.check.attributes import apply_mode, collect
from minicc.check.context import Context, Scope, Typedef
from minicc.check.effects import has_side_effects
from minicc.check.tags import Tags
from minicc.check.variable_lengths import variable_length_array
from minicc.check.vectors import apply_vector_size
from minicc.diagnostics import CompileError, unsupported
from minicc.quick_dataclasses import dataclass
from minicc.syntax import nodes
from minicc.types.conversions import is_integer
from minicc.types.ctype import (
    ATOMIC,
    BOOL,
    CHAR,
    CONST,
    DOUBLE,
    FLOAT,
    FLOAT16,
    FLOAT128,
    INT,
    INT128,
    LLONG,
    LONG,
    LONG_DOUBLE,
    RESTRICT,
    SCHAR,
    SHORT,
    UCHAR,
    UINT,
    UINT128,
    ULLONG,
    ULONG,
    USHORT,
    VOID,
    VOLATILE,
    ArrayType,
    ComplexType,
    CType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    RecordType,
    VectorType,
    VoidType,
    complex_type,
    unqualified,
)
from minicc.types.layout import align_of, is_complete, is_variable_length, least_alignment, size_of
from minicc.types.spelling import spell

_QUALIFIERS = {"const": CONST, "volatile": VOLATILE, "restrict": RESTRICT, "_Atomic": ATOMIC}
_Lengths = tuple[tuple[typed.Variable, typed.Expression], ...]
_OF_TYPES = frozenset(["aligned", "may_alias", "mode", "packed", "transparent_union", "vector_size"])
_MOST_DIMENSIONS = 1000
_LARGEST_OBJECT = (1 << 63) - 1

_WORDS: dict[tuple[str, ...], CType] = {
    tuple(sorted(words.split())): ctype
    for spellings, ctype in (
        ("void", VOID),
        ("char", CHAR),
        ("signed char", SCHAR),
        ("unsigned char", UCHAR),
        ("short|signed short|short int|signed short int", SHORT),
        ("unsigned short|unsigned short int", USHORT),
        ("int|signed|signed int", INT),
        ("unsigned|unsigned int", UINT),
        ("long|signed long|long int|signed long int", LONG),
        ("unsigned long|unsigned long int", ULONG),
        ("long long|signed long long|long long int|signed long long int", LLONG),
        ("unsigned long long|unsigned long long int", ULLONG),
        ("float|_Float32", FLOAT),
        ("double|_Float64|_Float32x", DOUBLE),
        ("long double|_Float64x", LONG_DOUBLE),
        ("_Float128", FLOAT128),
        ("_Float16", FLOAT16),
        ("_Bool", BOOL),
        ("__int128|signed __int128", INT128),
        ("unsigned __int128", UINT128),
    )
    for words in spellings.split("|")
}


@dataclass(slots=True, eq=False)
class Declared:
    """What a declarator declares.

    `parameters`: of the function declarator next to the name; `scope`: its prototype scope; `lengths`: of the
    variable-length arrays its parameters point to, each a hidden variable and the value to give it.
    """

    type: CType
    name: str | None
    pos: int
    attributes: list[nodes.Attribute]
    parameters: list[typed.Variable] | None = None
    scope: Scope | None = None
    function: nodes.FunctionDeclarator | None = None
    lengths: _Lengths = ()


class TypeNames:
    """Turns the type parts of declarations into types."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.tags = Tags(context, self)
        self._by_words: dict[tuple[str, ...], CType] = {}
        self._prototypes = 0
        self.implied = "type defaults to 'int'"
        """What to say of declaration specifiers without a type."""

    # ----------------------------------------------------------------- specifiers

    def specified(self, specifiers: nodes.Specifiers) -> CType:
        """The type that the specifiers name, qualifiers included (§6.7.2)."""
        specifier = specifiers.type
        if specifier is None:
            ctype = self._from_words(specifiers)
        elif type(specifier) is nodes.TypedefName:
            ctype = self._typedef(specifier).type
        elif type(specifier) is nodes.RecordSpecifier:
            ctype = self.tags.record(specifier, specifiers)
        elif type(specifier) is nodes.EnumSpecifier:
            ctype = self.tags.enumeration(specifier)
        elif type(specifier) is nodes.TypeofSpecifier:
            ctype = self._typeof(specifier)
        else:
            assert isinstance(specifier, nodes.AtomicSpecifier)
            ctype = self._atomic(unqualified(self.type_name(specifier.type_name)), specifier.pos)
        if specifiers.attributes:
            mode = collect(self.context, specifiers.attributes).mode
            if mode is not None:
                ctype = apply_mode(self.context, ctype, mode, specifiers.pos)
            ctype = apply_vector_size(self.context, ctype, specifiers.attributes)
        if specifiers.qualifiers:
            if "restrict" in specifiers.qualifiers and not isinstance(ctype, PointerType):
                self.context.error("invalid use of 'restrict'", specifiers.pos)
            ctype = self.qualify(ctype, specifiers.qualifiers, specifiers.pos)
        return ctype

    def qualifiers(self, words: list[str], pos: int) -> int:
        bits = 0
        for word in words:
            bits |= _QUALIFIERS[word]
        return bits

    def qualify(self, ctype: CType, words: list[str], pos: int) -> CType:
        """The type with the qualifiers that were written (§6.7.3)."""
        bits = self.qualifiers(words, pos)
        if bits & ATOMIC:
            ctype = self._atomic(ctype, pos)
        return self.context.qualify(ctype, bits)

    def _atomic(self, ctype: CType, pos: int) -> CType:
        """The atomic version of a type (§6.7.2.4, §6.7.3p3)."""
        if isinstance(ctype, ArrayType | FunctionType):
            self.context.error(f"_Atomic-qualified {'array' if isinstance(ctype, ArrayType) else 'function'} type", pos)
        if isinstance(ctype, RecordType) and not is_complete(ctype):
            unsupported(f"an atomic '{spell(ctype)}'", pos)
        if isinstance(ctype, ComplexType | VectorType) or unqualified(ctype) is LONG_DOUBLE:
            unsupported(f"an atomic '{spell(ctype)}'", pos)
        return self.context.qualify(ctype, ATOMIC)

    def alignment(self, specifiers: nodes.Specifiers) -> int:
        """Bytes asked for by _Alignas, `aligned` and an aligned typedef; 0 when none."""
        result = 0
        if specifiers.attributes:
            result = collect(self.context, specifiers.attributes).alignment
        if type(specifiers.type) is nodes.TypedefName:
            result = max(result, self._typedef(specifiers.type).alignment)
        if specifiers.alignments:
            result = max(result, self.alignas(specifiers))
        return result

    def alignas(self, specifiers: nodes.Specifiers) -> int:
        """Bytes asked for by _Alignas alone; 0 when none."""
        result = 0
        for item in specifiers.alignments:
            if isinstance(item, nodes.TypeName):
                value = self.type_name_alignment(item)
            else:
                value = self.context.expressions.integer_constant(
                    item, "requested alignment is not an integer constant"
                )
                if value < 0 or value & (value - 1):
                    self.context.error("requested alignment is not a power of 2", item.pos)
            result = max(result, value)
        return result

    def type_name_alignment(self, node: nodes.TypeName, operator: str = "_Alignof") -> int:
        """`_Alignof(type-name)` or `__alignof__(type-name)`, in bytes."""
        ctype = self.type_name(node)
        if not is_complete(ctype) and not isinstance(ctype, FunctionType | VoidType):
            self.context.error(f"invalid application of '{operator}' to incomplete type '{spell(ctype)}'", node.pos)
        natural = align_of(ctype)
        if operator == "_Alignof":
            natural = least_alignment(ctype, natural)
        if type(node.declarator) is nodes.NameDeclarator:
            return max(natural, self.alignment(node.specifiers))
        return natural

    def _from_words(self, specifiers: nodes.Specifiers) -> CType:
        words = tuple(specifiers.type_words)
        if not words:
            self.context.warn_since_c99("implicit-int", self.implied, specifiers.pos)
            return INT
        if "_Float16" in words and not self.context.source.in_system_header(specifiers.pos):
            unsupported("'_Float16'", specifiers.pos)
        found = self._by_words.get(words)
        if found is None:
            found = self._find_words(words, specifiers.pos)
            self._by_words[words] = found
        return found

    def _find_words(self, words: tuple[str, ...], pos: int) -> CType:
        if words == ("__builtin_va_list",):
            return self.context.va_list_type
        if words == ("char",):
            return self.context.char
        if words[0].startswith("_Decimal"):
            unsupported("decimal floating types", pos)
        if words.count("_Complex") == 1:
            component = self._find_words(tuple(word for word in words if word != "_Complex") or ("double",), pos)
            if not isinstance(component, IntegerType | FloatingType) or component is BOOL:
                self.context.error("both '_Complex' and another type in declaration specifiers", pos)
            return complex_type(component)
        found = _WORDS.get(tuple(sorted(words)))
        if found is None:
            if len(set(words)) == 1 or (words.count("long") > 2):
                self.context.error(f"duplicate '{words[0]}'", pos)
            self.context.error(f"two or more data types in declaration specifiers ('{' '.join(words)}')", pos)
        return found

    def _typedef(self, specifier: nodes.TypedefName) -> Typedef:
        entity = self.context.lookup(specifier.name)
        if not isinstance(entity, Typedef):
            repeated = specifier.name in self.context.undeclared_names
            raise CompileError(f"unknown type name '{specifier.name}'", specifier.pos, repeated=repeated)
        return entity

    def _typeof(self, specifier: nodes.TypeofSpecifier) -> CType:
        operand = specifier.operand
        if isinstance(operand, nodes.TypeName):
            return self.type_name(operand)
        return self.context.expressions.unevaluated_type(operand)

    # ----------------------------------------------------------------- declarators (§6.7.6)

    def type_name(self, node: nodes.TypeName) -> CType:
        """§6.7.7."""
        base = self.specified(node.specifiers)
        if type(node.declarator) is nodes.NameDeclarator:
            return base
        return self.declared(node.declarator, base).type

    def declared(self, declarator: nodes.Declarator, base: CType, parameter: bool = False) -> Declared:
        """Apply a declarator to the specifiers' type.

        A `parameter`'s outermost array becomes a pointer (§6.7.6.3p7).
        """
        context = self.context
        ctype = base
        dimensions = 0
        parameters: list[typed.Variable] | None = None
        scope: Scope | None = None
        function: nodes.FunctionDeclarator | None = None
        lengths: _Lengths = ()
        attributes: list[nodes.Attribute] = []
        while True:
            cls = type(declarator)
            if cls is nodes.NameDeclarator:
                assert isinstance(declarator, nodes.NameDeclarator)
                if declarator.attributes:
                    attributes = attributes + declarator.attributes
                    ctype = apply_vector_size(context, ctype, declarator.attributes)
                return Declared(
                    ctype, declarator.name, declarator.pos, attributes, parameters, scope, function, lengths
                )
            if cls is nodes.PointerDeclarator:
                assert isinstance(declarator, nodes.PointerDeclarator)
                ctype = context.pointer_to(ctype)
                if declarator.qualifiers:
                    if "restrict" in declarator.qualifiers and isinstance(ctype.target, FunctionType):
                        context.error("invalid use of 'restrict'", declarator.pos)
                    ctype = self.qualify(ctype, declarator.qualifiers, declarator.pos)
                if declarator.attributes:
                    attributes = attributes + _of_declaration(declarator)
                parameters = function = None
                declarator = declarator.inner
            elif cls is nodes.ArrayDeclarator:
                assert isinstance(declarator, nodes.ArrayDeclarator)
                if parameter and type(declarator.inner) is nodes.NameDeclarator:
                    ctype = self._array_parameter(declarator, ctype)
                else:
                    ctype = self._array(declarator, ctype)
                    dimensions += 1
                    if dimensions > _MOST_DIMENSIONS:
                        unsupported(f"an array with so many dimensions (over {_MOST_DIMENSIONS})", declarator.pos)
                parameters = function = None
                declarator = declarator.inner
            else:
                assert isinstance(declarator, nodes.FunctionDeclarator)
                if isinstance(ctype, FunctionType):
                    context.error(f"{_named(declarator)} declared as function returning a function", declarator.pos)
                if isinstance(ctype, ArrayType):
                    context.error(f"{_named(declarator)} declared as function returning an array", declarator.pos)
                ctype, parameters, scope, lengths = self._function(declarator, ctype)
                function = declarator
                declarator = declarator.inner

    def _array_parameter(self, declarator: nodes.ArrayDeclarator, element: CType) -> CType:
        """The pointer type; a length that is not constant is still evaluated when the function is entered."""
        self._check_element(declarator, element)
        if declarator.static and declarator.size is None:
            self.context.error("expected expression before ']' token", declarator.pos)
        if declarator.size is not None:
            size = self.context.expressions.value(declarator.size)
            if not is_integer(size.type):
                self.context.error(f"size of {_array_name(declarator)} has non-integer type", declarator.pos)
            if has_side_effects(declarator.size):
                variable_length_array(self.context, declared_name(declarator), element, size, declarator.pos)
        return self.qualify(self.context.pointer_to(element), declarator.qualifiers, declarator.pos)

    def _check_element(self, declarator: nodes.ArrayDeclarator, element: CType) -> None:
        context = self.context
        if isinstance(element, FunctionType):
            context.error(f"declaration of {_named(declarator)} as array of functions", declarator.pos)
        if isinstance(element, VoidType):
            context.error(f"declaration of {_named(declarator)} as array of voids", declarator.pos)
        if not is_complete(element):
            context.error(f"array type has incomplete element type '{spell(element)}'", declarator.pos)

    def _array(self, declarator: nodes.ArrayDeclarator, element: CType) -> ArrayType:
        context = self.context
        self._check_element(declarator, element)
        if declarator.static or declarator.qualifiers:
            context.error("static or type qualifiers in non-parameter array declarator", declarator.pos)
        if declarator.star and not self._prototypes:
            context.error("'[*]' not allowed in other than function prototype scope", declarator.pos)
        if declarator.size is None:
            return ArrayType(element, None)
        size = context.expressions.constant_value(declarator.size)
        if not is_integer(size.type):
            context.error(f"size of {_array_name(declarator)} has non-integer type", declarator.pos)
        length = context.expressions.folded_integer(size)
        if length is None:
            return variable_length_array(context, declared_name(declarator), element, size, declarator.pos)
        if length < 0:
            context.error(f"size of {_array_name(declarator)} is negative", declarator.pos)
        if length == 0:
            name = declared_name(declarator)
            context.pedantic(f"ISO C forbids zero-size array{f' {name!r}' if name else ''}", declarator.pos)
        if not is_variable_length(element) and length * size_of(element) > _LARGEST_OBJECT:
            context.error(f"size of {_array_name(declarator)} is too large", declarator.pos)
        return ArrayType(element, length)

    def _function(
        self, declarator: nodes.FunctionDeclarator, result: CType
    ) -> tuple[FunctionType, list[typed.Variable], Scope, _Lengths]:
        context = self.context
        scope = context.push_scope()
        saved, context.lengths = context.lengths, []
        variables: list[typed.Variable] = []
        self._prototypes += 1
        try:
            if declarator.parameters is None:
                return FunctionType(unqualified(result), (), False, False), variables, scope, ()
            types: list[CType] = []
            if self._is_void(declarator.parameters):
                return FunctionType(unqualified(result), (), declarator.variadic, True), variables, scope, ()
            for number, parameter in enumerate(declarator.parameters, 1):
                variable = self._parameter(parameter, number)
                types.append(unqualified(variable.type))
                variables.append(variable)
            lengths = tuple(context.lengths)
        finally:
            self._prototypes -= 1
            context.pop_scope()
            context.lengths = saved
        return FunctionType(unqualified(result), tuple(types), declarator.variadic, True), variables, scope, lengths

    def _is_void(self, parameters: list[nodes.Parameter]) -> bool:
        """`(V)` for a typedef V of void (§6.7.6.3p10), and gcc's `(void name)`; the parser takes `(void)` itself."""
        if len(parameters) != 1:
            return False
        one, declarator = parameters[0].specifiers, parameters[0].declarator
        if type(declarator) is not nodes.NameDeclarator or one.storage or one.qualifiers:
            return False
        if declarator.name is None:
            ctype = self._typedef(one.type).type if type(one.type) is nodes.TypedefName else None
            return isinstance(ctype, VoidType) and not ctype.qualifiers
        if one.type_words != ["void"]:
            return False
        self.context.warn(f"parameter 1 ('{declarator.name}') has void type", declarator.pos)
        return True

    def _parameter(self, parameter: nodes.Parameter, number: int) -> typed.Variable:
        context = self.context
        base = self.specified(parameter.specifiers)
        declarator = parameter.declarator
        if type(declarator) is nodes.NameDeclarator:
            ctype = apply_vector_size(context, base, declarator.attributes)
            declared = Declared(ctype, declarator.name, declarator.pos, declarator.attributes)
        else:
            declared = self.declared(declarator, base, parameter=True)
        declared.type = apply_vector_size(context, declared.type, parameter.attributes)
        if any(word != "register" for word in parameter.specifiers.storage):
            context.error(f"storage class specified for {_parameter_name(declared.name)}", parameter.pos)
        if parameter.specifiers.alignments:
            context.error(f"alignment specified for {_parameter_name(declared.name)}", parameter.pos)
        if isinstance(declared.type, VoidType):
            if declared.name is None:
                context.error("'void' must be the only parameter", parameter.pos)
            context.error(f"parameter {number} ('{declared.name}') has incomplete type", declared.pos)
        context.note_typedef(parameter.specifiers, declared.pos)
        variable = self.parameter_variable(declared, parameter.specifiers)
        if declared.name is not None:
            if declared.name in context.scope.names:
                previous = context.scope.names[declared.name]
                assert isinstance(previous, typed.Variable)
                note = f"previous definition of '{declared.name}' with type '{spell(previous.type)}'"
                context.error(f"redefinition of parameter '{declared.name}'", declared.pos, note, previous.pos)
            context.scope.names[declared.name] = variable
        return variable

    def parameter_variable(self, declared: Declared, specifiers: nodes.Specifiers) -> typed.Variable:
        """A parameter with its adjusted type (§6.7.6.3p7-8)."""
        ctype = self.adjusted(declared.type)
        name = declared.name or ""
        storage = "register" if "register" in specifiers.storage else "automatic"
        alignment = align_of(ctype) if is_complete(ctype) else 1
        return typed.Variable(
            name,
            ctype,
            storage,
            "none",
            self.context.identity(),
            declared.pos,
            name,
            alignment,
            is_parameter=True,
        )

    def adjusted(self, ctype: CType) -> CType:
        """A parameter's type: arrays and functions become pointers."""
        if isinstance(ctype, ArrayType):
            return self.context.pointer_to(ctype.element)
        if isinstance(ctype, FunctionType):
            return self.context.pointer_to(ctype)
        return ctype


def declared_name(declarator: nodes.Declarator) -> str | None:
    """The name that a declarator declares."""
    while not isinstance(declarator, nodes.NameDeclarator):
        assert isinstance(declarator, nodes.PointerDeclarator | nodes.ArrayDeclarator | nodes.FunctionDeclarator)
        declarator = declarator.inner
    return declarator.name


def _of_declaration(declarator: nodes.PointerDeclarator) -> list[nodes.Attribute]:
    """The attributes behind a `*` that speak of what is declared, not of the pointer's type."""
    is_outermost = type(declarator.inner) is nodes.NameDeclarator
    return [
        attribute
        for attribute in declarator.attributes
        if attribute.name not in _OF_TYPES or (attribute.name == "aligned" and is_outermost)
    ]


def _named(declarator: nodes.Declarator) -> str:
    name = declared_name(declarator)
    return f"'{name}'" if name else "type name"


def _parameter_name(name: str | None) -> str:
    return f"parameter '{name}'" if name else "unnamed parameter"


def _array_name(declarator: nodes.Declarator) -> str:
    name = declared_name(declarator)
    return f"array '{name}'" if name else "unnamed array"
