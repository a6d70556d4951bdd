"""Golden files: C in, tree or error out (golden/syntax/*.test), and what the parser promises beside that.

`GOLDEN=update` writes the files anew; read the difference before committing it.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from minicc.diagnostics import CompileError
from minicc.source import SourceText
from minicc.syntax import nodes, tables
from minicc.syntax.dump import dump
from minicc.syntax.parser import parse

_FOLDER = Path(__file__).parent / "golden" / "syntax"
# One case: C text (a first line `# ...` says what it is about), `--- tree` or `--- error`, what is expected.
_CASE = re.compile(r"(?P<text>.*?)\n--- (?P<kind>tree|error)\n(?P<expected>(?:[^\n]+\n)*)\n*", re.DOTALL)


def _cases() -> list[tuple[str, int, str, str, str]]:
    return [
        (path.name, number, match["text"], match["kind"], match["expected"].strip("\n"))
        for path in sorted(_FOLDER.glob("*.test"))
        for number, match in enumerate(_CASE.finditer(path.read_text()))
    ]


def _outcome(text: str) -> tuple[str, str]:
    source = SourceText(re.sub(r"\A# .*\n", "", text) + "\n", "t.c")
    try:
        unit = parse(source)
    except CompileError as error:
        return "error", f"{source.location(error.pos or 0)}: {error.message}"
    return "tree", "\n".join(dump(declaration) for declaration in unit.declarations)


def _update(path: Path) -> None:
    cases = []
    for match in _CASE.finditer(path.read_text()):
        kind, expected = _outcome(match["text"])
        cases.append(f"{match['text']}\n--- {kind}\n{expected}\n")
    path.write_text("\n".join(cases))


if os.environ.get("GOLDEN") == "update":
    for _path in _FOLDER.glob("*.test"):
        _update(_path)


@pytest.mark.parametrize(
    ("file", "number", "text", "kind", "expected"), _cases(), ids=[f"{case[0]}-{case[1]}" for case in _cases()]
)
def test_golden(file: str, number: int, text: str, kind: str, expected: str) -> None:
    assert _outcome(text) == (kind, expected)


def test_there_are_golden_files() -> None:
    assert len(_cases()) >= 60
    assert all(expected for _, _, _, _, expected in _cases())


def _parsed(text: str) -> nodes.TranslationUnit:
    return parse(SourceText(text, "t.c"))


def test_offsets_are_those_of_the_text() -> None:
    text = "int f(int a) { return a + b * c; }\n"
    function = _parsed(text).declarations[0]
    assert isinstance(function, nodes.FunctionDefinition)
    assert text[function.body.end] == "}"
    returned = function.body.items[0]
    assert isinstance(returned, nodes.Return)
    assert text[returned.pos :].startswith("return")
    assert isinstance(returned.value, nodes.Binary)
    assert text[returned.value.pos] == "+"
    assert isinstance(returned.value.right, nodes.Binary)
    assert text[returned.value.right.pos] == "*"


@pytest.mark.parametrize(
    ("opening", "middle", "closing"),
    [("(", "1", ")"), ("- ", "1", ""), ("1 + ", "1", ""), ("{", "1", "}"), ("a ? ", "1", " : 2")],
)
def test_depth_costs_no_stack(opening: str, middle: str, closing: str) -> None:
    depth = 20_000
    unit = _parsed(f"int x = {opening * depth}{middle}{closing * depth};")
    assert len(unit.declarations) == 1


def test_the_grammar_has_no_unexpected_conflicts(caplog: pytest.LogCaptureFixture) -> None:
    """Where a shift wins over a reduction it is meant to: else, attributes, `_Atomic (`, `( attribute`."""
    import logging

    from lark import logger

    logger.setLevel(logging.DEBUG)
    try:
        with caplog.at_level(logging.DEBUG, logger=logger.name):
            logger.propagate = True
            tables.make()
    finally:
        logger.setLevel(logging.CRITICAL)
    lost = {r.getMessage().strip(" *<>") for r in caplog.records if r.getMessage().startswith(" * ")}
    assert lost == {
        "label : NAME COLON",
        "label : NAME COLON attributes",
        "label : TYPEDEF_NAME COLON",
        "label : TYPEDEF_NAME COLON attributes",
        "abstract : STAR pointer_qualifiers",
        "type : enum",
        "type : enum attributes",
        "type : record",
        "type : record attributes",
        "statement : IF LPAR expression RPAR statement",
        "other : ATOMIC",
        "other : attribute",
    }


def test_tables_are_written_where_one_can_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A read-only installation keeps them in the user's cache; a broken file is made anew."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    grammar = tmp_path / "package" / "grammar.lark"
    grammar.parent.mkdir()
    grammar.write_bytes(Path(tables.FOLDER, tables.GRAMMAR).read_bytes())
    monkeypatch.setattr(tables, "FOLDER", str(grammar.parent))
    beside = grammar.with_name(tables.FILE_NAME)
    beside.mkdir()  # nothing can be put in its place: as good as a folder one must not write to
    first = tables.load()
    cached = tmp_path / "minicc" / tables.FILE_NAME
    assert cached.is_file()
    assert tables.load() == first
    cached.write_bytes(b"nonsense")
    assert tables.load() == first
    grammar.write_text(grammar.read_text().replace('"while" "(" expression', '"until" "(" expression'))
    assert "until" in tables.load().lexemes


def test_equal_grammars_give_equal_tables() -> None:
    assert tables.make() == tables.make()
