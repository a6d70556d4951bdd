"""The meaning of the expressions in `extensions`."""

from __future__ import annotations

from abc import ABC

from fuzz.generate import build
from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.arithmetic import Number, compute, convert, wrap
from fuzz.generate.errors import UndefinedValueError
from fuzz.generate.evaluator import Evaluator
from fuzz.generate.library import LIBRARY, compute_library
from fuzz.generate.machine import BrokenProgramError
from fuzz.generate.repair import Repair
from fuzz.generate.types import FloatType, IntegerType, VectorType


class ExtensionEvaluator(Evaluator, ABC):
    """Adds what `extensions` holds to the evaluator."""

    def __init__(self, program: p.Program, repair: Repair, run_number: int, budget: int) -> None:
        super().__init__(program, repair, run_number, budget)
        self._values.update(
            {
                x.Generic: self._generic,
                x.StatementExpression: self._statement_expression,
                x.Alignof: lambda node: node.of.align,
                x.VectorBinary: self._vector_binary,
                x.VectorCast: lambda node: self._value(node.operand),
                x.LibraryCall: self._library_call,
                x.Overflow: self._overflow,
            }
        )

    def _generic(self, node: x.Generic) -> p.Value:
        return self._value(node.associations[node.chosen][1])

    def _statement_expression(self, node: x.StatementExpression) -> p.Value:
        self._run_body(node.body)
        return self._value(node.result)

    # Vectors

    def _vector_binary(self, node: x.VectorBinary) -> bytes:
        vector = node.left.type if isinstance(node.left.type, VectorType) else node.right.type
        assert isinstance(vector, VectorType)
        assert isinstance(node.type, VectorType)
        left, right = (self._lanes(operand, vector) for operand in (node.left, node.right))
        wraps = isinstance(vector.element, IntegerType)
        try:
            lanes = [self._lane(node.op, a, b, vector, wraps) for a, b in zip(left, right, strict=True)]
        except UndefinedValueError:
            self.run.stale = True
            node.op = "-" if isinstance(vector.element, FloatType) else "&"
            lanes = [self._lane(node.op, a, b, vector, wraps) for a, b in zip(left, right, strict=True)]
        return pack_lanes(lanes, node.type.element)

    def _lanes(self, node: p.Expression, vector: VectorType) -> list[Number]:
        value = self._value(node)
        if isinstance(value, bytes):
            return unpack_lanes(value, vector.element)
        return [convert(value, node.type, vector.element)] * vector.length

    def _lane(self, op: str, left: Number, right: Number, vector: VectorType, wraps: bool) -> Number:
        element = vector.element
        if op in build.COMPARISONS:
            return -int(compute(op, left, right, element, False))
        if isinstance(element, FloatType):
            result = compute(op, left, right, element, False)
            self._refuse_infinity(result)
            return result
        if isinstance(element, IntegerType) and element.signed and op in ("+", "-", "*"):
            exact = compute(op, left, right, element, True)
            if exact != compute(op, left, right, _WIDEST, True):
                raise UndefinedValueError("signed overflow in a lane")
            return exact
        return compute(op, left, right, element, wraps and op not in ("<<", ">>"))

    # Library

    def _library_call(self, node: x.LibraryCall) -> p.Value:
        function = LIBRARY[node.name]
        if function.compute is None:
            return self._memory_call(node)
        [argument] = node.arguments
        [parameter] = function.parameters
        value, replaced = self._converted(self._number_of(argument), argument, parameter)
        if replaced is not None:
            self._changed(node)
            self.run.stale = self.run.stale or node.effects
            node.arguments[0] = replaced
        assert isinstance(value, int)
        try:
            result = compute_library(node.name, value)
        except UndefinedValueError:
            self._changed(node)
            self.run.stale = self.run.stale or node.effects
            node.arguments[0] = self._repair.nonzero(parameter)
            result = compute_library(node.name, self._integer(node.arguments[0]))
        node.last_run = self._number
        return result

    def _memory_call(self, node: x.LibraryCall) -> int:
        values = [self._integer(argument) for argument in node.arguments]
        if node.name == "free":
            self._store.release(values[0])
            return 0
        if node.name == "strlen":
            return len(self._string_at(values[0]))
        if node.name == "strcmp":
            return _sign(self._string_at(values[0]), self._string_at(values[1]))
        first, second, count = values
        if node.name == "memcmp":
            return _sign(self._bytes_at(first, count), self._bytes_at(second, count))
        if node.name == "memset":
            source = bytes([second & 0xFF]) * count
        else:
            source = self._bytes_at(second, count)
            if node.name == "memcpy" and abs(first - second) < count:
                node.name = "memmove"
        data, offset = self._store.at(first, count)
        self._note_write(first, count)
        data[offset : offset + count] = source
        return first

    def _bytes_at(self, address: int, count: int) -> bytes:
        data, offset = self._store.at(address, count)
        self._note_read(address, count)
        return bytes(data[offset : offset + count])

    def _string_at(self, address: int) -> bytes:
        data, offset = self._store.at(address, 1)
        end = data.find(0, offset)
        if end < 0:
            raise BrokenProgramError("a string without an end")
        self._note_read(address, end - offset + 1)
        return bytes(data[offset:end])

    def _overflow(self, node: x.Overflow) -> int:
        left, right = self._integer(node.left), self._integer(node.right)
        exact = left + right if node.op == "add" else left - right if node.op == "sub" else left * right
        assert isinstance(node.target.type, IntegerType)
        kept = wrap(exact, node.target.type)
        self._save(node.target, self._address(node.target), kept)
        return int(kept != exact)


_WIDEST = IntegerType("", 4096, True, 9)


def _sign(left: bytes, right: bytes) -> int:
    return (left > right) - (left < right)


def unpack_lanes(data: bytes, element: IntegerType | FloatType) -> list[Number]:
    form = element.form
    return [form.unpack_from(data, at)[0] for at in range(0, len(data), element.size)]


def pack_lanes(lanes: list[Number], element: IntegerType | FloatType) -> bytes:
    form = element.form
    data = bytearray(element.size * len(lanes))
    for n, lane in enumerate(lanes):
        form.pack_into(data, n * element.size, lane)
    return bytes(data)
