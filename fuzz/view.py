"""What a person sees of a campaign: a live bar, and a summary at the end."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from fuzz.campaign import PREDICTION_DIFFERS
from fuzz.campaign import Progress as CampaignProgress
from oracle.ledger import Ledger, Row
from oracle.verdict import Verdict

_LINE_SECONDS = 10.0
_SHOWN_DIVERGENCES = 5
_STYLES = {
    Verdict.AGREE: "green",
    Verdict.UNDEFINED: "cyan",
    Verdict.UNSPECIFIED: "cyan",
    Verdict.UNSTABLE: "cyan",
    Verdict.INCONCLUSIVE: "yellow",
}


class View:
    """Progress on standard error (a bar on a terminal, else a line now and then); the summary on standard output."""

    def __init__(self, ledger: Ledger, subject: str, reference: str, *, quiet: bool) -> None:
        self._ledger = ledger
        self._subject = subject
        self._reference = reference
        self._quiet = quiet
        self._console = Console(stderr=True)
        self._bar: Progress | None = None
        self._last_line = time.monotonic()
        self._progress: CampaignProgress | None = None
        self.mispredictions: list[Row] = []

    def __enter__(self) -> Self:
        if not self._quiet and self._console.is_terminal:
            self._bar = Progress(
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]}"),
                TimeElapsedColumn(),
                TextColumn("left"),
                TimeRemainingColumn(),
                console=self._console,
            )
            self._bar.start()
            self._bar.add_task("judging", total=None, rate="")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def tell(self, progress: CampaignProgress, rows: Sequence[Row]) -> None:
        """Rows have been stored."""
        self._progress = progress
        self.mispredictions = progress.mispredictions
        if self._quiet:
            return
        for row in rows:
            if row.verdict.is_divergence or row.reason.startswith(PREDICTION_DIFFERS):
                self._console.print(
                    f"seed {row.seed}: {row.verdict.value}: {row.reason}", markup=False, highlight=False
                )
        if self._bar is not None:
            counts = "  ".join(f"{n} {v.value}" for v, n in _in_order(progress.counts))
            self._bar.update(
                self._bar.task_ids[0],
                total=progress.wanted,
                completed=progress.done,
                description=counts,
                rate=f"{progress.rate:.1f}/s",
            )
        elif time.monotonic() - self._last_line > _LINE_SECONDS:
            self._last_line = time.monotonic()
            counts = ", ".join(f"{n} {v.value}" for v, n in _in_order(progress.counts))
            left = (progress.wanted - progress.done) / progress.rate if progress.rate else 0.0
            print(
                f"{progress.done} of {progress.wanted}: {counts}; {progress.rate:.1f}/s, {left:.0f} s left",
                file=sys.stderr,
                flush=True,
            )

    def summary(self, *, interrupted: bool, as_json: bool) -> None:
        """The whole campaign: counts by verdict, and what to do about the divergences."""
        if as_json:
            print(json.dumps(self._as_data(interrupted), indent=2))
            return
        console = Console(highlight=False)
        counts = self._ledger.counts()
        total = sum(counts.values())
        console.print(f"{self._subject} against {self._reference}: {total} programs", markup=False, soft_wrap=True)
        table = Table()
        table.add_column("verdict")
        table.add_column("programs", justify="right")
        table.add_column("share", justify="right")
        for verdict, count in _in_order(counts):
            style = _STYLES.get(verdict, "bold red")
            table.add_row(f"[{style}]{verdict.value}[/]", str(count), f"{100 * count / total:.1f} %")
        console.print(table)
        if self._progress is not None and self._progress.done:
            console.print(
                f"{self._progress.done} judged in {self._progress.seconds:.1f} s, {self._progress.rate:.1f} per second"
            )
        console.print(f"ledger {self._ledger.path}, digest {self._ledger.digest()}", soft_wrap=True)
        self._show_divergences(console)
        wrong = self._mispredicted()
        if wrong:
            console.print(
                f"[bold red]{len(wrong)} predictions of the generator were wrong[/] (seeds "
                f"{', '.join(str(row.seed) for row in wrong[:10])}): a bug of the generator or of {self._reference}"
            )
        if interrupted:
            console.print("[yellow]interrupted; --resume goes on[/]")

    def _show_divergences(self, console: Console) -> None:
        found = self._ledger.divergences()
        if not found:
            return
        console.print(f"[bold red]{len(found)} divergences[/], the first of them:")
        for row in found[:_SHOWN_DIVERGENCES]:
            console.print(f"  seed {row.seed}: {row.verdict.value}: {row.reason}", markup=False, soft_wrap=True)
        row = found[0]
        file = f"seed{row.seed}.c"
        options = "" if self._subject == "minicc" else f" --subject '{self._subject}'"
        options += "" if self._reference == "gcc" else f" --reference '{self._reference}'"
        console.print("to look into one:")
        for line in (
            f"fuzz replay {self._ledger.path} {row.seed} -o {file}",
            f"oracle judge {file}{options}",
            f"oracle bisect {file}{options}",
            f"oracle reduce {file}{options}",
        ):
            console.print(f"  {line}", markup=False, soft_wrap=True)

    def _mispredicted(self) -> list[Row]:
        if self._progress is not None:
            return self._progress.mispredictions
        return [row for row in self._ledger.rows() if row.reason.startswith(PREDICTION_DIFFERS)]

    def _as_data(self, interrupted: bool) -> dict[str, object]:
        counts = self._ledger.counts()
        campaign = self._ledger.campaign
        return {
            "subject": self._subject,
            "reference": self._reference,
            "configuration": dict(campaign.configuration) if campaign else {},
            "versions": dict(campaign.tool_versions) if campaign else {},
            "programs": sum(counts.values()),
            "counts": {verdict.value: count for verdict, count in counts.items()},
            "divergences": [
                {"seed": row.seed, "verdict": row.verdict.value, "reason": row.reason}
                for row in self._ledger.divergences()
            ],
            "mispredictions": [row.seed for row in self._mispredicted()],
            "digest": self._ledger.digest(),
            "ledger": str(self._ledger.path),
            "interrupted": interrupted,
        }


def _in_order(counts: dict[Verdict, int]) -> list[tuple[Verdict, int]]:
    return [(verdict, counts[verdict]) for verdict in Verdict if counts.get(verdict)]
