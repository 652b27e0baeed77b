"""Opening a database: where a ledger lies in, an engine with its habits set out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dragoman.errors import PartError, UsageError

# Milliseconds that a writer waits for another one: a document's transaction takes some 5 ms.
BUSY_TIMEOUT_MS = 60_000
WORK_MEMORY = "32MB"  # of each sort on a server
_FILE_MARK = b"SQLite format 3\x00"


def is_server(where: str) -> bool:
    """Say whether `where` names a PostgreSQL server rather than a file."""
    return where.startswith(("postgresql://", "postgres://", "postgresql+psycopg://"))


def shown(where: str) -> str:
    """Return `where` as it may be shown: without the password of a URL."""
    return make_url(where).render_as_string(hide_password=True) if is_server(where) else where


def connect(where: str, *, create: bool = True) -> Engine:
    """Make an engine for a SQLite file or a `postgresql://` URL.

    Raises UsageError for another kind of URL, PartError for a file that is no ledger, for one that
    is not there (without `create`) and for a missing driver.
    """
    if is_server(where):
        return _server(where)
    if "://" in where:
        kind = where.split("://", 1)[0]
        raise UsageError(f"{kind}:// is no ledger: give a file's path or a postgresql:// URL")
    if not create and not Path(where).exists():
        raise PartError(f"{where}: no ledger is there")
    return _file(Path(where))


def _server(where: str) -> Engine:
    try:
        url = make_url(where).set(drivername="postgresql+psycopg")
        engine = create_engine(url, pool_pre_ping=True)
    except (ArgumentError, ValueError) as error:
        raise UsageError(f"not a database URL: {error}") from error
    except ImportError as error:
        raise PartError("PostgreSQL needs its driver: pip install 'dragoman[postgres]'") from error
    event.listen(engine, "connect", _set_memory)
    return engine


def _set_memory(connection: Any, _: object) -> None:
    """Let a connection sort in memory what a view counts, unless the server was told how much.

    With PostgreSQL's own 4 MB the happenings of a bloc were sorted on the disk.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(name, %s, false) FROM pg_settings"
            " WHERE name = 'work_mem' AND source = 'default'",
            (WORK_MEMORY,),
        )
    connection.commit()


def _file(path: Path) -> Engine:
    if path.is_dir():
        raise UsageError(f"{path} is a folder: give the ledger's file")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: its folder is not there")
    _look_at(path)
    # Not as a URL's text: "?" and "%" in a file's name would name another file.
    url = URL.create("sqlite", database=str(path))
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _set_habits)
    event.listen(engine, "begin", _begin)
    return engine


def _look_at(path: Path) -> None:
    """Raise PartError for a file that something else than SQLite wrote."""
    try:
        if path.exists() and path.stat().st_size:
            with path.open("rb") as file:
                mark = file.read(len(_FILE_MARK))
            if mark != _FILE_MARK:
                raise PartError(f"{path} is no ledger: it is not a SQLite file")
        elif not os.access(path.parent, os.W_OK):
            raise PartError(f"{path}: cannot be written there")
    except OSError as error:
        raise PartError(f"{path}: {error.strerror}") from error


def _set_habits(connection: Any, _: object) -> None:
    """Set what SQLite keeps a connection, not a file.

    WAL lets readers go on while one writes. `synchronous=NORMAL` loses nothing when the process is
    killed; when the machine loses power the last transactions may go, whole ones only.
    """
    connection.isolation_level = None  # transactions begin where `_begin` says so
    connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    # Setting it needs the file alone for a moment; it lasts, so only a new file needs it.
    if connection.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("PRAGMA cache_size=-65536")  # KiB
    # A document is some 100 pages: with the usual 1,000 pages every tenth would wait for the disk.
    connection.execute("PRAGMA wal_autocheckpoint=8000")


def _begin(connection: Connection) -> None:
    """Begin a transaction; one that will write takes its turn at once.

    A transaction that reads first and writes later fails where another wrote in between, and no
    timeout helps against it.
    """
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
