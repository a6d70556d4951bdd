"""Divergences are grouped into bugs, and bugs become regression tests."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from oracle.cli import cli
from oracle.ledger import Ledger, Row, StoredAttribution
from oracle.triage.constructs import constructs_of
from oracle.triage.promote import NotPromotable, promote
from oracle.triage.signature import Signature, signature_of, without_names
from oracle.triage.triage import Example, bugs_of, count_of, counted, grouped
from oracle.verdict import Verdict

_PRINTF = "int printf(const char *, ...);\n"
_SHIFT = _PRINTF + 'int main(void) { unsigned x = 8; printf("%u\\n", x >> 2); return 0; }\n'
_FIELD = _PRINTF + 'struct s { int a : 3; } g = { 1 };\nint main(void) { g.a ^= 2; printf("%d\\n", g.a); return 0; }\n'


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Six divergences: three of a shift, one of a bit-field, two crashes with one message."""
    path = tmp_path / "ledger"
    lower, evidence = json.dumps({"stage": "lower"}), json.dumps({"program": "int main(void) { return 0; }"})
    longer = _SHIFT.replace("int main", "static int unused;\nint main")
    with Ledger.open(path) as opened:
        opened.start_campaign({"subject": "tcc", "reference": "gcc", "source": "own"})
        opened.record(Row(seed, str(seed), Verdict.MISCOMPILE, "wrong", evidence) for seed in (1, 2, 3, 4))
        opened.record(
            Row(seed, str(seed), Verdict.COMPILER_CRASH, f"assertion {seed} in 'f{seed}'", evidence) for seed in (5, 6)
        )
        opened.record([Row(7, "7", Verdict.AGREE)])
        for seed, program in ((1, longer), (2, _SHIFT), (3, _FIELD), (4, longer + "int more;\n")):
            opened.record_attribution(StoredAttribution(seed, "", lower, program))
    return path


def test_divergences_are_grouped_and_the_smallest_comes_first(ledger: Path) -> None:
    with Ledger.open(ledger) as opened:
        bugs = bugs_of(opened)
    assert [[example.seed for example in bug.examples] for bug in bugs] == [[2, 1, 4], [5, 6], [3]]
    assert bugs[0].signature.key == "tcc: miscompile: lower"
    assert bugs[1].signature.failure == "assertion * in *"
    assert not bugs[1].best.is_reduced and bugs[1].best.program is not None


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        ("/tmp/fuzz-zj/seed1.c:10: error: ',' expected (got \"value\")", "',' expected (got \"*\")"),
        ("a.c:3:7: error: ';' expected (got \"T31\")", "';' expected (got \"*\")"),
        ("a.c:53: error: '__int128' undeclared", "* undeclared"),
        ("b.c:2:1: error: invalid operands to '+'", "invalid operands to '+'"),
        ("/tmp/fuzz-zj/seed2.c:53: expected ','", "expected ','"),
        ("    ^ expected ','", "expected ','"),
        ("c.c:1: internal compiler error: in expand_shift, at expr.cc:1234", "in expand_shift, at expr.cc:*"),
    ],
)
def test_messages_keep_what_names_and_places_do_not_change(message: str, kept: str) -> None:
    assert without_names(message) == kept


def test_what_makes_two_signatures_one_bug() -> None:
    def of(place: str, functions: set[str], *constructs: str) -> Signature:
        return Signature("cc", Verdict.MISCOMPILE, place, "", frozenset(functions), frozenset(constructs))

    assert of("lower", set(), "a", "b").is_same_bug(of("lower", set(), "a", "b", "c", "d"))
    assert not of("lower", set(), "a").is_same_bug(of("check", set(), "a"))
    assert not of("lower", set(), "a", "b").is_same_bug(of("lower", set(), "a", "c"))
    assert of("lower", {"shift"}, "a").is_same_bug(of("lower", {"shift", "call"}, "a"))
    assert not of("lower", {"shift"}, "a").is_same_bug(of("lower", {"call"}, "a"))


def _found(seed: int, verdict: Verdict, reason: str, stage: str, reduced: str | None = None) -> Example:
    attribution = {"stage": stage} if stage else {}
    signature = signature_of("cc", verdict, reason, attribution, reduced)
    return Example(seed, reason, signature, reduced, reduced is not None, attribution)


def test_what_is_not_attributed_opens_no_bug_where_it_may_be_another() -> None:
    wrong, crash = Verdict.MISCOMPILE, Verdict.COMPILER_CRASH
    lone = [_found(1, wrong, "", ""), _found(2, wrong, "", "")]
    assert count_of(grouped(lone)) == 1
    placed = [_found(3, wrong, "", "lower", _SHIFT), _found(4, wrong, "", "check", _FIELD)]
    bugs = grouped([*lone, *placed])
    assert [[one.seed for one in bug.examples] for bug in bugs] == [[4], [3], [1, 2]]
    assert bugs[2].may_be == [bugs[1], bugs[0]] or bugs[2].may_be == [bugs[0], bugs[1]]
    assert count_of(bugs) == 2
    assert counted(bugs) == "2 distinct bugs; 2 divergences not told apart from these"
    other = grouped([placed[0], _found(5, wrong, "", "unknown", _FIELD)])
    assert count_of(other) == 2 and not any(bug.may_be for bug in other)  # their constructs tell them apart
    assert count_of(grouped([_found(6, crash, "in f", ""), _found(7, crash, "in f", "lower")])) == 1
    assert count_of(grouped([_found(6, crash, "in f", ""), _found(7, crash, "in g", "lower"), *lone])) == 3


