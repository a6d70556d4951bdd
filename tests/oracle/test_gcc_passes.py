"""Passes of gcc and clang: which can be left out, and which one is guilty."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from oracle.bisect import Attribution, NotAttributable, Stage, attribute
from oracle.bisect.optimiser import Outcome, narrow
from oracle.compilers import compiler_from_command, gcc
from oracle.compilers.clang_passes import clang_passes, function_of, is_code_generation
from oracle.compilers.gcc_passes import disabling, indispensable, pass_list
from oracle.compilers.pass_control import PassExecution

ALIASING = """\
int printf(const char *, ...);
__attribute__((noinline)) static int f(int *p, float *q)
{
    *p = 1;
    *q = 2.0f;
    return *p;
}
int main(void)
{
    static union { int i; float f; } u;
    float *volatile q = &u.f;
    printf("%d\\n", f(&u.i, q));
    return 0;
}
"""
"""Breaks the rule on effective types (C11 6.5p7) where compilers see it only by optimising: a divergence at will."""

needs_clang = pytest.mark.skipif(shutil.which("clang-16") is None, reason="clang-16 is not installed")


def attributed(text: str, subject: str, tmp_path: Path) -> Attribution:
    source = tmp_path / "program.c"
    source.write_text(text)
    return attribute(source, compiler_from_command(subject), gcc())


@pytest.mark.parametrize("fixed", [set(), {"p3"}, {"p0", "p99"}, {"p7", "p8", "p60"}])
def test_indispensable_passes_are_found_by_trying(fixed: set[str]) -> None:
    passes = [f"p{index}" for index in range(100)]
    tried: list[Sequence[str]] = []

    def works(off: Sequence[str]) -> bool:
        tried.append(off)
        return not fixed & set(off)

    assert set(indispensable(passes, works)) == fixed
    assert len(tried) <= 3 + 14 * len(fixed)


def test_passes_that_can_only_go_together_with_later_ones_go() -> None:
    """Switching off the whole suffix is what counts: p1 alone does not work, with p2 it does."""
    passes = ["p0", "p1", "p2"]
    assert indispensable(passes, lambda off: "p1" not in off or "p2" in off) == []


def test_the_first_passes_only() -> None:
    control = pass_list(["tree-a", "tree-b", "rtl-c", "rtl-d"], fixed=["tree-b"])
    assert [execution.pass_name for execution in control.executions] == ["tree-a", "rtl-c", "rtl-d"]
    assert control.options(1) == ("-fdisable-rtl-c", "-fdisable-rtl-d")
    assert control.options(3) == ()
    assert disabling(["tree-a"], ["f", "g.part.0"]) == ("-fdisable-tree-a=f,g.part.0",)


def test_unusable_probes_are_gone_round() -> None:
    def probe(count: int) -> Outcome:
        if count in {8, 9, 10, 12}:
            return Outcome.UNUSABLE
        return Outcome.GOOD if count < 11 else Outcome.BAD

    assert narrow(16, probe) == (7, 11)
    assert narrow(16, lambda count: Outcome.UNUSABLE) == (0, 16)


@pytest.mark.parametrize(
    ("unit", "function", "generates_code"),
    [
        ("f", "f", False),
        ("(f)", "f", False),
        ("(f, g)", None, False),
        ("[module]", None, False),
        ("loop %4 in function f", "f", False),
        ("function (f)", "f", True),
    ],
)
def test_units_of_llvm(unit: str, function: str | None, generates_code: bool) -> None:
    execution = PassExecution(1, "P", unit)
    assert function_of(execution) == function
    assert is_code_generation(execution) == generates_code


def test_the_pass_of_gcc(tmp_path: Path) -> None:
    found = attributed(ALIASING, "gcc -O2", tmp_path)
    assert (found.stage, found.pass_name, found.pass_unit) == (Stage.GCC_PASS, "tree-fre1", "f")
    assert (found.function, found.line) == ("f", 6)
    assert "+  return 1;" in found.evidence
    assert any("later pass does the same" in note for note in found.notes)
    assert sum(probe.boundary.startswith("passes") for probe in found.probes) <= 9


def test_a_pass_that_gcc_cannot_do_without_alone_is_told_from_its_neighbours(tmp_path: Path) -> None:
    """Without ipa-inline, what ipa-cp and ipa-sra decided is not carried out: gcc's program does not link."""
    text = ALIASING.replace("int f(int *p, float *q)", "float f(int *p, float *q)").replace(
        """*p = 1;
    *q = 2.0f;
    return *p;""",
        """*p = 0x40000000;
    float r = *q;
    *p = 0;
    return r;""",
    )
    found = attributed(text.replace('"%d', '"%f'), "gcc -O2 -fno-tree-dse", tmp_path)
    assert (found.stage, found.pass_name) == (Stage.GCC_PASS, "ipa-sra")
    assert found.pass_instance is not None
    assert found.pass_instance.startswith("ipa_sra_params:")


def test_a_pass_that_gcc_cannot_do_without_is_told_by_an_option(tmp_path: Path) -> None:
    """Objects used after their block: only where gcc gives them one place on the stack does it show."""
    text = """\
int printf(const char *, ...);
__attribute__((noipa)) void set(int *p, int value) { *p = value; }
int main(void)
{
    int *volatile kept;
    { int first[4]; set(first, 1); kept = first; }
    { int second[4]; set(second, 2); }
    printf("%d\\n", *kept);
    return 0;
}
"""
    found = attributed(text, "gcc -O1", tmp_path)
    assert (found.stage, found.pass_name) == (Stage.UNKNOWN, None)
    assert any("right with -fstack-reuse=none: rtl-expand" in note for note in found.notes)


@needs_clang
def test_the_pass_of_clang(tmp_path: Path) -> None:
    found = attributed(ALIASING, "clang-16 -O2", tmp_path)
    assert found.stage is Stage.PASS
    assert (found.function, found.line) == ("f", 6)
    assert found.pass_index is not None
    assert any(f"-opt-bisect-limit={found.pass_index}" in command for command in found.commands)
    assert "ret i32 1" in found.evidence


def test_gcc_is_no_clang(tmp_path: Path) -> None:
    source = tmp_path / "program.c"
    source.write_text(ALIASING)
    assert clang_passes(gcc("-O2"), source, tmp_path / "program.o", 60) is None


def test_agreement_is_not_attributed_to_a_pass(tmp_path: Path) -> None:
    with pytest.raises(NotAttributable):
        attributed(ALIASING, "gcc -O2 -fno-strict-aliasing", tmp_path)
