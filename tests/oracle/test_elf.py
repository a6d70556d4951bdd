from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from oracle.elf import Layout, Member, NotAnObject, ObjectFile, differences, line_differences, type_differences

TEXT = """
struct mixed { char c; int b : 3; int d : 5; long x; };
typedef struct { short a; } named;
union either { int i; double d; };
struct mixed data = {1, 2, 3, 4};
named second;
union either third;
static int hidden;
extern int outside;
int function(void) { return outside + hidden; }
"""


def compiled(folder: Path, name: str, text: str) -> ObjectFile:
    (folder / f"{name}.c").write_text(text)
    subprocess.run(["gcc", "-g", "-c", f"{name}.c"], cwd=folder, check=True)
    return ObjectFile.read(folder / f"{name}.o")


def test_symbols_and_layouts_are_read(tmp_path: Path) -> None:
    found = compiled(tmp_path, "one", TEXT)
    assert [symbol.name for symbol in found.functions] == ["function"]
    assert found.symbols["outside"].section == "UNDEF"
    assert found.symbols["hidden"].binding == "LOCAL"
    assert (found.symbols["data"].size, found.symbols["data"].section) == (16, ".data")
    assert found.sections[".data"] == 16
    members = (
        Member("c", 0, 8, "int8"),
        Member("b", 8, 3, "int32"),
        Member("d", 11, 5, "int32"),
        Member("x", 64, 64, "int64"),
    )
    assert found.layouts["struct mixed"] == Layout("struct mixed", 16, members)
    assert found.layouts["named"].size == 2
    assert found.layouts["union either"].members == (Member("i", 0, 32, "int32"), Member("d", 0, 64, "float64"))
    assert found.prototypes == {"function": "int32 ()"}
    assert found.variables["data"] == "struct mixed"
    assert max(found.lines["one.c"]) == 10


def test_differences_are_named(tmp_path: Path) -> None:
    one = compiled(tmp_path, "one", TEXT)
    same = compiled(tmp_path, "same", TEXT.replace("outside + hidden", "outside - hidden * 2"))
    assert differences(one, same) == []
    other = compiled(tmp_path, "other", TEXT.replace("long x", "int x").replace("int function", "static int function"))
    told = "\n".join(differences(one, other))
    for expected in ("symbol data", "symbol function", "struct mixed: 16 bytes against 8", "struct mixed.x: at bit 64"):
        assert expected in told


def test_what_is_no_object_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("int main(void);\n")
    for name in ("text", "missing", "."):
        with pytest.raises(NotAnObject, match=str(tmp_path)):
            ObjectFile.read(tmp_path / name)


TYPES = """
enum color { RED, GREEN = 5, BLUE };
typedef struct node { struct node *next; unsigned long long size; char text[3][4]; } node;
struct outer { struct { short a; enum color c; }; int (*call)(const char *, ...); _Alignas(32) char tail; };
struct outer o;
enum color chosen;
double convert(float f, node *n, _Bool b) { return f + n->size + b; }
"""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("GREEN = 5", "GREEN = 6"), "enum color.GREEN: 5 against 6"),
        (("unsigned long long size", "long size"), "struct node.size: at bit 64, 64 bits, unsigned64 against"),
        (("text[3][4]", "text[4][3]"), "int8[3][4] against at bit 128, 96 bits, int8[4][3]"),
        (("short a", "int a"), "struct outer"),
        (("_Alignas(32)", "_Alignas(16)"), "struct outer: 64 bytes against 32"),
        (("convert(float f", "convert(double f"), "function convert: float64 (float32, pointer to struct node, bool8)"),
        (("int (*call)(const char *, ...)", "int (*call)(const char *, int)"), "struct outer.call"),
        (("enum color chosen", "long chosen"), "variable chosen: enum color against int64"),
    ],
)
def test_layouts_of_every_type_are_compared(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    one = compiled(tmp_path, "one", TYPES)
    other = compiled(tmp_path, "other", TYPES.replace(*change))
    assert one.describes_types
    assert told in "\n".join(type_differences(one, other))


def test_compilers_name_base_types_differently(tmp_path: Path) -> None:
    if shutil.which("clang-16") is None:
        pytest.skip("clang-16 is not installed")
    one = compiled(tmp_path, "one", TYPES)
    subprocess.run(["clang-16", "-g", "-c", "one.c", "-o", "two.o"], cwd=tmp_path, check=True)
    two = ObjectFile.read(tmp_path / "two.o")
    assert two.prototypes == one.prototypes
    assert type_differences(one, two) == []


def test_lines_are_told_apart(tmp_path: Path) -> None:
    one = compiled(tmp_path, "one", "int f(int x)\n{\n    x++;\n    return x;\n}\n")
    other = compiled(tmp_path, "other", '# 1 "one.c"\nint f(int x)\n{\n    return x;\n}\n')
    assert line_differences(one, one) == []
    assert any("only in" in line for line in line_differences(one, other))


def test_thread_local_objects_are_described(tmp_path: Path) -> None:
    """gcc tells where they lie by relocations that only a debugger can apply."""
    text = "_Thread_local long counter = 5; static _Thread_local struct s { int a; } pair;\n"
    text += "long *get(void) { pair.a++; return &counter; }\n"
    one = compiled(tmp_path, "one", text)
    assert one.variables["counter"] == "int64"
    assert "struct s" in one.layouts
    assert type_differences(one, compiled(tmp_path, "other", text)) == []
