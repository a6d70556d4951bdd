"""`python -m bench.reduce`: how small `oracle reduce` makes diverging programs, and how fast, next to cvise.

Both get the same preprocessed program, as many jobs, and the same honest test, kept warm in this process, one case
after the other; cvise is stopped after `--patience` times what our reducer took, which answers whether that took at
most so small a part of cvise's time. The cases: faults planted in minicc, shown by programs of the own generator and of
csmith, what tcc gets wrong and what it rejects, a compiler that crashes, one that rejects, and one that hangs.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from fuzz.campaign import JudgeSeeds
from fuzz.sources import source_from_text
from oracle.calibrate import faults_folder, load_faults
from oracle.compilers import compiler_from_command, gcc
from oracle.compilers.protocol import Compiler
from oracle.judge import judge
from oracle.reduce import NotReducible, reduce
from oracle.reduce.reduce import Reduced
from oracle.sandbox import Limits, run_trusted
from oracle.triage.signature import without_names
from oracle.verdict import Verdict

_CSMITH = Path("/usr/include/csmith")
_SEEDS = range(1, 13)
_WRONG = (
    ("lower_signed_division_unsigned", "csmith"),
    ("codegen_arithmetic_shift_logical", "own"),
    ("lower_bool_by_truncation", "csmith"),
    ("check_narrow_unsigned_promotes_to_unsigned", "own"),
    ("lower_char_zero_extended", "own"),
    ("parse_subtraction_groups_right", "own"),
)
_STANDARD = "own --features -gnu,-atomics,-thread-local,-wide-strings,-old-style"
"""What tcc rejects of these is not what it lacks on purpose."""

_TCC_SEEDS = range(1, 301)
_OF_EACH = 2
"""So many miscompilations of tcc, and so many rejections with different messages."""

_FAILING = """\
#!/bin/bash
for a in "$@"; do
    case "$a" in *.c|*.i) grep -q '{pattern}' "$a" && {{ {action}; }};; esac
