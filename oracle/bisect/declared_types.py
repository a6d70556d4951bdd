"""Types that the subject lays out differently: what goes wrong where they are used is wrong where they are declared."""

from __future__ import annotations

import re
from dataclasses import dataclass

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from oracle.bisect.case import Case
from oracle.layouts import layout_differences
from oracle.syntax_walk import walk

_RECORD = re.compile(r"(?:struct|union|enum) (\w+)")


@dataclass(frozen=True, slots=True)
class DeclaredType:
    """A type of the program, the line of its declaration, and how its layout differs from the reference's."""

    name: str
    line: int
    difference: str
    is_record: bool


def misplaced_types(case: Case) -> list[DeclaredType]:
    """The structures, unions and enumerations of which the debugging information of subject and reference say different
    things, in the order of their declarations; none where that cannot be told.
    """
    told = layout_differences(case.source, case.subject, case.reference)
    if isinstance(told, str) or not told:
        return []
    differences: dict[str, str] = {}
    for one in told:
        if found := _RECORD.match(one):
            differences.setdefault(found[1], one)
    source = SourceText(case.preprocessed(), str(case.source))
    try:
        unit = parse(source)
    except (CompileError, RecursionError):
        return []
    made = []
    for declaration in unit.declarations:
        for node in walk(declaration):
            tag = _declared_tag(node)
            if tag in differences and not source.in_system_header(node.pos):
                is_record = isinstance(node, nodes.RecordSpecifier)
                made.append(DeclaredType(tag, source.location(node.pos).line, differences.pop(tag), is_record))
    return made


def _declared_tag(node: nodes.Node) -> str:
    if isinstance(node, nodes.RecordSpecifier) and node.members is not None:
        return node.tag or ""
    if isinstance(node, nodes.EnumSpecifier) and node.enumerators is not None:
        return node.tag or ""
    return ""
