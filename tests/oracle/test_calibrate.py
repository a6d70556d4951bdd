"""Every planted fault must be found and named; here on the hand-written programs that are known to show it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from oracle.bisect import Stage
from oracle.calibrate import calibrate, corpus_programs, faults_folder, load_faults, outcomes
from oracle.compilers import gcc

ROOT = Path(__file__).parents[2]
FOLDER = faults_folder()
assert FOLDER is not None
FAULTS = load_faults(FOLDER)
KILLERS = {
    "parse_conditional_groups_left": "control_flow_values.c",
    "check_usual_conversions_prefer_signed": "constant_expressions.c",
    "lower_char_zero_extended": "abi_two_way.c",
    "pass_instcombine_less_or_equal": "bit_manipulation.c",
    "codegen_sign_extension_dropped": "abi_two_way.c",
    "codegen_pass_block_placement_misjumps": "recursion.c",
}
"""A fault of each stage, and a program that shows it."""


def test_every_stage_has_faults() -> None:
    stages = [fault.stage for fault in FAULTS]
    for stage in (Stage.PARSE, Stage.CHECK, Stage.LOWER, Stage.PASS, Stage.CODE_GENERATOR):
        assert stages.count(stage) >= 2, stage


def test_faults_tell_the_truth_about_themselves() -> None:
    for fault in FAULTS:
        assert fault.stage == Stage.PASS or fault.pass_name is None or fault.stage == Stage.CODE_GENERATOR, fault.name
        assert fault.pass_name is not None or fault.stage != Stage.PASS, fault.name
        assert fault.flags.startswith("-O"), fault.name


@pytest.mark.parametrize("name", KILLERS)
def test_a_fault_of_each_stage_is_killed_and_named(name: str, tmp_path: Path) -> None:
    assert FOLDER is not None
    (tmp_path / "a_harmless.c").write_text("int main(void) { return 3; }\n")
    shutil.copy(ROOT / "corpus" / "programs" / KILLERS[name], tmp_path)
    (outcome,) = outcomes(load_faults(FOLDER, [name]), [corpus_programs(tmp_path)], gcc(), find_line=False)
    assert (outcome.killed_by, outcome.programs) == (KILLERS[name], 2)
    assert outcome.right, outcome


def test_a_plugin_that_does_nothing_survives(tmp_path: Path) -> None:
    (tmp_path / "harmless.py").write_text(
        'STAGE = "lower"\nPASS = None\nDESCRIPTION = "nothing"\nFLAGS = "-O1"\n\n\ndef register(pipeline):\n    pass\n'
    )
    (tmp_path / "program.c").write_text("int main(void) { return 3; }\n")
    (outcome,) = outcomes(load_faults(tmp_path), [corpus_programs(tmp_path)], gcc())
    assert outcome.killed_by is None
    assert not outcome.right


def test_an_unknown_fault_is_bad_input() -> None:
    result = CliRunner().invoke(calibrate, ["--fault", "no_such_fault"])
    assert result.exit_code == 2
    assert "no_such_fault" in result.output


def test_the_command_prints_json(tmp_path: Path) -> None:
    shutil.copy(ROOT / "corpus" / "programs" / "bit_manipulation.c", tmp_path)
    arguments = ["--fault", "codegen_arithmetic_shift_logical", "-n", "0", "--no-line", "--json"]
    arguments += ["--programs", str(tmp_path)]
    result = CliRunner().invoke(calibrate, arguments)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout.splitlines()[0])
    assert told["found_stage"] == "code generator"
    assert told["right"] is True
