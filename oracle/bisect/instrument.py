"""A program that tells what it does: records of statements, branches and assigned values on its standard output.

The syntax tree is changed in place and printed again. Expressions stay as they were written; records are made
by statements before and behind them, so that what the subject gets wrong it still gets wrong. The functions
that print the
records are compiled by the reference.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.unparse import unparse
from oracle.syntax_walk import children, walk

RECORD_LIMIT = 200_000

Kind = Literal["statement", "value", "parameter", "branch", "function", "return", "leave"]

_SCALARS = (
    "_Bool, char, signed char, unsigned char, short, unsigned short, int, unsigned, long, unsigned long, "
    "long long, unsigned long long, float, double"
)

_PRELUDE = (
    "void minicc_trace(int, const volatile void *, unsigned long);\n"
    "void minicc_trace_integer(int, long long);\n"
    "#define MINICC_TRACE(site, ...) minicc_trace(site, &(__VA_ARGS__), sizeof(__VA_ARGS__) * _Generic((__VA_ARGS__), "
    + "".join(f"{name.strip()}: 1, " for name in _SCALARS.split(","))
    + "default: 0))\n"
)

HELPER = f"""
#include <stdio.h>
static long records;
void minicc_trace(int site, const volatile void *data, unsigned long size)
{{
    const volatile unsigned char *bytes = data;
    if (records++ >= {RECORD_LIMIT}) return;
    if (records == 1) setvbuf(stdout, NULL, _IOLBF, 1 << 16);
    printf("\\1%d:", site);
    for (unsigned long n = size; n-- > 0;) printf("%02x", bytes[n]);
    printf("\\n");
}}
void minicc_trace_integer(int site, long long value) {{ minicc_trace(site, &value, sizeof value); }}
"""


def file_helper(folder: Path) -> str:
    """The helper functions that write to files in `folder` instead, numbered in the order in which processes begin."""
    return f"""
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>
static long records;
static FILE *file;
static long owner;
void minicc_trace(int site, const volatile void *data, unsigned long size)
{{
    const volatile unsigned char *bytes = data;
    if (owner != getpid()) {{
        char name[4096];
        int descriptor = -1;
        owner = getpid();
        records = 0;
        for (int number = 0; descriptor < 0 && number < 10000; number++) {{
            snprintf(name, sizeof name, "%s/%04d", "{folder}", number);
            descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL, 0644);
        }}
        file = fdopen(descriptor, "w");
        if (file) setvbuf(file, NULL, _IOLBF, 1 << 16);
    }}
    if (!file || records++ >= {RECORD_LIMIT}) return;
    fprintf(file, "\\1%d:", site);
    for (unsigned long n = size; n-- > 0;) fprintf(file, "%02x", bytes[n]);
    fprintf(file, "\\n");
}}
void minicc_trace_integer(int site, long long value) {{ minicc_trace(site, &value, sizeof value); }}
"""


def substituting_helper(site: int, values: Sequence[bytes]) -> str:
    """Helper functions that make no records, but put `values` one after the other into the object of one site."""
    size = len(values[0])
    table = ",".join(str(byte) for value in values for byte in value)
    return f"""
