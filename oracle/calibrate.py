"""Calibration: plant faults whose stage is known, and see whether each is found and correctly attributed."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from oracle.verdict import Verdict

if TYPE_CHECKING:
    from oracle.bisect import Attribution
    from oracle.compilers.protocol import Compiler


_COMPILE_SECONDS = 15.0
"""Wall seconds for one program: a planted fault may be that a compilation does not end."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A planted bug: a minicc plugin, and the truth about it."""

    name: str
    path: Path
    stage: str
    pass_name: str | None
    description: str
    flags: str

    def subject(self) -> str:
        """The command that compiles with the fault."""
        return shlex.join(["minicc", *shlex.split(self.flags), f"-fplugin={self.path}"])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one fault. `killed_by` is the name of the program that showed it, None when none did.

    `programs` counts the programs tried; `find_seconds` and `bisect_seconds` are wall time.
    """

    fault: str
    stage: str
    pass_name: str | None
    killed_by: str | None
    programs: int
    find_seconds: float
    verdict: str | None = None
    found_stage: str | None = None
    found_pass: str | None = None
    function: str | None = None
    """Where a pass was made to err; None for the other stages, whose faults are not in one function."""
    found_function: str | None = None
    found_line: int | None = None
    bisect_seconds: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def stage_right(self) -> bool:
        return self.found_stage == self.stage

    @property
    def pass_right(self) -> bool:
        return self.pass_name is None or self.found_pass == self.pass_name

    @property
    def named(self) -> str | None:
        """What the attribution blames: the pass when one is guilty, else the stage."""
        return self.found_pass or self.found_stage

    @property
    def right(self) -> bool:
        """Killed, and stage, pass and function named correctly."""
        return self.stage_right and self.pass_right and self.function_right

    @property
    def function_right(self) -> bool:
        return self.pass_name is None or (self.found_function is not None and self.found_function == self.function)


def corpus_folder(name: str) -> Path | None:
    """A folder of `corpus` of this source tree or installation."""
    beside = Path(__file__).resolve().parent.parent / "corpus" / name
    return beside if beside.is_dir() else None


def faults_folder() -> Path | None:
    """`corpus/faults` of this source tree or installation."""
    return corpus_folder("faults")


def load_faults(folder: Path, names: Sequence[str] = ()) -> list[Fault]:
    """The faults of a folder in order of their names; all, or those named. Raises KeyError for an unknown name."""
    found = {path.stem: path for path in sorted(folder.glob("*.py")) if not path.stem.startswith("_")}
    for name in names:
        if name not in found:
            raise KeyError(name)
    return [_load(found[name]) for name in (names or found)]


def _load(path: Path) -> Fault:
    spec = importlib.util.spec_from_file_location(f"fault_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Fault(path.stem, path, module.STAGE, module.PASS, module.DESCRIPTION, module.FLAGS)


Programs = Callable[[], Iterable[tuple[str, Path]]]
"""Gives (name, source) pairs, the same ones each time."""


def generated_programs(directory: Path, first_seed: int, count: int) -> Programs:
    """Programs of `fuzz generate`, written once and used for every fault. Raises GeneratorMissing."""

    def programs() -> Iterator[tuple[str, Path]]:
        for seed in range(first_seed, first_seed + count):
            path = directory / f"seed-{seed}.c"
            if not path.exists():
                _generate(seed, path)
            yield f"seed {seed}", path

    return programs


class GeneratorMissing(Exception):
    """`fuzz generate` cannot be run here."""


def _generate(seed: int, path: Path) -> None:
    from oracle.sandbox import run_trusted

    made = run_trusted([sys.executable, "-m", "fuzz.cli", "generate", "--seed", str(seed), "-o", str(path)], 60)
    if not made.succeeded or not path.exists():
        last = made.stderr.decode(errors="replace").strip().splitlines()[-1:]
        raise GeneratorMissing(f"'fuzz generate --seed {seed}' fails: {' '.join(last)}")


def corpus_programs(folder: Path) -> Programs:
    """The C files of a folder, in order."""
    return lambda: ((path.name, path) for path in sorted(folder.glob("*.c")))


def outcomes(
    faults: Iterable[Fault], programs: Sequence[Programs], reference: Compiler, *, find_line: bool = True
) -> Iterator[Outcome]:
    """Plant each fault, look for a program that shows it, and bisect the divergence."""
    from oracle.bisect.behaviour import with_options
    from oracle.compilers import compiler_from_command

    healthy = compiler_from_command("minicc")
    for fault in faults:
        unharmed = with_options(healthy, *shlex.split(fault.flags))
        subject = with_options(unharmed, f"-fplugin={fault.path}")
        yield _outcome(fault, subject, unharmed, programs, reference, find_line)


def _outcome(
    fault: Fault,
    subject: Compiler,
    unharmed: Compiler,
    programs: Sequence[Programs],
    reference: Compiler,
    find_line: bool,
) -> Outcome:
    from oracle.judge import judge

    started = time.monotonic()
    tried = 0
    for source_of_programs in programs:
        for name, source in source_of_programs():
            tried += 1
            judgement = judge(source, subject, reference, compile_seconds=_COMPILE_SECONDS)
            if judgement.verdict.is_divergence and judge(source, unharmed, reference).verdict is Verdict.AGREE:
                found = Outcome(
                    fault.name, fault.stage, fault.pass_name, name, tried, time.monotonic() - started, judgement.verdict
                )
                return _attributed(found, source, subject, reference, find_line)
    return Outcome(fault.name, fault.stage, fault.pass_name, None, tried, time.monotonic() - started)


def _attributed(found: Outcome, source: Path, subject: Compiler, reference: Compiler, find_line: bool) -> Outcome:
    from oracle.bisect import NotAttributable, attribute

    try:
        attribution: Attribution = attribute(
            source, subject, reference, find_line=find_line, compile_seconds=_COMPILE_SECONDS
        )
    except NotAttributable as why:
        return replace(found, notes=(str(why),))
    return replace(
        found,
        function=_damaged_function(source, subject) if found.pass_name else None,
        found_stage=str(attribution.stage),
        found_pass=attribution.pass_name,
        found_function=attribution.function,
        found_line=attribution.line,
        bisect_seconds=attribution.seconds,
        notes=attribution.notes,
    )


def _damaged_function(source: Path, subject: Compiler) -> str | None:
    """The function that the planted LLVM pass fault says it damaged in this program."""
    from oracle.planting import PLANTED_LOG

    with tempfile.TemporaryDirectory(prefix="calibrate-") as scratch:
        log = Path(scratch) / "function"
        os.environ[PLANTED_LOG] = str(log)
        try:
            subject.compile([source], Path(scratch) / "program", flags=["-w", "-lm"])
        finally:
            del os.environ[PLANTED_LOG]
        return log.read_text(encoding="utf-8") if log.exists() else None


# --------------------------------------------------------------------------- the command


_PROGRAMS = 30


@click.command("calibrate")
@click.option("--fault", "names", multiple=True, metavar="NAME", help="Only this fault (may be repeated).")
@click.option("--faults", type=click.Path(path_type=Path), metavar="FOLDER", help="Default: corpus/faults.")
@click.option(
    "--programs", type=click.Path(path_type=Path), metavar="FOLDER", help="C files to try after the generated."
)
@click.option(
    "--seed", default=1, show_default=True, help="First seed of the generated programs; what mutants are drawn from."
)
@click.option(
    "-n",
    "count",
    type=click.IntRange(0),
    help=f"Generated programs per fault [default: {_PROGRAMS}], or for all mutants together [default: 0].",
)
@click.option("--reference", default="gcc", show_default=True, metavar="CMD", help="The compiler that is believed.")
@click.option("--no-line", is_flag=True, help="Do not look for source lines (faster).")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="One JSON document per fault on standard output, one a line; with --mutants also the score, last.",
)
@click.option(
    "--mutants",
    type=click.IntRange(1),
    metavar="N",
    help="Instead of the planted faults, N mutants of minicc's front end and of LLVM's passes, drawn from --seed.",
)
@click.option("-j", "jobs", default=1, show_default=True, type=click.IntRange(1), help="Mutants tried at a time.")
@click.option(
    "--ledger",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Keep the outcomes of the mutants here; a run with the same ledger goes on where the other stopped.",
)
def calibrate(
    names: tuple[str, ...],
    faults: Path | None,
    programs: Path | None,
    seed: int,
    count: int | None,
    reference: str,
    no_line: bool,
    as_json: bool,
    mutants: int | None,
    jobs: int,
    ledger: Path | None,
) -> NoReturn:
    """Plant known faults in minicc and see whether each is found and named.

    With --mutants, minicc is mutated instead: small changes of its own Python
    source in memory, and of the IR behind LLVM's passes. What is not killed is
    listed; it may be equivalent.

    \b
    Exit status: 0 every fault was killed, and stage and pass were named
    correctly (of the mutants: of those killed); 1 some were not; 2 bad input;
    4 the generator does not run.
    """
    from oracle.cli import EXIT_AGREE, EXIT_DIVERGENCE, EXIT_FAILURE
    from oracle.compilers import compiler_from_command

    if mutants is not None:
        sys.exit(
            EXIT_AGREE
            if _calibrate_with_mutants(seed, mutants, programs, count or 0, reference, jobs, ledger, as_json)
            else EXIT_DIVERGENCE
        )
    folder = faults or faults_folder()
    if folder is None or not folder.is_dir():
        raise click.UsageError(f"no folder of faults: {folder or 'corpus/faults'} (give --faults FOLDER)")
    try:
        planted = load_faults(folder, names)
    except KeyError as unknown:
        raise click.UsageError(f"{folder} holds no fault called {unknown}") from None
    found: list[Outcome] = []
    corpus = programs or folder.parent / "programs"
    believed = compiler_from_command(reference)
    with tempfile.TemporaryDirectory(prefix="calibrate-") as scratch:
        Path(scratch).chmod(0o755)
        generated = _PROGRAMS if count is None else count
        sources = [generated_programs(Path(scratch), seed, generated)] if generated else []
        if corpus.is_dir():
            sources.append(corpus_programs(corpus))
        try:
            for outcome in outcomes(planted, sources, believed, find_line=not no_line):
                found.append(outcome)
                if as_json:
                    click.echo(json.dumps(_plain(outcome)))
                else:
                    click.echo(_progress(outcome), err=True)
        except GeneratorMissing as error:
            click.echo(f"oracle: error: {error}", err=True)
            sys.exit(EXIT_FAILURE)
    if not as_json:
        _print_table(found)
    sys.exit(EXIT_AGREE if found and all(outcome.right for outcome in found) else EXIT_DIVERGENCE)


def _calibrate_with_mutants(
    seed: int,
    mutants: int,
    programs: Path | None,
    count: int,
    reference: str,
    jobs: int,
    ledger: Path | None,
    as_json: bool,
) -> bool:
    """Whether every mutant that was killed was attributed to the right stage and pass."""
    from oracle.compilers import compiler_from_command
    from oracle.mutants.campaign import LedgerMismatch, MutantCampaign
    from oracle.mutants.outcome import Fate, MutantOutcome, score
    from oracle.mutants.report import print_report, progress

    folder = programs or corpus_folder("programs")
    if folder is None or not folder.is_dir():
        raise click.UsageError(f"no folder of programs: {folder or 'corpus/programs'} (give --programs FOLDER)")
    with tempfile.TemporaryDirectory(prefix="calibrate-") as scratch:
        Path(scratch).chmod(0o755)
        try:
            known = [*corpus_programs(folder)(), *(generated_programs(Path(scratch), 1, count)() if count else ())]
        except GeneratorMissing as error:
            raise click.UsageError(str(error)) from None
        campaign = MutantCampaign(
            seed,
            mutants,
            known,
            compiler_from_command("minicc"),
            compiler_from_command(reference),
            ledger,
            jobs,
        )
        found: list[MutantOutcome] = []
        try:
            for outcome in campaign.outcomes():
                found.append(outcome)
                click.echo(json.dumps(outcome.to_json()) if as_json else progress(outcome), err=not as_json)
        except (LedgerMismatch, ValueError) as error:
            raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(json.dumps(score(found).to_json()))
    else:
        print_report(found)
    return all(outcome.stage_right for outcome in found if outcome.fate is Fate.KILLED)


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        **asdict(outcome),
        "stage_right": outcome.stage_right,
        "pass_right": outcome.pass_right,
        "function_right": outcome.function_right,
        "right": outcome.right,
    }


def _progress(outcome: Outcome) -> str:
    if outcome.killed_by is None:
        return f"{outcome.fault}: survives {outcome.programs} programs"
    named = outcome.named or "not attributed"
    return f"{outcome.fault}: killed by {outcome.killed_by}, {named}{'' if outcome.right else ' (WRONG)'}"


def _print_table(outcomes: Sequence[Outcome]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Calibration: planted faults")
    for title in ("fault", "planted in", "killed by", "named", "function", "line"):
        table.add_column(title, overflow="fold")
    table.add_column("find s", justify="right")
    table.add_column("bisect s", justify="right")
    for outcome in outcomes:
        named = outcome.named or "-"
        table.add_row(
            outcome.fault,
            outcome.pass_name or outcome.stage,
            outcome.killed_by or "[red]survives[/]",
            f"[green]{named}[/]" if outcome.right else f"[red]{named}[/]",
            outcome.found_function or "",
            "" if outcome.found_line is None else str(outcome.found_line),
            f"{outcome.find_seconds:.1f}",
            f"{outcome.bisect_seconds:.1f}",
        )
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)
    console.print(table)
    killed = sum(outcome.killed_by is not None for outcome in outcomes)
    right = sum(outcome.right for outcome in outcomes)
    console.print(f"{killed} of {len(outcomes)} killed, {right} of {len(outcomes)} attributed correctly")
