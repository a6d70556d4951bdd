"""Steps across functions: a call becomes the body of what it calls."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from minicc.syntax import nodes
from oracle.reduce.search import Search
from oracle.reduce.tree import Candidate, Edit, Place, apply_all, is_call, name_of, places
from oracle.syntax_walk import walk

_ROOM = 400


def inline_calls(search: Search) -> None:
    """Calls of functions that are one expression, or a list of statements called for its effects, become that."""
    before, search.room = search.room, _ROOM
    for definition in list(search.unit.declarations):
        if not isinstance(definition, nodes.FunctionDefinition) or search.out_of_time:
            continue
        declarator = definition.declarator
        if not isinstance(declarator, nodes.FunctionDeclarator) or not isinstance(
            declarator.inner, nodes.NameDeclarator
        ):
            continue
        parameters = _parameters(declarator)
        name = declarator.inner.name
        calls_itself = any(isinstance(node, nodes.Identifier) and node.name == name for node in walk(definition.body))
        if parameters is not None and name not in (None, "main") and not calls_itself:
            search.each(list(_inlined(search.unit, str(name), parameters, definition.body)))
    search.room = before


def _parameters(declarator: nodes.FunctionDeclarator) -> list[nodes.Parameter] | None:
    """Named parameters; None for a function that cannot be taken apart."""
    found = list(declarator.parameters or [])
    if declarator.variadic or declarator.identifiers:
        return None
    if len(found) == 1 and found[0].specifiers.type_words == ["void"] and name_of(found[0].declarator) is None:
        return []
    return found if all(name_of(one.declarator) is not None for one in found) else None


def _inlined(
    unit: nodes.TranslationUnit, name: str, parameters: list[nodes.Parameter], body: nodes.Compound
) -> Iterator[Candidate]:
    for place in places(unit, nodes.ExpressionStatement):
        call = place.node.expression
        if is_call(call, name) and len(call.arguments) == len(parameters):
            yield from _statements(place, call, parameters, body)
    for place in places(unit, nodes.Expression):
        call = place.node
        if not is_call(call, name) or len(call.arguments) != len(parameters):
            continue
        value = _value(body)
        if value is not None:
            holder = nodes.ExpressionStatement(call.pos, deepcopy(value))
            _put_arguments(holder, parameters, call.arguments)
            if holder.expression is not None:
                yield [place.put(holder.expression)]


def _value(body: nodes.Compound) -> nodes.Expression | None:
    """The one expression that a function is."""
    if len(body.items) != 1:
        return None
    item = body.items[0]
    if isinstance(item, nodes.Return):
        return item.value
    return item.expression if isinstance(item, nodes.ExpressionStatement) else None


def _statements(
    place: Place, call: nodes.Call, parameters: list[nodes.Parameter], body: nodes.Compound
) -> Iterator[Candidate]:
    """The call's statement becomes the body, with the arguments in place of the parameters or as initial values."""
    if any(isinstance(node, nodes.Return | nodes.Labeled) for node in walk(nodes.Compound(0, body.items[:-1], 0))):
        return
    copied = _without_return(deepcopy(body))
    if copied is None:
        return
    _put_arguments(copied, parameters, call.arguments)
    yield [place.put(copied)]
    declared: list[Any] = [
        nodes.Declaration(
            call.pos, deepcopy(one.specifiers), [nodes.InitDeclarator(call.pos, deepcopy(one.declarator), argument)]
        )
        for one, argument in zip(parameters, call.arguments, strict=True)
    ]
    again = _without_return(deepcopy(body))
    if declared and again is not None:
        yield [place.put(nodes.Compound(call.pos, [*declared, *again.items], call.pos))]


def _without_return(body: nodes.Compound) -> nodes.Compound | None:
    """The body, whose last statement may return something that is not needed; None when that is too deep inside."""
    if body.items and isinstance(last := body.items[-1], nodes.Return):
        body.items = body.items[:-1]
        if last.value is not None:
            body.items.append(nodes.ExpressionStatement(last.pos, last.value))
    return None if any(isinstance(node, nodes.Return | nodes.Labeled) for node in walk(body)) else body


def _put_arguments(root: nodes.Node, parameters: list[nodes.Parameter], arguments: list[nodes.Expression]) -> None:
    values = {name_of(one.declarator): argument for one, argument in zip(parameters, arguments, strict=True)}
    edits: list[Edit] = [
        place.put(deepcopy(values[place.node.name]))
        for place in places(root, nodes.Identifier)
        if place.node.name in values
    ]
    apply_all(edits)
