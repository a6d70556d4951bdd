"""Several errors in one run, and notes at what they contradict: the places and order are gcc's."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from check_support import checked, needs_gcc

from minicc import cli
from minicc.diagnostics import CompileError

_PROGRAM = """\
int a;
char a;
struct s { int m; };
struct s { int n; };
int g(int x);
int f(int p)
{
    int b = missing;
    b = missing + 1;
    struct t c;
    c.m = 1;
    if (p) {
        p = *p;
        return b->m;
    }
    g();
    switch (p) {
    case 1:
    case 1:
        break;
    default:
    default:
        ;
    }
l:
l:
    goto nowhere;
}
int h(void) { return undeclared; }
int h(void) { return 1; }
"""
_LINE = re.compile(r":(\d+):\d+: (error|note): (.*)")


def _lines(text: str) -> list[tuple[int, str]]:
    found = [(int(match[1]), match[2]) for match in _LINE.finditer(text) if "reported only once" not in match[3]]
    return sorted(found)


def _run(path: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = cli.main(["-fsyntax-only", str(path)])
    return status, capfd.readouterr().err


@needs_gcc
def test_errors_and_notes_are_where_gcc_has_them(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.c"
    path.write_text(_PROGRAM, encoding="utf-8")
    status, mine = _run(path, capfd)
    words = ["gcc", "-w", "-fsyntax-only", str(path)]
    gcc = subprocess.run(words, capture_output=True, encoding="utf-8", check=False).stderr
    assert status == 1
    assert _lines(mine) == _lines(gcc)


def test_an_earlier_declaration_is_pointed_at() -> None:
    with pytest.raises(CompileError) as caught:
        checked("int x;\nchar x;\n")
    assert caught.value.notes == (("previous declaration of 'x' with type 'int'", 4),)


def test_a_name_is_reported_once_in_each_function() -> None:
    with pytest.raises(CompileError) as caught:
        checked("int f(void) { return u + u; } int g(void) { u; u; return u; }\n")
    assert len((caught.value, *caught.value.following)) == 2


def test_there_is_a_limit() -> None:
    with pytest.raises(CompileError) as caught:
        checked("".join(f"int a{i} = u{i};\n" for i in range(50)))
    assert len((caught.value, *caught.value.following)) == 20
