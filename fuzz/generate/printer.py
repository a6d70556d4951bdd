"""A generated program as C source text.

Parentheses are printed where precedence needs them and nowhere else, so that
precedence itself is tested. No headers: helpers are declared by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fuzz.generate import build
from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.helpers import EXTENDED_CASE, VARIADIC_END, VARIADIC_START, WIDE_CASE, print_helpers
from fuzz.generate.spelling import (
    ASSIGNMENT,
    COMMA,
    CONDITIONAL,
    POSTFIX,
    PRECEDENCE,
    PRIMARY,
    UNARY,
    spell_label,
    spell_literal,
    spell_string,
    spell_wide_string,
)
from fuzz.generate.types import (
    LDOUBLE,
    ArrayType,
    FloatType,
    IntegerType,
    PointerType,
    RecordType,
    VectorType,
    spell,
    unsigned_of,
)


def print_program(program: p.Program) -> str:
    """The whole translation unit."""
    return _Printer().program(program)


def print_expression(expression: p.Expression) -> str:
    """One expression, able to stand wherever C's grammar wants a conditional expression."""
    return _EXPRESSIONS.expression(expression)


class _Printer:
    def __init__(self) -> None:
        self._lines: list[str] = []
        self._indent = 0
        self._helpers: dict[str, None] = {}
        """The helpers and library functions in use; a dictionary serves as an ordered set."""
        self._expressions: dict[type[p.Expression], Callable[[Any], tuple[str, int]]] = {
            p.Literal: lambda n: spell_literal(n.value, n.type, n.text),
            p.StringLiteral: lambda n: (spell_string(n.text), PRIMARY),
            p.Name: lambda n: (n.variable.name, PRIMARY),
            p.MemberOf: self._member,
            p.Index: self._index,
            p.Dereference: lambda n: ("*" + self._at(n.pointer, UNARY), UNARY),
            p.AddressOf: lambda n: ("&" + self._at(n.lvalue, UNARY), UNARY),
            p.Decay: lambda n: self._expression(n.lvalue),
            p.Unary: self._unary,
            p.Binary: self._binary,
            p.Logical: self._logical,
            p.Conditional: self._conditional,
            p.Comma: lambda n: (f"{self._at(n.left, COMMA)}, {self._at(n.right, ASSIGNMENT)}", COMMA),
            p.Cast: lambda n: (f"({spell(n.type)}){self._at(n.operand, UNARY)}", UNARY),
            p.Assign: lambda n: (f"{self._at(n.target, UNARY)} = {self._at(n.value, ASSIGNMENT)}", ASSIGNMENT),
            p.CompoundAssign: lambda n: (
                f"{self._at(n.target, UNARY)} {n.op}= {self._at(n.value, ASSIGNMENT)}", ASSIGNMENT,
            ),
            p.Increment: self._increment,
            p.Call: self._call,
            p.VariadicCall: self._variadic_call,
            p.FunctionName: lambda n: (
                ("&" + n.function.name, UNARY) if n.ampersand else (n.function.name, PRIMARY)
            ),
            p.PointerOffset: self._offset,
            p.PointerDifference: lambda n: self._chain("-", n.left, n.right),
            p.PointerCompare: lambda n: self._chain(n.op, n.left, n.right),
            p.Sizeof: self._sizeof,
            p.CompoundLiteral: lambda n: (f"({spell(n.type)}){self._initialiser(n.initialiser)}", POSTFIX),
            x.Generic: self._generic,
            x.StatementExpression: self._statement_expression,
            x.Alignof: lambda n: (f"_Alignof({spell(n.of)})", UNARY),
            x.VectorBinary: lambda n: self._chain(n.op, n.left, n.right),
            x.VectorCast: lambda n: (f"({spell(n.type)}){self._at(n.operand, UNARY)}", UNARY),
            x.LibraryCall: self._library_call,
            x.Overflow: self._overflow,
            x.ByteOf: self._byte,
            x.FloatBits: lambda n: self._punned(n, "value", "bits"),
            x.BitsFloat: lambda n: self._punned(n, "bits", "value"),
            x.Allocate: self._allocate,
            x.ComplexOf: lambda n: (
                f"__builtin_complex({self._at(n.real, ASSIGNMENT)}, {self._at(n.imaginary, ASSIGNMENT)})", POSTFIX,
            ),
            x.ComplexPart: lambda n: (
                f"__{'imag' if n.imaginary else 'real'}__ {self._at(n.operand, UNARY)}", UNARY,
            ),
            x.ComplexUnary: self._unary_sign,
            x.ComplexBinary: lambda n: self._chain(n.op, n.left, n.right),
            x.Shuffle: self._shuffle,
        }  # fmt: skip
        self._statements: dict[type[p.Statement], Callable[[Any], None]] = {
            p.Block: lambda n: self._braces("", n.body),
            p.Declare: lambda n: self._emit(self._declaration(n) + ";"),
            p.Evaluate: lambda n: self._emit(self._at(n.expression, COMMA) + ";"),
            p.Check: self._check,
            p.ShowChecksum: lambda n: self._emit(f'show_checksum("{n.label}");'),
            p.If: self._if,
            p.For: self._for,
            p.While: lambda n: self._body(f"while ({self._at(n.condition, COMMA)}) ", n.body, self._plain(n.body)),
            p.DoWhile: lambda n: self._braces("do ", n.body.body, f" while ({self._at(n.condition, COMMA)});"),
            p.Switch: self._switch,
            p.Break: lambda n: self._emit("break;"),
            p.Continue: lambda n: self._emit("continue;"),
            p.Return: lambda n: self._emit(f"return {self._at(n.value, COMMA)};" if n.value is not None else "return;"),
            p.Goto: lambda n: self._emit(f"goto {n.label};"),
            p.Label: lambda n: self._emit(f"{n.label}:;"),
            x.Catch: self._catch,
            x.Throw: self._throw,
            x.LabelTable: self._label_table,
            x.ComputedGoto: lambda n: self._emit(f"goto *{n.table.name}[{self._at(n.index, COMMA)}];"),
            x.Duff: self._duff,
        }

    def program(self, program: p.Program) -> str:
        for definition in program.definitions:
            self._definition(definition)
        for declaration in program.globals:
            if _names_function(declaration.initialiser):
                continue
            self._emit(self._declaration(declaration) + ";")
        for buffer in program.jump_buffers:
            self._emit(f"static long {buffer}[32];")
        self._emit("")
        if program.uses_variadic:
            self._variadic_function(program)
        late = [f for f in program.functions if f.definition_last]
        for function in late:
            self._emit(self._prototype(function, "") + ";")
        tables = [d for d in program.globals if _names_function(d.initialiser)]
        if tables:
            for function in program.functions:
                if not (function.definition_last or function.old_style):
                    self._emit(self._prototype(function, "") + ";")
            for declaration in tables:
                self._emit(self._declaration(declaration) + ";")
            self._emit("")
        for function in program.functions:
            if not function.definition_last:
                self._function(function)
        main = [*program.main.body]
        self._braces("int main(void)\n", main, closing=['show_checksum("checksum");', "return 0;"])
        self._emit("")
        for function in late:
            self._function(function)
        return print_helpers(self._helpers) + "\n" + "\n".join(self._lines).rstrip("\n") + "\n"

    def _emit(self, text: str) -> None:
        self._lines.append("    " * self._indent + text if text else "")

    def _braces(self, head: str, body: list[p.Statement], tail: str = "", closing: list[str] | None = None) -> None:
        if head.endswith("\n"):
            self._emit(head[:-1])
            head = ""
        self._emit(head + "{")
        self._indent += 1
        for statement in body:
            self._statement(statement)
        for line in closing or ():
            self._emit(line)
        self._indent -= 1
        self._emit("}" + tail)

    def _statement(self, node: p.Statement) -> None:
        self._statements[node.__class__](node)

    # Definitions

    def _definition(self, node: RecordType | VectorType | p.EnumDefinition | p.Typedef) -> None:
        if isinstance(node, VectorType):
            self._emit(f"typedef {node.element.name} {node.name} __attribute__((vector_size({node.size})));")
        elif isinstance(node, p.Typedef):
            self._emit(f"typedef {spell(node.type, node.name)};")
        elif isinstance(node, p.EnumDefinition):
            items = ", ".join(n + (f" = {text}" if text else "") for n, text, _ in node.enumerators)
            self._emit(f"enum {node.tag} {{ {items} }};")
        else:
            keyword = "union" if node.is_union else "struct"
            packed = "__attribute__((packed)) " if node.packed else ""
            opening = f"{keyword} {packed}{node.tag} {{" if node.tag else f"{keyword} {packed}{{"
            self._emit(("typedef " if node.typedef else "") + opening)
            for member in node.members:
                bits = "" if member.bits is None else f" : {member.width_text or member.bits}"
                if member.flexible and isinstance(member.type, ArrayType):
                    self._emit(f"    {spell(member.type.element, member.name)}[];")
                    continue
                self._emit(f"    {spell(member.type, member.name)}{bits};")
            self._emit(f"}} {node.typedef};" if node.typedef else "};")

    def _prototype(self, function: p.Function, names: str) -> str:
        if function.old_style:
            parameters = ", ".join(v.name for v in function.parameters) if names else ""
        else:
            parameters = ", ".join(_declarator(v, v.name if names else "") for v in function.parameters) or "void"
        head = spell(function.result, f"{function.name}({parameters})")
        return f"{function.qualifiers} {head}".strip()

    def _function(self, function: p.Function) -> None:
        self._emit(self._prototype(function, "named"))
        if function.old_style:
            for parameter in function.parameters:
                self._emit(f"    {_declarator(parameter, parameter.name)};")
        self._braces("", function.body.body)
        self._emit("")

    def _declaration(self, node: p.Declare) -> str:
        variable = node.variable
        prefix = ("static " if variable.is_static and not variable.external else "") + (
            "register " if variable.register else ""
        )
        if variable.thread_local:
            prefix += "_Thread_local "
        text = prefix + _declarator(variable, variable.name)
        if node.initialiser is not None:
            text += " = " + self._initialiser(node.initialiser)
        return text

    def _initialiser(self, node: p.Initialiser) -> str:
        if isinstance(node, p.StringInitialiser):
            return node.prefix + spell_string(node.text)
        if isinstance(node, p.WideStringInitialiser):
            return node.prefix + spell_wide_string(node.codes)
        if isinstance(node, p.InitialiserList):
            if not node.entries:
                return "{0}"
            entries = [
                (f"{e.designator} = " if e.designator else "") + self._initialiser(e.value) for e in node.entries
            ]
            return "{" + ", ".join(entries) + "}"
        return self._at(node, ASSIGNMENT)

    # Statements

    def _check(self, node: p.Check) -> None:
        value = self._at(node.value, ASSIGNMENT)
        type = node.value.type
        suffix = ""
        if type is LDOUBLE:
            suffix = "_long_double"
        elif isinstance(type, FloatType):
            suffix = "_double"
        elif isinstance(type, IntegerType) and type.width == 128:
            suffix = "_wide"
        if suffix:
            self._helpers[suffix] = None
        if node.quiet:
            self._emit(f"mix{suffix}({value});")
        else:
            self._emit(f'check{suffix}("{node.label}", {value});')

    def _if(self, node: p.If) -> None:
        head = f"if ({self._at(node.condition, COMMA)}) "
        plain = self._plain(node.then)
        if plain and node.otherwise is not None and _ends_in_short_if(node.then.body[0]):
            plain = False
        self._body(head, node.then, plain)
        if node.otherwise is not None:
            if plain:
                self._body("else ", node.otherwise, self._plain(node.otherwise))
            else:
                before = len(self._lines)
                self._body("else ", node.otherwise, self._plain(node.otherwise))
                self._lines[before - 1] += " " + self._lines.pop(before).lstrip()

    def _plain(self, block: p.Block) -> bool:
        """Whether a body goes without braces: about half of those that can."""
        if len(block.body) != 1 or isinstance(block.body[0], p.Declare | p.Label | p.Block):
            return False
        return isinstance(block.body[0], p.If) or (len(self._lines) + self._indent) % 2 == 0

    def _body(self, head: str, block: p.Block, plain: bool) -> None:
        if not plain:
            self._braces(head, block.body)
            return
        if isinstance(block.body[0], p.If) and head == "else ":
            before = len(self._lines)
            self._statement(block.body[0])
            self._lines[before] = self._lines[before][: 4 * self._indent] + "else " + self._lines[before].lstrip()
            return
        self._emit(head.rstrip())
        self._indent += 1
        self._statement(block.body[0])
        self._indent -= 1

    def _for(self, node: p.For) -> None:
        start = ""
        if isinstance(node.start, p.Declare):
            start = self._declaration(node.start)
        elif isinstance(node.start, p.Evaluate):
            start = self._at(node.start.expression, COMMA)
        condition = " " + self._at(node.condition, COMMA) if node.condition is not None else ""
        step = " " + self._at(node.step, COMMA) if node.step is not None else ""
        self._body(f"for ({start};{condition};{step}) ", node.body, self._plain(node.body))

    def _switch(self, node: p.Switch) -> None:
        self._emit(f"switch ({self._at(node.value, COMMA)}) {{")
        for case in node.cases:
            if case.value is None:
                self._emit("default:;")
            else:
                text = case.text or spell_label(case.value)
                end = "" if case.high is None else f" ... {spell_label(case.high)}"
                self._emit(f"case {text}{end}:;")
            self._indent += 1
            for statement in case.body:
                self._statement(statement)
            self._indent -= 1
        self._emit("}")

    # Expressions

    def expression(self, node: p.Expression) -> str:
        return self._at(node, CONDITIONAL)

    def _expression(self, node: p.Expression) -> tuple[str, int]:
        return self._expressions[node.__class__](node)

    def _at(self, node: p.Expression, least: int) -> str:
        text, precedence = self._expression(node)
        return text if precedence >= least else f"({text})"

    def _chain(self, op: str, left: p.Expression, right: p.Expression) -> tuple[str, int]:
        level = PRECEDENCE[op]
        return f"{self._at(left, level)} {op} {self._at(right, level + 1)}", level

    def _member(self, node: p.MemberOf) -> tuple[str, int]:
        return f"{self._at(node.base, POSTFIX)}{'->' if node.arrow else '.'}{node.member.name}", POSTFIX

    def _index(self, node: p.Index) -> tuple[str, int]:
        if node.swapped and isinstance(node.index, p.Literal | p.Name):
            return f"{self._at(node.index, POSTFIX)}[{self._at(node.base, COMMA)}]", POSTFIX
        return f"{self._at(node.base, POSTFIX)}[{self._at(node.index, COMMA)}]", POSTFIX

    def _unary(self, node: p.Unary) -> tuple[str, int]:
        if node.wraps:
            assert isinstance(node.type, IntegerType)
            inner = self._at(node.operand, UNARY)
            return f"({spell(node.type)})-({spell(unsigned_of(node.type))}){inner}", UNARY
        operand = self._at(node.operand, UNARY)
        if operand[0] == node.op:
            operand = f"({operand})"
        return node.op + operand, UNARY

    def _binary(self, node: p.Binary) -> tuple[str, int]:
        if not node.wraps or not isinstance(node.common, IntegerType) or not node.common.signed:
            return self._chain(node.op, node.left, node.right)
        wide = spell(unsigned_of(node.common))
        left = f"({wide}){self._at(node.left, UNARY)}"
        level = PRECEDENCE[node.op]
        right = self._at(node.right, level + 1)
        if node.op not in build.SHIFTS and build.arithmetic_type(node.right) != node.common:
            right = f"({wide}){self._at(node.right, UNARY)}"
        return f"({spell(node.common)})({left} {node.op} {right})", UNARY

    def _logical(self, node: p.Logical) -> tuple[str, int]:
        return self._chain(node.op, node.left, node.right)

    def _conditional(self, node: p.Conditional) -> tuple[str, int]:
        condition = self._at(node.condition, CONDITIONAL + 1)
        return f"{condition} ? {self._at(node.if_true, COMMA)} : {self._at(node.if_false, CONDITIONAL)}", CONDITIONAL

    def _increment(self, node: p.Increment) -> tuple[str, int]:
        op = "++" if node.delta > 0 else "--"
        if node.prefix:
            return op + self._at(node.target, UNARY), UNARY
        return self._at(node.target, POSTFIX) + op, POSTFIX

    def _call(self, node: p.Call) -> tuple[str, int]:
        arguments = ", ".join(self._at(a, ASSIGNMENT) for a in node.arguments)
        if node.function is not None:
            return f"{node.function.name}({arguments})", POSTFIX
        assert node.pointer is not None
        return f"{self._at(node.pointer, POSTFIX)}({arguments})", POSTFIX

    def _variadic_call(self, node: p.VariadicCall) -> tuple[str, int]:
        arguments = "".join(", " + self._at(a, ASSIGNMENT) for a in node.arguments)
        return f'variadic("{node.kinds}"{arguments})', POSTFIX

    def _offset(self, node: p.PointerOffset) -> tuple[str, int]:
        return self._chain("+" if node.sign > 0 else "-", node.pointer, node.index)

    def _sizeof(self, node: p.Sizeof) -> tuple[str, int]:
        if isinstance(node.of, p.Expression):
            return "sizeof " + self._at(node.of, POSTFIX), UNARY
        return f"sizeof({spell(node.of)})", UNARY

    # Extensions

    def _variadic_function(self, program: p.Program) -> None:
        """The function that `VariadicCall` calls; the evaluator has its model."""
        for line in VARIADIC_START:
            self._emit(line)
        if program.uses_extended_arguments:
            self._lines.extend(EXTENDED_CASE.splitlines())
        if program.uses_wide_arguments:
            self._lines.extend(WIDE_CASE.splitlines())
        self._indent = 2
        for letter, record in program.variadic_records.items():
            self._emit(f"case '{letter}': {{")
            variable = record.variable
            name = spell(variable.type)
            self._emit(f"    {name} {variable.name} = __builtin_va_arg(arguments, {name});")
            for part in record.parts:
                self._emit(f"    part = part * 7 + (unsigned long){self._at(part, UNARY)};")
            self._emit("    break;")
            self._emit("}")
        self._indent = 0
        for line in VARIADIC_END:
            self._emit(line)
        self._emit("")

    def _generic(self, node: x.Generic) -> tuple[str, int]:
        parts = [
            f"{'default' if type is None else spell(type)}: {self._at(value, ASSIGNMENT)}"
            for type, value in node.associations
        ]
        return f"_Generic({self._at(node.control, ASSIGNMENT)}, {', '.join(parts)})", PRIMARY

    def _statement_expression(self, node: x.StatementExpression) -> tuple[str, int]:
        outer, self._lines, indent, self._indent = self._lines, [], self._indent, 0
        for statement in node.body:
            self._statement(statement)
        lines, self._lines, self._indent = self._lines, outer, indent
        return f"({{ {' '.join(line.strip() for line in lines)} {self._at(node.result, COMMA)}; }})", PRIMARY

    def _library_call(self, node: x.LibraryCall) -> tuple[str, int]:
        if not node.name.startswith("__builtin"):
            self._helpers[node.name] = None
        return f"{node.name}({', '.join(self._at(a, ASSIGNMENT) for a in node.arguments)})", POSTFIX

    def _overflow(self, node: x.Overflow) -> tuple[str, int]:
        operands = f"{self._at(node.left, ASSIGNMENT)}, {self._at(node.right, ASSIGNMENT)}"
        return f"__builtin_{node.op}_overflow({operands}, &{self._at(node.target, UNARY)})", POSTFIX

    def _byte(self, node: x.ByteOf) -> tuple[str, int]:
        place = f"({spell(node.type)} *)&{self._at(node.lvalue, UNARY)}"
        return f"({place})[{self._at(node.index, COMMA)}]", POSTFIX

    def _punned(self, node: x.FloatBits | x.BitsFloat, given: str, wanted: str) -> tuple[str, int]:
        operand = self._at(node.operand, ASSIGNMENT)
        return (
            f"((union {{ {spell(node.operand.type, given)}; {spell(node.type, wanted)}; }}){{{operand}}}).{wanted}",
            POSTFIX,
        )

    def _allocate(self, node: x.Allocate) -> tuple[str, int]:
        name = "calloc" if node.zeroed else "malloc"
        self._helpers[name] = None
        if isinstance(node.of, ArrayType):
            unit, count = f"sizeof({spell(node.of.element)})", node.of.length
            return f"calloc({count}, {unit})" if node.zeroed else f"malloc({count} * {unit})", POSTFIX
        size = f"sizeof({spell(node.of)})"
        if node.elements:
            assert isinstance(node.of, RecordType)
            tail = node.of.members[-1].type
            assert isinstance(tail, ArrayType)
            size += f" + {node.elements} * sizeof({spell(tail.element)})"
        return f"calloc(1, {size})" if node.zeroed else f"malloc({size})", POSTFIX

    def _unary_sign(self, node: x.ComplexUnary) -> tuple[str, int]:
        operand = self._at(node.operand, UNARY)
        return f"{node.op}({operand})" if operand[0] == node.op else node.op + operand, UNARY

    def _shuffle(self, node: x.Shuffle) -> tuple[str, int]:
        parts = [self._at(node.left, ASSIGNMENT), self._at(node.right, ASSIGNMENT), *map(str, node.lanes)]
        return f"__builtin_shufflevector({', '.join(parts)})", POSTFIX

    def _label_table(self, node: x.LabelTable) -> None:
        labels = ", ".join("&&" + label for label in node.labels)
        self._emit(f"static const void *const {node.name}[] = {{{labels}}};")

    def _duff(self, node: x.Duff) -> None:
        self._emit(f"switch ({self._at(node.selector, COMMA)}) {{")
        for n, (value, body) in enumerate(node.cases):
            self._emit(f"case {value}:;" if n else f"case {value}: do {{")
            self._indent += 1
            for statement in body:
                self._statement(statement)
            self._indent -= 1
        self._emit(f"}} while ({self._at(node.again, COMMA)});")
        self._emit("}")

    def _catch(self, node: x.Catch) -> None:
        self._helpers["_setjmp"] = None
        self._emit(f"if (_setjmp({node.buffer})) {{")
        self._indent += 1
        for statement in node.caught.body:
            self._statement(statement)
        self._indent -= 1
        self._braces("} else ", node.body.body)

    def _throw(self, node: x.Throw) -> None:
        self._helpers["longjmp"] = None
        self._emit(f"longjmp({node.buffer}, {node.value});")


