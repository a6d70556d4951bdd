"""Whatever is killed, full, or late: no seed lost, none counted twice, the ledger never corrupt."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from idle_campaign import IDLE, verdict_of
from processes import processes_of

from fuzz.campaign import ENDLESS, Goal, Progress, open_ledger, run_campaign
from fuzz.engines.local import LocalEngine
from oracle.ledger import Ledger
from oracle.verdict import Verdict

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("idle_campaign.py")


def command(ledger: Path, first: int, end: int) -> list[str]:
    return [sys.executable, str(SCRIPT), str(ledger), str(first), str(end)]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **more}


def start(ledger: Path, first: int, end: int, **more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(ledger, first, end),
        env=environment(**more),
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(ledger: Path, first: int, end: int, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(ledger, first, end), env=environment(**more), capture_output=True, text=True, timeout=120
    )


def digest_of(seeds: range, path: Path) -> str:
    """What the ledger's digest must be, from the verdicts themselves."""
    with Ledger.open(path) as ledger:
        ledger.start_campaign({})
        ledger.record(map(verdict_of, seeds))
        return ledger.digest()


def check(path: Path, seeds: range, tmp_path: Path) -> None:
    """Every seed once, with its verdict; the file sound; the arrivals add up to the verdicts."""
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with Ledger.open(path, create=False) as ledger:
        assert ledger.judged_seeds() == set(seeds)
        assert ledger.digest() == digest_of(seeds, tmp_path / "expected")
        assert sum(count for run in ledger.runs() for _, _, count in run.arrivals) == len(seeds)


def test_any_process_may_be_killed_at_any_moment(tmp_path: Path) -> None:
    """Twenty times: a worker, the server that starts workers, or the campaign itself, which is then resumed."""
    dice = random.Random(5)
    ledger, seeds = tmp_path / "l", range(1, 3001)
    campaign = start(ledger, 1, 3001, NAP="0.004")
    kills = 0
    while kills < 20:
        time.sleep(dice.uniform(0.02, 0.4))
        living = processes_of(campaign.pid)
        if living:
            with suppress(ProcessLookupError):
                os.kill(dice.choice(living), signal.SIGKILL)
                kills += 1
        if campaign.poll() is not None or dice.random() < 0.1:
            campaign.kill()
            campaign.communicate()
            campaign = start(ledger, 1, 3001, NAP="0.004")
    campaign.kill()
    campaign.communicate()
    done = finish(ledger, 1, 3001, NAP="0")
    assert done.returncode == 0, done.stderr
    check(ledger, seeds, tmp_path)


def test_two_campaigns_share_a_ledger(tmp_path: Path) -> None:
    ledger = tmp_path / "l"
    both = [start(ledger, 1, 601), start(ledger, 1, 601)]
    for campaign in both:
        _, err = campaign.communicate(timeout=120)
        assert campaign.returncode == 0, err.decode()
    check(ledger, range(1, 601), tmp_path)
    with Ledger.open(ledger, create=False) as opened:
        assert len(opened.runs()) == 2


def test_a_worker_out_of_memory_costs_its_seed_alone(tmp_path: Path) -> None:
    done = finish(tmp_path / "l", 90, 110, OUT_OF_MEMORY="1")
    assert done.returncode == 0, done.stderr
    with Ledger.open(tmp_path / "l", create=False) as ledger:
        assert ledger.judged_seeds() == set(range(90, 110))
        assert [row.seed for row in ledger.rows() if row.verdict is Verdict.INCONCLUSIVE] == [97]
        row = ledger.row(97)
        assert row is not None
        assert "the worker died 2 times" in row.reason


def test_a_full_disk_ends_the_campaign_in_words_and_loses_nothing(tmp_path: Path) -> None:
    """The ledger's files may grow to 128 KB: SQLite sees what it sees on a full disk, a write that fails."""
    ledger = tmp_path / "l"
    assert finish(ledger, 1, 101).returncode == 0
    script = "import resource, signal, runpy, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    script += f"resource.setrlimit(resource.RLIMIT_FSIZE, ({128 << 10},) * 2); sys.argv = sys.argv[1:]; "
    script += "runpy.run_path(sys.argv[0], run_name='__main__')"
    words = [sys.executable, "-c", script, str(SCRIPT), str(ledger), "1", "3001", "1"]
    done = subprocess.run(words, env=environment(NAP="0"), capture_output=True, text=True, timeout=120)
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stderr
    assert "what it held before is kept" in done.stderr
    assert "Traceback" not in done.stderr
    with Ledger.open(ledger, create=False) as opened:
        assert len(opened.judged_seeds()) >= 100
    assert finish(ledger, 1, 3001, NAP="0").returncode == 0
    check(ledger, range(1, 3001), tmp_path)


def test_a_clock_step_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The wall clock goes back an hour with every look at it; times in the ledger are of the other clock."""
    hours = iter(range(10**6))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 3600 * next(hours))
    with open_ledger(tmp_path / "l", IDLE, {}, resume=False) as ledger:
        progress = run_campaign(ledger, IDLE, Goal(range(1, 201)), LocalEngine(1))
        assert progress.seconds > 0
        times = [seconds for run in ledger.runs() for seconds, _, _ in run.arrivals]
        assert times == sorted(times)
        assert times[0] >= 0
    check(tmp_path / "l", range(1, 201), tmp_path)


def test_a_campaign_ends_when_its_time_is_over(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "l", IDLE, {}, resume=False) as ledger:
        progress = run_campaign(ledger, IDLE, Goal(range(1, 1 + ENDLESS), seconds=1.0), LocalEngine(1))
        assert progress.wanted is None
        assert progress.done == sum(ledger.counts().values())
        seeds = ledger.judged_seeds()
        assert seeds == set(range(1, 1 + len(seeds)))


def test_a_campaign_ends_after_so_many_distinct_bugs(tmp_path: Path) -> None:
    """The crashes of the idle compiler have three messages that differ in a number: they are one bug."""
    told: list[Progress] = []
    with open_ledger(tmp_path / "l", IDLE, {}, resume=False) as ledger:
        goal = Goal(range(1, 1 + ENDLESS), bugs=1)
        progress = run_campaign(ledger, IDLE, goal, LocalEngine(1), lambda progress, rows: told.append(progress))
        assert list(progress.bugs.values()) == [50]
        assert ledger.counts()[Verdict.COMPILER_CRASH] >= 1
    assert told
