"""Which functions of minicc are suspected: by spectra, and by who wrote an instruction that LLVM refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from minicc.preprocess import preprocess
from oracle.bisect import Stage
from oracle.bisect.behaviour import Behaviour, with_options, workshop
from oracle.bisect.case import Case
from oracle.bisect.declared_types import misplaced_types
from oracle.bisect.suspects import (
    Observation,
    Run,
    beginning_of_incomplete,
    observe,
    ranked,
    suspicious_lines,
)
from oracle.bisect.verdicts import line_verdicts, traced_program
from oracle.bisect.well_typed import violation
from oracle.compilers import compiler_from_command, gcc

ROOT = Path(__file__).parents[2]
PROGRAM = """\
int printf(const char *, ...);
struct pair { int a; long b; };
static struct pair global = { 1, 2 };
static long negate(signed char c)
{
    long wide = c;
    return -wide;
}
int main(void)
{
    int sum = 1;
    sum <<= 3;
    printf("%ld\\n", negate(-3));
    return sum - (int)global.b - 6;
}
"""


def observation(*functions: str, failed: tuple[str, ...] = (), rejects: bool = False) -> Observation:
    return Observation({}, dict.fromkeys(functions, ("f.py", 1)), failed, rejects)


def test_what_runs_only_for_wrong_lines_comes_first() -> None:
    often, rare, other = ("m:often", 1), ("m:rare", 2), ("m:other", 3)
    runs = [Run(frozenset({often, rare}), False), Run(frozenset({often, other}), True), Run(frozenset({often}), True)]
    names = [one.name for one in ranked(runs, {often, rare}, observation("m:often", "m:rare", "m:other"))]
    assert names == ["m:rare", "m:often"]


def test_of_equally_suspicious_functions_all_are_named_or_none() -> None:
    names = [f"m:f{number}" for number in range(30)]
    runs = [Run(frozenset((name, 1) for name in names), False)]
    assert ranked(runs, set(), observation(*names)) == []


def test_where_the_front_end_fails_the_innermost_function_comes_first() -> None:
    runs = [Run(frozenset({("m:outer", 1), ("m:inner", 2)}), False)]
    seen = observation("m:outer", "m:inner", failed=("m:Context.error", "m:inner", "m:outer"))
    assert [one.name for one in ranked(runs, set(), seen)] == ["m:inner", "m:outer"]


class Incomplete:
    def __init__(self) -> None:
        self.present = 1


def test_an_attribute_that_is_missing_should_have_been_set_in_the_beginning() -> None:
    with pytest.raises(AttributeError) as missing:
        getattr(Incomplete(), "absent" + "")
    assert beginning_of_incomplete(missing.value) is Incomplete.__init__.__code__
    assert beginning_of_incomplete(AttributeError("of nothing known")) is None
    assert beginning_of_incomplete(ValueError()) is None


def test_functions_are_observed_for_the_lines_they_run_for(tmp_path: Path) -> None:
    path = tmp_path / "program.c"
    path.write_text(PROGRAM)
    seen = observe(preprocess(path), ["-O1"], Stage.LOWER)
    assert seen is not None
    functions = {line: {name for name, _ in ran} for line, ran in seen.lines.items()}
    assert "minicc.lower.conversions:_resize" in functions[6]
    assert "minicc.lower.conversions:_resize" not in functions[11]
    assert any(function == "negate" and "sub" in text for function, text in seen.emitted)


def test_what_runs_for_no_line_is_suspected_last(tmp_path: Path) -> None:
    path = tmp_path / "program.c"
    path.write_text(PROGRAM)
    seen = observe(preprocess(path), ["-O1"], Stage.PARSE)
    assert seen is not None
    wrong = frozenset({6})
    near = seen.lines[6]
    order = suspicious_lines([Run(near, False)], near, seen, wrong)
    lexer = {element for element in seen.elsewhere if element[0].startswith("minicc.syntax.lexer:")}
    assert lexer
    assert not lexer & near
    assert order[0] in near
    assert lexer <= set(order[len(near) // 4 :])


def test_lines_are_told_apart_by_their_records(tmp_path: Path) -> None:
    path = tmp_path / "program.c"
    path.write_text(PROGRAM)
    fault = ROOT / "corpus" / "faults" / "lower_char_zero_extended.py"
    subject = with_options(compiler_from_command("minicc"), "-O1", f"-fplugin={fault}")
    with workshop() as shop:
        traced = traced_program(preprocess(path), gcc(), shop, shop.directory)
        assert traced is not None
        told = line_verdicts(traced, subject, gcc(), shop)
    assert told is not None
    assert 6 in told.wrong
    assert {11, 12} <= told.right


def test_a_type_that_is_laid_out_differently_is_wrong_where_it_is_declared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "program.c"
    path.write_text(PROGRAM)
    told = ["struct pair.b: at bit 32, 64 bits against at bit 64, 64 bits", "variable global: int against long"]
    monkeypatch.setattr("oracle.bisect.declared_types.layout_differences", lambda *ignored: told)
    with workshop() as shop:
        case = Case(path, compiler_from_command("minicc"), gcc(), Behaviour(), shop, (), True)
        found = misplaced_types(case)
    assert [(one.name, one.line, one.difference) for one in found] == [("pair", 2, told[0])]


FORGOTTEN_CONVERSION = """
from oracle.planting import wrap_checked
from minicc.check import typed


def register(pipeline):
    wrap_checked(pipeline, lambda node: node.operand if isinstance(node, typed.Conversion) and node.pos else node)
"""


DISPLACED = """
def register(pipeline):
    def wrapped(check):
        def run(*arguments):
            unit = check(*arguments)
            for variable in unit.variables:
                variable.initializer.elements[-1].offset -= 4
            return unit

        return run

    pipeline.wrap("check", wrapped)
"""


def test_an_initial_value_elsewhere_than_its_designators_say_is_the_checks_fault(tmp_path: Path) -> None:
    path, plugin = tmp_path / "program.c", tmp_path / "displaces.py"
    path.write_text(PROGRAM)
    plugin.write_text(DISPLACED)
    found = violation(preprocess(path), ["-O1", f"-fplugin={plugin}"])
    assert found is not None
    assert (found.line, found.told) == (3, "global: an initial value goes to byte 4, its designators say 8")


RETYPED = """
from minicc.types.ctype import CHAR


def register(pipeline):
    def wrapped(check):
        def run(*arguments):
            unit = check(*arguments)
            for variable in unit.variables:
                variable.initializer.elements[-1].value.type = CHAR
            return unit

        return run

    pipeline.wrap("check", wrapped)
"""


def test_a_static_initial_value_of_another_type_is_the_checks_fault(tmp_path: Path) -> None:
    path, plugin = tmp_path / "program.c", tmp_path / "retypes.py"
    path.write_text(PROGRAM)
    plugin.write_text(RETYPED)
    found = violation(preprocess(path), ["-O1", f"-fplugin={plugin}"])
    assert found is not None
    assert (found.line, found.told) == (3, "global: an initial value is of type 'char', not 'long int'")


def test_a_typed_tree_without_a_conversion_is_the_checks_fault(tmp_path: Path) -> None:
    path, plugin = tmp_path / "program.c", tmp_path / "forgets.py"
    path.write_text(PROGRAM)
    plugin.write_text(FORGOTTEN_CONVERSION)
    source = preprocess(path)
    assert violation(source, ["-O1"]) is None
    found = violation(source, ["-O1", f"-fplugin={plugin}"])
    assert found is not None
    assert (found.line, found.told) == (6, "LocalVariable: an initial value is of type 'signed char', not 'long int'")
