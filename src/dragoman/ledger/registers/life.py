"""Lives: the records of one thing, in time, and what links them in; its states and chain out.

Nothing here touches a database, and nothing is decided twice: the links say which records belong
together, this module says what they make of the thing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from dragoman.forms.rows import (
    BearingRow,
    ChainRow,
    EntryRow,
    LifeRow,
    RecordRow,
    RegisterPartyRow,
)
from dragoman.ledger.registers.facts import Facts, facts
from dragoman.ledger.registers.match import span_of
from dragoman.ledger.registers.words import lists, tells

_ROLES = {
    "agreement": ("party",),
    "commitment": ("by", "to"),
    "position": ("holder",),
    "visit": ("visitor", "host"),
}
_ACTING = frozenset(roles[0] for roles in _ROLES.values())
_RANK = {"planned": 0, "announced": 1, "signed": 2, "ratified": 3, "ended": 4}
_MOST_PARTIES = 12
_MOVED = 7  # days by which a planned visit is told for later before it counts as postponed


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record was told."""

    title: str | None
    url: str | None
    copy_of: str | None


@dataclass(frozen=True, slots=True)
class Member:
    """A record of an entry, with its link (None for the one with which it began)."""

    number: int
    row: RecordRow
    facts: Facts
    source: Source
    link: BearingRow | None


def member(
    number: int,
    row: RecordRow,
    source: Source,
    link: BearingRow | None,
    known: Facts | None = None,
) -> Member:
    """Make a member of an entry; its facts are taken anew where they are not known."""
    return Member(number, row, known or facts(number, row), source, link)


def tell(entry: str, members: Sequence[Member]) -> EntryRow:
    """Tell an entry's life from its members, in whatever order they are given.

    Raises ValueError where none of them is of a register.
    """
    told = sorted(members, key=_in_time)
    own = [m for m in told if m.facts.kind in _ROLES]
    if not own:
        raise ValueError(f"{entry} has no record of a register")
    kind = own[0].facts.kind
    own = [m for m in own if m.facts.kind == kind]
    states = list(_states(kind, told))
    changing = {state["record"] for state in states}
    first = told[0].number
    now = states[-1]
    last = own[-1]
    best = _best(own)
    restated = _reported(last) if last.row["id"] not in changing else None
    reports = [day for m in told if (day := _reported(m)) is not None]
    whole = {
        "id": entry,
        "kind": kind,
        "what": _what(kind, best.row),
        "state": now["state"],
        "since": now["from"],
        "by_record": now["record"],
        "confidence": now["confidence"],
        "parties": _parties(kind, own),
        "area": sorted({area for m in own for area in m.facts.area}),
        "stance": _stance(own) if kind == "position" else None,
        "due": _due(own),
        "date": _days(own) if kind == "visit" else None,
        "place": _place(own),
        "first": min(reports, default=None),
        "last": max(reports, default=None),
        "restated": restated,
        "documents": len({m.row["document"] for m in told}),
        "sources": _sources(told),
        "learned_at": max(m.row["learned_at"] for m in told),
        "states": states,
        "chain": [_chained(m, m.row["id"] in changing, m.number == first) for m in told],
    }
    return cast(EntryRow, whole)


def is_public(row: Mapping[str, Any]) -> bool:
    """Say whether an entry is of public affairs: a state, a body or who speaks for one acts in it.

    A visit must go to another state than the visitor's.
    """
    acting = [p for p in row["parties"] if p["role"] in _ACTING and p["code"] is not None]
    public = [p for p in acting if p["sector"] is None or p["sector"] in lists().public]
    if not public or row["kind"] != "visit":
        return bool(public)
    goals = {p["code"] for p in row["parties"] if p["role"] == "host"}
    goals |= {row["place"]["code"]} if row["place"] else set()
    return bool(goals - {p["code"] for p in acting} - {None})


def _in_time(m: Member) -> tuple[int, int, int]:
    return m.facts.report, m.facts.first or m.facts.report, m.number


def _states(kind: str, told: Sequence[Member]) -> Iterator[LifeRow]:
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
            "from": _reported(m),
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


def _best(own: Sequence[Member]) -> Member:
    """Return the record that names the thing best: the one that says most, else the surest."""
    return max(own, key=lambda m: (min(len(m.facts.about), 6), m.facts.confidence, -m.number))


def _what(kind: str, row: Mapping[str, Any]) -> str:
    if kind == "agreement":
        return str(row["title"])
    if kind == "commitment":
        return str(row["what"]["text"])
    if kind == "position":
        return str(row["issue"]["text"])
    return str(row["evidence"][0]["text"])


def _parties(kind: str, own: Sequence[Member]) -> list[RegisterPartyRow]:
    """Return who stands in an entry, each once, the most often told first in its role."""
    counted: dict[tuple[str, str | None, str], int] = {}
    kept: dict[tuple[str, str | None, str], RegisterPartyRow] = {}
    for m in own:
        record: Mapping[str, Any] = m.row
        for role in _ROLES[kind]:
            given = record[role]
            for entity in given if isinstance(given, list) else [given]:
                key = (role, entity["code"], entity["name"].casefold())
                counted[key] = counted.get(key, 0) + 1
                kept.setdefault(
                    key,
                    RegisterPartyRow(
                        role=role,
                        code=entity["code"],
                        sector=entity["sector"],
                        name=entity["name"],
                    ),
                )
    order = {role: place for place, role in enumerate(_ROLES[kind])}
    ranked = sorted(kept, key=lambda key: (order[key[0]], -counted[key]))
    return [kept[key] for key in ranked[:_MOST_PARTIES]]


def _stance(own: Sequence[Member]) -> str:
    return own[-1].facts.state


def _due(own: Sequence[Member]) -> str | None:
    """Return the due day as last told."""
    days = [m.facts.due for m in own if m.facts.due is not None]
    return _iso(days[-1]) if days else None


def _days(own: Sequence[Member]) -> Any:
    """Return the days of a visit: as told of the one made, else as told last."""
    made = [m for m in own if m.facts.state == "made"] or list(own)
    dated = [m.facts for m in made if m.facts.first is not None]
    if not dated:
        return None
    start, end = span_of(dated[-1])
    return {"start": _iso(start), "end": _iso(end)}


def _place(own: Sequence[Member]) -> Any:
    for m in reversed(own):
        place = cast(Mapping[str, Any], m.row).get("place")
        if place is not None:
            return {"name": place["name"], "code": place["code"]}
    return None


def _sources(told: Sequence[Member]) -> int:
    own = [m for m in told if m.source.copy_of is None] or list(told)
    return len({m.row["publisher"] or m.row["document"] for m in own})


def _chained(m: Member, changes: bool, first: bool) -> ChainRow:
    row = m.row
    return ChainRow(
        record=row["id"],
        kind=row["kind"],
        state=m.facts.state,
        changes=changes,
        day=row["day"],
        document=row["document"],
        title=m.source.title,
        url=m.source.url,
        publisher=row["publisher"],
        published=row["published"],
        copy_of=m.source.copy_of,
        according_to=row["according_to"],
        confidence=row["confidence"],
        evidence=row["evidence"],
        corrected=row["corrected"],
        link=None if first else m.link,
    )


def _reported(m: Member) -> str | None:
    return _iso(m.facts.report) if m.facts.dated else None


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
