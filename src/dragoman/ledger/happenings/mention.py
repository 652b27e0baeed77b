"""Mentions: an event record in, what is compared of it out (a profile); profiles of one act joined.

A profile of a happening is the sum of those of its mentions, so that both are compared alike. Days
are proleptic ordinals (`date.toordinal()`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache
from math import sqrt
from typing import Any
from zlib import crc32

from dragoman.knowledge import mapping
from dragoman.ledger.happenings.toll import Toll, toll
from dragoman.ledger.prints import rarity
from dragoman.ledger.words import words_of

AROUND = 12  # words beside the trigger that count in full, those of its sentence beyond by half
KEPT = 64  # different parties, days, places kept of a happening: the most told
WORDS = 48  # weighted words kept of a happening
_LONGEST = 2_000  # characters of a sentence
_BROAD = 20  # days: a longer span names a month or a year, not a day
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")


@dataclass(slots=True)
class Profile:
    """What is compared of an act: how often its mentions say what.

    `actor` and `recipient` hold keys of parties: `c:CUB` a code, `n:...` a name, `w:...` a word of
    a description, `s:...` whether they are attackers or forces. `kinds` are the trigger's stem,
    kind and weapon, `dead` the numbers of dead, `days` spans of days, as told; `reports` the days
    of publication. `words` weighs the words around the triggers (hashed). `several` counts mentions
    of acts in general, `another` those of one more act, `definite` those of one known. `leads`
    counts the documents of which it is the act of its root that is told most; `confidence` is that
    of the surest mention. `spots` are (document, start, end) of sentences.
    """

    roots: dict[str, int] = field(default_factory=dict)
    modes: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    actor: dict[str, int] = field(default_factory=dict)
    recipient: dict[str, int] = field(default_factory=dict)
    days: dict[tuple[int, int], int] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    reports: dict[int, int] = field(default_factory=dict)
    stories: dict[str, int] = field(default_factory=dict)
    dead: dict[int, int] = field(default_factory=dict)
    words: dict[int, float] = field(default_factory=dict)
    mentions: int = 0
    several: int = 0
    another: int = 0
    definite: int = 0
    documents: int = 0
    leads: int = 0
    confidence: float = 0.0
    spots: list[tuple[int, int, int]] = field(default_factory=list)
    _root: str = ""  # asked for at every comparison; a profile does not change once it is made
    _codes: frozenset[str] | None = None
    seen: object = None  # what comparing has taken from it (dragoman.ledger.happenings.seen)

    @property
    def root(self) -> str:
        """The root that most mentions have."""
        if not self._root:
            self._root = most(self.roots)
        return self._root

    @property
    def exact(self) -> list[tuple[int, int]]:
        """The spans of days that name a day or some days, no month or year."""
        return [span for span in self.days if span[1] - span[0] < _BROAD]

    @property
    def status(self) -> str:
        """The status that most mentions have."""
        return most(self.statuses)

    def codes(self) -> frozenset[str]:
        """Return the codes of all parties, as keys."""
        if self._codes is None:
            every = (*self.actor, *self.recipient)
            self._codes = frozenset(key for key in every if key[0] == "c")
        return self._codes

    def to_json(self) -> dict[str, Any]:
        """Pack it for storing."""
        return {
            "roots": self.roots, "modes": self.modes, "statuses": self.statuses,
            "kinds": self.kinds, "actor": self.actor, "recipient": self.recipient,
            "days": [[*span, n] for span, n in self.days.items()], "places": self.places,
            "reports": list(self.reports.items()), "stories": self.stories,
            "dead": list(self.dead.items()),
            "words": [[word, round(weight, 3)] for word, weight in self.words.items()],
            "mentions": self.mentions, "several": self.several, "another": self.another,
            "definite": self.definite, "documents": self.documents, "leads": self.leads,
            "confidence": self.confidence,
        }  # fmt: skip

    def as_stored(self, told: Mapping[str, Any]) -> Profile:
        """Return what `from_json` would make of it; `told` is itself, packed."""
        return replace(self, words=dict(told["words"]), spots=[])

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Profile:
        """Unpack it."""
        return cls(
            told["roots"], told["modes"], told["statuses"],
            told["kinds"], told["actor"], told["recipient"],
            {(start, end): n for start, end, n in told["days"]},
            told["places"], dict(told["reports"]), told["stories"],
            dict(told["dead"]),
            dict(told["words"]), told["mentions"], told["several"], told["another"],
            told["definite"], told["documents"], told["leads"],
            told["confidence"],
        )  # fmt: skip


def most(counts: Mapping[str, int]) -> str:
    """Return what is counted most, of equals the first in the alphabet."""
    if len(counts) == 1:
        return next(iter(counts))
    return min(counts, key=lambda word: (-counts[word], word))


def join(profiles: Iterable[Profile]) -> Profile:
    """Return the profile of an act that the given ones tell."""
    given = list(profiles)
    if len(given) == 1 and all(len(getattr(given[0], name)) <= KEPT for name in _CUT):
        return replace(given[0], seen=None)
    whole = Profile()
    words = whole.words
    for one in given:
        for name in _COUNTED:
            if counts := getattr(one, name):
                _add(getattr(whole, name), counts)
        for word, weight in one.words.items():
            words[word] = words.get(word, 0.0) + weight * one.mentions
        whole.mentions += one.mentions
        whole.several += one.several
        whole.another += one.another
        whole.definite += one.definite
        whole.documents += one.documents
        whole.leads += one.leads
        whole.confidence = max(whole.confidence, one.confidence)
        whole.spots.extend(one.spots)
    whole.words = _unit(words)
    for name in _CUT:
        if len(counts := getattr(whole, name)) > KEPT:
            setattr(whole, name, dict(Counter(counts).most_common(KEPT)))
    return whole


_CUT = ("actor", "recipient", "kinds", "places", "days", "stories")
_COUNTED = (
    "roots", "modes", "statuses", "kinds", "actor", "recipient", "days", "places", "reports",
    "stories", "dead",
)  # fmt: skip


def _add(whole: dict[Any, int], counts: Mapping[Any, int]) -> None:
    if not whole:
        whole.update(counts)
        return
    for key, count in counts.items():
        whole[key] = whole.get(key, 0) + count


def profile(
    data: Mapping[str, Any], *, document: int, published: int | None, story: str | None
) -> Profile:
    """Cut an event record down to what is compared.

    `document` is the document's number, `published` its day, both for telling mentions apart.
    """
    trigger = data["trigger"]
    spot = _sentence(data["evidence"], trigger)
    before, after = _around(spot, trigger)
    made = Profile(
        roots={data["event"]: 1},
        modes=dict(Counter(data["mode"])),
        statuses={_status(data, (*before[-4:], *words_of(trigger["text"]))): 1},
        kinds=dict.fromkeys(kinds(trigger["text"]), 1),
        actor=dict.fromkeys(party_keys(data["actor"]), 1),
        recipient=dict.fromkeys(party_keys(data["recipient"]), 1),
        places=dict.fromkeys(_place_keys(data["place"]), 1),
        stories={story: 1} if story else {},
        dead={} if (dead := told_toll(data).dead) is None else {dead: 1},
        words=_weights(before, trigger["text"], after),
        mentions=1,
        confidence=data["confidence"],
        spots=[(document, spot["start"], spot["end"])],
    )
    when = data["date"]
    if when is not None and when["basis"] == "text":
        made.days[ordinal(when["start"]), ordinal(when["end"])] = 1
    if published is not None:
        made.reports[published] = 1
    near = set(before[-3:])
    made.several = int(bool(near & _table()["several"]))
    made.another = int(bool(near & _table()["another"]))
    made.definite = int(bool(near & _table()["definite"]))
    return made


def told_toll(data: Mapping[str, Any]) -> Toll:
    """Return the numbers of dead and hurt that stand nearest to an event's trigger."""
    spot = _sentence(data["evidence"], data["trigger"])
    return toll(spot["text"], data["trigger"]["start"] - spot["start"])


