"""Names of a ledger: the words of a name in; the names that have them, most written first, out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, func, select, union

from dragoman.gazetteer.names import beginnings, sound
from dragoman.ledger import schema
from dragoman.ledger.ask import not_rejected, slices

R, P, N, W = schema.records, schema.parties, schema.names, schema.name_words
_END = "\U0010ffff"  # words of names are letters and digits: none sorts after it
_SAMPLE = 60  # of a name's last records, from which its state is told


@dataclass(frozen=True, slots=True)
class Named:
    """A name as records write it, with its number and in how many records it stands."""

    number: int
    name: str
    records: int


def spelt(connection: Connection, words: Iterable[str]) -> dict[str, list[str]]:
    """Return, for each folded word, the ledger's words that may be other spellings of it."""
    pieces = sorted({piece for word in words for piece in word.split()})
    out: dict[str, list[str]] = {}
    for piece in pieces:
        # No BETWEEN: PostgreSQL takes no collation inside it. One search of the index for each
        # beginning: of three or more that are joined by OR SQLite makes one walk over all words.
        ranges = [
            (W.c.word >= start) & (W.c.word <= start + _END)
            if len(start) > 2
            else W.c.word == start
            for start in beginnings(piece)
        ]
        found = connection.scalars(union(*(select(W.c.word).where(one) for one in ranges)))
        out[piece] = sorted(word for word in found if sound(word) == sound(piece))
    return out


def names_with(connection: Connection, words: Sequence[Sequence[str]], limit: int) -> list[Named]:
    """Return the names that have one of each of the words; those in most records first."""
    if not words or not all(words):
        return []
    first, *rest = (select(W.c.name).where(W.c.word.in_(some)) for some in words)
    for some in rest:
        first = first.where(W.c.name.in_(some))
    return _counted(connection, first, limit)


def names_alone(connection: Connection, words: Iterable[str], limit: int) -> list[Named]:
    """Return the names that are one of the words and nothing more; in most records first."""
    alone = select(N.c.number).join_from(W, N, (W.c.name == N.c.number) & (W.c.word == N.c.folded))
    return _counted(connection, alone.where(W.c.word.in_(sorted(words))), limit)


def _counted(connection: Connection, names: Select[Any], limit: int) -> list[Named]:
    count = func.count().label("records")
    most = select(P.c.name, count).where(P.c.name.in_(names)).group_by(P.c.name)
    found = most.order_by(count.desc(), P.c.name).limit(limit).subquery()
    query = select(N.c.number, N.c.name, found.c.records).join(found, found.c.name == N.c.number)
    rows = connection.execute(query.order_by(found.c.records.desc(), N.c.number))
    return [Named(row.number, row.name, row.records) for row in rows]


def codes_of(connection: Connection, names: Sequence[Named]) -> Mapping[int, Counter[str | None]]:
    """Return of names, by their numbers, under which states they stand how often.

    Of a name of many records a sample of the last ones tells it.
    """
    query = (
        select(P.c.name, P.c.code)
        .join_from(P, R, P.c.record == R.c.number)
        .where(R.c.live, not_rejected())
    )
    found: list[Any] = []
    for some in slices([one.number for one in names if one.records <= _SAMPLE]):
        found += connection.execute(query.where(P.c.name.in_(some)))
    # Without NULLS LAST PostgreSQL reads them off the index; undated ones are asked for apart.
    latest = query.where(P.c.day.is_not(None)).order_by(P.c.day.desc()).limit(_SAMPLE)
    undated = query.where(P.c.day.is_(None)).limit(_SAMPLE)
    for one in names:
        if one.records > _SAMPLE:
            its = P.c.name == one.number
            dated = connection.execute(latest.where(its)).all()
            found += dated or connection.execute(undated.where(its)).all()
    out: defaultdict[int, Counter[str | None]] = defaultdict(Counter)
    for row in found:
        out[row.name][row.code] += 1
    return out
