"""Which functions of minicc itself are to blame: spectrum-based fault localisation over the lines of the program.

While a stage of the front end works on a program, every call of one of its functions is for some line of C: that of
the innermost node among the arguments of the calls under way. The functions that run for the guilty line and for few
of the other lines are suspicious, as the coefficient of Ochiai says (Abreu, Zoeteweij, van Gemund 2007, "On the
accuracy of spectrum-based fault localization"). Where the front end fails, the functions under way are.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from minicc.pipeline import Job
from minicc.source import SourceText
from oracle.bisect.attribution import Stage
from oracle.bisect.forked import in_child

PACKAGES = {
    Stage.PARSE: ("minicc.syntax",),
    Stage.CHECK: ("minicc.check", "minicc.types"),
    Stage.LOWER: ("minicc.lower", "minicc.ir", "minicc.types"),
}
"""The stages with functions of ours, and where these are."""

_PROPERTIES = {Stage.PARSE: "syntax_tree", Stage.CHECK: "typed_tree", Stage.LOWER: "ir"}

MOST = 10
"""How many suspects are named."""


@dataclass(frozen=True, slots=True)
class Suspect:
    """A function of the compiler: `minicc.lower.memory:store`, where it is written, and how suspicious it is."""

    name: str
    file: str
    line: int
    score: float

    def __str__(self) -> str:
        return f"{self.name} ({self.file}:{self.line})"


@dataclass(slots=True)
class Observation:
    """What ran in a stage, line by line; and where it ended, innermost first, when it failed."""

    lines: dict[int, dict[str, int]]
    places: dict[str, tuple[str, int]]
    failed: tuple[str, ...] = ()


def suspects(
    source: SourceText, words: Sequence[str], stage: Stage, guilty: Set[int], right: Set[int] | None = None
) -> list[Suspect]:
    """The functions of minicc that are most likely to have made this stage go wrong, the most suspicious first.

    `words` are the options (and plugins) of the compiler. `guilty` are the lines of C that come out wrong, `right`
    those that are known not to (None: all others).
    """
    seen = observe(source, words, stage)
    return [] if seen is None else ranked(seen, guilty, right)


def ranked(seen: Observation, guilty: Set[int], right: Set[int] | None = None) -> list[Suspect]:
    """The suspects of an observation."""
    scores: dict[str, float] = {}
    failing = [seen.lines[line] for line in guilty if line in seen.lines]
    passing = [ran for line, ran in seen.lines.items() if line not in guilty and (right is None or line in right)]
    for name in {name for ran in failing for name in ran}:
        failed = sum(name in ran for ran in failing)
        passed = sum(name in ran for ran in passing)
        scores[name] = failed / math.sqrt(len(failing) * (failed + passed))
    for depth, name in enumerate(dict.fromkeys(seen.failed)):
        scores[name] = scores.get(name, 0.0) + 1 / (1 + depth)
    order = sorted(scores, key=lambda name: (-scores[name], name))[:MOST]
    return [Suspect(name, *seen.places[name], round(scores[name], 4)) for name in order if name in seen.places]


def observe(source: SourceText, words: Sequence[str], stage: Stage) -> Observation | None:
    """Run the front end in a forked process and watch one stage; None when it dies."""
    return next(iter(in_child(lambda: _observed(source, words, stage))), None)


def _observed(source: SourceText, words: Sequence[str], stage: Stage) -> Iterator[Observation]:
    from minicc.cli import parse_command_line
    from minicc.pipeline import Pipeline, load_plugin

    invocation = parse_command_line([*words, "-c", "program.c"])
    pipeline = Pipeline()
    for plugin in invocation.plugins:
        load_plugin(pipeline, Path(plugin))
    job = Job(source, invocation.compile_options(), pipeline)
    watch = _Watch(source, PACKAGES[stage])
    failed: tuple[str, ...] = ()
    try:
        if stage is not Stage.PARSE:
            _ = job.syntax_tree
        if stage is Stage.LOWER:
            _ = job.typed_tree
        sys.setprofile(watch)
        try:
            getattr(job, _PROPERTIES[stage])
        finally:
            sys.setprofile(None)
    except Exception as error:
        failed = watch.active(error)
    yield watch.observation(failed)


class _Watch:
    """A profile function that deals the calls out to the lines of C."""

    def __init__(self, source: SourceText, packages: Sequence[str]) -> None:
        self.source = source
        self.packages = packages
        self.positions: list[int] = [-1]
        self.ran: dict[int, dict[CodeType, int]] = {}
        self.watched: dict[CodeType, str | None] = {}

    def __call__(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            code = frame.f_code
            name = self.name_of(code)
            position = self.positions[-1]
            if name is not None:
                values = frame.f_locals
                for parameter in code.co_varnames[: code.co_argcount]:
                    found = getattr(values.get(parameter), "pos", None)
                    if type(found) is int:
                        position = found
                        break
                ran = self.ran.setdefault(position, {})
                ran[code] = ran.get(code, 0) + 1
            self.positions.append(position)
        elif event == "return" and len(self.positions) > 1:
            self.positions.pop()

    def name_of(self, code: CodeType) -> str | None:
        if code not in self.watched:
            name = function_name(code)
            inside = name is not None and name.startswith(tuple(self.packages))
            self.watched[code] = name if inside else None
        return self.watched[code]

    def active(self, error: BaseException) -> tuple[str, ...]:
        """The functions that the exception went through, innermost first."""
        names = []
        trace = error.__traceback__
        while trace is not None:
            names.append(self.name_of(trace.tb_frame.f_code))
            trace = trace.tb_next
        return tuple(name for name in reversed(names) if name is not None)

    def observation(self, failed: tuple[str, ...]) -> Observation:
        lines: dict[int, dict[str, int]] = {}
        for position, ran in self.ran.items():
            line = self.line_of(position)
            if line is not None:
                names = lines.setdefault(line, {})
                for code, times in ran.items():
                    name = self.watched[code]
                    assert name is not None
                    names[name] = names.get(name, 0) + times
        places: dict[str, tuple[str, int]] = {}
        for code, name in self.watched.items():
            if name is not None and "<locals>" not in code.co_qualname:
                places[name] = (code.co_filename, code.co_firstlineno)
        return Observation(lines, places, failed)

    def line_of(self, position: int) -> int | None:
        if position < 0:
            return None
        place = self.source.location(position)
        return place.line if place.file == self.source.file else None


def function_name(code: CodeType) -> str | None:
    """`module:qualified name` of a function of minicc (the one around, for those inside functions); None for others."""
    if not code.co_filename.endswith(".py"):
        return None
    parts = code.co_filename[: -len(".py")].split("/")
    if "minicc" not in parts[:-1]:
        return None
    start = len(parts) - 1 - parts[::-1].index("minicc", 1)
    return f"{'.'.join(parts[start:])}:{code.co_qualname.split('.<locals>')[0]}"
