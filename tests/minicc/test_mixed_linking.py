"""System V x86-64 ABI: objects of minicc and of gcc, linked, pass and return every class of record both ways."""

from __future__ import annotations

import random
import subprocess
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest

SCALARS = (
    "char",
    "unsigned short",
    "int",
    "long",
    "unsigned long",
    "float",
    "double",
    "long double",
    "_Bool",
    "void *",
)

SHAPES = (
    "struct T { int a; };",
    "struct T { float a; };",
    "struct T { float a, b; };",
    "struct T { float a, b, c; };",
    "struct T { float a, b, c, d; };",
    "struct T { double a; };",
    "struct T { double a, b; };",
    "struct T { double a, b, c; };",
    "struct T { int a; float b; };",
    "struct T { float a; int b; };",
    "struct T { long a; double b; };",
    "struct T { double a; long b; };",
    "struct T { double a; float b; };",
    "struct T { int a; double b; };",
    "struct T { char a[3]; };",
    "struct T { char a[7]; };",
    "struct T { char a[9]; };",
    "struct T { char a[15]; };",
    "struct T { char a[16]; };",
    "struct T { char a[17]; };",
    "struct T { short a[3]; float b; };",
    "struct T { long double a; };",
    "struct T { long double a; int b; };",
    "union T { long double a; int b; };",
    "union T { double a; long b; };",
    "union T { float a; int b; };",
    "union T { float a[2]; double b; };",
    "union T { char a[12]; float b; };",
    "struct T { struct { float a; } b; struct { int c; } d; };",
    "struct T { struct { char a; } b[5]; float c; };",
    "struct T { int a : 5; unsigned b : 27; };",
    "struct T { long a : 40; float b; };",
    "struct T { unsigned a : 3; unsigned : 0; unsigned b : 7; double c; };",
    "struct __attribute__((packed)) T { char a; int b; };",
    "struct __attribute__((packed)) T { char a; double b; };",
    "struct __attribute__((packed)) T { short a; long b; char c; };",
    "struct T { _Bool a; char b; short c; int d; long e; };",
    "struct T { void *a; float b, c; };",
    "struct T { __int128 a; };",
    "struct T { int a[5]; };",
    "struct T { union { double a; float b; } c; int d; };",
    "struct T { struct { double a; } b; union { int c; float d; } e; };",
)


@dataclass(frozen=True)
class Leaf:
    """An assignable scalar inside the record, and how to print it."""

    path: str
    kind: str


def random_shapes(count: int) -> list[str]:
    """Records of one to five members drawn from every scalar type, arrays, bit-fields and nested records."""
    draw = random.Random(20220)
    shapes = []
    for _ in range(count):
        keyword = draw.choice(("struct", "struct", "struct", "union"))
        members = []
        for i in range(draw.randint(1, 5)):
            kind = draw.randrange(10)
            scalar = draw.choice(SCALARS)
            if kind < 6:
                members.append(f"{scalar} {'abcde'[i]};")
            elif kind < 8:
                members.append(f"{draw.choice(('char', 'short', 'int', 'float'))} {'abcde'[i]}[{draw.randint(1, 3)}];")
            elif kind < 9:
                members.append(f"unsigned {'abcde'[i]} : {draw.randint(1, 31)};")
            else:
                members.append(f"struct {{ {scalar} x; {draw.choice(SCALARS)} y; }} {'abcde'[i]};")
        shapes.append(f"{keyword} T {{ {' '.join(members)} }};")
    return shapes


def program(shapes: list[str]) -> tuple[str, str, str]:
    """A header, a callee file and a caller file: every shape whole, mixed, with registers used up, variadic."""
    header = [
        "#include <stdarg.h>",
        "#include <stdio.h>",
        "#include <string.h>",
    ]
    callee = [
        '#include "t.h"',
    ]
    caller = ['#include "t.h"']
    main = ["int main(void) {"]
    for i, shape in enumerate(shapes):
        name = ("union" if shape.startswith("union") else "struct") + f" T{i}"
        header.append(shape.replace(" T {", f" T{i} {{"))
        for side, lines in (("callee", callee), ("caller", caller)):
            lines.append(f"static {name} make_{side}{i}(int k) {{ {name} t; memset(&t, 0, sizeof t);")
            lines.extend(assignments(shape))
            lines.append("  return t; }")
            lines.append(f'static void show_{side}{i}(const char *what, {name} t) {{ printf("{i} %s", what);')
            lines.extend(prints(shape))
            lines.append('  printf("\\n"); }')
        signatures = {
            f"{name} same{i}({name} t)": f'{{ show_callee{i}("same", t); return t; }}',
            f"{name} mixed{i}(char a, {name} t, double d, int b, {name} u, float f)": (
                f'{{ printf("%d %g %d %g\\n", a, d, b, f); show_callee{i}("mixed", t); show_callee{i}("mixed", u);'
                f" return make_callee{i}(a + b); }}"
            ),
            f"int crowded{i}(long a, long b, long c, long d, long e, {name} t, double p, double q, double r, double s,"
            f" double v, double w, double x, {name} u, {name} y, long z)": (
                f'{{ show_callee{i}("crowded", t); show_callee{i}("crowded", u); show_callee{i}("crowded", y);'
                " return (int)(a + b + c + d + e + p + q + r + s + v + w + x + z); }"
            ),
            f"void variadic{i}(int n, ...)": (
                f"{{ va_list ap; va_start(ap, n); for (int k = 0; k < n; k++) {{ double d = va_arg(ap, double);"
                f' {name} t = va_arg(ap, {name}); long l = va_arg(ap, long); show_callee{i}("variadic", t);'
                ' printf("%g %ld\\n", d, l); } va_end(ap); }'
            ),
        }
        for signature, body in signatures.items():
            header.append(signature + ";")
            callee.append(f"{signature} {body}")
        t = f"make_caller{i}"
        main += [
            f'  show_caller{i}("returned", same{i}({t}(1)));',
            f'  show_caller{i}("returned", mixed{i}(3, {t}(2), 2.5, 7, {t}(3), 1.25f));',
            f'  printf("%d\\n", crowded{i}(1, 2, 3, 4, 5, {t}(4), 1, 2, 3, 4, 5, 6, 7, {t}(5), {t}(6), 8));',
            f"  variadic{i}(3, 1.5, {t}(7), 11L, 2.5, {t}(8), 12L, 3.5, {t}(9), 13L);",
            f'  {{ {name} (*f)({name}) = same{i}; show_caller{i}("pointer", f({t}(10))); }}',
        ]
    main += ["  return 0;", "}"]
    return "\n".join(header) + "\n", "\n".join(callee) + "\n", "\n".join(caller + main) + "\n"


