"""Grouping: the mentions of a document in, in its order; which of them tell one act out.

A mention is taken to the likest act that was told before it, or begins one, as a reader does.
"""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.ledger.happenings.likeness import compatible, score
from dragoman.ledger.happenings.profile import Profile, join

_NEVER = float("-inf")
MOST = 200  # mentions of one document that are compared; what lies beyond stands alone


class _Compared:
    """Scores of a document's profiles, each pair worked out once; it holds on to the profiles."""

    def __init__(self) -> None:
        self._scores: dict[tuple[int, int, bool], tuple[float, Profile, Profile]] = {}

    def __call__(self, one: Profile, other: Profile, *, leads: bool) -> float:
        key = (id(one), id(other), leads)
        known = self._scores.get(key)
        if known is None:
            self._scores[key] = known = (score(one, other, leads=leads), one, other)
        return known[0]


def group(profiles: Sequence[Profile], *, threshold: float = 0.0) -> list[list[int]]:
    """Return groups of places in `profiles`, each in order, the groups by their first place.

    `threshold` is in log odds: 0 joins what is likelier one act than two.
    """
    groups: list[list[int]] = []
    acts: list[Profile] = []
    compared = _Compared()
    for place, profile in enumerate(profiles[:MOST]):
        chief = chiefs(acts)
        root = profile.root
        scores = [
            compared(profile, act, leads=chief[act.root] == number)
            if compatible(root, act.root)
            else _NEVER
            for number, act in enumerate(acts)
        ]
        best = max(range(len(acts)), key=lambda number: (scores[number], -number), default=-1)
        if best >= 0 and scores[best] >= threshold:
            groups[best].append(place)
            acts[best] = join([acts[best], profile])
        else:
            groups.append([place])
            acts.append(profile)
    alone = [[place] for place in range(MOST, len(profiles))]
    return _join_groups(groups, acts, threshold, compared) + alone


def _join_groups(
    groups: list[list[int]], acts: list[Profile], threshold: float, known: _Compared
) -> list[list[int]]:
    """Join acts that are one after all, now that the whole document is known: the likest first."""
    chief = chiefs(acts)
    left = dict(enumerate(acts))

    roots = {number: act.root for number, act in left.items()}

    def compared(later: int, earlier: int) -> float:
        if not compatible(roots[later], roots[earlier]):
            return _NEVER
        return known(left[later], left[earlier], leads=chief[acts[earlier].root] == earlier)

    scores = {
        (earlier, later): found
        for later in left
        for earlier in range(later)
        if (found := compared(later, earlier)) >= threshold
    }
    while scores:
        earlier, later = max(scores, key=lambda pair: (scores[pair], -pair[0], -pair[1]))
        groups[earlier] = sorted(groups[earlier] + groups[later])
        groups[later] = []
        left[earlier] = join([left[earlier], left.pop(later)])
        roots[earlier] = left[earlier].root
        scores = {pair: s for pair, s in scores.items() if not {earlier, later} & set(pair)}
        for other in left:
            pair = (min(earlier, other), max(earlier, other))
            if other != earlier and (found := compared(pair[1], pair[0])) >= threshold:
                scores[pair] = found
    return sorted(places for places in groups if places)


def whole_of(profiles: Sequence[Profile], groups: Sequence[Sequence[int]]) -> list[Profile]:
    """Return the profiles of a document's acts."""
    acts = [join(profiles[place] for place in places) for places in groups]
    chief = chiefs(acts)
    for number, act in enumerate(acts):
        act.documents = 1
        act.leads = int(chief[act.root] == number)
    return acts


def chiefs(acts: Sequence[Profile]) -> dict[str, int]:
    """Return for each root the place of the act that is told most, the first of equals."""
    found: dict[str, int] = {}
    for number, act in enumerate(acts):
        before = found.get(act.root)
        if before is None or act.mentions > acts[before].mentions:
            found[act.root] = number
    return found
