"""`oracle triage LEDGER` and `oracle promote LEDGER NUMBER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from oracle.triage.triage import Bug


class _BadInput(click.ClickException):
    exit_code = 2

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"oracle: error: {self.message}", err=True)


def _bugs(path: Path) -> list[Bug]:
    from oracle.ledger import Ledger, LedgerError
    from oracle.triage.triage import bugs_of

    try:
        with Ledger.open(path, create=False) as ledger:
            return bugs_of(ledger)
    except LedgerError as error:
        raise _BadInput(str(error)) from error


@click.command("triage")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.option("--programs/--no-programs", default=True, show_default=True, help="Print the best example of each bug.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on standard output.")
def triage(ledger: Path, programs: bool, as_json: bool) -> None:
    """List the distinct bugs that a campaign found, each with its smallest program.

    Divergences are one bug when subject, verdict, stage or pass, the compiler's message and function are the same, and
    their reduced programs have most kinds of construct in common. One that was not attributed opens no bug of its own
    where it may be another one. `fuzz run --attribute N` puts what is needed into LEDGER; nothing is run again.
    """
    from rich.console import Console
    from rich.markup import escape
    from rich.syntax import Syntax
    from rich.table import Table

    from oracle.triage.triage import counted

    bugs = _bugs(ledger)
    if as_json:
        click.echo(json.dumps([{"number": number, **bug.to_json()} for number, bug in enumerate(bugs, 1)]))
        return
    if not bugs:
        click.echo(f"{ledger}: no divergences")
        return
    console = Console(highlight=False)
    table = Table("bug", "verdict", "where", "constructs", "found", "best seed", "lines")
    numbers = {id(bug): str(number) for number, bug in enumerate(bugs, 1)}
    for bug in bugs:
        signature = bug.signature
        where = ": ".join(filter(None, (signature.place, signature.failure)))
        if signature.suspect:
            where += f", likely {signature.suspect.removeprefix('minicc.')}"
        if bug.may_be:
            where += f"; may be bug {', '.join(numbers[id(one)] for one in bug.may_be)}"
        lines = "" if bug.best.lines is None else str(bug.best.lines)
        table.add_row(
            numbers[id(bug)],
            str(signature.verdict),
            escape(where),
            escape(signature.construct_words),
            str(len(bug.examples)),
            str(bug.best.seed),
            lines,
        )
    console.print(table)
    console.print(counted(bugs))
    for number, bug in enumerate(bugs, 1) if programs else ():
        if bug.best.program is not None and bug.best.is_reduced:
            console.rule(f"bug {number}: seed {bug.best.seed}")
            console.print(bug.best.reason, markup=False, soft_wrap=True)
            console.print(Syntax(bug.best.program, "c", background_color="default"))


@click.command("promote")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.argument("number", type=click.IntRange(1))
@click.option("--name", required=True, metavar="NAME", help="What the test is called: bit_field_sign.")
@click.option("--history", metavar="TEXT", help="What was wrong.  [default: subject, verdict, place and seed]")
@click.option(
    "-o",
    "--output",
    default=Path("corpus/regressions"),
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of the tests.",
)
def promote(ledger: Path, number: int, name: str, history: str | None, output: Path) -> NoReturn:
    """Keep the best example of bug NUMBER (as `oracle triage` counts) as a regression test.

    \b
    Writes NAME.c, with a line of history on top, and NAME.expected, what it
    prints. Exit status: 0 written; 2 bad input; 4 it cannot be a test.
    """
    from oracle.cli import EXIT_AGREE, EXIT_FAILURE
    from oracle.triage.promote import NotPromotable
    from oracle.triage.promote import promote as write

    bugs = _bugs(ledger)
    if number > len(bugs):
        raise _BadInput(f"{ledger}: has {len(bugs)} bugs: no bug {number}")
    best = bugs[number - 1].best
    if best.program is None:
        raise _BadInput(f"{ledger}: keeps no program for seed {best.seed}")
    sentence = history or f"{best.signature.key}. Found by fuzzing, seed {best.seed}."
    try:
        written = write(best.program, name, sentence, output)
    except NotPromotable as why:
        click.echo(f"oracle: error: {why}", err=True)
        sys.exit(EXIT_FAILURE)
    click.echo(f"{written.program}\n{written.expected}")
    sys.exit(EXIT_AGREE)
