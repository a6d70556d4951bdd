"""The meaning of expressions and initialisers.

Where an operation would be undefined on the values it meets, `repair` puts
another one in its place and evaluation goes on.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import partial
from typing import Any

from fuzz.generate import build
from fuzz.generate import program as p
from fuzz.generate.arithmetic import (
    Number,
    compute,
    convert,
    negate,
    wrap_bits,
)
from fuzz.generate.errors import UndefinedValueError
from fuzz.generate.machine import MASK, Accesses, BrokenProgramError, BudgetExceededError, Machine
from fuzz.generate.repair import Repair
from fuzz.generate.store import StoredObject, read_scalar
from fuzz.generate.types import (
    CHAR,
    INT,
    LONG,
    ArrayType,
    FloatType,
    IntegerType,
    PointerType,
    Type,
    VectorType,
)

_CALL_DEPTH = 24
"""More calls in one another would run into Python's limit of recursion."""


class Evaluator(Machine, ABC):
    """Evaluates expressions; statements, which calls need, are for the subclass."""

    def __init__(self, program: p.Program, repair: Repair, run_number: int, budget: int) -> None:
        super().__init__(program, repair, run_number, budget)
        self._values: dict[type[p.Expression], Callable[[Any], Any]] = {
            p.Literal: lambda node: node.value,
            p.StringLiteral: self._string,
            p.Name: self._load_name,
            p.MemberOf: self._load,
            p.Index: self._load,
            p.Dereference: self._load,
            p.CompoundLiteral: self._load,
            p.AddressOf: self._address_of,
            p.Decay: self._address_of,
            p.Unary: self._unary,
            p.Binary: self._binary,
            p.Logical: self._logical,
            p.Conditional: self._conditional,
            p.Comma: self._comma,
            p.Cast: self._cast,
            p.Assign: self._assign,
            p.CompoundAssign: self._compound_assign,
            p.Increment: self._increment,
            p.Call: self._call,
            p.VariadicCall: self._variadic_call,
            p.FunctionName: lambda node: self._function_address(node.function),
            p.PointerOffset: self._pointer_offset,
            p.PointerDifference: self._pointer_difference,
            p.PointerCompare: self._pointer_compare,
            p.Sizeof: p.size_of,
        }

    @abstractmethod
    def _run_body(self, body: list[p.Statement]) -> None:
        """Execute the body of a function; the value it returns goes to `_returned`."""

    def evaluate(self, expression: p.Expression) -> p.Value:
        """The value of a constant expression, repaired until it has one."""
        return self._value(expression)

    def _unsequenced(self, parent: Any, fields: list[tuple[Any, str | int]]) -> list[p.Value]:
        """Evaluate operands whose order C leaves open; where it matters, one becomes a constant."""
        results: list[p.Value] = []
        seen = Accesses()
        for owner, key in fields:
            child: p.Expression = owner[key] if isinstance(key, int) else getattr(owner, key)
            value, accesses = self._logged(partial(self._value, child))
            conflict = any(g in seen.reads or g in seen.writes for g in accesses.writes) or any(
                g in seen.writes for g in accesses.reads
            )
            if conflict:
                # The side effects of the replaced operand have happened: this run is lost in any case.
                self.run.stale = True
                replacement = self._repair.constant(build.operand_type(child), value)
                if replacement is None:
                    raise BrokenProgramError(f"unsequenced operands in {type(parent).__name__}")
                if isinstance(key, int):
                    owner[key] = replacement
                else:
                    setattr(owner, key, replacement)
            else:
                seen.reads.update(accesses.reads)
                seen.writes.update(accesses.writes)
            results.append(value)
        return results

    # Expressions

    def _value(self, node: p.Expression) -> p.Value:
        value: p.Value = self._values[node.__class__](node)
        return value

    def _number_of(self, node: p.Expression) -> Number:
        value: Number = self._values[node.__class__](node)
        return value

    def _integer(self, node: p.Expression) -> int:
        value: int = self._values[node.__class__](node)
        return value

    def _string(self, node: p.StringLiteral) -> int:
        return self._string_object(node.text).address

    def _address(self, node: p.Expression) -> int:
        """The address of an lvalue (for a bit-field: of its struct)."""
        if isinstance(node, p.Name):
            found = self._frame.get(node.variable) or self._globals.get(node.variable)
            if found is None:
                raise BrokenProgramError(f"{node.variable.name} is used outside its scope")
            return found.address
        if isinstance(node, p.MemberOf):
            base = self._integer(node.base) if node.arrow else self._record_address(node.base)
            return base if node.member.bits is not None else base + node.member.offset
        if isinstance(node, p.Index):
            return self._index_address(node)
        if isinstance(node, p.Dereference):
            return self._integer(node.pointer)
        if isinstance(node, p.CompoundLiteral):
            made = self._store.new(node.type)
            self._fill(node.initialiser, made.address, node.type)
            return made.address
        return self._address_of_extension(node)

    def _address_of_extension(self, node: p.Expression) -> int:
        """The address of an lvalue of another kind."""
        raise BrokenProgramError(f"{type(node).__name__} is no lvalue")

    def _record_address(self, node: p.Expression) -> int:
        if isinstance(node, p.Call | p.Assign | p.Conditional | p.Comma):
            value = self._value(node)
            assert isinstance(value, bytes)
            temporary = self._store.new(node.type)
            temporary.data[:] = value
            return temporary.address
        return self._address(node)

    def _index_address(self, node: p.Index) -> int:
        size = node.type.size
        if isinstance(node.base.type, ArrayType | VectorType):
            if node.base.effects and node.index.effects:
                self.run.stale = True
                node.index = build.literal(0)
            base = self._address(node.base)
            low, high = 0, node.base.type.length - 1
        else:
            base = self._integer(node.base)
            down, up = self._store.room(base, node.type)
            low, high = -down, max(up - 1, 0) if self._ends_object(base, node.type, up) else up
        at = self._integer(node.index)
        if not low <= at <= high:
            if node.index.effects:
                self.run.stale = True
            self._changed(node)
            self._repair.subscript(node, low, high)
            at = self._integer(node.index)
            if not low <= at <= high:
                raise BrokenProgramError("subscript out of range after repair")
        node.last_run = self._number
        return base + at * size

    def _ends_object(self, base: int, element: Type, up: int) -> bool:
        try:
            self._store.at(base + up * element.size, element.size)
        except UndefinedValueError:
            return True
        return False

    def _load_name(self, node: p.Name) -> p.Value:
        variable = node.variable
        found = self._frame.get(variable) or self._globals.get(variable)
        if found is None:
            raise BrokenProgramError(f"{variable.name} is used outside its scope")
        if self._log is not None:
            if variable.volatile:
                self._note_write(found.address, variable.type.size)
            self._note_read(found.address, variable.type.size)
        return read_scalar(found.data, 0, variable.type)

    def _load(self, node: Any) -> p.Value:
        if isinstance(node, p.MemberOf) and node.member.bits is not None:
            base = self._address(node)
            record = p.record_of(node)
            self._note_read(base, record.size)
            return self._store.load_bits(base, record.size, node.member)
        address = self._address(node)
        if self._log is not None:
            if isinstance(node, p.Name) and node.variable.volatile:
                self._note_write(address, node.type.size)
            self._note_read(address, node.type.size)
        return self._store.load(address, node.type)

    def _save(self, target: p.Expression, address: int, value: p.Value) -> p.Value:
        """Store a value that has the target's type already; returns what the target holds then."""
        if isinstance(target, p.MemberOf) and target.member.bits is not None:
            record = p.record_of(target)
            assert isinstance(value, int)
            assert isinstance(target.type, IntegerType)
            self._note_write(address, record.size)
            self._store.save_bits(address, record.size, target.member, value)
            return wrap_bits(value, target.member.bits, target.type.signed)
        self._note_write(address, target.type.size)
        self._store.save(address, target.type, value)
        return value

    def _address_of(self, node: p.AddressOf | p.Decay) -> int:
        return self._address(node.lvalue)

    def _unary(self, node: p.Unary) -> Number:
        value = self._number_of(node.operand)
        if node.op == "!":
            return 0 if value else 1
        type = node.type
        assert isinstance(type, IntegerType | FloatType)
        value = convert(value, node.operand.type, type)
        if node.op == "-":
            try:
                return negate(value, type, node.wraps)
            except UndefinedValueError:
                # The other results are the same either way, so that nothing that ran before changes.
                node.wraps = True
                return negate(value, type, True)
        if node.op == "~":
            assert isinstance(value, int)
            return convert(~value, LONG, type)
        return value

    def _operands(self, node: Any) -> list[Number]:
        if node.left.effects or node.right.effects:
            values = self._unsequenced(node, [(node, "left"), (node, "right")])
            return [v for v in values if not isinstance(v, bytes)]
        return [self._number_of(node.left), self._number_of(node.right)]

    def _binary(self, node: p.Binary) -> Number:
        if node.left.effects or node.right.effects:
            first, second = self._operands(node)
        else:
            first, second = self._number_of(node.left), self._number_of(node.right)
        if node.last_run == 0 and node.op in build.COMPARISONS and isinstance(node.right, p.Literal):
            second = self._repair.sharpen(node.right, first)
        for attempt in range(8):
            try:
                common = node.common
                left = first if node.left.type is common else convert(first, node.left.type, common)
                right = second
                if node.right.type is not common and node.op not in build.SHIFTS:
                    right = convert(second, node.right.type, common)
                result = compute(node.op, left, right, common, node.wraps)
                if result.__class__ is float:
                    self._refuse_infinity(result)
                if not left and not right and node.op == "-":
                    _refuse_zero_less_zero(common)
            except UndefinedValueError:
                self._changed(node)
                self.run.stale = self.run.stale or node.effects
                first, second = self._repair.binary(node, first, second, attempt)
            else:
                node.last_run = self._number
                return result
        raise BrokenProgramError(f"no operator repairs {node.op}")

    def _logical(self, node: p.Logical) -> int:
        left = self._number_of(node.left)
        if node.op == "&&":
            return 1 if left and self._number_of(node.right) else 0
        return 1 if left or self._number_of(node.right) else 0

    def _conditional(self, node: p.Conditional) -> p.Value:
        chosen = node.if_true if self._number_of(node.condition) else node.if_false
        value = self._value(chosen)
        if isinstance(value, bytes):
            return value
        return convert(value, chosen.type, node.type)

    def _comma(self, node: p.Comma) -> p.Value:
        self._value(node.left)
        return self._value(node.right)

    def _cast(self, node: p.Cast) -> Number:
        value = self._number_of(node.operand)
        result, replaced = self._converted(value, node.operand, node.type)
        if replaced is not None:
            self._changed(node)
            self.run.stale = self.run.stale or node.operand.effects
            node.operand = replaced
        node.last_run = self._number
        return result

    def _converted(self, value: Number, expression: p.Expression, target: Type) -> tuple[Number, p.Expression | None]:
        """Convert as by assignment; where that is undefined also the constant to put in place of the expression."""
        try:
            result = convert(value, expression.type, target)
            if result.__class__ is float:
                self._refuse_infinity(result)
            return result, None
        except UndefinedValueError:
            replacement = self._repair.small(expression.type)
            try:
                return convert(replacement.value, replacement.type, target), replacement
            except UndefinedValueError:
                replacement = build.literal(1)
                return convert(1, INT, target), replacement

    def _refuse_infinity(self, value: Number) -> None:
        """Raise UndefinedValueError where the program is to have no such value."""
        if self._finite and not math.isfinite(value):
            raise UndefinedValueError("an infinity or NaN")

    def _assign_value(self, owner: Any, key: str, target: Type) -> p.Value:
        """The value of `owner.key` converted to the type it is assigned to."""
        expression: p.Expression = getattr(owner, key)
        value = self._value(expression)
        if isinstance(value, bytes):
            owner.last_run = self._number
            return value
        result, replaced = self._converted(value, expression, target)
        if replaced is not None:
            self._changed(owner)
            self.run.stale = self.run.stale or expression.effects
            setattr(owner, key, replaced)
        owner.last_run = self._number
        return result

    def _assign(self, node: p.Assign) -> p.Value:
        if not node.value.effects:
            address = self._address(node.target)
            value = self._assign_value(node, "value", p.held_type(node.target))
            return self._save(node.target, address, value)
        value, accesses = self._logged(lambda: self._assign_value(node, "value", p.held_type(node.target)))
        address, inner = self._logged(lambda: self._address(node.target))
        self._reject_conflict(node, address, accesses, inner)
        return self._save(node.target, address, value)

    def _reject_conflict(self, node: Any, address: int, of_value: Accesses, of_target: Accesses) -> None:
        """Replace the value by a constant where its side effects touch what the target reads or is."""
        touched = range(address >> 3, (address + p.extent(node.target) + 7) >> 3)
        conflict = any(g in of_value.writes for g in touched) or any(g in of_value.writes for g in of_target.reads)
        if isinstance(node, p.Assign) and isinstance(node.value, p.Call) and not of_target.reads:
            return  # the call has ended before the assignment stores
        if conflict or (of_target.writes and any(g in of_target.writes for g in of_value.reads)):
            self.run.stale = True
            replacement = self._repair.constant(build.operand_type(node.value), 0)
            if replacement is None:
                raise BrokenProgramError("unsequenced assignment of a struct")
            node.value = replacement

    def _compound_assign(self, node: p.CompoundAssign) -> p.Value:
        if node.value.effects:
            second, accesses = self._logged(lambda: self._number_of(node.value))
            address, inner = self._logged(lambda: self._address(node.target))
            self._reject_conflict(node, address, accesses, inner)
        else:
            address = self._address(node.target)
            second = self._number_of(node.value)
        first = self._load_at(node.target, address)
        type = node.target.type
        for attempt in range(8):
            try:
                left = convert(first, type, node.common)
                right = second if node.op in build.SHIFTS else convert(second, node.value.type, node.common)
                result = compute(node.op, left, right, node.common, False)
                result = convert(result, node.common, p.held_type(node.target))
                if result.__class__ is float:
                    self._refuse_infinity(result)
            except UndefinedValueError:
                self._changed(node)
                self.run.stale = self.run.stale or node.value.effects
                second = self._repair.compound(node, first, second, attempt)
            else:
                node.last_run = self._number
                return self._save(node.target, address, result)
        raise BrokenProgramError(f"no operator repairs {node.op}=")

    def _load_at(self, target: p.Expression, address: int) -> Number:
        if isinstance(target, p.MemberOf) and target.member.bits is not None:
            record = p.record_of(target)
            self._note_read(address, record.size)
            return self._store.load_bits(address, record.size, target.member)
        self._note_read(address, target.type.size)
        value = self._store.load(address, target.type)
        assert not isinstance(value, bytes)
        return value

    def _increment(self, node: p.Increment) -> Number:
        address = self._address(node.target)
        old = self._load_at(node.target, address)
        type = node.target.type
        if isinstance(type, PointerType):
            assert isinstance(old, int)
            new: Number = old + node.delta * type.target.size
            down, up = self._store.room(old, type.target)
            if not -down <= node.delta <= up:
                raise BrokenProgramError("an increment moves a pointer out of its array")
        else:
            common = build.arithmetic_type(node.target)
            try:
                new = self._step(old, node.delta, type, common)
            except UndefinedValueError:
                self._changed(node)
                node.delta = -node.delta
                new = self._step(old, node.delta, type, common)
        node.last_run = self._number
        held = self._save(node.target, address, new)
        assert not isinstance(held, bytes)
        return held if node.prefix else old

    def _step(self, old: Number, delta: int, type: Type, common: IntegerType | FloatType) -> Number:
        one = convert(1, INT, common)
        result = compute("+" if delta > 0 else "-", convert(old, type, common), one, common, False)
        return convert(result, common, type)

    def _call(self, node: p.Call) -> p.Value:
        if node.function is not None:
            function = node.function
        else:
            assert node.pointer is not None
            found = self._functions.get(self._integer(node.pointer))
            if found is None:
                raise BrokenProgramError("call through a pointer to no function")
            function = found
        arguments = self._arguments(node, [parameter.type for parameter in function.parameters])
        self._depth += 1
        if self._depth > _CALL_DEPTH:
            raise BudgetExceededError
        outer, self._frame = self._frame, {}
        for parameter, argument in zip(function.parameters, arguments, strict=True):
            made = self._store.new(parameter.type)
            self._store.save(made.address, parameter.type, argument)
            self._frame[parameter] = made
        self._returned = 0
        self._run_body(function.body.body)
        for made in self._frame.values():
            if made.address:
                self._store.free(made)
        self._frame = outer
        self._depth -= 1
        return self._returned

    def _arguments(self, node: p.Call | p.VariadicCall, types: list[Type]) -> list[p.Value]:
        arguments = node.arguments
        if any(a.effects for a in arguments):
            values = self._unsequenced(node, [(arguments, n) for n in range(len(arguments))])
        else:
            values = [self._value(a) for a in arguments]
        for n, type in enumerate(types):
            value = values[n]
            if isinstance(value, bytes):
                continue
            values[n], replaced = self._converted(value, arguments[n], type)
            if replaced is not None:
                self._changed(node)
                self.run.stale = self.run.stale or arguments[n].effects
                arguments[n] = replaced
        node.last_run = self._number
        return values

    def _variadic_call(self, node: p.VariadicCall) -> int:
        # The model of the variadic helper that the printer writes.
        values = self._arguments(node, [])
        result = 0
        for kind, value, argument in zip(node.kinds, values, node.arguments, strict=True):
            result = (result * 31 + self._variadic_part(kind, value, argument.type)) & MASK
        return result

    def _variadic_part(self, kind: str, value: p.Value, type: Type) -> int:
        if isinstance(value, bytes):
            record = self._program.variadic_records[kind]
            made = self._store.new(record.variable.type)
            made.data[:] = value
            outer, self._frame = self._frame, {record.variable: made}
            parts = [self._number_of(part) for part in record.parts]
            self._frame = outer
            self._store.free(made)
            result = 0
            for part in parts:
                result = result * 7 + int(part) & MASK
            return result
        if kind in ("d", "e"):
            return int(value != 0) + 2 * int(value < 0)
        if kind == "s":
            assert isinstance(value, int)
            first = self._store.load(value, CHAR)
            assert isinstance(first, int)
            return first & MASK
        assert isinstance(value, int)
        return value & MASK

    def _pointer_offset(self, node: p.PointerOffset) -> int:
        pointer = self._integer(node.pointer)
        by = self._integer(node.index)
        assert isinstance(node.type, PointerType)
        element = node.type.target
        down, up = self._store.room(pointer, element)
        if not node.past_end and self._ends_object(pointer, element, up):
            up -= 1
        moved = by * node.sign
        if not -down <= moved <= up:
            self._changed(node)
            self.run.stale = self.run.stale or node.index.effects
            moved = self._repair.offset(node, down, up)
        node.last_run = self._number
        return pointer + moved * element.size

    def _pointer_difference(self, node: p.PointerDifference) -> int:
        left, right = self._operands(node)
        assert isinstance(left, int)
        assert isinstance(right, int)
        assert isinstance(node.left.type, PointerType)
        return (left - right) // node.left.type.target.size

    def _pointer_compare(self, node: p.PointerCompare) -> int:
        left, right = self._operands(node)
        return int(compute(node.op, left, right, LONG, False))

    # Initialisers

    def _initialise_object(self, node: p.Declare, made: StoredObject) -> None:
        initialiser = node.initialiser
        if initialiser is None:
            return
        if isinstance(initialiser, p.Expression):
            value = self._assign_value(node, "initialiser", made.type)
            self._note_write(made.address, made.type.size)
            self._store.save(made.address, made.type, value)
        else:
            self._fill(initialiser, made.address, made.type)

    def _fill(self, initialiser: p.Initialiser, address: int, type: Type) -> None:
        if isinstance(initialiser, p.StringInitialiser):
            data, offset = self._store.at(address, type.size)
            text = initialiser.text[: type.size]
            data[offset : offset + len(text)] = text
        elif isinstance(initialiser, p.WideStringInitialiser):
            assert isinstance(type, ArrayType)
            for n, code in enumerate(initialiser.codes):
                self._store.save(address + n * type.element.size, type.element, code)
        elif isinstance(initialiser, p.InitialiserList):
            for entry in initialiser.entries:
                step = entry.step
                if isinstance(step, int):
                    if isinstance(type, ArrayType | VectorType):
                        self._fill_entry(entry, address + step * type.element.size, type.element)
                    else:
                        self._fill_entry(entry, address, type)
                elif step.bits is not None:
                    assert isinstance(entry.value, p.Expression)
                    value, replaced = self._converted(self._number_of(entry.value), entry.value, step.held)
                    if replaced is not None:
                        self.run.stale = True
                        entry.value = replaced
                    assert isinstance(value, int)
                    self._store.save_bits(address, type.size, step, value)
                else:
                    self._fill_entry(entry, address + step.offset, step.type)
        else:
            raise BrokenProgramError("an initialiser that is neither a list nor a string")

    def _fill_entry(self, entry: p.InitialiserEntry, address: int, type: Type) -> None:
        if not isinstance(entry.value, p.Expression):
            self._fill(entry.value, address, type)
            return
        value = self._value(entry.value)
        if not isinstance(value, bytes):
            value, replaced = self._converted(value, entry.value, type)
            if replaced is not None:
                self.run.stale = True
                entry.value = replaced
        self._store.save(address, type, value)


def _refuse_zero_less_zero(type: Type) -> None:
    """gcc 12 makes `-(double)a` of `0.0 - (double)a`, which is -0.0 for an integer `a` of 0, at -O0 too."""
    if isinstance(type, FloatType):
        raise UndefinedValueError("the sign of 0.0 - 0.0")
