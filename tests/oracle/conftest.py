"""What the oracle's tests share: programs written to a folder, and compilers that are wrong on purpose."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

Write = Callable[[str], Path]


@pytest.fixture
def program(tmp_path: Path) -> Write:
    """Write a C program and get its path."""

    def write(text: str) -> Path:
        path = tmp_path / "program.c"
        path.write_text(textwrap.dedent(text))
        return path

    return write


@pytest.fixture
def fake_compiler(tmp_path: Path) -> Write:
    """A shell script that stands for a compiler; its body sees gcc's arguments in "$@"."""

    def write(body: str) -> Path:
        path = tmp_path / "fakecc"
        path.write_text("#!/bin/sh\n" + textwrap.dedent(body))
        path.chmod(0o755)
        return path

    return write
