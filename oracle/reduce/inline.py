"""Steps across functions: a call becomes the body of what it calls, and a `printf` prints one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from minicc.syntax import nodes
from oracle.reduce.observe import Site
from oracle.syntax_walk import field_names, walk

if TYPE_CHECKING:
    from oracle.reduce.own import Reducer

_CONVERSION = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?(?:hh|h|ll|l|L|z|j|t)?[diouxXeEfFgGaAcsp]")

_ROOM = 400


def inline_calls(reducer: Reducer) -> None:
    """Calls of functions that are one expression, or a list of statements called for its effects, become that."""
    before, reducer.room = reducer.room, _ROOM
    for definition in list(reducer.unit.declarations):
        if not isinstance(definition, nodes.FunctionDefinition) or reducer.out_of_time:
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
            _inline(reducer, str(name), parameters, definition.body)
    reducer.room = before


def simplify_prints(reducer: Reducer) -> None:
    """`printf("%s %d %d\\n", "name", a, b)` prints only one of its numbers."""
    for site in list(_expressions(reducer.unit)):
        call = site.node
        if not isinstance(call, nodes.Call) or getattr(call.function, "name", "") != "printf" or not site.is_there:
            continue
        if not call.arguments or not isinstance(call.arguments[0], nodes.StringLiteral):
            continue
        conversions = _CONVERSION.findall("".join(part.strip('"') for part in call.arguments[0].parts))
        shown = list(zip(conversions, call.arguments[1:], strict=False))
        for conversion, argument in shown if len(conversions) == len(call.arguments) - 1 else ():
            form = nodes.StringLiteral(call.pos, [f'"{conversion}\\n"'])
            if conversion.endswith("s") or call.arguments[0].parts == form.parts:
                continue
            if _replace(reducer, site, nodes.Call(call.pos, call.function, [form, argument])):
                break


def _replace(reducer: Reducer, site: Site, value: nodes.Node) -> bool:
    site.put(value)
    if reducer.keeps():
        return True
    site.put(site.node)
    return False


def _parameters(declarator: nodes.FunctionDeclarator) -> list[nodes.Parameter] | None:
    """Named parameters; None for a function that cannot be taken apart."""
    found = list(declarator.parameters or [])
    if declarator.variadic or declarator.identifiers:
        return None
    if all(_name_of(one.declarator) is not None for one in found):
        return found
    return None


def _name_of(declarator: nodes.Declarator) -> str | None:
    while not isinstance(declarator, nodes.NameDeclarator):
        inner = getattr(declarator, "inner", None)
        if not isinstance(inner, nodes.Declarator):
            return None
        declarator = inner
    return declarator.name


def _inline(reducer: Reducer, name: str, parameters: list[nodes.Parameter], body: nodes.Compound) -> None:
    for site in list(_expressions(reducer.unit)):
        call = site.node
        is_call = isinstance(call, nodes.Call) and getattr(call.function, "name", "") == name
        if not is_call or not site.is_there or len(call.arguments) != len(parameters) or reducer.out_of_time:
            continue
        if isinstance(site.owner, nodes.ExpressionStatement) and _inline_statements(
            reducer, site.owner, call, parameters, body
        ):
            continue
        if len(body.items) != 1 or not isinstance(body.items[0], nodes.Return | nodes.ExpressionStatement):
            continue
        item = body.items[0]
        value = item.value if isinstance(item, nodes.Return) else item.expression
        if value is not None:
            arguments = {str(_name_of(one.declarator)): a for one, a in zip(parameters, call.arguments, strict=True)}
            holder = nodes.ExpressionStatement(call.pos, deepcopy(value))
            _put_arguments(holder, arguments)
            if holder.expression is not None:
                _replace(reducer, site, holder.expression)


def _inline_statements(
    reducer: Reducer,
    statement: nodes.ExpressionStatement,
    call: nodes.Call,
    parameters: list[nodes.Parameter],
    body: nodes.Compound,
) -> bool:
    """The call's statement becomes the body, with the arguments in place of the parameters or as initial values."""
    if any(isinstance(node, nodes.Return | nodes.Labeled) for node in walk(body)):
        return False
    place = next((site for site in _statements(reducer.unit) if site.node is statement), None)
    if place is None:
        return False
    arguments = {str(_name_of(one.declarator)): a for one, a in zip(parameters, call.arguments, strict=True)}
    copied = deepcopy(body)
    _put_arguments(copied, arguments)
    if _replace(reducer, place, copied):
        return True
    declared: list[Any] = [
        nodes.Declaration(
            call.pos, deepcopy(one.specifiers), [nodes.InitDeclarator(call.pos, deepcopy(one.declarator), argument)]
        )
        for one, argument in zip(parameters, call.arguments, strict=True)
    ]
    return _replace(reducer, place, nodes.Compound(call.pos, [*declared, *deepcopy(body).items], call.pos))


def _put_arguments(root: nodes.Node, arguments: dict[str, nodes.Expression]) -> None:
    for site in list(_expressions(root)):
        if isinstance(site.node, nodes.Identifier) and site.node.name in arguments:
            site.put(deepcopy(arguments[site.node.name]))


def _expressions(root: nodes.Node) -> Iterator[Site]:
    yield from _sites(root, nodes.Expression)


def _statements(root: nodes.Node) -> Iterator[Site]:
    yield from _sites(root, nodes.Statement)


def _sites(root: nodes.Node, kind: type[nodes.Node]) -> Iterator[Site]:
    for owner in walk(root):
        for name in field_names(type(owner)):
            value = getattr(owner, name)
            for index, node in enumerate(value) if isinstance(value, list) else ((None, value),):
                if isinstance(node, kind):
                    yield Site(owner, name, index, node)
