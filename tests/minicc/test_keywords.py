"""Words that are keywords in gcc's C and names in the standard's (gcc's manual, -fno-asm)."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from check_support import needs_gcc

from minicc import cli

_NAMES = """
static int asm(int typeof) { return typeof + 1; }
struct typeof { int asm; };
int main(void) {
    struct typeof t;
    int result = asm(3);
    t.asm = result;
    { int asm = t.asm; __asm__("" : "+r"(asm)); __typeof__(asm) copy = asm; result = copy; }
    return result;
}
"""
_NAMES_BEFORE_C99 = """
int inline(int restrict) { return restrict * 2; }
static __inline int first(const char *__restrict text) { return *text; }
int main(void) { return inline(4) + first("\\1"); }
"""


def _status(path: Path, *words: str) -> int:
    """The exit status of the program at `path`."""
    assert cli.main(["-w", *words, str(path), "-o", str(path.with_suffix(""))]) == 0
    return subprocess.run([path.with_suffix("")], check=False, timeout=60).returncode


@needs_gcc
@pytest.mark.parametrize("boundary", [[], ["-fboundary=B1"], ["-fboundary=B2"]], ids=["program", "B1", "B2"])
def test_a_strict_standard_leaves_words_to_the_program(boundary: list[str], tmp_path: Path) -> None:
    path = tmp_path / "names.c"
    path.write_text(_NAMES)
    assert _status(path, "-std=c99", *boundary) == 4
    assert _status(path, "-fno-asm", *boundary) == 4
    path.write_text(_NAMES_BEFORE_C99)
    assert _status(path, "-ansi", *boundary) == 9


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (_NAMES, []),
        (_NAMES, ["-std=gnu89"]),
        (_NAMES_BEFORE_C99, ["-std=gnu89"]),
        (_NAMES_BEFORE_C99, ["-std=c99"]),
        ("int f(void) { for (int i = 0; i < 2; i++) ; return 0; }", ["-std=gnu90"]),
        ('int f(void) { asm("nop"); return 0; }', ["-std=c11", "-Werror"]),
    ],
)
def test_and_no_others(text: str, words: list[str], tmp_path: Path) -> None:
    path = tmp_path / "names.c"
    path.write_text(text)
    assert cli.main([*words, "-fsyntax-only", str(path)]) == 1
