"""A campaign as one self-contained HTML page."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from fuzz.duration import words_for
from fuzz.report.features import FeatureCount, feature_counts
from fuzz.report.plot import Series, area_plot, line_plot
from oracle.ledger import Ledger, Run
from oracle.report.html import coloured_diff, numbered
from oracle.report.machines import cases_of_ledger, write_junit, write_sarif
from oracle.report.terminal import attribution_facts, first_difference
from oracle.triage import Bug, bugs_of, count_of
from oracle.verdict import Verdict

_POINTS = 200
_SHOWN_SEEDS = 40


@dataclass(frozen=True, slots=True)
class _BugSection:
    """A distinct bug as the page shows it."""

    bug: Bug
    facts: list[tuple[str, str]]
    differing: list[tuple[int, str, str]]
    seeds: str
    commands: list[str]


def write_report(ledger: Ledger, page: Path) -> list[Path]:
    """Write `page`, and PAGE.xml (JUnit) and PAGE.sarif beside it; returns the paths written.

    Raises OSError when a file cannot be written, LedgerError when the ledger holds no campaign.
    """
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(_html(ledger), encoding="utf-8")
    junit, sarif = page.with_suffix(".xml"), page.with_suffix(".sarif")
    write_junit(junit, cases_of_ledger(ledger), suite=f"fuzz {_configuration(ledger).get('subject', '')}".strip())
    write_sarif(sarif, cases_of_ledger(ledger), version=version("minicc"))
    return [page, junit, sarif]


def _html(ledger: Ledger) -> str:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("fuzz.report"), PackageLoader("oracle.report")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(diff=coloured_diff, numbered=numbered, duration=words_for)
    counts = ledger.counts()
    bugs = bugs_of(ledger)
    runs = [run for run in ledger.runs() if run.arrivals]
    features: list[FeatureCount] = feature_counts(ledger)
    return environment.get_template("report.html").render(
        ledger=ledger,
        configuration=_configuration(ledger),
        versions=ledger.campaign.tool_versions if ledger.campaign else {},
        counts=counts,
        total=sum(counts.values()),
        divergences=sum(count for verdict, count in counts.items() if verdict.is_divergence),
        bugs=[_section(ledger, bug) for bug in bugs],
        distinct=count_of(bugs),
        runs=runs,
        seconds=sum(_length(run) for run in runs),
        timed=sum(count for run in runs for _, _, count in run.arrivals),
        verdict_plot=area_plot(_verdicts_over_time(runs), "programs") if runs else "",
        rate_plot=line_plot(_rate_over_time(runs), "programs per second") if runs else "",
        features=features,
        seeds=_seed_ranges(ledger),
        digest=ledger.digest(),
        length=_length,
        minicc=version("minicc"),
    )


def _configuration(ledger: Ledger) -> dict[str, object]:
    return dict(ledger.campaign.configuration) if ledger.campaign else {}


def _section(ledger: Ledger, bug: Bug) -> _BugSection:
    best = bug.best
    row = ledger.row(best.seed)
    judgement: dict[str, Any] = json.loads(row.evidence) if row else {}
    ours, theirs = judgement.get("subject_run"), judgement.get("reference_run")
    differing = []
    if ours and theirs and ours["stdout_sha256"] != theirs["stdout_sha256"]:
        differing = first_difference(ours["stdout"], theirs["stdout"])
    seeds = [one.seed for one in bug.examples]
    more = f" and {len(seeds) - _SHOWN_SEEDS} more" if len(seeds) > _SHOWN_SEEDS else ""
    configuration = _configuration(ledger)
    options = [("--subject", configuration.get("subject")), ("--reference", configuration.get("reference"))]
    words = " ".join(f"{option} {shlex.quote(str(value))}" for option, value in options if value)
    replay = [
        f"fuzz replay {shlex.quote(str(ledger.path))} {best.seed} -o seed{best.seed}.c",
        f"oracle bisect seed{best.seed}.c {words}",
        f"oracle reduce seed{best.seed}.c {words}",
    ]
    commands = [*replay, *(best.attribution.get("commands") or judgement.get("commands") or ())]
    facts = attribution_facts(best.attribution) if best.attribution.get("stage") else []
    shown = ", ".join(map(str, seeds[:_SHOWN_SEEDS])) + more
    return _BugSection(bug, facts, differing, shown, commands)


def _length(run: Run) -> float:
    return run.arrivals[-1][0] if run.arrivals else 0.0


def _verdicts_over_time(runs: list[Run]) -> list[Series]:
    """How many programs had each verdict at each time; runs one after the other."""
    verdicts = [verdict for verdict in Verdict if any(verdict is kind for run in runs for _, kind, _ in run.arrivals)]
    totals: Counter[Verdict] = Counter()
    points: dict[Verdict, list[tuple[float, float]]] = {verdict: [(0.0, 0.0)] for verdict in verdicts}
    begun = 0.0
    for run in runs:
        for seconds, verdict, count in run.arrivals:
            totals[verdict] += count
            for one in verdicts:
                points[one].append((begun + seconds, float(totals[one])))
        begun += _length(run)
    return [Series(verdict.value, _thinned(points[verdict])) for verdict in verdicts]


def _rate_over_time(runs: list[Run]) -> list[Series]:
    """Programs per second in equal slices of the time that the runs took."""
    whole = sum(map(_length, runs))
    slices = min(60, max(1, round(whole)))
    width = whole / slices or 1.0
    programs = [0] * slices
    begun = 0.0
    for run in runs:
        for seconds, _, count in run.arrivals:
            programs[min(int((begun + seconds) / width), slices - 1)] += count
        begun += _length(run)
    return [Series("programs per second", [((at + 0.5) * width, count / width) for at, count in enumerate(programs)])]


def _thinned(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    step = max(1, len(points) // _POINTS)
    return [*points[:-1:step], points[-1]]


def _seed_ranges(ledger: Ledger) -> str:
    """The judged seeds as '1-100, 200-250'."""
    found: list[list[int]] = []
    for seed in sorted(ledger.judged_seeds()):
        if found and seed == found[-1][1] + 1:
            found[-1][1] = seed
        else:
            found.append([seed, seed])
    shown = [str(first) if first == last else f"{first}-{last}" for first, last in found[:20]]
    return ", ".join(shown) + (f" and {len(found) - 20} ranges more" if len(found) > 20 else "")
