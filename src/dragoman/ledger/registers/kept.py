"""The tables of registers: entries, the records that tell them, the keys that find these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import Any, cast

from sqlalchemy import Connection, TextClause, delete, func, insert, or_, select, text

from dragoman.forms.rows import BearingRow, EntryRow, RecordRow
from dragoman.ledger import schema
from dragoman.ledger.ask import Wanted, records, slices
from dragoman.ledger.marks import insert_once, upsert
from dragoman.ledger.registers.facts import KINDS, Facts, facts
from dragoman.ledger.registers.life import Member, Source, member
from dragoman.ledger.write import now

D, R, K = schema.documents, schema.records, schema.links
E, M, Y, X = schema.entries, schema.entry_records, schema.entry_keys, schema.entry_codes
# The latest records of one key that are looked at, and of all keys together.
PER_KEY, MOST = 60, 40
_LENGTHS = (4, 16, 50, 150)  # of keys asked for together
_AT_ONCE = _LENGTHS[-1]
_NO_KEY = -1
# The days of entries that undated stories alone tell: no day is before the one or after the other,
# so they stand behind all that are dated, and are in no span of days that is asked for.
_NEVER_FIRST, _NEVER_LAST = "9999-12-31", "0001-01-01"
_CACHED = 20_000  # facts held of records that were compared lately


class Kept:
    """The registers' tables over one connection; the caller's transaction keeps them whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._facts: dict[int, Facts] = {}
        self._since: dict[tuple[int, int, str], str] = {}

    def drop_documents(self, documents: Sequence[int]) -> set[str]:
        """Take the records of documents out of their entries; return the entries."""
        touched: set[str] = set()
        connection = self._connection
        for some in slices(documents):
            of = select(R.c.number).where(R.c.document.in_(some))
            numbers = list(
                connection.scalars(
                    select(R.c.number).where(
                        R.c.document.in_(some), R.c.kind.in_([*KINDS, "event"])
                    )
                )
            )
            touched |= set(connection.scalars(select(M.c.entry).where(M.c.record.in_(of))))
            connection.execute(delete(M).where(M.c.record.in_(of)))
            connection.execute(delete(Y).where(Y.c.record.in_(of)))
            for few in slices(numbers):
                self._drop_links(few, touched)
        return touched

    def _drop_links(self, numbers: Sequence[int], touched: set[str]) -> None:
        """Take links out; those that are found again keep the instant of their first finding."""
        ends = or_(K.c.earlier.in_(numbers), K.c.later.in_(numbers))
        found = self._connection.execute(select(K).where(ends)).all()
        if not found:
            return
        for row in found:
            self._since[row.earlier, row.later, row.state] = row.learned_at
        promises = {row.earlier for row in found}
        touched |= set(self._connection.scalars(select(M.c.entry).where(M.c.record.in_(promises))))
        self._connection.execute(delete(K).where(ends))

    def of_document(self, document: str) -> list[tuple[int, Facts]]:
        """Return the facts of a document's live records that are not rejected, in order."""
        wanted = Wanted(kinds=[*KINDS, "event"], documents=[document], after=0)
        found = [(number, facts(number, row)) for number, row in records(self._connection, wanted)]
        self._facts |= dict(found)
        return found

    def near(self, keys: Sequence[int], first: int, last: int, least: int) -> list[int]:
        """Return records that share at least `least` keys, those that share most first."""
        shared: dict[int, int] = {}
        for start in range(0, len(keys), _AT_ONCE):
            some = list(keys[start : start + _AT_ONCE])
            # Of few lengths, so that the question is written and compiled a few times only.
            some += [_NO_KEY] * (next(n for n in _LENGTHS if n >= len(some)) - len(some))
            values = {f"key{place}": key for place, key in enumerate(some)}
            bounds = {"first": first, "last": last}
            for number in self._connection.scalars(_nearest(len(some)), {**values, **bounds}):
                shared[number] = shared.get(number, 0) + 1
        found = [number for number, count in shared.items() if count >= least]
        return sorted(found, key=lambda number: (-shared[number], -number))[:MOST]

    def facts_of(self, numbers: Iterable[int]) -> dict[int, Facts]:
        """Return the facts of records, as they now stand."""
        wanted = list(numbers)
        missing = [number for number in wanted if number not in self._facts]
        if missing:
            if len(self._facts) > _CACHED:
                self._facts.clear()
                missing = wanted
            ids = select(R.c.id).where(R.c.number.in_(missing))
            asked = Wanted(ids=list(self._connection.scalars(ids)), after=0)
            if asked.ids:
                for number, row in records(self._connection, asked):
                    self._facts[number] = facts(number, row)
        return {number: self._facts[number] for number in wanted if number in self._facts}

    def entries_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return which entry records belong to."""
        query = select(M.c.record, M.c.entry).where(M.c.record.in_(list(numbers)))
        return {row.record: row.entry for row in self._connection.execute(query)}

    def found_entry(self, record: str) -> str:
        """Return a new entry's id, made of the record with which it begins."""
        words = record
        while True:
            entry = f"entry:{blake2b(words.encode(), digest_size=8).hexdigest()}"
            query = select(func.count()).select_from(M).where(M.c.entry == entry)
            if not self._connection.scalar(query):
                return entry
            words += "'"

    def put(self, number: int, entry: str, day: int, keys: Sequence[int]) -> None:
        """Put a record into an entry, with the keys by which it is found."""
        self._connection.execute(insert(M).values(record=number, entry=entry))
        rows = [{"key": key, "day": day, "record": number} for key in keys]
        if rows:
            self._connection.execute(insert(Y), rows)

    def link(self, earlier: int, later: int, state: str, confidence: float, why: str) -> None:
        """Link a later record to an earlier one."""
        row = {
            "earlier": earlier,
            "later": later,
            "state": state,
            "confidence": confidence,
            "why": why,
            "learned_at": self._since.get((earlier, later, state)) or now(),
        }
        self._connection.execute(insert_once(self._connection, K), [row])

    def members(self, entries: Sequence[str]) -> dict[str, list[Member]]:
        """Return the members of entries: their records, and what else bears on these."""
        return members(self._connection, entries)

    def write(self, told: Iterable[EntryRow]) -> None:
        """Write entries anew, with the codes under which they are found."""
        rows = list(told)
        for some in slices_of([row["id"] for row in rows]):
            self._connection.execute(delete(X).where(X.c.entry.in_(some)))
        upsert(self._connection, E, [_entry(row) for row in rows])
        codes = [
            {
                "kind": row["kind"],
                "code": code,
                "last": row["last"] or _NEVER_LAST,
                "entry": row["id"],
            }
            for row in rows
            for code in _codes(row)
        ]
        if codes:
            self._connection.execute(insert(X), codes)

    def drop(self, entries: Sequence[str]) -> None:
        """Take out entries that no record tells any more."""
        for some in slices_of(entries):
            self._connection.execute(delete(X).where(X.c.entry.in_(some)))
            self._connection.execute(delete(E).where(E.c.id.in_(some)))


