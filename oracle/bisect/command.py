"""`oracle bisect FILE`: judge, then name the stage, pass, function and line behind the divergence."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import NoReturn

import click


@click.command("bisect")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--subject", default="minicc", show_default=True, metavar="CMD", help="The compiler under test.")
@click.option("--reference", default="gcc", show_default=True, metavar="CMD", help="The compiler that is believed.")
@click.option("--cflags", default="", metavar="FLAGS", help='For both compilers: "-I include -DN=3".')
@click.option("--no-line", is_flag=True, help="Do not trace the program for the source line.")
@click.option("--trust", is_flag=True, help="The divergence is known to be real: do not judge again.")
@click.option(
    "--timeout", default=60.0, show_default=True, type=click.FloatRange(1), help="Per compilation, wall seconds."
)
@click.option("--html", "--report", "page", type=click.Path(path_type=Path), metavar="PAGE", help="Write an HTML page.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def bisect(
    file: Path,
    subject: str,
    reference: str,
    cflags: str,
    no_line: bool,
    trust: bool,
    timeout: float,
    page: Path | None,
    as_json: bool,
) -> NoReturn:
    """Name the stage, pass, function and line behind a divergence.

    For minicc every boundary between two passes is executed; for gcc and clang
    the optimiser is stopped part of the way; for any compiler the function (by
    linking objects of both compilers) and the line are found, also of what it
    rejects, crashes on or does not finish.

    \b
    Exit status: 0 there is no divergence; 1 attributed; 2 bad input;
    3 the judge refuses (undefined, unstable, inconclusive); 4 nothing found out.
    """
    from oracle.bisect.attribute import NotAttributable, attribute
    from oracle.bisect.behaviour import with_options
    from oracle.cli import EXIT_DIVERGENCE, EXIT_FAILURE, exit_status
    from oracle.compilers import compiler_from_command
    from oracle.judge import judge, read_program
    from oracle.report.json import judgement_to_json
    from oracle.verdict import Evidence, Judgement, Verdict

    try:
        flags = shlex.split(cflags)
    except ValueError as error:
        raise click.UsageError(f"--cflags {cflags!r}: {error}") from error
    tested, believed = compiler_from_command(subject), compiler_from_command(reference)
    if trust:
        read_program(file)
        evidence = Evidence(tested.command, believed.command)
        judgement = Judgement(Verdict.MISCOMPILE, "taken on trust", evidence, file)
    else:
        judgement = judge(file, tested, believed, flags=flags, compile_seconds=timeout)
    told = judgement_to_json(judgement, with_program=page is not None)
    if not judgement.verdict.is_divergence:
        if as_json:
            click.echo(json.dumps({"judgement": told, "attribution": None}))
        else:
            click.echo(f"{file}: {judgement.verdict}: {judgement.reason}; nothing to bisect")
        sys.exit(exit_status(judgement))
    try:
        both = (with_options(tested, *flags), with_options(believed, *flags)) if flags else (tested, believed)
        found = attribute(file, *both, find_line=not no_line, compile_seconds=timeout).to_json()
    except NotAttributable as why:
        click.echo(f"oracle: error: {file}: {judgement.verdict}, but {why}", err=True)
        sys.exit(EXIT_FAILURE)
    if as_json:
        click.echo(json.dumps({"judgement": told, "attribution": found}))
    else:
        from rich.console import Console

        from oracle.report.terminal import print_attribution

        console = Console(highlight=False)
        console.print(f"[bold red]{judgement.verdict}[/]: ", end="")
        console.print(judgement.reason, markup=False)
        print_attribution(console, found)
        console.print(f"({found['seconds']:.1f} s, {len(found['probes'])} boundaries executed)", style="dim")
    if page is not None:
        from oracle.report.html import Divergence, write_divergence_page

        versions = {"subject": tested.version(), "reference": believed.version()}
        write_divergence_page(page, Divergence(told, found, versions=versions))
        click.echo(f"report: {page}", err=True)
    sys.exit(EXIT_DIVERGENCE)
