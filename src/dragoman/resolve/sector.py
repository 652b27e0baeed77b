"""Which sector the head of a phrase is of.

In: a read phrase with the meanings of its names. Out: PLOVER sectors, the office, and a reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.resolve.lexicon import NounAt
from dragoman.resolve.meaning import Meaning
from dragoman.resolve.parts import Hit, Phrase
from dragoman.resolve.people import STATE_SECTORS
from dragoman.resolve.phrase import Segment

# Complements whose body or people a head belongs to: "head of the SBU", "official at the Pentagon".
_BELONGING = frozenset(("of", "for", "at", "from", "in", "with", ",", "inside", "within"))
_ARMED = frozenset(("REB", "PRM", "CRM", "MIL", "UAF", "COP"))
_STRONG = 5


@dataclass(frozen=True, slots=True)
class Sector:
    """The sectors found, primary first; `noun` is the noun that the head is."""

    sectors: tuple[str, ...]
    why: str
    noun: NounAt | None = None
    office: str | None = None


def head_segment(phrase: Phrase) -> int:
    """Return which segment holds the head: the first, or what a partitive stands before.

    "a group of tourists" and "members of the army" have theirs after "of".
    """
    at = 0
    while at + 1 < len(phrase.segments):
        nouns = phrase.nouns_in(phrase.segments[at])
        part = not phrase.hits_in(phrase.segments[at]) and nouns and nouns[-1].noun.kind == "part"
        if not (part and all(n.noun.weight < _STRONG for n in nouns)):
            break
        if phrase.segments[at + 1].joint != "of":
            break
        at += 1
    return at


def find_sector(phrase: Phrase, meanings: Mapping[Hit, Meaning], on: date | None) -> Sector:
    """Decide the sector of a phrase's head."""
    at = head_segment(phrase)
    segment = phrase.segments[at]
    nouns, hits = phrase.nouns_in(segment), phrase.hits_in(segment)
    heads = [n for n in nouns if n.noun.kind not in ("modifier", "former")]
    head = heads[-1] if heads else None
    found = _by_head(phrase, at, head, meanings, on)
    if head is not None and head.noun.kind == "kin":
        return _kin(phrase, at, head, meanings, on)
    former = [n for n in nouns if n.noun.kind == "former"]
    if former and _was_of_state(former[-1], found, heads, hits, segment):
        return Sector(("ELI",), "former", found.noun, found.office)
    extra = [s for n in nouns if n.noun.kind == "modifier" for s in n.noun.sectors]
    extra += ["PRE" for s in phrase.segments[at : at + 2] for h in phrase.hits_in(s)
              if _partly_recognised(meanings[h])]  # fmt: skip
    if found.sectors:
        return Sector(_join(found.sectors, extra), found.why, found.noun, found.office)
    return found


def _partly_recognised(meaning: Meaning) -> bool:
    return meaning.entry is not None and "PRE" in meaning.entry.sectors


def _join(first: Sequence[str], extra: Sequence[str]) -> tuple[str, ...]:
    # Only what qualifies an actor is added: a rebel's or soldier's sector is the head's own.
    return tuple(dict.fromkeys((*first, *(s for s in extra if s in ("OPP", "PRE")))))


def _was_of_state(
    former: NounAt, found: Sector, heads: list[NounAt], hits: list[Hit], segment: Segment
) -> bool:
    """Say whether "former" makes former elite: it stands before a post or a person of a state."""
    after = [n for n in heads if n.first >= former.last]
    if after:
        head = after[-1].noun
        posts = head.kind in ("title", "rank") or head.sector in STATE_SECTORS
        return posts and not set(found.sectors) & {"REB", "CRM", "BUS", "REL", "JRN"}
    return any(h.first >= former.last for h in hits) and found.sectors[:1] != ("REB",)


def _by_head(
    phrase: Phrase, at: int, head: NounAt | None, meanings: Mapping[Hit, Meaning], on: date | None
) -> Sector:
    segment = phrase.segments[at]
    if head is None:
        return _by_names(phrase, at, meanings, on)
    noun = head.noun
    office = noun.office
    after = [h for h in phrase.hits_in(segment) if h.first >= head.last]
    body = _body(phrase, segment, head, meanings, on)
    if noun.kind == "armed":
        if body and set(body.sectors) & _ARMED:
            return Sector(body.sectors, body.why, head)
        return Sector(noun.sectors, noun.why("noun"), head)
    strong = noun.weight >= _STRONG and noun.kind not in ("rank", "part", "kin")
    if strong:
        # "President X": a title before a name; a mere noun before a name describes it.
        named = _last_named(after, meanings, on) if noun.kind != "title" else None
        if named and named.sectors:
            return named
        return Sector(noun.sectors, noun.why(_label(noun.kind)), head, office)
    if after:
        named = _last_named(after, meanings, on)
        if named and named.sectors and not (noun.sectors and noun.kind == "rank"):
            return named
    if body and body.sectors:
        return Sector(body.sectors, body.why, head, office)
    if noun.kind in ("rank", "part") or noun.weight < _STRONG:
        of_whom = _complement(phrase, at, meanings, on)
        if of_whom and (noun.kind in ("rank", "part")):
            return Sector(of_whom.sectors, of_whom.why, head, office)
    if noun.sectors:
        return Sector(noun.sectors, noun.why(_label(noun.kind)), head, office)
    return Sector((), "sector:none", head, office)


