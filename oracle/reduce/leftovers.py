"""Steps for what no longer runs: a compiler that fails does so on code that nothing leads to."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from minicc.syntax import nodes
from oracle.reduce.search import Search
from oracle.reduce.tree import Edit, functions, name_of, places, used_names
from oracle.syntax_walk import walk

_FEW = 6


def into_main(search: Search) -> None:
    """The body of a function that nobody mentions becomes that of `main`; its parameters become objects."""
    definitions = {name_of(one.declarator): one for one in functions(search.unit)}
    main = definitions.pop("main", None)
    if main is None:
        return
    for name, definition in definitions.items():
        others = [one for one in search.unit.declarations if one is not definition]
        if any(name in used_names(one) for one in others) or definition.parameter_declarations:
            continue
        parameters = _parameters(definition)
        items = [*map(_local, parameters), *definition.body.items]
        body = nodes.Compound(main.body.pos, items, main.body.end, list(definition.body.labels))
        search.take(
            Edit(main, "body", main.body, (body,)),
            Edit(search.unit, "declarations", search.unit.declarations, (others,)),
        )


def _parameters(definition: nodes.FunctionDefinition) -> list[nodes.Parameter]:
    declarator: nodes.Node | None = definition.declarator
    while declarator is not None and not isinstance(declarator, nodes.FunctionDeclarator):
        declarator = getattr(declarator, "inner", None)
    found = declarator.parameters if declarator is not None else None
    return [one for one in found or () if name_of(one.declarator) is not None]


def _local(parameter: nodes.Parameter) -> nodes.Declaration:
    return nodes.Declaration(
        parameter.pos, parameter.specifiers, [nodes.InitDeclarator(parameter.pos, parameter.declarator)]
    )


def initial_values(search: Search) -> None:
    """An object that nobody mentions becomes an int with one of the values in its initial value."""
    for place in list(places(search.unit, nodes.Declaration)):
        declaration = place.node
        if len(declaration.declarators) != 1 or not place.is_in_list or "typedef" in declaration.specifiers.storage:
            continue
        declarator = declaration.declarators[0]
        name = name_of(declarator.declarator)
        is_simple = declaration.specifiers.type_words == ["int"] and isinstance(
            declarator.declarator, nodes.NameDeclarator
        )
        if name is None or is_simple or declarator.initializer is None or name in used_names(search.unit):
            continue
        search.each([[place.put(_int(declarator, name, value))] for value in _values(declarator.initializer)])


def _values(initial: nodes.Node) -> Iterator[nodes.Expression]:
    found = [initial] if isinstance(initial, nodes.Expression) else []
    found += [
        node.initializer
        for node in walk(initial)
        if isinstance(node, nodes.InitializerItem) and isinstance(node.initializer, nodes.Expression)
    ]
    yield from found[:_FEW]


def _int(declarator: nodes.InitDeclarator, name: str, value: nodes.Expression) -> nodes.Declaration:
    plain = nodes.InitDeclarator(declarator.pos, nodes.NameDeclarator(declarator.pos, name), deepcopy(value))
    return nodes.Declaration(declarator.pos, nodes.Specifiers(declarator.pos, type_words=["int"]), [plain])
