"""Likeness: two profiles in, how likely they tell one act out.

A few things are compared (FEATURES), each a number; their weighted sum is the log odds. There are
two sets of weights, for mentions in one document and for acts of two documents
(`data/happenings/weights.csv`; `dragoman.ledger.measure_happenings` is what they were set by).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from math import log1p

from dragoman.ledger.happenings.mention import Profile

FEATURES = (
    "bias",
    "root_differs",
    "mode_same",
    "mode_differs",
    "trigger_same",
    "kind_same",
    "actor_same",
    "actor_named",
    "actor_differs",
    "actor_missing",
    "recipient_same",
    "recipient_named",
    "recipient_differs",
    "recipient_missing",
    "swapped",
    "no_party",
    "day_same",
    "day_near",
    "day_apart",
    "day_fits",
    "day_unfit",
    "day_broad",
    "reports_apart",
    "place_same",
    "place_differs",
    "status_differs",
    "background",
    "words",
    "rare_words",
    "one_sentence",
    "sentences_apart",
    "several_one",
    "several_both",
    "another",
    "story_same",
)
_RECIPROCAL = frozenset({"CONSULT", "AGREE", "COOPERATE", "SUPPORT"})
_FIT = (-1, 4)  # days from an act to a report that dates it not
_FAR = 30  # days between reports beyond which more does not matter


def score(one: Profile, other: Profile, *, within: bool) -> float:
    """Return the log odds that two profiles tell one act; -inf where their roots rule it out."""
    if not compatible(one.root, other.root):
        return float("-inf")
    weights = _weights()["within" if within else "across"]
    found = compare(one, other)
    return sum(weights[name] * value for name, value in found.items())


@cache
def related(root: str) -> tuple[str, ...]:
    """Return the roots under which an act of a root may be told too, itself first."""
    found = [root]
    for one, other in _pairs():
        if root in (one, other):
            found.append(other if root == one else one)
    return tuple(found)


def compatible(one: str, other: str) -> bool:
    """Say whether two roots may tell one act (`data/happenings/roots.csv`)."""
    return other in related(one)


def compare(one: Profile, other: Profile) -> dict[str, float]:
    """Return what two profiles have in common, by the names of FEATURES; what is 0 is left out."""
    found: dict[str, float] = {"bias": 1.0}
    if one.root != other.root:
        found["root_differs"] = 1.0
    if one.modes and other.modes:
        found["mode_same" if one.modes.keys() & other.modes.keys() else "mode_differs"] = 1.0
    shared = one.kinds.keys() & other.kinds.keys()
    if any(key[0] == "s" for key in shared):
        found["trigger_same"] = 1.0
    elif shared:
        found["kind_same"] = 1.0
    _compare_parties(one, other, found)
    _compare_days(one, other, found)
    _compare_places(one, other, found)
    _compare_manner(one, other, found)
    likeness = _cosine(one.words, other.words)
    found["words"] = likeness
    found["rare_words"] = max(0.0, likeness - 0.5)
    _compare_spots(one, other, found)
    if one.stories.keys() & other.stories.keys():
        found["story_same"] = 1.0
    return found


def _compare_parties(one: Profile, other: Profile, found: dict[str, float]) -> None:
    """Compare who acts with who acts; what both do to each other is one side."""
    if one.root in _RECIPROCAL and other.root in _RECIPROCAL:
        _compare_side("actor", one.actor + one.recipient, other.actor + other.recipient, found)
    else:
        _compare_side("actor", one.actor, other.actor, found)
        _compare_side("recipient", one.recipient, other.recipient, found)
        if "actor_same" not in found and "recipient_same" not in found:
            crossed = _codes(one.actor) & _codes(other.recipient)
            if crossed or _codes(one.recipient) & _codes(other.actor):
                found["swapped"] = 1.0
    if not (one.codes() & other.codes()):
        found["no_party"] = 1.0


def _compare_side(
    role: str, one: Mapping[str, int], other: Mapping[str, int], found: dict[str, float]
) -> None:
    if not one or not other:
        found[f"{role}_missing"] = 1.0
        return
    shared = one.keys() & other.keys()
    ours, theirs = _codes(one), _codes(other)
    if any(key[0] != "c" for key in shared):
        found[f"{role}_named"] = 1.0
    if ours & theirs:
        found[f"{role}_same"] = len(ours & theirs) / min(len(ours), len(theirs))
    elif ours and theirs:
        found[f"{role}_differs"] = 1.0


def _codes(keys: Mapping[str, int]) -> set[str]:
    return {key for key in keys if key[0] == "c"}


def _compare_days(one: Profile, other: Profile, found: dict[str, float]) -> None:
    ours, theirs = one.exact, other.exact
    if ours and theirs:
        gap = min(_gap(mine, yours) for mine in ours for yours in theirs)
        found["day_same" if gap == 0 else "day_near" if gap == 1 else "day_apart"] = 1.0
    elif one.days and other.days:
        gap = min(_gap(mine, yours) for mine in one.days for yours in other.days)
        found["day_broad" if gap == 0 else "day_apart"] = 1.0
    elif one.days or other.days:
        told, untold = (one, other) if one.days else (other, one)
        lags = [report - end for _, end in told.days for report in untold.reports]
        fits = any(_FIT[0] <= lag <= _FIT[1] for lag in lags)
        if lags:
            found["day_fits" if fits else "day_unfit"] = 1.0
    if one.reports and other.reports:
        apart = min(abs(mine - yours) for mine in one.reports for yours in other.reports)
        if apart:
            found["reports_apart"] = log1p(min(apart, _FAR))


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])


def _compare_places(one: Profile, other: Profile, found: dict[str, float]) -> None:
    if not one.places or not other.places:
        return
    if any(key[0] == "n" for key in one.places.keys() & other.places.keys()):
        found["place_same"] = 1.0
    elif not _codes(one.places) & _codes(other.places):
        found["place_differs"] = 1.0


def _compare_manner(one: Profile, other: Profile, found: dict[str, float]) -> None:
    ours, theirs = _standing(one.statuses), _standing(other.statuses)
    if "historical" in (ours, theirs) and ours != theirs:
        found["background"] = 1.0
    elif ours != theirs:
        found["status_differs"] = 1.0
    general = (_mostly(one.several, one), _mostly(other.several, other))
    if all(general):
        found["several_both"] = 1.0
    elif any(general):
        found["several_one"] = 1.0
    if _mostly(one.another, one) != _mostly(other.another, other):
        found["another"] = 1.0


def _standing(statuses: Counter[str]) -> str:
    """Return how far an act has come by most mentions; what is planned and what is done are one."""
    most = min(statuses, key=lambda status: (-statuses[status], status), default="asserted")
    return "asserted" if most in ("future", "cancelled") else most


def _mostly(count: int, whole: Profile) -> bool:
    return 2 * count > whole.mentions


def _compare_spots(one: Profile, other: Profile, found: dict[str, float]) -> None:
    """Compare where two mentions stand in one document."""
    if not one.spots or not other.spots or one.spots[0][0] != other.spots[0][0]:
        return
    gaps = [abs(mine[1] - yours[1]) for mine in one.spots for yours in other.spots]
    nearest = min(gaps)
    if nearest == 0:
        found["one_sentence"] = 1.0
    else:
        found["sentences_apart"] = log1p(nearest / 200)


def _cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    few, many = sorted((one, other), key=len)
    return sum(weight * many[word] for word, weight in few.items() if word in many)


@cache
def _pairs() -> tuple[tuple[str, str], ...]:
    return tuple((row["one"], row["other"]) for row in _rows("roots.csv"))


@cache
def _weights() -> dict[str, dict[str, float]]:
    rows = _rows("weights.csv")
    return {
        where: {row["feature"]: float(row[where]) for row in rows} for where in ("within", "across")
    }


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("dragoman") / "data/happenings" / name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line[0] != "#"))
