"""Promises and what became of them: a commitment and a later record in, kept or broken out.

A later act, agreement or visit bears on a promise where the same party does, by name, what it
promised: the verb (or one that says the same) and the things promised must stand in it.
"""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.ledger.registers.facts import Facts
from dragoman.ledger.registers.match import parties_alike
from dragoman.ledger.registers.words import lists, overlap, same_verbs, tells

REACH = 1_100  # days after a promise within which an act may keep it
LEAST = 0.5  # confidence below which nothing is linked


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a later record does to a promise: the state it gives, how sure, why."""

    state: str
    confidence: float
    why: str


def bears_on(promise: Facts, later: Facts) -> Bearing | None:
    """Say what a later record does to a promise; None where it does nothing to it."""
    if later.document == promise.document or not 0 < later.report - promise.report <= REACH:
        return None
    if later.first is not None and later.first < promise.report - 1:
        return None  # done before it was promised
    party = parties_alike(promise.one, later.one)
    if party is None:
        return None
    if promise.others and later.others and not promise.others & (later.others | later.codes):
        return None
    found = _found(promise, later)
    if found is None:
        return None
    sure = round(min(0.9, found.confidence) * party.confidence, 2)
    return Bearing(found.state, sure, f"{party.why};{found.why}") if sure >= LEAST else None


def _found(promise: Facts, later: Facts) -> Bearing | None:
    if later.kind == "visit":
        return _by_visit(promise, later)
    if later.kind == "agreement":
        return _by_agreement(promise, later)
    if later.kind == "event":
        return _by_act(promise, later)
    return None


def _things(promise: Facts) -> frozenset[str]:
    """Return what is promised without the verb."""
    return frozenset(promise.about[:8]) - same_verbs(promise.verb)


def _by_visit(promise: Facts, visit: Facts) -> Bearing | None:
    if promise.verb not in same_verbs("visit") or visit.state == "planned":
        return None
    goal = promise.others & (visit.where - visit.codes)
    if not goal:
        return None
    kept = (visit.state == "made") != promise.without
    return Bearing("kept" if kept else "broken", 0.8 if kept else 0.6, "visit")


def _by_agreement(promise: Facts, agreement: Facts) -> Bearing | None:
    wanted = {"sign": ("signed", "ratified"), "ratif": ("ratified",), "conclud": ("signed",)}
    states = wanted.get(promise.verb)
    if states is None or agreement.state not in states or not agreement.about:
        return None
    shared, smaller, _ = overlap(_things(promise), agreement.about)
    if not shared or smaller < 0.5:
        return None
    return Bearing("broken" if promise.without else "kept", 0.6 + 0.25 * smaller, "agreement")


def _by_act(promise: Facts, act: Facts) -> Bearing | None:
    things = _things(promise)
    if not promise.verb or not things or act.root in lists().only_words:
        return None
    said = act.verb in same_verbs(promise.verb)
    shared, _, _ = overlap(things, act.about)
    share = shared / len(things)
    toward = bool(promise.others & act.others)
    sure = 0.35 + 0.4 * share + 0.1 * said + 0.1 * toward
    if shared < min(2, len(things)) or share < 0.34:
        return None
    if tells("withdrawn", act.text):
        return Bearing("withdrawn", sure - 0.1, "act;taken-back")
    if not said:
        return None
    if act.state == "negated" or tells("undone", act.text):
        return None if promise.without else Bearing("broken", sure - 0.15, "act;not-done")
    if act.state != "asserted" or not act.real:
        return None
    return Bearing("broken" if promise.without else "kept", sure, "act;verb;things")
