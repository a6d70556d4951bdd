"""Campaigns on a dask cluster: a scheduler and two workers on the loopback."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from idle_campaign import IDLE, verdict_of

from fuzz.campaign import Goal, open_ledger, run_campaign
from fuzz.engines import EngineError
from fuzz.engines.dask import Compilers, compare, compilers_of, connect
from fuzz.engines.local import LocalEngine
from oracle.ledger import Ledger

distributed = pytest.importorskip("distributed", reason="dask.distributed (the extra 'cluster') is not installed")

TASK = replace(IDLE, subject="gcc -O1", reference="gcc")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    # Spawned workers import what this process imports.
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, worker_dashboard_address=None
    ) as started:
        yield started


def test_a_worker_lost_in_the_middle_costs_no_seed_and_counts_none_twice(cluster: Any, tmp_path: Path) -> None:
    seeds = range(1, 401)
    with Ledger.open(tmp_path / "expected") as expected:
        expected.start_campaign({})
        expected.record(map(verdict_of, seeds))
        wanted = expected.digest()
    victims = [worker.process.pid for worker in cluster.workers.values()][:1]

    def kill(*_: object) -> None:
        if victims:
            os.kill(victims.pop(), signal.SIGKILL)

    engine = connect(cluster.scheduler_address, TASK)
    with open_ledger(tmp_path / "l", TASK, {}, resume=False) as ledger:
        progress = run_campaign(ledger, TASK, Goal(seeds), engine, kill)
        assert not victims
        assert progress.done == len(seeds)
        assert ledger.judged_seeds() == set(seeds)
        assert ledger.digest() == wanted
        assert sum(count for run in ledger.runs() for _, _, count in run.arrivals) == len(seeds)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"versions": ("gcc 1", "gcc 2")}, r"its 'gcc -O1' is 'gcc \(.*, here it is 'gcc 1'"),
        ({"digests": ("00", "00")}, "its 'gcc -O1' says the same version but is another program"),
        ({"kit": "00"}, "has another version of the generator or the judge"),
    ],
)
def test_workers_with_other_compilers_are_refused(cluster: Any, changed: dict[str, Any], message: str) -> None:
    """Each part of the comparison alone: this machine is made to differ, the workers are as they are."""
    here = compilers_of("gcc -O1", "gcc")
    assert isinstance(here, Compilers)
    client = distributed.Client(cluster.scheduler_address, set_as_default=False)
    try:
        there = client.run(compilers_of, "gcc -O1", "gcc")
        assert set(there.values()) == {here}
    finally:
        client.close()
    with pytest.raises(EngineError, match=message):
        compare("tcp://worker", here, replace(here, **changed), TASK)


def test_a_compiler_that_workers_lack_is_named(cluster: Any) -> None:
    with pytest.raises(EngineError, match="no-such-compiler"):
        connect(cluster.scheduler_address, replace(TASK, subject="no-such-compiler"))


def test_nobody_at_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.engines.dask._ANSWER_SECONDS", 1)
    with pytest.raises(EngineError, match="no dask scheduler answers there"):
        connect("tcp://127.0.0.1:9", TASK)


def test_a_campaign_outlives_its_scheduler(tmp_path: Path) -> None:
    """The scheduler dies with its first rows; an error says so, and the campaign goes on without a cluster."""
    seeds = range(1, 401)
    with distributed.LocalCluster(
        n_workers=1,
        processes=False,
        protocol="tcp://",
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
    ) as cluster:

        def kill(*_: object) -> None:
            cluster.sync(cluster.scheduler.close)

        engine = connect(cluster.scheduler_address, TASK)
        with open_ledger(tmp_path / "l", TASK, {}, resume=False) as ledger:
            with pytest.raises(EngineError, match="the dask scheduler is gone"):
                run_campaign(ledger, TASK, Goal(seeds), engine, kill)
            before = len(ledger.judged_seeds())
            run_campaign(ledger, TASK, Goal(seeds), LocalEngine(2))
            assert 0 < before < len(seeds)
            assert ledger.judged_seeds() == set(seeds)
            assert sum(count for run in ledger.runs() for _, _, count in run.arrivals) == len(seeds)
