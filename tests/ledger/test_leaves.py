"""Leaves: a ledger's records document by document."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.forms.records import Records
from dragoman.ledger import Ledger, leaves
from dragoman.ledger.ask import Wanted
from dragoman.ledger.made_up import made_up, records
from dragoman.ledger.settling import settle


def with_teller(number: int) -> Records:
    """A document whose first event is told by its first statement."""
    made = made_up(number)
    event, said = made.records[0], made.records[1]
    return replace(made, records=(replace(event, according_to=said.id), said, *made.records[2:]))


def test_every_document_comes_once_with_its_records(ledger: Ledger) -> None:
    for made in records(3):
        ledger.add(made)
    found = list(leaves.leaves(ledger))
    assert [leaf.document["number"] for leaf in found] == [1, 2, 3]
    for leaf in found:
        assert [row["document"] for row in leaf.records] == [leaf.document["id"]] * 20


def test_a_document_without_records_comes_where_nothing_narrows_them(ledger: Ledger) -> None:
    ledger.add(replace(made_up(1), records=()))
    assert [len(leaf.records) for leaf in leaves.leaves(ledger)] == [0]
    assert list(leaves.leaves(ledger, Wanted(kinds=["event"]))) == []


def test_wanted_records_come_with_the_statement_that_tells_them(ledger: Ledger) -> None:
    made = with_teller(1)
    ledger.add(made)
    (leaf,) = leaves.leaves(ledger, Wanted(kinds=["event"]))
    assert {row["kind"] for row in leaf.records} == {"event"}
    assert set(leaf.tellers) == {made.records[1].id}


def test_what_a_person_rejected_is_left_out(ledger: Ledger) -> None:
    made = made_up(1)
    ledger.add(made)
    ledger.correct(made.records[0].id, "rejected", by="Ada", reason="a rehearsal")
    (leaf,) = leaves.leaves(ledger)
    assert made.records[0].id not in {row["id"] for row in leaf.records}


def test_many_documents_are_read_in_parts_and_none_is_lost(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    for made in records(7):
        ledger.add(made)
    monkeypatch.setattr(leaves, "_TOGETHER", 2)
    for wanted in (Wanted(), Wanted(kinds=["event"])):
        numbers = [leaf.document["number"] for leaf in leaves.leaves(ledger, wanted)]
        assert numbers == list(range(1, 8))


def test_records_bring_the_happenings_that_they_belong_to(ledger: Ledger) -> None:
    made = made_up(1)
    ledger.add(made)
    settle(ledger)
    (leaf,) = leaves.leaves(ledger)
    told = {row["happening"] for row in leaf.records if row["kind"] == "event"}
    assert None not in told
    assert set(leaf.happenings) == told
    assert {happening["documents"] for happening in leaf.happenings.values()} == {1}
