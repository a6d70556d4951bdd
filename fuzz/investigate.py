"""After a campaign: where its divergences come from, smaller programs for them, and a report."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from fuzz.campaign import JudgeSeeds
from fuzz.sources import NoProgramError, self_contained
from oracle.bisect.attribute import NotAttributable, attribute
from oracle.compilers import Compiler, compiler_from_command
from oracle.ledger import Ledger, Row, StoredAttribution
from oracle.reduce import NotReducible, reduce
from oracle.report.html import page_name, write_campaign_pages
from oracle.report.terminal import print_attribution
from oracle.triage import bugs_of, counted, signature_of

_PROCESSORS = len(os.sched_getaffinity(0))


def investigate(
    ledger: Ledger, task: JudgeSeeds, rows: Sequence[Row], folder: Path, *, seconds: float, quiet: bool
) -> Path:
    """Bisect and reduce each divergence, store what is found in the ledger, and write its report into `folder`.

    `seconds` is what reducing one program may take. Returns the page to open first. The programs stay in
    `folder`: seedN.c as judged, seedN.reduced.c when a smaller one was found.
    """
    console = Console(stderr=quiet, quiet=quiet)
    folder.mkdir(parents=True, exist_ok=True)
    subject, reference = compiler_from_command(task.subject), compiler_from_command(task.reference)
    known = {found.seed for found in ledger.attributions()}
    for row in rows:
        if row.seed in known:
            continue
        try:
            program = task.source.program(row.seed)
        except NoProgramError as error:
            console.print(f"seed {row.seed}: {error}", markup=False)
            continue
        file = folder / f"seed{row.seed}.c"
        file.write_bytes(self_contained(program, file, reference))
        console.rule(f"seed {row.seed}: {row.verdict.value}")
        console.print(row.reason, markup=False, soft_wrap=True)
        found = _attribution(row, file, subject, reference, task, console)
        reduced = _reduced(row, file, subject, reference, task, seconds, console)
        signature = signature_of(task.subject, row.verdict, row.reason, found, reduced)
        ledger.record_attribution(StoredAttribution(row.seed, signature.key, json.dumps(found), reduced))
        _commands(console, file, reduced is not None, task, folder / page_name(row.seed))
    console.print(f"{counted(bugs_of(ledger))} (oracle triage {ledger.path})", markup=False, soft_wrap=True)
    return write_campaign_pages(folder, ledger)


def _attribution(
    row: Row, file: Path, subject: Compiler, reference: Compiler, task: JudgeSeeds, console: Console
) -> dict[str, Any]:
    """The attribution as plain data; only a note when there is none."""
    try:
        found = attribute(file, subject, reference, limits=task.limits)
    except NotAttributable as error:
        console.print(f"not attributed: {error}", markup=False)
        return {"notes": [str(error)]}
    data = found.to_json()
    print_attribution(console, data)
    return data


def _reduced(
    row: Row, file: Path, subject: Compiler, reference: Compiler, task: JudgeSeeds, seconds: float, console: Console
) -> str | None:
    try:
        found = reduce(
            file, subject, reference, verdict=row.verdict, seconds=seconds, limits=task.limits, jobs=_PROCESSORS
        )
    except NotReducible as error:
        console.print(f"not reduced: {error}", markup=False)
        return None
    file.with_suffix(".reduced.c").write_text(found.text, encoding="utf-8", errors="surrogateescape")
    console.print(
        f"reduced from {found.original_lines} to {found.lines} lines ({found.bytes} bytes) in {found.seconds:.0f} s:",
        highlight=False,
    )
    console.print(found.text, markup=False, highlight=False)
    return found.text


def _commands(console: Console, file: Path, reduced: bool, task: JudgeSeeds, page: Path) -> None:
    options = "" if task.subject == "minicc" else f" --subject '{task.subject}'"
    options += "" if task.reference == "gcc" else f" --reference '{task.reference}'"
    shown = file.with_suffix(".reduced.c") if reduced else file
    console.print("to see it again:")
    console.print(f"  oracle judge {shown}{options}\n  oracle bisect {file}{options}", markup=False, soft_wrap=True)
    console.print(f"report: {page}", markup=False, soft_wrap=True)
