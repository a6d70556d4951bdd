"""Ledgers merged, and reported as a page, as JUnit XML and as SARIF."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fuzz.duration import DURATION, words_for
from fuzz.report.plot import Series, area_plot, line_plot
from oracle.ledger import Ledger, Row, StoredAttribution
from oracle.verdict import Verdict

ROOT = Path(__file__).parents[2]
CONFIGURATION = {"source": "folder", "subject": "tcc -O1", "reference": "gcc"}
VERSIONS = {"subject": "tcc 1", "reference": "gcc 12"}
EVIDENCE = {"program": "int main(void) { return a < 1 && 2 > 1; }\n", "commands": ["tcc p.c"]}
ATTRIBUTION = {
    "stage": "llvm pass",
    "pass_name": "EarlyCSEPass",
    "last_good": "B4@3",
    "first_bad": "B4@4",
    "evidence": "--- good\n+++ bad\n-  %1 = sub i32 %a, %b\n+  %1 = sub i32 %b, %a\n",
    "commands": ["minicc -fboundary=B4@4 p.c"],
}


def fuzz(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fuzz.cli", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


def row(seed: int) -> Row:
    if seed % 10 == 0:
        return Row(
            seed, f"{seed:064x}", Verdict.MISCOMPILE, "output line 1 is '<b>', not '&'", json.dumps(EVIDENCE), 0.1
        )
    return Row(seed, f"{seed:064x}", Verdict.AGREE, seconds=0.1)


def make(path: Path, seeds: range, versions: dict[str, str] = VERSIONS, **configuration: str) -> Path:
    """A ledger with the rows of the seeds, in two batches."""
    with Ledger.open(path) as ledger:
        ledger.start_campaign({**CONFIGURATION, **configuration}, versions)
        run = ledger.start_run({"first_seed": seeds.start, "engine": "local", "cores": 2})
        half = len(seeds) // 2
        ledger.record_arrivals(run, 1.5, map(row, seeds[:half]))
        ledger.record_arrivals(run, 3.0, map(row, seeds[half:]))
        for seed in seeds:
            if seed == 10:
                ledger.record_attribution(
                    StoredAttribution(10, "llvm pass:EarlyCSEPass", json.dumps(ATTRIBUTION), "int main(void) { }\n")
                )
    return path


def digest(path: Path) -> str:
    with Ledger.open(path, create=False) as ledger:
        return ledger.digest()


def test_merged_ledgers_are_the_ledger_of_the_whole(tmp_path: Path) -> None:
    make(tmp_path / "a", range(1, 41))
    make(tmp_path / "b", range(30, 101))
    make(tmp_path / "whole", range(1, 101))
    done = fuzz("merge", "a", "b", "-o", "c", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "100 programs, 11 of them met more than once" in done.stdout
    assert digest(tmp_path / "c") == digest(tmp_path / "whole")
    with Ledger.open(tmp_path / "c", create=False) as merged:
        assert [found.seed for found in merged.attributions()] == [10]
        assert len(merged.runs()) == 2
    again = fuzz("merge", "b", "-o", "c", folder=tmp_path)
    assert again.returncode == 0, again.stderr
    assert digest(tmp_path / "c") == digest(tmp_path / "whole")
    with Ledger.open(tmp_path / "c", create=False) as merged:
        assert len(merged.runs()) == 2


def test_contradictions_are_told(tmp_path: Path) -> None:
    make(tmp_path / "a", range(1, 11))
    with Ledger.open(tmp_path / "b") as ledger:
        ledger.start_campaign(CONFIGURATION, VERSIONS)
        ledger.record([Row(3, f"{3:064x}", Verdict.COMPILER_CRASH)])
    done = fuzz("merge", "a", "b", "-o", "c", folder=tmp_path)
    assert done.returncode == 1
    assert "1 seeds were judged differently (the first answer stays): 3" in done.stderr


@pytest.mark.parametrize(
    ("versions", "subject", "message"),
    [
        (VERSIONS, "tcc -O2", "subject is 'tcc -O2' there, 'tcc -O1' here"),
        ({"subject": "tcc 2", "reference": "gcc 12"}, "tcc -O1", "version of the subject is 'tcc 2' there"),
    ],
)
def test_other_campaigns_are_not_merged(tmp_path: Path, versions: dict[str, str], subject: str, message: str) -> None:
    make(tmp_path / "a", range(1, 3))
    make(tmp_path / "b", range(3, 5), versions, subject=subject)
    done = fuzz("merge", "a", "b", "-o", "c", folder=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "c").exists()


class _Page(HTMLParser):
    """What the page would load from elsewhere, and whether its tags are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.loaded += [value or "" for name, value in attributes if name in ("src", "href")]
        if tag not in ("meta", "line", "br", "path"):
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        if tag != "path":
            assert self.open.pop() == tag


