"""Lives: the records of one thing, in time, and what links them in; its states and chain out.

Nothing here touches a database, and nothing is decided twice: the links say which records belong
together, this module says what they make of the thing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from dragoman.forms.rows import (
    ChainRow,
    EntryRow,
    RegisterPartyRow,
)
from dragoman.ledger.registers.match import span_of
from dragoman.ledger.registers.member import Member, iso, reported
from dragoman.ledger.registers.states import states
from dragoman.ledger.registers.words import lists

_ROLES = {
    "agreement": ("party",),
    "commitment": ("by", "to"),
    "position": ("holder",),
    "visit": ("visitor", "host"),
}
_ACTING = frozenset(roles[0] for roles in _ROLES.values())
_MOST_PARTIES = 12


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
    gone_through = list(states(kind, told))
    changing = {state["record"] for state in gone_through}
    first = told[0].number
    now = gone_through[-1]
    last = own[-1]
    best = _best(own)
    restated = reported(last) if last.row["id"] not in changing else None
    reports = [day for m in told if (day := reported(m)) is not None]
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
        "states": gone_through,
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
    return iso(days[-1]) if days else None


def _days(own: Sequence[Member]) -> Any:
    """Return the days of a visit: as told of the one made, else as told last."""
    made = [m for m in own if m.facts.state == "made"] or list(own)
    dated = [m.facts for m in made if m.facts.first is not None]
    if not dated:
        return None
    start, end = span_of(dated[-1])
    return {"start": iso(start), "end": iso(end)}


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
