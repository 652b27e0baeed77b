"""What settling keeps from batch to batch is what the tables have, on both databases."""

from __future__ import annotations

import gc
from collections import defaultdict

import pytest
from sqlalchemy import event, select, text

from dragoman.ledger import Ledger, ask, progress, schema, settling
from dragoman.ledger.ask import Wanted
from dragoman.ledger.happenings.finding import found_by
from dragoman.ledger.happenings.known import MOST, Known
from dragoman.ledger.happenings.profile import Profile
from dragoman.ledger.progress import Upto
from dragoman.ledger.settling import settle
from ledger.acts_told import HUNGER, MEETING, PLANNED, SAME_MEETING, report

REPORTS = [
    report([PLANNED, HUNGER], published="2026-03-10"),
    report([MEETING], publisher="Harbour Post"),
    report([SAME_MEETING], publisher="Valley Times", published="2026-03-15"),
    report([SAME_MEETING, HUNGER], publisher="North Wire", published="2026-03-16"),
]


def stored(ledger: Ledger) -> dict[str, tuple[Profile, set[tuple[int, int]]]]:
    """Return each happening's profile and by what the tables find it."""
    h, k = schema.happenings.c, schema.happening_keys.c
    found: dict[str, set[tuple[int, int]]] = defaultdict(set)
    with ledger.reading() as connection:
        for row in connection.execute(select(k.key, k.day, k.happening)):
            found[row.happening].add((row.key, row.day))
        rows = connection.execute(select(h.id, h.profile))
        return {row.id: (Profile.from_json(row.profile), found[row.id]) for row in rows}


@pytest.mark.parametrize("size", [1, 2, 50])
def test_a_happening_is_found_by_what_its_profile_says_however_it_grew(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(progress, "BATCH", size)
    for records in REPORTS:
        ledger.add(records)
    settle(ledger)
    told = stored(ledger)
    assert all(found == found_by(profile) for profile, found in told.values())
    assert max(profile.mentions for profile, _ in told.values()) == 4


def test_a_correction_between_two_batches_leaves_no_old_keys(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "BATCH", 1)
    for records in REPORTS:
        ledger.add(records)
    settle(ledger)
    for row in list(ledger.records(Wanted(kinds=["event"])))[:2]:
        ledger.correct(row["id"], "rejected", by="Ada", reason="not told")
    settle(ledger)
    assert all(found == found_by(profile) for profile, found in stored(ledger).values())


def test_what_is_known_is_forgotten_where_another_process_merged() -> None:
    known = Known()
    known.begin(Upto(0, 0), Upto(5, 0))
    known.keep("happening:a", Profile(mentions=1), frozenset({(1, 2)}))
    known.begin(Upto(5, 0), Upto(9, 0))
    assert known.profile("happening:a") is not None
    assert known.found("happening:a") == {(1, 2)}
    known.begin(Upto(12, 0), Upto(14, 0))
    assert known.profile("happening:a") is None
    assert known.found("happening:a") is None


def test_what_was_asked_for_last_is_forgotten_last() -> None:
    known = Known()
    for number in range(MOST + 2):
        known.keep(str(number), Profile())
    known.profile("0")
    known.begin(Upto(0, 0), Upto(1, 0))
    for number in range(MOST + 2):
        known.keep(str(number), Profile())
    known.profile("0")
    known.begin(Upto(1, 0), Upto(2, 0))
    assert known.profile("0") is not None
    assert known.profile("1") is None


def test_settling_leaves_the_search_for_garbage_as_it_was(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    monkeypatch.setattr(settling, "keep_traits", lambda _: seen.append(gc.get_threshold()[0]))
    before = gc.get_threshold()
    settle(ledger)
    assert gc.get_threshold() == before
    assert seen[0] > before[0]


def test_a_documents_records_are_not_sought_among_all_of_their_kind(ledger: Ledger) -> None:
    ledger.add(REPORTS[0])
    asked: list[tuple[str, tuple[object, ...]]] = []
    with ledger.reading() as connection:
        if connection.dialect.name != "sqlite":
            pytest.skip("PostgreSQL counts what a table has before it chooses")
        [document] = connection.scalars(select(schema.documents.c.id))
        event.listen(
            connection.engine, "before_cursor_execute", lambda *given: asked.append(given[2:4])
        )
        list(ask.records(connection, Wanted(kinds=["event"], documents=[document], after=0)))
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[0][0]}", asked[0][1]).all()
        assert connection.scalar(text("SELECT count(*) FROM records")) > 0
    assert "ix_records_document" in str(plan)
    assert "ix_records_kind_day" not in str(plan)
