"""What the expressions of a program are worth and which of its statements are reached, seen in one run.

A copy of the program is compiled by gcc with every expression that has an arithmetic value passed through a recorder
(`({ __auto_type value = (expression); record; value; })`). An expression without side effects that had one value
whenever it was evaluated can be replaced by it, and a statement that was never reached can go: neither changes what
the program does, nor makes anything undefined.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse, unparse_expression
from oracle.bisect.behaviour import Workshop
from oracle.compilers import gcc
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

_PRELUDE = (
    "void oracle_value(int, int, const void *, unsigned long);\nvoid oracle_reached(int);\n"
    "#define ORACLE_TAG(v) _Generic((v), "
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
void oracle_reached(int site) {{ reached[site] = 1; }}
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
        if (reached[site]) fprintf(stderr, "\\nr %d", site);
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
        """Replace what is there."""
        if self.index is None:
            setattr(self.owner, self.name, value)
        else:
            getattr(self.owner, self.name)[self.index] = value

    @property
    def is_there(self) -> bool:
        """Whether the node is still where it was found."""
        value = getattr(self.owner, self.name)
        if self.index is None:
            return value is self.node
        return self.index < len(value) and value[self.index] is self.node


@dataclass(frozen=True, slots=True)
class Observed:
    """The expressions with known values and those never evaluated, and the statements never reached; parents first."""

    known: tuple[Site, ...]
    unevaluated: tuple[Site, ...]
    dead: tuple[Site, ...]


def has_effects(node: nodes.Node) -> bool:
    """Whether evaluating an expression may do more than give a value."""
    return any(isinstance(one, _EFFECTS) for one in walk(node))


def observe(unit: nodes.TranslationUnit, shop: Workshop) -> Observed | None:
    """Watch the program run; None when it cannot be watched (it ends by a signal, or is not what gcc can record)."""
    text = unparse(unit)
    try:
        copy = parse(SourceText(text, "observed.c"))
    except (CompileError, RecursionError):
        return None
    ours, theirs = list(_expressions(unit)), list(_expressions(copy))
    reached, copied = list(_statements(unit)), list(_statements(copy))
    if len(ours) != len(theirs) or len(reached) != len(copied):
        return None
    for number in reversed(range(len(theirs))):
        site = theirs[number]
        text = unparse_expression(site.node)
        site.put(nodes.Identifier(site.node.pos, f"ORACLE_VALUE({number}, {text})"))
    numbers = {number for number in reversed(range(len(copied))) if _mark(copied[number], number)}
    told = _run(unparse(copy), max(len(ours), len(reached), 1), shop)
    if told is None:
        return None
    values, varying, seen = told
    known = [replace(site, value=values[number]) for number, site in enumerate(ours) if number in values]
    unevaluated = [site for number, site in enumerate(ours) if number not in values and number not in varying]
    marked = {id(site.node): number in seen for number, site in enumerate(reached) if number in numbers}
    dead = [site for site in reached if _is_dead(site.node, marked)]
    return Observed(tuple(known), tuple(unevaluated), tuple(dead))


def _is_dead(node: nodes.Node, marked: dict[int, bool]) -> bool:
    """Whether nothing that is watched in a statement was reached."""
    watched = [marked[id(one)] for one in walk(node) if id(one) in marked]
    return bool(watched) and not any(watched)


def _run(text: str, count: int, shop: Workshop) -> tuple[dict[int, nodes.Expression | None], set[int], set[int]] | None:
    source = shop.write(_PRELUDE + text, ".c")
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
    seen: set[int] = set()
    for line in done.stderr.decode(errors="replace").splitlines():
        match line.split():
            case ["r", number]:
                seen.add(int(number))
            case ["x", number]:
                varying.add(int(number))
            case ["v", number, tag, data]:
                values[int(number)] = _constant(int(tag), bytes.fromhex(data))
    return (values, varying, seen) if seen else None


def _constant(tag: int, data: bytes) -> nodes.Expression | None:
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


def constants(sites: Sequence[Site]) -> list[Site]:
    """Those of the sites whose expression can be replaced without anything else changing."""
    return [site for site in sites if site.value is not None and not has_effects(site.node)]
