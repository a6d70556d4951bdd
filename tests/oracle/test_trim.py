"""Programs without the statements that a question is not about."""

from __future__ import annotations

from collections.abc import Collection

import pytest

from minicc.source import SourceText
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse
from oracle.bisect.trim import trimmed

PROGRAM = """\
struct pair { int a, b; };
static int table[] = { 1, 2 };
static int *const entry = table;
static int inner(int x)
{
    x += 1;
    x *= 3;
    return x;
}
static int other(void) { return 4; }
int main(void)
{
    struct pair p = { 1, 2 };
    int y = 0;
    y += inner(2);
    y += other();
    y += *entry;
    y += p.a;
out:
    return y;
}
"""
STATEMENTS = ["x += 1", "x *= 3", "return x", "return 4", "inner(2)", "other()", "*entry", "p.a"]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ({7}, {"x *= 3", "inner(2)"}),
        ({16}, {"other()"}),
        ({2}, {"*entry"}),
        ({1}, {"p.a"}),
        ({10}, {"return 4", "other()"}),
    ],
)
def test_what_leads_to_the_lines_is_kept(lines: Collection[int], kept: Collection[str]) -> None:
    source = SourceText(PROGRAM, "program.c")
    unit = parse(source)
    whole = unparse(unit, source)
    text = unparse(trimmed(unit, source, frozenset(lines)), source)
    assert {one for one in STATEMENTS if one in text} == set(kept)
    assert "out:" in text
    assert unparse(unit, source) == whole
