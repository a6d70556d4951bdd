"""Types, variables and initialisers of a generated program."""

from __future__ import annotations

from fuzz.generate import build
from fuzz.generate import program as p
from fuzz.generate.context import Context
from fuzz.generate.expressions import Expressions
from fuzz.generate.features import Feature
from fuzz.generate.interpreter import Interpreter
from fuzz.generate.places import is_arithmetic
from fuzz.generate.printer import print_expression
from fuzz.generate.repair import Repair
from fuzz.generate.types import (
    BOOL,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    LDOUBLE,
    LONG,
    SCHAR,
    SHORT,
    STRING,
    UCHAR,
    UINT,
    ULONG,
    USHORT,
    ArrayType,
    ComplexType,
    FloatType,
    IntegerType,
    Member,
    PointerType,
    RecordType,
    Type,
    VectorType,
    holds_pointers,
)

_BIT_FIELD_TYPES = (INT, UINT, INT, UINT, INT, UINT, LONG, ULONG, SHORT, USHORT, UCHAR, BOOL)


class Declarations:
    """Declares things in a Context."""

    def __init__(self, context: Context, expressions: Expressions) -> None:
        self._context = context
        self._dice = context.dice
        self._expressions = expressions

    def constant_value(self, depth: int) -> tuple[int, str]:
        """A random integer constant expression that fits int: its value and its text."""
        context = self._context
        expression: p.Expression = self._expressions.constant(depth, only_integers=True)
        if not isinstance(expression.type, IntegerType) or expression.type.width > 32:
            expression = build.cast(INT, expression)
        value: p.Value = 0
        for number in range(1, 20):
            interpreter = Interpreter(context.program, Repair(self._dice), number, 1000)
            value = interpreter.evaluate(expression)
            if not interpreter.run.stale:
                break
        assert isinstance(value, int)
        if value > INT.maximum:
            return value - (1 << 32), f"(int)({print_expression(expression)})"
        return value, print_expression(expression)

    def constant_equal_to(self, value: int) -> str:
        """An integer constant expression of a small positive value."""
        if not self._context.has(Feature.CONSTANT_EXPRESSIONS) or self._dice.chance(60):
            return str(value)
        other, text = self.constant_value(1)
        return f"(({text}) ^ {other ^ value})" if self._dice.chance(50) else f"(({text}) == {other}) * {value}"

    def types(self) -> None:
        """Enumerations, structs, unions, vectors and typedefs of the program."""
        context, dice = self._context, self._dice
        small = context.policy.lines < 80
        if context.has(Feature.ENUMS) and (not small or dice.chance(60)):
            for _ in range(1 if small else dice.between(1, 2)):
                self._enum()
        if context.has(Feature.STRUCTS):
            for _ in range(dice.pick((1, 1, 1, 2)) if small else dice.between(1, 4)):
                if context.has(Feature.ABI_RECORDS) and dice.chance(40):
                    self._abi_record()
                else:
                    self._record()
        if context.has(Feature.UNIONS) and context.has(Feature.STRUCTS) and (not small or dice.chance(40)):
            self._union()
        if context.has(Feature.VECTORS):
            self._vectors()
        if context.has(Feature.COMPLEX):
            context.complexes += [ComplexType(type) for type in context.policy.floats if type is not LDOUBLE]
        if context.has(Feature.TYPEDEFS) and (not small or dice.chance(40)):
            for _ in range(dice.between(1, 3)):
                name = context.fresh("T")
                type: Type = context.arithmetic_type()
                if dice.chance(30):
                    type = ArrayType(type, dice.between(2, 8))
                typedef = p.Typedef(name, type)
                context.typedefs.append(typedef)
                context.program.definitions.append(typedef)

    def _vectors(self) -> None:
        """A vector type, and the one that comparisons of such vectors have."""
        context, dice = self._context, self._dice
        lanes: list[IntegerType | FloatType] = [INT, UINT, SHORT, USHORT, UCHAR, LONG, ULONG, FLOAT, DOUBLE]
        element = dice.pick(lanes)
        mask = {1: SCHAR, 2: SHORT, 4: INT, 8: LONG}[element.size]
        for lane in (element,) if element == mask else (element, mask):
            vector = VectorType(context.fresh("V"), lane)
            context.vectors.append(vector)
            context.program.definitions.append(vector)

    def _abi_record(self) -> None:
        """A struct of some class of the calling convention (psABI 3.2.3): by size, and by what its eightbytes hold."""
        context, dice = self._context, self._dice
        pool: list[Type] = [SHORT, INT, LONG, ULONG, UCHAR]
        if context.has(Feature.CHARACTERS):
            pool.append(CHAR)
        if context.policy.floats:
            pool += [FLOAT, DOUBLE, FLOAT, DOUBLE]
        members: list[Member] = []
        for n in range(dice.pick((1, 1, 2, 2, 2, 3, 4))):
            type = dice.pick(pool)
            if dice.chance(35) and context.has(Feature.ARRAYS):
                type = ArrayType(type, dice.pick((1, 2, 2, 3, 3, 4, 5, 7)))
            members.append(Member(f"m{n}", type))
        if LDOUBLE in context.policy.floats and dice.chance(25):
            members.insert(dice.below(len(members) + 1), Member("wide", LDOUBLE))
        self._define(RecordType(context.fresh("s"), members))

    def _enum(self) -> None:
        context, dice = self._context, self._dice
        items: list[tuple[str, str, int]] = []
        value = -1
        for _ in range(dice.between(2, 6)):
            text = ""
            value += 1
            if dice.chance(50) or value > INT.maximum:
                if context.has(Feature.CONSTANT_EXPRESSIONS):
                    value, text = self.constant_value(dice.between(0, 2))
                else:
                    value = dice.between(-20, 100)
                    text = str(value)
            items.append((context.fresh("E"), text, value))
        tag = context.fresh("e")
        signed = any(v < 0 for _, _, v in items)
        enum = p.EnumDefinition(tag, items, IntegerType(f"enum {tag}", 32, signed, INT.rank))
        context.program.definitions.append(enum)
        context.enums.append(enum)

    def _record(self) -> None:
        context, dice = self._context, self._dice
        packed = context.has(Feature.PACKED) and dice.chance(20)
        bit_fields = context.has(Feature.BIT_FIELDS) and (dice.chance(60) or not context.records)
        members: list[Member] = []
        names: dict[str, None] = {}
        small = context.policy.lines < 80
        for n in range(dice.pick((1, 2, 2, 3, 3, 4) if small else (1, 2, 2, 3, 3, 4, 5, 7))):
            name = context.shared_name(names) or f"m{n}"
            kind = dice.below(10)
            if bit_fields and kind < 6:
                type = dice.pick(_BIT_FIELD_TYPES)
                width = dice.between(1, type.width)
                if type.rank > INT.rank:
                    width = dice.between(1, 63)
                if dice.chance(8) and not packed and members:
                    members.append(Member("", INT, 0))
                elif dice.chance(10):
                    members.append(Member("", INT, dice.between(1, 20)))
                members.append(Member(name, type, width, width_text=self.constant_equal_to(width)))
            elif kind == 7 and context.has(Feature.ARRAYS):
                members.append(Member(name, ArrayType(context.arithmetic_type(), dice.between(1, 5))))
            elif kind == 6 and context.has(Feature.MEMBER_POINTERS) and not packed and dice.chance(60):
                target: Type = context.arithmetic_type()
                if context.records and dice.chance(30):
                    target = dice.pick(context.records)
                members.append(Member(name, PointerType(target)))
            elif kind == 9 and context.vectors and not packed:
                members.append(Member(name, dice.pick(context.vectors)))
            elif kind == 8 and context.records and context.has(Feature.NESTED_STRUCTS):
                inner: Type = dice.pick(context.records)
                members.append(Member(name, ArrayType(inner, 2) if dice.chance(25) else inner))
            else:
                members.append(Member(name, context.arithmetic_type()))
        if not any(is_arithmetic(m.type) for m in members if m.name):
            members.append(Member("last", context.arithmetic_type()))
        self._define(RecordType(context.shared_name(context.tags) or context.fresh("s"), members, packed=packed))

    def _union(self) -> None:
        """A union whose members all have the same bytes, so that any may be read after any was written."""
        dice = self._dice
        choices: list[list[Type]] = [
            [UINT, INT, ArrayType(UCHAR, 4), ArrayType(USHORT, 2), ArrayType(SHORT, 2)],
            [ULONG, LONG, ArrayType(INT, 2), ArrayType(UINT, 2), ArrayType(SHORT, 4), ArrayType(CHAR, 8)],
            [USHORT, SHORT, ArrayType(UCHAR, 2), ArrayType(CHAR, 2)],
        ]
        types = dice.shuffled(dice.pick(choices))[: dice.between(2, 4)]
        members = [Member(f"u{n}", type) for n, type in enumerate(types)]
        self._define(RecordType(self._context.fresh("n"), members, is_union=True))

    def _define(self, record: RecordType) -> None:
        context = self._context
        if context.has(Feature.TYPEDEFS) and self._dice.chance(40):
            record.typedef = context.fresh("T")
            if self._dice.chance(50):
                record.tag = ""
        context.records.append(record)
        context.program.definitions.append(record)

    def variadic_records(self) -> None:
        """Choose the structs that go through the variadic function, and what it makes of them."""
        context, dice, make = self._context, self._dice, self._expressions
        for letter, record in zip("AB", dice.shuffled(context.records), strict=False):
            variable = p.Variable("record", record)
            parts: list[p.Expression] = []
            for member in record.named[: 1 if record.is_union else 4]:
                place: p.Expression = build.member_of(build.name(variable), member, arrow=False)
                if isinstance(place.type, ArrayType):
                    place = build.index(place, build.literal(place.type.length - 1))
                if isinstance(place.type, FloatType):
                    parts.append(build.binary(">", place, build.literal(1)))
                elif isinstance(place.type, IntegerType):
                    parts.append(make.read(place))
            if parts:
                context.program.variadic_records[letter] = p.VariadicRecord(variable, parts)

    # Variables

    def object_type(self) -> Type:
        """The type of some variable."""
        context, dice = self._context, self._dice
        choices = [("arithmetic", 10)]
        if context.has(Feature.ARRAYS):
            choices.append(("array", 4))
        if context.has(Feature.MATRICES):
            choices.append(("matrix", 2))
        if context.records:
            choices += [("record", 5), ("records", 2)]
        if context.has(Feature.POINTERS):
            choices.append(("pointer", 4))
        if context.has(Feature.STRINGS):
            choices.append(("string", 2))
        if context.vectors:
            choices.append(("vector", 5))
        if context.complexes:
            choices.append(("complex", 6))
        kind = context.weigh(choices)
        if kind == "array":
            return ArrayType(context.arithmetic_type(), dice.pick((2, 3, 4, 5, 7, 8, 8, 10, 16, 16, 33)))
        if kind == "matrix":
            return ArrayType(ArrayType(context.arithmetic_type(), dice.between(2, 5)), dice.between(2, 4))
        if kind == "record":
            return dice.pick(context.records)
        if kind == "records":
            return ArrayType(dice.pick(context.records), dice.between(2, 4))
        if kind == "string" and context.has(Feature.WIDE_STRINGS) and dice.chance(50):
            return ArrayType(dice.pick((INT, USHORT, UINT)), dice.between(2, 8))
        if kind == "string":
            return STRING if dice.chance(50) else ArrayType(CHAR, dice.between(2, 12))
        if kind == "vector":
            return dice.pick(context.vectors)
        if kind == "complex":
            return dice.pick(context.complexes)
        if kind == "pointer":
            return self.pointer_type()
        return context.arithmetic_type()

    def pointer_type(self) -> PointerType:
        context, dice = self._context, self._dice
        target: Type = context.arithmetic_type()
        if context.records and dice.chance(35):
            target = dice.pick(context.records)
        elif context.has(Feature.MATRICES) and dice.chance(10):
            target = ArrayType(context.arithmetic_type(), dice.between(2, 4))
        if context.has(Feature.POINTER_POINTERS) and dice.chance(15):
            target = PointerType(target)
        return PointerType(target)

    def global_variable(self, type: Type | None = None) -> p.Variable:
        """A global with an initialiser or without, of this type or any."""
        context, dice = self._context, self._dice
        taken = dict.fromkeys([v.name for v in context.scopes[0]])
        name = "" if context.level else context.shared_name(taken)
        variable = p.Variable(name or context.fresh("g"), type or self.object_type(), is_static=True)
        variable.external = dice.chance(65)
        self._qualify(variable)
        # Not arrays and records: on a subscript of 2^33 in code that never runs gcc 12 stops with an internal error.
        if context.has(Feature.THREAD_LOCAL) and is_arithmetic(variable.type) and dice.chance(40):
            variable.thread_local = True
            variable.addressable = False
        with context.file_scope():
            start = self.initialiser(variable.type, level=0, constant=True, optional=True)
        context.program.globals.append(p.Declare(variable, start))
        context.scopes[0].append(variable)
        if dice.chance(5) and not isinstance(variable.type, PointerType):
            self._typedef_name(variable)
        return variable

    def local_variable(self) -> p.Declare:
        """A declaration with an initialiser, for the innermost scope."""
        context, dice = self._context, self._dice
        assert context.level > 0
        type = self.object_type()
        hidden = [v.name for scope in context.scopes[:-1] for v in scope if not v.name.startswith("f")]
        taken = dict.fromkeys([v.name for v in context.scopes[-1]])
        name = context.shared_name(taken) or context.fresh("v")
        taken.pop(name, None)
        if context.has(Feature.SHADOWING) and hidden and dice.chance(20):
            other = dice.pick(hidden)
            # The initialiser would see the new variable, not the one it hides: see Statements.
            name = other if other not in taken else name
        variable = p.Variable(name, type)
        self._qualify(variable)
        if context.has(Feature.REGISTER) and dice.chance(10) and is_arithmetic(type):
            variable.register = True
            variable.addressable = False
        constant = False
        if (
            context.has(Feature.STATIC_LOCALS)
            and not variable.register
            and dice.chance(15)
            and context.function is not None
        ):
            variable.is_static = True
            constant = True
        if dice.chance(15):
            self._typedef_name(variable)
        hides = any(v.name == name for scope in context.scopes for v in scope)
        start: p.Initialiser | None
        if hides:
            context.declare(variable)
            start = self.initialiser(type, level=0, constant=True, optional=False)
        else:
            level = 0 if variable.is_static else context.level
            start = self.initialiser(type, level=level, constant=constant, optional=variable.is_static)
            context.declare(variable)
        made = p.Declare(variable, start)
        if variable.is_static and context.function is not None:
            context.function.statics.append(made)
        context.charge()
        return made

    def _typedef_name(self, variable: p.Variable) -> None:
        same = [t for t in self._context.typedefs if t.type == variable.type]
        if same:
            variable.type_name = self._dice.pick(same).name

    def _qualify(self, variable: p.Variable) -> None:
        context, dice = self._context, self._dice
        if isinstance(variable.type, PointerType):
            return
        if context.has(Feature.CONST) and dice.chance(8):
            variable.const = True
        if context.has(Feature.VOLATILE) and dice.chance(10):
            variable.volatile = True
        if context.has(Feature.ATOMICS) and _has_atomic(variable.type) and dice.chance(30):
            variable.atomic = True
            variable.addressable = False

    def opaque(self, value: int) -> p.Expression:
        """An expression of this value that is hard to foresee for a compiler."""
        context = self._context
        if self._dice.chance(40):
            return build.bound(value)
        hidden = p.Variable(context.fresh("g"), INT, is_static=True, external=True, locked=True, addressable=False)
        context.program.globals.append(p.Declare(hidden, build.bound(value)))
        return build.name(hidden)

    # Initialisers

    def initialiser(self, type: Type, *, level: int, constant: bool, optional: bool) -> p.Initialiser | None:
        """An initialiser; None (only when `optional`) leaves the object zero."""
        context, dice = self._context, self._dice
        if isinstance(type, PointerType):
            if constant:
                return self._address_constant(type)
            return self._expressions.pointer(type, level)
        if optional and dice.chance(8) and not holds_pointers(type):
            return None
        if isinstance(type, VectorType) and not constant:
            return self._expressions.vector(type, 2)
        if isinstance(type, ComplexType):
            return self._expressions.complex(type, 0 if constant else 2, constant=constant)
        if is_arithmetic(type):
            return self._scalar(constant)
        if isinstance(type, ArrayType) and type.element == CHAR and dice.chance(80):
            text = self._expressions.text()[: type.length]
            wide = context.has(Feature.WIDE_STRINGS) and dice.chance(50)
            return p.StringInitialiser(text, "u8" if wide else "")
        if isinstance(type, ArrayType) and context.has(Feature.WIDE_STRINGS) and dice.chance(50):
            prefix = (
                {INT: "L", USHORT: "u", UINT: "U"}.get(type.element) if isinstance(type.element, IntegerType) else None
            )
            if prefix:
                return p.WideStringInitialiser(prefix, self._expressions.wide_text()[: type.length])
        if isinstance(type, RecordType) and not constant and level > 0 and dice.chance(25):
            return self._expressions.record(type, 1)
        assert isinstance(type, ArrayType | RecordType | VectorType)
        return self._list(type, constant, context.has(Feature.INITIALISERS))

    def _scalar(self, constant: bool) -> p.Expression:
        if constant:
            depth = 2 if self._context.has(Feature.CONSTANT_EXPRESSIONS) else 0
            return self._expressions.constant(self._dice.between(0, depth), only_integers=False)
        return self._expressions.value(min(self._context.policy.depth, 2))

    def _list(self, type: ArrayType | RecordType | VectorType, constant: bool, fancy: bool) -> p.InitialiserList:
        dice = self._dice
        entries: list[p.InitialiserEntry] = []
        if isinstance(type, ArrayType | VectorType):
            steps: list[Member | int] = list(range(type.length))
            element: Type = type.element
        else:
            steps = list(type.named[:1] if type.is_union else type.named)
        fancy = fancy and not isinstance(type, VectorType)
        if fancy and dice.chance(20) and not holds_pointers(type):
            steps = steps[: dice.between(0, len(steps))]
        if len(steps) > 16 and not holds_pointers(type):
            steps = steps[: dice.between(1, 16)]
        designated = fancy and dice.chance(30)
        if designated:
            steps = dice.shuffled(steps)
        if isinstance(type, RecordType) and type.is_union and designated:
            steps = [dice.pick(type.named)]
        with self._expressions.pure():
            for step in steps:
                if isinstance(step, int):
                    designator = f"[{step}]"
                else:
                    designator, element = f".{step.name}", step.type
                value = self._element(element, constant)
                entries.append(p.InitialiserEntry(designator if designated else "", step, value))
        return p.InitialiserList(entries)

    def _element(self, type: Type, constant: bool) -> p.Initialiser:
        if isinstance(type, PointerType):
            return self._address_constant(type)
        if isinstance(type, ArrayType | RecordType | VectorType):
            return self._list(type, constant, self._context.has(Feature.INITIALISERS))
        if self._dice.chance(60):
            return self._expressions.literal()
        return self._scalar(constant)

    def _address_constant(self, type: PointerType) -> p.Expression:
        """A pointer that is a constant expression (C11 6.6p9)."""
        with self._expressions.constant_addresses():
            return self._expressions.pointer(type, 0)

    def function_table(self, like: list[p.Function]) -> None:
        """A global array of pointers to functions of one type."""
        context, dice = self._context, self._dice
        pointer = PointerType(like[0].type)
        length = dice.between(2, 4)
        variable = p.Variable(context.fresh("table"), ArrayType(pointer, length), is_static=True, locked=True)
        variable.const = dice.chance(40)
        entries = [
            p.InitialiserEntry("", n, p.FunctionName(pointer, dice.pick(like), dice.chance(40))) for n in range(length)
        ]
        context.program.globals.append(p.Declare(variable, p.InitialiserList(entries)))
        context.tables.append((variable, max(like, key=lambda f: f.cost)))


def _has_atomic(type: Type) -> bool:
    """Whether every compiler has `_Atomic` of it right: clang 16 has `_Bool <<= 25` wrong, floats take libatomic."""
    return isinstance(type, IntegerType) and type != BOOL and type.width <= 64
