"""Runs a generated program, with the meaning gcc gives it on x86-64.

A node that is repaired after it ran already makes the run *stale*: the caller
runs the program again from the start.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from fuzz.generate import extensions as x
from fuzz.generate import program as p
from fuzz.generate.arithmetic import Number, convert
from fuzz.generate.errors import UndefinedValueError
from fuzz.generate.extended import extended_operation, format_extended, round_extended
from fuzz.generate.machine import MASK, BrokenProgramError, BudgetExceededError, Run
from fuzz.generate.object_evaluator import ObjectEvaluator
from fuzz.generate.repair import Repair
from fuzz.generate.types import DOUBLE, INT, INT128, LDOUBLE, LONG, FloatType, IntegerType, promote


class _Signal:
    __slots__ = ("label",)

    def __init__(self, label: str) -> None:
        self.label = label


class _Jump(Exception):
    """A longjmp on its way to the `Catch` of this buffer."""

    def __init__(self, buffer: str) -> None:
        super().__init__(buffer)
        self.buffer = buffer


_NAN = 0x7FF8 << 48
"""What the checksum takes for every NaN: the sign of one that was computed is anybody's (C11 F.2.1)."""
_BREAK = _Signal("break")
_CONTINUE = _Signal("continue")
_RETURN = _Signal("return")


