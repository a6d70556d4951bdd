"""The search in the tree, steps that keep what a program does, and steps that do not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from fuzz.sources.own import own_source
from minicc.source import SourceText
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse_expression
from oracle.bisect.behaviour import Behaviour, Workshop, workshop
from oracle.calibrate import faults_folder
from oracle.compilers import compiler_from_command, gcc
from oracle.reduce import expressions, leftovers, structure
from oracle.reduce.extract import extract, first_wrong_values
from oracle.reduce.inline import inline_calls
from oracle.reduce.observe import constants, observe, pure_functions
from oracle.reduce.own import reduce_text
from oracle.reduce.rename import renamed
from oracle.reduce.search import Search
from oracle.reduce.tree import functions
from oracle.reduce.values import reduce_by_values
from oracle.undefined import find_undefined

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


@dataclass
class OneTest:
    """Tests of candidates that are made of one or two functions; `preserves` makes every change count as harmless."""

    full: Callable[[str], bool]
    shop: Workshop
    cheap: Callable[[str], bool] | None = None
    preserves: bool = False
    traced: None = None

    def __call__(self, text: str) -> bool:
        return self.full(text)

    def quick(self, text: str) -> bool:
        return (self.cheap or self.full)(text)

    def rebase(self, text: str) -> None:
        pass

    def preserving(self, text: str) -> Callable[[str], bool] | None:
        return (lambda text: True) if self.preserves else None


def _search(text: str, test: Callable[[str], bool], width: int = 1) -> Search:
    return Search.of_text(text, "x.c", test, width=width)


def _reduced(text: str, test: Callable[[str], bool], width: int = 1) -> list[str]:
    with workshop() as shop:
        return reduce_text(text, "x.c", OneTest(test, shop), 60, width=width)


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
    search = _search(_PROGRAM, lambda text: behaviour(text) == wanted)
    unsafe: list[str] = []
    quick = search.test

    def test(text: str) -> bool:
        if not quick(text):
            unsafe.append(text)
            return False
        return True

    search.test = test
    with workshop() as shop:
        reduce_by_values(search, shop)
    assert behaviour(search.best) == wanted
    assert "goto" not in search.best and "unread[i]" not in search.best
    assert "switch (200)" in search.best and ", f," not in search.best
    assert not [text for text in unsafe if behaviour(text).failure is None], "a step changed what the program does"


@pytest.mark.parametrize("seed", [3, 8])
def test_steps_by_values_never_add_undefined_behaviour(seed: int) -> None:
    """Every step is taken: what is left of a generated program still does what it did, also under the sanitizers."""
    text = own_source(60).program(seed).text.decode()
    with workshop() as shop:
        search = _search(text, lambda text: True)
        before = search.best
        reduce_by_values(search, shop)
        after = shop.write(search.best, ".c")
        wanted = shop.behaviour(gcc("-w"), [shop.write(before, ".c")])
        assert wanted.stdout and shop.behaviour(gcc("-w"), [after]) == wanted
        assert find_undefined(after, thorough=False) is None
    assert len(search.best) < len(before)


def test_a_store_through_a_pointer_stays(behaviour: Callable[[str], Behaviour]) -> None:
    text = _PRINTF + 'int main(void) { int a[2] = { 0 }; int *p = a; p[1] = 3; printf("%d\\n", a[1]); return 0; }\n'
    search = _search(text, lambda text: True)
    with workshop() as shop:
        reduce_by_values(search, shop)
    assert behaviour(search.best).stdout == b"3\n"


def test_calls_are_inlined_and_prints_simplified() -> None:
    text = _PRINTF + (
        "int g;\nstatic int half(int n) { return n / 2; }\n"
        'static void check(const char *name, int n) { g = n; printf("%s %d\\n", name, n); }\n'
        'int main(void) { check("a", half(10)); return 0; }\n'
    )
    search = _search(text, lambda text: "10 / 2" in text)
    inline_calls(search)
    assert "half(" not in search.best.partition("main")[2] and "check(" not in search.best.partition("main")[2]
    search = _search(text, lambda text: "check" in text and '("%d' in text)
    expressions.prints(search)
    assert 'printf("%d\\n", n)' in search.best


@pytest.mark.parametrize("where", ["unused", "main"])
def test_nothing_at_file_scope_outlives_its_use(where: str) -> None:
    unused = "".join(
        f"struct s{n} {{ int a, b; }} v{n}; enum {{ e{n} = {n} }}; static int f{n}(void);\n" for n in range(9)
    )
    text = f"{unused}int unused(int n) {{ return n << 3; }}\nint main(void) {{ return 1 << 3; }}\n"
    text = text.replace("1 << 3", "1") if where == "unused" else text.replace("n << 3", "n")
    small = _reduced(text, lambda text: "<< 3" in text)[-1]
    assert len(small.splitlines()) <= 4 and "struct" not in small and "enum" not in small


def test_the_whole_test_has_the_last_word() -> None:
    text = "int a; int b; int main(void) { a = 1; b = 2; return a; }"
    with workshop() as shop:
        steps = reduce_text(text, "x.c", OneTest(lambda t: "= 2" in t, shop, cheap=lambda t: True), 20)
    assert "= 2" in steps[-1] and "= 1" not in steps[-1]
    assert all("= 2" in step for step in steps)


def test_steps_by_values_are_taken_back_when_the_whole_test_refuses() -> None:
    text = "int main(void) { int v = 1; v = 2; if (v > 5) return 3; return v + 1; }"
    with workshop() as shop:
        steps = reduce_text(text, "x.c", OneTest(lambda t: "> 5" in t, shop, preserves=True), 20)
    assert all("> 5" in step for step in steps)


def test_lists_are_reduced_to_what_the_test_wants() -> None:
    text = "".join(f"int v{n};\n" for n in range(30)) + "int main(void) { " + "v7++; v8++; v21++; " * 9 + "}"
    small = _reduced(text, lambda t: "v7++" in t and "v21++" in t)[-1]
    assert sorted(small.split()) == sorted(["int", "main(void)", "{", "v7++;", "v21++;", "}"])


def test_expressions_and_statements_are_reduced() -> None:
    text = "int main(int a, char **b) { if (a > 3) { while (a < 9) a = (a * 3 + **b) % 7 + main(a, b); } return a; }"
    steps = _reduced(text, lambda t: "% 7" in t)
    assert len(steps[-1]) < 60
    assert "while" not in steps[-1] and "if" not in steps[-1]
    assert all("% 7" in step for step in steps)


def test_a_refused_change_is_undone() -> None:
    text = "int a; int b; int main(void) { int x = 1; return x + 1; }"
    original = _search(text, lambda text: False)
    before = original.best
    for step in (structure.statements, structure.declarations, expressions.expressions, expressions.lists):
        step(original)
    assert original.best == before == _search(before, lambda text: True).best


def test_the_result_does_not_depend_on_how_many_are_tested_at_once() -> None:
    text = _PRINTF + "".join(
        f"static int f{n}(int p) {{ int l = p * {n}; if (l > 3) l -= {n}; "
        "for (int i = 0; i < p; i++) l ^= i; return l; }\n"
        for n in range(8)
    )
    text += (
        "int main(void) { int s = 0; " + "".join(f"s += f{n}(s % 5);" for n in range(8)) + ' printf("%d\\n", s); }\n'
    )

    def test(text: str) -> bool:
        return text.count("(") >= 6 and "^=" in text and text.count("{") == text.count("}")

    one, three = _reduced(text, test), _reduced(text, test, width=3)
    assert one == three
    assert len(one[-1]) < 200


def test_what_is_printed_is_what_the_tree_says() -> None:
    """Only declarations that changed are printed again."""
    unit_texts = []

    def test(text: str) -> bool:
        unit_texts.append(text)
        return "l ^= i" in text

    text = _PROGRAM.replace("total += i;", "total += i; int l = 1; l ^= i;")
    search = _search(text, test)
    for step in (structure.statements, expressions.words, expressions.lists, structure.hoists, expressions.scalars):
        step(search)
        assert search.best == Search(search.unit, test).best


def test_records_and_pointers_become_scalars() -> None:
    text = (
        "struct s { int unused; unsigned char c[4]; } s = { 1, { 2, 3 } };\n"
        "int main(void) { int x = 5; int *p = &x; int v[3] = { 7, 8 }; return s.c[1] % (*p + v[1]); }\n"
    )
    search = _search(text, lambda text: " % " in text)
    expressions.scalars(search)
    expressions.scalars(search)
    assert "struct" not in search.best.partition("main")[2] and "s.c" not in search.best
    assert "*" not in search.best and "[" not in search.best


def test_results_that_nobody_needs_are_not_returned() -> None:
    text = "int *f(int n) { if (n << 3) return 0; return &n; } int g(void) { return 1; } int main(void) { f(g()); }\n"
    search = _search(text, lambda text: "<< 3" in text and "int g" in text)
    expressions.results(search)
    assert "void f(int n)" in search.best and "return;" in search.best and "return 1" in search.best


def test_only_functions_that_store_at_home_are_pure() -> None:
    unit = parse(
        SourceText(
            "int g; int plain(int n) { int l = n; l++; return l + g; } int calls(int n) { return plain(n) * 2; }\n"
            "int stores(int n) { g = n; return n; } int through(int *p) { *p = 1; return 1; }\n"
            "int kept(void) { static int c; return c++; } int indirect(int n) { return stores(n); }\n"
            "int again(volatile int *v) { return *v; } int unknown(void) { extern int f(void); return f(); }\n",
            "x.c",
        )
    )
    assert pure_functions(unit) == {"plain", "calls"}
    assert len(functions(unit)) == 8


def test_own_names_are_shortened_and_others_kept() -> None:
    search = _search(
        _PRINTF + "struct tag { int member; } object; int printer(int number) { return number; }\n"
        'int main(void) { printf("%d object\\n", printer(object.member)); return 0; }\n',
        lambda text: True,
    )
    text = renamed(search.unit, search.best)
    assert '"%d object\\n"' in text and "main(void)" in text and "printf(" in text
    assert "tag" not in text and "member" not in text and "printer" not in text


_DEEP = (
    _PRINTF
    + """
