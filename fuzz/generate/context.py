"""What is in scope where the generator is writing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from fuzz.generate import program as p
from fuzz.generate.dice import Dice
from fuzz.generate.features import Feature, Policy
from fuzz.generate.types import (
    CHAR,
    INT,
    LONG,
    UCHAR,
    UINT,
    ULONG,
    ComplexType,
    FloatType,
    IntegerType,
    RecordType,
    VectorType,
)

SHARED_NAMES = ("x", "y", "value", "next", "list", "node", "f", "string")
"""Names that programs use in several name spaces at once."""

STATEMENTS_PER_RUN = 2000
"""About how many statements a program may execute: what keeps generating cheap."""


class Context:
    """The program so far, the scopes that enclose the current place, and the price of running it."""

    def __init__(self, dice: Dice, policy: Policy) -> None:
        self.dice = dice
        self.policy = policy
        self.program = p.Program()
        self.records: list[RecordType] = []
        self.enums: list[p.EnumDefinition] = []
        self.typedefs: list[p.Typedef] = []
        self.functions: list[p.Function] = []
        self.tables: list[tuple[p.Variable, p.Function]] = []
        """Arrays of function pointers, each with a function of the type they point to."""
        self.vectors: list[VectorType] = []
        self.complexes: list[ComplexType] = []
        self.function: p.Function | None = None
        self.scopes: list[list[p.Variable]] = [[]]
        """Variables by scope; the first list is file scope."""
        self.multiplicity = 1
        """How often the current place runs in one call of the current function."""
        self.cost = 0
        self.in_loop = False
        self.in_switch = False
        self.tags: dict[str, None] = {}
        """Shared names that are tags already; a dictionary serves as an ordered set."""
        self._labels: dict[str, None] = {}
        self._floor = 0
        """Variables of scopes between file scope and this one are not to be touched."""
        self._visible_ends: list[tuple[list[p.Variable], int, p.Variable | None]] = []
        """The scopes that the next two were made of: a scope grows and shrinks at its end alone."""
        self._visible_names: dict[str, tuple[int, p.Variable]] = {}
        self._visible: dict[tuple[int, int], Sequence[p.Variable]] = {}
        """What `visible` answers, by level and floor."""
        self._counter = 0
        self._emphasis: dict[str, int] = {}

    def weigh(self, choices: Sequence[tuple[str, int]]) -> str:
        """One of the named choices, by weight and by how much this program likes each of them.

        The likes are random but fixed for the program, so that programs differ in what they are full of.
        """
        liked = []
        for name, weight in choices:
            if name not in self._emphasis:
                liking = self.dice.pick((1, 2, 2, 3, 6, 12))
                self._emphasis[name] = 3 * liking if name in self.policy.favourites else liking
            liked.append((name, weight * self._emphasis[name]))
        return self.dice.weighted(liked)

    def has(self, feature: Feature) -> bool:
        return feature in self.policy.features

    def fresh(self, prefix: str) -> str:
        self._counter += 1
        return f"{prefix}{self._counter}"

    @property
    def level(self) -> int:
        return len(self.scopes) - 1

    def visible(self, level: int | None = None) -> Sequence[p.Variable]:
        """Variables that names reach here, from file scope up to scope `level`."""
        ends = [(scope, len(scope), scope[-1] if scope else None) for scope in self.scopes]
        if len(ends) != len(self._visible_ends) or any(
            one[0] is not other[0] or one[1] != other[1] or one[2] is not other[2]
            for one, other in zip(ends, self._visible_ends, strict=True)
        ):
            self._visible_ends = ends
            self._visible_names = {v.name: (depth, v) for depth, scope in enumerate(self.scopes) for v in scope}
            self._visible = {}
        limit = self.level if level is None else level
        floor = self._floor
        found = self._visible.get((limit, floor))
        if found is None:
            found = self._visible[limit, floor] = [
                v
                for depth, v in self._visible_names.values()
                if v.is_static or (depth <= limit and (depth == 0 or depth >= floor))
            ]
        return found

    def declare(self, variable: p.Variable) -> None:
        self.scopes[-1].append(variable)

    @contextmanager
    def scope(self) -> Iterator[None]:
        self.scopes.append([])
        try:
            yield
        finally:
            self.scopes.pop()

    @contextmanager
    def file_scope(self) -> Iterator[None]:
        """Where the initialiser of a global stands: no name of a block is visible, not even of static duration."""
        outer, self.scopes = self.scopes, self.scopes[:1]
        try:
            yield
        finally:
            self.scopes = outer

    @contextmanager
    def repeated(self, times: int, *, breakable: bool = True) -> Iterator[None]:
        """The body of a loop that runs `times` times; break and continue leave it when it is `breakable`."""
        outer = (self.multiplicity, self.in_loop, self.in_switch)
        self.multiplicity *= max(times, 1)
        if breakable:
            self.in_loop, self.in_switch = True, False
        try:
            yield
        finally:
            self.multiplicity, self.in_loop, self.in_switch = outer

    @contextmanager
    def inside_function(self, function: p.Function) -> Iterator[None]:
        self._labels = {}
        outer = (self.function, self.scopes, self.multiplicity, self.cost, self.in_loop, self.in_switch)
        self.function = function
        self.scopes = [self.scopes[0], list(function.parameters)]
        self.multiplicity, self.cost, self.in_loop, self.in_switch = 1, 0, False, False
        try:
            yield
        finally:
            function.cost = max(self.cost, 1)
            self._labels = {}
            self.function, self.scopes, self.multiplicity, self.cost, self.in_loop, self.in_switch = outer

    @contextmanager
    def only_statics(self) -> Iterator[None]:
        """A block that sees nothing but static variables and its own."""
        outer, self._floor = self._floor, len(self.scopes)
        try:
            with self.scope():
                yield
        finally:
            self._floor = outer

    def label(self, prefix: str) -> str:
        """A label; with name spaces it may look like a type or a variable (C11 6.2.3)."""
        name = self.shared_name(self._labels)
        return name or self.fresh(prefix)

    def shared_name(self, taken: dict[str, None]) -> str:
        """A name that other name spaces may have too, or "" for none; it goes to those taken."""
        if not self.has(Feature.NAME_SPACES) or not self.dice.chance(40):
            return ""
        name = self.dice.pick(SHARED_NAMES)
        if name in taken:
            return ""
        taken[name] = None
        return name

    def charge(self, statements: int = 1) -> None:
        self.cost += statements * self.multiplicity

    def affords(self, statements: int) -> bool:
        limit = STATEMENTS_PER_RUN if self.function is None else STATEMENTS_PER_RUN // 12
        return self.cost + statements * self.multiplicity <= limit

    # Types

    def integer_type(self) -> IntegerType:
        return self.dice.pick(self.policy.integers)

    def arithmetic_type(self) -> IntegerType | FloatType:
        if self.policy.floats and self.dice.chance(25):
            return self.dice.pick(self.policy.floats)
        if self.enums and self.dice.chance(10):
            return self.dice.pick(self.enums).type
        return self.integer_type()

    def loop_counter_type(self) -> IntegerType:
        return self.dice.pick([INT, INT, INT, UINT, LONG, ULONG, UCHAR, CHAR])

    def callable_functions(self) -> Sequence[p.Function]:
        """Functions that may be called here: written already, and cheap enough."""
        return [f for f in self.functions if f is not self.function and self.affords(f.cost + 1)]
