"""Traits of documents: what each has in its records in, sets of documents by trait out.

A trait is a word with a colon: `code:CHN` (a party of some record), `pair:CHN+CUB` (some record
relates the two), `kind:visit`, `event:AID`, `publisher:coast herald`; `all` are the last versions.
A set is kept as chunks of documents' numbers, so that the documents that mention two countries are
found, among 100,000, by reading a few dozen small rows. The day of each document, and the bits of
its meaning, are kept in the same way.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Connection, func, select, text

from dragoman.ledger import meanings, schema
from dragoman.ledger.ask import slices
from dragoman.ledger.marks import upsert
from dragoman.ledger.opened import Opened
from dragoman.ledger.words import words_of
from dragoman.ledger.write import now

CHUNK = 8_192  # documents of a row
_FEW = CHUNK // 16  # fewer are kept as numbers of two bytes, more as one bit for each document
BATCH = 500  # readings of a transaction
MOST_MISSING = 1_000
_STATE = "traits"
_LOCK = 0x7472_6169_7473
_D, _R, _G, _T = schema.documents, schema.records, schema.readings, schema.traits
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Sets:
    """Sets of documents: `flags[trait][number]` says whether the document has the trait.

    `days[number]` is its day of publication, 0 where that is not known, as a proleptic
    ordinal; 0 where no document has the number. All arrays have one length.
    """

    flags: Mapping[str, Flags]
    days: NDArray[np.int32]


def keep_traits(ledger: Opened) -> int:
    """Take in the traits of readings that came since the last time; return how many there were."""
    count = 0
    while batch := _take_in(ledger):
        count += batch
    return count


def sets(ledger: Opened, traits: Iterable[str]) -> Sets:
    """Return the documents that have each trait, and all documents' days."""
    wanted: Any = list(dict.fromkeys(traits))
    with ledger.reading() as connection:
        query = select(_T.c.trait, _T.c.chunk, _T.c.body)
        rows = [tuple(row) for row in connection.execute(query.where(_T.c.trait == "day"))]
        for some in slices(wanted):
            rows += [tuple(row) for row in connection.execute(query.where(_T.c.trait.in_(some)))]
    size = CHUNK * (1 + max((chunk for trait, chunk, _ in rows if trait == "day"), default=-1))
    days = np.zeros(size, np.int32)
    flags: dict[str, Flags] = {trait: np.zeros(size, np.bool_) for trait in wanted}
    for trait, chunk, body in rows:
        here = slice(chunk * CHUNK, (chunk + 1) * CHUNK)
        if trait == "day":
            days[here] = np.frombuffer(body, np.int32)
        else:
            flags[trait][here] = _unpack(body)
    return Sets(flags, days)


def publisher_trait(name: str) -> str:
    """Return the trait of a publisher's documents; case and accents do not matter."""
    return f"publisher:{' '.join(words_of(name))}"


def _pack(has: Flags) -> bytes:
    numbers = np.flatnonzero(has)
    return (
        numbers.astype(np.uint16).tobytes() if len(numbers) < _FEW else np.packbits(has).tobytes()
    )


def _unpack(body: bytes) -> Flags:
    if len(body) == CHUNK // 8:
        return np.unpackbits(np.frombuffer(body, np.uint8)).astype(np.bool_)
    has = np.zeros(CHUNK, np.bool_)
    has[np.frombuffer(body, np.uint16)] = True
    return has


def _take_in(ledger: Opened) -> int:
    """Take in a batch of readings, wholly or not at all."""
    with ledger.reading() as connection:
        if not _new_readings(connection, *_cursor(connection)):
            return 0
    with ledger.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        after, missing = _cursor(connection)
        found = _new_readings(connection, after, missing)
        _renew(connection, found)
        _move_on(connection, after, missing, [number for number, _ in found])
    return len(found)


def _cursor(connection: Connection) -> tuple[int, list[int]]:
    """Return the last reading taken in, and the numbers before it that were not there then.

    Another writer's transaction may take a number first and end last.
    """
    s = schema.states.c
    body = connection.scalar(select(s.body).where(s.name == _STATE))
    told = json.loads(body) if body else {}
    return told.get("after", 0), told.get("missing", [])


def _new_readings(
    connection: Connection, after: int, missing: Sequence[int]
) -> list[tuple[int, int]]:
    query = select(_G.c.number, _G.c.document)
    late = query.where(_G.c.number.in_(missing)) if missing else None
    found = [tuple(row) for row in connection.execute(late)] if late is not None else []
    fresh = query.where(_G.c.number > after).order_by(_G.c.number).limit(BATCH)
    return [*found, *(tuple(row) for row in connection.execute(fresh))]


def _move_on(
    connection: Connection, after: int, missing: Sequence[int], numbers: Sequence[int]
) -> None:
    last = max([after, *numbers])
    holes = (set(missing) | set(range(after + 1, last + 1))) - set(numbers)
    body = json.dumps({"after": last, "missing": sorted(holes)[-MOST_MISSING:]}).encode()
    upsert(connection, schema.states, [{"name": _STATE, "body": body, "changed_at": now()}])


