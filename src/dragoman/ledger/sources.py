"""Sources: documents' ids in; titles, addresses, publishers out, without the texts."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Text, cast, exists, func, select

from dragoman.forms.rows import DocumentRow, RecordRow
from dragoman.ledger import schema
from dragoman.ledger.ask import (
    as_records,
    matching,
    not_rejected,
    slices,
    unsorted_kind,
    whole_records,
)
from dragoman.ledger.ask import documents as asked_documents
from dragoman.ledger.opened import Opened

_D = schema.documents.c


def sources_of(ledger: Opened, documents: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what a quotation says of each document: id, title, url, publisher, day."""
    found: dict[str, dict[str, Any]] = {}
    columns = (_D.id.label("document"), _D.title, _D.url, _D.publisher, _D.published)
    with ledger.reading() as connection:
        for some in slices(sorted(set(documents)), 500):
            for row in connection.execute(select(*columns).where(_D.id.in_(some))).mappings():
                found[row["document"]] = dict(row)
    return found


def cited_records(
    ledger: Opened, records: Sequence[str]
) -> tuple[dict[str, RecordRow], dict[str, dict[str, Any]]]:
    """Return live records that are not rejected by their ids, and what a quotation says of each
    one's document, by the documents' ids.
    """
    r = schema.records.c
    query = whole_records(_D.title, _D.url).where(r.live, not_rejected()).order_by(r.number)
    found: dict[str, RecordRow] = {}
    sources: dict[str, dict[str, Any]] = {}
    with ledger.reading() as connection:
        for some in slices(records, 500):
            rows = connection.execute(query.where(r.id.in_(some))).all()
            found |= {row["id"]: row for _, row in as_records(connection, rows)}
            for row in rows:
                sources[row.document] = {
                    "document": row.document, "title": row.title, "url": row.url,
                    "publisher": row.publisher, "published": row.published,
                }  # fmt: skip
    return found, sources


def texts_of(ledger: Opened, documents: Sequence[str]) -> dict[str, tuple[str, list[list[int]]]]:
    """Return documents' texts with the ranges of their paragraphs."""
    with ledger.reading() as connection:
        query = select(_D.id, _D.text, _D.body)
        return {
            row.id: (row.text, row.body)
            for some in slices(sorted(set(documents)), 500)
            for row in connection.execute(query.where(_D.id.in_(some)))
        }


def documents_of(ledger: Opened, numbers: Sequence[int]) -> list[DocumentRow]:
    """Return whole documents by their numbers, in the order of these."""
    with ledger.reading() as connection:
        rows = asked_documents(connection, _D.number.in_(list(numbers)))
        found = {row["number"]: row for row in rows}
    return [found[number] for number in numbers if number in found]


def numbers_with(ledger: Opened, words: str) -> NDArray[np.int64]:
    """Return the numbers of the documents that have the words (`Ledger.search_words`)."""
    with ledger.reading() as connection:
        found = matching(connection, words).subquery().c[0]
        # One long text, not a row for each of perhaps all documents.
        if connection.dialect.name == "sqlite":
            listed = func.group_concat(found)
        else:
            listed = func.string_agg(cast(found, Text), ",")
        told = connection.scalar(select(listed))
    return np.fromstring(told or "", np.int64, sep=",")


def records_of(
    ledger: Opened,
    documents: Sequence[int],
    kinds: Sequence[str],
    events: Sequence[str] = (),
    *,
    by: Collection[str] = (),
) -> list[RecordRow]:
    """Return the live records of documents, by their numbers, of some kinds and events.

    `by` are codes, of which those of a statement's speaker has to be one.
    """
    r = schema.records.c
    query = (
        whole_records()
        .where(r.document.in_(list(documents)), r.live, not_rejected())
        .order_by(r.number)
    )
    for column, values in ((unsorted_kind(), kinds), (r.event, events)):
        if values:
            query = query.where(column.in_(list(values)))
    if by:
        p = schema.parties.c
        said = (p.record == r.number) & (p.role == "speaker") & p.code.in_(sorted(by))
        query = query.where(exists().where(said))
    with ledger.reading() as connection:
        rows = connection.execute(query).all()
        return [row for _, row in as_records(connection, rows)]
