"""Taking a translation unit apart and putting it together again, for two compilers."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from oracle.bisect.split import Item, NotSeparable, compose, split, tokens

PROGRAMS = sorted((Path(__file__).parents[2] / "corpus" / "programs").glob("*.c"))
UNSIZED_ARRAYS = {"function_pointers.c", "initialisers.c", "strings.c"}
"""`sizeof` of an array whose initialiser gives the length: `oracle.bisect.functions` adds the length."""


def named(text: str) -> dict[str, Item]:
    return {item.source_name: item for item in split(text, "x.c") if item.kind != "other"}


def spaced(text: str) -> str:
    """The text with one space between tokens."""
    return " ".join(token.text for token in tokens(text, "x.c"))


def test_functions_and_variables_are_told_apart() -> None:
    items = split(
        "typedef int T; struct s { int a; }; static T f(T x) { return x; } int v = 3, *p = &v; int g(void);", "x"
    )
    assert [(item.kind, item.source_name) for item in items if item.kind != "other"] == [
        ("function", "f"),
        ("variable", "v"),
        ("variable", "p"),
    ]


def test_private_names_are_renamed_everywhere_but_in_strings() -> None:
    items = named('static int abs(int x) { return x; } int main(void) { puts("abs"); return abs(1); }')
    assert items["abs"].name == "abs__private"
    assert items["main"].definition == 'int main(void) { puts("abs"); return abs__private(1); }'


@pytest.mark.parametrize(
    ("text", "declaration"),
    [
        ("int a[3] = {1, 2, 3};", "extern int a [ 3 ];"),
        ("static const char *const names[2] = {0};", "extern const char * const names__private [ 2 ];"),
        ("struct s { int x; } v = {1};", "extern struct s { int x ; } v;"),
        ("int (*table[2])(int);", "extern int ( * table [ 2 ] ) ( int );"),
        ("unsigned long long n;", "extern unsigned long long n;"),
    ],
)
def test_what_stands_for_a_variable_elsewhere(text: str, declaration: str) -> None:
    (item,) = split(text, "x.c")
    assert spaced(item.declaration) == spaced(declaration)


@pytest.mark.parametrize(
    ("text", "name", "prototype"),
    [
        ("static int *f(int a) { return 0; }", "f", "int * f__private ( int a );"),
        ("int (*pick(int n))(int) { return 0; }", "pick", "int ( * pick ( int n ) ) ( int );"),
        ("int (plain)(int a) { return a; }", "plain", "int ( plain ) ( int a );"),
        ("__attribute__((noinline)) void g(void) { }", "g", "__attribute__ ( ( noinline ) ) void g ( void );"),
        (
            "struct s { int a; } make(void) { struct s v = {1}; return v; }",
            "make",
            "struct s { int a ; } make ( void );",
        ),
    ],
)
def test_prototypes(text: str, name: str, prototype: str) -> None:
    assert spaced(named(text)[name].declaration) == spaced(prototype)


def test_tentative_definitions_count_once() -> None:
    items = split("int x; int x = 4; int x;", "x.c")
    assert [item.kind for item in items] == ["other", "variable", "other"]


def test_lines_come_from_markers() -> None:
    items = named('# 40 "real.c"\nint v = 1;\n\nint f(void) { return v; }\n')
    assert (items["f"].line, items["f"].file) == (42, "real.c")


def test_headers_of_the_system_are_left_alone() -> None:
    header = '# 1 "/usr/include/x.h" 1 3 4\nextern int x; static inline int f(void) { return 1; }\n'
    items = split(f'{header}# 2 "x.c" 2\nint g(void) {{ return f() + x; }}\n', "x.c")
    assert [item.kind for item in items] == ["other", "other", "function"]


def test_what_a_header_declares_is_kept_where_it_is_needed() -> None:
    header = (
        "typedef unsigned long __size; typedef __size size_t; struct unused { int a; };\n"
        "typedef struct { int a; } _IO_FILE; typedef _IO_FILE FILE; typedef int (*callback)(FILE *);\n"
        "enum colour { RED, GREEN }; extern int printf(const char *, ...); extern void sort(callback, size_t);\n"
        "extern int never(size_t);\n"
    )
    text = f'# 1 "/usr/include/x.h" 1 3 4\n{header}# 2 "x.c" 2\nint f(void) {{ sort(0, RED); return 0; }}\n'
    kept = {token.text for item in split(text, "x.c") for token in tokens(item.definition, "x.c")}
    assert kept >= {"__size", "size_t", "_IO_FILE", "FILE", "callback", "RED", "sort"}
    assert not kept & {"unused", "printf", "never"}


def test_lines_survive_being_taken_apart_and_composed(tmp_path: Path) -> None:
    text = "static\nint\nf(int a,\n  int b)\n{\n  int r = a;\n\n  return r - b;\n}\nint g(void) { return f(1, 2); }\n"
    (tmp_path / "x.c").write_text(text)
    whole = subprocess.run(["gcc", "-E", "x.c"], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    (tmp_path / "y.i").write_text(compose(split(whole, "x.c"), {0, 1}).replace("return r", "return @"))
    told = subprocess.run(["gcc", "-c", tmp_path / "y.i"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "x.c:8:" in told.stderr


def test_attributes_of_headers_that_only_advise_are_dropped() -> None:
    header = (
        "extern double fabs(double __x) __attribute__((__nothrow__, __leaf__)) __attribute__((__const__));\n"
        "extern int jump(void) __attribute__((__returns_twice__)) __attribute__((__nonnull__(1)));\n"
    )
    text = f'# 1 "/usr/include/x.h" 1 3 4\n{header}# 2 "x.c" 2\nint f(void) {{ return fabs(1) + jump(); }}\n'
    fabs, jump = (item.definition for item in split(text, "x.c")[:2])
    assert fabs == "extern double fabs(double __x);"
    assert "returns_twice" in jump
    assert "nonnull" not in jump


def test_pragmas_stay_where_they_are() -> None:
    text = "#pragma pack(push, 1)\nstruct s { char a; int b; };\n#pragma pack(pop)\nstruct s v = {1, 2};\n"
    composed = compose(split(text, "x.c"), frozenset())
    assert composed.index("pack(push, 1)") < composed.index("struct s {") < composed.index("pack(pop)")


@pytest.mark.parametrize("text", ["int f(void) { return 1;", "int x = (1;", "}"])
def test_unfinished_programs_are_refused(text: str) -> None:
    with pytest.raises(NotSeparable):
        split(text, "x.c")


@pytest.mark.parametrize(
    "program", [path for path in PROGRAMS if path.name not in UNSIZED_ARRAYS], ids=lambda p: p.name
)
def test_two_halves_linked_behave_as_the_whole(program: Path, tmp_path: Path) -> None:
    text = subprocess.run(["gcc", "-E", program], capture_output=True, text=True, check=True).stdout
    items = split(text, str(program))
    own = [index for index, item in enumerate(items) if item.kind != "other"]
    (tmp_path / "a.i").write_text(compose(items, set(own[::2])))
    (tmp_path / "b.i").write_text(compose(items, set(own[1::2])))
    outputs = []
    for sources in ([program], [tmp_path / "a.i", tmp_path / "b.i"]):
        subprocess.run(["gcc", "-w", *sources, "-o", tmp_path / "program", "-lm"], check=True, capture_output=True)
        outputs.append(subprocess.run([tmp_path / "program"], capture_output=True, check=False).stdout)
    assert outputs[0] == outputs[1]
    assert outputs[0]
