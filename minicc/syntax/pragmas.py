"""What `#pragma` says about the program: the packing of records; what would change the program's meaning is refused."""

from __future__ import annotations

import re

from minicc.diagnostics import CompileError, unsupported

_DIRECTIVE = re.compile(r"#[ \t]*pragma[ \t]+(.*)")
_PACK = re.compile(r"pack\s*\(\s*(?:(push|pop)\s*(?:,\s*([A-Za-z_]\w*)\s*)?(?:,\s*(\d+)\s*)?|(\d+)\s*)?\)")
# Pragmas that gcc obeys and that change what the program does (gcc manual, "Pragmas Accepted by GCC").
_REFUSED = re.compile(r"weak|redefine_extname|scalar_storage_order|GCC\s+target|extern_prefix")


class Pragmas:
    """`pack` is the value of the last `#pragma pack` in bytes, 0 for the ABI's own alignments."""

    def __init__(self) -> None:
        self.pack = 0
        self._pushed: list[tuple[str | None, int]] = []

    def directive(self, line: str, at: int) -> None:
        """Obeys one `#pragma` line; those that do not change the program's meaning are ignored, like unknown ones."""
        match = _DIRECTIVE.match(line)
        if match is None:
            return
        what = match[1].strip()
        if what.startswith("pack"):
            self._pack(what, at)
        elif _REFUSED.match(what):
            unsupported(f"'#pragma {what}'", at)

    def operator(self, pieces: list[str], at: int) -> None:
        """`_Pragma ( "..." )` as its last three tokens (C11 6.10.9)."""
        opened, literal, closed = pieces
        if opened != "(" or closed != ")" or not literal.endswith('"'):
            raise CompileError("_Pragma takes a parenthesized string literal", at)
        content = literal[literal.index('"') + 1 : -1].replace('\\"', '"').replace("\\\\", "\\")
        self.directive(f"#pragma {content}", at)

    def _pack(self, what: str, at: int) -> None:
        match = _PACK.match(what)
        if match is None:
            raise CompileError(f"malformed '#pragma {what}'", at)
        action, label, changed, plain = match.groups()
        value = changed or plain
        if value is not None and int(value) not in (0, 1, 2, 4, 8, 16):
            raise CompileError("alignment must be a small power of two, not " + value, at)
        if action == "push":
            self._pushed.append((label, self.pack))
        elif action == "pop":
            while self._pushed:
                pushed_label, self.pack = self._pushed.pop()
                if label is None or label == pushed_label:
                    break
        elif value is None:
            self.pack = 0
        if value is not None:
            self.pack = int(value)
