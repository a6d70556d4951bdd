"""Statements of a shape that compilers are known to get wrong: what random statements form too rarely."""

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
from fuzz.generate.places import is_arithmetic, is_integer, is_wide_bit_field
from fuzz.generate.types import (
    BOOL,
    INT,
    INTEGERS,
    SCHAR,
    SHORT,
    UCHAR,
    UINT,
    ULONG,
    USHORT,
    VOID,
    ArrayType,
    FloatType,
    IntegerType,
    Member,
    PointerType,
    RecordType,
    Type,
    VectorType,
    holds_pointers,
)
from fuzz.generate.writer import Writer

if TYPE_CHECKING:
    from fuzz.generate.statements import Statements


_NARROW = (UCHAR, SCHAR, USHORT, SHORT, UCHAR, USHORT, BOOL, INT, UINT)
_TABLE_TYPES = (*INTEGERS[1:], UCHAR, USHORT, SHORT, SCHAR, INT, UINT)


class Idioms(Writer):
    """Builds such statements for the current place of a Context."""

    def __init__(
        self, context: Context, expressions: Expressions, declarations: Declarations, statements: Statements
    ) -> None:
        super().__init__(context, expressions, declarations, statements)
        self.kinds: dict[str, Callable[[int], list[p.Statement]]] = {
            "operand table": self._operand_table,
            "neighbours": self._neighbours,
            "dispatch": self._dispatch,
            "irreducible": self._irreducible,
            "vla": self._vla,
            "list walk": self._list_walk,
            "memory": self._memory,
            "vector": self._vector,
            "catch": self._catch,
        }

    def choices(self, depth: int) -> list[tuple[str, int]]:
        """The kinds that this program has, with their weights."""
        has = self._context.has
        made = []
        if has(Feature.LIBRARY):
            made.append(("memory", 3))
        if has(Feature.NEIGHBOURS) and any(r.has_bit_fields or r.packed for r in self._context.records):
            made.append(("neighbours", 8))
        if self._context.vectors:
            made.append(("vector", 9))
        if depth > 0:
            if has(Feature.OPERAND_TABLES) and not self._context.in_loop:
                made.append(("operand table", 9))
            if has(Feature.SWITCH) and has(Feature.LOOPS) and not self._context.in_loop:
                made.append(("dispatch", 5))
            if has(Feature.IRREDUCIBLE) and has(Feature.GOTO):
                made.append(("irreducible", 3))
            if has(Feature.VLAS):
                made.append(("vla", 3))
            if has(Feature.LINKED_LISTS) and has(Feature.STRUCTS):
                made.append(("list walk", 3))
            if has(Feature.SETJMP):
                made.append(("catch", 4))
        return made

    # One operator after another on a table of edges

    def _operand_table(self, depth: int) -> list[p.Statement]:
        """A loop over edge values of one type that mixes what operators with special constants make of each."""
        dice, context = self._dice, self._context
        length = dice.pick((5, 6, 7) if context.policy.lines < 80 else (5, 7, 9, 12))
        if not context.affords(length * 6):
            return self._fallback(depth)
        type = context.arithmetic_type() if dice.chance(50) else dice.pick(_TABLE_TYPES)
        if isinstance(type, IntegerType) and type.name.startswith("enum"):
            type = INT
        table = p.Variable(context.fresh("edges"), ArrayType(type, length), is_static=True, external=dice.chance(80))
        table.volatile = context.has(Feature.VOLATILE) and dice.chance(10)
        values = [p.InitialiserEntry("", n, self._edge(type)) for n in range(length)]
        constants = [v.value for v in values if isinstance(v.value, p.Literal)]
        context.program.globals.append(p.Declare(table, p.InitialiserList(values)))
        counter = self._statements.counter(INT)
        with context.scope(), context.repeated(length), self._expressions.pure():
            context.declare(counter)
            item = p.Variable(context.fresh("v"), type, addressable=False, locked=True)
            element = build.index(build.name(table), build.name(counter))
            body: list[p.Statement] = [p.Declare(item, element)]
            checks = dice.between(2, 4 if context.policy.lines < 80 else 7)
            body += [p.Check("", self._operation(build.name(item), constants), quiet=True) for _ in range(checks)]
            if dice.chance(40):
                narrow = p.Variable(context.fresh("v"), dice.pick(context.policy.integers), addressable=False)
                with context.scope():
                    context.declare(narrow)
                    start = p.Declare(narrow, build.name(item))
                    change = p.Evaluate(self._expressions.compound(build.name(narrow), 0))
                body += [start, change, p.Check("", build.name(narrow), quiet=True)]
            context.charge(len(body))
        condition = build.binary("<", build.name(counter), build.bound(length))
        step = build.increment(build.name(counter), 1, False)
        loop = p.For(p.Declare(counter, build.literal(0)), condition, step, p.Block(body))
        return [loop] if context.in_loop or context.function else [loop, p.ShowChecksum(table.name)]

    def _edge(self, type: IntegerType | FloatType) -> p.Expression:
        if isinstance(type, FloatType):
            return self._expressions.float_literal(type)
        value = self._expressions.integer_value(type)
        if type.rank < INT.rank:
            return build.literal(value)
        return build.literal(value, type)

    def _operation(self, item: p.Expression, constants: list[p.Literal]) -> p.Expression:
        """One or two operators on the value under test; `constants` are the values that it takes."""
        dice, context, make = self._dice, self._context, self._expressions
        kind = dice.below(28)
        if kind >= 24:
            # From one narrow type to another: of both an extension may be left out, or one of the wrong sign taken.
            return build.cast(dice.pick(_NARROW), build.cast(dice.pick(_NARROW), item))
        if kind < 10:
            return make.operator_on(item)
        if kind < 12 and constants:
            # Where both sides are equal, < and <= differ.
            limit = dice.pick(constants)
            return build.binary(dice.pick(build.COMPARISONS), item, p.Literal(limit.type, limit.value, limit.text))
        if kind < 15:
            op = dice.pick(("-", "~", "!", "~"))
            return build.unary(op, make.as_integer(item) if op == "~" else item)
        if kind < 17:
            return make.chain(item)
        if kind < 20:
            narrowed = build.cast(dice.pick(INTEGERS if dice.chance(70) else context.policy.integers), item)
            return build.cast(context.arithmetic_type(), narrowed) if dice.chance(40) else make.operator_on(narrowed)
        if kind < 21:
            return build.conditional(make.comparison_with(item), item, make.literal())
        if kind < 22:
            return build.logical(dice.pick(("&&", "||")), item, make.comparison_with(item))
        return make.operator_on(make.operator_on(item))

    # Bit-fields

    def _neighbours(self, depth: int) -> list[p.Statement]:
        """Write members of a record one after another, and look at all of them after each."""
        dice, context, make = self._dice, self._context, self._expressions
        with make.pure():
            record = make.lvalue(lambda t: isinstance(t, RecordType) and (t.has_bit_fields or t.packed), writable=True)
            if record is None or record.effects:
                return self._fallback(depth)
            assert isinstance(record.type, RecordType)
            members = [m for m in record.type.named if is_arithmetic(m.type)]
            if not members or not context.affords(len(members) * 3):
                return self._fallback(depth)
            made: list[p.Statement] = []
            for _ in range(dice.between(1, 3)):
                target = build.member_of(record, dice.pick(members), arrow=False)
                made.append(p.Evaluate(self._change(target)))
                for member in members:
                    field = make.read(build.member_of(record, member, arrow=False))
                    seen = self._operation(field, []) if dice.chance(30) else field
                    made.append(p.Check("", seen, quiet=True))
                context.charge(1 + len(members))
        return [p.Block(made)]

    def _change(self, target: p.Expression) -> p.Expression:
        dice, make = self._dice, self._expressions
        kind = dice.below(4)
        if kind == 0 and not is_wide_bit_field(target):
            return build.increment(target, dice.pick((1, -1)), dice.chance(50))
        if kind == 1 and self._context.has(Feature.COMPOUND_ASSIGNMENT):
            return make.compound(target, 1)
        if kind == 2:
            return build.assign(target, make.value(1))
        return build.assign(target, build.literal(dice.pick((-1, -1, 0, 1, 127, 255, -128, 85, 1 << dice.below(31)))))

    # Control flow

    def _dispatch(self, depth: int) -> list[p.Statement]:
        """A switch in a loop over the values it distinguishes: every case runs."""
        dice, context = self._dice, self._context
        count = dice.between(3, 7)
        if not context.affords(count * 6):
            return self._fallback(depth)
        counter = self._statements.counter(dice.pick((INT, INT, UINT, context.loop_counter_type())))
        first = dice.pick((0, 0, 0, -1, -2)) if isinstance(counter.type, IntegerType) and counter.type.signed else 0
        with context.scope(), context.repeated(2):
            context.declare(counter)
            context.in_switch = True
            cases: list[p.Case] = []
            labels = dice.shuffled(range(first, first + count))
            ranges = context.has(Feature.CASE_RANGES) and dice.chance(60)
            while labels:
                low = labels.pop()
                high = None
                if ranges and low + 1 in labels and dice.chance(50):
                    labels.remove(low + 1)
                    high = low + 1
                body: list[p.Statement] = [self._statements.block(1 if dice.chance(15) else 0, 2)]
                if dice.chance(55):
                    body.append(p.Continue() if dice.chance(15) else p.Break())
                cases.append(p.Case(low, str(low), body, high))
            if dice.chance(50):
                cases.insert(dice.below(len(cases) + 1), p.Case(None, "", [self._statements.block(0, 1)]))
        switch = p.Switch(build.name(counter), cases)
        condition = build.binary("<", build.name(counter), build.bound(first + count + dice.below(2)))
        step = build.increment(build.name(counter), 1, dice.chance(50))
        return [p.For(p.Declare(counter, build.literal(first)), condition, step, p.Block([switch]))]

    def _irreducible(self, depth: int) -> list[p.Statement]:
        """A loop of gotos that is entered in the middle."""
        dice, context = self._dice, self._context
        times = dice.between(2, 4)
        if not context.affords(times * 8):
            return self._fallback(depth)
        again, middle = context.label("again"), context.label("middle")
        counter = self._statements.counter(INT)
        with context.scope():
            context.declare(counter)
            enter = p.If(self._expressions.condition(), p.Block([p.Goto(middle)]), None)
            with context.repeated(times + 1, breakable=False):
                first, second = (self._statements.block(depth - 1, 2) for _ in range(2))
        more = build.binary("<", build.increment(build.name(counter), 1, True), build.bound(times))
        back = p.If(more, p.Block([p.Goto(again)]), None, fixed=True)
        start = p.Declare(counter, build.literal(0))
        return [p.Block([start, enter, p.Label(again), first, p.Label(middle), second, back])]

    def _catch(self, depth: int) -> list[p.Statement]:
        """A longjmp out of a recursion back to here. Between the two only static objects change."""
        dice, context = self._dice, self._context
        if not context.affords(20) or context.in_loop:
            return self._fallback(depth)
        buffer = context.fresh("jump")
        context.program.jump_buffers.append(buffer)
        level = p.Variable(context.fresh("depth"), INT, locked=True, addressable=False)
        thrower = p.Function(context.fresh("f"), VOID, [level], p.Block([]), cost=6)
        descend = build.call(thrower, [build.binary("-", build.name(level), build.literal(1))])
        thrower.body.body = [
            p.If(
                build.binary(">", build.name(level), build.bound(0)), p.Block([p.Evaluate(descend)]), None, fixed=True
            ),
            x.Throw(buffer, dice.between(1, 99)),
        ]
        context.program.functions.append(thrower)
        with context.only_statics():
            body = self._statements.several(0, dice.between(1, 3))
            body.append(p.Evaluate(build.call(thrower, [build.literal(dice.between(0, 4))])))
        caught = self._statements.block(0, 2)
        context.charge(12)
        return [x.Catch(buffer, p.Block(body), caught)]

    # Objects

    def _vla(self, depth: int) -> list[p.Statement]:
        """An array of variable length, filled and then used like any other."""
        dice, context = self._dice, self._context
        lengths = [dice.between(1, 9)] if dice.chance(70) else [dice.between(1, 4), dice.between(1, 5)]
        if not context.affords(40) or len(context.scopes[-1]) > 8:
            return self._fallback(depth)
        made: list[p.Statement] = []
        element: Type = context.arithmetic_type()
        for length in reversed(lengths):
            bound = p.Variable(context.fresh("n"), context.loop_counter_type(), addressable=False, locked=True)
            made.append(p.Declare(bound, self._declarations.opaque(length)))
            context.declare(bound)
            element = ArrayType(element, length, bound.name)
        array = p.Variable(context.fresh("v"), element)
        made.append(p.Declare(array, None))
        made.append(self._fill(build.name(array)))
        context.declare(array)
        if context.has(Feature.SIZEOF) and dice.chance(40):
            made.append(p.Check("", build.sizeof(build.name(array)), quiet=True))
        return made

    def _fill(self, place: p.Expression) -> p.Statement:
        type = place.type
        assert isinstance(type, ArrayType)
        counter = self._statements.counter(INT)
        inner = build.index(place, build.name(counter))
        self._context.charge(type.length)
        with self._context.scope(), self._expressions.pure():
            self._context.declare(counter)
            if isinstance(type.element, ArrayType):
                body = self._fill(inner)
            else:
                body = p.Evaluate(build.assign(inner, self._expressions.value(1)))
        condition = build.binary("<", build.name(counter), build.bound(type.length))
        step = build.increment(build.name(counter), 1, False)
        return p.For(p.Declare(counter, build.literal(0)), condition, step, p.Block([body]))

    def _list_walk(self, depth: int) -> list[p.Statement]:
        """Follow a linked list of static nodes, change their values and add them up."""
        dice, context, make = self._dice, self._context, self._expressions
        length = dice.between(2, 5)
        if not context.affords(length * 3):
            return self._fallback(depth)
        node, first = self._list(length)
        with make.pure():
            total = make.lvalue(is_arithmetic, writable=True)
        if total is None or is_wide_bit_field(total):
            return self._fallback(depth)
        pointer = PointerType(node)
        walker = p.Variable(context.fresh("w"), pointer, addressable=False, locked=True)
        value = build.member_of(build.name(walker), node.named[0], arrow=True)
        following = build.member_of(build.name(walker), node.named[1], arrow=True)
        with context.scope(), context.repeated(length), make.pure():
            body: list[p.Statement] = [p.Evaluate(build.compound_assign(dice.pick(("+", "-")), total, value))]
            if dice.chance(60):
                body.insert(0, p.Evaluate(make.compound(value, 1)))
            context.charge(len(body))
        step = build.assign(build.name(walker), following)
        return [p.For(p.Declare(walker, first), build.name(walker), step, p.Block(body))]

    def _list(self, length: int) -> tuple[RecordType, p.Expression]:
        """Declare a node type and a list of nodes, the last one first; returns a pointer to its head."""
        context = self._context
        members = [Member("value", context.arithmetic_type()), Member("next", PointerType(VOID))]
        node = RecordType(context.fresh("s"), members)
        members[1].type = PointerType(node)
        context.program.definitions.append(node)
        head: p.Expression = p.Literal(PointerType(node), 0, "0")
        for _ in range(length):
            variable = p.Variable(context.fresh("node"), node, is_static=True, external=self._dice.chance(50))
            entries = [
                p.InitialiserEntry("", members[0], self._expressions.literal()),
                p.InitialiserEntry("", members[1], head),
            ]
            context.program.globals.append(p.Declare(variable, p.InitialiserList(entries)))
            head = build.address_of(build.name(variable))
        return node, head

    def _memory(self, depth: int) -> list[p.Statement]:
        """memset, memcpy, memmove or memcmp on whole objects and on parts of arrays."""
        dice, make = self._dice, self._expressions
        with make.pure():
            target = make.lvalue(
                lambda t: isinstance(t, ArrayType | RecordType) and not holds_pointers(t), writable=True
            )
            if target is None or target.effects or _is_volatile(target):
                return self._fallback(depth)
            type = target.type
            name = dice.pick(("memset", "memcpy", "memmove", "memcmp"))
            if name == "memset" or (name == "memmove" and not isinstance(type, ArrayType)):
                byte = dice.pick((0, 0, 1, 255, -1, dice.below(256))) if _any_bytes(type) else 0
                arguments = [x.pointer_to(target), build.literal(byte), build.sizeof(target)]
                return [p.Evaluate(x.library_call("memset", PointerType(VOID), arguments, effects=True))]
            if name == "memmove":
                assert isinstance(type, ArrayType)
                count = dice.between(1, type.length)
                places = [
                    build.address_of(build.index(target, build.literal(dice.below(type.length - count + 1))))
                    for _ in range(2)
                ]
                size = build.literal(count * type.element.size, ULONG)
                return [p.Evaluate(x.library_call(name, PointerType(VOID), [*places, size], effects=True))]
            other = make.lvalue(lambda t: t == type)
            if other is None or other.effects or _is_volatile(other):
                return self._fallback(depth)
            if name == "memcmp" and _any_bytes(type):
                compared = x.library_call(
                    name, INT, [x.pointer_to(target), x.pointer_to(other), build.sizeof(target)], effects=False
                )
                return [p.Check("", build.binary(dice.pick(build.COMPARISONS), compared, build.bound(0)), quiet=True)]
            arguments = [x.pointer_to(target), x.pointer_to(other), build.sizeof(target)]
            return [p.Evaluate(x.library_call("memcpy", PointerType(VOID), arguments, effects=True))]

    def _vector(self, depth: int) -> list[p.Statement]:
        """Assign to a vector variable; declare one where there is none."""
        context, make = self._context, self._expressions
        target = make.lvalue(lambda t: isinstance(t, VectorType), writable=True)
        if target is None or target.effects:
            if context.level == 0 or len(context.scopes[-1]) > 8:
                return self._fallback(depth)
            variable = p.Variable(context.fresh("v"), self._dice.pick(context.vectors))
            start = make.vector(variable.type, 2)
            context.declare(variable)
            return [p.Declare(variable, start)]
        return [p.Evaluate(build.assign(target, make.vector(target.type, 3)))]

    def _fallback(self, depth: int) -> list[p.Statement]:
        return self._statements.assign(depth)


def _any_bytes(type: Type) -> bool:
    """Whether every pattern of bytes is a value, and equal values have equal bytes."""
    if isinstance(type, ArrayType):
        return _any_bytes(type.element)
    return is_integer(type) and type != BOOL


def _is_volatile(place: p.Expression) -> bool:
    while isinstance(place, p.MemberOf | p.Index):
        if isinstance(place, p.MemberOf) and place.arrow:
            return False
        place = place.base
    return isinstance(place, p.Name) and place.variable.volatile
