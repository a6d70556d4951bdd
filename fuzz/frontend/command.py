"""`fuzz frontend`: mutated programs through minicc's front end."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fuzz.frontend.campaign import Summary

_EPILOG = """\b
Exit status:
  0    every input was compiled or refused in words
  1    some input made minicc crash, hang or fail with an internal error
  2    usage or bad input
  130  interrupted by Ctrl-C
"""


@click.command(epilog=_EPILOG)
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("-n", "count", default=1000, show_default=True, type=click.IntRange(1), help="How many inputs to try.")
@click.option("--seed", "first", default=1, show_default=True, type=click.IntRange(0), help="The first seed.")
@click.option("-j", "jobs", default=os.cpu_count() or 1, show_default="all cores", type=click.IntRange(1, 1024))
@click.option(
    "--compare", default=0, show_default=True, type=click.IntRange(0), help="Ask gcc about every N-th input; 0: none."
)
@click.option(
    "--keep", type=click.Path(path_type=Path), help="Write the inputs that fail or that gcc disagrees on here."
)
def frontend(folders: tuple[Path, ...], count: int, first: int, jobs: int, compare: int, keep: Path | None) -> None:
    """Change programs by bytes, tokens and subtrees, and see that minicc refuses what is broken in words.

    FOLDERS hold the programs to start from; without any, the corpus.
    """
    from fuzz.frontend.campaign import Summary, Trial, run, source_files
    from fuzz.frontend.progress import ProgressView

    corpus = Path(__file__).parents[2] / "corpus"
    files = source_files(folders or [corpus / "programs", corpus / "regressions"])
    if not files:
        raise click.UsageError("the folders hold no .c file")

    def store(trial: Trial, name: str) -> None:
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{name}-{trial.seed}.i").write_bytes(trial.text.encode("utf-8", "surrogateescape"))

    summary, started = Summary(), time.monotonic()
    try:
        with ProgressView(count) as view:
            for trial in run(range(first, first + count), files, jobs, compare):
                summary.add(trial)
                if trial.outcome.is_failure:
                    if len(summary.failures[f"{trial.outcome.kind}: {trial.outcome.where}"]) == 1:
                        click.echo(f"seed {trial.seed} ({trial.kind} of {trial.file}): {trial.outcome.kind}")
                        click.echo(trial.outcome.message)
                    store(trial, trial.outcome.kind)
                elif trial.disagreement:
                    store(trial, trial.disagreement)
                view.tell(summary)
    except KeyboardInterrupt:
        sys.exit(130)
    _report(summary, time.monotonic() - started)
    sys.exit(1 if summary.failures else 0)


def _report(summary: Summary, seconds: float) -> None:
    total = sum(summary.outcomes.values())
    counts = ", ".join(f"{count} {kind}" for kind, count in summary.outcomes.most_common())
    click.echo(f"{total} inputs in {seconds:.0f} s: {counts}")
    for place, trials in sorted(summary.failures.items(), key=lambda one: -len(one[1])):
        click.echo(f"  {len(trials)} x {place} (seed {trials[0].seed})")
    if summary.compared:
        for name in ("accepts-invalid", "rejects-valid"):
            found = [trial for trial in summary.disagreements if trial.disagreement == name]
            click.echo(f"  {name}: {len(found)} of {summary.compared} that gcc was asked about")
            for trial in found[:10]:
                click.echo(f"    seed {trial.seed} ({trial.kind} of {trial.file}) {trial.outcome.message}")
