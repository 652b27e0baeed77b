"""Visits: coded visits and words of travel in, `visit` records out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal, cast

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.forms.records import EventDate, EventPlace, Visit
from dragoman.records.calibration import Calibration
from dragoman.records.clause import doubted, negated, words_before
from dragoman.records.destination import destination
from dragoman.records.event import event_date, event_place
from dragoman.records.ids import record_id
from dragoman.records.lexicon import Cue, framed, states, words
from dragoman.records.scene import TRUSTED_ACT, Scene
from dragoman.records.speech import Speech, pronoun_holder
from dragoman.records.subject import entities, following, owner, subject

State = Literal["planned", "made", "cancelled"]
_WITH_ACT = 0.8
_BY_RULE = 0.7
_TRAVELLERS = frozenset({"person", "organisation", "group", "people"})
# Openings of a sentence whose traveller comes only after its comma: "During a visit to X, Y said".
_OPENING = re.compile(
    r"(?:[\w]+ ){0,2}(?:after|ahead of|at|before|during|following|on)(?: [\w\-]+){0,4} "
)
_HERE_REACH = 120


@dataclass(frozen=True, slots=True)
class _Journey:
    visitor: tuple[Entity, ...]
    host: tuple[Entity, ...]
    place: EventPlace | None
    where: Span | None
    index: int | None


def visits(scene: Scene, speech: Speech, calibration: Calibration) -> Iterator[Visit]:
    """Yield each visit that a sentence tells of, the coded ones first."""
    for sentence in scene.prose:
        told: list[Span] = []
        for index, act in scene.acts_in(sentence):
            coded = act.root == "CONSULT" and "visit" in act.modes
            if coded and act.confidence >= TRUSTED_ACT and act.status != "negated":
                journey = _coded(scene, index, act)
                whither = journey.host or journey.place
                if journey.visitor and whither and not _at_home(scene, journey, act.trigger):
                    told.append(act.trigger)
                    for one, end in _apart(journey, act.trigger, sentence):
                        yield _visit(scene, speech, calibration, act.trigger, sentence, one, end)
            elif (
                act.root == "CONSULT"
                and act.confidence >= TRUSTED_ACT
                and act.status != "historical"  # its parties may be named by offices held today
            ):
                met = _met_abroad(scene, index, act)
                if met is not None:
                    told.append(act.trigger)
                    yield _visit(scene, speech, calibration, act.trigger, sentence, met)
        for cue in framed("visits").find(scene.folded, sentence.start, sentence.end):
            here = Span(cue.start, cue.end)
            if any(here.overlaps(span) for span in told):
                continue
            found = _journey(scene, speech, cue, here, sentence)
            told_not = negated(scene.folded, cue.start, sentence.start)
            if found is not None and not told_not and not _perhaps(scene, cue, sentence):
                told.append(here)
                for journey, end in _apart(found, here, sentence):
                    yield _visit(scene, speech, calibration, here, sentence, journey, end)


def _apart(journey: _Journey, here: Span, sentence: Span) -> Iterator[tuple[_Journey, int | None]]:
    """Yield the visits by each visitor on its own, with where the words about it end.

    "visits by A and by B in the coming week" are two, one made and one planned.
    """
    starts = sorted({e.start for e in journey.visitor})
    if len(starts) < 2 or starts[0] < here.end:
        yield journey, None
        return
    for start, end in zip(starts, [*starts[1:], sentence.end], strict=True):
        mine = tuple(e for e in journey.visitor if e.start == start)
        yield replace(journey, visitor=mine), end


def _coded(scene: Scene, index: int, act: Act) -> _Journey:
    place = event_place(scene.claims.places[index])
    visitor, host = scene.entities_of(act.actors), scene.entities_of(act.recipients)
    # Who is told as both is the host where somebody else came: "hosted his colleague".
    hosts = {e.name for e in host}
    guests = tuple(e for e in visitor if e.name not in hosts)
    if not guests:
        guests, host = visitor, tuple(e for e in host if e.name not in {v.name for v in visitor})
    return _Journey(guests, host, place, None, index)


def _at_home(scene: Scene, journey: _Journey, trigger: Span) -> bool:
    """Say whether all visitors are in their own country: who "hosted talks" went nowhere."""
    moves = framed("visits").find(scene.folded, trigger.start, trigger.end)
    if any(cue.frame == "go" for cue in moves):
        return False
    codes = {e.code for e in journey.visitor}
    if None in codes or len(codes) > 1:
        return False
    if any(e.kind == "state" and e.code in codes for e in journey.host):
        return True
    return not journey.host and journey.place is not None and journey.place.code in codes


def _perhaps(scene: Scene, cue: Cue, sentence: Span) -> bool:
    """Say whether a journey is only possible: "may fly to", "if he visits"."""
    return cue.frame == "go" and doubted(scene.folded, cue.start, sentence.start)


def _met_abroad(scene: Scene, index: int, act: Act) -> _Journey | None:
    """Who met in a country that is not theirs has travelled there."""
    place = scene.claims.places[index]
    if place is None or place.code is None or act.status == "negated" or "phone" in act.modes:
        return None
    met = scene.entities_of((*act.actors, *act.recipients))
    if not all(e.code for e in met):
        return None
    visitor = tuple(e for e in met if e.code != place.code and e.kind in _TRAVELLERS)
    host = tuple(e for e in met if e.code == place.code)
    if not visitor:
        return None
    return _Journey(visitor, host, event_place(place), place.span, index)


def _journey(scene: Scene, speech: Speech, cue: Cue, here: Span, sentence: Span) -> _Journey | None:
    visitor = _visitor(scene, speech, cue, here, sentence)
    if not visitor:
        return None
    host: tuple[Entity, ...] = ()
    place: EventPlace | None = None
    where: Span | None = None
    if cue.frame == "receive":
        host = entities(subject(scene, here, sentence))
    elif cue.frame != "guest":
        after = cue.end
        if cue.frame == "by":
            after = max(e.end for e in visitor)
        host, place, where = destination(scene, after, sentence)
    if cue.frame == "by" and not (host or place):
        host = entities(subject(scene, here, sentence))
    if cue.frame == "go" and cue.start > sentence.start:
        before = words_before(scene.folded, cue.start, sentence.start, 1)
        if before and before[-1] in words("determiner") | words("preposition") - {"to"}:
            return None
    same = {e.name for e in visitor}
    host = tuple(e for e in host if e.name not in same)
    if not host and place is None:
        return None
    return _Journey(visitor, host, place, where, _dated(scene, here, sentence))


def _visitor(
    scene: Scene, speech: Speech, cue: Cue, here: Span, sentence: Span
) -> tuple[Entity, ...]:
    if cue.frame in {"by", "guest", "receive"}:
        found = entities(following(scene, cue.end, sentence.end))
    else:
        found = ()
        if cue.frame == "noun":
            found = entities(owner(scene, here, sentence))
        if not found:
            spoken = pronoun_holder(scene, speech, here, sentence)
            found = entities(subject(scene, here, sentence)) if spoken is None else spoken
        if not found and cue.frame == "noun":
            found = _after_comma(scene, here, sentence)
    return tuple(e for e in found if e.kind in _TRAVELLERS)


def _after_comma(scene: Scene, here: Span, sentence: Span) -> tuple[Entity, ...]:
    if not _OPENING.fullmatch(scene.folded[sentence.start : here.start]):
        return ()
    comma = scene.folded.find(",", here.end, min(sentence.end, here.end + _HERE_REACH))
    return () if comma < 0 else entities(following(scene, comma + 1, sentence.end))


def _dated(scene: Scene, here: Span, sentence: Span) -> int | None:
    """Return the act whose day the visit has: one coded on the same words, or in the sentence."""
    nearest: tuple[int, int] | None = None
    for index, act in scene.acts_in(sentence):
        if scene.claims.dates[index] is not None and act.root == "CONSULT":
            distance = abs(act.trigger.start - here.start)
            if nearest is None or distance < nearest[0]:
                nearest = (distance, index)
    return None if nearest is None else nearest[1]


def _state(
    scene: Scene, here: Span, sentence: Span, index: int | None, window: Span | None
) -> State:
    low, high = max(sentence.start, here.start - 60), min(sentence.end, here.end + 60)
    if window is not None:
        low, high = window.start, window.end
    phrases, order = states("visits")
    found = {cue.value for cue in phrases.find(scene.folded, low, high)}
    if "cancelled" in found:
        return "cancelled"
    if window is not None and "planned" in found:
        return "planned"
    if index is not None:
        act = scene.claims.reading.acts[index]
        if act.trigger.overlaps(here):
            return "planned" if act.status in {"future", "hypothetical"} else "made"
    for state in order:
        if state in found:
            return cast(State, state)
    return "made"


def _visit(
    scene: Scene,
    speech: Speech,
    calibration: Calibration,
    here: Span,
    sentence: Span,
    journey: _Journey,
    end: int | None = None,
) -> Visit:
    spans = [e.span for e in (*journey.visitor, *journey.host) if sentence.contains(e.span)]
    hull = [here, *spans]
    if journey.where is not None and sentence.contains(journey.where):
        hull.append(journey.where)
    when: EventDate | None = None
    coded = False
    if journey.index is not None:
        when = event_date(scene.claims.dates[journey.index])
        act = scene.claims.reading.acts[journey.index]
        coded = act.trigger.overlaps(here) and "visit" in act.modes
    window = None if end is None else Span(journey.visitor[0].start, end)
    state = _state(scene, here, sentence, journey.index, window)
    published = scene.document.published
    if when is not None and published is not None:
        if state == "planned" and when.end < published:
            when = None  # that of the announcement
        elif state == "made" and when.start > published:
            state = "planned"  # "is to discuss it in Elbonia on Saturday"
    return Visit(
        id=record_id(scene.claims, "visit", [e.name for e in journey.visitor], here, state),
        evidence=(scene.cite(Span(min(s.start for s in hull), max(s.end for s in hull))),),
        confidence=calibration.apply("visit", _WITH_ACT if coded else _BY_RULE),
        according_to=speech.nesting.inside(here),
        visitor=journey.visitor,
        host=journey.host,
        place=journey.place,
        date=when,
        state=state,
    )
