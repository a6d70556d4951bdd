"""`oracle suite`: a compiler over a test-suite, a table of passes and failures by class."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from oracle.project_command import EXIT_FAILS, EXIT_PASS, EXIT_UNAVAILABLE, find_manifest, manifest_folder

if TYPE_CHECKING:
    from oracle.suites import Report, Result


@click.group("suite")
def suite() -> None:
    """Run a compiler over a test-suite.

    \b
    Exit status: 0 all pass; 1 one fails; 2 bad usage; 3 the suite is unavailable here; 4 a tool failed.
    """


@suite.command("list")
def list_suites() -> None:
    """Name the suites of corpus/suites."""
    from oracle.suites import load_suite

    for manifest in sorted(manifest_folder("suites").glob("*.toml")):
        click.echo(f"{manifest.stem:12} {load_suite(manifest).about}")


@suite.command("run")
@click.argument("name")
@click.option("--cc", default="minicc", show_default=True, metavar="CMD", help="The compiler under test.")
@click.option("--vs", "others", multiple=True, metavar="CMD", help="A compiler to compare with; can be repeated.")
@click.option("--only", metavar="GLOB", help="Only programs of these names.")
@click.option(
    "--folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the programs from this folder: for a suite that no registry has, or programs of your own.",
)
@click.option("-j", "jobs", default=1, show_default=True, type=click.IntRange(1), help="Programs side by side.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line: each program, each compiler.")
def run_one_suite(
    name: str, cc: str, others: tuple[str, ...], only: str | None, folder: Path | None, jobs: int, as_json: bool
) -> NoReturn:
    """Compile and run the programs of suite NAME (or of a manifest FILE.toml).

    Only programs count that gcc -O0 compiles and whose executable passes. The
    exit status is that of CMD; compilers compared with do not change it.
    """
    from oracle.compilers import compiler_from_command
    from oracle.projects import ManifestError
    from oracle.sources import SourceUnavailable
    from oracle.suites import expectations, find_programs, load_suite, run_suite

    compilers = [compiler_from_command(command) for command in (cc, *others)]
    try:
        loaded = load_suite(find_manifest("suites", name))
        programs = find_programs(loaded, only, folder)
    except ManifestError as error:
        raise click.UsageError(str(error)) from error
    except SourceUnavailable as error:
        click.echo(f"oracle: error: {error}", err=True)
        sys.exit(EXIT_UNAVAILABLE)
    if not programs:
        raise click.UsageError(f"{name}: no program is called {only or ' or '.join(loaded.programs)}")
    expected = expectations(loaded, programs, jobs)
    reports = [
        run_suite(loaded, programs, expected, compiler, jobs=jobs, progress=_progress(as_json))
        for compiler in compilers
    ]
    if as_json:
        for report in reports:
            for result in report.results:
                click.echo(json.dumps({"suite": report.suite, "compiler": report.compiler, **asdict(result)}))
    else:
        _show(reports, len(programs))
    sys.exit(EXIT_PASS if not _failures(reports[0]) else EXIT_FAILS)


def _progress(quiet: bool) -> Callable[[Result], None]:
    done = 0

    def show(result: Result) -> None:
        nonlocal done
        done += 1
        if not quiet and sys.stderr.isatty():
            click.echo(f"\r{done} {result.program}\033[K", err=True, nl=False)

    return show


def _failures(report: Report) -> list[Result]:
    from oracle.suites import Class

    return [result for result in report.results if result.outcome not in (Class.PASS, Class.SKIPPED)]


def _show(reports: list[Report], programs: int) -> None:
    from rich.console import Console
    from rich.table import Table

    from oracle.suites import Class

    first = reports[0]
    if sys.stderr.isatty():
        click.echo("\r\033[K", err=True, nl=False)
    for result in _failures(first):
        click.echo(f"{result.program}: {result.outcome}: {result.why}")
    for other in reports[1:]:
        passing = {result.program for result in other.results if result.outcome is Class.PASS}
        missed = [result.program for result in _failures(first) if result.program in passing]
        ours = {result.program for result in first.results if result.outcome is Class.PASS}
        gained = [result.program for result in _failures(other) if result.program in ours]
        click.echo(f"only {other.compiler} passes: {' '.join(missed) or 'none'}")
        click.echo(f"only {first.compiler} passes: {' '.join(gained) or 'none'}")
    table = Table(first.suite, *(report.compiler for report in reports))
    for outcome in Class:
        counts = [report.count(outcome) for report in reports]
        if any(counts):
            style = "green" if outcome is Class.PASS else "yellow" if outcome is Class.SKIPPED else "red"
            table.add_row(f"[{style}]{outcome}[/]", *map(str, counts))
    left_out = programs - len(first.results)
    if left_out:
        table.add_row("not passed by the reference", *(str(left_out) for _ in reports))
    Console().print(table)
