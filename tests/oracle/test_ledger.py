from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from oracle.ledger import Ledger, LedgerError, Row, StoredAttribution
from oracle.verdict import Verdict

CONFIGURATION = {"source": "own", "subject": "gcc -O2"}


def rows(*seeds: int) -> list[Row]:
    kinds = list(Verdict)
    return [Row(seed, f"digest{seed}", kinds[seed % len(kinds)], seconds=random.random()) for seed in seeds]


def test_the_same_configuration_is_resumed_and_another_is_not(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        first = ledger.start_campaign(CONFIGURATION, {"gcc": "12"})
        ledger.record(rows(1, 2, 3))
        assert not first.resumed
    with Ledger.open(tmp_path / "ledger") as ledger:
        again = ledger.start_campaign(dict(reversed(CONFIGURATION.items())))
        assert again.resumed
        assert again.identifier == first.identifier
        assert again.tool_versions == {"gcc": "12"}
        assert ledger.judged_seeds() == {1, 2, 3}
        assert not ledger.start_campaign({**CONFIGURATION, "subject": "gcc -O3"}).resumed
        assert ledger.judged_seeds() == set()


def test_the_first_row_of_a_seed_stays(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        ledger.start_campaign(CONFIGURATION)
        assert ledger.record([Row(7, "a", Verdict.AGREE)]) == 1
        assert ledger.record([Row(7, "b", Verdict.MISCOMPILE), Row(8, "c", Verdict.AGREE)]) == 1
        assert ledger.row(7) == Row(7, "a", Verdict.AGREE)
        assert ledger.row(9) is None
        assert ledger.counts() == {Verdict.AGREE: 2}
        assert ledger.divergences() == []


def test_the_digest_sees_seeds_programs_and_verdicts_only(tmp_path: Path) -> None:
    digests = []
    for number, order in enumerate([(1, 2, 3, 4), (4, 3, 2, 1)]):
        with Ledger.open(tmp_path / f"ledger{number}") as ledger:
            ledger.start_campaign({**CONFIGURATION, "number": number})
            for seed in order:
                ledger.record(rows(seed))
            digests.append(ledger.digest())
    assert digests[0] == digests[1]
    for number, other in enumerate(
        [
            Row(4, "digest4", Verdict.UNDEFINED),
            Row(4, "other", rows(4)[0].verdict),
            Row(5, "digest4", rows(4)[0].verdict),
        ]
    ):
        with Ledger.open(tmp_path / f"other{number}") as ledger:
            ledger.start_campaign(CONFIGURATION)
            ledger.record([*rows(1, 2, 3), other])
            assert ledger.digest() != digests[0]


def test_attributions_are_kept_and_replaced(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "ledger") as ledger:
        ledger.start_campaign(CONFIGURATION)
        ledger.record_attribution(StoredAttribution(3, "lower", "{}"))
        ledger.record_attribution(StoredAttribution(3, "check", "{}", "int main(void) {}"))
        assert ledger.attributions() == [StoredAttribution(3, "check", "{}", "int main(void) {}")]


def test_what_is_no_ledger_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"missing: no such ledger"):
        Ledger.open(tmp_path / "missing", create=False)
    text = tmp_path / "text"
    text.write_text("int main(void) { return 0; }\n" * 100)
    with pytest.raises(LedgerError, match="text: cannot be used"):
        Ledger.open(text)
    foreign = tmp_path / "foreign"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE notes (line TEXT)")
    with pytest.raises(LedgerError, match="another program"):
        Ledger.open(foreign)
    with pytest.raises(LedgerError, match="cannot be used"):
        Ledger.open(tmp_path)
    with Ledger.open(tmp_path / "empty") as ledger, pytest.raises(LedgerError, match="no campaign"):
        ledger.digest()


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    Ledger.open(tmp_path / "ledger").close()
    with sqlite3.connect(tmp_path / "ledger") as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(LedgerError, match="newer version"):
        Ledger.open(tmp_path / "ledger")


WRITER = """
import sys
from pathlib import Path
from oracle.ledger import Ledger, Row
from oracle.verdict import Verdict
with Ledger.open(Path(sys.argv[1])) as ledger:
    ledger.start_campaign({"campaign": 1})
    start = max(ledger.judged_seeds(), default=-1) + 1
    for seed in range(start, 1_000_000, 5):
        ledger.record([Row(s, f"digest{s}", Verdict.AGREE) for s in range(seed, seed + 5)])
        print(seed + 4, flush=True)
"""


def test_kill_9_loses_no_acknowledged_row(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    for _ in range(4):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        assert writer.stdout.readline()
        time.sleep(random.uniform(0.0, 0.2))
        os.kill(writer.pid, signal.SIGKILL)
        acknowledged = int(writer.stdout.read().split()[-1])
        writer.wait()
        with Ledger.open(path) as ledger:
            seeds = ledger.judged_seeds()
            assert seeds == set(range(len(seeds)))
            assert acknowledged in seeds
            assert len(seeds) % 5 == 0
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
