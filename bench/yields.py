"""`python -m bench.yields`: what sources of programs find under equal CPU time.

With --subject, a real compiler: divergences, how many of them are wrong code or crashes of the compiler (and not mere
rejections of valid programs), and how many are distinct, per CPU-minute. With --mutants, that many mutants of minicc,
and else the planted faults of corpus/faults, the same for all sources: kills per CPU-minute. The ordinary campaign
judges all of them alike, its constructed oracle included, so a source that knows the output of its programs saves the
reference.
"""

from __future__ import annotations

import json
import math
import re
import shlex
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from bench.hunt import Catch, Hunt, hunt
from fuzz.sources import Source, SourceError, source_from_text
from oracle.calibrate import faults_folder, load_faults
from oracle.compilers import CompilerNotFound, compiler_from_command
from oracle.sandbox import Limits
from oracle.triage.signature import Signature
from oracle.verdict import Verdict

if TYPE_CHECKING:
    from oracle.mutants.mutate import Mutation

SOURCES = ("own", "csmith", "yarpgen")
_NORMAL_95 = 1.96
_QUOTED = re.compile(r""""[^"]*"|'[^']*'|\u2018[^\u2019]*\u2019""")
_SEEDS_BETWEEN_FAULTS = 10_000
_WORSE = "wrong or crash"
_WORSE_VERDICTS = (Verdict.MISCOMPILE, Verdict.COMPILER_CRASH, Verdict.COMPILER_HANG)
_PASS_SHARE = 5
"""One mutant in so many is of an LLVM pass, as in `oracle calibrate --mutants`."""


@dataclass(frozen=True, slots=True)
class Yield:
    """What one source found in `cpu_seconds`. `counts` are by kind: "kills", or "divergences", "distinct", ..."""

    source: str
    cpu_seconds: float
    programs: int
    counts: Mapping[str, int]
    found: Sequence[str] = field(default=())
    """The names of the faults, or the signatures."""

    def per_minute(self, kind: str) -> float:
        """Of a CPU-minute."""
        return 60 * self.counts[kind] / self.cpu_seconds if self.cpu_seconds else 0.0

    def to_json(self) -> dict[str, object]:
        return {
            "source": self.source,
            "cpu_seconds": round(self.cpu_seconds, 3),
            "programs": self.programs,
            "counts": dict(self.counts),
            "per_cpu_minute": {kind: round(self.per_minute(kind), 3) for kind in self.counts},
            "found": list(self.found),
        }


@dataclass(frozen=True, slots=True)
class Ratio:
    """How many times another source's rate one source has.

    Where the other found nothing `is_bound` is set, and `value` is the ratio it would be had it found one.
    """

    value: float
    low: float
    high: float
    is_bound: bool = False

    def __str__(self) -> str:
        return f"over {self.value:.1f}" if self.is_bound else f"{self.value:.1f} ({self.low:.1f} to {self.high:.1f})"


def ratio(one: Yield, other: Yield, kind: str) -> Ratio | None:
    """The ratio of two rates; None when `one` found nothing or a source had no time.

    The interval holds the ratio with 95 % if both counts are Poisson's: the logarithm of their ratio has a variance of
    about 1/a + 1/b (Rothman, Modern Epidemiology, rate ratios).
    """
    first, second = one.counts[kind], max(other.counts[kind], 1)
    if not first or not one.cpu_seconds or not other.cpu_seconds:
        return None
    value = (first / one.cpu_seconds) / (second / other.cpu_seconds)
    spread = math.exp(_NORMAL_95 * math.sqrt(1 / first + 1 / second))
    return Ratio(value, value / spread, value * spread, is_bound=not other.counts[kind])


def distinct(signatures: Iterable[Signature]) -> list[Signature]:
    """One signature for each bug, those that say most about their programs first.

    Miscompilations that were not reduced cannot be told apart and count as one. So do messages that differ in the word
    of the program that they quote: a compiler that lacks `_Atomic` stumbles over whatever follows it.
    """
    found: list[Signature] = []
    unquoted = (replace(one, failure=_QUOTED.sub("*", one.failure)) for one in signatures)
    for signature in sorted(unquoted, key=lambda one: (-len(one.constructs), one.key)):
        if not any(signature.is_same_bug(known) for known in found):
            found.append(signature)
    return found


def yield_of_subject(source: str, catch: Catch) -> Yield:
    """Divergences of a real compiler, each kind of verdict by itself too."""
    bugs = distinct(catch.signatures)
    by_verdict = Counter(map(str, catch.verdicts))
    worse = sum(verdict in _WORSE_VERDICTS for verdict in catch.verdicts)
    counts = {
        "divergences": len(catch.verdicts),
        _WORSE: worse,
        "distinct": len(bugs),
        **dict(sorted(by_verdict.items())),
    }
    return Yield(source, catch.cpu_seconds, catch.programs, counts, sorted(map(_words, bugs)))


