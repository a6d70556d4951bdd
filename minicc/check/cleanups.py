"""GNU `cleanup` variables (gcc manual, "Common Variable Attributes"): which functions to call where a scope is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.check import typed
from minicc.types.ctype import FunctionType

if TYPE_CHECKING:
    from minicc.check.context import Context


class Cleanups:
    """The calls that are due in the function being checked, outermost scope first.

    A jump forward does not know yet what its label's scope is: `settle_jumps` says so at the end of the function.
    """

    def __init__(self) -> None:
        self._due: list[typed.Expression] = []
        self._break_depth = 0
        self._continue_depth = 0
        self._jumps: list[tuple[typed.Goto, list[typed.Expression]]] = []
        self._labels: dict[str, list[typed.Expression]] = {}

    @property
    def depth(self) -> int:
        """How many calls are due here; what `leave_block` takes back to."""
        return len(self._due)

    def add(self, call: typed.Expression) -> None:
        self._due.append(call)

    def leave_block(self, depth: int) -> list[typed.Expression]:
        """The end of a block that was entered at `depth`: the calls in order."""
        calls = self._due[depth:][::-1]
        del self._due[depth:]
        return calls

    def enter_loop(self) -> tuple[int, int]:
        """Answers what `leave_loop` needs."""
        around = self._break_depth, self._continue_depth
        self._break_depth = self._continue_depth = self.depth
        return around

    def enter_switch(self) -> tuple[int, int]:
        around = self._break_depth, self._continue_depth
        self._break_depth = self.depth
        return around

    def leave_loop(self, around: tuple[int, int]) -> None:
        self._break_depth, self._continue_depth = around

    def leaving_breakable(self) -> list[typed.Expression]:
        return self._due[self._break_depth :][::-1]

    def leaving_iteration(self) -> list[typed.Expression]:
        return self._due[self._continue_depth :][::-1]

    def leaving_function(self) -> list[typed.Expression]:
        return self._due[::-1]

    def jump(self, goto: typed.Goto) -> None:
        if self._due:
            self._jumps.append((goto, list(self._due)))

    def label(self, name: str) -> None:
        self._labels[name] = list(self._due)

    def settle_jumps(self) -> None:
        """Give each goto the calls of the scopes around it that are not around its label."""
        for goto, due in self._jumps:
            common = 0
            for here, there in zip(due, self._labels.get(goto.label, ()), strict=False):
                if here is not there:
                    break
                common += 1
            goto.cleanups = due[common:][::-1]


def cleanup_call(context: Context, variable: typed.Variable, name: str) -> typed.Expression:
    """The call of the function `name` with the address of `variable`."""
    function = context.lookup(name)
    if not isinstance(function, typed.Function):
        context.error("'cleanup' argument not a function", variable.pos)
    pos = variable.pos
    context.references[function] = None
    variable.address_taken = True
    reference = typed.VariableReference(pos, variable.type, variable)
    argument: typed.Expression = typed.AddressOf(pos, context.pointer_to(variable.type), reference)
    ctype: FunctionType = function.type
    if ctype.parameters:
        argument = context.operators.convert(argument, ctype.parameters[0])
    address = typed.FunctionAddress(pos, context.pointer_to(ctype), function)
    return typed.Call(pos, ctype.result, address, [argument], ctype)
