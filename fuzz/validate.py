"""The command `fuzz validate`: what compilers make of own programs, against the prediction."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from pathlib import Path

import click

_EPILOG = """\b
Exit status:
  0    every program prints what was predicted, with every compiler
  1    some do not: a bug of the generator, or of the compiler
  2    usage or bad input
  130  interrupted by Ctrl-C
"""


@click.command(epilog=_EPILOG)
@click.option("-n", "count", default=1000, show_default=True, type=click.IntRange(1), help="How many programs.")
@click.option("--seed", "first", default=1, show_default=True, type=click.IntRange(0), help="The first seed.")
@click.option("-j", "jobs", default=os.cpu_count() or 1, show_default="all cores", type=click.IntRange(1, 1024))
@click.option("--lines", default=50, show_default=True, type=click.IntRange(20, 5000), help="About how long they are.")
@click.option(
    "--features",
    default=None,
    metavar="LIST",
    help="As of 'fuzz generate'.  [default: in turn none, none, '-gnu', 'gnu', 'all,-setjmp']",
)
@click.option(
    "--compiler",
    "commands",
    multiple=True,
    metavar="CMD",
    help="Who compiles them (may be repeated).  [default: gcc and clang at -O0 and -O2, gcc with its sanitizers]",
)
@click.option(
    "--together", default=50, show_default=True, type=click.IntRange(1, 500), help="Programs in a translation unit."
)
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Write the programs that miss here.")
def validate(
    count: int,
    first: int,
    jobs: int,
    lines: int,
    features: str | None,
    commands: tuple[str, ...],
    together: int,
    keep: Path | None,
) -> None:
    """Check that compilers agree with the generator about what its programs print."""
    from fuzz.generate.features import Selection, UnknownFeatureError
    from fuzz.generate.generator import GENERATOR_VERSION
    from fuzz.validation import SELECTIONS, Outcome, Plan, checked, usual_compilers

    selections = SELECTIONS if features is None else (features,)
    try:
        for selection in selections:
            Selection.parse(selection)
    except UnknownFeatureError as unknown:
        raise click.UsageError(f"no feature '{unknown}': fuzz generate --list-features lists them") from None
    commands = commands or tuple(usual_compilers())
    for command in commands:
        if shutil.which((shlex.split(command) or [""])[0]) is None:
            raise click.UsageError(f"no such compiler: {command}")
    plan = Plan(commands, lines, selections, keep)
    total = Outcome()
    try:
        for outcome in checked(range(first, first + count), plan, jobs, together):
            before = total.programs
            total.programs += outcome.programs
            total.right += outcome.right
            total.misses += outcome.misses
            for miss in outcome.misses:
                click.echo(f"seed {miss.seed}: {miss.command}: {miss.reason}")
            if total.programs // 1000 > before // 1000:
                print(f"{total.programs} of {count}: {len(total.misses)} misses", file=sys.stderr, flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
    click.echo(f"{total.programs} programs of generator {GENERATOR_VERSION}, --lines {lines}:")
    for command in commands:
        click.echo(f"  {total.right[command]} as predicted: {command}")
    sys.exit(1 if total.misses else 0)
