"""How many distinct bugs the divergences of a campaign show, while it runs."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import TYPE_CHECKING, Self

from oracle.ledger import Row, StoredAttribution
from oracle.triage.signature import Signature, signature_of
from oracle.verdict import Verdict

if TYPE_CHECKING:
    from fuzz.campaign import JudgeSeeds

_WAIT_SECONDS = 0.5
_Attributed = tuple[StoredAttribution | None, str | None]
"""What the bisector found, and the program it looked at."""


class DistinctBugs:
    """The signatures of what was seen.

    Failures of the compiler are told apart by its message; programs that it gets wrong by what the bisector says, when
    `bisect` asks for it (in one thread beside the campaign), else they all count as one. What the bisector cannot
    place may be any bug of that verdict: it counts as one only while there is no other.
    """

    def __init__(self, task: JudgeSeeds, *, bisect: bool) -> None:
        self.found: dict[Signature, int] = {}
        """The first signature of each bug, and its seed, the newest last."""
        self._task = task
        self._pool = ThreadPoolExecutor(1, "bisector") if bisect else None
        self._pending: deque[tuple[Row, Future[_Attributed]]] = deque()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)

    def see(self, rows: Sequence[Row]) -> None:
        """New rows of the ledger."""
        for row in rows:
            if not row.verdict.is_divergence:
                continue
            if self._pool is not None and row.verdict is Verdict.MISCOMPILE:
                self._pending.append((row, self._pool.submit(self._attribute, row)))
            else:
                self._add(row, "{}", None)

    def attributed(self) -> list[StoredAttribution]:
        """What the bisector has finished since the last call."""
        finished = []
        while self._pending and self._pending[0][1].done():
            row, future = self._pending.popleft()
            found, program = future.result()
            self._add(row, found.attribution if found else "{}", program)
            if found is not None:
                finished.append(found)
        return finished

    def wait(self) -> bool:
        """Give the bisector some time; False when it has nothing left to do."""
        if not self._pending:
            return False
        wait([self._pending[0][1]], timeout=_WAIT_SECONDS, return_when=FIRST_COMPLETED)
        return True

    def _add(self, row: Row, attribution: str, program: str | None) -> None:
        subject = self._task.subject
        new = signature_of(subject, row.verdict, row.reason, json.loads(attribution), None, original=program)
        if any(new.key == known.key for known in self.found):
            return
        same_verdict = [known for known in self.found if known.verdict is new.verdict]
        if not new.is_placed and any(known.is_placed for known in same_verdict):
            return
        for known in same_verdict:
            if new.is_placed and not known.is_placed:
                del self.found[known]
        self.found[new] = row.seed

    def _attribute(self, row: Row) -> _Attributed:
        from fuzz.sources import NoProgramError, self_contained
        from oracle.bisect.attribute import NotAttributable, attribute
        from oracle.compilers import compiler_from_command

        subject, reference = compiler_from_command(self._task.subject), compiler_from_command(self._task.reference)
        try:
            with TemporaryDirectory(prefix="fuzz-") as folder:
                file = Path(folder) / f"seed{row.seed}.c"
                text = self_contained(self._task.program(row.seed), file, reference)
                file.write_bytes(text)
                found = attribute(file, subject, reference, limits=self._task.limits)
        except (NotAttributable, NoProgramError):
            return None, None
        stored = StoredAttribution(row.seed, found.signature, json.dumps(found.to_json()))
        return stored, text.decode("utf-8", "surrogateescape")
