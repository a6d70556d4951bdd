"""Errors a user can act on: `file:line:col: error: ...`, the source line, and a caret (like gcc)."""

from __future__ import annotations

from typing import NoReturn

from minicc.source import Location, SourceText


class CompileError(Exception):
    """A program or a command line that cannot be compiled. The only exception type a user error raises.

    `pos` is an offset into the preprocessed text, None when the error has no place (a missing file).
    `notes` point at what it contradicts; `following` are the later errors of the same run.
    `repeated`: it only follows from an error that was reported before.
    """

    def __init__(
        self,
        message: str,
        pos: int | None = None,
        notes: tuple[tuple[str, int | None], ...] = (),
        repeated: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.pos = pos
        self.notes = notes
        self.repeated = repeated
        self.following: tuple[CompileError, ...] = ()


class InternalError(Exception):
    """minicc itself is wrong (it produced invalid LLVM IR, LLVM crashed, ...): exit status 4."""


def unsupported(what: str, pos: int | None = None) -> NoReturn:
    """Refuse by name a construct that minicc does not compile: raises CompileError."""
    raise CompileError(f"{what} are not supported" if what.endswith("s") else f"{what} is not supported", pos)


def render(severity: str, message: str, source: SourceText | None, pos: int | None) -> str:
    """One diagnostic as gcc prints it; `severity` is "error", "warning" or "note"."""
    if source is None or pos is None:
        where = f"{source.file}: " if source is not None else "minicc: "
        return f"{where}{severity}: {message}"
    location = source.location(pos)
    head = f"{location}: {severity}: {message}"
    line = _original_line(location)
    preprocessed = source.line_text(pos).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    column = location.column
    if line is None:
        line = preprocessed
    elif line != preprocessed:
        token = preprocessed[column - 1 : column + 40].split(" ")[0]
        found = line.find(token) if token else -1
        column = found + 1 if found >= 0 else len(line) - len(line.lstrip()) + 1
        head = f"{Location(location.file, location.line, column)}: {severity}: {message}"
    indent = "".join("\t" if c == "\t" else " " for c in line[: column - 1])
    gutter = f"{location.line:5} | "
    return f"{head}\n{gutter}{line}\n      | {indent}^"


def render_error(error: CompileError, source: SourceText | None) -> str:
    """An error of a translation unit with its notes, and the errors that follow it."""
    parts = []
    for one in (error, *error.following):
        parts.append(render("error", one.message, source, one.pos))
        parts += [render("note", note, source, pos) for note, pos in one.notes]
    return "\n".join(parts)


def _original_line(location: Location) -> str | None:
    try:
        with open(location.file, encoding="utf-8", errors="replace") as lines:
            for number, line in enumerate(lines, 1):
                if number == location.line:
                    return line.rstrip("\r\n")
    except OSError:
        return None
    return None
