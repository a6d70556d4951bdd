"""`python -m bench.runtime`: programs people benchmark with, compiled by minicc -O2 and gcc -O2, run in turn."""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.measure import cpu_seconds, geometric_mean, interleaved

PROGRAMS = Path(__file__).parent / "programs"


@click.command()
@click.argument("names", nargs=-1)
@click.option("--cc", default="minicc -O2", show_default=True, metavar="CMD", help="The compiler measured.")
@click.option("--reference", default="gcc -O2", show_default=True, metavar="CMD", help="The compiler compared with.")
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
def main(names: tuple[str, ...], cc: str, reference: str, rounds: int) -> None:
    """Compile and run the programs of bench/programs (all, or NAMES); least CPU seconds of each, and their ratio."""
    table = Table("program", cc, reference, "ratio")
    ratios = []
    with tempfile.TemporaryDirectory() as folder:
        for source in sorted(PROGRAMS.glob("*.c")):
            if names and source.stem not in names:
                continue
            executables = []
            for number, command in enumerate((cc, reference)):
                executable = str(Path(folder, f"{source.stem}{number}"))
                cpu_seconds([*shlex.split(command), str(source), "-o", executable, "-lm"])
                executables.append([executable])
            ours, theirs = interleaved(executables, rounds)
            ratios.append(ours / theirs)
            table.add_row(source.stem, f"{ours:.3f}", f"{theirs:.3f}", f"{ratios[-1]:.2f}")
    if not ratios:
        raise click.UsageError(f"no such program; there are {', '.join(sorted(p.stem for p in PROGRAMS.glob('*.c')))}")
    table.add_section()
    table.add_row("geometric mean", "", "", f"{geometric_mean(ratios):.3f}")
    Console().print(table)


if __name__ == "__main__":
    main()
