"""The tables of registers: entries, the records that tell them, the keys that find these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, cast

from sqlalchemy import Connection, delete, func, insert, or_, select

from dragoman.forms.rows import BearingRow, EntryRow, RecordRow
from dragoman.ledger import schema
from dragoman.ledger.ask import Wanted, last_words, records, slices, unsorted_kind
from dragoman.ledger.marks import insert_once, upsert
from dragoman.ledger.registers.facts import KINDS, Facts, facts
from dragoman.ledger.registers.finding import Finding
from dragoman.ledger.registers.life import Member, Source, member
from dragoman.ledger.write import now

D, R, K = schema.documents, schema.records, schema.links
E, M, Y, X = schema.entries, schema.entry_records, schema.entry_keys, schema.entry_codes
# The days of entries that undated stories alone tell: no day is before the one or after the other,
# so they stand behind all that are dated, and are in no span of days that is asked for.
_NEVER_FIRST, _NEVER_LAST = "9999-12-31", "0001-01-01"
_CACHED = 50_000  # facts held of records that were compared lately


class Compared:
    """Facts of records that were compared lately, for as long as nothing was corrected."""

    def __init__(self) -> None:
        self.facts: dict[int, Facts] = {}
        self._correction = -1

    def begin(self, connection: Connection) -> None:
        """Forget what a correction since may have changed, and what is too much."""
        last = connection.scalar(select(func.max(schema.corrections.c.number))) or 0
        if last != self._correction or len(self.facts) > _CACHED:
            self.facts.clear()
        self._correction = last


class Kept:
    """The registers' tables over one connection; the caller's transaction keeps them whole."""

    def __init__(self, connection: Connection, compared: Compared) -> None:
        self._connection = connection
        compared.begin(connection)
        self._compared = compared.facts
        self._rows: dict[int, RecordRow] = {}  # of the batch's own records
        self._facts: dict[int, Facts] = {}
        self._since: dict[tuple[int, int, str], str] = {}
        self._entries: dict[int, str] = {}  # of records that are not written yet
        self._asked: set[str] = set()  # entries of which it is known whether they are taken
        self._taken: set[str] = set()
        self._keys: list[dict[str, int]] = []
        self._links: list[dict[str, Any]] = []
        self._finding = Finding(connection)

    def drop_documents(self, documents: Sequence[int]) -> set[str]:
        """Take the records of documents out of their entries; return the entries."""
        touched: set[str] = set()
        connection = self._connection
        for some in slices(documents):
            of = select(R.c.number).where(R.c.document.in_(some))
            numbers = list(
                connection.scalars(
                    select(R.c.number).where(
                        R.c.document.in_(some), unsorted_kind().in_([*KINDS, "event"])
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

    def of_documents(self, documents: Sequence[str]) -> dict[str, list[Facts]]:
        """Return the facts of documents' live records that are not rejected, in order."""
        found: dict[str, list[Facts]] = {document: [] for document in documents}
        for some in slices(documents):
            wanted = Wanted(kinds=[*KINDS, "event"], documents=some, after=0)
            for number, row in records(self._connection, wanted):
                self._rows[number], told = row, facts(number, row)
                self._facts[number] = told
                found[row["document"]].append(told)
        return found

    def look_up(
        self, wanted: Iterable[tuple[Sequence[int], int, int, int]], begun: Iterable[str]
    ) -> None:
        """Read what `near` will be asked, and of which records that may begin entries there is one.

        `wanted` are the questions to `near`.
        """
        questions = list(wanted)
        self._finding.look_up(
            (key, first, last) for keys, first, last, _ in questions for key in keys
        )
        self.facts_of({number for question in questions for number in self.near(*question)})
        self._ask({_entry_id(record) for record in begun})

    def near(self, keys: Sequence[int], first: int, last: int, least: int) -> list[int]:
        """Return records that share at least `least` keys, those that share most first."""
        return self._finding.near(keys, first, last, least)

    def facts_of(self, numbers: Iterable[int]) -> dict[int, Facts]:
        """Return the facts of records, as they now stand."""
        wanted = list(numbers)
        known = self._facts
        missing = []
        for number in wanted:
            if number not in known:
                if number in self._compared:
                    known[number] = self._compared[number]
                else:
                    missing.append(number)
        for some in slices(missing):
            for number, row in _short(self._connection, some):
                known[number] = told = facts(number, row)
                if told.story is not None:  # it may be placed in one yet
                    self._compared[number] = told
        return {number: known[number] for number in wanted if number in known}

    def entries_of(self, numbers: Sequence[int]) -> dict[int, str]:
        """Return which entry records belong to."""
        written = [number for number in numbers if number not in self._entries]
        found = {number: self._entries[number] for number in numbers if number in self._entries}
        for some in slices(written):
            query = select(M.c.record, M.c.entry).where(M.c.record.in_(some))
            found |= {row.record: row.entry for row in self._connection.execute(query)}
        return found

    def found_entry(self, record: str) -> str:
        """Return a new entry's id, made of the record with which it begins."""
        words = record
        while True:
            entry = _entry_id(words)
            self._ask({entry})
            if entry not in self._taken:
                return entry
            words += "'"

    def _ask(self, entries: set[str]) -> None:
        """Learn which entries there are."""
        unknown = sorted(entries - self._asked)
        for some in slices_of(unknown):
            query = select(M.c.entry).where(M.c.entry.in_(some)).distinct()
            self._taken.update(self._connection.scalars(query))
        self._asked.update(unknown)

    def put(self, number: int, entry: str, day: int, keys: Sequence[int]) -> None:
        """Put a record into an entry, with the keys by which it is found."""
        self._entries[number] = entry
        self._taken.add(entry)
        self._asked.add(entry)
        self._keys += [{"key": key, "day": day, "record": number} for key in keys]
        self._finding.add(number, day, keys)

    def link(self, earlier: int, later: int, state: str, confidence: float, why: str) -> None:
        """Link a later record to an earlier one."""
        self._links.append(
            {
                "earlier": earlier,
                "later": later,
                "state": state,
                "confidence": confidence,
                "why": why,
                "learned_at": self._since.get((earlier, later, state)) or now(),
            }
        )

    def flush(self) -> None:
        """Write what was put and linked."""
        connection = self._connection
        if self._entries:
            rows = [{"record": number, "entry": entry} for number, entry in self._entries.items()]
            connection.execute(insert(M), rows)
        if self._keys:
            connection.execute(insert(Y), self._keys)
        if self._links:
            connection.execute(insert_once(connection, K), self._links)
        self._entries, self._keys, self._links = {}, [], []

    def members(self, entries: Sequence[str]) -> dict[str, list[Member]]:
        """Return the members of entries: their records, and what else bears on these."""
        return members(self._connection, entries, self._rows, self._facts)

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


def _short(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, RecordRow]]:
    """Yield live records that are not rejected, by number, with what facts are taken from alone."""
    query = (
        select(R.c.number, R.c.data, R.c.day, R.c.verdict, R.c.learned_at)
        .add_columns(D.c.id.label("document"), D.c.story, D.c.published)
        .join_from(R, D, R.c.document == D.c.number)
        .where(R.c.number.in_(numbers), R.c.live)
        .where(func.coalesce(R.c.verdict, "") != "rejected")
        .order_by(R.c.number)
    )
    rows = connection.execute(query).all()
    edited = last_words(connection, [row.number for row in rows if row.verdict is not None])
    for row in rows:
        data = edited.get(row.number, (None, None))[0] or row.data
        told = {
            "document": row.document, "story": row.story, "day": row.day,
            "published": row.published, "learned_at": row.learned_at,
        }  # fmt: skip
        yield row.number, cast(RecordRow, {**data, **told})


def _entry_id(words: str) -> str:
    return f"entry:{blake2b(words.encode(), digest_size=8).hexdigest()}"


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
    for some in slices_of(entries):
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
