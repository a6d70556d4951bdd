"""Reduction keeps the verdict, and never lets anything undefined in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from oracle.bisect.behaviour import workshop
from oracle.compilers import CommandCompiler, gcc
from oracle.judge import judge
from oracle.reduce import NotReducible, reduce
from oracle.reduce.interesting import Check
from oracle.verdict import Verdict

PROGRAM = """\
#include <stdio.h>
static int unused(int n) { return n * 2; }
static unsigned shift(unsigned x, int by) { if (by > 3) { x += 1; } return x >> by; }
int main(void)
{
    int total = 0;
    for (int i = 0; i < 4; i++) total += i;
    printf("%d %u\\n", total, shift(4000000000u, 2));
    return 0;
}
"""


@pytest.fixture
def wrong_shift(tmp_path: Path) -> CommandCompiler:
    """A compiler that is gcc, but shifts unsigned values as if they were signed."""
    path = tmp_path / "wrongcc"
    path.write_text(
        "#!/bin/bash\n"
        "args=()\n"
        'for a in "$@"; do case "$a" in\n'
        f"*.c|*.i) t=$(mktemp {tmp_path}/XXXXXX.c); sed 's/x >> by/(int) x >> by/' \"$a\" > $t; args+=($t);;\n"
        '*) args+=("$a");; esac; done\n'
        'exec gcc "${args[@]}"\n'
    )
    path.chmod(0o755)
    return CommandCompiler((str(path),))


def test_agreement_cannot_be_reduced(tmp_path: Path) -> None:
    source = tmp_path / "program.c"
    source.write_text(PROGRAM)
    with pytest.raises(NotReducible):
        reduce(source, gcc("-O1"), gcc())


@pytest.mark.parametrize(
    "text",
    [
        "{ int x; return x; }",
        "{ int a[2] = {1, 2}, i = 2; return a[i]; }",
        "{ int x = 2147483647; x++; return x; }",
        "{ int x = 40; return 1 << x; }",
    ],
    ids=["uninitialised", "out of bounds", "overflow", "shift"],
)
def test_undefined_programs_are_never_interesting(text: str, tmp_path: Path) -> None:
    liar = tmp_path / "liar"
    liar.write_text(
        '#!/bin/bash\nargs=()\nfor a in "$@"; do case "$a" in *.c) ;; *) args+=("$a");; esac; done\n'
        f'exec gcc "${{args[@]}}" {tmp_path}/other.c\n'
    )
    liar.chmod(0o755)
    (tmp_path / "other.c").write_text("int main(void) { return 77; }\n")
    with workshop() as shop:
        check = Check(Verdict.MISCOMPILE, CommandCompiler((str(liar),)), gcc(), shop)
        assert check("int main(void) { return 1; }\n")
        prints = "int printf(const char *, ...);\n"
        assert not check(f'{prints}int f(void) {text}\nint main(void) {{ printf("%d\\n", f()); return 0; }}\n')
        check.close()


def test_a_rejection_is_reduced_to_its_cause(tmp_path: Path) -> None:
    picky = tmp_path / "picky"
    picky.write_text(
        '#!/bin/bash\nfor a in "$@"; do case "$a" in *.c|*.i) grep -q "<<" "$a" && '
        '{ echo "$a:1:1: error: no shifts here" >&2; exit 1; };; esac; done\nexec gcc "$@"\n'
    )
    picky.chmod(0o755)
    source = tmp_path / "program.c"
    source.write_text(
        "int a(int n) { return n + 1; }\nint b(int n) { return n << 2; }\nint main(void) { return a(0) + b(0); }\n"
    )
    reduced = reduce(source, CommandCompiler((str(picky),)), gcc(), seconds=600)
    assert reduced.verdict is Verdict.REJECTS_VALID
    assert "<<" in reduced.text
    assert "n + 1" not in reduced.text


def test_what_gcc_warns_of_by_default_must_not_come_in(tmp_path: Path) -> None:
    """A compiler is right to reject `int x = { 1, 2 };`, where gcc only warns."""
    with workshop() as shop:
        picky = tmp_path / "picky"
        picky.write_text(
            '#!/bin/bash\nfor a in "$@"; do case "$a" in *.c|*.i) grep -q ", 2" "$a" && '
            '{ echo "$a:1:1: error: excess elements" >&2; exit 1; };; esac; done\nexec gcc "$@"\n'
        )
        picky.chmod(0o755)
        check = Check(Verdict.REJECTS_VALID, CommandCompiler((str(picky),)), gcc(), shop)
        assert check.calibrate("int main(void) { int v[2] = { 1, 2 }; return v[0]; }\n")
        assert check("int v[] = { 1, 2 };\nint main(void) { return 0; }\n")
        assert not check("int main(void) { int v = { 1, 2 }; return v; }\n")
        assert not check("int f(void) { int v[] = { 1, 2 }; }\nint main(void) { return 0; }\n")
        check.close()


def test_a_miscompile_gets_smaller_and_stays_one_for_any_number_of_jobs(
    wrong_shift: CommandCompiler, tmp_path: Path
) -> None:
    source = tmp_path / "program.c"
    source.write_text(PROGRAM)
    reduced, other = (
        reduce(source, wrong_shift, gcc(), verdict=Verdict.MISCOMPILE, seconds=600, jobs=jobs) for jobs in (1, 2)
    )
    assert reduced.text == other.text
    assert reduced.verdict is Verdict.MISCOMPILE
    assert reduced.bytes < 250 and reduced.lines <= 12
    assert "unused" not in reduced.text and "for (" not in reduced.text
    again = tmp_path / "reduced.c"
    again.write_text(reduced.text)
    assert judge(again, wrong_shift, gcc()).verdict is Verdict.MISCOMPILE


@pytest.mark.skipif(shutil.which("cvise") is None, reason="needs cvise (apt-get install cvise)")
def test_cvise_is_stopped_and_keeps_the_verdict(wrong_shift: CommandCompiler, tmp_path: Path) -> None:
    source = tmp_path / "program.c"
    source.write_text(PROGRAM.replace("#include <stdio.h>", "int printf(const char *, ...);"))
    reduced = reduce(source, wrong_shift, gcc(), seconds=15, tool="cvise")
    assert reduced.tool == "cvise"
    (tmp_path / "reduced.c").write_text(reduced.text)
    assert judge(tmp_path / "reduced.c", wrong_shift, gcc()).verdict is Verdict.MISCOMPILE


_GUARDIAN = Path(__file__).parents[2] / "oracle" / "reduce" / "guardian.py"
_HIDES = "setsid sleep 9000 & setsid sh -c 'sleep 9000; true' & echo $$ > started; {last}"


def _guarded(folder: Path, last: str) -> subprocess.Popen[bytes]:
    words = [str(os.getpid()), "sh", "-c", _HIDES.format(last=last)]
    return subprocess.Popen([sys.executable, "-ISE", str(_GUARDIAN), *words], cwd=folder, start_new_session=True)


def _inhabitants(folder: Path) -> list[str]:
    """The processes whose current directory it is."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink() == folder:
                found.append(process.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("end", ["by itself", "by a signal"])
def test_nothing_that_a_guarded_tool_started_is_left(end: str, tmp_path: Path) -> None:
    """cvise runs its tests in sessions of their own: killing its process group leaves them behind."""
    running = _guarded(tmp_path, "exit 3" if end == "by itself" else "sleep 9000")
    if end == "by a signal":
        while not (tmp_path / "started").exists():
            time.sleep(0.01)
        assert len(_inhabitants(tmp_path)) >= 4
        running.terminate()
    assert running.wait(60) == (3 if end == "by itself" else 128 + signal.SIGTERM)
    assert _inhabitants(tmp_path) == []


def test_a_guarded_tool_does_not_outlive_who_started_it(tmp_path: Path) -> None:
    start = (
        "import os, subprocess, sys, time\n"
        f"words = [sys.executable, '-ISE', {str(_GUARDIAN)!r}, str(os.getpid()), 'sh', '-c', "
        f"{_HIDES.format(last='sleep 9000')!r}]\n"
        "subprocess.Popen(words, start_new_session=True)\n"
        "time.sleep(9000)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", start], cwd=tmp_path)
    while len(_inhabitants(tmp_path)) < 6:
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    until = time.monotonic() + 60
    while _inhabitants(tmp_path) and time.monotonic() < until:
        time.sleep(0.01)
    assert _inhabitants(tmp_path) == []


