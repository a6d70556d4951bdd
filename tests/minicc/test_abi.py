"""The psABI where records are not all of it: narrow and wide scalars, odd alignments, calls without a prototype.

test_mixed_linking.py has the records. Here abi/caller.c and abi/callee.c are compiled by each compiler and
linked crosswise.
"""

from __future__ import annotations

import subprocess
from itertools import product
from pathlib import Path

import pytest

from minicc.lower.abi import Kind, classify_argument, classify_result, signature
from minicc.types.ctype import (
    CHAR,
    DOUBLE,
    FLOAT,
    INT,
    INT128,
    LONG,
    LONG_DOUBLE,
    USHORT,
    VOID,
    ArrayType,
    CType,
    FunctionType,
    Record,
    RecordMember,
    RecordType,
)
from minicc.types.layout import align_of, size_of

_FOLDER = Path(__file__).parent / "abi"


def _compile(compiler: str, level: str, name: str, output: Path) -> Path:
    source = _FOLDER / f"{name}.c"
    done = subprocess.run(
        [compiler, "-w", level, "-c", source, "-o", output], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return output


def _linked_output(objects: list[Path], program: Path) -> str:
    subprocess.run(["gcc", *objects, "-o", program], check=True, timeout=60)
    return subprocess.run([program], capture_output=True, text=True, timeout=10, check=True).stdout


@pytest.mark.parametrize("level", ["-O0", "-O2"])
def test_objects_of_both_compilers_fit_together(level: str, tmp_path: Path) -> None:
    objects = {
        (compiler, name): _compile(compiler, level, name, tmp_path / f"{compiler}-{name}.o")
        for compiler, name in product(("gcc", "minicc"), ("caller", "callee"))
    }
    outputs = {
        pair: _linked_output([objects[pair[0], "caller"], objects[pair[1], "callee"]], tmp_path / "program")
        for pair in product(("gcc", "minicc"), repeat=2)
    }
    expected = outputs["gcc", "gcc"]
    assert expected.count("\n") >= 15
    assert outputs == dict.fromkeys(outputs, expected)


def _struct(*types: CType, keyword: str = "struct") -> RecordType:
    members, end, alignment = [], 0, 1
    for i, ctype in enumerate(types):
        step = align_of(ctype)
        at = 0 if keyword == "union" else -(-end // step) * step
        members.append(RecordMember(f"m{i}", ctype, at))
        end, alignment = max(end, at + size_of(ctype)), max(alignment, step)
    record = Record(keyword, None, 0, members, -(-end // alignment) * alignment, alignment)
    return RecordType(record)


@pytest.mark.parametrize(
    ("ctype", "spelled"),
    [
        (_struct(INT), "i64"),
        (_struct(FLOAT, FLOAT), "<2 x float>"),
        (_struct(DOUBLE), "double"),
        (_struct(FLOAT, INT), "i64"),
        (_struct(FLOAT, FLOAT, INT), "<2 x float>, i64"),
        (_struct(LONG, DOUBLE), "i64, double"),
        (_struct(DOUBLE, FLOAT), "double, <2 x float>"),
        (_struct(ArrayType(CHAR, 16)), "i64, i64"),
        (_struct(DOUBLE, LONG, keyword="union"), "i64"),
        (_struct(INT128), "i64, i64"),
    ],
)
def test_records_in_registers(ctype: RecordType, spelled: str) -> None:
    assert classify_argument(ctype).spelled == spelled


def test_records_in_memory() -> None:
    assert classify_argument(_struct(ArrayType(CHAR, 17))).kind is Kind.MEMORY
    assert classify_argument(_struct(LONG_DOUBLE)).kind is Kind.MEMORY
    assert classify_result(_struct(LONG_DOUBLE)).pieces[0].type == "x86_fp80"
    assert classify_result(_struct(LONG_DOUBLE, INT, keyword="union")).kind is Kind.MEMORY
    packed = _struct(CHAR, INT)
    assert packed.definition.members is not None
    packed.definition.members[1].offset = 1
    packed.definition.size = 5
    assert classify_argument(packed).kind is Kind.MEMORY


def test_a_record_is_never_split_between_registers_and_memory() -> None:
    pair = _struct(LONG, LONG)
    shape = signature(FunctionType(VOID, (LONG,) * 5 + (pair, LONG, pair)))
    kinds = [passing.kind for passing in shape.arguments]
    assert kinds == [Kind.DIRECT] * 5 + [Kind.MEMORY, Kind.DIRECT, Kind.MEMORY]


def test_a_hidden_result_pointer_takes_a_register() -> None:
    big, pair = _struct(ArrayType(LONG, 3)), _struct(LONG, LONG)
    fits = signature(FunctionType(VOID, (LONG,) * 4 + (pair,)))
    full = signature(FunctionType(big, (LONG,) * 4 + (pair,)))
    assert fits.arguments[4].kind is Kind.PIECES
    assert full.arguments[4].kind is Kind.MEMORY
    assert full.structure_return == "ptr sret([24 x i8]) align 8"


def test_narrow_scalars_are_extended() -> None:
    shape = signature(FunctionType(CHAR, (USHORT, INT), variadic=True), (DOUBLE,))
    assert shape.return_type == "signext i8"
    assert shape.parameter_types == "i16 zeroext, i32, double, ..."
    assert shape.bare_parameter_types == "(i16, i32, ...)"


def test_an_empty_record_is_not_passed() -> None:
    shape = signature(FunctionType(_struct(), (INT, _struct(), INT)))
    assert shape.parameter_types == "i32, i32"
    assert shape.return_type == "void"