struct s { signed char low; long table[4]; } g = { -7, { 1, -2, 3, -4 } };
static long pick(int index) { return g.table[index & 3]; }
static int work(int n)
{
    long sum = 0;
    for (int i = 0; i < 6; i++) {
        long value = pick(i) + n;
        sum += value ^ (i == 4 ? g.low / (n - 2) : 1);
    }
    return (int) sum;
}
int main(void) { int last = work(5); printf("%d\\n", last); return 0; }
"""
)


@pytest.mark.skipif(faults_folder() is None, reason="needs corpus/faults")
def test_the_first_wrong_value_is_found_and_computed_alone() -> None:
    subject = compiler_from_command(f"minicc -fplugin={faults_folder()}/lower_signed_division_unsigned.py")
    with workshop() as shop:
        search = _search(_DEEP, lambda text: " / " in text and "oracle" in text)
        guilt = next(first_wrong_values(search.unit, subject, shop), None)
        assert guilt is not None
        assert unparse_expression(guilt.site.node) == "g.low / (n - 2)"
        extract(search, subject, shop)
    assert "work" not in search.best and "for" not in search.best
    assert "oracle_0 = -7" in search.best and "oracle_1 = 3" in search.best
    assert "oracle_0 / oracle_1" in search.best


def test_there_is_no_wrong_value_where_the_subject_is_right() -> None:
    with workshop() as shop:
        assert not list(first_wrong_values(_search(_DEEP, lambda text: True).unit, gcc("-O1"), shop))


@pytest.mark.skipif(shutil.which("tcc") is None, reason="needs tcc (apt-get install tcc)")
def test_a_wrong_value_is_seen_in_the_rest_of_its_register() -> None:
    """tcc 0.9.27 leaves the upper bits of a char in its conversion; converting to double takes tcc's own library."""
    text = (
        _PRINTF + "unsigned long sum;\nvolatile double d;\nchar v = -5;\n"
        'int main(void) { d = sum; sum ^= (unsigned short) v; printf("%lx\\n", sum); return 0; }\n'
    )
    subject = compiler_from_command("tcc")
    with workshop() as shop:
        source = shop.write(text, ".c")
        if shop.behaviour(subject, [source]) == shop.behaviour(gcc(), [source]):
            pytest.skip("this tcc is right")
        search = _search(text, lambda text: "(unsigned short)" in text)
        guilt = next(first_wrong_values(search.unit, subject, shop), None)
        assert guilt is not None
        assert unparse_expression(guilt.site.node) == "(unsigned short) v"


