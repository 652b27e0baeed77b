"""Where prints stand between documents: the few questions that copies and stories ask of a store.

`Shelf` is the interface; `Memory` answers it from dicts (tests, measuring, small heaps of text),
`dragoman.ledger.printed.Printed` from the ledger's tables.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from dragoman.ledger.prints import Made, Print


@dataclass(frozen=True, slots=True)
class Told:
    """A document as it is placed: who published it, when, what it says of its origin, its print.

    `day` is the day of publication as a proleptic ordinal (`date.toordinal()`), else that on which
    it was learned. `credits` are the outlets that the story credits. `story` and `copy_of` are None
    until it is placed; `copy_of` stays None for an original.
    """

    id: str
    day: int
    url: str | None
    publisher: str | None
    credits: tuple[str, ...]
    body: Print
    story: str | None = None
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Kin:
    """What finding the original of documents with one text asks of each of them."""

    id: str
    day: int
    publisher: str | None
    credits: tuple[str, ...]
    shingles: int


class Shelf(Protocol):
    """The store of prints: documents go in with their keys, candidates come out."""

    def put(self, told: Told, made: Made) -> None:
        """Keep a placed document and the keys by which it is found."""

    def near(self, keys: Sequence[int], first: int, last: int, limit: int) -> list[str]:
        """Return documents of the days `first` to `last` with any of the keys, likest first."""

    def fetch(self, documents: Iterable[str]) -> list[Told]:
        """Return what is kept of the documents."""

    def members(self, story: str, limit: int) -> list[str]:
        """Return the last documents of a story that are no copies."""

    def group(self, original: str) -> list[Kin]:
        """Return a document and those whose `copy_of` it is."""

    def mark(self, documents: Iterable[str], copy_of: str | None) -> None:
        """Set `copy_of` of documents that are kept."""


def kin(told: Told) -> Kin:
    """Return what finding the original asks of a document."""
    return Kin(told.id, told.day, told.publisher, told.credits, len(told.body.shingles))


class Memory:
    """A shelf in memory."""

    def __init__(self) -> None:
        self.documents: dict[str, Told] = {}
        self._keys: defaultdict[int, list[str]] = defaultdict(list)
        self._stories: defaultdict[str, list[str]] = defaultdict(list)

    def put(self, told: Told, made: Made) -> None:
        """Keep a placed document."""
        self.documents[told.id] = told
        for key in {*made.bands, *made.rare}:
            self._keys[key].append(told.id)
        if told.story is not None:
            self._stories[told.story].append(told.id)

    def near(self, keys: Sequence[int], first: int, last: int, limit: int) -> list[str]:
        """Return candidates; among equals the latest ones."""
        shared: Counter[str] = Counter()
        for key in keys:
            shared.update(self._keys.get(key, ()))
        inside = [d for d in shared if first <= self.documents[d].day <= last]
        inside.sort(key=lambda d: (-shared[d], -self.documents[d].day, d))
        return inside[:limit]

    def fetch(self, documents: Iterable[str]) -> list[Told]:
        """Return the documents."""
        return [self.documents[document] for document in documents]

    def members(self, story: str, limit: int) -> list[str]:
        """Return the last originals of a story."""
        originals = [d for d in self._stories[story] if self.documents[d].copy_of is None]
        return originals[-limit:]

    def group(self, original: str) -> list[Kin]:
        """Return a document and its copies."""
        story = self.documents[original].story or ""
        told = [self.documents[d] for d in self._stories[story]]
        return [kin(one) for one in told if original in (one.id, one.copy_of)]

    def mark(self, documents: Iterable[str], copy_of: str | None) -> None:
        """Set `copy_of`."""
        for document in documents:
            self.documents[document] = replace(self.documents[document], copy_of=copy_of)
