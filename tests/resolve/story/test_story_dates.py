"""Days of acts: phrases beside triggers, told from the day of publication."""

from __future__ import annotations

from datetime import date

import pytest
from written_readings import act, find, reading

from dragoman.forms.claims import When
from dragoman.forms.reading import Status
from dragoman.resolve import resolve

FRIDAY = date(2025, 3, 14)


def when(
    text: str, trigger: str, published: date | None = FRIDAY, status: Status = "asserted"
) -> When | None:
    story = reading(text, acts=[act(find(text, trigger), status=status)], published=published)
    return resolve(story).dates[0]


@pytest.mark.parametrize(
    ("phrase", "first", "last"),
    [
        ("on Wednesday", date(2025, 3, 12), date(2025, 3, 12)),
        ("on Friday", date(2025, 3, 14), date(2025, 3, 14)),
        ("last Friday", date(2025, 3, 7), date(2025, 3, 7)),
        ("yesterday", date(2025, 3, 13), date(2025, 3, 13)),
        ("two days ago", date(2025, 3, 12), date(2025, 3, 12)),
        ("on March 3", date(2025, 3, 3), date(2025, 3, 3)),
        ("on Dec. 12", date(2024, 12, 12), date(2024, 12, 12)),
        ("on 3 March 2022", date(2022, 3, 3), date(2022, 3, 3)),
        ("on 2022-03-03", date(2022, 3, 3), date(2022, 3, 3)),
        ("from 3 to 5 March", date(2025, 3, 3), date(2025, 3, 5)),
        ("in February", date(2025, 2, 1), date(2025, 2, 28)),
        ("in August 2021", date(2021, 8, 1), date(2021, 8, 31)),
        ("last month", date(2025, 2, 1), date(2025, 2, 28)),
        ("earlier this week", date(2025, 3, 10), date(2025, 3, 16)),
        ("over the weekend", date(2025, 3, 8), date(2025, 3, 9)),
        ("last year", date(2024, 1, 1), date(2024, 12, 31)),
        ("in 2014", date(2014, 1, 1), date(2014, 12, 31)),
    ],
)
def test_a_phrase_is_its_days(phrase: str, first: date, last: date) -> None:
    found = when(f"The ministers met {phrase} in Oslo.", "met")
    assert found is not None
    assert (found.start, found.end, found.basis) == (first, last, "text")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The ministers will meet on Tuesday.", date(2025, 3, 18)),
        ("The ministers are due to meet next Friday.", date(2025, 3, 21)),
        ("The ministers will meet tomorrow.", date(2025, 3, 15)),
        ("The ministers promised to meet in September.", date(2025, 9, 1)),
    ],
)
def test_what_is_to_come_has_the_next_such_day(text: str, day: date) -> None:
    found = when(text, "meet", status="future")
    assert found is not None and found.start == day


def test_a_day_told_of_the_saying_does_not_become_a_coming_day() -> None:
    found = when("He said Tuesday that they will meet.", "said")
    assert found is not None and found.start == date(2025, 3, 11)


def test_the_phrase_is_cited_exactly() -> None:
    text = "The ministers met on Monday, March 3, in Oslo."
    found = when(text, "met")
    assert found is not None and found.span is not None and found.span.of(text) == found.text


def test_the_date_of_another_clause_is_not_taken() -> None:
    text = (
        "Sudan denounced the plan of the council of the northern league of states, "
        "which its members, "
        "who had gathered for the twelfth time in the capital, adopted after long debate on Monday."
    )
    assert when(text, "denounced") is None


def test_without_a_phrase_there_is_no_date() -> None:
    assert when("The ministers met in Oslo.", "met") is None


def test_without_a_day_of_publication_only_full_dates_count() -> None:
    assert when("The ministers met on Monday.", "met", published=None) is None
    found = when("The ministers met on 3 March 2022.", "met", published=None)
    assert found is not None and found.start == date(2022, 3, 3)


def test_an_impossible_day_is_no_date() -> None:
    assert when("The ministers met on February 30.", "met") is None


def test_the_modal_may_is_no_month() -> None:
    assert when("They met and may 3 times more.", "met") is None


def test_the_same_act_told_again_has_the_same_day() -> None:
    text = "Rebels attacked Goma on Monday. Nobody claimed the attack."
    story = reading(
        text,
        acts=[
            act(find(text, "attacked"), [find(text, "Rebels")], root="ASSAULT"),
            act(find(text, "attack", 2), root="ASSAULT"),
        ],
    )
    first, second = resolve(story).dates
    assert first is not None and second is not None
    assert (second.start, second.why) == (first.start, "date:same-act")


def test_the_day_of_an_announcement_is_not_that_of_what_is_to_come() -> None:
    told = "Kenya will send a ship, the ministry said on Wednesday."
    assert when(told, "will send", status="future") is None
    assert when(told, "will send") is not None
    ahead = when(
        "Kenya will send a ship on Saturday, the ministry said.", "will send", status="future"
    )
    assert ahead is not None and ahead.start == date(2025, 3, 15)
