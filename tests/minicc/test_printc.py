"""Boundary B2: what the checked tree prints as behaves under gcc like the original."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from check_support import checked, needs_gcc, preprocessed, run_gcc

from minicc.check import check
from minicc.check.print_expressions import string_text
from minicc.check.printc import print_c
from minicc.source import SourceText
from minicc.syntax.parser import parse
from minicc.types.ctype import CHAR, INT, USHORT, IntegerType

_CORPUS = Path(__file__).parents[2] / "corpus"
_FOLDERS = (_CORPUS / "programs", _CORPUS / "regressions", Path(__file__).parent / "golden" / "check")
_PROGRAMS = [path for folder in _FOLDERS for path in sorted(folder.glob("*.c"))]


@needs_gcc
@pytest.mark.parametrize("path", _PROGRAMS, ids=[path.stem for path in _PROGRAMS])
def test_a_printed_program_behaves_like_the_original(path: Path, tmp_path: Path) -> None:
    source = SourceText(preprocessed(path), str(path))
    printed = print_c(check(parse(source), source), source)
    assert run_gcc(tmp_path, printed) == run_gcc(tmp_path, path.read_text(encoding="utf-8"))


@needs_gcc
def test_what_was_printed_prints_the_same_again(tmp_path: Path) -> None:
    """Nothing is implicit in printed C: checking it again adds no conversion (names and places aside)."""
    path = Path(__file__).parent / "golden" / "check" / "expressions.c"
    once = print_c(checked(preprocessed(path)))
    again = print_c(checked(once))
    assert run_gcc(tmp_path, again) == run_gcc(tmp_path, once)
    assert again.count("(unsigned char)") == once.count("(unsigned char)")


@needs_gcc
def test_line_directives_lead_back_to_the_source(tmp_path: Path) -> None:
    text = "int f(int a)\n{\n  int b = a;\n\n  return b\n    + undeclared;\n}\n"
    source = SourceText('extern int undeclared;\n# 1 "orig.c"\n' + text, "orig.c")
    printed = print_c(check(parse(source), source), source)
    assert '# 3 "orig.c"' in printed and '# 5 "orig.c"' in printed
    (tmp_path / "printed.c").write_text(printed.replace("undeclared)", "missing)"))
    words = ["gcc", "-c", str(tmp_path / "printed.c"), "-o", "/dev/null"]
    assert "orig.c:5" in subprocess.run(words, capture_output=True, encoding="utf-8", check=False).stderr


@pytest.mark.parametrize(
    ("data", "element", "text"),
    [
        (b"abc\0", CHAR, '"abc"'),
        (b'a\n"\\\x80?\0\0', CHAR, '"a\\012\\"\\\\\\200\\?\\000"'),
        ("aé".encode("utf-32-le") + bytes(4), INT, 'L"a\\xe9" L""'),
        ("x".encode("utf-16-le"), USHORT, 'u"x"'),
    ],
)
def test_string_literals_are_spelled_exactly(data: bytes, element: IntegerType, text: str) -> None:
    assert string_text(data, element) == text
