"""Typed expressions and initializers printed as C: see printc.py."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from minicc.check import typed
from minicc.check.print_types import TypePrinter, integer_text, type_name
from minicc.types import floating
from minicc.types.conversions import integer_type
from minicc.types.ctype import (
    ArrayType,
    ComplexType,
    CType,
    FloatingType,
    VoidType,
)

_STRING_PREFIX = {
    "char": "",
    "signed char": "",
    "unsigned char": "",
    "int": "L",
    "short unsigned int": "u",
    "unsigned int": "U",
}
_FLOATING_SUFFIX = {"float": "f", "double": "", "long double": "l", "_Float128": "f128"}


class ExpressionPrinter(ABC):
    """What prints the statements of a function derives from it: a statement expression holds some."""

    def __init__(self) -> None:
        self._types = TypePrinter(self._length)
        self._names: dict[int, str] = {}
        self._function: typed.Function | None = None
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

    @abstractmethod
    def _items(self, items: list[typed.Statement]) -> str:
        """Statements, one after another."""

    @abstractmethod
    def _line(self, pos: int) -> str:
        """A line directive, when the text that follows comes from another line than the last."""

    @abstractmethod
    def _length(self, length: typed.Expression) -> str:
        """The length of a variable-length array."""

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
        return f"&&{label_name(expression.label)}"

    def _label_difference(self, expression: typed.Expression) -> str:
        assert isinstance(expression, typed.LabelDifference)
        return f"&&{label_name(expression.left.label)} - &&{label_name(expression.right.label)}"

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
        return self._names[expression.function.identity]

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


def label_name(name: str) -> str:
    return name.replace(".", "_")


def quoted(data: bytes) -> str:
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
