"""`python -m bench.runtime`: programs people benchmark with, compiled by minicc -O2 and gcc -O2, run in turn.

Small programs (bench/programs), and scripts (bench/workloads) for interpreters of corpus/projects that both compilers
build.
"""

from __future__ import annotations

import shlex
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.measure import (
    BenchmarkError,
    Ratio,
    all_rounds,
    cpu_seconds,
    geometric_mean_of_rounds,
    ratio_of_rounds,
)
from oracle.project_command import find_manifest
from oracle.projects import Outcome, build_and_check, load_project
from oracle.sources import SourceUnavailable

PROGRAMS = Path(__file__).parent / "programs"
WORKLOADS = Path(__file__).parent / "workloads"


@dataclass(frozen=True, slots=True)
class Workload:
    """A script for a program that a project builds: `program`, in the project's folder, reads it by its name or from
    standard input.
    """

    name: str
    project: str
    program: str
    script: str
    from_standard_input: bool = False

    def command(self, folder: Path) -> list[str]:
        program, script = folder / self.program, WORKLOADS / self.script
        if not self.from_standard_input:
            return [str(program), str(script)]
        return ["sh", "-c", f"exec {shlex.quote(str(program))} < {shlex.quote(str(script))}"]


WORKLOADS_OF_PROJECTS = (
    Workload("lua_strings", "lua", "lua", "lua_strings.lua"),
    Workload("lua_tables", "lua", "lua", "lua_tables.lua"),
    Workload("sqlite", "sqlite", "run", "sqlite.sql", from_standard_input=True),
)


def build_program(source: Path, compiler: str, folder: Path) -> list[str]:
    """Compile one of the small programs; the command that runs it. Raises BenchmarkError."""
    executable = str(folder / source.stem)
    cpu_seconds([*shlex.split(compiler), str(source), "-o", executable, "-lm"])
    return [executable]


def build_project(name: str, compiler: str, folder: Path) -> Path:
    """Build a project without its checks; the folder of its program. Raises BenchmarkError, SourceUnavailable."""
    project = replace(load_project(find_manifest("projects", name)), check=(), same=())
    result = build_and_check(project, compiler, folder, jobs=2)
    if result.outcome is not Outcome.PASS:
        raise BenchmarkError(f"{name}, built by {compiler}: {result.failure}")
    return folder / name / project.folder


def _commands(folder: Path, compilers: tuple[str, str], names: tuple[str, ...]) -> dict[str, list[list[str]]]:
    """The commands of every benchmark that was asked for, one for each compiler."""
    commands: dict[str, list[list[str]]] = {}
    folders = [folder / str(number) for number in range(len(compilers))]
    for one in folders:
        one.mkdir()
    for source in sorted(PROGRAMS.glob("*.c")):
        if not names or source.stem in names:
            pairs = zip(compilers, folders, strict=True)
            commands[source.stem] = [build_program(source, compiler, one) for compiler, one in pairs]
    built: dict[str, list[Path]] = {}
    for workload in WORKLOADS_OF_PROJECTS:
        if names and workload.name not in names:
            continue
        try:
            if workload.project not in built:
                pairs = zip(compilers, folders, strict=True)
                built[workload.project] = [build_project(workload.project, compiler, one) for compiler, one in pairs]
        except SourceUnavailable as error:
            click.echo(f"left out: {workload.name}: {error}", err=True)
            continue
        commands[workload.name] = [workload.command(one) for one in built[workload.project]]
    return commands


@click.command()
@click.argument("names", nargs=-1)
@click.option("--cc", default="minicc -O2", show_default=True, metavar="CMD", help="The compiler measured.")
@click.option("--reference", default="gcc -O2", show_default=True, metavar="CMD", help="The compiler compared with.")
@click.option("--rounds", default=9, show_default=True, type=click.IntRange(1))
def main(names: tuple[str, ...], cc: str, reference: str, rounds: int) -> None:
    """Compile and run the programs and workloads (all, or NAMES).

    Told are the least CPU seconds of each, the median of the ratios of all
    rounds, and its 95 % interval.
    """
    known = [source.stem for source in PROGRAMS.glob("*.c")] + [workload.name for workload in WORKLOADS_OF_PROJECTS]
    unknown = [name for name in names if name not in known]
    if unknown:
        raise click.UsageError(f"no benchmark is called {unknown[0]}; there are {', '.join(sorted(known))}")
    table = Table("program", cc, reference, "ratio", "95 %")
    measured = []
    with tempfile.TemporaryDirectory() as folder:
        try:
            for name, commands in sorted(_commands(Path(folder), (cc, reference), names).items()):
                seconds = all_rounds(commands, rounds)
                measured.append(seconds)
                least = [f"{min(times):.3f}" for times in zip(*seconds, strict=True)]
                table.add_row(name, *least, *_spelled(ratio_of_rounds(seconds), 2))
        except BenchmarkError as error:
            raise click.ClickException(str(error)) from None
    if not measured:
        raise click.ClickException("no source could be had")
    table.add_section()
    table.add_row("geometric mean", "", "", *_spelled(geometric_mean_of_rounds(measured), 3))
    Console().print(table)


def _spelled(ratio: Ratio, digits: int) -> tuple[str, str]:
    return f"{ratio.middle:.{digits}f}", f"{ratio.low:.{digits}f} to {ratio.high:.{digits}f}"


if __name__ == "__main__":
    main()