def test_a_function_that_may_be_guilty_of_both_leaves_open_whether_they_are_one_bug() -> None:
    """One planted fault of the conversions showed in `-4 < 3u` and in `4294967289u % 5`: it counted twice."""

    def of(seed: int, *suspects: str, reduced: str) -> Example:
        attribution = {"stage": "check", "suspects": list(suspects)}
        signature = signature_of("minicc", Verdict.MISCOMPILE, "", attribution, reduced)
        return Example(seed, "", signature, reduced, True, attribution)

    first, second = of(1, "compare", "binary", reduced=_SHIFT), of(2, "literal", "binary", reduced=_FIELD)
    bugs = grouped([first, second])
    assert count_of(bugs) == 1 and bugs[1].may_be == [bugs[0]]
    assert count_of(grouped([first, of(2, "member", reduced=_FIELD)])) == 2
    assert count_of(grouped([first, of(2, "binary", reduced=_SHIFT)])) == 1


def test_a_bug_in_words_a_person_reads() -> None:
    attribution = {
        "stage": "check",
        "suspects": ["minicc.check.convert:promote (minicc/check/convert.py:12); right with: +", "f (x.py:1)"],
    }
    found = signature_of("minicc", Verdict.MISCOMPILE, "", attribution, _SHIFT)
    assert found.words == "miscompile in check, likely check.convert:promote (with >>, unsigned)"
    line = _SHIFT.splitlines().index('int main(void) { unsigned x = 8; printf("%u\\n", x >> 2); return 0; }') + 1
    program = "int unused(int n) { return n << 1; }\n" + _SHIFT
    at_line = {"stage": "llvm pass", "pass_name": "SROAPass", "line": line + 1}
    shown = signature_of("clang", Verdict.MISCOMPILE, "", at_line, None, original=program)
    assert shown.words == "miscompile in llvm pass SROAPass (with >>, unsigned)"
    reason = "a.c:3:4: error: 'x12' is not supported"
    assert signature_of("tcc", Verdict.REJECTS_VALID, reason, {}, None).words == "rejects-valid: * is not supported"
    assert signature_of("tcc", Verdict.MISCOMPILE, "line 1 is 3", {}, None).words == "miscompile"


def test_a_signature_keeps_no_names_of_the_program() -> None:
    reason = "a.c:3:4: error: 'x12' is not supported"
    one = signature_of("cc", Verdict.REJECTS_VALID, reason, {}, None)
    two = signature_of("cc", Verdict.REJECTS_VALID, reason.replace("x12", "y").replace("3:4", "33:14"), {}, None)
    assert one == two
    found = signature_of("cc", Verdict.MISCOMPILE, "", {"stage": "llvm pass", "pass_name": "SROAPass"}, _FIELD)
    assert found.place == "llvm pass SROAPass"


def test_constructs_are_those_that_tell_something() -> None:
    assert constructs_of(_SHIFT) == {">>", "unsigned"}
    assert constructs_of(_FIELD) == {"struct", "bit-field", ".", "^="}
    assert constructs_of("int main(void) { for (;;) if (1) goto l; l: return (char)1.5 ? 'a' : -2; }") == {
        "for", "if", "goto", "cast", "char", "?:", "floating constant", "character constant", "unary -",
    }  # fmt: skip
    assert constructs_of("this is no C") == frozenset()


def test_the_commands(ledger: Path, tmp_path: Path) -> None:
    shown = CliRunner().invoke(cli, ["triage", str(ledger)])
    assert shown.exit_code == 0 and "x >> 2" in shown.output
    listed = json.loads(CliRunner().invoke(cli, ["triage", str(ledger), "--json"]).output)
    assert [bug["seeds"] for bug in listed] == [[2, 1, 4], [5, 6], [3]]
    words = ["promote", str(ledger), "3", "--name", "field", "-o", str(tmp_path / "tests")]
    assert CliRunner().invoke(cli, words).exit_code == 0
    assert (tmp_path / "tests" / "field.expected").read_text() == "3\n"
    assert "tcc: miscompile: lower" in (tmp_path / "tests" / "field.c").read_text().splitlines()[0]
    assert CliRunner().invoke(cli, words).exit_code == 4
    for bad in (["promote", str(ledger), "4", "--name", "x"], ["triage", str(tmp_path / "nothing")]):
        result = CliRunner().invoke(cli, bad)
        assert result.exit_code == 2 and "oracle: error" in result.output


@pytest.mark.parametrize(
    ("text", "name", "why"),
    [
        ("int main(void) { return 3; }", "x", "status 0"),
        ("int main(void) { return y; }", "x", "does not compile"),
        ("int main(void) { return 0; }", "../x", "no name"),
    ],
)
def test_what_cannot_be_promoted(text: str, name: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(NotPromotable, match=why):
        promote(text, name, "history", tmp_path)
    assert not list(tmp_path.iterdir())


def test_history_is_one_comment(tmp_path: Path) -> None:
    promote("int main(void) { return 0; }", "x", "wrong */ int\nx", tmp_path, day=date(2026, 1, 2))
    assert (tmp_path / "x.c").read_text() == "/* 2026-01-02: wrong * / int x */\nint main(void) { return 0; }\n"
