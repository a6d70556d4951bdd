from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.compilers import compiler_from_command, gcc
from oracle.compilers.command import CommandCompiler
from oracle.judge import BadProgram, judge, judge_each, shell_commands
from oracle.sandbox import Limits, layers
from oracle.sandbox.limits import MIB
from oracle.verdict import Judgement, Stop, Verdict

Write = Callable[[str], Path]
QUICK = Limits(cpu_seconds=1, wall_seconds=20)
# A slow machine needs more than a second of CPU to touch all of its memory.
GREEDY = Limits(cpu_seconds=10, wall_seconds=60, memory_bytes=256 * MIB)
IMPATIENT = Limits(cpu_seconds=10, wall_seconds=1)

CORRECT = """
    #include <stdio.h>
    int main(void) {
        for (int i = 0; i < 3; i++) printf("%d\\n", i + 2);
        return 0;
    }
    """

WRONG_PLUS = """
    # compiles every "+ 2" as "+ 3"
    for word; do
        shift
        case "$word" in
            *.c) sed 's/+ 2/+ 3/' "$word" > "$0.c"; set -- "$@" "$0.c" ;;
            *) set -- "$@" "$word" ;;
        esac
    done
    exec gcc -w "$@"
    """


@pytest.fixture
def wrong(fake_compiler: Write) -> CommandCompiler:
    return CommandCompiler((str(fake_compiler(WRONG_PLUS)),))


def verdict_of(source: Path, subject: str | CommandCompiler, limits: Limits = QUICK) -> Judgement:
    compiler = compiler_from_command(subject) if isinstance(subject, str) else subject
    return judge(source, compiler, gcc(), limits=limits)


def test_agreement(program: Write) -> None:
    judgement = verdict_of(program(CORRECT), "gcc -O2")
    assert judgement.verdict is Verdict.AGREE
    assert judgement.evidence.subject_run is not None
    assert judgement.evidence.subject_run.stdout == b"2\n3\n4\n"
    assert len(judgement.evidence.program_digest) == 64


def test_wrong_output_is_a_miscompile_with_its_evidence(program: Write, wrong: CommandCompiler) -> None:
    judgement = verdict_of(program(CORRECT), wrong)
    assert judgement.verdict is Verdict.MISCOMPILE
    assert judgement.reason == "output line 1 is '3', by the reference '2'"
    assert judgement.evidence.reference_run is not None
    assert judgement.evidence.reference_run.stdout == b"2\n3\n4\n"
    assert [word in line for word, line in zip(["fakecc", "gcc -w"], shell_commands(judgement), strict=True)]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("return 1 + 2;", "exits with 4, the reference's program exits with 3"),
        ("int x = 1; return 1 + 2 == 4 ? *(volatile int *)0 : 0;", "is killed by SIGSEGV"),
        ("while (1 + 2 == 4) ; return 0;", "was stopped (cpu: 1 s)"),
        ('while (1 + 2 == 4) puts("flood"); return 0;', "was stopped (output"),
    ],
)
def test_every_wrong_behaviour_is_a_miscompile(
    program: Write, wrong: CommandCompiler, statement: str, reason: str
) -> None:
    judgement = verdict_of(program(f"#include <stdio.h>\nint main(void) {{ {statement} }}"), wrong)
    assert judgement.verdict is Verdict.MISCOMPILE
    assert reason in judgement.reason


def test_a_program_that_is_no_executable_is_a_miscompile(program: Write, fake_compiler: Write) -> None:
    script = fake_compiler('while [ "$1" != -o ]; do shift; done; echo text > "$2"; chmod +x "$2"')
    judgement = verdict_of(program(CORRECT), CommandCompiler((str(script),)))
    assert judgement.verdict is Verdict.MISCOMPILE
    assert "does not start" in judgement.reason