def leaves(shape: str) -> list[Leaf]:
    """Every scalar of a record written as above; of a union only the first member."""
    body = shape[shape.index("{") + 1 : shape.rindex("}")]
    found = _members(body)
    return found if not shape.startswith("union") else found[: len(_first_member(body))]


def _first_member(body: str) -> list[Leaf]:
    depth = 0
    for at, char in enumerate(body):
        depth += (char == "{") - (char == "}")
        if char == ";" and depth == 0:
            return _members(body[: at + 1])
    return []


def _members(body: str) -> list[Leaf]:
    found: list[Leaf] = []
    depth, start = 0, 0
    for at, char in enumerate(body):
        depth += (char == "{") - (char == "}")
        if char != ";" or depth:
            continue
        declaration, start = body[start:at].strip(), at + 1
        if "{" in declaration:
            inner = declaration[declaration.index("{") + 1 : declaration.rindex("}")]
            for path in _paths(declaration[declaration.rindex("}") + 1 :]):
                nested = _first_member(inner) if declaration.startswith("union") else _members(inner)
                found += [Leaf(path + leaf.path, leaf.kind) for leaf in nested]
            continue
        words = declaration.split(":")[0]
        names = words[words.rindex("*") + 1 :] if "*" in words else ",".join(_names(words))
        kind = "pointer" if "*" in words else "floating" if "float" in words or "double" in words else "integer"
        if ":" in declaration and not _names(words)[0]:
            continue
        found += [Leaf(path, kind) for name in names.split(",") for path in _paths(name)]
    return found


def _names(words: str) -> list[str]:
    first, *rest = words.split(",")
    parts = first.split()
    if parts[-1] in ("unsigned", "int", "long"):
        return [""]
    return [parts[-1], *(r.strip() for r in rest)]


def _paths(name: str) -> list[str]:
    name = name.strip()
    if "[" not in name:
        return [f".{name}"]
    base, count = name.rstrip("]").split("[")
    return [f".{base}[{k}]" for k in range(int(count))]


def assignments(shape: str) -> list[str]:
    """Statements that give every leaf of `t` its own value, made from `k`."""
    cast = {"pointer": "(void *)(long)", "floating": "0.25 * ", "integer": ""}
    return [f"  t{leaf.path} = {cast[leaf.kind]}(k * 3 + {n + 1});" for n, leaf in enumerate(leaves(shape))]


def prints(shape: str) -> list[str]:
    """Statements that print every leaf of `t`."""
    return [
        f'  printf(" %Lg", (long double)t{leaf.path});'
        if leaf.kind == "floating"
        else f'  printf(" %lld", (long long)t{leaf.path});'
        for leaf in leaves(shape)
    ]


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("abi")
    header, callee, caller = program([*SHAPES, *random_shapes(60)])
    for name, text in (("t.h", header), ("callee.c", callee), ("caller.c", caller)):
        (folder / name).write_text(text)
    return folder


def compiled(folder: Path, role: str, compiler: str) -> str:
    """The object of the caller's or the callee's file."""
    output = f"{role}-{compiler}.o".replace(" ", "")
    subprocess.run([*compiler.split(), "-w", "-c", f"{role}.c", "-o", output], cwd=folder, check=True, timeout=300)
    return output


def printed(folder: Path, objects: tuple[str, str]) -> list[str]:
    """The lines that the program of these two objects prints."""
    program = folder / "-".join(objects)
    subprocess.run(["gcc", *objects, "-o", program], cwd=folder, check=True, timeout=60)
    return subprocess.run([program], capture_output=True, check=True, text=True, timeout=20).stdout.splitlines()


@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_records_cross_the_border(sources: Path, level: str) -> None:
    callees, callers = (
        [compiled(sources, role, compiler) for compiler in ("gcc -O0", f"minicc {level}")]
        for role in ("callee", "caller")
    )
    expected, *mixed = [printed(sources, objects) for objects in product(callees, callers)]
    for who, lines in zip(("the caller", "the callee", "both"), mixed, strict=True):
        assert lines == expected, f"minicc compiled {who}"
