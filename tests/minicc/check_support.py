"""Shared by the tests of the checker: C text to typed tree, and what gcc says."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from minicc.check import check, typed
from minicc.check.context import CheckOptions
from minicc.source import SourceText
from minicc.syntax.parser import parse

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")


def checked(text: str, standard: str = "gnu17", warnings: list[str] | None = None) -> typed.TranslationUnit:
    """The typed tree of preprocessed C."""
    source = SourceText(text, "t.c")
    messages = warnings if warnings is not None else []
    options = CheckOptions(standard=standard, warn=lambda message, pos: messages.append(message))
    return check(parse(source), source, options)


def variable(unit: typed.TranslationUnit, name: str) -> typed.Variable:
    return next(variable for variable in unit.variables if variable.name == name)


def run_gcc(folder: Path, text: str, *options: str) -> str:
    """What a C program prints when gcc compiles it."""
    (folder / "program.c").write_text(text, encoding="utf-8")
    executable = folder / "program"
    words = ["gcc", "-w", *options, str(folder / "program.c"), "-o", str(executable), "-lm"]
    compiled = subprocess.run(words, capture_output=True, encoding="utf-8", check=False)
    assert compiled.returncode == 0, compiled.stderr
    run = subprocess.run([str(executable)], capture_output=True, encoding="latin-1", timeout=20, check=False)
    return f"{run.returncode}\n{run.stdout}{run.stderr}"


def preprocessed(path: Path) -> str:
    words = ["gcc", "-E", str(path)]
    return subprocess.run(words, capture_output=True, encoding="utf-8", check=True).stdout