done
exec gcc "$@"
"""
_FAILURES = (
    ("crash", "own", "[a-z0-9] >> [0-9a-z]", "echo 'internal compiler error: in expand_shift' >&2; exit 4"),
    ("reject", "own", "? [^:]* :", "echo 'program.c:1:1: error: no conditional operator' >&2; exit 1"),
    ("hang", "own", "&[a-z_]*[0-9]*\\[", "exec sleep 1000"),
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
    """Cases of every kind by turns: the first program of each source that shows each bug."""
    kinds = [
        _planted(folder, lines, "own"),
        _planted(folder, lines, "csmith"),
        _of_tcc(folder),
        _failing(folder, lines),
    ]
    while kinds:
        for kind in list(kinds):
            case = next(kind, None)
            if case is None:
                kinds.remove(kind)
            else:
                yield case


def _planted(folder: Path, lines: int, wanted: str) -> Iterator[Case]:
    if wanted == "csmith" and (shutil.which("csmith") is None or not _CSMITH.is_dir()):
        return
    home = faults_folder()
    faults = {fault.name: fault for fault in load_faults(home)} if home is not None else {}
    for name, source in _WRONG:
        if name in faults and source == wanted:
            yield from _first(f"{name}, {source}", compiler_from_command(faults[name].subject()), source, folder, lines)


def _of_tcc(folder: Path) -> Iterator[Case]:
    if shutil.which("tcc") is None:
        return
    source, subject = source_from_text(_STANDARD, lines=100), compiler_from_command("tcc")
    judged = JudgeSeeds(source, "tcc", "gcc", Limits(), trust_prediction=True, sample=0).prepare()
    wrong: list[Case] = []
    rejected: dict[str, Case] = {}
    for seed in _TCC_SEEDS:
        if len(wrong) >= _OF_EACH and len(rejected) >= _OF_EACH:
            break
        row = judged(seed)
        if not row.verdict.is_divergence:
            continue
        path = folder / f"tcc-{seed}.c"
        path.write_bytes(source.program(seed).text)
        case = Case(f"tcc {row.verdict}, own {seed}", path, subject, row.verdict)
        if row.verdict is Verdict.MISCOMPILE:
            wrong.append(case)
        else:
            rejected.setdefault(without_names(row.reason), case)
    for some in zip_longest(wrong[:_OF_EACH], list(rejected.values())[:_OF_EACH]):
        yield from (case for case in some if case is not None)


def _failing(folder: Path, lines: int) -> Iterator[Case]:
    for name, source, pattern, action in _FAILURES:
        script = folder / name
        script.write_text(_FAILING.format(pattern=pattern, action=action))
        script.chmod(0o755)
        yield from _first(f"{name}, {source}", compiler_from_command(str(script)), source, folder, lines)


def _first(name: str, subject: Compiler, source: str, folder: Path, lines: int) -> Iterator[Case]:
    for seed in _SEEDS:
        path = own_program(folder, seed, lines) if source == "own" else csmith_program(folder, seed)
        verdict = judge(path, subject, gcc(), compile_seconds=5).verdict
        if verdict.is_divergence:
            yield Case(f"{name} {seed}", path, subject, verdict)
            return


@click.command()
@click.option("--seconds", default=120.0, show_default=True, help="What our reducer may take for one case.")
@click.option("--patience", default=10.0, show_default=True, help="How many times as long cvise may take; 0: no cvise.")
@click.option("--lines", default=200, show_default=True, help="About how long the own generator's programs are.")
@click.option("-n", "count", default=9, show_default=True, help="How many cases.")
@click.option("--minutes", default=60.0, show_default=True, help="Begin no case after this long.")
@click.option("-j", "jobs", default=len(os.sched_getaffinity(0)), show_default=True, help="Candidates tested at once.")
def main(seconds: float, patience: float, lines: int, count: int, minutes: float, jobs: int) -> None:
    """Reduce the same programs with both; wall seconds, lines and tests."""
    console = Console()
    deadline = time.monotonic() + 60 * minutes
    _load(console)
    table = Table("case", "lines", "ours", "bytes", "seconds", "tests", "cvise", "bytes", "seconds", "tests")
    done: list[tuple[Reduced, Reduced | None]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        for number, case in enumerate(cases(folder, lines)):
            if number == count or time.monotonic() > deadline:
                break
            try:
                ours, theirs = _both(case, seconds, patience, jobs)
            except NotReducible as why:
                console.print(f"{case.name}: {why}", markup=False)
                continue
            done.append((ours, theirs))
            row = [str(ours.original_lines), *_cells(ours, None)]
            row += [] if theirs is None else _cells(theirs, patience * ours.seconds)
            table.add_row(case.name, *row)
            console.print(case.name, *row, "| " + " ".join(ours.text.split("\n")[-6:]), markup=False, soft_wrap=True)
    console.print(table)
    _summary(console, done, patience)
    _load(console)


def _both(case: Case, seconds: float, patience: float, jobs: int) -> tuple[Reduced, Reduced | None]:
    ours = reduce(case.source, case.subject, gcc(), verdict=case.verdict, seconds=seconds, jobs=jobs)
    if not patience or not shutil.which("cvise"):
        return ours, None
    time = patience * ours.seconds
    theirs = reduce(case.source, case.subject, gcc(), verdict=case.verdict, seconds=time, tool="cvise", jobs=jobs)
    return ours, theirs


def _cells(reduced: Reduced, limit: float | None) -> list[str]:
    stopped = limit is not None and reduced.seconds >= limit
    seconds = f"{'>= ' if stopped else ''}{reduced.seconds:.0f}"
    return [str(reduced.lines), str(reduced.bytes), seconds, str(reduced.tests)]


def _summary(console: Console, done: list[tuple[Reduced, Reduced | None]], patience: float) -> None:
    if not done:
        return
    ours = [one for one, _ in done]
    lines, seconds = statistics.median(one.lines for one in ours), statistics.median(one.seconds for one in ours)
    console.print(f"ours: {lines:g} lines at the median, in {seconds:.0f} s")
    compared = [(one, other) for one, other in done if other is not None]
    if not compared:
        return
    lines = statistics.median(other.lines for _, other in compared)
    stopped = sum(other.seconds >= patience * one.seconds for one, other in compared)
    smaller = sum(one.bytes <= other.bytes for one, other in compared)
    console.print(
        f"cvise, given {patience:g} times as long: {lines:g} lines at the median; stopped in {stopped} of "
        f"{len(compared)} cases; ours is at most as large in {smaller}"
    )


def _load(console: Console) -> None:
    console.print(f"load {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} processors")


if __name__ == "__main__":
    main()
