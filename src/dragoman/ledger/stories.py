"""Stories: documents in the order in which they come in, for each the story that it tells out.

Different texts that tell the same happening within days are one story. A document is compared with
the few kept ones that share its rarest words, so the work for one does not grow with the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import exp

from dragoman.ledger import copies
from dragoman.ledger.prints import Made, cosine
from dragoman.ledger.shelf import Shelf, Told

Meaning = Callable[[str, str], float]


@dataclass(frozen=True, slots=True)
class Tuning:
    """The numbers of the clustering; `dragoman.ledger.measure_stories` is what they were set by.

    Two documents' likeness is the cosine of their terms, times a factor that falls from 1 on the
    same day to `floor` long after, by e every `fade_days`. A story's likeness is the mean over its
    `links` likest members. With encoder vectors, `meaning` is their share in the likeness.
    """

    threshold: float = 0.14
    fade_days: float = 30.0
    floor: float = 0.5
    links: int = 3
    members: int = 8
    candidates: int = 40
    window_days: int = 120
    ahead_days: int = 15
    meaning: float = 0.3


TUNING = Tuning()


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a document stands: its story, the document it copies, how like its story is (0 to 1).

    `likeness` is the containment for a copy, 0 for the first document of a story.
    """

    story: str
    copy_of: str | None
    likeness: float


def place(
    told: Told,
    made: Made,
    shelf: Shelf,
    tuning: Tuning = TUNING,
    meaning: Meaning | None = None,
) -> Placed:
    """Find the story and the original of a document, and keep it on the shelf.

    Documents that the shelf holds are not moved to another story. `meaning` compares two documents
    by id (the cosine of their encoder vectors); None compares words alone.
    """
    first, last = told.day - tuning.window_days, told.day + tuning.ahead_days
    near = shelf.fetch(shelf.near(made.rare, first, last, tuning.candidates))
    twin = copies.find(told, made, shelf, near)
    if twin is not None:
        copy_of = copies.settle(told, twin[0], shelf)
        placed = Placed(twin[0].story or story_id(told.id), copy_of, twin[1])
    else:
        version = next((o for o in near if told.url is not None and o.url == told.url), None)
        if version is not None and version.story is not None:
            placed = Placed(version.story, None, 1.0)
        else:
            placed = _join(told, near, shelf, tuning, meaning)
    shelf.put(replace(told, story=placed.story, copy_of=placed.copy_of), made)
    return placed


def story_id(document: str) -> str:
    """Return the id of the story that a document begins: stable, as documents come in one order."""
    return "story:" + sha256(document.encode()).hexdigest()[:16]


def likeness(
    one: Told, other: Told, tuning: Tuning = TUNING, meaning: Meaning | None = None
) -> float:
    """Return how likely it is that two documents tell one happening, 0 to 1, uncalibrated."""
    told = cosine(one.body, other.body)
    if meaning is not None:
        told = (1 - tuning.meaning) * told + tuning.meaning * max(0.0, meaning(one.id, other.id))
    return told * _fading(one.day - other.day, tuning)


def _fading(days: int, tuning: Tuning) -> float:
    return tuning.floor + (1 - tuning.floor) * exp(-abs(days) / tuning.fade_days)


def _join(
    told: Told, near: Sequence[Told], shelf: Shelf, tuning: Tuning, meaning: Meaning | None
) -> Placed:
    """Take the likest story of the candidates, or begin one."""
    likenesses: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for other in near:
        if other.story is not None:
            likenesses[other.story][other.id] = likeness(told, other, tuning, meaning)
    best = Placed(story_id(told.id), None, 0.0)
    for story, known in sorted(likenesses.items()):
        if max(known.values()) < tuning.threshold:
            continue
        rest = [d for d in shelf.members(story, tuning.members) if d not in known]
        for other in shelf.fetch(rest):
            known[other.id] = likeness(told, other, tuning, meaning)
        top = sorted(known.values(), reverse=True)[: tuning.links]
        mean = sum(top) / len(top)
        if mean >= tuning.threshold and mean > best.likeness:
            best = Placed(story, None, mean)
    return best
