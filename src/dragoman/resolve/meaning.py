"""Which of its meanings a name has in a phrase, with the story around it as evidence.

In: a name's entries, codes that the phrase itself gives, the context, the day. Out: one meaning,
or none with the reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.gazetteer import Entry, gazetteer, remembered
from dragoman.knowledge import rows
from dragoman.resolve.lexicon import find_nouns
from dragoman.resolve.people import Person, in_office, person_of

# The longest context that is looked at, in characters: a long story's first pages.
MAX_CONTEXT = 40_000
# One country must have this share of a context's mentions to settle a doubt.
CLEAR_SHARE = 0.6
_BODIES = ("organisation", "group")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a name means. `person` is set for people; `why` is a short code."""

    name: str
    kind: str
    code: str | None
    entry: Entry | None
    person: Person | None
    why: str


@dataclass(frozen=True, slots=True)
class _Sense:
    code: str
    usual: bool
    cues: tuple[str, ...]


@cache
def _ambiguous() -> dict[str, tuple[_Sense, ...]]:
    out: dict[str, list[_Sense]] = {}
    for row in rows("phrases/ambiguous.csv"):
        sense = _Sense(row["code"], row["usual"] == "yes", tuple(row["cues"].split("|")))
        out.setdefault(row["surface"], []).append(sense)
    return {surface: tuple(senses) for surface, senses in out.items()}


def choose(
    surface: str, entries: tuple[Entry, ...], codes: Collection[str], context: str, on: date | None
) -> Meaning:
    """Choose one meaning of a name.

    `codes` are the countries that the rest of the phrase names.
    """
    if not entries:
        return Meaning(surface, "person", None, None, None, "person:unknown")
    doubtful = _ambiguous().get(surface)
    if doubtful is not None and entries[0].source is None:
        return _by_cues(surface, entries, doubtful, context)
    groups: dict[tuple[str, str, str | None], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.name, entry.kind, entry.code), []).append(entry)
    found = [_meaning(key, held) for key, held in groups.items()]
    if len(found) == 1 or len({m.code for m in found}) == 1:
        return _richest(found)
    agreeing = [m for m in found if m.code in codes]
    if agreeing:
        return _richest(agreeing)
    if context:
        counts = country_counts(context)
        best = max(found, key=lambda m: counts.get(m.code or "", 0))
        if counts.get(best.code or "", 0) > 0:
            return best
    people = [m for m in found if m.person]
    if len(people) == len(found):
        now = in_office((m.person for m in people if m.person), on)
        if len(now) == 1:
            return next(m for m in people if m.person == now[0])
        return Meaning(surface, "person", None, None, None, f"ambiguous:{surface}")
    if all(m.kind in _BODIES for m in found[:2]):
        main = [m for m in found if m.entry and m.entry.note == "main"]
        if not main:
            alike = len({m.entry.sectors for m in found if m.entry}) == 1
            likeliest = found[0].entry if alike else None
            return Meaning(surface, "organisation", None, likeliest, None, f"ambiguous:{surface}")
        return main[0]
    return found[0]


def of_surname(surname: str, entries: tuple[Entry, ...], context: str) -> tuple[Entry, ...]:
    """Keep, of people of one surname, those whom the context does not rule out.

    A context that gives the surname other first names ("Andy Levin") speaks of somebody else.
    """
    before = re.findall(rf"([A-Z][\w.'’-]*) {re.escape(surname)}\b", context[:MAX_CONTEXT])
    if not before:
        return entries
    named = tuple(e for e in entries if set(before) & set(e.name.split()))
    titles = {word for word in before if find_nouns([word.lower().rstrip(".")])}
    return named or (entries if titles == set(before) else ())


def _meaning(key: tuple[str, str, str | None], entries: list[Entry]) -> Meaning:
    name, kind, code = key
    person = person_of(entries) if kind == "person" else None
    entry = next((e for e in entries if e.sector), entries[0])
    return Meaning(name, kind, code, entry, person, entries[0].told_by)


def _richest(found: list[Meaning]) -> Meaning:
    """Prefer, of meanings of one country, the likeliest; a bare place gives way to a body."""
    bodies = [m for m in found if m.entry and m.entry.sector]
    return bodies[0] if bodies and found[0].kind in ("place", "organisation") else found[0]


def _by_cues(
    surface: str, entries: tuple[Entry, ...], senses: tuple[_Sense, ...], context: str
) -> Meaning:
    low = context[:MAX_CONTEXT].lower()
    score = {s.code: sum(low.count(cue) for cue in s.cues) for s in senses} if low else {}
    ranked = sorted(score.items(), key=lambda item: -item[1])
    code, why = None, f"ambiguous:{surface}"
    if ranked and ranked[0][1] > 0 and ranked[0][1] > ranked[1][1] if len(ranked) > 1 else False:
        code, why = ranked[0][0], "context:cue"
    else:
        code = next((s.code for s in senses if s.usual), None)
        why = "gazetteer:usual" if code else why
    same = [e for e in entries if e.code == code] or list(entries[:1])
    entry = same[0] if same else None
    name = entry.name if entry and code else surface
    return Meaning(name, entry.kind if entry else "state", code, entry if code else None, None, why)


@remembered(256)
def country_counts(context: str) -> Counter[str]:
    """Count how often a text names each country, by any name of it."""
    counts: Counter[str] = Counter()
    for found in gazetteer().find(context[:MAX_CONTEXT]):
        code = found.entries[0].code
        if code:
            counts[code] += 1
    return counts


def only_country(context: str) -> str | None:
    """Return the country that a text is nearly all about, None when there is none."""
    counts = country_counts(context)
    if not counts:
        return None
    code, n = counts.most_common(1)[0]
    return code if n >= 3 and n >= CLEAR_SHARE * counts.total() else None
