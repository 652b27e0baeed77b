"""Likeness: two profiles in, how likely they tell one act out.

A few things are compared, each a number; their weighted sum is the log odds. They are named, with
their weights for mentions in one document and for acts of two documents, in
`data/happenings/weights.csv` (`dragoman.ledger.fit_happenings` is what they were set by).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from math import log1p

from dragoman.ledger.happenings.mention import Profile

_RECIPROCAL = frozenset({"CONSULT", "AGREE", "COOPERATE"})
_VIOLENT = frozenset({"ASSAULT"})
_KINDS = {
    "COERCE": "of_hold",
    "SANCTION": "of_hold",
    "MOBILIZE": "of_force",
    "ACCUSE": "of_blame",
    "REJECT": "of_blame",
    "REQUEST": "of_blame",
    "THREATEN": "of_blame",
}
_LARGE = 20  # mentions beyond which more say no more
_FIT = (-1, 4)  # days from an act to a report that dates it not
_LONG_AGO = 10  # days between two acts of which both are dated to the day
# Days from an act, or its first report, to a report that dates it not: what is told later is
# another act, unless in the same words.
_LONG_SINCE = 14
_SAME_WORDS = 0.95
_FAR = 30  # days between reports beyond which more does not matter


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
    return sum(known[name] * value for name, value in found.items())


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


def compare(one: Profile, other: Profile, *, leads: bool | None = None) -> dict[str, float]:
    """Return what two profiles have in common, by its names; what is 0 is left out."""
    found: dict[str, float] = {"bias": 1.0}
    if one.root != other.root:
        found["root_differs"] = 1.0
    if one.modes and other.modes:
        found["mode_same" if one.modes.keys() & other.modes.keys() else "mode_differs"] = 1.0
    shared = one.kinds.keys() & other.kinds.keys()
    if any(key[0] == "s" for key in shared):
        found["trigger_same"] = 1.0
    elif any(key[0] == "k" for key in shared):
        found["kind_same"] = 1.0
    weapons = [{key for key in profile.kinds if key[0] == "v"} for profile in (one, other)]
    if all(weapons) and weapons[0].isdisjoint(weapons[1]):
        found["weapon_differs"] = 1.0
    if one.dead and other.dead and not one.dead.keys() & other.dead.keys():
        found["dead_differs"] = 1.0
    _compare_parties(one, other, found)
    if "actor_same" in found and "trigger_same" in found:
        found["deed_same"] = 1.0
    _compare_days(one, other, found)
    if "pair_same" in found and "day_same" in found:
        found["pair_and_day"] = 1.0
    _compare_places(one, other, found)
    _compare_manner(one, other, found)
    likeness = _cosine(one.words, other.words)
    found["words"] = likeness
    found["rare_words"] = max(0.0, likeness - 0.5)
    _compare_spots(one, other, found)
    if one.stories.keys() & other.stories.keys():
        found["story_same"] = 1.0
    found["unsure"] = 1 - min(one.confidence, other.confidence)
    found["size"] = log1p(min(max(one.mentions, other.mentions), _LARGE))
    if one.root in _VIOLENT and other.root in _VIOLENT:
        _compare_violence(found)
    elif one.root == other.root and one.root in _KINDS:
        found[_KINDS[one.root]] = 1.0
    if leads if leads is not None else (_leads(one) and _leads(other)):
        _compare_lead(one, other, found)
    return found


def _leads(profile: Profile) -> bool:
    return 2 * profile.leads > profile.documents


def _compare_violence(found: dict[str, float]) -> None:
    """Note what speaks for one act of violence, which news tells in many words."""
    found["violent"] = 1.0
    found["violent_words"] = found["words"]
    if "bare_one" in found or "bare_both" in found:
        found["violent_bare"] = 1.0
    if "definite_one" in found or "definite_both" in found:
        found["violent_definite"] = 1.0
    if found.keys() & {"day_same", "day_near", "day_fits"}:
        found["violent_near"] = 1.0


def _compare_lead(one: Profile, other: Profile, found: dict[str, float]) -> None:
    """Note what speaks for the chief act of its kind: what is not told apart is mostly that."""
    found["leads"] = 1.0
    if "bare_one" in found or "bare_both" in found:
        found["leads_bare"] = 1.0
    if "definite_one" in found or "definite_both" in found:
        found["leads_definite"] = 1.0
    if one.root in _VIOLENT and other.root in _VIOLENT:
        found["leads_violent"] = 1.0
    if found.keys() & {"day_same", "day_near", "day_fits"}:
        found["leads_near"] = 1.0


def _compare_parties(one: Profile, other: Profile, found: dict[str, float]) -> None:
    """Compare who acts with who acts; what both do to each other is one side."""
    if one.root in _RECIPROCAL and other.root in _RECIPROCAL:
        _compare_side("actor", one.actor + one.recipient, other.actor + other.recipient, found)
    else:
        _compare_side("actor", one.actor, other.actor, found)
        _compare_side("recipient", one.recipient, other.recipient, found)
        if _crosses(one, other) or _crosses(other, one):
            found["swapped"] = 1.0
    ours, theirs = _pair(one), _pair(other)
    if ours and ours == theirs:
        found["pair_same"] = 1.0
    for role in ("actor", "recipient"):
        if _side(getattr(one, role)) * _side(getattr(other, role)) < 0:
            found["side_differs"] = 1.0
    if not (one.codes() & other.codes()):
        found["no_party"] = 1.0
    bare = [not profile.actor and not profile.recipient for profile in (one, other)]
    if any(bare):
        found["bare_both" if all(bare) else "bare_one"] = 1.0


def _pair(profile: Profile) -> frozenset[str]:
    """Return the codes of an act between two parties or more, none of another act."""
    codes = profile.codes()
    return codes if len(codes) > 1 else frozenset()


def _side(keys: Mapping[str, int]) -> int:
    """Return -1 for attackers, 1 for all others, 0 where nobody is told."""
    return 0 if not keys else -1 if "s:attackers" in keys else 1


def _crosses(one: Profile, other: Profile) -> bool:
    """Say whether who acts in one is acted on in the other, and does not act there."""
    shared = one.actor.keys() & other.recipient.keys()
    return bool(shared - other.actor.keys() - one.recipient.keys())


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
    if not shared:
        found[f"{role}_apart"] = 1.0


def _codes(keys: Mapping[str, int]) -> set[str]:
    return {key for key in keys if key[0] == "c"}


def _compare_days(one: Profile, other: Profile, found: dict[str, float]) -> None:
    ours, theirs = one.exact, other.exact
    if ours and theirs:
        gap = min(_gap(mine, yours) for mine in ours for yours in theirs)
        found["day_same" if gap == 0 else "day_near" if gap == 1 else "day_apart"] = 1.0
        _note_far(gap, found)
        if gap > _LONG_AGO:
            found["exact_far"] = 1.0
    elif one.days and other.days:
        gap = min(_gap(mine, yours) for mine in one.days for yours in other.days)
        found["day_broad" if gap == 0 else "day_apart"] = 1.0
        _note_far(gap, found)
    elif one.days or other.days:
        told, untold = (one, other) if one.days else (other, one)
        lags = [report - end for _, end in told.days for report in untold.reports]
        fits = any(_FIT[0] <= lag <= _FIT[1] for lag in lags)
        if lags:
            found["day_fits" if fits else "day_unfit"] = 1.0
            _note_far(min(abs(lag) for lag in lags), found)
            planned = "future" in untold.statuses or "AGREE" in untold.roots
            if not planned and min(abs(lag) for lag in lags) > _LONG_SINCE:
                found["long_since"] = 1.0
    if one.reports and other.reports:
        # From the first report on, or news of one war would be one act for years.
        first = abs(min(one.reports) - min(other.reports))
        if not one.days and not other.days and first > _LONG_SINCE:
            found["long_since"] = 1.0
        apart = min(abs(mine - yours) for mine in one.reports for yours in other.reports)
        if apart:
            found["reports_apart"] = log1p(min(apart, _FAR))


def _note_far(gap: int, found: dict[str, float]) -> None:
    if gap > _FAR:
        found["day_far"] = 1.0


def _gap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(0, one[0] - other[1], other[0] - one[1])


def _compare_places(one: Profile, other: Profile, found: dict[str, float]) -> None:
    if not one.places or not other.places:
        return
    towns = [{key for key in profile.places if key[0] == "t"} for profile in (one, other)]
    if any(key[0] in "nt" for key in one.places.keys() & other.places.keys()):
        found["place_same"] = 1.0
    elif all(towns):
        found["town_differs"] = 1.0
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
    definite = (_mostly(one.definite, one), _mostly(other.definite, other))
    if any(definite):
        found["definite_both" if all(definite) else "definite_one"] = 1.0


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


def features() -> tuple[str, ...]:
    """Return the names of what is compared, in the order of the weights."""
    return tuple(weights("within"))


@cache
def weights(which: str) -> dict[str, float]:
    """Return a column of weights: `within` or `across` documents, or what these started from."""
    return {row["feature"]: float(row[which]) for row in _rows("weights.csv")}


def _rows(name: str) -> list[dict[str, str]]:
    text = (resources.files("dragoman") / "data/happenings" / name).read_text("utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if line[0] != "#"))
