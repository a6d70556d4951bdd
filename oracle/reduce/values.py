"""Reduction by known values: steps that change nothing of what a program does, so that only the subject need be asked.

The reference's answer stays what it was, and no step can make anything undefined: statements that were never reached
go, expressions without effects become the value they always had, and stores into objects that nobody reads go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from minicc.syntax import nodes
from oracle.bisect.behaviour import Workshop
from oracle.reduce.observe import Site, constants, has_effects, observe
from oracle.syntax_walk import walk

if TYPE_CHECKING:
    from oracle.reduce.own import Reducer

_Edit = tuple[Site, nodes.Node | None]


def reduce_by_values(reducer: Reducer, shop: Workshop) -> None:
    """Shrink the reducer's tree by what one run of the program shows; nothing happens when it cannot be watched."""
    for _ in range(3):
        before = reducer.best
        _drop_unread(reducer)
        observed = observe(reducer.unit, shop)
        if observed is None:
            return
        _apply(reducer, [(site, _nothing(site)) for site in observed.dead])
        _drop_nothings(reducer)
        zeros = [(site, nodes.IntegerConstant(site.node.pos, "0")) for site in observed.unevaluated]
        _outermost(reducer, [(site, site.value) for site in constants(observed.known)])
        _outermost(reducer, [edit for edit in zeros if not has_effects(edit[0].node)])
        _drop_unread(reducer)
        if reducer.best == before or reducer.out_of_time:
            return


def _outermost(reducer: Reducer, edits: Sequence[tuple[Site, nodes.Expression | None]]) -> None:
    """Replace the outermost expressions, and where that loses the divergence, those inside them."""
    pending: list[_Edit] = [(site, value) for site, value in edits]
    while pending and not reducer.out_of_time:
        level, inside = [], set()
        rest: list[_Edit] = []
        for edit in pending:
            node = edit[0].node
            if id(node) in inside:
                rest.append(edit)
            else:
                level.append(edit)
                inside |= {id(one) for one in walk(node)}
        _apply(reducer, level)
        pending = [edit for edit in rest if edit[0].is_there]
        attached = {id(node) for node in walk(reducer.unit)}
        pending = [edit for edit in pending if id(edit[0].owner) in attached]


def _apply(reducer: Reducer, edits: Sequence[_Edit]) -> None:
    """Make as many of the edits as the test lets through: all at once, else halves of them."""
    edits = [edit for edit in edits if edit[0].is_there]
    if not edits or reducer.out_of_time:
        return
    for site, value in edits:
        site.put(value)
    if reducer.keeps():
        return
    for site, _ in reversed(edits):
        site.put(site.node)
    if len(edits) > 1:
        middle = len(edits) // 2
        _apply(reducer, edits[:middle])
        _apply(reducer, edits[middle:])


def _nothing(site: Site) -> nodes.Node | None:
    if site.name == "otherwise":
        return None
    if isinstance(site.owner, nodes.FunctionDefinition):
        return nodes.Compound(site.node.pos, [], site.node.pos)
    return nodes.ExpressionStatement(site.node.pos, None)


def _drop_nothings(reducer: Reducer) -> None:
    """Null statements in blocks go, in one step."""
    undo = []
    for node in walk(reducer.unit):
        if isinstance(node, nodes.Compound) and any(_is_null(item) for item in node.items):
            undo.append((node, node.items))
            node.items = [item for item in node.items if not _is_null(item)]
    if undo and not reducer.keeps():
        for node, items in undo:
            node.items = items


def _is_null(item: nodes.Node) -> bool:
    return isinstance(item, nodes.ExpressionStatement) and item.expression is None


def _drop_unread(reducer: Reducer) -> None:
    """Stores into objects that are only stored into go; what their values do besides stays."""
    while not reducer.out_of_time:
        size = len(reducer.best)
        arrays = _arrays(reducer.unit)
        stores = list(_stores(reducer.unit, arrays))
        stored = Counter(name for name, _ in stores)
        used = Counter(node.name for node in walk(reducer.unit) if isinstance(node, nodes.Identifier))
        unread = {name for name, count in stored.items() if count == used[name]}
        _apply(reducer, [(site, _effect_of(site)) for name, site in stores if name in unread])
        _drop_nothings(reducer)
        if len(reducer.best) == size:
            return


def _arrays(unit: nodes.TranslationUnit) -> set[str]:
    """The names that stand for arrays wherever they are declared: never for a pointer into another object."""
    arrays: set[str] = set()
    others: set[str] = set()
    for node in walk(unit):
        if isinstance(node, nodes.InitDeclarator | nodes.Parameter):
            declarator: nodes.Declarator = node.declarator
            is_array = False
            while isinstance(declarator, nodes.PointerDeclarator | nodes.ArrayDeclarator | nodes.FunctionDeclarator):
                is_array = isinstance(declarator, nodes.ArrayDeclarator)
                declarator = declarator.inner
            if isinstance(declarator, nodes.NameDeclarator) and declarator.name:
                (arrays if is_array and isinstance(node, nodes.InitDeclarator) else others).add(declarator.name)
    return arrays - others


def _stores(unit: nodes.TranslationUnit, arrays: set[str]) -> Iterator[tuple[str, Site]]:
    """The statements that do nothing but store into (a part of) an object, with its name."""
    for owner in walk(unit):
        for name in ("items", "then", "otherwise", "body", "statement"):
            value = getattr(owner, name, None)
            for index, node in enumerate(value) if isinstance(value, list) else ((None, value),):
                if isinstance(node, nodes.ExpressionStatement) and (stored := _stored_name(node.expression, arrays)):
                    yield stored, Site(owner, name, index, node)


def _stored_name(expression: nodes.Expression | None, arrays: set[str]) -> str | None:
    if isinstance(expression, nodes.Assignment):
        target = expression.target
    elif isinstance(expression, nodes.IncrementDecrement):
        target = expression.operand
    else:
        return None
    subscripted = False
    while isinstance(target, nodes.Subscript | nodes.Member):
        if isinstance(target, nodes.Subscript):
            if has_effects(target.index) or isinstance(target.array, nodes.Member):
                return None
            target, subscripted = target.array, True
        elif target.arrow:
            return None
        else:
            target = target.object
    if not isinstance(target, nodes.Identifier) or (subscripted and target.name not in arrays):
        return None
    return target.name


def _effect_of(site: Site) -> nodes.Statement:
    expression = site.node.expression
    if isinstance(expression, nodes.Assignment) and has_effects(expression.value):
        return nodes.ExpressionStatement(site.node.pos, expression.value)
    return nodes.ExpressionStatement(site.node.pos, None)
