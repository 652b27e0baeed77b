"""Profiles: what is compared of an act, of one mention or of many; those of one act joined.

A profile of a happening is the sum of those of its mentions, so that both are compared alike. Days
are proleptic ordinals (`date.toordinal()`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import Any

KEPT = 64  # different parties, days, places kept of a happening: the most told
WORDS = 48  # weighted words kept of a happening
_BROAD = 20  # days: a longer span names a month or a year, not a day


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
    whole.words = unit(words)
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


def unit(weights: Mapping[int, float]) -> dict[int, float]:
    """Return the heaviest WORDS of weighted words as a vector of length 1."""
    kept = sorted(weights.items(), key=lambda term: (-term[1], term[0]))[:WORDS]
    length = sqrt(sum([weight * weight for _, weight in kept])) or 1.0
    return {word: weight / length for word, weight in kept}
