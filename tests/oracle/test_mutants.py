"""The kit measures itself with mutants of minicc: how they are made, and that a few are found and named."""

from __future__ import annotations

import ast
import json
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import FunctionType

import pytest
from click.testing import CliRunner

from minicc.preprocess import preprocess
from minicc.source import SourceText
from oracle.bisect import Stage
from oracle.bisect.behaviour import Behaviour
from oracle.bisect.forked import in_child
from oracle.calibrate import calibrate
from oracle.compilers import compiler_from_command, gcc
from oracle.mutants import passes, plant
from oracle.mutants.campaign import MutantCampaign, draw
from oracle.mutants.mutate import Mutation, RunningModule, mutated_code, mutations
from oracle.mutants.outcome import Fate, MutantOutcome, outcome_from_json, score
from oracle.mutants.partial import PartialMutant, Statements
from oracle.mutants.passes import PassMutation
from oracle.mutants.pool import PoolSample, Program, front_end
from oracle.mutants.workers import in_order

SOURCE = '''
def decide(a, b, width=8):
    """Not mutated: 1 + 1."""
    if a < b and not width == 4:
        return scale(a, b + 1)
    total = a
    total = total << 2
    return total


class Box:
    def get(self):
        raise ValueError("never mutated", 1 + 1)
'''

KILLED = ("_resize", "'sext'", "constant")

PROGRAM = """
int printf(const char *, ...);
static long shift(long a, int b) { return a >> b; }
static unsigned narrow(int a) { return (unsigned char)a + 1u; }
int main(void)
{
    signed char small = -3;
    long wide = small;
    for (int i = 0; i < 3; i++)
        wide += shift(-100, i);
    printf("%ld %u %d\\n", wide, narrow(300), small - 4);
    return 0;
}
"""


def test_every_operator_applies_where_it_should() -> None:
    made = {(one.operator, one.before, one.after) for one in mutations("example", SOURCE)}
    assert ("comparison", "a < b", "a <= b") in made
    assert ("connector", "a < b and (not width == 4)", "a < b or not width == 4") in made
    assert ("negation dropped", "not width == 4", "width == 4") in made
    assert ("operator", "b + 1", "b - 1") in made
    assert ("off by one", "4", "5") in made
    assert ("arguments swapped", "scale(a, b + 1)", "scale(b + 1, a)") in made
    assert ("statement dropped", "total = total << 2", "pass") in made
    assert not any(function == "Box.get" for function in (one.function for one in mutations("example", SOURCE)))
    assert not any("Not mutated" in one.before for one in mutations("example", SOURCE))


def test_mutated_code_changes_the_function() -> None:
    space: dict[str, object] = {"scale": lambda x, y: (x, y)}
    exec(compile(ast.parse(SOURCE), "example.py", "exec"), space)
    decide = space["decide"]
    assert isinstance(decide, FunctionType)
    assert decide(1, 2) == (1, 3)
    number = next(one.number for one in mutations("example", SOURCE) if one.after == "b - 1")
    mutation, decide.__code__ = mutated_code("example", SOURCE, number, "example.py")
    assert mutation.function == "decide"
    assert decide(1, 2) == (1, 1)


def test_the_front_end_has_mutations_in_every_package() -> None:
    modules = plant.front_end_modules()
    for package in ("syntax", "check", "types", "lower", "ir"):
        assert any(module.startswith(f"minicc.{package}.") for module in modules), package
    assert not any("lint" in module or "print" in module for module in modules)


def test_plugins_are_python_whatever_the_mutation_says() -> None:
    for mutation in mutations("minicc.check.constants", plant.source_of("minicc.check.constants")[0]):
        ast.parse(plant.plugin_text(mutation))
    for pass_mutation in passes.pass_mutations():
        ast.parse(passes.plugin_text(pass_mutation))


def test_a_plugin_of_another_minicc_is_refused() -> None:
    with pytest.raises(ValueError, match="changed"):
        plant.plant("minicc.lower.order", 0, "something else")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "programs" / "program.c"
    path.parent.mkdir()
    path.write_text(PROGRAM)
    return path


def chosen(module: str, function: str, before: str, operator: str) -> Mutation:
    found = mutations(module, plant.source_of(module)[0])
    return next(one for one in found if (one.function, one.before, one.operator) == (function, before, operator))


def test_mutants_are_killed_and_named(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Mutation | PassMutation] = [
        chosen("minicc.lower.conversions", *KILLED),
        PassMutation("instcombine", "makes add of a constant sub"),
    ]
    monkeypatch.setattr("oracle.mutants.campaign.draw", lambda *ignored: drawn)
    known = [("program.c", program)]
    campaign = MutantCampaign(1, 2, known, compiler_from_command("minicc"), gcc(), cache=tmp_path / "cache")
    front, back = campaign.outcomes()
    assert (front.fate, front.stage_right, front.killed_by) == (Fate.KILLED, True, "program.c"), front
    assert front.function_right is not False
    assert front.line_right is not False
    assert (front.rank, front.mended) == (1, True), front.suspects
    assert (back.fate, back.found_stage, back.found_pass) == (Fate.KILLED, Stage.PASS, "instcombine"), back
    assert back.function_right


