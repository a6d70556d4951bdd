from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from oracle import undefined
from oracle.undefined import examine, find_undefined, harmless_format, memcheck_finding, sanitizer_finding

Write = Callable[[str], Path]


def test_a_defined_program_passes_every_check(program: Write) -> None:
    source = program('#include <stdio.h>\nint main(void) { int x = 3; printf("%d\\n", x); return 0; }')
    examination = examine(source)
    assert examination.finding is None
    assert not examination.unfinished


def test_aliasing_is_found_by_taking_the_permission_away(program: Write) -> None:
    source = program(
        """
        #include <stdio.h>
        int set(int *p, float *q) { *p = 1; *q = 2.0f; return *p; }
        int main(void) { int x; printf("%d\\n", set(&x, (float *)&x)); return 0; }
        """
    )
    finding = find_undefined(source)
    assert finding is not None
    assert "6.5p7" in finding.rule
    assert find_undefined(source, thorough=False) is None


def test_a_restrict_pointer_that_is_not_alone_is_found(program: Write) -> None:
    source = program(
        """
        #include <stdio.h>
        __attribute__((noinline)) int set(int *restrict p, int *q) { *p = 1; *q = 2; return *p; }
        int main(void) { int x; printf("%d\\n", set(&x, &x)); return 0; }
        """
    )
    finding = find_undefined(source)
    assert finding is not None
    assert "6.7.3.1" in finding.rule


def test_a_warning_counts_only_where_the_line_is_executed(program: Write) -> None:
    text = '#include <stdio.h>\nint main(int n, char **v) {{\nif (n > {})\nprintf("%s", 3);\nreturn 0; }}\n'
    assert find_undefined(program(text.format(5))) is None
    finding = find_undefined(program(text.format(0)))
    assert finding is not None
    assert finding.line == 4


def test_an_endless_program_leaves_the_question_open(program: Write) -> None:
    limits = undefined.Limits(cpu_seconds=1, wall_seconds=20)
    examination = examine(
        program("int main(void) { for (volatile int i = 0;; i = 0) ; }"), limits=limits, thorough=False
    )
    assert examination.finding is None
    assert examination.unfinished


@pytest.mark.parametrize(
    ("expected", "given", "harmless"),
    [
        ("long long int", "long int", True),
        ("int", "unsigned int", True),
        ("char *", "int *", True),
        ("unsigned long", "uint64_t {aka long unsigned int}", True),
        ("int", "long int", False),
        ("int", "double", False),
        ("char *", "int", False),
        ("double", "long double", False),
        ("int", "struct s", False),
    ],
)
def test_formats_are_harmless_when_passed_alike(expected: str, given: str, harmless: bool) -> None:
    message = f"format '%x' expects argument of type '{expected}', but argument 2 has type '{given}'"
    assert harmless_format(message) is harmless


def test_reports_of_sanitizers_are_read() -> None:
    found = sanitizer_finding("p.c:7:3: runtime error: shift exponent 40 is too large for 32-bit type 'int'\n", "p.c")
    assert found is not None
    assert (found.line, found.rule.split(":")[0]) == (7, "C11 6.5.7p3")
    report = """
==1==ERROR: AddressSanitizer: heap-use-after-free on address 0x60400000001c at pc 0x55
READ of size 4 at 0x60400000001c thread T0
    #0 0x5555 in memcpy (/usr/lib/libasan.so+0x1)
    #1 0x5555 in main /tmp/x/p.c:12
"""
    found = sanitizer_finding(report, "p.c")
    assert found is not None
    assert (found.line, found.message, "6.2.4p2" in found.rule) == (12, "heap-use-after-free", True)
    assert sanitizer_finding("==1==ERROR: AddressSanitizer: stack-overflow on address 0x7ffc", "p.c") is None
    assert sanitizer_finding("the program itself says runtime error", "p.c") is None


def test_reports_of_memcheck_are_read() -> None:
    report = """==7== Conditional jump or move depends on uninitialised value(s)
==7==    at 0x48B1: __vfprintf_internal (vfprintf-internal.c:1516)
==7==    by 0x1091: main (p.c:9)
==7==
"""
    found = memcheck_finding(report, "p.c")
    assert found is not None
    assert (found.line, "6.3.2.1" in found.rule) == (9, True)
    assert memcheck_finding(report, "other.c") is None


@pytest.mark.parametrize(
    "statement",
    [
        'printf("%d %d\\n", next(), next());',
        'printf("%d\\n", n + next());',
        'printf("%d\\n", next() - next());',
        'int a[4] = {0}; a[n] = next(); printf("%d\\n", a[1]);',
        'struct pair p[2] = {0}; p[n].second = next(); printf("%d\\n", p[0].second);',
    ],
)
def test_a_dependence_on_the_order_of_evaluation_is_found(program: Write, statement: str) -> None:
    source = program(
        f"""
        #include <stdio.h>
        struct pair {{ int first; int second; }};
        static int n;
        static int next(void) {{ return ++n; }}
        int main(void) {{
            next();
            n = 0;
            {statement}
            return 0;
        }}
        """
    )
    assert find_undefined(source, thorough=False) is None
    finding = examine(source, thorough=False, order=True).finding
    assert finding is not None
    assert "order of evaluation" in finding.rule
    assert finding.line == 9


def test_calls_whose_order_does_not_matter_pass(program: Write) -> None:
    source = program(
        """
        #include <stdio.h>
        struct pair { const int first; int second; };
        static int calls;
        static int twice(int x) { calls++; return 2 * x; }
        static struct pair made(int a, int b) { struct pair p = {a, b}; return p; }
        static void show(struct pair p, double d, const char *s) { printf("%d %d %f %s\\n", p.first, p.second, d, s); }
        int main(void) {
            int a[3] = {1, 2, 3}, *p = a;
            show(made(twice(1), twice(2)), twice(3) / 4.0, "text" + twice(1));
            a[twice(1)] = twice(4) + twice(5) * (twice(6) > twice(7));
            *p++ += twice(1);
            int (*f)(int) = twice;
            printf("%d %d\\n", f(twice(1)) << twice(1), a[2]);
            printf("%d\\n", (int)(p - a) + calls);
            return made(1, 2).second - twice(1);
        }
        """
    )
    assert examine(source, order=True).finding is None
