"""Offices seen in stories: the ledger's new office records in, holders with their days out.

Only what a story says of itself counts: a post whose state the reader had to guess from the rest of
the story, a former post and one of an undated story are no office seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from dragoman.gazetteer.names import is_past_or_coming, office_key
from dragoman.ledger import schema
from dragoman.ledger.ask import Wanted, records, slices
from dragoman.ledger.holding.kept import STORIES, add_holder
from dragoman.ledger.opened import Opened
from dragoman.ledger.progress import catch_up
from dragoman.ledger.words import words_of

D, R = schema.documents, schema.records
H, W, S = schema.holders, schema.holder_words, schema.holder_records
STATE = "offices"  # under this name the ledger keeps how far this work has come
_LOCK = 0x6F66_6669_6365  # "office": the advisory lock of those who do this
# What says, in a record's `why`, that the state of a post was told and not guessed.
_TOLD = ("said", "body", "title", "gazetteer", "other-post")


def see_new(ledger: Opened) -> int:
    """Take in the offices that new records tell; return how many documents were looked at."""
    return catch_up(ledger, STATE, _LOCK, _see_anew)


def _see_anew(connection: Connection, documents: Sequence[int]) -> None:
    _drop(connection, documents)
    _see(connection, documents)


def _drop(connection: Connection, documents: Sequence[int]) -> None:
    """Take back what documents told; who is told by none any more goes."""
    of = select(R.c.number).where(R.c.document.in_(documents), R.c.kind == "office")
    touched = set(connection.scalars(select(S.c.holder).where(S.c.record.in_(of))))
    if not touched:
        return
    connection.execute(delete(S).where(S.c.record.in_(of)))
    for some in slices(sorted(touched)):
        query = (
            select(
                S.c.holder,
                func.min(D.c.published).label("start"),
                func.max(D.c.published).label("end"),
                func.count(D.c.number.distinct()).label("documents"),
            )
            .join_from(S, R, S.c.record == R.c.number)
            .join(D, R.c.document == D.c.number)
            .where(S.c.holder.in_(some))
            .group_by(S.c.holder)
        )
        left = {row.holder: row for row in connection.execute(query)}
        for holder, row in left.items():
            days = {"start": row.start, "end": row.end, "documents": row.documents}
            connection.execute(update(H).where(H.c.number == holder).values(days))
        gone = [holder for holder in some if holder not in left]
        connection.execute(delete(W).where(W.c.holder.in_(gone)))
        connection.execute(delete(H).where(H.c.number.in_(gone)))


def _see(connection: Connection, documents: Sequence[int]) -> None:
    query = select(D.c.id).where(D.c.number.in_(documents), D.c.live, D.c.published.is_not(None))
    ids = list(connection.scalars(query.order_by(D.c.published, D.c.number)))
    if not ids:
        return
    wanted = Wanted(kinds=["office"], documents=ids, after=0)
    told: set[tuple[int, str]] = set()
    for number, row in records(connection, wanted):
        record: Mapping[str, Any] = row
        if not _counts(record):
            continue
        holder = _holder(connection, record)
        _extend(connection, holder, record["published"], new=(holder, row["document"]) not in told)
        told.add((holder, row["document"]))
        connection.execute(insert(S).values(record=number, holder=holder))


def _counts(record: Mapping[str, Any]) -> bool:
    person = record["person"]
    if person["sector"] == "ELI" or is_past_or_coming(record["role"]):
        return False
    return record["code"] is not None and any(
        part in _TOLD for part in person["why"].split(";")[1:]
    )


def _holder(connection: Connection, record: Mapping[str, Any]) -> int:
    """Return the row of a person in an office, a new one where it is seen for the first time."""
    person = record["person"]
    query = select(H.c.number, H.c.role, H.c.organisation).where(
        H.c.folded == " ".join(words_of(person["name"])),
        H.c.origin == STORIES,
        H.c.code == record["code"],
    )
    key = _post(record["role"], record["organisation"])
    for row in connection.execute(query.order_by(H.c.number)):
        if _post(row.role, row.organisation) == key:
            return int(row.number)
    return add_holder(
        connection,
        {
            "origin": STORIES,
            "name": person["name"],
            "role": record["role"],
            "organisation": record["organisation"],
            "code": record["code"],
            "sector": person["sector"],
            "entity": person["id"],
            "start": record["published"],
            "end": record["published"],
            "documents": 0,
        },
    )


def _post(role: str, organisation: str | None) -> tuple[str, str]:
    return office_key(role), " ".join(words_of(organisation or ""))


def _extend(connection: Connection, holder: int, day: str, *, new: bool) -> None:
    """Count a document that tells an office, and widen the days on which it was seen."""
    row = connection.execute(
        select(H.c.start, H.c.end, H.c.documents).where(H.c.number == holder)
    ).one()
    values = {
        "start": min(row.start or day, day),
        "end": max(row.end or day, day),
        "documents": (row.documents or 0) + new,
    }
    connection.execute(update(H).where(H.c.number == holder).values(values))
