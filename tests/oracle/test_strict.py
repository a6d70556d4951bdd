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
