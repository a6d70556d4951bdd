"""The kinds of construct in a program: what two reduced programs for the same bug have in common."""

from __future__ import annotations

from collections.abc import Iterator

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.parser import parse
from oracle.syntax_walk import walk

_STATEMENTS: dict[type[nodes.Node], str] = {
    nodes.If: "if",
    nodes.Switch: "switch",
    nodes.While: "while",
    nodes.DoWhile: "do",
    nodes.For: "for",
    nodes.Goto: "goto",
    nodes.ComputedGoto: "computed goto",
    nodes.Continue: "continue",
    nodes.Break: "break",
    nodes.Asm: "asm",
    nodes.Conditional: "?:",
    nodes.Comma: "comma",
    nodes.Subscript: "[]",
    nodes.CompoundLiteral: "compound literal",
    nodes.GenericSelection: "_Generic",
    nodes.SizeofExpression: "sizeof",
    nodes.SizeofType: "sizeof",
    nodes.StatementExpression: "statement expression",
    nodes.VaArg: "va_arg",
    nodes.Offsetof: "offsetof",
    nodes.ConvertVector: "vector conversion",
    nodes.FloatingConstant: "floating constant",
    nodes.CharacterConstant: "character constant",
    nodes.EnumSpecifier: "enum",
    nodes.ArrayDeclarator: "array",
    nodes.PointerDeclarator: "pointer",
    nodes.IndexDesignator: "designator",
    nodes.MemberDesignator: "designator",
}

_COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
_PLAIN_WORDS = frozenset({"int", "void"})
_QUALIFIERS = frozenset({"volatile", "restrict", "_Atomic"})


def constructs_of(text: str, *, line: int | None = None) -> frozenset[str]:
    """The kinds of construct in a program without preprocessor directives; empty when it cannot be parsed.

    Calls of `printf`, prototypes and `main` are what every program has: they are left out. With `line`, only what
    begins there counts.
    """
    source = SourceText(text, "program.c")
    try:
        unit = parse(source)
    except (CompileError, RecursionError):
        return frozenset()
    nodes_of_interest = (node for one in unit.declarations if not _is_prototype(one) for node in walk(one))
    return frozenset(
        kind
        for node in nodes_of_interest
        if line is None or source.location(node.pos).line == line
        for kind in _kinds(node)
    )


def _is_prototype(declaration: nodes.Node) -> bool:
    return isinstance(declaration, nodes.Declaration) and any(
        isinstance(one.declarator, nodes.FunctionDeclarator) for one in declaration.declarators
    )


def _kinds(node: nodes.Node) -> Iterator[str]:
    if name := _STATEMENTS.get(type(node)):
        yield name
        return
    match node:
        case nodes.Binary() | nodes.Assignment() if node.operator != "=":
            yield "comparison" if node.operator in _COMPARISONS else node.operator
        case nodes.IncrementDecrement():
            yield node.operator
        case nodes.Unary():
            yield f"unary {node.operator}"
        case nodes.Cast():
            yield "cast"
        case nodes.Member():
            yield "->" if node.arrow else "."
        case nodes.Call() if not (isinstance(node.function, nodes.Identifier) and node.function.name == "printf"):
            yield "call"
        case nodes.MemberDeclarator() if node.width is not None:
            yield "bit-field"
        case nodes.RecordSpecifier():
            yield node.keyword
        case nodes.Attribute():
            yield f"attribute {node.name}"
        case nodes.Specifiers():
            if node.type_words and not _PLAIN_WORDS.issuperset(node.type_words):
                yield " ".join(sorted(node.type_words))
            yield from _QUALIFIERS.intersection(node.qualifiers)
        case nodes.FunctionDeclarator() if node.variadic:
            yield "variadic"
