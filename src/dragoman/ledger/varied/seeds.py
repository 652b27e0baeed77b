"""Seeds: the documents of a small ledger, read by the real reader, in; finished readings out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from dragoman.forms.claims import Entity
from dragoman.forms.document import Credit, Document, Paragraph, Span
from dragoman.forms.reading import Meaning
from dragoman.forms.records import (
    Agreement,
    Commitment,
    Event,
    EventDate,
    EventPlace,
    Evidence,
    OfficeRecord,
    Position,
    Record,
    Records,
    Statement,
    Visit,
)
from dragoman.forms.rows import DocumentRow
from dragoman.ledger.ask import Wanted
from dragoman.ledger.store import Ledger
from dragoman.ledger.vectors import parts

KINDS: Mapping[str, type[Record]] = {
    kind.kind: kind
    for kind in (Event, Statement, OfficeRecord, Agreement, Commitment, Position, Visit)
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A reading with the story in which its ledger placed it."""

    reading: Records
    story: str


def seeds_of(ledger: Ledger) -> list[Seed]:
    """Return the readings that a ledger holds, in the order in which it took them."""
    made_by: dict[str, str] = {}
    vectors: dict[str, bytes] = {}
    out = []
    for row in ledger.documents(live=True):
        reading = [r for r in ledger.readings(row["id"])][-1]
        made_by = {name: reading[name] for name in ("dragoman", "model", "codebook")}
        if not vectors:
            vectors = {document: body for _, document, body in ledger.vectors(made_by["model"])}
        records = tuple(ledger.records(Wanted(documents=[row["id"]])))
        if records:
            told = tuple(record_of(dict(record)) for record in records)
            meanings = tuple(_meanings(vectors[row["id"]])) if row["id"] in vectors else ()
            made = Records(_document(row), told, made_by, meanings)
            out.append(Seed(made, row["story"] or row["id"]))
    return out


def record_of(data: Mapping[str, Any]) -> Record:
    """Return the record of its JSON; what a ledger's row has besides is left out."""
    kind = KINDS[data["kind"]]
    return kind(**{field.name: _value(field.name, data[field.name]) for field in fields(kind)})


def _value(name: str, given: Any) -> Any:
    if name == "date" and given is not None:
        days = (date.fromisoformat(given["start"]), date.fromisoformat(given["end"]))
        return EventDate(*days, given["text"], given["basis"])
    if name == "place" and given is not None:
        return EventPlace(**given)
    if isinstance(given, list):
        return tuple(_part(one) for one in given)
    return _part(given)


def _part(given: Any) -> Any:
    """Return an entity or a cited span of its JSON; all else as it is."""
    if not isinstance(given, dict):
        return given
    if "name" in given:
        return Entity(**{**given, "sectors": tuple(given["sectors"])})
    return Evidence(**given)


def _document(row: DocumentRow) -> Document:
    spans = [Span(start, end) for start, end in row["body"]]
    return Document(
        id=row["id"],
        text=row["text"],
        paragraphs=tuple(Paragraph(span, (span,)) for span in spans),
        title=row["title"],
        url=row["url"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        publisher=row["publisher"],
        authors=tuple(row["authors"]),
        language=row["language"],
        credits=tuple(Credit(c["outlet"], Span(c["start"], c["end"])) for c in row["credits"]),
    )


def _meanings(body: bytes) -> Iterator[Meaning]:
    spans, vectors = parts(body)
    for (start, end), vector in zip(spans.tolist(), vectors, strict=True):
        yield Meaning(Span(start, end), vector.astype("int8").tobytes())
