"""Helpers for planted faults (`corpus/faults/`): changing trees, IR text and assembly in one small way.

A fault is a minicc plugin with three more names: `STAGE` (an `oracle.bisect.Stage` value), `PASS` (an LLVM
pass, or None) and `DESCRIPTION`; `FLAGS` are the options that the subject needs for it to show.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from minicc.check import typed
from minicc.syntax import nodes

_TREE = (
    nodes.Node,
    typed.TranslationUnit,
    typed.Function,
    typed.Variable,
    typed.Initializer,
    typed.InitializerElement,
    typed.Expression,
    typed.Statement,
)
_OWNERS: dict[type, tuple[str, ...]] = {
    typed.TranslationUnit: ("variables", "functions"),
    typed.Function: ("body",),
    typed.Variable: ("initializer",),
    typed.VariableReference: (),
    typed.FunctionAddress: (),
    typed.AddressConstant: (),
    typed.LabelAddress: (),
    typed.Switch: ("controlling", "body"),
}
"""Fields to look into, where not all of them lead downwards."""


def rewrite(tree: Any, change: Callable[[Any], Any]) -> Any:
    """Replace every node of a syntax tree or typed tree by `change(node)`, children first; returns the new root."""
    return _Rewriter(change).node(tree)


class _Rewriter:
    def __init__(self, change: Callable[[Any], Any]) -> None:
        self.change = change
        self.seen: set[int] = set()

    def node(self, node: Any) -> Any:
        if isinstance(node, list):
            node[:] = [self.node(one) for one in node]
            return node
        if isinstance(node, tuple):
            return tuple(self.node(one) for one in node)
        if not isinstance(node, _TREE) or not is_dataclass(node):
            return node
        if isinstance(node, typed.Variable | typed.Function):
            if id(node) in self.seen:
                return node
            self.seen.add(id(node))
        names = _OWNERS.get(type(node)) or (
            () if type(node) in _OWNERS else tuple(field.name for field in fields(node))
        )
        for name in names:
            value = getattr(node, name)
            if isinstance(value, (list, tuple, *_TREE)):
                setattr(node, name, self.node(value))
        return self.change(node)


def wrap_parsed(pipeline: Any, change: Callable[[Any], Any]) -> None:
    """Change every node of the syntax tree behind the parser."""
    pipeline.wrap("parse", lambda parse: lambda source: rewrite(parse(source), change))


def wrap_checked(pipeline: Any, change: Callable[[Any], Any]) -> None:
    """Change every node of the typed tree behind the checker."""
    pipeline.wrap("check", lambda check: lambda *job: rewrite(check(*job), change))


def wrap_lowering_input(pipeline: Any, change: Callable[[Any], Any]) -> None:
    """Let the lowering misread nodes of the typed tree: they are changed on its way in only."""
    pipeline.wrap("lower", lambda lower: lambda unit, *job: lower(rewrite(unit, change), *job))


def wrap_lowered(pipeline: Any, change: Callable[[str], str]) -> None:
    """Change the IR text behind the lowering."""
    pipeline.wrap("lower", lambda lower: lambda *job: change(lower(*job)))


@contextmanager
def replaced(module: ModuleType, name: str, value: Any) -> Iterator[None]:
    """`module.name` is `value` inside the block."""
    before = getattr(module, name)
    setattr(module, name, value)
    try:
        yield
    finally:
        setattr(module, name, before)


def wrap_checker_rule(pipeline: Any, module: str, name: str, wrapper: Callable[[Any], Any]) -> None:
    """While the checker runs, its function `module.name` is `wrapper(function)`."""
    import importlib

    def wrapped(check: Callable[..., Any]) -> Callable[..., Any]:
        def run(*job: Any) -> Any:
            owner = importlib.import_module(module)
            with replaced(owner, name, wrapper(getattr(owner, name))):
                return check(*job)

        return run

    pipeline.wrap("check", wrapped)


PLANTED_LOG = "MINICC_PLANTED_LOG"
_UNIT_FUNCTION = re.compile(r"(?:.* in function )?([\w.$-]+)$")


def miscompiling_pass(pipeline: Any, pass_name: str, change: Callable[[str], str]) -> None:
    """An LLVM pass that damages the first function for which `change` of its text changes anything.

    The function's name is written to the file that the environment variable MINICC_PLANTED_LOG names, if it is set.
    """

    def callback(execution: Any, ir: str) -> str | None:
        place = _function_in(ir, execution)
        if place is None:
            return None
        function, start, end = place
        before = ir[start:end]
        after = change(before)
        if after == before:
            return None
        _log(function)
        return ir[:start] + after + ir[end:]

    pipeline.after_pass(callback, pass_name)


def failing_pass(pipeline: Any, pass_name: str, pattern: str, fail: Callable[[], object]) -> None:
    """An LLVM pass that calls `fail` behind the first function in whose text the regular expression occurs.

    What it fails by, a signal or an endless loop, is up to `fail`. MINICC_PLANTED_LOG as above.
    """

    def callback(execution: Any, ir: str) -> str | None:
        place = _function_in(ir, execution)
        if place is not None and re.search(pattern, ir[place[1] : place[2]]):
            _log(place[0])
            fail()
        return None

    pipeline.after_pass(callback, pass_name)


def _function_in(ir: str, execution: Any) -> tuple[str, int, int] | None:
    """The function that the pass ran on: its name, and where its text starts and ends."""
    found = _UNIT_FUNCTION.match(execution.unit_name.strip("()"))
    if found is None:
        return None
    head = re.search(rf"^define\b[^\n]*@{re.escape(found[1])}\(", ir, re.MULTILINE)
    return None if head is None else (found[1], head.start(), ir.index("\n}", head.start()))


def _log(function: str) -> None:
    if log := os.environ.get(PLANTED_LOG):
        Path(log).write_text(function, encoding="utf-8")


_GENERATING = re.compile(r"^BISECT: (NOT )?running pass \(\d+\) (.+) on function \((.+)\)\n", re.MULTILINE)


def miscompiling_generator_pass(pipeline: Any, pass_name: str, change: Callable[[str], str]) -> None:
    """A pass of LLVM's code generator that damages the first function whose assembly `change` changes.

    It does so only where LLVM runs that pass, so that `-opt-bisect-limit` finds it. The function's name is written to
    the file that MINICC_PLANTED_LOG names.
    """
    from minicc.backend.codegen import assemble
    from minicc.backend.llvm import set_option
    from minicc.quick_dataclasses import replace

    def wrapped(emit: Callable[..., bytes]) -> Callable[..., bytes]:
        def run(ir: str, target: Any) -> bytes:
            assembly = replace(target, form="assembly")
            made, told = _with_messages(lambda: emit(ir, assembly))
            if _GENERATING.search(told):
                sys.stderr.write(told)
            else:
                set_option("-opt-bisect-limit=-1")
                made, told = _with_messages(lambda: emit(ir, assembly))
            text = made.decode("utf-8", "surrogateescape")
            for is_left_out, name, function in _GENERATING.findall(told):
                if name == pass_name and not is_left_out:
                    damaged = _in_assembly(text, function, change)
                    if damaged != text:
                        _log(function)
                        text = damaged
                        break
            return text.encode("utf-8", "surrogateescape") if target.form == "assembly" else assemble(text)

        return run

    pipeline.wrap("emit", wrapped)


def _with_messages(work: Callable[[], bytes]) -> tuple[bytes, str]:
    """The result, and what was written to standard error meanwhile, by LLVM too."""
    kept = os.dup(2)
    with tempfile.TemporaryFile() as file:
        os.dup2(file.fileno(), 2)
        try:
            made = work()
        finally:
            os.dup2(kept, 2)
            os.close(kept)
        file.seek(0)
        return made, file.read().decode(errors="replace")


def _in_assembly(text: str, function: str, change: Callable[[str], str]) -> str:
    """The assembly with `change` applied to the body of one function."""
    start = text.find(f"\n{function}:")
    end = text.find(f"\n\t.size\t{function},", start)
    if start < 0 or end < 0:
        return text
    return text[:start] + change(text[start:end]) + text[end:]


def replace_last(text: str, pattern: str, replacement: str) -> str:
    """Replace the last match of a regular expression (multi-line mode) only."""
    found = list(re.finditer(pattern, text, re.MULTILINE))
    if not found:
        return text
    last = found[-1]
    return text[: last.start()] + last.expand(replacement) + text[last.end() :]