def ordinal(day: str) -> int:
    """Return an ISO day as a number."""
    return date.fromisoformat(day).toordinal()


def party_keys(entities: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the keys of parties: their codes, names, words of descriptions."""
    keys = set()
    for entity in entities:
        words = words_of(entity["name"])
        if entity["code"]:
            keys.add(f"c:{entity['code']}")
        if entity["id"] is not None or entity["kind"] in ("person", "organisation"):
            if entity["kind"] != "state" and words:
                keys.add("n:" + " ".join(words)[:80])
                keys.add(f"l:{words[-1]}")
        else:
            keys.update(f"w:{stem(word)}" for word in words[-4:] if rarity(word) > 1.0)
        for side in ("attackers", "forces"):
            if not _table()[side].isdisjoint(word.removesuffix("s") for word in words):
                keys.add(f"s:{side}")
    return keys


def kinds(trigger: str) -> set[str]:
    """Return a trigger's stems, the kinds of act that its words tell, and with which weapon."""
    found: set[str] = set()
    for word in words_of(trigger):
        known = _kinds().get(word, ())
        found.update(known)
        if known or rarity(word) > 1.5:
            found.add(f"s:{stem(word)}")
    return found


def stem(word: str) -> str:
    """Return a word without its commonest endings: `fired`, `firing`, `fires` are one."""
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            word = word[: -len(end)]
            break
    return word.removesuffix("e")


def _status(data: Mapping[str, Any], near: Iterable[str]) -> str:
    """Return an event's status, `cancelled` where words beside its trigger say so."""
    plannable = data["event"] in _table()["can_be_called_off"]
    status: str = data["status"]
    return "cancelled" if plannable and set(near) & _table()["called_off"] else status


def _sentence(
    evidence: Sequence[Mapping[str, Any]], trigger: Mapping[str, Any]
) -> Mapping[str, Any]:
    for span in evidence:
        if span["start"] <= trigger["start"] and trigger["end"] <= span["end"]:
            return span
    return trigger


def _around(spot: Mapping[str, Any], trigger: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the words of the sentence before and after the trigger."""
    cut = trigger["start"] - spot["start"]
    text = spot["text"]
    before = text[max(0, cut - _LONGEST) : cut]
    return words_of(before), words_of(text[cut + len(trigger["text"]) :][:_LONGEST])


def _weights(before: Sequence[str], trigger: str, after: Sequence[str]) -> dict[int, float]:
    weights: dict[int, float] = {}
    near = [*before[-AROUND:], *words_of(trigger), *after[:AROUND]]
    far = [*before[:-AROUND], *after[AROUND:]]
    for words, share in ((far, 0.5), (near, 1.0)):
        for word in words:
            key, rare = _term(word)
            if (weight := share * rare) > 0.5 and weight > weights.get(key, 0.0):
                weights[key] = weight
    return _unit(weights)


@lru_cache(maxsize=65_536)
def _term(word: str) -> tuple[int, float]:
    """Return a word as a number, and how much it tells: nothing where it is a single letter."""
    return crc32(stem(word).encode()), rarity(word) if len(word) > 1 else 0.0


def _unit(weights: Mapping[int, float]) -> dict[int, float]:
    kept = sorted(weights.items(), key=lambda term: (-term[1], term[0]))[:WORDS]
    length = sqrt(sum([weight * weight for _, weight in kept])) or 1.0
    return {word: weight / length for word, weight in kept}


def _place_keys(place: Mapping[str, Any] | None) -> set[str]:
    if place is None:
        return set()
    keys = {"n:" + " ".join(words_of(place["name"]))}
    if place["lat"] is not None:  # a town, not a country
        keys = {"t" + key[1:] for key in keys}
    return keys | {f"c:{place['code']}"} if place["code"] else keys


@cache
def _table() -> dict[str, frozenset[str]]:
    told = _read()
    names = (
        "several", "another", "definite", "called_off", "can_be_called_off", "attackers", "forces",
    )  # fmt: skip
    return {name: frozenset(told[name]) for name in names}


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    """Return for each word the kinds of act and the weapons that it tells."""
    found: dict[str, tuple[str, ...]] = {}
    told = _read()
    for mark, groups in (("k", told["kinds"]), ("v", told["weapons"])):
        for kind, words in groups.items():
            for part in (part for word in words for part in words_of(word)):
                found[part] = (*found.get(part, ()), f"{mark}:{kind}")
    return found


@cache
def _read() -> dict[str, Any]:
    return mapping("happenings/words.yaml")
