"""Attribution: with compilers that are wrong on purpose in known ways."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.bisect import Attribution, NotAttributable, Stage, attribute
from oracle.bisect.boundaries import first_bad
from oracle.bisect.functions import minimise
from oracle.bisect.ir_text import change
from oracle.bisect.promises import strip, trapping
from oracle.compilers import compiler_from_command, gcc

PROGRAM = """\
int printf(const char *, ...);
static int table[] = {1, 2, 3};
static int add(int x, int y) { return x + y; }
static int sub(int x, int y)
{
    int r = 0;
    for (int i = 0; i < 2; i++)
        r += x - y;
    return r;
}
int main(void)
{
    int s = 0;
    for (unsigned i = 0; i < sizeof table / sizeof *table; i++) s += add(table[i], 2);
    printf("%d\\n", s);
    printf("%d\\n", sub(s, 3));
    return 0;
}
"""

FakeCompiler = Callable[[str], str]


@pytest.fixture
def fake(tmp_path: Path) -> FakeCompiler:
    """A compiler that is gcc, but reads every source through a sed script."""

    def make(script: str) -> str:
        path = tmp_path / "fakecc"
        path.write_text(
            "#!/bin/bash\n"
            "args=()\n"
            'for a in "$@"; do case "$a" in\n'
            f"*.c|*.i) t=$(mktemp {tmp_path}/XXXXXX.${{a##*.}}); sed '{script}' \"$a\" > $t; args+=($t);;\n"
            '*) args+=("$a");; esac; done\n'
            'exec gcc "${args[@]}"\n'
        )
        path.chmod(0o755)
        return str(path)

    return make


def attributed(program: str, subject: str, tmp_path: Path) -> Attribution:
    source = tmp_path / "program.c"
    source.write_text(program)
    return attribute(source, compiler_from_command(subject), gcc())


def test_function_and_line_of_a_foreign_compiler(fake: FakeCompiler, tmp_path: Path) -> None:
    found = attributed(PROGRAM, fake("s/x - y/y - x/"), tmp_path)
    assert (found.stage, found.function, found.line) == (Stage.UNKNOWN, "sub", 8)
    assert any("put in there, the subject's program behaves well" in note for note in found.notes)


def test_the_line_for_a_compiler_that_does_not_take_the_macros_of_the_trace(fake: FakeCompiler, tmp_path: Path) -> None:
    found = attributed(PROGRAM, fake("s/x - y/y - x/;s/^#define MINICC_TRACE.*/#error/"), tmp_path)
    assert (found.function, found.line) == ("sub", 8)


def test_a_second_wrong_line_is_not_concealed(fake: FakeCompiler, tmp_path: Path) -> None:
    found = attributed(PROGRAM, fake("s/x - y/y - x/;s/s *, *3 *)/s, 3) + 1/"), tmp_path)
    assert (found.function, found.line) == ("sub", 8)
    assert found.culprits == (("sub",), ("main",))
    assert any("still wrong: there are other places" in note for note in found.notes)


def test_of_several_culprits_the_one_that_the_line_is_in_is_named(fake: FakeCompiler, tmp_path: Path) -> None:
    found = attributed(PROGRAM, fake("s/x - y/y - x/;s/s = 0/s = 1/"), tmp_path)
    assert found.culprits == (("sub",), ("main",))
    assert (found.function, found.line) == ("main", 13)


def test_an_initialiser_is_named(fake: FakeCompiler, tmp_path: Path) -> None:
    found = attributed(PROGRAM, fake("s/1, *2, *3/1, 2, 4/;s/1 , 2 , 3/1 , 2 , 4/"), tmp_path)
    assert (found.function, found.line) == ("table", 2)
    assert any("initialiser" in note for note in found.notes)


def test_the_line_of_a_wrong_branch(fake: FakeCompiler, tmp_path: Path) -> None:
    program = """\
int printf(const char *, ...);
static int f(int x)
{
    int r = 1;
    if (x < 3)
        r = 2;
    return r;
}
int main(void) { printf("%d\\n", f(3)); return 0; }
"""
    found = attributed(program, fake("s/x < 3/x <= 3/"), tmp_path)
    assert (found.function, found.line) == ("f", 5)


def test_the_line_in_a_definition_with_an_identifier_list(fake: FakeCompiler, tmp_path: Path) -> None:
    program = """\
