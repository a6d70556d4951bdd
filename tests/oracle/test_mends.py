"""The search for small changes that make a program right, in processes that may die of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from minicc.pipeline import Job
from minicc.preprocess import preprocess
from oracle.bisect import Stage
from oracle.bisect import mends as module
from oracle.bisect.behaviour import Behaviour, workshop
from oracle.bisect.mends import Check, Mend, Search, mends, right_programs
from oracle.bisect.suspects import mends_before, observe
from oracle.compilers import gcc
from oracle.mutants import plant
from oracle.mutants.mutate import Mutation, mutations

PROGRAM = """\
int main(void)
{
    signed char c = -3;
    long wide = c;
    return (int)wide + %d;
}
"""
FUNCTION = "minicc.lower.conversions:_resize"


def chosen(function: str, before: str, after: str) -> Mutation:
    where, _, name = function.partition(":")
    found = mutations(where, plant.source_of(where)[0])
    return next(one for one in found if (one.function, one.before, one.after) == (name, before, after))


def checks(folder: Path) -> Iterator[Check]:
    for number in (3, 4, 5):
        path = folder / f"program{number}.c"
        path.write_text(PROGRAM % number)
        yield Check(preprocess(path), Behaviour(exit_status=number - 3))


def dies_of_number_4(job: Job) -> bytes | None:
    if "+ 4" in job.source.text:
        os._exit(1)
    return compiled(job)


compiled = module._object


def test_a_program_of_which_the_process_dies_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    three = list(checks(tmp_path))
    with workshop() as shop:
        search = Search(three[0], ("-O1",), Stage.LOWER, shop, gcc())
        assert right_programs(search, three) == [True, True, True]
        monkeypatch.setattr(module, "_object", dies_of_number_4)
        assert right_programs(search, three) == [True, False, True]


def test_the_search_goes_on_behind_a_change_of_which_the_process_dies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutation = chosen(FUNCTION, "'sext'", "'zext'")
    plugin = tmp_path / "mutant.py"
    plugin.write_text(plant.plugin_text(mutation))
    deaths = tmp_path / "deaths"

    def dies_first(job: Job) -> bytes | None:
        if not deaths.exists():
            deaths.touch()
            os._exit(1)
        return compiled(job)

    wrong, *others = checks(tmp_path)
    function = plant.function_of(mutation.module, mutation.function)
    lines = sorted({line for _, _, line in function.__code__.co_lines() if line is not None})
    with workshop() as shop:
        search = Search(wrong, ("-O1", f"-fplugin={plugin}"), Stage.LOWER, shop, gcc())
        monkeypatch.setattr(module, "_object", dies_first)
        found = mends(search, [(FUNCTION, line) for line in lines], others)
    assert deaths.exists()
    assert found
    assert [(one.function, one.kept) for one in found] == [(FUNCTION, 2)]
    assert isinstance(found[0], Mend)


LAYOUT = """\
struct pair { char a; long b; };
static struct pair one = { 1, 2 };
int main(void)
{
    struct pair two = { 3, 4 };
    return (int)(one.b + two.b) - 6;
}
"""


def test_a_layout_that_the_lowering_cannot_mend_is_mended_in_the_check(tmp_path: Path) -> None:
    function = "minicc.types.layout:lay_out"
    mutation = chosen(function, "8", "7")
    plugin, path = tmp_path / "mutant.py", tmp_path / "program.c"
    plugin.write_text(plant.plugin_text(mutation))
    path.write_text(LAYOUT)
    source, words = preprocess(path), ("-O1", f"-fplugin={plugin}")
    seen = observe(source, words, Stage.CHECK)
    assert seen is not None
    only = {line: frozenset(one for one in ran if one[0] == function) for line, ran in seen.lines.items()}
    with workshop() as shop:
        search = Search(Check(source, Behaviour(exit_status=0)), words, Stage.LOWER, shop, gcc())
        found = mends_before(replace(seen, lines=only, own=only, elsewhere=frozenset()), search, {1, 2}, ())
    assert [one.function for one in found] == [function]
