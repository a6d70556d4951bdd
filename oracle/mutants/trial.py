"""One mutant on trial: find a program that shows it, attribute the divergence, compare with the truth."""

from __future__ import annotations

import os
import resource
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from oracle.bisect import NotAttributable, attribute, ir_text
from oracle.bisect.attribution import Attribution, Stage
from oracle.bisect.behaviour import Workshop, with_options, workshop
from oracle.bisect.forked import in_child
from oracle.bisect.suspects import MENDED, Sample
from oracle.compilers.protocol import Compiler
from oracle.mutants import partial, passes, plant
from oracle.mutants.mutate import Mutation
from oracle.mutants.outcome import Fate, MutantOutcome
from oracle.mutants.passes import PassMutation
from oracle.mutants.pool import Frontend, Program, front_end
from oracle.planting import PLANTED_LOG
from oracle.verdict import Verdict

FLAGS = ("-O2",)
_STAGES = {
    "minicc.syntax": (Stage.PARSE,),
    "minicc.check": (Stage.CHECK,),
    "minicc.types": (Stage.CHECK, Stage.LOWER),
    "minicc.lower": (Stage.LOWER,),
    "minicc.ir": (Stage.LOWER,),
}
"""What is to be blamed for a mistake in a package. Types are laid out where they are first needed."""

_DIFFERENT = 5
"""So many programs with changed IR are run."""
_FAILING = 4
"""A mutant that fails on so many programs one after the other fails on all."""
_FRONT_END_SECONDS = 3
"""CPU seconds that a mutant may take for one program; the healthy front end takes a tenth of one."""
_STATEMENTS = 8
"""So many statements are compiled by the mutant alone."""
_PASS_PROGRAMS = 12
"""So many programs are run to find a mutant of an LLVM pass."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What all mutants are tried with."""

    pool: Sequence[Program]
    healthy: Compiler
    reference: Compiler


@dataclass(frozen=True, slots=True)
class _Kill:
    program: Program
    verdict: Verdict


def try_mutant(number: int, mutation: Mutation | PassMutation, bench: Bench) -> MutantOutcome:
    """Find the mutant and attribute what it does."""
    with tempfile.TemporaryDirectory(prefix="mutant-") as folder, workshop() as shop:
        Path(folder).chmod(0o755)
        path = Path(folder) / f"{mutation.name}.py"
        if isinstance(mutation, Mutation):
            path.write_text(plant.plugin_text(mutation), encoding="utf-8")
            return _FrontEndTrial(number, mutation, bench, shop, path).outcome()
        path.write_text(passes.plugin_text(mutation), encoding="utf-8")
        return _PassTrial(number, mutation, bench, shop, path).outcome()


class _Trial:
    def __init__(
        self, number: int, name: str, told: str, truth: Sequence[Stage], bench: Bench, shop: Workshop, plugin: Path
    ) -> None:
        self.bench = bench
        self.shop = shop
        self.unharmed = with_options(bench.healthy, *FLAGS)
        self.subject = with_options(bench.healthy, *FLAGS, f"-fplugin={plugin}")
        self.start = MutantOutcome(number, name, told, tuple(map(str, truth)), Fate.INVALID)

    def shows(self, program: Program) -> bool:
        """Whether the subject's program behaves wrongly and the healthy compiler's does not."""
        flags = ["-w", "-lm"]
        if self.shop.behaviour(self.subject, [program.path], flags) == program.expected:
            return False
        return self.shop.behaviour(self.unharmed, [program.path], flags) == program.expected

    def attributed(self, found: MutantOutcome, kill: _Kill) -> tuple[MutantOutcome, Attribution | None]:
        """`found` with what the bisection says."""
        found = replace(found, fate=Fate.KILLED, killed_by=kill.program.name, verdict=str(kill.verdict))
        started = cpu_seconds()
        try:
            told = attribute(kill.program.path, self.subject, self.bench.reference, samples=self.samples(kill))
        except NotAttributable as why:
            return replace(found, attribute_seconds=cpu_seconds() - started, notes=(str(why),)), None
        found = replace(
            found,
            attribute_seconds=cpu_seconds() - started,
            found_stage=str(told.stage),
            found_pass=told.pass_name if told.stage is Stage.PASS else None,
            found_function=told.function,
            found_line=told.line,
            suspects=told.suspects,
            notes=told.notes,
        )
        return found, told

    def samples(self, kill: _Kill) -> list[Sample]:
        """The other programs of the pool."""
        return [program.sample for program in self.bench.pool if program is not kill.program]


