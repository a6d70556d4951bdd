"""The report on a run of mutants, for people."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from oracle.mutants.outcome import TOP, Fate, MutantOutcome, score


def progress(outcome: MutantOutcome) -> str:
    """One line for one mutant."""
    if outcome.fate is not Fate.KILLED:
        return f"{outcome.number}: {outcome.fate}: {outcome.description}"
    stage = outcome.found_pass or outcome.found_stage or "not attributed"
    named = "" if outcome.pass_name else f", function {_ordinal(outcome)}"
    wrong = "" if outcome.stage_right else " (WRONG)"
    return f"{outcome.number}: killed by {outcome.killed_by}, {stage}{wrong}{named}: {outcome.description}"


def _ordinal(outcome: MutantOutcome) -> str:
    return "not among the suspects" if outcome.rank is None else f"suspect {outcome.rank}"


def print_report(outcomes: Sequence[MutantOutcome]) -> None:
    """The survivors, what was attributed wrongly, and the score."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=160)
    _listed(console, "Survivors", [one for one in outcomes if one.fate in (Fate.SAME_IR, Fate.SAME_OUTPUT)])
    killed = [one for one in outcomes if one.fate is Fate.KILLED]
    _listed(console, "Wrong stage or pass", [one for one in killed if not one.stage_right])
    _listed(console, "The kit failed", [one for one in outcomes if one.fate is Fate.FAILED])
    _listed(console, f"Function not among the first {TOP} suspects", [one for one in killed if _is_missed(one)])
    told = score(outcomes)
    table = Table(title=f"Calibration: {len(outcomes)} mutants", show_header=False)
    for fate, count in told.fates.items():
        table.add_row(fate, str(count))
    table.add_section()
    table.add_row("stage (and pass) right", str(told.stage))
    table.add_row(f"minicc function among the first {TOP}", str(told.top_three))
    table.add_row("minicc function first", str(told.top_one))
    table.add_row("a change of the first makes the program right", str(told.mended))
    table.add_row("C function right, where known", str(told.c_function))
    table.add_row("line of C right, where known", str(told.line))
    table.add_section()
    for what, (middle, late) in (("find", told.find_seconds), ("attribute", told.attribute_seconds)):
        table.add_row(f"CPU seconds to {what}: median, p90", f"{middle:.1f}, {late:.1f}")
    console.print(table)


def _is_missed(outcome: MutantOutcome) -> bool:
    return outcome.pass_name is None and (outcome.rank is None or outcome.rank > TOP)


def _listed(console: Console, title: str, outcomes: Sequence[MutantOutcome]) -> None:
    if not outcomes:
        return
    table = Table(title=title, title_justify="left")
    table.add_column("mutant", overflow="fold")
    table.add_column("fate", overflow="fold")
    for outcome in outcomes:
        fate = str(outcome.fate)
        if outcome.fate is Fate.FAILED:
            fate = outcome.notes[-1].strip().rpartition("\n")[2]
        if outcome.fate is Fate.KILLED:
            named = ", ".join(one.split(" ")[0] for one in outcome.suspects[:TOP])
            fate = f"{outcome.found_pass or outcome.found_stage}; {outcome.killed_by}:{outcome.found_line}; {named}"
        table.add_row(outcome.description, fate)
    console.print(table)
