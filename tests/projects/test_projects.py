"""Real projects, built with minicc, must pass their own checks and behave like the gcc build.

Only the quick ones; `oracle project run all --level -O0 --level -O2` runs them all.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from oracle.projects import Outcome, load_project, run_project

MANIFESTS = Path(__file__).parents[2] / "corpus" / "projects"


@pytest.mark.parametrize("name", ["bzip2", "lua", "zopfli"])
def test_builds_and_behaves_like_gcc(name: str, tmp_path: Path) -> None:
    project = load_project(MANIFESTS / f"{name}.toml")
    results = run_project(project, ["minicc -w -O0", "minicc -w -O2"], tmp_path)
    if results[0].outcome is Outcome.UNAVAILABLE:
        pytest.skip(results[0].failure or name)
    assert [result.failure for result in results] == [None, None]


@pytest.mark.parametrize("manifest", sorted(MANIFESTS.glob("*.toml")), ids=lambda path: path.stem)
def test_manifests_say_what_is_fetched_built_and_checked(manifest: Path) -> None:
    project = load_project(manifest)
    assert project.name == manifest.stem
    assert project.sources
    assert project.build
    assert project.check or project.same
    for step in (*project.build, *project.check, *project.same):
        if "$MANIFEST/" in step:
            asset = step.split("$MANIFEST/", 1)[1].split()[0].rstrip(";")
            assert (project.assets / asset).is_file()