class _FrontEndTrial(_Trial):
    def __init__(self, number: int, mutation: Mutation, bench: Bench, shop: Workshop, plugin: Path) -> None:
        package = ".".join(mutation.module.split(".")[:2])
        super().__init__(number, mutation.name, str(mutation), _STAGES[package], bench, shop, plugin)
        self.mutation = mutation
        self.function = f"{mutation.module}:{mutation.function}"

    def outcome(self) -> MutantOutcome:
        started = cpu_seconds()
        fate, kill = self.found()
        outcome = replace(self.start, fate=fate, function=self.function, find_seconds=cpu_seconds() - started)
        if kill is None:
            return outcome
        for sample in self.samples(kill):
            # What is observed of the pool is kept: its cost belongs to no mutant.
            for stage in map(Stage, self.start.truth):
                sample.observation(stage)
        outcome, told = self.attributed(outcome, kill)
        if told is None:
            return outcome
        names = [suspect.split(" ")[0] for suspect in told.suspects]
        rank = names.index(self.function) + 1 if self.function in names else None
        functions = self.wrong_functions(kill)
        return replace(
            outcome,
            rank=rank,
            mended=bool(told.suspects and MENDED in told.suspects[0]),
            function_right=told.function in functions if functions else None,
            line_right=self.line_right(kill, told.line),
        )

    def found(self) -> tuple[Fate, _Kill | None]:
        reached = (program for program in self.bench.pool if self.function in program.functions)
        candidates = sorted(reached, key=lambda program: len(program.ir))
        if not candidates:
            return Fate.UNREACHED, None
        different: list[tuple[Program, Frontend]] = []
        tried = 0
        made = in_child(lambda: self.results(candidates), seconds=_FRONT_END_SECONDS)
        try:
            planted = next(made, None)
            if planted is not True:
                return Fate.INVALID, None
            for program in candidates:
                result = next(made, Frontend(None, "the process dies"))
                tried += 1
                if result.ir != program.ir:
                    different.append((program, result))
                failed = sum(one.ir is None for _, one in different)
                if failed == tried and tried >= min(_FAILING, len(candidates)) and len(self.bench.pool) > 1:
                    return Fate.TRIVIAL, None
                if len(different) >= _DIFFERENT:
                    break
        finally:
            made.close()
        for program, result in sorted(different, key=lambda one: one[1].ir is None):
            if result.ir is None or self.shows(program):
                return Fate.KILLED, _Kill(program, _verdict(result))
        return (Fate.SAME_OUTPUT if different else Fate.SAME_IR), None

    def results(self, programs: Sequence[Program]) -> Iterator[bool | Frontend]:
        """In a forked process: whether the mutant could be made, and what it makes of each program."""
        try:
            plant.plant(self.mutation.module, self.mutation.number)
        except ValueError:
            yield False
            return
        yield True
        for program in programs:
            yield front_end(program.source, FLAGS)

    def wrong_functions(self, kill: _Kill) -> set[str]:
        """The functions of the program for which the mutant makes other IR than the healthy minicc."""

        def both() -> Iterator[Frontend]:
            yield front_end(kill.program.source, FLAGS)
            plant.plant(self.mutation.module, self.mutation.number)
            yield front_end(kill.program.source, FLAGS)

        made = list(in_child(both, seconds=_FRONT_END_SECONDS))
        if len(made) < 2 or made[0].ir is None or made[1].ir is None:
            return set()
        return set(ir_text.change(made[0].ir, made[1].ir).functions)

    def line_right(self, kill: _Kill, line: int | None) -> bool | None:
        """Whether the program is wrong when the mutant compiles only the statement on this line.

        None when it is wrong with no single statement, as far as a few are tried.
        """
        places = next(in_child(lambda: self.statements(kill.program, line)), None)
        if places is None:
            return None
        start: int | None = places[0]
        changed: list[int] = places[1]
        for chosen in sorted(changed, key=lambda one: one != start)[:_STATEMENTS]:
            path = self.shop.write(partial.plugin_text(self.mutation, [chosen]), ".py")
            subject = with_options(self.unharmed, f"-fplugin={path}")
            if self.shop.behaviour(subject, [kill.program.path], ["-w", "-lm"]) != kill.program.expected:
                return chosen == start
        return None

    def statements(self, program: Program, line: int | None) -> Iterator[tuple[int | None, list[int]]]:
        """In a forked process: where the statement on the line starts, and where those start whose IR becomes another
        when the mutant compiles only them.
        """
        statements = partial.Statements(program.source)
        try:
            mutant = partial.PartialMutant(self.mutation.module, self.mutation.number, statements, ())
        except ValueError:
            return
        if front_end(program.source, FLAGS).ir != program.ir:
            return
        changed = []
        for one in sorted(mutant.called):
            mutant.lines = (one,)
            if front_end(program.source, FLAGS).ir != program.ir:
                changed.append(one)
        yield (None if line is None else statements.start_of(line)), changed


