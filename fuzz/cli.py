"""The `fuzz` command: run, generate, status, replay, merge, report, frontend."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NoReturn

import click

from fuzz.duration import DURATION
from fuzz.frontend.command import frontend
from fuzz.ledgers import merge, report
from fuzz.validate import validate

if TYPE_CHECKING:
    from fuzz.campaign import JudgeSeeds
    from fuzz.engines import Engine

EXIT_AGREE, EXIT_DIVERGENCE, EXIT_USAGE, _, EXIT_FAILURE = range(5)
EXIT_INTERRUPTED = 130

_EPILOG = """\b
Exit status:
  0    every verdict is 'agree', or a refusal to judge
  1    the subject diverges from the reference on some program
  2    usage or bad input: no such compiler, source, ledger or file
  4    the kit itself failed: a prediction of the generator was wrong
  130  interrupted by Ctrl-C; the ledger holds what was judged, --resume goes on
"""


class _BadInput(click.ClickException):
    exit_code = EXIT_USAGE

    def show(self, file: IO[Any] | None = None) -> None:
        click.echo(f"fuzz: {self.message}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}, epilog=_EPILOG)
@click.version_option(package_name="minicc", prog_name="fuzz")
def cli() -> None:
    """Find programs that a C compiler gets wrong."""


@cli.command(epilog=_EPILOG)
@click.option(
    "-n",
    "count",
    default=None,
    type=click.IntRange(1),
    help="How many seeds to judge.  [default: 1000; no end with --time or --until-bugs]",
)
@click.option(
    "--time",
    "duration",
    default=None,
    metavar="TIME",
    type=DURATION,
    help="Stop after this long: '90s', '30m', '8h', '2d'. Programs that have been begun are finished.",
)
@click.option(
    "--until-bugs",
    default=0,
    metavar="N",
    type=click.IntRange(0),
    help="Stop once N distinct bugs were found: programs that go wrong are bisected meanwhile, to tell them apart.",
)
@click.option(
    "--engine",
    default="local",
    show_default=True,
    type=click.Choice(["local", "dask"]),
    help="Judge on this machine, or on a dask.distributed cluster.",
)
@click.option(
    "--scheduler", default=None, metavar="ADDRESS", help="The cluster, with --engine dask: 'tcp://host:8786'."
)
@click.option(
    "-j",
    "jobs",
    default=os.cpu_count() or 1,
    show_default="all cores",
    type=click.IntRange(1, 1024),
    help="Worker processes.",
)
@click.option(
    "--source",
    default="own",
    show_default=True,
    metavar="SOURCE",
    help="Where programs come from: 'own' (the value-tracking generator; 'own --features LIST'), 'csmith' or 'yarpgen' "
    "(with options of theirs: 'csmith --float'), the .c files of a folder, or 'mutate:FOLDER' (variants of them).",
)
@click.option(
    "--subject", default="minicc", show_default=True, metavar="CMD", help="The compiler under test: 'minicc -O2'."
)
@click.option("--reference", default="gcc", show_default=True, metavar="CMD", help="The compiler to agree with.")
@click.option(
    "--seed", "first", default=1, show_default=True, type=click.IntRange(0), help="The first seed (0 for folders)."
)
@click.option(
    "--lines",
    "--target-lines",
    "lines",
    default=100,
    show_default=True,
    type=click.IntRange(20, 5000),
    help="About how long own programs are.",
)
@click.option(
    "--ledger",
    "ledger_path",
    default=Path("fuzz.ledger"),
    show_default=True,
    type=click.Path(path_type=Path),
    help="The SQLite file that keeps every verdict.",
)
@click.option(
    "--resume", is_flag=True, help="Go on with a campaign that the ledger has; seeds judged already are skipped."
)
@click.option(
    "--trust-prediction/--thorough",
    "trust_prediction",
    default=True,
    show_default=True,
    help="Ask the reference only for a sample, and where the subject misses the output that the generator predicts; "
    "or always.",
)
@click.option(
    "--sample",
    default=20,
    show_default=True,
    metavar="N",
    type=click.IntRange(0),
    help="The sample: one of N blocks of 8 seeds; 0 for none. A wrong prediction ends the campaign.",
)
@click.option(
    "--run-seconds",
    default=10,
    show_default=True,
    type=click.IntRange(1, 3600),
    help="CPU seconds that a program may run.",
)
@click.option(
    "--stop-after",
    default=0,
    metavar="N",
    type=click.IntRange(0),
    help="Stop once N divergences were found; --resume goes on.",
)
@click.option(
    "--attribute",
    default=0,
    metavar="N",
    type=click.IntRange(0),
    help="Bisect and reduce the first N divergences, and write a report.",
)
@click.option(
    "--reduce-seconds",
    default=60,
    show_default=True,
    type=click.IntRange(1, 86400),
    help="What reducing one program may take, with --attribute.",
)
@click.option(
    "--report",
    "report_folder",
    default=None,
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for the report of --attribute.  [default: beside the ledger]",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON, nothing else.")
def run(
    count: int | None,
    duration: float | None,
    until_bugs: int,
    engine: str,
    scheduler: str | None,
    jobs: int,
    source: str,
    subject: str,
    reference: str,
    first: int,
    lines: int,
    ledger_path: Path,
    resume: bool,
    trust_prediction: bool,
    sample: int,
    run_seconds: int,
    stop_after: int,
    attribute: int,
    reduce_seconds: int,
    report_folder: Path | None,
    as_json: bool,
) -> None:
    """Judge what the subject makes of many programs.

    A seed gives the same program on every machine, and the verdicts do not depend on -j: the ledger's digest
    tells whether two campaigns found the same.
    """
    from fuzz.campaign import ENDLESS, Goal, JudgeSeeds, open_ledger, run_campaign
    from fuzz.engines import EngineError, WorkerError
    from fuzz.machine import machine
    from fuzz.sources import SourceError, source_from_text
    from fuzz.view import View
    from oracle.compilers import CompilerNotFound, compiler_from_command
    from oracle.ledger import LedgerError
    from oracle.sandbox import Limits

    try:
        programs = source_from_text(source, lines=lines)
        versions = {
            "subject": compiler_from_command(subject).version(),
            "reference": compiler_from_command(reference).version(),
        }
    except (SourceError, CompilerNotFound) as error:
        raise _BadInput(str(error)) from None
    if programs.size is not None:
        first = 0 if first == 1 else first
    if count is None:
        count = ENDLESS if duration or until_bugs else 1000
    end = first + count if programs.size is None else min(first + count, programs.size)
    if first >= end:
        raise _BadInput(f"{source} has {programs.size} programs: no seed {first}")
    task = JudgeSeeds(programs, subject, reference, Limits(cpu_seconds=run_seconds), trust_prediction, sample)
    try:
        workers = _engine(engine, jobs, scheduler, task)
        ledger = open_ledger(ledger_path, task, versions, resume=resume)
    except (LedgerError, EngineError) as error:
        raise _BadInput(str(error)) from None
    goal = Goal(range(first, end), duration or 0.0, stop_after, until_bugs)
    with ledger:
        view = View(ledger, subject, reference, quiet=as_json)
        interrupted = False
        try:
            with view:
                run_campaign(ledger, task, goal, workers, view.tell, {"engine": engine, **machine()})
        except KeyboardInterrupt:
            interrupted = True
        except WorkerError as error:
            _fail(f"a worker failed: {error}\nwhat was judged before is kept: --resume goes on")
        except (LedgerError, EngineError) as error:
            _fail(str(error))
        found = ledger.divergences()
        if found and attribute and not interrupted:
            from fuzz.investigate import investigate

            folder = report_folder or ledger_path.with_name(ledger_path.name + ".report")
            page = investigate(ledger, task, found[:attribute], folder, seconds=reduce_seconds, quiet=as_json)
            click.echo(f"campaign report: {page}", err=as_json)
        view.summary(interrupted=interrupted, as_json=as_json)
        if interrupted:
            sys.exit(EXIT_INTERRUPTED)
        if found:
            sys.exit(EXIT_DIVERGENCE)
        sys.exit(EXIT_FAILURE if view.mispredictions else EXIT_AGREE)


def _engine(name: str, jobs: int, scheduler: str | None, task: JudgeSeeds) -> Engine:
    from fuzz.engines.local import LocalEngine

    if name == "local":
        if scheduler is not None:
            raise _BadInput("--scheduler goes with --engine dask")
        return LocalEngine(jobs)
    if scheduler is None:
        raise _BadInput("--engine dask needs --scheduler ADDRESS")
    from fuzz.engines.dask import connect

    return connect(scheduler, task)


def _list_features(context: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    from fuzz.generate.features import GNU, OPTIONAL, Feature

    for feature in Feature:
        note = "  (gnu)" if feature in GNU else "  (only when it is named)" if feature in OPTIONAL else ""
        click.echo(feature.value + note)
    context.exit()


@cli.command(epilog=_EPILOG)
@click.option("--seed", required=True, type=click.IntRange(0), help="What the program is drawn from.")
@click.option(
    "--lines",
    "--target-lines",
    "lines",
    default=100,
    show_default=True,
    type=click.IntRange(20, 5000),
    help="About how long the program is.",
)
@click.option(
    "--features",
    default="",
    metavar="LIST",
    help="Features that it must have, or with a minus must not: 'floats,-goto'. 'all' and 'gnu' are groups; "
    "the others are drawn.",
)
@click.option(
    "--list-features",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_features,
    help="List the features and exit.",
)
@click.option("-o", "output", type=click.Path(path_type=Path), help="Write the program here instead of printing it.")
@click.option("--expected", type=click.Path(path_type=Path), help="Write what the program prints here.")
def generate(seed: int, lines: int, features: str, output: Path | None, expected: Path | None) -> None:
    """Print the program of a seed."""
    from fuzz.generate.features import Selection, UnknownFeatureError
    from fuzz.generate.generator import generate as generate_program

    try:
        selection = Selection.parse(features)
    except UnknownFeatureError as unknown:
        raise _BadInput(f"no feature '{unknown}': --list-features lists them") from None
    made = generate_program(seed, lines, selection)
    _write(output, made.text.encode())
    if expected is not None:
        _write(expected, made.expected_output)


@cli.command()
@click.argument("path", metavar="LEDGER", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
def status(path: Path, as_json: bool) -> None:
    """Show how far a campaign is and what it found; also while it runs."""
    from fuzz.view import View
    from oracle.ledger import Ledger, LedgerError

    try:
        with Ledger.open(path, create=False) as ledger:
            if ledger.campaign is None:
                raise _BadInput(f"{path}: holds no campaign yet")
            configuration = ledger.campaign.configuration
            view = View(ledger, str(configuration["subject"]), str(configuration["reference"]), quiet=as_json)
            view.summary(interrupted=False, as_json=as_json)
    except LedgerError as error:
        raise _BadInput(str(error)) from None


@cli.command(epilog=_EPILOG)
@click.argument("path", metavar="LEDGER", type=click.Path(path_type=Path))
@click.argument("seed", type=click.IntRange(0))
@click.option("-o", "output", type=click.Path(path_type=Path), help="Where to keep the program.  [default: seedN.c]")
@click.option(
    "--source-folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="The folder of a campaign over a folder.",
)
def replay(path: Path, seed: int, output: Path | None, source_folder: Path | None) -> None:
    """Regenerate the program of a seed and judge it again."""
    from fuzz.campaign import JudgeSeeds, digest_of
    from fuzz.sources import NoProgramError, SourceError, source_from_text
    from oracle.compilers import CompilerNotFound, compiler_from_command
    from oracle.judge import judge
    from oracle.ledger import Ledger, LedgerError
    from oracle.sandbox import Limits

    try:
        with Ledger.open(path, create=False) as ledger:
            if ledger.campaign is None:
                raise _BadInput(f"{path}: holds no campaign yet")
            configuration = ledger.campaign.configuration
            recorded = ledger.row(seed)
    except LedgerError as error:
        raise _BadInput(str(error)) from None
    kind = str(configuration["source"])
    if kind in ("folder", "mutate") and source_folder is None:
        raise _BadInput("this campaign judged the files of a folder: name it with --source-folder")
    try:
        lines = configuration.get("lines", 100)
        words = kind if source_folder is None else f"mutate:{source_folder}" if kind == "mutate" else str(source_folder)
        source = source_from_text(words, lines=int(str(lines)))
        program = source.program(seed)
        subject = compiler_from_command(str(configuration["subject"]))
        reference = compiler_from_command(str(configuration["reference"]))
    except (SourceError, NoProgramError, CompilerNotFound) as error:
        raise _BadInput(str(error)) from None
    for key, value in source.configuration().items():
        if configuration.get(key) != value:
            raise _BadInput(f"the ledger was written with {key} {configuration.get(key)!r}; here it is {value!r}")
    target = output or Path(f"seed{seed}.c")
    _write(target, program.text)
    limits = Limits(cpu_seconds=int(str(configuration["cpu_seconds"])))
    task = JudgeSeeds(source, subject.name, reference.name, limits)
    judgement = judge(
        target, subject, reference, limits=task.limits, expected_output=program.expected_output, flags=program.flags
    )
    click.echo(f"{target}: {judgement.verdict.value}: {judgement.reason}")
    if recorded is None:
        click.echo("the ledger has no verdict for this seed")
    elif recorded.program_digest != digest_of(program.text):
        click.echo("the program is not the one that was judged then")
    elif recorded.verdict is not judgement.verdict:
        click.echo(f"the ledger says: {recorded.verdict.value}: {recorded.reason}")
    sys.exit(EXIT_DIVERGENCE if judgement.verdict.is_divergence else EXIT_AGREE)


def _write(path: Path | None, data: bytes) -> None:
    if path is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        path.write_bytes(data)
    except OSError as error:
        raise _BadInput(f"{path}: {error.strerror}") from None


for command in (frontend, merge, report, validate):
    cli.add_command(command)


def _fail(message: str) -> NoReturn:
    click.echo(f"fuzz: {message}", err=True)
    sys.exit(EXIT_FAILURE)


def main() -> None:
    """The console script."""
    try:
        cli(prog_name="fuzz")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.exit(1)


if __name__ == "__main__":
    main()
