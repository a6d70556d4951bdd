"""Real projects, built with minicc, must pass their own checks and behave like the gcc build."""

from __future__ import annotations

from pathlib import Path

import pytest

from oracle.projects import Project, ProjectUnavailable, build_and_check, fetch, load_project

MANIFESTS = Path(__file__).parents[2] / "corpus" / "projects"


@pytest.fixture(scope="module", params=sorted(p.stem for p in MANIFESTS.glob("*.toml")))
def project(request: pytest.FixtureRequest) -> Project:
    loaded = load_project(MANIFESTS / f"{request.param}.toml")
    try:
        fetch(loaded)
    except ProjectUnavailable as error:
        pytest.skip(str(error))
    return loaded


@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_builds_and_behaves_like_gcc(project: Project, level: str, tmp_path: Path) -> None:
    expected = build_and_check(project, "gcc -O1 -w", tmp_path / "gcc")
    assert expected.failure is None
    assert expected.outputs
    actual = build_and_check(project, f"minicc -w {level}", tmp_path / "minicc")
    assert actual.failure is None
    assert actual.outputs == expected.outputs
