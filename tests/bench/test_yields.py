"""The arithmetic of `bench.yields`, and its clock."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bench import hunt as hunting
from bench.hunt import Catch, Hunt, hunt_here, tree_cpu_seconds
from bench.yields import Yield, distinct, main, mutants, ratio, yield_of_faults, yield_of_subject
from fuzz.sources.folder import folder_source
from oracle.sandbox import Limits
from oracle.triage.signature import Signature
from oracle.verdict import Verdict


def test_rates_are_per_cpu_minute() -> None:
    measured = Yield("own", 30.0, 100, {"kills": 4})
    assert measured.per_minute("kills") == 8
    assert Yield("own", 0.0, 0, {"kills": 0}).per_minute("kills") == 0


def test_ratio_is_of_rates_with_its_interval() -> None:
    found = ratio(Yield("own", 30.0, 1, {"kills": 16}), Yield("csmith", 60.0, 1, {"kills": 16}), "kills")
    assert found is not None
    assert found.value == pytest.approx(2)
    assert found.low == pytest.approx(1.00015, abs=1e-4)
    assert found.high == pytest.approx(2 * 2 / found.low)
    assert str(found) == "2.0 (1.0 to 4.0)"


def test_ratio_to_nothing_is_a_bound() -> None:
    nothing = Yield("yarpgen", 60.0, 9, {"kills": 0})
    found = ratio(Yield("own", 60.0, 9, {"kills": 7}), nothing, "kills")
    assert found is not None
    assert str(found) == "over 7.0"
    assert ratio(nothing, nothing, "kills") is None


def _wrong(*constructs: str) -> Signature:
    return Signature("cc", Verdict.MISCOMPILE, "not attributed", constructs=frozenset(constructs))


def _rejected(message: str) -> Signature:
    return Signature("cc", Verdict.REJECTS_VALID, "not attributed", message)


def test_distinct_bugs_differ_in_message_or_constructs() -> None:
    assert len(distinct([_rejected("a"), _rejected("b"), _rejected("a")])) == 2
    assert len(distinct([_rejected('; expected (got "int")'), _rejected('; expected (got "struct")')])) == 1
    assert len(distinct([_wrong("<<", "int"), _wrong("float", "call"), _wrong("<<", "int")])) == 2


def test_unreduced_miscompilations_are_no_bugs_of_their_own() -> None:
    assert len(distinct([_wrong(), _wrong("<<", "int"), _wrong(), _wrong("float", "call")])) == 2
    assert len(distinct([_wrong(), _wrong()])) == 1


def test_yield_of_a_subject_counts_each_kind_of_verdict() -> None:
    verdicts = (Verdict.REJECTS_VALID, Verdict.MISCOMPILE, Verdict.REJECTS_VALID)
    measured = yield_of_subject("own", Catch(60.0, 50, verdicts, (_rejected("a"), _wrong(), _rejected("a"))))
    assert measured.counts == {
        "divergences": 3,
        "wrong or crash": 1,
        "distinct": 2,
        "miscompile": 1,
        "rejects-valid": 2,
    }
    assert measured.found == ["cc: miscompile: not attributed", "cc: rejects-valid: not attributed: a"]


def test_yield_of_faults_counts_the_time_of_survivors() -> None:
    catches = {"b": Catch(2.0, 5, killed=True), "a": Catch(4.0, 9), "c": Catch(1.0, 2, killed=True)}
    measured = yield_of_faults("own", catches)
    assert (measured.cpu_seconds, measured.programs, measured.found) == (7.0, 16, ["b", "c"])
    assert measured.per_minute("kills") == pytest.approx(120 / 7)


_SPIN = "import time\nwhile time.process_time() < 0.3: pass"


def test_clock_counts_living_and_dead_grandchildren() -> None:
    before = tree_cpu_seconds()
    nested = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_SPIN!r}])"
    subprocess.run([sys.executable, "-c", nested], check=True)
    assert tree_cpu_seconds() - before >= 0.25
    waiting = (
        f"import os, sys\nif os.fork() == 0:\n exec({_SPIN!r})\n print(flush=True)\n sys.stdin.read()\n os._exit(0)\n"
        "os.wait()"
    )
    before = tree_cpu_seconds()
    with subprocess.Popen([sys.executable, "-c", waiting], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as alive:
        assert alive.stdout is not None
        assert alive.stdin is not None
        alive.stdout.readline()
        assert tree_cpu_seconds() - before >= 0.25
        alive.stdin.close()


def test_stopped_clock_counts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 10.0
    monkeypatch.setattr(hunting, "tree_cpu_seconds", lambda: now)
    clock = hunting._Clock()
    now = 12.0
    with clock.stopped():
        now = 19.0
    now = 20.0
    assert clock.seconds() == 3


_RIGHT = 'int printf(const char *, ...);\nint main(void) { printf("%d\\n", 6 * 7); return 0; }\n'
_WRONG = f"#ifndef BROKEN\n#define BROKEN 6\n#endif\n{_RIGHT.replace('6', 'BROKEN')}"
_NOT_C = "int main(void) { return; + }\n"


@pytest.fixture
def faulty_compiler(tmp_path: Path) -> Path:
    """A gcc that defines BROKEN when it is told to be faulty."""
    path = tmp_path / "cc"
    path.write_text('#!/bin/sh\nif [ "$1" = --faulty ]; then shift; exec gcc -DBROKEN=2 "$@"; fi\nexec gcc "$@"\n')
    path.chmod(0o755)
    return path


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    for number, text in enumerate((_RIGHT, _NOT_C, _WRONG, _RIGHT)):
        (folder / f"{number}.c").write_text(text)
    return folder


def _hunt(programs: Path, cc: Path, seconds: float, healthy: str | None) -> Catch:
    reference = f"{cc} -O0"
    return hunt_here(Hunt(folder_source(programs), f"{cc} --faulty", reference, Limits(), 0, seconds, healthy=healthy))


def test_hunt_counts_divergences_of_all_programs(programs: Path, faulty_compiler: Path) -> None:
    catch = _hunt(programs, faulty_compiler, 600.0, None)
    assert (catch.programs, catch.verdicts) == (4, (Verdict.MISCOMPILE,))
    assert 0 < catch.cpu_seconds < 600


def test_fault_is_killed_only_where_the_healthy_compiler_is_right(programs: Path, faulty_compiler: Path) -> None:
    killed = _hunt(programs, faulty_compiler, 600.0, str(faulty_compiler))
    assert (killed.killed, killed.programs) == (True, 3)
    spared = _hunt(programs, faulty_compiler, 600.0, f"{faulty_compiler} --faulty")
    assert (spared.killed, spared.programs) == (False, 4)


def test_program_judged_when_the_budget_ends_does_not_count(programs: Path, faulty_compiler: Path) -> None:
    catch = _hunt(programs, faulty_compiler, 1e-6, None)
    assert (catch.programs, catch.verdicts, catch.cpu_seconds) == (0, (), 1e-6)


def test_command_prints_json(programs: Path, faulty_compiler: Path) -> None:
    subject = f"{faulty_compiler} --faulty"
    words = ["--subject", subject, "--source", str(programs), "--seed", "0", "--reference", str(faulty_compiler)]
    told = CliRunner().invoke(main, [*words, "--cpu-seconds", "600", "--json"])
    assert told.exit_code == 0, told.output
    (measured,) = json.loads(told.stdout)[subject]["yields"]
    assert measured["counts"] == {"divergences": 1, "wrong or crash": 1, "distinct": 1, "miscompile": 1}


def test_mutants_are_the_same_for_the_same_seed(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    drawn, again = (mutants(10, 7, folder) for folder in folders)
    assert [one.name for one in drawn] == [one.name for one in again]
    assert [one.healthy for one in drawn].count("minicc -O2") == 2
    for one in drawn:
        assert "def register(pipeline" in (tmp_path / "a" / f"{one.name}.py").read_text()


@pytest.mark.parametrize(
    "words",
    [
        ["--fault", "nothing"],
        ["--fault", "x", "--mutants", "1"],
        ["--subject", "no-such-compiler"],
        ["--source", "no-such-folder"],
        ["--cpu-seconds", "0"],
    ],
)
def test_bad_input_is_one_error(words: list[str]) -> None:
    told = CliRunner().invoke(main, words)
    assert told.exit_code == 2
    assert "Error: " in told.output