int printf(const char *, ...);
int f(b, a)
    register int a;
    int b;
{
    int r = a;
    r -= b;
    return r;
}
int main(void) { printf("%d\\n", f(3, 5)); return 0; }
"""
    found = attributed(program, fake("s/r -= b/r += b/"), tmp_path)
    assert (found.function, found.line) == ("f", 7)


def test_the_line_of_a_wrong_argument_is_the_callers(fake: FakeCompiler, tmp_path: Path) -> None:
    program = """\
int printf(const char *, ...);
static int f(int x) { return x; }
int main(void)
{
    int a = 5;
    a = f(1) +
        f(a * 2);
    printf("%d\\n", a);
    return 0;
}
"""
    found = attributed(program, fake("s/a \\* 2/a * 3/"), tmp_path)
    assert (found.function, found.line) == ("main", 6)


def test_agreement_is_not_attributed(tmp_path: Path) -> None:
    with pytest.raises(NotAttributable):
        attributed(PROGRAM, "gcc -O1", tmp_path)


def test_invalid_programs_are_not_attributed(tmp_path: Path) -> None:
    with pytest.raises(NotAttributable):
        attributed("int main(void) { return x; }", "gcc -O1", tmp_path)


def test_attributions_are_json(fake: FakeCompiler, tmp_path: Path) -> None:
    found = attributed(PROGRAM, fake("s/x - y/y - x/"), tmp_path)
    assert json.loads(json.dumps(found.to_json()))["function"] == "sub"


# --------------------------------------------------------------------------- pieces


@pytest.mark.parametrize("flip", range(1, 20))
def test_the_first_bad_boundary(flip: int) -> None:
    asked: list[int] = []

    def good(k: int) -> bool:
        asked.append(k)
        return k < flip

    assert first_bad(19, good) == flip
    assert len(asked) <= 5


def test_a_flip_is_found_though_goodness_is_not_monotone() -> None:
    bad = {3, 4, 5, 9, 10, 11, 12}
    found = first_bad(12, lambda k: k not in bad)
    assert found in bad
    assert found - 1 not in bad


@pytest.mark.parametrize("guilty", [{5}, {0}, {1, 6}, {2, 3, 7}])
def test_the_smallest_guilty_set(guilty: set[int]) -> None:
    assert set(minimise(range(8), lambda chosen: guilty <= chosen)) == guilty


BEFORE = """\
define i32 @f(i32 %a, i32 %b) {
  %1 = add i32 %a, 0, !dbg !7
  %2 = sub i32 %1, %b, !dbg !8
  ret i32 %2, !dbg !9
}
define void @g() {
  ret void
}
!7 = !DILocation(line: 3, column: 1, scope: !1)
!8 = !DILocation(line: 4, column: 1, scope: !1)
!9 = !DILocation(line: 5, column: 1, scope: !1)
"""


def test_renumbered_values_are_no_change() -> None:
    renamed = BEFORE.replace("%2", "%9").replace("%1", "%8")
    assert change(BEFORE, renamed).functions == ()


def test_a_changed_instruction_has_a_function_and_lines() -> None:
    found = change(BEFORE, BEFORE.replace("sub i32 %1, %b", "sub i32 %b, %1"))
    assert found.functions == ("f",)
    assert found.lines[0] == 4
    assert "-  %2 = sub i32 %1, %b  ; line 4" in found.diff
    assert "+  %2 = sub i32 %b, %1  ; line 4" in found.diff


def test_promises_are_stripped() -> None:
    ir = (
        "define i32 @f(ptr noalias %p) {\n  %1 = add nuw nsw i32 1, 2\n  %2 = load i32, ptr %p, align 4, !range !3\n}\n"
    )
    assert strip(ir, "nsw") == ir.replace("nsw ", "")
    stripped = strip(ir, "all")
    assert "noalias" not in stripped and "nuw" not in stripped and "!range" not in stripped and "align 1" in stripped


def test_trapping_ir_is_valid_and_only_traps_on_wrapping() -> None:
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    ir = "define i32 @f(i32 %a) {\n  %1 = add nuw nsw i32 %a, 1\n  ret i32 %1\n}\n"
    checked = trapping(ir)
    llvm.parse_assembly(checked).verify()
    assert checked.count("call void @promise.") == 2


# --------------------------------------------------------------------------- minicc, with promises that do not hold


def test_the_lowering_answers_for_a_wrong_promise(tmp_path: Path) -> None:
    fault = Path(__file__).parents[2] / "corpus/faults/lower_unsigned_arithmetic_promises_no_wrap.py"
    program = """\
