"""Several syntax errors in one run: what the parser says of each, and that none follows from another."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from check_support import needs_gcc

from minicc import cli

_PROGRAM = """\
int f(void) {
  int x = 3
  x = 4 +;
  if (x == 3 { x = 5; } else { x = 6; }
  x = 7
}
struct s { int a int b; int c; };
int g(foo x, int y) { foo z; return z + y; }
int a[3 = {1};
int h(void) { return 1 }
int i(struct s *p) { f(1, ; return p->c + p->nothing; }
int j(void) { for (;;;) { break; } do { } while (1) return 0; }
int k(void) { int a[3]; a[1 = 2; return 09 + missing; }
char *l = "unterminated;
int m(void) { @ return a[0] + k(); }
int n(void) { goto ; break
}
"""
_ERRORS = """\
3 expected ',' or ';' before 'x'
3 expected expression before ';' token
4 expected ')' before '{' token
5 expected ';' before '}' token
7 expected ':', ',', ';', '}' or '__attribute__' before 'int'
8 unknown type name 'foo'
9 expected expression before '{' token
10 expected ';' before '}' token
11 expected expression before ';' token
11 'struct s' has no member named 'nothing'
12 expected expression before ';' token
12 expected ';' before 'return'
13 expected ']' before ';' token
13 invalid digit "9" in octal constant
13 'missing' undeclared (first use in this function)
14 missing terminating " character
15 stray '@' in program
16 expected identifier or '(' before ';' token
16 break statement not within loop or switch
16 expected ';' before '}' token
""".splitlines()


def _errors(text: str) -> list[str]:
    found = re.findall(r"^\S*?:(\d+):\d+: error: (.*)$", text, re.MULTILINE)
    return [f"{line} {message}" for line, message in found]


def test_every_syntax_error_is_reported_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "t.c"
    source.write_text(_PROGRAM)
    assert cli.main(["-fsyntax-only", str(source)]) == 1
    assert _errors(capsys.readouterr().err) == _ERRORS


_BROKEN = [
    "int f(void) { return 1 }",
    "int f(void)\n{\n  int x = 1;\n  x = 2\n  return x;\n}",
    "int f(void)\n{\n  int x = 1\n  return x;\n}",
    "int f(int x) { if (x return 1; return 0; }",
    "int f(int x) { while x) return 1; return 0; }",
    "int f(int x) { do x++; while (x) return 0; }",
    "int f(int x) { switch (x) { case 1 return 2; } return 0; }",
    "int f(int x) { return x ? 1; }",
    "int f(int x) { for (x = 0; x < 3) x++; return 0; }",
    "int f(int x) { return (x; }",
    "int a[3] = { 1, 2;",
    "enum e { A, B C };",
    "int f(int x { return x; }",
    "int f(void) { x y z; }",
    "typedef int t; t t u;",
    "int f(void) { return 0; } }",
    "int f(void) { { return 0; }",
    "int x = 08;",
    "int x = 1.2.3;",
    "int x = ';",
    "int f(void) { goto; }",
    "int f(void) { else return 1; }",
    "struct { int a; } struct;",
    "int f(void) { int if = 3; }",
    "int f(void) { sizeof; }",
    "int f(void) { f(1,); }",
    "int f(void) { f(; }",
    "= 3;",
]


@needs_gcc
@pytest.mark.parametrize("program", _BROKEN)
def test_the_first_error_is_on_the_line_that_gcc_names(
    program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = tmp_path / "t.c"
    source.write_text(program + "\n")
    words = ["gcc", "-fsyntax-only", str(source)]
    answer = subprocess.run(words, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    assert cli.main(["-fsyntax-only", str(source)]) == 1
    ours, gccs = _errors(capsys.readouterr().err), _errors(answer.stderr)
    assert ours[0].split()[0] == gccs[0].split()[0]
