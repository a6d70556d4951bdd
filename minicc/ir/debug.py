"""Line tables as LLVM debug metadata (LLVM "Source Level Debugging"): files, functions and locations, no
variables or types.
"""

from __future__ import annotations

from pathlib import Path

from minicc.ir.spelling import escape
from minicc.source import SourceText


class LineTables:
    """`nodes[i]` is the text of metadata node `!i`."""

    def __init__(self, source: SourceText, producer: str, optimized: bool) -> None:
        self.nodes: list[str] = []
        self._source = source
        self._directory = escape(str(Path.cwd()).encode())
        self._files: dict[str, int] = {}
        self._locations: dict[tuple[int, int, int], int] = {}
        self._types = self._add("!DISubroutineType(types: !{null})")
        file = self._file(source.file)
        flag = "true" if optimized else "false"
        self.unit = self._add(
            f'distinct !DICompileUnit(language: DW_LANG_C11, file: !{file}, producer: "{escape(producer.encode())}", '
            f"isOptimized: {flag}, runtimeVersion: 0, emissionKind: LineTablesOnly)"
        )

    def function(self, name: str, pos: int, internal: bool) -> int:
        """The DISubprogram of a definition whose name is at `pos`."""
        location = self._source.location(pos)
        file = self._file(location.file)
        flags = "DISPFlagLocalToUnit | DISPFlagDefinition" if internal else "DISPFlagDefinition"
        return self._add(
            f'distinct !DISubprogram(name: "{escape(name.encode())}", scope: !{file}, file: !{file}, '
            f"line: {location.line}, type: !{self._types}, scopeLine: {location.line}, spFlags: {flags}, "
            f"unit: !{self.unit})"
        )

    def location(self, pos: int, scope: int) -> int:
        """The DILocation of offset `pos` in the function whose node is `scope`."""
        where = self._source.location(pos)
        key = (where.line, where.column, scope)
        node = self._locations.get(key)
        if node is None:
            node = self._add(f"!DILocation(line: {where.line}, column: {where.column}, scope: !{scope})")
            self._locations[key] = node
        return node

    def _file(self, name: str) -> int:
        node = self._files.get(name)
        if node is None:
            shown = escape(name.encode())
            node = self._add(f'!DIFile(filename: "{shown}", directory: "{self._directory}")')
            self._files[name] = node
        return node

    def _add(self, text: str) -> int:
        self.nodes.append(text)
        return len(self.nodes) - 1
