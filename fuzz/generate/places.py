"""Random lvalues, pointers and records, reached from what is in scope."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from fuzz.generate import build
from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.constants import Constants, is_bit_field
from fuzz.generate.context import Context
from fuzz.generate.features import Feature
from fuzz.generate.types import (
    BOOL,
    CHAR,
    INT,
    LONG,
    SCHAR,
    STRING,
    UCHAR,
    ArrayType,
    ComplexType,
    FloatType,
    FunctionType,
    IntegerType,
    Member,
    PointerType,
    RecordType,
    Type,
    VectorType,
    holds_pointers,
)

Accept = Callable[[Type], bool]


_ARITHMETIC = (IntegerType, FloatType)
_ROWS = (ArrayType, VectorType)


def is_arithmetic(type: Type) -> bool:
    return isinstance(type, _ARITHMETIC)


def is_integer(type: Type) -> bool:
    return isinstance(type, IntegerType)


def is_addressable(lvalue: p.Expression) -> bool:
    """Whether `&` may be applied: not to bit-fields, lanes of vectors and registers."""
    place = lvalue
    while isinstance(place, p.MemberOf | p.Index | x.ComplexPart | x.ByteOf):
        if isinstance(place, x.ComplexPart | x.ByteOf):
            return False
        if isinstance(place, p.Index) and isinstance(place.base.type, VectorType):
            return False
        if isinstance(place, p.MemberOf) and _record_type(place).packed:
            return False
        place = place.base
    if isinstance(place, p.Name) and (place.variable.register or place.variable.atomic):
        return False
    return not is_bit_field(lvalue)


def _record_type(node: p.MemberOf) -> RecordType:
    type = node.base.type.target if isinstance(node.base.type, PointerType) else node.base.type
    assert isinstance(type, RecordType)
    return type


def is_wide_bit_field(lvalue: p.Expression) -> bool:
    """A bit-field whose type in expressions compilers disagree about (C11 6.7.2.1 allows none of rank over int)."""
    return is_bit_field(lvalue) and isinstance(lvalue.type, IntegerType) and lvalue.type.rank > INT.rank


class Places(Constants, ABC):
    """Reaches objects from the current place of a Context."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._effects = True
        self._constant = False
        self._has_bytes = context.has(Feature.BYTES)
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

    @abstractmethod
    def arithmetic(self, depth: int | None = None) -> p.Expression:
        """An expression of any arithmetic type."""

    @abstractmethod
    def call(self, wanted: Accept, depth: int) -> p.Expression | None:
        """A call of a function whose result the caller can use."""

    def integer(self, depth: int | None = None) -> p.Expression:
        return self.as_integer(self.arithmetic(depth))

    def subscript_value(self, depth: int) -> p.Expression:
        """An integer that no compiler finds too wide for a subscript."""
        made = self.integer(depth)
        return build.cast(LONG, made) if isinstance(made.type, IntegerType) and made.type.width == 128 else made

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
            found = self._path(build.name(variable), accept, writable)
            if found is not None:
                bytes_too = self._has_bytes and dice.chance(6)
                return self._byte_of(found, accept) if bytes_too else found
        return None

    def _byte_of(self, place: p.Expression, accept: Accept) -> p.Expression:
        """A byte of an integer, where the context takes one; else the place itself."""
        type, dice = place.type, self._dice
        if not isinstance(type, IntegerType) or type == BOOL or not is_addressable(place) or place.effects:
            return place
        if isinstance(place, p.Name) and place.variable.locked:
            return place
        byte = dice.pick((UCHAR, UCHAR, CHAR, SCHAR))
        if not accept(byte):
            return place
        at: p.Expression = build.literal(dice.below(type.size))
        if dice.chance(30) and type.size > 1:
            with self.pure():
                at = build.binary("&", self.subscript_value(0), build.literal(type.size - 1))
        return x.byte_of(place, at, byte)

    def _path(self, base: p.Expression, accept: Accept, writable: bool) -> p.Expression | None:
        dice = self._dice
        for _ in range(6):
            type = base.type
            if accept(type) and (not isinstance(type, PointerType) or dice.chance(70)):
                return base
            if isinstance(type, RecordType):
                member = dice.pick(type.named)
                base = build.member_of(base, member, arrow=False)
            elif isinstance(type, ArrayType | VectorType):
                with self.pure():
                    swapped = dice.chance(3) and isinstance(type, ArrayType)
                    base = build.index(base, self._subscript(type.length, 1), swapped)
            elif isinstance(type, ComplexType):
                base = x.complex_part(base, dice.chance(50))
            elif isinstance(type, PointerType) and not isinstance(type.target, FunctionType):
                if writable and type.const:
                    return None
                if isinstance(type.target, RecordType) and dice.chance(80):
                    base = build.member_of(base, dice.pick(type.target.named), arrow=True)
                elif self._context.has(Feature.POINTER_ARITHMETIC) and dice.chance(40):
                    with self.pure():
                        base = self._pointed_at(base)
                else:
                    base = build.dereference(base)
            else:
                return None
        return None

    def _pointed_at(self, pointer: p.Expression) -> p.Expression:
        dice = self._dice
        plain = self._nesting >= 2 or dice.chance(60)
        self._nesting += 1
        at = build.literal(dice.between(-2, 4)) if plain else self.subscript_value(1)
        self._nesting -= 1
        if isinstance(at, p.Literal) and isinstance(at.value, int) and at.value < 0 and dice.chance(50):
            return build.dereference(build.pointer_offset(pointer, build.literal(-at.value), -1))
        if dice.chance(50):
            return build.index(pointer, at)
        return build.dereference(build.pointer_offset(pointer, at))

    def _subscript(self, length: int, depth: int) -> p.Expression:
        """A subscript for an array of this length, in range or repaired into it."""
        dice = self._dice
        if dice.chance(35) or self._nesting >= 2:
            return build.literal(dice.below(length))
        counters = [v for v in self._context.visible() if v.locked and isinstance(v.type, IntegerType)]
        if counters and dice.chance(75):
            counter = build.name(dice.pick(counters))
            if dice.chance(15):
                return build.binary("-", build.literal(length - 1), counter)
            return counter
        self._nesting += 1
        value = self.subscript_value(min(depth, 1))
        self._nesting -= 1
        return value if dice.chance(90) else build.binary("&", value, build.literal(length - 1))

    def pointer(self, type: PointerType, level: int) -> p.Expression:
        """A pointer to an object that lives at least as long as scope `level` does."""
        context, dice = self._context, self._dice
        if type == STRING:
            return self._string(level)
        if dice.chance(35) and not self._constant:
            same = [v for v in context.visible(level) if v.type == type]
            if same:
                return self._moved(build.name(dice.pick(same)))
            if self._context.has(Feature.MEMBER_POINTERS) and self._effects is False:
                member = self.lvalue(lambda t: t == type, level=level)
                if member is not None and not member.effects:
                    return self._moved(member)
        for _ in range(8):
            candidates = [
                v
                for v in context.visible(level)
                if v.addressable and not (v.const or v.volatile or v.locked or v.register)
            ]
            if not candidates:
                break
            found = self._addressable(build.name(dice.pick(candidates)), type.target)
            if found is not None:
                return self._moved(found)
        return build.address_of(build.name(self._new_global(type.target)))

    def _addressable(self, base: p.Expression, target: Type) -> p.Expression | None:
        """A pointer to an object of type `target` within `base`."""
        dice = self._dice
        for _ in range(4):
            type = base.type
            if type == target:
                return build.address_of(base)
            if isinstance(type, ArrayType):
                if type.element == target and dice.chance(50):
                    return build.decay(base)
                base = build.index(base, build.literal(dice.below(type.length)))
            elif isinstance(type, RecordType) and not type.packed:
                members = [m for m in type.named if m.bits is None]
                if not members:
                    return None
                base = build.member_of(base, dice.pick(members), arrow=False)
            else:
                return None
        return None

    def _moved(self, pointer: p.Expression) -> p.Expression:
        if not self._context.has(Feature.POINTER_ARITHMETIC) or not self._dice.chance(30):
            return pointer
        with self.pure():
            plain = self._constant or self._nesting >= 2 or self._dice.chance(60)
            self._nesting += 1
            by = build.literal(self._dice.below(4)) if plain else self.subscript_value(1)
            self._nesting -= 1
        return build.pointer_offset(pointer, by, self._dice.pick((1, 1, -1)))

    def _string(self, level: int) -> p.Expression:
        same = [v for v in self._context.visible(level) if v.type == STRING]
        if same and not self._constant and self._dice.chance(40):
            return build.name(self._dice.pick(same))
        return build.string_literal(self.text())

    def text(self) -> bytes:
        dice = self._dice
        return bytes(dice.pick((dice.between(32, 126), dice.between(1, 255))) for _ in range(dice.between(1, 8)))

    def _new_global(self, type: Type) -> p.Variable:
        variable = p.Variable(self._context.fresh("g"), type, is_static=True, external=self._dice.chance(65))
        start: p.Initialiser | None = None
        if isinstance(type, PointerType):
            start = build.address_of(build.name(self._new_global(type.target)))
        elif is_arithmetic(type):
            start = self.literal()
        elif holds_pointers(type):
            with self._context.file_scope():
                start = self._whole(type)
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
        return found if found is not None else build.name(self._new_global(type))

    def _initialiser(self, type: RecordType, depth: int) -> p.InitialiserList:
        entries = [
            p.InitialiserEntry(f".{member.name}", member, self._member_value(member, depth))
            for member in type.named[: 1 if type.is_union else None]
            if is_arithmetic(member.type) or holds_pointers(member.type)
        ]
        if not entries:
            entries.append(p.InitialiserEntry(f".{type.named[0].name}", type.named[0], p.InitialiserList([])))
        return p.InitialiserList(entries)

    def _member_value(self, member: Member, depth: int) -> p.Initialiser:
        return self.arithmetic(min(depth, 1)) if is_arithmetic(member.type) else self._whole(member.type)

    def _whole(self, type: Type) -> p.Initialiser:
        """A constant initialiser that leaves no pointer null."""
        if isinstance(type, PointerType):
            with self.constant_addresses():
                return self.pointer(type, 0)
        if isinstance(type, ArrayType):
            return p.InitialiserList([p.InitialiserEntry("", n, self._whole(type.element)) for n in range(type.length)])
        if isinstance(type, RecordType):
            return p.InitialiserList([p.InitialiserEntry("", m, self._whole(m.type)) for m in type.named])
        return self.literal()
