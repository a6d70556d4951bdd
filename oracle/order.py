"""Does what a program prints depend on the order of evaluation, which C leaves open?

`printf("%d %d", next(), next())` has two right answers. minicc's front end
prints the program back as C (boundary B2) with that order made explicit, once
from left to right and once from right to left; gcc compiles both.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from oracle.compilers.minicc import minicc_is_importable, minicc_words
from oracle.sandbox import Limits, SandboxError, run, run_trusted

RULE = "C11 6.5p3, 6.5.2.2p10: the result depends on the order of evaluation, which is unspecified"
_PLUGIN = Path(__file__).with_name("order_plugin.py")
_ALL = 1_000_000_000
_COMPILE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """`depends` is None when the check could not be made; `line` is where the order matters first."""

    depends: bool | None
    line: int | None = None


def check_order(source: Path, flags: tuple[str, ...], limits: Limits) -> OrderCheck:
    """Compare left-to-right with right-to-left evaluation of operands and arguments."""
    if not minicc_is_importable():
        return OrderCheck(None)
    with tempfile.TemporaryDirectory(prefix="order-") as folder:
        Path(folder).chmod(0o755)
        bench = _Bench(source, flags, limits, Path(folder))
        forwards, backwards = bench.answer(0), bench.answer(_ALL)
        if forwards is None or backwards is None:
            return OrderCheck(None)
        if forwards == backwards:
            return OrderCheck(False)
        return OrderCheck(True, bench.first_line(forwards))


@dataclass(slots=True)
class _Bench:
    source: Path
    flags: tuple[str, ...]
    limits: Limits
    folder: Path
    places: int = 0
    line: int = 0

    def answer(self, reversed_places: int) -> tuple[object, ...] | None:
        """What the program does with that many places reversed; None when it cannot be told."""
        program, report = self.folder / "program", self.folder / "places"
        program.unlink(missing_ok=True)
        words = [*minicc_words(), "-w", f"-fplugin={_PLUGIN}", "-fboundary=B2", *self._flags()]
        words += ["-o", str(program), str(self.source), *(flag for flag in self.flags if flag.startswith("-l"))]
        environment = {**os.environ, "ORACLE_ORDER": str(reversed_places), "ORACLE_PLACES": str(report)}
        try:
            made = run_trusted(words, _COMPILE_SECONDS, environment=environment)
            if not made.succeeded:
                return None
            program.chmod(0o755)
            done = run([str(program)], self.limits)
            self.places, self.line = map(int, report.read_text().split())
        except (SandboxError, OSError, ValueError):
            return None
        return None if done.stopped_by is not None else (done.stdout, done.exit_status, done.signal)

    def first_line(self, forwards: tuple[object, ...]) -> int | None:
        """The line of the first place whose reversal changes the answer (bisection over the places)."""
        good, bad, line = 0, self.places, self.line
        while good < bad:
            middle = (good + bad) // 2
            if self.answer(middle) == forwards:
                good = middle + 1
            else:
                bad = middle
        if self.answer(bad) is None:
            return None
        line = self.line
        return line or None

    def _flags(self) -> list[str]:
        return [flag for flag in self.flags if not flag.startswith("-l")]
