"""glibc's checked functions (_FORTIFY_SOURCE): minicc catches at run time what gcc catches; correct programs run."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

PROGRAM = r"""
#define _GNU_SOURCE
#include <error.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>
struct record { char a[8]; char b[8]; int n; } record, *pointer = &record;
static void correct(const char *s, size_t n)
{
    char t[32], *p;
    wchar_t wide[4];
    strcpy(t, s); strcat(t, "xy"); printf("%s %d\n", t, 5); fprintf(stdout, "%s %f\n", t, 2.5);
    sprintf(t, "%d-%s", 12, s); puts(t); snprintf(t, 4, "%s", "longer than"); puts(t);
    memset(t, 'x', 5); memcpy(t, s, n); memmove(t + 1, t, n); puts(t);
    p = stpcpy(t, "hello"); printf("%d\n", (int)(p - t));
    strncpy(t, s, 3); strncat(t, "q", 1); t[5] = 0; puts(t);
    int fd = open("/dev/null", O_RDONLY); printf("%d\n", (int)read(fd, t, sizeof t)); close(fd);
    FILE *f = fopen("/dev/zero", "r"); printf("%d\n", (int)fread(t, 1, sizeof t, f)); fclose(f);
    wmemset(wide, L'x', 3); wide[3] = 0; printf("%ls\n", wide);
    error(0, 0, "%s %d", "message", 3);
    char *(*function)(char *, const char *) = strcpy;
    function(t, "through a pointer"); puts(t);
}
int main(int argc, char **argv)
{
    char buffer[8], *m = malloc(8);
    const char *s = argv[2];
    volatile size_t length = strlen(s) + 1;
    wchar_t wide[4];
    struct pollfd polled[2];
    switch (atoi(argv[1])) {
    case 0: correct(s, length); return 0;
    case 1: strcpy(buffer, s); break;
    case 2: memcpy(buffer, s, length); break;
    case 3: sprintf(buffer, "%s", s); break;
    case 4: snprintf(buffer, length, "%s", s); break;
    case 5: strcpy(record.a, s); break;
    case 6: strcpy(pointer->a, s); break;
    case 7: strcpy(&pointer->a[2], s); break;
    case 8: strcpy(m, s); puts(m); break;
    case 9: memset(buffer, 'x', length); break;
    case 10: read(open("/dev/zero", O_RDONLY), buffer, length); break;
    case 11: fread(buffer, 1, length, fopen("/dev/zero", "r")); break;
    case 12: stpcpy(buffer + 4, s); break;
    case 13: wmemcpy(wide, L"abcdefghijkl", length); break;
    case 14: poll(polled, length - 1, 0); break;
    case 15: fgets(buffer, (int)length, fopen("/proc/self/maps", "r")); break;
    case 16: strcpy(pointer->b, s); break;
    }
    puts(buffer);
    return 0;
}
"""


def _run(program: Path, case: int, text: str) -> tuple[int, bytes, bytes]:
    run = subprocess.run([program, str(case), text], capture_output=True, timeout=20, check=False)
    printed = run.stdout if run.returncode == 0 and case == 0 else b""
    return run.returncode, printed, run.stderr.replace(bytes(program), b"")


@pytest.mark.parametrize("words", ["-O1 -D_FORTIFY_SOURCE=1", "-O2 -D_FORTIFY_SOURCE=2", "-O2 -D_FORTIFY_SOURCE=3"])
def test_overflows_are_caught_where_gcc_catches_them(words: str, tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text(PROGRAM)
    for compiler in ("gcc", "minicc"):
        subprocess.run([compiler, "-w", *words.split(), source, "-o", tmp_path / compiler], check=True)
    caught = 0
    for case in range(17):
        for text in ("ab", "1234567890123"):
            expected = _run(tmp_path / "gcc", case, text)
            assert _run(tmp_path / "minicc", case, text) == expected, (case, text)
            caught += b"overflow detected" in expected[2]
    assert caught >= 10


def test_printed_tree_of_checked_functions_behaves_like_its_source(tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text(PROGRAM)
    words = ["-w", "-O2", "-D_FORTIFY_SOURCE=2", source, "-o"]
    subprocess.run(["gcc", *words, tmp_path / "gcc"], check=True)
    subprocess.run(["minicc", "-fboundary=B2", *words, tmp_path / "printed"], check=True)
    assert _run(tmp_path / "printed", 0, "abc") == _run(tmp_path / "gcc", 0, "abc")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("int g(int, ...); int f(int a, ...) { return g(a, __builtin_va_arg_pack()); }", "invalid use"),
        (
            "int g(int, ...); static inline __attribute__((always_inline)) int f(int a, ...)\n"
            "{ return g(a, __builtin_va_arg_pack()); }\nint (*p)(int, ...) = f;",
            "invalid use",
        ),
        (
            "int g(int, ...); static inline __attribute__((always_inline)) int f(int a, ...)\n"
            "{ static int n; return g(n++, __builtin_va_arg_pack()); }\nint h(void) { return f(1, 2); }",
            "is not supported",
        ),
    ],
)
def test_arguments_can_be_passed_on_by_inlined_functions_only(text: str, message: str, tmp_path: Path) -> None:
    source = tmp_path / "x.c"
    source.write_text(text)
    run = subprocess.run(["minicc", "-c", "x.c"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert message in run.stderr
