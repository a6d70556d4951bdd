"""The state of a run: store, frames, output, and the log of accesses that finds unsequenced conflicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from fuzz.generate import program as p
from fuzz.generate.repair import Repair
from fuzz.generate.store import Store, StoredObject
from fuzz.generate.types import CHAR, ArrayType

MASK = (1 << 64) - 1
CHECKSUM_START = 0x9E3779B97F4A7C15
CHECKSUM_PRIME = 0x100000001B3
_CHECKSUM_GRANULE = -1
"""Where the checksum is, to the log of accesses."""


class BudgetExceededError(Exception):
    """The program executes more statements than it may."""


class BrokenProgramError(Exception):
    """Undefined behaviour that no repair knows: a bug of the generator."""


@dataclass(slots=True)
class Run:
    """What one run did. `stale` when a repair makes its outcome meaningless."""

    output: list[str] = field(default_factory=list)
    checksum: int = CHECKSUM_START
    stale: bool = False
    steps: int = 0
    main_statement: int = 0
    """Index of the statement of `main` that was being executed."""


@dataclass(slots=True)
class Accesses:
    """What a part of an expression reads and writes, in units of eight bytes; dictionaries serve as ordered sets."""

    reads: dict[int, None] = field(default_factory=dict)
    writes: dict[int, None] = field(default_factory=dict)


class Machine:
    """What expressions and statements work on. `_changed` tells when a repair came too late."""

    def __init__(self, program: p.Program, repair: Repair, run_number: int, budget: int) -> None:
        self._program = program
        self._repair = repair
        self._number = run_number
        self._budget = budget
        self._finite = True
        """Whether infinities and NaNs are refused: in constant expressions, and in programs without the feature."""
        self.run = Run()
        self._store = Store()
        self._globals: dict[p.Variable, StoredObject] = {}
        self._frame: dict[p.Variable, StoredObject] = {}
        self._strings: dict[bytes, StoredObject] = {}
        self._functions: dict[int, p.Function] = {}
        self._function_addresses: dict[p.Function, int] = {}
        self._returned: p.Value = 0
        self._log: Accesses | None = None
        self._depth = 0

    def _changed(self, node: Any) -> None:
        if node.last_run == self._number:
            self.run.stale = True

    def _note_read(self, address: int, size: int) -> None:
        if self._log is not None:
            for granule in range(address >> 3, (address + size + 7) >> 3):
                self._log.reads[granule] = None

    def _note_write(self, address: int, size: int) -> None:
        if self._log is not None:
            for granule in range(address >> 3, (address + size + 7) >> 3):
                self._log.writes[granule] = None

    def _logged(self, action: Callable[[], Any]) -> tuple[Any, Accesses]:
        outer, self._log = self._log, Accesses()
        try:
            result = action()
        finally:
            inner, self._log = self._log, outer
        if outer is not None:
            outer.reads.update(inner.reads)
            outer.writes.update(inner.writes)
        return result, inner

    def _string_object(self, text: bytes) -> StoredObject:
        found = self._strings.get(text)
        if found is None:
            found = self._store.new(ArrayType(CHAR, len(text) + 1))
            found.data[: len(text)] = text
            self._strings[text] = found
        return found

    def _function_address(self, function: p.Function) -> int:
        address = self._function_addresses.get(function)
        if address is None:
            address = (len(self._functions) + 1) << 52
            self._function_addresses[function] = address
            self._functions[address] = function
        return address

    def _mix(self, bits: int) -> None:
        mixed = ((self.run.checksum ^ bits) * CHECKSUM_PRIME) & MASK
        self.run.checksum = mixed ^ (mixed >> 29)
        if self._log is not None:
            self._log.writes[_CHECKSUM_GRANULE] = None
