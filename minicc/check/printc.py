"""The typed tree printed back as C that gcc compiles (boundary B2).

Everything implicit is written out: conversions are casts, layouts are attributes where they are not the natural
ones, initializers name their parts, static locals stand at file scope. Compile with `-w`: gcc's warnings about its
built-ins do not matter here.
"""

from __future__ import annotations

from collections.abc import Callable

from minicc.check import typed
from minicc.check.print_types import TypePrinter, integer_text, type_name
from minicc.source import SourceText
from minicc.types import floating
from minicc.types.conversions import integer_type
from minicc.types.ctype import (
    ArrayType,
    ComplexType,
    CType,
    FloatingType,
    VoidType,
)
from minicc.types.layout import align_of, is_complete

_PRINTED_ATTRIBUTES = (
    "weak",
    "section",
    "used",
    "visibility",
    "weakref",
    "alias",
    "ifunc",
    "constructor",
    "destructor",
    "noinline",
    "returns_twice",
    "tls_model",
    "common",
    "nocommon",
    "aligned",
)
_STRING_PREFIX = {
    "char": "",
    "signed char": "",
    "unsigned char": "",
    "int": "L",
    "unsigned short": "u",
    "unsigned int": "U",
}
_FLOATING_SUFFIX = {"float": "f", "double": "", "long double": "l", "_Float128": "f128"}


def print_c(unit: typed.TranslationUnit, source: SourceText | None = None) -> str:
    """The unit as one C file; with `source`, line directives lead back to the original text."""
    return _Printer(unit, source).text()


def _holds_labels(variable: typed.Variable) -> bool:
    """True for a static local with the address of a label in it: C lets it stand nowhere but in its function."""
    elements = variable.initializer.elements if variable.initializer is not None else []
    values = (element.value for element in elements)
    return any(
        isinstance(v, typed.LabelDifference)
        or (isinstance(v, typed.AddressConstant) and isinstance(v.base, typed.LabelAddress))
        for v in values
    )


def _leading_lengths(body: typed.Block) -> dict[int, typed.Expression]:
    """The array lengths that a function body sets first: those of its parameters' types."""
    lengths: dict[int, typed.Expression] = {}
    for item in body.items:
        if isinstance(item, typed.ExpressionStatement):
            expression = item.expression
            if isinstance(expression, typed.Assign) and isinstance(expression.target, typed.VariableReference):
                lengths.setdefault(expression.target.variable.identity, expression.value)
                continue
        if not isinstance(item, typed.LocalVariable):
            break
    return lengths


