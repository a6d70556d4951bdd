"""Compilers that do not finish, and compilers that die: the stage, pass and function, and the line of the program."""

from __future__ import annotations

from pathlib import Path

from oracle.bisect import Attribution, Stage, attribute
from oracle.bisect.loops import Frame, common_frames
from oracle.compilers import compiler_from_command, gcc
from oracle.judge import judge
from oracle.verdict import Verdict

PROGRAM = """\
int printf(const char *, ...);
static int plus(int a, int b) { return a + b; }
__attribute__((noinline)) static long minus(long a, unsigned b)
{
    long r = 1;
    r += a;
    r = r - b;
    return r;
}
int main(void)
{
    volatile int a = 7;
    printf("%d %ld\\n", plus(a, 2), minus(a, a));
    return 0;
}
"""

_LOOPING_CHECK = """
from oracle.planting import wrap_checker_rule

def register(pipeline):
    def wrapper(rule):
        def endless(a, b):
            while a.rank != b.rank and not b.signed:
                a.rank
            return rule(a, b)
        return endless
    wrap_checker_rule(pipeline, "minicc.check.operators", "usual_arithmetic_conversions", wrapper)
"""
_DYING_PASS = """
import os
from oracle.planting import miscompiling_pass

def fail(text):
    if " sub nsw i64 " in text:
        os.kill(os.getpid(), 11)
    return text

def register(pipeline):
    miscompiling_pass(pipeline, "instcombine", fail)
"""


def attributed(plugin: str, verdict: Verdict, tmp_path: Path) -> Attribution:
    (tmp_path / "program.c").write_text(PROGRAM)
    (tmp_path / "fault.py").write_text(plugin)
    subject = compiler_from_command(f"minicc -O1 -fplugin={tmp_path / 'fault.py'}")
    seconds = 3.0
    assert judge(tmp_path / "program.c", subject, gcc(), compile_seconds=seconds).verdict is verdict
    return attribute(tmp_path / "program.c", subject, gcc(), compile_seconds=seconds)


def test_a_check_that_does_not_end(tmp_path: Path) -> None:
    found = attributed(_LOOPING_CHECK, Verdict.COMPILER_HANG, tmp_path)
    assert (found.stage, found.function, found.line) == (Stage.CHECK, "minus", 7)
    assert found.failure == "does not finish in fault.py:endless"
    assert found.suspects[0].startswith("minicc.check.operators:Operators.common_type (")


def test_a_pass_that_dies(tmp_path: Path) -> None:
    found = attributed(_DYING_PASS, Verdict.COMPILER_CRASH, tmp_path)
    assert (found.stage, found.pass_name, found.function) == (Stage.PASS, "instcombine", "minus")
    assert (found.line, found.failure) == (8, "killed by SIGSEGV")


_LOOK = """\
Timeout (0:00:00.500000)!
Thread 0x1 (most recent call first):
  File "/k/check.py", line 3 in {innermost}
  File "/k/check.py", line {line} in loop
  File "/k/cli.py", line 7 in main

Thread 0x2 (most recent call first):
  File "/usr/lib/threading.py", line 1 in join
"""


def test_what_is_under_way_at_every_look_is_the_loop() -> None:
    lexing = _LOOK.replace("loop", "scan")
    looks = [(lexing, "next", 2), (lexing, "next", 2), (_LOOK, "step", 5), (_LOOK, "pace", 6)]
    told = "".join(text.format(innermost=innermost, line=line) for text, innermost, line in looks)
    assert common_frames(told) == [Frame("/k/check.py", "loop", 5), Frame("/k/cli.py", "main", 7)]
    assert common_frames(told.replace("pace", "step"))[0] == Frame("/k/check.py", "step", 3)
