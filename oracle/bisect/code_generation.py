"""What about the code generator is wrong: its level, its instruction selector, or one of its passes.

minicc generates code behind a plugin that sets LLVM's own options first, for code generation only: the optimiser has
run by then. LLVM's bisect limit counts the passes of the code generator as it does those of the optimiser.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from oracle.bisect.attribution import Attribution, Probe
from oracle.bisect.behaviour import COMPILE_SECONDS, with_options
from oracle.bisect.boundaries import options_of_minicc
from oracle.bisect.case import Case, cut
from oracle.bisect.forked import in_child
from oracle.bisect.functions import minimise
from oracle.bisect.optimiser import Outcome, difference_of_assembly, function_in_assembly, narrow
from oracle.compilers.clang_passes import executions_in, function_of
from oracle.compilers.pass_control import PassExecution

_Name = TypeVar("_Name", int, str)

_FEATURES = re.compile(r'"target-features"="([^"]*)"')
_BASELINE = {"sse", "sse2", "x87", "fxsr", "mmx", "cx8", "cmov"}
"""What every x86-64 CPU has, and the ABI relies on."""

_SELECTORS = {
    "FastISel": ("-fast-isel",),
    "SelectionDAG": ("-fast-isel=0", "-global-isel=0"),
    "GlobalISel": ("-global-isel", "-global-isel-abort=2"),
}


def plugin(options: Sequence[str], level: int | None = None, without: Collection[str] = ()) -> str:
    """A minicc plugin that generates code under LLVM `options`, at another `level` unless that is None.

    `without` are features of the CPU ("avx2") that the code generator must do without.
    """
    target = "target" if level is None else f"replace(target, level={level})"
    names = "|".join(map(re.escape, without))
    pattern = f'[+]({names})(?=[,"])'
    fewer = f"re.sub({pattern!r}, '-\\\\1', ir)" if without else "ir"
    return (
        "import re\n\n"
        "from minicc.backend.llvm import set_option\n"
        "from minicc.quick_dataclasses import replace\n\n\n"
        "def register(pipeline):\n"
        "    def controlled(emit):\n"
        "        def run(ir, target):\n"
        f"            for option in {list(options)!r}:\n"
        "                set_option(option)\n"
        f"            return emit({fewer}, {target})\n"
        "        return run\n"
        "    pipeline.wrap('emit', controlled)\n"
    )


@dataclass(frozen=True, slots=True)
class ExecutedIR:
    """IR of one case of minicc, executed as a boundary B4+k is, without the stages before."""

    case: Case

    def good(self, ir: str, selector: Sequence[str] = ()) -> bool:
        """Whether the program of this IR, with LLVM's code generator at -O0, does what it should."""
        return self._outcome(ir, selector) is Outcome.GOOD

    def selectors(self, ir: str) -> tuple[str, ...]:
        """Which instruction selectors get the IR right, where that differs."""
        told = _shares(
            {name: self._outcome(ir, options) for name, options in _SELECTORS.items()}, "instruction selection by"
        )
        return (told,) if told else ("each of LLVM's instruction selectors is wrong (those without vectors fall back)",)

    def _outcome(self, ir: str, selector: Sequence[str]) -> Outcome:
        made = next(iter(in_child(lambda: [self._object(ir, selector)])), None)
        if made is None:
            return Outcome.UNUSABLE
        path = self.case.shop.path(".o")
        path.write_bytes(made)
        behaviour = self.case.shop.behaviour(self.case.subject, [path], ["-w", *self.case.link_flags])
        path.unlink()
        if behaviour == self.case.expected:
            return Outcome.GOOD
        return Outcome.UNUSABLE if behaviour.failure is not None else Outcome.BAD

    def _object(self, ir: str, selector: Sequence[str]) -> bytes:
        from minicc.backend.codegen import CodeGeneration, emit
        from minicc.backend.llvm import set_option
        from minicc.cli import parse_command_line

        with Path(os.devnull).open("w") as nowhere:
            os.dup2(nowhere.fileno(), 2)  # LLVM tells of falling back
        options = parse_command_line([*options_of_minicc(self.case.subject), "-c", "program.c"]).compile_options()
        for option in selector:
            set_option(option)
        return emit(ir, CodeGeneration(0, options.relocation))