def _label(kind: str) -> str:
    return "office" if kind in ("title", "rank") else "noun"


def _body(
    phrase: Phrase, segment: Segment, head: NounAt, meanings: Mapping[Hit, Meaning], on: date | None
) -> Sector | None:
    """Return what the names and nouns before the head in its segment say: "CIA director"."""
    named = [h for h in phrase.hits_in(segment) if h.last <= head.first]
    for hit in reversed(named):
        found = _named(hit, meanings, on, modifier=True)
        if found.sectors and found.sectors != ("PRE",):
            return found
    before = [
        n for n in phrase.nouns_in(segment)
        if n.last <= head.first and n.noun.kind != "former" and n.noun.sectors
    ]  # fmt: skip
    if not before:
        return None
    best = max(before, key=lambda n: (n.noun.weight, n.first))
    return Sector(best.noun.sectors, best.noun.why("noun"))


def _complement(
    phrase: Phrase, at: int, meanings: Mapping[Hit, Meaning], on: date | None
) -> Sector | None:
    """Return what the body after the head says: "president of the Riigikogu"."""
    for segment in phrase.segments[at + 1 : at + 3]:
        if segment.joint not in _BELONGING:
            continue
        for hit in phrase.hits_in(segment):
            found = _named(hit, meanings, on, modifier=True)
            if found.sectors and found.sectors != ("PRE",):
                return found
        nouns = [n.noun for n in phrase.nouns_in(segment) if n.noun.sectors]
        if nouns:
            best = max(nouns, key=lambda n: n.weight)
            return Sector(best.sectors, best.why("noun"))
    return None


def _kin(
    phrase: Phrase, at: int, head: NounAt, meanings: Mapping[Hit, Meaning], on: date | None
) -> Sector:
    """Family of people of a state are of its elite; other relatives are civilians."""
    owner = _body(phrase, phrase.segments[at], head, meanings, on)
    owner = owner or _complement(phrase, at, meanings, on)
    of_state = owner is not None and set(owner.sectors) & (STATE_SECTORS | {"ELI"})
    return Sector(("ELI",) if of_state else ("CVL",), f"sector:kin:{head.noun.text}", head)


def _by_names(phrase: Phrase, at: int, meanings: Mapping[Hit, Meaning], on: date | None) -> Sector:
    segment = phrase.segments[at]
    hits = phrase.hits_in(segment)
    named = _last_named(hits, meanings, on, bare=len(hits) == 1 and phrase.bare(hits[0]))
    if named and named.sectors:
        return named
    modifiers = [n for n in phrase.nouns_in(segment) if n.noun.kind == "modifier"]
    if modifiers:
        noun = modifiers[-1].noun
        return Sector(noun.sectors, noun.why("modifier"), modifiers[-1])
    return named or Sector((), "sector:none")


def _last_named(
    hits: Sequence[Hit], meanings: Mapping[Hit, Meaning], on: date | None, *, bare: bool = False
) -> Sector | None:
    for hit in reversed(hits):
        found = _named(hit, meanings, on, modifier=not bare)
        if found.sectors:
            return found
    return _named(hits[-1], meanings, on, modifier=not bare) if hits else None


def _named(hit: Hit, meanings: Mapping[Hit, Meaning], on: date | None, *, modifier: bool) -> Sector:
    """Return a name's own sector. Capitals and cities have one only where they stand alone."""
    meaning = meanings[hit]
    if meaning.person is not None:
        status = meaning.person.status(on)
        return Sector(status.sectors, status.why, None, status.term.office if status.term else None)
    entry = meaning.entry
    if entry is None:
        return Sector((), meaning.why)
    if entry.sectors:
        why = entry.told_by if entry.source else f"gazetteer:{entry.kind}"
        return Sector(entry.sectors, why)
    if entry.role == "seat":
        return Sector(("GOV",), "gazetteer:seat")
    if modifier:
        return Sector((), f"gazetteer:{entry.role}")
    if entry.role == "capital":
        return Sector(("GOV",), "gazetteer:capital")
    if entry.role == "city":
        return Sector(("CVL",), "gazetteer:city")
    return Sector((), f"gazetteer:{entry.role}")