_EXPRESSIONS = _Printer()
"""Prints single expressions; it keeps nothing of one for the next."""


def _ends_in_short_if(node: p.Statement) -> bool:
    """Whether an `else` after this statement, printed without braces, could be taken for its own."""
    if isinstance(node, p.If):
        return node.otherwise is None or any(map(_ends_in_short_if, node.otherwise.body[-1:]))
    return isinstance(node, p.For | p.While) and any(map(_ends_in_short_if, node.body.body[-1:]))


def _declarator(variable: p.Variable, shown: str) -> str:
    qualifiers = ("const " if variable.const else "") + ("volatile " if variable.volatile else "")
    if variable.atomic:
        qualifiers += "_Atomic "
    if variable.type_name:
        return f"{qualifiers}{variable.type_name} {shown}".rstrip()
    element = variable.type
    while isinstance(element, ArrayType):
        element = element.element
    if isinstance(element, PointerType) and qualifiers:
        # The qualifiers belong to the pointers themselves.
        return spell(variable.type, f"{qualifiers}{shown}".rstrip())
    return qualifiers + spell(variable.type, shown)


def _names_function(initialiser: p.Initialiser | None) -> bool:
    if isinstance(initialiser, p.InitialiserList):
        return any(_names_function(entry.value) for entry in initialiser.entries)
    return isinstance(initialiser, p.FunctionName)
