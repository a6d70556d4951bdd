"""The warnings of -Wall -Wextra on programs that earn many: the same lines and options as gcc's, and no others."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from check_support import needs_gcc

from minicc import cli

_FOLDER = Path(__file__).parent / "warnings"
_LINE = re.compile(r":(\d+):\d+: warning: .*\[-W([\w-]+)")
# What only gcc's optimizer and analyses of whole objects find.
_BEYOND = frozenset(["array-bounds", "stringop-overflow", "dangling-pointer", "format-overflow", "format-truncation"])
_MORE = [
    "-Wmissing-prototypes",
    "-Wmissing-declarations",
    "-Wstrict-prototypes",
    "-Wold-style-definition",
    "-Wshadow",
    "-Wvla",
    "-Wdeclaration-after-statement",
]


def _warnings(text: str) -> set[tuple[int, str]]:
    return {(int(line), name) for line, name in _LINE.findall(text) if name not in _BEYOND}


@needs_gcc
@pytest.mark.parametrize("file", sorted(_FOLDER.rglob("*.c")), ids=lambda file: file.stem)
def test_warnings_are_gccs(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["-Wall", "-Wextra", "-O1", "-c", str(file), "-o", "/dev/null"]
    if file.parent.name == "more":
        words = [*_MORE, *words]
    environment = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    answer = subprocess.run(["gcc", *words], capture_output=True, text=True, env=environment, check=False)
    assert answer.returncode == 0
    cli.main(words)
    assert sorted(_warnings(capsys.readouterr().err)) == sorted(_warnings(answer.stderr))
