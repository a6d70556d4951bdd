"""The typed tree printed back as C that gcc compiles (boundary B2).

Everything implicit is written out: conversions are casts, layouts are attributes where they are not the natural
ones, initializers name their parts, static locals stand at file scope. Compile with `-w`: gcc's warnings about its
built-ins do not matter here.
"""

from __future__ import annotations

from collections.abc import Callable

from minicc.check import typed
from minicc.check.print_expressions import ExpressionPrinter, label_name, quoted
from minicc.source import SourceText
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
    "target",
)


def print_c(unit: typed.TranslationUnit, source: SourceText | None = None) -> str:
    """The unit as one C file; with `source`, line directives lead back to the original text."""
    return _Printer(unit, source).text()


def _is_copy(entity: typed.Function | typed.Variable) -> bool:
    return isinstance(entity, typed.Function) and entity.is_copy


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


class _Printer(ExpressionPrinter):
    def __init__(self, unit: typed.TranslationUnit, source: SourceText | None) -> None:
        super().__init__()
        self._unit = unit
        self._source = source
        self._out: list[str] = []
        self._global_names: set[str] = set()
        self._local_names: set[str] = set()
        self._parameter_lengths: dict[int, typed.Expression] = {}
        self._place: tuple[str, int] = ("", 0)
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
            self._out.append(f"__asm__({quoted(template.encode('latin-1'))});")
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
            if entity.linkage != "none" and not _is_copy(entity):
                self._names[entity.identity] = entity.name
                self._global_names.add(entity.name)
        for entity in entities:
            if entity.linkage == "none" or _is_copy(entity):
                name = entity.symbol.replace(".", "_")
                while name in self._global_names:
                    name += "_"
                self._names[entity.identity] = name
                self._global_names.add(name)

    def _attributes(self, entity: typed.Function | typed.Variable) -> str:
        texts: list[str] = []
        for name in _PRINTED_ATTRIBUTES:
            arguments = entity.attributes.get(name)
            if arguments is None:
                continue
            printed = ", ".join(
                quoted(item.encode("latin-1")) if isinstance(item, str) else str(item) for item in arguments
            )
            texts.append(f"{name}({printed})" if arguments else name)
        if isinstance(entity, typed.Function) and entity.noreturn:
            texts.append("noreturn")
        return f" __attribute__(({', '.join(texts)}))" if texts else ""

    def _asm_label(self, entity: typed.Function | typed.Variable) -> str:
        if entity.linkage == "none" or entity.symbol == entity.name:
            return ""
        return f" __asm__({quoted(entity.symbol.encode('latin-1'))})"

    def _function_declaration(self, function: typed.Function) -> str:
        static = "static " if function.linkage == "internal" else ""
        declarator = self._types.declare(function.type, self._names[function.identity])
        return f"{static}{declarator}{self._asm_label(function)}{self._attributes(function)};"

    def _forward_variable(self, variable: typed.Variable) -> str:
        """A declaration for those that are used before their definition stands."""
        if variable.register:
            name = self._types.declare(variable.type, self._names[variable.identity])
            return f'register {name} __asm__("{variable.register}");'
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
        head = self._types.declare(function.type.result, f"{self._names[function.identity]}({parameters})")
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
        return f"{label_name(statement.label)}: {self._after_label(statement.statement)}"

    def _goto(self, statement: typed.Statement) -> str:
        assert isinstance(statement, typed.Goto)
        return f"{self._line(statement.pos)}goto {label_name(statement.label)};\n"

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
        template = quoted(statement.template.encode("latin-1"))
        if not statement.is_extended:
            return f"{self._line(statement.pos)}{words} ({template});\n"
        sections = [
            ", ".join([self._asm_operand(operand) for operand in statement.outputs]),
            ", ".join([self._asm_operand(operand) for operand in statement.inputs]),
            ", ".join(f'"{register}"' for register in statement.clobbers),
        ]
        if statement.jumps:
            words += " goto"
            sections.append(", ".join(label_name(jump.label) for jump in statement.jumps))
        return f"{self._line(statement.pos)}{words} ({template} : {' : '.join(sections)});\n"

    def _asm_operand(self, operand: typed.AsmOperand) -> str:
        name = f"[{operand.name}] " if operand.name is not None else ""
        return f'{name}"{operand.constraint}" ({self._value(operand.expression)})'


def _case_value(value: int) -> str:
    """A case label's constant; its type does not matter, it is converted to that of the controlling expression."""
    if -(1 << 63) < value < 1 << 63:
        return f"{value}L" if value >= 0 else f"({value}L)"
    if value == -(1 << 63):
        return f"({value + 1}L - 1)"
    return f"{value}UL"
