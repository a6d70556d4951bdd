"""The first wrong value of a program, and a small program made of nothing but the expression that has it.

Every expression with an arithmetic value is recorded, under the reference and under the subject. Where the subject
gives one another value for the first time, while what it was computed from had the right values, is the place of the
bug, if the bug is still there in the recording program. A new `main` computes just that, from the values it had.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from minicc.syntax import nodes
from oracle.bisect.behaviour import COMPILE_SECONDS, Workshop
from oracle.compilers import gcc
from oracle.compilers.protocol import Compiler
from oracle.reduce.observe import Site, constant, watched, widened
from oracle.reduce.search import Search
from oracle.reduce.tree import Candidate, Edit, declared_names, functions, name_of, reached, used_names
from oracle.sandbox import MIB, SandboxError, run
from oracle.syntax_walk import field_names, walk

_MOST_RECORDS = 400_000
_ROOM = 1000
_PATIENCE = 5
_RECORD = struct.Struct("<IB3x8s")
_HELPER = f"""
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
static struct {{ unsigned site; unsigned char tag, gap[3], bytes[8]; }} records[{_MOST_RECORDS}];
static unsigned count;
void oracle_reached(int site) {{ }}
void oracle_value(int site, int tag, const void *data, unsigned long size)
{{
    if (tag == 0 || size > 8 || count == {_MOST_RECORDS}) return;
    records[count].site = site;
    records[count].tag = tag;
    memcpy(records[count++].bytes, data, size);
}}
static void tell(void) {{ fwrite(records, sizeof records[0], count, stderr); }}
__attribute__((constructor)) static void begin(void) {{ atexit(tell); }}
"""


@dataclass(frozen=True, slots=True)
class Record:
    """One evaluation: the number of the site, the type's tag and the value's bytes."""

    site: int
    tag: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Guilt:
    """The expression that first has a wrong value, and the right values that others had before, by their ids.

    `earlier` are the sites that were evaluated before, the last one first.
    """

    site: Site
    tag: int
    values: dict[int, nodes.Expression]
    earlier: tuple[Site, ...]


def extract(search: Search, subject: Compiler, shop: Workshop) -> None:
    """Go on with a program made of the guilty expression only, if one of those shows the divergence."""
    before, search.room = search.room, _ROOM
    start = search.best
    for guilt in first_wrong_values(search.unit, subject, shop, guards_literals=search.guards_literals):
        search.each(list(_programs(search.unit, guilt)))
        if search.best != start:
            break
    search.room = before


def first_wrong_values(
    unit: nodes.TranslationUnit, subject: Compiler, shop: Workshop, *, guards_literals: bool = False
) -> Iterator[Guilt]:
    """Where the subject's values part from the reference's, if that can be seen: as they are, then widened.

    A value that is recorded in an object of its type loses what a compiler has left in the other bits of a register.
    """
    program = watched(unit)
    if program is None:
        return
    right = _records(program.text, gcc("-w", "-O0"), shop)
    tags = {record.site: record.tag for record in right}
    for is_wide in (False, True) if right else ():
        plain = watched(unit, tags, is_wide=is_wide, guards_literals=guards_literals)
        wrong = _records(plain.text, subject, shop) if plain is not None else []
        expected = [replace(one, data=widened(one.tag, one.data)) for one in right] if is_wide else right
        index = _first_difference(expected, wrong)
        if index is not None:
            yield _guilt(program.expressions, right[:index], right[index])


def _first_difference(right: Sequence[Record], wrong: Sequence[Record]) -> int | None:
    theirs: dict[int, list[bytes]] = defaultdict(list)
    for record in wrong:
        theirs[record.site].append(record.data)
    counts: dict[int, int] = defaultdict(int)
    for index, record in enumerate(right):
        found = theirs[record.site]
        number = counts[record.site]
        counts[record.site] += 1
        if number < len(found) and found[number] != record.data:
            return index
    return None


def _guilt(sites: Sequence[Site], earlier: Sequence[Record], guilty: Record) -> Guilt:
    values: dict[int, nodes.Expression] = {}
    order: dict[int, Site] = {}
    for record in reversed(earlier):
        if record.site not in order:
            order[record.site] = sites[record.site]
            value = constant(record.tag, record.data)
            if value is not None:
                values[id(sites[record.site].node)] = value
    return Guilt(sites[guilty.site], guilty.tag, values, tuple(order.values()))


def _records(text: str, compiler: Compiler, shop: Workshop) -> list[Record]:
    """What the program records when `compiler` compiles it; nothing when it cannot be built or is killed."""
    source, helper = shop.write(text, ".c"), shop.write(_HELPER, ".c")
    try:
        made = compiler.compile([source], shop.path(".o"), flags=["-w", "-c"], timeout=_PATIENCE * COMPILE_SECONDS)
        if made.output is None:
            return []
        program = _linked(made.output, helper, compiler, shop)
        made.output.unlink()
        if program is None:
            return []
        room = replace(shop.limits, output_bytes=_RECORD.size * _MOST_RECORDS + 16 * MIB)
        try:
            done = run([str(program)], room)
        except SandboxError:
            return []
        finally:
            program.unlink()
    finally:
        source.unlink()
        helper.unlink()
    data = done.stderr
    if len(data) % _RECORD.size:
        return []
    return [Record(site, tag, value) for site, tag, value in _RECORD.iter_unpack(data)]


def _linked(made: Path, helper: Path, compiler: Compiler, shop: Workshop) -> Path | None:
    """A program, linked by gcc; by the compiler where it needs what only the compiler's own library has."""
    program = gcc("-w", "-O1").compile([made, helper], shop.path(), flags=["-lm"]).output
    if program is not None:
        return program
    other = gcc("-w", "-O1").compile([helper], shop.path(".o"), flags=["-c"]).output
    if other is None:
        return None
    try:
        return compiler.compile([made, other], shop.path(), flags=["-lm"]).output
    finally:
        other.unlink()


