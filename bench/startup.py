"""`python -m bench.startup`: what `minicc -c` costs on the smallest real program, next to `gcc -c`."""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.measure import interleaved

HELLO = '#include <stdio.h>\n\nint main(void) { puts("hello"); return 0; }\n'


@click.command()
@click.option("--cc", default="minicc", show_default=True, metavar="CMD", help="The compiler measured.")
@click.option("--reference", default="gcc", show_default=True, metavar="CMD", help="The compiler compared with.")
@click.option("--rounds", default=20, show_default=True, type=click.IntRange(1))
def main(cc: str, reference: str, rounds: int) -> None:
    """Compile hello.c (with stdio.h) with both compilers in turn; least CPU milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "hello.c")
        source.write_text(HELLO)
        words = ["-c", str(source), "-o", str(Path(folder, "hello.o"))]
        commands = [[*shlex.split(command), *words] for command in (cc, reference)]
        ours, theirs = (1000 * seconds for seconds in interleaved(commands, rounds))
    table = Table("compiler", "CPU ms")
    table.add_row(cc, f"{ours:.0f}")
    table.add_row(reference, f"{theirs:.0f}")
    table.add_row("ratio", f"{ours / theirs:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