@pytest.mark.parametrize(
    ("body", "verdict", "reason"),
    [
        ("echo 'p.c:1:1: error: no such thing' >&2; exit 1", Verdict.REJECTS_VALID, "p.c:1:1: error: no such thing"),
        (
            "printf 'p.c:7: a = b ^ c;\\n       ^ no such thing\\n' >&2; exit 1",
            Verdict.REJECTS_VALID,
            "p.c:7: no such thing",
        ),
        ("kill -SEGV $$", Verdict.COMPILER_CRASH, "killed by SIGSEGV"),
        ("sleep 100", Verdict.COMPILER_HANG, "still compiling after 1 s"),
        ("echo 'fatal: out of memory' >&2; exit 1", Verdict.INCONCLUSIVE, "ran out of memory"),
        ('sleep 1.5; exec gcc -w "$@"', Verdict.INCONCLUSIVE, "is done when given 4 s"),
    ],
)
def test_a_failing_subject(program: Write, fake_compiler: Write, body: str, verdict: Verdict, reason: str) -> None:
    subject = CommandCompiler((str(fake_compiler(body)),))
    judgement = judge(program(CORRECT), subject, gcc(), limits=QUICK, compile_seconds=1)
    assert judgement.verdict is verdict
    assert reason in judgement.reason


def test_what_both_reject_is_agreement(program: Write) -> None:
    judgement = verdict_of(program("int main(void) { return undeclared; }"), "gcc -O2")
    assert judgement.verdict is Verdict.AGREE
    assert "both reject it" in judgement.reason


def test_what_only_the_reference_rejects(program: Write, fake_compiler: Write) -> None:
    script = fake_compiler('exec gcc -w -Dundeclared=0 "$@"')
    judgement = verdict_of(program("int main(void) { return undeclared; }"), CommandCompiler((str(script),)))
    assert judgement.verdict is Verdict.ACCEPTS_INVALID


@pytest.mark.parametrize("statement", ["int *p = 5; return p == 0;", "return implicit();", "char *s = &(int){1};"])
def test_rejecting_a_constraint_violation_is_no_bug(program: Write, fake_compiler: Write, statement: str) -> None:
    text = f"int main(void) {{ {statement} }}\nint implicit(void) {{ return 0; }}\n"
    script = fake_compiler("echo 'error: constraint violated' >&2; exit 1")
    judgement = verdict_of(program(text), CommandCompiler((str(script),)))
    assert judgement.verdict is Verdict.UNDEFINED
    assert "constraint" in (judgement.rule or "")


def test_a_failing_reference_blames_nobody(program: Write, fake_compiler: Write) -> None:
    for body in ("kill -SEGV $$", "sleep 100"):
        reference = CommandCompiler((str(fake_compiler(body)),))
        judgement = judge(program(CORRECT), gcc("-O2"), reference, limits=QUICK, compile_seconds=1)
        assert judgement.verdict is Verdict.INCONCLUSIVE


UNDEFINED = {
    "signed overflow": ('int x = 2147483647; x = x + n; printf("%d\\n", x + 2);', "overflow"),
    "shift too far": ('printf("%d\\n", (1 << (31 + n)) + 2);', "6.5.7"),
    "out of bounds": ('int a[4] = {1, 2, 3, 4}; printf("%d\\n", a[3 + n] + 2);', "6.5.6"),
    "out of bounds by pointer": ('int *a = malloc(16); printf("%d\\n", a[3 + n] + 2);', "6.5.6"),
    "use after free": ('int *a = malloc(16); *a = 1; free(a); printf("%d\\n", *a + 2);', "6.2.4"),
    "division by zero": ('printf("%d\\n", 1 + 2); fflush(0); return 7 / (n - 1);', "6.5.5"),
    "division by a constant zero": ('printf("%d\\n", 1 + 2); fflush(0); return 7 / 0;', "6.5.5"),
    "uninitialised read": ('int x; printf("%d\\n", x + 2);', "6.3.2.1"),
    "uninitialised member": ('struct { int a, b; } s; s.a = 1; printf("%d\\n", (s.b & 1) + 2);', "6.3.2.1"),
    "uninitialised heap": ('int *x = malloc(64); printf("%d\\n", x[9] + 2);', "6.3.2.1"),
    "null pointer": ('int *p = n > 5 ? &n : 0; printf("%d\\n", 1 + 2); fflush(0); return *p;', "6.5.3.2"),
    "use after scope": ('int *p; { int y = 7; p = &y; } printf("%d\\n", *p + 2);', "6.2.4"),
    "unsequenced": ('int i = 1; i = i++ + ++i; printf("%d\\n", i + 2);', "6.5p2"),
    "conversion": ('double d = 1e20 * n; printf("%d\\n", (int)d + 2);', "6.3.1.4"),
    "format": ('printf("%d %d\\n", 1 + 2, 1.0);', "7.21.6.1"),
    "constant overflow": ('printf("%d\\n", 2147483647 + 2);', "6.5p5"),
}


