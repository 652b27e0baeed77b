"""The index: happenings counted once, for what was read, with intervals that a seed repeats."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from dragoman.errors import UsageError
from dragoman.forms.rows import ActRow
from dragoman.views.index import Asked, Coverage, Index, index
from dragoman.views.periods import periods, place
from dragoman.views.sides import side

CHN, CUB = side("CHN"), side("CUB")


def act(
    day: str, score: float, name: str, *, status: str = "asserted", source: str = "CHN",
    target: str = "CUB",
) -> ActRow:  # fmt: skip
    return ActRow(source, target, day, status, score, name, 1)


def read(*days: tuple[str, str]) -> Coverage:
    """Documents from number 1: a day, and the codes that it mentions."""
    size = len(days) + 1
    ordinals = np.zeros(size, np.int32)
    flags = {code: np.zeros(size, np.bool_) for code in ("CHN", "CUB", "GBR", "FRA", "EUR", "USA")}
    for number, (day, codes) in enumerate(days, start=1):
        ordinals[number] = date.fromisoformat(day).toordinal()
        for code in codes.split():
            flags[code][number] = True
    return Coverage(ordinals, ordinals > 0, flags)


def made(*acts: ActRow, coverage: Coverage, **given: object) -> Index:
    asked = Asked(one=CHN, other=CUB, **given)  # type: ignore[arg-type]
    return index(asked, acts, coverage)


TWO_MONTHS = read(
    ("2026-01-03", "CHN CUB"), ("2026-01-09", "CHN CUB"), ("2026-01-10", "CHN"),
    ("2026-02-01", "CHN CUB"), ("2026-02-02", "USA"),
)  # fmt: skip


def test_scores_are_divided_by_the_documents_that_mention_both() -> None:
    found = made(
        act("2026-01-03", 4.0, "a"), act("2026-01-05", 2.0, "b"), act("2026-01-07", -3.0, "c"),
        coverage=TWO_MONTHS,
    )  # fmt: skip
    january = found.points[0]
    assert (january.happenings, january.documents, january.read) == (3, 2, 3)
    assert (january.cooperation, january.conflict, january.balance) == (3.0, 1.5, 1.5)
    assert january.coverage == pytest.approx(2 / 3, abs=1e-4)


def test_reading_twice_as_much_of_the_same_does_not_move_the_index() -> None:
    acts = [act("2026-01-03", 4.0, str(n)) for n in range(4)]
    twice = [act("2026-01-03", 4.0, str(n)) for n in range(8)]
    days = [("2026-01-03", "CHN CUB"), ("2026-01-04", "CHN")]
    once = made(*acts, coverage=read(*days)).points[0]
    more = made(*twice, coverage=read(*days, *days)).points[0]
    assert once.cooperation == more.cooperation


def test_a_happening_of_both_directions_counts_once() -> None:
    there = act("2026-01-03", 4.0, "talks")
    back = act("2026-01-03", 4.0, "talks", source="CUB", target="CHN")
    assert made(there, back, coverage=TWO_MONTHS).points[0].happenings == 1


def test_what_did_not_happen_is_counted_apart() -> None:
    given = [
        act("2026-01-03", -9.0, status, status=status)
        for status in ("future", "negated", "hypothetical", "historical", "cancelled")
    ]
    point = made(*given, coverage=TWO_MONTHS).points[0]
    assert (point.happenings, point.conflict) == (0, 0.0)
    assert sum(point.apart.values()) == 5


def test_a_period_without_documents_has_no_value_and_is_shown() -> None:
    coverage = read(("2026-01-03", "CHN CUB"), ("2026-03-03", "CHN CUB"))
    found = made(act("2026-02-03", 4.0, "a"), coverage=coverage)
    assert [point.period for point in found.points] == ["2026-01", "2026-02", "2026-03"]
    february = found.points[1]
    assert (february.happenings, february.cooperation, february.balance) == (1, None, None)


def test_happenings_before_the_first_document_are_outside() -> None:
    found = made(act("1962-10-20", -9.0, "crisis"), coverage=TWO_MONTHS)
    assert found.outside == 1
    assert found.points[0].conflict == 0.0


def test_intervals_hold_the_value_and_a_seed_repeats_them() -> None:
    random = Random(1)
    acts = [act("2026-01-03", random.choice([2.5, 4.0, -3.0, -9.0]), str(n)) for n in range(60)]
    one, again = (made(*acts, coverage=TWO_MONTHS) for _ in range(2))
    other = made(*acts, coverage=TWO_MONTHS, seed=2)
    assert one.points == again.points
    assert one.points[0].balance_interval != other.points[0].balance_interval
    low, high = one.points[0].cooperation_interval or (0, 0)
    assert low < (one.points[0].cooperation or 0) < high


def test_intervals_hold_the_truth_as_often_as_they_say() -> None:
    """Months drawn anew from one process: 95% intervals of its sum hold the mean."""
    random = np.random.default_rng(7)
    truth, held, months = 12 * (0.5 * 4.0), 0, 200
    for _ in range(months):
        count = random.poisson(12)
        scores = [4.0 if random.random() < 0.5 else -3.0 for _ in range(count)]
        acts = [act("2026-01-03", score, str(n)) for n, score in enumerate(scores)]
        point = made(*acts, coverage=read(("2026-01-03", "CHN CUB")), seed=3).points[0]
        low, high = point.cooperation_interval or (0.0, 0.0)
        held += low <= truth <= high
    assert 0.88 <= held / months <= 0.99


def test_few_happenings_are_marked() -> None:
    four = [act("2026-01-03", 4.0, str(n)) for n in range(4)]
    assert made(*four, coverage=TWO_MONTHS).points[0].few
    assert not made(*four, act("2026-01-03", 4.0, "5"), coverage=TWO_MONTHS).points[0].few


def test_a_blocs_members_are_those_of_the_day() -> None:
    europe = side("EUR")
    asked = Asked(one=europe, other=CHN, by="year")
    coverage = read(("2019-06-01", "GBR CHN"), ("2021-06-01", "GBR CHN"), ("2021-06-02", "FRA CHN"))
    acts = [
        act("2019-05-01", 4.0, "in", source="GBR", target="CHN"),
        act("2021-05-01", 4.0, "out", source="GBR", target="CHN"),
    ]
    found = index(asked, acts, coverage)
    assert [(p.period, p.happenings, p.documents) for p in found.points] == [
        ("2019", 1, 1), ("2020", 0, 0), ("2021", 0, 1),
    ]  # fmt: skip


def test_a_blocs_total_leaves_out_what_members_do_to_one_another() -> None:
    coverage = read(("2021-06-02", "FRA"))
    acts = [
        act("2021-06-02", 4.0, "among", source="FRA", target="*"),
        act("2021-06-02", 4.0, "among", source="FRA", target="DEU"),
        act("2021-06-02", 4.0, "among", source="DEU", target="*"),
        act("2021-06-02", -2.0, "outward", source="FRA", target="*"),
        act("2021-06-02", -2.0, "outward", source="FRA", target="CHN"),
        act("2021-06-02", -3.0, "inward", source="FRA", target="*"),
        act("2021-06-02", 5.0, "left", source="FRA", target="*"),
        act("2021-06-02", 5.0, "left", source="FRA", target="GBR"),
    ]
    found = index(Asked(one=side("EU"), by="year"), acts, coverage)
    assert (found.points[0].happenings, found.points[0].conflict) == (3, 5.0)


def test_counted_rows_of_a_country_count_as_often_as_they_say() -> None:
    rows = [ActRow("CHN", "*", "2026-01-03", "asserted", 4.0, None, 7)]
    found = index(Asked(one=CHN), rows, read(("2026-01-03", "CHN")))
    assert (found.points[0].happenings, found.points[0].cooperation) == (7, 28.0)


def test_one_country_is_no_pair() -> None:
    with pytest.raises(UsageError, match="not two sides"):
        index(Asked(one=CHN, other=side("China")), [], TWO_MONTHS)


def test_a_pair_that_is_never_mentioned_has_no_points() -> None:
    assert made(coverage=read(("2026-01-03", "CHN"))).points == ()


@pytest.mark.parametrize("by", ["week", "month", "year"])
def test_periods_follow_one_another_without_a_gap(by: str) -> None:
    spans = periods(date(2019, 12, 28), date(2024, 3, 1), by)
    for one, after in pairwise(spans):
        assert after.first - one.last == timedelta(days=1)
    assert spans[0].first <= date(2019, 12, 28)
    assert spans[-1].last >= date(2024, 3, 1)
    starts = [span.first.isoformat() for span in spans]
    for number, span in enumerate(spans):
        assert place(span.last.isoformat(), starts, spans[-1].last.isoformat()) == number


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(UsageError, match="week, month, year"):
        periods(date(2026, 1, 1), date(2026, 1, 2), "day")


@pytest.mark.parametrize(
    ("word", "code", "count"),
    [
        ("chn", "CHN", 1),
        ("Cuba", "CUB", 1),
        ("NATO", "NATO", 32),
        ("UN", "UNO", 1),
        ("IGO", "IGO", 1),
    ],
)
def test_a_side_is_found_by_code_or_name(word: str, code: str, count: int) -> None:
    assert (side(word).code, len(side(word).codes)) == (code, count)


def test_a_word_that_is_no_country_is_refused() -> None:
    with pytest.raises(UsageError, match="no country or bloc"):
        side("Atlantis <script>")
