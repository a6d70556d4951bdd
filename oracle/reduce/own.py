"""A hierarchical reducer on the syntax tree: whole declarations first, then statements, then expressions.

Delta debugging on lists (Hierarchical Delta Debugging: Misherghi, Su 2006) and replacement of a node by one
of its parts. The tree is changed in place; a change that the test refuses is undone.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse
from oracle.bisect.behaviour import Workshop
from oracle.reduce.inline import inline_calls, simplify_prints
from oracle.syntax_walk import children, field_names, walk

Test = Callable[[str], bool]
Step = Callable[["Reducer"], None]
_Declared = nodes.Declaration | nodes.FunctionDefinition | nodes.StaticAssert | nodes.AsmDeclaration | nodes.Pragma


class KnownValues(Protocol):
    """What reduction by known values needs: a place to run things, and a test of the subject alone."""

    @property
    def shop(self) -> Workshop: ...

    def quick_test(self, text: str) -> Test | None:
        """A test for programs that do what `text` does: whether the subject gets them wrong. None if it cannot be."""
        ...


@dataclass(slots=True)
class Reducer:
    """One reduction. `deadline` is a time.monotonic() value; `progress` hears the size after each accepted change."""

    unit: nodes.TranslationUnit
    source: SourceText
    test: Test
    deadline: float
    progress: Callable[[int], None] = lambda size: None
    best: str = ""
    accepted: list[str] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    is_valid: Callable[[], bool] = lambda: True
    known_values: KnownValues | None = None
    cheap_test: Test | None = None
    """A necessary part of `test`; what it lets through is tested in full after each step, not at each change."""

    room: int = 40
    """How many characters a step may add, in the hope that others take away more."""

    def run(self) -> str:
        """The smallest program found; every accepted step is in `accepted`, oldest first."""
        self.best = unparse(self.unit)
        self.is_valid = self._is_checkable
        if not self.is_valid():
            self.is_valid = lambda: True
        size = -1
        while size != len(self.best) and not self.out_of_time:
            size = len(self.best)
            self._use_values()
            for step in _STEPS:
                self._take(step)
                if self.out_of_time:
                    break
        return self.best

    def _take(self, step: Step) -> None:
        """One step with the cheap test, then the whole test once; all again with the whole test when that refuses."""
        cheap, full = self.cheap_test, self.test
        before, taken = self.best, len(self.accepted)
        if cheap is not None:
            self.test = cheap
            _unreachable(self)
            step(self)
            self.test = full
            if self.best == before:
                return
            if full(self.best):
                del self.accepted[taken:-1]
                return
            self._go_back(*self._last_good(self.accepted[taken:-1], before), taken)
        _unreachable(self)
        step(self)

    def _last_good(self, steps: list[str], before: str) -> tuple[str, bool]:
        """The latest of some steps, in ever larger strides from the end, that passes the whole test, else `before`."""
        index, stride = len(steps) - 1, 1
        while index >= 0:
            if self.test(steps[index]):
                return steps[index], True
            index -= stride
            stride *= 2
        return before, False

    def _go_back(self, text: str, is_new: bool, steps: int) -> None:
        self.best = text
        self.accepted[steps:] = [text] if is_new else []
        self.source = SourceText(text, self.source.file)
        self.unit = parse(self.source)

    def _use_values(self) -> None:
        """Reduce by known values, asking only the subject; the result must pass the whole test, or all is undone."""
        values = self.known_values
        if values is None:
            return
        from oracle.reduce.values import reduce_by_values

        before, steps, full = self.best, len(self.accepted), self.test
        quick = values.quick_test(before)
        if quick is None:
            return
        self.test, self.refused = quick, set()
        reduce_by_values(self, values.shop)
        self.test, self.refused = full, set()
        if self.best == before:
            return
        if full(self.best):
            del self.accepted[steps:-1]
            return
        self.known_values = None
        self._go_back(before, False, steps)

    def _is_checkable(self) -> bool:
        """minicc's own checker finds no error: asked first, since it answers in a few milliseconds."""
        from minicc.check import check

        try:
            check(self.unit, self.source)
        except (CompileError, RecursionError):
            return False
        except Exception:
            return True  # a bug of the checker says nothing about the program
        return True

    @property
    def out_of_time(self) -> bool:
        return time.monotonic() > self.deadline

    def keeps(self) -> bool:
        """Test the tree as it is now; remember its text when it passes."""
        text = unparse(self.unit)
        if text == self.best:
            return True
        if text in self.refused or len(text) > len(self.best) + self.room or self.out_of_time:
            return False
        if not self.is_valid() or not self.test(text):
            self.refused.add(text)
            return False
        self.best = text
        self.accepted.append(text)
        self.progress(len(text))
        return True

    def replace(self, owner: Any, name: str, index: int | None, value: Any) -> bool:
        """Put `value` into one place of the tree; undone when the test refuses."""
        if index is None:
            before = getattr(owner, name)
            setattr(owner, name, value)
        else:
            before = getattr(owner, name)[index]
            getattr(owner, name)[index] = value
        if self.keeps():
            return True
        if index is None:
            setattr(owner, name, before)
        else:
            getattr(owner, name)[index] = before
        return False

    def shrink_list(self, owner: Any, name: str, least: int = 0) -> None:
        """Delta debugging on a list field: remove ever smaller runs of items, from the end."""
        size = len(getattr(owner, name))
        while size >= 1:
            end = len(getattr(owner, name))
            while end > 0 and not self.out_of_time:
                items = getattr(owner, name)
                start = max(end - size, 0)
                kept = [*items[:start], *items[end:]]
                if len(kept) >= least:
                    setattr(owner, name, kept)
                    if not self.keeps():
                        setattr(owner, name, items)
                end = start
            size //= 2


