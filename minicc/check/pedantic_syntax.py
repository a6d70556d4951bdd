"""What -pedantic finds in the syntax tree: gcc's extensions, and what came after the chosen standard.

The words are those of gcc 12; each warning is one of its `pedwarn`s, an error with -pedantic-errors.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check.lint_walk import walk_syntax
from minicc.check.literals import element_size, string_literal
from minicc.check.pedantic_tokens import check_tokens
from minicc.patterns import pattern
from minicc.syntax import nodes

if TYPE_CHECKING:
    from minicc.check.context import Context

_SINCE_C11 = {"_Noreturn": "'_Noreturn'", "_Thread_local": "'_Thread_local'", "_Atomic": "the '_Atomic' qualifier"}
_FLOATING = frozenset(["_Float16", "_Float32", "_Float64", "_Float128", "_Float32x", "_Float64x", "_Float128x"])
_INTEGER_WORDS = frozenset(["int", "char", "short", "long", "signed", "unsigned"])

_INT128 = pattern(r"\b__u?int128(_t)?\b")
_COMPLEX = pattern(r"\b(?:_Complex|__complex(?:__)?)\b")


def check_syntax(context: Context, unit: nodes.TranslationUnit) -> None:
    """Every declaration that stands outside system headers."""
    checks = _Pedantic(context)
    function_ends: set[int] = set()
    for declaration in unit.declarations:
        if isinstance(declaration, nodes.FunctionDefinition):
            function_ends.add(declaration.body.end)
        if not context.source.in_system_header(declaration.pos):
            checks.declaration(declaration)
    check_tokens(context, function_ends)


class _Pedantic:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.text = context.source.text
        self.is_c90 = context.options.is_c90
        self.is_before_c11 = context.options.is_before_c11
        self.edition = "ISO C90" if self.is_c90 else "ISO C99"

    def declaration(self, declaration: nodes.Node) -> None:
        for node in walk_syntax(declaration):
            check = _CHECKS.get(type(node))
            if check is not None:
                check(self, node)

    def warn(self, message: str, pos: int) -> None:
        self.context.pedantic(message, pos)

    def unsupported(self, what: str, pos: int) -> None:
        """What C11 brought."""
        if self.is_before_c11:
            self.warn(f"{self.edition} does not support {what}", pos)

    # ----------------------------------------------------------------- expressions

    def statement_expression(self, node: nodes.Node) -> None:
        self.warn("ISO C forbids braced-groups within expressions", node.pos)

    def conditional(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.Conditional)
        if node.then is None:
            self.warn("ISO C forbids omitting the middle term of a '?:' expression", node.pos)

    def unary(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.Unary)
        if node.operator == "&&":
            self.warn("taking the address of a label is non-standard", node.pos)

    def identifier(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.Identifier)
        if node.name in ("__FUNCTION__", "__PRETTY_FUNCTION__"):
            self.warn(f"ISO C does not support '{node.name}' predefined identifier", node.pos)
        elif node.name == "__func__" and self.is_c90:
            self.warn("ISO C90 does not support '__func__' predefined identifier", node.pos)

    def generic(self, node: nodes.Node) -> None:
        self.unsupported("'_Generic'", node.pos)

    def alignof(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.SizeofExpression | nodes.SizeofType)
        if node.operator == "_Alignof" and self.text.startswith("_Alignof", node.pos):
            self.unsupported("'_Alignof'", node.pos)
            if isinstance(node, nodes.SizeofExpression):
                self.warn("ISO C does not allow '_Alignof (expression)'", node.pos)

    def compound_literal(self, node: nodes.Node) -> None:
        if self.is_c90:
            self.warn("ISO C90 forbids compound literals", node.pos)

    def string(self, node: nodes.Node) -> None:
        """-Woverlength-strings (C90 2.2.4.1, C99 5.2.4.1)."""
        assert isinstance(node, nodes.StringLiteral)
        most = 509 if self.is_c90 else 4095
        if sum(map(len, node.parts)) <= most:
            return
        prefix, units = string_literal(node.parts, node.pos)
        length = len(units) // element_size(prefix)
        if length > most:
            edition = 90 if self.is_c90 else 99
            self.context.pedantic(
                f"string length '{length}' is greater than the length '{most}' ISO C{edition} compilers are required"
                " to support",
                node.pos,
                "overlength-strings",
            )

    # ----------------------------------------------------------------- initializers

    def initializer_list(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.InitializerList)
        if not node.items:
            self.warn("ISO C forbids empty initializer braces", node.pos)

    def initializer_item(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.InitializerItem)
        if not node.designators:
            return
        first = node.designators[0]
        between = self.text[first.pos : node.initializer.pos]
        if isinstance(first, nodes.MemberDesignator) and not self.text.startswith(".", first.pos):
            self.warn("obsolete use of designated initializer with ':'", first.pos)
        elif isinstance(first, nodes.IndexDesignator) and between.rstrip().endswith("]"):
            self.warn("obsolete use of designated initializer without '='", node.initializer.pos)
        elif self.is_c90:
            self.warn("ISO C90 forbids specifying subobject to initialize", first.pos)

    def index_designator(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.IndexDesignator)
        if node.last is not None:
            self.warn("ISO C forbids specifying range of elements to initialize", node.pos)

    # ----------------------------------------------------------------- statements

    def case(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.Case)
        if node.last is not None:
            self.warn("range expressions in switch statements are non-standard", node.pos)

    def computed_goto(self, node: nodes.Node) -> None:
        self.warn("ISO C forbids 'goto *expr;'", node.pos)

    def block(self, node: nodes.Node) -> None:
        """A label needs a statement until C23."""
        assert isinstance(node, nodes.Compound)
        for i, item in enumerate(node.items):
            label: nodes.Node = item
            while isinstance(label, nodes.Labeled | nodes.Case | nodes.Default):
                last, label = label, label.statement
                if not isinstance(label, nodes.ExpressionStatement) or label.expression is not None:
                    continue
                if label.pos != last.pos:  # a null statement that was written
                    break
                if i + 1 == len(node.items):
                    self.warn("label at end of compound statement", last.pos)
                else:
                    message = "a label can only be part of a statement and a declaration is not a statement"
                    self.warn(message, node.items[i + 1].pos)

    # ----------------------------------------------------------------- declarations

    def specifiers(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.Specifiers)
        words = node.type_words
        if "__int128" in words and (written := _INT128.search(self.text, node.pos)) and not written[1]:
            self.warn("ISO C does not support '__int128' types", written.start())
        for word in words:
            if word in _FLOATING and not (word == "_Float128" and "__float128" in self._written(node)):
                self.warn(f"ISO C does not support the '{word}' type", node.pos)
        if "_Complex" in words:
            if self.is_c90 and (written := _COMPLEX.search(self.text, node.pos)):
                self.warn("ISO C90 does not support complex types", written.start())
            if len(words) == 1:
                self.warn("ISO C does not support plain 'complex' meaning 'double complex'", node.pos)
            elif not ("double" in words or "float" in words) and _INTEGER_WORDS.issuperset(set(words) - {"_Complex"}):
                self.warn("ISO C does not support complex integer types", node.pos)
        if self.is_c90:
            if words.count("long") > 1:
                self.context.pedantic("ISO C90 does not support 'long long'", node.pos, "long-long")
            if "_Bool" in words:
                self.warn("ISO C90 does not support boolean types", self.text.find("_Bool", node.pos))
        if not self.is_before_c11:
            return
        for word in (*node.storage, *node.functions, *node.qualifiers):
            if word in _SINCE_C11 and (word != "_Thread_local" or "__thread" not in self._written(node)):
                self.unsupported(_SINCE_C11[word], node.pos)
        if node.alignments:
            self.unsupported("'_Alignas'", node.pos)

    def _written(self, node: nodes.Specifiers) -> str:
        end = self.text.find(";", node.pos)
        return self.text[node.pos : end if 0 <= end < node.pos + 200 else node.pos + 200]

    def record(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.RecordSpecifier)
        if node.members is None:
            return
        lines = [line for line in node.members if isinstance(line, nodes.MemberDeclaration)]
        if not lines:
            self.warn(f"{node.keyword} has no members", node.pos)
        elif not any(map(_has_name, lines)):
            self.warn(f"{node.keyword} has no named members", node.pos)
        if self.is_before_c11:
            for line in lines:
                if not line.declarators and isinstance(line.specifiers.type, nodes.RecordSpecifier):
                    self.warn(f"{self.edition} doesn't support unnamed structs/unions", line.pos)
        if self.is_c90:
            for line in lines:
                for one in line.declarators:
                    if one.declarator is not None and _is_flexible(one.declarator):
                        self.warn("ISO C90 does not support flexible array members", one.pos)

    def array(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.ArrayDeclarator)
        if not self.is_c90:
            return
        if node.static or node.qualifiers:
            what = "'static' or type qualifiers in parameter array declarators"
            self.warn(f"ISO C90 does not support {what}", node.pos)
        if node.star:
            self.warn("ISO C90 does not support '[*]' array declarators", node.pos)

    def static_assert(self, node: nodes.Node) -> None:
        assert isinstance(node, nodes.StaticAssert)
        if self.is_before_c11:
            self.unsupported("'_Static_assert'", node.pos)
        elif node.message is None:
            self.warn("ISO C11 does not support omitting the string in '_Static_assert'", node.pos)


def _is_flexible(declarator: nodes.Declarator) -> bool:
    """Whether what is declared is an array of unknown length, the pointers and functions of its elements aside."""
    is_array = False
    while not isinstance(declarator, nodes.NameDeclarator):
        assert isinstance(declarator, nodes.PointerDeclarator | nodes.ArrayDeclarator | nodes.FunctionDeclarator)
        is_array = isinstance(declarator, nodes.ArrayDeclarator) and declarator.size is None
        declarator = declarator.inner
    return is_array


def _has_name(line: nodes.MemberDeclaration) -> bool:
    if not line.declarators:
        inner = line.specifiers.type
        return isinstance(inner, nodes.RecordSpecifier) and any(
            _has_name(one) for one in inner.members or () if isinstance(one, nodes.MemberDeclaration)
        )
    return any(one.declarator is not None for one in line.declarators)


_CHECKS = {
    nodes.StatementExpression: _Pedantic.statement_expression,
    nodes.Conditional: _Pedantic.conditional,
    nodes.Unary: _Pedantic.unary,
    nodes.Identifier: _Pedantic.identifier,
    nodes.GenericSelection: _Pedantic.generic,
    nodes.SizeofExpression: _Pedantic.alignof,
    nodes.SizeofType: _Pedantic.alignof,
    nodes.CompoundLiteral: _Pedantic.compound_literal,
    nodes.StringLiteral: _Pedantic.string,
    nodes.InitializerList: _Pedantic.initializer_list,
    nodes.InitializerItem: _Pedantic.initializer_item,
    nodes.IndexDesignator: _Pedantic.index_designator,
    nodes.Case: _Pedantic.case,
    nodes.ComputedGoto: _Pedantic.computed_goto,
    nodes.Compound: _Pedantic.block,
    nodes.Specifiers: _Pedantic.specifiers,
    nodes.RecordSpecifier: _Pedantic.record,
    nodes.ArrayDeclarator: _Pedantic.array,
    nodes.StaticAssert: _Pedantic.static_assert,
}
