"""Asking registers: what entries are wanted in, the entries with their chains out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, select

from dragoman.forms.rows import EntryRow
from dragoman.ledger import schema
from dragoman.ledger.opened import Opened
from dragoman.ledger.registers.belonging import members
from dragoman.ledger.registers.life import is_public, tell

E, X = schema.entries, schema.entry_codes
_BATCH = 500  # entries looked at together where what is wanted stands in their data


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which entries are wanted; what is None or empty does not matter.

    `kind` is agreement, commitment, position or visit. `country` and `other` are codes that stand
    in an entry, in any role; `by` and `to` are codes of those who act and of those it is done to.
    `area` is one of the record's areas, `state` the current state, `stance` that of a position.
    `first` and `last` are ISO days: entries that were told of between them. `since` is a day or
    instant: entries of which something was learned since. `due_by` wants promises due by a day.
    `public` leaves out entries in which no state, body or official acts. The latest told come
    first.
    """

    kind: str
    country: str | None = None
    other: str | None = None
    by: str | None = None
    to: str | None = None
    area: str | None = None
    state: Sequence[str] = ()
    stance: str | None = None
    first: str | None = None
    last: str | None = None
    since: str | None = None
    due_by: str | None = None
    least_confidence: float = 0.0
    public: bool = True
    limit: int | None = None


def entries(ledger: Opened, sought: Sought) -> Iterator[EntryRow]:
    """Yield the wanted entries, those told of last first, each with its chain of records."""
    with ledger.reading() as connection:
        yield from asked(connection, sought)


def told_entries(ledger: Opened, sought: Sought) -> Iterator[EntryRow]:
    """Yield the wanted entries as `entries` does, as they were last told: without their chains."""
    with ledger.reading() as connection:
        for _, data in _asked(connection, sought):
            yield cast(EntryRow, {**data, "chain": []})


def with_chains(ledger: Opened, ids: Sequence[str]) -> list[EntryRow]:
    """Return the entries of ids, in their order, each with its chain of records."""
    with ledger.reading() as connection:
        return _with_chains(connection, ids)


def entry(ledger: Opened, wanted: str) -> EntryRow | None:
    """Return the entry of an id, or that to which a record of an id belongs; None without one."""
    m, r = schema.entry_records, schema.records
    with ledger.reading() as connection:
        if not wanted.startswith("entry:"):
            of = select(m.c.entry).join_from(m, r, m.c.record == r.c.number)
            found = connection.scalar(of.where(r.c.id == wanted))
            if found is None:
                return None
            wanted = found
        return next(iter(_with_chains(connection, [wanted])), None)


def asked(connection: Connection, sought: Sought) -> Iterator[EntryRow]:
    """Yield the wanted entries over a connection of the ledger's own."""
    found = _asked(connection, sought)
    while some := list(islice(found, _BATCH)):
        yield from _with_chains(connection, [wanted for wanted, _ in some])


def _asked(connection: Connection, sought: Sought) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield ids and data of the wanted entries."""
    left = sought.limit
    after: tuple[str, str] | None = None
    while left is None or left > 0:
        size = _BATCH if left is None else min(_BATCH, max(left, 20))
        rows = connection.execute(_query(sought, after, size)).all()
        if not rows:
            return
        after = rows[-1].last, rows[-1].id
        wanted = [(row.id, row.data) for row in rows if _fits(row.data, sought)]
        wanted = wanted if left is None else wanted[:left]
        yield from wanted
        if left is not None:
            left -= len(wanted)


def _query(sought: Sought, after: tuple[str, str] | None, size: int) -> Select[Any]:
    codes = sorted({c for c in (sought.country, sought.other, sought.by, sought.to) if c})
    if codes:  # from the code's own index; the rest are looked up
        x = X.alias("found")
        query = select(E.c.id, x.c.last, E.c.data).join_from(x, E, x.c.entry == E.c.id)
        query = query.where(x.c.kind == sought.kind, x.c.code == codes[0])
        for place, code in enumerate(codes[1:]):
            y = X.alias(f"also_{place}")  # not the code's name: a query is compiled once
            also = select(y.c.entry).where(
                y.c.kind == sought.kind, y.c.code == code, y.c.last == x.c.last,
                y.c.entry == x.c.entry,
            )  # fmt: skip
            query = query.where(also.exists())
        last: ColumnElement[str] = x.c.last
        key: ColumnElement[str] = x.c.entry
    else:
        query = select(E.c.id, E.c.last, E.c.data).where(E.c.kind == sought.kind)
        last, key = E.c.last, E.c.id
        if sought.public:
            query = query.where(select(X.c.entry).where(X.c.entry == E.c.id).exists())
    if sought.state:
        query = query.where(E.c.state.in_(list(sought.state)))
    if sought.first is not None:
        query = query.where(last >= sought.first)
    if sought.last is not None:
        query = query.where(E.c.first <= sought.last)
    if sought.since is not None:
        query = query.where(E.c.learned_at >= sought.since)
    if after is not None:
        query = query.where((last < after[0]) | ((last == after[0]) & (key < after[1])))
    return query.order_by(last.desc(), key.desc()).limit(size)


def _fits(data: Any, sought: Sought) -> bool:
    """Check what stands in an entry's data alone."""
    parties = data["parties"]
    if sought.public and not is_public(data):
        return False
    for code, roles in ((sought.by, _ACTING), (sought.to, _SUFFERING)):
        if code and not any(p["code"] == code and p["role"] in roles for p in parties):
            return False
    if sought.area is not None and sought.area not in data["area"]:
        return False
    if sought.stance is not None and data["stance"] != sought.stance:
        return False
    if sought.due_by is not None and (data["due"] is None or data["due"] > sought.due_by):
        return False
    return bool(data["confidence"] >= sought.least_confidence)


_ACTING = ("party", "by", "holder", "visitor")
_SUFFERING = ("party", "to", "host")


def _with_chains(connection: Connection, ids: Sequence[str]) -> list[EntryRow]:
    if not ids:
        return []
    found = members(connection, ids)
    return [tell(one, found[one]) for one in ids if found.get(one)]