def test_what_a_compiler_fails_on_stays_defined(tmp_path: Path) -> None:
    """A compiler may reject what reads a value that is not there, and extensions that the program did not need."""
    picky = tmp_path / "picky"
    picky.write_text(
        '#!/bin/bash\nfor a in "$@"; do case "$a" in *.c|*.i) grep -q "&a" "$a" && '
        '{ echo "$a:1:1: error: no address" >&2; exit 1; };; esac; done\nexec gcc "$@"\n'
    )
    picky.chmod(0o755)
    with workshop() as shop:
        check = Check(Verdict.REJECTS_VALID, CommandCompiler((str(picky),)), gcc(), shop)
        assert check.calibrate("int main(void) { int n = 2, a[n]; int (*p)[n] = &a; return p != &a; }\n")
        assert check("int main(void) { int n = 2, a[n]; &a; return 0; }\n")
        assert not check("int main(void) { int n, a[n]; &a; return 0; }\n"), "n has no value"
        assert not check("int main(void) { int a[0]; &a; return 0; }\n"), "an extension"
        assert not check("int main(void) { int n = 2, a[n]; &a; return 1 / (n - n); }\n"), "undefined"
        check.close()


def test_what_is_wrongly_accepted_stays_a_whole_program(tmp_path: Path) -> None:
    """The object file was made without a definition that the program uses: the judge refused what was left."""
    lax = tmp_path / "lax"
    lax.write_text(
        "#!/bin/bash\nargs=()\n"
        f'for a in "$@"; do case "$a" in *.c) sed "s/const//" "$a" > {tmp_path}/lax.c; args+=({tmp_path}/lax.c);; '
        '*) args+=("$a");; esac; done\nexec gcc "${args[@]}"\n'
    )
    lax.chmod(0o755)
    with workshop() as shop:
        check = Check(Verdict.ACCEPTS_INVALID, CommandCompiler((str(lax),)), gcc(), shop)
        assert check.calibrate("int f(void) { return 1; }\nconst int a = 1;\nint main(void) { a = f(); return 0; }\n")
        assert check("const int a = 1;\nint main(void) { a = 0; return 0; }\n")
        assert not check("int f(void);\nconst int a = 1;\nint main(void) { a = f(); return 0; }\n"), "f is not defined"
        assert not check("int a = 1;\nint main(void) { a = 0; return 0; }\n")
        check.close()


def test_a_compiler_that_takes_compound_literals_in_parentheses_only(tmp_path: Path) -> None:
    """chibicc: every printed program was rejected, so that nothing but cvise was left."""
    picky = tmp_path / "picky"
    picky.write_text(
        '#!/bin/bash\nfor a in "$@"; do case "$a" in *.c|*.i)\n'
        'grep -q "}\\[" "$a" && { echo -e "$a:1: source line\\n    ^ expected \';\'" >&2; exit 1; }\n'
        'grep -q "<<" "$a" && { echo -e "$a:2: $(grep "<<" "$a")\\n    ^ no shifts" >&2; exit 1; };;\n'
        'esac; done\nexec gcc "$@"\n'
    )
    picky.chmod(0o755)
    source = tmp_path / "program.c"
    source.write_text("int a(int n) { return n << 2; }\nint main(void) { return ((int[]){2})[0] - 2 + a(0); }\n")
    reduced = reduce(source, CommandCompiler((str(picky),)), gcc(), verdict=Verdict.REJECTS_VALID, seconds=600)
    assert reduced.tool == "own"
    assert "<<" in reduced.text and "[" not in reduced.text and "n <<" not in reduced.text
