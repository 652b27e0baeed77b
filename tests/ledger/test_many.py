"""Many finished readings at once: the same ledger as one by one, and no document half there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, text

from dragoman.errors import EvidenceError
from dragoman.forms.records import Evidence, Records
from dragoman.ledger import Ledger, many
from dragoman.ledger.ask import Wanted
from dragoman.ledger.made_up import made_up, records
from ledger.told import MADE_BY, story


def rows(ledger: Ledger) -> list[dict[str, Any]]:
    told = [dict(row) for row in ledger.records(Wanted(live=False))]
    for row in told:
        del row["learned_at"]
    return sorted(told, key=lambda row: (row["document"], row["id"]))


def test_many_leave_the_same_ledger_as_one_by_one(place: Callable[[], str]) -> None:
    given = [*records(7), made_up(3)]
    with Ledger.open(place()) as one, Ledger.open(place()) as together:
        singly = [one.add(made) for made in given]
        assert list(together.add_many(given, batch=5)) == singly
        assert rows(together) == rows(one)
        assert together.check().faults == []
        words = "met envoys"
        assert len(together.search_words(words)) == len(one.search_words(words)) == 7
        found = [sorted(led.names("ba*", limit=999), key=str) for led in (one, together)]
        assert found[0] == found[1] != []


def test_versions_and_readings_in_one_batch_are_as_they_came(ledger: Ledger) -> None:
    ledger.add(story(url="https://b.example"))
    given = [
        story(url="https://a.example"),
        story("Norway spoke of Sudan. Åse Bø-Lund!", url="https://a.example"),
        story(url="https://a.example"),
        story(url="https://b.example", made_by={**MADE_BY, "model": "sha256:bb"}),
        made_up(1),
    ]
    added = list(ledger.add_many(given))
    assert [(a.state, a.version) for a in added] == [
        ("new", 1), ("changed", 2), ("unchanged", 1), ("reread", 1), ("new", 1),
    ]  # fmt: skip
    assert ledger.check().faults == []


def test_a_correction_goes_along_with_a_reading_of_a_batch(ledger: Ledger) -> None:
    ledger.add(story())
    judged = next(ledger.records(Wanted(kinds=["event"])))
    ledger.correct(judged["id"], "accepted", by="Ada", reason="so it is")
    [added] = ledger.add_many([story(made_by={**MADE_BY, "model": "sha256:bb"})])
    assert (added.state, added.carried) == ("reread", 1)


def test_what_cites_words_that_are_not_there_is_refused_and_those_before_it_are_in(
    ledger: Ledger,
) -> None:
    whole = made_up(1)
    first = whole.records[0]
    false = type(first)(
        **{
            name: getattr(first, name)
            for name in first.__dataclass_fields__
            if name not in ("evidence", "kind")
        },
        evidence=(Evidence(0, 3, "no!"),),
    )
    wrong = Records(whole.document, (false,), whole.made_by)
    with pytest.raises(EvidenceError, match="does not say"):
        list(ledger.add_many([made_up(0), wrong, made_up(2)]))
    assert [d["url"] for d in ledger.documents()] == ["https://news.example/0"]
    assert ledger.check().faults == []


def test_a_batch_that_fails_leaves_nothing(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("cut off")

    monkeypatch.setattr(many, "_add_meanings", fails)
    with pytest.raises(RuntimeError):
        list(ledger.add_many(records(3)))
    assert ledger.info().documents == 0
    with ledger.reading() as connection:
        assert _count(connection) == 0


def _count(connection: Connection) -> int:
    return connection.scalar(text("SELECT count(*) FROM records")) or 0


def test_what_is_told_as_added_is_there(place: Callable[[], str]) -> None:
    where = place()

    def given() -> Iterator[Records]:
        yield from records(6)

    with Ledger.open(where) as ledger, Ledger.open(where) as other:
        for added in ledger.add_many(given(), batch=2):
            assert other.document(added.document) is not None
