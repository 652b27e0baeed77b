from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from told_stories import Told

from dragoman.errors import PartError
from dragoman.records import make
from dragoman.records.calibration import Calibration, from_tables

TABLES = from_tables({"event": [[0.0, 0.1], [0.5, 0.3], [1.0, 0.9]]})


@pytest.mark.parametrize(
    ("raw", "right"), [(0.0, 0.1), (0.25, 0.2), (0.5, 0.3), (0.75, 0.6), (1.0, 0.9), (2.0, 0.9)]
)
def test_a_score_between_two_points_lies_on_their_line(raw: float, right: float) -> None:
    assert TABLES.apply("event", raw) == pytest.approx(right)


def test_a_kind_without_points_keeps_its_score() -> None:
    assert Calibration().apply("event", 0.37) == 0.37


@given(st.floats(0, 1), st.floats(0, 1))
def test_a_higher_score_never_becomes_a_lower_probability(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert TABLES.apply("event", low) <= TABLES.apply("event", high)


@pytest.mark.parametrize("points", [[[0.5, 0.2], [0.1, 0.3]], [[0.1, 0.9], [0.5, 0.2]], [[0, 2]]])
def test_points_that_do_not_rise_or_leave_the_unit_square_are_refused(
    points: list[list[float]],
) -> None:
    with pytest.raises(PartError, match="points"):
        from_tables({"event": points})


def test_records_carry_the_calibrated_confidence() -> None:
    told = Told("Ruritania struck Elbonia.")
    told.act("struck", "ASSAULT", [told.who("Ruritania")], confidence=0.5)
    assert make(told.claims(), calibration=TABLES).records[0].confidence == pytest.approx(0.3)
