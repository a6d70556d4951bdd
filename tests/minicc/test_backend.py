"""The back end on IR written by hand."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from minicc.backend.codegen import CodeGeneration, assemble, bitcode, compile_ir, emit, emit_through
from minicc.backend.link import LinkOptions, link_objects
from minicc.backend.optimize import OptimizationOptions, list_pass_executions, optimize, optimize_up_to
from minicc.diagnostics import CompileError, InternalError
from minicc.options import Relocation

IR = """
@.s = private unnamed_addr constant [4 x i8] c"%d\\0A\\00"
declare i32 @printf(ptr, ...)
define i32 @f(i32 %x) {
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


def run(object_file: bytes, directory: Path, options: LinkOptions | None = None) -> bytes:
    program = directory / "program"
    link_objects([object_file], program, options or LinkOptions())
    return subprocess.run([program], check=True, capture_output=True, timeout=20).stdout


@pytest.mark.parametrize("level", [0, 1, 2, 3])
def test_every_level_computes_the_same(level: int, tmp_path: Path) -> None:
    assert run(compile_ir(IR, OptimizationOptions(level), CodeGeneration(level)), tmp_path) == b"42\n"


@pytest.mark.parametrize(
    ("relocation", "kind"), [("pie", "executable"), ("pic", "executable"), ("none", "executable"), ("none", "static")]
)
def test_relocation_models_link(relocation: Relocation, kind: str, tmp_path: Path) -> None:
    code = emit(IR, CodeGeneration(0, relocation))
    assert kind in ("executable", "static")
    options = LinkOptions(kind="static" if kind == "static" else "executable", relocation=relocation)
    assert run(code, tmp_path, options) == b"42\n"


def test_optimising_removes_the_memory_access() -> None:
    assert "alloca" in IR
    assert "alloca" not in optimize(IR, OptimizationOptions(2))


def test_limits_walk_through_the_pipeline(tmp_path: Path) -> None:
    options = OptimizationOptions(2)
    executions = list_pass_executions(IR, options)
    assert [one.index for one in executions] == list(range(1, len(executions) + 1))
    sroa = next(one for one in executions if one.pass_name == "sroa" and one.unit_name == "f")
    assert "alloca" in optimize_up_to(IR, options, sroa.index - 1)
    assert "alloca" not in optimize_up_to(IR, options, sroa.index)
    whole = optimize_up_to(IR, options, len(executions))
    assert run(emit(whole, CodeGeneration(0)), tmp_path) == b"42\n"


def test_the_limit_leaves_this_process_alone() -> None:
    optimize_up_to(IR, OptimizationOptions(2), 0)
    assert "alloca" not in optimize(IR, OptimizationOptions(2))


def test_assembly_can_be_rewritten(tmp_path: Path) -> None:
    optimized = optimize(IR, OptimizationOptions(2))
    code = emit_through(optimized, CodeGeneration(2), lambda text: text.replace("$42", "$43"))
    assert run(code, tmp_path) == b"43\n"


def test_bitcode_has_its_magic() -> None:
    assert bitcode(IR)[:4] == b"BC\xc0\xde"


def test_text_that_is_no_ir_names_the_function() -> None:
    with pytest.raises(InternalError, match="function 'f'"):
        emit(IR.replace("ret i32 %r", "ret i64 %r"), CodeGeneration(0))


def test_ir_that_breaks_llvms_rules_names_the_function() -> None:
    twice = IR.replace("  %v = load i32, ptr %p\n", "  %w = add i32 %v, 1\n  %v = load i32, ptr %p\n")
    with pytest.raises(InternalError, match="verifier refuses the IR of function 'f'"):
        emit(twice, CodeGeneration(0))


def test_a_crash_of_llvm_is_an_internal_error() -> None:
    with pytest.raises(InternalError):
        optimize_up_to("this is no IR", OptimizationOptions(2), 3)


def test_bad_assembly_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CompileError, match="the assembler failed"):
        assemble("nonsense %eax\n")
    assert "nonsense" in capfd.readouterr().err


def test_linking_fails_with_the_linkers_words(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CompileError, match="linking failed"):
        link_objects([emit(IR, CodeGeneration(0))], tmp_path / "program", LinkOptions(words=("-lno_such_library",)))
    assert "no_such_library" in capfd.readouterr().err


def test_unusual_words_go_through_gcc(tmp_path: Path) -> None:
    code = emit(IR, CodeGeneration(0))
    assert run(code, tmp_path, LinkOptions(words=("-Wl,--no-as-needed", "-lm"))) == b"42\n"


def test_linking_without_a_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    assert run(emit(IR, CodeGeneration(0)), tmp_path) == b"42\n"
