"""GNU constructs around assembly and symbols: the printed trees behave like their source, symbols are gcc's, bad
operands are errors."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

_HERE = Path(__file__).parent / "behaviour"
_PROGRAMS = (
    "asm_statements",
    "atomic_records",
    "bracket_attributes",
    "cleanups",
    "inline_copies",
    "less_aligned",
    "library_constants",
    "nonlocal_jumps",
    "object_sizes",
    "padding",
    "pointer_differences",
    "sse2",
    "register_variables",
    "symbols",
    "target_features",
)


def _output(*words: str | Path) -> str:
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=True).stdout


@pytest.mark.parametrize("name", _PROGRAMS)
def test_printed_trees_behave_like_their_source(name: str, tmp_path: Path) -> None:
    source = _HERE / f"{name}.c"
    _output("gcc", "-w", source, "-o", tmp_path / "gcc", "-lm", "-latomic")
    expected = _output(tmp_path / "gcc")
    for boundary in ("B1", "B2"):
        _output("minicc", "-w", f"-fboundary={boundary}", source, "-o", tmp_path / boundary, "-lm", "-latomic")
        assert _output(tmp_path / boundary) == expected, boundary


def _symbols(path: Path) -> dict[str, tuple[str, str]]:
    with path.open("rb") as file:
        table = ELFFile(file).get_section_by_name(".symtab")
        assert isinstance(table, SymbolTableSection)
        return {
            symbol.name: (symbol["st_info"]["bind"], symbol["st_other"]["visibility"])
            for symbol in table.iter_symbols()
            if symbol["st_info"]["bind"] != "STB_LOCAL" and not symbol.name.startswith("_")
        }


@pytest.mark.parametrize("option", ["-O0", "-fboundary=B1", "-fboundary=B2"])
def test_symbols_are_bound_and_visible_as_gcc_has_them(option: str, tmp_path: Path) -> None:
    source = _HERE / "symbols.c"
    _output("gcc", "-w", "-fPIC", "-c", source, "-o", tmp_path / "gcc.o")
    _output("minicc", "-w", "-fPIC", option, "-c", source, "-o", tmp_path / "minicc.o")
    expected, found = _symbols(tmp_path / "gcc.o"), _symbols(tmp_path / "minicc.o")
    for name in ("absent", "absent2", "other", "nobody", "late", "real", "ind", "hid", "hv", "shown", "shown2"):
        assert found[name] == expected[name], name


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ('__asm__("nop" : "r"(a));', "output operand constraint lacks '='"),
        ('__asm__("nop" : "=r"(a + 1));', "lvalue required in 'asm' statement"),
        ('__asm__("nop" : : "=r"(a));', "input operand constraint contains '='"),
        ('__asm__("nop" : : "i"(a));', "impossible constraint in 'asm'"),
        ('__asm__("nop" : "=r"(a) : "1"(a));', "matching constraint references invalid operand number"),
        ('__asm__("nop" : : : "nowhere");', "unknown register name 'nowhere' in 'asm'"),
        ('__asm__("nop %1" : "=r"(a));', "operand number out of range"),
        ('__asm__("nop %[x]" : "=r"(a));', "undefined named operand 'x'"),
        ('register int r __asm__("nowhere");', "invalid register name for 'r'"),
        ('__asm__ goto("nop" : : : : away);', "label 'away' used but not defined"),
        ("struct { int b[4]; } s = { .b[1 ... 2] = a++ };", "range designator whose value has side effects"),
        ("__attribute__((cleanup(a))) int b;", "'cleanup' argument not a function"),
    ],
)
def test_errors_are_named(statement: str, message: str, tmp_path: Path) -> None:
    source = tmp_path / "error.c"
    source.write_text(f"void f(int a) {{ {statement} }}\n")
    done = subprocess.run(
        ["minicc", "-c", source, "-o", tmp_path / "error.o"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert message in done.stderr