def yield_of_faults(source: str, catches: Mapping[str, Catch]) -> Yield:
    """Kills of planted faults; `catches` are by the name of the fault."""
    killed = sorted(name for name, catch in catches.items() if catch.killed)
    return Yield(
        source,
        sum(catch.cpu_seconds for catch in catches.values()),
        sum(catch.programs for catch in catches.values()),
        {"kills": len(killed)},
        killed,
    )


def _words(signature: Signature) -> str:
    constructs = " ".join(sorted(signature.constructs))
    return f"{signature.key} [{constructs}]" if constructs else signature.key


# --------------------------------------------------------------------------- measuring


@dataclass(frozen=True, slots=True)
class Prey:
    """A known bug: a compiler that has it, and the one that has not."""

    name: str
    subject: str
    healthy: str


def planted_faults(names: Sequence[str]) -> list[Prey]:
    """Those of corpus/faults, or the ones named. Raises click.UsageError."""
    folder = faults_folder()
    if folder is None:
        raise click.UsageError("there is no folder corpus/faults here")
    try:
        faults = load_faults(folder, names)
    except KeyError as unknown:
        raise click.UsageError(f"{Path('corpus') / 'faults'} holds no fault called {unknown}") from None
    return [Prey(one.name, one.subject(), shlex.join(["minicc", *shlex.split(one.flags)])) for one in faults]