int printf(const char *, ...);
unsigned less(unsigned a, unsigned b)
{
    unsigned d = a - b;
    return d > a;
}
int main(void)
{
    volatile unsigned a = 3, b = 5;
    printf("%u\\n", less(a, b));
    return 0;
}
"""
    found = attributed(program, f"minicc -O2 -fplugin={fault}", tmp_path)
    assert found.stage is Stage.LOWER
    assert found.function == "less"
    assert any("nuw" in note for note in found.notes)
    assert found.line == 4
    assert any("broken promise in less: %" in note and "sub nuw" in note for note in found.notes)


_UNION_MEMBERS_TAGGED = """
from minicc.lower import lvalues

def register(pipeline):
    lvalues.aliases_anything = lambda ctype: False
"""
_FIRST_ALONE = """
import re

def register(pipeline):
    one_alone = lambda ir: re.sub(r"(@both\\(ptr) ", r"\\1 noalias ", ir)
    pipeline.wrap("lower", lambda lower: lambda *job: one_alone(lower(*job)))
"""


@pytest.mark.parametrize(
    ("plugin", "promise"), [(_UNION_MEMBERS_TAGGED, "tbaa"), (_FIRST_ALONE, "noalias")], ids=["tbaa", "noalias"]
)
def test_the_lowering_answers_for_wrong_aliasing(plugin: str, promise: str, tmp_path: Path) -> None:
    (tmp_path / "fault.py").write_text(plugin)
    program = """\
int printf(const char *, ...);
union number { int i; float f; };
__attribute__((noinline)) int both(union number *a, union number *b)
{
    a->i = 1;
    b->f = 2.0f;
    return a->i;
}
int main(void)
{
    union number n;
    printf("%d\\n", both(&n, &n));
    return 0;
}
"""
    found = attributed(program, f"minicc -O2 -fplugin={tmp_path / 'fault.py'}", tmp_path)
    assert found.stage is Stage.LOWER
    assert found.function == "both"
    assert any(f"'{promise}'" in note for note in found.notes)


@pytest.mark.parametrize(
    ("stage", "what", "expected"),
    [
        ("parse", "raise CompileError('no such syntax', 5)", Stage.PARSE),
        ("check", "raise CompileError('no such type', 5)", Stage.CHECK),
        ("lower", "raise KeyError('lost')", Stage.LOWER),
        ("emit", "raise InternalError('out of registers')", Stage.CODE_GENERATOR),
    ],
)
def test_a_boundary_that_cannot_be_made_names_the_stage(stage: str, what: str, expected: Stage, tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    plugin.write_text(
        "from minicc.diagnostics import CompileError, InternalError\n\n\n"
        f"def fail(*job):\n    {what}\n\n\n"
        f"def register(pipeline):\n    pipeline.wrap({stage!r}, lambda before: fail)\n"
    )
    found = attributed(PROGRAM, f"minicc -O1 -fplugin={plugin}", tmp_path)
    assert found.stage is expected
    assert any(word in " ".join(found.notes) for word in ("no such", "lost", "registers"))


def test_the_level_of_the_code_generator(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    plugin.write_text(
        "def wrong(emit):\n"
        "    return lambda ir, target: emit(ir.replace(' sub ', ' add ') if target.level > 1 else ir, target)\n\n\n"
        "def register(pipeline):\n    pipeline.wrap('emit', wrong)\n"
    )
    program = PROGRAM.replace("r += x - y", "r += x - *(volatile int *)&y")
    found = attributed(program, f"minicc -O2 -fno-inline -fplugin={plugin}", tmp_path)
    assert found.stage is Stage.CODE_GENERATOR
    assert any("level 0, 1: right; 2, 3: wrong" in note for note in found.notes)
    assert "ret" in found.evidence


def test_the_feature_of_the_cpu_that_the_code_generator_gets_wrong(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    plugin.write_text(
        "def wrong(emit):\n"
        "    return lambda ir, target: emit(ir.replace(' sub ', ' add ') if '+avx2' in ir else ir, target)\n\n\n"
        "def register(pipeline):\n    pipeline.wrap('emit', wrong)\n"
    )
    program = """\
