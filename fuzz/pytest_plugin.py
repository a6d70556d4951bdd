"""A campaign as tests, for the CI of a compiler: `pytest --fuzz-seeds 0:500 --fuzz-subject 'CMD' -n auto`.

Without --fuzz-seeds nothing happens. With it every seed is a test item beside the tests of the project: a divergence
fails, a refusal to judge is skipped. pytest's own options choose (-k, -m fuzz), distribute (-n of pytest-xdist) and
report (--junitxml).
"""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from _pytest._code.code import TerminalRepr

    from fuzz.campaign import JudgeSeeds
    from oracle.ledger import Row

_JUDGE: pytest.StashKey[Callable[[int], Row]] = pytest.StashKey()
_TASK: pytest.StashKey[JudgeSeeds] = pytest.StashKey()


class Divergence(Exception):
    """The subject and the reference differ on a program; the message says how and what to type."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """See pytest: the options, all of them about the campaign."""
    group = parser.getgroup("fuzz", "programs judged as tests (minicc's fuzz)")
    group.addoption("--fuzz-seeds", metavar="A:B", help="Judge the programs of the seeds A to B - 1, each as a test.")
    group.addoption("--fuzz-subject", default="minicc", metavar="CMD", help="The compiler under test [minicc].")
    group.addoption("--fuzz-reference", default="gcc", metavar="CMD", help="The compiler to agree with [gcc].")
    group.addoption("--fuzz-source", default="own", metavar="SOURCE", help="As --source of 'fuzz run' [own].")
    group.addoption("--fuzz-lines", default=100, type=int, metavar="N", help="About how long own programs are [100].")
    group.addoption(
        "--fuzz-keep", default="fuzz-failures", metavar="FOLDER", help="Where programs that fail go [fuzz-failures]."
    )


def pytest_configure(config: pytest.Config) -> None:
    """See pytest. Bad options are usage errors before anything runs."""
    config.addinivalue_line("markers", "fuzz: a generated program (--fuzz-seeds)")
    if config.getoption("--fuzz-seeds") is not None:
        _seeds(config)
        config.stash[_TASK] = _task(config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    """See pytest. One item per seed, after the project's own tests."""
    if config.getoption("--fuzz-seeds") is None:
        return
    parent = SeedCollector.from_parent(session, name="fuzz", nodeid="fuzz")
    items += parent.collect()


class SeedCollector(pytest.Collector):
    """The seeds of --fuzz-seeds."""

    def collect(self) -> list[SeedItem]:
        """See pytest.Collector."""
        return [SeedItem.from_parent(self, name=f"seed-{seed}", seed=seed) for seed in _seeds(self.config)]


class SeedItem(pytest.Item):
    """One program."""

    def __init__(self, name: str, parent: SeedCollector, *, seed: int) -> None:
        super().__init__(name, parent)
        self._seed = seed
        self.add_marker("fuzz")

    def runtest(self) -> None:
        """See pytest.Item. Raises Divergence."""
        stash = self.config.stash
        if _JUDGE not in stash:
            stash[_JUDGE] = stash[_TASK].prepare()
        row = stash[_JUDGE](self._seed)
        if row.verdict.is_divergence or _is_misprediction(row):
            raise Divergence(self._explanation(row, stash[_TASK]))
        if row.verdict != "agree":
            pytest.skip(f"{row.verdict}: {row.reason}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None) -> str | TerminalRepr:
        """See pytest.Item. A divergence is told without a traceback."""
        if isinstance(excinfo.value, Divergence):
            return str(excinfo.value)
        return excinfo.getrepr(style="short")

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """See pytest.Item."""
        return self.config.rootpath, None, f"fuzz: seed {self._seed}"

    def _explanation(self, row: Row, task: JudgeSeeds) -> str:
        file = self._kept(row, task)
        options = f"--subject {shlex.quote(task.subject)} --reference {shlex.quote(task.reference)}"
        evidence = json.loads(row.evidence)
        lines = [
            f"seed {row.seed}: {row.verdict}: {row.reason}",
            f"program: {file}",
            "to look into it:",
            *(f"  oracle {command} {shlex.quote(str(file))} {options}" for command in ("judge", "bisect", "reduce")),
        ]
        for side in ("subject", "reference"):
            run = evidence.get(f"{side}_run")
            if run:
                lines += [f"the {side}'s program prints:", *_first_lines(run["stdout"])]
        return "\n".join(lines)

    def _kept(self, row: Row, task: JudgeSeeds) -> Path:
        folder = self.config.rootpath / str(self.config.getoption("--fuzz-keep"))
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"seed{row.seed}.c"
        file.write_bytes(task.program(row.seed).text)
        return file


def _first_lines(text: str) -> list[str]:
    lines = text.splitlines()
    more = [f"  ... {len(lines) - 10} lines more"] if len(lines) > 10 else []
    return [f"  {line}" for line in lines[:10]] + more


def _is_misprediction(row: Row) -> bool:
    from fuzz.campaign import PREDICTION_DIFFERS

    return row.reason.startswith(PREDICTION_DIFFERS)


def _seeds(config: pytest.Config) -> range:
    text = str(config.getoption("--fuzz-seeds"))
    first, colon, end = text.partition(":")
    if not (colon and first.isdecimal() and end.isdecimal() and int(first) < int(end)):
        raise pytest.UsageError(f"--fuzz-seeds: '{text}' is no range of seeds; say 0:500 for the seeds 0 to 499")
    return range(int(first), int(end))


def _task(config: pytest.Config) -> JudgeSeeds:
    from fuzz.campaign import JudgeSeeds
    from fuzz.sources import SourceError, source_from_text
    from oracle.compilers import CompilerNotFound, compiler_from_command
    from oracle.sandbox import Limits

    subject, reference = str(config.getoption("--fuzz-subject")), str(config.getoption("--fuzz-reference"))
    try:
        source = source_from_text(
            str(config.getoption("--fuzz-source")), lines=int(str(config.getoption("--fuzz-lines")))
        )
        compiler_from_command(subject)
        compiler_from_command(reference)
    except (SourceError, CompilerNotFound) as error:
        raise pytest.UsageError(str(error)) from None
    if source.size is not None and _seeds(config).stop > source.size:
        raise pytest.UsageError(f"--fuzz-seeds: there are {source.size} programs, with the seeds 0:{source.size}")
    return JudgeSeeds(source, subject, reference, Limits())
