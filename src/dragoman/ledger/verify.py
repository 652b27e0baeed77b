"""Checking a ledger: every row in, what is wrong with it and what it holds in numbers out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Integer, Row, cast, exists, func, select, text

from dragoman.ledger import schema
from dragoman.ledger.ask import last_words, slices
from dragoman.ledger.derive import derive, spans
from dragoman.ledger.upgrade import version_of
from dragoman.ledger.verify_made import check_made
from dragoman.ledger.write import columns, misquotes

D, G, R, C = schema.documents, schema.readings, schema.records, schema.corrections
V = schema.vectors.c
MOST_SHOWN = 100  # faults that are told; all are counted
_BATCH = 200  # documents checked at once


@dataclass(slots=True)
class Checked:
    """What a check went through and what it found; `faults` says the first hundred in words."""

    documents: int = 0
    readings: int = 0
    records: int = 0
    spans: int = 0
    corrections: int = 0
    found: int = 0
    faults: list[str] = field(default_factory=list)

    def fault(self, words: str) -> None:
        """Note one thing that is wrong."""
        self.found += 1
        if len(self.faults) < MOST_SHOWN:
            self.faults.append(words)


@dataclass(frozen=True, slots=True)
class Info:
    """What a ledger holds; days are those of the acts, `models` counts readings.

    `entries` counts what stands in the registers by kind, `vectors` documents that have some,
    `vector_models` those that have some of each model, `feed_items` what was seen of the feeds.
    """

    version: str
    documents: int
    live_documents: int
    readings: int
    records: int
    live_records: int
    kinds: dict[str, int]
    models: dict[str, int]
    corrections: int
    stories: int
    happenings: int
    entries: dict[str, int]
    links: int
    vectors: int
    vector_models: dict[str, int]
    holders: int
    feeds: int
    feed_items: int
    first_day: str | None
    last_day: str | None
    bytes: int


def check(connection: Connection) -> Checked:
    """Verify every cited span, reference, count and mark, and what merging made."""
    told = Checked()
    _check_database(connection, told)
    _check_versions(connection, told)
    check_made(connection, told.fault)
    told.corrections = connection.scalar(select(func.count()).select_from(C)) or 0
    last = 0
    while True:
        query = select(D).where(D.c.number > last).order_by(D.c.number).limit(_BATCH)
        documents = connection.execute(query).all()
        if not documents:
            return told
        last = documents[-1].number
        _check_documents(connection, {row.number: row for row in documents}, told)


def _check_database(connection: Connection, told: Checked) -> None:
    if connection.dialect.name == "sqlite":
        # PostgreSQL keeps its references itself; a SQLite file may have been changed without.
        for row in connection.exec_driver_sql("PRAGMA foreign_key_check").all():
            told.fault(f"{row[0]} {row[1]}: refers to no row of {row[2]}")
        for row in connection.exec_driver_sql("PRAGMA quick_check(20)").all():
            if row[0] != "ok":
                told.fault(f"the file is damaged: {row[0]}")
    indexed = connection.scalar(
        text("SELECT count(*) FROM words_docsize")
        if connection.dialect.name == "sqlite"
        else text("SELECT count(*) FROM words")
    )
    documents = connection.scalar(select(func.count()).select_from(D))
    if indexed != documents:
        told.fault(f"{indexed} documents are indexed by their words, {documents} are here")


def _check_versions(connection: Connection, told: Checked) -> None:
    lives = func.sum(cast(D.c.live, Integer))
    for row in connection.execute(
        select(D.c.url, lives).where(D.c.url.is_not(None)).group_by(D.c.url).having(lives != 1)
    ):
        told.fault(f"{row.url}: {row[1]} of its versions are the last one")
    original = D.alias()
    lost = select(D.c.id, D.c.copy_of).where(
        D.c.copy_of.is_not(None), ~exists().where(original.c.id == D.c.copy_of)
    )
    for row in connection.execute(lost):
        told.fault(f"{row.id}: is a copy of {row.copy_of}, which is not here")


def _check_documents(
    connection: Connection, documents: Mapping[int, Row[Any]], told: Checked
) -> None:
    told.documents += len(documents)
    readings: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(G).where(G.c.document.in_(documents))):
        readings[row.document].append(row)
        told.readings += 1
    current = {r.number for rows in readings.values() for r in rows if r.superseded_at is None}
    for number, document in documents.items():
        if sum(r.number in current for r in readings[number]) != 1:
            told.fault(f"{document.id}: has not one reading that counts")
        _check_body(document, told)
    records = connection.execute(select(R).where(R.c.document.in_(documents))).all()
    corrected = last_words(connection, [row.number for row in records])
    found = _found_by(connection, [row.number for row in records])
    ids: dict[int, set[str]] = defaultdict(set)
    for row in records:
        ids[row.reading].add(row.id)
    for row in records:
        told.records += 1
        document = documents[row.document]
        edited, word = corrected.get(row.number, (None, None))
        if row.verdict != (word and word["verdict"]):
            told.fault(f"{row.id}: its verdict is not that of its last correction")
        if row.live != (document.live and row.reading in current):
            told.fault(f"{row.id}: is marked live wrongly")
        if (
            row.data["according_to"] is not None
            and row.data["according_to"] not in ids[row.reading]
        ):
            told.fault(f"{row.id}: is told by {row.data['according_to']}, which is not here")
        for data in [row.data] if edited is None else [row.data, edited]:
            _check_spans(data, document.text, told)
        _check_found(row, edited or row.data, document.published, found, told)


def _check_body(document: Row[Any], told: Checked) -> None:
    length = len(document.text)
    for start, end in document.body:
        if not 0 <= start < end <= length:
            told.fault(f"{document.id}: paragraph {start}-{end} is outside the text")
    for credit in document.credits:
        if not 0 <= credit["start"] < credit["end"] <= length:
            told.fault(f"{document.id}: credit {credit['outlet']} is outside the text")


def _check_spans(data: Mapping[str, Any], words: str, told: Checked) -> None:
    if not data["evidence"]:
        told.fault(f"{data['id']}: has no evidence")
    for span in spans(data):
        told.spans += 1
        if misquotes(span, words):
            told.fault(
                f"{data['id']}: the document does not say {span['text'][:60]!r} "
                f"at {span['start']}-{span['end']}"
            )


Kept = tuple[Mapping[int, Counter[tuple[Any, ...]]], Mapping[int, set[tuple[str, str]]]]


def _found_by(connection: Connection, numbers: list[int]) -> Kept:
    """Return the parties and the pairs under which records are found."""
    p, n, q = schema.parties, schema.names, schema.pairs
    parties: dict[int, Counter[tuple[Any, ...]]] = defaultdict(Counter)
    pairs: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for some in slices(numbers):
        query = select(p.c.record, p.c.place, p.c.role, p.c.code, n.c.name, p.c.day)
        rows = connection.execute(
            query.join_from(p, n, p.c.name == n.c.number).where(p.c.record.in_(some))
        )
        for row in rows:
            parties[row.record][tuple(row[1:])] += 1
        for row in connection.execute(select(q).where(q.c.record.in_(some))):
            pairs[row.record].add((row.source, row.target))
    return parties, pairs


def _check_found(
    row: Row[Any], data: Mapping[str, Any], published: str | None, found: Kept, told: Checked
) -> None:
    how = derive(data, published)
    parties = Counter((p.place, p.role, p.code, p.name, how.day) for p in how.parties)
    if (
        parties != found[0].get(row.number, Counter())
        or set(how.pairs) != found[1].get(row.number, set())
        or any(row._mapping[name] != value for name, value in columns(how).items())
    ):
        told.fault(f"{row.id}: is not found by what it says")


def describe(connection: Connection) -> Info:
    """Count what a ledger holds."""

    def count(table: Any, *where: Any) -> int:
        return connection.scalar(select(func.count()).select_from(table).where(*where)) or 0

    def grouped(column: Any, *where: Any) -> dict[str, int]:
        query = select(column, func.count()).where(*where).group_by(column).order_by(column)
        return {key: number for key, number in connection.execute(query)}

    size = (
        "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        if connection.dialect.name == "sqlite"
        else "SELECT pg_database_size(current_database())"
    )
    days = connection.execute(select(func.min(R.c.day), func.max(R.c.day_end))).one()
    return Info(
        version=version_of(connection) or "",
        documents=count(D),
        live_documents=count(D, D.c.live),
        readings=count(G),
        records=count(R),
        live_records=count(R, R.c.live),
        kinds=grouped(R.c.kind, R.c.live),
        models=grouped(G.c.model),
        corrections=count(C),
        stories=count(schema.stories),
        happenings=count(schema.happenings),
        entries=grouped(schema.entries.c.kind),
        links=count(schema.links),
        vectors=connection.scalar(select(func.count(V.document.distinct()))) or 0,
        vector_models=grouped(V.model),
        holders=count(schema.holders),
        feeds=count(schema.feeds),
        feed_items=count(schema.feed_items),
        first_day=days[0],
        last_day=days[1],
        bytes=connection.scalar(text(size)) or 0,
    )
