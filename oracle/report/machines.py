"""Results for other programs: JUnit XML for build servers, SARIF 2.1.0 for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from oracle.ledger import Ledger
from oracle.verdict import Verdict

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_MEANINGS = {
    Verdict.MISCOMPILE: "The compiled program does something else than the reference's.",
    Verdict.REJECTS_VALID: "The compiler rejects a valid program.",
    Verdict.ACCEPTS_INVALID: "The compiler accepts a program that the reference rejects.",
    Verdict.COMPILER_CRASH: "The compiler itself fails.",
    Verdict.COMPILER_HANG: "The compiler does not end.",
    Verdict.UNDEFINED: "The program has no defined answer.",
    Verdict.UNSPECIFIED: "C leaves open which of several answers the program gives.",
    Verdict.UNSTABLE: "The program's output varies by itself.",
    Verdict.INCONCLUSIVE: "A limit was met, or a tool failed.",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One judged program. `file` and `line` are where a person should look; `detail` is for reading."""

    name: str
    verdict: Verdict
    reason: str
    seconds: float = 0.0
    file: str | None = None
    line: int | None = None
    detail: str = ""
    fingerprint: str = ""


def case_of_judgement(judgement: Mapping[str, Any], seconds: float = 0.0) -> Case:
    """A judgement given as plain data (see `oracle.report.json`)."""
    source = judgement["source"]
    return Case(
        source or "program",
        Verdict(judgement["verdict"]),
        judgement["reason"],
        seconds,
        source,
        judgement["line"],
        "\n".join(judgement["commands"]),
        judgement["program_digest"],
    )


def cases_of_ledger(ledger: Ledger) -> Iterator[Case]:
    """Every program of the ledger's campaign; an attribution gives the place and the fingerprint."""
    attributions = {found.seed: found for found in ledger.attributions()}
    for row in ledger.rows():
        found = attributions.get(row.seed)
        place = json.loads(found.attribution) if found else {}
        commands = json.loads(row.evidence).get("commands", [])
        yield Case(
            f"seed {row.seed}",
            row.verdict,
            row.reason,
            row.seconds,
            place.get("file"),
            place.get("line"),
            "\n".join([*commands, *place.get("commands", [])]),
            found.signature if found else row.program_digest,
        )


def write_junit(path: Path, cases: Iterable[Case], *, suite: str) -> None:
    """Write a JUnit report: divergences are failures, refusals are skipped."""
    found = list(cases)
    root = ElementTree.Element("testsuites")
    element = ElementTree.SubElement(
        root,
        "testsuite",
        name=suite,
        tests=str(len(found)),
        failures=str(sum(case.verdict.is_divergence for case in found)),
        errors="0",
        skipped=str(sum(_is_refusal(case) for case in found)),
        time=f"{sum(case.seconds for case in found):.3f}",
    )
    for case in found:
        test = ElementTree.SubElement(
            element, "testcase", classname=suite, name=_printable(case.name), time=f"{case.seconds:.3f}"
        )
        if case.verdict.is_divergence:
            message = _printable(f"{case.verdict}: {case.reason}")
            failure = ElementTree.SubElement(test, "failure", type=case.verdict, message=message)
            failure.text = _printable(case.detail)
        elif _is_refusal(case):
            ElementTree.SubElement(test, "skipped", message=_printable(f"{case.verdict}: {case.reason}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def write_sarif(path: Path, cases: Iterable[Case], *, version: str) -> None:
    """Write a SARIF log: divergences are errors, refusals are notes, agreement is left out."""
    results = [_sarif_result(case) for case in cases if case.verdict is not Verdict.AGREE]
    rules = [{"id": verdict.value, "shortDescription": {"text": text}} for verdict, text in _MEANINGS.items()]
    driver = {"name": "oracle", "version": version, "rules": rules}
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(log, indent=2) + "\n", encoding="utf-8")


def _sarif_result(case: Case) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": case.verdict.value,
        "level": "error" if case.verdict.is_divergence else "note",
        "message": {"text": f"{case.name}: {case.reason}"},
        "partialFingerprints": {"program/v1": case.fingerprint},
    }
    if case.file is not None:
        place: dict[str, Any] = {"artifactLocation": {"uri": Path(case.file).as_posix()}}
        if case.line is not None:
            place["region"] = {"startLine": case.line}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _is_refusal(case: Case) -> bool:
    return case.verdict is not Verdict.AGREE and not case.verdict.is_divergence


def _printable(text: str) -> str:
    """Without characters that XML 1.0 cannot hold."""
    return "".join(c if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff") else repr(c)[1:-1] for c in text)
