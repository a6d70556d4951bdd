"""Object files run without a linker: as an executable would, confined, or not at all."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from oracle.sandbox import Limits
from oracle.sandbox.loader import LoadedRun, Loader, NotLoadableError, loader

pytestmark = [
    pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed"),
    pytest.mark.skipif(loader() is None, reason="programs cannot be confined here"),
]

Run = Callable[..., LoadedRun]


@pytest.fixture(scope="module")
def server() -> Iterator[Loader]:
    with Loader(Limits(cpu_seconds=1, wall_seconds=4, output_bytes=100_000)) as one:
        yield one


@pytest.fixture
def run(server: Loader, tmp_path: Path) -> Run:
    """Compiles C with gcc and loads what it makes."""

    def compiled_and_run(text: str, *flags: str, entry: str = "main") -> LoadedRun:
        source, made = tmp_path / "program.c", tmp_path / "program.o"
        source.write_text(text)
        subprocess.run(["gcc", "-w", *flags, "-c", source, "-o", made], check=True, timeout=60)
        return server.run(made.read_bytes(), entry)

    return compiled_and_run


MANY_KINDS = """
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <math.h>
int common[1000], zero, start = 41;
const char *const words[] = { "one", "two" };
static int twice(int n) { return 2 * n; }
int (*volatile function)(int) = twice;
int (*volatile compare)(const char *, const char *) = strcmp;
static void last(void) { puts("last"); }
int main(int argc, char **argv)
{
    volatile __int128 wide = (__int128)7 << 100;
    char *copy = malloc(100);
    atexit(last);
    strcpy(copy, words[1]);
    common[999] = function(start++);
    printf("%s %d %d %d %d %s\\n", argv[0], argc, common[999], start, compare(words[0], "one"), copy);
    printf("%d %.3f %d\\n", (int)(wide / ((__int128)1 << 100)), sqrt(argc + 1), memcmp(copy, words[1], 4));
    switch (argc) {
    case 1: puts("a"); break;
    case 2: puts("b"); break;
    case 3: puts("c"); break;
    case 4: puts("d"); break;
    case 5: puts("e");
    }
    return zero + 3;
}
"""


@pytest.mark.parametrize(
    "flags",
    [
        ("-O0",),
        ("-O2",),
        ("-O2", "-fno-pie", "-fcommon"),
        ("-O1", "-fPIC", "-ffunction-sections"),
        ("-mcmodel=large", "-fno-pie"),
    ],
)
def test_all_kinds_of_references_are_resolved(run: Run, flags: tuple[str, ...]) -> None:
    done = run(MANY_KINDS, *flags)
    assert done.stdout == b"program 1 82 42 0 two\n7 1.414 0\na\nlast\n"
    assert done.exit_status == 3


@pytest.mark.parametrize("flags", [("-O0",), ("-O2", "-fno-pie"), ("-O1", "-fPIE", "-ftls-model=initial-exec")])
def test_thread_local_objects_are_those_of_the_only_thread(run: Run, flags: tuple[str, ...]) -> None:
    text = """
        int printf(const char *, ...);
        struct pair { char tag; long long value; };
        _Thread_local struct pair pair = { 1, 1LL << 40 };
        static _Thread_local int zero[100], *where = &(int){ 7 };
        _Thread_local _Alignas(64) char wide[3] = "ab";
        int main(void)
        {
            static _Thread_local short calls = 300;
            for (int i = 0; i < 100; i++) zero[i] += calls++;
            printf("%d %lld %d %d %s %d\\n", pair.tag, pair.value, zero[99], *where, wide, (int)((long)wide & 63));
            return 0;
        }
    """
    for _ in range(2):
        assert run(text, *flags).stdout == b"1 1099511627776 399 7 ab 0\n"


def test_each_run_starts_afresh_and_may_start_anywhere(run: Run) -> None:
    text = """
        int printf(const char *, ...);
        int n;
        int first(void) { printf("%d", ++n); return 0; }
        int second(void) { return 5; }
    """
    assert [run(text, entry="first").stdout for _ in range(2)] == [b"1", b"1"]
    assert run(text, entry="second").exit_status == 5


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("_Thread_local char n[1 << 17]; int main(void) { return n[0]; }", "thread-local"),
        (
            "_Thread_local int n; int pthread_create(void *, void *, void *, void *);"
            "int main(void) { return pthread_create(0, 0, 0, 0); }",
            "pthread_create",
        ),
        ("__attribute__((constructor)) void first(void) { } int main(void) { return 0; }", "constructors"),
        ("int nowhere(void); int main(void) { return nowhere(); }", "nowhere: undefined"),
        ("int other(void) { return 0; }", "no function main"),
        ("extern char **environ; int main(void) { return environ[0] != 0; }", "environ: a library's variable"),
    ],
)
def test_what_needs_a_linker_is_refused(run: Run, text: str, why: str) -> None:
    with pytest.raises(NotLoadableError, match=why):
        run(text)


@pytest.mark.parametrize("damage", [b"", b"no object file at all", "truncated", "overwritten"])
def test_a_damaged_file_harms_nothing(server: Loader, run: Run, tmp_path: Path, damage: bytes | str) -> None:
    run(MANY_KINDS)
    good = (tmp_path / "program.o").read_bytes()
    if isinstance(damage, str):
        damage = good[: len(good) // 2] if damage == "truncated" else good[:64] + b"\xff" * (len(good) - 64)
    with pytest.raises(NotLoadableError):
        server.run(damage)
    assert server.run(good).exit_status == 3


@pytest.mark.parametrize(
    "body",
    [
        "for (;;) ;",
        "for (;;) pause();",
        'for (;;) puts("much");',
        "*(volatile int *)0 = 1;",
        '"constant"[getpid() & 3] = 1;',
        "fork(); return 0;",
        "kill(getppid(), 9); return 0;",
        'return fopen("/etc/passwd", "r") != 0 ? 0 : 9;',
        "return socket(1, 1, 0) >= 0 ? 0 : 9;",
        "char *room = malloc(1l << 30); return room != 0 ? 0 : 9;",
    ],
)
def test_what_a_program_must_not_do_never_ends_well(run: Run, body: str) -> None:
    headers = (
        "#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n#include <signal.h>\n#include <sys/socket.h>\n"
    )
    assert run(f"{headers}int main(void) {{ {body} }}", "-O0").exit_status != 0
    assert run("int main(void) { return 0; }").exit_status == 0
