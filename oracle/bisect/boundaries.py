"""Walk minicc's boundaries B0..Bo and find where the program's behaviour first leaves the reference's.

Every boundary is built by `minicc ... -fboundary=NAME`, with the subject's own options and plugins, and
executed in the sandbox.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from minicc.source import SourceText
from oracle.bisect.attribution import Probe, Stage
from oracle.bisect.behaviour import Behaviour, Workshop, shell_command, with_options
from oracle.bisect.forked import in_child
from oracle.compilers.clang_passes import executions_in, is_code_generation
from oracle.compilers.pass_control import PassExecution
from oracle.compilers.protocol import Compiler

_PASS_LINE = re.compile(r"^(\d+) (\S+) on (.*)$", re.MULTILINE)

_TELLING = """\
from minicc.backend.llvm import set_option


def register(pipeline):
    set_option("-opt-bisect-limit=-1")
"""
"""A minicc plugin that has LLVM tell of each pass before it runs."""

_STAGES = {
    "B0": Stage.PREPROCESS,
    "B1": Stage.PARSE,
    "B2": Stage.CHECK,
    "B3": Stage.LOWER,
    "Bo": Stage.CODE_GENERATOR,
}


@dataclass(frozen=True, slots=True)
class Flip:
    """The first bad boundary and the last good one before it; `execution` is the LLVM pass execution between two
    B4+k.
    """

    stage: Stage
    last_good: str | None
    first_bad: str
    execution: PassExecution | None = None


@dataclass(slots=True)
class Walk:
    """One walk over the boundaries of one program; remembers what was executed."""

    source: Path
    subject: Compiler
    expected: Behaviour
    shop: Workshop
    flags: tuple[str, ...] = ("-lm",)
    probes: list[Probe] = field(default_factory=list)
    _known: dict[str, Behaviour] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def good(self, boundary: str) -> bool:
        """Does the program behave at this boundary as it should? A boundary that cannot be built is bad."""
        if boundary not in self._known:
            flags = [*self.flags, f"-fboundary={boundary}"]
            behaviour = self.shop.behaviour(self.subject, [self.source], flags)
            self._known[boundary] = behaviour
            words = [flag for flag in flags if not flag.startswith("-l")]
            command = shell_command(self.subject, self.source, words, output="program") + " -lm && ./program"
            self.probes.append(Probe(boundary, behaviour == self.expected, command, str(behaviour)))
        return self._known[boundary] == self.expected

    def is_built(self, boundary: str) -> bool:
        """Can this boundary be compiled and linked?"""
        self.good(boundary)
        return self._known[boundary].failure is None

    def text(self, boundary: str, *options: str) -> str | None:
        """The C or the IR of a boundary; None when it cannot be produced (Bo: the assembly)."""
        flags = [*options, "-S", f"-fboundary={boundary}"]
        made = self.shop.compile(self.subject, [self.source], self.shop.path(".txt"), flags)
        return None if made.output is None else made.output.read_text(encoding="utf-8", errors="surrogateescape")

    def text_command(self, boundary: str, output: str) -> str:
        return shell_command(self.subject, self.source, ["-S", f"-fboundary={boundary}"], output=output)

    def pass_executions(self) -> list[PassExecution]:
        """The LLVM pass executions of the subject's level; empty when the IR cannot be produced."""
        made = self.shop.compile(self.subject, [self.source], self.shop.path(), ["-fpass-executions"])
        if not made.execution.succeeded:
            return self._passes_of_ir()
        told = made.execution.stdout.decode(errors="replace")
        return [PassExecution(int(index), name, unit) for index, name, unit in _PASS_LINE.findall(told)]

    def _passes_of_ir(self) -> list[PassExecution]:
        """The executions without the subject's plugins: one of those, or LLVM, does not get to their end."""
        ir = self.text("B3")
        words = options_of_minicc(self.subject)

        def listed() -> list[list[PassExecution]]:
            from minicc.backend.optimize import list_pass_executions
            from minicc.cli import parse_command_line
            from minicc.pipeline import Job

            options = parse_command_line([*words, "-c", "program.c"]).compile_options()
            job = Job(SourceText("", "program.c"), options)
            return [
                [
                    PassExecution(one.index, one.pass_name, one.unit_name)
                    for one in list_pass_executions(ir or "", job.optimization)
                ]
            ]

        return next(iter(in_child(listed, math.ceil(self.shop.compile_seconds))), [])

    def unfinished(self) -> PassExecution | None:
        """The pass that LLVM was running when the compiler hung or crashed; None when it told of none."""
        plugin = self.shop.write(_TELLING, ".py")
        made = self.shop.compile(
            with_options(self.subject, f"-fplugin={plugin}"), [self.source], self.shop.path(".o"), ["-w", "-c"]
        )
        told = executions_in(made.execution)
        return told[-1] if told and made.output is None else None

    def first_flip(self) -> Flip | None:
        """The first bad boundary; None when every boundary is good.

        B3 and Bo are looked at first: most divergences are past B3, or before it.
        """
        if self.good("B3"):
            return self._behind_lowering()
        last_good: str | None = None
        for boundary in ("B0", "B1", "B2", "B3"):
            if not self.good(boundary):
                return Flip(_STAGES[boundary], last_good, boundary)
            last_good = boundary
        raise AssertionError("B3 was bad a moment ago")

    def _behind_lowering(self) -> Flip | None:
        if self.good("Bo"):
            return None
        executions = self.pass_executions()
        if not executions and (last := self.unfinished()):
            if is_code_generation(last) or self.good(f"B4+{last.index}"):
                return Flip(Stage.CODE_GENERATOR, None, "Bo", last)
            return Flip(Stage.PASS, f"B4+{last.index - 1}" if last.index > 1 else "B3", f"B4+{last.index}", last)
        count = len(executions)
        if count == 0 or self.good(f"B4+{count}"):
            return Flip(Stage.CODE_GENERATOR, f"B4+{count}" if count else "B3", "Bo")
        index = first_bad(count, lambda k: self.good(f"B4+{k}") if k else True)
        last_good = f"B4+{index - 1}" if index > 1 else "B3"
        return Flip(Stage.PASS, last_good, f"B4+{index}", executions[index - 1])


def first_bad(count: int, good: Callable[[int], bool]) -> int:
    """A k in 1..count with good(k-1) and not good(k), given good(0) and not good(count).

    Such a flip exists and is found even when good is not monotone.
    """
    low, high = 0, count
    while high - low > 1:
        middle = (low + high) // 2
        if good(middle):
            low = middle
        else:
            high = middle
    return high


def is_minicc(compiler: Compiler) -> bool:
    """True for a compiler that understands -fboundary=: its program is called minicc."""
    words: Sequence[str] = compiler.command
    return Path(words[0]).name == "minicc" or words[1:3] == ("-m", "minicc.cli") or words[1:3] == ("-m", "minicc")


def options_of_minicc(compiler: Compiler) -> tuple[str, ...]:
    """The options of a command that starts minicc."""
    words = tuple(compiler.command)
    return words[1:] if Path(words[0]).name == "minicc" else words[3:]
