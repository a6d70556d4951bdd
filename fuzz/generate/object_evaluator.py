"""The meaning of the expressions in `extensions` that look into objects: their bytes, parts and lanes, and the heap."""

from __future__ import annotations

import math
import struct
from abc import ABC
from collections.abc import Callable
from fractions import Fraction

from fuzz.generate import build
from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.arithmetic import round_to_float
from fuzz.generate.errors import UndefinedValueError
from fuzz.generate.extension_evaluator import ExtensionEvaluator, pack_lanes, unpack_lanes
from fuzz.generate.machine import BrokenProgramError
from fuzz.generate.repair import Repair
from fuzz.generate.types import FLOAT, ComplexType, FloatType, VectorType

_BITS = {4: (struct.Struct("<f"), struct.Struct("<I")), 8: (struct.Struct("<d"), struct.Struct("<Q"))}
_NO_NAN = {4: 0xBFFFFFFF, 8: 0xBFFFFFFFFFFFFFFF}
"""Without the highest bit of the exponent, every pattern is a number."""
_LVALUES = (p.Name, p.MemberOf, p.Index, p.Dereference)

_Parts = tuple[float, float | None]
"""Of a complex number; the imaginary part is None for a real one."""


class ObjectEvaluator(ExtensionEvaluator, ABC):
    """Adds them to the evaluator."""

    def __init__(self, program: p.Program, repair: Repair, run_number: int, budget: int) -> None:
        super().__init__(program, repair, run_number, budget)
        self._values.update(
            {
                x.ByteOf: self._load,
                x.FloatBits: self._float_bits,
                x.BitsFloat: self._bits_float,
                x.Allocate: lambda node: self._store.new(node.of).address,
                x.ComplexOf: self._complex_of,
                x.ComplexPart: self._complex_part,
                x.ComplexUnary: self._complex_unary,
                x.ComplexBinary: self._complex_binary,
                x.Shuffle: self._shuffle,
            }
        )

    def _address_of_extension(self, node: p.Expression) -> int:
        if isinstance(node, x.ByteOf):
            at = self._integer(node.index)
            if not 0 <= at < node.lvalue.type.size:
                raise BrokenProgramError("a byte outside its object")
            return self._address(node.lvalue) + at
        if isinstance(node, x.ComplexPart):
            return self._address(node.operand) + (node.type.size if node.imaginary else 0)
        return super()._address_of_extension(node)

    def _float_bits(self, node: x.FloatBits) -> int:
        value = self._number_of(node.operand)
        if math.isnan(value):
            self._changed(node)
            self.run.stale = self.run.stale or node.effects
            node.operand = replacement = self._repair.small(node.operand.type)
            value = replacement.value
        node.last_run = self._number
        as_float, as_bits = _BITS[node.type.size]
        bits: int = as_bits.unpack(as_float.pack(value))[0]
        return bits

    def _bits_float(self, node: x.BitsFloat) -> float:
        size = node.type.size
        as_float, as_bits = _BITS[size]
        bits = self._integer(node.operand)
        value: float = as_float.unpack(as_bits.pack(bits))[0]
        if math.isnan(value) or (self._finite and math.isinf(value)):
            self._changed(node)
            mask = build.literal(_NO_NAN[size], node.operand.type)
            node.operand = build.binary("&", node.operand, mask)
            value = as_float.unpack(as_bits.pack(bits & _NO_NAN[size]))[0]
        node.last_run = self._number
        return value

    # Complex numbers

    def _parts(self, node: p.Expression) -> tuple[float, float]:
        value = self._value(node)
        assert isinstance(node.type, ComplexType)
        assert isinstance(value, bytes)
        real, imaginary = unpack_lanes(value, node.type.element)
        return float(real), float(imaginary)

    def _operand(self, node: p.Expression) -> _Parts:
        return self._parts(node) if isinstance(node.type, ComplexType) else (float(self._number_of(node)), None)

    def _complex_of(self, node: x.ComplexOf) -> bytes:
        assert isinstance(node.type, ComplexType)
        return pack_lanes([self._number_of(node.real), self._number_of(node.imaginary)], node.type.element)

    def _complex_part(self, node: x.ComplexPart) -> p.Value:
        if isinstance(node.operand, _LVALUES):
            loaded: p.Value = self._load(node)
            return loaded
        return self._parts(node.operand)[node.imaginary]

    def _complex_unary(self, node: x.ComplexUnary) -> bytes:
        real, imaginary = self._parts(node.operand)
        assert isinstance(node.type, ComplexType)
        return pack_lanes([-real if node.op == "-" else real, -imaginary], node.type.element)

    def _complex_binary(self, node: x.ComplexBinary) -> bytes | int:
        left, right = self._operand(node.left), self._operand(node.right)
        if node.op in ("==", "!="):
            return int((left == right) == (node.op == "=="))
        assert isinstance(node.type, ComplexType)
        element = node.type.element
        try:
            result = _complex_operation(node.op, left, right, element)
        except UndefinedValueError:
            self._changed(node)
            self.run.stale = self.run.stale or node.effects
            node.op = "+"
            try:
                result = _complex_operation(node.op, left, right, element)
            except UndefinedValueError as undefined:
                raise BrokenProgramError(undefined.rule) from undefined
        node.last_run = self._number
        return pack_lanes(list(result), element)

    # Lanes

    def _shuffle(self, node: x.Shuffle) -> bytes:
        assert isinstance(node.type, VectorType)
        lanes = [*self._lanes(node.left, node.type), *self._lanes(node.right, node.type)]
        return pack_lanes([lanes[n] for n in node.lanes], node.type.element)


def _complex_operation(op: str, left: _Parts, right: _Parts, element: FloatType) -> tuple[float, float]:
    (a, b), (c, d) = left, right
    if op == "-" and (a == c == 0.0 or b == d == 0.0):
        raise UndefinedValueError("the sign of 0.0 - 0.0, which gcc 12 has wrong (see evaluator)")
    rounded = round_to_float if element is FLOAT else _same
    sign = -1 if op == "-" else 1
    if b is None:
        assert d is not None
        real, imaginary = (rounded(a * c), rounded(a * d)) if op == "*" else (rounded(a + c), d)
    elif d is None:
        real, imaginary = (rounded(a * c), rounded(b * c)) if op == "*" else (rounded(a + sign * c), b)
    elif op == "*":
        real, imaginary = _exact_product(a, b, c, d, rounded)
    else:
        real, imaginary = rounded(a + sign * c), rounded(b + sign * d)
    if not (math.isfinite(real) and math.isfinite(imaginary)):
        raise UndefinedValueError("a complex number that is not finite")
    return real, imaginary


def _same(value: float) -> float:
    return value


def _exact_product(a: float, b: float, c: float, d: float, rounded: Callable[[float], float]) -> tuple[float, float]:
    """Only products that need no rounding are the same at compile time, where gcc rounds once, and at run time."""
    if not all(map(math.isfinite, (a, b, c, d))):
        raise UndefinedValueError("a complex number that is not finite")
    ac, bd, ad, bc = (Fraction(m) * Fraction(n) for m, n in ((a, c), (b, d), (a, d), (b, c)))
    for exact in (ac, bd, ad, bc, ac - bd, ad + bc):
        if not exact or abs(exact) > 1 << 100 or Fraction(rounded(float(exact))) != exact:
            raise UndefinedValueError("a complex product that is rounded")
    return float(ac - bd), float(ad + bc)
