"""The last step: short names, the same for programs that differ only in their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from string import ascii_lowercase

from minicc.syntax import nodes
from oracle.reduce.tree import functions, name_of
from oracle.syntax_walk import walk

_TOKEN = re.compile(
    r"""(?P<other>(?:u8|[uUL])?"(?:[^"\\]|\\.)*"|(?:[uUL])?'(?:[^'\\]|\\.)*'|\.?\d(?:[eEpP][+-]|[\w.])*)|[A-Za-z_]\w*"""
)


def renamed(unit: nodes.TranslationUnit, text: str) -> str:
    """The text with names of one or two letters for all that it defines: f, g, ... for functions, a, b, ... for others.

    Names that it only declares, `main` among them, are the library's: they stay.
    """
    own: dict[str, str] = {}
    defined = {name_of(one.declarator) for one in functions(unit)} - {"main"}
    taken = {match[0] for match in _TOKEN.finditer(text) if not match["other"]}
    names = _names(unit)
    taken -= names
    for kind, letters in ((defined, "fghk" + ascii_lowercase), (names - defined, ascii_lowercase)):
        fresh = _fresh(letters, taken)
        for name in sorted(kind & names, key=lambda one: text.find(one or "")):
            own[str(name)] = next(fresh)
    return _TOKEN.sub(lambda found: found[0] if found["other"] else own.get(found[0], found[0]), text)


def _fresh(letters: str, taken: set[str]) -> Iterator[str]:
    for number in count():
        for letter in dict.fromkeys(letters):
            name = letter if number == 0 else f"{letter}{number}"
            if name not in taken:
                taken.add(name)
                yield name


def _names(unit: nodes.TranslationUnit) -> set[str]:
    """All names of objects, functions, members, types, enumerators and labels that the program gives a meaning."""
    found: set[str] = set()
    prototypes: set[str] = set()
    for node in walk(unit):
        match node:
            case nodes.InitDeclarator() if isinstance(node.declarator, nodes.FunctionDeclarator):
                prototypes.add(name_of(node.declarator) or "")
            case nodes.NameDeclarator() if node.name:
                found.add(node.name)
            case nodes.Enumerator():
                found.add(node.name)
            case nodes.RecordSpecifier() | nodes.EnumSpecifier() if node.tag:
                found.add(node.tag)
            case nodes.Labeled():
                found.add(node.label)
            case nodes.Declaration() if "extern" in node.specifiers.storage:
                prototypes |= {name_of(one.declarator) or "" for one in node.declarators}
    defined = {name_of(one.declarator) or "" for one in functions(unit)}
    return {name for name in found - (prototypes - defined) - {"main"} if not name.startswith("__")}
