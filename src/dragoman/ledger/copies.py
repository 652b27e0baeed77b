"""Copies: a document's print and its candidates in, the original whose text it repeats out.

Syndicated and lightly edited texts count as one source. A cut-down copy is a copy, so what counts
is containment, not the overlap of the whole; quotations do not count (see `prints`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.ledger.prints import Made, containment
from dragoman.ledger.shelf import Kin, Shelf, Told, kin

# Of the development stories' pairs from two publishers, those read as copies have 0.60 to 1.00,
# the others at most 0.47 (docs/stories.md).
COPIED = 0.55
SAME_PUBLISHER = 0.9  # a publisher repeats its own background paragraphs in every report
FEWEST = 24  # shingles: below, an alert of one sentence and a copyright line look like a copy
CANDIDATES = 24


def find(
    told: Told, made: Made, shelf: Shelf, also: Iterable[Told] = ()
) -> tuple[Told, float] | None:
    """Return the kept document that `told` shares its text with most, and the containment.

    Candidates are those that MinHash finds by bands, at any time, and `also`: a cut-down copy has
    too small a Jaccard similarity for bands to meet, but it has the story's rare words.
    """
    candidates = {other.id: other for other in also}
    by_band = shelf.near(made.bands, 0, 10**7, CANDIDATES)
    for other in shelf.fetch([document for document in by_band if document not in candidates]):
        candidates[other.id] = other
    best: tuple[Told, float] | None = None
    for other in candidates.values():
        share = containment(told.body, other.body)
        if is_copy(told, other, share) and (best is None or share > best[1]):
            best = (other, share)
    return best


def is_copy(one: Told, other: Told, share: float) -> bool:
    """Say whether two documents with this containment have one text.

    Two versions of one page are not each other's copies: the ledger knows them as versions.
    """
    if one.url is not None and one.url == other.url:
        return False
    if min(len(one.body.shingles), len(other.body.shingles)) < FEWEST:
        return False
    same = one.publisher is not None and one.publisher == other.publisher
    return share >= (SAME_PUBLISHER if same else COPIED)


def original(group: Sequence[Kin]) -> Kin:
    """Return the original of documents with one text.

    It is the one whose publisher the others credit ("(Reuters)"), else one that credits no other
    outlet before one that does, else the earliest, else the longest.
    """
    credited = {_plain(outlet) for told in group for outlet in told.credits}

    def rank(told: Kin) -> tuple[bool, bool, int, int, str]:
        own = _plain(told.publisher or "")
        others = any(not _same(own, _plain(outlet)) for outlet in told.credits)
        is_credited = bool(own) and any(_same(own, name) for name in credited)
        return (not is_credited, others, told.day, -told.shingles, told.id)

    return min(group, key=rank)


def settle(told: Told, twin: Told, shelf: Shelf) -> str | None:
    """Place `told` among the documents with its twin's text; return its `copy_of`.

    The group has one original at any time, and every other's `copy_of` is its id. A new document
    that is the original after all becomes it, and the others are marked anew.
    """
    root = twin.copy_of or twin.id
    group = shelf.group(root)
    first = original([*group, kin(told)])
    if first.id != root:
        shelf.mark([other.id for other in group if other.id != first.id], first.id)
        if first.id != told.id:
            shelf.mark([first.id], None)
    return None if first.id == told.id else first.id


def _plain(outlet: str) -> str:
    """Reduce a name or a site to what the two have in common: `www.reuters.com`, `Reuters`."""
    name = outlet.casefold().removeprefix("www.").removeprefix("the ")
    labels = name.split(".")
    if len(labels) > 1 and " " not in name:
        name = max(labels[:-1], key=len)
    return "".join(c for c in name if c.isalnum())


def _same(site: str, outlet: str) -> bool:
    return bool(site) and bool(outlet) and (site == outlet or site == outlet.removeprefix("the"))