class _Printer:
    def __init__(self, unit: typed.TranslationUnit, source: SourceText | None) -> None:
        self._unit = unit
        self._source = source
        self._types = TypePrinter(self._length)
        self._out: list[str] = []
        self._names: dict[int, str] = {}
        self._global_names: set[str] = set()
        self._local_names: set[str] = set()
        self._function: typed.Function | None = None
        self._parameter_lengths: dict[int, typed.Expression] = {}
        self._place: tuple[str, int] = ("", 0)
        self._values: dict[type[typed.Expression], Callable[[typed.Expression], str]] = {
            typed.VariableReference: self._variable_reference,
            typed.Dereference: self._dereference,
            typed.MemberAccess: self._member_access,
            typed.VectorElement: self._vector_element,
            typed.ComplexPart: self._complex_part,
            typed.ComplexValue: self._complex_value,
            typed.VectorValue: self._vector_value,
            typed.VectorSplat: self._vector_splat,
            typed.StringLiteral: self._string,
            typed.CompoundLiteral: self._compound_literal,
            typed.Temporary: self._temporary,
            typed.IntegerConstant: self._integer,
            typed.FloatingConstant: self._floating,
            typed.AddressConstant: self._address_constant,
            typed.LabelAddress: self._label_address,
            typed.LabelDifference: self._label_difference,
            typed.Load: self._load,
            typed.ArrayDecay: self._array_decay,
            typed.FunctionAddress: self._function_address,
            typed.AddressOf: self._address_of,
            typed.Conversion: self._conversion,
            typed.Negation: self._negation,
            typed.Complement: self._complement,
            typed.LogicalNot: self._logical_not,
            typed.Arithmetic: self._binary,
            typed.Comparison: self._binary,
            typed.Logical: self._binary,
            typed.PointerOffset: self._pointer_offset,
            typed.PointerDifference: self._pointer_difference,
            typed.Conditional: self._conditional,
            typed.Comma: self._comma,
            typed.Assign: self._assign,
            typed.CompoundAssign: self._compound_assign,
            typed.Increment: self._increment,
            typed.Call: self._call,
            typed.BuiltinCall: self._builtin_call,
            typed.VaArg: self._va_arg,
            typed.StatementExpression: self._statement_expression,
        }
        self._statements: dict[type[typed.Statement], Callable[[typed.Statement], str]] = {
            typed.Block: self._block,
            typed.LocalVariable: self._local_variable,
            typed.ExpressionStatement: self._expression_statement,
            typed.If: self._if,
            typed.Switch: self._switch,
            typed.Case: self._case,
            typed.Default: self._default,
            typed.While: self._while,
            typed.DoWhile: self._do_while,
            typed.For: self._for,
            typed.Labeled: self._labeled,
            typed.Goto: self._goto,
            typed.ComputedGoto: self._computed_goto,
            typed.Break: self._break,
            typed.Continue: self._continue,
            typed.Return: self._return,
            typed.Asm: self._asm,
        }

    # ----------------------------------------------------------------- the file

    def text(self) -> str:
        unit = self._unit
        self._name_globals()
        for template in unit.file_scope_asm:
            self._out.append(f"__asm__({_quoted(template.encode('latin-1'))});")
        for function in unit.functions:
            self._out.append(self._function_declaration(function))
        for variable in unit.variables:
            declaration = "" if _holds_labels(variable) else self._forward_variable(variable)
            if declaration:
                self._out.append(declaration)
        for variable in unit.variables:
            if variable.storage == "static" and not _holds_labels(variable):
                self._out.append(self._variable_definition(variable))
        for function in unit.functions:
            if function.emit and function.body is not None:
                self._out.append(self._function_definition(function))
        return self._types.definitions() + "\n".join(self._out) + "\n"

    def _name_globals(self) -> None:
        entities: list[typed.Function | typed.Variable] = [*self._unit.functions, *self._unit.variables]
        for entity in entities:
            if entity.linkage != "none":
                self._names[entity.identity] = entity.name
                self._global_names.add(entity.name)
        for variable in self._unit.variables:
            if variable.linkage == "none":
                name = variable.symbol.replace(".", "_")
                while name in self._global_names:
                    name += "_"
                self._names[variable.identity] = name
                self._global_names.add(name)

    def _attributes(self, entity: typed.Function | typed.Variable) -> str:
        texts: list[str] = []
        for name in _PRINTED_ATTRIBUTES:
            arguments = entity.attributes.get(name)
            if arguments is None:
                continue
            printed = ", ".join(
                _quoted(item.encode("latin-1")) if isinstance(item, str) else str(item) for item in arguments
            )
            texts.append(f"{name}({printed})" if arguments else name)
        if isinstance(entity, typed.Function) and entity.noreturn:
            texts.append("noreturn")
        return f" __attribute__(({', '.join(texts)}))" if texts else ""

    def _asm_label(self, entity: typed.Function | typed.Variable) -> str:
        if entity.linkage == "none" or entity.symbol == entity.name:
            return ""
        return f" __asm__({_quoted(entity.symbol.encode('latin-1'))})"

    def _function_declaration(self, function: typed.Function) -> str:
        static = "static " if function.linkage == "internal" else ""
        declarator = self._types.declare(function.type, function.name)
        return f"{static}{declarator}{self._asm_label(function)}{self._attributes(function)};"

    def _forward_variable(self, variable: typed.Variable) -> str:
        """A declaration for those that are used before their definition stands."""
        if variable.linkage == "external":
            storage = "extern"
        elif variable.thread_local or not is_complete(variable.type):
            return ""
        else:
            storage = "static"
        return f"{storage} {self._variable_text(variable)};"

    def _variable_text(self, variable: typed.Variable) -> str:
        name = self._names[variable.identity]
        thread = "__thread " if variable.thread_local else ""
        declarator = self._types.declare(variable.type, name)
        return f"{thread}{declarator}{self._asm_label(variable)}{self._attributes(variable)}{self._alignment(variable)}"

    def _alignment(self, variable: typed.Variable) -> str:
        if not is_complete(variable.type) or variable.alignment <= align_of(variable.type):
            return ""
        return f" __attribute__((aligned({variable.alignment})))"

    def _variable_definition(self, variable: typed.Variable) -> str:
        static = "" if variable.linkage == "external" else "static "
        text = f"{static}{self._variable_text(variable)}"
        if variable.initializer is None:
            return text + ";"
        return f"{text} = {self._initializer(variable.initializer)};"

    def _function_definition(self, function: typed.Function) -> str:
        assert function.body is not None
        self._function = function
        self._local_names = set(self._global_names)
        self._place = ("", 0)
        names = [self._name_local(parameter) for parameter in function.parameters]
        self._parameter_lengths = _leading_lengths(function.body)
        declared = [
            self._types.declare(parameter.type, name)
            for parameter, name in zip(function.parameters, names, strict=True)
        ]
        old_style = ""
        if function.type.prototype:
            if function.type.variadic:
                declared.append("...")
            parameters = ", ".join(declared) or "void"
        else:
            parameters = ", ".join(names)
            old_style = " " + " ".join(text + ";" for text in declared) if declared else ""
        self._parameter_lengths = {}
        static = "static " if function.linkage == "internal" else ""
        head = self._types.declare(function.type.result, f"{function.name}({parameters})")
        body = self._items(function.body.items)
        return f"{self._line(function.pos)}{static}{head}{old_style} {{\n{body}{self._line(function.end)}}}"

    def _length(self, length: typed.Expression) -> str:
        """A variable length: the hidden variable that holds it, or in a parameter list the expression that will set
        it.
        """
        assert isinstance(length, typed.Load) and isinstance(length.lvalue, typed.VariableReference)
        identity = length.lvalue.variable.identity
        expression = self._parameter_lengths.get(identity)
        if expression is not None:
            return self._value(expression)
        return self._names.get(identity, "*")

    def _name_local(self, variable: typed.Variable) -> str:
        name = variable.name or f"unnamed_{variable.identity}"
        if name in self._local_names:
            name = f"{name}_{variable.identity}"
        while name in self._local_names:
            name += "_"
        self._local_names.add(name)
        self._names[variable.identity] = name
        return name

    def _line(self, pos: int) -> str:
        """A line directive, when the text that follows comes from another line than the last."""
        if self._source is None:
            return ""
        location = self._source.location(pos)
        place = (location.file, location.line)
        if place == self._place:
            return ""
        self._place = place
        name = location.file.replace("\\", "\\\\").replace('"', '\\"')
        return f'\n# {location.line} "{name}"\n'

    # ----------------------------------------------------------------- statements

    def _items(self, items: list[typed.Statement]) -> str:
        return "".join(map(self._statement, items))

    def _statement(self, statement: typed.Statement) -> str:
        return self._statements[type(statement)](statement)

    def _block(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Block)
        return f"{{\n{self._items(statement.items)}}}\n"

    def _braced(self, statement: typed.Statement) -> str:
        return f"{{\n{self._statement(statement)}}}\n"

    def _local_variable(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.LocalVariable)
        variable = statement.variable
        if variable.storage == "static":
            return self._variable_definition(variable) + "\n" if _holds_labels(variable) else ";\n"
        name = self._name_local(variable)
        line = self._line(statement.pos)
        declarator = self._types.declare(variable.type, name)
        if variable.register:
            declarator = f'register {declarator} __asm__("{variable.register}")'
        cleanup = variable.attributes.get("cleanup")
        attribute = f" __attribute__((cleanup({cleanup[0]})))" if cleanup else ""
        text = f"{line}{declarator}{self._alignment(variable)}{attribute}"
        if variable.initializer is None:
            return text + ";\n"
        return f"{text} = {self._initializer(variable.initializer)};\n"

    def _expression_statement(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.ExpressionStatement)
        if statement.expression is None:
            return ";\n"
        return f"{self._line(statement.pos)}{self._value(statement.expression)};\n"

    def _if(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.If)
        text = f"{self._line(statement.pos)}if ({self._value(statement.condition)}) {self._braced(statement.then)}"
        if statement.otherwise is not None:
            text += f"else {self._braced(statement.otherwise)}"
        return text

    def _switch(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Switch)
        head = f"{self._line(statement.pos)}switch ({self._value(statement.controlling)}) "
        if isinstance(statement.body, typed.Block):
            return head + self._block(statement.body)
        return head + self._braced(statement.body)

    def _case(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Case)
        label = _case_value(statement.value)
        if statement.value != statement.last:
            label += f" ... {_case_value(statement.last)}"
        return f"case {label}: {self._after_label(statement.statement)}"

    def _default(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Default)
        return f"default: {self._after_label(statement.statement)}"

    def _after_label(self, statement: typed.Statement) -> str:
        if isinstance(statement, typed.LocalVariable):
            return f";{self._statement(statement)}"
        return self._statement(statement)

    def _while(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.While)
        return f"{self._line(statement.pos)}while ({self._value(statement.condition)}) {self._braced(statement.body)}"

    def _do_while(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.DoWhile)
        body = self._braced(statement.body)
        condition = self._value(statement.condition)
        return f"do {body} {self._line(statement.condition.pos)}while ({condition});\n"

    def _for(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.For)
        initial = self._items(statement.initial)
        condition = self._value(statement.condition) if statement.condition is not None else ""
        step = self._value(statement.step) if statement.step is not None else ""
        line = self._line(statement.pos)
        return f"{{\n{initial}{line}for (; {condition}; {step}) {self._braced(statement.body)}}}\n"

    def _labeled(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Labeled)
        return f"{_label(statement.label)}: {self._after_label(statement.statement)}"

    def _goto(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Goto)
        return f"{self._line(statement.pos)}goto {_label(statement.label)};\n"

    def _computed_goto(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.ComputedGoto)
        return f"{self._line(statement.pos)}goto *{self._value(statement.target)};\n"

    def _break(self, statement: typed.Statement) -> str:
        return f"{self._line(statement.pos)}break;\n"

    def _continue(self, statement: typed.Statement) -> str:
        return f"{self._line(statement.pos)}continue;\n"

    def _return(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Return)
        if statement.value is None:
            return f"{self._line(statement.pos)}return;\n"
        return f"{self._line(statement.pos)}return {self._value(statement.value)};\n"

    def _asm(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Asm)
        words = "__asm__ volatile" if statement.volatile else "__asm__"
        template = _quoted(statement.template.encode("latin-1"))
        if not statement.is_extended:
            return f"{self._line(statement.pos)}{words} ({template});\n"
        sections = [
            ", ".join([self._asm_operand(operand) for operand in statement.outputs]),
            ", ".join([self._asm_operand(operand) for operand in statement.inputs]),
            ", ".join(f'"{register}"' for register in statement.clobbers),
        ]
        if statement.jumps:
            words += " goto"
            sections.append(", ".join(_label(jump.label) for jump in statement.jumps))
        return f"{self._line(statement.pos)}{words} ({template} : {' : '.join(sections)});\n"

    def _asm_operand(self, operand: typed.AsmOperand) -> str:
        name = f"[{operand.name}] " if operand.name is not None else ""
        return f'{name}"{operand.constraint}" ({self._value(operand.expression)})'

    # ----------------------------------------------------------------- lvalues

    def _value(self, expression: typed.Expression) -> str:
        return self._values[type(expression)](expression)

    def _variable_reference(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.VariableReference)
        return self._names[expression.variable.identity]

    def _dereference(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Dereference)
        return f"(*{self._value(expression.pointer)})"

    def _member_access(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.MemberAccess)
        record = self._value(expression.record)
        if expression.member.name is None:
            return record
        return f"{record}.{expression.member.name}"

    def _vector_element(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.VectorElement)
        return f"({self._value(expression.vector)})[{self._value(expression.index)}]"

    def _complex_part(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.ComplexPart)
        operator = "__imag__" if expression.imaginary else "__real__"
        return f"({operator} {self._value(expression.number)})"

    def _complex_value(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.ComplexValue) and isinstance(expression.type, ComplexType)
        real, imaginary = self._value(expression.real), self._value(expression.imaginary)
        if isinstance(expression.type.component, FloatingType):
            return f"__builtin_complex({real}, {imaginary})"
        name = type_name(self._types, expression.type)
        return f"(({name})({real}) + ({name})({imaginary}) * ({name})1i)"

    def _vector_value(self, expression: typed.Expression) -> str:
        return f"(({type_name(self._types, expression.type)}){self._elements(expression)})"

    def _elements(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.VectorValue)
        return "{" + ", ".join([self._value(element) for element in expression.elements]) + "}"

    def _vector_splat(self, expression: typed.Expression) -> str:
        """Minus zero: a number that changes nothing, not even the sign of -0.0."""
        assert isinstance(expression, typed.VectorSplat)
        return f"({self._value(expression.operand)} - ({type_name(self._types, expression.type)}){{0}})"

    def _string(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.StringLiteral)
        assert isinstance(expression.type, ArrayType)
        return string_text(expression.data, expression.type.element)

    def _compound_literal(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.CompoundLiteral)
        variable = expression.variable
        if variable.identity in self._names:
            return self._names[variable.identity]
        assert variable.initializer is not None
        text = self._initializer(variable.initializer)
        if variable.initializer.whole and text[0] != "{":
            text = f"{{{text}}}"
        return f"(({type_name(self._types, variable.type)}){text})"

    def _temporary(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Temporary)
        return f"({self._value(expression.value)})"

    # ----------------------------------------------------------------- constants

    def _integer(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.IntegerConstant)
        integer = integer_type(expression.type)
        if integer is None:
            return f"(({type_name(self._types, expression.type)}){expression.value}UL)"
        return integer_text(expression.value, integer)

    def _floating(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.FloatingConstant)
        assert isinstance(expression.type, FloatingType)
        return floating.to_text(expression.bits, expression.type.name)

    def _address_constant(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.AddressConstant)
        base = expression.base
        target = type_name(self._types, expression.type)
        if isinstance(base, typed.StringLiteral):
            address = self._string(base)
        elif isinstance(base, typed.Function):
            address = f"&{base.name}"
        elif isinstance(base, typed.LabelAddress):
            address = self._label_address(base)
        else:
            address = f"&{self._names[base.identity]}"
        if expression.offset:
            address = f"((char *)({address}) + {expression.offset}L)"
        return f"(({target})({address}))"

    # ----------------------------------------------------------------- values

    def _label_address(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.LabelAddress)
        return f"&&{_label(expression.label)}"

    def _label_difference(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.LabelDifference)
        return f"&&{_label(expression.left.label)} - &&{_label(expression.right.label)}"

    def _load(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Load)
        text = self._value(expression.lvalue)
        if isinstance(expression.lvalue, typed.MemberAccess) and expression.lvalue.member.bit_width is not None:
            return f"(({type_name(self._types, expression.type)}){text})"
        return text

    def _array_decay(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.ArrayDecay)
        return self._value(expression.lvalue)

    def _function_address(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.FunctionAddress)
        return expression.function.name

    def _address_of(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.AddressOf)
        if isinstance(expression.lvalue, typed.ComplexPart):
            # gcc 12 crashes on the address of a part of some lvalues.
            address = f"(({type_name(self._types, expression.type)})&{self._value(expression.lvalue.number)}"
            return f"{address} + {int(expression.lvalue.imaginary)})"
        return f"(&{self._value(expression.lvalue)})"

    def _conversion(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Conversion)
        return f"(({type_name(self._types, expression.type)}){self._value(expression.operand)})"

    def _negation(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Negation)
        return f"(-{self._value(expression.operand)})"

    def _complement(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Complement)
        return f"(~{self._value(expression.operand)})"

    def _logical_not(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.LogicalNot)
        return f"(!{self._value(expression.operand)})"

    def _binary(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Arithmetic | typed.Comparison | typed.Logical)
        left, right = self._value(expression.left), self._value(expression.right)
        return f"({left} {expression.operator} {right})"

    def _pointer_offset(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.PointerOffset)
        operator = "-" if expression.negative else "+"
        return f"({self._value(expression.pointer)} {operator} {self._value(expression.index)})"

    def _pointer_difference(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.PointerDifference)
        return f"({self._value(expression.left)} - {self._value(expression.right)})"

    def _conditional(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Conditional)
        condition = self._value(expression.condition)
        then = self._value(expression.then) if expression.then is not None else ""
        text = f"({condition} ? {then} : {self._value(expression.otherwise)})"
        if expression.then is None and not isinstance(expression.type, VoidType):
            return f"(({type_name(self._types, expression.type)}){text})"
        return text

    def _comma(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Comma)
        return f"({self._value(expression.left)}, {self._value(expression.right)})"

    def _stored(self, text: str, target: typed.Lvalue, ctype: CType) -> str:
        """The value of an assignment to a bit-field has gcc's own narrow type: cast it back."""
        if isinstance(target, typed.MemberAccess) and target.member.bit_width is not None:
            return f"(({type_name(self._types, ctype)}){text})"
        return text

    def _assign(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Assign)
        text = f"({self._value(expression.target)} = {self._value(expression.value)})"
        return self._stored(text, expression.target, expression.type)

    def _compound_assign(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.CompoundAssign)
        target, value = self._value(expression.target), self._value(expression.value)
        return self._stored(f"({target} {expression.operator}= {value})", expression.target, expression.type)

    def _increment(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Increment)
        operator = "++" if expression.delta > 0 else "--"
        target = self._value(expression.target)
        text = f"({operator}{target})" if expression.prefix else f"({target}{operator})"
        return self._stored(text, expression.target, expression.type)

    def _call(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.Call)
        arguments = ", ".join([self._value(argument) for argument in expression.arguments])
        return f"{self._value(expression.function)}({arguments})"

    def _builtin_call(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.BuiltinCall)
        name = expression.name
        arguments = [self._value(argument) for argument in expression.arguments]
        if name == "__builtin_va_start":
            assert self._function is not None
            parameters = self._function.parameters
            arguments.append(self._names[parameters[-1].identity] if parameters else "0")
        elif name == "__builtin_convertvector":
            arguments.append(type_name(self._types, expression.type))
        elif name in ("__builtin_fabs", "__builtin_copysign"):
            assert isinstance(expression.type, FloatingType)
            name += _FLOATING_SUFFIX[expression.type.name]
        return f"{name}({', '.join(arguments)})"

    def _va_arg(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.VaArg)
        return f"__builtin_va_arg({self._value(expression.list)}, {type_name(self._types, expression.type)})"

    def _statement_expression(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.StatementExpression)
        items = self._items(expression.body.items)
        result = ""
        if expression.result is not None:
            result = f"{self._line(expression.result.pos)}{self._value(expression.result)};\n"
        elif not items:
            result = ";"
        else:
            result = "(void)0;\n"
        return f"({{\n{items}{result}}})"

    # ----------------------------------------------------------------- initializers

    def _initializer(self, initializer: typed.Initializer) -> str:
        if initializer.whole:
            return self._initial_value(initializer.elements[0].value)
        return "{" + ", ".join([self._element(element) for element in initializer.elements]) + "}"

    def _element(self, element: typed.InitializerElement) -> str:
        designators: list[str] = []
        for step in element.path:
            if isinstance(step, int):
                designators.append(f"[{step}]")
            elif step.name is not None:
                designators.append(f".{step.name}")
        return f"{''.join(designators)} = {self._initial_value(element.value)}"

    def _initial_value(self, value: typed.Expression) -> str:
        return self._elements(value) if isinstance(value, typed.VectorValue) else self._value(value)


