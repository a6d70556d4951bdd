"""Does the typed tree keep its own promises: operands have the type that their operation needs, and initial values go
where their designators say?

C that is printed from a tree without some conversion is right all the same, since gcc converts again (boundary B2) and
counts bytes itself; the lowering converts nothing that the tree does not say. So a wrong B3 behind a right B2 is the
check's fault where the tree breaks the promise (`minicc.check.typed`), and the lowering's where it keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from minicc.check import typed
from minicc.pipeline import Job, Pipeline, load_plugin
from minicc.source import SourceText
from minicc.types.ctype import (
    ArrayType,
    CType,
    EnumType,
    FloatingType,
    IntegerType,
    PointerType,
    RecordMember,
    VectorType,
)
from minicc.types.layout import size_of
from minicc.types.spelling import spell
from oracle.bisect.forked import in_child


@dataclass(frozen=True, slots=True)
class Violation:
    """Where the tree breaks its promise, and how."""

    line: int
    told: str


def violation(source: SourceText, words: Sequence[str]) -> Violation | None:
    """The first place where the typed tree that minicc makes with these options (and plugins) is inconsistent."""
    return next(in_child(lambda: _violations(source, words)), None)


def _violations(source: SourceText, words: Sequence[str]) -> Iterator[Violation]:
    from minicc.cli import parse_command_line

    invocation = parse_command_line([*words, "-c", "program.c"])
    pipeline = Pipeline()
    for plugin in invocation.plugins:
        load_plugin(pipeline, Path(plugin))
    unit = Job(source, invocation.compile_options(), pipeline).typed_tree
    for variable in unit.variables:
        for told in (*_displaced(variable), *_mistyped(_initial_values(variable))):
            yield Violation(source.location(variable.pos).line, f"{variable.name}: {told}")
    for function in unit.functions:
        if function.body is None:
            continue
        for node in _nodes(function.body):
            for told in _problems(node, function):
                yield Violation(source.location(node.pos).line, f"{type(node).__name__}: {told}")


def _nodes(root: Any) -> Iterator[Any]:
    """Expressions and statements, parents first; not what they only refer to."""
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending += reversed(node)
        elif isinstance(node, (typed.Expression, typed.Statement)):
            yield node
            if not isinstance(node, (typed.VariableReference, typed.Switch)):
                pending += [getattr(node, name) for name in reversed(_fields(type(node)))]
            elif isinstance(node, typed.Switch):
                pending += [node.body, node.controlling]


def _fields(kind: type[typed.Expression] | type[typed.Statement]) -> list[str]:
    return [field.name for field in fields(kind) if field.name not in ("pos", "type")]


_Kind = tuple[str, int]


def _kind(ctype: CType) -> _Kind | None:
    """What the machine takes a scalar for; None for what is no scalar."""
    if isinstance(ctype, PointerType):
        return "pointer", 8
    if isinstance(ctype, (IntegerType, EnumType)):
        return "integer", size_of(ctype)
    if isinstance(ctype, FloatingType):
        return "floating", size_of(ctype)
    return None


def _displaced(variable: typed.Variable) -> Iterator[str]:
    for element in variable.initializer.elements if variable.initializer is not None else ():
        place = _place(variable.type, element.path)
        if place is not None and place != element.offset:
            yield f"an initial value goes to byte {element.offset}, its designators say {place}"


def _place(ctype: CType, path: Sequence[RecordMember | int]) -> int | None:
    """How many bytes from the start of an object the designators lead; None when that cannot be told."""
    offset = 0
    for step in path:
        if isinstance(step, RecordMember):
            offset += step.offset
            ctype = step.type
        elif isinstance(ctype, (ArrayType, VectorType)):
            ctype = ctype.element
            offset += step * size_of(ctype)
        else:
            return None
    return offset


def _problems(node: Any, function: typed.Function) -> Iterator[str]:
    if isinstance(node, typed.LocalVariable):
        yield from _displaced(node.variable)
    yield from _mistyped(_promises(node, function))


def _mistyped(promises: Iterator[tuple[str, typed.Expression, CType]]) -> Iterator[str]:
    for what, value, wanted in promises:
        found, needed = _kind(value.type), _kind(wanted)
        if found is not None and needed is not None and found != needed:
            yield f"{what} is of type '{spell(value.type)}', not '{spell(wanted)}'"


def _promises(node: Any, function: typed.Function) -> Iterator[tuple[str, typed.Expression, CType]]:
    """What an operand is called, the operand, and the type that it should have."""
    match node:
        case typed.Arithmetic(operator=operator):
            yield "the left operand", node.left, node.type
            if operator not in ("<<", ">>"):
                yield "the right operand", node.right, node.type
        case typed.Comparison():
            yield "the right operand", node.right, node.left.type
        case typed.Negation() | typed.Complement():
            yield "the operand", node.operand, node.type
        case typed.Conditional():
            if node.then is not None:
                yield "the second operand", node.then, node.type
            yield "the third operand", node.otherwise, node.type
        case typed.Assign():
            yield "the value", node.value, node.target.type
        case typed.Load():
            yield "the object", node.lvalue, node.type
        case typed.Comma():
            yield "the right operand", node.right, node.type
        case typed.Return(value=typed.Expression() as value):
            yield "the value", value, function.type.result
        case typed.Call():
            for argument, parameter in zip(node.arguments, node.function_type.parameters or (), strict=False):
                yield "an argument", argument, parameter
        case typed.LocalVariable(variable=variable):
            yield from _initial_values(variable)


def _initial_values(variable: typed.Variable) -> Iterator[tuple[str, typed.Expression, CType]]:
    for element in variable.initializer.elements if variable.initializer is not None else ():
        if element.member is None:
            yield "an initial value", element.value, element.type
