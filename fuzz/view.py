"""What a person sees of a campaign: a live bar, and a summary at the end."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress
from rich.table import Table
from rich.text import Text

from fuzz.campaign import PREDICTION_DIFFERS
from fuzz.campaign import Progress as CampaignProgress
from fuzz.duration import words_for
from oracle.ledger import Ledger, Row
from oracle.triage import bugs_of, counted
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
        self._live: Live | None = None
        self._bar = Progress(BarColumn(None), MofNCompleteColumn(), expand=True)
        self._work = self._bar.add_task("judging", total=None)
        self._last_line = time.monotonic()
        self._progress: CampaignProgress | None = None
        self.mispredictions: list[Row] = []

    def __enter__(self) -> Self:
        if not self._quiet and self._console.is_terminal:
            self._live = Live(console=self._console, refresh_per_second=4, get_renderable=self._panel)
            self._live.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

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
        if self._live is None and time.monotonic() - self._last_line > _LINE_SECONDS:
            self._last_line = time.monotonic()
            print(_line(progress), file=sys.stderr, flush=True)

    def _panel(self) -> RenderableType:
        """What the terminal shows while the campaign runs."""
        progress = self._progress
        if progress is None:
            return "the workers start..."
        goal = progress.goal
        if progress.wanted is None and goal.seconds:
            self._bar.update(self._work, total=round(goal.seconds), completed=round(progress.seconds))
        else:
            self._bar.update(self._work, total=progress.wanted, completed=progress.done)
        facts = Table.grid(padding=(0, 2))
        facts.add_row("verdicts", Text(", ".join(f"{n} {v.value}" for v, n in _in_order(progress.counts))))
        left = progress.seconds_left
        rate = f"{progress.rate:.1f} per second, {progress.workers} workers, {words_for(progress.seconds)} so far"
        facts.add_row("rate", rate + (f", {words_for(left)} left" if left is not None else ""))
        facts.add_row("distinct bugs", str(len(progress.bugs)) + (f" of {goal.bugs}" if goal.bugs else ""))
        if progress.bugs:
            signature, seed = list(progress.bugs.items())[-1]
            facts.add_row("newest bug", Text(f"{signature.words}, seed {seed}", style="bold red"))
        title = f"{self._subject} against {self._reference}"
        return Panel(Group(self._bar, facts), title=Text(title), title_align="left")

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
        console.print(
            f"[bold red]{len(found)} divergences[/] ({counted(bugs_of(self._ledger))}), the first of them:",
            soft_wrap=True,
        )
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
            "bugs": [
                {"signature": bug.signature.key, "seeds": len(bug.examples), "told_apart": not bug.may_be}
                for bug in bugs_of(self._ledger)
            ],
            "mispredictions": [row.seed for row in self._mispredicted()],
            "digest": self._ledger.digest(),
            "ledger": str(self._ledger.path),
            "interrupted": interrupted,
        }


def _in_order(counts: dict[Verdict, int]) -> list[tuple[Verdict, int]]:
    return [(verdict, counts[verdict]) for verdict in Verdict if counts.get(verdict)]


def _line(progress: CampaignProgress) -> str:
    counts = ", ".join(f"{n} {v.value}" for v, n in _in_order(progress.counts))
    wanted = f" of {progress.wanted}" if progress.wanted is not None else ""
    left = f", {words_for(progress.seconds_left)} left" if progress.seconds_left is not None else ""
    bugs = f"; {len(progress.bugs)} distinct {_bugs_word(len(progress.bugs))}" if progress.bugs else ""
    return f"{progress.done}{wanted}: {counts}; {progress.rate:.1f}/s{left}{bugs}"


def _bugs_word(count: int) -> str:
    return "bug" if count == 1 else "bugs"
