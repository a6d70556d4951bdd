"""A module: globals, declarations, definitions, attribute groups and metadata, put together as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minicc.ir.spelling import escape

if TYPE_CHECKING:
    from minicc.ir.debug import DebugInfo

TRIPLE = "x86_64-unknown-linux-gnu"
DATA_LAYOUT = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"


FIRST_PROMISE = 1 << 24
"""The number of the metadata node `Module.promises[0]`: far behind those of debug information."""


COLUMNS_AT_ONCE = '!{!"minicc.columns_at_once"}'
"""What the metadata of a loop holds whose iterations the optimiser may and should run several at a time."""


class Module:
    """Collects the parts in order of appearance; `text()` is the module."""

    def __init__(self, source_file: str, debug: DebugInfo | None = None) -> None:
        self.source_file = source_file
        self.debug = debug
        self.assembly: list[str] = []
        self.globals: list[str] = []
        self.functions: list[str] = []
        self.used: list[str] = []
        self.constructors: list[tuple[int, str]] = []
        self.destructors: list[tuple[int, str]] = []
        self.flags: list[tuple[int, str, int]] = []
        self.promises: list[str] = []
        self._columns_at_once: int | None = None
        self._declarations: dict[str, str] = {}
        self._attribute_groups: dict[str, str] = {}

    def declare(self, symbol: str, text: str) -> None:
        """Adds a declaration once for each symbol."""
        self._declarations.setdefault(symbol, text)

    def promise(self, text: str) -> int:
        """The number of a new metadata node."""
        self.promises.append(text)
        return FIRST_PROMISE + len(self.promises) - 1

    def loop_over_columns(self) -> int:
        """The number of the metadata node of one more loop to be run several iterations at a time."""
        if self._columns_at_once is None:
            self._columns_at_once = self.promise(COLUMNS_AT_ONCE)
        own = FIRST_PROMISE + len(self.promises)
        return self.promise(f"distinct !{{!{own}, !{self._columns_at_once}}}")

    def attribute_group(self, attributes: str) -> str:
        """`#N` for these function attributes."""
        return self._attribute_groups.setdefault(attributes, f"#{len(self._attribute_groups)}")

    def text(self) -> str:
        lines = [
            f"; ModuleID = '{self.source_file}'",
            f'source_filename = "{escape(self.source_file.encode())}"',
            f'target datalayout = "{DATA_LAYOUT}"',
            f'target triple = "{TRIPLE}"',
            "",
        ]
        lines += [f'module asm "{escape(line.encode())}"' for text in self.assembly for line in text.split("\n")]
        lines += self.globals
        if self.used:
            elements = ", ".join(f"ptr {symbol}" for symbol in self.used)
            lines.append(
                f'@llvm.compiler.used = appending global [{len(self.used)} x ptr] [{elements}], section "llvm.metadata"'
            )
        for name, entries in (("ctors", self.constructors), ("dtors", self.destructors)):
            if entries:
                type = "{ i32, ptr, ptr }"
                elements = ", ".join(f"{type} {{ i32 {priority}, ptr {f}, ptr null }}" for priority, f in entries)
                lines.append(f"@llvm.global_{name} = appending global [{len(entries)} x {type}] [{elements}]")
        lines += self.functions
        lines.append("")
        lines += self._declarations.values()
        lines.append("")
        lines += [f"attributes {number} = {{ {text} }}" for text, number in self._attribute_groups.items()]
        lines += self._metadata()
        return "\n".join(lines) + "\n"

    def _metadata(self) -> list[str]:
        flags = list(self.flags)
        nodes: list[str] = []
        if self.debug is not None:
            flags += [(7, "Dwarf Version", self.debug.options.dwarf_version), (2, "Debug Info Version", 3)]
            nodes = self.debug.nodes
        first = len(nodes)
        named = [
            f'!{first + i} = !{{i32 {kind}, !"{name}", i32 {value}}}' for i, (kind, name, value) in enumerate(flags)
        ]
        listed = ", ".join(f"!{first + i}" for i in range(len(flags)))
        lines = [f"!llvm.module.flags = !{{{listed}}}"] if flags else []
        if self.debug is not None:
            lines.append(f"!llvm.dbg.cu = !{{!{self.debug.unit}}}")
        promises = [f"!{i} = {text}" for i, text in enumerate(self.promises, FIRST_PROMISE)]
        return lines + [f"!{i} = {text}" for i, text in enumerate(nodes)] + named + promises
