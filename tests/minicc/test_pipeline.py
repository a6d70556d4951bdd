"""Boundaries and plugins, on a pipeline whose front end is a constant."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any, cast

import pytest

from minicc.backend.optimize import PassExecution
from minicc.diagnostics import CompileError, InternalError
from minicc.options import CompileOptions
from minicc.pipeline import (
    B0,
    B3,
    BO,
    Boundary,
    Job,
    Pipeline,
    after_passes,
    boundary_named,
    load_plugin,
    pass_executions,
)
from minicc.source import SourceText

IR = """
@.s = private unnamed_addr constant [4 x i8] c"%d\\0A\\00"
declare i32 @printf(ptr, ...)
define i32 @f(i32 %x) noinline {
  %p = alloca i32
  store i32 %x, ptr %p
  %v = load i32, ptr %p
  %r = add nsw i32 %v, 1
  ret i32 %r
}
define i32 @main() {
  %a = call i32 @f(i32 41)
  %b = call i32 (ptr, ...) @printf(ptr @.s, i32 %a)
  ret i32 0
}
"""
C = 'int printf(const char *, ...);\nint main(void) { printf("%d\\n", 42); return 0; }\n'


def job(pipeline: Pipeline | None = None, level: int = 2) -> Job:
    pipeline = pipeline or Pipeline()
    pipeline.parse = lambda source: cast(Any, None)
    pipeline.check = lambda unit, source, options: cast(Any, None)
    pipeline.lower = lambda unit, source, options: IR
    return Job(SourceText(C, "answer.c"), CompileOptions(level=level), pipeline)


def answer(one: Job, boundary: Boundary, directory: Path) -> bytes:
    program = directory / "program"
    boundary.build(one, program)
    return subprocess.run([program], check=True, capture_output=True, timeout=20).stdout


@pytest.mark.parametrize("name", ["B0", "B3", "B4+0", "B4+7", "B4+100000", "Bo"])
def test_boundaries_execute(name: str, tmp_path: Path) -> None:
    assert answer(job(), boundary_named(name), tmp_path) == b"42\n"


@pytest.mark.parametrize("name", ["", "B5", "B4", "B4+", "B4+x", "b0", "B4+-1"])
def test_names_of_no_boundary(name: str) -> None:
    with pytest.raises(CompileError, match="no boundary is called"):
        boundary_named(name)


def wrong_add(execution: PassExecution, ir: str) -> str | None:
    return ir.replace("%x, 1", "%x, 2") if execution.unit_name == "f" else None


def test_a_fault_in_a_pass_lives_behind_that_pass_only(tmp_path: Path) -> None:
    pipeline = Pipeline()
    pipeline.after_pass(wrong_add, "instcombine")
    one = job(pipeline)
    executions = pass_executions(one)
    guilty = next(e for e in executions if e.pass_name == "instcombine" and e.unit_name == "f")
    assert answer(one, B3, tmp_path) == b"42\n"
    assert answer(one, after_passes(guilty.index - 1), tmp_path) == b"42\n"
    assert answer(one, after_passes(guilty.index), tmp_path) == b"43\n"
    assert answer(one, after_passes(len(executions)), tmp_path) == b"43\n"
    assert answer(one, BO, tmp_path) == b"43\n"
    assert [e.index for e in executions] == list(range(1, len(executions) + 1))


def test_a_fault_in_the_code_generator_lives_in_the_object_only(tmp_path: Path) -> None:
    pipeline = Pipeline()
    pipeline.after_code_generation(lambda assembly: assembly.replace("$41", "$40"))
    one = job(pipeline)
    count = len(pass_executions(one))
    assert answer(one, after_passes(count), tmp_path) == b"42\n"
    assert answer(one, BO, tmp_path) == b"41\n"


def test_wrapping_a_stage(tmp_path: Path) -> None:
    one = job()
    one.pipeline.wrap("lower", lambda lower: lambda *words: lower(*words).replace("i32 41", "i32 9"))
    assert answer(one, B0, tmp_path) == b"42\n"
    assert answer(one, B3, tmp_path) == b"10\n"


def test_wrapping_what_is_no_stage() -> None:
    with pytest.raises(ValueError, match="no stage is called 'link'"):
        Pipeline().wrap(cast(Any, "link"), lambda stage: stage)


def test_printed_c_that_gcc_refuses_is_minicc_s_fault(capfd: pytest.CaptureFixture[str]) -> None:
    broken = Boundary("B1", "parse", "c", lambda job: "int main(void) { return }")
    with pytest.raises(InternalError, match="gcc refuses the C printed at boundary B1"):
        broken.generate(job())
    assert "expected expression" in capfd.readouterr().err


def test_plugins(tmp_path: Path) -> None:
    plugin = tmp_path / "wrong.py"
    plugin.write_text(
        "def register(pipeline):\n"
        "    pipeline.after_pass(lambda _, ir: ir.replace('%x, 1', '%x, 5') if '%x, 1' in ir else None, 'gvn')\n"
    )
    pipeline = Pipeline()
    load_plugin(pipeline, plugin)
    assert answer(job(pipeline), BO, tmp_path) == b"46\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [(None, "no such file"), ("x = 1", "defines no function 'register'"), ("x = (", "SyntaxError")],
)
def test_plugins_that_cannot_be_loaded(text: str | None, complaint: str, tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    if text is not None:
        plugin.write_text(text)
    with pytest.raises(CompileError, match=complaint):
        load_plugin(Pipeline(), plugin)
