"""Comparing: two profiles in, what they have in common out, a number for each thing compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import log1p
from typing import Any

from dragoman.ledger.happenings.profile import Profile
from dragoman.ledger.happenings.seen import Keys, Seen, seen

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
_FAR = 30  # days between reports beyond which more does not matter
_SIZES = [log1p(size) for size in range(_LARGE + 1)]
_LAGS = [log1p(days) for days in range(_FAR + 1)]


def compare(one: Profile, other: Profile, *, leads: bool | None = None) -> dict[str, float]:
    """Return what two profiles have in common, by its names; what is 0 is left out."""
    ours, theirs = seen(one), seen(other)
    root, same_root = ours.root, ours.root == theirs.root
    found: dict[str, float] = {"bias": 1.0}
    if not same_root:
        found["root_differs"] = 1.0
    if one.modes and other.modes:
        found["mode_differs" if _apart(one.modes, other.modes) else "mode_same"] = 1.0
    if not ours.stems.isdisjoint(theirs.stems):
        found["trigger_same"] = 1.0
    elif not ours.kinds.isdisjoint(theirs.kinds):
        found["kind_same"] = 1.0
    if ours.weapons and theirs.weapons and ours.weapons.isdisjoint(theirs.weapons):
        found["weapon_differs"] = 1.0
    if one.dead and other.dead and _apart(one.dead, other.dead):
        found["dead_differs"] = 1.0
    _compare_parties(ours, theirs, found)
    if "actor_same" in found and "trigger_same" in found:
        found["deed_same"] = 1.0
    _compare_days(one, other, ours, theirs, found)
    if "pair_same" in found and "day_same" in found:
        found["pair_and_day"] = 1.0
    if ours.places and theirs.places:
        _compare_places(ours, theirs, found)
    _compare_manner(ours, theirs, found)
    likeness = _cosine(one.words, other.words)
    found["words"] = likeness
    if likeness > 0.5:
        found["rare_words"] = likeness - 0.5
    if one.spots and other.spots and one.spots[0][0] == other.spots[0][0]:
        _compare_spots(one, other, found)
    if one.stories and other.stories and not _apart(one.stories, other.stories):
        found["story_same"] = 1.0
    found["unsure"] = 1 - min(one.confidence, other.confidence)
    found["size"] = _SIZES[min(max(one.mentions, other.mentions), _LARGE)]
    violent = root in _VIOLENT and theirs.root in _VIOLENT
    if violent:
        _compare_violence(found)
    elif same_root and root in _KINDS:
        found[_KINDS[root]] = 1.0
    if leads if leads is not None else (ours.leads and theirs.leads):
        _compare_lead(found, violent=violent)
    return found


def _apart(one: Mapping[Any, int], other: Mapping[Any, int]) -> bool:
    return one.keys().isdisjoint(other)


def _compare_violence(found: dict[str, float]) -> None:
    """Note what speaks for one act of violence, which news tells in many words."""
    found["violent"] = 1.0
    found["violent_words"] = found["words"]
    if "bare_one" in found or "bare_both" in found:
        found["violent_bare"] = 1.0
    if "definite_one" in found or "definite_both" in found:
        found["violent_definite"] = 1.0
    if "day_same" in found or "day_near" in found or "day_fits" in found:
        found["violent_near"] = 1.0


def _compare_lead(found: dict[str, float], *, violent: bool) -> None:
    """Note what speaks for the chief act of its kind: what is not told apart is mostly that."""
    found["leads"] = 1.0
    if "bare_one" in found or "bare_both" in found:
        found["leads_bare"] = 1.0
    if "definite_one" in found or "definite_both" in found:
        found["leads_definite"] = 1.0
    if violent:
        found["leads_violent"] = 1.0
    if "day_same" in found or "day_near" in found or "day_fits" in found:
        found["leads_near"] = 1.0


def _compare_parties(ours: Seen, theirs: Seen, found: dict[str, float]) -> None:
    """Compare who acts with who acts; what both do to each other is one side."""
    if ours.root in _RECIPROCAL and theirs.root in _RECIPROCAL:
        _compare_side("actor", ours.sides, theirs.sides, ours.codes, theirs.codes, found)
    else:
        _compare_side(
            "actor", ours.actor, theirs.actor, ours.actor_codes, theirs.actor_codes, found
        )
        _compare_side(
            "recipient",
            ours.recipient,
            theirs.recipient,
            ours.recipient_codes,
            theirs.recipient_codes,
            found,
        )
        if _crosses(ours, theirs) or _crosses(theirs, ours):
            found["swapped"] = 1.0
    if ours.both and ours.both == theirs.both:
        found["pair_same"] = 1.0
    if (
        ours.side_actor * theirs.side_actor < 0
        or ours.side_recipient * theirs.side_recipient < 0
    ):  # fmt: skip
        found["side_differs"] = 1.0
    if ours.codes.isdisjoint(theirs.codes):
        found["no_party"] = 1.0
    if ours.bare or theirs.bare:
        found["bare_both" if ours.bare and theirs.bare else "bare_one"] = 1.0


def _crosses(one: Seen, other: Seen) -> bool:
    """Say whether who acts in one is acted on in the other, and does not act there."""
    if one.actor.isdisjoint(other.recipient):
        return False
    return bool((one.actor & other.recipient) - other.actor - one.recipient)


_FOUND = {
    role: tuple(f"{role}_{what}" for what in ("missing", "named", "same", "differs", "apart"))
    for role in ("actor", "recipient")
}


def _compare_side(
    role: str, one: Keys, other: Keys, ours: Keys, theirs: Keys, found: dict[str, float]
) -> None:
    """Compare two sides by all their keys, and by those that are codes."""
    missing, named, same, differs, apart = _FOUND[role]
    if not one or not other:
        found[missing] = 1.0
        return
    shared = one & other
    both = ours & theirs
    if len(shared) > len(both):
        found[named] = 1.0
    if both:
        found[same] = len(both) / min(len(ours), len(theirs))
    elif ours and theirs:
        found[differs] = 1.0
    if not shared:
        found[apart] = 1.0


def _compare_days(
    one: Profile, other: Profile, ours: Seen, theirs: Seen, found: dict[str, float]
) -> None:
    if ours.exact and theirs.exact:
        gap = _least_gap(ours.exact, theirs.exact)
        found["day_same" if gap == 0 else "day_near" if gap == 1 else "day_apart"] = 1.0
        if gap > _FAR:
            found["day_far"] = 1.0
        if gap > _LONG_AGO:
            found["exact_far"] = 1.0
    elif one.days and other.days:
        gap = _least_gap(one.days, other.days)
        found["day_broad" if gap == 0 else "day_apart"] = 1.0
        if gap > _FAR:
            found["day_far"] = 1.0
    elif one.days or other.days:
        told, untold = (one, theirs) if one.days else (other, ours)
        lags = [report - end for _, end in told.days for report in untold.report_days]
        if lags:
            fits = any([_FIT[0] <= lag <= _FIT[1] for lag in lags])
            found["day_fits" if fits else "day_unfit"] = 1.0
            least = min([abs(lag) for lag in lags])
            if least > _FAR:
                found["day_far"] = 1.0
            if not untold.planned and least > _LONG_SINCE:
                found["long_since"] = 1.0
    if ours.report_days and theirs.report_days:
        # From the first report on, or news of one war would be one act for years.
        first = abs(ours.first_report - theirs.first_report)
        if first > _LONG_SINCE and not one.days and not other.days:
            found["long_since"] = 1.0
        apart = min([abs(m - y) for m in ours.report_days for y in theirs.report_days])
        if apart:
            found["reports_apart"] = _LAGS[min(apart, _FAR)]


def _least_gap(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> int:
    """Return the days between the nearest two of the spans, 0 where two share a day."""
    return min([max(0, a[0] - b[1], b[0] - a[1]) for a in one for b in other])


def _compare_places(ours: Seen, theirs: Seen, found: dict[str, float]) -> None:
    if not ours.towns_and_names.isdisjoint(theirs.towns_and_names):
        found["place_same"] = 1.0
    elif ours.town and theirs.town:
        found["town_differs"] = 1.0
    elif ours.place_codes.isdisjoint(theirs.place_codes):
        found["place_differs"] = 1.0


def _compare_manner(ours: Seen, theirs: Seen, found: dict[str, float]) -> None:
    if ours.standing != theirs.standing:
        told = "background" if ours.background or theirs.background else "status_differs"
        found[told] = 1.0
    if ours.general or theirs.general:
        found["several_both" if ours.general and theirs.general else "several_one"] = 1.0
    if ours.another != theirs.another:
        found["another"] = 1.0
    if ours.definite or theirs.definite:
        found["definite_both" if ours.definite and theirs.definite else "definite_one"] = 1.0


def _compare_spots(one: Profile, other: Profile, found: dict[str, float]) -> None:
    """Compare where two mentions stand in one document."""
    nearest = min([abs(mine[1] - yours[1]) for mine in one.spots for yours in other.spots])
    if nearest == 0:
        found["one_sentence"] = 1.0
    else:
        found["sentences_apart"] = log1p(nearest / 200)


def _cosine(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    shared = one.keys() & other.keys()
    # Summed in the order of the words, so that it is the same number whichever comes first.
    return sum([one[word] * other[word] for word in sorted(shared)]) if shared else 0.0
