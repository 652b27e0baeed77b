"""Intervals drawn from tables: Poisson numbers as they should be, the same for a seed."""

from __future__ import annotations

from math import exp, factorial

import numpy as np
import pytest

from dragoman.views.bootstrap import _numbers, _poisson, intervals


@pytest.mark.parametrize("mean", [1, 7, 39])
def test_numbers_of_a_mean_come_as_often_as_poisson_says(mean: int) -> None:
    table = _numbers(mean)
    assert abs(table.mean() - mean) < 0.01
    assert abs(table.var() - mean) < 0.02 * mean
    likely = exp(-mean) * mean**mean / factorial(mean)
    assert abs((table == mean).mean() - likely) < 1e-4


def test_each_row_is_drawn_of_its_own_mean() -> None:
    drawn = _poisson(np.random.default_rng(1), np.array([1, 30, 1, 5]), 20_000)
    assert np.abs(drawn.mean(axis=1) - [1, 30, 1, 5]).max() < 0.15


def test_one_happening_may_be_left_out_and_many_are_nearly_all_there() -> None:
    one, many, none = intervals([{5.0: 1}, {5.0: 400}, {}], 0.95, 500, 1)
    assert one[0][0] == 0.0 and 10.0 <= one[0][1] <= 20.0
    assert 1_750 < many[0][0] < 2_000 < many[0][1] < 2_250
    assert none == ((0.0, 0.0),) * 3
    assert intervals([{5.0: 1}, {5.0: 400}, {}], 0.95, 500, 1)[0] == one
