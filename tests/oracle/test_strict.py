"""The strict build: what it says of single programs (the labelled set is in test_undefined_corpus.py)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oracle.sandbox import Limits
from oracle.strict import BACKWARDS, StrictBuild, build_strictly

Write = Callable[[str], Path]
PROGRAMS = Path(__file__).parents[2] / "corpus" / "programs"


def built(source: Path, folder: Path) -> StrictBuild:
    work = folder / "strict"
    work.mkdir()
    made = build_strictly(source, (), Limits(), work)
    assert isinstance(made, StrictBuild), made
    return made


@pytest.mark.parametrize("name", ["bitfields", "initialisers", "switch_statements", "variadic", "unions"])
def test_a_defined_program_does_under_watch_what_it_does(name: str, tmp_path: Path) -> None:
    done = built(PROGRAMS / f"{name}.c", tmp_path).run()
    assert done is not None
    assert done.breach is None
    expected = (PROGRAMS / f"{name}.c").with_suffix(".expected")
    assert done.execution.exit_status == 0
    assert not expected.exists() or done.execution.stdout == expected.read_bytes()


def test_an_old_definition_is_called_with_what_it_takes(program: Write, tmp_path: Path) -> None:
    source = program(
        """
        int f();
        int f(c, x) char c; float x; { return c + (int)x; }
        int main(void) { return f(3, 4.0f) - 7; }
        """
    )
    done = built(source, tmp_path).run()
    assert done is not None
    assert (done.breach, done.execution.exit_status) == (None, 0)


def test_records_with_const_members_get_their_first_value(program: Write, tmp_path: Path) -> None:
    """The strict build once assigned to them (csmith seed 3)."""
    source = program(
        """
        #include <stdio.h>
        struct s { const int a; int b; };
        static struct s make(int a) { struct s r = {a, a + 1}; return r; }
        static int use(struct s p) { struct s q = p; const struct s r = make(5); return q.a + r.b; }
        int main(void) { struct s x = make(3); const struct s y = x; printf("%d\\n", use(y) + x.a); return 0; }
        """
    )
    done = built(source, tmp_path).run()
    assert done is not None
    assert (done.breach, done.execution.stdout) == (None, b"12\n")


def test_an_array_in_a_union_is_read_through_the_union(program: Write, tmp_path: Path) -> None:
    """gcc's c-torture 991228-1.c, without what is undefined in it."""
    source = program(
        """
        #include <stdio.h>
        static int word = 1;
        int main(void) { union { double d; int i[2]; } u = {-0.25}; printf("%d\\n", u.i[word] < 0); return 0; }
        """
    )
    done = built(source, tmp_path).run()
    assert done is not None
    assert (done.breach, done.execution.stdout) == (None, b"1\n")


def test_the_first_place_whose_order_matters_is_named(program: Write, tmp_path: Path) -> None:
    source = program(
        """
        #include <stdio.h>
        static int n;
        static int next(void) { return ++n; }
        int main(void) {
            int same = next() + next();
            int other = next() - next();
            printf("%d\\n", same * other);
            return 0;
        }
        """
    )
    build = built(source, tmp_path)
    forwards, backwards = build.run(), build.run(BACKWARDS)
    assert forwards is not None
    assert backwards is not None
    assert (forwards.execution.stdout, backwards.execution.stdout) == (b"-3\n", b"3\n")
    assert build.first_place(forwards.execution) == 7


@pytest.mark.parametrize(
    ("statement", "clause"),
    [
        ('printf("%#d", 1);', "7.21.6.1p6"),
        ('printf("%.3c", 65);', "7.21.6.1p4"),
        ('printf("%hf", 1.0);', "7.21.6.1p7"),
        ("raise(SIGUSR1);", None),
        ('struct { char a[2], b[8]; } r; strcpy(r.a, "abc");', "6.5.6p8"),
        ('struct { char a[4], b[8]; } r; strcpy(r.a, "abc");', None),
        ('struct { int n; char rest[1]; } *p = malloc(32); strcpy(p->rest, "abcdef");', None),
        ("int *p = made(1).a; made(2); if (*p == 3) return 2;", "6.2.4p2"),
        ("if (made(1).a[0] + made(2).a[1] != 1) return 2;", None),
        ("int c = 0; if (setjmp(place) == 0) longjmp(place, 1); c = !setjmp(place); (void)c;", "7.13.1.1p5"),
    ],
)
def test_rules_of_the_library_are_watched(statement: str, clause: str | None, program: Write, tmp_path: Path) -> None:
    source = program(
        """
        #include <setjmp.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        static jmp_buf place;
        struct made { int a[2]; };
        static struct made made(int n) { struct made m = {{n, 0}}; return m; }
        static void handler(int number) { (void)number; (void)place; (void)made(0); }
        int main(void) { signal(SIGUSR1, handler); STATEMENT return 0; }
        """.replace("STATEMENT", statement)
    )
    done = built(source, tmp_path).run()
    assert done is not None
    if clause is None:
        assert (done.breach, done.execution.exit_status) == (None, 0)
    else:
        assert done.breach is not None
        assert clause in done.breach.rule


def test_objects_can_lie_the_other_way_round(program: Write, tmp_path: Path) -> None:
    source = program(
        """
        #include <stdint.h>
        #include <stdio.h>
        int main(void) { int a = 1, b = 2; printf("%d %d\\n", a + b, (uintptr_t)&a < (uintptr_t)&b); return 0; }
        """
    )
    build = built(source, tmp_path)
    answers = [build.run(downwards=downwards) for downwards in (False, True)]
    assert [done and done.execution.stdout for done in answers] == [b"3 1\n", b"3 0\n"]


def test_what_threads_do_is_left_to_the_sanitizer(program: Write, tmp_path: Path) -> None:
    source = program("#include <pthread.h>\nint main(void) { return &pthread_create == 0; }\n")
    assert "threads" in str(build_strictly(source, (), Limits(), tmp_path))
