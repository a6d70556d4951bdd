"""Constant images: whatever is written to one is what LLVM puts into the object."""

from __future__ import annotations

import llvmlite.binding as llvm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minicc.check import check, typed
from minicc.diagnostics import CompileError
from minicc.ir.module import DATA_LAYOUT
from minicc.lower import lower
from minicc.lower.constants import Image, spell
from minicc.source import SourceText
from minicc.syntax.parser import parse
from minicc.types.ctype import CHAR, INT, LONG, ArrayType, CType

_WRITES = st.lists(st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=5_000)), max_size=5)


@given(_WRITES)
def test_an_image_is_an_array_of_bytes(writes: list[tuple[int, bytes]]) -> None:
    image, model = Image(100), bytearray(100)
    for at, data in writes:
        image.write(at, data)
        model.extend(bytes(max(0, at + len(data) - len(model))))
        model[at : at + len(data)] = data
    assert image.size == len(model)
    assert image.read(0, image.size) == model
    assert image.used() == len(model.rstrip(b"\0"))
    assert all(not any(model[cut : cut + 4096]) or not image.is_blank(cut) for cut in image.cuts())


@given(_WRITES, st.lists(st.integers(0, 2_000), max_size=4, unique=True), st.sampled_from([CHAR, INT, LONG]))
def test_a_spelled_image_has_its_size(writes: list[tuple[int, bytes]], addresses: list[int], element: CType) -> None:
    image = Image(0)
    for at, data in writes:
        image.write(at, data)
    for slot in addresses:
        image.write(8 * slot, bytes(8))
        image.addresses[8 * slot] = ("ptr", "@y")
    image.write(image.size, bytes(-image.size % 8 or 8))
    type_, constant = spell(ArrayType(element, None), image)
    module = llvm.parse_assembly(
        f'target datalayout = "{DATA_LAYOUT}"\n@y = external global i8\n@x = global {type_} {constant}'
    )
    module.verify()
    found = llvm.create_target_data(DATA_LAYOUT).get_abi_size(module.get_global_variable("x").global_value_type)
    assert found == image.size


def test_an_unknown_built_in_function_is_refused_by_name() -> None:
    source = SourceText("int f(int x) { return __builtin_popcount(x); }", "t.c")
    unit = check(parse(source), source)
    body = unit.functions[0].body
    assert body is not None
    statement = body.items[0]
    assert isinstance(statement, typed.Return)
    assert isinstance(statement.value, typed.BuiltinCall)
    statement.value.name = "__builtin_mystery"
    with pytest.raises(CompileError, match="'__builtin_mystery' is not supported"):
        lower(unit, source)


def test_lowering_leaves_the_tree_as_it_was() -> None:
    source = SourceText('int x; int *p = &x; const char *s = "a"; int f(void) { return *p + s[0]; }', "t.c")
    unit = check(parse(source), source)
    assert lower(unit, source) == lower(unit, source)
