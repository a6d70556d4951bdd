"""Campaigns: nothing lost, nothing counted twice, the same digest however they ran."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from oracle.ledger import Ledger
from oracle.verdict import Verdict

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}
PROGRAM = '#include <stdio.h>\nint main(void) {{ printf("%d\\n", {0} + 1); return 0; }}\n'


def fuzz(*words: object, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "fuzz.cli", *map(str, words)]
    return subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, timeout=120)


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """A folder of small programs."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for n in range(24):
        (folder / f"p{n:02}.c").write_text(PROGRAM.format(n))
    return folder


def compiler(folder: Path, script: str) -> str:
    """A compiler that is a shell script around gcc; `$source` is the program it compiles."""
    path = folder / "subject"
    find = "for word; do case $word in *.c) source=$word;; esac; done\n"
    path.write_text(f"#!/bin/sh\n{find}{script}\n")
    path.chmod(0o755)
    return str(path)


def digest(ledger: Path) -> str:
    with Ledger.open(ledger, create=False) as opened:
        return opened.digest()


def test_the_digest_does_not_depend_on_the_number_of_workers(programs: Path, tmp_path: Path) -> None:
    for jobs in (1, 2):
        options = ("--subject", "gcc -O1", "--source", programs, "-n", 24, "-j", jobs, "--ledger", f"j{jobs}")
        done = fuzz("run", *options, folder=tmp_path)
        assert done.returncode == 0, done.stderr
    assert digest(tmp_path / "j1") == digest(tmp_path / "j2")


