"""Likeness: two profiles in, how likely they tell one act out.

A few things are compared, each a number; their weighted sum is the log odds. They are named, with
their weights for mentions in one document and for acts of two documents, in
`data/happenings/weights.csv` (`dragoman.ledger.fit_happenings` is what they were set by).
"""

from __future__ import annotations

from functools import cache

from dragoman.knowledge import rows
from dragoman.ledger.happenings.comparing import compare
from dragoman.ledger.happenings.profile import Profile

_SAME_WORDS = 0.95  # cosine from which two acts are told in the same words


def score(one: Profile, other: Profile, *, leads: bool | None = None) -> float:
    """Return the log odds that two profiles tell one act; -inf where their roots rule it out.

    Within a document `one` is a mention, `other` an act, and `leads` says whether that is the one
    of its root that the document has told most so far; across documents it is None.
    """
    if not compatible(one.root, other.root):
        return float("-inf")
    known = weights("across" if leads is None else "within")
    found = compare(one, other, leads=leads)
    if leads is None and "long_since" in found and found["words"] < _SAME_WORDS:
        return float("-inf")
    return sum([known[name] * value for name, value in found.items()])


@cache
def related(root: str) -> tuple[str, ...]:
    """Return the roots under which an act of a root may be told too, itself first."""
    found = [root]
    for one, other in _pairs():
        if root in (one, other):
            found.append(other if root == one else one)
    return tuple(found)


@cache
def compatible(one: str, other: str) -> bool:
    """Say whether two roots may tell one act (`data/happenings/roots.csv`)."""
    return other in related(one)


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple((row["one"], row["other"]) for row in rows("happenings/roots.csv"))


def features() -> tuple[str, ...]:
    """Return the names of what is compared, in the order of the weights."""
    return tuple(weights("within"))


@cache
def weights(which: str) -> dict[str, float]:
    """Return a column of weights: `within` or `across` documents, or what these started from."""
    return {row["feature"]: float(row[which]) for row in rows("happenings/weights.csv")}