class Interpreter(ObjectEvaluator):
    """One run of one program. `run_number` must differ between the runs of a program: nodes remember it."""

    def __init__(self, program: p.Program, repair: Repair, run_number: int, budget: int) -> None:
        super().__init__(program, repair, run_number, budget)
        self._statements: dict[type[p.Statement], Callable[[Any], _Signal | None]] = {
            p.Block: self._block,
            p.Declare: self._declare,
            p.Evaluate: self._evaluate,
            p.Check: self._check,
            p.ShowChecksum: self._show_checksum,
            p.If: self._if,
            p.For: self._for,
            p.While: self._while,
            p.DoWhile: self._do_while,
            p.Switch: self._switch,
            p.Break: lambda node: _BREAK,
            p.Continue: lambda node: _CONTINUE,
            p.Return: self._return,
            p.Goto: lambda node: _Signal(node.label),
            p.Label: lambda node: None,
            x.Catch: self._catch,
            x.Throw: self._throw,
            x.LabelTable: lambda node: None,
            x.ComputedGoto: lambda node: _Signal(node.table.labels[self._integer(node.index)]),
            x.Duff: self._duff,
        }

    def execute(self) -> Run:
        """Run the program from the start.

        Raises BudgetExceededError, and BrokenProgramError for undefined behaviour that cannot be repaired.
        """
        statics = list(self._program.globals)
        for function in self._program.functions:
            statics.extend(function.statics)
        for declaration in statics:
            self._globals[declaration.variable] = self._store.new(declaration.variable.type)
        try:
            for declaration in statics:
                self._initialise_object(declaration, self._globals[declaration.variable])
            self._finite = not self._program.infinities
            self._main()
        except UndefinedValueError as undefined:
            raise BrokenProgramError(undefined.rule) from undefined
        return self.run

    def _main(self) -> None:
        # Statements at the top level of main are found again when the budget runs out.
        body = self._program.main.body
        labels = _labels(body)
        at = 0
        while at < len(body):
            self.run.main_statement = at
            signal = self._statement(body[at])
            if signal is None:
                at += 1
            elif signal is _RETURN:
                break
            else:
                at = labels[signal.label]

    def _run_body(self, body: list[p.Statement]) -> None:
        self._run_list(body)

    def _statement(self, node: p.Statement) -> _Signal | None:
        self.run.steps += 1
        if self.run.steps > self._budget:
            raise BudgetExceededError
        return self._statements[node.__class__](node)

    def _run_list(self, body: list[p.Statement]) -> _Signal | None:
        at = 0
        count = len(body)
        while at < count:
            signal = self._statement(body[at])
            if signal is None:
                at += 1
                continue
            if signal is _BREAK or signal is _CONTINUE or signal is _RETURN:
                return signal
            for n, statement in enumerate(body):
                if isinstance(statement, p.Label) and statement.label == signal.label:
                    at = n
                    break
            else:
                return signal
        return None

    def _block(self, node: p.Block) -> _Signal | None:
        return self._run_list(node.body)

    def _declare(self, node: p.Declare) -> None:
        variable = node.variable
        if variable.is_static:
            return
        old = self._frame.get(variable)
        made = self._store.new(variable.type)
        if old is not None:
            self._store.free(old)
        self._frame[variable] = made
        self._initialise_object(node, made)

    def _evaluate(self, node: p.Evaluate) -> None:
        self._value(node.expression)

    def _check(self, node: p.Check) -> None:
        type = node.value.type
        if type is LDOUBLE:
            shown = self._check_extended(node)
        elif isinstance(type, IntegerType) and type.width == 128:
            value = self._assign_value(node, "value", INT128)
            assert isinstance(value, int)
            self._mix(value & MASK)
            self._mix(value >> 64 & MASK)
            shown = f"{value >> 64} {value & MASK}"
        elif isinstance(type, FloatType):
            value = self._assign_value(node, "value", DOUBLE)
            assert isinstance(value, float)
            self._mix(_double_bits(value))
            shown = format_hexadecimal(value)
        else:
            value = self._assign_value(node, "value", LONG)
            assert isinstance(value, int)
            self._mix(value & MASK)
            shown = str(value)
        if not node.quiet:
            self.run.output.append(f"{node.label} {shown}")

    def _check_extended(self, node: p.Check) -> str:
        value = self._assign_value(node, "value", LDOUBLE)
        assert isinstance(value, Fraction | float)
        high = float(value)
        self._mix(_double_bits(high))
        self._mix(_double_bits(float(extended_operation("-", value, round_extended(high)))))
        return format_extended(value)

    def _show_checksum(self, node: p.ShowChecksum) -> None:
        self.run.output.append(f"{node.label} {self.run.checksum:x}")

    def _if(self, node: p.If) -> _Signal | None:
        holds = self._number_of(node.condition) != 0
        if node.last_run == 0:
            holds = self._repair.choose_branch(node, holds)
        node.last_run = self._number
        if holds:
            return self._run_list(node.then.body)
        if node.otherwise is not None:
            return self._run_list(node.otherwise.body)
        return None

    def _for(self, node: p.For) -> _Signal | None:
        if node.start is not None:
            self._statement(node.start)
        while node.condition is None or self._number_of(node.condition):
            signal = self._iteration(node.body)
            if signal is _BREAK:
                break
            if signal is not None and signal is not _CONTINUE:
                return signal
            if node.step is not None:
                self._value(node.step)
        return None

    def _iteration(self, body: p.Block) -> _Signal | None:
        self.run.steps += 1
        if self.run.steps > self._budget:
            raise BudgetExceededError
        return self._run_list(body.body)

    def _while(self, node: p.While) -> _Signal | None:
        while self._number_of(node.condition):
            signal = self._iteration(node.body)
            if signal is _BREAK:
                break
            if signal is not None and signal is not _CONTINUE:
                return signal
        return None

    def _do_while(self, node: p.DoWhile) -> _Signal | None:
        while True:
            signal = self._iteration(node.body)
            if signal is _BREAK:
                break
            if signal is not None and signal is not _CONTINUE:
                return signal
            if not self._number_of(node.condition):
                break
        return None

    def _switch(self, node: p.Switch) -> _Signal | None:
        value = self._integer(node.value)
        type = promote(node.value.type) if isinstance(node.value.type, IntegerType) else INT
        values = [None if c.value is None else convert(c.value, LONG, type) for c in node.cases]
        start = _matching(node.cases, value, values, type)
        if start is None and node.last_run != self._number:
            values = self._repair.steer(node, value, type, values)
            start = _matching(node.cases, value, values, type)
        node.last_run = self._number
        if start is None:
            if None not in values:
                return None
            start = values.index(None)
        for case in node.cases[start:]:
            signal = self._run_list(case.body)
            if signal is _BREAK:
                return None
            if signal is not None:
                return signal
        return None

    def _duff(self, node: x.Duff) -> _Signal | None:
        selected = self._integer(node.selector)
        start = next((n for n, (value, _) in enumerate(node.cases) if value == selected), None)
        if start is None:
            return None
        while True:
            self.run.steps += 1
            if self.run.steps > self._budget:
                raise BudgetExceededError
            for _, body in node.cases[start:]:
                signal = self._run_list(body)
                if signal is not None:
                    break
            if signal is _BREAK:
                return None
            if signal is not None and signal is not _CONTINUE:
                return signal
            if not self._number_of(node.again):
                return None
            start = 0

    def _catch(self, node: x.Catch) -> _Signal | None:
        frame, depth = self._frame, self._depth
        try:
            return self._run_list(node.body.body)
        except _Jump as jump:
            if jump.buffer != node.buffer:
                raise
        self._frame, self._depth = frame, depth
        return self._run_list(node.caught.body)

    def _throw(self, node: x.Throw) -> _Signal | None:
        raise _Jump(node.buffer)

    def _return(self, node: p.Return) -> _Signal:
        if node.value is not None:
            self._returned = self._assign_value(node, "value", node.type)
        return _RETURN


def format_hexadecimal(value: float) -> str:
    """A double the way glibc's printf writes it with %a."""
    if not math.isfinite(value):
        return str(value)
    text = value.hex()
    mantissa, exponent = text.split("p")
    whole, _, fraction = mantissa.partition(".")
    fraction = fraction.rstrip("0")
    return f"{whole}{'.' if fraction else ''}{fraction}p{exponent}"


def _double_bits(value: float) -> int:
    if value != value:
        return _NAN
    bits: int = struct.unpack("<Q", struct.pack("<d", value))[0]
    return bits


def _matching(cases: list[p.Case], value: int, values: list[Number | None], type: IntegerType) -> int | None:
    """Which case, `default` aside, has this value."""
    for n, low in enumerate(values):
        if low is None:
            continue
        high = cases[n].high
        if value == low if high is None else low <= value <= convert(high, LONG, type):
            return n
    return None


def _labels(body: list[p.Statement]) -> dict[str, int]:
    return {s.label: n for n, s in enumerate(body) if isinstance(s, p.Label)}
