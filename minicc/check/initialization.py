"""Objects that are read before anything was stored in them: -Wuninitialized and -Wmaybe-uninitialized.

A walk over a function body in the order of evaluation, with the variables that nothing has been stored in yet. What
may be unset is reported only where control got there by no further decision: a condition met in between may be the very
one that guards the use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.check.constants import fold_integer
from minicc.check.flow import never_returns
from minicc.check.lint_walk import children, walk
from minicc.types.conversions import is_scalar
from minicc.types.ctype import VoidType

if TYPE_CHECKING:
    from minicc.check.context import Context

# For each variable that may be unset: True when it is on every path, False when on some.
_State = dict[typed.Variable, bool]


def uninitialized(context: Context, function: typed.Function, known: list[object]) -> None:
    """Give the warnings for one function; none where control can arrive by a jump that the walk does not follow."""
    if function.calls_setjmp or any(_may_return_twice(node) for node in known):
        return
    candidates = {
        node.variable
        for node in known
        if isinstance(node, typed.LocalVariable)
        and node.variable.storage in ("automatic", "register")
        and node.variable.initializer is None
        and not node.variable.address_taken
        and not node.variable.register
        and not node.variable.type.qualifiers & 2
        and is_scalar(node.variable.type)
        and not node.variable.name.startswith("array_length_")
    }
    if candidates and function.body is not None:
        _Walk(context, candidates).statement(function.body, {})


def _may_return_twice(node: object) -> bool:
    return (
        isinstance(node, typed.Call)
        and isinstance(node.function, typed.FunctionAddress)
        and node.function.function.name in ("setjmp", "_setjmp", "__sigsetjmp", "sigsetjmp", "vfork")
    )


class _Walk:
    def __init__(self, context: Context, candidates: set[typed.Variable]) -> None:
        self.context = context
        self.candidates = candidates
        self.reported: set[typed.Variable] = set()
        self._breaks: list[list[_State]] = []
        self._continues: list[list[_State]] = []
        self._cases: list[_State] = []
        self._depth = 0
        self._may_have_left = False

    # ----------------------------------------------------------------- statements

    def statement(self, node: typed.Statement, state: _State | None) -> _State | None:
        """The state behind a statement; None where control does not get."""
        if isinstance(node, typed.Block):
            for item in node.items:
                state = self.statement(item, state)
            return state
        if isinstance(node, typed.Labeled):
            return self.statement(node.statement, {})
        if isinstance(node, typed.Case | typed.Default):
            entered = dict(self._cases[-1]) if self._cases else {}
            return self.statement(node.statement, _join(state, entered))
        if isinstance(node, typed.Switch | typed.While | typed.DoWhile | typed.For):
            return self._breakable(node, state)
        if state is None:
            self._nested_labels(node)
            return None
        if isinstance(node, typed.ExpressionStatement):
            if node.expression is not None:
                self.value(node.expression, state)
                if never_returns(node.expression):
                    self._may_have_left = True
                    return None
        elif isinstance(node, typed.LocalVariable):
            self._local(node.variable, state)
        elif isinstance(node, typed.If):
            return self._if(node, state)
        elif isinstance(node, typed.Return):
            if node.value is not None:
                self.value(node.value, state)
            self._may_have_left = True
            return None
        elif isinstance(node, typed.Break):
            if self._breaks:
                self._breaks[-1].append(state)
            return None
        elif isinstance(node, typed.Continue):
            if self._continues:
                self._continues[-1].append(state)
            return None
        elif isinstance(node, typed.Goto | typed.ComputedGoto):
            if isinstance(node, typed.ComputedGoto):
                self.value(node.target, state)
            self._may_have_left = True
            return None
        elif isinstance(node, typed.Asm):
            for operand in node.inputs:
                self._asm_operand(operand.expression, state)
            for operand in node.outputs:
                self._asm_operand(operand.expression, state)
        return state

    def _nested_labels(self, node: typed.Statement) -> None:
        """Behind a jump only what a label makes reachable is looked at."""
        if isinstance(node, typed.If):
            self.statement(node.then, None)
            if node.otherwise is not None:
                self.statement(node.otherwise, None)

    def _asm_operand(self, expression: typed.Expression, state: _State) -> None:
        for one in walk(expression):
            if isinstance(one, typed.VariableReference):
                state.pop(one.variable, None)

    def _local(self, variable: typed.Variable, state: _State) -> None:
        if variable.initializer is not None and variable.storage != "static":
            for element in variable.initializer.elements:
                self.value(element.value, state)
        elif variable in self.candidates:
            state[variable] = True

    def _if(self, node: typed.If, state: _State) -> _State | None:
        true, false = self.condition(node.condition, state)
        self._depth += 1
        end = self.statement(node.then, _guarded(true))
        if node.otherwise is not None:
            false = self.statement(node.otherwise, _guarded(false))
        self._depth -= 1
        return _join(end, false)

    def _breakable(
        self, node: typed.Switch | typed.While | typed.DoWhile | typed.For, state: _State | None
    ) -> _State | None:
        if isinstance(node, typed.Switch):
            return self._switch(node, state)
        if isinstance(node, typed.For):
            for item in node.initial:
                state = self.statement(item, state)
        entry = self._without_assigned(node, state)
        self._breaks.append([])
        self._continues.append([])
        condition = node.condition
        if condition is None or isinstance(node, typed.DoWhile):
            true, false = entry, None
        else:
            true, false = self.condition(condition, entry)
        self._depth += not isinstance(node, typed.DoWhile)
        end = self.statement(node.body, _guarded(true))
        self._depth -= not isinstance(node, typed.DoWhile)
        for one in self._continues.pop():
            end = _join(end, one)
        if isinstance(node, typed.DoWhile) and condition is not None and end is not None:
            _, false = self.condition(condition, end)
        elif isinstance(node, typed.For) and node.step is not None and end is not None:
            self.value(node.step, end)
        after = false
        for one in self._breaks.pop():
            after = _join(after, one)
        return None if after is None else _surely(after, state)

    def _without_assigned(self, node: typed.Statement, state: _State | None) -> _State | None:
        """The state in which a loop begins: what its body sets is set in every turn but the first."""
        if state is None:
            return None
        assigned = {_stored(one) for one in walk(node)}
        assigned |= {one.variable for one in walk(node) if isinstance(one, typed.LocalVariable)}
        return {variable: sure for variable, sure in state.items() if variable not in assigned}

    def _switch(self, node: typed.Switch, state: _State | None) -> _State | None:
        if state is not None:
            self.value(node.controlling, state)
        self._breaks.append([])
        self._cases.append(_guarded(state) or {})
        self._depth += 1
        end = self.statement(node.body, None)
        self._depth -= 1
        self._cases.pop()
        for one in self._breaks.pop():
            end = _join(end, one)
        if node.default is None:
            return _guarded(_join(end, state))
        return end

    # ----------------------------------------------------------------- expressions

    def condition(self, node: typed.Expression, state: _State | None) -> tuple[_State | None, _State | None]:
        """The states in which a condition is found true and false."""
        if state is None:
            return None, None
        known = fold_integer(node)
        if known is not None:
            return (state, None) if known else (None, state)
        if isinstance(node, typed.LogicalNot):
            true, false = self.condition(node.operand, state)
            return false, true
        if isinstance(node, typed.Logical):
            true, false = self.condition(node.left, state)
            is_and = node.operator == "&&"
            self._depth += 1
            right, wrong = self.condition(node.right, _guarded(true if is_and else false))
            self._depth -= 1
            return (right, _join(false, wrong)) if is_and else (_join(true, right), wrong)
        self.value(node, state)
        return dict(state), dict(state)

    def value(self, node: typed.Expression, state: _State) -> None:
        """Evaluate an expression: report what it reads, note what it stores."""
        if isinstance(node, typed.Load):
            if isinstance(node.lvalue, typed.VariableReference):
                self._read(node.lvalue.variable, node.pos, state)
            else:
                self.value(node.lvalue, state)
        elif isinstance(node, typed.Conversion):
            if not isinstance(node.type, VoidType) or not isinstance(node.operand, typed.Load):
                self.value(node.operand, state)
        elif isinstance(node, typed.Assign):
            self.value(node.value, state)
            self._store(node.target, state)
        elif isinstance(node, typed.CompoundAssign):
            if isinstance(node.target, typed.VariableReference):
                self._read(node.target.variable, node.pos, state)
            self.value(node.value, state)
            self._store(node.target, state)
        elif isinstance(node, typed.Increment):
            if isinstance(node.target, typed.VariableReference):
                self._read(node.target.variable, node.pos, state)
            self._store(node.target, state)
        elif isinstance(node, typed.Logical | typed.LogicalNot):
            true, false = self.condition(node, state)
            _become(state, _join(true, false))
        elif isinstance(node, typed.Conditional):
            self._conditional(node, state)
        elif isinstance(node, typed.StatementExpression):
            after = self.statement(node.body, state)
            if node.result is not None:
                self.value(node.result, state if after is None else after)
            _become(state, after)
        else:
            for one in children(node):
                if isinstance(one, typed.Expression):
                    self.value(one, state)

    def _conditional(self, node: typed.Conditional, state: _State) -> None:
        true, false = self.condition(node.condition, state)
        true, false = _guarded(true), _guarded(false)
        self._depth += 1
        if node.then is not None and true is not None:
            self.value(node.then, true)
        if false is not None:
            self.value(node.otherwise, false)
        self._depth -= 1
        _become(state, _join(true, false))

    def _store(self, target: typed.Lvalue, state: _State) -> None:
        part: typed.Lvalue = target
        while isinstance(part, typed.ComplexPart):
            part = part.number
        if isinstance(part, typed.VariableReference):
            state.pop(part.variable, None)
        else:
            self.value(target, state)

    def _read(self, variable: typed.Variable, pos: int, state: _State) -> None:
        sure = state.pop(variable, None)
        if sure is None or variable in self.reported:
            return
        self.reported.add(variable)
        if sure and not self._depth and not self._may_have_left:
            self.context.lint("uninitialized", f"'{variable.name}' is used uninitialized", pos)
        else:
            self.context.lint("maybe-uninitialized", f"'{variable.name}' may be used uninitialized", pos)


_STORES = (typed.Assign, typed.CompoundAssign, typed.Increment)


def _stored(node: object) -> typed.Variable | None:
    """The variable that a node stores in."""
    if isinstance(node, _STORES) and isinstance(node.target, typed.VariableReference):
        return node.target.variable
    return None


def _join(one: _State | None, other: _State | None) -> _State | None:
    """What may be unset where two paths meet."""
    if one is None or other is None:
        return one if other is None else other
    joined = {variable: sure and other.get(variable, False) for variable, sure in one.items()}
    for variable in other:
        joined.setdefault(variable, False)
    return joined


def _guarded(state: _State | None) -> _State | None:
    """The state behind a decision: what was only perhaps unset is not spoken of any more."""
    return None if state is None else {variable: True for variable, sure in state.items() if sure}


def _surely(state: _State, before: _State | None) -> _State:
    """Behind a loop only what was unset before it, on every path."""
    return {variable: True for variable, sure in state.items() if sure and before is not None and variable in before}


def _become(state: _State, new: _State | None) -> None:
    if new is not state:
        copy = {} if new is None else dict(new)
        state.clear()
        state.update(copy)
