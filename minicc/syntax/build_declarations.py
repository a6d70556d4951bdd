"""The tree builder's methods for declarations, declarators and initializers (C11 6.7, 6.9)."""

from __future__ import annotations

from typing import TypeAlias

from minicc.diagnostics import CompileError
from minicc.patterns import pattern
from minicc.syntax import nodes
from minicc.syntax.build_expressions import ExpressionBuilder
from minicc.syntax.lexer import TABLE_NUMBER
from minicc.syntax.nodes import Attribute, Declaration, Declarator, Expression, Specifiers, TypeName
from minicc.syntax.pragmas import Pragmas
from minicc.syntax.scopes import Scopes

# One specifier on its way to a Specifiers node: the node's field and the value to append.
Specifier: TypeAlias = tuple[str, "str | Attribute | Expression | TypeName | list[Attribute]"]

# Parameters so far, whether the list ends in `...`, and the typedef names they hide until it is complete.
ParameterList: TypeAlias = tuple[list[nodes.Parameter], list[str]]

Initializer: TypeAlias = "Expression | nodes.InitializerList"


class DeclarationBuilder(ExpressionBuilder):
    """One method for each alternative of the grammar's sections on declarations."""

    def __init__(self, scopes: Scopes, pragmas: Pragmas) -> None:
        self.scopes = scopes
        self.pragmas = pragmas

    # ------------------------------------------------------------------ file scope (6.9)

    def unit(self, pos: int) -> nodes.TranslationUnit:
        return nodes.TranslationUnit(pos, [])

    def unit_item(
        self,
        pos: int,
        unit: nodes.TranslationUnit,
        item: Declaration | nodes.FunctionDefinition | nodes.StaticAssert | nodes.AsmDeclaration,
    ) -> nodes.TranslationUnit:
        pragmas = self.pragmas
        if pragmas.of_symbols:
            take_pragmas(unit, pragmas)
        if pragmas.visibility:
            _mark_visibility(item, pragmas.visibility[-1])
        if pragmas.target and isinstance(item, nodes.FunctionDefinition):
            text = nodes.StringLiteral(item.pos, [f'"{",".join(pragmas.target)}"'])
            item.specifiers.attributes.insert(0, Attribute(item.pos, "target", [text]))
        if pragmas.optimize and isinstance(item, nodes.FunctionDefinition):
            words = [nodes.StringLiteral(item.pos, [f'"{word}"']) for word in pragmas.optimize]
            item.specifiers.attributes.insert(0, Attribute(item.pos, "optimize", list(words)))
        unit.declarations.append(item)
        return unit

    def unit_stray_semicolon(self, pos: int, unit: nodes.TranslationUnit) -> nodes.TranslationUnit:
        return unit

    def file_asm(self, pos: int, qualifiers: list[str], template: nodes.StringLiteral) -> nodes.AsmDeclaration:
        return nodes.AsmDeclaration(pos, template)

    def function_head(
        self, pos: int, declared: Declaration, parameters: list[Declaration] | None = None
    ) -> nodes.FunctionDefinition:
        """Opens the scope of the parameters; the body's own scope lies in it."""
        declarator = declared.declarators[-1]
        function = function_declarator(declarator.declarator)
        if function is None or len(declared.declarators) > 1 or declarator.initializer is not None:
            raise CompileError(
                "expected '=', ',', ';', 'asm' or '__attribute__' before '{'"
                if not parameters
                else "expected ';' before an old-style parameter declaration",
                declarator.declarator.pos,
            )
        self.scopes.enter()
        for parameter in function.parameters or []:
            self._declare(parameter.declarator, False)
        for name in function.identifiers or []:
            self.scopes.declare(name, False)
        return nodes.FunctionDefinition(
            pos,
            declared.specifiers,
            declarator.declarator,
            parameters or [],
            nodes.Compound(pos, [], pos),
            declarator.asm_label,
            declarator.attributes,
        )

    def function_head_old(
        self, pos: int, declared: Declaration, parameters: list[Declaration]
    ) -> nodes.FunctionDefinition:
        for parameter in parameters:
            if not isinstance(parameter, Declaration):
                raise CompileError("expected declaration specifiers before a static assertion", parameter.pos)
        return self.function_head(pos, declared, parameters)

    def function_definition(
        self, pos: int, function: nodes.FunctionDefinition, body: nodes.Compound
    ) -> nodes.FunctionDefinition:
        self.scopes.leave()
        function.body = body
        return function

    def declare_implicit(self, pos: int, declarator: Declarator) -> Declaration:
        return self.declare_first(pos, Specifiers(pos), declarator)

    def implicit_initialised(self, pos: int, declared: Declaration, initializer: Initializer) -> Declaration:
        return self.initialise_declared(pos, declared, initializer)

    # ------------------------------------------------------------------ declarations (6.7)

    def declaration_bare(self, pos: int, specifiers: Specifiers) -> Declaration | nodes.ExpressionStatement:
        """`struct s;`; attributes alone (`__attribute__((fallthrough));`) are a null statement."""
        if specifiers.attributes and not (
            specifiers.storage
            or specifiers.type_words
            or specifiers.type
            or specifiers.qualifiers
            or specifiers.functions
            or specifiers.alignments
        ):
            return nodes.ExpressionStatement(pos, None)
        return Declaration(pos, specifiers, [])

    def declaration(self, pos: int, declared: Declaration) -> Declaration:
        return declared

    def static_assert(self, pos: int, condition: Expression, message: nodes.StringLiteral) -> nodes.StaticAssert:
        return nodes.StaticAssert(pos, condition, message)

    def static_assert_silent(self, pos: int, condition: Expression) -> nodes.StaticAssert:
        return nodes.StaticAssert(pos, condition, None)

    def declare_first(self, pos: int, specifiers: Specifiers, declarator: Declarator) -> Declaration:
        self._declare(declarator, "typedef" in specifiers.storage)
        return Declaration(pos, specifiers, [nodes.InitDeclarator(declarator.pos, declarator)])

    def declare_next(self, pos: int, declared: Declaration, declarator: Declarator) -> Declaration:
        self._declare(declarator, "typedef" in declared.specifiers.storage)
        declared.declarators.append(nodes.InitDeclarator(declarator.pos, declarator))
        return declared

    def declare_next_attributed(
        self, pos: int, declared: Declaration, attributes: list[Attribute], declarator: Declarator
    ) -> Declaration:
        self.declare_next(pos, declared, declarator)
        declared.declarators[-1].attributes = attributes
        return declared

    def label_declared(self, pos: int, declared: Declaration, label: str) -> Declaration:
        declared.declarators[-1].asm_label = label
        return declared

    def attribute_declared(self, pos: int, declared: Declaration, attributes: list[Attribute]) -> Declaration:
        declared.declarators[-1].attributes += attributes
        return declared

    def initialise_declared(self, pos: int, declared: Declaration, initializer: Initializer) -> Declaration:
        declared.declarators[-1].initializer = initializer
        return declared

    def asm_label(self, pos: int, name: nodes.StringLiteral) -> str:
        return unquoted(name)

    # ------------------------------------------------------------------ specifiers (6.7.1-6.7.5)

    def storage_class(self, pos: int, word: str) -> Specifier:
        return "storage", word

    def qualifier(self, pos: int, word: str) -> Specifier:
        return "qualifiers", word

    def function_specifier(self, pos: int, word: str) -> Specifier:
        return "functions", word

    def alignment(self, pos: int, operand: Expression | TypeName) -> Specifier:
        return "alignments", operand

    def attribute_specifier(self, pos: int, attributes: list[Attribute]) -> Specifier:
        return "attributes", attributes

    def specifiers_start(self, pos: int, specifier: Specifier) -> Specifiers:
        return self.specifiers_add(pos, Specifiers(pos), specifier)

    def specifiers_add(self, pos: int, specifiers: Specifiers, specifier: Specifier) -> Specifiers:
        field, value = specifier
        if isinstance(value, list):
            specifiers.attributes += value
        else:
            getattr(specifiers, field).append(value)
        return specifiers

    def specifiers_word_start(self, pos: int, word: str) -> Specifiers:
        return Specifiers(pos, [], [word])

    def specifiers_word(self, pos: int, specifiers: Specifiers, word: str) -> Specifiers:
        specifiers.type_words.append(word)
        return specifiers

    def specifiers_type_start(self, pos: int, specifier: nodes.TypeSpecifier) -> Specifiers:
        return Specifiers(pos, [], [], specifier)

    def specifiers_type(self, pos: int, specifiers: Specifiers, specifier: nodes.TypeSpecifier) -> Specifiers:
        specifiers.type = specifier
        return specifiers

    def typedef_name(self, pos: int, name: str) -> nodes.TypeSpecifier:
        return nodes.TypedefName(pos, name)

    def typeof_specifier(self, pos: int, operand: Expression | TypeName) -> nodes.TypeSpecifier:
        return nodes.TypeofSpecifier(pos, operand)

    def atomic_specifier(self, pos: int, _atomic: str, type_name: TypeName) -> nodes.TypeSpecifier:
        return nodes.AtomicSpecifier(pos, type_name)

    def specifier_trailing(
        self, pos: int, specifier: nodes.RecordSpecifier | nodes.EnumSpecifier, attributes: list[Attribute]
    ) -> nodes.TypeSpecifier:
        specifier.attributes += attributes
        return specifier

    # ------------------------------------------------------------------ struct, union, enum (6.7.2.1, 6.7.2.2)

    def tagged_record(self, pos: int, keyword: str, tag: str) -> nodes.RecordSpecifier:
        return nodes.RecordSpecifier(pos, keyword, tag, None, [])

    def tagged_record_attributed(
        self, pos: int, keyword: str, attributes: list[Attribute], tag: str
    ) -> nodes.RecordSpecifier:
        return nodes.RecordSpecifier(pos, keyword, tag, None, attributes)

    def untagged_record(self, pos: int, keyword: str) -> nodes.RecordSpecifier:
        return nodes.RecordSpecifier(pos, keyword, None, None, [])

    def untagged_record_attributed(self, pos: int, keyword: str, attributes: list[Attribute]) -> nodes.RecordSpecifier:
        return nodes.RecordSpecifier(pos, keyword, None, None, attributes)

    def record(
        self,
        pos: int,
        head: nodes.RecordSpecifier,
        members: list[nodes.MemberDeclaration | nodes.StaticAssert],
        pack: int,
    ) -> nodes.RecordSpecifier:
        """`#pragma pack(n)` in effect at the closing brace is kept as the attribute `pragma_pack(n)`."""
        head.members = members
        if pack:
            head.attributes.append(Attribute(pos, "pragma_pack", [nodes.IntegerConstant(pos, str(pack))]))
        return head

    def record_close(self, pos: int) -> int:
        return self.pragmas.pack

    def member_anonymous(self, pos: int, specifiers: Specifiers) -> nodes.MemberDeclaration:
        return nodes.MemberDeclaration(pos, specifiers, [])

    def member(
        self, pos: int, specifiers: Specifiers, declarators: list[nodes.MemberDeclarator]
    ) -> nodes.MemberDeclaration:
        return nodes.MemberDeclaration(pos, specifiers, declarators)

    def member_declarator(self, pos: int, declarator: Declarator) -> nodes.MemberDeclarator:
        return nodes.MemberDeclarator(pos, declarator, None, [])

    def member_declarator_attributed(
        self, pos: int, declarator: Declarator, attributes: list[Attribute]
    ) -> nodes.MemberDeclarator:
        return nodes.MemberDeclarator(pos, declarator, None, attributes)

    def bit_field(
        self,
        pos: int,
        declarator: Declarator,
        width: Expression,
        attributes: list[Attribute] | None = None,
    ) -> nodes.MemberDeclarator:
        return nodes.MemberDeclarator(pos, declarator, width, attributes or [])

    def bit_field_unnamed(
        self, pos: int, width: Expression, attributes: list[Attribute] | None = None
    ) -> nodes.MemberDeclarator:
        return nodes.MemberDeclarator(pos, None, width, attributes or [])

    def tagged_enum(self, pos: int, tag: str) -> nodes.EnumSpecifier:
        return nodes.EnumSpecifier(pos, tag, None, [])

    def tagged_enum_attributed(self, pos: int, attributes: list[Attribute], tag: str) -> nodes.EnumSpecifier:
        return nodes.EnumSpecifier(pos, tag, None, attributes)

    def untagged_enum(self, pos: int, attributes: list[Attribute] | None = None) -> nodes.EnumSpecifier:
        return nodes.EnumSpecifier(pos, None, None, attributes or [])

    def enum(self, pos: int, head: nodes.EnumSpecifier, enumerators: list[nodes.Enumerator]) -> nodes.EnumSpecifier:
        head.enumerators = enumerators
        return head

    def enumerator(self, pos: int, name: str, value: Expression | None = None) -> nodes.Enumerator:
        self.scopes.declare(name, False)
        return nodes.Enumerator(pos, name, value)

    def enumerator_attributed(
        self, pos: int, name: str, attributes: list[Attribute], value: Expression | None = None
    ) -> nodes.Enumerator:
        """An enumerator's attributes only warn (deprecated, unavailable): the tree has no place for them."""
        return self.enumerator(pos, name, value)

    # ------------------------------------------------------------------ declarators (6.7.6)

    def name_declarator(self, pos: int, name: str) -> Declarator:
        return nodes.NameDeclarator(pos, name)

    def attributed_declarator(self, pos: int, attributes: list[Attribute], declarator: Declarator) -> Declarator:
        place = declarator
        if not isinstance(place, nodes.PointerDeclarator):
            place = innermost_declarator(declarator)
        place.attributes += attributes
        return declarator

    def derived(
        self, pos: int, inner: Declarator, derivation: nodes.ArrayDeclarator | nodes.FunctionDeclarator
    ) -> Declarator:
        derivation.inner = inner
        return derivation

    def pointer(self, pos: int, qualifiers: list[str | list[Attribute]], inner: Declarator) -> Declarator:
        words = [q for q in qualifiers if isinstance(q, str)]
        attributes = [a for q in qualifiers if not isinstance(q, str) for a in q]
        return nodes.PointerDeclarator(pos, inner, words, attributes)

    def pointer_abstract(self, pos: int, qualifiers: list[str | list[Attribute]]) -> Declarator:
        return self.pointer(pos, qualifiers, nodes.NameDeclarator(pos, None))

    def array(self, pos: int, size: Expression | None = None) -> nodes.ArrayDeclarator:
        return nodes.ArrayDeclarator(pos, nodes.NameDeclarator(pos, None), size)

    def array_star(self, pos: int, _star: str) -> nodes.ArrayDeclarator:
        return nodes.ArrayDeclarator(pos, nodes.NameDeclarator(pos, None), None, star=True)

    def array_qualified(self, pos: int, words: list[str], size: Expression | None = None) -> nodes.ArrayDeclarator:
        array = self.array(pos, size)
        array.static = "static" in words
        array.qualifiers = [word for word in words if word != "static"]
        return array

    def array_qualified_star(self, pos: int, words: list[str], _star: str) -> nodes.ArrayDeclarator:
        array = self.array_qualified(pos, words)
        array.star = True
        return array

    def function(self, pos: int, parameters: ParameterList, variadic: bool = False) -> nodes.FunctionDeclarator:
        declared, hidden = parameters
        self.scopes.show(hidden)
        if len(declared) == 1 and not variadic and _is_void(declared[0]):
            declared = []
        return nodes.FunctionDeclarator(pos, nodes.NameDeclarator(pos, None), declared, variadic)

    def function_variadic(self, pos: int, parameters: ParameterList) -> nodes.FunctionDeclarator:
        return self.function(pos, parameters, True)

    def function_unspecified(self, pos: int) -> nodes.FunctionDeclarator:
        return nodes.FunctionDeclarator(pos, nodes.NameDeclarator(pos, None), None, identifiers=[])

    def old_function(self, pos: int, inner: Declarator, names: list[str]) -> nodes.FunctionDeclarator:
        return nodes.FunctionDeclarator(pos, inner, None, identifiers=names)

    def parameter_first(self, pos: int, parameter: nodes.Parameter) -> ParameterList:
        return self.parameter_next(pos, ([], []), parameter)

    def parameter_next(self, pos: int, parameters: ParameterList, parameter: nodes.Parameter) -> ParameterList:
        parameters[0].append(parameter)
        name = innermost_declarator(parameter.declarator).name
        if name is not None and self.scopes.hide(name):
            parameters[1].append(name)
        return parameters

    def parameter(
        self,
        pos: int,
        specifiers: Specifiers,
        declarator: Declarator,
        attributes: list[Attribute] | None = None,
    ) -> nodes.Parameter:
        return nodes.Parameter(pos, specifiers, declarator, attributes or [])

    def parameter_unnamed(self, pos: int, specifiers: Specifiers) -> nodes.Parameter:
        return nodes.Parameter(pos, specifiers, nodes.NameDeclarator(pos, None))

    def type_name(self, pos: int, specifiers: Specifiers, declarator: Declarator) -> TypeName:
        if specifiers.storage or specifiers.functions:
            word = (specifiers.storage + specifiers.functions)[0]
            raise CompileError(f"expected specifier-qualifier-list before '{word}'", pos)
        return TypeName(pos, specifiers, declarator)

    def type_name_plain(self, pos: int, specifiers: Specifiers) -> TypeName:
        return self.type_name(pos, specifiers, nodes.NameDeclarator(pos, None))

    # ------------------------------------------------------------------ initializers (6.7.9)

    def braced(self, pos: int, items: list[nodes.InitializerItem]) -> nodes.InitializerList:
        return nodes.InitializerList(pos, items)

    def braced_empty(self, pos: int) -> nodes.InitializerList:
        return nodes.InitializerList(pos, [])

    def item(self, pos: int, initializer: Initializer) -> nodes.InitializerItem:
        return nodes.InitializerItem(pos, [], initializer)

    def item_numbers(self, pos: int, text: str) -> list[nodes.InitializerItem]:
        """The items of the numbers that the lexer found to be many."""
        items = []
        for match in TABLE_NUMBER.finditer(text):
            word = match[0]
            at = pos + match.start()
            if word[0] == "-":
                number: Expression = nodes.Unary(at, "-", _number(at + 1, word[1:]))
            else:
                number = _number(at, word)
            items.append(nodes.InitializerItem(at, [], number))
        return items

    def item_designated(
        self, pos: int, designators: list[nodes.Designator], initializer: Initializer
    ) -> nodes.InitializerItem:
        return nodes.InitializerItem(pos, designators, initializer)

    def item_old_index(self, pos: int, designator: nodes.Designator, initializer: Initializer) -> nodes.InitializerItem:
        return nodes.InitializerItem(pos, [designator], initializer)

    def item_old_member(self, pos: int, name: str, initializer: Initializer) -> nodes.InitializerItem:
        return nodes.InitializerItem(pos, [nodes.MemberDesignator(pos, name)], initializer)

    def member_designator(self, pos: int, name: str) -> nodes.Designator:
        return nodes.MemberDesignator(pos, name)

    def index_designator(self, pos: int, index: Expression, last: Expression | None = None) -> nodes.Designator:
        return nodes.IndexDesignator(pos, index, last)

    # ------------------------------------------------------------------ GNU attributes

    def attributes_first(self, pos: int, attributes: list[Attribute]) -> list[Attribute]:
        return attributes

    def attributes_next(self, pos: int, attributes: list[Attribute], more: list[Attribute]) -> list[Attribute]:
        return attributes + more

    def attribute(self, pos: int, attributes: list[Attribute]) -> list[Attribute]:
        return attributes

    def attribute_first(self, pos: int, attribute: Attribute | None) -> list[Attribute]:
        return [attribute] if attribute is not None else []

    def attribute_next(self, pos: int, attributes: list[Attribute], attribute: Attribute | None) -> list[Attribute]:
        return attributes + self.attribute_first(pos, attribute)

    def attribute_empty(self, pos: int) -> None:
        return None

    def attribute_word(self, pos: int, name: str) -> Attribute:
        return Attribute(pos, _plain_name(name), [])

    def attribute_call(self, pos: int, name: str, arguments: list[Expression | TypeName]) -> Attribute:
        return Attribute(pos, _plain_name(name), arguments)

    def _declare(self, declarator: Declarator, is_typedef: bool) -> None:
        name = innermost_declarator(declarator).name
        if name is not None:
            self.scopes.declare(name, is_typedef)


