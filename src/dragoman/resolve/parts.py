"""A phrase read: the names and nouns in it, by word, and which of them are the head's.

In: a phrase. Out: `Phrase`, on which the rules of country and sector work.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.gazetteer import Entry, gazetteer
from dragoman.resolve.lexicon import NounAt, find_nouns, markers
from dragoman.resolve.people import by_surname
from dragoman.resolve.phrase import Segment, Word, cut, split_words
from dragoman.resolve.story.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at the words `first:last`, with all it may mean.

    `surname`: all that is known is that somebody of the table has this surname.
    """

    first: int
    last: int
    entries: tuple[Entry, ...]
    surname: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with its names and nouns in order. The first segment is the head's."""

    text: str
    words: tuple[Word, ...]
    segments: tuple[Segment, ...]
    hits: tuple[Hit, ...]
    nouns: tuple[NounAt, ...]

    def hits_in(self, segment: Segment) -> list[Hit]:
        """Return the names that begin in a segment."""
        return [h for h in self.hits if segment.first <= h.first < segment.last]

    def nouns_in(self, segment: Segment) -> list[NounAt]:
        """Return the nouns that begin in a segment."""
        return [n for n in self.nouns if segment.first <= n.first < segment.last]

    def owner_mark(self, segment: Segment) -> int | None:
        """Return the index of the segment's last possessive sign with something after it."""
        for i in range(segment.last - 2, segment.first, -1):
            if self.words[i].possessive:
                return i
        return None

    def bare(self, hit: Hit) -> bool:
        """Say whether the phrase is this name and nothing else but articles and signs."""
        rest = (*self.words[: hit.first], *self.words[hit.last :])
        return all(w.low in _fillers() or not w.text[0].isalnum() for w in rest)


@cache
def _fillers() -> frozenset[str]:
    return markers("filler")


def read_phrase(text: str) -> Phrase:
    """Find the names and nouns of a phrase and cut it into segments."""
    words = split_words(text)
    hits = _hits(text, words)
    nouns = find_nouns([w.low for w in words])
    nouns = [n for n in nouns if not any(_hides(h, n) for h in hits)]
    nouns = [n for n in nouns if not _name_alike(words, n, hits)]
    hits = [h for h in hits if not _other_person(words, h, hits, nouns)]
    hits = [h for h in hits if not _given_name(words, h, hits, nouns)]
    hits += _single_names(words, hits, nouns)
    hits.sort(key=lambda h: h.first)
    whole = {i for s in _both(hits, nouns) for i in range(s.first, s.last) if s.last - s.first > 1}
    kept = [h for h in hits if not _dropped(words, h)]
    return Phrase(text, words, cut(words, whole), tuple(kept), tuple(nouns))


def _hits(text: str, words: tuple[Word, ...]) -> list[Hit]:
    out = []
    limit = words[-1].end if words else 0
    for found in gazetteer().find(text[:limit]):
        inside = [i for i, w in enumerate(words) if w.start < found.end and found.start < w.end]
        if inside:
            out.append(Hit(inside[0], inside[-1] + 1, found.entries))
    return out


def _hides(hit: Hit, noun: NounAt) -> bool:
    """Say whether a name takes a noun's words: "Baltic Fleet" has no "fleet"."""
    overlap = hit.first < noun.last and noun.first < hit.last
    return overlap and hit.last - hit.first >= noun.last - noun.first


def _dropped(words: tuple[Word, ...], hit: Hit) -> bool:
    """Say whether a name only describes: "Turkish-backed", "anti-Russian"."""
    after = words[hit.last].low if hit.last < len(words) else ""
    before = words[hit.first - 1].low if hit.first else ""
    if before in markers("against"):
        return True
    if after in markers("portfolio") and all(e.sector == "PTY" for e in hit.entries):
        return True  # "Labour Minister" is in no party
    return after in markers("dropped") and hit.last + 1 < len(words)


def _other_person(words: tuple[Word, ...], hit: Hit, hits: list[Hit], nouns: list[NounAt]) -> bool:
    """Say whether a known person's name is only part of another's: "Larry Kuleba", "Yoon Ha"."""
    if any(e.kind != "person" for e in hit.entries):
        return False
    taken = {i for s in _both(hits, nouns) for i in range(s.first, s.last)}
    return _unknown_name(words, hit.first - 1, taken) or _unknown_name(words, hit.last, taken)


def _given_name(words: tuple[Word, ...], hit: Hit, hits: list[Hit], nouns: list[NounAt]) -> bool:
    """Say whether a firm's name is a person's here: "Commodore Rafael Dimaano"."""
    if hit.last - hit.first > 1 or any(e.kind != "organisation" for e in hit.entries):
        return False
    taken = {i for s in _both(hits, nouns) for i in range(s.first, s.last)}
    named = words[hit.first].text in lexicon().given_names
    return named and _unknown_name(words, hit.last, taken)


def _unknown_name(words: tuple[Word, ...], at: int, taken: set[int]) -> bool:
    """Say whether the word at an index reads as a part of a name that no table has."""
    if at in taken or not 0 <= at < len(words):
        return False
    word = words[at]
    return word.low in markers("name-part") or (
        word.text[0].isupper() and word.low not in _fillers()
    )


def _both(hits: list[Hit], nouns: list[NounAt]) -> list[Hit | NounAt]:
    """Give names and nouns together: both are ranges of words."""
    return [*hits, *nouns]


def _name_alike(words: tuple[Word, ...], noun: NounAt, hits: list[Hit]) -> bool:
    """Say whether a noun is somebody's surname: "Thomas Countryman", but not "Baltic Fleet"."""
    word = words[noun.first]
    if noun.last - noun.first > 1 or noun.noun.kind not in ("human", "kin"):
        return False
    if noun.plural or noun.first == 0 or not word.text[0].isupper() or word.text.isupper():
        return False
    taken = {i for h in hits for i in range(h.first, h.last)}
    before = noun.first - 1
    return _unknown_name(words, before, taken) and not find_nouns([words[before].low])


def _single_names(words: tuple[Word, ...], hits: list[Hit], nouns: list[NounAt]) -> Iterator[Hit]:
    """Yield names of one word that the text alone leaves in doubt: surnames, "Chile"."""
    taken = {i for s in _both(hits, nouns) for i in range(s.first, s.last)}
    for i, word in enumerate(words):
        if i in taken or not word.text[0].isupper() or word.low in _fillers():
            continue
        if _unknown_name(words, i - 1, taken) or _unknown_name(words, i + 1, taken):
            continue  # "Jill Biden", "Biden Smith"
        # In a running text "Chile" may be a pepper; an actor's phrase means the state.
        states = tuple(e for e in gazetteer().lookup(word.text) if e.kind == "state")
        people = by_surname(word.text)
        if states:
            yield Hit(i, i + 1, states)
        elif people:
            yield Hit(i, i + 1, tuple(t for p in people for t in p.terms), surname=True)
