"""Variables in hard registers (gcc manual, "Variables in Specified Registers").

Such a variable has memory of its own here, and asm operands move it to its register and back. One that the function
never stores into shows what is in the register, as the stack pointer's always does.
"""

from __future__ import annotations

from minicc.check import typed
from minicc.check.lint_walk import walk
from minicc.lower.context import FunctionContext
from minicc.lower.llvm_types import value_type
from minicc.patterns import pattern

_GENERAL = pattern(r"[re]?([abcd]x|[sd]i|[sb]p)|(r\d+)d?")


def refresh(f: FunctionContext, variable: typed.Variable, pointer: str) -> None:
    """Before an access to the memory of `variable`: what its register holds, unless the program set the variable."""
    name = _GENERAL.fullmatch(variable.register)
    type_ = value_type(variable.type)
    if name is None or type_ not in ("i32", "i64", "ptr"):
        return
    register = f"r{name[1]}" if name[1] else name[2]
    if register not in ("rsp", "rbp") and variable in _stored(f):
        return
    number = f.builder.result(f'call i64 asm sideeffect "movq %{register}, $0", "=r"()')
    if type_ != "i64":
        number = f.builder.convert("trunc" if type_ == "i32" else "inttoptr", number, "i64", type_)
    f.builder.store(type_, number, pointer, variable.alignment)


def _stored(f: FunctionContext) -> set[typed.Variable]:
    """The register variables that the function assigns to, or an asm statement of it."""
    if f.stored_registers is None:
        found: set[typed.Variable] = set()
        for one in walk(f.function.body):
            targets: list[typed.Expression] = []
            if isinstance(one, typed.Assign | typed.CompoundAssign | typed.Increment):
                targets = [one.target]
            elif isinstance(one, typed.Asm):
                targets = [operand.expression for operand in one.outputs]
            elif isinstance(one, typed.LocalVariable) and one.variable.initializer is not None:
                found.add(one.variable)
            found.update([target.variable for target in targets if isinstance(target, typed.VariableReference)])
        f.stored_registers = found
    return f.stored_registers
