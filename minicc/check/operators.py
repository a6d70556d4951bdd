"""Operators on typed operands: which types they accept and what is converted to what (C11 §6.3, §6.5.3-§6.5.16)."""

from __future__ import annotations

from typing import NoReturn

from minicc.check import complex_numbers, conversion_warnings, pedantic_types, typed, vectors
from minicc.check.constants import fold_integer
from minicc.check.context import Context
from minicc.types.compatibility import compatible_unqualified, composite
from minicc.types.conversions import (
    integer_promotion,
    integer_type,
    is_arithmetic,
    is_integer,
    is_scalar,
    promoted_parameter,
    usual_arithmetic_conversions,
    wrap,
)
from minicc.types.ctype import (
    CONST,
    INT,
    LONG,
    VOID,
    VOLATILE,
    ArrayType,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    FunctionType,
    IntegerType,
    PointerType,
    RecordMember,
    RecordType,
    VectorType,
    VoidType,
    unqualified,
)
from minicc.types.layout import is_complete, size_of
from minicc.types.spelling import spell

_INTEGER_ONLY = frozenset(["%", "&", "|", "^"])


def bit_width(expression: typed.Expression) -> int | None:
    """The width of the bit-field whose value the expression has, None when it is not that of a bit-field."""
    cls = type(expression)
    if cls is typed.Load:
        assert isinstance(expression, typed.Load)
        lvalue = expression.lvalue
        return lvalue.member.bit_width if type(lvalue) is typed.MemberAccess else None
    if cls is typed.Comma:
        assert isinstance(expression, typed.Comma)
        return bit_width(expression.right)
    if isinstance(expression, typed.Assign | typed.CompoundAssign | typed.Increment):
        target = expression.target
        return target.member.bit_width if type(target) is typed.MemberAccess else None
    return None


def is_null_pointer_constant(expression: typed.Expression) -> bool:
    """§6.3.2.3p3: an integer constant expression 0, or that cast to `void *`."""
    ctype = expression.type
    if isinstance(ctype, PointerType):
        return (
            isinstance(expression, typed.IntegerConstant)
            and expression.value == 0
            and isinstance(ctype.target, VoidType)
            and not ctype.target.qualifiers
        )
    return is_integer(ctype) and fold_integer(expression) == 0


