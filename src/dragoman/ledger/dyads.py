"""Which countries happenings stand between: happenings in, what an index counts out.

A happening stands between each of its actors and each of its recipients. Where nobody is acted on,
those who cooperate together stand between one another, each to each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import permutations
from typing import Any

from sqlalchemy import Connection, Select, delete, exists, func, insert, or_, select

from dragoman.forms.rows import ActRow, HappeningRow
from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.opened import Opened

ANYONE = "*"
_COOPERATION = (1, 2)  # quad codes
_LENGTHS = {"month": 7, "year": 4}  # characters of an ISO day
_Y = schema.dyads


def put_dyads(
    connection: Connection,
    told: Sequence[tuple[HappeningRow, str]],
    stored: Collection[str] | None = None,
) -> None:
    """Write the countries of happenings, in place of earlier ones; each with its day.

    `stored` are those that may have earlier ones, by their ids: all, unless told.
    """
    ids = [happening["id"] for happening, _ in told] if stored is None else sorted(stored)
    for some in slices(ids, 500):
        connection.execute(delete(_Y).where(_Y.c.happening.in_(some)))
    rows = [row for happening, day in told for row in _rows(happening, day)]
    if rows:
        connection.execute(insert(_Y), rows)


def acts_between(
    ledger: Opened,
    sources: Sequence[str],
    targets: Sequence[str],
    *,
    directed: bool = False,
    first: str | None = None,
    last: str | None = None,
) -> Iterator[ActRow]:
    """Yield the happenings from any of the sources to any of the targets, one a row and direction.

    Both directions unless `directed`. `first` and `last` are ISO days, both inclusive.
    """
    there = _Y.c.source.in_(sources) & _Y.c.target.in_(targets)
    back = _Y.c.source.in_(targets) & _Y.c.target.in_(sources)
    query = select(_Y.c.source, _Y.c.target, _Y.c.day, _Y.c.status, _Y.c.score, _Y.c.happening)
    query = query.where(there if directed else or_(there, back), *_on_days(first, last))
    with ledger.reading() as connection:
        for row in connection.execute(query):
            yield ActRow(row[0], row[1], row[2], row[3], row[4], row[5], 1)


def acts_of(
    ledger: Opened,
    codes: Sequence[str],
    *,
    directed: bool = False,
    first: str | None = None,
    last: str | None = None,
    ids: bool = False,
    by: str = "day",
) -> Iterator[ActRow]:
    """Yield the happenings between countries and anyone else (`directed`: in which they act).

    Of one country they are counted, unless their `ids` are wanted. Of several each row is a
    happening and a direction, those among themselves too: a bloc's members change. What is counted
    may be counted `by` "month" or "year": `day` is then the first one of it.
    """
    y = _Y.c
    where = [y.source.in_(codes), *_on_days(first, last)]
    if directed:
        where.append(y.acts)
    counted = len(codes) == 1 and not ids
    if len(codes) == 1:
        where.append(y.target == ANYONE)
    query: Any = select(y.source, y.target, y.day, y.status, y.score, y.happening).where(*where)
    if counted:
        query = _counted(where, by)
    with ledger.reading() as connection:
        for row in connection.execute(query):
            if counted:
                day = (row[2] + "-01-01")[:10]
                yield ActRow(row[0], row[1], day, row[3], row[4], None, int(row[5]))
            else:
                yield ActRow(row[0], row[1], row[2], row[3], row[4], row[5], 1)


def counts_between(
    ledger: Opened, one: str, other: str, *, directed: bool = False, by: str = "day"
) -> Iterator[ActRow]:
    """Yield how many happenings stand between two countries, by "day", "month" or "year".

    Both directions unless `directed`; one of both directions counts once.
    """
    y, z = _Y.c, _Y.alias().c
    there = _counted([y.source == one, y.target == other], by)
    same = (z.day == y.day, z.status == y.status, z.score == y.score, z.happening == y.happening)
    twice = exists().where(z.source == one, z.target == other, *same)
    back = _counted([y.source == other, y.target == one, ~twice], by)
    with ledger.reading() as connection:
        for query in [there] if directed else [there, back]:
            for row in connection.execute(query):
                day = (row[2] + "-01-01")[:10]
                yield ActRow(row[0], row[1], day, row[3], row[4], None, int(row[5]))


def newest_between(ledger: Opened, one: str, other: str, limit: int) -> list[str]:
    """Return the ids of the newest happenings between two countries, the newest first."""
    y = _Y.c
    days: dict[str, str] = {}
    with ledger.reading() as connection:
        for source, target in ((one, other), (other, one)):
            query = select(y.happening, y.day).where(y.source == source, y.target == target)
            newest = query.order_by(y.day.desc(), y.happening.desc()).limit(limit)
            days.update({row.happening: row.day for row in connection.execute(newest)})
    return sorted(days, key=lambda happening: (days[happening], happening), reverse=True)[:limit]


def _counted(where: Sequence[Any], by: str) -> Select[Any]:
    """Return the query that counts by day, in the key's own order, and from the days by period."""
    y = _Y.c
    keys = (y.source, y.target, y.day, y.status, y.score)
    query = select(*keys, func.count().label("times")).where(*where).group_by(*keys)
    if by not in _LENGTHS:
        return query
    d = query.subquery().c
    period = func.substr(d.day, 1, _LENGTHS[by]).label("period")
    grouped = select(d.source, d.target, period, d.status, d.score, func.sum(d.times))
    return grouped.group_by(d.source, d.target, period, d.status, d.score)


def _on_days(first: str | None, last: str | None) -> Iterator[Any]:
    if first is not None:
        yield _Y.c.day >= first
    if last is not None:
        yield _Y.c.day <= last


def _rows(happening: HappeningRow, day: str) -> Iterator[dict[str, Any]]:
    common = {
        "day": day,
        "status": happening["status"],
        "score": happening["event_scale"],
        "happening": happening["id"],
    }
    actors = {party["code"] for party in happening["actor"] if party["code"]}
    recipients = {party["code"] for party in happening["recipient"] if party["code"]}
    pairs = sorted(_pairs(happening, actors, recipients))
    acting = {source for source, _ in pairs}
    for code in sorted({code for pair in pairs for code in pair}):
        yield {**common, "source": code, "target": ANYONE, "acts": code in acting}
    for source, target in pairs:
        yield {**common, "source": source, "target": target, "acts": True}


def _pairs(
    happening: HappeningRow, actors: set[str], recipients: set[str]
) -> Iterable[tuple[str, str]]:
    if recipients:
        return {(a, b) for a in actors for b in recipients if a != b}
    if happening["quad_code"] in _COOPERATION:
        return set(permutations(actors, 2))
    return ()
