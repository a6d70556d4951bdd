"""Declarations of system headers that nothing uses are left out before parsing; what is compiled stays the same."""

from pathlib import Path

import pytest

from minicc.check import check
from minicc.lower import lower
from minicc.preprocess import preprocess
from minicc.source import SourceText
from minicc.syntax.parser import parse
from minicc.syntax.skim import skimmed

SYSTEM = '# 1 "/usr/include/x.h" 1 3 4\n'
USER = '# 2 "x.c" 2\n'


@pytest.mark.parametrize(
    "declaration",
    [
        "extern int unused (const char *__restrict __s, ...) __attribute__ ((__nothrow__ , __leaf__));",
        'extern int unused (char [20]) __asm__ ("" "other")\n  __attribute__ ((__format__ (__printf__, 1, 2))) ;',
        "extern long unused;",
        "__extension__ extern long long unused (void);",
        "typedef unsigned long int unused;",
        "typedef unsigned long int unused;\nextern int other (unused);",
        'extern int unused (int,\n# 4 "/usr/include/x.h" 3 4\n int);',
        "extern __inline __attribute__ ((__gnu_inline__)) int\nunused (int c)\n{\n  if (c) { c++; }\n  return c;\n}",
        "static inline int unused(int c)\n{\n  return c;\n}",
        "extern int unused (int);\nextern __inline __attribute__ ((gnu_inline)) int unused (int c)\n{\n  return c;\n}",
    ],
)
def test_left_out(declaration: str) -> None:
    text = f"{SYSTEM}extern int first;\n{declaration}\n{USER}int main(void) {{ return first; }}\n"
    left = skimmed(text)
    assert len(left) == len(text)
    assert "unused" not in left and "other" not in left
    assert left.split() == (SYSTEM + "extern int first;\n" + USER + "int main(void) { return first; }").split()


@pytest.mark.parametrize(
    "declaration",
    [
        "extern int first (void);",
        "extern int unused (struct tag *);",
        "typedef struct { int x; } unused;",
        "extern int unused, other;",
        "extern int unused = 3;",
        "extern int (*unused) (void);",
        "extern int unused[10];",
        "int unused (void);",
        "static void __attribute__((constructor)) unused(void)\n{\n}",
        "static int unused(void)\n{\n  return 1;\n}",
        "extern inline int unused(void)\n{\n  return 1;\n}",
        'extern int unused (void) __attribute__ ((alias ("first")));',
        'static inline int unused(void)\n{\n  return *"}";\n}',
        "__attribute__((packed))\nextern int unused (void);",
        "typedef int unused __attribute__ ((__mode__ (__DI__)));",
    ],
)
def test_kept(declaration: str) -> None:
    text = f"{SYSTEM}{declaration}\n{USER}int main(void) {{ return first(); }}\n"
    assert skimmed(text) == text


def test_what_the_user_declares_is_kept() -> None:
    text = f'# 1 "mine.h" 1\nextern int unused (int);\n{USER}int main(void) {{ return 0; }}\n'
    assert skimmed(text) == text


HEADERS = (
    "stdio stdlib string math ctype errno time signal setjmp unistd fcntl pthread wchar inttypes sys/stat sys/time"
)
USES = """
int compare(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }
int main(int argc, char **argv)
{
    struct stat status; struct timespec now; int some[] = { 3, 1, 2 }; jmp_buf back; pthread_t thread;
    if (setjmp(back) || stat(argv[0], &status) || clock_gettime(CLOCK_REALTIME, &now)) return errno;
    qsort(some, 3, sizeof *some, compare);
    if (isalpha(argc) && pthread_equal(thread = pthread_self(), thread)) fputs(strerror(EINVAL), stderr);
    printf("%" PRId64 " %d %c %f\\n", (int64_t)some[0], atoi("7"), toupper('x'), fmax(sqrt(2), wcslen(L"abc")));
    return putchar('\\n') != '\\n';
}
"""


@pytest.mark.parametrize("words", [(), ("-O2", "-D_GNU_SOURCE"), ("-O2", "-D_FORTIFY_SOURCE=2", "-std=c99")])
def test_the_same_ir(tmp_path: Path, words: tuple[str, ...]) -> None:
    program = tmp_path / "uses.c"
    program.write_text("".join(f"#include <{name}.h>\n" for name in HEADERS.split()) + USES)
    if "-std=c99" in words:
        program.write_text("#define _POSIX_C_SOURCE 200809L\n" + program.read_text())
    source = preprocess(program, words)
    left = skimmed(source.text)
    assert len(left.split()) < len(source.text.split()) * 0.8
    whole, skipped = (_ir(source, skims) for skims in (False, True))
    assert whole == skipped


def _ir(source: SourceText, skims: bool) -> str:
    return lower(check(parse(source, skims), source), source)
