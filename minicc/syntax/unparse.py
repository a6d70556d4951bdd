"""The syntax tree printed back as C that gcc compiles: boundary B1 is executed this way.

Words are printed in the spelling gcc knows in every `-std=` mode. Parsing the text again gives an equal tree.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from minicc.diagnostics import CompileError
from minicc.patterns import pattern
from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.build_expressions import PRECEDENCE
from minicc.syntax.nodes import Attribute, Declarator, Expression, Specifiers, Statement, TypeName

# How tightly an expression binds; a binary operator's level is _BINARY plus its precedence (1 to 10).
_COMMA, _ASSIGNMENT, _CONDITIONAL, _BINARY = 0, 1, 2, 2
_CAST, _UNARY, _POSTFIX, _PRIMARY = 13, 14, 15, 16

# Python functions that call each other use no C stack (since 3.11), so a larger one is not needed: no `map` here.
_LITERAL = pattern(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'')
_RECURSION_LIMIT = 100_000

_SPELLING = {"inline": "__inline__", "restrict": "__restrict__"}


def unparse(unit: nodes.TranslationUnit, source: SourceText | None = None, *, guards_literals: bool = False) -> str:
    """The translation unit as C text, meant for `gcc -x cpp-output`.

    With `source` every declaration and statement is preceded by a line marker that says where it was written.
    `guards_literals`: compound literals are operands in parentheses only, for compilers that take no others.
    Raises CompileError when the tree is nested too deeply to be walked.
    """
    printer = _Printer(source, _has_packed_records(unit), guards_literals)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _RECURSION_LIMIT))
    try:
        text = "\n".join([*[printer.item(one) for one in unit.declarations], ""])
    except RecursionError:
        raise CompileError("the program is nested too deeply") from None
    finally:
        sys.setrecursionlimit(limit)
    return text if source is not None else _indented(text)


def unparse_expression(expression: Expression, *, prints_packing: bool = True, guards_literals: bool = False) -> str:
    """One expression as C text.

    `prints_packing`: a record in it says, in lines of their own, which `#pragma pack` it obeys.
    """
    return _Printer(None, prints_packing, guards_literals).expression(expression, _COMMA)


def unparse_type_name(type_name: TypeName) -> str:
    """A type name as C text."""
    return _Printer(None, True).type_name(type_name)


def _indented(text: str) -> str:
    """Four columns for each open brace: people read what is printed without line markers (reduced programs)."""
    lines, depth = [], 0
    for line in text.split("\n"):
        code = _LITERAL.sub("", line)
        level = depth - code.lstrip().startswith("}")
        lines.append("    " * level + line if line else line)
        depth += code.count("{") - code.count("}")
    return "\n".join(lines)


def _has_packed_records(unit: nodes.TranslationUnit) -> bool:
    """Whether a `#pragma pack` was in effect anywhere: then every record says which one."""
    waiting: list[object] = [unit]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list | tuple):
            waiting += one
        elif isinstance(one, Attribute):
            if one.name == "pragma_pack":
                return True
        elif isinstance(one, nodes.Node):
            waiting += [getattr(one, name) for name in _fields(type(one))]
    return False


def _fields(kind: type[nodes.Node]) -> tuple[str, ...]:
    return kind.__match_args__[1:]


class _Printer:
    def __init__(self, source: SourceText | None, prints_packing: bool, guards_literals: bool = False) -> None:
        self._source = source
        self._prints_packing = prints_packing
        self._expressions = _GUARDED_EXPRESSIONS if guards_literals else _EXPRESSIONS

    # ------------------------------------------------------------------ statements and declarations

    def item(self, node: nodes.Node) -> str:
        """A declaration or statement, its line marker before it."""
        text: str = _ITEMS[type(node)](self, node)
        return self._marker(node.pos) + text

    def body(self, node: nodes.Node) -> str:
        """The statement that another one governs."""
        text = self.item(node)
        if self._source is not None or isinstance(node, nodes.Compound):
            return text
        return "\n".join(["    " + line for line in text.split("\n")])

    def _marker(self, pos: int) -> str:
        if self._source is None:
            return ""
        location = self._source.location(pos)
        name = location.file.replace("\\", "\\\\").replace('"', '\\"')
        system = " 3" if self._source.in_system_header(pos) else ""
        return f'# {location.line} "{name}"{system}\n'

    def compound(self, node: nodes.Compound) -> str:
        labels = f"__label__ {', '.join(node.labels)};\n" if node.labels else ""
        items = "".join([self.item(item) + "\n" for item in node.items])
        return f"{{\n{labels}{items}{self._marker(node.end)}}}"

    def expression_statement(self, node: nodes.ExpressionStatement) -> str:
        return f"{self.optional(node.expression)};"

    def optional(self, node: Expression | None) -> str:
        return "" if node is None else self.expression(node, _COMMA)

    def if_statement(self, node: nodes.If) -> str:
        then = self.body(node.then)
        if node.otherwise is None:
            return f"if ({self.optional(node.condition)})\n{then}"
        if _ends_with_open_if(node.then):
            then = f"{{\n{then}\n}}"
        chained = self._source is None and isinstance(node.otherwise, nodes.If)
        otherwise = f" {self.item(node.otherwise)}" if chained else f"\n{self.body(node.otherwise)}"
        return f"if ({self.optional(node.condition)})\n{then}\nelse{otherwise}"

    def switch(self, node: nodes.Switch) -> str:
        return f"switch ({self.optional(node.controlling)})\n{self.body(node.body)}"

    def while_statement(self, node: nodes.While) -> str:
        return f"while ({self.optional(node.condition)})\n{self.body(node.body)}"

    def do_while(self, node: nodes.DoWhile) -> str:
        return f"do\n{self.body(node.body)}\nwhile ({self.optional(node.condition)});"

    def for_statement(self, node: nodes.For) -> str:
        if isinstance(node.initial, Expression) or node.initial is None:
            initial = f"{self.optional(node.initial)};"
        else:
            initial = self.declaration(node.initial)
        heads = f"{initial} {self.optional(node.condition)}; {self.optional(node.step)}"
        return f"for ({heads})\n{self.body(node.body)}"

    def goto(self, node: nodes.Goto) -> str:
        return f"goto {node.label};"

    def computed_goto(self, node: nodes.ComputedGoto) -> str:
        return f"goto *{self.expression(node.target, _CAST)};"

    def continue_statement(self, node: nodes.Continue) -> str:
        return "continue;"

    def break_statement(self, node: nodes.Break) -> str:
        return "break;"

    def return_statement(self, node: nodes.Return) -> str:
        return "return;" if node.value is None else f"return {self.optional(node.value)};"

    def labeled(self, node: nodes.Labeled) -> str:
        return f"{node.label}:{self.attributes(node.attributes)}\n{self.item(node.statement)}"

    def case(self, node: nodes.Case) -> str:
        last = f" ... {self.expression(node.last, _CONDITIONAL)}" if node.last is not None else ""
        return f"case {self.expression(node.value, _CONDITIONAL)}{last}:\n{self.item(node.statement)}"

    def default(self, node: nodes.Default) -> str:
        return f"default:\n{self.item(node.statement)}"

    def asm(self, node: nodes.Asm) -> str:
        words = " ".join(["__asm__", *[_word(q) if q != "volatile" else "__volatile__" for q in node.qualifiers]])
        sections = [
            ", ".join([self.asm_operand(one) for one in node.outputs]),
            ", ".join([self.asm_operand(one) for one in node.inputs]),
            ", ".join(f'"{register}"' for register in node.clobbers),
            ", ".join(node.goto_labels),
        ]
        if "goto" not in node.qualifiers:
            sections.pop()
        # A template without any colon is a basic asm: its percent signs stand for themselves.
        is_basic = not any(sections) and not node.is_extended
        rest = "" if is_basic else " : " + " : ".join(sections)
        return f"{words} ({self.string(node.template)}{rest});"

    def asm_operand(self, node: nodes.AsmOperand) -> str:
        name = f"[{node.name}] " if node.name is not None else ""
        return f'{name}"{node.constraint}" ({self.optional(node.expression)})'

    def file_asm(self, node: nodes.AsmDeclaration) -> str:
        return f"__asm__ ({self.string(node.template)});"

    def pragma(self, node: nodes.Pragma) -> str:
        return f"\n#pragma {node.text}\n"

    def static_assert(self, node: nodes.StaticAssert) -> str:
        message = f", {self.string(node.message)}" if node.message is not None else ""
        return f"_Static_assert ({self.expression(node.condition, _CONDITIONAL)}{message});"

    def declaration(self, node: nodes.Declaration) -> str:
        declarators = ", ".join([self.init_declarator(one) for one in node.declarators])
        return f"{_joined(self.specifiers(node.specifiers), declarators)};"

    def init_declarator(self, node: nodes.InitDeclarator) -> str:
        text = self.declarator(node.declarator) + self._label_and_attributes(node)
        return text if node.initializer is None else f"{text} = {self.initializer(node.initializer)}"

    def _label_and_attributes(self, node: nodes.InitDeclarator | nodes.FunctionDefinition) -> str:
        label = f' __asm__ ("{node.asm_label}")' if node.asm_label is not None else ""
        return label + self.attributes(node.attributes)

    def function_definition(self, node: nodes.FunctionDefinition) -> str:
        head = _joined(self.specifiers(node.specifiers), self.declarator(node.declarator))
        parameters = "".join([f"\n{self.declaration(p)}" for p in node.parameter_declarations])
        return f"{head}{self._label_and_attributes(node)}{parameters}\n{self.compound(node.body)}"

    # ------------------------------------------------------------------ specifiers

    def specifiers(self, node: Specifiers) -> str:
        words = [*node.storage, *map(_word, node.functions)]
        words += [f"_Alignas ({self.argument(operand)})" for operand in node.alignments]
        words += map(_word, node.qualifiers)
        words += [self.attribute_specifier(node.attributes)] if node.attributes else []
        words += node.type_words
        if node.type is not None:
            words.append(_TYPES[type(node.type)](self, node.type))
        return " ".join(words)

    def attributes(self, attributes: list[Attribute]) -> str:
        printed = [a for a in attributes if a.name != "pragma_pack"]
        return f" {self.attribute_specifier(printed)}" if printed else ""

    def attribute_specifier(self, attributes: list[Attribute]) -> str:
        return f"__attribute__ (({', '.join([self.attribute(one) for one in attributes])}))"

    def attribute(self, node: Attribute) -> str:
        name = node.name if node.name.startswith("_") else f"__{node.name}__"
        if not node.arguments:
            return name
        return f"{name} ({', '.join([self.argument(one) for one in node.arguments])})"

    def argument(self, node: Expression | TypeName) -> str:
        return self.type_name(node) if isinstance(node, TypeName) else self.expression(node, _ASSIGNMENT)

    def record(self, node: nodes.RecordSpecifier) -> str:
        head = f"{node.keyword}{self.attributes(node.attributes)}"
        if node.tag is not None:
            head += f" {node.tag}"
        if node.members is None:
            return head
        return f"{head} {{\n{''.join([self.member(one) for one in node.members])}{self._packing(node)}}}"

    def _packing(self, node: nodes.RecordSpecifier) -> str:
        """gcc looks at the packing in effect when the closing brace comes; a pragma may stand among the members."""
        if not self._prints_packing:
            return ""
        values = [a.arguments[0] for a in node.attributes if a.name == "pragma_pack"]
        return f"#pragma pack({self.argument(values[-1]) if values else ''})\n"

    def member(self, node: nodes.MemberDeclaration | nodes.StaticAssert) -> str:
        if isinstance(node, nodes.StaticAssert):
            return self.static_assert(node) + "\n"
        declarators = ", ".join([self.member_declarator(one) for one in node.declarators])
        return f"{_joined(self.specifiers(node.specifiers), declarators)};\n"

    def member_declarator(self, node: nodes.MemberDeclarator) -> str:
        text = self.declarator(node.declarator) if node.declarator is not None else ""
        if node.width is not None:
            text += f" : {self.expression(node.width, _CONDITIONAL)}"
        return text + self.attributes(node.attributes)

    def enum(self, node: nodes.EnumSpecifier) -> str:
        head = f"enum{self.attributes(node.attributes)}"
        if node.tag is not None:
            head += f" {node.tag}"
        if node.enumerators is None:
            return head
        return f"{head} {{ {', '.join([self.enumerator(one) for one in node.enumerators])} }}"

    def enumerator(self, node: nodes.Enumerator) -> str:
        if node.value is None:
            return node.name
        return f"{node.name} = {self.expression(node.value, _CONDITIONAL)}"

    def typedef_name(self, node: nodes.TypedefName) -> str:
        return node.name

    def typeof(self, node: nodes.TypeofSpecifier) -> str:
        operand = node.operand
        text = self.type_name(operand) if isinstance(operand, TypeName) else self.optional(operand)
        return f"__typeof__ ({text})"

    def atomic(self, node: nodes.AtomicSpecifier) -> str:
        return f"_Atomic ({self.type_name(node.type_name)})"

    # ------------------------------------------------------------------ declarators

    def declarator(self, node: Declarator) -> str:
        """From the name outwards; a pointer inside an array or function needs parentheses."""
        derivations: list[Declarator] = []
        while not isinstance(node, nodes.NameDeclarator):
            derivations.append(node)
            assert isinstance(node, nodes.PointerDeclarator | nodes.ArrayDeclarator | nodes.FunctionDeclarator)
            node = node.inner
        text = node.name or ""
        if node.attributes:
            text = f"({self.attribute_specifier(node.attributes)} {text})"
        is_pointer = False
        for derivation in reversed(derivations):
            if isinstance(derivation, nodes.PointerDeclarator):
                words = [*map(_word, derivation.qualifiers)]
                if derivation.attributes:
                    words.append(self.attribute_specifier(derivation.attributes))
                text = "*" + _joined(" ".join(words), text)
                is_pointer = True
                continue
            if is_pointer:
                text = f"({text})"
                is_pointer = False
            if isinstance(derivation, nodes.ArrayDeclarator):
                text += self._array(derivation)
            elif isinstance(derivation, nodes.FunctionDeclarator):
                text += self._function(derivation)
        return text

    def _array(self, node: nodes.ArrayDeclarator) -> str:
        words = ["static"] if node.static else []
        words += map(_word, node.qualifiers)
        if node.star:
            words.append("*")
        elif node.size is not None:
            words.append(self.expression(node.size, _ASSIGNMENT))
        return f"[{' '.join(words)}]"

    def _function(self, node: nodes.FunctionDeclarator) -> str:
        if node.parameters is None:
            return f"({', '.join(node.identifiers or [])})"
        parameters = [self.parameter(one) for one in node.parameters] or ["void"]
        if node.variadic:
            parameters.append("...")
        return f"({', '.join(parameters)})"

    def parameter(self, node: nodes.Parameter) -> str:
        text = _joined(self.specifiers(node.specifiers), self.declarator(node.declarator))
        return text + self.attributes(node.attributes)

    def type_name(self, node: TypeName) -> str:
        return _joined(self.specifiers(node.specifiers), self.declarator(node.declarator))

    # ------------------------------------------------------------------ initializers

    def initializer(self, node: Expression | nodes.InitializerList) -> str:
        if isinstance(node, nodes.InitializerList):
            return f"{{ {', '.join([self.initializer_item(one) for one in node.items])} }}" if node.items else "{}"
        return self.expression(node, _ASSIGNMENT)

    def initializer_item(self, node: nodes.InitializerItem) -> str:
        designators = "".join([self.designator(one) for one in node.designators])
        return (
            f"{designators} = {self.initializer(node.initializer)}"
            if designators
            else self.initializer(node.initializer)
        )

    def designator(self, node: nodes.Designator) -> str:
        if isinstance(node, nodes.MemberDesignator):
            return f".{node.name}"
        assert isinstance(node, nodes.IndexDesignator)
        last = f" ... {self.expression(node.last, _CONDITIONAL)}" if node.last is not None else ""
        return f"[{self.expression(node.index, _CONDITIONAL)}{last}]"

    # ------------------------------------------------------------------ expressions

    def expression(self, node: Expression, least: int) -> str:
        """The expression in parentheses when it binds less tightly than `least`."""
        level, printed = self._expressions[type(node)]
        if isinstance(node, nodes.Binary):
            level = _BINARY + PRECEDENCE[node.operator]
        elif isinstance(node, nodes.IncrementDecrement) and node.prefix:
            level = _UNARY
        text: str = printed(self, node)
        return text if level >= least else f"({text})"

    def name(self, node: nodes.Identifier) -> str:
        return node.name

    def constant(self, node: nodes.IntegerConstant | nodes.FloatingConstant | nodes.CharacterConstant) -> str:
        return node.text

    def string(self, node: nodes.StringLiteral) -> str:
        return " ".join(node.parts)

    def generic(self, node: nodes.GenericSelection) -> str:
        associations = [
            f"{'default' if type_name is None else self.type_name(type_name)}: {self.expression(value, _ASSIGNMENT)}"
            for type_name, value in node.associations
        ]
        return f"_Generic ({', '.join([self.expression(node.controlling, _ASSIGNMENT), *associations])})"

    def subscript(self, node: nodes.Subscript) -> str:
        return f"{self.expression(node.array, _POSTFIX)}[{self.optional(node.index)}]"

    def call(self, node: nodes.Call) -> str:
        arguments = ", ".join([self.expression(argument, _ASSIGNMENT) for argument in node.arguments])
        return f"{self.expression(node.function, _POSTFIX)}({arguments})"

    def member_access(self, node: nodes.Member) -> str:
        record = self.expression(node.object, _POSTFIX)
        if isinstance(node.object, nodes.IntegerConstant):
            record = f"({record})"  # a period behind it would make it a floating constant
        return f"{record}{'->' if node.arrow else '.'}{node.name}"

    def increment(self, node: nodes.IncrementDecrement) -> str:
        if node.prefix:
            return _prefixed(node.operator, self.expression(node.operand, _UNARY))
        return self.expression(node.operand, _POSTFIX) + node.operator

    def compound_literal(self, node: nodes.CompoundLiteral) -> str:
        return f"({self.type_name(node.type_name)}) {self.initializer(node.initializer)}"

    def unary(self, node: nodes.Unary) -> str:
        return _prefixed(node.operator, self.expression(node.operand, _CAST))

    def sizeof_expression(self, node: nodes.SizeofExpression) -> str:
        return f"{node.operator} {self.expression(node.operand, _UNARY)}"

    def sizeof_type(self, node: nodes.SizeofType) -> str:
        return f"{node.operator} ({self.type_name(node.type_name)})"

    def cast(self, node: nodes.Cast) -> str:
        return f"({self.type_name(node.type_name)}) {self.expression(node.operand, _CAST)}"

    def binary(self, node: nodes.Binary) -> str:
        """Long chains lean to the left: they are walked, not recursed into."""
        pieces: list[str] = []
        left: Expression = node
        while isinstance(left, nodes.Binary):
            level = _BINARY + PRECEDENCE[left.operator]
            pieces.append(f" {left.operator} {self.expression(left.right, level + 1)}")
            if not isinstance(left.left, nodes.Binary) or _BINARY + PRECEDENCE[left.left.operator] < level:
                pieces.append(self.expression(left.left, level))
                break
            left = left.left
        return "".join(reversed(pieces))

    def conditional(self, node: nodes.Conditional) -> str:
        then = f" {self.optional(node.then)} " if node.then is not None else ""
        otherwise = self.expression(node.otherwise, _CONDITIONAL)
        return f"{self.expression(node.condition, _BINARY + 1)} ?{then}: {otherwise}"

    def assignment(self, node: nodes.Assignment) -> str:
        value = self.expression(node.value, _ASSIGNMENT)
        return f"{self.expression(node.target, _UNARY)} {node.operator} {value}"

    def comma(self, node: nodes.Comma) -> str:
        return f"{self.expression(node.left, _COMMA)}, {self.expression(node.right, _ASSIGNMENT)}"

    def statement_expression(self, node: nodes.StatementExpression) -> str:
        return f"({self.compound(node.body)})"

    def va_arg(self, node: nodes.VaArg) -> str:
        return f"__builtin_va_arg ({self.expression(node.list, _ASSIGNMENT)}, {self.type_name(node.type_name)})"

    def offsetof(self, node: nodes.Offsetof) -> str:
        path = "".join([f".{d}" if isinstance(d, str) else f"[{self.optional(d)}]" for d in node.designators])
        return f"__builtin_offsetof ({self.type_name(node.type_name)}, {path.removeprefix('.')})"

    def types_compatible(self, node: nodes.TypesCompatible) -> str:
        return f"__builtin_types_compatible_p ({self.type_name(node.left)}, {self.type_name(node.right)})"

    def convert_vector(self, node: nodes.ConvertVector) -> str:
        operand = self.expression(node.operand, _ASSIGNMENT)
        return f"__builtin_convertvector ({operand}, {self.type_name(node.type_name)})"


def _word(word: str) -> str:
    return _SPELLING.get(word, word)


def _joined(left: str, right: str) -> str:
    return f"{left} {right}" if left and right else left or right


def _prefixed(operator: str, operand: str) -> str:
    """`- -x` and `& &&l` must not run together, and `__real__ x` neither."""
    return f"{operator} {operand}" if operator[-1] == operand[0] or operator[-1] == "_" else operator + operand


def _ends_with_open_if(statement: Statement) -> bool:
    """Whether an `else` printed behind the statement would belong to an `if` inside it."""
    while True:
        if isinstance(statement, nodes.If):
            if statement.otherwise is None:
                return True
            statement = statement.otherwise
        elif isinstance(statement, nodes.Labeled | nodes.Case | nodes.Default):
            statement = statement.statement
        elif isinstance(statement, nodes.While | nodes.For | nodes.Switch):
            statement = statement.body
        else:
            return False


_ITEMS: dict[type[nodes.Node], Callable[[_Printer, Any], str]] = {
    nodes.Compound: _Printer.compound,
    nodes.ExpressionStatement: _Printer.expression_statement,
    nodes.If: _Printer.if_statement,
    nodes.Switch: _Printer.switch,
    nodes.While: _Printer.while_statement,
    nodes.DoWhile: _Printer.do_while,
    nodes.For: _Printer.for_statement,
    nodes.Goto: _Printer.goto,
    nodes.ComputedGoto: _Printer.computed_goto,
    nodes.Continue: _Printer.continue_statement,
    nodes.Break: _Printer.break_statement,
    nodes.Return: _Printer.return_statement,
    nodes.Labeled: _Printer.labeled,
    nodes.Case: _Printer.case,
    nodes.Default: _Printer.default,
    nodes.Asm: _Printer.asm,
    nodes.AsmDeclaration: _Printer.file_asm,
    nodes.Pragma: _Printer.pragma,
    nodes.StaticAssert: _Printer.static_assert,
    nodes.Declaration: _Printer.declaration,
    nodes.FunctionDefinition: _Printer.function_definition,
}

_TYPES: dict[type[nodes.TypeSpecifier], Callable[[_Printer, Any], str]] = {
    nodes.RecordSpecifier: _Printer.record,
    nodes.EnumSpecifier: _Printer.enum,
    nodes.TypedefName: _Printer.typedef_name,
    nodes.TypeofSpecifier: _Printer.typeof,
    nodes.AtomicSpecifier: _Printer.atomic,
}

_EXPRESSIONS: dict[type[Expression], tuple[int, Callable[[_Printer, Any], str]]] = {
    nodes.Identifier: (_PRIMARY, _Printer.name),
    nodes.IntegerConstant: (_PRIMARY, _Printer.constant),
    nodes.FloatingConstant: (_PRIMARY, _Printer.constant),
    nodes.CharacterConstant: (_PRIMARY, _Printer.constant),
    nodes.StringLiteral: (_PRIMARY, _Printer.string),
    nodes.GenericSelection: (_PRIMARY, _Printer.generic),
    nodes.Subscript: (_POSTFIX, _Printer.subscript),
    nodes.Call: (_POSTFIX, _Printer.call),
    nodes.Member: (_POSTFIX, _Printer.member_access),
    nodes.IncrementDecrement: (_POSTFIX, _Printer.increment),
    nodes.CompoundLiteral: (_POSTFIX, _Printer.compound_literal),
    nodes.Unary: (_UNARY, _Printer.unary),
    nodes.SizeofExpression: (_UNARY, _Printer.sizeof_expression),
    nodes.SizeofType: (_UNARY, _Printer.sizeof_type),
    nodes.Cast: (_CAST, _Printer.cast),
    nodes.Binary: (_BINARY, _Printer.binary),
    nodes.Conditional: (_CONDITIONAL, _Printer.conditional),
    nodes.Assignment: (_ASSIGNMENT, _Printer.assignment),
    nodes.Comma: (_COMMA, _Printer.comma),
    nodes.StatementExpression: (_PRIMARY, _Printer.statement_expression),
    nodes.VaArg: (_PRIMARY, _Printer.va_arg),
    nodes.Offsetof: (_PRIMARY, _Printer.offsetof),
    nodes.TypesCompatible: (_PRIMARY, _Printer.types_compatible),
    nodes.ConvertVector: (_PRIMARY, _Printer.convert_vector),
}
_GUARDED_EXPRESSIONS = {**_EXPRESSIONS, nodes.CompoundLiteral: (_UNARY, _EXPRESSIONS[nodes.CompoundLiteral][1])}