def _verdict(result: Frontend) -> Verdict:
    if result.ir is not None:
        return Verdict.MISCOMPILE
    if "time" in result.failure or "dies" in result.failure:
        return Verdict.COMPILER_HANG
    return Verdict.COMPILER_CRASH if result.failure.startswith("internal") else Verdict.REJECTS_VALID


class _PassTrial(_Trial):
    def __init__(self, number: int, mutation: PassMutation, bench: Bench, shop: Workshop, plugin: Path) -> None:
        super().__init__(number, mutation.name, str(mutation), (Stage.PASS,), bench, shop, plugin)
        self.start = replace(self.start, pass_name=mutation.pass_name)

    def outcome(self) -> MutantOutcome:
        started = cpu_seconds()
        applied, kill = False, None
        for program in self.bench.pool[:_PASS_PROGRAMS]:
            if self.shows(program):
                kill = _Kill(program, Verdict.MISCOMPILE)
                break
        if kill is None:
            applied = any(self.damaged(program) for program in self.bench.pool[:3])
            fate = Fate.SAME_OUTPUT if applied else Fate.UNREACHED
            return replace(self.start, fate=fate, find_seconds=cpu_seconds() - started)
        outcome = replace(self.start, find_seconds=cpu_seconds() - started)
        outcome, told = self.attributed(outcome, kill)
        damaged = self.damaged(kill.program)
        return outcome if told is None else replace(outcome, function_right=told.function == damaged)

    def damaged(self, program: Program) -> str | None:
        """The function that the pass says it damaged."""
        log = self.shop.path(".log")
        os.environ[PLANTED_LOG] = str(log)
        try:
            self.shop.build(self.subject, [program.path], ["-w", "-c"])
        finally:
            del os.environ[PLANTED_LOG]
        return log.read_text(encoding="utf-8") if log.exists() else None


def cpu_seconds() -> float:
    """CPU time of this process, of the children it has waited for, and of those that live with all of theirs."""
    used = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        used += usage.ru_utime + usage.ru_stime
    ticks = os.sysconf("SC_CLK_TCK")
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        with suppress(OSError):
            fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
            used += sum(map(int, fields[11:15])) / ticks
    return used
