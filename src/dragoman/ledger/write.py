"""Adding: the records of one document in, one transaction, what became of them out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, func, insert, select, text, update

from dragoman.errors import EvidenceError
from dragoman.forms.document import Document
from dragoman.forms.records import Records
from dragoman.ledger import schema
from dragoman.ledger.derive import Found, derive, name_digest, spans
from dragoman.ledger.parties import add_parties
from dragoman.ledger.vectors import put_meanings
from dragoman.ledger.words import tsvector, words_of

_INDEX_SQLITE = text("INSERT INTO words(rowid, text) VALUES (:number, :words)")
_INDEX_POSTGRESQL = text(
    "INSERT INTO words(document, text) VALUES (:number, CAST(:words AS tsvector))"
)

State = Literal["new", "changed", "reread", "older", "unchanged"]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document that was given to the ledger.

    `state`: "new"; "changed" (another text of an article that is already here: a version beside the
    older ones); "reread" (a reading that supersedes the older one); "older" (a reading by an older
    release than the one that is here: kept, superseded from the start); "unchanged" (this very
    reading is here already, nothing was written). `carried` corrections of the superseded reading
    were found again in the new one, `left` were not.
    """

    document: str
    state: State
    version: int
    records: int
    carried: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """What adding wrote, with the numbers of the document and of the reading."""

    added: Added
    document: int
    reading: int


def now() -> str:
    """Return the present instant as the ledger writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def held(connection: Connection, records: Records) -> Added | None:
    """Return the answer for a reading that is here already, None where it is not."""
    d, r = schema.documents, schema.readings
    found = connection.execute(
        select(d.c.version, r.c.number)
        .join_from(d, r, r.c.document == d.c.number)
        .where(d.c.id == records.document.id, *is_made_by(records.made_by))
    ).first()
    if found is None:
        return None
    count = select(func.count()).where(schema.records.c.reading == found.number)
    return Added(records.document.id, "unchanged", found.version, connection.scalar(count) or 0)


def add(connection: Connection, records: Records) -> Written | Added:
    """Write a document's records; the caller's transaction makes them all there or none.

    Returns the bare answer where another writer was first and nothing is written.

    Raises EvidenceError where a record cites words that the document does not have there.
    """
    take_turn(connection, records.document)
    if (same := held(connection, records)) is not None:
        return same
    at = now()
    document = records.document
    told = records.to_dict()
    known = connection.execute(
        select(
            schema.documents.c.number, schema.documents.c.version, schema.documents.c.live
        ).where(schema.documents.c.id == document.id)
    ).first()
    state: State
    if known is None:
        number, version = _add_document(connection, records, told["document"], at)
        state, live = ("new" if version == 1 else "changed"), True
    else:
        number, version, live = known
        state = "reread" if _supersede(connection, number, records.made_by, at) else "older"
        live = live and state == "reread"
    reading = _one(
        connection.scalar(
            insert(schema.readings)
            .returning(schema.readings.c.number)
            .values(
                document=number,
                **maker(records.made_by),
                made_by=records.made_by,
                learned_at=at,
                superseded_at=at if state == "older" else None,
            )
        )
    )
    verify(told["records"], document.text)
    published = told["document"]["published"]
    add_records(connection, [Read(told["records"], published, number, reading, live)], at)
    put_meanings(connection, number, records.made_by.get("model", ""), records.meanings)
    added = Added(document.id, state, version, len(records.records))
    return Written(added, number, reading)


def take_turn(connection: Connection, document: Document) -> None:
    """Let no other writer take the same article meanwhile (SQLite has one writer at a time)."""
    if connection.dialect.name == "postgresql":
        key = document.url or document.id
        connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"),
            {"key": name_digest(key)},
        )


def maker(made_by: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a reading that say who made it.

    A user's own actors make another reading, as another codebook does.
    """
    columns = {part: made_by.get(part, "") for part in ("dragoman", "model", "codebook")}
    if actors := made_by.get("actors"):
        columns["codebook"] += f"+actors@{actors.removeprefix('sha256:')[:12]}"
    return columns


def is_made_by(made_by: Mapping[str, str]) -> list[Any]:
    """Return the conditions that a reading is by this maker."""
    return [schema.readings.c[part] == value for part, value in maker(made_by).items()]