def _case_value(value: int) -> str:
    """A case label's constant; its type does not matter, it is converted to that of the controlling expression."""
    if -(1 << 63) < value < 1 << 63:
        return f"{value}L" if value >= 0 else f"({value}L)"
    if value == -(1 << 63):
        return f"({value + 1}L - 1)"
    return f"{value}UL"


def _label(name: str) -> str:
    return name.replace(".", "_")


def _quoted(data: bytes) -> str:
    return string_text(data + b"\0", None)


def string_text(data: bytes, element: CType | None) -> str:
    """A string literal for `data`; one terminating null is left to the literal itself."""
    integer = integer_type(element) if element is not None else None
    size = integer.size if integer is not None else 1
    if data[-size:] == bytes(size):
        data = data[:-size]
    if size == 1:
        return '"' + "".join([_CHARACTERS[byte] for byte in data]) + '"'
    assert integer is not None
    prefix = _STRING_PREFIX[integer.name]
    parts: list[str] = []
    for i in range(0, len(data), size):
        code = int.from_bytes(data[i : i + size], "little")
        parts.append(_CHARACTERS[code] if code < 128 else f'\\x{code:x}" {prefix}"')
    return f'{prefix}"' + "".join(parts) + '"'


def _escaped(byte: int) -> str:
    if byte in b'"\\?':
        return "\\" + chr(byte)
    return chr(byte) if 32 <= byte < 127 else f"\\{byte:03o}"


_CHARACTERS = [_escaped(byte) for byte in range(256)]
