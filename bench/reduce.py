"""`python -m bench.reduce`: how small `oracle reduce` makes diverging programs, and how fast, next to cvise.

Both get the same preprocessed program and the same interestingness test, the judge's; cvise may take `--patience` times
as long. The cases: faults planted in minicc, shown by programs of the own generator and (with csmith installed) of
csmith, a compiler that crashes, and one that rejects.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from oracle.calibrate import faults_folder, load_faults
from oracle.compilers import compiler_from_command, gcc
from oracle.compilers.protocol import Compiler
from oracle.judge import judge
from oracle.reduce import NotReducible, reduce
from oracle.sandbox import run_trusted
from oracle.verdict import Verdict

_CSMITH = Path("/usr/include/csmith")
_FAULTS = (
    "codegen_arithmetic_shift_logical",
    "check_narrow_unsigned_promotes_to_unsigned",
    "lower_bool_by_truncation",
    "lower_char_zero_extended",
    "lower_signed_division_unsigned",
)
_CRASHING = """\
#!/bin/bash
for a in "$@"; do
    case "$a" in *.c|*.i) grep -q '{pattern}' "$a" && {{ echo "{message}" >&2; exit {status}; }};; esac
done
exec gcc "$@"
"""
_FAILURES = (
    ("crash", "[a-z0-9]+ >> [0-9a-z]", "internal compiler error: in expand_shift", 4),
    ("reject", "? [^:]* :", "program.c:1:1: error: no conditional operator", 1),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A program that `subject` gets wrong."""

    name: str
    source: Path
    subject: Compiler
    verdict: Verdict


def own_program(folder: Path, seed: int, lines: int) -> Path:
    """The program of a seed of the own generator."""
    path = folder / f"own-{seed}.c"
    if not path.exists():
        words = ["-m", "fuzz.cli", "generate", "--seed", str(seed), "--lines", str(lines), "-o", str(path)]
        run_trusted([sys.executable, *words])
    return path


def csmith_program(folder: Path, seed: int) -> Path:
    """The preprocessed program of a seed of csmith."""
    path = folder / f"csmith-{seed}.c"
    if not path.exists():
        made, raw = run_trusted(["csmith", "--seed", str(seed)], cwd=folder), folder / f"raw-{seed}.c"
        raw.write_bytes(made.stdout)
        run_trusted(["gcc", "-E", "-P", f"-I{_CSMITH}", str(raw), "-o", str(path)])
    return path


def cases(folder: Path, lines: int) -> Iterator[Case]:
    """The first program of each source that shows each bug."""
    sources = ["own", "csmith"] if shutil.which("csmith") and _CSMITH.is_dir() else ["own"]
    home = faults_folder()
    for fault in load_faults(home, _FAULTS) if home is not None else ():
        subject = compiler_from_command(fault.subject())
        for source in sources:
            yield from _first(f"{fault.name}, {source}", subject, source, folder, lines)
    for name, pattern, message, status in _FAILURES:
        script = folder / name
        script.write_text(_CRASHING.format(pattern=pattern, message=message, status=status))
        script.chmod(0o755)
        yield from _first(f"{name}, own", compiler_from_command(str(script)), "own", folder, lines)


def _first(name: str, subject: Compiler, source: str, folder: Path, lines: int) -> Iterator[Case]:
    for seed in range(1, 13):
        path = own_program(folder, seed, lines) if source == "own" else csmith_program(folder, seed)
        verdict = judge(path, subject, gcc()).verdict
        if verdict.is_divergence:
            yield Case(f"{name} {seed}", path, subject, verdict)
            return


@click.command()
@click.option("--seconds", default=120.0, show_default=True, help="What our reducer may take for one case.")
@click.option("--patience", default=10.0, show_default=True, help="How many times as long cvise may take; 0: no cvise.")
@click.option("--lines", default=100, show_default=True, help="About how long the own generator's programs are.")
@click.option("-n", "count", default=8, show_default=True, help="How many cases.")
def main(seconds: float, patience: float, lines: int, count: int) -> None:
    """Reduce the same programs with both; wall seconds, lines and tests."""
    console = Console()
    table = Table("case", "lines", "ours", "bytes", "seconds", "tests", "cvise", "bytes", "seconds")
    sizes: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for number, case in enumerate(cases(folder, lines)):
            if number == count:
                break
            try:
                ours = reduce(case.source, case.subject, gcc(), verdict=case.verdict, seconds=seconds)
            except NotReducible as why:
                console.print(f"{case.name}: {why}", markup=False)
                continue
            sizes.append((ours.lines, ours.seconds))
            row = [str(ours.original_lines), str(ours.lines), str(ours.bytes), f"{ours.seconds:.0f}", str(ours.tests)]
            if patience and shutil.which("cvise"):
                time = patience * ours.seconds
                theirs = reduce(case.source, case.subject, gcc(), verdict=case.verdict, seconds=time, tool="cvise")
                row += [str(theirs.lines), str(theirs.bytes), f"{theirs.seconds:.0f}"]
            table.add_row(case.name, *row)
            console.print(case.name, *row, "| " + " ".join(ours.text.split("\n")[-6:]), markup=False, soft_wrap=True)
    console.print(table)
    if sizes:
        lines_found, times = zip(*sizes, strict=True)
        console.print(f"median: {statistics.median(lines_found)} lines in {statistics.median(times):.0f} s")


if __name__ == "__main__":
    main()
