"""Loops whose sums walk down columns are run several columns at a time, and no others.

That they compute the same is what behaviour/column_loops.c looks at.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from minicc.backend.optimize import COLUMNS

_HEAD = """
enum { N = 100 };
double a[N][N], b[N][N], c[N][N]; volatile double v[N][N]; double f(double);
"""
_PRODUCT = """
void run(double *restrict z, double *y) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            double sum = 0;
            for (int k = 0; k < N; k++) sum += a[i][k] * b[k][j];
            c[i][j] = sum;
        }
}
"""


def _multiplications(tmp_path: Path, text: str, *words: str) -> int:
    """How many products the compiled code has; the loops of one product have 1, or 2 and 4 where LLVM unrolls them."""
    source = tmp_path / "loops.c"
    source.write_text(_HEAD + text)
    command = ["minicc", "-w", *words, "-S", "-emit-llvm", str(source), "-o", "-"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.count(" = fmul ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sum += a", "sum += a"),
        ("c[i][j] = sum", "z[i * N + j] = sum"),
        ("double sum = 0;", "double sum = 1, other; other = sum;"),
    ],
)
def test_sums_of_columns_run_at_once(old: str, new: str, tmp_path: Path) -> None:
    assert _multiplications(tmp_path, _PRODUCT.replace(old, new), "-O2") >= COLUMNS


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("b[k][j]", "b[j][k]"),
        ("a[i][k]", "a[k][j]"),
        ("c[i][j] = sum", "b[i][j] = sum"),
        ("c[i][j] = sum", "y[i * N + j] = sum"),
        ("c[i][j] = sum", "v[i][j] = sum"),
        ("c[i][j] = sum", "c[i][j] = f(sum)"),
        ("c[i][j] = sum", "if (sum > 0) c[i][j] = sum"),
        ("sum += a[i][k] * b[k][j]", "c[j][k] = a[i][k] * b[k][j]"),
        ("sum += a[i][k] * b[k][j]", "c[i][j / 2] += a[i][k] * b[k][j]"),
        ("j++", "j += 2"),
    ],
)
def test_others_stay_as_they_are(old: str, new: str, tmp_path: Path) -> None:
    assert old in _PRODUCT
    assert _multiplications(tmp_path, _PRODUCT.replace(old, new), "-O2") < COLUMNS


@pytest.mark.parametrize("words", [("-O0",), ("-O1",), ("-Os",), ("-O2", "-fno-promises")])
def test_only_where_loops_are_vectorised(words: tuple[str, ...], tmp_path: Path) -> None:
    assert _multiplications(tmp_path, _PRODUCT, *words) < COLUMNS
