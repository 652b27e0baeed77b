"""Progress: incremental work driven in batches; how far each kind of it has come.

The cursor counts readings and corrections, so that a document comes again when it was read again,
corrected, or replaced by a later version of its article.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, text

from dragoman.ledger import schema
from dragoman.ledger.marks import upsert
from dragoman.ledger.opened import Opened
from dragoman.ledger.write import now

C, D, G, R = schema.corrections, schema.documents, schema.readings, schema.records
BATCH = 50  # documents of a transaction
_READ_LOCK = text("LOCK TABLE readings, corrections IN SHARE MODE")
Work = Callable[[Connection, Sequence[int]], None]
"""What is done with the documents of a batch, by their numbers, in the batch's transaction."""


@dataclass(frozen=True, slots=True)
class Upto:
    """The last reading and correction that were looked at, by their numbers."""

    reading: int
    correction: int


Begin = Callable[[Upto, Upto], None]
"""Told at the beginning of a batch: how far the work had come, and how far the batch brings it."""


def catch_up(ledger: Opened, name: str, lock: int, work: Work, begin: Begin | None = None) -> int:
    """Do the work on what came in since the last time; return how many documents were looked at.

    `name` is under which the ledger keeps how far the work has come, `lock` the advisory lock of
    those who do it. Each batch is one transaction; `begin` is called before its work.
    """
    upto = _last_numbers(ledger)
    count = 0
    while batch := _batch(ledger, name, lock, work, upto, begin):
        count += batch
    return count


def _batch(
    ledger: Opened, name: str, lock: int, work: Work, upto: Upto, begin: Begin | None
) -> int:
    with ledger.writing() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})
        done = _read_upto(connection, name)
        wanted, reached = _next_documents(connection, done, upto)
        if reached == done:
            return 0
        if begin is not None:
            begin(done, reached)
        if wanted:
            work(connection, wanted)
        _write_upto(connection, name, reached)
        return len(wanted) or 1


def _last_numbers(ledger: Opened) -> Upto:
    """Return the last numbers below which nothing will appear any more."""
    with ledger.writing() as connection:
        if connection.dialect.name == "postgresql":
            # A writer that took a number may be slower than one that took the next: wait for all.
            connection.execute(_READ_LOCK)
        reading = connection.scalar(select(func.max(G.c.number))) or 0
        correction = connection.scalar(select(func.max(C.c.number))) or 0
    return Upto(reading, correction)


def _read_upto(connection: Connection, name: str) -> Upto:
    """Return how far some incremental work has come."""
    s = schema.states.c
    body = connection.scalar(select(s.body).where(s.name == name))
    return Upto(**json.loads(body)) if body is not None else Upto(0, 0)


def _write_upto(connection: Connection, name: str, reached: Upto) -> None:
    """Keep how far some incremental work has come."""
    body = json.dumps({"reading": reached.reading, "correction": reached.correction})
    row = {"name": name, "body": body.encode(), "changed_at": now()}
    upsert(connection, schema.states, [row])


def _next_documents(connection: Connection, done: Upto, upto: Upto) -> tuple[list[int], Upto]:
    """Return the next documents that were read or corrected, and how far that brings the work."""
    readings = connection.execute(
        select(G.c.number, G.c.document)
        .where(G.c.number > done.reading, G.c.number <= upto.reading)
        .order_by(G.c.number)
        .limit(BATCH)
    ).all()
    corrections = connection.execute(
        select(C.c.number, R.c.document)
        .join_from(C, R, C.c.record == R.c.number)
        .where(C.c.number > done.correction, C.c.number <= upto.correction)
        .order_by(C.c.number)
        .limit(BATCH)
    ).all()
    reached = Upto(
        readings[-1].number if readings else done.reading,
        corrections[-1].number if corrections else done.correction,
    )
    wanted = {row.document for row in (*readings, *corrections)}
    # A new version of an article takes the place of the older ones.
    urls = select(D.c.url).where(D.c.number.in_(wanted), D.c.version > 1, D.c.url.is_not(None))
    wanted |= set(connection.scalars(select(D.c.number).where(D.c.url.in_(urls))))
    return sorted(wanted), reached