static const unsigned char values[] = {{{table}}};
static long records;
void minicc_trace(int site, volatile void *data, unsigned long size)
{{
    volatile unsigned char *bytes = data;
    if (site != {site} || size != {size} || records >= {len(values)}) return;
    for (unsigned long n = 0; n < size; n++) bytes[n] = values[records * {size} + n];
    records++;
}}
void minicc_trace_integer(int site, long long value) {{ }}
"""


@dataclass(frozen=True, slots=True)
class Site:
    """A place that makes records: what they tell, the source line they tell it of, and the function around it.

    `addressable`: the record is made of an object that other bytes can be put into (it is no bit-field).
    """

    kind: Kind
    line: int
    function: str
    addressable: bool = False


@dataclass(slots=True)
class Instrumented:
    """The changed program as C, and its sites by number."""

    text: str
    sites: list[Site]


def instrument(
    unit: nodes.TranslationUnit, source: SourceText, *, returns: bool = True, branches: bool = True
) -> Instrumented:
    """Add records to every function of `unit` (which is changed).

    `returns`: also record returned values. `branches`: also record which sub-statement is entered, which needs
    braces around those that have none; without, the shape of `if` and loops stays as it was written.
    """
    instrumenter = _Instrumenter(source, _bit_field_names(unit), returns, branches)
    for declaration in unit.declarations:
        if isinstance(declaration, nodes.FunctionDefinition) and not source.in_system_header(declaration.pos):
            instrumenter.function(declaration)
    return Instrumented(_PRELUDE + unparse(unit, source), instrumenter.sites)


def _bit_field_names(unit: nodes.TranslationUnit) -> frozenset[str]:
    found: set[str] = set()
    for node in walk(unit):
        if isinstance(node, nodes.MemberDeclarator) and node.width is not None and node.declarator is not None:
            name = _declared_name(node.declarator)
            if name:
                found.add(name)
    return frozenset(found)


def _declared_name(declarator: nodes.Declarator) -> str | None:
    while not isinstance(declarator, nodes.NameDeclarator):
        inner = getattr(declarator, "inner", None)
        if not isinstance(inner, nodes.Declarator):
            return None
        declarator = inner
    return declarator.name


def function_declarator(declarator: nodes.Declarator) -> nodes.FunctionDeclarator | None:
    """The function declarator that gives the parameters: the one closest to the name."""
    found: nodes.FunctionDeclarator | None = None
    current: object = declarator
    while isinstance(current, nodes.Declarator):
        if isinstance(current, nodes.FunctionDeclarator):
            found = current
        current = getattr(current, "inner", None)
    return found


class _Instrumenter:
    def __init__(self, source: SourceText, bit_fields: frozenset[str], returns: bool, branches: bool) -> None:
        self.source = source
        self.bit_fields = bit_fields
        self.returns = returns
        self.branches = branches
        self.sites: list[Site] = []
        self.name = ""
        self.result: nodes.TypeofSpecifier | None = None

    # ------------------------------------------------------------------ records

    def _site(self, kind: Kind, pos: int, *, addressable: bool = False) -> nodes.IntegerConstant:
        self.sites.append(Site(kind, self.source.location(pos).line, self.name, addressable))
        return nodes.IntegerConstant(pos, str(len(self.sites) - 1))

    def _record(self, kind: Kind, pos: int) -> nodes.Statement:
        arguments: list[nodes.Expression] = [
            self._site(kind, pos),
            nodes.IntegerConstant(pos, "0"),
            nodes.IntegerConstant(pos, "0"),
        ]
        return _call_statement(pos, "minicc_trace", arguments)

    def _value(self, kind: Kind, pos: int, lvalue: nodes.Expression) -> nodes.Statement:
        if isinstance(lvalue, nodes.Member) and lvalue.name in self.bit_fields:
            return _call_statement(pos, "minicc_trace_integer", [self._site(kind, pos), lvalue])
        return _call_statement(pos, "MINICC_TRACE", [self._site(kind, pos, addressable=True), lvalue])

    # ------------------------------------------------------------------ functions

    def function(self, definition: nodes.FunctionDefinition) -> None:
        declarator = function_declarator(definition.declarator)
        if declarator is None:
            return
        self.name = _declared_name(definition.declarator) or ""
        names = [_declared_name(parameter.declarator) for parameter in declarator.parameters or []]
        for parameter in declarator.parameters or []:
            _drop_register(parameter.specifiers)
        self.result = self._result_type(definition, declarator, [name for name in names if name])
        for declaration in definition.parameter_declarations:
            # A K&R definition: the order of these is not that of the parameters, so it cannot be called by them.
            _drop_register(declaration.specifiers)
            names += [_declared_name(one.declarator) for one in declaration.declarators]
            self.result = None
        items = self._items(definition.body.items)
        pos = definition.body.pos
        entry: list[nodes.Statement] = [self._record("function", pos)]
        entry += [self._value("parameter", pos, nodes.Identifier(pos, name)) for name in names if name]
        definition.body.items = [*entry, *items, self._record("leave", definition.body.end)]

    def _result_type(
        self, definition: nodes.FunctionDefinition, declarator: nodes.FunctionDeclarator, names: list[str]
    ) -> nodes.TypeofSpecifier | None:
        """`__typeof__(f(parameters))`, or None when the function returns nothing or cannot be called that way."""
        plain_void = definition.specifiers.type_words == ["void"] and isinstance(
            definition.declarator, nodes.FunctionDeclarator
        )
        expected = [parameter for parameter in declarator.parameters or [] if not _is_void(parameter)]
        if plain_void or not self.returns or len(names) != len(expected):
            return None
        pos = definition.pos
        arguments: list[nodes.Expression] = [nodes.Identifier(pos, name) for name in names]
        return nodes.TypeofSpecifier(pos, nodes.Call(pos, nodes.Identifier(pos, self.name), arguments))

    # ------------------------------------------------------------------ statements

    def _items(
        self, items: list[nodes.Statement | nodes.Declaration | nodes.StaticAssert]
    ) -> list[nodes.Statement | nodes.Declaration | nodes.StaticAssert]:
        made: list[nodes.Statement | nodes.Declaration | nodes.StaticAssert] = []
        for item in items:
            if isinstance(item, nodes.Declaration):
                made += self._declaration(item)
            elif isinstance(item, nodes.Statement):
                made += self._statement(item)
            else:
                made.append(item)
        return made

    def _declaration(self, declaration: nodes.Declaration) -> list[nodes.Statement | nodes.Declaration]:
        _drop_register(declaration.specifiers)
        if not any(one.initializer is not None for one in declaration.declarators):
            return [declaration]
        if {"static", "extern", "typedef"} & set(declaration.specifiers.storage):
            return [declaration]
        behind: list[nodes.Statement | nodes.Declaration] = []
        for one in declaration.declarators:
            name = _declared_name(one.declarator)
            if name and isinstance(one.initializer, nodes.Expression):
                behind.append(self._value("value", one.pos, nodes.Identifier(one.pos, name)))
        return [self._record("statement", declaration.pos), declaration, *behind]

    def _body(
        self, statement: nodes.Statement, pos: int, first: list[nodes.Statement] | None = None
    ) -> nodes.Statement:
        """A sub-statement as a block that records that it was entered; `pos` is the controlling statement's."""
        if not self.branches and not isinstance(statement, nodes.Compound):
            return statement
        inner = self._statement(statement)
        return nodes.Compound(statement.pos, [self._record("branch", pos), *(first or []), *inner], statement.pos)

    def _statement(self, statement: nodes.Statement) -> list[nodes.Statement]:
        handler = _HANDLERS.get(type(statement))
        if handler is not None:
            return handler(self, statement)
        return [self._record("statement", statement.pos), statement]

    def _compound(self, statement: nodes.Compound) -> list[nodes.Statement]:
        statement.items = self._items(statement.items)
        return [statement]

    def _expression_statement(self, statement: nodes.ExpressionStatement) -> list[nodes.Statement]:
        if statement.expression is None:
            return [statement]
        made: list[nodes.Statement] = [self._record("statement", statement.pos), statement]
        made += [self._value("value", statement.pos, target) for target in _targets(statement.expression)]
        return made

    def _if(self, statement: nodes.If) -> list[nodes.Statement]:
        statement.then = self._body(statement.then, statement.pos)
        if statement.otherwise is not None:
            statement.otherwise = self._body(statement.otherwise, statement.pos)
        return [self._record("statement", statement.pos), statement]

    def _switch(self, statement: nodes.Switch) -> list[nodes.Statement]:
        before = self._record("statement", statement.pos)
        if not self.branches:
            return [before, statement]
        self._labels(statement.body, statement.pos)
        body = self._statement(statement.body)
        statement.body = body[0] if len(body) == 1 else nodes.Compound(statement.pos, [*body], statement.pos)
        return [before, statement]

    def _labels(self, node: nodes.Node, pos: int) -> None:
        """Record the entry at each label of one switch; those of switches inside it are their own."""
        for child in children(node):
            if isinstance(child, nodes.Switch):
                continue
            if isinstance(child, nodes.Case | nodes.Default) and not isinstance(
                child.statement, nodes.Case | nodes.Default
            ):
                child.statement = nodes.Compound(child.pos, [self._record("branch", pos), child.statement], child.pos)
            self._labels(child, pos)

    def _loop(self, statement: nodes.While | nodes.DoWhile) -> list[nodes.Statement]:
        first: list[nodes.Statement] = []
        if isinstance(statement, nodes.While):
            first += [self._value("value", statement.pos, target) for target in _targets(statement.condition)]
        statement.body = self._body(statement.body, statement.pos, first)
        return [self._record("statement", statement.pos), statement]

    def _for(self, statement: nodes.For) -> list[nodes.Statement]:
        first: list[nodes.Statement] = []
        initial = statement.initial
        if isinstance(initial, nodes.Declaration):
            _drop_register(initial.specifiers)
            for one in initial.declarators:
                name = _declared_name(one.declarator)
                if name and isinstance(one.initializer, nodes.Expression):
                    first.append(self._value("value", statement.pos, nodes.Identifier(statement.pos, name)))
        for expression in (initial, statement.condition):
            if isinstance(expression, nodes.Expression):
                first += [self._value("value", statement.pos, target) for target in _targets(expression)]
        statement.body = self._body(statement.body, statement.pos, first)
        return [self._record("statement", statement.pos), statement]

    def _labelled(self, statement: nodes.Labeled | nodes.Case | nodes.Default) -> list[nodes.Statement]:
        if not self.branches:
            return [statement]
        inner = self._statement(statement.statement)
        statement.statement = (
            inner[0] if len(inner) == 1 else nodes.Compound(statement.pos, [*inner], statement.statement.pos)
        )
        return [statement]

    def _return(self, statement: nodes.Return) -> list[nodes.Statement]:
        pos = statement.pos
        before = self._record("statement", pos)
        if statement.value is None or self.result is None:
            return [before, self._record("leave", pos), statement] if statement.value is None else [before, statement]
        name = "minicc_result"
        declared = nodes.Declaration(
            pos,
            nodes.Specifiers(pos, type=self.result),
            [nodes.InitDeclarator(pos, nodes.NameDeclarator(pos, name), statement.value)],
        )
        record = self._value("return", pos, nodes.Identifier(pos, name))
        again = nodes.Return(pos, nodes.Identifier(pos, name))
        return [before, nodes.Compound(pos, [declared, record, again], pos)]


