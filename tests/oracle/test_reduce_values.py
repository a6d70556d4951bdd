"""Steps that keep what a program does, and steps across functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from minicc.source import SourceText
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse, unparse_expression
from oracle.bisect.behaviour import Behaviour, Workshop, workshop
from oracle.compilers import gcc
from oracle.reduce.inline import inline_calls, simplify_prints
from oracle.reduce.observe import constants, observe
from oracle.reduce.own import Reducer, reduce_text
from oracle.reduce.values import reduce_by_values

_PRINTF = "int printf(const char *, ...);\n"
_PROGRAM = (
    _PRINTF
    + """
struct s { signed a : 3; unsigned long b : 40; _Bool c : 1; } s = { -2, 1UL << 39, 1 };
static int twice(int n) { return n * 2; }
int main(void)
{
    unsigned char u = 200; signed char c = -3; float f = 0.1f; double d = 1e300;
    long long w = -9223372036854775807LL - 1;
    unsigned total = 0, *p = &total; int unread[3], never = 5;
    static int once = 1 + 2;
    for (int i = 0; i < 3; i++) { total += i; unread[i] = total; unread[0]++; }
    if (total > 100u) { total = 7; goto out; } else *p += 1;
    switch (u) { case 1: total = 9; break; case 100 + 100: total += twice(c); default: total++; }
    never = u > 3 ? s.a : twice(4);
    printf("%d %d %a %a %u %lld %d %d\\n", u, c + 1, f, d * 2, total, w + 1, s.c, (int) (s.b >> 39) + never + once);
    return ({ int x = u; x - 200; });
out:
    return 1;
}
"""
)


@pytest.fixture
def behaviour() -> Callable[[str], Behaviour]:
    def of(text: str) -> Behaviour:
        with workshop() as shop:
            return shop.behaviour(gcc("-w"), [shop.write(text, ".c")])

    return of


def _reducer(text: str, test: Callable[[str], bool]) -> Reducer:
    source = SourceText(text, "x.c")
    reducer = Reducer(parse(source), source, test, float("inf"))
    reducer.best = unparse(reducer.unit)
    return reducer


def test_values_and_reached_statements_are_seen() -> None:
    unit = parse(SourceText(_PROGRAM, "x.c"))
    with workshop() as shop:
        observed = observe(unit, shop)
    assert observed is not None
    values = {unparse_expression(one.node): unparse_expression(one.value) for one in observed.known if one.value}
    assert values["u"] == "200" and values["c + 1"] == "-2" and values["d * 2"] == "2e+300" and values["f"] == "0.1f"
    assert values["w + 1"] == "-9223372036854775807LL" and values["w"] == "-9223372036854775807LL - 1"
    assert values["(int) (s.b >> 39)"] == "1" and values["s.c"] == "1"
    assert values["total > 100u"] == "0" and "i" not in values
    assert "twice(c)" not in {unparse_expression(one.node) for one in constants(observed.known)}
    assert "twice(4)" in {unparse_expression(one.node) for one in observed.unevaluated}
    assert {"Goto", "Break", "Labeled"} <= {type(one.node).__name__ for one in observed.dead}


def test_steps_by_values_keep_what_the_program_does(behaviour: Callable[[str], Behaviour]) -> None:
    wanted = behaviour(_PROGRAM)
    assert wanted.exit_status == 0 and wanted.stdout
    reducer = _reducer(_PROGRAM, lambda text: behaviour(text) == wanted)
    unsafe: list[str] = []
    quick = reducer.test

    def test(text: str) -> bool:
        if not quick(text):
            unsafe.append(text)
            return False
        return True

    reducer.test = test
    with workshop() as shop:
        reduce_by_values(reducer, shop)
    assert behaviour(reducer.best) == wanted
    assert "goto" not in reducer.best and "unread[i]" not in reducer.best
    assert "switch (200)" in reducer.best and ", f," not in reducer.best
    assert not [text for text in unsafe if behaviour(text).failure is None], "a step changed what the program does"


def test_a_store_through_a_pointer_stays(behaviour: Callable[[str], Behaviour]) -> None:
    text = _PRINTF + 'int main(void) { int a[2] = { 0 }; int *p = a; p[1] = 3; printf("%d\\n", a[1]); return 0; }\n'
    reducer = _reducer(text, lambda text: True)
    with workshop() as shop:
        reduce_by_values(reducer, shop)
    assert behaviour(reducer.best).stdout == b"3\n"


def test_calls_are_inlined_and_prints_simplified() -> None:
    text = _PRINTF + (
        "int g;\nstatic int half(int n) { return n / 2; }\n"
        'static void check(const char *name, int n) { g = n; printf("%s %d\\n", name, n); }\n'
        'int main(void) { check("a", half(10)); return 0; }\n'
    )
    reducer = _reducer(text, lambda text: "10 / 2" in text)
    inline_calls(reducer)
    assert "half(" not in reducer.best.partition("main")[2] and "check(" not in reducer.best.partition("main")[2]
    reducer = _reducer(text.replace("10", "10 / 2"), lambda text: "10 / 2" in text)
    simplify_prints(reducer)
    assert 'printf("%d\\n", n)' in reducer.best


@pytest.mark.parametrize("where", ["unused", "main"])
def test_nothing_at_file_scope_outlives_its_use(where: str) -> None:
    unused = "".join(
        f"struct s{n} {{ int a, b; }} v{n}; enum {{ e{n} = {n} }}; static int f{n}(void);\n" for n in range(9)
    )
    text = f"{unused}int unused(int n) {{ return n << 3; }}\nint main(void) {{ return 1 << 3; }}\n"
    text = text.replace("1 << 3", "1") if where == "unused" else text.replace("n << 3", "n")
    small, _ = reduce_text(text, "x.c", lambda text: "<< 3" in text, 20)
    assert len(small.splitlines()) <= 4 and "struct" not in small and "enum" not in small


def test_the_whole_test_has_the_last_word() -> None:
    text = "int a; int b; int main(void) { a = 1; b = 2; return a; }"
    small, steps = reduce_text(text, "x.c", lambda t: "b = 2" in t, 20, cheap_test=lambda t: True)
    assert "b = 2" in small and "a = 1" not in small
    assert all("b = 2" in step for step in steps)


@dataclass
class _Values:
    shop: Workshop

    def quick_test(self, text: str) -> Callable[[str], bool]:
        return lambda text: True


def test_steps_by_values_are_taken_back_when_the_whole_test_refuses() -> None:
    text = "int main(void) { int a = 1; a = 2; if (a > 5) return 3; return a + 1; }"
    with workshop() as shop:
        small, steps = reduce_text(text, "x.c", lambda t: "a > 5" in t, 20, known_values=_Values(shop))
    assert "a > 5" in small and all("a > 5" in step for step in steps)
