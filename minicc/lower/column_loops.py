"""Which loops are worth computing several columns at once: a sum in an innermost loop that walks down columns.

    for (j = 0; j < n; j++) {
        double sum = 0;
        for (k = 0; k < n; k++) sum += a[i][k] * b[k][j];
        c[i][j] = sum;
    }

Neighbouring sums share the cache lines of `b` and the elements of `a`, and do not wait for each other. gcc makes a
vector of the outer loop; LLVM makes vectors of innermost loops only, and this one is a sum whose order must stay. Its
unroll-and-jam does as well, but is off in its own pipelines and knows too little of dependences
(llvm/llvm-project#84796), so minicc.backend.optimize runs it on the loops marked here alone: their bodies are free of
calls, jumps and volatile objects, the inner loop writes nothing but local scalars, and what the outer one writes is an
array (or behind a `restrict` parameter) that nothing in them reads.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.types.ctype import ATOMIC, RESTRICT, VOLATILE, FloatingType, IntegerType

if TYPE_CHECKING:
    from minicc.types.ctype import CType

_OPERATIONS = (typed.Conversion, typed.Negation, typed.Complement)
_PAIRS = (typed.Arithmetic, typed.Comparison)
_CONSTANTS = (typed.IntegerConstant, typed.FloatingConstant)


class _Unsuitable(Exception):
    """The loop holds something that is not known to be harmless."""


def sums_columns(loop: typed.For) -> bool:
    """Whether neighbouring iterations of the loop may and should run at once."""
    try:
        return _sums_columns(loop)
    except _Unsuitable:
        return False


def _sums_columns(loop: typed.For) -> bool:
    statements = _statements(loop.body)
    inner = [one for one in statements if isinstance(one, typed.For)]
    if len(inner) != 1:
        return False
    column, row = _counter(loop), _counter(inner[0])
    around, within = _Accesses(), _Accesses()
    for statement in statements:
        if statement is not inner[0]:
            around.statement(statement)
    within.statements(inner[0].initial)
    for statement in _statements(inner[0].body):
        within.statement(statement)
    for one in (loop, inner[0]):
        within.condition(one.condition)
    if within.written or around.written & (around.read | within.read) or not within.read:
        return False
    return any(_walks_down(place, column, row) for place in within.places) and any(
        column not in _mentioned(place) for place in within.places
    )


def _statements(body: typed.Statement) -> list[typed.Statement]:
    if not isinstance(body, typed.Block):
        return [body]
    if body.cleanups:
        raise _Unsuitable
    return body.items


def _counter(loop: typed.For) -> typed.Variable:
    """The variable that the loop counts up by one."""
    step = loop.step
    if isinstance(step, typed.Increment) and step.delta == 1 and isinstance(step.target, typed.VariableReference):
        variable = step.target.variable
        if _is_register(variable) and isinstance(variable.type, IntegerType):
            return variable
    raise _Unsuitable


def _is_register(variable: typed.Variable) -> bool:
    """A scalar that nothing points to."""
    return (
        variable.storage in ("automatic", "register")
        and not variable.address_taken
        and not variable.register
        and isinstance(variable.type, IntegerType | FloatingType)
        and not variable.type.qualifiers & (VOLATILE | ATOMIC)
    )


class _Accesses:
    """What statements do to memory: the objects that they `read` and `written`, and the `places` that they read."""

    def __init__(self) -> None:
        self.read: set[typed.Variable] = set()
        self.written: set[typed.Variable] = set()
        self.places: list[typed.Lvalue] = []

    def statements(self, statements: list[typed.Statement]) -> None:
        for one in statements:
            self.statement(one)

    def statement(self, statement: typed.Statement) -> None:
        if isinstance(statement, typed.LocalVariable) and _is_register(statement.variable):
            initializer = statement.variable.initializer
            if initializer is not None:
                for element in initializer.elements:
                    self.value(element.value)
        elif isinstance(statement, typed.ExpressionStatement):
            self._effect(statement.expression)
        else:
            raise _Unsuitable

    def condition(self, condition: typed.Expression | None) -> None:
        if not isinstance(condition, typed.Comparison):
            raise _Unsuitable
        self.value(condition)

    def _effect(self, expression: typed.Expression | None) -> None:
        while isinstance(expression, typed.Conversion):  # to void
            expression = expression.operand
        if not isinstance(expression, typed.Assign | typed.CompoundAssign):
            raise _Unsuitable
        self.value(expression.value)
        target = expression.target
        if not (isinstance(target, typed.VariableReference) and _is_register(target.variable)):
            self.written.add(self._object(target))
            if isinstance(expression, typed.CompoundAssign):
                self.read.add(self._object(target))

    def value(self, expression: typed.Expression) -> None:
        """Raises _Unsuitable for an expression with effects, or with branches."""
        if isinstance(expression, typed.Load):
            self._load(expression.lvalue)
        elif isinstance(expression, _OPERATIONS):
            self.value(expression.operand)
        elif isinstance(expression, _PAIRS):
            self.value(expression.left)
            self.value(expression.right)
        elif not isinstance(expression, _CONSTANTS):
            raise _Unsuitable

    def _load(self, lvalue: typed.Lvalue) -> None:
        if not (isinstance(lvalue, typed.VariableReference) and _is_register(lvalue.variable)):
            self.read.add(self._object(lvalue))
            self.places.append(lvalue)

    def _object(self, lvalue: typed.Lvalue) -> typed.Variable:
        """The variable that `lvalue` is a part of, or the `restrict` parameter that points to it."""
        if not _is_plain(lvalue.type):
            raise _Unsuitable
        while True:
            if isinstance(lvalue, typed.VariableReference):
                return lvalue.variable
            if isinstance(lvalue, typed.MemberAccess):
                lvalue = lvalue.record
                continue
            if not isinstance(lvalue, typed.Dereference):
                raise _Unsuitable
            pointer = lvalue.pointer
            while isinstance(pointer, typed.PointerOffset):
                self.value(pointer.index)
                pointer = pointer.pointer
            if isinstance(pointer, typed.ArrayDecay):
                lvalue = pointer.lvalue
                continue
            return _restricted(pointer)


def _is_plain(ctype: CType) -> bool:
    return isinstance(ctype, IntegerType | FloatingType) and not ctype.qualifiers & (VOLATILE | ATOMIC)


def _restricted(pointer: typed.Expression) -> typed.Variable:
    if isinstance(pointer, typed.Load) and isinstance(pointer.lvalue, typed.VariableReference):
        variable = pointer.lvalue.variable
        if variable.is_parameter and variable.type.qualifiers & RESTRICT and not variable.address_taken:
            return variable
    raise _Unsuitable


def _walks_down(place: typed.Lvalue, column: typed.Variable, row: typed.Variable) -> bool:
    """Whether `place` is `x[row]...[column]`: the inner loop goes from row to row, the outer one to the neighbour."""
    if not isinstance(place, typed.Dereference) or not isinstance(place.pointer, typed.PointerOffset):
        return False
    if column in _mentioned(place.pointer.index) and row not in _mentioned(place.pointer.index):
        return row in _mentioned(place.pointer.pointer)
    # x[row * size + column]
    index = _converted(place.pointer.index)
    if not isinstance(index, typed.Arithmetic) or index.operator != "+":
        return False
    parts = [_mentioned(index.left), _mentioned(index.right)]
    return any(column in one and row not in one and row in two for one, two in (parts, parts[::-1]))


def _converted(expression: typed.Expression) -> typed.Expression:
    while isinstance(expression, typed.Conversion):
        expression = expression.operand
    return expression


def _mentioned(expression: typed.Expression) -> set[typed.Variable]:
    """The variables in an expression that `_Accesses` has accepted."""
    if isinstance(expression, typed.VariableReference):
        return {expression.variable}
    if isinstance(expression, typed.Load | typed.ArrayDecay):
        return _mentioned(expression.lvalue)
    if isinstance(expression, typed.MemberAccess):
        return _mentioned(expression.record)
    if isinstance(expression, typed.Dereference):
        return _mentioned(expression.pointer)
    if isinstance(expression, typed.PointerOffset):
        return _mentioned(expression.pointer) | _mentioned(expression.index)
    if isinstance(expression, _OPERATIONS):
        return _mentioned(expression.operand)
    if isinstance(expression, _PAIRS):
        return _mentioned(expression.left) | _mentioned(expression.right)
    return set()
