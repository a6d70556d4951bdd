"""Random constants and constant expressions, near the edges and the special cases of compilers."""

from __future__ import annotations

from fuzz.generate import build
from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.arithmetic import convert, wrap
from fuzz.generate.context import Context
from fuzz.generate.features import Feature
from fuzz.generate.types import (
    DOUBLE,
    INT,
    INTEGERS,
    LLONG,
    LONG,
    SHORT,
    UINT,
    ULLONG,
    ULONG,
    ArrayType,
    FloatType,
    IntegerType,
    Type,
    promote,
    unsigned_of,
)

_SUFFIXES = {UINT: "u", LONG: "L", ULONG: "UL", LLONG: "LL", ULLONG: "ULL"}
_SPECIAL_FLOATS = (0.0, 1.0, -1.0, 2.0, 0.5, 0.25, -0.5, 10.0, 0.1, 3.0, 2.0**31, -(2.0**31), 2.0**32, 2.0**52, 2.0**63)
_EDGE_FLOATS = (
    0.49999999999999994, 0.5, 1.5, 2.5, -0.75, 16777216.0, 16777217.0, 2147483647.0, 2147483648.0, -2147483649.0,
    4294967295.0, 4294967296.0, 9007199254740993.0, 9223372036854774784.0, 127.9, -128.9, 255.5, 32767.5, 65535.75,
)  # fmt: skip


