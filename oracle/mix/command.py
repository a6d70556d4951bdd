"""`oracle mix -- COMMAND`: a project's own test tells which file, function and line the subject gets wrong."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

if TYPE_CHECKING:
    from oracle.mix.search import MixResult, Outcome


@click.command("mix", context_settings={"ignore_unknown_options": False})
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED, metavar="-- COMMAND...")
@click.option("--subject", default="minicc", show_default=True, metavar="CMD", help="The compiler under test.")
@click.option("--reference", default="gcc", show_default=True, metavar="CMD", help="Compiles all other files.")
@click.option(
    "-C", "folder", default=".", show_default=True, type=click.Path(path_type=Path), help="The project's folder."
)
@click.option("--clean", default="", metavar="CMD", help='Run before each build: "make clean".')
@click.option("--in-place", is_flag=True, help="Build in the folder itself, not in copies of it (needs --clean).")
@click.option("--only", multiple=True, metavar="FILE", help="Build once with these files from the subject; no search.")
@click.option("--timeout", default=600.0, show_default=True, type=click.FloatRange(1), help="Wall seconds per build.")
@click.option("-j", "jobs", default=1, show_default=True, type=click.IntRange(1, 1024), help="make's jobs.")
@click.option("--no-function", is_flag=True, help="Name the files only.")
@click.option("--no-line", is_flag=True, help="Name files and functions only.")
@click.option(
    "--cache", type=click.Path(path_type=Path), metavar="DIR", help="Keeps objects and outcomes for resuming."
)
@click.option("--fresh", is_flag=True, help="Ask for every outcome again; objects are still kept.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def mix(
    command: tuple[str, ...],
    subject: str,
    reference: str,
    folder: Path,
    clean: str,
    in_place: bool,
    only: tuple[str, ...],
    timeout: float,
    jobs: int,
    no_function: bool,
    no_line: bool,
    cache: Path | None,
    fresh: bool,
    as_json: bool,
) -> NoReturn:
    """Build a project from objects of two compilers, and narrow down which of the subject's break its test.

    COMMAND builds and tests, as in `oracle mix --subject tcc -- make test`. It
    must fail when the test does, and compile through $CC, cc or gcc. What it
    printed and made stays in the cache folder; the project's folder is copied,
    not touched.

    \b
    Exit status: 0 the test passes with the subject; 1 it does not, or the
    subject does not compile a file; 2 bad usage or input; 3 the test fails with
    the reference too, or is unstable; 4 a tool failed.
    """
    from oracle.cli import EXIT_AGREE, EXIT_DIVERGENCE, EXIT_FAILURE, EXIT_USAGE
    from oracle.compilers import compiler_from_command
    from oracle.mix.build import BuildError, MixedBuild
    from oracle.mix.search import mix as search

    if not folder.is_dir():
        raise click.UsageError(f"{folder}: no such folder")
    if in_place and not clean:
        raise click.UsageError("--in-place needs --clean: each build must start from nothing")
    work = cache or _cache_of(folder.resolve())

    def tell(line: str) -> None:
        click.echo(f"mix: {line}", err=True)

    try:
        build = MixedBuild(
            folder,
            command,
            compiler_from_command(subject),
            compiler_from_command(reference),
            work,
            clean=clean,
            in_place=in_place,
            seconds=timeout,
            jobs=jobs,
            fresh=fresh,
        )
        if only:
            probe = build.probe(only, again=True)
            click.echo(probe.output)
            sys.exit(EXIT_AGREE if probe.passed else EXIT_DIVERGENCE)
        result = search(build, find_function=not no_function, find_line=not no_line, tell=tell)
    except BuildError as error:
        click.echo(f"oracle: error: {error}", err=True)
        sys.exit(EXIT_FAILURE)
    if as_json:
        click.echo(json.dumps(result.to_json()))
    else:
        _show(result)
    sys.exit(_status(result.outcome, EXIT_USAGE))


_SHOWN_LAYOUTS = 12


def _cache_of(folder: Path) -> Path:
    from oracle.sandbox import cache_directory

    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return cache_directory() / "mix" / f"{folder.name}-{digest}"


def _status(outcome: Outcome, usage: int) -> int:
    from oracle.cli import EXIT_AGREE, EXIT_DIVERGENCE, EXIT_REFUSED
    from oracle.mix.search import Outcome

    if outcome is Outcome.AGREE:
        return EXIT_AGREE
    if outcome is Outcome.NOTHING_BUILT:
        return usage
    return EXIT_REFUSED if outcome in (Outcome.REFERENCE_FAILS, Outcome.UNSTABLE) else EXIT_DIVERGENCE


def _show(result: MixResult) -> None:
    click.echo(f"{result.outcome}: {result.reason}")
    for refusal in result.refusals:
        kind = "crashes on" if refusal.crash else "rejects"
        click.echo(f"the subject {kind} {refusal.file}: {refusal.crash or refusal.message}")
    for difference in result.layouts[:_SHOWN_LAYOUTS]:
        click.echo(f"type      {difference} (subject against reference)")
    if len(result.layouts) > _SHOWN_LAYOUTS:
        click.echo(f"          and {len(result.layouts) - _SHOWN_LAYOUTS} more; --json has them all")
    for culprit in result.culprits:
        click.echo(f"file      {', '.join(culprit.files)}")
        for functions in culprit.functions:
            click.echo(f"function  {' with '.join(functions)}")
        if culprit.line is not None:
            click.echo(f"line      {culprit.source or culprit.files[0]}:{culprit.line}")
        if culprit.evidence:
            click.echo(f"trace     {culprit.evidence}")
        for note in culprit.notes:
            click.echo(f"note      {note}")
        click.echo(f"again     {culprit.command}")
    for note in result.notes:
        click.echo(f"note: {note}")
    if result.output and not result.culprits and str(result.outcome) != "agree":
        click.echo(result.output)
    click.echo(f"({len(result.files)} files, {result.builds} builds, {result.seconds:.1f} s)")