def test_a_killed_campaign_resumes_to_the_same_digest(programs: Path, tmp_path: Path) -> None:
    options = ["--subject", "gcc -O1", "--source", str(programs), "-n", "24", "-j", "2"]
    whole = fuzz("run", *options, "--ledger", "whole", folder=tmp_path)
    assert whole.returncode == 0, whole.stderr
    command = [sys.executable, "-m", "fuzz.cli", "run", *options, "--ledger", "cut"]
    for number in range(3):
        extra = ["--resume"] if number else []
        process = subprocess.Popen(
            [*command, *extra], cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(1.0 + number)
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = fuzz("run", *options, "--ledger", "cut", "--resume", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert digest(tmp_path / "cut") == digest(tmp_path / "whole")


def test_a_campaign_is_not_continued_unasked(programs: Path, tmp_path: Path) -> None:
    options = ("--subject", "gcc -O1", "--source", programs, "-n", 2, "--ledger", "l")
    assert fuzz("run", *options, folder=tmp_path).returncode == 0
    again = fuzz("run", *options, folder=tmp_path)
    assert again.returncode == 2
    assert "--resume" in again.stderr
    assert fuzz("run", *options, "--resume", folder=tmp_path).returncode == 0


def test_divergences_are_listed_with_commands_and_replayed(programs: Path, tmp_path: Path) -> None:
    subject = compiler(
        tmp_path, 'case $(cat "$source") in *"7 + 1"*) extra=-Dprintf=putss;; esac; exec gcc "$@" $extra'
    )
    options = ("--subject", subject, "--source", programs, "-n", 24, "--ledger", "l")
    done = fuzz("run", *options, folder=tmp_path)
    assert done.returncode == 1, done.stderr
    with Ledger.open(tmp_path / "l", create=False) as ledger:
        assert [row.seed for row in ledger.divergences()] == [7, 17]
        assert {row.verdict for row in ledger.divergences()} == {Verdict.REJECTS_VALID}
    assert "oracle bisect seed7.c" in done.stdout
    replayed = fuzz("replay", "l", 7, "--source-folder", programs, folder=tmp_path)
    assert replayed.returncode == 1
    assert "rejects-valid" in replayed.stdout
    assert (tmp_path / "seed7.c").read_text() == PROGRAM.format(7)
    told = json.loads(fuzz("status", "l", "--json", folder=tmp_path).stdout)
    assert told["counts"] == {"agree": 22, "rejects-valid": 2}


def test_a_campaign_can_stop_at_its_first_divergence(programs: Path, tmp_path: Path) -> None:
    subject = compiler(tmp_path, 'exec gcc -w -Dprintf=no_such_function "$@"')
    options = ("--subject", subject, "--source", programs, "-n", 24, "-j", 2, "--ledger", "stopped")
    done = fuzz("run", *options, "--stop-after", 1, folder=tmp_path)
    assert done.returncode == 1, done.stderr
    with Ledger.open(tmp_path / "stopped", create=False) as ledger:
        assert 1 <= sum(ledger.counts().values()) < 24
    assert fuzz("run", *options, "--resume", folder=tmp_path).returncode == 1
    with Ledger.open(tmp_path / "stopped", create=False) as ledger:
        assert sum(ledger.counts().values()) == 24


def test_a_seed_that_kills_its_worker_costs_no_other(programs: Path, tmp_path: Path) -> None:
    subject = compiler(tmp_path, 'case $(cat "$source") in *" 5 + 1"*) kill -9 $PPID;; esac; exec gcc "$@"')
    done = fuzz("run", "--subject", subject, "--source", programs, "-n", 24, "-j", 2, "--ledger", "l", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    with Ledger.open(tmp_path / "l", create=False) as ledger:
        assert ledger.counts() == {Verdict.AGREE: 23, Verdict.INCONCLUSIVE: 1}
        row = ledger.row(5)
        assert row is not None
        assert "worker died" in row.reason


def test_ctrl_c_stops_cleanly(tmp_path: Path) -> None:
    campaign = [sys.executable, "-m", "fuzz.cli", "run", "--subject", "gcc -O1", "-n", "5000", "--ledger", "l"]
    # The tests themselves may run in the background of a shell, which has its jobs ignore Ctrl-C.
    command = ["env", "--default-signal=INT", *campaign]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, process_group=0
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        time.sleep(0.5)
        if (tmp_path / "l").exists():
            with Ledger.open(tmp_path / "l") as ledger:
                if ledger.campaign is not None and ledger.counts():
                    break
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert process.returncode == 130, err.decode()
    assert b"--resume" in out
    assert b"Traceback" not in err
    with Ledger.open(tmp_path / "l", create=False) as ledger:
        assert ledger.counts().get(Verdict.AGREE, 0) > 0


def test_own_programs_agree_between_levels_of_gcc(tmp_path: Path) -> None:
    done = fuzz("run", "--subject", "gcc -O2", "-n", 6, "--json", "--ledger", "l", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["counts"] == {"agree": 6}
    assert told["configuration"]["source"] == "own"
    assert told["mispredictions"] == []


def test_a_wrong_prediction_is_reported(tmp_path: Path) -> None:
    """A reference that prints something else than predicted is never silently believed."""
    reference = compiler(tmp_path, """exec gcc "$@" '-Dreturn=printf("lie"); return' """)
    done = fuzz("run", "--reference", reference, "--subject", "gcc", "-n", 4, "--ledger", "l", folder=tmp_path)
    assert done.returncode == 4, done.stderr
    assert "predictions of the generator were wrong" in done.stdout
    with Ledger.open(tmp_path / "l", create=False) as ledger:
        assert set(ledger.counts()) == {Verdict.INCONCLUSIVE}


@pytest.mark.skipif(shutil.which("csmith") is None, reason="csmith is not installed")
def test_csmith_programs_are_judged(tmp_path: Path) -> None:
    done = fuzz(
        "run", "--source", "csmith", "--subject", "gcc -O1", "-n", 2, "--run-seconds", 2, "--ledger", "l",
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    with Ledger.open(tmp_path / "l", create=False) as ledger:
        assert sum(ledger.counts().values()) == 2
        assert set(ledger.counts()) <= {Verdict.AGREE, Verdict.INCONCLUSIVE}


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("run", "--subject", "no-such-compiler"), "no-such-compiler"),
        (("run", "--reference", "no-such-compiler"), "no-such-compiler"),
        (("run", "--source", "nowhere"), "nowhere"),
        (("run", "--source", "."), "no .c file"),
        (("run", "-n", "0"), "0"),
        (("run", "--subject", "gcc", "--ledger", "text"), "text"),
        (("run", "--subject", "gcc", "--ledger", "no/folder/l"), "no/folder/l"),
        (("generate", "--seed", "-1"), "-1"),
        (("generate", "--seed", "x"), "x"),
        (("generate", "--seed", "1", "-o", "no/folder/p.c"), "no/folder/p.c"),
        (("status", "missing"), "missing"),
        (("status", "text"), "text"),
        (("replay", "missing", "1"), "missing"),
        (("frobnicate",), "frobnicate"),
    ],
)
def test_bad_input_gets_one_clear_error(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a ledger, but longer than a hundred bytes " * 9)
    done = fuzz(*words, folder=tmp_path)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_generate_writes_program_and_expectation(tmp_path: Path) -> None:
    done = fuzz("generate", "--seed", 3, "-o", "p.c", "--expected", "p.txt", folder=tmp_path)
    assert done.returncode == 0
    printed = fuzz("generate", "--seed", 3, folder=tmp_path).stdout
    assert (tmp_path / "p.c").read_text() == printed
    subprocess.run(["gcc", "-w", "p.c", "-o", "p"], cwd=tmp_path, check=True)
    assert subprocess.run([tmp_path / "p"], capture_output=True).stdout == (tmp_path / "p.txt").read_bytes()
