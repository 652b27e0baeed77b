from __future__ import annotations

from datetime import date

from told_stories import Told, day

from dragoman.forms.claims import Place
from dragoman.forms.records import Event, Records
from dragoman.records import Calibration, make


def events(told: Told) -> list[Event]:
    # Raw scores: the shipped calibration changes with the weights.
    made: Records = make(told.claims(), calibration=Calibration())
    return [r for r in made.records if isinstance(r, Event)]


def test_an_act_becomes_an_event_with_codes_of_the_codebook() -> None:
    told = Told("Ruritania condemned Elbonia on Friday.")
    who, whom = told.who("Ruritania", code="RUR"), told.who("Elbonia", code="ELB")
    friday = day(told, "on Friday", "2024-05-03")
    told.act("condemned", "ACCUSE", [who], [whom], modes=("disapprove",), when=friday)
    (event,) = events(told)
    assert (event.event, event.quad_code, event.mode) == ("ACCUSE", 3, ("disapprove",))
    assert event.event_scale < 0
    assert [e.code for e in event.actor] == ["RUR"]
    assert [e.code for e in event.recipient] == ["ELB"]
    assert event.date is not None and event.date.start == date(2024, 5, 3)
    assert event.date.text == "on Friday"


def test_a_group_stands_in_the_event_as_each_of_its_parties() -> None:
    told = Told("The two sides signed it.")
    both = told.who("two sides", "Ruritania", "Elbonia")
    told.act("signed", "SUPPORT", [both])
    (event,) = events(told)
    assert [e.name for e in event.actor] == ["Ruritania", "Elbonia"]
    assert len({(e.start, e.end) for e in event.actor}) == 1


def test_a_short_sentence_is_quoted_whole() -> None:
    told = Told("It rained. Ruritania struck Elbonia at dawn. It rained on.")
    told.act("struck", "ASSAULT", [told.who("Ruritania")], [told.who("Elbonia")])
    (event,) = events(told)
    assert [e.text for e in event.evidence] == ["Ruritania struck Elbonia at dawn."]


def test_an_actor_of_another_sentence_is_cited_beside_the_clause() -> None:
    told = Told("Ruritania was angry. Guns were fired at Elbonia.")
    told.act("fired", "ASSAULT", [told.who("Ruritania")], [told.who("Elbonia")])
    (event,) = events(told)
    assert [e.text for e in event.evidence] == ["Guns were fired at Elbonia.", "Ruritania"]


def test_a_long_sentence_is_cut_at_clauses_but_keeps_every_party() -> None:
    padding = "the long valley road was wet and the carts moved slowly through the mud all day"
    told = Told(f"{padding}, {padding}, and Ruritania struck Elbonia, while {padding}, {padding}.")
    told.act("struck", "ASSAULT", [told.who("Ruritania")], [told.who("Elbonia")])
    (event,) = events(told)
    assert [e.text for e in event.evidence] == ["and Ruritania struck Elbonia"]


def test_a_visit_has_the_visitor_as_actor_and_the_host_as_recipient() -> None:
    told = Told("King Otto visited Elbonia.")
    guest, host = told.who("King Otto", kind="person"), told.who("Elbonia")
    place = Place("Elbonia", "ELB", None, None)
    told.act("visited", "CONSULT", [guest], [host], modes=("visit",), place=place)
    (event,) = events(told)
    assert event.event_scale == 4.0
    assert [e.name for e in (*event.actor, *event.recipient)] == ["King Otto", "Elbonia"]
    assert event.place is not None and event.place.code == "ELB"


def test_an_unresolved_party_lowers_the_confidence() -> None:
    known, unknown = Told("Ruritania struck Elbonia."), Told("Ruritania struck Elbonia.")
    known.act("struck", "ASSAULT", [known.who("Ruritania")], [known.who("Elbonia")])
    unknown.act("struck", "ASSAULT", [unknown.who("Ruritania")], [unknown.span("Elbonia")])
    assert events(unknown)[0].confidence < events(known)[0].confidence == 0.9


def test_the_same_act_read_twice_is_one_event() -> None:
    told = Told("Ruritania struck Elbonia.")
    who, whom = told.who("Ruritania"), told.who("Elbonia")
    told.act("struck", "ASSAULT", [who], [whom])
    told.act("struck", "ASSAULT", [who], [whom])
    assert len(events(told)) == 1


def test_an_event_told_inside_a_statement_points_at_it() -> None:
    told = Told("Elbonia said Ruritania struck a bridge. Ruritania fired a gun.")
    speaker, striker = told.who("Elbonia"), told.who("Ruritania")
    told.said(speaker, "said", "Ruritania struck a bridge")
    told.act("struck", "ASSAULT", [striker])
    told.act("fired", "ASSAULT", [told.who("Ruritania", nth=2)])
    made = make(told.claims()).records
    said = next(r for r in made if r.kind == "statement")
    inside, outside = (r for r in made if isinstance(r, Event))
    assert inside.according_to == said.id
    assert outside.according_to is None
