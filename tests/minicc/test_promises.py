"""What the lowering promises LLVM: enough for it to optimise, nothing that C or the command line does not promise."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from oracle.bisect.promises import strip


def _optimised(tmp_path: Path, text: str, *words: str, name: str = "f") -> str:
    """The optimised IR of function `name`."""
    source = tmp_path / "promise.c"
    source.write_text(text)
    command = ["minicc", "-w", *words, "-S", "-emit-llvm", str(source), "-o", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found = re.search(rf"^define [^\n]*@{name}\(.*?^}}", done.stdout, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[0]


_TYPES_DIFFER = "int f(int *i, float *x) { *i = 1; *x = 2; return *i; }"
_MEMBERS_DIFFER = "struct s { int a, b; }; int f(struct s *p, struct s *q) { p->a = 1; q->b = 2; return p->a; }"
_RESTRICT = "int f(int *restrict i, int *j) { *i = 1; *j = 2; return *i; }"
_ARRAY_RESTRICT = "int f(int i[restrict], int *j) { i[0] = 1; *j = 2; return *i; }"
_STRUCT_RESULT = (
    "struct s { long w[4]; }; struct s g(int *); int f(int *i) { struct s r; r.w[1] = 1; *i = 2; return r.w[1]; }"
)
_FORGOTTEN_STORE = "ret i32 1"


@pytest.mark.parametrize("text", [_TYPES_DIFFER, _MEMBERS_DIFFER, _RESTRICT, _ARRAY_RESTRICT, _STRUCT_RESULT])
def test_what_cannot_alias_is_not_read_again(text: str, tmp_path: Path) -> None:
    assert _FORGOTTEN_STORE in _optimised(tmp_path, text, "-O2")


@pytest.mark.parametrize("words", [("-O2", "-fno-strict-aliasing"), ("-O1",), ("-O2", "-fno-promises")])
def test_types_say_nothing_unless_asked(words: tuple[str, ...], tmp_path: Path) -> None:
    assert _FORGOTTEN_STORE not in _optimised(tmp_path, _TYPES_DIFFER, *words)


@pytest.mark.parametrize(
    "before",
    [
        '__attribute__((optimize("-fno-strict-aliasing")))',
        '__attribute__((optimize("O2", "no-strict-aliasing")))',
        '#pragma GCC optimize ("no-strict-aliasing")\n',
        '#pragma GCC optimize "-fwrapv,-fno-strict-aliasing"\n#pragma GCC push_options\n#pragma GCC pop_options\n',
    ],
)
def test_types_say_nothing_in_a_function_that_takes_it_back(before: str, tmp_path: Path) -> None:
    assert _FORGOTTEN_STORE not in _optimised(tmp_path, f"{before} {_TYPES_DIFFER}", "-O2")


def test_the_other_functions_keep_their_promises(tmp_path: Path) -> None:
    pragma = '#pragma GCC push_options\n#pragma GCC optimize ("no-strict-aliasing")\nint g;\n#pragma GCC pop_options\n'
    assert _FORGOTTEN_STORE in _optimised(tmp_path, pragma + _TYPES_DIFFER, "-O2")


def test_types_say_it_when_asked(tmp_path: Path) -> None:
    assert _FORGOTTEN_STORE in _optimised(tmp_path, _TYPES_DIFFER, "-O1", "-fstrict-aliasing")


@pytest.mark.parametrize(
    "text",
    [
        "int f(int *i, char *c) { *i = 1; *c = 2; return *i; }",
        "int f(int *i, unsigned *u) { *i = 1; *u = 2; return *i; }",
        "typedef float __attribute__((may_alias)) any; int f(int *i, any *x) { *i = 1; *x = 2; return *i; }",
        "struct s { float __attribute__((may_alias)) x; }; union u { int i; float x; struct s s; };"
        "int f(union u *p, union u *q) { p->i = 1; q->s.x = 2; return p->i; }",
        "union u { int i; float x[4]; }; int f(union u *p, union u *q, int n) { p->i = 1; q->x[n] = 2; return p->i; }",
        "struct s { int a; }; int f(struct s *p, int *q) { p->a = 1; *q = 2; return p->a; }",
        "struct s { int a; }; int f(struct s *p, struct s *q) { p->a = 1; q->a = 2; return p->a; }",
        "int f(int *i, long *l) { *i = 1; __builtin_memcpy(l, &(long){ 5 }, 8); return *i; }",
        "int f(volatile int *restrict i, int *j) { *i = 1; *j = 2; return *i; }",
        "int f(int *i, float *x) { *i = 1; ((union { int i; float x; } *)x)->x = 2; return *i; }",
    ],
)
def test_what_may_alias_is_read_again(text: str, tmp_path: Path) -> None:
    assert "load" in _optimised(tmp_path, text, "-O2")


def test_pure_and_const_functions_are_called_once(tmp_path: Path) -> None:
    calls = "int f(int x) { return g(x) + g(x); }"
    for attribute, expected in (("const", 1), ("pure", 1), ("nothrow", 2)):
        body = _optimised(tmp_path, f"int g(int) __attribute__(({attribute})); {calls}", "-O2")
        assert body.count("call ") == expected, attribute


def test_calls_of_cold_functions_stand_apart(tmp_path: Path) -> None:
    calls = "int g(int); int f(int x) { if (x > 3) { fail(x); x = g(x); } return g(x) + 1; }"
    source = tmp_path / "cold.c"
    source.write_text(f"void fail(int) __attribute__((cold)); {calls}")
    command = ["minicc", "-O2", "-S", str(source), "-o", "-"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    assert text.index("retq") < text.index("fail@")


def test_a_boolean_is_zero_or_one(tmp_path: Path) -> None:
    assert "and" not in _optimised(tmp_path, "int f(_Bool *b) { return *b; }", "-O2")


_EVERYTHING = """
struct s { int a; _Bool b; float x[3]; }; int pure(int) __attribute__((pure)); struct big { long w[8]; }; void g(int *);
struct big f(struct s *restrict p, int *q, int n) {
    struct big r = { { p->b } };
    { int shared[4]; g(shared); }
    for (int i = 0; i < n; i++) { p->a += q[i] + pure(i); p->x[1] *= 2; }
    r.w[0] = p->a - n;
    return r;
}
"""


def test_every_promise_can_be_stripped_by_name(tmp_path: Path) -> None:
    """What oracle.bisect.promises strips is what -fno-promises leaves out."""
    source = tmp_path / "promise.c"
    source.write_text(_EVERYTHING)

    def lowered(*words: str) -> str:
        command = ["minicc", "-O2", *words, "-fboundary=B3", "-S", str(source), "-o", "-"]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout

    def instructions(ir: str) -> list[str]:
        kept = [line for line in ir.splitlines() if not line.startswith(("!", "attributes", "declare"))]
        return [re.sub(r" #\d+", "", line) for line in kept if line]

    text = lowered()
    for kind in ("nsw", "inbounds", "tbaa", "metadata", "lifetime", "noalias", "memory"):
        assert strip(text, kind) != text, kind
    assert instructions(strip(text, "all")) == instructions(lowered("-fno-promises"))


def test_objects_of_different_blocks_share_their_place(tmp_path: Path) -> None:
    block = "{ char room[4096]; g(room); }"
    source = tmp_path / "stack.c"
    source.write_text(
        f"void g(char *); void f(int n) {{ {block} if (n) {block} while (n--) {{ {block} if (n == 4) break; }} }}"
    )
    command = ["minicc", "-O2", "-S", str(source), "-o", "-"]
    text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    found = re.search(r"subq\s+\$(\d+), %rsp", text)
    assert found is not None
    assert int(found[1]) < 2 * 4096
