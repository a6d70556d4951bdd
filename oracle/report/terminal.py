"""A judgement or an attribution on a terminal, most important things first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from oracle.verdict import Verdict

_CONTEXT = 2
_EVIDENCE_LINES = 60
_REFUSALS = (Verdict.UNDEFINED, Verdict.UNSPECIFIED, Verdict.UNSTABLE, Verdict.INCONCLUSIVE)


def verdict_style(verdict: Verdict) -> str:
    """Green for agreement, red for a bug of the subject, yellow for a refusal."""
    if verdict.is_divergence:
        return "bold red"
    return "bold yellow" if verdict in _REFUSALS else "bold green"


def print_judgement(console: Console, judgement: Mapping[str, Any], *, verbose: bool = False) -> None:
    """Print `judgement` (plain data, see `oracle.report.json`): one line for agreement, a panel otherwise."""
    verdict = Verdict(judgement["verdict"])
    name = judgement["source"] or "program"
    if verdict is Verdict.AGREE and not verbose:
        line = Text.assemble(f"{name}: ", (verdict, verdict_style(verdict)), f" ({judgement['reason']})")
        console.print(line, soft_wrap=True)
        return
    parts: list[RenderableType] = [Text(judgement["reason"])]
    parts += [Text(f"note: {note}", style="dim") for note in judgement["notes"]]
    parts += _outputs(judgement)
    title = Text.assemble((verdict, verdict_style(verdict)), f"  {name}")
    console.print(Panel(Group(*parts), title=title, title_align="left", border_style=verdict_style(verdict)))
    if verdict.is_divergence or verbose:
        print_commands(console, judgement["commands"])


def print_commands(console: Console, commands: list[str]) -> None:
    """Print shell commands ready for copying: unwrapped and unstyled."""
    console.print("Reproduce:", style="bold")
    for command in commands:
        console.print(Text(f"  {command}"), soft_wrap=True)


def print_attribution(console: Console, attribution: Mapping[str, Any]) -> None:
    """Print where a divergence comes from (plain data, from `Attribution.to_json`)."""
    table = Table.grid(padding=(0, 2))
    for label, value in attribution_facts(attribution):
        table.add_row(Text(label, style="bold"), Text(value))
    console.print(Panel(table, title="attribution", title_align="left", border_style="cyan"))
    for note in attribution.get("notes") or ():
        console.print(Text(f"note: {note}", style="dim"))
    if attribution.get("evidence"):
        lines = attribution["evidence"].splitlines()
        shown = "\n".join(lines[:_EVIDENCE_LINES])
        console.print(Syntax(shown, "diff", background_color="default", word_wrap=True))
        if len(lines) > _EVIDENCE_LINES:
            console.print(
                f"... {len(lines) - _EVIDENCE_LINES} more lines; --report and --json have them all", style="dim"
            )
    if attribution.get("commands"):
        print_commands(console, list(attribution["commands"]))


def attribution_facts(attribution: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The facts of an attribution that are known, with labels, in reading order."""
    facts = [("stage", str(attribution["stage"]))]
    if attribution.get("pass_name"):
        where = f" on {attribution['pass_unit']}" if attribution.get("pass_unit") else ""
        facts.append(("pass", f"{attribution['pass_name']} (execution {attribution.get('pass_index')}{where})"))
    if attribution.get("pass_instance"):
        facts.append(("change", attribution["pass_instance"]))
    if attribution.get("failure"):
        facts.append(("failure", attribution["failure"]))
    if attribution.get("function"):
        facts.append(("function", attribution["function"]))
    if len(attribution.get("culprits") or ()) > 1:
        facts.append(("culprits", "; ".join(" with ".join(names) for names in attribution["culprits"])))
    if attribution.get("line") is not None:
        file = attribution.get("file") or "line"
        facts.append(("source", f"{file}:{attribution['line']}"))
    elif attribution.get("candidate_lines"):
        facts.append(("source lines", ", ".join(map(str, attribution["candidate_lines"]))))
    if attribution.get("last_good") or attribution.get("first_bad"):
        facts.append(("last good", attribution.get("last_good") or "none"))
        facts.append(("first bad", attribution.get("first_bad") or "none"))
    if attribution.get("suspects"):
        facts.append(("suspects", "\n".join(attribution["suspects"][:3])))
    return facts


def _outputs(judgement: Mapping[str, Any]) -> list[RenderableType]:
    subject, reference = judgement["subject_run"], judgement["reference_run"]
    if subject is None or reference is None:
        failed = judgement["subject_compilation"]
        if failed is None or failed["exit_status"] == 0 or not failed["stderr"].strip():
            return []
        lines = [line for line in failed["stderr"].splitlines() if line.strip() != judgement["reason"]]
        return [Text("\n".join(lines[-12:]), style="dim")] if lines else []
    if subject["stdout_sha256"] == reference["stdout_sha256"]:
        return []
    table = Table(expand=False, show_edge=False, pad_edge=False)
    for title in ("line", "subject", "reference"):
        table.add_column(title, overflow="fold")
    for number, ours, theirs in first_difference(subject["stdout"], reference["stdout"]):
        style = "" if ours == theirs else "bold red"
        table.add_row(str(number), Text(ours, style=style), Text(theirs))
    return [table]


def first_difference(subject: str, reference: str) -> list[tuple[int, str, str]]:
    """The lines of both outputs around the first that differs, numbered from 1."""
    ours, theirs = subject.splitlines(), reference.splitlines()
    length = max(len(ours), len(theirs))
    ours += [""] * (length - len(ours))
    theirs += [""] * (length - len(theirs))
    first = next((i for i in range(length) if ours[i] != theirs[i]), 0)
    window = range(max(0, first - _CONTEXT), min(length, first + _CONTEXT + 1))
    return [(i + 1, ours[i], theirs[i]) for i in window]
