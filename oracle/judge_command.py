"""`oracle judge`: programs, each compiled by every subject and by the references."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from oracle.cli import EXIT_AGREE, exit_status, show_judgement, words_of, worse, write_for_machines, write_page
from oracle.compilers import compiler_from_command
from oracle.compilers.protocol import Compiler
from oracle.judge import judge_each
from oracle.report.json import judgement_to_json
from oracle.report.machines import case_of_judgement
from oracle.sandbox import MIB, Limits
from oracle.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from oracle.report.machines import Case

_REFERENCES = ("gcc", "gcc -O2")
_CLANGS = ("clang", "clang-16", "clang-15", "clang-14")


@dataclass(frozen=True, slots=True)
class _Job:
    """One program under all subjects."""

    source: Path
    subjects: tuple[Compiler, ...]
    references: tuple[Compiler, ...]
    limits: Limits
    flags: tuple[str, ...]
    expected: bytes | None
    compile_seconds: float
    quick: bool
    layouts: bool

    def judgements(self) -> Iterator[tuple[Compiler, Judgement, float]]:
        """The subjects in order, each with its judgement and the wall seconds that this one took."""
        first, *voters = self.references
        each = judge_each(
            self.source,
            self.subjects,
            first,
            limits=self.limits,
            flags=self.flags,
            expected_output=self.expected,
            compile_seconds=self.compile_seconds,
            examine_agreement=not self.quick,
            voters=voters,
        )
        started = time.monotonic()
        for subject, said in zip(self.subjects, each, strict=True):
            told = self._with_layouts(subject, said) if self.layouts else said
            now = time.monotonic()
            yield subject, told, now - started
            started = time.monotonic()

    def _with_layouts(self, subject: Compiler, said: Judgement) -> Judgement:
        """A layout that differs is a bug whatever the program prints."""
        from oracle.layouts import layout_differences

        found = layout_differences(self.source, subject, self.references[0], self.flags, self.compile_seconds)
        notes = (
            [f"layouts were not compared: {found}"] if isinstance(found, str) else [f"layout: {one}" for one in found]
        )
        evidence = replace(said.evidence, notes=(*said.evidence.notes, *notes))
        said = replace(said, evidence=evidence)
        if isinstance(found, str) or not found or said.verdict.is_divergence:
            return said
        return replace(said, verdict=Verdict.MISCOMPILE, reason=f"types are laid out differently: {found[0]}")


@click.command("judge")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE... | FOLDER...")
@click.option(
    "--subject",
    "subjects",
    multiple=True,
    metavar="CMD",
    help="A compiler under test, with its flags; may be repeated.  [default: minicc]",
)
@click.option(
    "--reference",
    "references",
    multiple=True,
    metavar="CMD",
    help="A compiler that is believed; may be repeated: all must agree.  [default: gcc, gcc -O2, clang -O1 if there]",
)
@click.option("--cflags", default="", metavar="FLAGS", help='For all compilers: "-I include -DN=3".')
@click.option("--cpu-seconds", default=10, show_default=True, type=click.IntRange(1), help="Per run of a program.")
@click.option("--memory-mib", default=512, show_default=True, type=click.IntRange(16), help="Per run of a program.")
@click.option(
    "--timeout", default=60.0, show_default=True, type=click.FloatRange(1), help="Per compilation, wall seconds."
)
@click.option("--expect", type=click.Path(path_type=Path), metavar="FILE", help="What the program is known to print.")
@click.option(
    "--layouts", is_flag=True, help="Also compare the types in the DWARF of both objects: an ABI bug needs no run."
)
@click.option("-j", "--jobs", default=1, show_default=True, type=click.IntRange(1, 64), help="Judgements at once.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    metavar="PAGE",
    help="Also write an HTML page (one program, one subject).",
)
@click.option("--junit", type=click.Path(path_type=Path), metavar="XML", help="Also write a JUnit report.")
@click.option("--sarif", type=click.Path(path_type=Path), metavar="JSON", help="Also write a SARIF log.")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON document per program and subject on standard output, one a line."
)
@click.option("--quick", is_flag=True, help="When both agree, do not examine whether the program is defined.")
@click.option("-v", "--verbose", is_flag=True, help="Show the evidence for agreement too.")
def judge(
    files: tuple[Path, ...],
    subjects: tuple[str, ...],
    references: tuple[str, ...],
    cflags: str,
    cpu_seconds: int,
    memory_mib: int,
    timeout: float,
    expect: Path | None,
    layouts: bool,
    jobs: int,
    report: Path | None,
    junit: Path | None,
    sarif: Path | None,
    as_json: bool,
    quick: bool,
    verbose: bool,
) -> NoReturn:
    """Compile and run programs with subjects and references, and compare.

    Compared are standard output, exit status and signal; CPU time that is ten
    times the reference's is noted. A folder stands for the C files in it. A
    divergence is reported only when no rule of C is found that the program
    breaks, and the references agree with each other.
    """
    programs = list(_programs(files))
    tested = tuple(compiler_from_command(words) for words in subjects or ("minicc",))
    believed = tuple(compiler_from_command(words) for words in references or _default_references())
    if report is not None and (len(programs) != 1 or len(tested) != 1):
        raise click.UsageError("--report needs exactly one program and one --subject")
    limits = Limits(cpu_seconds=cpu_seconds, wall_seconds=3.0 * cpu_seconds, memory_bytes=memory_mib * MIB)
    expected = expect.read_bytes() if expect is not None else None
    common = (believed, limits, tuple(words_of(cflags)), expected, timeout, quick, layouts)
    work = [_Job(program, tested, *common) for program in programs]
    status = EXIT_AGREE
    cases: list[Case] = []
    counts: dict[str, Counter[Verdict]] = {}
    for subject, judgement, seconds in _judged(work, jobs):
        data = judgement_to_json(judgement, with_program=report is not None)
        data["seconds"] = round(seconds, 3)
        _show(data, subject, several=len(tested) > 1, as_json=as_json, verbose=verbose)
        cases.append(case_of_judgement(data, seconds))
        counts.setdefault(shlex.join(subject.command), Counter())[judgement.verdict] += 1
        if report is not None:
            write_page(report, data, {"subject": subject.version(), "reference": believed[0].version()})
        status = worse(status, exit_status(judgement))
    if len(work) * len(tested) > 1 and not as_json:
        _print_counts(counts)
    write_for_machines(cases, junit, sarif, ", ".join(counts))
    sys.exit(status)


def _programs(files: tuple[Path, ...]) -> Iterator[Path]:
    for file in files:
        if not file.is_dir():
            yield file
            continue
        inside = sorted(file.rglob("*.c"))
        if not inside:
            raise click.UsageError(f"{file}: no C files in this folder")
        yield from inside


def _default_references() -> Iterator[str]:
    yield from _REFERENCES
    clang = next((name for name in _CLANGS if shutil.which(name)), None)
    if clang is not None:
        yield f"{clang} -O1 -ffp-contract=off"  # gcc contracts nothing either where there is no FMA


def _judged(work: list[_Job], jobs: int) -> Iterator[tuple[Compiler, Judgement, float]]:
    """The judgements in order, `jobs` programs at once; the compilers' processes do the work, not our threads."""
    if jobs == 1:
        for job in work:
            yield from job.judgements()
        return
    with ThreadPoolExecutor(min(jobs, max(1, len(work)), 4 * (os.cpu_count() or 1))) as pool:
        futures: list[Future[list[tuple[Compiler, Judgement, float]]]] = [
            pool.submit(list, job.judgements()) for job in work
        ]
        try:
            for future in futures:
                yield from future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _show(data: dict[str, Any], subject: Compiler, *, several: bool, as_json: bool, verbose: bool) -> None:
    shown = data if as_json or not several else {**data, "source": f"{data['source']} [{shlex.join(subject.command)}]"}
    show_judgement(shown, as_json=as_json, verbose=verbose)


def _print_counts(counts: dict[str, Counter[Verdict]]) -> None:
    from rich.console import Console
    from rich.table import Column, Table

    verdicts = [verdict for verdict in Verdict if any(count[verdict] for count in counts.values())]
    table = Table(Column("subject", overflow="fold"), *(verdict.value for verdict in verdicts), show_edge=False)
    for subject, count in counts.items():
        table.add_row(subject, *(str(count[verdict]) for verdict in verdicts))
    Console(highlight=False).print(table)
