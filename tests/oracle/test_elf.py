from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from oracle.elf import Layout, Member, NotAnObject, ObjectFile, differences

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
    members = (Member("c", 0, 8), Member("b", 8, 3), Member("d", 11, 5), Member("x", 64, 64))
    assert found.layouts["struct mixed"] == Layout("struct mixed", 16, members)
    assert found.layouts["named"].size == 2
    assert found.layouts["union either"].members == (Member("i", 0, 32), Member("d", 0, 64))


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
