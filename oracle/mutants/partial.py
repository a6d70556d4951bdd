"""A mutant that is at work for some statements of the program only: which statements does it really get wrong?"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Callable, Collection
from types import FrameType, FunctionType
from typing import Any

from minicc.check import typed
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from oracle.mutants.mutate import Mutation, mutated_code
from oracle.mutants.plant import function_of, source_of
from oracle.syntax_walk import walk


class Statements:
    """Where the statements and declarations of a program start."""

    def __init__(self, source: SourceText) -> None:
        """Raises CompileError when the program does not parse."""
        self.source = source
        starts: set[int] = set()
        for declaration in parse(source).declarations:
            starts.add(declaration.pos)
            if isinstance(declaration, nodes.FunctionDefinition):
                kinds = (nodes.Statement, nodes.Declaration)
                starts.update(one.pos for one in walk(declaration.body) if isinstance(one, kinds))
        self.starts = sorted(starts)
        places = (source.location(pos) for pos in self.starts)
        self.lines = sorted({place.line for place in places if place.file == source.file})

    def line_of(self, pos: int) -> int | None:
        """The line on which the statement around a position starts; None outside of the program's own file."""
        index = bisect_right(self.starts, pos) - 1
        place = self.source.location(self.starts[index] if index >= 0 else pos)
        return place.line if place.file == self.source.file else None

    def start_of(self, line: int) -> int:
        """The line on which the statement that goes on in this one starts."""
        index = bisect_right(self.lines, line) - 1
        return self.lines[index] if index >= 0 else line


class PartialMutant:
    """The `number`-th mutation of a module, planted in this process; it works for the statements of `lines` only.

    A call belongs to the statement of the innermost node among the arguments of the calls under way. `called` collects
    the lines of all the mutated function's calls. Raises ValueError when the function cannot be replaced.
    """

    def __init__(self, module: str, number: int, statements: Statements, lines: Collection[int]) -> None:
        self.statements = statements
        self.lines = lines
        self.called: set[int] = set()
        mutation, code = mutated_code(module, source_of(module)[0], number, source_of(module)[1])
        function = function_of(module, mutation.function)
        if function.__code__.co_freevars:
            raise ValueError(f"{mutation.function} cannot be replaced: it shares variables with what is around it")
        self._healthy = _copy(function, function.__code__)
        self._mutant = _copy(function, code)
        function.__globals__["minicc_partial_mutant"] = self._call
        function.__defaults__ = None
        function.__kwdefaults__ = {}
        function.__code__ = _dispatch.__code__

    def _call(self, *arguments: Any, **named: Any) -> Any:
        line = self._line(arguments, sys._getframe(2))
        if line is not None:
            self.called.add(line)
        return (self._mutant if line in self.lines else self._healthy)(*arguments, **named)

    def _line(self, arguments: tuple[Any, ...], frame: FrameType | None) -> int | None:
        """Where the innermost node of a statement is; failing that, the innermost type or object that was declared."""
        values = list(arguments)
        declared: int | None = None
        while True:
            for value in values:
                pos = getattr(value, "pos", None)
                if type(pos) is int and pos >= 0:
                    if isinstance(value, _PARTS):
                        return self.statements.line_of(pos)
                    if declared is None:
                        declared = self.statements.line_of(pos)
            if frame is None:
                return declared
            code = frame.f_code
            values = [frame.f_locals.get(name) for name in code.co_varnames[: code.co_argcount]]
            frame = frame.f_back


_PARTS = (nodes.Node, typed.Expression, typed.Statement, typed.Initializer, typed.InitializerElement)


def _copy(function: FunctionType, code: Any) -> FunctionType:
    made = FunctionType(code, function.__globals__, function.__name__, function.__defaults__, function.__closure__)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


minicc_partial_mutant: Any = None
"""What the planted function calls, by this name in the variables of its own module."""


def _dispatch(*arguments: Any, **named: Any) -> Any:
    return minicc_partial_mutant(*arguments, **named)


def plugin_text(mutation: Mutation, lines: Collection[int]) -> str:
    """A minicc plugin that is this mutant for the statements that start on these lines of the program."""
    return (
        "from oracle.mutants.partial import plant\n\n\ndef register(pipeline: object) -> None:\n"
        f"    plant(pipeline, {mutation.module!r}, {mutation.number}, {sorted(lines)!r})\n"
    )


def plant(pipeline: Any, module: str, number: int, lines: Collection[int]) -> None:
    """What the plugin does."""

    def wrapped(parse: Callable[[SourceText], nodes.TranslationUnit]) -> Callable[[SourceText], nodes.TranslationUnit]:
        def run(source: SourceText) -> nodes.TranslationUnit:
            PartialMutant(module, number, Statements(source), lines)
            return parse(source)

        return run

    pipeline.wrap("parse", wrapped)
