"""Put a mutated function in the place of the healthy one, in this process only; and the plugins that do."""

from __future__ import annotations

import importlib
import importlib.util
import inspect
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from oracle.mutants.mutate import Mutation, RunningModule, mutated_code, mutations

_FRONT_END = {
    "minicc.syntax": ("build_declarations", "build_expressions", "build_statements", "lexer", "pragmas", "parser"),
    "minicc.check": (),
    "minicc.types": (),
    "minicc.lower": (),
    "minicc.ir": (),
}
"""The packages that are mutated, and which of their modules; () stands for all."""
_ONLY_TELL = ("lint", "pedantic", "format_strings", "conversion_warnings", "print", "spelling", "debug")
"""Modules whose names start so only word messages, print C or describe the program to a debugger."""


def front_end_modules() -> list[str]:
    """The modules of minicc that decide what a program means, in order."""
    found = []
    for package, chosen in _FRONT_END.items():
        spec = importlib.util.find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        names = chosen or sorted(path.stem for path in Path(spec.origin).parent.glob("*.py"))
        found += [f"{package}.{name}" for name in names if not name.startswith(("__", *_ONLY_TELL))]
    return found


def source_of(module: str) -> tuple[str, str]:
    """The text of a module, and its file."""
    spec = importlib.util.find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8"), spec.origin


def mutations_of_front_end() -> list[Mutation]:
    """Every mutation of minicc's front end, in a fixed order."""
    return [one for module in front_end_modules() for one in mutations(module, source_of(module)[0])]


def plugin_text(mutation: Mutation) -> str:
    """A minicc plugin that is this mutant."""
    return (
        "from oracle.mutants.plant import plant\n\n\ndef register(pipeline: object) -> None:\n"
        f"    plant({mutation.module!r}, {mutation.number}, {str(mutation)!r})\n"
    )


def plant(module: str, number: int, told: str | None = None) -> Mutation:
    """Replace the code of a function of the loaded minicc by that of its mutant.

    Raises ValueError when minicc is not the one that the mutant was made of, or the function cannot be replaced.
    """
    source, file = source_of(module)
    mutation, code = mutated_code(module, source, number, file)
    if told is not None and str(mutation) != told:
        raise ValueError(f"minicc has changed since this mutant was made: it is now {mutation}")
    put_in(module, mutation.function, code)
    _planted[module] = number
    return mutation


def put_in(module: str, name: str, code: CodeType) -> None:
    """Give a function of the loaded minicc other code. Raises ValueError when it cannot have it."""
    function = function_of(module, name)
    if function.__code__.co_freevars != code.co_freevars:
        raise ValueError(f"{name} cannot be replaced: it shares variables with what is around it")
    function.__code__ = code


_planted: dict[str, int] = {}
"""Which mutation of a module runs in this process."""


def running_module(module: str) -> RunningModule:
    """The source of a module of the loaded minicc, with what was planted in it."""
    running = RunningModule(module, *source_of(module))
    if module in _planted:
        running.mutate(_planted[module])
    return running


def function_of(module: str, name: str) -> FunctionType:
    """The function with this qualified name. Raises ValueError when it is none that Python runs."""
    *classes, last = name.split(".")
    owner: Any = importlib.import_module(module)
    for one in classes:
        owner = getattr(owner, one)
    return _unwrapped(inspect.getattr_static(owner, last), last)


def _unwrapped(found: Any, name: str) -> FunctionType:
    """The Python function behind properties, class methods and caches."""
    for candidate in _behind(found):
        if isinstance(candidate, FunctionType):
            return candidate
    raise ValueError(f"{name} is no Python function")


def _behind(found: Any) -> Iterator[Any]:
    if isinstance(found, property):
        found = found.fget
    elif isinstance(found, cached_property):
        found = found.func
    elif isinstance(found, (staticmethod, classmethod)):
        found = found.__func__
    yield inspect.unwrap(found) if callable(found) else found