# --------------------------------------------------------------------------- new programs


def _programs(unit: nodes.TranslationUnit, guilt: Guilt) -> Iterator[Candidate]:
    """Programs that print the guilty value, the smallest first: of its operands' values, then of its leaves' values."""
    home = next((one for one in functions(unit) if any(node is guilt.site.node for node in walk(one))), None)
    if home is None:
        return
    for statement in (None, _writer(home, guilt)):
        for is_deep in (False, True):
            for by_constants in (False, True):
                if statement is None or is_deep:
                    yield _program(unit, home, guilt, statement, is_deep=is_deep, by_constants=by_constants)


def _program(
    unit: nodes.TranslationUnit,
    home: nodes.FunctionDefinition,
    guilt: Guilt,
    statement: nodes.Statement | nodes.Declaration | None,
    *,
    is_deep: bool,
    by_constants: bool,
) -> Candidate:
    """`by_constants`: values are written as constants; else they are read from objects of the same types."""
    values = _Values(guilt.values, by_constants)
    parts: list[Any] = []
    if statement is not None:
        parts.append(values.put_into(statement, is_deep=is_deep))
        printed = deepcopy(guilt.site.node)
    else:
        printed = values.put_into(guilt.site.node, is_deep=is_deep)
    parts.append(_print(printed, guilt.tag))
    items = [*_declarations(home, [*values.made, *parts]), *values.made, *parts]
    main = nodes.FunctionDefinition(
        0,
        nodes.Specifiers(0, type_words=["int"]),
        nodes.FunctionDeclarator(0, nodes.NameDeclarator(0, "main"), _no_parameters()),
        [],
        nodes.Compound(0, items, 0),
    )
    others = [one for one in unit.declarations if name_of(getattr(one, "declarator", None)) != "main"]
    if not any("printf" in declared_names(one) for one in others):
        others.insert(0, _printf())
    return [Edit(unit, "declarations", unit.declarations, (reached([*others, main], {"main"}),))]


def _no_parameters() -> list[nodes.Parameter]:
    return [nodes.Parameter(0, nodes.Specifiers(0, type_words=["void"]), nodes.NameDeclarator(0, None))]


def _printf() -> nodes.Declaration:
    form = nodes.Parameter(
        0,
        nodes.Specifiers(0, type_words=["char"], qualifiers=["const"]),
        nodes.PointerDeclarator(0, nodes.NameDeclarator(0, None), []),
    )
    declarator = nodes.FunctionDeclarator(0, nodes.NameDeclarator(0, "printf"), [form], True)
    return nodes.Declaration(0, nodes.Specifiers(0, type_words=["int"]), [nodes.InitDeclarator(0, declarator)])


def _print(value: nodes.Expression, tag: int) -> nodes.Statement:
    """Print a value; of an integer all bits."""
    is_floating = tag in _FLOATING
    word = ["double"] if is_floating else ["long", "long"]
    kind = nodes.TypeName(0, nodes.Specifiers(0, type_words=word), nodes.NameDeclarator(0, None))
    form = nodes.StringLiteral(0, ['"%a\\n"' if is_floating else '"%lld\\n"'])
    call = nodes.Call(0, nodes.Identifier(0, "printf"), [form, nodes.Cast(0, kind, value)])
    return nodes.ExpressionStatement(0, call)


