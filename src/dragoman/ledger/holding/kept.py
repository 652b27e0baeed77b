"""The tables of office holders: rows from outside lists and from stories in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from dragoman.errors import UsageError
from dragoman.gazetteer.names import read_name
from dragoman.ledger import schema
from dragoman.ledger.words import words_of
from dragoman.ledger.write import now, reserve

H, W = schema.holders, schema.holder_words
_BATCH = 500  # holders written together
STORIES = "stories"  # the origin of what the ledger's own records told


def write_holders(connection: Connection, origin: str, holders: Iterable[Mapping[str, Any]]) -> int:
    """Take in a list of holders in place of what its origin gave before; return how many.

    Raises UsageError for the origin `stories`, which is the ledger's own.
    """
    if origin == STORIES:
        raise UsageError(f"{STORIES!r} is what the ledger learns itself: name the list otherwise")
    drop_origin(connection, origin)
    count = 0
    given = ({**holder, "origin": origin, "documents": None} for holder in holders)
    while some := list(islice(given, _BATCH)):
        add_holders(connection, some)
        count += len(some)
    return count


def drop_origin(connection: Connection, origin: str) -> None:
    """Take out what an origin gave."""
    numbers = select(H.c.number).where(H.c.origin == origin)
    connection.execute(delete(W).where(W.c.holder.in_(numbers)))
    connection.execute(delete(H).where(H.c.origin == origin))


def add_holders(connection: Connection, holders: Sequence[Mapping[str, Any]]) -> list[int]:
    """Write holders with the words of their names; return the rows' numbers, in order."""
    if not holders:
        return []
    numbers = list(reserve(connection, H, len(holders)))
    at = now()
    rows = [
        {**holder, "number": number, "folded": " ".join(words_of(holder["name"])), "learned_at": at}
        for number, holder in zip(numbers, holders, strict=True)
    ]
    connection.execute(insert(H), rows)
    sounds = [
        {"sound": sound, "holder": row["number"]}
        for row in rows
        for sound in sorted(set(read_name(row["name"], row["code"]).keys))
    ]
    if sounds:
        connection.execute(insert(W), sounds)
    return numbers
