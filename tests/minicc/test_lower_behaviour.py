"""What minicc compiles behaves like what gcc compiles: the corpus's programs, its regressions, and those in
behaviour/ that look at lowering."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

_HERE = Path(__file__).parent
_CORPUS = _HERE.parents[1] / "corpus"
_PROGRAMS = [
    path
    for folder in (_HERE / "behaviour", _CORPUS / "programs", _CORPUS / "regressions")
    for path in sorted(folder.glob("*.c"))
]


def _run(program: Path) -> tuple[int, bytes]:
    done = subprocess.run([program], capture_output=True, timeout=20, check=False)
    return done.returncode, done.stdout


def _build(compiler: str, output: Path, *words: str | Path) -> Path:
    done = subprocess.run(
        [compiler, "-w", *words, "-o", output, "-lm", "-latomic"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return output


@pytest.mark.parametrize("path", _PROGRAMS, ids=lambda path: path.stem)
def test_behaves_like_gcc(path: Path, tmp_path: Path) -> None:
    expected = _run(_build("gcc", tmp_path / "gcc", "-O0", path))
    for level in ("-O0", "-O2"):
        assert _run(_build("minicc", tmp_path / "minicc", level, path)) == expected, level


def test_there_are_programs() -> None:
    assert len(_PROGRAMS) >= 30


def test_lines_and_other_options_change_nothing(tmp_path: Path) -> None:
    path = _HERE / "behaviour" / "objects.c"
    expected = _run(_build("gcc", tmp_path / "gcc", path))
    for options in (("-g", "-O1"), ("-fwrapv", "-O3"), ("-Os", "-fno-builtin"), ("-fPIC", "-fcommon"), ("-no-pie",)):
        assert _run(_build("minicc", tmp_path / "minicc", *options, path)) == expected, options


def test_signed_overflow_wraps_when_asked(tmp_path: Path) -> None:
    source = tmp_path / "wrap.c"
    source.write_text(
        "int main(int n, char **v) { int x = 0x7fffffff; x += n; return x + 1 < x || x != -0x7fffffff - 1; }"
    )
    assert _run(_build("minicc", tmp_path / "wrap", "-O2", "-fwrapv", source)) == (0, b"")
