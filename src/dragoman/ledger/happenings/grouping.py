"""Grouping: profiles of mentions in, which of them tell one act out (average-free agglomeration).

The two likest groups are joined, then compared anew as one, until no two are like enough. The order
in which mentions are given does not matter, but among equals.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.ledger.happenings.likeness import score
from dragoman.ledger.happenings.mention import Profile, join

MOST = 250  # mentions of one document that are compared; what lies beyond stands alone


def group(profiles: Sequence[Profile], *, threshold: float = 0.0) -> list[list[int]]:
    """Return groups of places in `profiles`, each in order, the groups by their first place.

    `threshold` is in log odds: 0 joins what is likelier one act than two.
    """
    groups: dict[int, list[int]] = {place: [place] for place in range(len(profiles))}
    whole = dict(enumerate(profiles))
    scores = {
        (one, other): found
        for one in range(min(len(profiles), MOST))
        for other in range(one + 1, min(len(profiles), MOST))
        if (found := score(profiles[one], profiles[other], within=True)) >= threshold
    }
    while scores:
        one, other = max(scores, key=lambda pair: (scores[pair], -pair[0], -pair[1]))
        groups[one] = sorted(groups[one] + groups.pop(other))
        whole[one] = join([whole[one], whole.pop(other)])
        scores = {pair: found for pair, found in scores.items() if not {one, other} & set(pair)}
        for place in groups:
            if place != one and place < MOST:
                pair = (min(one, place), max(one, place))
                found = score(whole[pair[0]], whole[pair[1]], within=True)
                if found >= threshold:
                    scores[pair] = found
    return [groups[place] for place in sorted(groups)]
