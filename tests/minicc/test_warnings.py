"""-Wall, -Wextra and their relatives: which warnings are given, where gcc has them, and what -Werror makes of them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from check_support import needs_gcc

from minicc import cli
from minicc.warnings import WarningOptions

_NAME = re.compile(r"\[-W([^]]+)\]")
_PROGRAM = """\
#include <stdlib.h>
static int unused_function(int a) { return a; }
static int used(int a, int unused_parameter) { if (a) return 1; }
int g(unsigned u, int i, unsigned char c, short s)
{
    int unused_local, sized, q = sizeof sized, never, w;
    static int unused_static;
    int kept __attribute__((unused)), voided;
    (void)voided;
    if (i = 3)
        i++;
    if ((i = 3))
        i++;
    switch (i) {
    case 1:
        i++;
    case 2:
        i--;
        /* fall through */
    case 3:
        break;
    case 4:
    case 5:
        return 1;
    case 6:
        i = 4;
        __attribute__((fallthrough));
    case 7:
        if (i)
            break;
        else
            return 2;
    default:
        ;
    }
unused_label:
    w = 3;
    for (unsigned k = 0; k < i; k++)
        ;
    for (unsigned long k = 0; i >= k; k++)
        ;
    for (int k = 0; k < 7u; k++)
        if (u < i + 1)
            w += u == 3;
    w += (u < c) + (u < (s & 7)) + (u > 5) + (u < (unsigned)s);
    return never + q + w + used(1, 2);
}
int h(int a) { while (1) { if (a) return 1; } }
int k(int a) { switch (a) { case 1: return 1; default: abort(); } }
int m(int a) { for (;;) { if (a) break; } }
int n(int a) { do { if (a) continue; return 1; } while (0); }
int o(int a) { if (a) return 1; else return 2; }
int p(int a) { if (a) return 1; else exit(2); }
int r(int a) { goto l; l: return a; }
enum e { A, B };
int t(enum e x) { switch (x) { case A: return 1; case B: return 2; } }
int unset(int a) { int x, y; y = a; return x + y; }
int main(void) { undeclared(); }
"""
_LINE = re.compile(r":(\d+):\d+: (warning|error): .*\[-W([\w-]+)")


def _warnings(text: str) -> list[tuple[int, str, str]]:
    return sorted({(int(match[1]), match[2], match[3]) for match in _LINE.finditer(text)})


@needs_gcc
@pytest.mark.parametrize(
    "options",
    [
        [],
        ["-Wall"],
        ["-Wall", "-Wextra"],
        ["-Wextra"],
        ["-Wall", "-Wno-unused-variable", "-Wno-return-type"],
        ["-Wunused-label", "-Wsign-compare"],
        ["-Wall", "-Wno-unused"],
    ],
    ids=" ".join,
)
def test_the_warnings_are_gccs(options: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.c"
    path.write_text(_PROGRAM, encoding="utf-8")
    words = [*options, "-c", str(path), "-o", str(tmp_path / "p.o")]
    assert cli.main(words) == 0
    mine = capfd.readouterr().err
    gcc = subprocess.run(["gcc", *words], capture_output=True, encoding="utf-8", check=True).stderr
    assert _warnings(mine) == _warnings(gcc)


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["-Wall"], 0),
        (["-Wall", "-Werror"], 1),
        (["-Werror=unused-variable"], 1),
        (["-Wall", "-Werror=unused-label"], 0),
        (["-Wall", "-Werror", "-Wno-error=unused-variable"], 0),
        (["-Wall", "-Werror", "-Wno-unused-variable"], 0),
        (["-Werror"], 0),
        (["-w", "-Wall", "-Werror"], 0),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_a_warning_can_be_an_error(options: list[str], status: int, tmp_path: Path) -> None:
    path = tmp_path / "p.c"
    path.write_text("int f(void) { int x; return 0; }\n", encoding="utf-8")
    assert cli.main([*options, "-c", str(path), "-o", str(tmp_path / "p.o")]) == status
    assert (tmp_path / "p.o").exists() is (status == 0)


def test_unknown_names_are_no_warnings() -> None:
    assert WarningOptions(["frobnicate", "no-frobnicate"]).enabled == set()


def test_diagnostic_pragmas_are_ignored(tmp_path: Path) -> None:
    path = tmp_path / "p.c"
    text = '#pragma GCC diagnostic push\n#pragma GCC diagnostic ignored "-Wall"\nint a;\n#pragma GCC diagnostic pop\n'
    path.write_text(text, encoding="utf-8")
    assert cli.main(["-Wall", "-Werror", "-c", str(path), "-o", str(tmp_path / "p.o")]) == 0


def test_some_are_given_without_being_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "p.c"
    path.write_text("int *f(void) { int x; return &x; }\nint g(void) { return 3 << 31; }\n", encoding="utf-8")
    assert cli.main(["-fsyntax-only", str(path)]) == 0
    assert _NAME.findall(capsys.readouterr().err) == ["return-local-addr", "shift-overflow="]
    assert cli.main(["-fsyntax-only", "-Wno-return-local-addr", "-Wno-shift-overflow", str(path)]) == 0
    assert not capsys.readouterr().err


_LITERALS = r"""
int one = 'ab';
int many = 'abcdef';
int octal = '\400';
int wide = L'ab', narrow = u'\x12345';
const char *text = "a\qb\%c\\qd";
const char *long_text = "\xfff";
char array[] = "\8\0\12";
int *good = L"\xfff\400\u00e9";
int letter = '\z', known = '\e' + '\n' + '\'' + L'\xffffffff';
"""


@needs_gcc
def test_odd_literals_are_warned_of_as_by_gcc(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "program.c"
    file.write_text(_LITERALS, encoding="utf-8")
    words = ["-c", str(file), "-o", "/dev/null"]
    environment = {"LC_ALL": "C", "PATH": "/usr/bin:/bin"}
    by_gcc = subprocess.run(["gcc", *words], capture_output=True, text=True, env=environment, check=False).stderr
    cli.main(words)
    found = [sorted(re.findall(r":(\d+):\d+: warning: (.*)", text)) for text in (capfd.readouterr().err, by_gcc)]
    assert len(found[1]) == 9
    assert found[0] == found[1]
