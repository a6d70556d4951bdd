"""Steps on declarations and statements: what is not needed goes, what is nested comes out.

Hierarchical delta debugging (Misherghi, Su: "HDD", ICSE 2006): the outermost statements of all functions first, in ever
smaller groups, then those inside what is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from minicc.syntax import nodes
from oracle.reduce.search import Search
from oracle.reduce.tree import Candidate, Edit, Place, declared_names, functions, name_of, places, reached
from oracle.syntax_walk import children, walk

_UNITS = 300
"""Up to so many names each is tried by itself."""


def unreachable(search: Search) -> None:
    """Everything at file scope that `main` does not lead to goes in one step (headers, mostly)."""
    before = search.unit.declarations
    search.take(Edit(search.unit, "declarations", before, (reached(before, {"main"}),)))


def one_function(search: Search) -> None:
    """All but what one function leads to goes, if the divergence is there already."""
    before = search.unit.declarations
    search_for = [{"main"}, *({"main", name_of(one.declarator) or ""} for one in functions(search.unit))]
    for names in search_for:
        kept = reached(before, names)
        if len(kept) < len(before) and search.take(Edit(search.unit, "declarations", before, (kept,))):
            return


def declarations(search: Search) -> None:
    """Declarations at file scope."""
    search.drop(search.unit, "declarations")


def statements(search: Search) -> None:
    """Statements of blocks, those of the outermost blocks first."""
    depth = 0
    while blocks := _blocks(search.unit, depth):
        search.split(
            Edit(block, "items", item)
            for block in reversed(blocks)
            for item in reversed(block.items)
            if not isinstance(item, nodes.Declaration)
        )
        unreachable(search)
        unused(search)
        depth += 1
        if search.out_of_time:
            return


def _blocks(unit: nodes.TranslationUnit, depth: int) -> list[nodes.Compound]:
    """The blocks that so many others are around."""
    level: list[nodes.Node] = [one.body for one in functions(unit)]
    for _ in range(depth):
        level = [inner for block in level for child in children(block) for inner in _outermost_blocks(child)]
    return [block for block in level if isinstance(block, nodes.Compound) and block.items]


def _outermost_blocks(node: nodes.Node) -> Iterator[nodes.Compound]:
    if isinstance(node, nodes.Compound):
        yield node
        return
    for child in children(node):
        yield from _outermost_blocks(child)


def unused(search: Search) -> None:
    """Declarations of what is never mentioned."""
    while not search.out_of_time:
        before = search.best
        mentioned = _mentioned(search.unit)
        edits: list[Edit] = []
        for place in places(search.unit, nodes.Declaration):
            names = declared_names(place.node)
            if not place.is_in_list or names & mentioned.keys() or _declares_tag(place.node):
                edits += [
                    Edit(place.node, "declarators", one, (), 1)
                    for one in place.node.declarators
                    if name_of(one.declarator) not in mentioned
                ]
            else:
                edits.append(place.put())
        search.split(edits)
        if search.best == before:
            return


def _mentioned(unit: nodes.TranslationUnit) -> Counter[str]:
    return Counter(
        one.name if isinstance(one, nodes.Identifier | nodes.TypedefName) else f"tag {one.tag}"
        for one in walk(unit)
        if isinstance(one, nodes.Identifier | nodes.TypedefName)
        or (isinstance(one, nodes.RecordSpecifier) and one.members is None)
    )


def _declares_tag(declaration: nodes.Declaration) -> bool:
    return isinstance(declaration.specifiers.type, nodes.EnumSpecifier)


def with_their_uses(search: Search) -> None:
    """A name's declaration goes together with all statements that mention it."""
    names = sorted(_own_names(search.unit), reverse=True)
    if len(names) <= _UNITS:
        search.each([candidate for name in names if (candidate := _without(search.unit, name))])


