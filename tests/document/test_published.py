from __future__ import annotations

from datetime import date

import pytest

from dragoman.document.published import check

TODAY = date(2025, 6, 1)


@pytest.mark.parametrize(
    ("raw", "day"),
    [
        ("2022-11-26", date(2022, 11, 26)),
        ("2022-11-26T10:00:00Z", date(2022, 11, 26)),
        ("2022-11-26 10:00:00+08:00", date(2022, 11, 26)),
        ("20221126T100000Z", date(2022, 11, 26)),
        ("Sat, 26 Nov 2022 10:00:00 GMT", date(2022, 11, 26)),
        ("Nov. 26, 2022, 10:00 AM EST", date(2022, 11, 26)),
        ("26 November 2022", date(2022, 11, 26)),
        ("Published on November 26th, 2022", date(2022, 11, 26)),
        ("26/11/2022", date(2022, 11, 26)),
        ("2022/11/26", date(2022, 11, 26)),
        ("1669456800", date(2022, 11, 26)),
        ("1669456800000", date(2022, 11, 26)),
    ],
)
def test_a_date_is_read_in_the_forms_that_exports_use(raw: str, day: date) -> None:
    assert check(raw, today=TODAY) == (day, "given")


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (None, "not-given"),
        (" ", "not-given"),
        ("yesterday", "unreadable"),
        ("2022-13-45", "unreadable"),
        ("03/04/2022", "ambiguous"),
        ("2025-06-02", "future"),
        ("2999-01-01", "future"),
        ("1970-01-01T00:00:00Z", "absurd"),
        ("0001-01-01", "absurd"),
        ("1753-01-01", "absurd"),
    ],
)
def test_what_is_no_day_of_publication_is_none_with_its_reason(raw: str | None, why: str) -> None:
    assert check(raw, today=TODAY) == (None, why)


def test_a_day_that_has_begun_only_farther_east_counts_in_utc() -> None:
    assert check("2025-06-02T03:00:00+09:00", today=TODAY) == (date(2025, 6, 1), "given")
