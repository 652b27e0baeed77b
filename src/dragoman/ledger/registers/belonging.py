"""Who belongs: entries in; their records, and what else bears on these by a link, out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import cast

from sqlalchemy import Connection, select

from dragoman.forms.rows import BearingRow, RecordRow
from dragoman.ledger import schema
from dragoman.ledger.ask import Wanted, records, slices
from dragoman.ledger.registers.facts import Facts
from dragoman.ledger.registers.member import Member, Source, member

D, R, K, M = schema.documents, schema.records, schema.links, schema.entry_records


def members(
    connection: Connection,
    entries: Sequence[str],
    rows: Mapping[int, RecordRow] = MappingProxyType({}),
    known: Mapping[int, Facts] = MappingProxyType({}),
) -> dict[str, list[Member]]:
    """Return the members of entries, as their records now stand.

    Beside its own records an entry has those of other kinds that bear on them by a link. `rows` are
    records that were read already, `known` facts.
    """
    of: dict[int, str] = {}
    for some in slices(entries, 500):
        found_in = connection.execute(select(M).where(M.c.entry.in_(some)))
        of |= {row.record: row.entry for row in found_in}
    links = _links(connection, of)
    wanted: dict[tuple[str, int], BearingRow | None] = {
        (entry, number): links.get((entry, number)) for number, entry in of.items()
    }
    wanted |= links
    numbers = sorted({number for _, number in wanted})
    found: dict[int, tuple[RecordRow, Source]] = {}
    for few in slices(numbers):
        sources = _sources(connection, few)
        found |= {number: (rows[number], sources[number]) for number in few if number in rows}
        other = [number for number in few if number not in rows]
        ids = list(connection.scalars(select(R.c.id).where(R.c.number.in_(other))))
        for number, row in records(connection, Wanted(ids=ids, after=0)) if ids else ():
            if number in sources:
                found[number] = row, sources[number]
    out: dict[str, list[Member]] = {entry: [] for entry in entries}
    for (entry, number), link in sorted(wanted.items(), key=lambda item: item[0]):
        if number in found:
            out[entry].append(member(number, *found[number], link, known.get(number)))
    return out


def _links(connection: Connection, of: Mapping[int, str]) -> dict[tuple[str, int], BearingRow]:
    """Return by which link a record belongs to an entry: the surest one to an earlier record."""
    earlier, later = R.alias(), R.alias()
    linked: dict[tuple[str, int], BearingRow] = {}
    back: dict[tuple[str, int], BearingRow] = {}
    for few in slices(list(of)):
        query = (
            select(K, earlier.c.id.label("earlier_id"), later.c.id.label("later_id"))
            .join_from(K, earlier, K.c.earlier == earlier.c.number)
            .join(later, K.c.later == later.c.number)
            .where(K.c.earlier.in_(few))
            .order_by(K.c.confidence, K.c.number.desc())
        )
        for row in connection.execute(query):
            told = {"state": row.state, "confidence": row.confidence, "why": row.why}
            entry = of[row.earlier]
            linked[entry, row.later] = cast(BearingRow, {"earlier": row.earlier_id, **told})
            # What came in late is known by the record that it was found by.
            back[entry, row.earlier] = cast(BearingRow, {"earlier": row.later_id, **told})
    # An act that bears on a promise stands in the promise's entry, whatever entry is its own.
    return {**{key: link for key, link in back.items() if of.get(key[1]) == key[0]}, **linked}


def _sources(connection: Connection, numbers: Sequence[int]) -> dict[int, Source]:
    query = (
        select(R.c.number, D.c.title, D.c.url, D.c.copy_of)
        .join_from(R, D, R.c.document == D.c.number)
        .where(R.c.number.in_(numbers))
    )
    rows = connection.execute(query)
    return {row.number: Source(row.title, row.url, row.copy_of) for row in rows}
