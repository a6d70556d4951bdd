"""Several ledgers of one campaign made into one: every seed once, the first answer for it stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from oracle.ledger import Campaign, Ledger, LedgerError

_ROWS = 1000


@dataclass(slots=True)
class Merged:
    """What came together. `contradictions` are seeds with another program or verdict in a later ledger."""

    programs: int = 0
    repeated: int = 0
    contradictions: list[int] = field(default_factory=list)
    digest: str = ""


def merge(sources: Sequence[Path], target: Path) -> Merged:
    """Copy what the ledgers `sources` hold of their latest campaign into `target`, which may have some of it already.

    Raises LedgerError when a file is no ledger or empty, when the campaigns or the versions of their compilers differ,
    or when `target` cannot be written.
    """
    campaign = _one_campaign(sources)
    done = Merged()
    with Ledger.open(target) as into:
        _check(target, into.campaign, sources[0], campaign)
        into.start_campaign(campaign.configuration, campaign.tool_versions)
        for path in sources:
            if path.resolve() != target.resolve():
                with Ledger.open(path, create=False) as ledger:
                    _copy(ledger, into, done)
        done.programs = sum(into.counts().values())
        done.digest = into.digest()
    return done


def _one_campaign(paths: Sequence[Path]) -> Campaign:
    first: Campaign | None = None
    for path in paths:
        with Ledger.open(path, create=False) as ledger:
            if ledger.campaign is None:
                raise LedgerError(f"{path}: holds no campaign yet")
            if first is None:
                first = ledger.campaign
            _check(path, ledger.campaign, paths[0], first)
    if first is None:
        raise LedgerError("no ledger to merge")
    return first


def _check(path: Path, found: Campaign | None, first: Path, wanted: Campaign) -> None:
    if found is None:
        return
    for what, ours, theirs in (
        ("", found.configuration, wanted.configuration),
        ("version of the ", found.tool_versions, wanted.tool_versions),
    ):
        for key in sorted({*ours, *theirs}):
            if ours.get(key) != theirs.get(key):
                raise LedgerError(
                    f"{path}: holds another campaign than {first}: "
                    f"{what}{key} is {ours.get(key)!r} there, {theirs.get(key)!r} here"
                )


def _copy(ledger: Ledger, into: Ledger, done: Merged) -> None:
    rows = ledger.rows()
    while piece := list(islice(rows, _ROWS)):
        known = into.judged_seeds(range(piece[0].seed, piece[-1].seed + 1))
        for row in piece:
            if row.seed in known:
                done.repeated += 1
                before = into.row(row.seed)
                if before and (before.program_digest, before.verdict) != (row.program_digest, row.verdict):
                    done.contradictions.append(row.seed)
        into.record(piece)
    into.copy_runs(ledger.runs())
    known = {found.seed for found in into.attributions()}
    for found in ledger.attributions():
        if found.seed not in known:
            into.record_attribution(found)
