"""What an operation becomes when it would be undefined: another one, of the same type, that is not."""

from __future__ import annotations

from fuzz.generate import build
from fuzz.generate import program as p
from fuzz.generate.arithmetic import Number, convert
from fuzz.generate.dice import Dice
from fuzz.generate.types import (
    DOUBLE,
    INT,
    LLONG,
    LONG,
    UINT,
    ULLONG,
    ULONG,
    FloatType,
    IntegerType,
    Type,
    common_type,
)

_LITERAL_TYPES = (INT, UINT, LONG, ULONG, LLONG, ULLONG)


class Repair:
    """Edits nodes in place. `attempt` counts the tries on one node: later ones are surer and plainer."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice

    def constant(self, type: Type, value: p.Value) -> p.Expression | None:
        """An expression of this arithmetic type and value; None for other types."""
        if isinstance(type, FloatType):
            if isinstance(value, bytes):
                value = 0
            return p.Literal(type, convert(value, INT, type) if isinstance(value, int) else value)
        if isinstance(type, IntegerType) and isinstance(value, int):
            if type in _LITERAL_TYPES or type.width == 128:
                return p.Literal(type, value)
            return build.cast(type, p.Literal(INT if type.rank < INT.rank or type.signed else UINT, value))
        return None

    def arbitrary(self, expression: p.Expression) -> p.Expression | None:
        """Some constant to stand in for an arithmetic operand; None for other types."""
        type = build.operand_type(expression)
        if isinstance(type, FloatType):
            return self.small(type)
        return self.constant(type, self._dice.below(2 if isinstance(type, IntegerType) and type.rank == 0 else 100))

    def small(self, type: Type) -> p.Literal:
        """A floating constant that converts to every arithmetic type."""
        if not isinstance(type, FloatType):
            return build.literal(self._dice.below(100))
        return p.Literal(type, convert(self._dice.below(400) / 4, DOUBLE, type))

    def subscript(self, node: p.Index, low: int, high: int) -> None:
        """Bring a subscript into [low, high]."""
        if low == 0 and high > 0 and self._dice.chance(80):
            length = high + 1
            if length & high == 0 and self._dice.chance(60):
                node.index = build.binary("&", node.index, build.literal(high))
            else:
                node.index = build.binary("%", build.cast(UINT, node.index), build.literal(length, UINT))
        else:
            node.index = build.literal(self._dice.between(low, high))

    def offset(self, node: p.PointerOffset, down: int, up: int) -> int:
        """A constant offset within the limits; returns how far the pointer moves with it."""
        by = self._dice.between(-down, up)
        if node.sign < 0:
            node.index = build.literal(-by)
        else:
            node.index = build.literal(by)
        return by

    def binary(self, node: p.Binary, first: Number, second: Number, attempt: int) -> tuple[Number, Number]:
        """Edit the operator or the right operand; returns the operands' values, for the next try."""
        dice = self._dice
        if isinstance(node.common, FloatType):
            is_comparison = node.op in build.COMPARISONS  # of a number that is too great for the common type
            if attempt == 0 and not is_comparison:
                node.op = dice.pick(("+", "-"))
                return first, second
            node.right = self._float_literal(node.right.type)
            second = node.right.value
            if attempt > 1:
                node.left = self._float_literal(node.left.type)
                first = node.left.value
                node.op = node.op if is_comparison else "+"
            return first, second
        assert isinstance(second, int)
        if node.op in build.SHIFTS:
            if not 0 <= second < node.common.width:
                limit = node.common.width - 1
                node.right = build.binary("&", node.right, build.literal(limit))
                return first, second & limit
            if attempt == 0 and dice.chance(25):
                node.op = ">>"
            else:
                node.wraps = True
            return first, second
        if node.op in ("/", "%"):
            if attempt == 0 and second == 0 and dice.chance(50):
                node.right = build.binary("|", node.right, build.literal(1))
                return first, second | 1
            node.op = dice.pick(("&", "|", "^"))
            return first, second
        if attempt == 0 and dice.chance(40):
            node.op = dice.pick(("&", "|", "^", "-" if node.op == "+" else "+"))
        else:
            node.wraps = True
        return first, second

    def sharpen(self, limit: p.Literal, met: Number) -> Number:
        """Move the constant of a comparison next to the first value it is compared with; returns the constant.

        Wrong comparisons differ from right ones where the operands are equal or neighbours.
        """
        type = limit.type
        if limit.text or not isinstance(met, int) or not isinstance(type, IntegerType) or not self._dice.chance(50):
            return limit.value
        near = met + self._dice.pick((0, 0, 0, -1, 1))
        if type.minimum <= near <= type.maximum:
            limit.value = near
        return limit.value

    def compound(self, node: p.CompoundAssign, first: Number, second: Number, attempt: int) -> Number:
        """Edit the operator or the value of `target op= value`; returns the value's value."""
        dice = self._dice
        if isinstance(node.common, FloatType):
            if attempt == 0:
                node.op = dice.pick(("+", "-"))
                return second
            if attempt == 1:
                node.value = p.Literal(DOUBLE, 0.25)
                node.op = "+"
            else:
                node.op = "-"
            node.common = common_type(build.arithmetic_type(node.target), build.arithmetic_type(node.value))
            return node.value.value if isinstance(node.value, p.Literal) else second
        assert isinstance(second, int)
        if node.op in build.SHIFTS:
            if not 0 <= second < node.common.width:
                limit = node.common.width - 1
                node.value = build.binary("&", node.value, build.literal(limit))
                return second & limit
            node.op = ">>"
            return second
        if node.op in ("/", "%") and second == 0 and attempt == 0 and dice.chance(50):
            node.value = build.binary("|", node.value, build.literal(1))
            return second | 1
        node.op = dice.pick(("&", "|", "^"))
        return second

    def steer(self, node: p.Switch, value: int, type: IntegerType, values: list[Number | None]) -> list[Number | None]:
        """Give one case the value that the switch meets, most of the time; returns the labels' values."""
        named = [n for n, case in enumerate(node.cases) if case.value is not None and case.high is None]
        if not named or not self._dice.chance(80):
            return values
        chosen = self._dice.pick(named)
        case = node.cases[chosen]
        case.value = value
        case.text = ""
        return [value if n == chosen else old for n, old in enumerate(values)]

    def choose_branch(self, node: p.If, holds: bool) -> bool:
        """Turn the condition of an `if` around, mostly where that makes something run; returns what it is then."""
        first = node.then.body[0] if node.then.body else None
        if node.fixed or first is None or isinstance(first, p.If):
            return holds  # a dangling else tells most where the outer condition does not hold
        wanted = not isinstance(first, p.Break | p.Continue | p.Goto)
        if holds == wanted or (node.otherwise is not None and wanted) or not self._dice.chance(60):
            return holds
        node.condition = inverse(node.condition)
        return not holds

    def nonzero(self, type: Type) -> p.Expression:
        """A positive constant that converts to this type."""
        return build.literal(self._dice.between(1, 99))

    def _float_literal(self, type: Type) -> p.Literal:
        if isinstance(type, FloatType):
            return p.Literal(type, convert(self._dice.between(1, 64) / 8, DOUBLE, type))
        return p.Literal(INT, self._dice.between(1, 9)) if isinstance(type, IntegerType) else build.literal(1)


_INVERSE = {"<": ">=", ">=": "<", ">": "<=", "<=": ">", "==": "!=", "!=": "=="}


def inverse(condition: p.Expression) -> p.Expression:
    """A condition that holds where this one does not."""
    if isinstance(condition, p.Binary) and condition.op in _INVERSE and not isinstance(condition.common, FloatType):
        condition.op = _INVERSE[condition.op]
        return condition
    return build.unary("!", condition)
