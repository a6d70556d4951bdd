"""IR taken apart to one instruction a block: it means the same, and shows what the code generator gets wrong."""

from __future__ import annotations

from pathlib import Path

import llvmlite.binding as llvm
import pytest

from oracle.bisect import Stage, attribute
from oracle.bisect.single_instructions import TakenApart, smallest_group
from oracle.compilers import compiler_from_command, gcc
from oracle.judge import judge
from oracle.verdict import Verdict

COUNTING = """\
define i32 @count(i32 %0) {
  %2 = alloca i32, align 4
  %3 = icmp sgt i32 %0, 0
  br i1 %3, label %4, label %9

4:                                                ; preds = %4, %1
  %5 = phi i32 [ %7, %4 ], [ 0, %1 ]
  %6 = phi i32 [ %5, %4 ], [ 7, %1 ]
  %7 = add i32 %5, %6
  %8 = icmp slt i32 %7, %0
  br i1 %8, label %4, label %9

9:                                                ; preds = %4, %1
  %10 = phi i32 [ 0, %1 ], [ %7, %4 ]
  store i32 %10, ptr %2, align 4
  switch i32 %10, label %12 [
    i32 1, label %11
    i32 2, label %12
  ]

11:                                               ; preds = %9
  ret i32 3

12:                                               ; preds = %9, %9
  %13 = load i32, ptr %2, align 4
  ret i32 %13
}

define i32 @twice(i32 %x) {
entry:
  %a = mul i32 %x, 2
  %b = musttail call i32 @count(i32 %a)
  ret i32 %b
}
"""


def test_taken_apart_the_ir_is_valid_and_no_block_has_two_instructions() -> None:
    text = TakenApart.of(COUNTING).text()
    module = llvm.parse_assembly(text)
    module.verify()
    for function in module.functions:
        for block in function.blocks:
            opcodes = [one.opcode for one in block.instructions if one.opcode not in ("phi", "alloca")]
            assert len(opcodes) <= 2 or opcodes[-2:] == ["call", "ret"]
            assert opcodes[-1] in ("br", "ret", "switch")


def test_what_stays_joined_is_shown_together() -> None:
    apart = TakenApart.of(COUNTING)
    assert [join.function for join in apart.joins] == ["count"] * 5 + ["twice"]
    together = {index for index, join in enumerate(apart.joins) if join.function == "twice"}
    assert apart.groups(together) == ["  %a = mul i32 %x, 2\n  %b = musttail call i32 @count(i32 %a)"]
    assert apart.text(set(range(len(apart.joins)))) == COUNTING


def test_the_smallest_group_that_is_translated_wrongly() -> None:
    apart = TakenApart.of(COUNTING)
    sum_and_comparison = "  %7 = add i32 %5, %6\n  %8 = icmp slt i32 %7, %0"
    (index,) = smallest_group(apart, lambda text: sum_and_comparison in text)
    assert apart.groups({index}) == [sum_and_comparison]


WIDE_PRODUCTS = """\
int printf(const char *, ...);
typedef long wide __attribute__((vector_size(64)));
typedef short narrow __attribute__((vector_size(16)));
__attribute__((noinline)) narrow scaled(signed char by)
{
    wide x = {1, 2, 3, 4, 5, 6, 7, 8};
    x *= (long)by;
    x >>= 29;
    return __builtin_convertvector(x, narrow);
}
int main(void)
{
    volatile signed char by = -102;
    narrow found = scaled(by);
    for (int i = 0; i < 8; i++)
        printf("%d\\n", found[i]);
    return 0;
}
"""
"""LLVM 22 narrows the products to 16 bits and shifts their upper halves without sign (LLVM issue 218844)."""


def test_a_bug_of_llvms_instruction_selection_is_not_blamed_on_a_pass(tmp_path: Path) -> None:
    source = tmp_path / "products.c"
    source.write_text(WIDE_PRODUCTS)
    subject = compiler_from_command("minicc -O2")
    if judge(source, subject, gcc()).verdict is Verdict.AGREE:
        pytest.skip("this LLVM is right")
    found = attribute(source, subject, gcc())
    assert (found.stage, found.pass_name, found.function) == (Stage.CODE_GENERATOR, None, "scaled")
    assert found.candidate_lines == (7, 8)
    assert "mul <8 x i64>" in found.evidence
    assert "trunc <8 x i64>" in found.evidence
    assert "printf" not in found.evidence