_HANDLERS: dict[type[nodes.Statement], Callable[..., list[nodes.Statement]]] = {
    nodes.Compound: _Instrumenter._compound,
    nodes.ExpressionStatement: _Instrumenter._expression_statement,
    nodes.If: _Instrumenter._if,
    nodes.Switch: _Instrumenter._switch,
    nodes.While: _Instrumenter._loop,
    nodes.DoWhile: _Instrumenter._loop,
    nodes.For: _Instrumenter._for,
    nodes.Labeled: _Instrumenter._labelled,
    nodes.Case: _Instrumenter._labelled,
    nodes.Default: _Instrumenter._labelled,
    nodes.Return: _Instrumenter._return,
}


def _call_statement(pos: int, name: str, arguments: list[nodes.Expression]) -> nodes.Statement:
    return nodes.ExpressionStatement(pos, nodes.Call(pos, nodes.Identifier(pos, name), arguments))


def _drop_register(specifiers: nodes.Specifiers) -> None:
    """The address of a `register` object cannot be taken."""
    specifiers.storage = [word for word in specifiers.storage if word != "register"]


def _is_void(parameter: nodes.Parameter) -> bool:
    return parameter.specifiers.type_words == ["void"] and isinstance(parameter.declarator, nodes.NameDeclarator)