def test_a_run_goes_on_from_its_ledger(program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = tmp_path / "ledger"
    arguments = ["--mutants", "3", "--seed", "5", "-n", "0", "--programs", str(program.parent), "--ledger", str(ledger)]
    first = CliRunner().invoke(calibrate, [*arguments, "--json"])
    assert first.exit_code in (0, 1), first.output
    told = [json.loads(row) for row in first.stdout.splitlines()]
    assert [one["number"] for one in told[:-1]] == [1, 2, 3]
    assert sum(told[-1]["score"]["fates"].values()) == 3

    def unwanted(*ignored: object) -> MutantOutcome:
        raise AssertionError("it is in the ledger")

    monkeypatch.setattr("oracle.mutants.campaign.try_mutant", unwanted)
    again = CliRunner().invoke(calibrate, [*arguments, "--json"])
    assert again.stdout == first.stdout
    fewer = CliRunner().invoke(calibrate, ["--mutants", "2", *arguments[2:], "--json"])
    assert fewer.stdout.splitlines()[:2] == first.stdout.splitlines()[:2]
    other = CliRunner().invoke(calibrate, [*arguments[:2], "--seed", "6", *arguments[4:]])
    assert other.exit_code == 2
    assert "another seed" in other.output


def test_more_mutants_of_a_seed_begin_with_the_same_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("oracle.mutants.campaign.mutations_of_front_end", lambda: mutations("example", SOURCE))
    behaviour = Behaviour()
    source = SourceText("", "p.c")
    sample = PoolSample(source, behaviour, gcc(), (), Path())
    reached = Program("p.c", Path("p.c"), source, behaviour, "", frozenset({"example:decide"}), sample)
    few, many = draw(7, 6, [reached]), draw(7, 40, [reached])
    assert many[:6] == few
    assert len(set(many)) == 40
    first_pass = next(index for index, one in enumerate(many) if isinstance(one, PassMutation))
    assert any(isinstance(one, Mutation) for one in many[first_pass:])


def fragile(task: int) -> int:
    if task == 1:
        os._exit(3)
    if task == 2:
        raise KeyError("two")
    return task * 10


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_trial_that_dies_costs_only_itself(jobs: int) -> None:
    problems: dict[int, str] = {}

    def failed(task: int, problem: str) -> int:
        problems[task] = problem
        return -task

    assert list(in_order([0, 1, 2, 3], jobs, lambda: None, fragile, failed)) == [0, -1, -2, 30]
    assert "died" in problems[1]
    assert "KeyError" in problems[2]


def test_the_source_that_runs_holds_what_was_planted() -> None:
    running = RunningModule("example", SOURCE, "example.py")
    number = next(one.number for one in mutations("example", SOURCE) if one.after == "b - 1")
    line = running.mutate(number).line
    undone = [one for one in running.changes({line}, "decide") if str(one) == "operator, b - 1 -> b + 1"]
    assert [(one.function, one.line) for one in undone] == [("decide", line)]
    space: dict[str, object] = {"scale": lambda x, y: (x, y)}
    decide = FunctionType(undone[0].code(), space)
    assert decide(1, 2, 8) == (1, 3)
    planted = FunctionType(running.code("decide"), space)
    assert planted(1, 2, 8) == (1, 1)


def partly_wrong(source: SourceText, line: int) -> Iterator[tuple[str | None, set[int]]]:
    mutation = chosen("minicc.lower.conversions", *KILLED)
    mutant = PartialMutant(mutation.module, mutation.number, Statements(source), (line,))
    yield front_end(source, ("-O1",)).ir, mutant.called


def test_a_mutant_can_be_at_work_for_one_statement_only(program: Path) -> None:
    source = preprocess(program)
    healthy = front_end(source, ("-O1",)).ir
    widening = PROGRAM.split("\n").index("    long wide = small;") + 1
    (wrong, called), (right, _) = (next(in_child(partial(partly_wrong, source, line))) for line in (widening, 4))
    assert widening in called
    assert wrong != healthy
    assert right == healthy


def outcome(**known: object) -> MutantOutcome:
    start = {"number": 1, "name": "m", "description": "d", "truth": ["check"], "fate": "killed", "suspects": []}
    return outcome_from_json({**start, **known})


def test_the_score_counts_only_what_was_killed() -> None:
    told = score(
        [
            outcome(found_stage="check", rank=3, attribute_seconds=2.0),
            outcome(found_stage="lower", rank=4, attribute_seconds=4.0),
            outcome(fate="same IR"),
            outcome(truth=["llvm pass"], pass_name="gvn", found_stage="llvm pass", found_pass="gvn"),
        ]
    )
    assert (told.stage.right, told.stage.total) == (2, 3)
    assert (told.top_three.right, told.top_three.total) == (1, 2)
    assert told.fates["same IR"] == 1
    assert told.attribute_seconds[0] == 2.0


def test_outcomes_survive_json() -> None:
    one = outcome(notes=["a"], rank=2, function_right=True)
    assert outcome_from_json(json.loads(json.dumps(one.to_json()))) == one
