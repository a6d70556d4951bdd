"""What `#pragma` says about the program: the packing of records; what would change the program's meaning is refused."""

from __future__ import annotations

from minicc.diagnostics import CompileError, unsupported
from minicc.patterns import pattern

_DIRECTIVE = pattern(r"#[ \t]*pragma[ \t]+(.*)")
_EMPTY = pattern(r"#[ \t]*pragma\s*$")
_PACK = pattern(r"pack\s*\(\s*(?:(push|pop)\s*(?:,\s*([A-Za-z_]\w*)\s*)?(?:,\s*(\d+)\s*)?|(\d+)\s*)?\)")
# Pragmas that gcc obeys and that change what the program does (gcc manual, "Pragmas Accepted by GCC").
_REFUSED = pattern(r"scalar_storage_order|extern_prefix")
_OF_SYMBOLS = pattern(r"(?:weak\s+[\w$]+(?:\s*=\s*[\w$]+)?|redefine_extname\s+[\w$]+\s+[\w$]+)\s*$")
# What gcc needs to compile the printed tree; minicc's code runs on every x86-64.
_OF_TARGET = pattern(r"GCC\s+(?:target\b|push_options|pop_options)")
_TARGET = pattern(r"GCC\s+target\s*\(?((?:\s*\"[^\"]*\"\s*,?)+)\)?\s*$")
_OPTIMIZE = pattern(r"GCC\s+(?:optimize\s*\(?(.*?)\)?|(push|pop|reset)_options)\s*$")
_TAKES_BACK = pattern(r"(?:-f)?(no-strict-aliasing|wrapv|no-strict-overflow|no-delete-null-pointer-checks)")
_VISIBILITY = pattern(r"GCC\s+visibility\s+(?:push\s*\(\s*(default|hidden|internal|protected)\s*\)|(pop))")


class Pragmas:
    """`pack` is the value of the last `#pragma pack` in bytes, 0 for the ABI's own alignments.

    `visibility` has an entry for each `#pragma GCC visibility push` that is open, `of_symbols` the offset and text
    of each `weak`, `redefine_extname` and `GCC target` that the tree does not show yet. `optimize` are the options of
    `#pragma GCC optimize` in effect that take back what the language lets an optimiser assume, `target` those of
    `#pragma GCC target`.
    """

    def __init__(self) -> None:
        self.pack = 0
        self.visibility: list[str] = []
        self.of_symbols: list[tuple[int, str]] = []
        self.optimize: list[str] = []
        self.target: list[str] = []
        self._pushed_options: list[tuple[list[str], list[str]]] = []
        self._pushed: list[tuple[str | None, int]] = []

    def directive(self, line: str, at: int) -> None:
        """Obeys one `#pragma` line; those that do not change the program's meaning are ignored, like unknown ones.

        Raises CompileError for a directive that is none.
        """
        match = _DIRECTIVE.match(line)
        if match is None:
            if _EMPTY.match(line):
                return
            raise CompileError(f"invalid preprocessing directive or line marker: {line.strip()[:60]}", at)
        what = match[1].strip()
        if match := _OPTIMIZE.match(what):
            self._optimize(match[1], match[2])
        if what.startswith("pack"):
            self._pack(what, at)
        elif what.startswith(("weak", "redefine_extname")):
            if _OF_SYMBOLS.match(what):
                self.of_symbols.append((at, what))
        elif _OF_TARGET.match(what):
            self.of_symbols.append((at, what))
            if match := _TARGET.match(what):
                self.target = [*self.target, *match[1].replace('"', "").replace(" ", "").split(",")]
        elif match := _VISIBILITY.match(what):
            if match[1]:
                self.visibility.append(match[1])
            elif self.visibility:
                self.visibility.pop()
        elif _REFUSED.match(what):
            unsupported(f"'#pragma {what}'", at)

    def _optimize(self, words: str | None, action: str | None) -> None:
        if action == "push":
            self._pushed_options.append((self.optimize, self.target))
        elif action == "pop":
            self.optimize, self.target = self._pushed_options.pop() if self._pushed_options else ([], [])
        elif action == "reset":
            self.optimize, self.target = [], []
        else:
            given = [word.strip(' "\t') for word in (words or "").split(",")]
            self.optimize = [*self.optimize, *(word for word in given if _TAKES_BACK.fullmatch(word))]

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
