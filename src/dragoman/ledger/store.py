"""The ledger itself: one object over one database, records in, rows out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from dragoman.errors import PartError
from dragoman.forms.records import Records
from dragoman.forms.rows import DocumentRow, RecordRow
from dragoman.ledger import ask, schema, write
from dragoman.ledger.ask import Wanted
from dragoman.ledger.connect import connect, shown
from dragoman.ledger.upgrade import bring_up
from dragoman.ledger.write import Added


class Ledger:
    """A store of records, in a SQLite file or a PostgreSQL database.

    One ledger serves the threads of a process; another process opens its own. It is closed by
    `close()` or at the end of a `with`.
    """

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        self.where = where

    @classmethod
    def open(cls, where: str, *, upgrade: bool = False, create: bool = True) -> Self:
        """Open a ledger: a file's path, or a `postgresql://` URL.

        One that is not there is made (unless `create` is False). Raises PartError where the ledger
        is of an older version (`upgrade=True` brings it to this one), of a newer one, damaged, or
        not reachable; UsageError where `where` names no place for one.
        """
        engine = connect(where)
        with ExitStack() as undo:
            undo.callback(engine.dispose)
            with _told(shown(where)):
                bring_up(engine, shown(where), upgrade=upgrade, create=create)
            undo.pop_all()
        return cls(engine, where)

    def close(self) -> None:
        """Give the connections back."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _told(shown(self.where)), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with _told(shown(self.where)), self._writer.begin() as connection:
            yield connection

    def add(self, records: Records) -> Added:
        """Store a document with its records, all of them or, whatever happens, none.

        The same document read by the same model is stored once, however often it is added. Raises
        EvidenceError where a record cites words that the document does not have there.
        """
        with self._reading() as connection:
            if (same := write.held(connection, records)) is not None:
                return same
        with self._writing() as connection:
            return write.add(connection, records)

    def records(self, wanted: Wanted | None = None) -> Iterator[RecordRow]:
        """Yield the wanted records (all live ones by default), by day, as one moment sees them."""
        for _, row in self.numbered_records(wanted):
            yield row

    def numbered_records(self, wanted: Wanted | None = None) -> Iterator[tuple[int, RecordRow]]:
        """Yield the wanted records with their numbers: the last one is the next call's `after`."""
        with self._reading() as connection:
            yield from ask.records(connection, wanted or Wanted())

    def count(self, wanted: Wanted | None = None) -> int:
        """Return how many records are wanted (all live ones by default)."""
        with self._reading() as connection:
            return ask.count(connection, wanted or Wanted())

    def record(self, record: str) -> RecordRow | None:
        """Return the record of an id, the live one where several readings have it."""
        wanted = Wanted(ids=[record], live=False, rejected=True)
        rows = sorted(self.records(wanted), key=lambda row: (row["live"], row["learned_at"]))
        return rows[-1] if rows else None

    def document(self, document: str) -> DocumentRow | None:
        """Return the document of an id, None where it is not here."""
        with self._reading() as connection:
            found = list(ask.documents(connection, schema.documents.c.id == document))
            return found[0] if found else None

    def documents(
        self, *, after: int = 0, live: bool | None = None, limit: int | None = None
    ) -> Iterator[DocumentRow]:
        """Yield documents in the order in which they were added, those beyond the number `after`.

        `live` True takes the last versions alone, False the older ones alone.
        """
        d = schema.documents.c
        conditions = [d.number > after]
        if live is not None:
            conditions.append(d.live.is_(live))
        with self._reading() as connection:
            yield from ask.documents(connection, *conditions, limit=limit)

    def search_words(self, words: str, *, limit: int = 100) -> list[DocumentRow]:
        """Return the documents that have the words, the newest first.

        All words must stand in title or story; `"a phrase"` word by word; `-word` must not;
        `begin*` any word that begins so. Accents and case do not matter. Raises UsageError where
        no word to search for is given.
        """
        d = schema.documents.c
        with self._reading() as connection:
            number = d.number.in_(ask.matching(connection, words))
            found = ask.documents(connection, number, d.live, newest_first=True, limit=limit)
            return list(found)


@contextmanager
def _told(where: str) -> Iterator[None]:
    """Turn what the database says went wrong into a PartError that names the ledger."""
    try:
        yield
    except OperationalError as error:
        raise PartError(f"{where}: {_reason(error)}") from error
    except DBAPIError as error:
        if "malformed" in str(error.orig) or "not a database" in str(error.orig):
            raise PartError(f"{where} is damaged: {_reason(error)}") from error
        raise


def _reason(error: DBAPIError) -> str:
    return str(error.orig).strip().replace("\n", "; ")
