"""The programs that mutants are looked for with: what they print, and what the healthy front end makes of them.

All of it is computed once. A front-end mutant is then tried on every program in one forked process: the text of its IR
tells whether the program can show it at all, and only such programs are linked and run.
"""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from minicc.diagnostics import CompileError, InternalError
from minicc.invocation import Invocation
from minicc.pipeline import Job
from minicc.source import SourceText
from oracle.bisect.behaviour import Behaviour, Workshop
from oracle.bisect.forked import in_child
from oracle.bisect.suspects import PACKAGES, Sample, function_name, observe
from oracle.bisect.verdicts import traced_program
from oracle.compilers.protocol import Compiler


@dataclass(frozen=True, slots=True)
class Frontend:
    """What a front end made of a program: the IR, or its message and where it was raised (innermost last)."""

    ir: str | None
    failure: str = ""
    frames: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the pool. `functions` are the functions of minicc that ran for it, as `module:qualified name`."""

    name: str
    path: Path
    source: SourceText
    expected: Behaviour
    ir: str
    functions: frozenset[str]
    sample: Sample | None


def build_pool(
    paths: Iterable[tuple[str, Path]], reference: Compiler, shop: Workshop, flags: Sequence[str]
) -> list[Program]:
    """The programs that the reference gives one answer for, at two levels, and the healthy minicc accepts."""
    from minicc.preprocess import preprocess
    from oracle.bisect.behaviour import with_options

    pool = []
    for name, path in paths:
        words = ["-w", "-lm"]
        expected = shop.behaviour(with_options(reference, "-O0"), [path], words)
        if expected.failure or expected.stopped or expected.signal is not None:
            continue
        if shop.behaviour(with_options(reference, "-O2"), [path], words) != expected:
            continue
        try:
            source = preprocess(path)
        except CompileError:
            continue
        made = next(in_child(partial(_observed, source, flags)), None)
        if made is not None and made[0].ir is not None:
            pool.append(
                Program(
                    name, path, source, expected, made[0].ir, made[1], _sample(name, source, reference, shop, flags)
                )
            )
    return pool


def _sample(name: str, source: SourceText, reference: Compiler, shop: Workshop, flags: Sequence[str]) -> Sample | None:
    traced = traced_program(source, reference, shop, shop.directory)
    if traced is None:
        return None
    observations = {stage: observe(source, flags, stage) for stage in PACKAGES}
    if not all(observations.values()):
        return None
    return Sample(name, {stage: seen for stage, seen in observations.items() if seen is not None}, traced)


def front_end(source: SourceText, flags: Sequence[str]) -> Frontend:
    """The IR that the minicc of this process makes of a program."""
    try:
        with redirect_stderr(io.StringIO()):
            return Frontend(_job(source, flags).ir)
    except CompileError as error:
        return Frontend(None, f"error: {error.message}", _frames(error))
    except InternalError as error:
        return Frontend(None, f"internal error: {error}", _frames(error))
    except RecursionError as error:
        return Frontend(None, "error: nested too deeply", _frames(error)[:40])
    except Exception as error:
        return Frontend(None, f"internal error: {type(error).__name__}: {error}", _frames(error))


def _frames(error: BaseException) -> tuple[tuple[str, str, int], ...]:
    frames = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("minicc."):
            frames.append((module, frame.f_code.co_qualname, line))
    return tuple(frames)


def _job(source: SourceText, flags: Sequence[str]) -> Job:
    return Job(source, invocation(flags).compile_options())


def invocation(flags: Sequence[str]) -> Invocation:
    from minicc.cli import parse_command_line

    return parse_command_line([*flags, "-c", "program.c"])


def _observed(source: SourceText, flags: Sequence[str]) -> Iterator[tuple[Frontend, frozenset[str]]]:
    """The healthy front end's result, and the functions it called."""
    codes: set[CodeType] = set()

    def watch(frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            codes.add(frame.f_code)

    sys.setprofile(watch)
    try:
        made = front_end(source, flags)
    finally:
        sys.setprofile(None)
    yield made, frozenset(filter(None, map(function_name, codes)))
