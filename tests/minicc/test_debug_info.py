"""-g: gdb sees the program as it was written, gcc's types are ours, and the code is the same with and without."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from elftools.dwarf.die import DIE
from elftools.elf.elffile import ELFFile

FOLDER = Path(__file__).parent / "debug"
BEHAVIOUR = Path(__file__).parent / "behaviour"

needs_gdb = pytest.mark.skipif(shutil.which("gdb") is None, reason="gdb is not installed")


def compile_to(output: Path, *words: str | Path) -> None:
    command = [sys.executable, "-m", "minicc", "-w", *map(str, words), "-o", str(output)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def section(path: Path, name: str) -> bytes:
    with path.open("rb") as stream:
        found = ELFFile(stream).get_section_by_name(name)
        return b"" if found is None else bytes(found.data())


# --------------------------------------------------------------------------- gdb


def gdb(program: Path, *commands: str) -> str:
    """What gdb says; `commands` run in order in one session."""
    words = ["gdb", "-q", "-nx", "-batch", "-ex", "set width 0", "-ex", "set debuginfod enabled off"]
    for command in commands:
        words += ["-ex", command]
    result = subprocess.run(
        [*words, str(program)], capture_output=True, text=True, timeout=120, check=False, cwd=program.parent
    )
    if "ptrace" in result.stderr or "Operation not permitted" in result.stderr:
        pytest.skip("gdb may not trace processes here")
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    program = tmp_path_factory.mktemp("debug") / "session"
    compile_to(program, "-g", FOLDER / "session.c")
    return program


def line_of(text: str) -> int:
    lines = (FOLDER / "session.c").read_text().splitlines()
    return next(i + 1 for i, line in enumerate(lines) if text in line)


@needs_gdb
def test_a_session_in_main(session: Path) -> None:
    said = gdb(
        session,
        f"break {line_of('int r = add')}",
        "run",
        *("print *n", "print p", "print u.p == &p", "print se", "print matrix", "print flag", "print len"),
        *("print table", "print message", "print z", "print vec", "print big", "print ld", "print BLUE", "print argc"),
        *("ptype n", "whatis p", "ptype p", "ptype callback", "whatis len", "ptype union u", "whatis table"),
        "step",
        "bt",
        "info args",
        "finish",
    )
    for expected in (
        'next = 0x0, at = {x = 1, y = 2}, flag = 5, wide = -9, c = BLUE, name = "bob\\000\\000\\000\\000", d = 2.5,',
        "$2 = {x = 3, y = 4}",
        "$3 = 1",
        "$4 = A",
        "$5 = {{1, 2, 3}, {4, 5, 6}}",
        "$6 = true",
        "$7 = 8",
        "<cb>, 0x0, 0x0}",
        '"hello"',
        "= 1 + 0i",
        "= {1, 2, 3, 4}",
        "$12 = 5",
        "$13 = 1.5",
        "$14 = BLUE",
        "$15 = 1",
        "    struct node *next;\n    point_t at;\n    unsigned int flag : 3;\n    int wide : 12;\n    enum color c;\n"
        "    char name[8];\n    double d;\n    int tail[];\n} *",
        "type = point_t",
        "type = struct point {\n    int x;\n    int y;\n}",
        "type = int (*)(const char *, unsigned long)",
        "type = size_t",
        "type = union u {\n    int i;\n    float f;\n    point_t *p;\n}",
        "type = callback [3]",
        "add (a=1, b=...)",
        "a = 1\nb = {x = 3, y = 4}",
        "Value returned is $16 = 5",
    ):
        assert expected in said


@needs_gdb
def test_scopes_statics_and_steps(session: Path) -> None:
    said = gdb(
        session,
        f"break {line_of('global_counter += sum')}",
        "run",
        *("print sum", "up 0", "print calls", "next", "next", "next", "print square", "print i", "print sum"),
        f"break {line_of('return a[n - 1]')}",
        "continue",
        *("print a", "print grid", "print sizeof(a)", "whatis grid", "bt"),
    )
    assert "$1 = 4" in said  # the inner `sum`
    assert "$2 = 1" in said
    assert "$5 = 4" in said  # the outer one again
    assert "= {0, 10, 20, 30}" in said
    assert "= {{" in said
    assert "= 16" in said
    assert "type = int [2][3]" in said
    assert re.search(r"#1  0x\w+ in main \(argc=1, argv=0x\w+\) at .*session.c:\d+", said)


@needs_gdb
def test_optimised_code_still_tells_where_it_is(tmp_path: Path) -> None:
    program = tmp_path / "session"
    compile_to(program, "-g", "-O2", FOLDER / "session.c")
    said = gdb(program, "break add", "run", "bt", "info locals", "print global_counter", "ptype struct node")
    assert re.search(r"#0  .*add \(.*\) at .*session.c:\d+", said)
    assert re.search(r"#1  .*main \(.*\) at .*session.c:\d+", said)
    assert "struct node *next;" in said
    assert "calls = 0" in said
    assert "Incompatible types" not in said


# --------------------------------------------------------------------------- what the object says


class Types:
    """Every named thing of an object's DWARF, in words."""

    def __init__(self, path: Path) -> None:
        self._open: set[str] = set()
        with path.open("rb") as stream:
            elf = ELFFile(stream)
            units = list(elf.get_dwarf_info().iter_CUs())
            self.version = int(units[0]["version"])
            self.variables = {}
            self.functions = {}
            self.records = {}
            for unit in units:
                for die in unit.iter_DIEs():
                    self._collect(die)

    def _collect(self, die: DIE) -> None:
        name = _name(die)
        defined = "DW_AT_declaration" not in die.attributes
        if die.tag == "DW_TAG_variable" and defined and die.get_parent().tag == "DW_TAG_compile_unit" and name:
            self.variables[name] = self.of(die)
        elif die.tag == "DW_TAG_subprogram" and defined and name:
            parameters = [f"{self.of(c)} {_name(c)}" for c in die.iter_children() if c.tag == "DW_TAG_formal_parameter"]
            more = [c for c in die.iter_children() if c.tag == "DW_TAG_unspecified_parameters"]
            self.functions[name] = f"{self.of(die)} ({', '.join(parameters)}{', ...' if more else ''})"
        elif die.tag in ("DW_TAG_structure_type", "DW_TAG_union_type", "DW_TAG_enumeration_type") and name:
            self.records[name] = self._record(die)

    def of(self, die: DIE) -> str:
        return self._type(die.get_DIE_from_attribute("DW_AT_type")) if "DW_AT_type" in die.attributes else "void"

    def _type(self, die: DIE) -> str:
        tag = die.tag.removeprefix("DW_TAG_").removesuffix("_type")
        if tag == "base":
            return f"{_name(die)}:{die.attributes['DW_AT_byte_size'].value}:{die.attributes['DW_AT_encoding'].value}"
        if tag in ("structure", "union", "enumeration"):
            return f"{tag} {_name(die)}" if _name(die) else self._record(die)
        if tag == "typedef":
            return f"{_name(die)}={self._once(die)}"
        if tag == "array":
            lengths = [_length(child) for child in die.iter_children()]
            vector = "vector" if "DW_AT_GNU_vector" in die.attributes else ""
            return f"{vector}{lengths} of {self.of(die)}"
        if tag == "subroutine":
            parameters = [
                self.of(child) if child.tag == "DW_TAG_formal_parameter" else "..." for child in die.iter_children()
            ]
            return f"function({', '.join(parameters)}) {self.of(die)}"
        return f"{tag} {self.of(die)}"

    def _once(self, typedef: DIE) -> str:
        """What a typedef stands for, unless that is being told already."""
        name = _name(typedef)
        if name in self._open:
            return "..."
        self._open.add(name)
        told = self.of(typedef)
        self._open.remove(name)
        return told

    def _record(self, die: DIE) -> str:
        if "DW_AT_declaration" in die.attributes:
            return "incomplete"
        members = []
        for child in die.iter_children():
            if child.tag == "DW_TAG_enumerator":
                members.append(f"{_name(child)} = {child.attributes['DW_AT_const_value'].value}")
            elif child.tag == "DW_TAG_member":
                bits = child.attributes.get("DW_AT_bit_size")
                place = child.attributes.get("DW_AT_data_bit_offset") or child.attributes.get(
                    "DW_AT_data_member_location"
                )
                where = f"@{place.value if place else 0}{f':{bits.value}' if bits else ''}"
                members.append(f"{_name(child)}{where} {self.of(child)}")
        return f"{die.tag}[{die.attributes['DW_AT_byte_size'].value}] {{ {'; '.join(members)} }}"