@dataclass(frozen=True, slots=True)
class CodeGenerator:
    """The code generator of one case of minicc, whose IR is right and whose object is wrong."""

    case: Case

    def refined(self, found: Attribution) -> Attribution:
        """`found` with the pass of the code generator if there is one, and what else makes the program right."""
        probes = list(found.probes)
        executions = self._executions()
        notes = [self._levels(probes), self._selectors(probes), self._features(probes)]
        found = replace(found, notes=(*found.notes, *(note for note in notes if note)))
        if not executions or self._outcome("no optional pass of the code generator", probes, _limit(0)) is Outcome.BAD:
            note = (
                "wrong without any optional pass of the code generator: selection, allocation or emission is at fault"
            )
            evidence = cut(function_in_assembly(self._assembly(()), found.function))
            return replace(found, probes=tuple(probes), notes=(*found.notes, note), evidence=evidence)
        low, high = narrow(
            len(executions), lambda k: self._outcome(f"passes 1..{k} of the code generator", probes, _limit(k))
        )
        guilty = executions[high - 1]
        function = found.function or function_of(guilty)
        before, after = self._assembly(_limit(low)), self._assembly(_limit(high))
        note = f"right with the first {low} passes of the code generator, wrong with the first {high}"
        return replace(
            found,
            pass_name=guilty.pass_name,
            pass_index=guilty.index,
            pass_unit=guilty.unit_name,
            function=function,
            evidence=cut(difference_of_assembly(before, after, function_of(guilty))),
            commands=(*found.commands, *(line for count in (low, high) for line in self._limited(count))),
            probes=tuple(probes),
            notes=(*found.notes, note),
        )

    def _outcome(
        self,
        name: str,
        probes: list[Probe],
        options: Sequence[str] = (),
        level: int | None = None,
        without: Collection[str] = (),
    ) -> Outcome:
        path = self.case.shop.write(plugin(options, level, without), ".py")
        subject = with_options(self.case.subject, f"-fplugin={path}")
        behaviour = self.case.behaviour(subject)
        good = behaviour == self.case.expected
        shown = " ".join([*options, *([] if level is None else [f"code generator level {level}"])])
        shown += f"CPU without {', '.join(sorted(without))}" if without else ""
        probes.append(
            Probe(name, good, f"{self.case.command(self.case.subject)}  # with LLVM's {shown}", str(behaviour))
        )
        if good:
            return Outcome.GOOD
        return Outcome.UNUSABLE if behaviour.failure is not None else Outcome.BAD

    def _limited(self, count: int) -> tuple[str, str]:
        """Shell lines that build and run the program with the first `count` passes of the code generator."""
        file = f"first{count}.py"
        written = f"cat > {file} <<'END'\n{plugin(_limit(count))}END"
        return written, self.case.command(with_options(self.case.subject, f"-fplugin={file}"))

    def _executions(self) -> list[PassExecution]:
        path = self.case.shop.write(plugin(_limit(-1)), ".py")
        subject = with_options(self.case.subject, f"-fplugin={path}")
        made = subject.compile(
            [self.case.source], self.case.shop.path(".o"), flags=["-w", "-c"], timeout=COMPILE_SECONDS
        )
        return executions_in(made.execution)

    def _assembly(self, options: Sequence[str]) -> str:
        path = self.case.shop.write(plugin(options), ".py")
        made = with_options(self.case.subject, f"-fplugin={path}").compile(
            [self.case.source], self.case.shop.path(".s"), flags=["-w", "-S"], timeout=COMPILE_SECONDS
        )
        return "" if made.output is None else made.output.read_text(encoding="utf-8", errors="surrogateescape")

    def _levels(self, probes: list[Probe]) -> str:
        outcomes = {level: self._outcome(f"level {level}", probes, (), level) for level in range(4)}
        return _shares(outcomes, "the code generator's level")

    def _selectors(self, probes: list[Probe]) -> str:
        outcomes = {name: self._outcome(name, probes, options) for name, options in _SELECTORS.items()}
        return _shares(outcomes, "instruction selection by")

    def _features(self, probes: list[Probe]) -> str:
        """The features of the CPU without any one of which the program is right."""
        path = self.case.shop.path(".ll")
        made = self.case.subject.compile(
            [self.case.source], path, flags=["-w", "-S", "-fboundary=B3"], timeout=COMPILE_SECONDS
        )
        if made.output is None:
            return ""
        told = ",".join(_FEATURES.findall(path.read_text(encoding="utf-8", errors="surrogateescape")))
        features = sorted({word[1:] for word in told.split(",") if word.startswith("+")} - _BASELINE)

        def outcome(without: Collection[str]) -> Outcome:
            return self._outcome(f"without {', '.join(sorted(without))}", probes, without=without)

        def wrong_with(some: Collection[int]) -> bool:
            return outcome([name for index, name in enumerate(features) if index not in some]) is Outcome.BAD

        if not features or outcome(features) is not Outcome.GOOD:
            return ""
        needed = minimise(range(len(features)), wrong_with)
        return f"right for a CPU without {', '.join(features[index] for index in needed)}"


def _limit(count: int) -> tuple[str, ...]:
    return (f"-opt-bisect-limit={count}",)


def _shares(outcomes: Mapping[_Name, Outcome], what: str) -> str:
    """`WHAT 0: right; 1, 2: wrong`; empty when the outcome is the same for all."""
    if len(set(outcomes.values())) == 1:
        return ""
    told = {Outcome.GOOD: "right", Outcome.BAD: "wrong", Outcome.UNUSABLE: "no program"}
    parts = []
    for outcome in Outcome:
        names = [str(name) for name, found in outcomes.items() if found is outcome]
        if names:
            parts.append(f"{', '.join(names)}: {told[outcome]}")
    return f"{what} {'; '.join(parts)}"
