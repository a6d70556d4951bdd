"""Which type an operand is converted to (C11 §6.3.1, §6.5.2.2p6); the conversions themselves are nodes of the typed
tree.
"""

from __future__ import annotations

from minicc.types.ctype import (
    DOUBLE,
    FLOAT,
    FLOAT128,
    INT,
    INT128,
    LLONG,
    LONG,
    LONG_DOUBLE,
    UINT,
    UINT128,
    ULLONG,
    ULONG,
    ComplexType,
    CType,
    EnumType,
    FloatingType,
    IntegerType,
    PointerType,
    complex_type,
    unqualified,
)

_UNSIGNED_OF_RANK = {3: UINT, 4: ULONG, 5: ULLONG, 6: UINT128}
_SIGNED_OF_RANK = {3: INT, 4: LONG, 5: LLONG, 6: INT128}
_FLOATING_RANK = {"float": 0, "double": 1, "long double": 2, "_Float128": 3}
_FLOATING_OF_RANK = (FLOAT, DOUBLE, LONG_DOUBLE, FLOAT128)


def integer_type(ctype: CType) -> IntegerType | None:
    """The integer type behind an integer or complete enumerated type, else None."""
    if isinstance(ctype, IntegerType):
        return ctype
    if isinstance(ctype, EnumType):
        return ctype.definition.integer or UINT
    return None


def is_integer(ctype: CType) -> bool:
    return isinstance(ctype, IntegerType | EnumType)


def is_arithmetic(ctype: CType) -> bool:
    return isinstance(ctype, IntegerType | EnumType | FloatingType | ComplexType)


def is_scalar(ctype: CType) -> bool:
    return isinstance(ctype, IntegerType | EnumType | FloatingType | ComplexType | PointerType)


def integer_promotion(ctype: CType, bit_width: int | None = None) -> CType:
    """§6.3.1.1p2; `bit_width` when the operand is a bit-field. A type that is not an integer comes back as it is.

    The result is a shared, unqualified type. A bit-field wider than int keeps its declared type.
    """
    integer = integer_type(ctype)
    if integer is None:
        return unqualified(ctype)
    if integer.rank < 3:
        return INT
    if bit_width is not None and integer.rank <= 5:
        if bit_width < 32 or (bit_width == 32 and integer.signed):
            return INT
        if bit_width == 32:
            return UINT
    return (_SIGNED_OF_RANK if integer.signed else _UNSIGNED_OF_RANK)[integer.rank]


def usual_arithmetic_conversions(a: CType, b: CType) -> CType:
    """§6.3.1.8 for two promoted arithmetic types: the common type, complex when one of them is."""
    if a is b:
        return a
    if isinstance(a, ComplexType) or isinstance(b, ComplexType):
        common = usual_arithmetic_conversions(
            a.component if isinstance(a, ComplexType) else a, b.component if isinstance(b, ComplexType) else b
        )
        assert isinstance(common, IntegerType | FloatingType)
        return complex_type(common)
    if isinstance(a, FloatingType) or isinstance(b, FloatingType):
        rank = max(
            _FLOATING_RANK[a.name] if isinstance(a, FloatingType) else -1,
            _FLOATING_RANK[b.name] if isinstance(b, FloatingType) else -1,
        )
        return _FLOATING_OF_RANK[rank]
    assert isinstance(a, IntegerType) and isinstance(b, IntegerType)
    if a.signed == b.signed:
        return a if a.rank >= b.rank else b
    signed, unsigned = (a, b) if a.signed else (b, a)
    if unsigned.rank >= signed.rank:
        return unsigned
    if signed.size > unsigned.size:
        return signed
    return _UNSIGNED_OF_RANK[signed.rank]


def promoted_parameter(ctype: CType) -> CType:
    """The default argument promotions (§6.5.2.2p6)."""
    if isinstance(ctype, FloatingType):
        return DOUBLE if ctype.name == "float" else unqualified(ctype)
    return integer_promotion(ctype)


def wrap(value: int, integer: IntegerType) -> int:
    """`value` converted to `integer` (§6.3.1.3; gcc's modulo for signed types)."""
    if integer.rank == 0:
        return 1 if value else 0
    width = integer.size * 8
    value &= (1 << width) - 1
    if integer.signed and value >> (width - 1):
        value -= 1 << width
    return value


def extremes(integer: IntegerType) -> tuple[int, int]:
    """The least and the greatest value of `integer`."""
    if integer.signed:
        half = 1 << (integer.width - 1)
        return -half, half - 1
    return 0, (1 << integer.width) - 1


def in_range(value: int, integer: IntegerType) -> bool:
    """True when `integer` can represent `value`."""
    least, greatest = extremes(integer)
    return least <= value <= greatest
