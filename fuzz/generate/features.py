"""What a generated program may contain, and the random subset that each program draws (swarm testing).

Swarm testing: Groce, Zhang, Eide, Chen, Regehr, "Swarm testing", ISSTA 2012.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fuzz.generate.dice import Dice
from fuzz.generate.types import (
    BOOL,
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    INT128,
    INTEGERS,
    LDOUBLE,
    UINT,
    UINT128,
    FloatType,
    IntegerType,
)


class Feature(StrEnum):
    """A language feature that a program can be told to leave out."""

    FLOATS = "floats"
    LONG_DOUBLE = "long-double"
    BOOLS = "bools"
    ENUMS = "enums"
    CHARACTERS = "characters"
    ARRAYS = "arrays"
    MATRICES = "matrices"
    VLAS = "vlas"
    STRUCTS = "structs"
    BIT_FIELDS = "bit-fields"
    NEIGHBOURS = "neighbours"
    UNIONS = "unions"
    PACKED = "packed"
    NESTED_STRUCTS = "nested-structs"
    STRUCT_ARGUMENTS = "struct-arguments"
    ABI_RECORDS = "abi-records"
    POINTERS = "pointers"
    POINTER_ARITHMETIC = "pointer-arithmetic"
    POINTER_POINTERS = "pointer-pointers"
    MEMBER_POINTERS = "member-pointers"
    LINKED_LISTS = "linked-lists"
    FUNCTION_POINTERS = "function-pointers"
    RECURSION = "recursion"
    STATIC_LOCALS = "static-locals"
    LOOPS = "loops"
    ODD_LOOPS = "odd-loops"
    VECTOR_LOOPS = "vector-loops"
    OPERAND_TABLES = "operand-tables"
    SWITCH = "switch"
    GOTO = "goto"
    IRREDUCIBLE = "irreducible"
    SIDE_EFFECTS = "side-effects"
    COMPOUND_ASSIGNMENT = "compound-assignment"
    COMMA = "comma"
    CONDITIONAL = "conditional"
    LOGICAL = "logical"
    SIZEOF = "sizeof"
    GENERIC = "generic"
    SHADOWING = "shadowing"
    NAME_SPACES = "name-spaces"
    TYPEDEFS = "typedefs"
    CONST = "const"
    VOLATILE = "volatile"
    REGISTER = "register"
    INITIALISERS = "initialisers"
    COMPOUND_LITERALS = "compound-literals"
    STRINGS = "strings"
    LIBRARY = "library"
    VARIADIC = "variadic"
    CONSTANT_EXPRESSIONS = "constant-expressions"
    SHIFTS = "shifts"
    DIVISION = "division"
    CASTS = "casts"
    INT128 = "int128"
    VECTORS = "vectors"
    STATEMENT_EXPRESSIONS = "statement-expressions"
    CASE_RANGES = "case-ranges"
    BUILTINS = "builtins"
    SETJMP = "setjmp"


GNU = (
    Feature.PACKED,
    Feature.INT128,
    Feature.VECTORS,
    Feature.STATEMENT_EXPRESSIONS,
    Feature.CASE_RANGES,
    Feature.BUILTINS,
)
"""Extensions of gcc: a third of the programs have any of them, so that other compilers can be tested too."""

OPTIONAL = (Feature.SETJMP,)
"""Never drawn: a program has them only when `--features` names them."""

GROUPS = {"all": tuple(Feature), "gnu": GNU}


class UnknownFeatureError(Exception):
    """A name in a list of features that is neither a feature nor a group."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Features that every program has, and those that none has; the others are drawn."""

    always: frozenset[Feature] = frozenset()
    never: frozenset[Feature] = frozenset()

    @classmethod
    def parse(cls, text: str) -> Selection:
        """From `a,b,-c`: a and b always, c never; `all` and `gnu` name groups; later words win.

        Raises UnknownFeatureError.
        """
        always: dict[Feature, None] = {}
        never: dict[Feature, None] = {}
        for word in filter(None, (part.strip() for part in text.split(","))):
            name = word.lstrip("+-")
            if name in GROUPS:
                named: tuple[Feature, ...] = GROUPS[name]
            elif name in Feature.__members__.values():
                named = (Feature(name),)
            else:
                raise UnknownFeatureError(name)
            into, out = (never, always) if word.startswith("-") else (always, never)
            for feature in named:
                into[feature] = None
                out.pop(feature, None)
        return cls(frozenset(always), frozenset(never))

    def __str__(self) -> str:
        words = [f.value for f in Feature if f in self.always] + [f"-{f.value}" for f in Feature if f in self.never]
        return ",".join(words)


@dataclass(frozen=True, slots=True)
class Policy:
    """What one program is made of."""

    features: frozenset[Feature]
    integers: tuple[IntegerType, ...]
    floats: tuple[FloatType, ...]
    depth: int
    """Greatest depth of an expression."""
    parameters: int
    """Greatest number of parameters of a function."""
    lines: int
    """About how many lines the program should have."""
    special: int = 25
    """How many operands of a hundred are constants that compilers treat specially: 0, -1, powers of two, edges."""

    def has(self, feature: Feature) -> bool:
        return feature in self.features


def draw_policy(dice: Dice, lines: int, selection: Selection | None = None) -> Policy:
    """A random subset of the features and types, and random sizes."""
    density = dice.pick((50, 70, 85, 95))
    drawn = {feature: dice.chance(density) for feature in Feature}
    if not dice.chance(33):
        drawn.update(dict.fromkeys(GNU, False))
    drawn.update(dict.fromkeys(OPTIONAL, False))
    if selection is not None:
        drawn.update(dict.fromkeys(selection.always, True))
        drawn.update(dict.fromkeys(selection.never, False))
    features = frozenset([feature for feature in Feature if drawn[feature]])
    allowed = [
        t
        for t in INTEGERS
        if (t != BOOL or Feature.BOOLS in features) and (t != CHAR or Feature.CHARACTERS in features)
    ]
    # Few types in one program, so that each of them meets every operator in it.
    integers = dice.shuffled(allowed)[: dice.pick((2, 3, 3, 4, 6, 12))]
    if INT not in integers and UINT not in integers:
        integers.append(INT)
    if Feature.INT128 in features:
        integers.append(dice.pick((INT128, INT128, UINT128)))
    floats: list[FloatType] = []
    if Feature.FLOATS in features:
        floats = list(dice.pick(((DOUBLE,), (FLOAT,), (FLOAT, DOUBLE), (FLOAT, DOUBLE))))
        if Feature.LONG_DOUBLE in features and dice.chance(40):
            floats.append(LDOUBLE)
    depth = dice.pick((1, 2, 2, 3, 3, 4))
    parameters = dice.pick((3, 4, 6, 9))
    return Policy(features, tuple(integers), tuple(floats), depth, parameters, lines, dice.pick((10, 25, 25, 45)))
