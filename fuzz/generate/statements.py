"""Random statements over what is in scope."""

from __future__ import annotations

from collections.abc import Callable

from fuzz.generate import build
from fuzz.generate import program as p
from fuzz.generate.array_loops import ArrayLoops
from fuzz.generate.constants import is_bit_field
from fuzz.generate.context import Context
from fuzz.generate.declarations import Declarations
from fuzz.generate.expressions import Expressions
from fuzz.generate.features import TINY, Feature
from fuzz.generate.idioms import Idioms
from fuzz.generate.kernels import Kernels
from fuzz.generate.places import is_arithmetic, is_integer, is_wide_bit_field
from fuzz.generate.reports import size
from fuzz.generate.types import (
    CHAR,
    INT,
    LONG,
    STRING,
    UCHAR,
    UINT,
    USHORT,
    ArrayType,
    FunctionType,
    IntegerType,
    PointerType,
    RecordType,
    Type,
)


class Statements:
    """Builds statements for the current place of a Context."""

    def __init__(self, context: Context, expressions: Expressions, declarations: Declarations) -> None:
        self._context = context
        self._dice = context.dice
        self._expressions = expressions
        self._declarations = declarations
        self._kinds: dict[str, Callable[[int], list[p.Statement]]] = {
            "assign": self.assign,
            "declare": self._declare,
            "mix": self._mix,
            "increment": self._increment,
            "compound": self._compound,
            "retarget": self._retarget,
            "copy record": self._copy_record,
            "member": self._member,
            "call": self._call,
            "if": self._if,
            "dangling else": self._dangling_else,
            "block": self._nested_block,
            "array loop": self._array_loop,
            "reduction": self._reduction,
            "counted loop": self._counted_loop,
            "odd loop": self._odd_loop,
            "while": self._while,
            "switch": self._switch,
            "forward goto": self._forward_goto,
            "backward goto": self._backward_goto,
            "pointer walk": self._pointer_walk,
            "string walk": self._string_walk,
            "leave": self._leave,
            "vector loop": ArrayLoops(context, expressions, declarations, self).statement,
        }
        self._idioms = Idioms(context, expressions, declarations, self)
        self._kernels = Kernels(context, expressions, declarations, self)
        self._kinds.update(self._idioms.kinds)
        self._kinds.update(self._kernels.kinds)

    def battery(self) -> list[str]:
        """Most of the kinds of statements that find the most faults, in some order."""
        kinds = [kind for kind, _ in self._idioms.choices(2) + self._kernels.choices(2)] + ["dangling else"]
        if self._context.has(Feature.SWITCH):
            kinds.append("switch")
        if self._context.has(Feature.VECTOR_LOOPS) and self._context.has(Feature.ARRAYS):
            kinds.append("vector loop")
        chosen = self._dice.shuffled(kinds)[: max(1, self._context.policy.lines // 30)]
        lines = self._context.policy.lines
        often = ("operand table",) if lines >= TINY and self._dice.chance(60) else ()
        for always in ("operand table", "dangling else") if lines >= 80 else often:
            if always in kinds and always not in chosen:
                chosen.append(always)
        return chosen

    def block(self, depth: int, most: int = 3) -> p.Block:
        """A block of its own scope with a few statements."""
        with self._context.scope():
            return p.Block(self.several(depth, self._dice.between(1, most)))

    def several(self, depth: int, count: int) -> list[p.Statement]:
        made: list[p.Statement] = []
        for _ in range(count):
            made.extend(self.statement(depth))
        return made

    def fitting(self, depth: int, room: int, kind: str | None = None) -> list[p.Statement]:
        """A statement, or one of this kind, if it takes no more than `room` lines; else an assignment."""
        scope = self._context.scopes[-1]
        known = len(scope)
        made = self._kinds[kind](depth) if kind is not None else self.statement(depth)
        if size(made) <= room:
            return made
        del scope[known:]
        return self.assign(depth)

    def statement(self, depth: int) -> list[p.Statement]:
        """One statement, or a few that belong together. `depth` is how far statements may still nest."""
        context = self._context
        has = context.has
        choices = [("assign", 8), ("declare", 3), ("mix", 2), ("increment", 2)]
        if has(Feature.COMPOUND_ASSIGNMENT):
            choices.append(("compound", 7))
        if has(Feature.POINTERS):
            choices.append(("retarget", 3))
        if context.records:
            choices += [("copy record", 3), ("member", 7)]
        if context.functions:
            choices.append(("call", 5))
        if depth > 0:
            choices += [("if", 6), ("dangling else", 3), ("block", 1)]
            if has(Feature.LOOPS):
                choices += [("array loop", 5), ("reduction", 4), ("counted loop", 4)]
            if has(Feature.ODD_LOOPS):
                choices += [("odd loop", 4), ("while", 4)]
            if has(Feature.SWITCH):
                choices.append(("switch", 7))
            if has(Feature.GOTO):
                choices += [("forward goto", 2), ("backward goto", 2)]
            if has(Feature.POINTER_ARITHMETIC):
                choices.append(("pointer walk", 4))
            if has(Feature.STRINGS):
                choices.append(("string walk", 3))
            if has(Feature.VECTOR_LOOPS) and has(Feature.ARRAYS) and not context.in_loop:
                choices.append(("vector loop", 6))
        choices += self._idioms.choices(depth) + self._kernels.choices(depth)
        if context.in_loop and depth < 2:
            choices.append(("leave", 2))
        context.charge()
        return self._kinds[context.weigh(choices)](depth)

    # Simple statements

    def assign(self, depth: int) -> list[p.Statement]:
        target = self._expressions.lvalue(is_arithmetic, writable=True)
        if target is None:
            return self._declare(depth)
        value = self._expressions.value()
        if self._context.has(Feature.SIDE_EFFECTS) and self._dice.chance(10) and not is_bit_field(target):
            with self._expressions.pure():
                other = self._expressions.lvalue(is_arithmetic, writable=True)
                if other is not None and not is_bit_field(other):
                    value = build.assign(other, self._expressions.value(2))
        return [p.Evaluate(build.assign(target, value))]

    def _compound(self, depth: int) -> list[p.Statement]:
        target = self._expressions.lvalue(is_arithmetic, writable=True)
        if target is None:
            return self._declare(depth)
        return [p.Evaluate(self._expressions.compound(target, self._context.policy.depth))]

    def _increment(self, depth: int) -> list[p.Statement]:
        target = self._expressions.lvalue(is_arithmetic, writable=True)
        if target is None or is_wide_bit_field(target):
            return self.assign(depth)
        return [p.Evaluate(build.increment(target, self._dice.pick((1, -1)), self._dice.chance(50)))]

    def _member(self, depth: int) -> list[p.Statement]:
        """Change a member of a struct: bit-fields above all."""
        with self._expressions.pure():
            record = self._expressions.lvalue(lambda t: isinstance(t, RecordType), writable=True)
        if record is None:
            return self.assign(depth)
        assert isinstance(record.type, RecordType)
        members = [m for m in record.type.named if is_arithmetic(m.type)]
        fields = [m for m in members if m.bits is not None]
        if not members:
            return self.assign(depth)
        target = build.member_of(record, self._dice.pick(fields or members), arrow=False)
        if self._context.has(Feature.COMPOUND_ASSIGNMENT) and self._dice.chance(40):
            return [p.Evaluate(self._expressions.compound(target, self._context.policy.depth))]
        if not is_wide_bit_field(target) and self._dice.chance(20):
            return [p.Evaluate(build.increment(target, self._dice.pick((1, -1)), self._dice.chance(50)))]
        return [p.Evaluate(build.assign(target, self._expressions.value()))]

    def _declare(self, depth: int) -> list[p.Statement]:
        if len(self._context.scopes[-1]) > 8:
            return self._mix(depth)
        return [self._declarations.local_variable()]

    def _mix(self, depth: int) -> list[p.Statement]:
        return [p.Check("", self._expressions.arithmetic(1), quiet=True)]

    def check(self, after: list[p.Statement]) -> list[p.Statement]:
        """A printed check of what the statements before changed, or of some value; only for places that run once."""
        label = self._context.fresh("c")
        changed = after[-1].expression if after and isinstance(after[-1], p.Evaluate) else None
        if (
            isinstance(changed, p.Assign | p.CompoundAssign | p.Increment)
            and is_arithmetic(changed.type)
            and not changed.target.effects
        ):
            return [p.Check(label, self._expressions.read(changed.target))]
        return [p.Check(label, self._expressions.arithmetic(2))]

    def _retarget(self, depth: int) -> list[p.Statement]:
        """Make a pointer point elsewhere."""
        context = self._context
        target = self._expressions.lvalue(
            lambda t: isinstance(t, PointerType) and not _is_function_pointer(t), writable=True
        )
        if target is None:
            return self.assign(depth)
        assert isinstance(target.type, PointerType)
        level = 0
        if isinstance(target, p.Name) and not target.variable.is_static:
            level = next(n for n, scope in enumerate(context.scopes) if target.variable in scope)
        with self._expressions.pure():
            return [p.Evaluate(build.assign(target, self._expressions.pointer(target.type, level)))]

    def _copy_record(self, depth: int) -> list[p.Statement]:
        target = self._expressions.lvalue(lambda t: isinstance(t, RecordType), writable=True)
        if target is None:
            return self.assign(depth)
        assert isinstance(target.type, RecordType)
        if isinstance(target, p.MemberOf | p.Index | p.Dereference):
            with self._expressions.pure():
                return [p.Evaluate(build.assign(target, self._expressions.record(target.type, 2)))]
        return [p.Evaluate(build.assign(target, self._expressions.record(target.type, 2)))]

    def _call(self, depth: int) -> list[p.Statement]:
        made = self._expressions.call(lambda t: True, 2)
        if made is None:
            return self.assign(depth)
        return [p.Evaluate(made)]

    def _leave(self, depth: int) -> list[p.Statement]:
        """A conditional break or continue."""
        context = self._context
        jump: p.Statement = p.Continue() if context.in_switch or self._dice.chance(50) else p.Break()
        return [p.If(self._expressions.condition(), p.Block([jump]), None)]

    # Branches

    def _if(self, depth: int) -> list[p.Statement]:
        condition = self._expressions.condition()
        then = self.block(depth - 1)
        otherwise = self.block(depth - 1) if self._dice.chance(45) else None
        return [p.If(condition, then, otherwise)]

    def _dangling_else(self, depth: int) -> list[p.Statement]:
        """`if (a) if (b) x; else y;` and its relatives, which print without braces."""
        condition = self._expressions.condition(1)
        inner: p.Statement = p.If(
            self._expressions.condition(1),
            self._one(self.assign),
            self._one(self._compound) if self._dice.chance(75) else None,
        )
        otherwise = self._one(self.assign) if self._dice.chance(40) else None
        return [p.If(condition, p.Block([inner]), otherwise)]

    def _one(self, make: Callable[[int], list[p.Statement]]) -> p.Block:
        """One statement as the body of another."""
        with self._context.scope():
            return p.Block(make(0))

    def _nested_block(self, depth: int) -> list[p.Statement]:
        return [self.block(depth - 1)]

    def _switch(self, depth: int) -> list[p.Statement]:
        context, dice = self._context, self._dice
        value = self._expressions.integer(2)
        narrow = dice.pick((3, 7, 15))
        if dice.chance(50):
            value = build.binary("&", value, build.literal(narrow))
        elif dice.chance(20):
            value = build.cast(context.integer_type(), value)
        if is_wide_bit_field(value) or build.integer_type(value).width == 128:
            value = build.cast(LONG, value)
        type = build.integer_type(value)
        cases: list[p.Case] = []
        used: dict[int, None] = {}
        for _ in range(dice.between(1, 5)):
            text = ""
            if context.has(Feature.CONSTANT_EXPRESSIONS) and dice.chance(25):
                label, text = self._declarations.constant_value(1)
            else:
                label = dice.between(0, narrow) if dice.chance(70) else self._expressions.integer_value(type)
            converted = label & ((1 << type.width) - 1)
            if converted in used:
                continue
            used[converted] = None
            high = None
            if context.has(Feature.CASE_RANGES) and not text and dice.chance(30) and label < type.maximum - 4:
                high = label + dice.between(1, 3)
                if any(n & ((1 << type.width) - 1) in used for n in range(label + 1, high + 1)):
                    high = None
                else:
                    used.update(dict.fromkeys([n & ((1 << type.width) - 1) for n in range(label + 1, high + 1)]))
            cases.append(p.Case(label, text, self._case_body(depth), high))
        if dice.chance(60):
            cases.insert(dice.between(0, len(cases)), p.Case(None, "", self._case_body(depth)))
        return [p.Switch(value, cases)]

    def _case_body(self, depth: int) -> list[p.Statement]:
        dice = self._dice
        outer, self._context.in_switch = self._context.in_switch, True
        body: list[p.Statement] = [self.block(depth - 1, 2)]
        self._context.in_switch = outer
        if dice.chance(50):
            body.append(p.Break())
        return body

    # Loops

    def counter(self, type: IntegerType | None = None) -> p.Variable:
        chosen = type or self._context.loop_counter_type()
        return p.Variable(self._context.fresh("k"), chosen, addressable=False, locked=True)

    def _array(self, writable: bool, accept: Callable[[Type], bool]) -> p.Expression | None:
        """An array lvalue whose elements are accepted."""
        return self._expressions.lvalue(lambda t: isinstance(t, ArrayType) and accept(t.element), writable=writable)

    def _array_loop(self, depth: int) -> list[p.Statement]:
        """A loop over an array that stores into each element: what optimisers turn into vectors or memset."""
        dice, context = self._dice, self._context
        with self._expressions.pure():
            array = self._array(True, is_arithmetic)
        if array is None:
            return self._counted_loop(depth)
        assert isinstance(array.type, ArrayType)
        length = array.type.length
        if not context.affords(length * 3):
            return self.assign(depth)
        counter = self.counter()
        with context.scope(), context.repeated(length):
            context.declare(counter)
            element = build.index(array, build.name(counter))
            kind = dice.below(5)
            with self._expressions.pure():
                value: p.Expression
                if kind == 0:
                    value = self._expressions.constant(1, only_integers=True)
                elif kind == 1:
                    other = self._expressions.leaf()
                    op = dice.pick(("+", "*", "^", "-") if is_integer(other.type) else ("+", "*", "-"))
                    value = build.binary(op, build.name(counter), other)
                else:
                    value = self._expressions.value(2)
                if dice.chance(35):
                    store: p.Expression = self._expressions.compound(element, 1)
                else:
                    store = build.assign(element, value)
            body: list[p.Statement] = [p.Evaluate(store)]
            context.charge(2)
            if depth > 1 and dice.chance(25) and context.affords(4):
                body.extend(self.statement(depth - 2))
        start, condition, step = self._over(counter, length)
        return [p.For(start, condition, step, p.Block(body))]

    def _over(self, counter: p.Variable, length: int) -> tuple[p.Declare, p.Expression, p.Expression | None]:
        """The head of a loop whose counter takes the values 0 .. length - 1 in some order, or some of them."""
        dice = self._dice
        use = build.name(counter)
        kind = dice.below(8)
        if kind < 5:
            by = dice.pick((1, 1, 1, 1, 2, 3))
            step: p.Expression = (
                build.increment(use, 1, dice.chance(40))
                if by == 1
                else build.compound_assign("+", use, build.literal(by))
            )
            op = dice.pick(("<", "<", "!=")) if by == 1 else "<"
            return p.Declare(counter, build.literal(0)), build.binary(op, use, build.bound(length)), step
        if kind < 7 and isinstance(counter.type, IntegerType) and counter.type.signed:
            down = build.increment(use, -1, dice.chance(40))
            return p.Declare(counter, build.literal(length - 1)), build.binary(">=", use, build.bound(0)), down
        first = p.Declare(counter, build.literal(length))
        condition = build.binary(">", build.increment(use, -1, False), build.bound(0))
        return first, condition, None

    def _reduction(self, depth: int) -> list[p.Statement]:
        """Fold an array into one value."""
        dice, context = self._dice, self._context
        with self._expressions.pure():
            array = self._array(False, is_arithmetic)
            total = self._expressions.lvalue(is_arithmetic, writable=True)
        if array is None or total is None or is_wide_bit_field(total):
            return self._array_loop(depth)
        assert isinstance(array.type, ArrayType)
        if not context.affords(array.type.length * 2):
            return self.assign(depth)
        counter = self.counter()
        start, condition, step = self._over(counter, array.type.length)
        element: p.Expression = build.index(array, build.name(counter))
        ops = ["+", "-", "+"]
        if is_integer(total.type) and is_integer(element.type):
            ops += ["^", "|", "&"]
        fold: p.Expression = build.compound_assign(dice.pick(ops), total, element)
        if dice.chance(25):
            with context.scope(), self._expressions.pure():
                context.declare(counter)
                fold = build.assign(total, build.conditional(build.binary(">", element, total), element, total))
        context.charge(array.type.length * 2)
        return [p.For(start, condition, step, p.Block([p.Evaluate(fold)]))]

    def _counted_loop(self, depth: int) -> list[p.Statement]:
        dice, context = self._dice, self._context
        times = dice.pick((2, 3, 4, 5, 8))
        if not context.affords(times * 8):
            return self.assign(depth)
        counter = self.counter()
        with context.scope(), context.repeated(times):
            context.declare(counter)
            start, condition, step = self._over(counter, times)
            body = self.block(depth - 1)
        return [p.For(start, condition, step, body)]

    def _odd_loop(self, depth: int) -> list[p.Statement]:
        """Loops whose counters wrap, run down from an edge, shift or multiply."""
        dice, context = self._dice, self._context
        if not context.affords(100):
            return self.assign(depth)
        kind = dice.below(5)
        first: p.Expression
        condition: p.Expression
        step: p.Expression | None
        if kind == 0:  # runs past the greatest value of a narrow unsigned type, to 0
            type = dice.pick((UCHAR, USHORT))
            counter = self.counter(type)
            first, times = build.literal(type.maximum - dice.between(1, 6)), 7
            condition, step = build.name(counter), build.increment(build.name(counter), 1, dice.chance(50))
        elif kind == 1:  # into the negative values of a narrow signed type
            counter = self.counter(dice.pick((CHAR,)))
            first, times = build.literal(127 - dice.between(1, 6)), 7
            condition = build.binary(">", build.name(counter), build.bound(0))
            step = build.increment(build.name(counter), 1, dice.chance(50))
        elif kind == 2:  # down by halves
            counter = self.counter(dice.pick((UINT, INT, LONG)))
            first, times = build.literal(dice.between(3, 200)), 8
            condition = build.binary("!=", build.name(counter), build.bound(0))
            step = build.compound_assign(
                dice.pick((">>", "/")), build.name(counter), build.literal(2 if dice.chance(50) else 3)
            )
        elif kind == 3:  # up by doubling, as a bit walks out of the type
            type = dice.pick((UCHAR, UINT, USHORT))
            counter = self.counter(type)
            first, times = build.literal(1 << (type.width - 1 - dice.between(1, 6))), 7
            condition, step = build.name(counter), build.compound_assign("<<", build.name(counter), build.literal(1))
        else:  # unsigned, down to 0 and no further
            counter = self.counter(UINT)
            first, times = build.literal(dice.between(1, 6), UINT), 6
            condition = build.binary(">", build.increment(build.name(counter), -1, False), build.bound(0))
            step = None
        with context.scope(), context.repeated(times):
            context.declare(counter)
            body = self.block(depth - 1, 2)
        return [p.For(p.Declare(counter, first), condition, step, body)]

    def _while(self, depth: int) -> list[p.Statement]:
        dice, context = self._dice, self._context
        times = dice.between(1, 5)
        if not context.affords(times * 8):
            return self.assign(depth)
        counter = self.counter(dice.pick((INT, UINT, CHAR, LONG)))
        use = build.name(counter)
        with context.scope():
            context.declare(counter)
            condition: p.Expression = build.binary(">", build.increment(use, -1, False), build.bound(0))
            if dice.chance(30):
                condition = build.logical("&&", condition, self._expressions.condition())
            with context.repeated(times + 1):
                body = self.block(depth - 1)
        declare = p.Declare(counter, build.literal(times))
        loop: p.Statement
        loop = p.While(condition, body) if dice.chance(50) else p.DoWhile(body, condition)
        return [p.Block([declare, loop])]

    def _forward_goto(self, depth: int) -> list[p.Statement]:
        """`if (...) goto label;` over a block."""
        label = self._context.label("skip")
        jump = p.If(self._expressions.condition(), p.Block([p.Goto(label)]), None)
        return [jump, self.block(depth - 1), p.Label(label)]

    def _backward_goto(self, depth: int) -> list[p.Statement]:
        """A loop made of goto, left by another one in the middle sometimes."""
        dice, context = self._dice, self._context
        times = dice.between(1, 4)
        if not context.affords(times * 8):
            return self.assign(depth)
        again, out = context.label("again"), context.label("out")
        counter = self.counter(INT)
        use = build.name(counter)
        with context.scope():
            context.declare(counter)
            # A break or continue in here would leave the enclosing loop, which is fine.
            outer, context.multiplicity = context.multiplicity, context.multiplicity * (times + 1)
            body: list[p.Statement] = [self.block(depth - 1)]
            if dice.chance(50):
                leave = p.Block([p.Goto(out)])
                body += [p.If(self._expressions.condition(), leave, None), self.block(depth - 1, 1)]
            context.multiplicity = outer
        more = build.binary("<", build.increment(use, 1, True), build.bound(times))
        back = p.If(more, p.Block([p.Goto(again)]), None, fixed=True)
        return [p.Block([p.Declare(counter, build.literal(0)), p.Label(again), *body, back, p.Label(out)])]

    def _pointer_walk(self, depth: int) -> list[p.Statement]:
        """`for (p = a; p != a + n; p++)` over an array."""
        dice, context = self._dice, self._context
        with self._expressions.pure():
            array = self._expressions.lvalue(
                lambda t: isinstance(t, ArrayType) and is_arithmetic(t.element), writable=True
            )
        if not isinstance(array, p.Name) or array.variable.volatile or array.variable.const:
            return self._array_loop(depth)
        assert isinstance(array.type, ArrayType)
        length = array.type.length
        if not context.affords(length * 3):
            return self.assign(depth)
        walker = p.Variable(context.fresh("w"), PointerType(array.type.element), addressable=False, locked=True)
        end = build.pointer_offset(build.decay(array), build.literal(length))
        end.past_end = True
        with context.scope(), context.repeated(length), self._expressions.pure():
            context.declare(walker)
            place = build.dereference(build.name(walker))
            if dice.chance(50):
                store = self._expressions.compound(place, 1)
            else:
                store = build.assign(place, self._expressions.arithmetic(1))
            context.charge(2)
        op = dice.pick(("!=", "<"))
        condition = build.pointer_compare(op, build.name(walker), end)
        step = build.increment(build.name(walker), 1, dice.chance(50))
        start = p.Declare(walker, build.decay(array))
        return [p.For(start, condition, step, p.Block([p.Evaluate(store)]))]

    def _string_walk(self, depth: int) -> list[p.Statement]:
        """A loop over the characters of a string."""
        dice, context = self._dice, self._context
        if not context.affords(30):
            return self.assign(depth)
        walker = p.Variable(context.fresh("w"), STRING, addressable=False, locked=True)
        with self._expressions.pure():
            target = self._expressions.lvalue(is_integer, writable=True)
            if target is None or is_wide_bit_field(target):
                return self.assign(depth)
            op = dice.pick(("+", "^", "-"))
            store = build.compound_assign(op, target, build.dereference(build.name(walker)))
        context.charge(24)
        start = p.Declare(walker, build.string_literal(self._expressions.text()))
        step = build.increment(build.name(walker), 1, dice.chance(50))
        condition = build.dereference(build.name(walker))
        return [p.For(start, condition, step, p.Block([p.Evaluate(store)]))]


def _is_function_pointer(type: PointerType) -> bool:
    return isinstance(type.target, FunctionType)
