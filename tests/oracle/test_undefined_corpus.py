"""The labelled programs of corpus/undefined: what has no answer is refused, and nothing else is.

Each file begins with `/* VERDICT: clause: what it shows */`; NAME.defined.c is a well-defined program of the same
shape. Compilers that lie in several ways make something of all of them. The tests take every ninth program;
`make check-undefined` takes all of them, and asks other compilers too.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from oracle.compilers import compiler_from_command, gcc
from oracle.compilers.command import CommandCompiler
from oracle.compilers.protocol import Compiler
from oracle.judge import judge_each
from oracle.sandbox import Limits
from oracle.verdict import Judgement, Verdict

CORPUS = Path(__file__).parents[2] / "corpus" / "undefined"
LABEL = re.compile(r"/\* ([a-z]+): (.+?): (.+) \*/")
REFUSALS = {Verdict.UNDEFINED, Verdict.UNSPECIFIED, Verdict.UNSTABLE, Verdict.INCONCLUSIVE}
LIMITS = Limits(cpu_seconds=2, wall_seconds=60)
ALL_SUBJECTS = bool(os.environ.get("CHECK_ALL_UNDEFINED"))
STEP = 1 if ALL_SUBJECTS else 9
SLOW = {"endless_loop.c", "memory_exhausted.c", "stack_exhausted.c"}
"""They use up what the limits leave them."""

LIES = {
    "another output": 'int main(void) { write(1, "lie", 3); return 33; }',
    "nothing printed": "int main(void) { return 0; }",
    "a crash": "int main(void) { __builtin_trap(); }",
}
"""Programs that a lying compiler makes of everything."""

WRONG_STATUS = """
#include <stdio.h>
#include <unistd.h>
__attribute__((destructor)) static void lie(void) { fflush(0); _exit(77); }
"""
"""What a compiler links with everything that otherwise compiles as gcc does."""

HONEST = ("gcc -O2", "gcc -O3 -fno-strict-aliasing", "gcc -O2 -fwrapv", "clang-16 -O2", "tcc")
"""Compilers that take what is left open in different ways."""

MISCOMPILED = {"library_function_defined.defined.c": "clang-16 -O2"}
"""What is wrong with them: clang takes a static function called abs for the library's from -O1 on."""


def label(path: Path) -> str:
    found = LABEL.match(path.read_text())
    assert found is not None, path
    return found[1]


ALL = sorted(CORPUS.glob("*.c"))
DEFINED = [path for path in ALL if path.name.endswith(".defined.c")]
OPEN = [path for path in ALL if not path.name.endswith(".defined.c")]


def chosen(paths: list[Path], start: int) -> list[Path]:
    return [path for path in paths[start::STEP] if STEP == 1 or path.name not in SLOW]


@pytest.fixture(scope="session")
def liars(tmp_path_factory: pytest.TempPathFactory) -> list[Compiler]:
    folder = tmp_path_factory.mktemp("liars")
    folder.chmod(0o755)
    made: list[Compiler] = []
    for number, text in enumerate(LIES.values()):
        program = folder / f"lie-{number}"
        subprocess.run(["gcc", "-w", "-x", "c", "-", "-o", program], input=text.encode(), check=True)
        made.append(script(folder / f"cc-{number}", f'while [ "$1" != -o ]; do shift; done; cp {program} "$2"'))
    addition = folder / "status.o"
    subprocess.run(["gcc", "-x", "c", "-c", "-", "-o", addition], input=WRONG_STATUS.encode(), check=True)
    return [*made, script(folder / "cc-status", f'exec gcc "$@" {addition}')]


def script(path: Path, body: str) -> Compiler:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return CommandCompiler((str(path),))


def honest() -> list[Compiler]:
    present = [words for words in HONEST if shutil.which(words.split()[0])]
    return [compiler_from_command(words) for words in (present if ALL_SUBJECTS else present[:1])]


def told(judgement: Judgement) -> str:
    return f"{shlex.join(judgement.evidence.subject_command)}: {judgement.verdict}: {judgement.reason}"


def test_the_set_is_large_enough() -> None:
    assert len(OPEN) >= 150
    assert len(DEFINED) >= 150
    assert {label(path) for path in DEFINED} == {"defined"}
    assert {label(path) for path in OPEN} == {"undefined", "unspecified", "unstable", "inconclusive"}
    assert all(path.with_suffix(".defined.c") in DEFINED for path in OPEN)


@pytest.mark.parametrize("path", chosen(OPEN, 3), ids=lambda path: path.stem)
def test_what_has_no_answer_is_refused(path: Path, liars: list[Compiler]) -> None:
    allowed = {Verdict(label(path))} if label(path) in ("undefined", "unspecified") else REFUSALS
    others = honest() if ALL_SUBJECTS else []
    judgements = list(judge_each(path, [*liars, *others], gcc(), limits=LIMITS))
    for judgement in judgements:
        verdict = judgement.verdict
        if judgement is judgements[0]:  # nothing prints what this one does
            assert verdict in allowed, told(judgement)
        elif verdict is Verdict.REJECTS_VALID:
            assert judgement.evidence.subject_command[0] in ("tcc", "clang-16"), told(judgement)
        else:  # others may happen to do what gcc does
            assert verdict in {*allowed, Verdict.AGREE, Verdict.INCONCLUSIVE}, told(judgement)
        if verdict in (Verdict.UNDEFINED, Verdict.UNSPECIFIED):
            assert judgement.rule is not None
            assert any(note.startswith("at face value") for note in judgement.evidence.notes)


@pytest.mark.parametrize("path", chosen(DEFINED, 5), ids=lambda path: path.name.removesuffix(".defined.c"))
def test_what_is_defined_is_not_refused(path: Path, liars: list[Compiler]) -> None:
    others = [one for one in honest() if shlex.join(one.command) != MISCOMPILED.get(path.name)]
    verdicts = {told(one): one.verdict for one in judge_each(path, [*liars, *others], gcc(), limits=LIMITS)}
    deceived = list(verdicts.items())[: len(liars)]
    if "_Exit" in path.read_text():  # it ends before the last liar can lie
        deceived.pop()
    wrong = [words for words, verdict in deceived if verdict is not Verdict.MISCOMPILE]
    right = (Verdict.AGREE, Verdict.REJECTS_VALID)
    wrong += [words for words, verdict in list(verdicts.items())[len(liars) :] if verdict not in right]
    assert not wrong
