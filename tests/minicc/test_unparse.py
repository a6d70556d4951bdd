"""Printing the tree back as C: nothing is lost on the way, by the tree itself and by gcc."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minicc.source import SourceText
from minicc.syntax import nodes
from minicc.syntax.dump import dump
from minicc.syntax.parser import parse
from minicc.syntax.unparse import unparse, unparse_expression

_EVERYTHING = Path(__file__).parent / "golden" / "syntax" / "everything.c"
_PROGRAMS = sorted((Path(__file__).parents[2] / "corpus" / "programs").glob("*.c"))
_HEADERS = """
aio alloca argp assert complex ctype dirent dlfcn errno fcntl fenv float fnmatch ftw getopt glob iconv inttypes
iso646 langinfo libgen limits link locale malloc math mqueue netdb obstack poll pthread pwd regex sched search
semaphore setjmp signal spawn stdarg stdatomic stdbool stddef stdint stdio stdlib string strings sys/epoll
sys/ioctl sys/mman sys/resource sys/select sys/socket sys/stat sys/time sys/uio sys/wait syslog tgmath threads
time uchar ucontext unistd utime wchar wctype
"""

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")


def _gcc(*words: str | Path, text: str | None = None) -> str:
    run = subprocess.run(
        ["gcc", "-w", *words], input=text, capture_output=True, encoding="utf-8", errors="surrogateescape"
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def _round_trip(text: str) -> str:
    """Asserts that text → tree → text → tree comes to the same tree, with and without line markers."""
    source = SourceText(text, "t.c")
    tree = parse(source)
    for printed in (unparse(tree), unparse(tree, source)):
        assert dump(parse(SourceText(printed, "printed"))) == dump(tree)
    return unparse(tree, source)


def _sections(object_file: Path) -> str:
    """Code, data and their relocations: what the object says, its notes and names of files aside.

    At -O0 gcc puts a nop between places that only the line numbers tell apart, so -O1 is compared.
    """
    dumped = subprocess.run(
        ["objdump", "-s", "-r", "-j", ".text", "-j", ".data", "-j", ".rodata", object_file],
        capture_output=True,
        encoding="utf-8",
    )
    assert dumped.returncode == 0, dumped.stderr
    return "\n".join(line for line in dumped.stdout.splitlines() if "file format" not in line)


@needs_gcc
@pytest.mark.parametrize("path", [_EVERYTHING, *_PROGRAMS], ids=lambda path: path.stem)
def test_gcc_makes_the_same_object_of_it(path: Path, tmp_path: Path) -> None:
    preprocessed, printed = tmp_path / "original.i", tmp_path / "printed.i"
    _gcc("-E", path, "-o", preprocessed)
    text = preprocessed.read_bytes().decode("utf-8", "surrogateescape")
    printed.write_bytes(_round_trip(text).encode("utf-8", "surrogateescape"))
    _gcc("-O1", "-c", preprocessed, "-o", tmp_path / "original.o")
    _gcc("-O1", "-c", printed, "-o", tmp_path / "printed.o")
    assert _sections(tmp_path / "printed.o") == _sections(tmp_path / "original.o")


@needs_gcc
@pytest.mark.parametrize("options", [["-O0"], ["-O2", "-D_GNU_SOURCE", "-D_FORTIFY_SOURCE=2"]], ids=["plain", "gnu"])
def test_headers(options: list[str], tmp_path: Path) -> None:
    """All common headers of the C library at once; gcc takes what is printed."""
    includes = "".join(f"#include <{name}.h>\n" for name in _HEADERS.split())
    text = _gcc(*options, "-E", "-x", "c", "-", text=includes)
    printed = tmp_path / "printed.i"
    printed.write_text(_round_trip(text))
    _gcc(*options, "-fsyntax-only", printed)


@needs_gcc
@pytest.mark.skipif(shutil.which("csmith") is None, reason="csmith is not installed")
@pytest.mark.parametrize("seed", [1, 2])
def test_csmith(seed: int, tmp_path: Path) -> None:
    done = subprocess.run(["csmith", "--seed", str(seed)], cwd=tmp_path, capture_output=True, text=True, check=True)
    program = done.stdout
    includes = [f"-I{folder}" for folder in Path("/usr/include").glob("csmith*") if folder.is_dir()]
    text = _gcc("-E", *includes, "-x", "c", "-", text=program)
    for name, content in (("original", text), ("printed", _round_trip(text))):
        (tmp_path / f"{name}.i").write_text(content)
        _gcc("-O1", "-c", tmp_path / f"{name}.i", "-o", tmp_path / f"{name}.o")
    assert _sections(tmp_path / "printed.o") == _sections(tmp_path / "original.o")


@needs_gcc
def test_gcc_reports_lines_of_the_original(tmp_path: Path) -> None:
    text = '# 7 "first.c"\nint f(void)\n{\n  int a;\n\n# 99 "second.h" 3\n  a = 1;\n  return undeclared;\n}\n'
    source = SourceText(text, "first.c")
    run = subprocess.run(
        ["gcc", "-x", "cpp-output", "-fsyntax-only", "-"],
        input=unparse(parse(source), source),
        capture_output=True,
        text=True,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )
    assert "second.h:100:" in run.stderr


def test_else_stays_with_its_if() -> None:
    """A tree that no source text gives directly (a mutation makes it) still means what it says."""
    inner = nodes.If(0, nodes.Identifier(0, "b"), nodes.Break(0), None)
    loop = nodes.While(0, nodes.Identifier(0, "w"), nodes.Labeled(0, "l", inner))
    outer = nodes.If(0, nodes.Identifier(0, "a"), loop, nodes.Continue(0))
    body = nodes.Compound(0, [outer], 0)
    unit = parse(SourceText("void f(void) { }", "t.c"))
    function = unit.declarations[0]
    assert isinstance(function, nodes.FunctionDefinition)
    function.body = body
    printed = parse(SourceText(unparse(unit), "printed")).declarations[0]
    assert isinstance(printed, nodes.FunctionDefinition)
    again = printed.body.items[0]
    assert isinstance(again, nodes.If)
    assert isinstance(again.otherwise, nodes.Continue)


def test_deep_nesting_is_refused_not_fatal() -> None:
    unit = parse(SourceText(f"int x = {'- ' * 300_000}1;", "t.c"))
    with pytest.raises(Exception, match="nested too deeply"):
        unparse(unit)


_BINARY = ["*", "/", "%", "+", "-", "<<", ">>", "<", ">", "<=", ">=", "==", "!=", "&", "^", "|", "&&", "||"]
_LEAVES = st.one_of(
    st.sampled_from("abc").map(lambda name: nodes.Identifier(0, name)),
    st.integers(0, 99).map(lambda value: nodes.IntegerConstant(0, str(value))),
)


def _type_name(word: str) -> nodes.TypeName:
    return nodes.TypeName(0, nodes.Specifiers(0, [], [word]), nodes.NameDeclarator(0, None))


def _larger(smaller: st.SearchStrategy[nodes.Expression]) -> st.SearchStrategy[nodes.Expression]:
    def build(kind: type[nodes.Node], *parts: st.SearchStrategy[object]) -> st.SearchStrategy[nodes.Node]:
        return st.tuples(*parts).map(lambda values: kind(0, *values))

    types = st.sampled_from(["int", "char"]).map(_type_name)
    return st.one_of(
        build(nodes.Binary, st.sampled_from(_BINARY), smaller, smaller),
        build(nodes.Unary, st.sampled_from(["&", "*", "+", "-", "~", "!", "__real__"]), smaller),
        build(nodes.Cast, types, smaller),
        build(nodes.SizeofExpression, st.sampled_from(["sizeof", "_Alignof"]), smaller),
        build(nodes.SizeofType, st.just("sizeof"), types),
        build(nodes.Conditional, smaller, st.one_of(st.none(), smaller), smaller),
        build(nodes.Assignment, st.sampled_from(["=", "+=", "<<="]), smaller, smaller),
        build(nodes.Comma, smaller, smaller),
        build(nodes.Subscript, smaller, smaller),
        build(nodes.Call, smaller, st.lists(smaller, max_size=2)),
        build(nodes.Member, smaller, st.just("m"), st.booleans()),
        build(nodes.IncrementDecrement, st.sampled_from(["++", "--"]), smaller, st.booleans()),
    )


@settings(max_examples=300, deadline=None)
@given(st.recursive(_LEAVES, _larger, max_leaves=12))
def test_every_expression_comes_back(expression: nodes.Expression) -> None:
    """Parentheses exactly where they are needed, for all ways to nest operators.

    (An assignment's target binds like a unary expression in the grammar, so the printer puts others in parentheses.)
    """
    printed = unparse_expression(expression)
    unit = parse(SourceText(f"void f(void) {{ {printed}; }}", "t.c"))
    function = unit.declarations[0]
    assert isinstance(function, nodes.FunctionDefinition)
    statement = function.body.items[0]
    assert isinstance(statement, nodes.ExpressionStatement)
    assert dump(statement.expression) == dump(expression)


def test_compound_literals_are_operands_in_parentheses_for_compilers_that_need_them() -> None:
    text = "int x = (int [2]) { 1, 2 }[1] + (struct s) { 3 }.a, *p = &(int) { 4 };\n"
    unit = parse(SourceText(text, "x.c"))
    assert "x = (int [2]) { 1, 2 }[1] + (struct s) { 3 }.a, *p = &(int) { 4 }" in unparse(unit)
    guarded = unparse(unit, guards_literals=True)
    assert "x = ((int [2]) { 1, 2 })[1] + ((struct s) { 3 }).a, *p = &(int) { 4 }" in guarded


def test_governed_statements_are_indented() -> None:
    text = "void f(int a){for(;a;)if(a)--a;else if(a>1){a=2;}else do ++a;while(a<3);}"
    expected = """\
void f(int a)
{
    for (; a; )
        if (a)
            --a;
        else if (a > 1)
        {
            a = 2;
        }
        else
            do
                ++a;
            while (a < 3);
}
"""
    assert unparse(parse(SourceText(text, "t.c"))) == expected
