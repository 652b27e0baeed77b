"""What the database counts between blocs is what the happenings give one by one."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any, cast

import pytest

from dragoman.forms.rows import ActRow, HappeningRow
from dragoman.ledger import Ledger
from dragoman.ledger.blocs import counts_between_sides, counts_of_bloc, newest_between_sides
from dragoman.ledger.dyads import acts_between, acts_of, put_dyads
from dragoman.views.index import Asked, _once, between
from dragoman.views.sides import Side, side

CODES = ("GBR", "FRA", "DEU", "EUR", "USA", "CHN", "BRA", "ARE", "EGY", "SDN")
EUR, BRICS = side("EUR"), side("BRICS")


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    """Two hundred happenings of one to five countries, around days on which members change."""
    random = Random(7)
    days = ["2019-06-01", "2020-01-31", "2020-02-01", "2023-12-31", "2024-01-01", "2025-02-03"]
    with ledger.writing() as connection:
        put_dyads(connection, [(_drawn(n, random), random.choice(days)) for n in range(200)])
    return ledger


def _drawn(number: int, random: Random) -> HappeningRow:
    codes = random.sample(CODES, random.choice((2, 2, 2, 3, 4, 5)))
    cut = random.randrange(1, len(codes) + 1)
    parties = [
        [{"code": c, "sector": None, "name": c} for c in p] for p in (codes[:cut], codes[cut:])
    ]
    row: dict[str, Any] = {
        "id": f"happening:{number:03}", "status": random.choice(("asserted", "future")),
        "event_scale": random.choice((-9.0, 2.5)), "quad_code": random.choice((1, 3)),
        "actor": parties[0], "recipient": parties[1],
    }  # fmt: skip
    return cast(HappeningRow, row)


def counted(rows: list[ActRow]) -> Counter[tuple[str, str, float]]:
    out: Counter[tuple[str, str, float]] = Counter()
    for row in rows:
        out[row.day, row.status, row.score] += row.times
    return out


@pytest.mark.parametrize("directed", [False, True])
def test_a_blocs_happenings_with_outsiders_are_counted(filled: Ledger, directed: bool) -> None:
    asked = Asked(one=EUR, directed=directed)
    rows = list(_once(asked, acts_of(filled, EUR.codes, directed=directed, ids=True)))
    found = list(counts_of_bloc(filled, EUR.terms, directed=directed))
    assert counted(found) == counted(rows)
    assert sum(row.times for row in found) > 20


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("other", [BRICS, side("USA")])
def test_happenings_of_a_bloc_and_another_side_count_once(
    filled: Ledger, other: Side, directed: bool
) -> None:
    asked = Asked(one=EUR, other=other, directed=directed)
    given = acts_between(filled, EUR.codes, other.codes, directed=directed)
    found = list(counts_between_sides(filled, EUR.terms, other.terms, directed=directed))
    assert counted(found) == counted(list(_once(asked, given)))


def test_counts_by_month_stand_on_its_first_day(filled: Ledger) -> None:
    months = {row.day for row in counts_of_bloc(filled, BRICS.terms, by="month")}
    assert months <= {"2019-06-01", "2020-01-01", "2020-02-01", "2023-12-01", "2024-01-01",
                      "2025-02-01"}  # fmt: skip
    by_month = sum(row.times for row in counts_of_bloc(filled, BRICS.terms, by="month"))
    assert by_month == sum(row.times for row in counts_of_bloc(filled, BRICS.terms))


def test_the_newest_happenings_of_two_sides_come_first(filled: Ledger) -> None:
    rows = [r for r in acts_between(filled, EUR.codes, BRICS.codes) if between(r, EUR, BRICS)]
    days = {row.happening or "": row.day for row in rows}
    order = sorted(days, key=lambda happening: (days[happening], happening), reverse=True)
    assert newest_between_sides(filled, EUR.terms, BRICS.terms, 9) == order[:9]
