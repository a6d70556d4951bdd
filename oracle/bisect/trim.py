"""A program without the statements that a question is not about: it need not do anything sensible, only compile.

Whether a change of a compiler changes what it makes of some lines can be seen on these lines alone, in a tenth of the
time that the whole program takes.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Set

from minicc.source import SourceText
from minicc.syntax import nodes
from oracle.syntax_walk import walk

_Item = nodes.Statement | nodes.Declaration | nodes.StaticAssert


def trimmed(unit: nodes.TranslationUnit, source: SourceText, lines: Set[int]) -> nodes.TranslationUnit:
    """The unit with only those statements of its functions that lie on these lines of the program's own file, name what
    is declared there or the functions around them, declare something or hold a label. The unit itself stays what it is.
    """
    kept: dict[int, list[_Item]] = {}
    words: set[str] = set()
    ends = [*(one.pos for one in unit.declarations[1:]), len(source.text)]
    before = -1
    while before < len(words):
        before = len(words)
        for one, end in zip(unit.declarations, ends, strict=True):
            if isinstance(one, nodes.FunctionDefinition):
                told = [(item, _is_on(item, item_end, source, lines, words)) for item, item_end in _with_ends(one)]
                kept[id(one)] = [item for item, is_on in told if is_on or _stays(item)]
                if any(is_on for _, is_on in told):
                    words.add(_name(one))
            elif isinstance(one, nodes.Declaration) and _is_on(one, end, source, lines, words):
                words.update(_names(one))
    declarations = [
        _with_items(one, kept[id(one)]) if isinstance(one, nodes.FunctionDefinition) else one
        for one in unit.declarations
    ]
    return nodes.TranslationUnit(unit.pos, declarations)


def _with_ends(definition: nodes.FunctionDefinition) -> Iterator[tuple[_Item, int]]:
    items = definition.body.items
    ends = [*(item.pos for item in items[1:]), definition.body.end]
    return zip(items, ends, strict=True)


def _is_on(node: nodes.Node, end: int, source: SourceText, lines: Set[int], words: Set[str]) -> bool:
    """Whether the text from a node to `end` lies on one of the lines of the program's own file or names a word."""
    text = source.text[node.pos : end].rstrip()
    first = source.location(node.pos)
    if first.file != source.file:
        return False
    last = source.location(node.pos + max(0, len(text) - 1))
    return not lines.isdisjoint(range(first.line, last.line + 1)) or not words.isdisjoint(_WORD.findall(text))


def _stays(item: _Item) -> bool:
    return not isinstance(item, nodes.Statement) or isinstance(item, nodes.Labeled)


def _with_items(definition: nodes.FunctionDefinition, items: list[_Item]) -> nodes.FunctionDefinition:
    made = copy.copy(definition)
    made.body = copy.copy(definition.body)
    made.body.items = items
    return made


def _names(declaration: nodes.Declaration) -> Iterator[str]:
    """The variables, functions, types and members that it declares."""
    for node in walk(declaration):
        name = getattr(node, "tag", None) or (node.name if isinstance(node, nodes.NameDeclarator) else None)
        if isinstance(name, str):
            yield name


def _name(definition: nodes.FunctionDefinition) -> str:
    names = (node.name for node in walk(definition.declarator) if isinstance(node, nodes.NameDeclarator))
    return next(names, None) or ""


_WORD = re.compile(r"[A-Za-z_]\w*")
