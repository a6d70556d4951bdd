"""The `oracle` command: judge, bisect, reduce, triage, calibrate, elf, report."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from oracle.verdict import Judgement, Verdict

if TYPE_CHECKING:
    from oracle.report.machines import Case

EXIT_AGREE, EXIT_DIVERGENCE, EXIT_USAGE, EXIT_REFUSED, EXIT_FAILURE = range(5)

_ELSEWHERE = {
    "judge": ("oracle.judge_command", "Compile and run programs with subjects and references, and compare."),
    "bisect": ("oracle.bisect.command", "Name the stage, pass, function and line behind a divergence."),
    "mix": ("oracle.mix.command", "Find the file, function and line of a project that a compiler gets wrong."),
    "reduce": ("oracle.reduce.command", "Make a diverging program smaller, still diverging and still defined."),
    "triage": ("oracle.triage.command", "List the distinct bugs that a campaign found, best example first."),
    "promote": ("oracle.triage.command", "Keep a bug of a campaign as a regression test."),
    "calibrate": ("oracle.calibrate", "Plant known faults in minicc and see whether each is found and named."),
    "suite": ("oracle.suite_command", "Run a compiler over a test-suite: passes and failures by class."),
    "project": ("oracle.project_command", "Build real projects with a compiler and run their own checks."),
}
"""Commands in modules of their own, imported when asked for, with what `--help` says of them."""


class _BadInput(click.ClickException):
    exit_code = EXIT_USAGE

    def show(self, file: IO[Any] | None = None) -> None:
        _complain(self.message, EXIT_USAGE)


class _LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        command = getattr(importlib.import_module(_ELSEWHERE[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for name in self.list_commands(ctx):
            if name in _ELSEWHERE:
                rows.append((name, _ELSEWHERE[name][1]))
            elif (command := super().get_command(ctx, name)) is not None:
                rows.append((name, command.get_short_help_str(limit=100)))
        with formatter.section("Commands"):
            formatter.write_dl(rows)


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="minicc", prog_name="oracle")
def cli() -> None:
    """Judge what a C compiler makes of programs, and find out where it goes wrong.

    \b
    Exit status:
      0  the subject agrees with the reference
      1  a divergence: a bug of the subject
      2  bad usage or input: no such file, no such compiler, not a program
      3  the judge refuses: undefined, unstable or inconclusive
      4  a tool or the kit itself failed
    """


@cli.command("elf")
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", required=False, type=click.Path(path_type=Path))
def elf_command(first: Path, second: Path | None) -> NoReturn:
    """Show what an object file holds, or how two of them differ.

    With SECOND: exit status 0 if the objects can stand for each other, 1 if
    their global symbols or, compiled with -g, their types differ: layouts,
    enumerators, prototypes. Lines that have code in one of them only are noted.
    """
    from oracle.elf import NotAnObject, ObjectFile, differences, line_differences

    try:
        ours = ObjectFile.read(first)
        theirs = ObjectFile.read(second) if second else None
    except NotAnObject as error:
        raise _BadInput(str(error)) from error
    if theirs is None:
        _show_object(ours)
        sys.exit(EXIT_AGREE)
    found = differences(ours, theirs)
    for line in found:
        click.echo(line)
    for line in line_differences(ours, theirs):
        click.echo(f"note: {line}")
    sys.exit(EXIT_DIVERGENCE if found else EXIT_AGREE)


@cli.command("report")
@click.argument("ledger", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FOLDER", help="Default: LEDGER.report")
@click.option("--junit", type=click.Path(path_type=Path), metavar="XML", help="Also write a JUnit report.")
@click.option("--sarif", type=click.Path(path_type=Path), metavar="JSON", help="Also write a SARIF log.")
def report_command(ledger: Path, output: Path | None, junit: Path | None, sarif: Path | None) -> None:
    """Write HTML pages about a campaign: an index, and a page for each divergence."""
    from oracle.ledger import Ledger, LedgerError
    from oracle.report.html import write_campaign_pages
    from oracle.report.machines import cases_of_ledger

    try:
        with Ledger.open(ledger, create=False) as opened:
            click.echo(write_campaign_pages(output or ledger.with_name(ledger.name + ".report"), opened))
            if opened.campaign is not None:
                write_for_machines(list(cases_of_ledger(opened)), junit, sarif, ledger.name)
    except LedgerError as error:
        raise _BadInput(str(error)) from error


def exit_status(judgement: Judgement) -> int:
    """The exit status that `oracle --help` documents for a verdict."""
    if judgement.verdict is Verdict.AGREE:
        return EXIT_AGREE
    return EXIT_DIVERGENCE if judgement.verdict.is_divergence else EXIT_REFUSED


def worse(first: int, second: int) -> int:
    """The exit status of two judgements together: a divergence outweighs a refusal."""
    order = (EXIT_AGREE, EXIT_REFUSED, EXIT_DIVERGENCE)
    return max(first, second, key=order.index)


def words_of(text: str) -> list[str]:
    """The words of an option that holds flags; raises UsageError."""
    try:
        return shlex.split(text)
    except ValueError as error:
        raise click.UsageError(f"--cflags {text!r}: {error}") from error


def show_judgement(data: dict[str, Any], *, as_json: bool, verbose: bool) -> None:
    """Print a judgement (see `oracle.report.json`) for a person or for a program."""
    if as_json:
        click.echo(json.dumps(data))
        return
    from rich.console import Console

    from oracle.report.terminal import print_judgement

    print_judgement(Console(highlight=False), data, verbose=verbose)


def write_page(page: Path, data: dict[str, Any], versions: dict[str, str]) -> None:
    """Write the HTML page of a divergence and say where it is."""
    from oracle.report.html import Divergence, write_divergence_page

    write_divergence_page(page, Divergence(data, versions=versions))
    click.echo(f"report: {page}", err=True)


def write_for_machines(cases: list[Case], junit: Path | None, sarif: Path | None, suite: str) -> None:
    """Write the JUnit and SARIF reports that were asked for."""
    from oracle.report.machines import write_junit, write_sarif

    if junit is not None:
        write_junit(junit, cases, suite=suite)
    if sarif is not None:
        write_sarif(sarif, cases, version=importlib.metadata.version("minicc"))


def _show_object(file: Any) -> None:
    for name, size in file.sections.items():
        click.echo(f"section {name}: {size} bytes")
    for _, symbol in sorted(file.symbols.items()):
        place = "undefined" if symbol.section == "UNDEF" else f"in {symbol.section}, {symbol.size} bytes"
        click.echo(f"symbol {symbol.name}: {symbol.binding.lower()} {symbol.kind.lower()}, {place}")
    for _, layout in sorted(file.layouts.items()):
        click.echo(f"{layout.name}: {layout.size} bytes")
        for member in layout.members:
            size = "" if member.bit_size is None else f", {member.bit_size} bits"
            click.echo(f"  {member.name} at bit {member.bit_offset}{size}, {member.type}")
    for name, constants in sorted(file.enumerations.items()):
        click.echo(f"{name}: {', '.join(f'{constant} = {value}' for constant, value in constants.items())}")
    for name, ctype in sorted(file.prototypes.items()):
        click.echo(f"function {name}: {ctype}")
    for name, ctype in sorted(file.variables.items()):
        click.echo(f"variable {name}: {ctype}")
    for name, lines in sorted(file.lines.items()):
        click.echo(f"lines of {name}: {', '.join(map(str, sorted(lines)))}")


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; every failure is one line and a documented exit status."""
    from oracle.compilers import CompilerNotFound
    from oracle.judge import BadProgram
    from oracle.sandbox import SandboxError

    try:
        cli(arguments, prog_name="oracle", standalone_mode=False)
        status = EXIT_AGREE
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except click.exceptions.Exit as stop:
        status = stop.exit_code
    except (CompilerNotFound, BadProgram) as error:
        status = _complain(error, EXIT_USAGE)
    except SandboxError as error:
        status = _complain(error, EXIT_FAILURE)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = EXIT_FAILURE
    except OSError as error:
        told = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        status = _complain(told, EXIT_USAGE if error.filename else EXIT_FAILURE)
    except (KeyboardInterrupt, click.Abort):
        status = 130
    except Exception as error:
        if os.environ.get("ORACLE_DEBUG"):
            raise
        status = _complain(f"internal error: {type(error).__name__}: {error} (ORACLE_DEBUG=1 shows more)", EXIT_FAILURE)
    sys.exit(status)


def _complain(what: object, status: int) -> int:
    click.echo(f"oracle: error: {what}", err=True)
    return status


if __name__ == "__main__":
    main()
