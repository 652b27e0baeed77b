"""Offices seen in stories: the ledger's new office records in, holders with their days out.

Only what a story says of itself counts: a post whose state the reader had to guess from the rest of
the story, a former post and one of an undated story are no office seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from dragoman.gazetteer.names import is_past_or_coming, office_key
from dragoman.ledger import schema
from dragoman.ledger.ask import Wanted, records, slices, unsorted_kind
from dragoman.ledger.holding.kept import STORIES, add_holders
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
    of = select(R.c.number).where(R.c.document.in_(documents), unsorted_kind() == "office")
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
    told: list[tuple[int, Mapping[str, Any]]] = [
        (number, row) for number, row in records(connection, wanted) if _counts(row)
    ]
    if told:
        _keep(connection, told)


def _keep(connection: Connection, told: Sequence[tuple[int, Mapping[str, Any]]]) -> None:
    """Write who holds an office by records, who told it, and the days on which it was seen."""
    known = _known(connection, {_folded(record) for _, record in told})
    seen: list[tuple[int, _Holder]] = []
    documents: set[tuple[int, str]] = set()
    for number, record in told:
        holder = _holder(known, record)
        day = record["published"]
        holder.start = min(holder.start or day, day)
        holder.end = max(holder.end or day, day)
        if (id(holder), record["document"]) not in documents:
            holder.documents += 1
            documents.add((id(holder), record["document"]))
        seen.append((number, holder))
    holders = list(dict.fromkeys(holder for _, holder in seen))
    new = [holder for holder in holders if holder.number is None]
    rows = [_row(holder) for holder in new]
    for holder, given in zip(new, add_holders(connection, rows), strict=True):
        holder.number = given
    changed = [
        {"given": h.number, "its_start": h.start, "its_end": h.end, "its_documents": h.documents}
        for h in holders
        if h.record is None
    ]
    if changed:
        values: dict[str, Any] = {
            name: bindparam(f"its_{name}") for name in ("start", "end", "documents")
        }
        connection.execute(
            update(H).where(H.c.number == bindparam("given")).values(values), changed
        )
    connection.execute(
        insert(S), [{"record": number, "holder": holder.number} for number, holder in seen]
    )


@dataclass(slots=True, eq=False)
class _Holder:
    """A holder while a batch is looked at; a new one has the record that told it, no number yet."""

    number: int | None
    post: tuple[str, str]
    start: str | None = None
    end: str | None = None
    documents: int = 0
    record: Mapping[str, Any] | None = None


def _known(
    connection: Connection, names: Collection[str]
) -> dict[tuple[str, str | None], list[_Holder]]:
    """Return who was seen before under folded names, by name and state, the first first."""
    found: dict[tuple[str, str | None], list[_Holder]] = defaultdict(list)
    for some in slices(sorted(names)):
        query = select(H).where(H.c.folded.in_(some), H.c.origin == STORIES).order_by(H.c.number)
        for row in connection.execute(query):
            post = _post(row.role, row.organisation)
            holder = _Holder(row.number, post, row.start, row.end, row.documents or 0)
            found[row.folded, row.code].append(holder)
    return found


def _counts(record: Mapping[str, Any]) -> bool:
    person = record["person"]
    if person["sector"] == "ELI" or is_past_or_coming(record["role"]):
        return False
    return record["code"] is not None and any(
        part in _TOLD for part in person["why"].split(";")[1:]
    )


def _holder(
    known: dict[tuple[str, str | None], list[_Holder]], record: Mapping[str, Any]
) -> _Holder:
    """Return the person in the office, a new one where it is seen for the first time."""
    same = known[_folded(record), record["code"]]
    post = _post(record["role"], record["organisation"])
    for holder in same:
        if holder.post == post:
            return holder
    same.append(_Holder(None, post, record=record))
    return same[-1]


def _row(holder: _Holder) -> dict[str, Any]:
    record = holder.record
    assert record is not None
    person = record["person"]
    return {
        "origin": STORIES,
        "name": person["name"],
        "role": record["role"],
        "organisation": record["organisation"],
        "code": record["code"],
        "sector": person["sector"],
        "entity": person["id"],
        "start": holder.start,
        "end": holder.end,
        "documents": holder.documents,
    }


def _folded(record: Mapping[str, Any]) -> str:
    return " ".join(words_of(record["person"]["name"]))


def _post(role: str, organisation: str | None) -> tuple[str, str]:
    return office_key(role), " ".join(words_of(organisation or ""))
