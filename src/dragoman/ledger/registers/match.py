"""Matching: two records of one register in, whether they tell one thing, how sure and why, out.

No database here: facts in, answers out. What is compared is told in docs/registers.md; the
confidences were set by reading entries of real stories, they are no measured probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dragoman.gazetteer.names import alike
from dragoman.ledger.registers.facts import Facts, Who
from dragoman.ledger.registers.words import cut, lists, overlap, same_verbs

# Days between reports within which two records may be of one thing.
REACH: Mapping[str, int] = {"agreement": 1_100, "commitment": 740, "position": 1_500, "visit": 120}
_MONTH, _YEAR = 31, 366
_BARE = frozenset({"joint", "bilateral", "draft", "landmark", "strategic", "fresh", "historic"})
_OTHER_VERB = 0.7  # what remains of a confidence where another verb is promised
_NEAR = 14  # days within which bare words ("the deal") are taken to mean the same thing


@dataclass(frozen=True, slots=True)
class Match:
    """How sure it is that two records tell one thing, and by what."""

    confidence: float
    why: str


def same_thing(earlier: Facts, later: Facts) -> Match | None:
    """Say whether two records of one kind tell one thing; None where nothing speaks for it."""
    if earlier.kind != later.kind or abs(later.report - earlier.report) > REACH[earlier.kind]:
        return None
    return _RULES[earlier.kind](earlier, later)


def same_party(one: Who, other: Who) -> Match | None:
    """Say whether two parties are one: the same person, body, or state by whoever speaks for it."""
    if one.kind == "person" and other.kind == "person":
        if one.entity is not None and one.entity == other.entity:
            return Match(1.0, "person")
        found = alike(one.name, other.name, one.code, other.code)
        return None if found is None else Match(found.confidence, f"person:{found.why}")
    if one.code is not None and one.code == other.code:
        if one.state and other.state:
            plain = one.kind == other.kind
            return Match(0.95 if plain else 0.8, "state" if plain else "speaks-for-state")
        if one.kind == other.kind == "people":
            return Match(0.8, "people")
    if one.name.casefold() == other.name.casefold() and one.code == other.code:
        return Match(1.0, "name")
    if one.entity is not None and one.entity == other.entity and one.kind == other.kind:
        return Match(0.95, "id")
    return None


def parties_alike(one: tuple[Who, ...], other: tuple[Who, ...]) -> Match | None:
    """Return the best likeness of any party of one with any of the other."""
    found = [m for a in one for b in other if (m := same_party(a, b)) is not None]
    return max(found, key=lambda m: m.confidence, default=None)


def _close(earlier: Facts, later: Facts) -> bool:
    """Say whether two records stand in one document or one story."""
    if earlier.document == later.document:
        return True
    return earlier.story is not None and earlier.story == later.story


def _agreements(earlier: Facts, later: Facts) -> Match | None:
    gap = abs(later.report - earlier.report)
    if earlier.numbers and later.numbers and not earlier.numbers & later.numbers:
        return None  # "the 2013 agreement" and "the 2015 agreement"
    parties, strength = _sides(earlier, later)
    if not parties or _begins_anew(earlier, later) or _begins_anew(later, earlier):
        return None
    if _words_alone(earlier) != _words_alone(later):
        return None  # a communique and the protocol signed beside it
    shared, smaller, _ = overlap(earlier.about, later.about)
    if earlier.about and later.about:
        if smaller < 0.5 or (shared < 2 and min(len(earlier.about), len(later.about)) > 2):
            return None
        if shared < 2 and gap > _YEAR:
            return None
        sure = (0.6 + 0.3 * smaller) * strength
        return Match(round(sure + (0.05 if _close(earlier, later) else 0), 2), f"{parties};title")
    if earlier.area and later.area and not earlier.area & later.area:
        return None
    done = {earlier.state, later.state} & {"signed", "ratified", "ended"}
    if done and "planned" in (earlier.state, later.state):
        return None  # one story of two: what is signed, and what is still to come
    if _close(earlier, later):
        return Match(round(0.75 * strength, 2), f"{parties};story")
    if gap <= _NEAR and strength == 1.0:
        return Match(0.55, f"{parties};days")
    return None


def _words_alone(told: Facts) -> bool:
    """Say whether a document only states something and binds nobody."""
    nouns = set(cut(told.text)) & lists().documents
    return bool(nouns & lists().statements) and not nouns - lists().statements - _BARE


def _begins_anew(done: Facts, other: Facts) -> bool:
    """Say whether one of two agreements was signed, or ended, long before the other is planned."""
    if done.state == "ended" and other.state != "ended":
        return other.report > done.report + _NEAR
    return done.state in ("signed", "ratified") and (
        other.state == "planned" and other.report > done.report + _MONTH
    )


def _sides(earlier: Facts, later: Facts) -> tuple[str, float]:
    """Return how the parties of two agreements agree and how much that counts, 0 for not at all."""
    one = {w.code or w.name.casefold() for w in earlier.one}
    other = {w.code or w.name.casefold() for w in later.one}
    shared = one & other
    if len(shared) >= 2:
        return "parties", 1.0 if shared in (one, other) else 0.85
    if shared and min(len(one), len(other)) == 1:
        return "party", 0.8
    return "", 0.0


def _commitments(earlier: Facts, later: Facts) -> Match | None:
    party = parties_alike(earlier.one, later.one)
    if party is None or earlier.without != later.without:
        return None
    if earlier.others and later.others and not earlier.others & later.others:
        return None
    found = _said_alike(earlier, later)
    if found is None:
        return None
    sure = found.confidence * party.confidence
    if earlier.verb and later.verb and not same_verbs(earlier.verb) & same_verbs(later.verb):
        sure *= _OTHER_VERB  # "defend itself from the threat", "analyse the threat"
    return Match(round(sure, 2), f"{party.why};{found.why}")


def _said_alike(earlier: Facts, later: Facts) -> Match | None:
    """Compare what is promised, or the issue: the same words, but for a few."""
    if not earlier.about or not later.about:
        return None
    shared, smaller, both = overlap(earlier.about, later.about)
    fewest = min(len(earlier.about), len(later.about))
    if fewest == 1:
        days = abs(later.report - earlier.report)
        near = _close(earlier, later) or (both == 1.0 and days <= _NEAR)  # "calm" is of a quarrel
        return Match(0.6, "word") if shared and near and both >= 0.5 else None
    if shared >= 2 and (smaller >= 0.6 or both >= 0.4):
        return Match(0.5 + 0.25 * smaller + 0.2 * both, "words")
    return None


def _positions(earlier: Facts, later: Facts) -> Match | None:
    party = parties_alike(earlier.one, later.one)
    if party is None:
        return None
    found = _said_alike(earlier, later)
    if found is None:
        return None
    if earlier.state != later.state:
        # A stance is turned only by who held it; two officials may simply differ.
        if party.why == "speaks-for-state" or earlier.document == later.document:
            return None
        if overlap(earlier.about, later.about)[2] < 0.4:
            return None
    return Match(round(found.confidence * party.confidence, 2), f"{party.why};{found.why}")


def _visits(earlier: Facts, later: Facts) -> Match | None:
    where = _destination(earlier) & _destination(later)
    if not where:
        return None
    party, strength = _visitors(earlier, later)
    if not party:
        return None
    if _too_late(earlier, later) or _too_late(later, earlier):
        return None
    gap = _days_between(earlier, later)
    if gap > _reach_of_visit(earlier, later, named=party == "visitor"):
        return None
    near = 1.0 if gap <= 3 else 0.9
    return Match(round(strength * near, 2), f"{party};place;{'day' if gap <= 3 else 'days'}")


def _destination(visit: Facts) -> frozenset[str]:
    """Return where a visit goes: its host's state or place, but not the visitor's own state."""
    return (visit.where - visit.codes) or visit.where


def _visitors(earlier: Facts, later: Facts) -> tuple[str, float]:
    persons = [[w for w in f.one if w.kind == "person"] for f in (earlier, later)]
    if all(persons):
        found = parties_alike(tuple(persons[0]), tuple(persons[1]))
        return ("visitor", 0.95 * found.confidence) if found is not None else ("", 0.0)
    if any(persons):
        return "", 0.0
    abroad = earlier.codes and not earlier.codes & (earlier.where | later.where)
    if abroad and earlier.codes == later.codes:
        return "visitor-state", 0.6 if _close(earlier, later) else 0.5
    found = parties_alike(earlier.one, later.one)
    return ("visitor", 0.85 * found.confidence) if found is not None else ("", 0.0)


def span_of(visit: Facts) -> tuple[int, int]:
    """Return the days of a visit: as told, else that of the report."""
    return visit.first or visit.report, visit.last or visit.first or visit.report


def _too_late(made: Facts, other: Facts) -> bool:
    """Say whether a visit was made before another record tells of it as to come, or as off."""
    if made.state != "made" or other.state == "made":
        return False
    return span_of(made)[0] < other.report - 2


def _days_between(one: Facts, other: Facts) -> int:
    first, second = sorted((span_of(one), span_of(other)))
    return max(0, second[0] - first[1])


def _reach_of_visit(earlier: Facts, later: Facts, *, named: bool) -> int:
    """Return how many days may lie between two records of one visit."""
    if earlier.state == later.state == "made":
        return 10 if named else 4
    dated = [f.first is not None for f in (earlier, later)]
    if not named:
        return 14 if all(dated) else 21
    if "cancelled" in (earlier.state, later.state) or earlier.state == later.state:
        return 100
    return 45 if all(dated) else 90


_RULES: Mapping[str, Callable[[Facts, Facts], Match | None]] = {
    "agreement": _agreements,
    "commitment": _commitments,
    "position": _positions,
    "visit": _visits,
}