def reduce_text(
    text: str,
    name: str,
    test: Test,
    seconds: float,
    progress: Callable[[int], None] = lambda size: None,
    known_values: KnownValues | None = None,
    cheap_test: Test | None = None,
) -> tuple[str, list[str]]:
    """Reduce preprocessed C for at most `seconds`; returns the result and all accepted steps.

    `known_values` is for programs that are miscompiled: steps that keep what the program does come first.

    Raises CompileError when the text cannot be parsed, ValueError when the printed tree fails the test.
    """
    source = SourceText(text, name)
    unit = parse(source)
    reducer = Reducer(
        unit, source, test, time.monotonic() + seconds, progress, known_values=known_values, cheap_test=cheap_test
    )
    printed = unparse(unit)
    if not test(printed):
        raise ValueError("the divergence does not survive printing the syntax tree")
    reducer.accepted.append(printed)
    return reducer.run(), reducer.accepted


# --------------------------------------------------------------------------- steps


def _unreachable(reducer: Reducer) -> None:
    """Everything at file scope that `main` does not lead to goes in one step (headers, mostly)."""
    declarations = reducer.unit.declarations
    reducer.unit.declarations = _reached(declarations, {"main"})
    if not reducer.keeps():
        reducer.unit.declarations = declarations


def _reached(declarations: Sequence[_Declared], names: set[str]) -> list[_Declared]:
    """The declarations that those of the given names lead to, in their order."""
    facts = [(_declared_names(one), _used_names(one)) for one in declarations]
    reached = set(names)
    kept: set[int] = set()
    grown = True
    while grown:
        grown = False
        for index, (declared, used) in enumerate(facts):
            if index not in kept and declared & reached:
                kept.add(index)
                reached |= used
                grown = True
    return [one for index, one in enumerate(declarations) if index in kept]


def _declarations(reducer: Reducer) -> None:
    """Declarations at file scope; first all but what one function leads to, if the divergence is there already."""
    declarations = reducer.unit.declarations
    for one in [one for one in declarations if isinstance(one, nodes.FunctionDefinition)]:
        kept = _reached(declarations, {"main", _function_name(one)})
        if len(kept) < len(declarations):
            reducer.unit.declarations = kept
            if reducer.keeps():
                break
            reducer.unit.declarations = declarations
    reducer.shrink_list(reducer.unit, "declarations")


def _declared_names(declaration: nodes.Node) -> set[str]:
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
        return {name for name in found if name.startswith("tag ")} | {_function_name(declaration)}
    return found


def _function_name(definition: nodes.FunctionDefinition) -> str:
    declarator = definition.declarator
    while not isinstance(declarator, nodes.NameDeclarator):
        inner = getattr(declarator, "inner", None)
        assert isinstance(inner, nodes.Declarator)
        declarator = inner
    return declarator.name or ""