_FLOATING = (11, 12)
"""The tags of float and double."""


@dataclass(slots=True)
class _Values:
    """Known values put into copies of expressions; `made` are the declarations of the objects that hold them."""

    known: dict[int, nodes.Expression]
    by_constants: bool
    made: list[nodes.Declaration]

    def __init__(self, known: dict[int, nodes.Expression], by_constants: bool) -> None:
        self.known, self.by_constants, self.made = known, by_constants, []

    def put_into(self, node: Any, *, is_deep: bool) -> Any:
        """A copy in which the outermost (`is_deep`: the innermost) known expressions below are values."""
        if isinstance(node, list):
            return [self._part(one, is_deep=is_deep) for one in node]
        copied = _shallow(node)
        for name in field_names(type(node)):
            value = getattr(node, name)
            if isinstance(value, list):
                setattr(copied, name, [self._part(one, is_deep=is_deep) for one in value])
            else:
                setattr(copied, name, self._part(value, is_deep=is_deep))
        return copied

    def _part(self, node: Any, *, is_deep: bool) -> Any:
        if not isinstance(node, nodes.Node):
            return deepcopy(node)
        known = self.known.get(id(node))
        if known is None or (is_deep and any(id(one) in self.known for one in walk(node) if one is not node)):
            return self.put_into(node, is_deep=is_deep)
        if self.by_constants:
            return deepcopy(known)
        name = f"oracle_{len(self.made)}"
        unchanged: Any = deepcopy(node)
        kind = nodes.TypeofSpecifier(0, nodes.Comma(0, nodes.IntegerConstant(0, "0"), unchanged))
        declarator = nodes.InitDeclarator(0, nodes.NameDeclarator(0, name), deepcopy(known))
        self.made.append(nodes.Declaration(0, nodes.Specifiers(0, type=kind), [declarator]))
        return nodes.Identifier(0, name)


def _shallow(node: Any) -> Any:
    """A copy that has the same parts."""
    made = object.__new__(type(node))
    for kind in type(node).__mro__:
        for name in getattr(kind, "__slots__", ()):
            if hasattr(node, name):
                setattr(made, name, getattr(node, name))
    return made


def _writer(home: nodes.FunctionDefinition, guilt: Guilt) -> nodes.Statement | nodes.Declaration | None:
    """The statement that last stored into the object whose value is wrong."""
    root = _root(guilt.site.node)
    if root is None:
        return None
    stores: dict[int, nodes.Statement | nodes.Declaration] = {}
    for node in walk(home):
        if isinstance(node, nodes.ExpressionStatement) and isinstance(node.expression, nodes.Assignment):
            if _root(node.expression.target) == root:
                stores.update(dict.fromkeys(map(id, walk(node)), node))
        elif isinstance(node, nodes.Declaration) and any(name_of(one.declarator) == root for one in node.declarators):
            stores.update(dict.fromkeys(map(id, walk(node)), node))
    return next((stores[id(site.node)] for site in guilt.earlier if id(site.node) in stores), None)


def _root(node: nodes.Node | None) -> str | None:
    """The name of the object that an lvalue is a part of."""
    while isinstance(node, nodes.Member | nodes.Subscript):
        node = node.array if isinstance(node, nodes.Subscript) else node.object
    return node.name if isinstance(node, nodes.Identifier) else None


def _declarations(home: nodes.FunctionDefinition, parts: Sequence[nodes.Node]) -> list[nodes.Node]:
    """What the parts need of the names that a function declares, without initial values where that is possible."""
    found: list[nodes.Declaration] = []
    declarator: Any = home.declarator
    while isinstance(declarator, nodes.Declarator):
        if isinstance(declarator, nodes.FunctionDeclarator):
            found += [
                nodes.Declaration(0, one.specifiers, [nodes.InitDeclarator(0, one.declarator)])
                for one in declarator.parameters or ()
                if name_of(one.declarator) is not None
            ]
        declarator = getattr(declarator, "inner", None)
    found += [node for node in walk(home.body) if isinstance(node, nodes.Declaration)]
    declared = {name for part in parts if isinstance(part, nodes.Declaration) for name in declared_names(part)}
    wanted = {name for part in parts for name in used_names(part)} - declared
    needed: list[nodes.Node] = []
    for one in reversed(found):
        names = declared_names(one)
        if names & wanted and not names & declared:
            copied = deepcopy(one)
            for inner in copied.declarators:
                if not isinstance(inner.declarator, nodes.ArrayDeclarator) or inner.declarator.size is not None:
                    inner.initializer = None
            wanted |= used_names(copied)
            declared |= names
            needed.append(copied)
    return needed[::-1]
