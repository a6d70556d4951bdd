"""How far a run has come, on standard error: a bar on a terminal, else a line for every thousand inputs."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from fuzz.frontend.campaign import Summary

_EACH = 1000


class ProgressView:
    """Shows a Summary that grows; use it in `with`."""

    def __init__(self, total: int) -> None:
        console = Console(stderr=True)
        self._total = total
        self._started = time.monotonic()
        self._bar: Progress | None = None
        if console.is_terminal:
            self._bar = Progress(
                BarColumn(10),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]:.0f}/s"),
                TimeRemainingColumn(),
                TextColumn("{task.fields[counts]}"),
                console=console,
                redirect_stdout=sys.stdout.isatty(),  # else what is piped elsewhere would go to the terminal
            )
            self._task = self._bar.add_task("", total=total, counts="nothing yet", rate=0.0)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, summary: Summary) -> None:
        """One more input has been tried."""
        done = summary.outcomes.total()
        if self._bar is not None:
            self._bar.update(self._task, completed=done, counts=_counts(summary), rate=self._rate(done))
        elif done % _EACH == 0 and done < self._total:
            line = f"{done} of {self._total}: {_counts(summary)}; {self._rate(done):.0f} per second"
            print(line, file=sys.stderr, flush=True)

    def _rate(self, done: int) -> float:
        return done / max(time.monotonic() - self._started, 1e-9)


def _counts(summary: Summary) -> str:
    counts = [f"{count} {kind}" for kind, count in summary.outcomes.most_common()]
    if summary.failures:
        counts.append(f"failing in {len(summary.failures)} places")
    return ", ".join(counts)
