"""Confidences fitted to what was right."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from dragoman.learn.scoring.counts import calibration_error
from dragoman.reader.trust import NUMBERS

pytest.importorskip("sklearn")

from dragoman.learn import tune
from dragoman.learn.trust import learned


def hits(count: int, power: float) -> list[tuple[float, bool]]:
    rng = np.random.default_rng(3)
    raw = rng.uniform(0.05, 0.99, count)
    return list(zip(raw.tolist(), (rng.random(count) < raw**power).tolist(), strict=True))


def test_a_curve_rises_and_brings_confidences_to_the_share_that_is_right() -> None:
    told = hits(3000, 3)
    points = tune.fitted(told)
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in pairwise(points))
    assert calibration_error(tune.applied(told, points)) < 0.04 < calibration_error(told)


def test_a_curve_falls_nowhere_even_where_sureness_misleads() -> None:
    wrong = [(raw, not right) for raw, right in hits(300, 1)]
    assert all(a[1] <= b[1] for a, b in pairwise(tune.fitted(wrong)))


def test_hits_of_a_story_are_measured_by_the_curve_of_others() -> None:
    stories = [hits(50, 1)[n::10] for n in range(10)]
    assert len(tune.crossed(stories)) == 50


def test_chance_alone_gives_few_records_an_error_and_many_next_to_none() -> None:
    few, many = [(0.7, True)] * 100, [(0.7, True)] * 10_000
    assert tune.least(few) > 0.08 > 0.02 > tune.least(many)


def test_weights_are_those_of_the_own_stories() -> None:
    rng = np.random.default_rng(5)
    known = np.hstack([rng.normal(size=(4000, len(NUMBERS) - 1)), np.ones((4000, 1))])
    own = np.arange(4000) % 2 == 0
    right = rng.random(4000) < 1 / (1 + np.exp(-(2 * known[:, 0] + np.where(own, 1, -1))))
    weights = learned(known, right, own)
    assert abs(weights[0] - 2) < 0.3 and abs(weights[-1] - 1) < 0.3
    assert np.abs(weights[1:-1]).max() < 0.2
