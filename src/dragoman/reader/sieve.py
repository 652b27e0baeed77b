"""Role tags of a trigger's words in, the same without parties that are likely none out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from dragoman.reader.decode import role_ranges, softmax

SURE = 0.6
"""What a second recipient must be worth that is not joined to the likeliest one.

Of 180 recipients found beside another on the held-out stories those under it were right in one of
three cases; alone on their side they are right in one of two. Actors are not sieved: 0.5 to 0.6
gained them 0.005 on the held-out stories and lost 0.005 of both parties on PLV."""

RECIPIENT = 3
"""The tag with which a recipient begins; one inside has the next."""

_JOINTS = frozenset({
    "and", "or", ",", "&", "the", "an", "a", "as", "well", "both", "his", "her", "its", "their",
    "of", "'s", "’", "'", "s", "-", "—", "other", "including",
})  # fmt: skip
_JOINT = 4


def sieved(
    words: Sequence[str], roles: NDArray[np.float32], logits: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Give the tags (W,) without second recipients under `SURE`; `logits` are (W, 5)."""
    ranges = role_ranges(roles, RECIPIENT)  # type: ignore[arg-type]
    if len(ranges) < 2:
        return roles
    inside = softmax(logits)[:, RECIPIENT : RECIPIENT + 2].sum(1)
    worth = [float(inside[a:b].mean()) for a, b in ranges]
    best = worth.index(max(worth))
    # What follows "by" the passive makes the doer (sides.py), whichever side it was seen on.
    keep = {n for n, (a, _) in enumerate(ranges) if worth[n] >= SURE or _after_by(words, a)}
    keep.add(best)
    for step in (-1, 1):
        at = best
        while 0 <= at + step < len(ranges):
            first, second = sorted((ranges[at], ranges[at + step]))
            between = words[first[1] : second[0]]
            if len(between) > _JOINT or any(word.lower() not in _JOINTS for word in between):
                break
            at += step
            keep.add(at)
    out = roles.copy()
    for n, (a, b) in enumerate(ranges):
        if n not in keep:
            out[a:b] = 0
    return out


def _after_by(words: Sequence[str], at: int) -> bool:
    while at > 1 and words[at - 1].lower() in ("the", "a", "an"):
        at -= 1
    return at > 0 and words[at - 1].lower() == "by"