def _targets(expression: nodes.Expression) -> Iterator[nodes.Expression]:
    """Objects that the expression assigns to and that can be read again behind it."""
    if isinstance(expression, nodes.Comma):
        yield from _targets(expression.left)
        yield from _targets(expression.right)
    elif isinstance(expression, nodes.Assignment):
        if _is_readable(expression.target):
            yield expression.target
        yield from _targets(expression.value)
    elif isinstance(expression, nodes.IncrementDecrement) and _is_readable(expression.operand):
        yield expression.operand


def _is_readable(lvalue: nodes.Expression) -> bool:
    """No side effects, and no index or pointer that the assignment itself may have changed."""
    if isinstance(lvalue, nodes.Identifier):
        return True
    if isinstance(lvalue, nodes.Member):
        return _is_steady(lvalue.object) if lvalue.arrow else _is_readable(lvalue.object)
    if isinstance(lvalue, nodes.Subscript):
        return _is_readable(lvalue.array) and _is_steady(lvalue.index)
    return isinstance(lvalue, nodes.Unary) and lvalue.operator == "*" and _is_steady(lvalue.operand)


def _is_steady(expression: nodes.Expression) -> bool:
    if isinstance(expression, nodes.Identifier | nodes.IntegerConstant | nodes.CharacterConstant):
        return True
    if isinstance(expression, nodes.Binary):
        return _is_steady(expression.left) and _is_steady(expression.right)
    if isinstance(expression, nodes.Cast):
        return _is_steady(expression.operand)
    if isinstance(expression, nodes.Member):
        return not expression.arrow and _is_steady(expression.object)
    return isinstance(expression, nodes.Unary) and expression.operator in "+-~&" and _is_steady(expression.operand)
