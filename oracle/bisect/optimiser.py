"""The guilty pass of a compiler that can be run with only the first k of its passes: clang and gcc."""

from __future__ import annotations

import difflib
import shlex
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum

from oracle.bisect import ir_text
from oracle.bisect.attribution import Attribution, Probe, Stage
from oracle.bisect.behaviour import COMPILE_SECONDS, Behaviour, shell_command, with_options
from oracle.bisect.case import Case, cut
from oracle.compilers.clang_passes import ClangPasses, clang_passes, function_of, is_code_generation
from oracle.compilers.gcc_passes import gcc_passes
from oracle.compilers.pass_control import PassControl, PassExecution

_DETOURS = 12
"""How many neighbours of an unusable probe are tried before the bisection settles for a range."""


class Outcome(Enum):
    """How the program went with some of the passes: UNUSABLE when the compiler, not the program, failed."""

    GOOD = "good"
    BAD = "bad"
    UNUSABLE = "unusable"


def optimiser_attribution(case: Case, actual: Behaviour) -> Attribution | None:
    """Name the pass when the subject is clang or gcc; None when it is neither."""
    clang = clang_passes(case.subject, case.source, case.shop.path(".o"), COMPILE_SECONDS)
    if clang is not None:
        return _of_clang(PassWalk(case, actual, clang), clang)
    gcc = gcc_passes(case.subject, case.source, case.shop.directory, COMPILE_SECONDS)
    if gcc is None:
        return None
    from oracle.bisect.gcc_optimiser import attribution_of_gcc

    return attribution_of_gcc(PassWalk(case, actual, gcc), gcc)


@dataclass(slots=True)
class PassWalk:
    """A bisection over the pass executions of one compilation; remembers what was executed."""

    case: Case
    actual: Behaviour
    control: PassControl
    probes: list[Probe] = field(default_factory=list)

    def outcome(self, boundary: str, *options: str, count: int | None = None) -> Outcome:
        """Build and run with these options, and the first `count` executions only.

        `boundary` is what the probe is called in the evidence.
        """
        leaving_out = () if count is None else self.control.options(count)
        behaviour = self.case.behaviour(self.case.subject, *leaving_out, *options)
        good = behaviour == self.case.expected
        self.probes.append(Probe(boundary, good, self.command(*options, count=count), str(behaviour)))
        if good:
            return Outcome.GOOD
        return Outcome.UNUSABLE if behaviour.failure is not None else Outcome.BAD

    def with_first(self, count: int) -> Outcome:
        """The outcome with the first `count` pass executions."""
        return self.outcome(self.name(count), count=count)

    def command(self, *options: str, count: int | None = None, output: str = "program") -> str:
        """The shell line for people that builds and runs the program so."""
        shown = () if count is None else self.control.shown(count)
        return self.case.command(self.case.subject, *shown, *options, output=output)

    def preparation(self, *counts: int) -> tuple[str, ...]:
        """Shell lines that come before those of `command`."""
        plain = shlex.join([*self.case.subject.command, "-w", str(self.case.source)])
        return self.control.preparation(plain, counts)

    def name(self, count: int) -> str:
        return f"passes 1..{count}" if count else "no passes"

    def flip(self) -> tuple[int, int]:
        """k and n: good with the first k executions, bad with the first n, and every probe between them unusable."""
        return narrow(len(self.control.executions), self.with_first)

    def attribution(self, stage: Stage, low: int, high: int) -> Attribution:
        """What the flip from `low` to `high` says."""
        case, execution = self.case, self.control.executions[high - 1]
        notes = list(self.control.remarks)
        if high - low > 1:
            others = ", ".join(one.pass_name for one in self.control.executions[low : high - 1])
            notes.append(f"or one of {others}: the compiler fails without some of these")
        return Attribution(
            stage,
            pass_name=execution.pass_name,
            pass_index=execution.index,
            pass_unit=execution.unit_name,
            file=str(case.source),
            last_good=self.name(low),
            first_bad=self.name(high),
            commands=(
                case.reference_command(),
                *self.preparation(low, high),
                self.command(count=low),
                self.command(count=high),
            ),
            probes=tuple(self.probes),
            notes=tuple(notes),
        )

    def no_pass(self, why: str) -> Attribution:
        """The divergence is there without any pass that can be left out."""
        case = self.case
        return Attribution(
            Stage.UNKNOWN,
            first_bad=self.name(0),
            commands=(
                case.reference_command(),
                self.command(),
                *self.preparation(0),
                self.command(count=0),
            ),
            probes=tuple(self.probes),
            notes=(*self.control.remarks, why),
        )


