"""States: the records of one thing, in time, in; the states through which it goes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from dragoman.forms.rows import LifeRow
from dragoman.ledger.registers.facts import Facts
from dragoman.ledger.registers.match import span_of
from dragoman.ledger.registers.member import Member, reported
from dragoman.ledger.registers.words import tells

_RANK = {"planned": 0, "announced": 1, "signed": 2, "ratified": 3, "ended": 4}
_MOVED = 7  # days by which a planned visit is told for later before it counts as postponed


def states(kind: str, told: Sequence[Member]) -> Iterator[LifeRow]:
    """Yield the states through which the thing goes, the first first."""
    current, before = "", None
    for m in told:
        state = _turn(kind, current, m, before)
        if m.facts.kind == kind:
            before = m.facts
        if state is None or state == current:
            continue
        link = m.link
        sure = m.facts.confidence * (1.0 if link is None or not current else link["confidence"])
        why = "told" if link is None or not current else link["why"]
        row = {
            "state": state,
            "from": reported(m),
            "record": m.row["id"],
            "confidence": round(sure, 4),
            "why": why,
        }
        yield cast(LifeRow, row)
        current = state


def _turn(kind: str, current: str, m: Member, before: Facts | None) -> str | None:
    """Return the state to which a record brings the thing, None where it leaves it as it is."""
    told = m.facts
    if kind == "agreement":
        return _agreed(current, told)
    if kind == "position":
        return _held(current, told, before)
    if kind == "visit":
        return _visited(current, told, before)
    if told.kind != kind:  # what keeps or breaks a promise says so by its link
        return m.link["state"] if m.link is not None else None
    if not current or told.state != "open":
        return told.state
    return None


def _agreed(current: str, told: Facts) -> str | None:
    """An agreement goes forward; a looser word for it later ("the deal") changes nothing."""
    if not current or _RANK[told.state] > _RANK[current]:
        return told.state
    return None


def _held(current: str, told: Facts, before: Facts | None) -> str | None:
    if not current or before is None:
        return "held"
    return ("reversed" if current == "held" else "held") if told.state != before.state else None


def _visited(current: str, told: Facts, before: Facts | None) -> str | None:
    if told.state == "made":
        return "made"
    if current == "made":
        return None
    if told.state == "cancelled" or (current and tells("postponed", told.text)):
        return "postponed" if tells("postponed", told.text) else "cancelled"
    if before is not None and current in ("planned", "postponed") and _later(before, told):
        return "postponed"
    return None if current == "postponed" else "planned"


def _later(before: Facts, told: Facts) -> bool:
    """Say whether a visit is told for days that lie clearly after those told before."""
    if before.first is None or told.first is None or before.state != "planned":
        return False
    return told.first > span_of(before)[1] + _MOVED
