"""gcc -E beside us: what comes back, what is passed on, what goes wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from minicc.diagnostics import CompileError
from minicc.preprocess import preprocess, start_preprocessor

needs_gcc = pytest.mark.skipif(shutil.which("gcc") is None, reason="gcc is not installed")


@needs_gcc
def test_macros_and_markers(tmp_path: Path) -> None:
    program = tmp_path / "a.c"
    program.write_text("#ifdef __minicc__\nint x = N;\n#endif\n")
    source = preprocess(program, ["-DN=42"])
    at = source.text.index("int x = 42;")
    assert str(source.location(at)) == f"{program}:2:1"
    assert source.file == str(program)


@needs_gcc
def test_system_headers_are_told_apart(tmp_path: Path) -> None:
    program = tmp_path / "a.c"
    program.write_text("#include <stdio.h>\nint mine;\n")
    source = preprocess(program)
    assert source.in_system_header(source.text.index("printf"))
    assert not source.in_system_header(source.text.index("int mine"))


@needs_gcc
def test_output_larger_than_any_pipe(tmp_path: Path) -> None:
    program = tmp_path / "a.c"
    program.write_text("".join(f"int variable_{i} = {i};\n" for i in range(100_000)))
    started = start_preprocessor(str(program))
    source = started.finish()
    assert source is not None
    assert source.text.endswith("int variable_99999 = 99999;\n")


@needs_gcc
def test_bytes_survive(tmp_path: Path) -> None:
    program = tmp_path / "a.c"
    program.write_bytes(b'char *s = "\xff\xc3\xa9";\n')
    assert b'"\xff\xc3\xa9"' in preprocess(program).text.encode("utf-8", "surrogateescape")


def test_preprocessed_files_are_read_as_they_are(tmp_path: Path) -> None:
    program = tmp_path / "a.i"
    program.write_text("#define X 1\nint x = X;\n")
    assert preprocess(program).text == "#define X 1\nint x = X;\n"


@needs_gcc
def test_gcc_says_what_is_wrong(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    program = tmp_path / "a.c"
    program.write_text('#include "absent.h"\n')
    assert start_preprocessor(str(program)).finish() is None
    assert "absent.h: No such file or directory" in capfd.readouterr().err
    with pytest.raises(CompileError, match="cannot preprocess"):
        preprocess(program)


def test_missing_files_and_missing_gcc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CompileError, match=r"absent\.i: No such file or directory"):
        preprocess(tmp_path / "absent.i")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CompileError, match="'gcc' is needed and is not installed; try: apt-get install gcc"):
        preprocess(tmp_path / "a.c")
