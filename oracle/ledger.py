"""The SQLite file of a campaign: every program, verdict and attribution.

One writer process appends; any number of readers look on. Rows are keyed by
(campaign, seed) and the first answer for a seed stays, so that a seed which is
judged twice (a worker died, a campaign was resumed) never counts twice.
Write-ahead logging with synchronous=NORMAL: a killed process loses nothing
that `record` returned from.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from oracle.verdict import Verdict

_MIGRATIONS = (
    """
    CREATE TABLE campaigns (
        id INTEGER PRIMARY KEY,
        configuration TEXT NOT NULL UNIQUE,
        tool_versions TEXT NOT NULL,
        started REAL NOT NULL
    );
    CREATE TABLE verdicts (
        campaign INTEGER NOT NULL REFERENCES campaigns (id),
        seed INTEGER NOT NULL,
        program_digest TEXT NOT NULL,
        verdict TEXT NOT NULL,
        reason TEXT NOT NULL,
        evidence TEXT NOT NULL,
        seconds REAL NOT NULL,
        PRIMARY KEY (campaign, seed)
    ) WITHOUT ROWID;
    CREATE INDEX verdicts_by_kind ON verdicts (campaign, verdict);
    CREATE TABLE attributions (
        campaign INTEGER NOT NULL REFERENCES campaigns (id),
        seed INTEGER NOT NULL,
        signature TEXT NOT NULL,
        attribution TEXT NOT NULL,
        reduced_program TEXT,
        PRIMARY KEY (campaign, seed)
    ) WITHOUT ROWID;
    """,
    """
    CREATE TABLE runs (
        id INTEGER PRIMARY KEY,
        campaign INTEGER NOT NULL REFERENCES campaigns (id),
        started REAL NOT NULL,
        details TEXT NOT NULL
    );
    CREATE TABLE arrivals (
        run INTEGER NOT NULL REFERENCES runs (id),
        seconds REAL NOT NULL,
        verdict TEXT NOT NULL,
        programs INTEGER NOT NULL
    );
    CREATE INDEX arrivals_by_run ON arrivals (run);
    """,
)
"""Schema changes in order; `PRAGMA user_version` counts those that a file has."""

_APPLICATION_ID = 0x6D636C67
"""`PRAGMA application_id` of a ledger ("mclg"), to refuse other SQLite files by name."""


class LedgerError(Exception):
    """The file is not a usable ledger; the message names it and says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One judged program. `evidence` is a JSON document; `seconds` is wall time spent judging."""

    seed: int
    program_digest: str
    verdict: Verdict
    reason: str = ""
    evidence: str = "{}"
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Campaign:
    """One configuration under which seeds are judged. `resumed` is True when the file already had it."""

    identifier: int
    configuration: Mapping[str, object]
    tool_versions: Mapping[str, str]
    resumed: bool


@dataclass(frozen=True, slots=True)
class Run:
    """One call of a campaign. `started` is in seconds since the epoch, for people only; `details` is JSON data.

    `arrivals` are (seconds since the start by a clock that never steps, verdict, new programs), in order.
    """

    identifier: int
    started: float
    details: Mapping[str, object]
    arrivals: tuple[tuple[float, Verdict, int], ...]


@dataclass(frozen=True, slots=True)
class StoredAttribution:
    """What the bisector found for one divergence; `attribution` is a JSON document."""

    seed: int
    signature: str
    attribution: str
    reduced_program: str | None = None


class Ledger:
    """A ledger file and the campaign in it that the methods speak of.

    `open` selects the campaign started last, if there is one; `start_campaign`
    selects its own. Seeds are from 0 to 2**63 - 1.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._campaign = self._latest_campaign()

    @classmethod
    def open(cls, path: Path, *, create: bool = True) -> Self:
        """Open `path`, creating or migrating it as needed.

        Raises LedgerError when the file is missing and `create` is False, is
        not a ledger, was written by a newer version, or cannot be written.
        """
        if not create and not path.exists():
            raise LedgerError(f"{path}: no such ledger")
        try:
            connection = sqlite3.connect(path, timeout=60, isolation_level=None)
            try:
                _prepare(connection, path)
                return cls(path, connection)
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            raise LedgerError(f"{path}: cannot be used as a ledger: {error}") from error

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def campaign(self) -> Campaign | None:
        """The campaign that the other methods speak of; None in an empty ledger."""
        return self._campaign

    def start_campaign(
        self, configuration: Mapping[str, object], tool_versions: Mapping[str, str] | None = None
    ) -> Campaign:
        """Select the campaign with this configuration, starting it if the file has none.

        `configuration` must hold what decides verdicts (source, subject,
        reference, limits) and nothing that does not (number of workers, date).
        It must be JSON data.
        """
        text = json.dumps(configuration, sort_keys=True)
        versions = json.dumps(dict(tool_versions or {}), sort_keys=True)
        with self._transaction():
            inserted = self._connection.execute(
                "INSERT OR IGNORE INTO campaigns (configuration, tool_versions, started) VALUES (?, ?, ?)",
                (text, versions, time.time()),
            ).rowcount
            row = self._connection.execute(
                "SELECT id, tool_versions FROM campaigns WHERE configuration = ?", (text,)
            ).fetchone()
        self._campaign = Campaign(row[0], json.loads(text), json.loads(row[1]), resumed=inserted == 0)
        return self._campaign

    def record(self, rows: Iterable[Row]) -> int:
        """Store `rows` in one transaction; returns how many were new. Known seeds keep their first row."""
        campaign = self._selected()
        values = [
            (campaign, row.seed, row.program_digest, row.verdict.value, row.reason, row.evidence, row.seconds)
            for row in rows
        ]
        with self._transaction():
            return self._connection.executemany(
                "INSERT OR IGNORE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)", values
            ).rowcount

    def start_run(self, details: Mapping[str, object]) -> int:
        """Note that somebody judges seeds of the campaign from now on; returns the number for `record_arrivals`."""
        with self._transaction():
            return int(
                self._connection.execute(
                    "INSERT INTO runs (campaign, started, details) VALUES (?, ?, ?)",
                    (self._selected(), time.time(), json.dumps(dict(details), sort_keys=True)),
                ).lastrowid
                or 0
            )

    def record_arrivals(self, run: int, seconds: float, rows: Iterable[Row]) -> list[Row]:
        """Store `rows` in one transaction, and when in the run they came; returns the new ones.

        Seeds that somebody else judged meanwhile keep their first row.
        """
        campaign = self._selected()
        fresh = []
        with self._transaction():
            for row in rows:
                values = (campaign, row.seed, row.program_digest, row.verdict, row.reason, row.evidence, row.seconds)
                if self._connection.execute(
                    "INSERT OR IGNORE INTO verdicts VALUES (?, ?, ?, ?, ?, ?, ?)", values
                ).rowcount:
                    fresh.append(row)
            counts = Counter(row.verdict for row in fresh)
            self._connection.executemany(
                "INSERT INTO arrivals VALUES (?, ?, ?, ?)",
                [(run, seconds, verdict.value, count) for verdict, count in sorted(counts.items())],
            )
        return fresh

    def runs(self) -> list[Run]:
        """Every run of the campaign, the first one first."""
        found = []
        query = "SELECT id, started, details FROM runs WHERE campaign = ? ORDER BY id"
        for identifier, started, details in self._rows(query).fetchall():
            arrivals = self._connection.execute(
                "SELECT seconds, verdict, programs FROM arrivals WHERE run = ? ORDER BY rowid", (identifier,)
            )
            came = tuple((seconds, Verdict(verdict), programs) for seconds, verdict, programs in arrivals)
            found.append(Run(identifier, started, json.loads(details), came))
        return found

    def copy_runs(self, runs: Iterable[Run]) -> None:
        """Take over runs of the same campaign from another ledger; those that are here already are left out."""
        known = {(run.started, json.dumps(run.details, sort_keys=True)) for run in self.runs()}
        with self._transaction():
            for run in runs:
                details = json.dumps(dict(run.details), sort_keys=True)
                if (run.started, details) in known:
                    continue
                copied = self._connection.execute(
                    "INSERT INTO runs (campaign, started, details) VALUES (?, ?, ?)",
                    (self._selected(), run.started, details),
                ).lastrowid
                self._connection.executemany(
                    "INSERT INTO arrivals VALUES (?, ?, ?, ?)",
                    [(copied, seconds, verdict.value, programs) for seconds, verdict, programs in run.arrivals],
                )

    def record_attribution(self, attribution: StoredAttribution) -> None:
        """Store what the bisector found for a seed; a later finding replaces an earlier one."""
        with self._transaction():
            self._connection.execute(
                "INSERT OR REPLACE INTO attributions VALUES (?, ?, ?, ?, ?)",
                (
                    self._selected(),
                    attribution.seed,
                    attribution.signature,
                    attribution.attribution,
                    attribution.reduced_program,
                ),
            )

    def judged_seeds(self, seeds: range = range(2**63 - 1)) -> set[int]:
        """The seeds among `seeds` (consecutive ones) that need no further work, be it by another process's doing."""
        query = "SELECT seed FROM verdicts WHERE campaign = ? AND seed >= ? AND seed < ?"
        return {seed for (seed,) in self._connection.execute(query, (self._selected(), seeds.start, seeds.stop))}

    def judged_between(self, seeds: range) -> int:
        """How many of `seeds` (consecutive ones) have a verdict."""
        query = "SELECT count(*) FROM verdicts WHERE campaign = ? AND seed >= ? AND seed < ?"
        return int(self._connection.execute(query, (self._selected(), seeds.start, seeds.stop)).fetchone()[0])

    def counts(self) -> dict[Verdict, int]:
        """How many programs got each verdict; verdicts that nobody got are absent."""
        query = "SELECT verdict, count(*) FROM verdicts WHERE campaign = ? GROUP BY verdict"
        found = Counter({Verdict(name): count for name, count in self._rows(query)})
        return {verdict: found[verdict] for verdict in Verdict if found[verdict]}

    def rows(self) -> Iterator[Row]:
        """Every row of the campaign, by seed."""
        query = "SELECT * FROM verdicts WHERE campaign = ? ORDER BY seed"
        for _, seed, digest, verdict, reason, evidence, seconds in self._rows(query):
            yield Row(seed, digest, Verdict(verdict), reason, evidence, seconds)

    def row(self, seed: int) -> Row | None:
        """What was recorded for `seed`."""
        query = "SELECT * FROM verdicts WHERE campaign = ? AND seed = ?"
        found = self._connection.execute(query, (self._selected(), seed)).fetchone()
        if found is None:
            return None
        return Row(found[1], found[2], Verdict(found[3]), found[4], found[5], found[6])

    def divergences(self) -> list[Row]:
        """The rows that report a bug of the subject, by seed."""
        return [row for row in self.rows() if row.verdict.is_divergence]

    def attributions(self) -> list[StoredAttribution]:
        """Everything the bisector found, by seed."""
        query = (
            "SELECT seed, signature, attribution, reduced_program FROM attributions WHERE campaign = ? ORDER BY seed"
        )
        return [StoredAttribution(*row) for row in self._rows(query)]

    def digest(self) -> str:
        """SHA-256 over the sorted (seed, program digest, verdict) triples, in hexadecimal.

        Times, reasons and evidence take no part: the digest is the same for
        any number of workers, on any host, interrupted or not.
        """
        query = "SELECT seed, program_digest, verdict FROM verdicts WHERE campaign = ? ORDER BY seed"
        total = hashlib.sha256()
        for seed, program_digest, verdict in self._rows(query):
            total.update(f"{seed} {program_digest} {verdict}\n".encode())
        return total.hexdigest()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite rolls back by itself when the disk is full.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise LedgerError(f"{self.path}: cannot be written: {error}; what it held before is kept") from error

    def _rows(self, query: str) -> sqlite3.Cursor:
        return self._connection.execute(query, (self._selected(),))

    def _selected(self) -> int:
        if self._campaign is None:
            raise LedgerError(f"{self.path}: holds no campaign yet")
        return self._campaign.identifier

    def _latest_campaign(self) -> Campaign | None:
        row = self._connection.execute(
            "SELECT id, configuration, tool_versions FROM campaigns ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return None
        return Campaign(row[0], json.loads(row[1]), json.loads(row[2]), resumed=True)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA busy_timeout = 60000")
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != _APPLICATION_ID and not empty:
        raise LedgerError(f"{path}: is an SQLite file of another program")
    if version > len(_MIGRATIONS):
        raise LedgerError(f"{path}: was written by a newer version (schema {version})")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    if version < len(_MIGRATIONS):
        _migrate(connection)


def _migrate(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for script in _MIGRATIONS[version:]:
            for statement in filter(str.strip, script.split(";")):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(_MIGRATIONS)}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
