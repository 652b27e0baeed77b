from __future__ import annotations

from dataclasses import replace

import pytest
from told_stories import Told

from dragoman.errors import EvidenceError
from dragoman.forms.document import Span
from dragoman.forms.records import Event, Evidence, Record, Records
from dragoman.records import check, make


def made() -> Records:
    told = Told("The envoy said Ruritania struck Elbonia.", outside="Ruritania sells rugs.")
    told.said(told.who("envoy", kind="person"), "said", "Ruritania struck Elbonia")
    told.act("struck", "ASSAULT", [told.who("Ruritania")], [told.who("Elbonia")])
    return make(told.claims())


def event_of(records: Records) -> Event:
    return next(r for r in records.records if isinstance(r, Event))


def with_event(records: Records, **changes: object) -> Records:
    event = event_of(records)
    changed: list[Record] = [
        replace(r, **changes) if r is event else r  # type: ignore[arg-type]
        for r in records.records
    ]
    return replace(records, records=tuple(changed))


def refusal(records: Records) -> str | None:
    """Say why records are refused; None where they pass."""
    try:
        check(records)
    except EvidenceError as refused:
        return str(refused)
    return None


def test_good_records_pass_and_the_same_with_one_wrong_letter_do_not() -> None:
    good = made()
    assert len(good.records) > 1
    assert refusal(good) is None
    trigger = event_of(good).trigger
    wrong = replace(trigger, text=trigger.text[:-1] + "#")
    assert "does not say" in (refusal(with_event(good, trigger=wrong)) or "")


def spoilt() -> list[tuple[str, dict[str, object]]]:
    event = event_of(made())
    party = event.actor[0]
    return [
        ("does not say", {"evidence": (Evidence(0, 9, "The guard"),)}),
        ("does not say", {"trigger": Evidence(0, 6, "struck")}),
        ("does not say", {"actor": (replace(party, text="Elbonia"),)}),
        ("outside the story", {"evidence": (Evidence(42, 51, "Ruritania"),)}),
        ("no evidence", {"evidence": ()}),
        ("is no statement", {"according_to": "statement:none"}),
        ("is no statement", {"according_to": event.id}),
        ("no root", {"event": "POKE"}),
        ("does not fit", {"quad_code": 1}),
        ("no modes", {"mode": ("visit",)}),
        ("no contexts", {"context": ("weather",)}),
        ("outside 0..1", {"confidence": 1.2}),
    ]


@pytest.mark.parametrize(("message", "change"), spoilt())
def test_a_spoilt_record_is_refused(message: str, change: dict[str, object]) -> None:
    with pytest.raises(EvidenceError, match=message):
        check(with_event(made(), **change))


def test_an_id_that_stands_twice_is_refused() -> None:
    records = made()
    with pytest.raises(EvidenceError, match="stands twice"):
        check(replace(records, records=records.records + records.records[:1]))


def test_an_act_read_outside_the_story_is_refused_when_records_are_made() -> None:
    told = Told("It rained.", outside="Ruritania struck Elbonia.")
    told.act("struck", "ASSAULT", [told.who("Ruritania")])
    with pytest.raises(EvidenceError, match="outside the story"):
        make(told.claims())


def test_an_entity_whose_words_are_elsewhere_is_refused_when_records_are_made() -> None:
    told = Told("Ruritania struck Elbonia.")
    actor = told.who("Ruritania")
    told.entities[actor] = (replace(told.entities[actor][0], start=1, end=10),)
    told.act("struck", "ASSAULT", [actor], [Span(17, 24)])
    with pytest.raises(EvidenceError, match="does not say"):
        make(told.claims())