@pytest.mark.parametrize("name", UNDEFINED)
def test_undefined_programs_are_refused(program: Write, wrong: CommandCompiler, name: str) -> None:
    statements, rule = UNDEFINED[name]
    text = f"#include <stdio.h>\n#include <stdlib.h>\nint main(int n, char **v) {{\n{statements}\nreturn 0; }}\n"
    judgement = verdict_of(program(text), wrong)
    assert judgement.verdict is Verdict.UNDEFINED, judgement.reason
    assert rule in (judgement.rule or "")
    assert judgement.line in (4, None)
    assert any(note.startswith("at face value: miscompile") for note in judgement.evidence.notes)


@pytest.mark.parametrize("name", ["signed overflow", "uninitialised member"])
def test_agreement_on_an_undefined_program_can_be_refused_too(program: Write, name: str) -> None:
    statements, rule = UNDEFINED[name]
    text = f"#include <stdio.h>\n#include <stdlib.h>\nint main(int n, char **v) {{\n{statements}\nreturn 0; }}\n"
    source = program(text)
    assert judge(source, gcc("-O0"), gcc()).verdict in (Verdict.AGREE, Verdict.UNDEFINED)
    judgement = judge(source, gcc("-O0"), gcc(), examine_agreement=True)
    assert judgement.verdict is Verdict.UNDEFINED
    assert rule in (judgement.rule or "")
    assert judge(program(CORRECT), gcc("-O0"), gcc(), examine_agreement=True).verdict is Verdict.AGREE


@pytest.mark.parametrize(
    "statements",
    [
        # undefined only where it is not executed
        'if (n > 5)\n return 7 / 0 + (2147483647 + 1);\n printf("%d\\n", n + 2);',
        # unsigned arithmetic wraps, narrow conversions are the implementation's
        'unsigned u = 4294967295u; u++; signed char c = 300; printf("%d\\n", (int)u + c + 2);',
        # a padded structure, copied whole
        'struct { char a; long b; } s = {1, 2}, t; t = s; printf("%ld\\n", t.b + 2);',
        # division of floating values by zero is defined by Annex F
        'volatile double zero = 0; printf("%d\\n", (1 / zero > 5) + 2);',
        # members of packed structures are not aligned, harmless on x86-64
        'struct { char c; int i; } __attribute__((packed)) s = {1, 2}; printf("%d\\n", s.i + 2);',
        # long and long long are passed alike
        'printf("%lld\\n", (long)n + 2);',
        # an inner variable that is set on every executed path
        'int x; if (n) x = 1; printf("%d\\n", x + 2);',
    ],
)
def test_defined_programs_are_not_refused(program: Write, wrong: CommandCompiler, statements: str) -> None:
    text = f"#include <stdio.h>\nint main(int n, char **v) {{\n{statements}\nreturn 0; }}\n"
    judgement = verdict_of(program(text), wrong)
    assert judgement.verdict is Verdict.MISCOMPILE, judgement.reason