def test_the_report_is_one_page_with_everything_in_it(tmp_path: Path) -> None:
    make(tmp_path / "l", range(1, 101))
    done = fuzz("report", "l", "-o", "out.html", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["out.html", "out.xml", "out.sarif"]
    text = (tmp_path / "out.html").read_text()
    page = _Page(text)
    assert page.loaded == []
    assert page.open == []
    for wanted in (
        "tcc -O1", "gcc 12", "1-100", digest(tmp_path / "l"), "EarlyCSEPass", "%1 = sub i32 %b, %a",
        "fuzz replay l 10 -o seed10.c", "minicc -fboundary=B4@4 p.c", "int main(void) { }", "33.3",
        "&lt;b&gt;", 'class="plot filled"', 'class="plot lines"',
    ):  # fmt: skip
        assert wanted in text, wanted
    assert "<b>'" not in text
    suite = ElementTree.parse(tmp_path / "out.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures")) == ("100", "10")
    results = json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]
    assert len(results) == 10
    assert {result["level"] for result in results} == {"error"}


def test_own_programs_are_reported_by_feature(tmp_path: Path) -> None:
    from fuzz.sources.own import OwnSource

    with Ledger.open(tmp_path / "l") as ledger:
        ledger.start_campaign({**OwnSource(40).configuration(), "subject": "s", "reference": "r"}, VERSIONS)
        ledger.record(map(row, range(1, 21)))
    done = fuzz("report", "l", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "l.html").read_text()
    assert "Features of the language against verdicts" in text
    assert re.search(r"<td>bit-fields</td><td class=\"number\">\d+ %", text)
    assert "plot filled" not in text
    assert "<th>none of these</th><th>miscompile</th>" in text


def test_reports_of_nothing_are_refused(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "empty").close()
    make(tmp_path / "l", range(1, 3))
    for words, message in (
        (("report", "empty"), "empty: holds no campaign yet"),
        (("report", "missing"), "missing: no such ledger"),
        (("report", "l", "-o", "/proc/no/out.html"), "/proc/no/out.html"),
        (("merge", "missing", "-o", "c"), "missing: no such ledger"),
    ):
        done = fuzz(*words, folder=tmp_path)
        assert done.returncode == 2
        assert message in done.stderr
        assert "Traceback" not in done.stderr


def test_plots_are_drawn_to_scale() -> None:
    two = [Series("agree", [(0, 0), (10, 4)]), Series("miscompile", [(0, 0), (10, 1)])]
    paths = re.findall(r'class="plot-(\w+)" d="([^"]+)"', area_plot(two, "programs"))
    assert [name for name, _ in paths] == ["agree", "miscompile"]
    assert "888.0 10.0" in paths[1][1]
    assert "888.0 50.0" in paths[0][1]
    assert 'aria-label="rate over time"' in line_plot([Series("rate", [(0, 0), (0, 0)])], "rate")


@pytest.mark.parametrize(("text", "seconds"), [("90", 90), ("90s", 90), ("1.5m", 90), ("8h", 28800), ("2d", 172800)])
def test_times_on_the_command_line(text: str, seconds: float) -> None:
    assert DURATION.convert(text, None, None) == seconds


def test_times_for_people() -> None:
    assert [words_for(s) for s in (0, 59, 61, 30000, 190000)] == ["0 s", "59 s", "1 min 1 s", "8 h 20 min", "2 d 4 h"]


def test_a_time_that_is_none_is_refused(tmp_path: Path) -> None:
    done = fuzz("run", "--time", "soon", folder=tmp_path)
    assert done.returncode == 2
    assert "'soon' is no time" in done.stderr
