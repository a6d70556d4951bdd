"""The IR writer: what it spells is what LLVM reads."""

from __future__ import annotations

import re

import llvmlite.binding as llvm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minicc.ir.builder import Builder
from minicc.ir.debug import DebugInfo
from minicc.ir.module import Module
from minicc.ir.spelling import byte_string, floating, integer, local, symbol
from minicc.options import DebugOptions
from minicc.source import SourceText

_WIDTHS = {"float": 32, "double": 64, "x86_fp80": 80, "fp128": 128}


def _read_back(constant: str, type_: str, bits: int) -> int:
    """The bits LLVM sees in a constant of `bits` bits."""
    module = llvm.parse_assembly(f"@x = global i{bits} bitcast ({type_} {constant} to i{bits})")
    found = re.search(rf"global i{bits} (-?\d+)", str(module))
    assert found is not None, str(module)
    return int(found[1]) & (1 << bits) - 1


@pytest.mark.parametrize("kind", ["float", "double", "fp128"])
@given(data=st.data())
def test_floating_constants_keep_every_bit(kind: str, data: st.DataObject) -> None:
    width = _WIDTHS[kind]
    bits = data.draw(st.integers(0, (1 << width) - 1))
    assert _read_back(floating(bits, kind), kind, width) == bits


@pytest.mark.parametrize(
    "bits",
    [
        0x3FFF8000000000000000,
        0xBFFF8000000000000000,
        0x4000C90FDAA22168C235,
        0x7FFF8000000000000000,
        0x7FFFC000000000000000,
    ],
)
def test_x87_constants_keep_every_bit(bits: int) -> None:
    assert _read_back(floating(bits, "x86_fp80"), "x86_fp80", 80) == bits


@pytest.mark.parametrize("bits", [0x00000001, 0x007FFFFF, 0x80000001, 0x7F800001, 0xFFC00000, 0x7F7FFFFF, 0x00800000])
def test_float_edge_cases(bits: int) -> None:
    assert _read_back(floating(bits, "float"), "float", 32) == bits


def test_an_unknown_floating_type_is_refused() -> None:
    with pytest.raises(ValueError, match="not a floating type"):
        floating(0, "half")


@given(st.integers(-(1 << 70), 1 << 70), st.sampled_from([1, 8, 16, 32, 64, 128]))
def test_integer_constants_are_modular(value: int, bits: int) -> None:
    module = llvm.parse_assembly(f"@x = global i{bits} {integer(value, bits)}")
    shown = str(module).split(f"global i{bits} ")[1].split()[0].rstrip(",")
    number = {"true": 1, "false": 0}.get(shown)
    assert (int(shown) if number is None else number) % (1 << bits) == value % (1 << bits)


@given(st.binary(min_size=1, max_size=40))
def test_byte_strings(data: bytes) -> None:
    module = llvm.parse_assembly(f"@x = global [{len(data)} x i8] {byte_string(data)}")
    module.verify()
    shown = str(module).split("x i8] ")[1].strip()
    if not any(data):
        assert shown == "zeroinitializer"
        return
    text = shown[2:-1].encode()
    assert re.sub(rb"\\(\\|[0-9A-F]{2})", lambda m: m[1] if m[1] == b"\\" else bytes([int(m[1], 16)]), text) == data


@pytest.mark.parametrize("name", ["f", "a.b", "$x", "with space", 'quo"te', "back\\slash", "é", "1digit", "\x01raw"])
def test_symbols_of_any_name(name: str) -> None:
    module = llvm.parse_assembly(f"{symbol(name)} = global i32 0")
    assert [variable.name for variable in module.global_variables] == [name]


def test_locals_are_quoted_when_needed() -> None:
    assert local("x") == "%x"
    assert local("é") == '%"\\C3\\A9"'


def _module_with(builder: Builder, lines: DebugInfo | None = None, debug: str = "") -> str:
    module = Module("t.c", lines)
    body = "\n".join([*builder.allocas, *builder.lines])
    module.functions.append(f"define i32 @f(i32 %x, ptr %p){debug} {{\nentry:\n{body}\n}}")
    return module.text()


def test_a_function_with_blocks_is_valid() -> None:
    b = Builder()
    b.alloca("%v", "i32", 4)
    b.store("i32", "%x", "%v", 4)
    positive = b.icmp_signed(">", "i32", b.load("i32", "%v", 4, volatile=True), "0")
    b.cbranch(positive, "then", "else")
    b.start_block("then")
    one = b.add("i32", "%x", "1", " nsw")
    b.branch("end")
    b.start_block("else")
    b.switch("i32", "%x", "end", [("1", "case"), ("2", "case")])
    b.start_block("case")
    b.unreachable()
    b.start_block("end")
    result = b.phi("i32", [(one, "then"), ("7", "else")])
    b.ret("i32", result)
    module = llvm.parse_assembly(_module_with(b))
    module.verify()
    assert "add nsw i32 %x, 1" in str(module)


def test_a_block_that_falls_through_branches_to_the_next() -> None:
    b = Builder()
    b.start_block("next")
    assert b.lines == ["  br label %next", "next:"]
    b.ret("i32", "0")
    b.start_block("other")
    assert b.lines[-2:] == ["  ret i32 0", "other:"]


def test_line_tables_are_valid_debug_information() -> None:
    source = SourceText('# 1 "t.c"\nint f(int x) {\n  return x;\n}\n', "t.c")
    tables = DebugInfo(source, "minicc", optimized=False, options=DebugOptions(full=False))
    scope = tables.reserve()
    tables.function(scope, "f", source.text.index("f("), internal=False)
    b = Builder()
    b.location = f", !dbg !{tables.location(source.text.index('return'), scope)}"
    b.ret("i32", "%x")
    tables.finish()
    module = llvm.parse_assembly(_module_with(b, tables, f" !dbg !{scope}"))
    module.verify()
    assert "!DILocation(line: 2, column: 3" in str(module)


def test_module_parts_appear_in_the_text() -> None:
    module = Module("t.c")
    module.assembly.append(".globl here\nhere:")
    module.globals.append("@v = global i32 0")
    module.used.append("@v")
    module.declare("@g", "declare void @g()")
    module.declare("@g", "declare i32 @g()")
    module.constructors.append((101, "@g"))
    assert module.attribute_group("nounwind") == module.attribute_group("nounwind") == "#0"
    text = module.text()
    llvm.parse_assembly(text).verify()
    assert 'module asm "here:"' in text
    assert text.count("declare") == 1
    assert "@llvm.global_ctors" in text
    assert "@llvm.compiler.used" in text
