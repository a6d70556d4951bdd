"""Does what a program prints depend on the order of evaluation, which C leaves open?

`printf("%d %d", next(), next())` has two right answers. minicc's front end
prints the program back as C (boundary B2) with that order made explicit, once
from left to right and once from right to left; gcc compiles both.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from oracle.compilers.minicc import PreloadedMinicc, minicc_is_importable
from oracle.sandbox import Limits, SandboxError, run

RULE = "C11 6.5p3, 6.5.2.2p10: the result depends on the order of evaluation, which is unspecified"
_PLUGIN = """\
from pathlib import Path
from oracle.order_plugin import registration
register = registration({reversed_places}, Path({report!r}))
"""
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
        # A name of its own: Python takes a file rewritten within a second for the compiled one.
        plugin, report = self.folder / f"order_{reversed_places}.py", self.folder / "places"
        plugin.write_text(_PLUGIN.format(reversed_places=reversed_places, report=str(report)))
        flags = ("-w", f"-fplugin={plugin}", "-fboundary=B2", *self.flags)
        try:
            made = PreloadedMinicc().compile(
                [self.source], self.folder / "program", flags=flags, timeout=_COMPILE_SECONDS
            )
            if made.output is None:
                return None
            done = run([str(made.output)], self.limits)
            self.places, self.line = map(int, report.read_text().split())
        except (SandboxError, OSError, ValueError):
            return None
        return None if done.stopped_by is not None else (done.stdout, done.exit_status, done.signal)

    def first_line(self, forwards: tuple[object, ...]) -> int | None:
        """The line of the first place whose reversal changes the answer (bisection over the places)."""
        good, bad = 0, self.places
        while good < bad:
            middle = (good + bad) // 2
            if self.answer(middle) == forwards:
                good = middle + 1
            else:
                bad = middle
        if self.answer(bad) is None:
            return None
        return self.line or None