def _renew(connection: Connection, found: Sequence[tuple[int, int]]) -> None:
    """Set the traits of the readings' documents, and clear those of older versions."""
    documents = sorted({document for _, document in found})
    given = _documents(connection, _D.c.number.in_(documents))
    urls = [row.url for row in given if row.version > 1]
    older = _documents(connection, _D.c.url.in_(urls), ~_D.c.live) if urls else []
    again = _read_again(connection, documents)
    cleared = _traits(connection, [*again, *(row.number for row in older)], live=False)
    live = [row for row in given if row.live]
    kept = _traits(connection, [row.number for row in live], live=True)
    for row in live:
        kept["all"].add(row.number)
        if row.publisher is not None:
            kept[publisher_trait(row.publisher)].add(row.number)
    for row in [*older, *(row for row in given if not row.live)]:
        cleared["all"].add(row.number)
        if row.publisher is not None:
            cleared[publisher_trait(row.publisher)].add(row.number)
    _write(connection, cleared, kept)
    _write_days(connection, {r.number: _day(r.published) for r in given})
    meanings.keep_bits(connection, documents)


def _documents(connection: Connection, *conditions: ColumnElement[bool]) -> list[Any]:
    columns = (_D.c.number, _D.c.url, _D.c.version, _D.c.live, _D.c.publisher, _D.c.published)
    query = select(*columns, _D.c.learned_at).where(*conditions)
    return list(connection.execute(query).all())


def _read_again(connection: Connection, documents: Sequence[int]) -> list[int]:
    """Return those of the documents that were read more than once."""
    query = select(_G.c.document).where(_G.c.document.in_(documents)).group_by(_G.c.document)
    return list(connection.scalars(query.having(func.count() > 1)))


def _traits(
    connection: Connection, documents: Sequence[int], *, live: bool
) -> defaultdict[str, set[int]]:
    """Return the traits that records give documents: trait -> numbers; all records unless live."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    conditions = [_R.c.live] if live else []
    p, k = schema.parties, schema.pairs
    for some in slices(documents):
        of = (_R.c.document.in_(some), *conditions)
        kinds = select(_R.c.document, _R.c.kind, _R.c.event).where(*of).distinct()
        for number, kind, event in connection.execute(kinds):
            found[f"kind:{kind}"].add(number)
            if event is not None:
                found[f"event:{event}"].add(number)
        join = select(_R.c.document, p.c.code).join_from(p, _R, p.c.record == _R.c.number)
        for number, code in connection.execute(join.where(*of, p.c.code.is_not(None)).distinct()):
            found[f"code:{code}"].add(number)
        both = select(_R.c.document, k.c.source, k.c.target).join_from(
            k, _R, k.c.record == _R.c.number
        )
        for row in connection.execute(both.where(*of).distinct()):
            found[pair_trait(row.source, row.target)].add(row.document)
    return found


def pair_trait(one: str, other: str) -> str:
    """Return the trait of documents with a record that relates the two, in either direction."""
    return "pair:" + "+".join(sorted((one, other)))


def _day(published: str | None) -> int:
    """Return the ordinal of a day of publication; 0, as for no document, where none is known."""
    return 0 if published is None else date.fromisoformat(published).toordinal()


def _write(
    connection: Connection, cleared: Mapping[str, set[int]], kept: Mapping[str, set[int]]
) -> None:
    """Clear and set numbers in their chunks."""
    off, on = _by_chunk(cleared), _by_chunk(kept)
    touched = sorted(off.keys() | on.keys())
    rows = []
    for some in slices(touched, BATCH):
        old = _rows(connection, {trait for trait, _ in some}, {chunk for _, chunk in some})
        for trait, chunk in some:
            body = old.get((trait, chunk))
            has = _unpack(body) if body is not None else np.zeros(CHUNK, np.bool_)
            has[off.get((trait, chunk), [])] = False
            has[on.get((trait, chunk), [])] = True
            rows.append({"trait": trait, "chunk": chunk, "body": _pack(has)})
    upsert(connection, _T, rows)


def _by_chunk(given: Mapping[str, set[int]]) -> dict[tuple[str, int], list[int]]:
    """Return trait and chunk -> places in the chunk."""
    out: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for trait, numbers in given.items():
        for number in numbers:
            out[trait, number // CHUNK].append(number % CHUNK)
    return out


def _rows(
    connection: Connection, traits: Iterable[str], chunks: Iterable[int]
) -> dict[tuple[str, int], bytes]:
    query = select(_T.c.trait, _T.c.chunk, _T.c.body).where(
        _T.c.trait.in_(list(traits)), _T.c.chunk.in_(list(chunks))
    )
    return {(row.trait, row.chunk): row.body for row in connection.execute(query)}


def _write_days(connection: Connection, days: Mapping[int, int]) -> None:
    chunks = {number // CHUNK for number in days}
    old = _rows(connection, ["day"], chunks)
    rows = []
    for chunk in sorted(chunks):
        body = old.get(("day", chunk))
        kept = np.zeros(CHUNK, np.int32) if body is None else np.frombuffer(body, np.int32).copy()
        for number, day in days.items():
            if number // CHUNK == chunk:
                kept[number % CHUNK] = day
        rows.append({"trait": "day", "chunk": chunk, "body": kept.tobytes()})
    upsert(connection, _T, rows)
