"""The tables of registers: entries, the records that tell them, the keys that find these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select

from dragoman.forms.rows import EntryRow, RecordRow
from dragoman.ledger import schema
from dragoman.ledger.ask import Wanted, records, slices, unsorted_kind
from dragoman.ledger.marks import insert_once, upsert
from dragoman.ledger.registers.belonging import members
from dragoman.ledger.registers.compared import Compared, short
from dragoman.ledger.registers.facts import KINDS, Facts, facts
from dragoman.ledger.registers.finding import Finding
from dragoman.ledger.registers.member import Member
from dragoman.ledger.write import now

R, K = schema.records, schema.links
E, M, Y, X = schema.entries, schema.entry_records, schema.entry_keys, schema.entry_codes
# The days of entries that undated stories alone tell: no day is before the one or after the other,
# so they stand behind all that are dated, and are in no span of days that is asked for.
_NEVER_FIRST, _NEVER_LAST = "9999-12-31", "0001-01-01"


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
            for number, row in short(self._connection, some):
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
        for some in slices(unknown, 500):
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
        for some in slices([row["id"] for row in rows], 500):
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
        for some in slices(entries, 500):
            self._connection.execute(delete(X).where(X.c.entry.in_(some)))
            self._connection.execute(delete(E).where(E.c.id.in_(some)))


def _entry_id(words: str) -> str:
    return f"entry:{blake2b(words.encode(), digest_size=8).hexdigest()}"


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
