"""Pages for a browser: one divergence, or a whole campaign. Each page is one file that needs nothing else."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from oracle.ledger import Ledger, Row, StoredAttribution
from oracle.report.terminal import attribution_facts, first_difference


@dataclass(frozen=True, slots=True)
class Divergence:
    """What a page about one program shows. `judgement` and `attribution` are plain data."""

    judgement: Mapping[str, Any]
    attribution: Mapping[str, Any] | None = None
    reduced_program: str | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    commands: tuple[str, ...] = ()
    """Further commands worth typing, besides those of judgement and attribution."""


def write_divergence_page(page: Path, divergence: Divergence) -> None:
    """Write the page about one program to `page`, making its folder."""
    judgement = divergence.judgement
    subject, reference = judgement.get("subject_run"), judgement.get("reference_run")
    differing = []
    if subject and reference and subject["stdout_sha256"] != reference["stdout_sha256"]:
        differing = first_difference(subject["stdout"], reference["stdout"])
    commands = [*divergence.commands, *judgement.get("commands", ())]
    if divergence.attribution:
        commands += divergence.attribution.get("commands") or ()
    _write(
        page,
        "divergence.html",
        divergence=divergence,
        judgement=judgement,
        attribution=divergence.attribution,
        facts=attribution_facts(divergence.attribution) if divergence.attribution else [],
        differing=differing,
        commands=commands,
    )


def write_campaign_pages(folder: Path, ledger: Ledger) -> Path:
    """Write `folder`/index.html about the ledger's campaign and a page per divergence; returns the index."""
    campaign = ledger.campaign
    attributions = {found.seed: found for found in ledger.attributions()} if campaign else {}
    divergences = ledger.divergences() if campaign else []
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in divergences:
        found = attributions.get(row.seed)
        groups[found.signature if found else f"{row.verdict}: not attributed"].append(row)
        write_divergence_page(
            folder / page_name(row.seed),
            divergence_of(row, found, campaign.tool_versions if campaign else {}),
        )
    index = folder / "index.html"
    _write(
        index,
        "campaign.html",
        ledger=ledger,
        campaign=campaign,
        counts=ledger.counts() if campaign else {},
        total=sum(ledger.counts().values()) if campaign else 0,
        groups=sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])),
        page_name=page_name,
        digest=ledger.digest() if campaign else "",
    )
    return index


def divergence_of(row: Row, found: StoredAttribution | None, versions: Mapping[str, str]) -> Divergence:
    """What a page shows of a recorded row."""
    evidence = json.loads(row.evidence)
    judgement = {**evidence, "verdict": row.verdict.value, "reason": row.reason, "source": f"seed {row.seed}"}
    return Divergence(
        judgement=judgement,
        attribution=json.loads(found.attribution) if found else None,
        reduced_program=found.reduced_program if found else None,
        versions=versions,
    )


def page_name(seed: int) -> str:
    """The file name of a divergence's page, beside the index."""
    return f"seed-{seed}.html"


def coloured_diff(text: str) -> Markup:
    """The template filter `diff`: the lines of a unified diff, each in a span of its kind."""
    kinds = {"+": "added", "-": "removed", "@": "place"}
    lines = (
        Markup('<span class="{}">{}</span>').format(kinds.get(line[:1], "same"), line) for line in text.splitlines()
    )
    return Markup("\n").join(lines)


def numbered(text: str, marked: int | None = None) -> Markup:
    """The template filter `numbered`: the lines of a program with their numbers, one of them marked."""
    lines = []
    for number, line in enumerate(text.splitlines(), 1):
        kind = "marked" if number == marked else "same"
        lines.append(Markup('<span class="{}"><i>{:4}</i> {}</span>').format(kind, number, escape(line)))
    return Markup("\n").join(lines)


def _write(page: Path, template: str, **values: object) -> None:
    environment = Environment(
        loader=PackageLoader("oracle.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["diff"] = coloured_diff
    environment.filters["numbered"] = numbered
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(environment.get_template(template).render(**values), encoding="utf-8")
