"""Where a journey goes: the words after a cue in, host or place out."""

from __future__ import annotations

import re

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.records import EventPlace
from dragoman.gazetteer import gazetteer
from dragoman.records.scene import Scene
from dragoman.records.subject import entities, following

_TO = re.compile(r"\s*,?\s*(?:(?:to|in|at)\b)?\s*")
# What may stand before a place's name: "the", "the Red Sea port city of".
_BEFORE_NAME = re.compile(
    r"(?:the )?(?:(?:[\w\-]+ ){0,6}(?:capital|city|island|port|town) of (?:the )?)?"
)
_REACH = 70
_SAYS = re.compile(r"(?: \w+)? (?:said|says|announced|confirmed|reported|told|added)\b")

Destination = tuple[tuple[Entity, ...], EventPlace | None, Span | None]


def destination(scene: Scene, start: int, sentence: Span) -> Destination:
    """Return the host and the place named right after `start`, and where they stand.

    A resolved party comes first, then a name that the gazetteer knows, then a place that the
    reader marked, named as the story has it.
    """
    match = _TO.match(scene.folded, start, sentence.end)
    at = start if match is None else match.end()
    after = following(scene, at, sentence.end)
    if len(after) > 1 and _SAYS.match(scene.folded, after[-1].span.end, sentence.end):
        after = after[:-1]  # "to Baku, the Pentagon announced"
    if after:
        first, where = after[0].entities[0], after[0].span
        if first.kind == "place":
            return (), EventPlace(first.name, first.code, None, None), where
        return entities(after), None, where
    return _named(scene, at, sentence) or _marked(scene, at) or ((), None, None)


def _named(scene: Scene, at: int, sentence: Span) -> Destination | None:
    piece = scene.text[at : min(sentence.end, at + _REACH)]
    for found in gazetteer().find(piece):
        if found.doubt is not None or not _BEFORE_NAME.fullmatch(
            scene.folded, at, at + found.start
        ):
            continue
        places = [e for e in found.entries if e.kind in {"place", "state"} and e.role != "demonym"]
        if places:
            words = piece[found.start : found.end]
            best = next((e for e in places if e.lat is not None), places[0])
            where = Span(at + found.start, at + found.end)
            return (), EventPlace(words, places[0].code, best.lat, best.lon), where
    return None


def _marked(scene: Scene, at: int) -> Destination | None:
    for mention in scene.claims.reading.mentions:
        if at <= mention.span.start <= at + 5 and mention.kind in {"place", "state"}:
            words = mention.span.of(scene.text)
            return (), EventPlace(words, None, None, None), mention.span
    return None
