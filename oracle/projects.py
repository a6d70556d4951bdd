"""Real projects as tests of a compiler: fetch, build, run the project's own checks, compare with the gcc build.

A manifest (corpus/projects/NAME.toml) names the package that carries the source and the shell lines that build and
check it; the sources themselves are fetched by name into a cache and never become part of this repository.
"""

from __future__ import annotations

import os
import shutil
import tarfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from plumbum import ProcessExecutionError, local


class ProjectUnavailable(Exception):
    """The source cannot be had here (no network, no such package); the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Project:
    """One manifest. `parallel` prints commands, one a line, that do not depend on each other."""

    name: str
    about: str
    source: str
    folder: str
    parallel: str
    build: tuple[str, ...]
    check: tuple[str, ...]
    same: tuple[str, ...]
    assets: Path


@dataclass(frozen=True, slots=True)
class ProjectResult:
    """How one build went: `failure` is None, or the first step that failed and the end of what it printed."""

    project: str
    compiler: str
    failure: str | None
    outputs: tuple[str, ...]


def load_project(manifest: Path) -> Project:
    """Read a manifest. Raises OSError, tomllib.TOMLDecodeError, or KeyError for a missing key."""
    data = tomllib.loads(manifest.read_text())
    return Project(
        name=data["name"],
        about=data["about"],
        source=data["source"],
        folder=data["folder"],
        parallel=data.get("parallel", ""),
        build=tuple(data.get("build", ())),
        check=tuple(data.get("check", ())),
        same=tuple(data.get("same", ())),
        assets=manifest.with_suffix("").resolve(),
    )


def fetch(project: Project) -> Path:
    """The unpacked source, from the cache or else from the package registry that pip is set up for.

    Raises ProjectUnavailable.
    """
    kind, _, requirement = project.source.partition(":")
    if kind != "pypi":
        raise ProjectUnavailable(f"{project.name}: sources of kind '{kind}' are not supported")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "minicc" / "projects"
    unpacked = cache / requirement.replace("==", "-")
    if not unpacked.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with local.tempdir() as scratch:
            try:
                local["python3"](
                    "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "-d", scratch, requirement
                )
            except ProcessExecutionError as error:
                last = (error.stderr.strip().splitlines() or ["pip failed"])[-1]
                raise ProjectUnavailable(f"{project.name}: pip cannot fetch {requirement}: {last}") from None
            (archive,) = Path(scratch).glob("*.tar.gz")
            with tarfile.open(archive) as tar:
                tar.extractall(Path(scratch) / "unpacked", filter="data")
            (top,) = (Path(scratch) / "unpacked").iterdir()
            shutil.move(top, unpacked)
    return unpacked / project.folder


def build_and_check(project: Project, compiler: str, work: Path, jobs: int = 2) -> ProjectResult:
    """Build a copy of the project in `work` with `compiler` (a command line) as $CC, and run its checks."""
    tree = work / project.name
    shutil.copytree(fetch(project), tree)
    environment = {"CC": compiler, "MANIFEST": str(project.assets)}
    with local.cwd(tree), local.env(**environment):
        shell = local["bash"]["-euo", "pipefail", "-c"]
        steps = [f"({project.parallel}) | xargs -P {jobs} -I'{{}}' bash -c '{{}}'"] if project.parallel else []
        outputs: list[str] = []
        for step in [*steps, *project.build, *project.check, *project.same]:
            code, out, err = shell[step].run(retcode=None, timeout=1800)
            if code != 0:
                return ProjectResult(project.name, compiler, f"{step.strip()}: exit {code}: {(err or out)[-800:]}", ())
            if step in project.same:
                outputs.append(out)
    return ProjectResult(project.name, compiler, None, tuple(outputs))
