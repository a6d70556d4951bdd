"""The labelled programs of corpus/undefined: what has no answer is refused, and nothing else is.

Each file begins with `/* VERDICT: clause: what it shows */`; NAME.defined.c is a well-defined program of the same
shape. The tests take every seventh program; `make check-undefined` takes all of them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.compilers import gcc
from oracle.compilers.command import CommandCompiler
from oracle.judge import judge
from oracle.sandbox import Limits
from oracle.verdict import Verdict

Write = Callable[[str], Path]
CORPUS = Path(__file__).parents[2] / "corpus" / "undefined"
LABEL = re.compile(r"/\* ([a-z]+): (.+?): (.+) \*/")
REFUSALS = {Verdict.UNDEFINED, Verdict.UNSPECIFIED, Verdict.UNSTABLE, Verdict.INCONCLUSIVE}
LIMITS = Limits(cpu_seconds=2, wall_seconds=60)
STEP = 1 if os.environ.get("CHECK_ALL_UNDEFINED") else 7
SLOW = {"endless_loop.c", "memory_exhausted.c", "stack_exhausted.c"}
"""They use up what the limits leave them."""

LIAR = """
    # makes a program that prints what no program does
    while [ "$1" != -o ]; do shift; done
    printf 'int write(int, const char *, unsigned long); int main(void) { write(1, "lie", 3); return 33; }' > "$0.c"
    exec gcc -w "$0.c" -o "$2"
    """


def label(path: Path) -> str:
    found = LABEL.match(path.read_text())
    assert found is not None, path
    return found[1]


ALL = sorted(CORPUS.glob("*.c"))
DEFINED = [path for path in ALL if path.name.endswith(".defined.c")]
OPEN = [path for path in ALL if not path.name.endswith(".defined.c")]


def chosen(paths: list[Path], start: int) -> list[Path]:
    return [path for path in paths[start::STEP] if STEP == 1 or path.name not in SLOW]


@pytest.fixture
def liar(fake_compiler: Write) -> CommandCompiler:
    return CommandCompiler((str(fake_compiler(LIAR)),))


def test_the_set_is_large_enough() -> None:
    assert len(OPEN) >= 150
    assert len(DEFINED) >= 150
    assert {label(path) for path in DEFINED} == {"defined"}
    assert {label(path) for path in OPEN} == {"undefined", "unspecified", "unstable", "inconclusive"}
    assert all(path.with_suffix(".defined.c") in DEFINED for path in OPEN)


@pytest.mark.parametrize("path", chosen(OPEN, 3), ids=lambda path: path.stem)
def test_what_has_no_answer_is_refused(path: Path, liar: CommandCompiler) -> None:
    judgement = judge(path, liar, gcc(), limits=LIMITS)
    assert judgement.verdict in REFUSALS, judgement.reason
    if label(path) in ("undefined", "unspecified"):
        assert judgement.verdict == label(path), judgement.reason
        assert judgement.rule is not None
    assert any(note.startswith("at face value") for note in judgement.evidence.notes) or label(path) == "inconclusive"


@pytest.mark.parametrize("path", chosen(DEFINED, 5), ids=lambda path: path.name.removesuffix(".defined.c"))
def test_what_is_defined_is_not_refused(path: Path, liar: CommandCompiler) -> None:
    judgement = judge(path, liar, gcc(), limits=LIMITS)
    assert judgement.verdict is Verdict.MISCOMPILE, judgement.reason
    assert judge(path, gcc("-O2"), gcc(), limits=LIMITS).verdict is Verdict.AGREE
