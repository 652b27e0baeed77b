"""Rows of one story that tell the same in other words: records in, one with all evidences out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from dragoman.forms.claims import Entity
from dragoman.forms.records import EventPlace, Evidence, Position, Record, Visit
from dragoman.records.lexicon import words

R = TypeVar("R", bound=Record)
Told = TypeVar("Told", Position, Visit)
_WORD = re.compile(r"[^\W_]+")
# Of all words of two issues, the share that both have from which they are one issue.
_ALIKE = 0.5
_LIGHT = frozenset(
    {"and", "or", "not", "be", "is", "are", "as", "so", "called", "any", "new", "recent"}
)


def joined(first: R, again: R) -> R:
    """Return the first record with the evidence of both and the higher confidence."""
    evidence: dict[Evidence, None] = dict.fromkeys((*first.evidence, *again.evidence))
    confidence = max(first.confidence, again.confidence)
    return replace(first, evidence=tuple(evidence), confidence=confidence)


def once_told(records: Iterable[Told], same: Callable[[Told, Told], bool]) -> list[Told]:
    """Join each record to the first that tells the same; the first's words are kept.

    Quadratic in the records of one story and register; those are at most some dozens.
    """
    kept: list[Told] = []
    for record in records:
        for at, first in enumerate(kept):
            if same(first, record):
                kept[at] = _with(first, record)
                break
        else:
            kept.append(record)
    return kept


def _with(first: Told, again: Told) -> Told:
    both = joined(first, again)
    if isinstance(both, Visit) and isinstance(again, Visit):
        return replace(
            both,
            host=both.host or again.host,
            place=both.place or again.place,
            date=both.date or again.date,
        )
    return both


def restated(first: Position, again: Position) -> bool:
    """Say whether a holder takes the same side of the same issue in other words."""
    if first.stance != again.stance or not _one(first.holder, again.holder):
        return False
    ours, theirs = _content(first.issue.text), _content(again.issue.text)
    shared = ours & theirs
    if not shared:
        return False
    return shared in (ours, theirs) or len(shared) >= _ALIKE * len(ours | theirs)


def same_journey(first: Visit, again: Visit) -> bool:
    """Say whether two rows tell of one visit: who, whither, in which state and when agree."""
    if first.state != again.state or not _overlap(first.visitor, again.visitor):
        return False
    if first.date is not None and again.date is not None:
        days, others = first.date, again.date
        if days.end < others.start or others.end < days.start:
            return False
    return bool(_whither(first) & _whither(again))


def _overlap(ours: tuple[Entity, ...], theirs: tuple[Entity, ...]) -> bool:
    names = {e.name for e in ours}, {e.name for e in theirs}
    return names[0] <= names[1] or names[1] <= names[0]


def _whither(visit: Visit) -> set[str]:
    """Return the country of a visit, or the place and hosts by name where it has none."""
    told: list[Entity | EventPlace] = [*visit.host]
    if visit.place is not None:
        told.append(visit.place)
    return {one.code for one in told if one.code} or {one.name for one in told}


def _one(ours: Entity, theirs: Entity) -> bool:
    return ours.name == theirs.name and ours.code == theirs.code


def _content(issue: str) -> set[str]:
    light = words("preposition") | words("determiner") | words("pronoun_third") | _LIGHT
    found = {word.lower() for word in _WORD.findall(issue)}
    return {word.rstrip("s") or word for word in found - light if len(word) > 1}
