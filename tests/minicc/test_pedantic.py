"""-pedantic and its relatives: the lines, words and options are gcc's."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from check_support import needs_gcc

from minicc import cli

_FOLDER = Path(__file__).parent / "pedantic"
_LINE = re.compile(r":(\d+):(?:\d+:)? (warning|error): (.*)")


def _said(text: str) -> list[tuple[str, ...]]:
    return sorted(found.groups() for found in map(_LINE.search, text.splitlines()) if found is not None)


@needs_gcc
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("extensions", "-pedantic -Wformat"),
        ("extensions", "-std=gnu17 -pedantic-errors"),
        ("extensions", "-std=c11 -Wpedantic -Werror=pedantic"),
        ("extensions", "-Wpedantic -Wno-pedantic"),
        ("extensions", "-Wpointer-arith"),
        ("newer_standards", "-ansi -pedantic -Wall -Wextra"),
        ("newer_standards", "-std=gnu90 -pedantic-errors"),
        ("newer_standards", "-std=c90 -pedantic -Wno-long-long -Wno-vla"),
        ("newer_standards", "-std=c99 -pedantic"),
        ("pragma", "-pedantic"),
    ],
)
def test_the_warnings_are_gccs(name: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = [*words.split(), "-c", str(_FOLDER / f"{name}.c"), "-o", "/dev/null"]
    environment = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    answer = subprocess.run(["gcc", *command], capture_output=True, text=True, env=environment, check=False)
    assert (cli.main(command) != 0) == (answer.returncode != 0)
    assert _said(capsys.readouterr().err) == _said(answer.stderr)


@needs_gcc
@pytest.mark.parametrize("standard", ["c99", "c90"])
def test_strings_have_a_greatest_length(standard: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "long.c"
    file.write_text(f'const char *s = "{"x" * 4096}", *t = "{"y" * 4095}", *u = "{"z" * 509}";\n')
    cli.main(["-pedantic", f"-std={standard}", "-c", str(file), "-o", "/dev/null"])
    assert capsys.readouterr().err.count("[-Woverlength-strings]") == (1 if standard == "c99" else 2)


def test_a_unit_declares_something(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "empty.c"
    file.write_text("/* nothing */\n")
    assert cli.main(["-pedantic-errors", "-c", str(file), "-o", "/dev/null"]) == 1
    assert "error: ISO C forbids an empty translation unit [-Wpedantic]" in capsys.readouterr().err