def _add_document(
    connection: Connection, records: Records, told: Mapping[str, Any], at: str
) -> tuple[int, int]:
    document, d = records.document, schema.documents
    version = 1
    if document.url is not None:
        older = connection.execute(
            select(d.c.number, d.c.version).where(d.c.url == document.url)
        ).all()
        if older:
            version = 1 + max(row.version for row in older)
            numbers = [row.number for row in older]
            connection.execute(update(d).where(d.c.number.in_(numbers)).values(live=False))
            r = schema.records
            connection.execute(update(r).where(r.c.document.in_(numbers)).values(live=False))
    row = {**told, "version": version, "live": True, "learned_at": at}
    number = _one(connection.scalar(insert(d).returning(d.c.number).values(row)))
    add_words(connection, {number: told})
    return number, version


def add_words(connection: Connection, documents: Mapping[int, Mapping[str, Any]]) -> None:
    """Index the words of documents' titles and stories (`title`, `text`, `body`), by number."""
    is_sqlite = connection.dialect.name == "sqlite"
    rows = []
    for number, told in documents.items():
        text, body = told["text"], told["body"]
        parts = [told["title"] or "", *(text[start:end] for start, end in body)]
        words = [word for part in parts for word in words_of(part)]
        rows.append({"number": number, "words": " ".join(words) if is_sqlite else tsvector(words)})
    connection.execute(_INDEX_SQLITE if is_sqlite else _INDEX_POSTGRESQL, rows)


def _supersede(connection: Connection, document: int, made_by: Mapping[str, str], at: str) -> bool:
    """Mark the older readings of a document; False where the one given is the older."""
    r = schema.readings
    current = connection.execute(
        select(r.c.number, r.c.dragoman).where(
            r.c.document == document, r.c.superseded_at.is_(None)
        )
    ).all()
    if any(_release(row.dragoman) > _release(made_by.get("dragoman", "")) for row in current):
        return False
    numbers = [row.number for row in current]
    connection.execute(update(r).where(r.c.number.in_(numbers)).values(superseded_at=at))
    connection.execute(
        update(schema.records).where(schema.records.c.reading.in_(numbers)).values(live=False)
    )
    return True


def _release(version: str) -> tuple[int, ...]:
    """Return a release's numbers, for comparing: `0.2.1` is (0, 2, 1)."""
    numbers = []
    for part in version.split("."):
        if not part.isdigit():
            break
        numbers.append(int(part))
    return tuple(numbers)


@dataclass(frozen=True, slots=True)
class Read:
    """A document's records as JSON, with the numbers under which they are written."""

    told: Sequence[Mapping[str, Any]]
    published: str | None
    document: int
    reading: int
    live: bool = True


def add_records(connection: Connection, reads: Sequence[Read], at: str) -> None:
    """Write the records of documents, with what they are found by."""
    told = [(read, data) for read in reads for data in read.told]
    if not told:
        return
    numbers = reserve(connection, schema.records, len(told))
    found = [derive(data, read.published) for read, data in told]
    connection.execute(
        insert(schema.records),
        [
            {
                "number": number,
                "id": data["id"],
                "reading": read.reading,
                "document": read.document,
                "kind": data["kind"],
                "confidence": data["confidence"],
                "data": data,
                "learned_at": at,
                "live": read.live,
                **columns(how),
            }
            for number, (read, data), how in zip(numbers, told, found, strict=True)
        ],
    )
    add_parties(connection, dict(zip(numbers, found, strict=True)))


def verify(told: Iterable[Mapping[str, Any]], words: str) -> None:
    """Raise EvidenceError where records cite words that a text does not have there."""
    for data in told:
        for span in spans(data):
            if misquotes(span, words):
                raise EvidenceError(
                    f"{data['id']}: the document does not say {span['text'][:80]!r} "
                    f"at {span['start']}-{span['end']}"
                )


def misquotes(span: Mapping[str, Any], words: str) -> bool:
    """Say whether a span's words are not what the text `words` holds there."""
    start, end = span["start"], span["end"]
    return not 0 <= start < end or words[start:end] != span["text"]


def _one(number: int | None) -> int:
    assert number is not None
    return number


def columns(found: Found) -> dict[str, Any]:
    """Return the derived columns of a record's own row."""
    return {
        "status": found.status,
        "event": found.event,
        "day": found.day,
        "day_end": found.day_end,
        "quad_code": found.quad_code,
        "event_scale": found.event_scale,
    }


def reserve(connection: Connection, table: Table, count: int) -> Sequence[int]:
    """Reserve `count` numbers of a table, so that what refers to its rows is written with them."""
    if connection.dialect.name == "postgresql":
        number = func.nextval(f"{table.name}_number_seq")
        return list(connection.scalars(select(number).select_from(func.generate_series(1, count))))
    last = connection.scalar(select(func.max(table.c.number))) or 0
    return range(last + 1, last + 1 + count)
