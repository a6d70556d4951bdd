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

_PLAIN_WORDS = frozenset({"int", "void"})
_QUALIFIERS = frozenset({"volatile", "restrict", "_Atomic"})


def constructs_of(text: str) -> frozenset[str]:
    """The kinds of construct in a program without preprocessor directives; empty when it cannot be parsed.

    Calls of `printf`, prototypes and `main` are what every program has: they are left out.
    """
    try:
        unit = parse(SourceText(text, "program.c"))
    except (CompileError, RecursionError):
        return frozenset()
    return frozenset(kind for one in unit.declarations if not _is_prototype(one) for kind in _of_declaration(one))


def _is_prototype(declaration: nodes.Node) -> bool:
    return isinstance(declaration, nodes.Declaration) and any(
        isinstance(one.declarator, nodes.FunctionDeclarator) for one in declaration.declarators
    )


def _of_declaration(declaration: nodes.Node) -> Iterator[str]:
    for node in walk(declaration):
        if name := _STATEMENTS.get(type(node)):
            yield name
        else:
            yield from _others(node)


def _others(node: nodes.Node) -> Iterator[str]:
    match node:
        case nodes.Binary() | nodes.Assignment() if node.operator != "=":
            yield node.operator
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
