"""`oracle project`: real projects, built with a compiler, must pass their own checks and behave like the gcc build."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from oracle.projects import ProjectResult

EXIT_PASS, EXIT_FAILS, EXIT_USAGE, EXIT_UNAVAILABLE = range(4)


def manifest_folder(kind: str) -> Path:
    """`corpus/KIND` of this source tree or installation."""
    return Path(__file__).resolve().parent.parent / "corpus" / kind


def find_manifest(kind: str, name: str) -> Path:
    """The manifest called `name`, or the file of that name. Raises click.UsageError."""
    given = Path(name)
    if given.suffix == ".toml" and given.is_file():
        return given
    folder = manifest_folder(kind)
    if (folder / f"{name}.toml").is_file():
        return folder / f"{name}.toml"
    known = ", ".join(sorted(path.stem for path in folder.glob("*.toml")))
    raise click.UsageError(f"{name}: no such name; known are {known}")


@click.group("project")
def project() -> None:
    """Build real projects with a compiler and run their own checks.

    \b
    Exit status: 0 all pass; 1 one fails; 2 bad usage; 3 a source is unavailable here; 4 a tool failed.
    """


@project.command("list")
def list_projects() -> None:
    """Name the projects of corpus/projects and say what is checked."""
    from oracle.projects import load_project

    for manifest in sorted(manifest_folder("projects").glob("*.toml")):
        click.echo(f"{manifest.stem:12} {load_project(manifest).about}")


@project.command("run")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--cc", default="minicc -w", show_default=True, metavar="CMD", help="The compiler under test.")
@click.option("--level", "levels", multiple=True, metavar="FLAG", help="Added to CMD; can be repeated: -O0, -O2.")
@click.option("--reference", default="gcc -O1 -w", show_default=True, metavar="CMD", help="The compiler believed.")
@click.option("-j", "jobs", default=1, show_default=True, type=click.IntRange(1), help="Steps side by side.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document a line for each build.")
def run_projects(
    names: tuple[str, ...], cc: str, levels: tuple[str, ...], reference: str, jobs: int, as_json: bool
) -> NoReturn:
    """Build projects (`all`: every one) with each level, and compare with the reference's build."""
    from oracle.projects import ManifestError, Outcome, load_project, run_project

    if names == ("all",):
        names = tuple(sorted(path.stem for path in manifest_folder("projects").glob("*.toml")))
    try:
        projects = [load_project(find_manifest("projects", name)) for name in names]
    except ManifestError as error:
        raise click.UsageError(str(error)) from error
    compilers = [f"{cc} {level}" for level in levels] or [cc]
    results: list[ProjectResult] = []
    for loaded in projects:
        with tempfile.TemporaryDirectory(prefix="project-") as work:
            ran = run_project(loaded, compilers, Path(work), reference=reference, jobs=jobs)
        results += ran
        if as_json:
            for result in ran:
                told = asdict(result)
                del told["outputs"]
                click.echo(json.dumps(told))
        else:
            _show_failures(ran)
    if not as_json:
        _show_table(results)
    outcomes = {result.outcome for result in results}
    if outcomes <= {Outcome.PASS}:
        sys.exit(EXIT_PASS)
    sys.exit(EXIT_UNAVAILABLE if outcomes <= {Outcome.PASS, Outcome.UNAVAILABLE} else EXIT_FAILS)


def _show_failures(results: list[ProjectResult]) -> None:
    for result in results:
        line = f"{result.project} ({result.compiler}): {result.outcome}"
        click.echo(line if result.failure is None else f"{line}: {result.failure}")


def _show_table(results: list[ProjectResult]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("project", "compiler", "result", "build s", "checks s")
    for result in results:
        style = {"pass": "green", "unavailable": "yellow"}.get(result.outcome, "bold red")
        seconds = (f"{result.build_seconds:.1f}", f"{result.check_seconds:.1f}")
        table.add_row(result.project, result.compiler, f"[{style}]{result.outcome}[/]", *seconds)
    Console().print(table)
