"""Short algorithms as people write them: loops over bits, Duff's device, threaded code, memory from the heap."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fuzz.generate import build
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
from fuzz.generate.writer import Writer

if TYPE_CHECKING:
    from fuzz.generate.statements import Statements

_POLYNOMIALS = {8: 0x8C, 16: 0xA001, 32: 0xEDB88320, 64: 0xC96C5795D7870F42}
"""Of the usual cyclic redundancy checks, by width."""


class Kernels(Writer):
    """Builds such statements for the current place of a Context."""

    def __init__(
        self, context: Context, expressions: Expressions, declarations: Declarations, statements: Statements
    ) -> None:
        super().__init__(context, expressions, declarations, statements)
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
        start = build.cast(type, self._expressions.integer(1))
        if dice.chance(30):
            start = build.cast(type, build.literal(self._expressions.integer_value(type), ULONG))
        value, result = self._local(type), self._local(dice.pick((INT, UINT, type, type)))
        use, out = build.name(value), build.name(result)
        one = build.bound(1)
        before: list[p.Statement] = [p.Declare(value, start), p.Declare(result, build.bound(0))]
        loop: p.Statement
        if kind == "count":
            clear = build.compound_assign("&", use, build.binary("-", use, one))
            loop = p.For(None, use, clear, _body(build.increment(out, 1, False)))
        elif kind == "length":
            loop = p.While(
                build.binary("!=", use, build.bound(0)),
                _body(build.compound_assign(">>", use, one), build.increment(out, 1, True)),
            )
        elif kind == "trailing":
            before.append(
                p.Evaluate(build.compound_assign("|", use, build.bound(1 << dice.below(min(type.width, 31)))))
            )
            even = build.binary("==", build.binary("&", use, one), build.bound(0))
            loop = p.While(even, _body(build.compound_assign(">>", use, one), build.increment(out, 1, False)))
        elif kind == "parity":
            fold = build.compound_assign("^", out, build.binary("&", use, one))
            loop = p.DoWhile(_body(fold, build.compound_assign(">>", use, one)), use)
        elif kind == "reverse":
            counter = self._statements.counter(INT)
            last = build.binary("|", build.binary("<<", build.cast(type, out), one), build.binary("&", use, one))
            step = [build.assign(out, build.cast(type, last)), build.compound_assign(">>", use, one)]
            result.type = type
            out.type = type
            condition = build.binary("<", build.name(counter), build.bound(type.width))
            loop = p.For(
                p.Declare(counter, build.bound(0)),
                condition,
                build.increment(build.name(counter), 1, False),
                _body(*step),
            )
        elif kind == "crc":
            counter = self._statements.counter(INT)
            half = build.binary(">>", use, one)
            polynomial = build.literal(_POLYNOMIALS[type.width], ULONG if type.width == 64 else UINT)
            step = [
                build.assign(
                    use, build.conditional(build.binary("&", use, one), build.binary("^", half, polynomial), half)
                )
            ]
            condition = build.binary("<", build.name(counter), build.bound(8))
            loop = p.For(
                p.Declare(counter, build.bound(0)),
                condition,
                build.increment(build.name(counter), 1, False),
                _body(*step),
            )
        elif kind == "gcd":
            other, rest = self._local(type), self._local(type)
            before.append(p.Declare(other, build.bound(dice.between(1, 100))))
            body: list[p.Statement] = [
                p.Declare(rest, build.binary("%", use, build.name(other))),
                p.Evaluate(build.assign(use, build.name(other))),
                p.Evaluate(build.assign(build.name(other), build.name(rest))),
            ]
            loop = p.While(build.name(other), p.Block(body))
        elif kind == "power":
            base = self._local(type)
            before += [p.Declare(base, build.bound(dice.between(2, 9))), p.Evaluate(build.assign(out, one))]
            result.type = out.type = type
            multiply = p.If(
                build.binary("&", use, one),
                _body(build.assign(out, self._times(type, out, build.name(base)))),
                None,
                fixed=True,
            )
            square = build.assign(build.name(base), self._times(type, build.name(base), build.name(base)))
            loop = p.For(None, use, build.compound_assign(">>", use, one), p.Block([multiply, p.Evaluate(square)]))
        elif kind == "digits":
            ten = build.bound(dice.pick((10, 10, 3, 7, 16, 36)))
            fold = build.compound_assign("+", out, build.binary("%", use, ten))
            loop = p.DoWhile(_body(fold, build.compound_assign("/", use, ten)), build.binary("!=", use, build.bound(0)))
        else:  # the square root, a bit at a time
            result.type = out.type = type
            bit = self._local(type)
            before.append(p.Declare(bit, build.literal(1 << type.width - 2, ULONG if type.width == 64 else UINT)))
            tried = build.binary("+", out, build.name(bit))
            less = build.compound_assign("-", use, tried)
            more = build.assign(out, build.binary("+", build.binary(">>", out, one), build.name(bit)))
            choice = p.If(
                build.binary(">=", use, tried),
                _body(less, more),
                _body(build.compound_assign(">>", out, one)),
                fixed=True,
            )
            loop = p.For(
                None, build.name(bit), build.compound_assign(">>", build.name(bit), build.bound(2)), p.Block([choice])
            )
        checks: list[p.Statement] = [p.Check("", place, quiet=True) for place in (out, use)]
        return [p.Block([*before, loop, *checks])]

    def _times(self, type: IntegerType, left: p.Expression, right: p.Expression) -> p.Expression:
        """A product that does not overflow int: unsigned short promotes to it."""
        return (
            build.binary("*", build.cast(UINT, left), right) if type.rank < INT.rank else build.binary("*", left, right)
        )

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
        again = build.binary(">", build.increment(build.name(rounds), -1, True), build.bound(0))
        up = build.binary("/", build.binary("+", bound, build.bound(unrolled - 1)), build.bound(unrolled))
        selector = build.binary("%", bound, build.bound(unrolled))
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
                code,
                p.InitialiserList([p.InitialiserEntry("", n, build.bound(one)) for n, one in enumerate(instructions)]),
            )
        )
        table = x.LabelTable(context.fresh("labels"), [context.label("op") for _ in range(kinds + 1)])
        counter = self._statements.counter(INT)
        following = build.index(build.name(code), build.increment(build.name(counter), 1, False))
        jump = x.ComputedGoto(table, following)
        body: list[p.Statement] = [table, p.Declare(counter, build.bound(0)), jump]
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
            body.append(self._fill(build.name(pointer), type, length))
        with context.scope():
            context.declare(pointer)
            body += self._statements.several(0, dice.between(1, 3))
        body += [self._look(build.name(pointer), length), _freed(build.name(pointer))]
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
        heads = [build.member_of(build.name(pointer), member, arrow=True) for member in members[:-1]]
        tail = build.member_of(build.name(pointer), members[-1], arrow=True)
        body: list[p.Statement] = [p.Declare(pointer, start)]
        with self._expressions.pure():
            if not start.zeroed or dice.chance(50):
                body += [p.Evaluate(build.assign(head, self._expressions.value(1))) for head in heads]
                body.append(self._fill(tail, type, length))
            changed = dice.pick([*heads, build.index(tail, build.literal(dice.below(length)))])
            body.append(p.Evaluate(self._expressions.compound(changed, 1)))
        body += [p.Check("", head, quiet=True) for head in heads]
        body += [p.Check("", build.sizeof(heads[0]), quiet=True), self._look(tail, length), _freed(build.name(pointer))]
        return [p.Block(body)]

    def _fill(self, base: p.Expression, type: IntegerType | FloatType, length: int) -> p.Statement:
        counter = self._statements.counter(INT)
        self._context.charge(length)
        with self._context.scope(), self._expressions.pure():
            self._context.declare(counter)
            store = build.assign(build.index(base, build.name(counter)), self._expressions.value(1))
        return self._over(counter, length, p.Evaluate(store))

    def _look(self, base: p.Expression, length: int) -> p.Statement:
        counter = self._statements.counter(INT)
        self._context.charge(length)
        return self._over(counter, length, p.Check("", build.index(base, build.name(counter)), quiet=True))

    def _over(self, counter: p.Variable, length: int, body: p.Statement) -> p.Statement:
        condition = build.binary("<", build.name(counter), build.bound(length))
        step = build.increment(build.name(counter), 1, False)
        return p.For(p.Declare(counter, build.bound(0)), condition, step, p.Block([body]))

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
                return [p.Evaluate(make.compound(part, 1) if dice.chance(50) else build.assign(part, make.value(1)))]
        if kind == 1:
            compared = x.complex_binary(dice.pick(("==", "!=")), target, make.complex(target.type, 1))
            return [p.Check("", compared, quiet=True)]
        return [p.Evaluate(build.assign(target, make.complex(target.type, 3)))]


def _body(*expressions: p.Expression) -> p.Block:
    return p.Block([p.Evaluate(one) for one in expressions])


def _freed(pointer: p.Expression) -> p.Statement:
    return p.Evaluate(x.library_call("free", VOID, [pointer], effects=True))
