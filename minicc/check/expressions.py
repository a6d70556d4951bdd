"""Expressions: syntax to typed tree (C11 §6.5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from minicc.check import complex_numbers, constants, conversion_warnings, typed, vectors
from minicc.check.casts import Casts
from minicc.check.context import Context
from minicc.check.inline_copies import is_pack
from minicc.check.lvalues import enclosing, modifiable
from minicc.check.members import find_member
from minicc.check.primary import PrimaryExpressions
from minicc.check.sizes import FunctionDesignator, Sizes
from minicc.diagnostics import unsupported
from minicc.quick_dataclasses import replace
from minicc.syntax import nodes
from minicc.types.compatibility import compatible
from minicc.types.conversions import is_arithmetic, is_integer, is_scalar
from minicc.types.ctype import (
    CONST,
    INT,
    LESS_ALIGNED,
    ULONG,
    VOID,
    ArrayType,
    ComplexType,
    CType,
    EnumType,
    FunctionType,
    PointerType,
    RecordType,
    VectorType,
    VoidType,
    unqualified,
)
from minicc.types.layout import align_of, is_complete, is_variable_length, is_variably_modified
from minicc.types.spelling import spell

# Library functions that gcc expands even at -O0: a program may use them without linking what defines them.
_COMPARING_FIRST = frozenset(["strncmp", "strncasecmp", "memcmp"])
INLINED = frozenset(
    ["alloca", "abs", "labs", "llabs", "imaxabs", "fabs", "fabsf", "fabsl", "copysign", "copysignf", "copysignl"]
    + [name + suffix for name in ("creal", "cimag", "conj") for suffix in ("", "f", "l")]
)


class Expressions:
    """Checks expressions. `expression` gives an lvalue, a designator or a value; `value` always gives a value."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.operators = context.operators
        primary = PrimaryExpressions(context, self)
        sizes = Sizes(context, self)
        self.casts = Casts(context, self)
        self._handlers: dict[type[nodes.Expression], Callable[[nodes.Expression], typed.Expression]] = {
            nodes.Identifier: primary.identifier,
            nodes.IntegerConstant: primary.integer,
            nodes.FloatingConstant: primary.floating,
            nodes.CharacterConstant: primary.character,
            nodes.StringLiteral: primary.string,
            nodes.GenericSelection: primary.generic,
            nodes.Subscript: self._subscript,
            nodes.Call: self._call,
            nodes.Member: self._member,
            nodes.IncrementDecrement: self._increment,
            nodes.CompoundLiteral: self._compound_literal,
            nodes.Unary: self._unary,
            nodes.SizeofExpression: sizes.sizeof_expression,
            nodes.SizeofType: sizes.sizeof_type,
            nodes.Cast: self.casts.expression,
            nodes.Binary: self._binary,
            nodes.Conditional: self._conditional,
            nodes.Assignment: self._assignment,
            nodes.Comma: self._comma,
            nodes.StatementExpression: self._statement_expression,
            nodes.VaArg: self._va_arg,
            nodes.Offsetof: sizes.offsetof,
            nodes.TypesCompatible: sizes.types_compatible,
            nodes.ConvertVector: self._convert_vector,
        }
        self._unary_handlers: dict[str, Callable[[nodes.Unary], typed.Expression]] = {
            "&": self._address,
            "*": self._dereference,
            "+": self._plus,
            "-": self._minus,
            "~": self._complement,
            "!": self._not,
            "__real__": self._complex_part,
            "__imag__": self._complex_part,
        }

    # ----------------------------------------------------------------- entry points

    def expression(self, node: nodes.Expression) -> typed.Expression:
        """An lvalue, a function designator or a value."""
        return self._handlers[type(node)](node)

    def value(self, node: nodes.Expression) -> typed.Expression:
        """The value of an expression (§6.3.2.1)."""
        return self.decay(self._handlers[type(node)](node))

    def decay(self, expression: typed.Expression) -> typed.Expression:
        """Lvalue, array and function designator conversion."""
        if isinstance(expression, typed.Lvalue):
            ctype = expression.type
            if type(ctype) is ArrayType:
                assert isinstance(ctype, ArrayType)
                if type(expression) is typed.VariableReference:
                    if expression.variable.storage == "register":
                        self.context.error(
                            f"address of register variable '{expression.variable.name}' requested",
                            expression.pos,
                        )
                    expression.variable.address_taken = True
                return typed.ArrayDecay(expression.pos, self.context.pointer_to(ctype.element), expression)
            if type(ctype) is VoidType and type(expression) is typed.Dereference:
                return typed.Conversion(expression.pos, VOID, expression.pointer)
            if (type(ctype) is RecordType or type(ctype) is EnumType) and not is_complete(ctype):
                if isinstance(expression, typed.VariableReference):
                    incomplete = f"has an incomplete type '{spell(unqualified(ctype))}'"
                    self.context.error(f"'{expression.variable.name}' {incomplete}", expression.pos)
                self.context.error(f"invalid use of undefined type '{spell(unqualified(ctype))}'", expression.pos)
            if self.context.constant_reads and type(expression) is typed.VariableReference:
                constant = _constant_value(expression.variable)
                if constant is not None:
                    return constant
            return typed.Load(expression.pos, unqualified(ctype), expression)
        if type(expression) is FunctionDesignator:
            return expression.pointer
        return expression

    def scalar(self, node: nodes.Expression) -> typed.Expression:
        """A value that serves as a condition."""
        value = self.value(node)
        return self.operators.scalar(value, node.pos)

    def integer_constant(self, node: nodes.Expression, message: str) -> int:
        """The value of an integer constant expression (§6.6p6); `message` says what it was needed for."""
        value = self.constant_value(node)
        if not is_integer(value.type):
            self.context.error(message, node.pos)
        folded = self.folded_integer(value)
        if folded is None:
            self.context.error(message, node.pos)
        return folded

    def constant_value(self, node: nodes.Expression) -> typed.Expression:
        """The value of an expression that ought to be constant: nothing in it waits for the optimiser."""
        context = self.context
        saved, context.constant_wanted = context.constant_wanted, True
        try:
            return self.value(node)
        finally:
            context.constant_wanted = saved

    def folded_integer(self, value: typed.Expression) -> int | None:
        """The value when the checked expression is constant, else None."""
        return constants.fold_integer(value)

    @contextmanager
    def unevaluated(self) -> Iterator[None]:
        """What is checked inside is never executed: it refers to nothing."""
        context = self.context
        saved, saved_lengths = context.references, context.lengths
        context.references, context.lengths = {}, []
        context.unevaluated += 1
        try:
            yield
        finally:
            context.lengths = saved_lengths
            context.references = saved
            context.unevaluated -= 1

    def _unless(
        self,
        condition: typed.Expression,
        outcome: bool,
        check: Callable[[nodes.Expression], typed.Expression],
        node: nodes.Expression,
    ) -> typed.Expression:
        """`check(node)`; nothing executes it when the condition is a constant with that outcome: no warnings then."""
        known = constants.evident(condition)
        if known is None or bool(known) is not outcome:
            return check(node)
        context = self.context
        context.dead += 1
        try:
            return check(node)
        finally:
            context.dead -= 1

    def unevaluated_type(self, node: nodes.Expression) -> CType:
        """The type of an operand that is not evaluated (typeof, sizeof); arrays and functions do not decay."""
        with self.unevaluated():
            return self.expression(node).type

    # ----------------------------------------------------------------- postfix expressions (§6.5.2)

    def _subscript(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Subscript)
        array = self.expression(node.array)
        right = self.value(node.index)
        if isinstance(array.type, VectorType):
            return vectors.element_access(self.operators, array, right, node.pos)
        left = self.decay(array)
        if is_integer(left.type) and isinstance(right.type, PointerType):
            left, right = right, left
        if not isinstance(left.type, PointerType):
            self.context.error("subscripted value is neither array nor pointer nor vector", node.pos)
        if not is_integer(right.type):
            self.context.error("array subscript is not an integer", node.pos)
        target = left.type.target
        if isinstance(target, FunctionType):
            self.context.error("subscripted value is pointer to function", node.pos)
        pointer = self.operators.offset(left, right, False, node.pos)
        return typed.Dereference(node.pos, target, pointer)

    def _call(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Call)
        context = self.context
        callee = node.function
        if type(callee) is nodes.Identifier:
            entity = context.lookup(callee.name)
            if entity is None:
                if callee.name.startswith("__") or callee.name == "alloca":
                    name = callee.name if callee.name != "alloca" else "__builtin_alloca"
                    built_in = context.builtins.call(name, node)
                    if built_in is not None:
                        return built_in
                entity = context.function_declarations.implicit(callee.name, callee.pos)
            if context.mismatched and callee.name in context.mismatched:
                message = f"incompatible implicit declaration of built-in function '{callee.name}'"
                context.warn(f"{message} [-Wbuiltin-declaration-mismatch]", callee.pos)
            if type(entity) is typed.Function:
                if self._is_library_function(entity):
                    if callee.name in INLINED:
                        built_in = context.builtins.call("__builtin_" + callee.name, node)
                        if built_in is not None:
                            return built_in
                    length = self.literal_length(node) if callee.name.endswith("strlen") else None
                    if length is not None:
                        return length
                copies = context.function_declarations.copies
                if entity not in copies:
                    context.references[entity] = None
                entity.referenced = True
                if entity.attributes:
                    conversion_warnings.deprecation(context, entity, callee.pos)
                address = typed.FunctionAddress(callee.pos, context.pointer_to(entity.type), entity)
                call = self.call(address, entity.type, node.arguments, callee.name, node.pos)
                if entity in copies:
                    return copies.call(call)
                if callee.name in _COMPARING_FIRST and self._is_library_function(entity):
                    return _comparison_of_first(call)
                return call
        function = self.value(callee)
        if not isinstance(function.type, PointerType) or not isinstance(function.type.target, FunctionType):
            name = f" '{callee.name}'" if isinstance(callee, nodes.Identifier) else ""
            context.error(f"called object{name} is not a function or function pointer", node.pos)
        name = callee.name if isinstance(callee, nodes.Identifier) else ""
        return self.call(function, function.type.target, node.arguments, name, node.pos)

    def _is_library_function(self, function: typed.Function) -> bool:
        """Whether calls mean the library's function; a declaration of another type means another one."""
        if function.linkage != "external" or function.symbol != function.name:
            return False
        if not self.context.options.is_builtin(function.name):
            return False
        known = self.context.builtins.library_type(function.name)
        return known is None or compatible(known, function.type)

    def literal_length(self, node: nodes.Call) -> typed.Expression | None:
        """`strlen("literal")`, which gcc takes for a constant."""
        only = node.arguments[0] if len(node.arguments) == 1 and not self.context.constant_wanted else None
        if not isinstance(only, nodes.StringLiteral):
            return None
        literal = self.value(only)
        if not isinstance(literal, typed.ArrayDecay) or not isinstance(literal.lvalue, typed.StringLiteral):
            return None
        ctype = literal.lvalue.type
        if not isinstance(ctype, ArrayType) or ctype.element is not self.context.char:
            return None
        return typed.IntegerConstant(node.pos, ULONG, literal.lvalue.data.index(0))

    def call(
        self,
        function: typed.Expression,
        function_type: FunctionType,
        arguments: list[nodes.Expression],
        name: str,
        pos: int,
    ) -> typed.Call:
        """§6.5.2.2: convert the arguments as the prototype says."""
        context, operators = self.context, self.operators
        parameters = function_type.parameters
        count = len(parameters)
        of = f" to function '{name}'" if name else " to function"
        result: list[typed.Expression] = []
        if function_type.prototype:
            if len(arguments) < count:
                context.error(f"too few arguments{of}", pos, *self._declared_here(function))
            if len(arguments) > count and not function_type.variadic:
                context.error(f"too many arguments{of}", pos, *self._declared_here(function))
        else:
            count = 0
        for i, argument in enumerate(arguments):
            if i >= count and i + 1 == len(arguments) and is_pack(argument):
                assert isinstance(argument, nodes.Call)
                result += context.function_declarations.copies.pack(argument)
                break
            value = self.value(argument)
            if i < count:
                parameter = parameters[i]
                if value.type is not parameter:
                    if isinstance(parameter, PointerType) and isinstance(parameter.target, ArrayType):
                        parameter = self._outside_lengths(value, parameter)
                    value = operators.assign(value, parameter, f"argument {i + 1} of '{name}'", argument.pos)
            else:
                if isinstance(value.type, VoidType):
                    context.error("invalid use of void expression", argument.pos)
                value = operators.promote_argument(value)
            result.append(value)
        returned = function_type.result
        if type(returned) is RecordType and not is_complete(returned):
            context.error(f"invalid use of undefined type '{spell(returned)}'", pos)
        return typed.Call(pos, returned, function, result, function_type)

    def _declared_here(self, function: typed.Expression) -> tuple[str, int | None]:
        """A note at the declaration of a called function."""
        if isinstance(function, typed.FunctionAddress) and function.function.pos >= 0:
            return "declared here", function.function.pos
        return "", None

    def _outside_lengths(self, value: typed.Expression, parameter: PointerType) -> PointerType:
        """A parameter's type without the lengths that only the callee knows."""
        if isinstance(value.type, PointerType) and is_variably_modified(parameter):
            return value.type if compatible(value.type, parameter) else self.context.pointer_to(VOID)
        return parameter

    def _member(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Member)
        if node.arrow:
            pointer = self.value(node.object)
            ctype = pointer.type
            if not isinstance(ctype, PointerType):
                self.context.error(f"invalid type argument of '->' (have '{spell(ctype)}')", node.pos)
            record: typed.Expression = typed.Dereference(node.object.pos, ctype.target, pointer)
        else:
            record = self.expression(node.object)
            if isinstance(record.type, PointerType):
                from minicc.syntax.unparse import unparse_expression

                text = unparse_expression(node.object)
                self.context.error(f"'{text}' is a pointer; did you mean to use '->'?", node.pos)
            if type(record) is FunctionDesignator:
                record = record.pointer
        return self.member_access(record, node.name, node.pos)

    def member_access(self, record: typed.Expression, name: str, pos: int) -> typed.Expression:
        """`record.name`, through anonymous members if need be."""
        ctype = record.type
        if not isinstance(ctype, RecordType):
            self.context.error(f"request for member '{name}' in something not a structure or union", pos)
        if ctype.definition.members is None:
            self.context.error(f"invalid use of undefined type '{spell(unqualified(ctype))}'", pos)
        path = find_member(ctype, name)
        if path is None:
            self.context.error(f"'{spell(unqualified(ctype))}' has no member named '{name}'", pos)
        lvalue: typed.Lvalue
        if isinstance(record, typed.Lvalue):
            lvalue = record
        elif type(record) is typed.Load:
            lvalue = record.lvalue
        else:
            lvalue = typed.Temporary(record.pos, ctype, record)
        for member in path:
            member_type = self.context.qualify(member.type, lvalue.type.qualifiers & ~LESS_ALIGNED)
            lvalue = typed.MemberAccess(pos, member_type, lvalue, member)
        return lvalue

    def _increment(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.IncrementDecrement)
        delta = 1 if node.operator == "++" else -1
        word = "increment" if delta > 0 else "decrement"
        target = modifiable(self.context, self.expression(node.operand), f"{word} operand", word, node.pos)
        return self.operators.increment(target, delta, node.prefix, node.pos)

    def _compound_literal(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.CompoundLiteral)
        context = self.context
        ctype = context.type_names.type_name(node.type_name)
        if isinstance(ctype, FunctionType):
            context.error("compound literal has function type", node.pos)
        if isinstance(ctype, VoidType) or (
            not is_complete(ctype) and not (isinstance(ctype, ArrayType) and ctype.length is None)
        ):
            context.error("invalid use of incomplete type in compound literal", node.pos)
        if is_variable_length(ctype):
            context.error("compound literal has variable size", node.pos)
        static = context.function is None
        ctype, initializer = context.initializers.initializer(node.initializer, ctype, static)
        identity = context.identity()
        variable = typed.Variable(
            "",
            ctype,
            "static" if static else "automatic",
            "none",
            identity,
            node.pos,
            f"__compound_literal.{identity}",
            align_of(ctype),
            initializer,
        )
        if static:
            context.variables.append(variable)
            context.references[variable] = None
        return typed.CompoundLiteral(node.pos, ctype, variable)

    # ----------------------------------------------------------------- unary operators (§6.5.3)

    def _unary(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Unary)
        handler = self._unary_handlers.get(node.operator)
        if handler is None:
            if node.operator == "&&":
                assert isinstance(node.operand, nodes.Identifier)
                return self.context.statements.label_address(node.operand.name, node.pos)
            unsupported(f"the operator {node.operator}", node.pos)
        return handler(node)

    def _complex_part(self, node: nodes.Unary) -> typed.Expression:
        return complex_numbers.part(
            self.operators, self.expression(node.operand), node.operator == "__imag__", node.pos
        )

    def _convert_vector(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.ConvertVector)
        target = self.context.type_names.type_name(node.type_name)
        return vectors.convert_vector(self.context, self.value(node.operand), target, node.pos)

    def _address(self, node: nodes.Unary) -> typed.Expression:
        operand = self.expression(node.operand)
        if type(operand) is FunctionDesignator:
            return operand.pointer
        if not isinstance(operand, typed.Lvalue):
            self.context.error("lvalue required as unary '&' operand", node.pos)
        return self.address_of(operand, node.pos)

    def address_of(self, lvalue: typed.Lvalue, pos: int) -> typed.Expression:
        """`&lvalue`; `&*p` is p (§6.5.3.2p3)."""
        if type(lvalue) is typed.Dereference:
            return lvalue.pointer
        base: typed.Lvalue = lvalue
        while (outer := enclosing(base)) is not None:
            if isinstance(base, typed.MemberAccess) and base.member.bit_width is not None:
                self.context.error(f"cannot take address of bit-field '{base.member.name}'", pos)
            base = outer
        if type(base) is typed.VariableReference:
            if base.variable.storage == "register":
                self.context.error(f"address of register variable '{base.variable.name}' requested", pos)
            base.variable.address_taken = True
        elif type(base) is typed.Temporary:
            self.context.error("lvalue required as unary '&' operand", pos)
        return typed.AddressOf(pos, self.context.pointer_to(lvalue.type), lvalue)

    def _dereference(self, node: nodes.Unary) -> typed.Expression:
        pointer = self.value(node.operand)
        ctype = pointer.type
        if not isinstance(ctype, PointerType):
            self.context.error(f"invalid type argument of unary '*' (have '{spell(ctype)}')", node.pos)
        if isinstance(ctype.target, FunctionType):
            return FunctionDesignator(node.pos, ctype.target, pointer)
        return typed.Dereference(node.pos, ctype.target, pointer)

    def _plus(self, node: nodes.Unary) -> typed.Expression:
        operand = self.value(node.operand)
        if not is_arithmetic(operand.type) and not isinstance(operand.type, VectorType):
            self.context.error("wrong type argument to unary plus", node.pos)
        promoted = self.operators.promote(operand)
        if promoted is operand and isinstance(operand, typed.Load):
            return typed.Conversion(node.pos, operand.type, operand)
        return promoted

    def _minus(self, node: nodes.Unary) -> typed.Expression:
        operand = self.value(node.operand)
        if not is_arithmetic(operand.type) and not isinstance(operand.type, VectorType):
            self.context.error("wrong type argument to unary minus", node.pos)
        width = self.operators.precision(operand)
        operand = self.operators.promote(operand)
        return self.operators.narrowed(typed.Negation(node.pos, operand.type, operand), width)

    def _complement(self, node: nodes.Unary) -> typed.Expression:
        operand = self.value(node.operand)
        if isinstance(operand.type, ComplexType) or (
            isinstance(operand.type, VectorType) and is_integer(operand.type.element)
        ):
            return typed.Complement(node.pos, operand.type, operand)
        if not is_integer(operand.type):
            self.context.error("wrong type argument to bit-complement", node.pos)
        width = self.operators.precision(operand)
        operand = self.operators.promote(operand)
        return self.operators.narrowed(typed.Complement(node.pos, operand.type, operand), width)

    def _not(self, node: nodes.Unary) -> typed.Expression:
        operand = self.value(node.operand)
        if not is_scalar(operand.type):
            if isinstance(operand.type, VoidType):
                self.context.error("invalid use of void expression", node.pos)
            self.context.error("wrong type argument to unary exclamation mark", node.pos)
        return typed.LogicalNot(node.pos, INT, operand)

    # ----------------------------------------------------------------- the rest

    def _binary(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Binary)
        operator = node.operator
        if operator == "&&" or operator == "||":
            left = self.scalar(node.left)
            right = self._unless(left, operator == "||", self.scalar, node.right)
            return typed.Logical(node.pos, INT, operator, left, right)
        return self.operators.binary(operator, self.value(node.left), self.value(node.right), node.pos)

    def _conditional(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Conditional)
        condition = self.scalar(node.condition)
        then = self._unless(condition, False, self.value, node.then) if node.then is not None else None
        otherwise = self._unless(condition, True, self.value, node.otherwise)
        return self.operators.conditional(condition, then, otherwise, node.pos)

    def _assignment(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Assignment)
        target = modifiable(
            self.context, self.expression(node.target), "left operand of assignment", "assignment", node.pos
        )
        value = self.value(node.value)
        if node.operator == "=":
            ctype = unqualified(target.type)
            if type(value) is typed.IntegerConstant and type(target) is typed.MemberAccess:
                width = target.member.bit_width
                if width is not None:
                    conversion_warnings.constant(self.context, value, ctype, width, node.pos)
                    value = self.operators.convert(value, ctype)
            if value.type is not ctype:
                value = self.operators.assign(value, ctype, "assigning", node.pos)
            return typed.Assign(node.pos, ctype, target, value)
        return self.operators.compound_assign(node.operator[:-1], target, value, node.pos)

    def _comma(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.Comma)
        left = self.value(node.left)
        right = self.value(node.right)
        return typed.Comma(node.pos, right.type, left, right)

    def _statement_expression(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.StatementExpression)
        if self.context.function is None:
            self.context.error("braced-group within expression allowed only inside a function", node.pos)
        body, result = self.context.statements.statement_expression(node.body)
        ctype = result.type if result is not None else VOID
        return typed.StatementExpression(node.pos, ctype, body, result)

    def _va_arg(self, node: nodes.Expression) -> typed.Expression:
        assert isinstance(node, nodes.VaArg)
        pointer = self.context.builtins.va_list_pointer(node.list)
        ctype = self.context.type_names.type_name(node.type_name)
        if not is_complete(ctype):
            self.context.error(f"second argument to 'va_arg' is of incomplete type '{spell(ctype)}'", node.pos)
        if isinstance(ctype, ArrayType):
            unsupported("va_arg of an array type", node.pos)
        return typed.VaArg(node.pos, unqualified(ctype), pointer)


def _constant_value(variable: typed.Variable) -> typed.Expression | None:
    """What a const variable of static storage duration was initialized with: gcc reads it in static initializers."""
    initializer = variable.initializer
    if variable.storage != "static" or variable.type.qualifiers & 15 != CONST or initializer is None:
        return None
    value = initializer.elements[0].value if initializer.whole else None
    if isinstance(value, typed.IntegerConstant | typed.FloatingConstant):
        return replace(value)
    return None


def _comparison_of_first(call: typed.Call) -> typed.Expression:
    """Of no characters at all it finds them equal, without a call, as in gcc."""
    if len(call.arguments) != 3 or constants.fold_integer(call.arguments[2]) != 0:
        return call
    result: typed.Expression = typed.IntegerConstant(call.pos, call.type, 0)
    for argument in call.arguments:
        result = typed.Comma(call.pos, call.type, typed.Conversion(argument.pos, VOID, argument), result)
    return result
