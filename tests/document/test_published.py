from __future__ import annotations

from datetime import date

import pytest

from dragoman.document.make import make
from dragoman.document.published import check, dateline
from dragoman.forms.article import Article

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


@pytest.mark.parametrize(
    ("opening", "day", "why"),
    [
        ("HAVANA, Nov. 25, 2022 (Agency) - Ministers met.", date(2022, 11, 25), "dateline"),
        ("HAVANA, Nov. 25, 2022 (Agency) — Ministers met.", date(2022, 11, 25), "dateline"),
        ("Beijing, 25 November 2022 – Ministers met.", date(2022, 11, 25), "dateline"),
        ("PORT-AU-PRINCE, Haiti, March 3, 2021 -- They met.", date(2021, 3, 3), "dateline"),
        ("HAVANA, Nov. 25 (Agency) — Ministers met.", None, "dateline-without-year"),
        ("HAVANA, June 2, 2025 (Agency) - Ministers met.", None, "future"),
        ("HAVANA (Agency) - Ministers met on Nov. 25, 2022.", None, "not-given"),
        ("HAVANA - Ministers met on Nov. 25, 2022 - they said.", None, "not-given"),
        ("Ministers met on Nov. 25, 2022, in Havana.", None, "not-given"),
        ("On Friday, Nov. 25, 2022, ministers met.", None, "not-given"),
        ("", None, "not-given"),
    ],
)
def test_a_dateline_gives_the_day_where_it_names_the_year(
    opening: str, day: date | None, why: str
) -> None:
    assert dateline(opening, None, today=TODAY) == (day, why)


@pytest.mark.parametrize(
    ("url", "day", "why"),
    [
        ("https://x.example/2022/11/26/talks", date(2022, 11, 25), "dateline-year-of-address"),
        ("https://x.example/2022/talks-1998", date(2022, 11, 25), "dateline-year-of-address"),
        ("https://x.example/2021/2022/talks", None, "dateline-without-year"),
        ("https://x.example/talks-2022", None, "dateline-without-year"),
    ],
)
def test_the_address_settles_the_year_of_a_dateline(url: str, day: date | None, why: str) -> None:
    opening = "HAVANA, Nov. 25 (Agency) - Ministers met."
    assert dateline(opening, url, today=TODAY) == (day, why)


def test_a_day_that_the_input_gives_stands_before_the_dateline() -> None:
    text = "HAVANA, Nov. 25, 2022 (Agency) - The ministers of China and Cuba met in Havana.\n"
    told = make(Article("x", text, "body"), today=TODAY)
    assert (told.published, told.published_why) == (date(2022, 11, 25), "dateline")
    given = make(Article("x", text, "body", published="2022-11-26"), today=TODAY)
    assert (given.published, given.published_why) == (date(2022, 11, 26), "given")
    caller = make(Article("x", text, "body"), today=TODAY, published=date(2022, 11, 27))
    assert caller.published == date(2022, 11, 27)
