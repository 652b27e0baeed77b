"""Adding many documents: finished readings in, what became of each out, rows written together.

A transaction takes several documents, each with all its records: whatever happens, a document is
there wholly or not at all, and is told as added only when it is there for good.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from dragoman.forms.document import Document
from dragoman.forms.records import Records
from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.vectors import pack
from dragoman.ledger.write import (
    Added,
    Read,
    Written,
    add,
    add_records,
    add_words,
    maker,
    now,
    reserve,
    take_turn,
    verify,
)

# Documents of a transaction. Their rows share pages and statements: at 50 a document costs half of
# what it does alone, at 200 hardly less than at 50 (docs/ledger.md).
BATCH = 50


@dataclass(frozen=True, slots=True)
class Told:
    """A document's records with their JSON, whose evidence was found in its text."""

    records: Records
    json: Mapping[str, Any]

    @classmethod
    def of(cls, records: Records) -> Told:
        """Make a document's JSON; EvidenceError where a record cites what is not there."""
        json = records.to_dict()
        verify(json["records"], records.document.text)
        return cls(records, json)


def add_many(connection: Connection, batch: Sequence[Told]) -> list[Written | Added]:
    """Write documents; the caller's transaction makes them all there or none.

    Those that are new, of an address that is new, are written together; the others one by one, in
    their order.
    """
    for told in sorted(batch, key=lambda t: t.records.document.url or t.records.document.id):
        take_turn(connection, told.records.document)
    fresh = _fresh(connection, [told.records.document for told in batch])
    written = _write(connection, [batch[place] for place in fresh])
    together = dict(zip(fresh, written, strict=True))
    return [
        together[place] if place in together else add(connection, told.records)
        for place, told in enumerate(batch)
    ]


def _fresh(connection: Connection, documents: Sequence[Document]) -> list[int]:
    """Return the places of documents that are new, with an address that is new."""
    d = schema.documents.c
    ids: set[str] = set()
    urls: set[str] = set()
    for some in slices([document.id for document in documents]):
        ids |= set(connection.scalars(select(d.id).where(d.id.in_(some))))
    for some in slices([document.url for document in documents if document.url is not None]):
        urls |= {str(url) for url in connection.scalars(select(d.url).where(d.url.in_(some)))}
    fresh = []
    for place, document in enumerate(documents):
        if document.id not in ids and document.url not in urls:
            fresh.append(place)
        ids.add(document.id)
        if document.url is not None:
            urls.add(document.url)
    return fresh


def _write(connection: Connection, batch: Sequence[Told]) -> list[Written]:
    if not batch:
        return []
    at = now()
    numbers = reserve(connection, schema.documents, len(batch))
    documents = {
        number: {
            **told.json["document"],
            "number": number,
            "version": 1,
            "live": True,
            "learned_at": at,
        }
        for number, told in zip(numbers, batch, strict=True)
    }
    connection.execute(insert(schema.documents), list(documents.values()))
    add_words(connection, documents)
    reads = [
        Read(told.json["records"], told.json["document"]["published"], number, reading)
        for told, number, reading in zip(
            batch, numbers, reserve(connection, schema.readings, len(batch)), strict=True
        )
    ]
    connection.execute(
        insert(schema.readings),
        [
            {
                "number": read.reading,
                "document": read.document,
                **maker(told.records.made_by),
                "made_by": told.records.made_by,
                "learned_at": at,
            }
            for told, read in zip(batch, reads, strict=True)
        ],
    )
    add_records(connection, reads, at)
    _add_meanings(connection, batch, numbers)
    return [
        Written(Added(told.records.document.id, "new", 1, len(read.told)), number, read.reading)
        for told, read, number in zip(batch, reads, numbers, strict=True)
    ]


def _add_meanings(connection: Connection, batch: Sequence[Told], numbers: Sequence[int]) -> None:
    rows = [
        {
            "document": number,
            "model": told.records.made_by.get("model", ""),
            "body": pack(told.records.meanings),
        }
        for told, number in zip(batch, numbers, strict=True)
        if told.records.meanings
    ]
    if rows:
        connection.execute(insert(schema.vectors), rows)
