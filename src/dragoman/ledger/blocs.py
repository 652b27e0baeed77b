"""What happenings stand between blocs of countries: their members in, counts by period out.

The database counts: a happening has a row for each two of its countries (`dragoman.ledger.dyads`),
and a bloc with its many members meets most of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, union

from dragoman.forms.rows import ActRow
from dragoman.ledger import schema
from dragoman.ledger.dyads import ANYONE
from dragoman.ledger.opened import Opened

_LENGTHS = {"month": 7, "year": 4}  # characters of an ISO day
_OPEN = "9999-12-31"
_Y = schema.dyads.c
Terms = Sequence[tuple[str, date | None, date | None]]
"""Codes with the first and last day on which they belong to a side, both inclusive, None open."""


def counts_of_bloc(
    ledger: Opened, terms: Terms, *, directed: bool = False, by: str = "day"
) -> Iterator[ActRow]:
    """Yield how many happenings members have with outsiders, by "day", "month" or "year".

    What members do to one another alone is left out. `directed` takes those in which a member acts.
    """
    pair = case((_Y.target != ANYONE, 1), else_=0)
    out = case((and_(_Y.target != ANYONE, ~_holds(_Y.target, terms)), 1), else_=0)
    mine = (
        select(_Y.day, _Y.status, _Y.score)
        .where(_holds(_Y.source, terms))
        .group_by(_Y.happening, _Y.day, _Y.status, _Y.score)
        # Without a pair in which it acts, the member is acted on by somebody who never was one.
        .having(or_(func.sum(pair) == 0, func.sum(out) > 0))
    )
    yield from _counted(ledger, mine.where(_Y.acts) if directed else mine, by)


def counts_between_sides(
    ledger: Opened, one: Terms, other: Terms, *, directed: bool = False, by: str = "day"
) -> Iterator[ActRow]:
    """Yield how many happenings stand between two sides, by "day", "month" or "year".

    Both directions unless `directed`; a happening of several members counts once.
    """
    yield from _counted(ledger, _between(one, other, directed=directed), by)


def newest_between_sides(ledger: Opened, one: Terms, other: Terms, limit: int) -> list[str]:
    """Return the ids of the newest happenings between two sides, the newest first."""
    found = _between(one, other, directed=False).subquery().c
    query = select(found.happening).order_by(found.day.desc(), found.happening.desc()).limit(limit)
    with ledger.reading() as connection:
        return list(connection.scalars(query))


def _between(one: Terms, other: Terms, *, directed: bool) -> Any:
    """Return the query for happenings of both sides, each once."""
    query = select(_Y.happening, _Y.day, _Y.status, _Y.score)
    there = query.where(_holds(_Y.source, one), _holds(_Y.target, other))
    if directed:
        return there.distinct()
    return union(there, query.where(_holds(_Y.source, other), _holds(_Y.target, one)))


def _counted(ledger: Opened, happenings: Select[Any], by: str) -> Iterator[ActRow]:
    h = happenings.subquery().c
    day = func.substr(h.day, 1, _LENGTHS[by]) if by in _LENGTHS else h.day
    period = day.label("period")
    query = select(period, h.status, h.score, func.count()).group_by(period, h.status, h.score)
    with ledger.reading() as connection:
        for row in connection.execute(query):
            first = (row[0] + "-01-01")[:10]
            yield ActRow("", ANYONE, first, row[1], row[2], None, int(row[3]))


def _holds(code: ColumnElement[Any], terms: Terms) -> ColumnElement[bool]:
    """Say in SQL whether a code belongs to a side on the happening's day.

    One list finds the rows by the key; days are looked at afterwards, most members have none that
    matter.
    """
    spans: dict[str, list[tuple[str, str]]] = {}
    for own, start, end in terms:
        span = (start.isoformat() if start else "", end.isoformat() if end else _OPEN)
        spans.setdefault(own, []).append(span)
    alike: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for own in sorted(spans):
        alike.setdefault(tuple(spans[own]), []).append(own)
    # On the later days all terms hold that are still open: the usual case comes first.
    latest = max(start for given in alike for start, _ in given)
    earliest_end = min(end for given in alike for _, end in given)
    inside: list[ColumnElement[bool]] = []
    for given, codes in alike.items():
        if ("", _OPEN) not in given:
            days = [_Y.day.between(start, end) for start, end in given]
            inside.append(or_(code.not_in(codes), *days))
    usual = and_(_Y.day >= latest, _Y.day <= earliest_end)
    return and_(code.in_(sorted(spans)), or_(usual, and_(*inside))) if inside else code.in_(spans)
