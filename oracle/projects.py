"""Real projects as tests of a compiler: fetch, build, run the project's own checks, compare with the gcc build.

A manifest (corpus/projects/NAME.toml) names the packages that carry the source and the shell lines that build and
check it; the sources themselves are fetched by name into a cache and never become part of this repository.
"""

from __future__ import annotations

import os
import shutil
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from oracle.sandbox import run_trusted
from oracle.sources import SourceUnavailable, fetch_source
from oracle.verdict import Execution

_STEP_SECONDS = 1800.0
_EVIDENCE_CHARACTERS = 800


class ManifestError(Exception):
    """A manifest that cannot be used; the message names the file and what is wrong with it."""


class Outcome(StrEnum):
    """How one build of a project went."""

    PASS = "pass"
    BUILD_FAILS = "build fails"
    CHECK_FAILS = "check fails"
    DIFFERS = "differs"
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True)
class Project:
    """One manifest.

    `sources` maps folders of the tree to what is unpacked there. Steps are shell lines run in `folder`; those of
    `same` must print what they print in the reference build. `parallel` prints commands, one a line, that do not
    depend on each other.
    """

    name: str
    about: str
    sources: Mapping[str, str]
    folder: str
    setup: tuple[str, ...]
    parallel: str
    build: tuple[str, ...]
    check: tuple[str, ...]
    same: tuple[str, ...]
    assets: Path


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """How one build went: `failure` is None, or the step that failed and the end of what it printed."""

    project: str
    compiler: str
    outcome: Outcome
    failure: str | None = None
    outputs: tuple[str, ...] = ()
    build_seconds: float = 0.0
    check_seconds: float = 0.0


def load_project(manifest: Path) -> Project:
    """Read a manifest. Raises ManifestError, or OSError when it cannot be read."""
    try:
        data = tomllib.loads(manifest.read_text())
        steps = data["steps"]
        return Project(
            name=data["name"],
            about=data["about"],
            sources=data["sources"],
            folder=steps.get("folder", "."),
            setup=tuple(steps.get("setup", ())),
            parallel=steps.get("parallel", ""),
            build=tuple(steps.get("build", ())),
            check=tuple(steps.get("check", ())),
            same=tuple(steps.get("same", ())),
            assets=manifest.with_suffix("").resolve(),
        )
    except tomllib.TOMLDecodeError as error:
        raise ManifestError(f"{manifest}: {error}") from error
    except KeyError as error:
        raise ManifestError(f"{manifest}: no {error.args[0]!r}") from error


def fetch(project: Project) -> dict[str, Path]:
    """Where each source of the project is unpacked. Raises SourceUnavailable."""
    return {folder: fetch_source(source) for folder, source in project.sources.items()}


def build_and_check(
    project: Project,
    compiler: str,
    work: Path,
    jobs: int = 1,
    *,
    reference: str = "gcc",
    step_seconds: float = _STEP_SECONDS,
) -> ProjectResult:
    """Build a copy of the project in `work` with `compiler` (a command line) as $CC, and run its checks.

    `reference` is $CC of the steps in `setup`. Raises SourceUnavailable, SandboxError.
    """
    tree = work / project.name
    for folder, source in sorted(fetch(project).items()):
        shutil.copytree(source, tree / folder, symlinks=True, dirs_exist_ok=True)
    environment = os.environ | {
        "MANIFEST": str(project.assets),
        "ROOT": str(tree),
        "MAKE": f"make -j{jobs}",
        "LC_ALL": "C.UTF-8",
    }
    side_by_side = f"({project.parallel}) | xargs -P {jobs} -I'{{}}' bash -c '{{}}'"
    builds = [*([side_by_side] if project.parallel else []), *project.build]
    started = time.monotonic()
    built = started
    outputs: list[str] = []
    for steps, words, outcome in (
        (project.setup, reference, Outcome.BUILD_FAILS),
        (builds, compiler, Outcome.BUILD_FAILS),
        (project.check, compiler, Outcome.CHECK_FAILS),
        (project.same, compiler, Outcome.CHECK_FAILS),
    ):
        for step in steps:
            ran = run_trusted(
                ["bash", "-euo", "pipefail", "-c", step],
                step_seconds,
                cwd=tree / project.folder,
                environment=environment | {"CC": words},
            )
            if not ran.succeeded:
                failure = _failure(step, ran)
                built = built if built != started else time.monotonic()
                checking = time.monotonic() - built
                return ProjectResult(project.name, compiler, outcome, failure, (), built - started, checking)
            if steps is project.same:
                outputs.append(ran.stdout.decode(errors="replace"))
        if steps is builds:
            built = time.monotonic()
    checking = time.monotonic() - built
    return ProjectResult(project.name, compiler, Outcome.PASS, None, tuple(outputs), built - started, checking)


def compare(project: Project, expected: ProjectResult, actual: ProjectResult) -> ProjectResult:
    """`actual`, or a failure if one of the `same` steps printed something else than in the build `expected`."""
    if actual.failure is not None:
        return actual
    for step, ours, theirs in zip(project.same, actual.outputs, expected.outputs, strict=True):
        if ours != theirs:
            failure = f"{_in_one_line(step)}: {_first_difference(ours, theirs)}"
            seconds = (actual.build_seconds, actual.check_seconds)
            return ProjectResult(project.name, actual.compiler, Outcome.DIFFERS, failure, actual.outputs, *seconds)
    return actual


def run_project(
    project: Project, compilers: list[str], work: Path, *, reference: str = "gcc -O1 -w", jobs: int = 1
) -> list[ProjectResult]:
    """Build with the reference, then with each of `compilers`, and compare. Raises SandboxError."""
    try:
        expected = build_and_check(project, reference, work / "reference", jobs, reference=reference)
    except SourceUnavailable as error:
        return [ProjectResult(project.name, compiler, Outcome.UNAVAILABLE, str(error)) for compiler in compilers]
    if expected.failure is not None:
        why = f"the reference fails: {expected.failure}"
        return [ProjectResult(project.name, compiler, Outcome.UNAVAILABLE, why) for compiler in compilers]
    results = []
    for number, compiler in enumerate(compilers):
        folder = work / str(number)
        actual = build_and_check(project, compiler, folder, jobs, reference=reference)
        results.append(compare(project, expected, actual))
        shutil.rmtree(folder, ignore_errors=True)
    return results


def _failure(step: str, ran: Execution) -> str:
    printed = (ran.stderr or ran.stdout).decode(errors="replace").strip()
    how = f"stopped ({ran.stopped_by})" if ran.stopped_by else f"exit {ran.exit_status}"
    return f"{_in_one_line(step)}: {how}: {printed[-_EVIDENCE_CHARACTERS:]}"


def _in_one_line(step: str) -> str:
    line = " ".join(step.split())
    return line if len(line) <= 90 else line[:87] + "..."


def _first_difference(ours: str, theirs: str) -> str:
    our_lines, their_lines = ours.splitlines(), theirs.splitlines()
    for number, (our, their) in enumerate(zip(our_lines, their_lines, strict=False), 1):
        if our != their:
            return f"line {number}: {our[:200]!r}, the reference: {their[:200]!r}"
    return f"{len(our_lines)} lines, the reference: {len(their_lines)}"