def narrow(count: int, probe: Callable[[int], Outcome]) -> tuple[int, int]:
    """(low, high) with 0 <= low < high <= count: 0 or a good probe, then `count` or a bad one; closest when usable.

    An unusable probe is replaced by its nearest usable neighbour; where there is none between low and high, they stay.
    """
    low, high = 0, count
    while high - low > 1:
        middle = (low + high) // 2
        nearest = sorted(range(low + 1, high), key=lambda index: abs(index - middle))
        for index in nearest[:_DETOURS]:
            outcome = probe(index)
            if outcome is not Outcome.UNUSABLE:
                low, high = (index, high) if outcome is Outcome.GOOD else (low, index)
                break
        else:
            break
    return low, high


def _of_clang(walk: PassWalk, control: ClangPasses) -> Attribution:
    if walk.with_first(0) is not Outcome.GOOD:
        where = "the front end, or a pass that LLVM never leaves out, is wrong"
        return walk.no_pass(f"wrong with every optional pass left out: {where}")
    low, high = walk.flip()
    execution = control.executions[high - 1]
    stage = Stage.CODE_GENERATOR if is_code_generation(execution) else Stage.PASS
    found = walk.attribution(stage, low, high)
    found = replace(found, function=function_of(execution))
    if is_code_generation(execution):
        return _with_assembly(walk, found, low, high)
    return _with_ir(walk, found, low, high)


def _text(walk: PassWalk, *options: str) -> str | None:
    case = walk.case
    made = case.subject.compile(
        [case.source], case.shop.path(".txt"), flags=["-w", "-S", *options], timeout=COMPILE_SECONDS
    )
    return None if made.output is None else made.output.read_text(encoding="utf-8", errors="surrogateescape")


def _with_ir(walk: PassWalk, found: Attribution, low: int, high: int) -> Attribution:
    """The IR on both sides of the pass execution: what it changed, in which function, on which lines."""
    options = ("-emit-llvm",)
    before = _text(walk, *options, *walk.control.options(low))
    after = _text(walk, *options, *walk.control.options(high))
    if before is None or after is None:
        return found
    changed = ir_text.change(before, after)
    lines: tuple[int, ...] = ()
    if _same_execution_with_debug_information(walk, walk.control.executions[high - 1]):
        detailed = [_text(walk, "-g", *options, *walk.control.options(index)) for index in (low, high)]
        if detailed[0] is not None and detailed[1] is not None:
            lines = ir_text.change(detailed[0], detailed[1]).lines
    commands = [
        shell_command(walk.case.subject, walk.case.source, ["-S", *options, *walk.control.shown(index)], output=name)
        for index, name in ((low, "before.ll"), (high, "after.ll"))
    ]
    return replace(
        found,
        function=found.function or (changed.functions[0] if len(changed.functions) == 1 else None),
        evidence=cut(changed.diff),
        candidate_lines=lines,
        line=lines[0] if len(lines) == 1 else None,
        commands=(*found.commands, *commands, "diff -u before.ll after.ll"),
    )


def _same_execution_with_debug_information(walk: PassWalk, execution: PassExecution) -> bool:
    """LLVM promises that -g changes no code; only then are the numbers of the executions the same."""
    case = walk.case
    again = clang_passes(with_options(case.subject, "-g"), case.source, case.shop.path(".o"), COMPILE_SECONDS)
    return again is not None and execution in again.executions


def _with_assembly(walk: PassWalk, found: Attribution, low: int, high: int) -> Attribution:
    """The assembly of the function on both sides of a pass of the code generator."""
    texts = [_text(walk, *walk.control.options(index)) for index in (low, high)]
    if texts[0] is None or texts[1] is None:
        return found
    return replace(found, evidence=cut(difference_of_assembly(texts[0], texts[1], found.function)))


def difference_of_assembly(before: str, after: str, function: str | None) -> str:
    """Unified diff of the instructions of one function (None: of everything)."""
    rows = difflib.unified_diff(
        _assembly_of(before, function), _assembly_of(after, function), "before", "after", n=3, lineterm=""
    )
    return "\n".join(rows)


def function_in_assembly(text: str, function: str | None) -> str:
    """The instructions of one function; of all when it is not there, since it was inlined."""
    return "\n".join(_assembly_of(text, function))


def _assembly_of(text: str, function: str | None) -> list[str]:
    rows = [row for row in text.splitlines() if not row.lstrip().startswith((".", "#"))]
    if function is None or f"{function}:" not in (row.split("#")[0].strip() for row in rows):
        return rows
    start = next(index for index, row in enumerate(rows) if row.split("#")[0].strip() == f"{function}:")
    end = next(
        (index for index in range(start + 1, len(rows)) if rows[index][:1].isalpha() or rows[index].startswith("_")),
        len(rows),
    )
    return rows[start:end]
