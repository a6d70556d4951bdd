"""What `fuzz frontend` shows while it runs."""

from __future__ import annotations

import pytest

from fuzz.frontend.campaign import Summary, Trial
from fuzz.frontend.progress import ProgressView
from fuzz.frontend.trial import Outcome


def _trial(seed: int) -> Trial:
    outcome = Outcome("refused") if seed % 4 else Outcome("traceback", "boom", f"place {seed % 8}")
    return Trial(seed, "file.c", "bytes", outcome)


def test_a_line_for_every_thousand_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    summary = Summary()
    with ProgressView(2500) as view:
        for seed in range(2500):
            summary.add(_trial(seed))
            view.tell(summary)
    said = capsys.readouterr()
    assert said.out == ""
    lines = said.err.splitlines()
    assert [line.partition(";")[0] for line in lines] == [
        "1000 of 2500: 750 refused, 250 traceback, failing in 2 places",
        "2000 of 2500: 1500 refused, 500 traceback, failing in 2 places",
    ]
    assert all(line.endswith(" per second") for line in lines)


def test_a_bar_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    summary = Summary()
    with ProgressView(3) as view:
        for seed in (1, 2, 3):
            summary.add(_trial(seed))
            view.tell(summary)
    said = capsys.readouterr().err
    assert "3/3" in said and "3 refused" in said
