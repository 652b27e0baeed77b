"""Connections: what one sees and how much memory it sorts in, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from told import story

from dragoman.ledger import Ledger


def add(ledger: Ledger, day: int) -> None:
    words = f"Norway sent grain to Sudan on day {day}, said Åse Bø-Lund."
    ledger.add(story(words, published=date(2026, 4, day), event="AID", publisher="Coast Herald"))


def test_all_that_is_read_within_a_moment_is_of_that_moment(ledger: Ledger) -> None:
    add(ledger, 1)
    with ledger.moment():
        before = ledger.count()
        add(ledger, 2)
        assert ledger.count() == before
    assert ledger.count() > before


def test_moments_within_one_another_are_one(ledger: Ledger) -> None:
    add(ledger, 1)
    with ledger.moment():
        with ledger.moment():
            before = ledger.count()
        add(ledger, 2)
        assert ledger.count() == before


def test_an_error_ends_a_moment(ledger: Ledger) -> None:
    with pytest.raises(ZeroDivisionError), ledger.moment():
        assert ledger.count() == 0
        raise ZeroDivisionError
    add(ledger, 1)
    assert ledger.count() > 0


@pytest.mark.parametrize("given, kept", [("", "32MB"), ("&options=-cwork_mem%3D6MB", "6MB")])
def test_a_server_sorts_in_the_memory_that_it_was_told_or_else_in_ours(
    place: Callable[[], str], given: str, kept: str
) -> None:
    where = place()
    if "postgresql" not in where:
        pytest.skip("a file has no server")
    with Ledger.open(where + given) as ledger:
        for _ in range(2):
            with ledger.reading() as connection:
                assert connection.scalar(text("SHOW work_mem")) == kept


def test_a_path_opens_a_ledger_as_its_name_does(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "news.db") as ledger:
        assert ledger.where == str(tmp_path / "news.db")
    assert (tmp_path / "news.db").is_file()
