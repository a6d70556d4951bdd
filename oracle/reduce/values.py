"""Reduction by known values: steps that change nothing of what a program does, so that only the subject need be asked.

The reference's answer stays what it was, and no step can make anything undefined: statements that were never reached
go, expressions without effects become the value they always had, branches whose condition is a constant become the
statement that is taken, loops that ran once their body, and stores into objects that nobody reads go.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set

from minicc.syntax import nodes
from oracle.bisect.behaviour import Workshop
from oracle.reduce.observe import Site, constants, has_effects, observe, pure_functions
from oracle.reduce.search import Search
from oracle.reduce.tree import Edit, Place, name_of, places
from oracle.syntax_walk import walk

_ROUNDS = 3


def reduce_by_values(search: Search, shop: Workshop) -> None:
    """Shrink the program by what one run of it shows; nothing happens when it cannot be watched."""
    for _ in range(_ROUNDS):
        before = search.best
        _drop_unread(search)
        observed = observe(search.unit, shop)
        if observed is None:
            return
        pure = pure_functions(search.unit)
        search.split(site.edit(*_nothing(site)) for site in observed.dead)
        _drop_nothings(search)
        search.split(_run_once(search.unit, observed.once))
        zeros = [(site, nodes.IntegerConstant(site.node.pos, "0")) for site in observed.unevaluated]
        _outermost(search, [(site, site.value) for site in constants(observed.known, pure)])
        _outermost(search, [edit for edit in zeros if not has_effects(edit[0].node, pure)])
        search.split(_decided(search.unit))
        _drop_unread(search, pure)
        if search.best == before or search.out_of_time:
            return


def _outermost(search: Search, edits: Sequence[tuple[Site, nodes.Expression | None]]) -> None:
    """Replace the outermost expressions, and where that loses the divergence, those inside them."""
    pending = list(edits)
    while pending and not search.out_of_time:
        level: list[Edit] = []
        inside: set[int] = set()
        rest: list[tuple[Site, nodes.Expression | None]] = []
        for site, value in pending:
            if id(site.node) in inside:
                rest.append((site, value))
            else:
                level.append(site.edit(value))
                inside |= {id(one) for one in walk(site.node)}
        search.split(level)
        attached = {id(node) for node in walk(search.unit)} if rest else set()
        pending = [one for one in rest if id(one[0].node) in attached]


def _nothing(site: Site) -> tuple[nodes.Node | None, ...]:
    """What takes the place of a statement that is not wanted."""
    if site.name == "otherwise":
        return (None,)
    if isinstance(site.owner, nodes.FunctionDefinition):
        return (nodes.Compound(site.node.pos, [], site.node.pos),)
    return (nodes.ExpressionStatement(site.node.pos, None),)


def _drop_nothings(search: Search) -> None:
    """Null statements in blocks go, in one step."""
    search.take(
        *(
            Edit(node, "items", node.items, ([item for item in node.items if not _is_null(item)],))
            for node in walk(search.unit)
            if isinstance(node, nodes.Compound) and any(_is_null(item) for item in node.items)
        )
    )


def _is_null(item: nodes.Node) -> bool:
    return isinstance(item, nodes.ExpressionStatement) and item.expression is None


def _run_once(unit: nodes.TranslationUnit, once: Sequence[Site]) -> Iterator[Edit]:
    """Loops that were reached once, as were their bodies, become what they did that once."""
    reached = {id(site.node) for site in once}
    where = {id(place.node): place for place in places(unit, nodes.Statement)}
    for site in once:
        loop, body = site.owner, site.node
        if site.name != "body" or id(loop) not in reached or id(loop) not in where:
            continue
        if any(isinstance(one, nodes.Break | nodes.Continue | nodes.Labeled) for one in walk(body)):
            continue
        parts: list[nodes.Statement | nodes.Declaration | None] = [body]
        if isinstance(loop, nodes.For):
            initial = loop.initial if isinstance(loop.initial, nodes.Declaration) else _statement(loop.initial)
            parts = [initial, _statement(loop.condition), body, _statement(loop.step), _statement(loop.condition)]
        elif isinstance(loop, nodes.While | nodes.DoWhile):
            condition = _statement(loop.condition)
            parts = [condition if isinstance(loop, nodes.While) else None, body, condition]
        items = [part for part in parts if part is not None]
        yield where[id(loop)].put(nodes.Compound(loop.pos, [*items], loop.pos))


def _statement(expression: nodes.Expression | None) -> nodes.Statement | None:
    """The expression for its effects; None when it has none."""
    if expression is None or not has_effects(expression):
        return None
    return nodes.ExpressionStatement(expression.pos, expression)


def _decided(unit: nodes.TranslationUnit) -> Iterator[Edit]:
    """Branches and loops whose condition is a constant become what is executed of them."""
    for place in places(unit, (nodes.If, nodes.While)):
        statement = place.node
        value = _truth(statement.condition)
        if value is None or any(isinstance(one, nodes.Labeled | nodes.Case | nodes.Default) for one in walk(statement)):
            continue
        nothing = nodes.ExpressionStatement(statement.pos, None)
        if isinstance(statement, nodes.If):
            yield place.put(statement.then if value else statement.otherwise or nothing)
        elif not value:
            yield place.put(nothing)


def _truth(condition: nodes.Expression) -> bool | None:
    """Whether a constant is not zero; None for what is no plain constant."""
    if isinstance(condition, nodes.Unary) and condition.operator == "-":
        condition = condition.operand
    if not isinstance(condition, nodes.IntegerConstant):
        return None
    try:
        return int(condition.text.rstrip("uUlL"), 0) != 0
    except ValueError:
        return None


def _drop_unread(search: Search, pure: Set[str] = frozenset()) -> None:
    """Stores into objects that are only stored into go; what their values do besides stays."""
    while not search.out_of_time:
        size = len(search.best)
        arrays = _arrays(search.unit)
        stores = list(_stores(search.unit, arrays))
        stored = Counter(name for name, _ in stores)
        used = Counter(node.name for node in walk(search.unit) if isinstance(node, nodes.Identifier))
        unread = {name for name, count in stored.items() if count == used[name]}
        search.split(place.put(_effect_of(place.node, pure)) for name, place in stores if name in unread)
        _drop_nothings(search)
        if len(search.best) == size:
            return


def _arrays(unit: nodes.TranslationUnit) -> set[str]:
    """The names that stand for arrays wherever they are declared: never for a pointer into another object."""
    arrays: set[str] = set()
    others: set[str] = set()
    for node in walk(unit):
        if isinstance(node, nodes.InitDeclarator | nodes.Parameter) and (name := name_of(node.declarator)):
            declarator: nodes.Declarator = node.declarator
            is_array = False
            while isinstance(declarator, nodes.PointerDeclarator | nodes.ArrayDeclarator | nodes.FunctionDeclarator):
                is_array = isinstance(declarator, nodes.ArrayDeclarator)
                declarator = declarator.inner
            (arrays if is_array and isinstance(node, nodes.InitDeclarator) else others).add(name)
    return arrays - others


def _stores(unit: nodes.TranslationUnit, arrays: set[str]) -> Iterator[tuple[str, Place]]:
    """The statements that do nothing but store into (a part of) an object, with its name."""
    for place in places(unit, nodes.ExpressionStatement):
        if not isinstance(place.owner, nodes.StatementExpression) and (
            stored := _stored_name(place.node.expression, arrays)
        ):
            yield stored, place


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


def _effect_of(statement: nodes.ExpressionStatement, pure: Set[str]) -> nodes.Statement:
    expression = statement.expression
    if isinstance(expression, nodes.Assignment) and has_effects(expression.value, pure):
        return nodes.ExpressionStatement(statement.pos, expression.value)
    return nodes.ExpressionStatement(statement.pos, None)
