"""Copying a ledger: an open one in, a SQLite file as one moment sees it out."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, func, insert, select

from dragoman.errors import PartError, UsageError
from dragoman.ledger import schema
from dragoman.ledger.connect import connect
from dragoman.ledger.upgrade import bring_up
from dragoman.ledger.write import add_words

_BATCH = 1_000  # rows


def back_up(connection: Connection, to: str) -> int:
    """Write a copy into the new file `to`; return how many documents it holds.

    It is written beside its place under another name and appears there whole. Raises UsageError
    where something is there already, PartError where it cannot be written.
    """
    target = Path(to)
    if "://" in to:
        raise UsageError("a backup is a SQLite file: give its path")
    if target.exists():
        raise UsageError(f"{to} is already there: a backup overwrites nothing")
    draft = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        draft.unlink(missing_ok=True)
        if connection.dialect.name == "sqlite":
            _copy_file(connection, draft)
        else:
            _copy_rows(connection, draft)
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        draft.rename(target)
    except (OSError, sqlite3.Error) as error:
        raise PartError(f"{to}: the backup failed: {error}") from error
    finally:
        for rest in ("", "-wal", "-shm"):
            draft.with_name(draft.name + rest).unlink(missing_ok=True)
    return connection.scalar(select(func.count()).select_from(schema.documents)) or 0


def _copy_file(connection: Connection, draft: Path) -> None:
    """Copy page by page: SQLite's own backup, from inside the reading transaction."""
    source = connection.connection.dbapi_connection
    assert isinstance(source, sqlite3.Connection)
    # The transaction sees one moment only from its first reading on.
    connection.scalar(select(func.count()).select_from(schema.documents))
    with closing(sqlite3.connect(draft)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def _copy_rows(connection: Connection, draft: Path) -> None:
    """Copy table by table into a new ledger in a file."""
    engine = connect(str(draft))
    try:
        bring_up(engine, str(draft), upgrade=False, create=True)
        with engine.connect().execution_options(writes=True) as copy, copy.begin():
            for table in schema.metadata.sorted_tables:
                # A correction may name an earlier one.
                order = list(table.primary_key)
                query = select(table).order_by(*order)
                options = {"yield_per": _BATCH}
                with connection.execute(query, execution_options=options) as rows:
                    for some in rows.mappings().partitions():
                        copy.execute(insert(table), [dict(row) for row in some])
                        if table is schema.documents:
                            add_words(copy, {row["number"]: dict(row) for row in some})
        with engine.connect() as copy:
            copy.connection.dbapi_connection.execute("PRAGMA journal_mode=DELETE")  # type: ignore[union-attr]
    finally:
        engine.dispose()
