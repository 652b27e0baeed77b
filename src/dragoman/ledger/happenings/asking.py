"""Asking: which happenings are wanted in, their rows out, the newest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Select, select, tuple_

from dragoman.forms.rows import HappeningRow
from dragoman.ledger import schema

H, P, C = schema.happenings, schema.happening_pairs, schema.happening_codes
_BATCH = 200  # rows fetched at once
# The day by which what has no day is sorted: before all days, and within no span that is asked for.
NO_DAY = "0001-01-01"
_FIRST_DAY = "0001-01-02"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which happenings are wanted; what is None or empty does not matter.

    `pair` takes either order; with `directed` the first acts on the second (or both act together).
    `code` is one party in any role. `first` and `last` are ISO days, both inclusive, of the act,
    else of its first report. `since` is the instant after which a happening changed. `after` is the
    id of the last happening of the page before. `oldest_first` turns the order round. Those of
    which no day is known come last in either order, and are in no span of days.
    """

    pair: tuple[str, str] | None = None
    directed: bool = False
    code: str | None = None
    events: Sequence[str] = ()
    status: Sequence[str] = ()
    first: str | None = None
    last: str | None = None
    since: str | None = None
    ids: Sequence[str] = ()
    least_sources: int = 1
    oldest_first: bool = False
    limit: int | None = None
    after: str | None = None


def happenings(connection: Connection, asked: Asked) -> Iterator[HappeningRow]:
    """Yield the wanted happenings, the newest first, those without a day last."""
    if not asked.oldest_first:
        yield from _read(connection, _query(connection, asked))
        return
    after = None
    if asked.after is not None:
        after = connection.scalar(select(H.c.first).where(H.c.id == asked.after))
    left = asked.limit
    if after != NO_DAY:
        for row in _read(connection, _query(connection, asked, dated=True)):
            left = None if left is None else left - 1
            yield row
        asked = replace(asked, after=None)
    if left is None or left > 0:
        yield from _read(connection, _query(connection, replace(asked, limit=left), dated=False))


def _read(connection: Connection, query: Select[Any]) -> Iterator[HappeningRow]:
    with connection.execute(query, execution_options={"yield_per": _BATCH}) as result:
        for row in result:
            yield cast(HappeningRow, row.data)


def _query(connection: Connection, asked: Asked, *, dated: bool | None = None) -> Select[Any]:
    """Return the query: of a pair or a code by their own index, else by the happenings' days.

    `dated` leaves out those without a day, or all others.
    """
    query = select(H.c.id, H.c.data)
    day: ColumnElement[Any]
    if asked.pair is not None:
        one, other = sorted(asked.pair)
        query = query.join_from(P, H, P.c.happening == H.c.id)
        query = query.where(P.c.one == one, P.c.other == other)
        if asked.directed:
            query = query.where(P.c.way.in_([">" if asked.pair[0] == one else "<", "="]))
        day, key = P.c.day, P.c.happening
        if asked.code is not None:
            query = query.where(H.c.id.in_(select(C.c.happening).where(C.c.code == asked.code)))
    elif asked.code is not None:
        query = query.join_from(C, H, C.c.happening == H.c.id).where(C.c.code == asked.code)
        day, key = C.c.day, C.c.happening
    else:
        day, key = H.c.first, H.c.id
    if asked.after is not None:
        place = connection.scalar(select(H.c.first).where(H.c.id == asked.after))
        here = tuple_(day, key)
        there = (place or "", asked.after)
        query = query.where(here > there if asked.oldest_first else here < there)
    query = query.where(*_conditions(day, asked))
    if dated is not None:
        query = query.where(day > NO_DAY if dated else day == NO_DAY)
    order = (day, key) if asked.oldest_first else (day.desc(), key.desc())
    if asked.limit is None:
        return query.order_by(*order)
    # Sorted by what is short first: only what is handed out is read whole.
    short = query.with_only_columns(H.c.id, day.label("its_day")).order_by(*order)
    found = short.limit(asked.limit).subquery()
    again = (found.c.its_day, found.c.id)
    whole = select(H.c.id, H.c.data).join(found, H.c.id == found.c.id)
    return whole.order_by(*(again if asked.oldest_first else (one.desc() for one in again)))


def _conditions(day: ColumnElement[Any], asked: Asked) -> Iterator[ColumnElement[bool]]:
    for searched, values in (
        (H.c.event, asked.events),
        (H.c.status, asked.status),
        (H.c.id, asked.ids),
    ):
        if values:
            yield searched.in_(list(values))
    if asked.first is not None:
        yield day >= asked.first
    if asked.last is not None:
        yield day.between(asked.first or _FIRST_DAY, asked.last)
    if asked.since is not None:
        yield H.c.changed_at > asked.since
    if asked.least_sources > 1:
        yield H.c.sources >= asked.least_sources
