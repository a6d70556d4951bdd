"""Loops over arrays that optimisers vectorise, unroll, interchange, or turn into library calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.generate import build
from fuzz.generate import program as p
from fuzz.generate.features import Feature
from fuzz.generate.places import is_arithmetic, is_integer
from fuzz.generate.types import INT, LONG, UINT, ArrayType, FloatType, IntegerType
from fuzz.generate.writer import Writer

if TYPE_CHECKING:
    pass


class ArrayLoops(Writer):
    """Builds such loops for the current place of a Context."""

    def statement(self, depth: int) -> list[p.Statement]:
        """One loop, with the declaration of what it computes where it needs one."""
        dice, context = self._dice, self._context
        length = dice.pick((8, 15, 16, 16, 17, 24, 32))
        if not context.affords(length * 2):
            return self._statements.assign(depth)
        kind = context.weigh([("map", 4), ("store if", 3), ("reduce", 4), ("move", 3), ("search", 2), ("nest", 2)])
        if kind == "nest":
            return self._nest(depth)
        target = self._array(length, writable=True)
        source = self._array(length, writable=False)
        context.charge(2 * length)
        with self._expressions.pure():
            if kind == "reduce":
                return self._reduce(source, length)
            if kind == "search":
                return self._search(source, length)
            if kind == "move":
                return [self._move(target, source, length)]
            counter = self._counter()
            at = build.name(counter)
            value = self._combined(build.index(source, at), at)
            if dice.chance(30):
                value = self._combined(build.index(self._array(length, writable=False), at), at, value)
            store: p.Statement = p.Evaluate(build.assign(build.index(target, at), value))
            if kind == "store if":
                condition = self._expressions.comparison_with(build.index(source, at))
                store = p.If(condition, p.Block([store]), None)
        return [self._over(counter, length, [store])]

    def _array(self, length: int, *, writable: bool) -> p.Expression:
        """An array variable of at least this length; declared when there is none."""
        context, dice = self._context, self._dice
        found = [
            v
            for v in context.visible()
            if isinstance(v.type, ArrayType)
            and v.type.length >= length
            and is_arithmetic(v.type.element)
            and not (writable and (v.const or v.locked))
            and not v.volatile
        ]
        if found and dice.chance(70):
            return build.name(dice.pick(found))
        variable = self._declarations.global_variable(ArrayType(context.arithmetic_type(), length))
        if writable:
            variable.const = False
        return build.name(variable)

    def _counter(self) -> p.Variable:
        return self._statements.counter(self._dice.pick((INT, INT, INT, UINT, LONG)))

    def _over(self, counter: p.Variable, length: int, body: list[p.Statement], first: int = 0) -> p.Statement:
        use = build.name(counter)
        if first == 0 and self._dice.chance(20) and counter.type in (INT, LONG):
            condition, start = build.binary(">=", use, build.bound(0)), build.literal(length - 1)
            return p.For(p.Declare(counter, start), condition, build.increment(use, -1, False), p.Block(body))
        condition = build.binary("<", use, build.bound(length))
        return p.For(p.Declare(counter, build.bound(first)), condition, build.increment(use, 1, False), p.Block(body))

    def _combined(self, element: p.Expression, at: p.Expression, other: p.Expression | None = None) -> p.Expression:
        """Arithmetic on an element and another, an invariant, the counter or a constant."""
        dice, make = self._dice, self._expressions
        kind = dice.below(8)
        if other is None:
            if kind < 2:
                return make.operator_on(element)
            if kind == 2:
                return build.cast(self._context.arithmetic_type(), element)
            if kind == 3:
                return build.conditional(make.comparison_with(element), element, make.literal())
            other = at if kind == 4 else make.leaf()
        ops = ["+", "-", "*", "+"]
        if is_integer(element.type) and is_integer(other.type):
            ops += ["&", "|", "^", "+"]
        if kind == 7:
            return build.conditional(build.binary(dice.pick(("<", ">")), element, other), element, other)
        return build.binary(dice.pick(ops), element, other)

    def _reduce(self, source: p.Expression, length: int) -> list[p.Statement]:
        """Sum, product of two, minimum, maximum, parity or count, into a variable of its own."""
        dice, context, make = self._dice, self._context, self._expressions
        assert isinstance(source.type, ArrayType)
        type = context.arithmetic_type() if dice.chance(60) else source.type.element
        if not isinstance(type, IntegerType | FloatType):
            type = INT
        total = p.Variable(context.fresh("v"), type)
        counter = self._counter()
        use, element = build.name(total), build.index(source, build.name(counter))
        kind = dice.below(6)
        if kind < 2:
            fold: p.Expression = build.compound_assign(dice.pick(("+", "-")), use, element)
        elif kind == 2:
            second = build.index(self._array(length, writable=False), build.name(counter))
            fold = build.compound_assign("+", use, build.binary("*", element, second))
        elif kind == 3 and is_integer(type) and is_integer(element.type):
            fold = build.compound_assign(dice.pick(("^", "|", "&")), use, element)
        elif kind == 4:
            fold = build.compound_assign("+", use, make.comparison_with(element))
        else:
            fold = build.assign(use, build.conditional(build.binary(dice.pick(("<", ">")), element, use), element, use))
        loop = self._over(counter, length, [p.Evaluate(fold)])
        start = p.Declare(total, build.literal(dice.pick((0, 0, 1, -1))))
        context.declare(total)
        return [start, loop, p.Check("", use, quiet=True)]

    def _search(self, source: p.Expression, length: int) -> list[p.Statement]:
        """The first element of a kind: a loop that is left in the middle."""
        context = self._context
        found = p.Variable(context.fresh("v"), INT, locked=True)
        condition = self._expressions.comparison_with(build.index(source, build.name(found)))
        leave = p.If(condition, p.Block([p.Break()]), None)
        loop = p.For(
            p.Evaluate(build.assign(build.name(found), build.bound(0))),
            build.binary("<", build.name(found), build.bound(length)),
            build.increment(build.name(found), 1, False),
            p.Block([leave]),
        )
        context.declare(found)
        return [p.Declare(found, build.bound(0)), loop, p.Check("", build.name(found), quiet=True)]

    def _move(self, target: p.Expression, source: p.Expression, length: int) -> p.Statement:
        """Fill, copy, reverse, shift along, spread or accumulate."""
        dice, make = self._dice, self._expressions
        counter = self._counter()
        at: p.Expression = build.name(counter)
        first, end = 0, length
        place: p.Expression = at
        kind = dice.below(7)
        if kind < 2:
            value: p.Expression = make.literal() if dice.chance(60) else make.leaf()
        elif kind == 2:
            value = build.index(source, at)
        elif kind == 3:
            value = build.index(source, build.binary("-", build.bound(length - 1), at))
        elif kind == 4:
            end = length - 1
            value = build.index(target, build.binary("+", at, build.bound(1)))
        elif kind == 5:
            first = 1
            value = build.binary(
                dice.pick(("+", "-")),
                build.index(target, build.binary("-", at, build.bound(1))),
                build.index(source, at),
            )
        else:
            end = length // 2
            place = build.binary("*", build.bound(2), at)
            value = build.index(source, at)
        return self._over(counter, end, [p.Evaluate(build.assign(build.index(target, place), value))], first)

    def _nest(self, depth: int) -> list[p.Statement]:
        """A nest over the rows and columns of a matrix: transposition, products, sums by row."""
        dice, context, make = self._dice, self._context, self._expressions
        matrices = [
            v
            for v in context.visible()
            if isinstance(v.type, ArrayType)
            and isinstance(v.type.element, ArrayType)
            and is_arithmetic(v.type.element.element)
            and not (v.const or v.volatile or v.locked)
        ]
        if not matrices or not context.has(Feature.MATRICES):
            return self._statements.assign(depth)
        matrix = dice.pick(matrices)
        assert isinstance(matrix.type, ArrayType)
        assert isinstance(matrix.type.element, ArrayType)
        rows, columns = matrix.type.length, matrix.type.element.length
        if not context.affords(rows * columns * 2):
            return self._statements.assign(depth)
        row, column = self._counter(), self._counter()
        element = build.index(build.index(build.name(matrix), build.name(row)), build.name(column))
        context.charge(rows * columns)
        with make.pure():
            kind = dice.below(3)
            if kind == 0:
                value = self._combined(element, build.name(row))
            elif kind == 1 and rows == columns:
                value = build.index(build.index(build.name(matrix), build.name(column)), build.name(row))
            else:
                value = self._combined(
                    element, build.binary("*", build.name(row), build.name(column)), build.name(column)
                )
            store: p.Statement = p.Evaluate(build.assign(element, value))
            if dice.chance(30):
                store = p.If(build.binary("<", build.name(column), build.name(row)), p.Block([store]), None)
        if dice.chance(30):
            inner = self._over(row, rows, [store])
            return [self._over(column, columns, [inner])]
        return [self._over(row, rows, [self._over(column, columns, [store])])]
