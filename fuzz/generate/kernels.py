"""Short algorithms as people write them: loops over bits, Duff's device, threaded code, memory from the heap."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.context import Context
from fuzz.generate.declarations import Declarations
from fuzz.generate.expressions import Expressions
from fuzz.generate.features import Feature
from fuzz.generate.types import (
    INT,
    UCHAR,
    UINT,
    ULONG,
    USHORT,
    VOID,
    ArrayType,
    ComplexType,
    FloatType,
    IntegerType,
    Member,
    PointerType,
    RecordType,
)

if TYPE_CHECKING:
    from fuzz.generate.statements import Statements

_POLYNOMIALS = {8: 0x8C, 16: 0xA001, 32: 0xEDB88320, 64: 0xC96C5795D7870F42}
"""Of the usual cyclic redundancy checks, by width."""


class Kernels:
    """Builds such statements for the current place of a Context."""

    def __init__(
        self, context: Context, expressions: Expressions, declarations: Declarations, statements: Statements
    ) -> None:
        self._context = context
        self._dice = context.dice
        self._expressions = expressions
        self._declarations = declarations
        self._statements = statements
        self.kinds: dict[str, Callable[[int], list[p.Statement]]] = {
            "bit loop": self._bit_loop,
            "duff": self._duff,
            "threaded code": self._threaded_code,
            "heap": self._heap,
            "flexible": self._flexible,
            "complex": self._complex,
        }

    def choices(self, depth: int) -> list[tuple[str, int]]:
        """The kinds that this program has, with their weights."""
        has = self._context.has
        made = []
        if self._context.complexes:
            made.append(("complex", 8))
        if depth > 0:
            if has(Feature.BIT_LOOPS) and has(Feature.LOOPS):
                made.append(("bit loop", 5))
            if has(Feature.DUFF) and has(Feature.SWITCH):
                made.append(("duff", 4))
            if has(Feature.COMPUTED_GOTO) and has(Feature.GOTO):
                made.append(("threaded code", 5))
            if has(Feature.HEAP) and has(Feature.POINTERS):
                made += [("heap", 3), ("flexible", 2)]
        return made

    # Loops over the bits of a number

    def _bit_loop(self, depth: int) -> list[p.Statement]:
        """Count, find, fold, reverse or divide out the bits or digits of an unsigned number; mix what comes out."""
        dice, context = self._dice, self._context
        type = dice.pick((UCHAR, USHORT, UINT, UINT, ULONG, ULONG))
        kind = dice.pick(("count", "length", "trailing", "parity", "reverse", "crc", "gcd", "power", "digits", "root"))
        rounds = type.width if kind not in ("digits", "crc") else 20
        if not context.affords(rounds * 3):
            return self._statements.assign(depth)
        context.charge(rounds * 3)
        start = p.cast(type, self._expressions.integer(1))
        if dice.chance(30):
            start = p.cast(type, p.literal(self._expressions.integer_value(type), ULONG))
        value, result = self._local(type), self._local(dice.pick((INT, UINT, type, type)))
        use, out = p.name(value), p.name(result)
        one = p.bound(1)
        before: list[p.Statement] = [p.Declare(value, start), p.Declare(result, p.bound(0))]
        loop: p.Statement
        if kind == "count":
            clear = p.compound_assign("&", use, p.binary("-", use, one))
            loop = p.For(None, use, clear, _body(p.increment(out, 1, False)))
        elif kind == "length":
            loop = p.While(
                p.binary("!=", use, p.bound(0)), _body(p.compound_assign(">>", use, one), p.increment(out, 1, True))
            )
        elif kind == "trailing":
            before.append(p.Evaluate(p.compound_assign("|", use, p.bound(1 << dice.below(min(type.width, 31))))))
            even = p.binary("==", p.binary("&", use, one), p.bound(0))
            loop = p.While(even, _body(p.compound_assign(">>", use, one), p.increment(out, 1, False)))
        elif kind == "parity":
            fold = p.compound_assign("^", out, p.binary("&", use, one))
            loop = p.DoWhile(_body(fold, p.compound_assign(">>", use, one)), use)
        elif kind == "reverse":
            counter = self._statements.counter(INT)
            last = p.binary("|", p.binary("<<", p.cast(type, out), one), p.binary("&", use, one))
            step = [p.assign(out, p.cast(type, last)), p.compound_assign(">>", use, one)]
            result.type = type
            out.type = type
            condition = p.binary("<", p.name(counter), p.bound(type.width))
            loop = p.For(
                p.Declare(counter, p.bound(0)), condition, p.increment(p.name(counter), 1, False), _body(*step)
            )
        elif kind == "crc":
            counter = self._statements.counter(INT)
            half = p.binary(">>", use, one)
            polynomial = p.literal(_POLYNOMIALS[type.width], ULONG if type.width == 64 else UINT)
            step = [p.assign(use, p.conditional(p.binary("&", use, one), p.binary("^", half, polynomial), half))]
            condition = p.binary("<", p.name(counter), p.bound(8))
            loop = p.For(
                p.Declare(counter, p.bound(0)), condition, p.increment(p.name(counter), 1, False), _body(*step)
            )
        elif kind == "gcd":
            other, rest = self._local(type), self._local(type)
            before.append(p.Declare(other, p.bound(dice.between(1, 100))))
            body: list[p.Statement] = [
                p.Declare(rest, p.binary("%", use, p.name(other))),
                p.Evaluate(p.assign(use, p.name(other))),
                p.Evaluate(p.assign(p.name(other), p.name(rest))),
            ]
            loop = p.While(p.name(other), p.Block(body))
        elif kind == "power":
            base = self._local(type)
            before += [p.Declare(base, p.bound(dice.between(2, 9))), p.Evaluate(p.assign(out, one))]
            result.type = out.type = type
            multiply = p.If(
                p.binary("&", use, one), _body(p.assign(out, self._times(type, out, p.name(base)))), None, fixed=True
            )
            square = p.assign(p.name(base), self._times(type, p.name(base), p.name(base)))
            loop = p.For(None, use, p.compound_assign(">>", use, one), p.Block([multiply, p.Evaluate(square)]))
        elif kind == "digits":
            ten = p.bound(dice.pick((10, 10, 3, 7, 16, 36)))
            fold = p.compound_assign("+", out, p.binary("%", use, ten))
            loop = p.DoWhile(_body(fold, p.compound_assign("/", use, ten)), p.binary("!=", use, p.bound(0)))
        else:  # the square root, a bit at a time
            result.type = out.type = type
            bit = self._local(type)
            before.append(p.Declare(bit, p.literal(1 << type.width - 2, ULONG if type.width == 64 else UINT)))
            tried = p.binary("+", out, p.name(bit))
            less = p.compound_assign("-", use, tried)
            more = p.assign(out, p.binary("+", p.binary(">>", out, one), p.name(bit)))
            choice = p.If(
                p.binary(">=", use, tried), _body(less, more), _body(p.compound_assign(">>", out, one)), fixed=True
            )
            loop = p.For(None, p.name(bit), p.compound_assign(">>", p.name(bit), p.bound(2)), p.Block([choice]))
        checks: list[p.Statement] = [p.Check("", place, quiet=True) for place in (out, use)]
        return [p.Block([*before, loop, *checks])]

    def _times(self, type: IntegerType, left: p.Expression, right: p.Expression) -> p.Expression:
        """A product that does not overflow int: unsigned short promotes to it."""
        return p.binary("*", p.cast(UINT, left), right) if type.rank < INT.rank else p.binary("*", left, right)

    def _local(self, type: IntegerType) -> p.Variable:
        return p.Variable(self._context.fresh("b"), type, addressable=False)

    # Jumps

    def _duff(self, depth: int) -> list[p.Statement]:
        """A loop that is unrolled by hand and entered in the middle."""
        dice, context = self._dice, self._context
        times, unrolled = dice.between(1, 15), dice.pick((2, 3, 4, 4, 8))
        if not context.affords(times * 5):
            return self._statements.assign(depth)
        rounds = self._statements.counter(INT)
        bound = self._declarations.opaque(times)
        with context.scope(), context.repeated(max(times // unrolled, 1) + 1):
            context.declare(rounds)
            order = [0, *range(unrolled - 1, 0, -1)]
            cases: list[tuple[int, list[p.Statement]]] = [(value, [self._statements.block(0, 1)]) for value in order]
        again = p.binary(">", p.increment(p.name(rounds), -1, True), p.bound(0))
        up = p.binary("/", p.binary("+", bound, p.bound(unrolled - 1)), p.bound(unrolled))
        selector = p.binary("%", bound, p.bound(unrolled))
        return [p.Block([p.Declare(rounds, up), x.Duff(selector, cases, again)])]

    def _threaded_code(self, depth: int) -> list[p.Statement]:
        """An interpreter of a few instructions that jumps from each to the next through a table of labels."""
        dice, context = self._dice, self._context
        length = dice.between(3, 8)
        if not context.affords(length * 6):
            return self._statements.assign(depth)
        kinds = dice.between(2, 4)
        code = p.Variable(context.fresh("code"), ArrayType(UCHAR, length + 1), is_static=True, external=dice.chance(60))
        code.const = dice.chance(50)
        instructions = [*(dice.below(kinds) for _ in range(length)), kinds]
        context.program.globals.append(
            p.Declare(
                code, p.InitialiserList([p.InitialiserEntry("", n, p.bound(one)) for n, one in enumerate(instructions)])
            )
        )
        table = x.LabelTable(context.fresh("labels"), [context.label("op") for _ in range(kinds + 1)])
        counter = self._statements.counter(INT)
        following = p.index(p.name(code), p.increment(p.name(counter), 1, False))
        jump = x.ComputedGoto(table, following)
        body: list[p.Statement] = [table, p.Declare(counter, p.bound(0)), jump]
        with context.scope():
            context.declare(counter)
            with context.repeated(length, breakable=False):
                for label in table.labels[:-1]:
                    body += [p.Label(label), self._statements.block(0, 2), x.ComputedGoto(table, following)]
        return [p.Block([*body, p.Label(table.labels[-1])])]

    # The heap

    def _heap(self, depth: int) -> list[p.Statement]:
        """An array from malloc or calloc: filled, used like any other, and freed."""
        dice, context = self._dice, self._context
        length = dice.between(1, 9)
        if not context.affords(length * 2 + 12) or context.level == 0:
            return self._statements.assign(depth)
        type = context.arithmetic_type()
        pointer = p.Variable(context.fresh("h"), PointerType(type), addressable=False, locked=True)
        start = x.Allocate(pointer.type, ArrayType(type, length), dice.chance(35), effects=True)
        body: list[p.Statement] = [p.Declare(pointer, start)]
        if not start.zeroed or dice.chance(40):
            body.append(self._fill(p.name(pointer), type, length))
        with context.scope():
            context.declare(pointer)
            body += self._statements.several(0, dice.between(1, 3))
        body += [self._look(p.name(pointer), length), _freed(p.name(pointer))]
        return [p.Block(body)]

    def _flexible(self, depth: int) -> list[p.Statement]:
        """A struct with a flexible array member, from the heap."""
        dice, context = self._dice, self._context
        length = dice.between(1, 7)
        if not context.affords(length * 4 + 4):
            return self._statements.assign(depth)
        type = context.arithmetic_type()
        members = [Member(f"m{n}", context.arithmetic_type()) for n in range(dice.between(1, 2))]
        members.append(Member("tail", ArrayType(type, length), flexible=True))
        record = RecordType(context.fresh("s"), members)
        context.program.definitions.append(record)
        pointer = p.Variable(context.fresh("h"), PointerType(record), addressable=False, locked=True)
        start = x.Allocate(pointer.type, record, dice.chance(35), length, effects=True)
        heads = [p.member_of(p.name(pointer), member, arrow=True) for member in members[:-1]]
        tail = p.member_of(p.name(pointer), members[-1], arrow=True)
        body: list[p.Statement] = [p.Declare(pointer, start)]
        with self._expressions.pure():
            if not start.zeroed or dice.chance(50):
                body += [p.Evaluate(p.assign(head, self._expressions.value(1))) for head in heads]
                body.append(self._fill(tail, type, length))
            changed = dice.pick([*heads, p.index(tail, p.literal(dice.below(length)))])
            body.append(p.Evaluate(self._expressions.compound(changed, 1)))
        body += [p.Check("", head, quiet=True) for head in heads]
        body += [p.Check("", p.sizeof(heads[0]), quiet=True), self._look(tail, length), _freed(p.name(pointer))]
        return [p.Block(body)]

    def _fill(self, base: p.Expression, type: IntegerType | FloatType, length: int) -> p.Statement:
        counter = self._statements.counter(INT)
        self._context.charge(length)
        with self._context.scope(), self._expressions.pure():
            self._context.declare(counter)
            store = p.assign(p.index(base, p.name(counter)), self._expressions.value(1))
        return self._over(counter, length, p.Evaluate(store))

    def _look(self, base: p.Expression, length: int) -> p.Statement:
        counter = self._statements.counter(INT)
        self._context.charge(length)
        return self._over(counter, length, p.Check("", p.index(base, p.name(counter)), quiet=True))

    def _over(self, counter: p.Variable, length: int, body: p.Statement) -> p.Statement:
        condition = p.binary("<", p.name(counter), p.bound(length))
        step = p.increment(p.name(counter), 1, False)
        return p.For(p.Declare(counter, p.bound(0)), condition, step, p.Block([body]))

    # Complex numbers

    def _complex(self, depth: int) -> list[p.Statement]:
        """Assign to a complex variable, or declare one; change a part of it; compare it."""
        dice, context, make = self._dice, self._context, self._expressions
        target = make.lvalue(lambda t: isinstance(t, ComplexType), writable=True)
        if target is None or target.effects:
            if context.level == 0 or len(context.scopes[-1]) > 8:
                return self._statements.assign(depth)
            variable = p.Variable(context.fresh("z"), dice.pick(context.complexes))
            start = make.complex(variable.type, 2)
            context.declare(variable)
            return [p.Declare(variable, start)]
        kind = dice.below(4)
        if kind == 0:
            part = x.complex_part(target, dice.chance(50))
            with make.pure():
                return [p.Evaluate(make.compound(part, 1) if dice.chance(50) else p.assign(part, make.value(1)))]
        if kind == 1:
            compared = x.complex_binary(dice.pick(("==", "!=")), target, make.complex(target.type, 1))
            return [p.Check("", compared, quiet=True)]
        return [p.Evaluate(p.assign(target, make.complex(target.type, 3)))]


def _body(*expressions: p.Expression) -> p.Block:
    return p.Block([p.Evaluate(one) for one in expressions])


def _freed(pointer: p.Expression) -> p.Statement:
    return p.Evaluate(x.library_call("free", VOID, [pointer], effects=True))