def mutants(count: int, seed: int, folder: Path) -> list[Prey]:
    """Mutants of minicc, each operator as often, and of LLVM passes at -O2; their plugins are written to `folder`.

    Any function may be mutated, also one that hardly a program reaches.
    """
    from oracle.mutants import passes, plant

    dice = Random(f"yields {seed}")
    of_passes = dice.sample(passes.pass_mutations(), min(count // _PASS_SHARE, len(passes.pass_mutations())))
    drawn = [(one.name, passes.plugin_text(one), "-O2") for one in of_passes]
    by_operator: dict[str, list[Mutation]] = {}
    for mutation in plant.mutations_of_front_end():
        by_operator.setdefault(mutation.operator, []).append(mutation)
    while len(drawn) < count:
        chosen = dice.choice(by_operator[dice.choice(sorted(by_operator))])
        drawn.append((chosen.name, plant.plugin_text(chosen), "-O0"))
    prey = []
    for number, (name, text, level) in enumerate(drawn):
        plugin = folder / f"{number:03}-{name}.py"
        plugin.write_text(text, encoding="utf-8")
        prey.append(Prey(plugin.stem, f"minicc {level} -fplugin={plugin}", f"minicc {level}"))
    return prey


@dataclass(frozen=True, slots=True)
class Plan:
    """What all sources are given alike. `cpu_seconds` are of one source and subject, or of one fault."""

    sources: Mapping[str, Source]
    reference: str
    limits: Limits
    seed: int
    cpu_seconds: float
    reductions: int = 0

    def subject(self, command: str) -> Iterator[Yield]:
        """Every source against a real compiler."""
        for name, source in self.sources.items():
            task = Hunt(
                source, command, self.reference, self.limits, self.seed, self.cpu_seconds, reductions=self.reductions
            )
            yield yield_of_subject(name, hunt(task))

    def prey(self, prey: Sequence[Prey]) -> Iterator[Yield]:
        """Every source against every known bug, the sources in turn for each."""
        caught: dict[str, dict[str, Catch]] = {name: {} for name in self.sources}
        for number, fault in enumerate(prey):
            for name, source in self.sources.items():
                seed = self.seed + number * _SEEDS_BETWEEN_FAULTS
                task = Hunt(
                    source, fault.subject, self.reference, self.limits, seed, self.cpu_seconds, healthy=fault.healthy
                )
                caught[name][fault.name] = catch = hunt(task)
                told = f"killed by program {catch.programs}" if catch.killed else f"survives {catch.programs} programs"
                click.echo(f"{fault.name}: {name}: {told}, {catch.cpu_seconds:.1f} CPU s", err=True)
        for name, catches in caught.items():
            yield yield_of_faults(name, catches)


def sources_from_texts(texts: Sequence[str], lines: int) -> dict[str, Source]:
    """The sources named, or of the usual ones those that are there. Raises SourceError."""
    found = {}
    for text in texts or SOURCES:
        try:
            found[text] = source_from_text(text, lines=lines)
        except SourceError as missing:
            if texts:
                raise
            click.echo(f"left out: {missing}", err=True)
    return found


# --------------------------------------------------------------------------- the command


@click.command()
@click.option(
    "--subject", "subjects", multiple=True, metavar="CMD", help="A real compiler (may be repeated); default: faults."
)
@click.option("--fault", "names", multiple=True, metavar="NAME", help="Only this planted fault (may be repeated).")
@click.option("--mutants", "count", default=0, type=click.IntRange(0), help="Hunt so many mutants of minicc instead.")
@click.option("--mutant-seed", default=1, show_default=True, type=click.IntRange(0), help="What they are drawn from.")
@click.option(
    "--source", "texts", multiple=True, metavar="SOURCE", help="As of 'fuzz run' (may be repeated); default: all three."
)
@click.option(
    "--cpu-seconds",
    default=60.0,
    show_default=True,
    type=click.FloatRange(0, min_open=True),
    help="For each source and subject; for each source and fault.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="The first seed.")
@click.option("--lines", default=100, show_default=True, type=click.IntRange(20, 5000), help="Length of own programs.")
@click.option("--reference", default="gcc", show_default=True, metavar="CMD", help="The compiler that is believed.")
@click.option(
    "--run-seconds", default=2, show_default=True, type=click.IntRange(1), help="CPU limit of each run of a program."
)
@click.option(
    "--reduce",
    "reductions",
    default=0,
    show_default=True,
    type=click.IntRange(0),
    help="Reduce so many miscompilations of each source, off the clock, to tell them apart.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def main(
    subjects: tuple[str, ...],
    names: tuple[str, ...],
    count: int,
    mutant_seed: int,
    texts: tuple[str, ...],
    cpu_seconds: float,
    seed: int,
    lines: int,
    reference: str,
    run_seconds: int,
    reductions: int,
    as_json: bool,
) -> None:
    """What own programs, csmith's and yarpgen's find per CPU-minute, with the ratios of each to those after it.

    yarpgen is the one that the environment variable YARPGEN names, or the one on PATH.
    """
    if (bool(subjects), bool(names), bool(count)).count(True) > 1:
        raise click.UsageError("--subject, --fault and --mutants go without each other")
    try:
        for command in (*subjects, reference):
            compiler_from_command(command)
        sources = sources_from_texts(texts, lines)
    except (CompilerNotFound, SourceError) as error:
        raise click.UsageError(str(error)) from None
    plan = Plan(sources, reference, Limits(cpu_seconds=run_seconds), seed, cpu_seconds, reductions)
    measured = {command: list(plan.subject(command)) for command in subjects}
    if count:
        with TemporaryDirectory(prefix="mutants-") as folder:
            measured[f"{count} mutants of minicc"] = list(plan.prey(mutants(count, mutant_seed, Path(folder))))
    elif not subjects:
        measured["planted faults"] = list(plan.prey(planted_faults(names)))
    if as_json:
        click.echo(json.dumps({subject: _document(yields) for subject, yields in measured.items()}, indent=2))
        return
    for subject, yields in measured.items():
        _print_table(subject, yields)


def _kinds(yields: Sequence[Yield]) -> list[str]:
    return ["kills"] if any("kills" in one.counts for one in yields) else ["divergences", _WORSE, "distinct"]


def _document(yields: Sequence[Yield]) -> dict[str, object]:
    ratios: dict[str, object] = {}
    for first, other in combinations(yields, 2):
        for kind in _kinds(yields):
            found = ratio(first, other, kind)
            ratios[f"{first.source}/{other.source} {kind}"] = found and {
                "value": round(found.value, 3),
                "interval": [round(found.low, 3), round(found.high, 3)],
                "is_bound": found.is_bound,
            }
    return {"yields": [one.to_json() for one in yields], "ratios": ratios}


def _print_table(subject: str, yields: Sequence[Yield]) -> None:
    table = Table("source", "CPU s", "programs", title=subject)
    kinds = sorted({kind for one in yields for kind in one.counts}, key=lambda kind: (kind not in _kinds(yields), kind))
    for kind in kinds:
        table.add_column(kind, justify="right")
    for kind in _kinds(yields):
        table.add_column(f"{kind} per CPU-minute", justify="right")
    for one in yields:
        counts = [str(one.counts.get(kind, 0)) for kind in kinds]
        rates = [f"{one.per_minute(kind):.1f}" for kind in _kinds(yields)]
        table.add_row(one.source, f"{one.cpu_seconds:.1f}", str(one.programs), *counts, *rates)
    console = Console()
    console.print(table)
    for first, other in combinations(yields, 2):
        for kind in _kinds(yields):
            console.print(f"{first.source}/{other.source}, {kind} per CPU-minute: {ratio(first, other, kind) or '-'}")


if __name__ == "__main__":
    main()
