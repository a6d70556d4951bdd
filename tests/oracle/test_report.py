from __future__ import annotations

import io
import json
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console

from oracle.compilers import gcc
from oracle.judge import judge
from oracle.ledger import Ledger, Row, StoredAttribution
from oracle.report.html import Divergence, write_campaign_pages, write_divergence_page
from oracle.report.json import judgement_to_json, ledger_row
from oracle.report.machines import Case, case_of_judgement, cases_of_ledger, write_junit, write_sarif
from oracle.report.terminal import first_difference, print_attribution, print_judgement
from oracle.verdict import Evidence, Execution, Judgement, Verdict

Write = Callable[[str], Path]

ATTRIBUTION = {
    "stage": "llvm pass",
    "pass_name": "InstCombinePass",
    "pass_index": 17,
    "pass_unit": "main",
    "function": "main",
    "file": "program.c",
    "line": 3,
    "last_good": "B4+16",
    "first_bad": "B4+17",
    "evidence": "--- before\n+++ after\n@@ -1 +1 @@\n-  %x = add i32 %a, 1\n+  %x = add i32 %a, 2\n",
    "commands": ["minicc -O2 -fboundary=B4+17 program.c"],
    "probes": [{"boundary": "B3", "good": True, "command": "minicc", "behaviour": "exits <0>"}],
    "notes": ["a note"],
}


def run_of(stdout: bytes, status: int = 0) -> Execution:
    return Execution(("/tmp/program",), status, None, stdout, b"", 0.01, 0.02)


@pytest.fixture
def miscompile(program: Write) -> Judgement:
    source = program('#include <stdio.h>\nint main(void) { puts("<b>"); }\n')
    evidence = Evidence(
        ("minicc", "-O2"),
        ("gcc",),
        run_of(b""),
        run_of(b""),
        run_of(b"1\n<b>\n"),
        run_of(b"1\n<i>\n"),
        "abc",
        ("noted",),
    )
    return Judgement(Verdict.MISCOMPILE, "output line 2 is '<b>'", evidence, source)


