"""`python -m bench.loop`: verdicts per second and CPU milliseconds per verdict, next to the plain loop.

The plain loop is bench/plain_loop.sh: csmith, gcc -O0, the subject, two runs and a comparison for each program. A
campaign's CPU time is that of all its processes, with what starting it costs taken off (two campaigns of different
lengths are compared). The split is measured piece by piece in one process, on the same programs; what a campaign takes
beyond the pieces (moving rows between processes, the view) is shown as "rest".

Two workers cannot be faster than the machine's two processors are together: processors that share a core (hyperthreads)
do less each when both are busy. So two processes that share nothing, each making programs, are measured too.
"""

from __future__ import annotations

import ctypes
import os
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from bench.measure import BenchmarkError
from fuzz.cheap_loop import BLOCK
from fuzz.sources import source_from_text
from oracle.compilers import compiler_from_command
from oracle.judge import COMPILE_SECONDS
from oracle.ledger import Ledger, Row
from oracle.quick import KnownProgram, QuickLook
from oracle.sandbox import Limits
from oracle.verdict import Verdict

SAMPLE = 20
"""One of so many blocks of seeds is compiled by gcc: `fuzz run --sample`."""

PLAIN_OPTIONS = {
    50: ("--max-funcs", "1", "--max-block-size", "1", "--max-block-depth", "1", "--max-expr-complexity", "2"),
    200: ("--max-funcs", "3", "--max-block-size", "2", "--max-block-depth", "2", "--max-expr-complexity", "4"),
    1000: (),
}
"""What has csmith print programs of about so many lines; it has none under 100."""

_PLAIN_PROGRAMS = {50: 3, 200: 2, 1000: 1}
"""Of the plain loop, for each second that a campaign runs."""

_WARM_UP = 8
_SPLIT_SECONDS = 3.0
_SPLIT_PROGRAMS = 200
_ALONE_PROGRAMS = 40
_ROUNDS = 5
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER, prctl(2)


@dataclass(frozen=True, slots=True)
class Rate:
    """What verdicts cost: wall seconds and CPU seconds for so many."""

    verdicts: int
    wall: float
    cpu: float

    @property
    def milliseconds(self) -> float:
        return 1000 * self.cpu / self.verdicts

    @property
    def per_second(self) -> float:
        return self.verdicts / self.wall

    def without(self, start: Rate) -> Rate:
        """The rate with what starting takes (a shorter run of the same) taken off."""
        return Rate(self.verdicts - start.verdicts, self.wall - start.wall, self.cpu - start.cpu)


