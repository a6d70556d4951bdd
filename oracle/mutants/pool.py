"""The programs that mutants are looked for with: what they print, and what the healthy front end makes of them.

All of it is computed once. A front-end mutant is then tried on every program in one forked process: the text of its IR
tells whether the program can show it at all, and only such programs are linked and run.
"""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import shutil
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stderr, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, TypeVar

from minicc.diagnostics import CompileError, InternalError
from minicc.invocation import Invocation
from minicc.pipeline import Job
from minicc.source import SourceText
from oracle.bisect.attribution import Stage
from oracle.bisect.behaviour import Behaviour, Workshop, with_options, workshop
from oracle.bisect.forked import in_child
from oracle.bisect.mends import Check
from oracle.bisect.suspects import Observation, function_name, observe
from oracle.bisect.verdicts import TracedProgram, traced_program
from oracle.compilers.protocol import Compiler

_Made = TypeVar("_Made")
_KEPT_SECONDS = 7 * 86_400


@dataclass(frozen=True, slots=True)
class Frontend:
    """What a front end made of a program: the IR, or its message and where it was raised (innermost last)."""

    ir: str | None
    failure: str = ""
    frames: tuple[tuple[str, str, int], ...] = ()


@dataclass(slots=True)
class PoolSample:
    """A program of the pool as a sample: it is observed and traced when it is first needed, and kept in `folder`."""

    source: SourceText
    expected: Behaviour
    reference: Compiler
    flags: tuple[str, ...]
    folder: Path
    _observations: dict[Stage, Observation | None] = field(default_factory=dict)

    @property
    def check(self) -> Check:
        return Check(self.source, self.expected)

    def observation(self, stage: Stage) -> Observation | None:
        if stage not in self._observations:
            name = f"{Path(self.source.file).stem}-{stage}"
            self._observations[stage] = _kept(self.folder / name, lambda: observe(self.source, self.flags, stage))
        return self._observations[stage]

    def traced(self) -> TracedProgram | None:
        name = f"{Path(self.source.file).stem}-traced"

        def made() -> TracedProgram | None:
            with workshop() as shop:
                return traced_program(self.source, self.reference, shop, self.folder)

        return _kept(self.folder / name, made)


@dataclass(frozen=True, slots=True)
class Program:
    """A program of the pool. `functions` are the functions of minicc that ran for it, as `module:qualified name`."""

    name: str
    path: Path
    source: SourceText
    expected: Behaviour
    ir: str
    functions: frozenset[str]
    sample: PoolSample


def build_pool(
    paths: Sequence[tuple[str, Path]], reference: Compiler, flags: Sequence[str], cache: Path
) -> list[Program]:
    """The programs that the reference gives one answer for, at two levels, and the healthy minicc accepts.

    What is found out of them is kept below `cache`, for as long as neither they nor this kit changes.
    """
    folder = cache / _digest(paths, reference, flags)
    folder.mkdir(parents=True, exist_ok=True)
    _forget_old(cache)

    def made() -> list[Program]:
        with workshop() as shop:
            return [*_programs(paths, reference, shop, tuple(flags), folder)]

    return _kept(folder / "pool", made)


def _programs(
    paths: Sequence[tuple[str, Path]], reference: Compiler, shop: Workshop, flags: tuple[str, ...], folder: Path
) -> Iterator[Program]:
    from minicc.preprocess import preprocess

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
            sample = PoolSample(source, expected, reference, flags, folder)
            yield Program(name, path, source, expected, made[0].ir, made[1], sample)


def _digest(paths: Sequence[tuple[str, Path]], reference: Compiler, flags: Sequence[str]) -> str:
    """Of the programs, the reference, and the Python of minicc and of this kit."""
    digest = hashlib.sha256(repr((reference.command, reference.version(), tuple(flags))).encode())
    for name, path in paths:
        digest.update(repr((name, str(path), path.read_bytes())).encode())
    root = Path(__file__).parents[2]
    watching = (root / "oracle" / "bisect" / f"{name}.py" for name in ("suspects", "instrument", "lines", "verdicts"))
    for path in (*sorted((root / "minicc").rglob("*.py")), *watching, Path(__file__)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _forget_old(cache: Path) -> None:
    for other in cache.iterdir():
        with suppress(OSError):
            if other.stat().st_mtime < time.time() - _KEPT_SECONDS:
                shutil.rmtree(other)


def _kept(file: Path, make: Callable[[], _Made]) -> _Made:
    """What `make` returned when it was first called for this file."""
    with suppress(FileNotFoundError):
        kept: _Made = pickle.loads(file.read_bytes())
        return kept
    made = make()
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    draft.write_bytes(pickle.dumps(made))
    draft.replace(file)
    return made


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