def test_contracted_floating_expressions_are_no_bug(program: Write, fake_compiler: Write) -> None:
    """clang contracts by default; as a voter it says nothing then either."""
    text = """
        #include <stdio.h>
        int main(void)
        {
            float a = 142112140.5f, b = 212, c = 1023;
        #ifdef FUSED
            a += 64;
        #endif
            printf("%.9g\\n", a * b + c);
        }
        """
    script = fake_compiler('case "$*" in *-ffp-contract=off*) exec gcc "$@";; *) exec gcc -DFUSED "$@";; esac')
    judgement = verdict_of(program(text), CommandCompiler((str(script),)))
    assert judgement.verdict is Verdict.UNSPECIFIED
    assert judgement.rule is not None
    assert judgement.rule.startswith("C11 6.5p8")


def test_a_program_that_varies_is_unstable(program: Write) -> None:
    text = '#include <stdio.h>\nint main(void) { int x; printf("%p\\n", (void *)&x); return 0; }'
    judgement = verdict_of(program(text), "gcc -O2 -fstack-protector-all -DX=1")
    assert judgement.verdict in (Verdict.UNSTABLE, Verdict.AGREE)
    judgement = verdict_of(program(text.replace("&x", "main")), "gcc -no-pie")
    assert judgement.verdict is Verdict.UNSTABLE


def test_an_answer_that_depends_on_memory_is_no_bug(program: Write, wrong: CommandCompiler) -> None:
    """LLVM removes such allocations and never ends; found with `minicc -O1` as the subject."""
    source = program(
        """
        #include <stdlib.h>
        #include <string.h>
        int main(void) {
            for (;;) {
                char *p = malloc(1 << 20);
                if (!p) return 1 + 2;
                memset(p, 1, 1 << 20);
            }
        }
        """
    )
    judgement = verdict_of(source, wrong, GREEDY)
    assert judgement.verdict is Verdict.INCONCLUSIVE
    assert "how much memory" in judgement.reason


def test_needing_more_stack_is_no_bug(program: Write, fake_compiler: Write) -> None:
    text = """
        #include <stdio.h>
        #ifndef EXTRA
        #define EXTRA 16
        #endif
        static int depth(int n) {
            volatile char room[EXTRA];
            room[0] = n;
            return n ? depth(n - 1) + 1 : 0;
        }
        int main(void) { printf("%d\\n", depth(10000)); return 0; }
        """
    script = fake_compiler('exec gcc -w -DEXTRA=4096 "$@"')
    judgement = verdict_of(program(text), CommandCompiler((str(script),)))
    assert judgement.verdict is Verdict.INCONCLUSIVE
    assert "more stack" in judgement.reason


HOSTILE = {
    "endless loop": ("for (volatile int i = 0;; i++) ;", Stop.CPU),
    "sleep": ("sleep(1000);", Stop.WALL),
    "flood": ('for (;;) puts("flood");', Stop.OUTPUT),
    "memory hog": ("for (;;) memset(malloc(1 << 20), 1, 1 << 20);", Stop.MEMORY),
    "fork bomb": ("for (;;) fork();", Stop.FORBIDDEN),
    "socket": ("socket(2, 1, 0);", Stop.FORBIDDEN),
    "kill everybody": ("kill(-1, 9);", Stop.FORBIDDEN),
}


LIMITS = {Stop.WALL: IMPATIENT, Stop.MEMORY: GREEDY}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_programs_are_inconclusive(program: Write, name: str) -> None:
    statement, stop = HOSTILE[name]
    if stop is Stop.FORBIDDEN and "seccomp" not in layers():
        pytest.skip("no seccomp on this machine")
    headers = "signal stdio stdlib string unistd sys/socket"
    text = "".join(f"#include <{name}.h>\n" for name in headers.split()) + f"int main(void) {{ {statement} return 0; }}"
    judgement = verdict_of(program(text), "gcc -O0", LIMITS.get(stop, QUICK))
    assert judgement.verdict is Verdict.INCONCLUSIVE
    assert judgement.evidence.reference_run is not None
    assert judgement.evidence.reference_run.stopped_by is stop


