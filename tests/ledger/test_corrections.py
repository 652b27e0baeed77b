"""A person's corrections: kept beside what was read, shown, carried to newer readings."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman import codebook
from dragoman.errors import EvidenceError, UsageError
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from ledger.told import MADE_BY, story

NEWER = {**MADE_BY, "model": "sha256:bb"}


def _id(ledger: Ledger, kind: str = "event") -> str:
    [row] = ledger.records(Wanted(kinds=[kind]))
    return row["id"]


def test_an_edited_record_carries_the_corrected_value_and_says_so(ledger: Ledger) -> None:
    ledger.add(story())
    record = _id(ledger)
    ledger.correct(record, "edited", by="Ada", reason="no blame", changes={"event": "THREATEN"})
    [row] = ledger.records(Wanted(events=["THREATEN"]))
    assert (row["event"], row["quad_code"], row["event_scale"]) == (
        "THREATEN",
        codebook.quad_code("THREATEN"),
        codebook.score("THREATEN"),
    )
    assert row["corrected"] is not None
    assert (row["corrected"]["verdict"], row["corrected"]["by"]) == ("edited", "Ada")
    assert not list(ledger.records(Wanted(events=["ACCUSE"])))


def test_what_was_read_stays_beside_the_correction(ledger: Ledger) -> None:
    given = story()
    ledger.add(given)
    record = _id(ledger)
    ledger.correct(record, "edited", by="Ada", reason="no", changes={"event": "THREATEN"})
    assert ledger.original(record) == given.records[0].to_dict()
    [correction] = ledger.corrections()
    assert correction["record"] == record
    assert correction["data"] is not None
    assert correction["data"]["event"] == "THREATEN"


def test_an_edit_of_parties_changes_under_which_pair_a_record_is_found(ledger: Ledger) -> None:
    ledger.add(story())
    [row] = ledger.records(Wanted(kinds=["event"]))
    chad: Any = {**row["recipient"][0], "code": "TCD", "name": "Chad"}
    ledger.correct(
        row["id"], "edited", by="Ada", reason="meant Chad", changes={"recipient": [chad]}
    )
    assert [r["kind"] for r in ledger.records(Wanted(pair=("NOR", "TCD")))] == ["event"]
    assert [r["kind"] for r in ledger.records(Wanted(pair=("NOR", "SDN")))] == ["agreement"]
    assert ledger.check().faults == []


def test_a_rejected_record_is_left_out_unless_asked_for_until_it_is_accepted(
    ledger: Ledger,
) -> None:
    ledger.add(story())
    record = _id(ledger)
    ledger.correct(record, "rejected", by="Ada", reason="a rehearsal")
    assert ledger.count() == 2
    assert ledger.count(Wanted(rejected=True)) == 3
    ledger.correct(record, "accepted", by="Bo", reason="no rehearsal")
    assert ledger.count() == 3
    assert [c["verdict"] for c in ledger.corrections([record])] == ["rejected", "accepted"]


def test_accepting_an_edited_record_keeps_the_edit(ledger: Ledger) -> None:
    ledger.add(story())
    record = _id(ledger)
    ledger.correct(record, "edited", by="Ada", reason="no", changes={"event": "THREATEN"})
    ledger.correct(record, "accepted", by="Bo", reason="right so")
    row = ledger.record(record)
    assert row is not None
    assert row["event"] == "THREATEN"
    assert row["corrected"] is not None
    assert (row["corrected"]["verdict"], row["corrected"]["edited"]) == ("accepted", True)


def test_a_newer_reading_that_says_the_same_keeps_the_correction(ledger: Ledger) -> None:
    ledger.add(story())
    first = ledger.correct(_id(ledger), "rejected", by="Ada", reason="a rehearsal")
    added = ledger.add(story(made_by=NEWER))
    assert (added.state, added.carried, added.left) == ("reread", 1, 0)
    assert {r["kind"] for r in ledger.records()} == {"statement", "agreement"}
    assert ledger.corrections()[-1]["carried_from"] == first
    assert ledger.check().faults == []


def test_a_newer_reading_that_says_otherwise_does_not_take_the_correction(ledger: Ledger) -> None:
    ledger.add(story())
    ledger.correct(_id(ledger), "rejected", by="Ada", reason="a rehearsal")
    added = ledger.add(story(made_by=NEWER, event="THREATEN"))
    assert (added.carried, added.left) == (0, 1)
    assert [r["event"] for r in ledger.records(Wanted(kinds=["event"]))] == ["THREATEN"]


@pytest.mark.parametrize(
    ("verdict", "by", "reason", "changes", "says"),
    [
        ("wrong", "Ada", "x", None, "no verdict"),
        ("accepted", " ", "x", None, "needs a name"),
        ("accepted", "Ada", "", None, "needs a reason"),
        ("accepted", "Ada", "x", {"event": "AID"}, "an edit, and nothing else"),
        ("edited", "Ada", "x", None, "an edit, and nothing else"),
        ("edited", "Ada", "x", {"id": "other"}, "id cannot be edited"),
        ("edited", "Ada", "x", {"colour": "red"}, "has no colour"),
        ("edited", "Ada", "x", {"event": "HUG"}, "no root of the codebook"),
        ("edited", "Ada", "x", {"mode": ["hug"]}, "not all modes"),
        ("edited", "Ada", "x", {"actor": ["Norway"]}, "form of a record"),
        ("edited", "Ada", "x", {"actor": 7}, "form of a record"),
    ],
)
def test_a_correction_in_no_good_form_is_refused(
    ledger: Ledger, verdict: Any, by: str, reason: str, changes: Any, says: str
) -> None:
    ledger.add(story())
    with pytest.raises(UsageError, match=says):
        ledger.correct(_id(ledger), verdict, by=by, reason=reason, changes=changes)
    assert ledger.corrections() == []


def test_an_edit_that_misquotes_is_refused(ledger: Ledger) -> None:
    ledger.add(story())
    evidence = [{"start": 0, "end": 6, "text": "Sweden"}]
    with pytest.raises(EvidenceError, match="does not say"):
        ledger.correct(_id(ledger), "edited", by="Ada", reason="x", changes={"evidence": evidence})


def test_an_unknown_record_is_named(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="no record event:none"):
        ledger.correct("event:none", "accepted", by="Ada", reason="x")
