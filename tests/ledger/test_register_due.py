"""Due days read from the words of a promise."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.ledger.registers.due import due_day

TOLD = date(2026, 3, 14)  # a Saturday


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("open a consulate by the end of the year", "2026-12-31"),
        ("open a consulate by October 8", "2026-10-08"),
        ("open a consulate by 8 January", "2027-01-08"),
        ("open a consulate before June 2028", "2028-06-30"),
        ("cut emissions by 2035", "2035-12-31"),
        ("send grain within two weeks", "2026-03-28"),
        ("send grain next month", "2026-04-30"),
        ("send grain next year", "2027-12-31"),
        ("send grain this week", "2026-03-15"),
        ("answer by Friday", "2026-03-20"),
        ("answer tomorrow", "2026-03-15"),
        ("send grain", None),
        ("send grain as in 2019", None),
        ("it may send grain", None),
        ("by May 2027", "2027-05-31"),
        ("leave on February 30", "2027-02-28"),
    ],
)
def test_a_due_day_is_read_as_of_the_report(words: str, day: str | None) -> None:
    found = due_day(words, TOLD.toordinal())
    assert (None if found is None else date.fromordinal(found).isoformat()) == day
