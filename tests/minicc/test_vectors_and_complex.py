"""GNU vectors and complex numbers: passed between objects of gcc and minicc, printed at boundaries B1 and B2, and
refused where gcc refuses them.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from minicc.check import check
from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax.parser import parse

_BEHAVIOUR = Path(__file__).parent / "behaviour"
_V = "typedef int v __attribute__((vector_size(16))); typedef float w __attribute__((vector_size(16))); v a; w b;"

_DECLARATIONS = """
#include <stdarg.h>
#include <stdio.h>
typedef int v4si __attribute__((vector_size(16)));
typedef signed char v8qi __attribute__((vector_size(8)));
typedef float v2sf __attribute__((vector_size(8)));
typedef short v2hi __attribute__((vector_size(4)));
typedef char v2qi __attribute__((vector_size(2)));
typedef char v1qi __attribute__((vector_size(1)));
typedef long v1di __attribute__((vector_size(8)));
typedef double v1df __attribute__((vector_size(8)));
typedef float v1sf __attribute__((vector_size(4)));
typedef double v2df __attribute__((vector_size(16)));
typedef __int128 v1ti __attribute__((vector_size(16)));
typedef double v4df __attribute__((vector_size(32)));
typedef char v64qi __attribute__((vector_size(64)));
typedef struct { v4si a; } s1; typedef struct { v8qi a; int b; } s2; typedef struct { v2hi a; float b; } s3;
typedef struct { _Complex float a; float b; } s4; typedef struct { _Complex double a; } s5;
typedef struct { int a; v4si b; } s6; typedef struct { v4df a; } s7; typedef struct { v1df a; } s8;
typedef struct { float a; _Complex float b; } s9; typedef struct { v2sf a, b; } s10;
typedef struct { _Complex int a; _Complex short b; } s11; typedef struct { v1sf a; float b; } s12;
typedef _Complex float cf; typedef _Complex double cd; typedef _Complex long double cl; typedef _Complex int ci;
typedef _Complex long clo; typedef _Complex char cc; typedef _Complex short cs; typedef _Complex _Float128 cq;
void dump(const void *data, unsigned size);
"""
_TYPES = [
    "v4si",
    "v8qi",
    "v2sf",
    "v2hi",
    "v2qi",
    "v1qi",
    "v1di",
    "v1df",
    "v1sf",
    "v2df",
    "v1ti",
    "v4df",
    "v64qi",
    "cf",
    "cd",
    "cl",
    "ci",
    "clo",
    "cc",
    "cs",
    "cq",
    "s1",
    "s2",
    "s3",
    "s4",
    "s5",
    "s6",
    "s7",
    "s8",
    "s9",
    "s10",
    "s11",
    "s12",
]
_PARAMETERS = (
    "int i, T a",
    "T a, int i, T b, double d, T c, T e",
    "double d0, double d1, double d2, double d3, double d4, double d5, double d6, T a, T b",
    "long l0, long l1, long l2, long l3, long l4, T a, int i, T b",
)
_BYTES_USED = {"cl": "10"}  # The padding of a long double holds anything.


def _callee() -> str:
    lines = [
        _DECLARATIONS,
        "void dump(const void *data, unsigned size) {",
        '  while (size--) printf("%02x", *(*(const unsigned char **)&data)++); puts(""); }',
    ]
    for t in _TYPES:
        for k, parameters in enumerate(_PARAMETERS):
            names = [word.split() for word in parameters.split(", ")]
            body = "".join(
                f"dump(&{name}, {_BYTES_USED.get(t, f'sizeof {name}')});"
                if kind == "T"
                else f'printf("%g\\n", (double){name});'
                for kind, name in names
            )
            last = [name for kind, name in names if kind == "T"][-1]
            lines.append(f"{t} f_{t}_{k}({parameters.replace('T ', t + ' ')}) {{ {body} return {last}; }}")
        lines.append(
            f"void variadic_{t}(int n, ...) {{ va_list list; va_start(list, n);"
            f" while (n--) {{ {t} a = va_arg(list, {t}); int i = va_arg(list, int); double d = va_arg(list, double);"
            f' dump(&a, {_BYTES_USED.get(t, "sizeof a")}); printf("%d %g\\n", i, d); }} va_end(list); }}'
        )
    return "\n".join(lines)


def _caller() -> str:
    lines = [_DECLARATIONS]
    calls: list[str] = []
    for t in _TYPES:
        fill = (
            f"static {t} make_{t}(int k) {{ {t} x; "
            + (
                "__real__ x = k + 1.5L; __imag__ x = k - 0.25L;"
                if t == "cl"
                else "for (unsigned i = 0; i < sizeof x; i++) ((unsigned char *)&x)[i] = (i * 7 + k) & 63;"
            )
            + " return x; }"
        )
        lines.append(fill)
        for k, parameters in enumerate(_PARAMETERS):
            lines.append(f"{t} f_{t}_{k}({parameters.replace('T ', t + ' ')});")
            arguments = ", ".join(
                f"make_{t}({i * 11})" if word.startswith("T ") else str(i + 1)
                for i, word in enumerate(parameters.split(", "))
            )
            calls.append(f"{{ {t} r = f_{t}_{k}({arguments}); dump(&r, {_BYTES_USED.get(t, 'sizeof r')}); }}")
        lines.append(f"void variadic_{t}(int n, ...);")
        calls.append(f"variadic_{t}(9, {', '.join(f'make_{t}({i}), {i}, {i}.5' for i in range(9))});")
    return "\n".join([*lines, "int main(void) {", *calls, "return 0; }"])


def _run(words: list[str | Path]) -> bytes:
    done = subprocess.run(words, capture_output=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def test_mixed_objects_agree(tmp_path: Path) -> None:
    (tmp_path / "callee.c").write_text(_callee())
    (tmp_path / "caller.c").write_text(_caller())
    objects: dict[str, dict[str, Path]] = {}
    for name, command in {"gcc": ["gcc", "-O0"], "minicc": ["minicc", "-O0"], "fast": ["minicc", "-O2"]}.items():
        objects[name] = {}
        for part in ("callee", "caller"):
            objects[name][part] = output = tmp_path / f"{name}-{part}.o"
            _run([*command, "-w", "-c", tmp_path / f"{part}.c", "-o", output])

    def outcome(callee: str, caller: str) -> bytes:
        program = tmp_path / "program"
        _run(["gcc", objects[callee]["callee"], objects[caller]["caller"], "-o", program])
        return _run([program])

    expected = outcome("gcc", "gcc")
    assert expected.count(b"\n") > 1000
    for callee, caller in (("gcc", "minicc"), ("minicc", "gcc"), ("gcc", "fast"), ("fast", "gcc")):
        assert outcome(callee, caller) == expected, (callee, caller)


@pytest.mark.parametrize("name", ["vectors", "complex_numbers", "type_generic_math"])
@pytest.mark.parametrize("boundary", ["B1", "B2"])
def test_printed_trees_behave_the_same(name: str, boundary: str, tmp_path: Path) -> None:
    source = _BEHAVIOUR / f"{name}.c"
    _run(["gcc", "-w", source, "-o", tmp_path / "gcc", "-lm"])
    _run(["minicc", "-w", f"-fboundary={boundary}", source, "-o", tmp_path / "printed", "-lm"])
    assert _run([tmp_path / "printed"]) == _run([tmp_path / "gcc"])


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (_V + "int f(void) { return !a; }", "wrong type argument to unary exclamation mark"),
        (_V + "void f(void) { if (a) ; }", "used vector type where scalar is required"),
        (_V + "void f(void) { a = b; }", "incompatible types when assigning"),
        (_V + "void f(void) { a + b; }", "invalid operands to binary +"),
        (_V + "long l; v f(void) { return a + l; }", "involves truncation"),
        (_V + "w f(void) { return b + 1.1; }", "involves truncation"),
        (_V + "w f(void) { return b % b; }", "invalid operands to binary %"),
        (_V + "w f(void) { return ~b; }", "wrong type argument to bit-complement"),
        (_V + "int f(void) { return (int)a; }", "which has different size"),
        (_V + "v f(void) { return 1; }", "incompatible types when returning"),
        (_V + "v g(void); void f(void) { g()[0] = 1; }", "lvalue required"),
        (_V + "v f(void) { return __builtin_shuffle(a, 1); }", "must be an integer vector"),
        ("typedef int x __attribute__((vector_size(12)));", "not a power of two"),
        ("typedef int x __attribute__((vector_size(10)));", "not an integral multiple"),
        ("typedef _Bool x __attribute__((vector_size(16)));", "invalid vector type"),
        ("typedef long double x __attribute__((vector_size(16)));", "vector of long double is not supported"),
        ("_Float16 x;", "'_Float16' is not supported"),
        ("_Complex double z; int f(void) { return z < 1; }", "invalid operands to binary <"),
        ("_Complex double z; int f(void) { return z % 2; }", "invalid operands to binary %"),
        ("_Complex double z; void *f(void) { return (void *)z; }", "cannot convert to a pointer type"),
        ("_Complex double z; void *p; void f(void) { z = p; }", "incompatible types when assigning"),
        ("_Complex double g(void); void f(void) { __real__ g() = 1; }", "lvalue required"),
        ("_Complex double z = __builtin_complex(1.0, 2.0f);", "operands of different types"),
    ],
)
def test_misuse_is_an_error(program: str, message: str) -> None:
    source = SourceText(program, "program.c")
    with pytest.raises(CompileError) as caught:
        check(parse(source), source)
    assert message in str(caught.value)
    done = subprocess.run(
        ["gcc", "-w", "-fsyntax-only", "-xc", "-"], input=program.encode(), capture_output=True, check=False
    )
    assert done.returncode != 0 or "not supported" in message
