"""An opened ledger: a place in, a connection for reading or for writing out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import local
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from dragoman.errors import PartError
from dragoman.ledger.connect import connect, shown
from dragoman.ledger.upgrade import bring_up


class Opened:
    """What every ledger has: its place, its connections, its end."""

    def __init__(self, engine: Engine, where: str) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        self._own = local()
        self.where = where

    @classmethod
    def open(cls, where: str | Path, *, upgrade: bool = False, create: bool = True) -> Self:
        """Open a ledger: a file's path, or a `postgresql://` URL.

        One that is not there is made (unless `create` is False). Raises PartError where the ledger
        is of an older version (`upgrade=True` brings it to this one), of a newer one, damaged, or
        not reachable; UsageError where `where` names no place for one.
        """
        where = str(where)
        engine = connect(where, create=create)
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
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one moment of the ledger; for the ledger's own modules."""
        held: Connection | None = getattr(self._own, "connection", None)
        if held is not None:
            with _told(shown(self.where)):
                yield held
            return
        with _told(shown(self.where)), self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Let all that this thread reads within see one moment of the ledger, over one connection.

        A view asks many questions: so its parts agree, and the server is greeted once.
        """
        with self.reading() as connection:
            before = getattr(self._own, "connection", None)
            self._own.connection = connection
            try:
                yield
            finally:
                self._own.connection = before

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose work is done wholly, or not at all where an error ends it."""
        with _told(shown(self.where)), self._writer.begin() as connection:
            yield connection


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
