"""Where minicc loops when it does not finish: its own Python functions, by looking at the stack again and again."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from oracle.bisect.attribution import Attribution
from oracle.bisect.behaviour import with_options
from oracle.bisect.case import Case

_LOOKS = 8
_MOST = 10
_PLUGIN = """\
import faulthandler


def register(pipeline):
    faulthandler.dump_traceback_later({seconds}, repeat=True)
"""
"""A minicc plugin: Python writes its stack to standard error every so often, also while it waits for LLVM."""

_STACK = re.compile(r"most recent call first\):\n((?:  File .*\n)+)")
_FRAME = re.compile(r'^  File "([^"]+)", line (\d+) in (\S+)', re.MULTILINE)
_STAGE_PACKAGES = ("syntax", "types", "check", "lower", "ir", "backend")


@dataclass(frozen=True, slots=True)
class Frame:
    """A function that was under way."""

    file: str
    function: str
    line: int = field(default=0, compare=False)


def with_loop(case: Case, flags: Sequence[str], found: Attribution) -> Attribution:
    """`found` with the function of minicc that does not come to an end, and those that called it."""
    plugin = case.shop.write(_PLUGIN.format(seconds=case.shop.compile_seconds / _LOOKS), ".py")
    subject = with_options(case.subject, f"-fplugin={plugin}")
    made = case.shop.compile(subject, [case.source], case.shop.path(".o"), flags)
    frames = common_frames(made.execution.stderr.decode(errors="replace"))
    if not frames:
        return found
    named = [f"{frame.function} ({_short(frame.file)})" for frame in frames]
    note = f"does not come to an end: {named[0]}" + (f", called by {', '.join(named[1:4])}" if named[1:] else "")
    return replace(
        found,
        failure=f"does not finish in {Path(frames[0].file).name}:{frames[0].function}",
        notes=(*found.notes, note),
        suspects=tuple(dict.fromkeys(filter(None, map(_suspect, frames))))[:_MOST],
    )


def common_frames(told: str) -> list[Frame]:
    """The functions that were under way at each look of the later half, innermost first.

    minicc works in a thread of its own, since that can have a big stack: of several threads, the deepest counts.
    """
    looks = [_STACK.findall(look) for look in told.split("Timeout (")[1:]]
    busiest = [max(stacks, key=len) for stacks in looks if stacks]
    stacks = [[Frame(file, function, int(line)) for file, line, function in _FRAME.findall(stack)] for stack in busiest]
    stacks = stacks[len(stacks) // 2 :]
    common: list[Frame] = []
    for frames in zip(*(reversed(stack) for stack in stacks), strict=False):
        if len(set(frames)) > 1:
            break
        common.insert(0, frames[0])
    return common


def _short(file: str) -> str:
    return "/".join(Path(file).parts[-3:])


def _suspect(frame: Frame) -> str | None:
    """A function of one of minicc's stages as suspects are written: `module:qualified name (file:line)`."""
    parts = Path(frame.file).with_suffix("").parts
    if "minicc" not in parts:
        return None
    module = parts[len(parts) - 1 - parts[::-1].index("minicc") :]
    if len(module) < 3 or module[1] not in _STAGE_PACKAGES:
        return None
    found = _definition(ast.parse(Path(frame.file).read_text(encoding="utf-8")), frame.line)
    return None if found is None else f"{'.'.join(module)}:{found[0]} ({frame.file}:{found[1]})"


def _definition(tree: ast.AST, line: int, outer: str = "") -> tuple[str, int] | None:
    """Qualified name and first line of the function around a line; of the outermost one, where one is in another."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.stmt) or not node.lineno <= line <= (node.end_lineno or 0):
            continue
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return f"{outer}{node.name}", node.lineno
        name = f"{outer}{node.name}." if isinstance(node, ast.ClassDef) else outer
        return _definition(node, line, name)
    return None
