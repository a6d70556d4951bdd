"""What the expressions of a program are worth and which of its statements are reached, seen in one run.

A copy of the program is compiled by gcc with every expression that has an arithmetic value passed through a recorder
(`({ __auto_type value = (expression); record; value; })`). An expression without side effects that had one value
whenever it was evaluated can be replaced by it, and a statement that was never reached can go: neither changes what
the program does, nor makes anything undefined.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse, unparse_expression
from oracle.bisect.behaviour import Workshop
from oracle.compilers import gcc
from oracle.reduce.tree import Edit, functions, name_of
from oracle.sandbox import run
from oracle.syntax_walk import field_names, walk

_TAGS = (
    ("B", "", "_Bool, unsigned char"),
    ("b", "", "char, signed char"),
    ("H", "", "unsigned short"),
    ("h", "", "short"),
    ("i", "", "int"),
    ("I", "u", "unsigned"),
    ("q", "L", "long"),
    ("Q", "UL", "unsigned long"),
    ("q", "LL", "long long"),
    ("Q", "ULL", "unsigned long long"),
    ("f", "f", "float"),
    ("d", "", "double"),
)
"""How `struct` reads a value, the suffix of a constant of its promoted type, and the types."""

_NARROW = range(1, 7)
"""The tags of integers of up to 32 bits."""

_DECLARATIONS = "void oracle_value(int, int, const void *, unsigned long);\nvoid oracle_reached(int);\n"
_PRELUDE = (
    f"{_DECLARATIONS}#define ORACLE_TAG(v) _Generic((v), "
    + "".join(f"{name.strip()}: {tag}, " for tag, row in enumerate(_TAGS, 1) for name in row[2].split(","))
    + "default: 0)\n"
    "#define ORACLE_VALUE(site, ...) ({ __auto_type oracle_v##site = (0, __VA_ARGS__); "
    "oracle_value(site, ORACLE_TAG(oracle_v##site), &oracle_v##site, sizeof oracle_v##site); oracle_v##site; })\n"
)

_HELPER = """
#include <stdio.h>
#include <string.h>
#include <stdlib.h>
static struct {{ unsigned char state, tag, size, bytes[8]; }} values[{count}];
static unsigned char reached[{count}];
void oracle_reached(int site) {{ if (reached[site] < 2) reached[site]++; }}
void oracle_value(int site, int tag, const void *data, unsigned long size)
{{
    unsigned char wide[8] = {{0}};
    if (values[site].state == 2) return;
    if (tag == 0 || size > 8) {{ values[site].state = 2; return; }}
    memcpy(wide, data, size);
    if (values[site].state == 0) {{
        values[site].state = 1;
        values[site].tag = tag;
        memcpy(values[site].bytes, wide, 8);
    }} else if (memcmp(values[site].bytes, wide, 8) != 0) values[site].state = 2;
}}
static void tell(void)
{{
    fflush(stdout);
    for (int site = 0; site < {count}; site++) {{
        if (reached[site]) fprintf(stderr, "\\nr %d %d", site, reached[site]);
        if (values[site].state == 1) {{
            fprintf(stderr, "\\nv %d %d ", site, values[site].tag);
            for (int n = 0; n < 8; n++) fprintf(stderr, "%02x", values[site].bytes[n]);
        }} else if (values[site].state == 2) fprintf(stderr, "\\nx %d", site);
    }}
    fprintf(stderr, "\\n");
}}
__attribute__((constructor)) static void begin(void) {{ atexit(tell); }}
"""

_EFFECTS = (nodes.Assignment, nodes.IncrementDecrement, nodes.Call, nodes.StatementExpression, nodes.VaArg)
_CONSTANTS = (nodes.IntegerConstant, nodes.FloatingConstant, nodes.CharacterConstant, nodes.StringLiteral)
_OPAQUE = (
    nodes.SizeofExpression,
    nodes.SizeofType,
    nodes.GenericSelection,
    nodes.Offsetof,
    nodes.TypesCompatible,
    nodes.VaArg,
    nodes.ConvertVector,
    nodes.Asm,
)


@dataclass(frozen=True, slots=True)
class Site:
    """A place in the tree: `owner`'s field `name`, at `index` if that is a list, where `node` was found.

    `value` is the constant that an expression always was; None when that cannot be written.
    """

    owner: Any
    name: str
    index: int | None
    node: Any
    value: nodes.Expression | None = None

    def put(self, value: object) -> None:
        """Replace what is there, for good."""
        if self.index is None:
            setattr(self.owner, self.name, value)
        else:
            getattr(self.owner, self.name)[self.index] = value

    def edit(self, *parts: object) -> Edit:
        """The edit that puts `parts` there."""
        return Edit(self.owner, self.name, self.node, parts)


@dataclass(frozen=True, slots=True)
class Observed:
    """The expressions with known values and those never evaluated, the statements never reached, and those reached
    once; parents first.
    """

    known: tuple[Site, ...]
    unevaluated: tuple[Site, ...]
    dead: tuple[Site, ...]
    once: tuple[Site, ...] = ()


def has_effects(node: nodes.Node, pure: Set[str] = frozenset()) -> bool:
    """Whether evaluating an expression may do more than give a value; calls of `pure` functions do not."""
    return any(
        isinstance(one, _EFFECTS)
        and not (
            isinstance(one, nodes.Call) and isinstance(one.function, nodes.Identifier) and one.function.name in pure
        )
        for one in walk(node)
    )


def pure_functions(unit: nodes.TranslationUnit) -> set[str]:
    """The functions that only compute a value: they store into nothing but what they declare themselves."""
    bodies = {name: one for one in functions(unit) if (name := name_of(one.declarator)) is not None}
    pure = {name for name, one in bodies.items() if name != "main" and _stores_at_home(one)}
    while True:
        callers = {name for name in pure if _calls_others(bodies[name], pure)}
        if not callers:
            return pure
        pure -= callers


def _calls_others(definition: nodes.FunctionDefinition, pure: Set[str]) -> bool:
    """Whether a function calls what is not `pure`, or does what is hard to see through."""
    for one in walk(definition):
        if isinstance(one, nodes.Asm | nodes.VaArg):
            return True
        if isinstance(one, nodes.Call) and getattr(one.function, "name", "") not in pure:
            return True
    return False


def _stores_at_home(definition: nodes.FunctionDefinition) -> bool:
    """Whether all stores go to automatic objects by their names."""
    home: set[str | None] = set()
    for node in walk(definition):
        if isinstance(node, nodes.Parameter):
            home.add(name_of(node.declarator))
        elif isinstance(node, nodes.Declaration):
            if {"static", "extern"} & set(node.specifiers.storage):
                return False
            home |= {name_of(one.declarator) for one in node.declarators}
        elif isinstance(node, nodes.Specifiers) and "volatile" in node.qualifiers:
            return False
    for node in walk(definition):
        if isinstance(node, nodes.Assignment):
            target = node.target
        elif isinstance(node, nodes.IncrementDecrement):
            target = node.operand
        else:
            continue
        if not isinstance(target, nodes.Identifier) or target.name not in home:
            return False
    return True


@dataclass(frozen=True, slots=True)
class Watched:
    """A copy of a program that calls recorders: its text, and what their numbers stand for in the original.

    `marked` are the numbers of the statements that tell that they are reached.
    """

    text: str
    expressions: tuple[Site, ...]
    statements: tuple[Site, ...]
    marked: frozenset[int]


def watched(
    unit: nodes.TranslationUnit,
    tags: Mapping[int, int] | None = None,
    *,
    is_wide: bool = False,
    guards_literals: bool = False,
) -> Watched | None:
    """The program with calls of `oracle_value` and `oracle_reached`; None when it cannot be printed and read again.

    With `tags`, the types of expressions by their numbers, only those are watched, without what is particular to gcc:
    neither macros nor types that are inferred. `is_wide`: integers are recorded as long long, see `widened`.
    """
    text = unparse(unit)
    try:
        copy = parse(SourceText(text, "observed.c"))
    except (CompileError, RecursionError):
        return None
    ours, theirs = list(_expressions(unit)), list(_expressions(copy))
    reached, copied = list(_statements(unit)), list(_statements(copy))
    if len(ours) != len(theirs) or len(reached) != len(copied):
        return None
    is_packed = any(isinstance(node, nodes.Attribute) and node.name == "pragma_pack" for node in walk(unit))
    for number in reversed(range(len(theirs))):
        if tags is not None and number not in tags:
            continue
        site = theirs[number]
        inner = unparse_expression(site.node, prints_packing=is_packed, guards_literals=guards_literals)
        if tags is None:
            recorded = f"ORACLE_VALUE({number}, {inner})"
        else:
            recorded = _recorded(number, tags[number], inner, is_wide=is_wide)
        site.put(nodes.Identifier(site.node.pos, recorded))
    numbers = frozenset(number for number in reversed(range(len(copied))) if _mark(copied[number], number))
    prelude = _PRELUDE if tags is None else _DECLARATIONS
    return Watched(prelude + unparse(copy, guards_literals=guards_literals), tuple(ours), tuple(reached), numbers)


def _recorded(number: int, tag: int, text: str, *, is_wide: bool) -> str:
    """An expression of known type that records its value."""
    kind = _TAGS[tag - 1][2].rpartition(", ")[2]
    held, name = "long long" if is_wide and tag in _NARROW else kind, f"oracle_v{number}"
    return f"({{ {held} {name} = ({text}); oracle_value({number}, {tag}, &{name}, sizeof {name}); ({kind}) {name}; }})"


def widened(tag: int, data: bytes) -> bytes:
    """The bytes of a recorded value as they are when it is recorded as a long long: those of narrow integers change."""
    return struct.pack("<q", struct.unpack_from(f"<{_TAGS[tag - 1][0]}", data)[0]) if tag in _NARROW else data


def observe(unit: nodes.TranslationUnit, shop: Workshop) -> Observed | None:
    """Watch the program run; None when it cannot be watched (it ends by a signal, or is not what gcc can record)."""
    program = watched(unit)
    if program is None:
        return None
    told = _run(program.text, max(len(program.expressions), len(program.statements), 1), shop)
    if told is None:
        return None
    values, varying, seen = told
    ours = list(enumerate(program.expressions))
    known = [replace(site, value=values[number]) for number, site in ours if number in values]
    unevaluated = [site for number, site in ours if number not in values and number not in varying]
    reached = list(enumerate(program.statements))
    marked = {id(site.node): number in seen for number, site in reached if number in program.marked}
    dead = _dead(program.statements, marked)
    once = [site for number, site in reached if seen.get(number) == 1]
    return Observed(tuple(known), tuple(unevaluated), tuple(dead), tuple(once))


def _dead(sites: Sequence[Site], marked: dict[int, bool]) -> list[Site]:
    """The statements in which nothing that is watched was reached."""
    found = []
    for site in sites:
        watched = [marked[id(one)] for one in walk(site.node) if id(one) in marked]
        if watched and not any(watched):
            found.append(site)
    return found


def _run(
    text: str, count: int, shop: Workshop
) -> tuple[dict[int, nodes.Expression | None], set[int], dict[int, int]] | None:
    source = shop.write(text, ".c")
    helper = shop.write(_HELPER.format(count=count), ".c")
    try:
        made = gcc("-w", "-O0").compile([source, helper], shop.path(), flags=["-lm"])
        if made.output is None:
            return None
        done = run([str(made.output)], shop.limits)
        made.output.unlink()
    finally:
        source.unlink()
        helper.unlink()
    if done.stopped_by is not None or done.signal is not None:
        return None
    values: dict[int, nodes.Expression | None] = {}
    varying: set[int] = set()
    seen: dict[int, int] = {}
    for line in done.stderr.decode(errors="replace").splitlines():
        match line.split():
            case ["r", number, times]:
                seen[int(number)] = int(times)
            case ["x", number]:
                varying.add(int(number))
            case ["v", number, tag, data]:
                values[int(number)] = constant(int(tag), bytes.fromhex(data))
    return (values, varying, seen) if seen else None


def constant(tag: int, data: bytes) -> nodes.Expression | None:
    """The constant expression of a value in its promoted type; None for infinities and what is not a number."""
    code, suffix, _ = _TAGS[tag - 1]
    value = struct.unpack_from(f"<{code}", data)[0]
    if code in "fd":
        if not math.isfinite(value):
            return None
        text = _shortest_float(abs(value)) if code == "f" else repr(abs(value))
        made: nodes.Expression = nodes.FloatingConstant(0, text + suffix)
        return nodes.Unary(0, "-", made) if math.copysign(1, value) < 0 else made
    if value >= 0:
        return nodes.IntegerConstant(0, f"{value}{suffix}")
    if value in (-(1 << 31), -(1 << 63)) and (code == "q") == (value == -(1 << 63)):
        lowest = nodes.Unary(0, "-", nodes.IntegerConstant(0, f"{-value - 1}{suffix}"))
        return nodes.Binary(0, "-", lowest, nodes.IntegerConstant(0, "1"))
    return nodes.Unary(0, "-", nodes.IntegerConstant(0, f"{-value}{suffix}"))


def _shortest_float(value: float) -> str:
    """As few digits as give the same value of type float: 0.1 for 0x1.99999ap-4."""
    for digits in range(1, 9):
        text = repr(float(f"{value:.{digits}g}"))
        try:
            if struct.pack("<f", float(text)) == struct.pack("<f", value):
                return text
        except OverflowError:
            continue
    return repr(value)


# --------------------------------------------------------------------------- places that can be watched


def _expressions(unit: nodes.TranslationUnit) -> Iterator[Site]:
    for one in unit.declarations:
        if isinstance(one, nodes.FunctionDefinition):
            yield from _below(one.body, wanted=False)


def _below(owner: nodes.Node, *, wanted: bool) -> Iterator[Site]:
    """The sites below a node, parents first; `wanted` says whether the value of `owner` itself is used."""
    for name in field_names(type(owner)):
        value = getattr(owner, name)
        for index, node in enumerate(value) if isinstance(value, list) else ((None, value),):
            if not isinstance(node, nodes.Node):
                continue
            if isinstance(node, nodes.Expression):
                yield from _expression(Site(owner, name, index, node), wanted)
            elif isinstance(node, nodes.Declaration):
                if not {"static", "extern", "typedef"} & set(node.specifiers.storage):
                    yield from _below(node, wanted=True)
            elif isinstance(node, nodes.InitDeclarator | nodes.InitializerList | nodes.InitializerItem):
                yield from _below(node, wanted=True)
            elif isinstance(node, nodes.Statement) and not isinstance(node, nodes.Asm):
                yield from _below(node, wanted=False)


def _expression(site: Site, wanted: bool) -> Iterator[Site]:
    node, owner = site.node, site.owner
    if isinstance(node, _OPAQUE) or isinstance(owner, nodes.ComputedGoto) or _is_constant_place(site):
        return
    if isinstance(node, nodes.Call) and getattr(node.function, "name", "").startswith("__"):
        return
    used = _is_value_used(site, wanted)
    if used and not isinstance(node, (*_CONSTANTS, nodes.CompoundLiteral)) and not _must_be_lvalue(site):
        yield site
    yield from _below(node, wanted=used)


def _is_constant_place(site: Site) -> bool:
    return isinstance(site.owner, nodes.Case) and site.name in ("value", "last")


def _is_value_used(site: Site, wanted: bool) -> bool:
    match site.owner, site.name:
        case (nodes.ExpressionStatement(), _) | (nodes.Comma(), "left") | (nodes.For(), "initial" | "step"):
            return False
        case (nodes.Comma(), "right") | (nodes.Conditional(), "then" | "otherwise"):
            return wanted
        case (nodes.Cast(), "operand"):
            return wanted and site.owner.type_name.specifiers.type_words != ["void"]
    return True


def _must_be_lvalue(site: Site) -> bool:
    match site.owner, site.name:
        case (
            (nodes.Assignment(), "target")
            | (nodes.IncrementDecrement(), _)
            | (nodes.Member(), _)
            | (nodes.Subscript(), "array")
            | (nodes.Call(), "function")
        ):
            return True
        case (nodes.Unary(), _):
            return site.owner.operator in ("&", "&&", "*", "__real__", "__imag__")
    return False


def _statements(unit: nodes.TranslationUnit) -> Iterator[Site]:
    for one in unit.declarations:
        if isinstance(one, nodes.FunctionDefinition):
            yield from _statements_below(one.body, one)


def _statements_below(owner: nodes.Node, parent: nodes.Node) -> Iterator[Site]:
    """The last statement of a statement expression is its value: those directly in one are not for us."""
    for name in field_names(type(owner)):
        value = getattr(owner, name)
        for index, node in enumerate(value) if isinstance(value, list) else ((None, value),):
            is_value = isinstance(parent, nodes.StatementExpression) or isinstance(owner, nodes.StatementExpression)
            if isinstance(node, nodes.Statement) and not is_value:
                yield Site(owner, name, index, node)
            if isinstance(node, nodes.Node):
                yield from _statements_below(node, owner)


def _mark(site: Site, number: int) -> bool:
    """Record that a statement is reached; one with a label is found by what follows the label."""
    node = site.node
    if isinstance(node, nodes.Labeled | nodes.Case | nodes.Default):
        return False
    pos = node.pos
    call = nodes.Call(pos, nodes.Identifier(pos, "oracle_reached"), [nodes.IntegerConstant(pos, str(number))])
    site.put(nodes.Compound(pos, [nodes.ExpressionStatement(pos, call), node], pos))
    return True


def constants(sites: Sequence[Site], pure: Set[str] = frozenset()) -> list[Site]:
    """Those of the sites whose expression can be replaced without anything else changing."""
    return [site for site in sites if site.value is not None and not has_effects(site.node, pure)]
