"""The tables of office holders: rows from outside lists and from stories in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dragoman.errors import UsageError
from dragoman.gazetteer.names import read_name
from dragoman.ledger import schema
from dragoman.ledger.words import words_of
from dragoman.ledger.write import now

H, W = schema.holders, schema.holder_words
STORIES = "stories"  # the origin of what the ledger's own records told


def write_holders(connection: Connection, origin: str, holders: Iterable[Mapping[str, Any]]) -> int:
    """Take in a list of holders in place of what its origin gave before; return how many.

    Raises UsageError for the origin `stories`, which is the ledger's own.
    """
    if origin == STORIES:
        raise UsageError(f"{STORIES!r} is what the ledger learns itself: name the list otherwise")
    drop_origin(connection, origin)
    count = 0
    for holder in holders:
        add_holder(connection, {**holder, "origin": origin, "documents": None})
        count += 1
    return count


def drop_origin(connection: Connection, origin: str) -> None:
    """Take out what an origin gave."""
    numbers = select(H.c.number).where(H.c.origin == origin)
    connection.execute(delete(W).where(W.c.holder.in_(numbers)))
    connection.execute(delete(H).where(H.c.origin == origin))


def add_holder(connection: Connection, holder: Mapping[str, Any]) -> int:
    """Write one holder with the words of the name; return the row's number."""
    name = holder["name"]
    row = {**holder, "folded": " ".join(words_of(name)), "learned_at": now()}
    number = connection.scalar(insert(H).returning(H.c.number).values(row))
    assert isinstance(number, int)
    sounds = sorted({key for key in read_name(name, holder["code"]).keys})
    if sounds:
        connection.execute(insert(W), [{"sound": sound, "holder": number} for sound in sounds])
    return number
