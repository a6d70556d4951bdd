"""Steps on expressions, lists inside declarations, and types."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from minicc.syntax import nodes
from oracle.reduce.search import Search
from oracle.reduce.tree import Candidate, Edit, Place, foreign_prototypes, functions, is_call, name_of, places
from oracle.syntax_walk import children, walk

_WORDS: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Specifiers, "qualifiers"),
    (nodes.Specifiers, "storage"),
    (nodes.Specifiers, "attributes"),
    (nodes.Specifiers, "functions"),
    (nodes.Specifiers, "alignments"),
    (nodes.PointerDeclarator, "qualifiers"),
    (nodes.RecordSpecifier, "attributes"),
    (nodes.NameDeclarator, "attributes"),
    (nodes.InitDeclarator, "attributes"),
    (nodes.FunctionDefinition, "attributes"),
)
_ITEMS: tuple[tuple[type[nodes.Node], str], ...] = (
    (nodes.Declaration, "declarators"),
    (nodes.RecordSpecifier, "members"),
    (nodes.MemberDeclaration, "declarators"),
    (nodes.EnumSpecifier, "enumerators"),
    (nodes.InitializerList, "items"),
)
_SCALARS = (
    *("int", "char", "short", "unsigned", "long", "unsigned char", "signed char", "unsigned short", "unsigned long"),
    *("_Bool", "float", "double"),
)
_FEW = 2
_CONVERSION = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?(?:hh|h|ll|l|L|z|j|t)?[diouxXeEfFgGaAcsp]")
_CONSTANTS = (nodes.IntegerConstant, nodes.FloatingConstant, nodes.CharacterConstant, nodes.StringLiteral)


def words(search: Search) -> None:
    """Qualifiers, storage classes, attributes."""
    search.split(_items(search.unit, _WORDS, 0))


def lists(search: Search) -> None:
    """Initialisers; then members, enumerators, initialiser items, declarators; widths of bit-fields."""
    initialized = [one for one in walk(search.unit) if isinstance(one, nodes.InitDeclarator) and one.initializer]
    search.split(Edit(one, "initializer", one.initializer, (None,)) for one in reversed(initialized))
    search.split(
        Edit(one, "initializer", one.initializer, (_braced(one, nodes.IntegerConstant(one.pos, "0")),))
        for one in reversed(initialized)
        if isinstance(one.initializer, nodes.InitializerList)
    )
    search.split(_items(search.unit, _ITEMS, 1))
    search.split(
        Edit(one, "width", one.width, (None,))
        for one in walk(search.unit)
        if isinstance(one, nodes.MemberDeclarator) and one.width is not None and one.declarator is not None
    )


def _items(unit: nodes.TranslationUnit, kinds: tuple[tuple[type[nodes.Node], str], ...], least: int) -> Iterator[Edit]:
    foreign = foreign_prototypes(unit)
    for node in walk(unit):
        for kind, name in kinds:
            if isinstance(node, kind) and not (name == "qualifiers" and id(node) in foreign):
                items = getattr(node, name) or []
                if len(items) > least:
                    yield from (Edit(node, name, item, (), least) for item in reversed(items))


def _braced(owner: nodes.Node, value: nodes.Expression) -> nodes.InitializerList:
    return nodes.InitializerList(owner.pos, [nodes.InitializerItem(owner.pos, [], value)])


def parameters(search: Search) -> None:
    """A parameter of a function goes together with the arguments of every call by name."""
    declarators: dict[str, list[nodes.FunctionDeclarator]] = {}
    calls: dict[str, list[nodes.Call]] = {}
    for node in walk(search.unit):
        if isinstance(node, nodes.FunctionDeclarator) and isinstance(node.inner, nodes.NameDeclarator):
            declarators.setdefault(node.inner.name or "", []).append(node)
        elif isinstance(node, nodes.Call) and isinstance(node.function, nodes.Identifier):
            calls.setdefault(node.function.name, []).append(node)
    candidates = []
    foreign = foreign_prototypes(search.unit)
    for name, found in declarators.items():
        if any(id(one) in foreign for one in found):
            continue
        for index in reversed(range(min(len(one.parameters or ()) for one in found))):
            edits = [Edit(one, "parameters", one.parameters[index]) for one in found if one.parameters]
            edits += [
                Edit(one, "arguments", one.arguments[index])
                for one in calls.get(name, ())
                if index < len(one.arguments)
            ]
            candidates.append(edits)
    search.each(candidates)


# --------------------------------------------------------------------------- expressions


def expressions(search: Search) -> None:
    """Replace an expression by 0 or 1, or by an operand of it; large ones first."""
    search.each([candidate for place in places(search.unit, nodes.Expression) for candidate in _simpler(place)])


def _simpler(place: Place) -> Iterator[Candidate]:
    node = place.node
    if isinstance(node, _CONSTANTS) or (isinstance(place.owner, nodes.Call) and place.name == "function"):
        return
    if not (isinstance(place.owner, nodes.ExpressionStatement) or place.name == "target"):
        for text in ("0", "1"):
            yield [place.put(nodes.IntegerConstant(node.pos, text))]
    for operand in _operands(node):
        yield [place.put(operand)]


def _operands(node: nodes.Node) -> Iterator[nodes.Expression]:
    for child in children(node):
        if isinstance(child, nodes.Expression) and not (isinstance(node, nodes.Call) and child is node.function):
            yield child
    if isinstance(node, nodes.Assignment) and node.operator != "=":
        yield nodes.Assignment(node.pos, "=", node.target, node.value)


def constants(search: Search) -> None:
    """Constants become 0, 1 or at least shorter."""
    search.each(
        [
            [place.put(nodes.IntegerConstant(place.node.pos, shorter))]
            for place in places(search.unit, (nodes.IntegerConstant, nodes.FloatingConstant))
            for shorter in _shorter(place.node.text)
        ]
    )


def _shorter(text: str) -> Iterator[str]:
    plain = text.rstrip("uUlL")
    for one in ("0", "1", plain, plain[:1], plain[-1:]):
        if one.isalnum() and len(one) < len(text):
            yield one


# --------------------------------------------------------------------------- types


def types(search: Search) -> None:
    """Typedefs are taken by what they stand for, or by int; other types by int, or by one with fewer words."""
    meanings, foreign = _typedefs(search.unit), foreign_prototypes(search.unit)
    candidates: list[Candidate] = []
    for node in walk(search.unit):
        if not isinstance(node, nodes.Specifiers) or "typedef" in node.storage or id(node) in foreign:
            continue
        if isinstance(node.type, nodes.TypedefName):
            meaning = meanings.get(node.type.name)
            candidates.append(_of_type(node, None, ["int"]))
            if meaning is not None:
                candidates.append(_of_type(node, deepcopy(meaning.type), meaning.type_words))
        elif isinstance(node.type, nodes.TypeofSpecifier | nodes.EnumSpecifier):
            candidates += [_of_type(node, None, words.split()) for words in _SCALARS]
        elif node.type is None and node.type_words not in (["int"], ["void"], []):
            candidates.append(_of_type(node, None, ["int"]))
            if len(node.type_words) > 1:
                candidates += [
                    _of_type(node, None, [word]) for word in node.type_words if word not in ("int", "signed")
                ]
                candidates.append(_of_type(node, None, [word for word in node.type_words if word != "int"]))
    search.each(candidates)


def results(search: Search) -> None:
    """Functions return nothing."""
    candidates: list[Candidate] = []
    for definition in functions(search.unit):
        name = name_of(definition.declarator)
        declarations = [
            one.specifiers
            for one in search.unit.declarations
            if isinstance(one, nodes.Declaration) and [name] == [name_of(each.declarator) for each in one.declarators]
        ]
        if name == "main" or definition.specifiers.type_words == ["void"]:
            continue
        edits = [edit for one in (definition.specifiers, *declarations) for edit in _of_type(one, None, ["void"])]
        if isinstance(definition.declarator, nodes.PointerDeclarator):
            edits.append(Edit(definition, "declarator", definition.declarator, (definition.declarator.inner,)))
        edits += [
            Edit(node, "value", node.value, (None,))
            for node in walk(definition.body)
            if isinstance(node, nodes.Return) and node.value is not None
        ]
        candidates.append(edits)
    search.each(candidates)


def _of_type(node: nodes.Specifiers, kind: Any, type_words: list[str]) -> Candidate:
    return [Edit(node, "type", node.type, (kind,)), Edit(node, "type_words", node.type_words, (list(type_words),))]


def _typedefs(unit: nodes.TranslationUnit) -> dict[str, nodes.Specifiers]:
    """What plain typedefs (of no array, pointer or function) stand for."""
    found: dict[str, nodes.Specifiers] = {}
    for node in walk(unit):
        if isinstance(node, nodes.Declaration) and "typedef" in node.specifiers.storage:
            for one in node.declarators:
                if isinstance(one.declarator, nodes.NameDeclarator) and one.declarator.name:
                    found[one.declarator.name] = node.specifiers
    return found


def typedefs(search: Search) -> None:
    """A typedef of a record goes; the one declaration that uses it declares the record itself."""
    candidates: list[Candidate] = []
    for place in places(search.unit, nodes.Declaration):
        meaning = place.node.specifiers
        if "typedef" not in meaning.storage or not isinstance(meaning.type, nodes.RecordSpecifier):
            continue
        names = {name_of(one.declarator) for one in place.node.declarators}
        users = [
            one
            for one in walk(search.unit)
            if isinstance(one, nodes.Specifiers) and isinstance(one.type, nodes.TypedefName) and one.type.name in names
        ]
        if len(users) == 1 and place.is_in_list:
            attributes = [*meaning.attributes, *users[0].attributes]
            edits = [place.put(), *_of_type(users[0], meaning.type, [])]
            candidates.append([*edits, Edit(users[0], "attributes", users[0].attributes, (attributes,))])
    search.each(candidates)


# --------------------------------------------------------------------------- smaller objects


def scalars(search: Search) -> None:
    """A record of which one member is used becomes that member, an array one element; names give way to values."""
    for name, declaration, declarator in list(_objects(search.unit)):
        if search.out_of_time:
            return
        uses = [place for place in places(search.unit, nodes.Identifier) if place.node.name == name]
        if uses:
            search.each(
                [
                    *_as_member(search.unit, uses, declaration, declarator),
                    *_as_element(search.unit, uses, declarator),
                    *_as_target(search.unit, uses, declaration, declarator),
                    *_as_value(uses, declaration, declarator),
                ]
            )


def _objects(unit: nodes.TranslationUnit) -> Iterator[tuple[str, Place, nodes.InitDeclarator]]:
    for place in places(unit, nodes.Declaration):
        if "typedef" not in place.node.specifiers.storage and len(place.node.declarators) == 1 and place.is_in_list:
            declarator = place.node.declarators[0]
            name = name_of(declarator.declarator)
            if name and not isinstance(declarator.declarator, nodes.FunctionDeclarator):
                yield name, place, declarator


def _around(unit: nodes.TranslationUnit, uses: list[Place]) -> list[Place]:
    """The places of the expressions that the uses are operands of."""
    wanted = {id(use.owner) for use in uses}
    return [place for place in places(unit, nodes.Expression) if id(place.node) in wanted]


def _as_member(
    unit: nodes.TranslationUnit, uses: list[Place], declaration: Place, declarator: nodes.InitDeclarator
) -> Iterator[Candidate]:
    if not isinstance(declarator.declarator, nodes.NameDeclarator):
        return
    if not all(isinstance(use.owner, nodes.Member) and not use.owner.arrow for use in uses):
        return
    names = {use.owner.name for use in uses}
    if len(names) != 1:
        return
    name = names.pop()
    around = _around(unit, uses)
    for record in [one for one in walk(unit) if isinstance(one, nodes.RecordSpecifier)]:
        members = [
            (member, one)
            for member in record.members or ()
            if isinstance(member, nodes.MemberDeclaration)
            for one in member.declarators
        ]
        for index, (member, one) in enumerate(members):
            if one.declarator is None or name_of(one.declarator) != name:
                continue
            specifiers = deepcopy(member.specifiers)
            specifiers.storage = list(declaration.node.specifiers.storage)
            initial = declarator.initializer
            if isinstance(initial, nodes.InitializerList):
                initial = initial.items[min(index, len(initial.items) - 1)].initializer if initial.items else None
            single = nodes.InitDeclarator(declarator.pos, _renamed(one.declarator, declarator.declarator.name), initial)
            made = nodes.Declaration(declaration.node.pos, specifiers, [single])
            yield [declaration.put(made), *(place.put(place.node.object) for place in around)]


def _renamed(declarator: nodes.Declarator, name: str | None) -> nodes.Declarator:
    copied = deepcopy(declarator)
    inner: Any = copied
    while not isinstance(inner, nodes.NameDeclarator):
        inner = inner.inner
    inner.name = name
    return copied


def _as_element(
    unit: nodes.TranslationUnit, uses: list[Place], declarator: nodes.InitDeclarator
) -> Iterator[Candidate]:
    if not isinstance(declarator.declarator, nodes.ArrayDeclarator):
        return
    if not all(isinstance(use.owner, nodes.Subscript) and use.name == "array" for use in uses):
        return
    around = _around(unit, uses)
    initial = declarator.initializer
    firsts: list[Any] = [initial]
    if isinstance(initial, nodes.InitializerList) and initial.items:
        firsts = [item.initializer for item in initial.items[:3]]
    for first in firsts:
        edits = [Edit(declarator, "declarator", declarator.declarator, (declarator.declarator.inner,))]
        if first is not initial:
            edits.append(Edit(declarator, "initializer", initial, (first,)))
        yield [*edits, *(place.put(place.node.array) for place in around)]


def _as_target(
    unit: nodes.TranslationUnit, uses: list[Place], declaration: Place, declarator: nodes.InitDeclarator
) -> Iterator[Candidate]:
    """What a pointer to a named object points to takes the place of its uses."""
    initial = declarator.initializer
    if not isinstance(initial, nodes.Unary) or initial.operator != "&":
        return
    edits = []
    for place in _around(unit, uses):
        node = place.node
        if isinstance(node, nodes.Unary) and node.operator == "*":
            edits.append(place.put(deepcopy(initial.operand)))
        elif isinstance(node, nodes.Member) and node.arrow:
            edits.append(place.put(nodes.Member(node.pos, deepcopy(initial.operand), node.name, False)))
        else:
            return
    yield [declaration.put(), *edits]


def _as_value(uses: list[Place], declaration: Place, declarator: nodes.InitDeclarator) -> Iterator[Candidate]:
    """The initial value takes the place of an object's uses."""
    initial = declarator.initializer
    if isinstance(initial, nodes.Expression) and len(uses) <= _FEW:
        yield [declaration.put(), *(use.put(deepcopy(initial)) for use in uses)]