def measured(words: Sequence[str], verdicts: int) -> tuple[Rate, str]:
    """The cost of a command with everything it started, and its last line. Raises BenchmarkError."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)  # so that orphans are waited for, and counted
    before, started = _children_seconds(), time.monotonic()
    with tempfile.TemporaryFile() as output:
        actions = [(os.POSIX_SPAWN_DUP2, output.fileno(), 1)]
        main = os.posix_spawnp(words[0], list(words), os.environ, file_actions=actions)
        _, status = os.waitpid(main, 0)
        wall = time.monotonic() - started
        _wait_for_orphans()
        output.seek(0)
        lines = output.read().decode(errors="replace").strip().splitlines()
    if os.waitstatus_to_exitcode(status) != 0:
        raise BenchmarkError(f"{' '.join(words)}: failed: {' '.join(lines[-3:])}")
    return Rate(verdicts, wall, _children_seconds() - before), lines[-1] if lines else ""


def _wait_for_orphans() -> None:
    try:
        while True:
            os.waitpid(-1, 0)
    except ChildProcessError:
        return


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def campaign(subject: str, lines: int, count: int, jobs: int) -> Rate:
    """What `fuzz run` takes for so many verdicts. Raises BenchmarkError when it finds anything but agreement."""
    with tempfile.TemporaryDirectory(prefix="loop-") as folder:
        words = [sys.executable, "-m", "fuzz.cli", "run", "-n", str(count), "-j", str(jobs), "--lines", str(lines)]
        words += ["--subject", subject, "--sample", str(SAMPLE), "--seed", str(1 + BLOCK), "--json"]
        return measured([*words, "--ledger", f"{folder}/ledger"], count)[0]


def plain(subject: str, lines: int, count: int) -> tuple[Rate, float]:
    """What the plain loop takes, and how long its programs are. Raises BenchmarkError."""
    script = str(Path(__file__).with_name("plain_loop.sh"))
    rate, told = measured([script, subject, "1", str(count), *PLAIN_OPTIONS[lines]], count)
    verdicts, length = map(int, told.split())
    return Rate(verdicts, rate.wall, rate.cpu), length / verdicts


@dataclass(slots=True)
class Split:
    """CPU milliseconds for each verdict by what they are spent on, and the mean length of the programs."""

    lines: float
    pieces: dict[str, float]


def split(subject: str, lines: int) -> Split:
    """Where the time goes; the programs are those of `campaign`, as many as some seconds allow.

    Raises BenchmarkError for a disagreement.
    """
    source = source_from_text("own", lines=lines)
    pieces: dict[str, float] = {}
    limits = Limits()
    with (
        QuickLook(compiler_from_command(subject), compiler_from_command("gcc"), limits, COMPILE_SECONDS) as look,
        tempfile.TemporaryDirectory(prefix="loop-") as folder,
        Ledger.open(Path(folder, "ledger")) as ledger,
    ):
        ledger.start_campaign({"subject": subject}, {})
        warm = source.program(0)
        look.agrees(KnownProgram(warm.text, warm.expected_output or b""))

        def spend(piece: str, since: float) -> None:
            pieces[piece] = pieces.get(piece, 0.0) + _spent(look) - since

        programs: list[KnownProgram] = []
        rows = []
        length = 0
        count = 0
        deadline = time.monotonic() + _SPLIT_SECONDS
        for seed in range(1 + BLOCK, 1 + BLOCK + _SPLIT_PROGRAMS):
            if time.monotonic() > deadline and len(programs) >= BLOCK:
                break
            count += 1
            start = _spent(look)
            made = source.program(seed)
            spend("generate", start)
            program = KnownProgram(made.text, made.expected_output or b"")
            start = _spent(look)
            built = look.subject_object(program.text)
            spend("subject", start)
            start = _spent(look)
            if built is None:
                continue  # the judge's, and part of "rest"
            if not look.prints(built, program.output):
                raise BenchmarkError(f"seed {seed}: the subject does not do what was predicted")
            spend("run", start)
            programs.append(program)
            length += program.text.count(b"\n")
            rows.append(Row(seed, f"{seed:064}", Verdict.AGREE, "prints what was predicted", "{}", 0.01))
        start = _spent(look)
        for first in range(0, len(rows), 50):
            ledger.record(rows[first : first + 50])
        spend("ledger", start)
        some = programs[: 2 * BLOCK]
        start = _spent(look)
        for first in range(0, len(some), BLOCK):
            if not all(look.reference_agrees(some[first : first + BLOCK])):
                raise BenchmarkError("gcc does not do what was predicted")
        sampled = (_spent(look) - start) / len(some) / SAMPLE
    each = {name: 1000 * seconds / count for name, seconds in pieces.items()}
    return Split(length / len(programs), {**each, "gcc": 1000 * sampled})


def _spent(look: QuickLook) -> float:
    """CPU seconds of this process, of the children it waited for, and of the helpers and theirs."""
    helpers = sum(_process_seconds(process) for process in look.processes().values())
    return time.process_time() + _children_seconds() + helpers + look.run_seconds


def _process_seconds(process: int) -> float:
    """Of a process and its living children (proc(5): schedstat has nanoseconds)."""
    try:
        own = int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
        for thread in Path(f"/proc/{process}/task").iterdir():
            own += sum(_thread_seconds(int(child)) for child in (thread / "children").read_text().split())
    except OSError:
        return 0.0
    return own


def _thread_seconds(process: int) -> float:
    return sum(int(thread.read_text().split()[0]) / 1e9 for thread in Path(f"/proc/{process}/task").glob("*/schedstat"))


def ceiling() -> float:
    """How many times as much as one process two can do here that share nothing: the median of some rounds."""
    source = source_from_text("own", lines=50)
    source.program(0)

    def seconds(processes: int) -> float:
        started = time.monotonic()
        children = []
        for _ in range(processes):
            child = os.fork()
            if child == 0:
                for seed in range(1, 1 + _ALONE_PROGRAMS):
                    source.program(seed)
                os._exit(0)
            children.append(child)
        for child in children:
            os.waitpid(child, 0)
        return time.monotonic() - started

    return statistics.median(2 * seconds(1) / seconds(2) for _ in range(_ROUNDS))


@click.command()
@click.option("--subject", default="minicc", show_default=True, metavar="CMD", help="The compiler under test.")
@click.option("--lines", "sizes", default="50,200,1000", show_default=True, metavar="LIST", help="Of 50, 200 and 1000.")
@click.option("--seconds", default=8, show_default=True, type=click.IntRange(1), help="About how long each runs.")
def main(subject: str, sizes: str, seconds: int) -> None:
    """Measure the campaign loop and the plain loop, for programs of three sizes."""
    wanted = [int(size) for size in sizes.split(",")]
    if not set(wanted) <= PLAIN_OPTIONS.keys():
        raise click.UsageError(f"--lines {sizes}: only {', '.join(map(str, PLAIN_OPTIONS))}")
    columns = ("programs", "mean lines", "CPU ms/verdict", "verdicts/s", "of the plain loop", "1 to 2 workers")
    loops = Table(*columns, "CPU ms/verdict, 2 workers")
    names = ("generate", "subject", "run", "gcc", "ledger")
    parts = Table("programs", *names, "rest", title="CPU ms per verdict, one worker")
    for size in wanted:
        where = split(subject, size)
        count = max(4 * _WARM_UP, min(int(1000 * seconds / sum(where.pieces.values())), 2000))
        one = campaign(subject, size, count, 1).without(campaign(subject, size, _WARM_UP, 1))
        two = campaign(subject, size, count, 2).without(campaign(subject, size, 2 * _WARM_UP, 2))
        slow, length = plain(subject, size, seconds * _PLAIN_PROGRAMS[size])
        loops.add_row(f"plain {size}", f"{length:.0f}", f"{slow.milliseconds:.0f}", f"{slow.per_second:.2f}", "1")
        loops.add_row(
            f"fuzz {size}",
            f"{where.lines:.0f}",
            f"{one.milliseconds:.1f}",
            f"{one.per_second:.1f}",
            f"{slow.milliseconds / one.milliseconds:.1f} x",
            f"{two.per_second / one.per_second:.2f} x",
            f"{two.milliseconds:.1f}",
        )
        rest = one.milliseconds - sum(where.pieces.values())
        parts.add_row(f"fuzz {size}", *(f"{where.pieces[name]:.1f}" for name in names), f"{rest:.1f}")
    console = Console(width=130)
    console.print(loops)
    console.print(parts)
    console.print(f"Two processes that share nothing do {ceiling():.2f} times as much as one on this machine.")


if __name__ == "__main__":
    main()
