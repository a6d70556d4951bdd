"""`fuzz merge` and `fuzz report`: what is done with ledgers once they are there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Any

import click

EXIT_CONTRADICTION = 1


class _BadInput(click.ClickException):
    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"fuzz: {self.message}", err=True)


@click.command()
@click.argument("paths", metavar="LEDGER...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-o", "target", required=True, metavar="LEDGER", type=click.Path(path_type=Path), help="The whole.")
def merge(paths: tuple[Path, ...], target: Path) -> None:
    """Make one ledger of several of the same campaign.

    Each seed counts once; the first ledger that has it is believed. Exit status 1 when a later one says otherwise, 2
    when the campaigns differ (what decides verdicts, or the compilers' versions).
    """
    from fuzz.merge import merge as merge_ledgers
    from oracle.ledger import LedgerError

    try:
        done = merge_ledgers(paths, target)
    except LedgerError as error:
        raise _BadInput(str(error)) from None
    click.echo(f"{target}: {done.programs} programs, {done.repeated} of them met more than once, digest {done.digest}")
    if done.contradictions:
        seeds = ", ".join(map(str, done.contradictions[:10]))
        click.echo(
            f"fuzz: {len(done.contradictions)} seeds were judged differently (the first answer stays): {seeds}",
            err=True,
        )
        sys.exit(EXIT_CONTRADICTION)


@click.command()
@click.argument("path", metavar="LEDGER", type=click.Path(path_type=Path))
@click.option("-o", "page", metavar="HTML", type=click.Path(path_type=Path), help="[default: LEDGER.html]")
def report(path: Path, page: Path | None) -> None:
    """Write a campaign as one HTML page, with JUnit XML (.xml) and SARIF (.sarif) beside it.

    The page needs nothing else: it can be mailed or kept as an artefact of a build.
    """
    from fuzz.report.page import write_report
    from oracle.ledger import Ledger, LedgerError

    try:
        with Ledger.open(path, create=False) as ledger:
            if ledger.campaign is None:
                raise _BadInput(f"{path}: holds no campaign yet")
            target = page or path.with_name(path.name + ".html")
            try:
                for written in write_report(ledger, target):
                    click.echo(written)
            except OSError as error:
                raise _BadInput(f"{target}: {error.strerror}") from None
    except LedgerError as error:
        raise _BadInput(str(error)) from None
