"""Debug information as LLVM metadata (LLVM "Source Level Debugging with LLVM"): nodes, files, scopes and locations.

What variables and types look like is told by `minicc.lower.debug_types` and `minicc.lower.debug_variables`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from minicc.ir.spelling import escape
from minicc.options import DebugOptions
from minicc.source import Location, SourceText


class DebugInfo:
    """The metadata nodes of one module: `nodes[i]` is the text of `!i`.

    `globals` and `enums` collect what the compile unit lists. `unit` is the node of that.
    """

    def __init__(self, source: SourceText, producer: str, optimized: bool, options: DebugOptions | None = None) -> None:
        self.options = options or DebugOptions()
        self.optimized = optimized
        self.nodes: list[str] = []
        self.globals: list[int] = []
        self.enums: list[int] = []
        self._source = source
        self._producer = producer
        self._directory = escape(self._mapped(str(Path.cwd())).encode("utf-8", "surrogateescape"))
        self._unique: dict[str, int] = {}
        self._files: dict[str, int] = {}
        self._file_of_scope: dict[int, str] = {}
        self._scope_in_file: dict[tuple[int, str], int] = {}
        self._suffixes: dict[int, dict[int, str]] = {}
        self.unit = self.reserve()
        self._file = self.file(source.file)
        self.empty = self.unique("!{}")

    # ------------------------------------------------------------------ nodes

    def add(self, text: str) -> int:
        """A new node, the same as no other."""
        self.nodes.append(text)
        return len(self.nodes) - 1

    def unique(self, text: str) -> int:
        """The node with this text."""
        found = self._unique.get(text)
        if found is None:
            found = self._unique[text] = self.add(text)
        return found

    def reserve(self) -> int:
        """A node whose text is still to come: `nodes[i] = ...`."""
        return self.add("")

    def tuple(self, members: Iterable[int | None]) -> int:
        """The node `!{...}`; None is null."""
        return self.unique(f"!{{{', '.join('null' if node is None else f'!{node}' for node in members)}}}")

    def finish(self) -> None:
        """Writes the compile unit; nothing may be added behind this."""
        kind = "FullDebug" if self.options.full else "LineTablesOnly"
        lists = ""
        if self.enums:
            lists += f", enums: !{self.tuple(self.enums)}"
        if self.globals:
            lists += f", globals: !{self.tuple(self.globals)}"
        producer = escape(self._producer.encode())
        self.nodes[self.unit] = (
            f'distinct !DICompileUnit(language: DW_LANG_C11, file: !{self._file}, producer: "{producer}", '
            f"isOptimized: {'true' if self.optimized else 'false'}, runtimeVersion: 0, emissionKind: {kind}{lists}, "
            "splitDebugInlining: false, nameTableKind: None)"
        )

    # ------------------------------------------------------------------ places in the source

    def place(self, pos: int) -> Location:
        """Where offset `pos` was written."""
        return self._source.location(pos)

    def file(self, name: str) -> int:
        """The DIFile of a source file."""
        node = self._files.get(name)
        if node is None:
            shown = escape(self._mapped(name).encode("utf-8", "surrogateescape"))
            node = self._files[name] = self.add(f'!DIFile(filename: "{shown}", directory: "{self._directory}")')
        return node

    def at(self, pos: int) -> str:
        """`file: !N, line: L` of offset `pos`."""
        where = self.place(pos)
        return f"file: !{self.file(where.file)}, line: {where.line}"

    def _mapped(self, name: str) -> str:
        for old, new in reversed(self.options.prefix_map):
            if name.startswith(old):
                return new + name[len(old) :]
        return name

    # ------------------------------------------------------------------ scopes and locations

    def function(
        self,
        node: int,
        name: str,
        pos: int,
        internal: bool,
        *,
        line: int | None = None,
        type_: int | None = None,
        more: str = "",
    ) -> None:
        """Makes `node` the DISubprogram of a definition whose name is at `pos` and whose body begins at `line`."""
        where = self.place(pos)
        flags = ["DISPFlagLocalToUnit"] if internal else []
        flags.append("DISPFlagDefinition")
        if self.optimized:
            flags.append("DISPFlagOptimized")
        if type_ is None:
            type_ = self.unique("!DISubroutineType(types: !{null})")
        file = self.file(where.file)
        self.nodes[node] = (
            f'distinct !DISubprogram(name: "{_text(name)}", scope: !{file}, file: !{file}, line: {where.line}, '
            f"type: !{type_}, scopeLine: {line or where.line}, spFlags: {' | '.join(flags)}, unit: !{self.unit}{more})"
        )
        self._file_of_scope[node] = where.file

    def lexical_block(self, parent: int, pos: int) -> int:
        """The DILexicalBlock of a block that begins at `pos`."""
        where = self.place(pos)
        node = self.add(
            f"distinct !DILexicalBlock(scope: !{parent}, file: !{self.file(where.file)}, "
            f"line: {where.line}, column: {where.column})"
        )
        self._file_of_scope[node] = where.file
        return node

    def location(self, pos: int, scope: int) -> int:
        """The DILocation of offset `pos` in the function or block whose node is `scope`."""
        where = self.place(pos)
        if where.file != self._file_of_scope[scope]:
            scope = self._in_file(scope, where.file)
        return self.unique(f"!DILocation(line: {where.line}, column: {where.column}, scope: !{scope})")

    def suffix(self, pos: int, scope: int) -> str:
        """What an instruction ends with that belongs to offset `pos`."""
        known = self._suffixes.get(scope)
        if known is None:
            known = self._suffixes[scope] = {}
        found = known.get(pos)
        if found is None:
            found = known[pos] = f", !dbg !{self.location(pos, scope)}"
        return found

    def _in_file(self, scope: int, file: str) -> int:
        """The scope for lines that another file contributes to its inside."""
        key = (scope, file)
        found = self._scope_in_file.get(key)
        if found is None:
            found = self.add(f"!DILexicalBlockFile(scope: !{scope}, file: !{self.file(file)}, discriminator: 0)")
            self._scope_in_file[key] = found
        return found


def _text(name: str) -> str:
    return escape(name.encode("utf-8", "surrogateescape"))