def _used_names(declaration: nodes.Node) -> set[str]:
    found: set[str] = set()
    for node in walk(declaration):
        match node:
            case nodes.Identifier() | nodes.TypedefName():
                found.add(node.name)
            case nodes.RecordSpecifier() | nodes.EnumSpecifier() if node.tag:
                found.add(f"tag {node.tag}")
    return found


def _functions(reducer: Reducer) -> None:
    """The statements of `main`, then of every other function (its whole body first): outermost blocks only."""
    definitions = [one for one in reducer.unit.declarations if isinstance(one, nodes.FunctionDefinition)]
    for definition in reversed(definitions):
        if _is_there(reducer.unit.declarations, definition):
            reducer.shrink_list(definition.body, "items")
            _unreachable(reducer)


def _is_there(items: Sequence[nodes.Node], node: nodes.Node) -> bool:
    return any(one is node for one in items)


def _statements(reducer: Reducer) -> None:
    """The statements of inner blocks."""
    for node in list(walk(reducer.unit)):
        if isinstance(node, nodes.Compound) and node.items:
            reducer.shrink_list(node, "items")


def _hoists(reducer: Reducer) -> None:
    """Replace a statement by a part of it."""
    for owner, name, index, node in list(_places(reducer.unit, nodes.Statement)):
        if reducer.out_of_time:
            return
        must_be_block = isinstance(owner, nodes.FunctionDefinition | nodes.StatementExpression)
        if must_be_block or not _is_still_there(owner, name, index, node):
            continue
        for part in _parts_of_statement(node):
            if reducer.replace(owner, name, index, part):
                break
    for node in list(walk(reducer.unit)):
        if isinstance(node, nodes.Compound):
            _splice(reducer, node)


def _splice(reducer: Reducer, compound: nodes.Compound) -> None:
    """A block inside a block gives its items to the outer one."""
    index = 0
    while index < len(compound.items) and not reducer.out_of_time:
        inner = compound.items[index]
        if isinstance(inner, nodes.Compound):
            before = compound.items
            compound.items = [*before[:index], *inner.items, *before[index + 1 :]]
            if not reducer.keeps():
                compound.items = before
        index += 1


def _parts_of_statement(node: nodes.Node) -> Iterator[nodes.Statement]:
    match node:
        case nodes.If():
            yield node.then
            if node.otherwise is not None:
                yield node.otherwise
                yield nodes.If(node.pos, node.condition, node.then, None)
        case nodes.For():
            yield node.body
            if isinstance(node.initial, nodes.Expression):
                first = nodes.ExpressionStatement(node.pos, node.initial)
                yield nodes.Compound(node.pos, [first, node.body], node.pos)
            elif isinstance(node.initial, nodes.Declaration):
                yield nodes.Compound(node.pos, [node.initial, node.body], node.pos)
        case nodes.While() | nodes.DoWhile() | nodes.Switch():
            yield node.body
        case nodes.Labeled() | nodes.Case() | nodes.Default():
            yield node.statement
        case nodes.Compound() if len(node.items) == 1 and isinstance(node.items[0], nodes.Statement):
            yield node.items[0]


_LISTS: tuple[tuple[type[nodes.Node], str, int], ...] = (
    (nodes.Declaration, "declarators", 1),
    (nodes.RecordSpecifier, "members", 1),
    (nodes.MemberDeclaration, "declarators", 1),
    (nodes.EnumSpecifier, "enumerators", 1),
    (nodes.InitializerList, "items", 1),
    (nodes.Specifiers, "qualifiers", 0),
    (nodes.Specifiers, "storage", 0),
    (nodes.Specifiers, "attributes", 0),
    (nodes.Specifiers, "functions", 0),
)


def _lists(reducer: Reducer) -> None:
    """Members, enumerators, initialiser items, declarators, qualifiers; and whole initialisers."""
    for node in list(walk(reducer.unit)):
        for kind, name, least in _LISTS:
            if isinstance(node, kind) and len(getattr(node, name) or ()) > least:
                reducer.shrink_list(node, name, least)
        if isinstance(node, nodes.InitDeclarator) and node.initializer is not None:
            simple = isinstance(node.initializer, nodes.Expression)
            if not reducer.replace(node, "initializer", None, None) and not simple:
                zero = nodes.InitializerItem(node.pos, [], nodes.IntegerConstant(node.pos, "0"))
                reducer.replace(node, "initializer", None, nodes.InitializerList(node.pos, [zero]))
        if isinstance(node, nodes.MemberDeclarator) and node.width is not None and node.declarator is not None:
            reducer.replace(node, "width", None, None)
        if reducer.out_of_time:
            return