def innermost_declarator(declarator: Declarator) -> nodes.NameDeclarator:
    """The end of the chain: the name that is declared."""
    while not isinstance(declarator, nodes.NameDeclarator):
        assert isinstance(declarator, nodes.PointerDeclarator | nodes.ArrayDeclarator | nodes.FunctionDeclarator)
        declarator = declarator.inner
    return declarator


def function_declarator(declarator: Declarator) -> nodes.FunctionDeclarator | None:
    """The derivation next to the name when that is a function's: `f` in `int (*f(int a))[3]`."""
    found: nodes.FunctionDeclarator | None = None
    while not isinstance(declarator, nodes.NameDeclarator):
        assert isinstance(declarator, nodes.PointerDeclarator | nodes.ArrayDeclarator | nodes.FunctionDeclarator)
        found = declarator if isinstance(declarator, nodes.FunctionDeclarator) else None
        declarator = declarator.inner
    return found


def take_pragmas(unit: nodes.TranslationUnit, pragmas: Pragmas) -> None:
    """Puts the pragmas about symbols that were read into the tree."""
    unit.declarations += [nodes.Pragma(at, text) for at, text in pragmas.of_symbols]
    pragmas.of_symbols = []


def _mark_visibility(item: nodes.Node, visibility: str) -> None:
    """What stands between `#pragma GCC visibility push` and `pop` has the attribute, unless it says another itself."""
    if not isinstance(item, Declaration | nodes.FunctionDefinition):
        return
    if "typedef" in item.specifiers.storage or any(one.name == "visibility" for one in item.specifiers.attributes):
        return
    literal = nodes.StringLiteral(item.pos, [f'"{visibility}"'])
    attribute = Attribute(item.pos, "visibility", [literal])
    if isinstance(item, nodes.FunctionDefinition):
        item.specifiers.attributes.insert(0, attribute)
        return
    for declarator in item.declarators:
        declarator.attributes.insert(0, attribute)


def unquoted(literal: nodes.StringLiteral) -> str:
    """The characters between the quotes, adjacent literals joined, escapes left as written."""
    return "".join(part[part.index('"') + 1 : -1] for part in literal.parts)


def _is_void(parameter: nodes.Parameter) -> bool:
    specifiers = parameter.specifiers
    return (
        specifiers.type_words == ["void"]
        and not specifiers.qualifiers
        and not specifiers.storage
        and isinstance(parameter.declarator, nodes.NameDeclarator)
        and parameter.declarator.name is None
    )


def _number(pos: int, text: str) -> Expression:
    return nodes.FloatingConstant(pos, text) if "." in text else nodes.IntegerConstant(pos, text)


_UNDERSCORED = pattern(r"__(.+)__")


def _plain_name(name: str) -> str:
    match = _UNDERSCORED.fullmatch(name)
    return match[1] if match else name