int printf(const char *, ...);
__attribute__((noinline)) int less(int x, int y) { return x - y; }
int main(void) { volatile int a = 5, b = 3; printf("%d\\n", less(a, b)); return 0; }
"""
    found = attributed(program, f"minicc -O1 -mavx2 -fplugin={plugin}", tmp_path)
    assert (found.stage, found.function) == (Stage.CODE_GENERATOR, "less")
    assert "right for a CPU without avx2" in found.notes


def test_the_wrong_ir_is_shown(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    plugin.write_text(
        "def register(pipeline):\n"
        "    pipeline.wrap('lower', lambda lower: lambda *job: lower(*job).replace('sub nsw', 'add nsw'))\n"
    )
    found = attributed(PROGRAM, f"minicc -O1 -fplugin={plugin}", tmp_path)
    assert (found.stage, found.function, found.line) == (Stage.LOWER, "sub", 8)
    assert "= add nsw i32" in found.evidence
    assert "; line 8" in found.evidence
    assert "ret i32" not in found.evidence


# --------------------------------------------------------------------------- rejections, crashes, hangs


def failing(tmp_path: Path, condition: str, action: str) -> str:
    """gcc, but where a shell condition on the source "$s" holds, it does `action` instead."""
    path = tmp_path / "failing"
    path.write_text(
        '#!/bin/bash\nfor a in "$@"; do case "$a" in *.c|*.i) s=$a;; esac; done\n'
        f'if [ "$s" ] && {condition}; then {action}; fi\nexec gcc "$@"\n'
    )
    path.chmod(0o755)
    return str(path)


def test_the_line_that_a_message_names(tmp_path: Path) -> None:
    subject = failing(tmp_path, "grep -q 'x - y' $s", 'echo "$s:8:14: error: cannot subtract" >&2; exit 1')
    found = attributed(PROGRAM, subject, tmp_path)
    assert (found.function, found.line, found.column) == ("sub", 8, 14)
    assert found.failure == "error: cannot subtract"


@pytest.mark.parametrize(
    ("action", "failure"),
    [
        ("kill -SEGV $$", "killed by SIGSEGV"),
        ('echo "$s: internal compiler error: in fold_binary, at fold-const.c:1234" >&2; exit 4', "in fold_binary"),
    ],
)
def test_the_statement_that_a_compiler_crashes_on(action: str, failure: str, tmp_path: Path) -> None:
    found = attributed(PROGRAM, failing(tmp_path, "grep -q 'x - y' $s", action), tmp_path)
    assert found.failure is not None
    assert found.failure.startswith(failure)
    assert (found.function, found.line) == ("sub", 8)
    assert failure in found.signature


def test_a_declaration_that_a_compiler_does_not_understand(tmp_path: Path) -> None:
    program = f"struct unused {{ int a; }};\nstruct odd {{\n    int b : 3;\n}};\n{PROGRAM}"
    found = attributed(program, failing(tmp_path, "grep -Eq 'int b ?: ?3' $s", "kill -SEGV $$"), tmp_path)
    assert (found.function, found.line) == (None, 2)


def test_a_compiler_that_always_fails_is_said_to(tmp_path: Path) -> None:
    found = attributed(PROGRAM, failing(tmp_path, "true", "kill -SEGV $$"), tmp_path)
    assert (found.function, found.line) == (None, None)
    assert any("installation" in note for note in found.notes)


def test_two_functions_that_crash_are_told_apart(tmp_path: Path) -> None:
    found = attributed(PROGRAM, failing(tmp_path, "grep -Eq 'x [-+] y' $s", "kill -SEGV $$"), tmp_path)
    assert found.culprits == (("add",), ("sub",))
