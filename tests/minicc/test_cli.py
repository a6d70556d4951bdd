"""gcc's command line, as minicc reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from minicc.cli import help_text, parse_command_line
from minicc.diagnostics import CompileError
from minicc.invocation import Input
from minicc.option_table import OPTIONS


def test_the_usual_call() -> None:
    call = parse_command_line(["-O2", "-c", "a.c", "-o", "a.o"])
    assert (call.level, call.mode, call.output) == (2, "compile", "a.o")
    assert call.inputs == [Input("a.c", "c")]


@pytest.mark.parametrize("words", [["-I", "inc"], ["-Iinc"]])
def test_joined_and_separate_arguments(words: list[str]) -> None:
    assert parse_command_line([*words, "a.c"]).preprocessor == ["-Iinc"]


def test_output_joined() -> None:
    assert parse_command_line(["a.c", "-oprog"]).output == "prog"


@pytest.mark.parametrize(
    ("word", "level", "for_size"),
    [("-O", 1, False), ("-O0", 0, False), ("-O3", 3, False), ("-O9", 3, False), ("-Os", 2, True), ("-Og", 1, False)],
)
def test_levels(word: str, level: int, for_size: bool) -> None:
    call = parse_command_line([word, "a.c"])
    assert (call.level, call.optimize_size) == (level, for_size)


def test_fast_is_fast_math_too() -> None:
    call = parse_command_line(["-Ofast", "a.c"])
    assert "-Ofast" in call.preprocessor
    assert call.floating_point.is_fast
    assert "-ffast-math" in call.link_extra


def test_the_last_level_counts() -> None:
    assert parse_command_line(["-O3", "-O0", "a.c"]).level == 0


def test_inputs_and_libraries_keep_their_order() -> None:
    call = parse_command_line(["a.o", "-lm", "b.c", "-L/x", "libc.a"])
    assert [one.word for one in call.inputs] == ["a.o", "-lm", "b.c", "-L/x", "libc.a"]
    assert [one.language for one in call.inputs] == ["linker", "linker", "c", "linker", "linker"]


def test_language_by_name_and_by_option() -> None:
    call = parse_command_line(["a.i", "b.s", "c.S", "-x", "c", "d.txt", "-x", "none", "e.c"])
    assert [one.language for one in call.inputs] == ["cpp-output", "assembler", "assembler-with-cpp", "c", "c"]


def test_longest_spelling_wins() -> None:
    call = parse_command_line(["-Wl,-z,now", "-Wp,-DX", "-Wall", "-iquote", "q", "-isystem", "s", "a.c"])
    assert Input("-Wl,-z,now", "linker") in call.inputs
    assert call.preprocessor == ["-Wp,-DX", "-Wall", "-iquoteq", "-isystems"]


def test_words_of_linker_options_are_no_inputs() -> None:
    call = parse_command_line(["-z", "now", "-u", "name", "-Xlinker", "word", "a.o"])
    assert [one.word for one in call.inputs] == ["-znow", "-uname", "-Xlinker", "word", "a.o"]


def test_meaning_reaches_the_reference() -> None:
    call = parse_command_line(["-std=c99", "-funsigned-char", "-fwrapv", "a.c"])
    assert call.reference == ["-std=c99", "-funsigned-char", "-fwrapv"]
    assert (call.standard, call.unsigned_char, call.wrapv) == ("c99", True, True)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["-fxyz", "a.c"], "unrecognized command-line option '-fxyz'"),
        (["--nonsense"], "unrecognized command-line option '--nonsense'"),
        (["-std=c42"], "unrecognized command-line option '-std=c42'"),
        (["-gnonsense"], "unrecognized command-line option '-gnonsense'"),
        (["-o"], "missing argument to '-o'"),
        (["-m32", "a.c"], "command-line option '-m32' is not supported: minicc compiles for x86-64"),
        (["-fsanitize=address"], "command-line option '-fsanitize=address' is not supported"),
        (["-x", "ada", "a.c"], "language ada is not supported"),
        (["a.cpp"], "a.cpp: C++ is not supported"),
        (["-"], "-E or -x required when input is from standard input"),
    ],
)
def test_refusals(words: list[str], complaint: str) -> None:
    with pytest.raises(CompileError) as error:
        parse_command_line(words)
    assert error.value.message == complaint


@pytest.mark.parametrize(
    "word",
    [
        "-fno-tree-vectorize", "-ffunction-sections", "-fstack-protector-strong", "-fno-plt", "-pipe", "-march=native",
        "-fdiagnostics-color=always", "-fno-semantic-interposition", "-fcf-protection=none", "-g3", "-gdwarf-4",
    ],
)  # fmt: skip
def test_choices_that_change_no_meaning_are_accepted(word: str) -> None:
    assert parse_command_line([word, "a.c"]).inputs == [Input("a.c", "c")]


def test_response_files(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.write_text("-DA='x y'\n")
    outer = tmp_path / "outer"
    outer.write_text(f"-c @{inner} a.c")
    call = parse_command_line([f"@{outer}"])
    assert (call.mode, call.preprocessor) == ("compile", ["-DA=x y"])


def test_a_response_file_that_names_itself(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.write_text(f"@{loop}")
    with pytest.raises(CompileError, match="too many @-files"):
        parse_command_line([f"@{loop}"])


def test_a_missing_response_file_is_an_input() -> None:
    assert parse_command_line(["@nowhere"]).inputs == [Input("@nowhere", "linker")]


def test_spellings_are_unique() -> None:
    spellings = [option.spelling for option in OPTIONS]
    assert sorted(set(spellings)) == sorted(spellings)


def test_help_names_the_exit_codes_and_every_explained_option() -> None:
    text = help_text()
    assert "exit status:" in text
    assert "-fplugin=FILE.py" in text
    assert max(len(line) for line in text.splitlines()) <= 120