class Constants:
    """Builds constants for a Context."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._dice = context.dice

    def integer_value(self, type: IntegerType) -> int:
        """A value of the type, mostly near an edge of some integer type."""
        dice = self._dice
        kind = dice.below(10)
        if kind < 4:
            value = dice.between(-12, 12)
        elif kind < 6:
            value = dice.between(-130, 300)
        elif kind < 9:
            edge = dice.pick(INTEGERS[1:]) if type.width < 128 or dice.chance(60) else type
            value = dice.pick((edge.maximum, edge.minimum, 1 << dice.below(edge.width))) + dice.between(-1, 1)
        else:
            value = dice.bits(dice.pick((16, 32, 64)))
        return wrap(value, type)

    def literal(self) -> p.Expression:
        context, dice = self._context, self._dice
        if context.policy.floats and dice.chance(15):
            return self.float_literal(dice.pick(context.policy.floats))
        if context.enums and dice.chance(15):
            enum = dice.pick(context.enums)
            name, _, value = dice.pick(enum.enumerators)
            return build.literal(value, INT if -(1 << 31) <= value < 1 << 31 else enum.type, name)
        if context.has(Feature.CHARACTERS) and dice.chance(10):
            value = dice.between(33, 126)
            shown = "\\" + chr(value) if chr(value) in "\\'" else chr(value)
            return build.literal(value, INT, f"'{shown}'")
        wide = [t for t in context.policy.integers if t.rank >= INT.rank] or [INT]
        type = dice.pick(wide) if dice.chance(60) else INT
        value = self.integer_value(type)
        text = ""
        if value > 9 and type.width < 128 and dice.chance(25):
            text = (f"0x{value:x}" if dice.chance(70) else f"0{value:o}") + _SUFFIXES.get(type, "")
        return build.literal(value, type, text)

    def float_literal(self, type: FloatType) -> p.Literal:
        dice = self._dice
        kind = dice.below(7)
        if kind < 3:
            value = dice.between(-40, 200) / dice.pick((1, 2, 4, 8))
        elif kind == 3:
            value = dice.between(1, 999) / 10
        elif kind == 4:
            value = float(dice.bits(31)) * dice.pick((1.0, 0.5, 2.0**-20))
        elif kind == 5:
            value = dice.pick(_EDGE_FLOATS)
        else:
            value = dice.between(1, 99) * 10.0 ** dice.between(-6, 9)
        return p.Literal(type, convert(value, DOUBLE, type))

    def wide_text(self) -> tuple[int, ...]:
        """Characters for a wide string literal: of one to three bytes in UTF-8."""
        dice = self._dice
        choices = ((32, 126), (1, 31), (0xA0, 0x7FF), (0x800, 0xD7FF))
        return tuple(dice.between(*dice.pick(choices)) for _ in range(dice.between(1, 8)))

    def special_operand(self, op: str, left: p.Expression) -> p.Expression:
        """A right operand that compilers treat specially: a unit, a zero, a power of two, an edge."""
        dice = self._dice
        type = build.arithmetic_type(left)
        if isinstance(type, FloatType):
            return p.Literal(type, convert(dice.pick(_SPECIAL_FLOATS), DOUBLE, type))
        width = type.width
        if op in build.SHIFTS:
            return build.literal(dice.pick((0, 1, 2, 7, 8, 15, 16, width // 2, width - 2, width - 1, width - 1)))
        power = 1 << dice.below(width)
        if op in ("+", "-"):
            value = dice.pick((0, 1, -1, -1, type.maximum, type.minimum, power, -power, 127, 128))
        elif op == "*":
            value = dice.pick((0, 1, -1, 2, 4, 8, power, -power, power + 1, power - 1, 3, 5, 7, 9, 10, -3))
        elif op in ("/", "%"):
            value = dice.pick(
                (
                    1,
                    -1,
                    2,
                    -2,
                    4,
                    8,
                    power,
                    -power,
                    power - 1,
                    power + 1,
                    3,
                    5,
                    7,
                    10,
                    100,
                    -3,
                    -7,
                    type.maximum,
                    type.minimum,
                )
            )
        elif op in ("&", "|", "^"):
            value = dice.pick(
                (0, -1, 1, power, power - 1, ~power, -power, 255, 65535, 0xFFFFFFFF, type.minimum, type.maximum)
            )
        else:
            value = dice.pick((0, 0, 1, -1, -1, power, power - 1, -power, type.maximum, type.minimum, 127, -128, 255))
        value = wrap(value, type)
        if value == 0 and op in ("/", "%"):
            value = 1
        if type.signed and INT.minimum <= value <= INT.maximum and dice.chance(60):
            return build.literal(value)
        if type.name.startswith("enum"):
            return build.literal(value, INT if type.signed else UINT)
        if type.signed and dice.chance(25):
            # The usual arithmetic conversions make the left operand unsigned.
            other = unsigned_of(type)
            return build.literal(wrap(value, other), other)
        return build.literal(value, type)

    def constant(self, depth: int, only_integers: bool) -> p.Expression:
        """A constant expression (C11 6.6); an integer constant expression when `only_integers`."""
        dice = self._dice
        if depth <= 0 or dice.chance(20):
            made = self.literal()
            while only_integers and isinstance(made.type, FloatType):
                made = build.cast(INT, self.float_literal(DOUBLE)) if dice.chance(30) else self.literal()
            return made
        kind = dice.below(13)
        if kind < 6:
            left, right = (self.constant(depth - 1, only_integers) for _ in range(2))
            return self._operator(left, right)
        if kind == 6:
            return build.unary(
                dice.pick(("-", "~", "!", "+")), self.as_integer(self.constant(depth - 1, only_integers))
            )
        if kind == 7:
            return build.cast(self._context.integer_type(), self.constant(depth - 1, only_integers))
        if kind == 8:
            parts = [self.constant(depth - 1, only_integers) for _ in range(3)]
            return build.conditional(*parts)
        if kind == 9:
            return build.logical(
                dice.pick(("&&", "||")),
                self.constant(depth - 1, only_integers),
                self.constant(depth - 1, only_integers),
            )
        if kind == 10:
            return build.sizeof(self._any_type()) if dice.chance(70) else x.alignof(self._any_type())
        if kind == 11 and self._context.has(Feature.CASTS):
            # A truncation of what only the widest type holds.
            value = build.literal(self.integer_value(LONG), LONG)
            return build.cast(
                dice.pick(INTEGERS),
                build.binary(dice.pick(("+", "-", "^", "*")), value, self.as_integer(self.literal())),
            )
        return build.cast(self._context.integer_type(), build.unary("-", self.as_integer(self.literal())))

    def _any_type(self) -> Type:
        context, dice = self._context, self._dice
        if context.records and dice.chance(50):
            return dice.pick(context.records)
        if dice.chance(30):
            return ArrayType(context.integer_type(), dice.between(1, 9))
        return context.arithmetic_type()

    def as_integer(self, expression: p.Expression) -> p.Expression:
        """The expression, converted where it is floating."""
        if isinstance(expression.type, FloatType):
            return build.cast(self._dice.pick((INT, LONG, SHORT)), expression)
        return expression

    def _operator(self, left: p.Expression, right: p.Expression) -> p.Expression:
        """Some operator on these operands, or on the left one and a constant that goes with the operator."""
        op, left = self._choose_operator(left, right)
        if self._dice.chance(self._context.policy.special):
            return build.binary(op, left, self.special_operand(op, left))
        if op in build.SHIFTS:
            literal = self._dice.chance(70)
            right = build.literal(self._dice.below(promote_width(left))) if literal else self.as_integer(right)
        return build.binary(op, left, self.as_integer(right) if op == "%" else right)

    def operator_on(self, left: p.Expression) -> p.Expression:
        """Some operator on the expression and a constant that compilers treat specially with it."""
        op, left = self._choose_operator(left, left)
        return build.binary(op, left, self.special_operand(op, left))

    def comparison_with(self, left: p.Expression) -> p.Expression:
        """A comparison of the expression with a constant near an edge."""
        op = self._dice.pick(build.COMPARISONS)
        return build.binary(op, left, self.special_operand(op, left))

    def _choose_operator(self, left: p.Expression, right: p.Expression) -> tuple[str, p.Expression]:
        """An operator that these operands allow, and the left one as it needs it."""
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
            return dice.pick(build.COMPARISONS), left
        if op == "shift":
            return dice.pick(build.SHIFTS), self.as_integer(left)
        return op, self.as_integer(left) if op == "%" else left


def is_bit_field(lvalue: p.Expression) -> bool:
    return isinstance(lvalue, p.MemberOf) and lvalue.member.bits is not None


def promote_width(expression: p.Expression) -> int:
    type = expression.type
    assert isinstance(type, IntegerType)
    return promote(type).width if not is_bit_field(expression) else build.integer_type(expression).width