class Operators:
    """Builds operator nodes with every conversion explicit."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._precision: dict[typed.Expression, int] = {}

    # ----------------------------------------------------------------- conversions

    def convert(self, expression: typed.Expression, ctype: CType, explicit: bool = False) -> typed.Expression:
        """`expression` as a value of scalar type `ctype`; nothing is added when it has that type."""
        if expression.type is ctype and not explicit:
            return expression
        if type(expression) is typed.IntegerConstant:
            if isinstance(ctype, IntegerType):
                return typed.IntegerConstant(expression.pos, ctype, wrap(expression.value, ctype))
            if isinstance(ctype, PointerType):
                return typed.IntegerConstant(expression.pos, ctype, expression.value & ((1 << 64) - 1))
        return typed.Conversion(expression.pos, ctype, expression, explicit)

    def promote(self, expression: typed.Expression) -> typed.Expression:
        """Integer promotions (§6.3.1.1)."""
        return self.convert(expression, integer_promotion(expression.type, bit_width(expression)))

    def promote_argument(self, expression: typed.Expression) -> typed.Expression:
        """Default argument promotions (§6.5.2.2p6)."""
        if isinstance(expression.type, FloatingType):
            return self.convert(expression, promoted_parameter(expression.type))
        if is_integer(expression.type):
            return self.promote(expression)
        return expression

    def precision(self, expression: typed.Expression) -> int | None:
        """The bits of a value whose type gcc takes to be as wide as a bit-field wider than int; None for any other.

        Such a value keeps that type through arithmetic: an unsigned one wraps at its own width.
        """
        width = self._precision.get(expression) or bit_width(expression)
        return width if width is not None and 32 < width < 64 else None

    def narrowed(self, expression: typed.Expression, width: int | None) -> typed.Expression:
        """`expression` reduced to `width` bits when its type is unsigned (signed overflow is undefined)."""
        integer = integer_type(expression.type)
        if width is None or integer is None:
            return expression
        if not integer.signed:
            mask = typed.IntegerConstant(expression.pos, integer, (1 << width) - 1)
            expression = typed.Arithmetic(expression.pos, integer, "&", expression, mask)
        self._precision[expression] = width
        return expression

    def converted_operands(
        self, left: typed.Expression, right: typed.Expression
    ) -> tuple[CType, int | None, typed.Expression, typed.Expression]:
        """The common type, its width when it is that of a wide bit-field, and both operands converted to it."""
        ctype = self.common_type(left, right)
        a, b = self.precision(left), self.precision(right)
        if a is None and b is None:
            return ctype, None, self.convert(left, ctype), self.convert(right, ctype)
        width_a, width_b = a or _promoted_width(left), b or _promoted_width(right)
        if width_a == width_b or width_a is None or width_b is None:
            width = a if a == b else None
        else:
            width = a if width_a > width_b else b
            wider = left if width_a > width_b else right
            ctype = integer_promotion(wider.type)
        operands = [self.convert(left, ctype), self.convert(right, ctype)]
        if width is not None:
            operands = [
                operand if own == width else self.narrowed(operand, width)
                for operand, own in zip(operands, (a, b), strict=True)
            ]
        return ctype, width, operands[0], operands[1]

    def common_type(self, left: typed.Expression, right: typed.Expression) -> CType:
        """The usual arithmetic conversions' common type."""
        return usual_arithmetic_conversions(
            integer_promotion(left.type, bit_width(left)), integer_promotion(right.type, bit_width(right))
        )

    def assign(self, value: typed.Expression, target: CType, purpose: str, pos: int) -> typed.Expression:
        """Convert as if by assignment (§6.5.16.1) to the unqualified `target`.

        `purpose`: "assigning", "initializing", "returning", or "argument N of 'f'", for gcc's words.
        """
        target = unqualified(target)
        source = value.type
        if source is target:
            return value
        if isinstance(target, IntegerType | FloatingType | EnumType | ComplexType):
            if isinstance(source, IntegerType | FloatingType | EnumType | ComplexType):
                if type(value) is typed.IntegerConstant:
                    conversion_warnings.constant(self.context, value, target, None, pos)
                return self.convert(value, target)
            if isinstance(source, PointerType):
                if not (isinstance(target, IntegerType) and target.rank == 0):
                    if isinstance(target, FloatingType | ComplexType):
                        self._incompatible(source, target, purpose, pos)
                    conversion_warnings.makes(self.context, "integer from pointer", source, target, purpose, pos)
                return self.convert(value, target)
        elif isinstance(target, PointerType):
            if isinstance(source, PointerType):
                self._check_pointers(value, source, target, purpose, pos)
                return self.convert(value, target)
            if is_integer(source):
                if not is_null_pointer_constant(value):
                    conversion_warnings.makes(self.context, "pointer from integer", source, target, purpose, pos)
                return self.convert(value, target)
        elif isinstance(target, VectorType):
            if isinstance(source, VectorType) and vectors.converts(source, target):
                return vectors.reinterpret(value, target)
        elif isinstance(target, RecordType):
            if isinstance(source, RecordType) and source.definition is target.definition:
                return value
            if target.definition.transparent:
                wrapped = self._transparent(value, target, purpose, pos)
                if wrapped is not None:
                    return wrapped
        if isinstance(source, VoidType):
            self.context.error("void value not ignored as it ought to be", pos)
        self._incompatible(source, target, purpose, pos)

    def _incompatible(self, source: CType, target: CType, purpose: str, pos: int) -> NoReturn:
        if purpose == "initializing":
            if isinstance(target, RecordType):
                self.context.error("invalid initializer", pos)
            message = f"incompatible types when initializing type '{spell(target)}' using type '{spell(source)}'"
        elif purpose == "returning":
            message = f"incompatible types when returning type '{spell(source)}' but '{spell(target)}' was expected"
        elif purpose == "assigning":
            message = f"incompatible types when assigning to type '{spell(target)}' from type '{spell(source)}'"
        else:
            message = f"incompatible type for {purpose}"
        self.context.error(message, pos)

    def _check_pointers(
        self, value: typed.Expression, source: PointerType, target: PointerType, purpose: str, pos: int
    ) -> None:
        if self.context.options.warn is None:
            return
        if not is_null_pointer_constant(value):
            pedantic_types.assignment(self.context, source, target, purpose, pos)
            conversion_warnings.pointers(self.context, source, target, purpose, pos)

    def _transparent(
        self, value: typed.Expression, target: RecordType, purpose: str, pos: int
    ) -> typed.Expression | None:
        """An argument for a parameter of transparent union type: a compound literal of it."""
        member = _member_for(value, target)
        if member is None:
            return None
        converted = self.assign(value, member.type, purpose, pos)
        variable = typed.Variable(
            "",
            target,
            "automatic",
            "none",
            self.context.identity(),
            value.pos,
            "",
            target.definition.alignment,
            typed.Initializer([typed.InitializerElement((member,), 0, member.type, converted)]),
        )
        return typed.Load(value.pos, target, typed.CompoundLiteral(value.pos, target, variable))

    # ----------------------------------------------------------------- binary operators

    def binary(self, operator: str, left: typed.Expression, right: typed.Expression, pos: int) -> typed.Expression:
        """`left operator right` for any operator but the logical, comma and assignment ones; operands are values."""
        if isinstance(left.type, VectorType) or isinstance(right.type, VectorType):
            return vectors.binary(self, operator, left, right, pos)
        if operator == "+":
            return self.add(left, right, pos)
        if operator == "-":
            return self.subtract(left, right, pos)
        if operator in ("<<", ">>"):
            if not is_integer(left.type) or not is_integer(right.type):
                self.invalid_operands(operator, left.type, right.type, pos)
            width = self.precision(left)
            left = self.promote(left)
            conversion_warnings.operation(self.context, operator, left.type, right, pos)
            result = typed.Arithmetic(pos, left.type, operator, left, self.promote(right))
            if operator == "<<" and self.context.options.warn is not None:
                conversion_warnings.shift(self.context, result)
            return self.narrowed(result, width)
        if operator in ("==", "!=", "<", ">", "<=", ">="):
            return self.compare(operator, left, right, pos)
        return self.arithmetic(operator, left, right, pos)

    def arithmetic(self, operator: str, left: typed.Expression, right: typed.Expression, pos: int) -> typed.Expression:
        """Both operands converted to their common type."""
        wanted = is_integer if operator in _INTEGER_ONLY else is_arithmetic
        if not wanted(left.type) or not wanted(right.type):
            self.invalid_operands(operator, left.type, right.type, pos)
        if isinstance(left.type, ComplexType) or isinstance(right.type, ComplexType):
            return complex_numbers.arithmetic(self, operator, left, right, pos)
        if operator in ("/", "%"):
            conversion_warnings.operation(self.context, operator, left.type, right, pos)
        ctype, width, left, right = self.converted_operands(left, right)
        return self.narrowed(typed.Arithmetic(pos, ctype, operator, left, right), width)

    def add(self, left: typed.Expression, right: typed.Expression, pos: int) -> typed.Expression:
        """§6.5.6."""
        if isinstance(right.type, PointerType) and is_integer(left.type):
            left, right = right, left
        if isinstance(left.type, PointerType) and is_integer(right.type):
            return self.offset(left, right, False, pos)
        return self.arithmetic("+", left, right, pos)

    def subtract(self, left: typed.Expression, right: typed.Expression, pos: int) -> typed.Expression:
        """§6.5.6."""
        if isinstance(left.type, PointerType):
            if is_integer(right.type):
                return self.offset(left, right, True, pos)
            if isinstance(right.type, PointerType):
                if not compatible_unqualified(unqualified(left.type.target), unqualified(right.type.target)):
                    self.invalid_operands("-", left.type, right.type, pos)
                self.check_pointer_arithmetic(left.type, pos, "subtraction")
                target = left.type.target
                if isinstance(target, RecordType) and is_complete(target) and size_of(target) == 0:
                    self.context.error("arithmetic on pointer to an empty aggregate", pos)
                return typed.PointerDifference(pos, LONG, left, self.convert(right, left.type))
        return self.arithmetic("-", left, right, pos)

    def offset(self, pointer: typed.Expression, index: typed.Expression, negative: bool, pos: int) -> typed.Expression:
        """A pointer moved by an integer."""
        assert isinstance(pointer.type, PointerType)
        self.check_pointer_arithmetic(pointer.type, pos)
        return typed.PointerOffset(pos, pointer.type, pointer, self.index(index), negative)

    def index(self, index: typed.Expression) -> typed.Expression:
        """An integer converted to long, as scaling needs it."""
        return self.convert(self.promote(index), LONG)

    def check_pointer_arithmetic(self, ctype: PointerType, pos: int, act: str = "arithmetic") -> None:
        """A pointer to void or to a function counts in bytes (GNU)."""
        target = ctype.target
        if isinstance(target, VoidType | FunctionType):
            pedantic_types.pointer_arithmetic(self.context, ctype, act, pos)
            return
        if is_complete(target):
            return
        if isinstance(target, ArrayType):
            self.context.error("arithmetic on pointer to an incomplete type", pos)
        self.context.error(f"invalid use of undefined type '{spell(unqualified(target))}'", pos)

    def compare(self, operator: str, left: typed.Expression, right: typed.Expression, pos: int) -> typed.Expression:
        """§6.5.8, §6.5.9; distinct pointer types and pointer against integer are accepted as gcc does."""
        a, b = left.type, right.type
        if is_arithmetic(a) and is_arithmetic(b):
            if operator not in ("==", "!=") and (isinstance(a, ComplexType) or isinstance(b, ComplexType)):
                self.invalid_operands(operator, a, b, pos)
            _, _, left, right = self.converted_operands(left, right)
            return typed.Comparison(pos, INT, operator, left, right)
        common: CType
        if isinstance(a, PointerType) and isinstance(b, PointerType):
            if is_null_pointer_constant(right):
                common = a
            elif is_null_pointer_constant(left):
                common = b
            else:
                pedantic_types.comparison(self.context, operator, a, b, pos)
                if not (
                    isinstance(a.target, VoidType)
                    or isinstance(b.target, VoidType)
                    or compatible_unqualified(unqualified(a.target), unqualified(b.target))
                ):
                    self.context.warn("comparison of distinct pointer types lacks a cast", pos)
                common = a if not isinstance(b.target, VoidType) else b
        elif isinstance(a, PointerType) and is_integer(b):
            if not is_null_pointer_constant(right):
                self.context.warn("comparison between pointer and integer", pos)
            common = a
        elif isinstance(b, PointerType) and is_integer(a):
            if not is_null_pointer_constant(left):
                self.context.warn("comparison between pointer and integer", pos)
            common = b
        else:
            self.invalid_operands(operator, a, b, pos)
        return typed.Comparison(pos, INT, operator, self.convert(left, common), self.convert(right, common))

    def invalid_operands(self, operator: str, left: CType, right: CType, pos: int) -> NoReturn:
        if isinstance(left, VoidType) or isinstance(right, VoidType):
            self.context.error("void value not ignored as it ought to be", pos)
        self.context.error(f"invalid operands to binary {operator} (have '{spell(left)}' and '{spell(right)}')", pos)

    def scalar(self, value: typed.Expression, pos: int) -> typed.Expression:
        """A value used as a truth value."""
        if is_scalar(value.type):
            return value
        if isinstance(value.type, VoidType):
            self.context.error("void value not ignored as it ought to be", pos)
        if isinstance(value.type, VectorType):
            self.context.error("used vector type where scalar is required", pos)
        self.context.error(f"used {_kind(value.type)} type value where scalar is required", pos)

    # ----------------------------------------------------------------- conditional (§6.5.15)

    def conditional(
        self,
        condition: typed.Expression,
        then: typed.Expression | None,
        otherwise: typed.Expression,
        pos: int,
    ) -> typed.Expression:
        """`then` is None for the GNU form with the operand omitted."""
        first = then if then is not None else condition
        ctype = self._conditional_type(first, otherwise, pos)
        if isinstance(ctype, VoidType):
            if then is not None and not isinstance(then.type, VoidType):
                then = typed.Conversion(then.pos, VOID, then)
            if not isinstance(otherwise.type, VoidType):
                otherwise = typed.Conversion(otherwise.pos, VOID, otherwise)
        elif then is not None and is_arithmetic(ctype):
            ctype, width, then, otherwise = self.converted_operands(then, otherwise)
            result = typed.Conditional(pos, ctype, condition, then, otherwise)
            if width is not None:
                self._precision[result] = width
            return result
        elif not isinstance(ctype, RecordType | VectorType):
            if then is not None:
                then = self.convert(then, ctype)
            otherwise = self.convert(otherwise, ctype)
        return typed.Conditional(pos, ctype, condition, then, otherwise)

    def _conditional_type(self, first: typed.Expression, second: typed.Expression, pos: int) -> CType:
        a, b = first.type, second.type
        context = self.context
        if is_arithmetic(a) and is_arithmetic(b):
            return self.common_type(first, second)
        if isinstance(a, VoidType) or isinstance(b, VoidType):
            pedantic_types.conditional(context, a, b, pos)
            return VOID
        if isinstance(a, PointerType) and isinstance(b, PointerType):
            if is_null_pointer_constant(first):
                return b
            if is_null_pointer_constant(second):
                return a
            pedantic_types.conditional(context, a, b, pos)
            qualifiers = a.target.qualifiers | b.target.qualifiers
            x, y = unqualified(a.target), unqualified(b.target)
            if compatible_unqualified(x, y):
                return context.pointer_to(context.qualify(composite(x, y), qualifiers))
            if not isinstance(x, VoidType) and not isinstance(y, VoidType):
                context.warn("pointer type mismatch in conditional expression", pos)
            return context.pointer_to(context.qualify(VOID, qualifiers))
        if isinstance(a, PointerType) and is_integer(b):
            if not is_null_pointer_constant(second):
                context.warn("pointer/integer type mismatch in conditional expression", pos)
            return a
        if isinstance(b, PointerType) and is_integer(a):
            if not is_null_pointer_constant(first):
                context.warn("pointer/integer type mismatch in conditional expression", pos)
            return b
        if isinstance(a, RecordType) and isinstance(b, RecordType) and a.definition is b.definition:
            return a
        if isinstance(a, VectorType) and isinstance(b, VectorType) and vectors.same_vector(a, b):
            return a
        context.error(f"type mismatch in conditional expression (have '{spell(a)}' and '{spell(b)}')", pos)

    # ----------------------------------------------------------------- assignment (§6.5.16)

    def compound_assign(
        self, operator: str, target: typed.Lvalue, value: typed.Expression, pos: int
    ) -> typed.Expression:
        """`operator` without the `=`."""
        ctype = unqualified(target.type)
        width = target.member.bit_width if isinstance(target, typed.MemberAccess) else None
        if isinstance(ctype, PointerType) and operator == "-" and isinstance(value.type, PointerType):
            return self._assign_difference(target, value, pos)
        if isinstance(ctype, PointerType) and operator in "+-":
            if not is_integer(value.type):
                self.invalid_operands(operator, ctype, value.type, pos)
            self.check_pointer_arithmetic(ctype, pos)
            return typed.CompoundAssign(pos, ctype, target, operator, self.index(value), ctype)
        if isinstance(ctype, VectorType) or isinstance(value.type, VectorType):
            return vectors.compound_assign(self, operator, target, value, pos)
        wanted = is_integer if operator in _INTEGER_ONLY or operator in ("<<", ">>") else is_arithmetic
        if not wanted(ctype) or not wanted(value.type):
            self.invalid_operands(operator, ctype, value.type, pos)
        promoted = integer_promotion(ctype, width)
        if operator in ("<<", ">>", "/", "%"):
            conversion_warnings.operation(self.context, operator, promoted, value, pos)
        if operator in ("<<", ">>"):
            return typed.CompoundAssign(pos, ctype, target, operator, self.promote(value), promoted)
        common = usual_arithmetic_conversions(promoted, integer_promotion(value.type, bit_width(value)))
        if operator in ("/", "%") and self.precision(value) is not None and self.context.function is not None:
            return self._assign_quotient(operator, target, value, pos)
        if isinstance(common, ComplexType):
            value = complex_numbers.compound_value(self, operator, value, ctype, common)
            return typed.CompoundAssign(pos, ctype, target, operator, value, common)
        return typed.CompoundAssign(pos, ctype, target, operator, self.convert(value, common), common)

    def _assign_difference(self, target: typed.Lvalue, value: typed.Expression, pos: int) -> typed.Expression:
        """`p -= q` of two pointers: gcc converts the difference back to a pointer, with a warning."""
        before, again = self._addressed_once(target)
        ctype = unqualified(again.type)
        result = self.assign(self.subtract(typed.Load(pos, ctype, again), value, pos), ctype, "assigning", pos)
        assignment: typed.Expression = typed.Assign(pos, ctype, again, result)
        return assignment if before is None else typed.Comma(pos, ctype, before, assignment)

    def _assign_quotient(
        self, operator: str, target: typed.Lvalue, value: typed.Expression, pos: int
    ) -> typed.Expression:
        """`target /= value` in the type of a bit-field that is wider than int, written out."""
        before, again = self._addressed_once(target)
        ctype = unqualified(again.type)
        result = self.arithmetic(operator, typed.Load(pos, ctype, again), value, pos)
        assignment: typed.Expression = typed.Assign(pos, ctype, again, self.convert(result, ctype))
        return assignment if before is None else typed.Comma(pos, ctype, before, assignment)

    def _addressed_once(self, target: typed.Lvalue) -> tuple[typed.Expression | None, typed.Lvalue]:
        """What to evaluate first, and then the same object without side effects."""
        if isinstance(target, typed.VariableReference):
            return None, target
        if isinstance(target, typed.MemberAccess):
            before, record = self._addressed_once(target.record)
            return before, typed.MemberAccess(target.pos, target.type, record, target.member)
        context, pos = self.context, target.pos
        ctype = context.pointer_to(target.type)
        identity = context.identity()
        name = f"addressed_once_{identity}"
        hidden = typed.Variable(name, ctype, "automatic", "none", identity, pos, name, 8)
        context.statements.hidden.append(hidden)
        reference = typed.VariableReference(pos, ctype, hidden)
        before = typed.Assign(pos, ctype, reference, context.expressions.address_of(target, pos))
        return before, typed.Dereference(pos, target.type, typed.Load(pos, ctype, reference))

    def increment(self, target: typed.Lvalue, delta: int, prefix: bool, pos: int) -> typed.Expression:
        """++ and -- (§6.5.2.4, §6.5.3.1)."""
        ctype = unqualified(target.type)
        word = "increment" if delta > 0 else "decrement"
        if isinstance(ctype, PointerType):
            self.check_pointer_arithmetic(ctype, pos, word)
            return typed.Increment(pos, ctype, target, delta, prefix, ctype)
        if isinstance(ctype, VectorType):
            return typed.Increment(pos, ctype, target, delta, prefix, ctype)
        if not is_arithmetic(ctype):
            self.context.error(f"wrong type argument to {word}", pos)
        width = target.member.bit_width if isinstance(target, typed.MemberAccess) else None
        promoted = integer_promotion(ctype, width)
        return typed.Increment(pos, ctype, target, delta, prefix, promoted)

    def constant(self, value: int, ctype: CType, pos: int) -> typed.IntegerConstant:
        """An integer constant, wrapped to its type."""
        integer = integer_type(ctype)
        return typed.IntegerConstant(pos, ctype, wrap(value, integer) if integer else value)


def _promoted_width(expression: typed.Expression) -> int | None:
    integer = integer_type(integer_promotion(expression.type, bit_width(expression)))
    return integer.width if integer is not None else None


def _is_void_pointer(ctype: CType) -> bool:
    return isinstance(ctype, PointerType) and isinstance(ctype.target, VoidType)


def _member_for(value: typed.Expression, target: RecordType) -> RecordMember | None:
    """The member of a transparent union that takes `value`, best one to which its pointer loses no qualifier."""
    losing = None
    for member in target.definition.members or ():
        given, taken = value.type, member.type
        if compatible_unqualified(given, taken):
            return member
        if not isinstance(taken, PointerType):
            continue
        if is_null_pointer_constant(value):
            return member
        if isinstance(given, PointerType) and (
            _is_void_pointer(given)
            or _is_void_pointer(taken)
            or compatible_unqualified(unqualified(given.target), unqualified(taken.target))
        ):
            if not given.target.qualifiers & ~taken.target.qualifiers & (CONST | VOLATILE):
                return member
            losing = losing or member
    return losing


def _kind(ctype: CType) -> str:
    if isinstance(ctype, RecordType):
        return ctype.definition.keyword
    return "array" if isinstance(ctype, ArrayType) else spell(ctype)
