"""`oracle reduce FILE`: make a diverging program smaller."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import NoReturn

import click


@click.command("reduce")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--subject", default="minicc", show_default=True, metavar="CMD", help="The compiler under test.")
@click.option("--reference", default="gcc", show_default=True, metavar="CMD", help="The compiler that is believed.")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="OUT", help="Default: FILE.reduced.c")
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(1), help="Stop after this long.")
@click.option("--tool", default="own", show_default=True, type=click.Choice(["own", "cvise"]), help="Who reduces.")
@click.option(
    "-j",
    "jobs",
    type=click.IntRange(1),
    default=lambda: len(os.sched_getaffinity(0)),
    show_default="processors",
    help="Test so many candidates at once; the result is the same for any number.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def reduce(
    file: Path, subject: str, reference: str, output: Path | None, seconds: float, tool: str, jobs: int, as_json: bool
) -> NoReturn:
    """Make a diverging program smaller, still diverging and still defined.

    \b
    Exit status: 0 there is no divergence; 1 reduced; 2 bad input; 3 the judge
    refuses (undefined, unstable, inconclusive); 4 it cannot be reduced.
    """
    from oracle.cli import EXIT_DIVERGENCE, EXIT_FAILURE, exit_status
    from oracle.compilers import compiler_from_command
    from oracle.judge import judge
    from oracle.reduce.cvise import CviseMissing
    from oracle.reduce.reduce import NotReducible
    from oracle.reduce.reduce import reduce as run_reduction

    tested, believed = compiler_from_command(subject), compiler_from_command(reference)
    judgement = judge(file, tested, believed)
    if not judgement.verdict.is_divergence:
        click.echo(f"{file}: {judgement.verdict}: {judgement.reason}; nothing to reduce", err=as_json)
        sys.exit(exit_status(judgement))
    target = output or file.with_name(f"{file.stem}.reduced.c")

    def show(size: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{size:8} bytes", nl=False, err=True)

    try:
        reduced = run_reduction(
            file, tested, believed, verdict=judgement.verdict, seconds=seconds, tool=tool, progress=show, jobs=jobs
        )
    except (NotReducible, CviseMissing) as why:
        click.echo(f"oracle: error: {file}: {why}", err=True)
        sys.exit(EXIT_FAILURE)
    target.write_text(reduced.text, encoding="utf-8", errors="surrogateescape")
    if as_json:
        click.echo(json.dumps({**reduced.to_json(), "output": str(target)}))
    else:
        click.echo(
            f"{target}: {reduced.verdict}, {reduced.original_lines} lines ({reduced.original_bytes} bytes) reduced to "
            f"{reduced.lines} ({reduced.bytes} bytes) in {reduced.seconds:.0f} s, {reduced.tests} tests"
        )
        for note in reduced.notes:
            click.echo(f"note: {note}")
    sys.exit(EXIT_DIVERGENCE)
