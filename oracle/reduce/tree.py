"""Changes of a syntax tree that can be taken back, and the places where they can be made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from minicc.syntax import nodes
from oracle.syntax_walk import field_names, walk

Declared = nodes.Declaration | nodes.FunctionDefinition | nodes.StaticAssert | nodes.AsmDeclaration | nodes.Pragma
Undo = list[tuple[Any, str, Any]]


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `parts` where `node` is in `owner`'s field `name`.

    In a list any number of parts may follow (none: the node goes), as long as `least` items are left; a field that is
    no list takes exactly one. A list as a whole is replaced when `node` is the list.
    """

    owner: Any
    name: str
    node: Any
    parts: tuple[Any, ...] = ()
    least: int = 0

    def apply(self, undo: Undo) -> bool:
        """Make the change and record how to take it back; False when the node is no longer there."""
        value = getattr(self.owner, self.name)
        if value is self.node:
            if len(self.parts) != 1:
                return False
            undo.append((self.owner, self.name, value))
            setattr(self.owner, self.name, self.parts[0])
            return True
        if not isinstance(value, list) or len(value) - 1 + len(self.parts) < self.least:
            return False
        for index, one in enumerate(value):
            if one is self.node:
                undo.append((self.owner, self.name, value))
                setattr(self.owner, self.name, [*value[:index], *self.parts, *value[index + 1 :]])
                return True
        return False


Candidate = Sequence[Edit]


def apply_all(edits: Iterable[Edit]) -> Undo:
    """Make the changes that can be made; returns how to take them back, empty when there was none."""
    undo: Undo = []
    for edit in edits:
        edit.apply(undo)
    return undo


def take_back(undo: Undo) -> None:
    """Undo what `apply_all` did."""
    for owner, name, value in reversed(undo):
        setattr(owner, name, value)


@dataclass(frozen=True, slots=True)
class Place:
    """`node` in `owner`'s field `name` (an item of it, when that is a list)."""

    owner: Any
    name: str
    node: Any

    def put(self, *parts: Any) -> Edit:
        """The edit that puts `parts` here."""
        return Edit(self.owner, self.name, self.node, parts)

    @property
    def is_in_list(self) -> bool:
        return isinstance(getattr(self.owner, self.name), list)


def places(root: nodes.Node, kind: type[nodes.Node] | tuple[type[nodes.Node], ...]) -> Iterator[Place]:
    """Where nodes of a kind are below `root`, outer ones first."""
    for owner in walk(root):
        for name in field_names(type(owner)):
            value = getattr(owner, name)
            for one in value if isinstance(value, list) else (value,):
                if isinstance(one, kind):
                    yield Place(owner, name, one)


# --------------------------------------------------------------------------- names


def name_of(declarator: nodes.Node | None) -> str | None:
    """The name that a declarator declares."""
    while not isinstance(declarator, nodes.NameDeclarator):
        declarator = getattr(declarator, "inner", None)
        if declarator is None:
            return None
    return declarator.name


def declared_names(declaration: nodes.Node) -> set[str]:
    """Names that a declaration at file scope gives a meaning: of objects, functions, types, tags and enumerators."""
    found: set[str] = set()
    for node in walk(declaration):
        match node:
            case nodes.NameDeclarator() if node.name:
                found.add(node.name)
            case nodes.Enumerator():
                found.add(node.name)
            case nodes.RecordSpecifier() | nodes.EnumSpecifier() if node.tag:
                found.add(f"tag {node.tag}")
    if isinstance(declaration, nodes.FunctionDefinition):
        return {name for name in found if name.startswith("tag ")} | {name_of(declaration.declarator) or ""}
    return found


def used_names(node: nodes.Node) -> set[str]:
    """Names that are mentioned below a node."""
    found: set[str] = set()
    for one in walk(node):
        match one:
            case nodes.Identifier() | nodes.TypedefName():
                found.add(one.name)
            case nodes.RecordSpecifier() | nodes.EnumSpecifier() if one.tag:
                found.add(f"tag {one.tag}")
    return found


def reached(declarations: Sequence[Declared], names: set[str]) -> list[Declared]:
    """The declarations that those of the given names lead to, in their order."""
    facts = [(declared_names(one), used_names(one)) for one in declarations]
    wanted = set(names)
    kept: set[int] = set()
    grown = True
    while grown:
        grown = False
        for index, (declared, used) in enumerate(facts):
            if index not in kept and declared & wanted:
                kept.add(index)
                wanted |= used
                grown = True
    return [one for index, one in enumerate(declarations) if index in kept]


def functions(unit: nodes.TranslationUnit) -> list[nodes.FunctionDefinition]:
    """The function definitions, in their order."""
    return [one for one in unit.declarations if isinstance(one, nodes.FunctionDefinition)]


def foreign_prototypes(unit: nodes.TranslationUnit) -> set[int]:
    """The ids of the nodes that declare functions which are defined elsewhere: their types are given (C11 6.2.7)."""
    defined = {name_of(one.declarator) for one in functions(unit)}
    return {
        id(node)
        for one in walk(unit)
        if isinstance(one, nodes.Declaration)
        and _declares_function(one)
        and not defined & {name_of(each.declarator) for each in one.declarators}
        for node in walk(one)
    }


def _declares_function(declaration: nodes.Declaration) -> bool:
    return "typedef" not in declaration.specifiers.storage and any(
        isinstance(node, nodes.FunctionDeclarator) and isinstance(node.inner, nodes.NameDeclarator)
        for one in declaration.declarators
        for node in walk(one)
    )


def is_call(node: object, name: str) -> bool:
    """Whether a node is a call of the function of that name."""
    return isinstance(node, nodes.Call) and isinstance(node.function, nodes.Identifier) and node.function.name == name
