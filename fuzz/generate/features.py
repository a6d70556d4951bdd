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
    INTEGERS,
    UINT,
    FloatType,
    IntegerType,
)


class Feature(StrEnum):
    """A language feature that a program can be told to leave out."""

    FLOATS = "floats"
    BOOLS = "bools"
    ENUMS = "enums"
    CHARACTERS = "characters"
    ARRAYS = "arrays"
    MATRICES = "matrices"
    STRUCTS = "structs"
    BIT_FIELDS = "bit-fields"
    UNIONS = "unions"
    PACKED = "packed"
    NESTED_STRUCTS = "nested-structs"
    STRUCT_ARGUMENTS = "struct-arguments"
    POINTERS = "pointers"
    POINTER_ARITHMETIC = "pointer-arithmetic"
    POINTER_POINTERS = "pointer-pointers"
    FUNCTION_POINTERS = "function-pointers"
    RECURSION = "recursion"
    STATIC_LOCALS = "static-locals"
    LOOPS = "loops"
    ODD_LOOPS = "odd-loops"
    SWITCH = "switch"
    GOTO = "goto"
    SIDE_EFFECTS = "side-effects"
    COMPOUND_ASSIGNMENT = "compound-assignment"
    COMMA = "comma"
    CONDITIONAL = "conditional"
    LOGICAL = "logical"
    SIZEOF = "sizeof"
    SHADOWING = "shadowing"
    TYPEDEFS = "typedefs"
    CONST = "const"
    VOLATILE = "volatile"
    REGISTER = "register"
    INITIALISERS = "initialisers"
    COMPOUND_LITERALS = "compound-literals"
    STRINGS = "strings"
    VARIADIC = "variadic"
    CONSTANT_EXPRESSIONS = "constant-expressions"
    SHIFTS = "shifts"
    DIVISION = "division"
    CASTS = "casts"


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

    def has(self, feature: Feature) -> bool:
        return feature in self.features


def draw_policy(dice: Dice, lines: int) -> Policy:
    """A random subset of the features and types, and random sizes."""
    density = dice.pick((40, 60, 75, 90))
    features = frozenset([feature for feature in Feature if dice.chance(density)])
    allowed = [
        t
        for t in INTEGERS
        if (t != BOOL or Feature.BOOLS in features) and (t != CHAR or Feature.CHARACTERS in features)
    ]
    # Few types in one program, so that each of them meets every operator in it.
    integers = dice.shuffled(allowed)[: dice.pick((2, 3, 3, 4, 6, 12))]
    if INT not in integers and UINT not in integers:
        integers.append(INT)
    floats: tuple[FloatType, ...] = ()
    if Feature.FLOATS in features:
        floats = dice.pick(((DOUBLE,), (FLOAT,), (FLOAT, DOUBLE), (FLOAT, DOUBLE)))
    depth = dice.pick((1, 2, 2, 3, 3, 4))
    return Policy(features, tuple(integers), floats, depth, dice.pick((3, 4, 6, 9)), lines)
