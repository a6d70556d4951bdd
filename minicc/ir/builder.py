"""The instructions of one function, appended as text.

Temporaries are numbered (`%7`) in the order in which they are written, as LLVM requires; allocas are collected for
the entry block.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence

_SIGNED = {"<": "slt", ">": "sgt", "<=": "sle", ">=": "sge", "==": "eq", "!=": "ne"}
_UNSIGNED = {"<": "ult", ">": "ugt", "<=": "ule", ">=": "uge", "==": "eq", "!=": "ne"}
_FLOATING = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
_ORDERED = {"<": "olt", ">": "ogt", "<=": "ole", ">=": "oge", "==": "oeq", "!=": "une"}

_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
_DIGITS = "-0123456789"

# Elements of a kilobyte are within 2 GiB of a symbol when their index has no more digits.
_DIGITS_NEAR_A_SYMBOL = 6


class Builder:
    """Appends instructions to the current block.

    `floating_flags` are the fast-math flags of floating operations, each with a blank in front. `location` is what ends
    each line: "" or ", !dbg !N". `terminated` is True between a terminator and the next `start_block`.
    """

    __slots__ = (
        "_next_name", "_next_value", "allocas", "block", "floating_flags", "lines", "location", "terminated",
    )  # fmt: skip

    def __init__(self, floating_flags: str = "") -> None:
        self.floating_flags = floating_flags
        self.lines: list[str] = []
        self.allocas: list[str] = []
        self.block = "entry"
        self.location = ""
        self.terminated = False
        self._next_value = 0
        self._next_name = 0

    # ------------------------------------------------------------------ blocks and names

    def new_name(self, stem: str) -> str:
        """A name for a block or a variable that no other in the function has (a C identifier never holds a dot)."""
        self._next_name += 1
        return f"{stem}.{self._next_name}"

    def start_block(self, label: str) -> None:
        """What follows goes to block `label`; falls through to it when the current block is still open."""
        if not self.terminated:
            self.branch(label)
        self.lines.append(f"{label}:")
        self.block = label
        self.terminated = False

    def start_dead_block(self) -> None:
        """A block that nothing branches to, for code behind a jump."""
        self.start_block(self.new_name("dead"))

    def drop_dead_block(self) -> None:
        """Takes back a dead block that is still empty."""
        if self.block.startswith("dead.") and self.lines[-1] == f"{self.block}:":
            self.lines.pop()
            self.terminated = True

    def result(self, text: str) -> str:
        """Appends `%N = text` and answers `%N`."""
        name = f"%{self._next_value}"
        self._next_value += 1
        self.lines.append(f"  {name} = {text}{self.location}")
        return name

    def effect(self, text: str) -> None:
        """Appends an instruction without a result."""
        self.lines.append(f"  {text}{self.location}")

    def _terminate(self, text: str) -> None:
        self.lines.append(f"  {text}{self.location}")
        self.terminated = True

    # ------------------------------------------------------------------ arithmetic

    def binary(self, opcode: str, type: str, left: str, right: str) -> str:
        """`opcode` may carry flags: "add nsw"."""
        return self.result(f"{opcode} {type} {left}, {right}")

    def add(self, type: str, left: str, right: str, flags: str = "") -> str:
        return self.result(f"add{flags} {type} {left}, {right}")

    def sub(self, type: str, left: str, right: str, flags: str = "") -> str:
        return self.result(f"sub{flags} {type} {left}, {right}")

    def mul(self, type: str, left: str, right: str, flags: str = "") -> str:
        return self.result(f"mul{flags} {type} {left}, {right}")

    def and_(self, type: str, left: str, right: str) -> str:
        return self.result(f"and {type} {left}, {right}")

    def or_(self, type: str, left: str, right: str) -> str:
        return self.result(f"or {type} {left}, {right}")

    def xor(self, type: str, left: str, right: str) -> str:
        return self.result(f"xor {type} {left}, {right}")

    def shl(self, type: str, left: str, right: str) -> str:
        return self.result(f"shl {type} {left}, {right}")

    def lshr(self, type: str, left: str, right: str) -> str:
        return self.result(f"lshr {type} {left}, {right}")

    def ashr(self, type: str, left: str, right: str) -> str:
        return self.result(f"ashr {type} {left}, {right}")

    def fneg(self, type: str, operand: str) -> str:
        return self.result(f"fneg{self.floating_flags} {type} {operand}")

    def floating_binary(self, operator: str, type: str, left: str, right: str) -> str:
        """`operator` is C's: + - * or /."""
        return self.result(f"{_FLOATING[operator]}{self.floating_flags} {type} {left}, {right}")

    def icmp_signed(self, relation: str, type: str, left: str, right: str) -> str:
        if left[0] in _DIGITS and right[0] in _DIGITS:
            half = 1 << (int(type[1:]) - 1)
            return _compared(relation, (int(left) + half) % (2 * half), (int(right) + half) % (2 * half))
        return self.result(f"icmp {_SIGNED[relation]} {type} {left}, {right}")

    def icmp_unsigned(self, relation: str, type: str, left: str, right: str) -> str:
        if left[0] in _DIGITS and right[0] in _DIGITS:
            values = 1 << int(type[1:])
            return _compared(relation, int(left) % values, int(right) % values)
        return self.result(f"icmp {_UNSIGNED[relation]} {type} {left}, {right}")

    def fcmp(self, operator: str, type: str, left: str, right: str) -> str:
        """Ordered, but `!=` unordered: C's comparisons."""
        return self.result(f"fcmp{self.floating_flags} {_ORDERED[operator]} {type} {left}, {right}")

    def convert(self, opcode: str, operand: str, source: str, target: str) -> str:
        """`opcode` is trunc, sext, zext, fptosi, ptrtoint, bitcast, ..."""
        return self.result(f"{opcode} {source} {operand} to {target}")

    def select(self, condition: str, type: str, then: str, otherwise: str) -> str:
        return self.result(f"select i1 {condition}, {type} {then}, {type} {otherwise}")

    def extract_value(self, type: str, aggregate: str, index: int) -> str:
        return self.result(f"extractvalue {type} {aggregate}, {index}")

    def insert_value(self, type: str, aggregate: str, element_type: str, element: str, index: int) -> str:
        return self.result(f"insertvalue {type} {aggregate}, {element_type} {element}, {index}")

    # ------------------------------------------------------------------ memory

    def alloca(self, name: str, type: str, alignment: int) -> None:
        """An object of the whole function, in the entry block; `name` with its `%`."""
        self.allocas.append(f"  {name} = alloca {type}, align {alignment}")

    def load(self, type: str, pointer: str, alignment: int, volatile: bool = False, metadata: str = "") -> str:
        """`metadata`: "" or ", !kind !N"."""
        access = "load volatile" if volatile else "load"
        return self.result(f"{access} {type}, ptr {pointer}, align {alignment}{metadata}")

    def store(
        self, type: str, value: str, pointer: str, alignment: int, volatile: bool = False, metadata: str = ""
    ) -> None:
        access = "store volatile" if volatile else "store"
        self.lines.append(f"  {access} {type} {value}, ptr {pointer}, align {alignment}{metadata}{self.location}")

    def gep(self, element: str, pointer: str, index: str, inbounds: bool = True) -> str:
        """`pointer` plus `index` (an i64) times the size of `element`."""
        flags = " inbounds" if inbounds else ""
        if len(index) > _DIGITS_NEAR_A_SYMBOL and index.lstrip("-").isdigit():
            # FastISel would add it to a symbol's address, which then is out of the small code model's reach.
            index = self.result(f"freeze i64 {index}")
        return self.result(f"getelementptr{flags} {element}, ptr {pointer}, i64 {index}")

    # ------------------------------------------------------------------ control flow

    def branch(self, label: str, metadata: str = "") -> None:
        """`metadata`: "" or ", !kind !N"."""
        self._terminate(f"br label %{label}{metadata}")

    def cbranch(self, condition: str, then: str, otherwise: str) -> None:
        """A jump where the condition is known: no code is made of what nothing jumps to, without optimisation too."""
        if condition in ("true", "false"):
            self.branch(then if condition == "true" else otherwise)
            return
        self._terminate(f"br i1 {condition}, label %{then}, label %{otherwise}")

    def switch(self, type: str, value: str, default: str, cases: Iterable[tuple[str, str]]) -> None:
        table = " ".join(f"{type} {constant}, label %{label}" for constant, label in cases)
        self._terminate(f"switch {type} {value}, label %{default} [ {table} ]")

    def indirectbr(self, target: str, labels: Iterable[str]) -> None:
        self._terminate(f"indirectbr ptr {target}, [{', '.join(f'label %{label}' for label in labels)}]")

    def ret(self, type: str, value: str) -> None:
        self._terminate(f"ret {type} {value}")

    def ret_void(self) -> None:
        self._terminate("ret void")

    def unreachable(self) -> None:
        self._terminate("unreachable")

    def phi(self, type: str, incoming: Sequence[tuple[str, str]]) -> str:
        edges = ", ".join(f"[ {value}, %{label} ]" for value, label in incoming)
        return self.result(f"phi {type} {edges}")

    def call(
        self, result: str, callee: str, arguments: Sequence[str], signature: str = "", attributes: str = ""
    ) -> str:
        """`result` is the return type with its attributes; arguments carry their types; `signature` is "(ptr,
        ...)" of a variadic callee.
        """
        shown = f"{result} {signature}" if signature else result
        text = f"call {shown} {callee}({', '.join(arguments)}){attributes}"
        if result == "void":
            self.effect(text)
            return ""
        return self.result(text)


def _compared(relation: str, left: int, right: int) -> str:
    return "true" if _COMPARISONS[relation](left, right) else "false"
