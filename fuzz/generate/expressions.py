"""Random expressions over what is in scope. Nothing here looks at values: the interpreter repairs what is undefined."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fuzz.generate import program as p
from fuzz.generate.arithmetic import round_to_float
from fuzz.generate.context import Context
from fuzz.generate.features import Feature
from fuzz.generate.types import (
    DOUBLE,
    INT,
    INTEGERS,
    LLONG,
    LONG,
    SHORT,
    STRING,
    UINT,
    ULLONG,
    ULONG,
    ArrayType,
    FloatType,
    FunctionType,
    IntegerType,
    Member,
    PointerType,
    RecordType,
    Type,
    promote,
)

Accept = Callable[[Type], bool]


def is_arithmetic(type: Type) -> bool:
    return isinstance(type, IntegerType | FloatType)


def is_integer(type: Type) -> bool:
    return isinstance(type, IntegerType)


def is_bit_field(lvalue: p.Expression) -> bool:
    return isinstance(lvalue, p.MemberOf) and lvalue.member.bits is not None


def is_wide_bit_field(lvalue: p.Expression) -> bool:
    """A bit-field whose type in expressions compilers disagree about (C11 6.7.2.1 allows none of rank over int)."""
    return is_bit_field(lvalue) and isinstance(lvalue.type, IntegerType) and lvalue.type.rank > INT.rank


class Expressions:
    """Builds expressions for the current place of a Context."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._dice = context.dice
        self._effects = True
        self._constant = False
        self._calls = 0
        """How many calls enclose the current place."""
        self._nesting = 0
        """How many subscripts enclose the current place: they are kept from growing without end."""

    @contextmanager
    def constant_addresses(self) -> Iterator[None]:
        """Pointers that are constant expressions."""
        self._constant = True
        try:
            yield
        finally:
            self._constant = False

    @contextmanager
    def pure(self) -> Iterator[None]:
        """Expressions without side effects."""
        outer, self._effects = self._effects, False
        try:
            yield
        finally:
            self._effects = outer

    # Constants

    def integer_value(self, type: IntegerType) -> int:
        """A value of the type, mostly near an edge of some integer type."""
        dice = self._dice
        kind = dice.below(10)
        if kind < 4:
            value = dice.between(-12, 12)
        elif kind < 6:
            value = dice.between(-130, 300)
        elif kind < 9:
            edge = dice.pick(INTEGERS[1:])
            value = dice.pick((edge.maximum, edge.minimum, 1 << dice.below(edge.width))) + dice.between(-1, 1)
        else:
            value = dice.bits(dice.pick((16, 32, 64)))
        value &= (1 << type.width) - 1
        if type.signed and value > type.maximum:
            value -= 1 << type.width
        return value

    def literal(self) -> p.Expression:
        context, dice = self._context, self._dice
        if context.policy.floats and dice.chance(15):
            return self.float_literal(dice.pick(context.policy.floats))
        if context.enums and dice.chance(15):
            enum = dice.pick(context.enums)
            name, _, value = dice.pick(enum.enumerators)
            return p.literal(value, INT if -(1 << 31) <= value < 1 << 31 else enum.type, name)
        if context.has(Feature.CHARACTERS) and dice.chance(10):
            value = dice.between(33, 126)
            shown = "\\" + chr(value) if chr(value) in "\\'" else chr(value)
            return p.literal(value, INT, f"'{shown}'")
        wide = [t for t in context.policy.integers if t.rank >= INT.rank] or [INT]
        type = dice.pick(wide) if dice.chance(60) else INT
        value = self.integer_value(type)
        text = ""
        if value > 9 and dice.chance(25):
            suffix = {UINT: "u", LONG: "L", ULONG: "UL", LLONG: "LL", ULLONG: "ULL"}.get(type, "")
            text = (f"0x{value:x}" if dice.chance(70) else f"0{value:o}") + suffix
        return p.literal(value, type, text)

    def float_literal(self, type: FloatType) -> p.Literal:
        dice = self._dice
        kind = dice.below(6)
        if kind < 3:
            value = dice.between(-40, 200) / dice.pick((1, 2, 4, 8))
        elif kind == 3:
            value = dice.between(1, 999) / 10
        elif kind == 4:
            value = float(dice.bits(31)) * dice.pick((1.0, 0.5, 2.0**-20))
        else:
            value = dice.between(1, 99) * 10.0 ** dice.between(-6, 9)
        return p.Literal(type, value if type == DOUBLE else round_to_float(value))

    def constant(self, depth: int, only_integers: bool) -> p.Expression:
        """A constant expression (C11 6.6); an integer constant expression when `only_integers`."""
        dice = self._dice
        if depth <= 0 or dice.chance(20):
            made = self.literal()
            while only_integers and isinstance(made.type, FloatType):
                made = p.cast(INT, self.float_literal(DOUBLE)) if dice.chance(30) else self.literal()
            return made
        kind = dice.below(12)
        if kind < 6:
            left, right = (self.constant(depth - 1, only_integers) for _ in range(2))
            return self._operator(left, right)
        if kind == 6:
            return p.unary(dice.pick(("-", "~", "!", "+")), self._as_integer(self.constant(depth - 1, only_integers)))
        if kind == 7:
            return p.cast(self._context.integer_type(), self.constant(depth - 1, only_integers))
        if kind == 8:
            parts = [self.constant(depth - 1, only_integers) for _ in range(3)]
            return p.conditional(*parts)
        if kind == 9:
            return p.logical(
                dice.pick(("&&", "||")),
                self.constant(depth - 1, only_integers),
                self.constant(depth - 1, only_integers),
            )
        if kind == 10:
            return p.sizeof(self._any_type())
        return p.cast(self._context.integer_type(), p.unary("-", self._as_integer(self.literal())))

    def _any_type(self) -> Type:
        context, dice = self._context, self._dice
        if context.records and dice.chance(50):
            return dice.pick(context.records)
        if dice.chance(30):
            return ArrayType(context.integer_type(), dice.between(1, 9))
        return context.arithmetic_type()

    # Arithmetic

    def arithmetic(self, depth: int | None = None) -> p.Expression:
        """An expression of any arithmetic type."""
        context, dice = self._context, self._dice
        if depth is None:
            depth = context.policy.depth
        if depth <= 0 or dice.chance(12):
            return self.leaf()
        kind = dice.below(100)
        if kind < 38:
            return self._operator(self.arithmetic(depth - 1), self.arithmetic(depth - 1))
        if kind < 46:
            return self._chain(depth)
        if kind < 54:
            op = dice.pick(("-", "~", "!", "+", "-", "~"))
            operand = self.arithmetic(depth - 1)
            return p.unary(op, self._as_integer(operand) if op == "~" else operand)
        if kind < 62 and context.has(Feature.CASTS):
            return p.cast(context.arithmetic_type(), self.arithmetic(depth - 1))
        if kind < 67 and context.has(Feature.LOGICAL):
            return p.logical(dice.pick(("&&", "||")), self.condition(depth - 1), self.condition(depth - 1))
        if kind < 75 and context.has(Feature.CONDITIONAL):
            return p.conditional(self.condition(depth - 1), self.arithmetic(depth - 1), self.arithmetic(depth - 1))
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

    def integer(self, depth: int | None = None) -> p.Expression:
        return self._as_integer(self.arithmetic(depth))

    def condition(self, depth: int | None = None) -> p.Expression:
        """A scalar for an if, a loop or a logical operator: mostly a comparison."""
        dice = self._dice
        if depth is None:
            depth = max(self._context.policy.depth - 1, 1)
        if dice.chance(70):
            left = self.arithmetic(depth - 1)
            right = self.arithmetic(depth - 1) if dice.chance(60) else self.literal()
            return p.binary(dice.pick(p.COMPARISONS), left, right)
        return self.arithmetic(depth)

    def leaf(self) -> p.Expression:
        if self._dice.chance(72):
            found = self.lvalue(is_arithmetic)
            if found is not None:
                return self.read(found)
        return self.literal()

    def read(self, lvalue: p.Expression) -> p.Expression:
        """The value of an arithmetic lvalue, of a type that all compilers agree on."""
        return p.cast(lvalue.type, lvalue) if is_wide_bit_field(lvalue) else lvalue

    def _as_integer(self, expression: p.Expression) -> p.Expression:
        if isinstance(expression.type, FloatType):
            return p.cast(self._dice.pick((INT, LONG, SHORT)), expression)
        return expression

    def _operator(self, left: p.Expression, right: p.Expression) -> p.Expression:
        context, dice = self._context, self._dice
        choices = [("+", 12), ("-", 12), ("*", 7), ("cmp", 3)]
        if not isinstance(left.type, FloatType) and not isinstance(right.type, FloatType):
            choices += [("&", 5), ("|", 5), ("^", 5)]
        if context.has(Feature.SHIFTS):
            choices.append(("shift", 9))
        if context.has(Feature.DIVISION):
            choices += [("/", 8), ("%", 6)]
        op = context.weigh(choices)
        if op == "cmp":
            op = dice.pick(p.COMPARISONS)
        elif op == "shift":
            left = self._as_integer(left)
            op = dice.pick(p.SHIFTS)
            right = p.literal(dice.below(promote_width(left))) if dice.chance(70) else self._as_integer(right)
        elif op == "%":
            left, right = self._as_integer(left), self._as_integer(right)
        return p.binary(op, left, right)

    def _chain(self, depth: int) -> p.Expression:
        """Operators of one precedence, or of neighbouring ones, in a row without parentheses."""
        dice = self._dice
        levels: list[tuple[str, ...]] = [("-", "+"), ("-",), ("+", "-", "<<", ">>")]
        if self._context.has(Feature.DIVISION):
            levels += [("/", "*"), ("/", "%", "*")]
        levels += [("&", "^", "|"), ("<", ">", "=="), ("&", "=="), ("<<", ">>"), ("<", "<=", "+")]
        ops = dice.pick(levels)
        made = self._as_integer(self.leaf())
        for _ in range(dice.between(2, 4)):
            op = dice.pick(ops)
            operand = self._as_integer(self.leaf())
            if op in p.SHIFTS:
                operand = p.literal(dice.below(8))
            # Attach on the right too where the grammar does so by itself: a + b * c.
            if isinstance(made, p.Binary) and not made.wraps and _binds_tighter(op, made.op):
                made = p.binary(made.op, made.left, p.binary(op, made.right, operand))
            else:
                made = p.binary(op, made, operand)
        return made

    def _shift_count(self, shifted: p.Expression) -> int:
        """Small counts mostly: they keep more of the value."""
        width = promote_width(shifted)
        return self._dice.below(5 if self._dice.chance(60) else width)

    def value(self, depth: int | None = None) -> p.Expression:
        """An expression worth storing: truth values alone would soon make every variable 0 or 1."""
        if self._context.has(Feature.CONDITIONAL) and self._dice.chance(10):
            otherwise = p.conditional(self.condition(1), self.leaf(), self.arithmetic(1))
            return p.conditional(self.condition(1), self.arithmetic(1), otherwise)
        made = self.arithmetic(depth)
        if _is_truth(made) and self._dice.chance(75):
            other = self.leaf()
            return p.binary(self._dice.pick(("+", "-", "*", "-")), other, made)
        return made

    def _sizeof(self, depth: int) -> p.Expression:
        if self._dice.chance(50):
            return p.sizeof(self._any_type())
        with self.pure():
            operand = self.arithmetic(depth - 1)
        if is_bit_field(operand):
            return p.sizeof(operand.type)
        return p.sizeof(operand)

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
            return p.index(array, p.literal(dice.below(len(values))))

    def _pointer_comparison(self, depth: int) -> p.Expression | None:
        dice = self._dice
        # Whether equal string literals are one object is unspecified (C11 6.4.5p7).
        left = self.lvalue(lambda t: isinstance(t, PointerType) and is_arithmetic(t.target) and t != STRING)
        if left is None:
            return None
        assert isinstance(left.type, PointerType)
        if dice.chance(20):
            return p.unary("!", left) if dice.chance(50) else p.logical("&&", left, self.condition(depth - 1))
        pointer = self.pointer(left.type, self._context.level)
        return p.pointer_compare(dice.pick(("==", "!=")), left, pointer)

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
                return p.comma(change, p.unary("+", self.arithmetic(depth - 1)))
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
            made: p.Expression = p.increment(target, dice.pick((1, -1)), dice.chance(50))
        elif kind == 1 and context.has(Feature.COMPOUND_ASSIGNMENT):
            with self.pure():
                made = self.compound(target, depth)
        else:
            made = p.assign(target, self.arithmetic(depth))
        return p.cast(target.type, made) if is_bit_field(target) else made

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
            return p.compound_assign(op, target, value)
        if op in p.SHIFTS and dice.chance(70):
            value = p.literal(self._shift_count(target))
        elif op not in ("+", "-", "*", "/") or is_wide_bit_field(target) or target.type == INTEGERS[0]:
            value = self._as_integer(value)
        if is_wide_bit_field(target):
            value = p.cast(target.type, value)
        return p.compound_assign(op, target, value)

    # Calls

    def call(self, wanted: Accept, depth: int) -> p.Expression | None:
        """A call of a function whose result the caller can use."""
        context, dice = self._context, self._dice
        if self._calls >= 2:
            return None
        if context.program.uses_variadic and wanted is is_arithmetic and dice.chance(12):
            return self._variadic_call(depth)
        found = [f for f in context.callable_functions() if wanted(f.result)]
        if not found:
            return None
        function = dice.pick(found)
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
            return p.call_through(p.index(p.name(table), at), arguments)
        return p.call(function, arguments)

    def arguments(self, function: p.Function, depth: int) -> list[p.Expression]:
        dice = self._dice
        made: list[p.Expression] = []
        for n, parameter in enumerate(function.parameters):
            if function.recursive and n == 0:
                made.append(p.literal(dice.between(1, 4)))
            elif isinstance(parameter.type, PointerType):
                made.append(self.pointer(parameter.type, self._context.level))
            elif isinstance(parameter.type, RecordType):
                with self.pure():
                    made.append(self.record(parameter.type, depth - 1))
            else:
                made.append(self.arithmetic(min(depth - 1, 2)))
        return made

    def _variadic_call(self, depth: int) -> p.Expression:
        kinds = ""
        arguments: list[p.Expression] = []
        for _ in range(self._dice.between(1, 9)):
            value = self.arithmetic(min(depth - 1, 1))
            type = p.arithmetic_type(value)
            if isinstance(type, FloatType):
                kinds += "d"
            else:
                kinds += "l" if type.width == 64 else "i" if type.signed else "u"
            arguments.append(value)
        return p.VariadicCall(ULONG, kinds, arguments, effects=True)

    # Lvalues, pointers, records

    def lvalue(self, accept: Accept, *, writable: bool = False, level: int | None = None) -> p.Expression | None:
        """A random lvalue of an accepted type, reached from some variable; None when luck runs out."""
        dice = self._dice
        variables = self._context.visible(level)
        if not variables:
            return None
        for _ in range(6):
            variable = dice.pick(variables)
            if writable and (variable.const or variable.locked):
                continue
            found = self._path(p.name(variable), accept, writable)
            if found is not None:
                return found
        return None

    def _path(self, base: p.Expression, accept: Accept, writable: bool) -> p.Expression | None:
        dice = self._dice
        for _ in range(6):
            type = base.type
            if accept(type) and (not isinstance(type, PointerType) or dice.chance(70)):
                return base
            if isinstance(type, RecordType):
                member = dice.pick(type.named)
                base = p.member_of(base, member, arrow=False)
            elif isinstance(type, ArrayType):
                with self.pure():
                    base = p.index(base, self._subscript(type.length, 1), dice.chance(3))
            elif isinstance(type, PointerType) and not isinstance(type.target, FunctionType):
                if writable and type.const:
                    return None
                if isinstance(type.target, RecordType) and dice.chance(80):
                    base = p.member_of(base, dice.pick(type.target.named), arrow=True)
                elif self._context.has(Feature.POINTER_ARITHMETIC) and dice.chance(40):
                    with self.pure():
                        base = self._pointed_at(base)
                else:
                    base = p.dereference(base)
            else:
                return None
        return None

    def _pointed_at(self, pointer: p.Expression) -> p.Expression:
        dice = self._dice
        plain = self._nesting >= 2 or dice.chance(60)
        self._nesting += 1
        at = p.literal(dice.between(-2, 4)) if plain else self.integer(1)
        self._nesting -= 1
        if isinstance(at, p.Literal) and isinstance(at.value, int) and at.value < 0 and dice.chance(50):
            return p.dereference(p.pointer_offset(pointer, p.literal(-at.value), -1))
        if dice.chance(50):
            return p.index(pointer, at)
        return p.dereference(p.pointer_offset(pointer, at))

    def _subscript(self, length: int, depth: int) -> p.Expression:
        """A subscript for an array of this length, in range or repaired into it."""
        dice = self._dice
        if dice.chance(35) or self._nesting >= 2:
            return p.literal(dice.below(length))
        counters = [v for v in self._context.visible() if v.locked and isinstance(v.type, IntegerType)]
        if counters and dice.chance(75):
            counter = p.name(dice.pick(counters))
            if dice.chance(15):
                return p.binary("-", p.literal(length - 1), counter)
            return counter
        self._nesting += 1
        value = self.integer(min(depth, 1))
        self._nesting -= 1
        return value if dice.chance(90) else p.binary("&", value, p.literal(length - 1))

    def pointer(self, type: PointerType, level: int) -> p.Expression:
        """A pointer to an object that lives at least as long as scope `level` does."""
        context, dice = self._context, self._dice
        if type == STRING:
            return self._string(level)
        if dice.chance(35) and not self._constant:
            same = [v for v in context.visible(level) if v.type == type]
            if same:
                return self._moved(p.name(dice.pick(same)))
        for _ in range(8):
            candidates = [
                v
                for v in context.visible(level)
                if v.addressable and not (v.const or v.volatile or v.locked or v.register)
            ]
            if not candidates:
                break
            found = self._addressable(p.name(dice.pick(candidates)), type.target)
            if found is not None:
                return self._moved(found)
        return p.address_of(p.name(self._new_global(type.target)))

    def _addressable(self, base: p.Expression, target: Type) -> p.Expression | None:
        """A pointer to an object of type `target` within `base`."""
        dice = self._dice
        for _ in range(4):
            type = base.type
            if type == target:
                return p.address_of(base)
            if isinstance(type, ArrayType):
                if type.element == target and dice.chance(50):
                    return p.decay(base)
                base = p.index(base, p.literal(dice.below(type.length)))
            elif isinstance(type, RecordType) and not type.packed:
                members = [m for m in type.named if m.bits is None]
                if not members:
                    return None
                base = p.member_of(base, dice.pick(members), arrow=False)
            else:
                return None
        return None

    def _moved(self, pointer: p.Expression) -> p.Expression:
        if not self._context.has(Feature.POINTER_ARITHMETIC) or not self._dice.chance(30):
            return pointer
        with self.pure():
            plain = self._constant or self._nesting >= 2 or self._dice.chance(60)
            self._nesting += 1
            by = p.literal(self._dice.below(4)) if plain else self.integer(1)
            self._nesting -= 1
        return p.pointer_offset(pointer, by, self._dice.pick((1, 1, -1)))

    def _string(self, level: int) -> p.Expression:
        same = [v for v in self._context.visible(level) if v.type == STRING]
        if same and not self._constant and self._dice.chance(40):
            return p.name(self._dice.pick(same))
        return p.string_literal(self.text())

    def text(self) -> bytes:
        dice = self._dice
        return bytes(dice.pick((dice.between(32, 126), dice.between(1, 255))) for _ in range(dice.between(1, 8)))

    def _new_global(self, type: Type) -> p.Variable:
        variable = p.Variable(self._context.fresh("g"), type, is_static=True, external=self._dice.chance(65))
        start: p.Expression | None = None
        if isinstance(type, PointerType):
            start = p.address_of(p.name(self._new_global(type.target)))
        elif is_arithmetic(type):
            start = self.literal()
        self._context.program.globals.append(p.Declare(variable, start))
        self._context.scopes[0].append(variable)
        return variable

    def record(self, type: RecordType, depth: int) -> p.Expression:
        """A value of a struct or union type."""
        dice = self._dice
        if self._effects and dice.chance(25):
            made = self.call(lambda t: t is type, depth)
            if made is not None:
                return made
        if self._context.has(Feature.COMPOUND_LITERALS) and dice.chance(25):
            with self.pure():
                return p.CompoundLiteral(type, self._initialiser(type, depth))
        found = self.lvalue(lambda t: t is type)
        return found if found is not None else p.name(self._new_global(type))

    def _initialiser(self, type: RecordType, depth: int) -> p.InitialiserList:
        entries = [
            p.InitialiserEntry(f".{member.name}", member, self.arithmetic(min(depth, 1)))
            for member in type.named[: 1 if type.is_union else None]
            if is_arithmetic(member.type)
        ]
        if not entries:
            entries.append(self._zero_entry(type.named[0]))
        return p.InitialiserList(entries)

    def _zero_entry(self, member: Member) -> p.InitialiserEntry:
        if isinstance(member.type, PointerType):
            return p.InitialiserEntry(f".{member.name}", member, self.pointer(member.type, 0))
        inner: p.Initialiser = p.literal(0)
        type: Type = member.type
        if isinstance(type, ArrayType | RecordType):
            inner = p.InitialiserList([])
        return p.InitialiserEntry(f".{member.name}", member, inner)


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


def _binds_tighter(op: str, than: str) -> bool:
    return _LEVELS.get(op, 0) > _LEVELS.get(than, 99)


def _is_truth(expression: p.Expression) -> bool:
    if isinstance(expression, p.Binary):
        return expression.op in p.COMPARISONS
    if isinstance(expression, p.Unary):
        return expression.op == "!"
    return isinstance(expression, p.Logical | p.PointerCompare)


def promote_width(expression: p.Expression) -> int:
    type = expression.type
    assert isinstance(type, IntegerType)
    return promote(type).width if not is_bit_field(expression) else p.integer_type(expression).width