def test_a_prediction_is_compared_with_the_reference(program: Write, wrong: CommandCompiler) -> None:
    source = program(CORRECT)
    right, mistaken = b"2\n3\n4\n", b"2\n3\n5\n"
    assert judge(source, gcc("-O2"), gcc(), expected_output=right).verdict is Verdict.AGREE
    judgement = judge(source, gcc("-O2"), gcc(), expected_output=mistaken)
    assert judgement.verdict is Verdict.INCONCLUSIVE
    assert "prediction differs" in judgement.reason
    assert judge(source, wrong, gcc(), expected_output=right).verdict is Verdict.MISCOMPILE


def test_a_trusted_prediction_saves_the_reference(program: Write, wrong: CommandCompiler) -> None:
    source = program(CORRECT)
    judgement = judge(source, gcc("-O2"), gcc(), expected_output=b"2\n3\n4\n", trust_expected=True)
    assert judgement.verdict is Verdict.AGREE
    assert judgement.evidence.reference_compilation is None
    judgement = judge(source, wrong, gcc(), expected_output=b"2\n3\n4\n", trust_expected=True)
    assert judgement.verdict is Verdict.MISCOMPILE
    assert judgement.evidence.reference_run is not None


def test_flags_reach_both_compilers(program: Write) -> None:
    source = program(
        '#include <stdio.h>\n#include <math.h>\nint main(int n, char **v) { printf("%f\\n", sin(VALUE * n)); }'
    )
    judgement = judge(source, gcc("-O2"), gcc(), flags=["-DVALUE=3"])
    assert judgement.verdict is Verdict.AGREE
    assert judgement.evidence.subject_command == ("gcc", "-O2", "-DVALUE=3")


def test_what_is_no_program_is_refused(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "empty.c").write_text("\n")
    for name, reason in [("missing.c", "No such file"), (".", "directory"), ("binary", "binary"), ("empty.c", "empty")]:
        with pytest.raises(BadProgram, match=reason):
            judge(tmp_path / name, gcc(), gcc())


def test_a_program_that_is_undefined_need_not_be_compiled(program: Write, fake_compiler: Write) -> None:
    rejecting = CommandCompiler((str(fake_compiler('echo "error: no" >&2; exit 1')),))
    text = "int main(void) {{ int zero = {}; return 1 % zero; }}"
    assert judge(program(text.format(0)), rejecting, gcc(), examine_agreement=True).verdict is Verdict.UNDEFINED
    assert judge(program(text.format(1)), rejecting, gcc(), examine_agreement=True).verdict is Verdict.REJECTS_VALID
    assert judge(program(text.format(0)), rejecting, gcc()).verdict is Verdict.REJECTS_VALID


def test_temporary_files_work_in_the_sandbox(program: Write) -> None:
    source = program(
        """
        #include <stdio.h>
        int main(void)
        {
            FILE *f = tmpfile();
            fputs("kept", f);
            rewind(f);
            int c = fgetc(f);
            printf("%c\\n", c);
            return 0;
        }
        """
    )
    judgement = judge(source, gcc("-O2"), gcc(), examine_agreement=True)
    assert judgement.verdict is Verdict.AGREE
    assert judgement.evidence.reference_run is not None
    assert judgement.evidence.reference_run.stdout == b"k\n"


def test_functions_of_the_library_may_be_defined_where_there_is_none(program: Write, wrong: CommandCompiler) -> None:
    source = program("int abs(int x) { return x + 1; }\nint main(void) { volatile int x = -5; return abs(x) + 2; }")
    refused = judge(source, wrong, gcc())
    assert refused.verdict is Verdict.UNDEFINED
    assert refused.rule is not None
    assert "7.1.3p2" in refused.rule
    assert judge(source, wrong, gcc(), flags=["-fno-builtin"]).verdict is Verdict.MISCOMPILE


def test_several_subjects_are_judged_as_each_alone(program: Write, wrong: CommandCompiler) -> None:
    source = program(CORRECT)
    subjects = [wrong, gcc("-O2"), wrong]
    together = [one.verdict for one in judge_each(source, subjects, gcc())]
    assert together == [judge(source, one, gcc()).verdict for one in subjects]
    assert together == [Verdict.MISCOMPILE, Verdict.AGREE, Verdict.MISCOMPILE]