def test_what_the_library_declares_keeps_its_type() -> None:
    """A declaration of printf with another type has no defined meaning (C11 6.2.7p2), though gcc lets some through."""
    text = (
        "typedef unsigned long size_t;\nsize_t strlen(const char *s);\nint printf(const char *restrict f, ...);\n"
        "long f(const unsigned char *s, long n);\nlong f(const unsigned char *s, long n) { return *s + n; }\n"
        'int main(void) { printf("%d\\n", (int) strlen("a") + (int) f(0, 1)); return 0; }\n'
    )
    search = _search(text, lambda text: all(word in text for word in ("typedef", "strlen(", "printf(", " f(")))
    for step in (expressions.words, expressions.parameters, expressions.types):
        step(search)
    assert "size_t strlen(const char *s);\nint printf(const char *__restrict__ f, ...);\n" in search.best
    assert "int f(void)" in search.best


def test_code_that_nothing_leads_to_moves_into_main_and_initial_values_out_of_records() -> None:
    text = (
        "struct c { struct { int b; } b; };\n"
        "void f(int n) { int m; struct c d = { { 0 >> n } }; m = n; }\n"
        "int main(void) { return 0; }\n"
    )
    search = _search(text, lambda text: ">>" in text and "m = n" in text)
    leftovers.into_main(search)
    leftovers.initial_values(search)
    assert search.best.split("\n", 5)[5] == (
        "int main(void)\n{\n    int n;\n    int m;\n    int d = 0 >> n;\n    m = n;\n}\n"
    )
    search = _search("int f(int n) { return n; }\nint main(void) { return f(0); }\n", lambda text: True)
    leftovers.into_main(search)
    assert "int f(int n)" in search.best


def test_values_of_expressions_with_records_in_them_are_seen() -> None:
    """`#pragma pack()` was printed inside the record, where it is no C: nothing was known of such programs."""
    text = (
        _PRINTF + "float f = 1.5f;\n"
        "int main(void) { int bits = (union { float value; int bits; }) { f + 1 }.bits; "
        'printf("%d\\n", bits); return 0; }\n'
    )
    search = _search(text, lambda text: True)
    with workshop() as shop:
        found = observe(search.unit, shop)
    assert found is not None
    known = {unparse_expression(site.node): unparse_expression(site.value) for site in found.known if site.value}
    assert known["f + 1"] == "2.5f" and known["bits"] == "1075838976"
