"""Which country the head of a phrase is of.

In: a read phrase with the meanings of its names. Out: a code with the reason. The head's own name
or adjective comes first, then its owner, then a complement that says where it belongs; what an
envoy is sent to or a group is backed by never counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.resolve.meaning import Meaning
from dragoman.resolve.parts import Hit, Phrase
from dragoman.resolve.phrase import Segment
from dragoman.resolve.sector import head_segment

# PLOVER's codes that are no state: a state's name beside them is more exact ("Turkish Red
# Crescent").
_LOOSE = frozenset(("NGO", "IGO", "MNC", "ISM", "IMG"))
_WHOSE = ("of", "from", "in", "at", "across", "inside", "within", "throughout", "based in",
          "near", "outside", ",", "for", "with", "around", "along")  # fmt: skip
_WORLD = frozenset(("UNO", "EUR", "IGO"))
# Diplomats and their houses belong to who sends them, not to where they are.
_SENT = frozenset(("ambassador", "embassy", "envoy", "consulate", "consul", "diplomat", "mission"))


@dataclass(frozen=True, slots=True)
class Country:
    """A code with the reason, and the name that gave it."""

    code: str | None
    why: str
    hit: Hit | None = None


def find_country(phrase: Phrase, meanings: Mapping[Hit, Meaning]) -> Country:
    """Decide the country of a phrase's head."""
    at = head_segment(phrase)
    found = _of_segment(phrase, phrase.segments[at], meanings)
    if found.code or found.why.startswith("ambiguous"):
        return found
    for lead in range(at - 1, -1, -1):
        before = _of_segment(phrase, phrase.segments[lead], meanings)
        if before.code:
            return before
    return _of_complement(phrase, at, meanings, found)


def _of_segment(phrase: Phrase, segment: Segment, meanings: Mapping[Hit, Meaning]) -> Country:
    hits = phrase.hits_in(segment)
    if not hits:
        return Country(None, "country:none")
    coded = [h for h in hits if meanings[h].code]
    if not coded:
        return Country(None, meanings[hits[-1]].why)
    states = [h for h in coded if _is_state(meanings[h])]
    if states and _is_sent(phrase, segment):
        # "Iran's U.N. ambassador" is Iran's.
        coded = [h for h in coded if meanings[h].code not in _WORLD] or coded
    last = coded[-1]
    exact = [h for h in states if meanings[h].code not in _LOOSE]
    if last.last == _end(phrase, segment) and not _is_state(meanings[last]):
        # "Pakistan's Foreign Office", "Turkish Red Crescent": the state that is named wins.
        if exact and meanings[last].kind != "person" and exact[-1].last <= last.first:
            return _given(meanings, exact[-1])
        return _given(meanings, last)
    mark = phrase.owner_mark(segment)
    if mark is not None:
        own = [h for h in coded if h.first > mark and _own_after_mark(meanings[h])]
        owners = [h for h in coded if h.last <= mark]
        if own:
            return _given(meanings, own[-1])
        if owners:
            return _given(meanings, owners[-1])
    bodies = [h for h in coded if meanings[h].kind in ("organisation", "group", "person")]
    if bodies and meanings[bodies[0]].code in _LOOSE and exact:
        return _given(meanings, exact[0])
    return _given(meanings, coded[0])


def _is_sent(phrase: Phrase, segment: Segment) -> bool:
    return any(n.noun.text.split()[-1] in _SENT for n in phrase.nouns_in(segment))


def _end(phrase: Phrase, segment: Segment) -> int:
    last = segment.last
    while last > segment.first and phrase.words[last - 1].possessive:
        last -= 1
    return last


def _is_state(meaning: Meaning) -> bool:
    return meaning.kind in ("state", "people", "place")


def _own_after_mark(meaning: Meaning) -> bool:
    """Say whether a name after "'s" tells what the head is, not what it is about."""
    entry = meaning.entry
    return meaning.kind in ("organisation", "group", "people") or (
        entry is not None and entry.role == "demonym"
    )


def _given(meanings: Mapping[Hit, Meaning], hit: Hit) -> Country:
    meaning = meanings[hit]
    return Country(meaning.code, meaning.why, hit)


def _of_complement(
    phrase: Phrase, at: int, meanings: Mapping[Hit, Meaning], found: Country
) -> Country:
    sent = _is_sent(phrase, phrase.segments[at])
    for segment in phrase.segments[at + 1 :]:
        if segment.joint not in _WHOSE or (sent and segment.joint not in ("of", "from")):
            continue
        own = _of_segment(phrase, segment, meanings)
        if own.code or own.why.startswith("ambiguous"):
            return own
    if sent and len(phrase.segments) > at + 1:
        return Country(None, "country:sender-unnamed")
    return found
