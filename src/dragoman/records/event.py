"""Acts in, `event` records out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.codebook import quad_code, score
from dragoman.forms.claims import Entity, Office, Place, When
from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.forms.records import Event, EventDate, EventPlace, Evidence
from dragoman.records.calibration import Calibration
from dragoman.records.ids import record_id
from dragoman.records.scene import Scene
from dragoman.records.speech import Speech

# A sentence up to this long (code points) is quoted whole; a longer one is cut at clause breaks.
_WHOLE_SENTENCE = 320
_BREAK = re.compile(r"[;:]\s|,\s(?=and |but |while |which |who |after |as )|\s[—–]\s")


def events(scene: Scene, speech: Speech, calibration: Calibration) -> Iterator[Event]:
    """Yield one event for each act, in order of place.

    With an ontology of the user's own its acts take the place of PLOVER's.
    """
    reading = scene.claims.reading
    if reading.codebook is None:
        told = list(zip(scene.act_index, scene.acts, strict=True))
    else:
        own = ((i, act) for i, act in enumerate(reading.acts) if act.coded is not None)
        told = sorted(own, key=lambda pair: pair[1].trigger)
    for index, act in told:
        yield _event(scene, speech, calibration, index, act)


def event_date(when: When | None) -> EventDate | None:
    """Return the days of an act as a record has them."""
    return None if when is None else EventDate(when.start, when.end, when.text, when.basis)


def event_place(place: Place | None) -> EventPlace | None:
    """Return a place as a record has it."""
    return None if place is None else EventPlace(place.name, place.code, place.lat, place.lon)


def _event(scene: Scene, speech: Speech, calibration: Calibration, index: int, act: Act) -> Event:
    actor = _once(scene.entities_of(act.actors), scene.claims.offices)
    recipient = _once(scene.entities_of(act.recipients), scene.claims.offices)
    # A party that nobody could be found for makes the whole row less sure.
    raw = act.confidence
    named = [bool(scene.claims.entities.get(s)) for s in (*act.actors, *act.recipients)]
    raw *= 0.85 if not named else 1.0 - 0.1 * (named.count(False) / len(named))
    return Event(
        id=record_id(
            scene.claims, "event", act.trigger, act.root, act.modes, act.actors, act.recipients
        ),
        evidence=_evidence(scene, index, act),
        # The head of a user's own ontology is calibrated by its own cross-validation.
        confidence=calibration.apply("event", raw) if act.coded is None else raw,
        according_to=speech.nesting.inside(act.trigger),
        event=act.root,
        mode=act.modes,
        context=act.contexts,
        status=act.status,
        actor=actor,
        recipient=recipient,
        trigger=scene.cite(act.trigger),
        date=event_date(scene.claims.dates[index]),
        place=event_place(scene.claims.places[index]),
        quad_code=act.coded.quad_code if act.coded else quad_code(act.root),
        event_scale=act.coded.event_scale if act.coded else score(act.root, act.modes),
    )


def _once(parties: tuple[Entity, ...], offices: Sequence[Office]) -> tuple[Entity, ...]:
    """Leave out what names a person again: "Xi Jinping, the Chinese president".

    A party that stands inside the words of another's post is part of that post.
    """
    kept: dict[tuple[str, str | None] | tuple[int, int, str], Entity] = {}
    people = {party.name for party in parties if party.kind == "person"}
    posts = [office.evidence for office in offices if office.person.name in people]
    for party in parties:
        person = party.kind == "person" and party.code is not None
        if not person and any(post.contains(party.span) for post in posts):
            continue
        key = (party.name, party.code) if person else (party.start, party.end, party.name)
        kept.setdefault(key, party)
    return tuple(kept.values())


def _evidence(scene: Scene, index: int, act: Act) -> tuple[Evidence, ...]:
    """Cite the trigger's clause and each party, day or place that stands outside it."""
    when, place = scene.claims.dates[index], scene.claims.places[index]
    others = [*act.actors, *act.recipients]
    if when is not None and when.span is not None:
        others.append(when.span)
    if place is not None and place.span is not None:
        others.append(place.span)
    clause = _clause(scene, act.trigger, others)
    outside = sorted({s for s in others if not clause.contains(s) and scene.sentence_at(s.start)})
    return (scene.cite(clause), *(scene.cite(s) for s in outside))


def _clause(scene: Scene, trigger: Span, others: list[Span]) -> Span:
    sentence = scene.sentence_at(trigger.start)
    if sentence is None:
        return trigger
    if sentence.end - sentence.start <= _WHOLE_SENTENCE:
        return Span(sentence.start, max(sentence.end, trigger.end))
    inside = [s for s in others if sentence.contains(s)]
    low = min([trigger.start, *(s.start for s in inside)])
    high = max([trigger.end, *(s.end for s in inside)])
    start, end = sentence.start, max(sentence.end, trigger.end)
    for match in _BREAK.finditer(scene.folded, sentence.start, sentence.end):
        if match.end() <= low:
            start = match.end()
        elif match.start() >= high:
            end = match.start()
            break
    return Span(start, end)