def _name(die: DIE) -> str:
    attribute = die.attributes.get("DW_AT_name")
    return attribute.value.decode() if attribute else ""


def _length(subrange: DIE) -> int | None:
    for name, more in (("DW_AT_count", 0), ("DW_AT_upper_bound", 1)):
        if name in subrange.attributes:
            return int(subrange.attributes[name].value) + more
    return None


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Types, Types]:
    folder = tmp_path_factory.mktemp("layouts")
    compile_to(folder / "ours.o", "-g", "-c", FOLDER / "layouts.c")
    words = ["gcc", "-g", "-gdwarf-5", "-c", str(FOLDER / "layouts.c"), "-o", str(folder / "theirs.o")]
    subprocess.run(words, check=True)
    return Types(folder / "ours.o"), Types(folder / "theirs.o")


@pytest.mark.parametrize("kind", ["variables", "functions", "records"])
def test_types_are_those_that_gcc_tells(both: tuple[Types, Types], kind: str) -> None:
    ours, theirs = (getattr(types, kind) for types in both)
    assert {name: ours.get(name) for name in theirs} == theirs
    assert len(ours) >= {"variables": 40, "functions": 3, "records": 30}[kind]


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("variable_length_arrays.c", "-O0"),
        ("statement_expressions.c", "-O0"),
        ("statement_expressions.c", "-O2"),
        ("objects.c", "-O2"),
    ],
)
def test_the_code_is_the_same_without(tmp_path: Path, name: str, level: str) -> None:
    compile_to(tmp_path / "with.o", "-g", level, "-c", BEHAVIOUR / name)
    compile_to(tmp_path / "without.o", level, "-c", BEHAVIOUR / name)
    text = section(tmp_path / "with.o", ".text")
    assert text
    assert text == section(tmp_path / "without.o", ".text")


