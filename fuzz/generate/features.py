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
    SHUFFLES = "shuffles"
    COMPLEX = "complex"
    COMPUTED_GOTO = "computed-goto"
    INFINITIES = "infinities"
    FLOAT_BITS = "float-bits"
    BYTES = "bytes"
    BIT_TRICKS = "bit-tricks"
    BIT_LOOPS = "bit-loops"
    DUFF = "duff"
    HEAP = "heap"
    WIDE_STRINGS = "wide-strings"
    MUTUAL_RECURSION = "mutual-recursion"
    OLD_STYLE = "old-style"
    ATOMICS = "atomics"
    THREAD_LOCAL = "thread-local"
    SETJMP = "setjmp"


GNU = (
    Feature.PACKED,
    Feature.INT128,
    Feature.VECTORS,
    Feature.STATEMENT_EXPRESSIONS,
    Feature.CASE_RANGES,
    Feature.BUILTINS,
    Feature.SHUFFLES,
    Feature.COMPLEX,
    Feature.COMPUTED_GOTO,
)
"""Extensions of gcc: a third of the programs have any of them, so that other compilers can be tested too."""

RARE = (Feature.ATOMICS, Feature.THREAD_LOCAL, Feature.OLD_STYLE, Feature.WIDE_STRINGS, Feature.COMPLEX)
"""What small compilers lack, or few programs use: one program in eight has each."""

OPTIONAL = (Feature.SETJMP,)
"""Never drawn: a program has them only when `--features` names them."""

GROUPS = {"all": tuple(Feature), "gnu": GNU}


_CORE = (
    Feature.ARRAYS,
    Feature.BOOLS,
    Feature.CHARACTERS,
    Feature.COMPOUND_ASSIGNMENT,
    Feature.SIDE_EFFECTS,
    Feature.SHIFTS,
    Feature.CASTS,
)


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the language that a program can be all about: its features, and the statements it is full of."""

    features: tuple[Feature, ...]
    statements: tuple[str, ...]


AREAS = (
    Area(
        (*_CORE, Feature.STRUCTS, Feature.BIT_FIELDS, Feature.NEIGHBOURS, Feature.INITIALISERS, Feature.UNIONS),
        ("neighbours", "member", "compound", "copy record", "record", "records"),
    ),
    Area(
        (*_CORE, Feature.STRUCTS, Feature.ABI_RECORDS, Feature.STRUCT_ARGUMENTS, Feature.VARIADIC, Feature.FLOATS,
         Feature.LONG_DOUBLE, Feature.FUNCTION_POINTERS, Feature.COMPOUND_LITERALS, Feature.OLD_STYLE),
        ("call", "copy record", "record"),
    ),
    Area(
        (*_CORE, Feature.FLOATS, Feature.LONG_DOUBLE, Feature.OPERAND_TABLES, Feature.CONDITIONAL, Feature.LOGICAL,
         Feature.INFINITIES, Feature.FLOAT_BITS, Feature.CONSTANT_EXPRESSIONS, Feature.DIVISION),
        ("operand table", "assign", "compound", "float bits", "/", "cmp"),
    ),
    Area(
        (*_CORE, Feature.OPERAND_TABLES, Feature.DIVISION, Feature.BIT_TRICKS, Feature.BIT_LOOPS, Feature.GENERIC,
         Feature.CONSTANT_EXPRESSIONS, Feature.CONDITIONAL, Feature.SIZEOF),
        ("operand table", "compound", "bit loop", "/", "%", "shift"),
    ),
    Area(
        (*_CORE, Feature.SWITCH, Feature.GOTO, Feature.IRREDUCIBLE, Feature.LOOPS, Feature.ODD_LOOPS, Feature.DUFF,
         Feature.LOGICAL, Feature.CONDITIONAL, Feature.COMMA, Feature.RECURSION, Feature.STATIC_LOCALS),
        ("switch", "dispatch", "dangling else", "odd loop", "while", "duff", "irreducible", "backward goto"),
    ),
    Area(
        (*_CORE, Feature.POINTERS, Feature.POINTER_ARITHMETIC, Feature.POINTER_POINTERS, Feature.MATRICES, Feature.HEAP,
         Feature.BYTES, Feature.STRUCTS, Feature.NESTED_STRUCTS, Feature.MEMBER_POINTERS, Feature.LINKED_LISTS,
         Feature.VLAS, Feature.LIBRARY, Feature.STRINGS),
        ("pointer walk", "retarget", "list walk", "memory", "heap", "vla", "string walk", "pointer", "matrix"),
    ),
    Area(
        (*_CORE, Feature.LOOPS, Feature.VECTOR_LOOPS, Feature.ODD_LOOPS, Feature.BIT_LOOPS, Feature.MATRICES,
         Feature.DIVISION, Feature.CONDITIONAL, Feature.FLOATS, Feature.DUFF),
        ("vector loop", "array loop", "reduction", "bit loop", "array", "matrix"),
    ),
    Area(
        (*_CORE, Feature.STRUCTS, Feature.UNIONS, Feature.NESTED_STRUCTS, Feature.INITIALISERS, Feature.ENUMS,
         Feature.COMPOUND_LITERALS, Feature.STRINGS, Feature.WIDE_STRINGS, Feature.CONSTANT_EXPRESSIONS,
         Feature.MATRICES, Feature.TYPEDEFS, Feature.FLOATS, Feature.SIZEOF, Feature.POINTERS),
        ("declare", "record", "records", "array", "matrix", "string"),
    ),
)  # fmt: skip
"""Where compilers' bugs sit: bit-fields, calling conventions, floating arithmetic, integer arithmetic, control flow,
memory, loops, initialisers."""


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


TINY = 40
"""Programs that should be shorter than this do without what takes many lines before the first statement."""


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
    favourites: tuple[str, ...] = ()
    """The statements, operators and types of objects that the program is full of."""

    def has(self, feature: Feature) -> bool:
        return feature in self.features


def draw_policy(dice: Dice, lines: int, selection: Selection | None = None) -> Policy:
    """A random subset of the features and types, and random sizes."""
    density = dice.pick((50, 70, 85, 95))
    area = dice.pick(AREAS) if dice.chance(60) else None
    if area is not None:
        density = 20
    drawn = {feature: dice.chance(density) for feature in Feature}
    drawn.update({feature: dice.chance(12) for feature in RARE})
    if area is not None:
        drawn.update({feature: dice.chance(85 if feature not in RARE else 25) for feature in area.features})
    if not dice.chance(33):
        drawn.update(dict.fromkeys(GNU, False))
    drawn.update(dict.fromkeys(OPTIONAL, False))
    if lines < TINY:
        drawn[Feature.VARIADIC] = False
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
    return Policy(
        features,
        tuple(integers),
        tuple(floats),
        depth,
        parameters,
        lines,
        dice.pick((10, 25, 25, 45)),
        area.statements if area is not None else (),
    )
