"""`python -m bench.judgement`: what a judgement costs: CPU milliseconds, by its outcome and by the size of the program.

The subjects are gcc -O1 (agrees), a compiler that rejects everything, and one whose programs all print the same lie;
the references are gcc and gcc -O2. "examined" is an agreement that is looked over for undefined behaviour as well, as
`oracle judge` does. The mean of several rounds; all children are counted, the server that keeps minicc loaded too, but
for its start.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.measure import BenchmarkError
from fuzz.sources import source_from_text
from oracle.compilers import compiler_from_command
from oracle.compilers.command import CommandCompiler
from oracle.compilers.protocol import Compiler
from oracle.judge import judge
from oracle.sandbox import Limits
from oracle.verdict import Verdict

LIE = 'int main(void) { write(1, "lie", 3); return 33; }'
SMALL = """\
#include <stdio.h>

int main(void)
{
    int n = 6;
    printf("%d\\n", 7 * n);
    return 0;
}
"""


@click.command()
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(1), help="Of the generated programs.")
def main(rounds: int, seed: int) -> None:
    """Judge three programs under three subjects; CPU milliseconds of each judgement, compilations and runs included."""
    table = Table("program", "bytes", "agree", "agree, examined", "rejects-valid", "miscompile")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        agreeing = compiler_from_command("gcc -O1")
        rejecting = _script(folder / "rejecting", 'echo "error: no" >&2; exit 1')
        lying = _lying(folder)
        for about, path, flags in _programs(folder, seed):
            cells = [
                _cost(path, flags, agreeing, Verdict.AGREE, rounds),
                _cost(path, flags, agreeing, Verdict.AGREE, rounds, examined=True),
                _cost(path, flags, rejecting, Verdict.REJECTS_VALID, rounds, examined=True),
                _cost(path, flags, lying, Verdict.MISCOMPILE, rounds),
            ]
            table.add_row(about, str(path.stat().st_size), *(f"{cell:.0f}" for cell in cells))
    Console().print(table)


def _programs(folder: Path, seed: int) -> Iterator[tuple[str, Path, tuple[str, ...]]]:
    small = folder / "small.c"
    small.write_text(SMALL)
    yield "8 lines", small, ()
    for about, text in (("own, 100 lines", "own"), ("csmith", "csmith")):
        if text == "csmith" and shutil.which("csmith") is None:
            continue
        made = source_from_text(text, lines=100).program(seed)
        path = folder / f"{text}.c"
        path.write_bytes(made.text)
        yield f"{about} (seed {seed})", path, tuple(made.flags)


def _script(path: Path, body: str) -> Compiler:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return CommandCompiler((str(path),))


def _lying(folder: Path) -> Compiler:
    program = folder / "lie"
    subprocess.run(["gcc", "-w", "-x", "c", "-", "-o", program], input=LIE.encode(), check=True)
    return _script(folder / "lying", f'while [ "$1" != -o ]; do shift; done; cp {program} "$2"')


def _cost(
    path: Path, flags: tuple[str, ...], subject: Compiler, wanted: Verdict, rounds: int, *, examined: bool = False
) -> float:
    """CPU milliseconds of one judgement. Raises BenchmarkError for another verdict."""
    before = 0.0
    for number in range(rounds + 1):
        if number == 1:  # the first one loads the server
            before = _spent()
        said = judge(
            path,
            subject,
            compiler_from_command("gcc"),
            flags=flags,
            limits=Limits(cpu_seconds=10),
            voters=[compiler_from_command("gcc -O2")],
            examine_agreement=examined,
        )
        if said.verdict is not wanted:
            raise BenchmarkError(f"{path.name}: {said.verdict} instead of {wanted}: {said.reason}")
    return 1000 * (_spent() - before) / rounds


def _spent() -> float:
    """CPU seconds of this process, of its children that have ended, and of those that have not, with theirs."""
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    living = [child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()]
    ticks = sum(sum(map(int, _times(child))) for child in living)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime + ticks / os.sysconf("SC_CLK_TCK")


def _times(process: str) -> list[str]:
    """utime, stime, cutime and cstime: proc(5)."""
    return Path("/proc", process, "stat").read_text().rpartition(")")[2].split()[11:15]


if __name__ == "__main__":
    main()