@pytest.mark.parametrize(
    ("words", "version", "variables"),
    [
        (["-g0"], None, False),
        (["-g", "-g0"], None, False),
        (["-g1"], 5, False),
        (["-gline-tables-only"], 5, False),
        (["-ggdb3"], 5, True),
        (["-gdwarf-4"], 4, True),
        (["-gdwarf-5", "-O2"], 5, True),
        (["-g3", "-gz"], 5, True),
    ],
)
def test_how_much_is_told(tmp_path: Path, words: list[str], version: int | None, variables: bool) -> None:
    compile_to(tmp_path / "session.o", *words, "-c", FOLDER / "session.c")
    if version is None:
        assert not section(tmp_path / "session.o", ".debug_info")
        return
    assert section(tmp_path / "session.o", ".debug_line")
    types = Types(tmp_path / "session.o")
    assert types.version == version
    assert ("global_counter" in types.variables) == variables


def test_file_names_are_mapped(tmp_path: Path) -> None:
    compile_to(tmp_path / "session.o", "-g", f"-ffile-prefix-map={FOLDER}=/src", "-c", FOLDER / "session.c")
    strings = section(tmp_path / "session.o", ".debug_line_str") + section(tmp_path / "session.o", ".debug_str")
    assert b"/src/session.c" in strings
    assert str(FOLDER).encode() not in strings


def test_a_static_in_a_block_and_code_from_another_file(tmp_path: Path) -> None:
    (tmp_path / "part.inc").write_text("x += 2;\nx *= 3;\n")
    (tmp_path / "main.c").write_text(
        "int f(int x) { { static int kept; kept += x; x = kept; }\n"
        'switch (x) { int y; case 1: y = x; x = y; }\n#include "part.inc"\nreturn x; }\n'
    )
    for level in ("-O0", "-O2"):
        compile_to(tmp_path / "main.o", "-g", level, "-c", tmp_path / "main.c")
        assert section(tmp_path / "main.o", ".debug_info")
    with (tmp_path / "main.o").open("rb") as stream:
        info = ELFFile(stream).get_dwarf_info()
        program = info.line_program_for_CU(next(info.iter_CUs()))
        assert program is not None
        files = {entry.state.file for entry in program.get_entries() if entry.state is not None}
    assert len(files) == 2