def _parameters(reducer: Reducer) -> None:
    """Drop a parameter of a function together with the arguments of every call by name."""
    functions: dict[str, list[nodes.FunctionDeclarator]] = {}
    for node in walk(reducer.unit):
        if isinstance(node, nodes.FunctionDeclarator) and isinstance(node.inner, nodes.NameDeclarator):
            functions.setdefault(node.inner.name or "", []).append(node)
    for name, declarators in functions.items():
        for index in reversed(range(min(len(one.parameters or ()) for one in declarators))):
            if reducer.out_of_time:
                return
            _drop_parameter(reducer, name, declarators, index)


def _drop_parameter(reducer: Reducer, name: str, declarators: list[nodes.FunctionDeclarator], index: int) -> None:
    undo: list[tuple[Any, str, list[Any]]] = []
    for declarator in declarators:
        if declarator.parameters:
            undo.append((declarator, "parameters", declarator.parameters))
            declarator.parameters = [*declarator.parameters[:index], *declarator.parameters[index + 1 :]]
    for node in walk(reducer.unit):
        if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Identifier) and node.function.name == name:
            undo.append((node, "arguments", node.arguments))
            node.arguments = [*node.arguments[:index], *node.arguments[index + 1 :]]
    if not reducer.keeps():
        for owner, field_name, before in undo:
            setattr(owner, field_name, before)


def _expressions(reducer: Reducer) -> None:
    """Replace an expression by an operand of it, or by 0 or 1; large ones first."""
    for owner, name, index, node in list(_places(reducer.unit, nodes.Expression)):
        if reducer.out_of_time:
            return
        if isinstance(node, nodes.IntegerConstant | nodes.StringLiteral | nodes.FloatingConstant):
            continue
        if not _is_still_there(owner, name, index, node):
            continue
        _simplify(reducer, owner, name, index, node)


def _simplify(reducer: Reducer, owner: Any, name: str, index: int | None, node: Any) -> None:
    if isinstance(owner, nodes.Call) and name == "function":
        return
    if not (isinstance(owner, nodes.ExpressionStatement) or name == "target"):
        for text in ("0", "1"):
            if reducer.replace(owner, name, index, nodes.IntegerConstant(node.pos, text)):
                return
    for child in children(node):
        callee = isinstance(node, nodes.Call) and child is node.function
        if isinstance(child, nodes.Expression) and not callee and reducer.replace(owner, name, index, child):
            _simplify(reducer, owner, name, index, child)
            return


def _names_of_types(reducer: Reducer) -> None:
    """A typedef's or record's place is taken by int where that is enough."""
    for node in list(walk(reducer.unit)):
        if reducer.out_of_time:
            return
        if (
            isinstance(node, nodes.Specifiers)
            and isinstance(node.type, nodes.TypedefName)
            and "typedef" not in node.storage
        ):
            before = node.type
            node.type, node.type_words = None, ["int"]
            if not reducer.keeps():
                node.type, node.type_words = before, []


_STEPS: tuple[Step, ...] = (
    _functions,
    _declarations,
    _statements,
    inline_calls,
    simplify_prints,
    _hoists,
    _lists,
    _parameters,
    _expressions,
    _names_of_types,
)

# --------------------------------------------------------------------------- places in the tree


def _places(root: nodes.Node, kind: type[nodes.Node]) -> Iterator[tuple[Any, str, int | None, Any]]:
    """(owner, field, index or None, node) of every node of a kind that can be replaced, outer ones first."""
    pending: list[nodes.Node] = [root]
    while pending:
        owner = pending.pop()
        for name in field_names(type(owner)):
            value = getattr(owner, name)
            if isinstance(value, kind):
                yield owner, name, None, value
            elif isinstance(value, list):
                for index, one in enumerate(value):
                    if isinstance(one, kind):
                        yield owner, name, index, one
        pending += reversed(list(children(owner)))


def _is_still_there(owner: Any, name: str, index: int | None, node: nodes.Node) -> bool:
    value = getattr(owner, name)
    if index is None:
        return value is node
    return index < len(value) and value[index] is node