def slices_of(ids: Sequence[str], size: int = 500) -> Iterable[Sequence[str]]:
    """Cut a list of ids so that each part is short enough for one query."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def members(connection: Connection, entries: Sequence[str]) -> dict[str, list[Member]]:
    """Return the members of entries, as their records now stand.

    Beside its own records an entry has those of other kinds that bear on them by a link.
    """
    of: dict[int, str] = {}
    for some in slices_of(entries):
        rows = connection.execute(select(M).where(M.c.entry.in_(some)))
        of |= {row.record: row.entry for row in rows}
    links = _links(connection, of)
    wanted: dict[tuple[str, int], BearingRow | None] = {
        (entry, number): links.get((entry, number)) for number, entry in of.items()
    }
    wanted |= links
    numbers = sorted({number for _, number in wanted})
    found: dict[int, tuple[RecordRow, Source]] = {}
    for few in slices(numbers):
        sources = _sources(connection, few)
        ids = list(connection.scalars(select(R.c.id).where(R.c.number.in_(few))))
        for number, row in records(connection, Wanted(ids=ids, after=0)):
            if number in sources:
                found[number] = row, sources[number]
    out: dict[str, list[Member]] = {entry: [] for entry in entries}
    for (entry, number), link in sorted(wanted.items(), key=lambda item: item[0]):
        if number in found:
            out[entry].append(member(number, *found[number], link))
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


def _entry(row: EntryRow) -> dict[str, Any]:
    # The chain is made when it is asked for: it quotes records, which a person may correct.
    data: Mapping[str, Any] = {k: v for k, v in row.items() if k != "chain"}
    return {
        "id": row["id"],
        "kind": row["kind"],
        "state": row["state"],
        "first": row["first"] or _NEVER_FIRST,
        "last": row["last"] or _NEVER_LAST,
        "learned_at": row["learned_at"],
        "data": data,
    }


def _codes(row: EntryRow) -> list[str]:
    codes = {party["code"] for party in row["parties"]}
    if row["place"] is not None:
        codes.add(row["place"]["code"])
    return sorted(code for code in codes if code is not None)


@cache
def _nearest(keys: int) -> TextClause:
    """Write the question for a number of keys, once."""
    runs = " UNION ALL ".join(
        f"SELECT * FROM (SELECT record FROM entry_keys WHERE key = :key{place} "
        f"AND day BETWEEN :first AND :last ORDER BY day DESC, record DESC LIMIT {PER_KEY}) "
        f"AS run{place}"
        for place in range(keys)
    )
    return text(runs)
