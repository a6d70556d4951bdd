"""How the benchmarks measure, on figures that are known."""

from __future__ import annotations

import pytest

from bench.measure import BenchmarkError, all_rounds, geometric_mean_of_rounds, ratio_of_rounds


def test_the_ratio_is_that_of_the_middle_round() -> None:
    found = ratio_of_rounds([(1.0, 1.0), (2.0, 1.0), (9.0, 3.0), (4.0, 2.0), (8.0, 1.0)])
    assert found.middle == 2
    assert 1 <= found.low <= found.middle <= found.high <= 8


def test_programs_weigh_alike() -> None:
    found = geometric_mean_of_rounds([[(4.0, 1.0)] * 3, [(100.0, 100.0)] * 3])
    assert (found.middle, found.low, found.high) == pytest.approx((2, 2, 2))


def test_what_prints_something_else_is_not_compared() -> None:
    assert len(all_rounds([["echo", "a"], ["echo", "a"]], 3)) == 3
    with pytest.raises(BenchmarkError, match="outputs differ"):
        all_rounds([["echo", "a"], ["echo", "b"]], 1)
