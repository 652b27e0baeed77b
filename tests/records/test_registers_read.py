"""What reading register rows of real stories against their texts showed to be wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from told_stories import Told, day

from dragoman.forms.claims import Place
from dragoman.forms.records import Agreement, Commitment, Position, Visit
from dragoman.records import make


def of(told: Told, kind: type) -> list:  # type: ignore[type-arg]
    return [r for r in make(told.claims()).records if isinstance(r, kind)]


@pytest.mark.parametrize(
    ("sentence", "issue"),
    [
        ("Ruritania backed the isle's bid and accepted an invitation to the feast.",
         "isle's bid"),
        ("Ruritania wants the fort kept, and was told so by its own judges.", "fort kept"),
        ("Ruritania condemned “raids and burned the bridges” and appealed to the king for help.",
         "raids and burned the bridges"),
        ("Ruritania backs a reformed and renewed council.", "reformed and renewed council"),
        ("Ruritania demanded on Monday that the dam be shut.", "dam be shut"),
    ],
)  # fmt: skip
def test_an_issue_ends_where_the_holder_goes_on_to_something_else(
    sentence: str, issue: str
) -> None:
    told = Told(sentence)
    told.who("Ruritania")
    assert [p.issue.text.strip("“”") for p in of(told, Position)] == [issue]


@pytest.mark.parametrize(
    "sentence",
    [
        "No state of Ruritania has backed the ban.",
        "Ruritania neither took the list nor rejected it in the first hours.",
        "Ruritania praised it without reserve.",
        "Ruritania arrested sixty people who had called for the swim.",
        "The barter was agreed with Ruritania in May.",
    ],
)
def test_words_that_leave_nobody_or_nothing_make_no_position(sentence: str) -> None:
    told = Told(sentence)
    told.who("No state of Ruritania" if sentence.startswith("No") else "Ruritania")
    assert of(told, Position) == []


def test_who_sacks_somebody_or_agrees_with_somebody_takes_no_stance() -> None:
    sacked = Told("King Otto dismissed Baron Ochs.")
    sacked.who("King Otto", kind="person"), sacked.who("Baron Ochs", kind="person")
    agreed = Told("King Otto agreed with Queen Ada on the route.")
    agreed.who("King Otto", kind="person"), agreed.who("Queen Ada", kind="person")
    assert of(sacked, Position) == of(agreed, Position) == []


def test_who_is_named_in_an_issue_does_not_hold_the_stance_on_it() -> None:
    told = Told("Ruritania dismissed a demand by Elbonia for a vote.")
    told.who("Ruritania")
    told.act("dismissed", "REJECT", [told.who("Elbonia")])
    assert [p.holder.name for p in of(told, Position)] == ["Ruritania"]


def test_both_of_whom_something_is_demanded_are_in_the_issue() -> None:
    told = Told("Ruritania and Elbonia must open the pass.")
    told.act("must open", "REQUEST", [told.who("Ruritania"), told.who("Elbonia")])
    assert of(told, Position) == []


@pytest.mark.parametrize(
    ("sentence", "what"),
    [
        ("Ruritania will send grain to Elbonia, a senior clerk in the harbour town said.", None),
        ("Ruritania promised farmers two dams and flew in three clerks.", "farmers two dams"),
        ("Ruritania promised Elbonia by telephone.", None),
        ("Ruritania promised Elbonia two dams.", "Elbonia two dams"),
    ],
)
def test_what_is_promised_ends_where_it_is_told_by_whom(sentence: str, what: str | None) -> None:
    told = Told(sentence)
    told.who("Ruritania")
    if "Elbonia" in sentence:
        told.who("Elbonia")
    if " will " in sentence:
        told.act("will send", "AGREE", [told.who("Ruritania")])
        what = "send grain to Elbonia"
    assert [c.what.text for c in of(told, Commitment)] == ([] if what is None else [what])


@pytest.mark.parametrize(
    ("sentence", "states"),
    [
        ("Ruritania pulled out of the south under a truce with Elbonia.", set()),
        ("Ruritania pulled out of the truce with Elbonia.", {"ended"}),
        ("Ruritania has no extradition treaty with Elbonia.", set()),
    ],
)
def test_an_agreement_ends_only_where_its_own_end_is_told(sentence: str, states: set[str]) -> None:
    told = Told(sentence)
    told.who("Ruritania"), told.who("Elbonia")
    assert {a.state for a in of(told, Agreement)} - {"announced"} == states


def test_the_country_where_it_was_signed_is_no_party() -> None:
    told = Told("Ruritania signed a gas accord in Osterland with Elbonia.")
    parties = [told.who(name) for name in ("Ruritania", "Osterland", "Elbonia")]
    told.act("signed", "SUPPORT", parties)
    (row,) = of(told, Agreement)
    assert {e.name for e in row.party} == {"Ruritania", "Elbonia"}


@pytest.mark.parametrize(
    "sentence", ["King Otto may fly to Elbonia.", "Nobody asked if King Otto visited Elbonia."]
)
def test_a_journey_that_is_only_possible_is_no_visit(sentence: str) -> None:
    told = Told(sentence)
    told.who("King Otto", kind="person"), told.who("Elbonia")
    assert of(told, Visit) == []


def test_who_hosts_at_home_visits_nobody() -> None:
    told = Told("King Otto hosted talks in Quiet Bay.")
    host = told.who("King Otto", kind="person", code="RUR")
    place = Place("Quiet Bay", "RUR", None, None, told.span("Quiet Bay"))
    told.act("hosted", "CONSULT", [host], modes=("visit",), place=place)
    assert of(told, Visit) == []


def test_who_hosts_a_guest_is_the_host_though_the_guest_is_called_his() -> None:
    told = Told("King Otto hosted his colleague, Queen Ada, for three hours.")
    otto, his = told.who("King Otto", kind="person"), told.who("his", "King Otto", kind="person")
    told.act("hosted", "CONSULT", [his, told.who("Queen Ada", kind="person")], [otto],
             modes=("visit",))  # fmt: skip
    (visit,) = of(told, Visit)
    assert [e.name for e in visit.visitor] == ["Queen Ada"]
    assert {e.name for e in visit.host} == {"King Otto"}


def test_a_meeting_of_long_ago_is_no_visit_of_who_holds_the_office_now() -> None:
    told = Told("The king met Queen Ada in Quiet Bay in 1900.")
    guest = told.who("The king", "King Otto", kind="person", code="RUR")
    host = told.who("Queen Ada", kind="person", code="ELB")
    place = Place("Quiet Bay", "ELB", None, None, told.span("Quiet Bay"))
    told.act("met", "CONSULT", [guest, host], place=place, status="historical")
    assert of(told, Visit) == []


def test_who_announces_a_visit_is_no_host() -> None:
    told = Told("King Otto will travel to Elbonia, the Ruritanian court announced.")
    told.who("King Otto", kind="person"), told.who("Elbonia")
    told.who("Ruritanian court", kind="organisation")
    (visit,) = of(told, Visit)
    assert [e.name for e in visit.host] == ["Elbonia"]


def test_a_planned_visit_is_not_dated_before_its_announcement() -> None:
    told = Told("King Otto will visit Elbonia, it was said on Friday.")
    guest, host = told.who("King Otto", kind="person"), told.who("Elbonia")
    friday = day(told, "on Friday", "2024-05-03")
    told.act("will visit", "CONSULT", [guest], [host], modes=("visit",), status="future",
             when=friday)  # fmt: skip
    claims = told.claims()
    document = replace(claims.reading.document, published=date(2024, 5, 4))
    claims = replace(claims, reading=replace(claims.reading, document=document))
    (visit,) = [r for r in make(claims).records if isinstance(r, Visit)]
    assert (visit.state, visit.date) == ("planned", None)


def test_a_visit_on_a_day_after_the_story_is_planned() -> None:
    told = Told("King Otto is to visit Elbonia on Friday.")
    guest, host = told.who("King Otto", kind="person"), told.who("Elbonia")
    friday = day(told, "on Friday", "2024-05-03")
    told.act("visit", "CONSULT", [guest], [host], modes=("visit",), when=friday)
    claims = told.claims()
    document = replace(claims.reading.document, published=date(2024, 5, 1))
    claims = replace(claims, reading=replace(claims.reading, document=document))
    (visit,) = [r for r in make(claims).records if isinstance(r, Visit)]
    assert visit.state == "planned" and visit.date is not None