class Checker(HTMLParser):
    """Collects tags that do not match and the addresses of what a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.fetched: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [value or "" for name, value in attrs if name == "src" or (tag == "link" and name == "href")]
        if tag not in ("meta", "br", "link", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def checked(page: Path) -> str:
    checker = Checker()
    checker.feed(page.read_text())
    assert checker.open == []
    assert checker.fetched == []
    return checker.text


def test_a_judgement_is_plain_data(miscompile: Judgement) -> None:
    data = json.loads(json.dumps(judgement_to_json(miscompile, with_program=True)))
    assert data["verdict"] == "miscompile"
    assert data["subject_run"]["stdout"] == "1\n<b>\n"
    assert data["program"].startswith("#include")
    assert data["commands"][0].startswith("minicc -O2 ")


def test_rows_of_agreement_are_small(program: Write) -> None:
    source = program("int main(void) { return 0; }")
    row = ledger_row(5, judge(source, gcc("-O2"), gcc()), 0.1)
    assert (row.seed, row.verdict, row.evidence) == (5, Verdict.AGREE, "{}")
    assert len(row.program_digest) == 64


def test_the_page_of_a_divergence_is_whole(miscompile: Judgement, tmp_path: Path) -> None:
    page = tmp_path / "new" / "page.html"
    data = judgement_to_json(miscompile, with_program=True)
    write_divergence_page(page, Divergence(data, ATTRIBUTION, "int main(void) { return 1 < 2; }", {"gcc": "gcc 12"}))
    text = checked(page)
    for expected in (
        "miscompile",
        "InstCombinePass (execution 17 on main)",
        "program.c:3",
        "return 1 < 2;",
        "%x = add i32 %a, 2",
        "minicc -O2 -fboundary=B4+17 program.c",
        'puts("<b>")',
        "gcc 12",
        "exits <0>",
    ):
        assert expected in text
    assert '<span class="added">+  %x = add i32 %a, 2</span>' in page.read_text()


def test_the_pages_of_a_campaign(miscompile: Judgement, tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        index = write_campaign_pages(tmp_path / "empty", ledger)
        assert "no campaign" in checked(index)
        ledger.start_campaign({"subject": "minicc <-O2>"}, {"gcc": "12"})
        ledger.record(
            [ledger_row(3, miscompile, 0.1), Row(4, "d", Verdict.COMPILER_CRASH, "boom"), Row(5, "e", Verdict.AGREE)]
        )
        ledger.record_attribution(StoredAttribution(3, "llvm pass:InstCombine", json.dumps(ATTRIBUTION), "int x;"))
        index = write_campaign_pages(tmp_path / "pages", ledger)
        text = checked(index)
        for expected in ("3 programs", "llvm pass:InstCombine (1)", "boom", "minicc <-O2>", ledger.digest()):
            assert expected in text
        assert "InstCombinePass" in checked(tmp_path / "pages" / "seed-3.html")
        assert "boom" in checked(tmp_path / "pages" / "seed-4.html")
        assert not (tmp_path / "pages" / "seed-5.html").exists()


def test_the_terminal_shows_what_matters(miscompile: Judgement) -> None:
    stream = io.StringIO()
    console = Console(file=stream, width=100, highlight=False)
    print_judgement(console, judgement_to_json(miscompile))
    print_attribution(console, ATTRIBUTION)
    text = stream.getvalue()
    for expected in ("miscompile", "output line 2", "<b>", "<i>", "noted", "minicc -O2", "InstCombinePass", "B4+17"):
        assert expected in text


def test_long_evidence_is_cut_on_the_terminal() -> None:
    stream = io.StringIO()
    evidence = "".join(f"+ line {number}\n" for number in range(100))
    print_attribution(Console(file=stream, width=100, highlight=False), {**ATTRIBUTION, "evidence": evidence})
    assert "line 59" in stream.getvalue()
    assert "line 60" not in stream.getvalue()
    assert "40 more lines" in stream.getvalue()


def test_the_first_difference_has_context() -> None:
    ours, theirs = "".join(f"{i}\n" for i in range(9)), "".join(f"{i if i != 5 else 'x'}\n" for i in range(9))
    assert first_difference(ours, theirs) == [
        (4, "3", "3"),
        (5, "4", "4"),
        (6, "5", "x"),
        (7, "6", "6"),
        (8, "7", "7"),
    ]
    assert first_difference("", "a\n") == [(1, "", "a")]


def test_build_servers_get_junit(miscompile: Judgement, tmp_path: Path) -> None:
    refused = Case("other.c", Verdict.UNDEFINED, "line 3: \x01 <bad>")
    agreed = Case("third.c", Verdict.AGREE, "exits with 0", 0.5)
    failed = case_of_judgement(judgement_to_json(miscompile), 1.5)
    write_junit(tmp_path / "new" / "junit.xml", [failed, refused, agreed], suite="s")
    suite = ElementTree.parse(tmp_path / "new" / "junit.xml").getroot()[0]
    assert [suite.get(name) for name in ("tests", "failures", "skipped", "time")] == ["3", "1", "1", "2.000"]
    failure, skipped = suite[0][0], suite[1][0]
    assert (failure.tag, failure.get("type")) == ("failure", "miscompile")
    assert "minicc -O2" in (failure.text or "")
    assert (skipped.tag, skipped.get("message")) == ("skipped", "undefined: line 3: \\x01 <bad>")
    assert len(suite[2]) == 0


def test_code_scanning_gets_sarif(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        ledger.start_campaign({})
        verdicts = [Verdict.MISCOMPILE, Verdict.AGREE, Verdict.UNSTABLE]
        ledger.record([Row(seed, "d", verdict) for seed, verdict in enumerate(verdicts, 1)])
        ledger.record_attribution(StoredAttribution(1, "lower", json.dumps(ATTRIBUTION)))
        write_sarif(tmp_path / "log.sarif", cases_of_ledger(ledger), version="1")
    run = json.loads((tmp_path / "log.sarif").read_text())["runs"][0]
    found = [(result["ruleId"], result["level"]) for result in run["results"]]
    assert found == [("miscompile", "error"), ("unstable", "note")]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "program.c"}, "region": {"startLine": 3}}
    assert {result["ruleId"] for result in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
