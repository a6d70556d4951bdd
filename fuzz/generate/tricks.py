"""Expressions of a shape that compilers know or get wrong: bit tricks, floats and their bits, complex numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod

from fuzz.generate import build
from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.arithmetic import convert
from fuzz.generate.features import Feature
from fuzz.generate.places import Places, is_arithmetic
from fuzz.generate.types import DOUBLE, FLOAT, LDOUBLE, UINT, ULONG, ComplexType, FloatType, Type


class Tricks(Places, ABC):
    """Builds such expressions for the current place of a Context."""

    @abstractmethod
    def condition(self, depth: int | None = None) -> p.Expression:
        """A scalar for an if, a loop or a logical operator."""

    @abstractmethod
    def leaf(self) -> p.Expression:
        """A variable, or a part of one, or a constant."""

    @abstractmethod
    def read(self, lvalue: p.Expression) -> p.Expression:
        """The value of an arithmetic lvalue, of a type that all compilers agree on."""

    def bit_trick(self, depth: int) -> p.Expression:
        """What compilers know as one operation: rotations, swapped bytes, sign extension, the lowest bit, averages."""
        dice = self._dice
        type = dice.pick((UINT, UINT, ULONG))
        with self.pure():
            first, second = (build.cast(type, self.as_integer(self.arithmetic(min(depth - 1, 1)))) for _ in range(2))
        kind = dice.below(9)
        width = type.width
        if kind < 3:
            by = dice.pick((1, 7, 8, 16, width // 2, width - 1, dice.between(1, width - 1)))
            ways = build.SHIFTS if dice.chance(50) else build.SHIFTS[::-1]
            parts = (
                build.binary(ways[0], first, build.bound(by)),
                build.binary(ways[1], first, build.bound(width - by)),
            )
            return build.binary(dice.pick(("|", "|", "^", "+")), *parts)
        if kind == 3:
            mask = build.literal(0x00FF00FF if width == 32 else 0x00FF00FF00FF00FF, type)
            up = build.binary("<<", build.binary("&", first, mask), build.bound(8))
            return build.binary("|", up, build.binary("&", build.binary(">>", first, build.bound(8)), mask))
        if kind == 4:
            place = dice.pick((7, 15, width - 2, dice.below(width)))
            sign = build.literal(1 << place, type)
            low = build.binary("&", first, build.literal((2 << place) - 1 & type.maximum, type))
            return build.binary("-", build.binary("^", low, sign), sign)
        if kind == 5:
            return build.binary("&", first, build.binary("-", build.literal(0, type), first))
        if kind == 6:
            return build.binary("&", first, build.binary(dice.pick(("-", "+")), first, build.literal(1, type)))
        if kind == 7:
            return build.binary(
                "+",
                build.binary("&", first, second),
                build.binary(">>", build.binary("^", first, second), build.bound(1)),
            )
        if type == UINT:
            return build.binary(">>", build.binary("*", build.cast(ULONG, first), second), build.bound(32))
        return build.binary("^", first, build.binary(">>", first, build.bound(dice.between(1, width - 1))))

    def float_bits(self, depth: int) -> p.Expression:
        """The bits of a floating value, or the value of some bits."""
        dice = self._dice
        type = dice.pick(self._context.policy.floats)
        type = DOUBLE if type is LDOUBLE else type
        with self.pure():
            if dice.chance(55):
                return x.float_bits(build.cast(type, self.arithmetic(depth - 1)))
            bits = UINT if type == FLOAT else ULONG
            if dice.chance(50):
                return x.bits_float(build.cast(bits, self.as_integer(self.arithmetic(depth - 1))))
            value = x.float_bits(build.cast(type, self.arithmetic(depth - 1)))
            flipped = build.literal(dice.pick((1, 1 << bits.width - 1, 1 << dice.below(bits.width))), bits)
            return x.bits_float(build.binary(dice.pick(("^", "+", "&")), value, flipped))

    def infinity(self, depth: int) -> p.Expression:
        """An operation that may overflow, underflow, or give an infinity, a NaN or a negative zero."""
        dice = self._dice
        type = dice.pick(self._context.policy.floats)
        with self.pure():
            value = build.cast(type, self.arithmetic(depth - 1))
        kind = dice.below(8)
        if kind < 2:
            return build.binary(
                "/", value, build.cast(type, self.leaf()) if kind else _real(dice.pick((0.0, -0.0)), type)
            )
        if kind < 4:
            large = {FLOAT: 3e38, DOUBLE: 1.5e308}.get(type, 1e300)
            return build.binary(dice.pick(("*", "+")), value, _real(dice.pick((large, -large)), type))
        if kind == 4:
            small = {FLOAT: 1e-38, DOUBLE: 1e-308}.get(type, 1e-300)
            return build.binary("*", value, _real(dice.pick((small, -small)), type))
        if kind == 5:
            return build.unary("-", value)
        if kind == 6:
            return build.binary("*", value, _real(dice.pick((0.0, -0.0)), type))
        return build.binary("-", value, value)

    def member_of_value(self, depth: int) -> p.Expression | None:
        """A member of what a call returns, or of one of two records."""
        dice, context = self._dice, self._context
        record = dice.pick(context.records)
        members = [m for m in record.named if is_arithmetic(m.type)]
        if record.is_union:
            members = members[:1]
        if not members:
            return None
        value: p.Expression | None = None
        if self._effects:
            value = self.call(lambda t: t is record, depth)
        if value is None:
            if not context.has(Feature.CONDITIONAL):
                return None
            with self.pure():
                value = build.conditional(self.condition(1), self.record(record, 1), self.record(record, 1))
        return self.read(build.member_of(value, dice.pick(members), arrow=False))

    def complex(self, type: Type, depth: int, *, constant: bool = False) -> p.Expression:
        """A value of a complex type."""
        dice = self._dice
        assert isinstance(type, ComplexType)
        element = type.element
        with self.pure():
            if depth <= 0 or dice.chance(30):
                found = self.lvalue(lambda t: t == type) if dice.chance(75) and not constant else None
                if found is not None and not found.effects:
                    return found
                values = (0.0, 0.5, 1.0, -1.0, 2.0, 3.0, -4.0, 0.25, 10.0, -0.0)
                return x.complex_of(type, *(build.literal(dice.pick(values), element) for _ in range(2)))
            kind = dice.below(8)
            if kind == 0:
                return x.complex_of(type, *(build.cast(element, self.arithmetic(1)) for _ in range(2)))
            if kind == 1:
                return x.complex_unary(dice.pick(("-", "~")), self.complex(type, depth - 1))
            left = self.complex(type, depth - 1)
            if kind < 4:
                return x.complex_binary(dice.pick(("+", "-", "*")), left, build.cast(element, self.arithmetic(1)))
            if kind == 4:
                return x.complex_binary(dice.pick(("+", "*")), build.cast(element, self.leaf()), left)
            return x.complex_binary(dice.pick(("+", "-", "*", "*")), left, self.complex(type, depth - 1))


def _real(value: float, type: FloatType) -> p.Literal:
    return p.Literal(type, convert(value, DOUBLE, type))