# --------------------------------------------------------------------------- output


def prints(search: Search) -> None:
    """`printf("%s %d %d\\n", "name", a, b)` prints one of its numbers; other calls an argument."""
    candidates: list[Candidate] = []
    for place in places(search.unit, nodes.ExpressionStatement):
        call = place.node.expression
        if isinstance(call, nodes.Call) and isinstance(call.function, nodes.Identifier):
            candidates += _printed(place, call) if is_call(call, "printf") else _printing(place, call)
    search.each(candidates)


def _printed(place: Place, call: nodes.Call) -> Iterator[Candidate]:
    if not call.arguments or not isinstance(call.arguments[0], nodes.StringLiteral):
        return
    conversions = _CONVERSION.findall("".join(part.strip('"') for part in call.arguments[0].parts))
    if len(conversions) != len(call.arguments) - 1:
        return
    for conversion, argument in zip(conversions, call.arguments[1:], strict=True):
        if place.is_in_list:
            yield [place.put(nodes.Return(call.pos, argument))]
        form = nodes.StringLiteral(call.pos, [f'"{conversion}\\n"'])
        if not conversion.endswith("s") and call.arguments[0].parts != form.parts:
            made = nodes.Call(call.pos, call.function, [form, argument])
            yield [place.put(nodes.ExpressionStatement(call.pos, made))]


def _printing(place: Place, call: nodes.Call) -> Iterator[Candidate]:
    for argument in call.arguments:
        if isinstance(argument, _CONSTANTS):
            continue
        for form in ("%d", "%lx"):
            literal = nodes.StringLiteral(call.pos, [f'"{form}\\n"'])
            made = nodes.Call(call.pos, nodes.Identifier(call.pos, "printf"), [literal, argument])
            yield [place.put(nodes.ExpressionStatement(call.pos, made))]
