"""The pytest plugin, run by pytest itself on a compiler with a fault."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")

ROOT = Path(__file__).parents[2]
SUBJECT = """#!/bin/sh
for word; do case $word in *.c) source=$word;; esac; done
case $(cat "$source") in *"7 + 1"*) extra=-Dprintf=putss;; esac
exec gcc "$@" $extra
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A compiler's repository: nine programs, the compiler (which refuses one of them), a test of its own."""
    (tmp_path / "programs").mkdir()
    for n in range(9):
        text = f'#include <stdio.h>\nint main(void) {{ printf("%d\\n", {n} + 1); return 0; }}\n'
        (tmp_path / "programs" / f"p{n}.c").write_text(text)
    (tmp_path / "subject").write_text(SUBJECT)
    (tmp_path / "subject").chmod(0o755)
    (tmp_path / "test_own.py").write_text("def test_own():\n    pass\n")
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    return tmp_path


def run(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    installed = subprocess.run(
        [sys.executable, "-c", "from importlib.metadata import *; print(entry_points(group='pytest11').names)"],
        capture_output=True,
        text=True,
        check=True,
    )
    plugin = [] if "minicc-fuzz" in installed.stdout else ["-p", "fuzz.pytest_plugin"]
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *plugin, *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    for name in ("PYTEST_ADDOPTS", "PYTEST_XDIST_WORKER", "PYTEST_XDIST_WORKER_COUNT"):
        environment.pop(name, None)
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, timeout=240)


def campaign(project: Path, seeds: str) -> list[str]:
    return [
        "--fuzz-seeds",
        seeds,
        "--fuzz-source",
        str(project / "programs"),
        "--fuzz-subject",
        str(project / "subject"),
    ]


def test_each_seed_is_a_test_and_failures_say_what_to_do(project: Path) -> None:
    done = run(project, *campaign(project, "5:9"), "-n", "2", "--junitxml", "junit.xml")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "1 failed, 4 passed" in done.stdout
    assert "seed 7: rejects-valid" in done.stdout
    program = project / "fuzz-failures" / "seed7.c"
    assert program.read_text() == (project / "programs" / "p7.c").read_text()
    assert f"oracle bisect {program} --subject" in done.stdout
    assert "Traceback" not in done.stdout
    assert 'name="seed-7"' in (project / "junit.xml").read_text()


def test_seeds_are_chosen_as_tests_are(project: Path) -> None:
    done = run(project, *campaign(project, "0:9"), "-m", "fuzz", "-k", "seed-3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 passed, 9 deselected" in done.stdout


def test_nothing_happens_unasked(project: Path) -> None:
    done = run(project)
    assert done.returncode == 0
    assert "1 passed" in done.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--fuzz-seeds", "5"], "'5' is no range of seeds"),
        (["--fuzz-seeds", "9:5"], "'9:5' is no range of seeds"),
        (["--fuzz-seeds", "0:1", "--fuzz-subject", "no-such-compiler"], "no-such-compiler"),
        (["--fuzz-seeds", "0:10", "--fuzz-source", "programs", "--fuzz-subject", "gcc"], "there are 9 programs"),
    ],
)
def test_bad_options_are_usage_errors(project: Path, options: list[str], message: str) -> None:
    done = run(project, *options)
    assert done.returncode == 4
    assert message in done.stderr
    assert "Traceback" not in done.stderr