def _own_names(unit: nodes.TranslationUnit) -> set[str]:
    found = {name for one in functions(unit) if (name := name_of(one.declarator)) and name != "main"}
    for node in walk(unit):
        if isinstance(node, nodes.Declaration):
            found |= {
                name
                for one in node.declarators
                if not isinstance(one.declarator, nodes.FunctionDeclarator) and (name := name_of(one.declarator))
            }
        elif isinstance(node, nodes.MemberDeclarator) and (name := name_of(node.declarator)):
            found.add(name)
    return found


def _without(unit: nodes.TranslationUnit, name: str) -> Candidate:
    edits: list[Edit] = []
    for place in places(unit, (nodes.Declaration, nodes.FunctionDefinition, nodes.MemberDeclaration)):
        node = place.node
        declared = [node] if isinstance(node, nodes.FunctionDefinition) else node.declarators
        mine = [one for one in declared if name_of(one.declarator) == name]
        if mine and len(mine) == len(declared) and place.is_in_list:
            edits.append(place.put())
        else:
            edits += [Edit(node, "declarators", one) for one in mine]
    for place in places(
        unit, (nodes.ExpressionStatement, nodes.Return, nodes.If, nodes.While, nodes.For, nodes.Switch)
    ):
        head = [child for child in children(place.node) if not isinstance(child, nodes.Statement)]
        if any(_mentions(one, name) for child in head for one in walk(child)):
            edits.append(
                place.put() if place.is_in_list else place.put(nodes.ExpressionStatement(place.node.pos, None))
            )
    return edits


def _mentions(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Identifier | nodes.Member | nodes.MemberDesignator) and node.name == name


# --------------------------------------------------------------------------- nesting


def hoists(search: Search) -> None:
    """Replace a statement by a part of it."""
    search.each([candidate for place in places(search.unit, nodes.Statement) for candidate in _hoisted(place)])


def _hoisted(place: Place) -> Iterator[Candidate]:
    node = place.node
    if isinstance(place.owner, nodes.FunctionDefinition | nodes.StatementExpression):
        return
    for parts in _parts_of_statement(node):
        items = [
            item
            for part in parts
            for item in (part.items if place.is_in_list and isinstance(part, nodes.Compound) else [part])
        ]
        if place.is_in_list:
            yield [place.put(*items)]
        else:
            yield [place.put(items[0] if len(items) == 1 else nodes.Compound(node.pos, items, node.pos))]


def _parts_of_statement(node: nodes.Node) -> Iterator[list[nodes.Statement | nodes.Declaration | nodes.StaticAssert]]:
    match node:
        case nodes.If():
            yield [node.then]
            if node.otherwise is not None:
                yield [node.otherwise]
                yield [nodes.If(node.pos, node.condition, node.then, None)]
            yield [nodes.ExpressionStatement(node.pos, node.condition)]
        case nodes.For():
            yield [node.body]
            if isinstance(node.initial, nodes.Expression):
                yield [nodes.ExpressionStatement(node.pos, node.initial), node.body]
            elif node.initial is not None:
                yield [node.initial, node.body]
        case nodes.While() | nodes.DoWhile():
            yield [node.body]
        case nodes.Switch():
            yield _without_labels(node.body)
        case nodes.Labeled() | nodes.Case() | nodes.Default():
            yield [node.statement]
        case nodes.Compound() if not any(isinstance(item, nodes.Declaration) for item in node.items):
            yield [item for item in node.items if isinstance(item, nodes.Statement)]
        case nodes.Compound():
            yield [*node.items]
        case nodes.ExpressionStatement(expression=nodes.Call() as call):
            for argument in call.arguments:
                yield [nodes.ExpressionStatement(node.pos, argument)]


def _without_labels(body: nodes.Statement) -> list[nodes.Statement | nodes.Declaration | nodes.StaticAssert]:
    """The statements of a switch, as if they were executed one after the other."""
    found: list[nodes.Statement | nodes.Declaration | nodes.StaticAssert] = []
    for item in body.items if isinstance(body, nodes.Compound) else [body]:
        while isinstance(item, nodes.Case | nodes.Default):
            item = item.statement
        if not isinstance(item, nodes.Break):
            found.append(item)
    return found
