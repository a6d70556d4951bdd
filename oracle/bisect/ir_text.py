"""LLVM IR as text: its functions, which of them differ between two modules, and how."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_DEFINE = re.compile(r'^define\b[^@\n]*@("(?:[^"\\]|\\.)*"|[\w.$-]+)\(.*$', re.MULTILINE)
_DEBUG = re.compile(r",? !dbg !(\d+)")
_LOCATION = re.compile(r"^!(\d+) = (?:distinct )?!DILocation\(line: (\d+)", re.MULTILINE)
_RESULT = re.compile(r"^\s*(%[\w.$-]+|%\"[^\"]*\") = (.*)$")
_VALUE = re.compile(r"%(?:[\w.$-]+|\"[^\"]*\")")
_METADATA = re.compile(r",? !(?!dbg\b)[\w.]+ !\d+|#\d+|, !srcloc !\d+")
_DEBUG_RECORD = re.compile(r"^\s*(#dbg_|call void @llvm\.dbg\.)")


def functions(ir: str) -> dict[str, str]:
    """The text of each function definition, `define` line to closing brace, by name."""
    found: dict[str, str] = {}
    for match in _DEFINE.finditer(ir):
        end = ir.find("\n}", match.start())
        found[match[1].strip('"')] = ir[match.start() : end + 2 if end >= 0 else len(ir)]
    return found


def readable(ir: str, function: str, line: int | None, context: int = 3) -> str:
    """One function with the source line of each instruction instead of metadata; empty when it is not there.

    With `line`, only the instructions of that source line and `context` others on both sides.
    """
    found = functions(ir).get(function)
    if found is None:
        return ""
    body = _Body(found, _source_lines(ir))
    at = [index for index, source in enumerate(body.sources) if source == line]
    chosen = {near for index in at for near in range(index - context, index + context + 1)}
    if line is None or not chosen:
        return "\n".join(body.shown)
    rows: list[str] = []
    for index, row in enumerate(body.shown):
        if index in chosen:
            rows.append(row)
        elif rows and rows[-1] != "...":
            rows.append("...")
    return "\n".join(rows)


@dataclass(frozen=True, slots=True)
class IRChange:
    """What one pass execution did: the functions that it changed, source lines of changed instructions, a readable
    diff.
    """

    functions: tuple[str, ...]
    lines: tuple[int, ...]
    diff: str


def change(before: str, after: str) -> IRChange:
    """Compare two modules, the second made from the first by one pass."""
    old, new = functions(before), functions(after)
    old_lines, new_lines = _source_lines(before), _source_lines(after)
    changed: list[str] = []
    lines: list[int] = []
    diffs: list[str] = []
    for name in [*old, *(name for name in new if name not in old)]:
        one, other = _Body(old.get(name, ""), old_lines), _Body(new.get(name, ""), new_lines)
        if one.signatures == other.signatures:
            continue
        changed.append(name)
        for number in _changed_lines(one, other):
            if number not in lines:
                lines.append(number)
        diffs.append(_diff(name, one, other))
    if not changed:
        outside_old, outside_new = _outside(before), _outside(after)
        if outside_old != outside_new:
            rows = difflib.unified_diff(outside_old, outside_new, "before", "after", n=1, lineterm="")
            diffs.append("\n".join(rows))
    return IRChange(tuple(changed), tuple(lines), "\n".join(diffs))


def _outside(ir: str) -> list[str]:
    text = ir
    for body in functions(ir).values():
        text = text.replace(body, "")
    return [line for line in text.splitlines() if line.strip() and not line.startswith(("!", ";", "source_filename"))]


def _source_lines(ir: str) -> dict[str, int]:
    return {number: int(line) for number, line in _LOCATION.findall(ir)}


class _Body:
    """A function's lines: as shown to people, and as signatures that do not depend on value numbers."""

    def __init__(self, text: str, locations: dict[str, int]) -> None:
        self.shown: list[str] = []
        self.sources: list[int | None] = []
        plain: list[str] = []
        for line in text.splitlines():
            if _DEBUG_RECORD.match(line) or not line.strip():
                continue
            debug = _DEBUG.search(line)
            source = locations.get(debug[1]) if debug else None
            line = _METADATA.sub("", _DEBUG.sub("", line)).rstrip()
            line = re.sub(r"\s*; preds = .*", "", line)
            plain.append(line)
            self.shown.append(f"{line}  ; line {source}" if source else line)
            self.sources.append(source or None)
        definitions: dict[str, str] = {}
        for line in plain:
            if found := _RESULT.match(line):
                definitions[found[1]] = found[2]
        self.signatures = [_signature(line, definitions) for line in plain]


def _signature(line: str, definitions: dict[str, str]) -> str:
    """The instruction with each operand replaced by what defines it, two levels deep."""

    def described(text: str, depth: int) -> str:
        def operand(match: re.Match[str]) -> str:
            definition = definitions.get(match[0])
            if definition is None:
                return "%block" if re.fullmatch(r"%\d+", match[0]) and "label" in text else match[0]
            if depth == 0:
                return "%" + definition.split(" ", 1)[0]
            return f"%({described(definition, depth - 1)})"

        return _VALUE.sub(operand, text)

    if found := _RESULT.match(line):
        return "= " + described(found[2], 2)
    if re.match(r"^[\w.$-]+:", line):
        return "block:"
    return described(line, 2)


def _opcodes(one: _Body, other: _Body) -> list[tuple[str, int, int, int, int]]:
    matcher = difflib.SequenceMatcher(None, one.signatures, other.signatures, autojunk=False)
    return [operation for operation in matcher.get_opcodes() if operation[0] != "equal"]


def _changed_lines(one: _Body, other: _Body) -> list[int]:
    """Source lines of the instructions that were removed, replaced or added; own changes before those of users."""
    found: list[int] = []
    for _, i, j, k, m in _opcodes(one, other):
        for source in (*other.sources[k:m], *one.sources[i:j]):
            if source is not None and source not in found:
                found.append(source)
    return found


def _diff(name: str, one: _Body, other: _Body, context: int = 3) -> str:
    """Unified diff that aligns by signature and shows the real lines."""
    rows = [f"--- before: @{name}", f"+++ after: @{name}"]
    matcher = difflib.SequenceMatcher(None, one.signatures, other.signatures, autojunk=False)
    for group in matcher.get_grouped_opcodes(context):
        first, last = group[0], group[-1]
        rows.append(f"@@ -{first[1] + 1},{last[2] - first[1]} +{first[3] + 1},{last[4] - first[3]} @@")
        for tag, i, j, k, m in group:
            if tag == "equal":
                rows += [f" {line}" for line in other.shown[k:m]]
            else:
                rows += _line_diff(one.shown[i:j], other.shown[k:m])
    return "\n".join(rows)


def _line_diff(before: list[str], after: list[str]) -> list[str]:
    """Removed and added lines; those that only use other values than before stay unmarked."""
    rows: list[str] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [f" {line}" for line in after[k:m]]
        else:
            rows += [f"-{line}" for line in before[i:j]]
            rows += [f"+{line}" for line in after[k:m]]
    return rows
