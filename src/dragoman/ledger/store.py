"""The ledger itself: one object over one database, records in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from dragoman.errors import EvidenceError
from dragoman.forms.records import Records, plain
from dragoman.forms.rows import (
    CorrectionRow,
    DocumentRow,
    HappeningRow,
    ReadingRow,
    RecordRow,
    Verdict,
)
from dragoman.ledger import ask, corrections, schema, write
from dragoman.ledger.ask import Wanted
from dragoman.ledger.backup import back_up
from dragoman.ledger.followed import Followed
from dragoman.ledger.happenings import asking
from dragoman.ledger.happenings.asking import Asked
from dragoman.ledger.many import BATCH, Told, add_many
from dragoman.ledger.marks import Marks
from dragoman.ledger.verify import Checked, Info, check, describe
from dragoman.ledger.write import Added, Written


class Ledger(Marks, Followed):
    """A store of records, in a SQLite file or a PostgreSQL database.

    One ledger serves the threads of a process; another process opens its own. It is closed by
    `close()` or at the end of a `with`.
    """

    def add(self, records: Records) -> Added:
        """Store a document with its records, all of them or, whatever happens, none.

        The same document read by the same model is stored once, however often it is added. Raises
        EvidenceError where a record cites words that the document does not have there.
        """
        with self.reading() as connection:
            if (same := write.held(connection, records)) is not None:
                return same
        with self.writing() as connection:
            return _carried(connection, write.add(connection, records), records)

    def add_many(self, documents: Iterable[Records], *, batch: int = BATCH) -> Iterator[Added]:
        """Store finished readings, `batch` documents a transaction; yield what became of each.

        What is yielded is there for good. A document is there wholly or not at all, as with `add`;
        of a batch that is cut off none is. Raises EvidenceError as `add` does, when the documents
        before are there.
        """
        told: list[Told] = []
        try:
            for records in documents:
                told.append(Told.of(records))
                if len(told) >= batch:
                    yield from self._add_batch(told)
                    told = []
        except EvidenceError:
            yield from self._add_batch(told)
            raise
        yield from self._add_batch(told)

    def _add_batch(self, told: Sequence[Told]) -> list[Added]:
        if not told:
            return []
        with self.writing() as connection:
            written = add_many(connection, told)
            return [
                _carried(connection, one, of.records) for one, of in zip(written, told, strict=True)
            ]

    def records(self, wanted: Wanted | None = None) -> Iterator[RecordRow]:
        """Yield the wanted records (all live ones by default), by day, as one moment sees them."""
        for _, row in self.numbered_records(wanted):
            yield row

    def numbered_records(self, wanted: Wanted | None = None) -> Iterator[tuple[int, RecordRow]]:
        """Yield the wanted records with their numbers: the last one is the next call's `after`."""
        with self.reading() as connection:
            yield from ask.records(connection, wanted or Wanted())

    def count(self, wanted: Wanted | None = None) -> int:
        """Return how many records are wanted (all live ones by default)."""
        with self.reading() as connection:
            return ask.count(connection, wanted or Wanted())

    def record(self, record: str) -> RecordRow | None:
        """Return the record of an id, the live one where several readings have it."""
        wanted = Wanted(ids=[record], live=False, rejected=True)
        rows = sorted(self.records(wanted), key=lambda row: (row["live"], row["learned_at"]))
        return rows[-1] if rows else None

    def happenings(self, asked: Asked | None = None) -> Iterator[HappeningRow]:
        """Yield the wanted happenings (all by default), the newest first.

        They are as of the last `dragoman.ledger.settling.settle`.
        """
        with self.reading() as connection:
            yield from asking.happenings(connection, asked or Asked())

    def happening(self, happening: str) -> HappeningRow | None:
        """Return the happening of an id, None where it is not here."""
        return next(self.happenings(Asked(ids=[happening])), None)

    def document(self, document: str) -> DocumentRow | None:
        """Return the document of an id, None where it is not here."""
        with self.reading() as connection:
            found = list(ask.documents(connection, schema.documents.c.id == document))
            return found[0] if found else None

    def documents(
        self,
        *,
        after: int = 0,
        live: bool | None = None,
        limit: int | None = None,
        ids: Sequence[str] = (),
    ) -> Iterator[DocumentRow]:
        """Yield documents in the order in which they were added, those beyond the number `after`.

        `live` True takes the last versions alone, False the older ones alone; `ids`, where given,
        only the documents of these ids.
        """
        d = schema.documents.c
        conditions = [d.number > after]
        if ids:
            conditions.append(d.id.in_(list(ids)))
        if live is not None:
            conditions.append(d.live.is_(live))
        with self.reading() as connection:
            yield from ask.documents(connection, *conditions, limit=limit)

    def search_words(self, words: str, *, limit: int = 100) -> list[DocumentRow]:
        """Return the documents that have the words, the newest first.

        All words must stand in title or story; `"a phrase"` word by word; `-word` must not;
        `begin*` any word that begins so. Accents and case do not matter. Raises UsageError where
        no word to search for is given.
        """
        d = schema.documents.c
        with self.reading() as connection:
            number = d.number.in_(ask.matching(connection, words))
            found = ask.documents(connection, number, d.live, newest_first=True, limit=limit)
            return list(found)

    def readings(self, document: str) -> list[ReadingRow]:
        """Return who read a document and when, the first reading first."""
        with self.reading() as connection:
            return ask.readings(connection, document)

    def names(self, name: str, *, limit: int = 50) -> list[dict[str, Any]]:
        """Return the names that have all words of `name`, with how many live records each has.

        The most frequent first; each with the code, sector and entity that it most often has. The
        last word may be a beginning (`diaz-can*`).
        """
        with self.reading() as connection:
            return ask.names(connection, name, limit)

    def correct(
        self,
        record: str,
        verdict: Verdict,
        *,
        by: str,
        reason: str,
        changes: Mapping[str, Any] | None = None,
    ) -> int:
        """Accept, reject or edit a record, in a person's name and with a reason.

        Nothing is overwritten: rows of the record carry the corrected values from now on and say
        so in `corrected`. `changes` are the edited fields, in the contract's form. Returns the
        correction's number. Raises UsageError for an unknown record, verdict or field,
        EvidenceError for an edit that cites what the document does not say.
        """
        with self.writing() as connection:
            return corrections.correct(connection, record, verdict, by, reason, changes)

    def corrections(self, records: Sequence[str] = ()) -> list[CorrectionRow]:
        """Return corrections (all, or those of the records), the first first."""
        with self.reading() as connection:
            return list(corrections.corrections(connection, records))

    def original(self, record: str) -> dict[str, Any] | None:
        """Return a record just as it was read, whatever was corrected since."""
        r = schema.records.c
        with self.reading() as connection:
            return ask.original(connection, r.id == record)

    def check(self) -> Checked:
        """Verify the whole ledger: every cited span, reference, count and mark."""
        with self.reading() as connection:
            return check(connection)

    def info(self) -> Info:
        """Return what the ledger holds, in numbers."""
        with self.reading() as connection:
            return describe(connection)

    def backup(self, to: str) -> int:
        """Write a consistent copy into a new SQLite file; return how many documents it holds.

        Writers may go on meanwhile. Raises UsageError where the file is already there. A
        PostgreSQL ledger becomes a SQLite file too, as one moment sees it.
        """
        with self.reading() as connection:
            return back_up(connection, to)


def _carried(connection: Connection, written: Written | Added, records: Records) -> Added:
    """Let corrections of a superseded reading go along; return what became of the document."""
    if not isinstance(written, Written):
        return written
    if written.added.state != "reread":
        return written.added
    return corrections.carry(connection, written, plain(records.document.published))
