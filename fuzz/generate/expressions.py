"""Random expressions over what is in scope. Nothing here looks at values: the interpreter repairs what is undefined."""

from __future__ import annotations

from fuzz.generate import build
from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.constants import is_bit_field, promote_width
from fuzz.generate.features import Feature
from fuzz.generate.library import LIBRARY, NUMERIC
from fuzz.generate.places import Accept, is_addressable, is_arithmetic, is_integer, is_wide_bit_field
from fuzz.generate.tricks import Tricks
from fuzz.generate.types import (
    BOOL,
    DOUBLE,
    INT,
    INT128,
    INTEGERS,
    LDOUBLE,
    LONG,
    SCHAR,
    SHORT,
    STRING,
    UCHAR,
    ULONG,
    USHORT,
    ArrayType,
    ComplexType,
    FloatType,
    IntegerType,
    PointerType,
    RecordType,
    Type,
    VectorType,
)

_NARROW = (UCHAR, SCHAR, USHORT, SHORT)


class Expressions(Tricks):
    """Builds expressions for the current place of a Context."""

    # Arithmetic

    def arithmetic(self, depth: int | None = None) -> p.Expression:
        """An expression of any arithmetic type."""
        context, dice = self._context, self._dice
        if depth is None:
            depth = context.policy.depth
        if depth <= 0 or dice.chance(12):
            return self.leaf()
        kind = dice.below(112)
        if kind >= 100:
            extra = self._extension(depth)
            if extra is not None:
                return extra
            kind = dice.below(100)
        if kind < 3:
            return self._same_operands()
        if kind < 38:
            return self._operator(self.arithmetic(depth - 1), self.arithmetic(depth - 1))
        if kind < 46:
            return self.chain(self.leaf())
        if kind < 54:
            op = dice.pick(("-", "~", "!", "+", "-", "~"))
            operand = self.arithmetic(depth - 1)
            return build.unary(op, self.as_integer(operand) if op == "~" else operand)
        if kind < 62 and context.has(Feature.CASTS):
            return build.cast(context.arithmetic_type(), self._to_cast(depth - 1))
        if kind < 67 and context.has(Feature.LOGICAL):
            return build.logical(dice.pick(("&&", "||")), self.condition(depth - 1), self.condition(depth - 1))
        if kind < 75 and context.has(Feature.CONDITIONAL):
            return build.conditional(self.condition(depth - 1), self.arithmetic(depth - 1), self.arithmetic(depth - 1))
        if kind < 77 and context.has(Feature.SIZEOF):
            return self._sizeof(depth)
        if kind < 79 and context.has(Feature.POINTERS):
            compared = self._pointer_comparison(depth)
            if compared is not None:
                return compared
        if kind < 94 and self._effects:
            changed = self._side_effect(depth)
            if changed is not None:
                return changed
        if kind < 96 and context.has(Feature.COMPOUND_LITERALS):
            return self._literal_member(depth)
        return self._operator(self.leaf(), self.arithmetic(depth - 1))

    def condition(self, depth: int | None = None) -> p.Expression:
        """A scalar for an if, a loop or a logical operator: mostly a comparison."""
        dice = self._dice
        if depth is None:
            depth = max(self._context.policy.depth - 1, 1)
        if dice.chance(70):
            left = self.arithmetic(depth - 1)
            op = dice.pick(build.COMPARISONS)
            if dice.chance(self._context.policy.special):
                return self.comparison_with(left)
            right = self.arithmetic(depth - 1) if dice.chance(60) else self.literal()
            return build.binary(op, left, right)
        return self.arithmetic(depth)

    def leaf(self) -> p.Expression:
        if self._dice.chance(72):
            found = self.lvalue(is_arithmetic)
            if found is not None:
                return self.read(found)
        return self.literal()

    def read(self, lvalue: p.Expression) -> p.Expression:
        """The value of an arithmetic lvalue, of a type that all compilers agree on."""
        return build.cast(lvalue.type, lvalue) if is_wide_bit_field(lvalue) else lvalue

    def _to_cast(self, depth: int) -> p.Expression:
        """The operand of a cast: now and then a narrow one, of which compilers forget or repeat the extension."""
        if self._dice.chance(25):
            return build.cast(self._dice.pick(_NARROW), self.leaf())
        return self.arithmetic(depth)

    def _same_operands(self) -> p.Expression:
        """An operator with one variable on both sides: what optimisers fold."""
        found = self.lvalue(is_arithmetic)
        if found is None or found.effects or not isinstance(found, p.Name | p.MemberOf):
            return self.leaf()
        operand = self.read(found)
        op = self._dice.pick(("-", "^", "&", "|", "==", "<=", "<", "!=", "/", "%", "+", "*"))
        if isinstance(operand.type, FloatType) and op in ("^", "&", "|", "%"):
            op = "-"
        return build.binary(op, operand, operand)

    def _extension(self, depth: int) -> p.Expression | None:
        """`_Generic`, a statement expression, a built-in: where the program has any of these."""
        context = self._context
        choices = []
        if context.has(Feature.GENERIC):
            choices.append(("generic", 4))
        if context.has(Feature.LIBRARY):
            choices.append(("library", 4))
        if context.has(Feature.STATEMENT_EXPRESSIONS) and context.level > 0:
            choices.append(("statement expression", 4))
        if context.has(Feature.BUILTINS):
            choices += [("builtin", 4), ("overflow", 3)]
        if context.has(Feature.BIT_TRICKS):
            choices.append(("bit trick", 5))
        if context.has(Feature.FLOAT_BITS) and context.policy.floats:
            choices.append(("float bits", 5))
        if context.has(Feature.INFINITIES) and context.policy.floats:
            choices.append(("infinity", 5))
        if context.records:
            choices.append(("member of value", 3))
        if not choices:
            return None
        kind = context.weigh(choices)
        if kind == "generic":
            return self._generic(depth)
        if kind == "library":
            return self._string_function() if self._dice.chance(60) else self._numeric(("abs", "labs"), depth)
        if kind == "statement expression":
            return self._statement_expression(depth)
        if kind == "builtin":
            return self._numeric(NUMERIC, depth)
        if kind == "bit trick":
            return self.bit_trick(depth)
        if kind == "float bits":
            return self.float_bits(depth)
        if kind == "infinity":
            return self.infinity(depth)
        if kind == "member of value":
            return self.member_of_value(depth)
        return self._overflow(depth) if self._effects else None

    def _generic(self, depth: int) -> p.Expression | None:
        """A selection by the type of an expression."""
        dice = self._dice
        with self.pure():
            control = self.arithmetic(depth - 1)
            if isinstance(control, p.MemberOf) and is_bit_field(control):
                control = build.unary("+", control)
            if control.type.name.startswith("enum") if isinstance(control.type, IntegerType) else False:
                return None  # which integer type an enumeration is compatible with is for the compiler to choose
            types: list[Type] = [control.type] if dice.chance(85) else []
            others: list[Type] = [*INTEGERS, DOUBLE]
            types += [t for t in dice.shuffled(others)[:4] if t != control.type]
            associations: list[tuple[Type | None, p.Expression]] = [(t, self._own_type(self.leaf())) for t in types]
            if types[:1] != [control.type] or dice.chance(40):
                associations.append((None, self._own_type(self.leaf())))
        chosen = 0 if types[:1] == [control.type] else len(associations) - 1
        return x.generic(control, associations, chosen)

    def _own_type(self, value: p.Expression) -> p.Expression:
        """Of a bit-field the promoted value: what type it has itself, to `_Generic` around this one, is open."""
        return build.unary("+", value) if is_bit_field(value) else value

    def _statement_expression(self, depth: int) -> p.Expression:
        """`({ T v = value; v op= value; v op value; })`"""
        context = self._context
        variable = p.Variable(context.fresh("t"), context.arithmetic_type(), addressable=False)
        with self.pure(), context.scope():
            body: list[p.Statement] = [p.Declare(variable, self.arithmetic(depth - 1))]
            context.declare(variable)
            if self._dice.chance(60):
                body.append(p.Evaluate(self.compound(build.name(variable), 1)))
            return x.statement_expression(body, self._operator(build.name(variable), self.leaf()))

    def _numeric(self, names: tuple[str, ...], depth: int) -> p.Expression:
        name = self._dice.pick(names)
        return x.library_call(name, LIBRARY[name].result, [self.as_integer(self.arithmetic(depth - 1))], effects=False)

    def _string_function(self) -> p.Expression:
        level = self._context.level
        if self._dice.chance(50):
            return x.library_call("strlen", ULONG, [self._string(level)], effects=False)
        compared = x.library_call("strcmp", INT, [self._string(level), self._string(level)], effects=False)
        return build.binary(self._dice.pick(build.COMPARISONS), compared, build.bound(0))

    def _overflow(self, depth: int) -> p.Expression | None:
        target = self.lvalue(lambda t: t in INTEGERS and t != BOOL, writable=True)
        if target is None or is_bit_field(target) or target.effects or not is_addressable(target):
            return None
        with self.pure():
            left, right = (self.as_integer(self.arithmetic(depth - 1)) for _ in range(2))
        if any(isinstance(side, p.MemberOf) and is_bit_field(side) for side in (left, right)):
            return None
        return x.overflow(self._dice.pick(("add", "sub", "mul")), left, right, target)

    def chain(self, first: p.Expression) -> p.Expression:
        """Operators of one precedence, or of neighbouring ones, in a row without parentheses."""
        dice = self._dice
        levels: list[tuple[str, ...]] = [("-", "+"), ("-",), ("+", "-", "<<", ">>"), ("<<", "+"), (">>", "+")]
        if self._context.has(Feature.DIVISION):
            levels += [("/", "*"), ("/", "%", "*")]
        levels += [("&", "^", "|"), ("<", ">", "=="), ("&", "=="), ("<<", ">>"), ("<", "<=", "+")]
        ops = dice.pick(levels)
        made = self.as_integer(first)
        for _ in range(dice.between(2, 4)):
            op = dice.pick(ops)
            operand = self.as_integer(self.leaf())
            if op in build.SHIFTS or (isinstance(made, p.Binary) and made.op in build.SHIFTS):
                operand = build.literal(dice.below(8))  # a << b + c stays as it is: no repair sets its count apart
            # Attach on the right too where the grammar does so by itself: a + b * c.
            if isinstance(made, p.Binary) and not made.wraps and _binds_tighter(op, made.op):
                made = build.binary(made.op, made.left, build.binary(op, made.right, operand))
            else:
                made = build.binary(op, made, operand)
        return made

    def _shift_count(self, shifted: p.Expression) -> int:
        """Small counts mostly: they keep more of the value."""
        width = promote_width(shifted)
        return self._dice.below(5 if self._dice.chance(60) else width)

    def value(self, depth: int | None = None) -> p.Expression:
        """An expression worth storing: truth values alone would soon make every variable 0 or 1."""
        if self._context.has(Feature.CONDITIONAL) and self._dice.chance(10):
            otherwise = build.conditional(self.condition(1), self.leaf(), self.arithmetic(1))
            return build.conditional(self.condition(1), self.arithmetic(1), otherwise)
        made = self.arithmetic(depth)
        if _is_truth(made) and self._dice.chance(75):
            other = self.leaf()
            return build.binary(self._dice.pick(("+", "-", "*", "-")), other, made)
        return made

    def _sizeof(self, depth: int) -> p.Expression:
        if self._dice.chance(50):
            return build.sizeof(self._any_type())
        with self.pure():
            operand = self.arithmetic(depth - 1)
        if is_bit_field(operand):
            return build.sizeof(operand.type)
        return build.sizeof(operand)

    def _literal_member(self, depth: int) -> p.Expression:
        """A member or an element of a compound literal."""
        context, dice = self._context, self._dice
        with self.pure():
            values = [self.arithmetic(depth - 1) for _ in range(dice.between(1, 3))]
            type = context.integer_type()
            entries = [p.InitialiserEntry("", n, value) for n, value in enumerate(values)]
            if len(values) == 1:
                return p.CompoundLiteral(type, p.InitialiserList(entries))
            array = p.CompoundLiteral(ArrayType(type, len(values)), p.InitialiserList(entries))
            return build.index(array, build.literal(dice.below(len(values))))

    def _pointer_comparison(self, depth: int) -> p.Expression | None:
        dice = self._dice
        # Whether equal string literals are one object is unspecified (C11 6.4.5p7).
        left = self.lvalue(lambda t: isinstance(t, PointerType) and is_arithmetic(t.target) and t != STRING)
        if left is None:
            return None
        assert isinstance(left.type, PointerType)
        if dice.chance(20):
            return build.unary("!", left) if dice.chance(50) else build.logical("&&", left, self.condition(depth - 1))
        pointer = self.pointer(left.type, self._context.level)
        return build.pointer_compare(dice.pick(("==", "!=")), left, pointer)

    def _side_effect(self, depth: int) -> p.Expression | None:
        """An expression with a side effect: a call, an assignment, an increment, a comma."""
        context, dice = self._context, self._dice
        if dice.chance(50):
            made = self.call(is_arithmetic, depth)
            if made is not None:
                return made
        if context.has(Feature.COMMA) and dice.chance(20):
            change = self.change(depth - 1)
            if change is not None:
                return build.comma(change, build.unary("+", self.arithmetic(depth - 1)))
        if not context.has(Feature.SIDE_EFFECTS):
            return None
        return self.change(depth - 1)

    def change(self, depth: int) -> p.Expression | None:
        """An assignment or an increment used for its value."""
        context, dice = self._context, self._dice
        target = self.lvalue(is_arithmetic, writable=True)
        if target is None or is_wide_bit_field(target):
            return None
        kind = dice.below(3)
        if kind == 0:
            made: p.Expression = build.increment(target, dice.pick((1, -1)), dice.chance(50))
        elif kind == 1 and context.has(Feature.COMPOUND_ASSIGNMENT):
            with self.pure():
                made = self.compound(target, depth)
        else:
            made = build.assign(target, self.arithmetic(depth))
        return build.cast(target.type, made) if is_bit_field(target) else made

    def compound(self, target: p.Expression, depth: int) -> p.Expression:
        """`target op= expression` with an operator that the types allow."""
        context, dice = self._context, self._dice
        value = self.arithmetic(depth)
        choices = [("+", 6), ("-", 6), ("*", 4)]
        if context.has(Feature.DIVISION):
            choices += [("/", 3)]
        if is_integer(target.type):
            if not is_wide_bit_field(target) and context.has(Feature.SHIFTS):
                choices += [("<<", 3), (">>", 3)]
            if context.has(Feature.DIVISION):
                choices.append(("%", 2))
            choices += [("&", 3), ("|", 3), ("^", 4)]
        op = dice.weighted(choices)
        if not is_integer(target.type):
            return build.compound_assign(op, target, value)
        if op in build.SHIFTS and dice.chance(70):
            value = build.literal(self._shift_count(target))
        elif op not in ("+", "-", "*", "/") or is_wide_bit_field(target) or target.type == INTEGERS[0]:
            value = self.as_integer(value)
        if is_wide_bit_field(target):
            value = build.cast(target.type, value)
        return build.compound_assign(op, target, value)

    def vector(self, type: Type, depth: int) -> p.Expression:
        """A value of a vector type."""
        dice = self._dice
        assert isinstance(type, VectorType)
        with self.pure():
            if depth <= 0 or dice.chance(30):
                found = self.lvalue(lambda t: t == type) if dice.chance(75) else None
                if found is not None and not found.effects:
                    return found
                lanes = [p.InitialiserEntry("", n, self.literal()) for n in range(type.length)]
                return p.CompoundLiteral(type, p.InitialiserList(lanes))
            kind = dice.below(8)
            if self._context.has(Feature.SHUFFLES) and dice.chance(25):
                chosen = [dice.below(2 * type.length) for _ in range(type.length)]
                # A comparison has a type without a name: clang wants two of the same.
                first, second = (x.VectorCast(type, self.vector(type, depth - 1)) for _ in range(2))
                return x.shuffle(first, second, chosen)
            others = [v for v in self._context.vectors if v != type]
            if kind < 2 and others:
                other = dice.pick(others)
                if is_integer(other.element) and is_integer(type.element):
                    return x.VectorCast(type, self.vector(other, depth - 1))
                if _is_mask_of(type, other):
                    op = dice.pick(build.COMPARISONS)
                    return x.vector_binary(op, self.vector(other, depth - 1), self.vector(other, depth - 1), type)
            left, right = self.vector(type, depth - 1), self.vector(type, depth - 1)
            if not is_integer(type.element):
                return x.vector_binary(dice.pick(("+", "-", "*")), left, right)
            if kind < 4 and isinstance(type.element, IntegerType) and type.element.signed:
                return x.vector_binary(dice.pick(build.COMPARISONS), left, right)
            return x.vector_binary(dice.pick(("+", "-", "*", "&", "|", "^", "+", "-")), left, right)

    # Calls

    def call(self, wanted: Accept, depth: int) -> p.Expression | None:
        """A call of a function whose result the caller can use."""
        context, dice = self._context, self._dice
        if self._calls >= 2:
            return None
        if context.has(Feature.VARIADIC) and wanted is is_arithmetic and dice.chance(12):
            return self._variadic_call(depth)
        found = [f for f in context.callable_functions() if wanted(f.result)]
        if not found:
            return None
        return self.call_of(dice.pick(found), depth)

    def call_of(self, function: p.Function, depth: int) -> p.Expression:
        """A call of this function, by its name or through a table that holds its like."""
        context, dice = self._context, self._dice
        context.charge(function.cost + 1)
        self._calls += 1
        arguments = self.arguments(function, depth)
        self._calls -= 1
        tables = [table for table, like in context.tables if like.type == function.type]
        if tables and dice.chance(60):
            table = dice.pick(tables)
            assert isinstance(table.type, ArrayType)
            with self.pure():
                at = self._subscript(table.type.length, depth - 1)
            return build.call_through(build.index(build.name(table), at), arguments)
        return build.call(function, arguments)

    def arguments(self, function: p.Function, depth: int) -> list[p.Expression]:
        dice = self._dice
        made: list[p.Expression] = []
        for n, parameter in enumerate(function.parameters):
            if function.recursive and n == 0:
                made.append(build.literal(dice.between(1, 4)))
            elif isinstance(parameter.type, PointerType):
                made.append(self.pointer(parameter.type, self._context.level))
            elif isinstance(parameter.type, RecordType):
                with self.pure():
                    made.append(self.record(parameter.type, depth - 1))
            elif isinstance(parameter.type, VectorType):
                with self.pure():
                    made.append(self.vector(parameter.type, 1))
            elif isinstance(parameter.type, ComplexType):
                made.append(self.complex(parameter.type, 1))
            else:
                value = self.arithmetic(min(depth - 1, 2))
                # Nothing converts the arguments of a function without a prototype (C11 6.5.2.2p6).
                made.append(build.cast(parameter.type, value) if function.old_style else value)
        return made

    def _variadic_call(self, depth: int) -> p.Expression:
        dice, program = self._dice, self._context.program
        program.uses_variadic = True
        kinds = ""
        arguments: list[p.Expression] = []
        for _ in range(dice.between(1, 9)):
            if program.variadic_records and dice.chance(25):
                letter = dice.pick(list(program.variadic_records))
                record = program.variadic_records[letter].variable.type
                assert isinstance(record, RecordType)
                with self.pure():
                    arguments.append(self.record(record, 1))
                kinds += letter
                continue
            if self._context.has(Feature.STRINGS) and dice.chance(8):
                kinds += "s"
                arguments.append(self._string(self._context.level))
                continue
            value = self.arithmetic(min(depth - 1, 1))
            type = build.arithmetic_type(value)
            if type is LDOUBLE:
                kinds += "e"
                program.uses_extended_arguments = True
            elif isinstance(type, FloatType):
                kinds += "d"
            elif type.width == 128 and not kinds:
                # Where registers run out before it, clang 16 and gcc 12 disagree about its place.
                kinds += "w"
                value = value if type == INT128 else build.cast(INT128, value)
                program.uses_wide_arguments = True
            elif type.width >= 64:
                # va_arg takes a long: an argument of another type would have to hold a value of both (C11 7.16.1.1p2).
                kinds += "l"
                value = value if type == LONG else build.cast(LONG, value)
            else:
                kinds += "i" if type.signed else "u"
            arguments.append(value)
        return p.VariadicCall(ULONG, kinds, arguments, effects=True)


_LEVELS = {
    "*": 13,
    "/": 13,
    "%": 13,
    "+": 12,
    "-": 12,
    "<<": 11,
    ">>": 11,
    "<": 10,
    "<=": 10,
    ">": 10,
    "==": 9,
    "&": 8,
    "^": 7,
    "|": 6,
}


def _is_mask_of(mask: VectorType, compared: VectorType) -> bool:
    """Whether a comparison of vectors of the one type has the other type: signed lanes of the same size."""
    element = mask.element
    return isinstance(element, IntegerType) and element.signed and element.size == compared.element.size


def _binds_tighter(op: str, than: str) -> bool:
    return _LEVELS.get(op, 0) > _LEVELS.get(than, 99)


def _is_truth(expression: p.Expression) -> bool:
    if isinstance(expression, p.Binary):
        return expression.op in build.COMPARISONS
    if isinstance(expression, p.Unary):
        return expression.op == "!"
    return isinstance(expression, p.Logical | p.PointerCompare)
