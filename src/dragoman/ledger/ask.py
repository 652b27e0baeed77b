"""Asking: what rows are wanted in; the rows, as plain dicts, out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, Connection, Row, Select, column, func, or_, select, text

from dragoman.forms.rows import CorrectedRow, DocumentRow, ReadingRow, RecordRow
from dragoman.ledger import schema
from dragoman.ledger.words import fts5_query, parse_query, tsquery, words_of

R, D, P, N = schema.records, schema.documents, schema.parties, schema.names
T = TypeVar("T")
BATCH = 500  # rows fetched at once: a few MB of records


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which records are wanted; what is None or empty does not matter.

    `first` and `last` are ISO days, both inclusive, between which the act began. `pair` takes
    either order, `directed` the order given. `code` is one country or body in any role (or one of
    `roles`); `name` is found by its words, the last of which may be a beginning (`diaz-can*`).
    `since` is the instant after which the ledger learned it. `live` leaves out superseded readings
    and older versions, `rejected` takes in what a person rejected.
    """

    kinds: Sequence[str] = ()
    events: Sequence[str] = ()
    status: Sequence[str] = ()
    pair: tuple[str, str] | None = None
    directed: bool = False
    code: str | None = None
    name: str | None = None
    roles: Sequence[str] = ()
    first: str | None = None
    last: str | None = None
    since: str | None = None
    documents: Sequence[str] = ()
    story: str | None = None
    happening: str | None = None
    ids: Sequence[str] = ()
    words: str | None = None
    least_confidence: float = 0.0
    live: bool = True
    rejected: bool = False
    newest_first: bool = False
    limit: int | None = None
    after: int | None = None


_CORRECTION = schema.corrections
RECORD_COLUMNS = (
    R.c.number, R.c.data, R.c.day, R.c.live, R.c.verdict, R.c.happening, R.c.learned_at,
    D.c.id.label("document"), D.c.story, D.c.published, D.c.publisher,
    schema.readings.c.dragoman, schema.readings.c.model, schema.readings.c.codebook,
)  # fmt: skip


def records(connection: Connection, wanted: Wanted) -> Iterator[tuple[int, RecordRow]]:
    """Yield the wanted records with their numbers, by day, then in the order they were added.

    With `after` they come by number instead, those beyond it.
    """
    order = _order(wanted)
    query = whole_records().order_by(*order)
    if wanted.limit is None:
        query = query.where(*_conditions(connection, wanted))
    else:  # sorted by number alone first: only what is handed out is read whole
        query = query.where(R.c.number.in_(_numbers(connection, wanted, order)))
    # Closed whatever happens: a caller may stop half way.
    with connection.execute(query, execution_options={"yield_per": BATCH}) as result:
        for rows in result.partitions():
            yield from as_records(connection, rows)


def count(connection: Connection, wanted: Wanted) -> int:
    """Return how many records are wanted (`limit` counts too)."""
    numbers = _numbers(connection, wanted, _order(wanted)).subquery()
    return connection.scalar(select(func.count()).select_from(numbers)) or 0


def _numbers(
    connection: Connection, wanted: Wanted, order: Sequence[ColumnElement[Any]]
) -> Select[Any]:
    """Return the query for the numbers of the wanted records."""
    query = select(R.c.number).where(*_conditions(connection, wanted))
    if wanted.documents or wanted.story is not None:
        query = query.join(D, R.c.document == D.c.number)
    return query if wanted.limit is None else query.order_by(*order).limit(wanted.limit)


def _order(wanted: Wanted) -> Sequence[ColumnElement[Any]]:
    if wanted.after is not None:
        return (R.c.number,)
    if wanted.newest_first:
        return R.c.day.desc().nulls_last(), R.c.number.desc()
    return R.c.day.asc().nulls_last(), R.c.number


def _conditions(connection: Connection, wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    few = wanted.documents or wanted.ids or wanted.story or wanted.happening
    for searched, values in (
        (unsorted_kind() if few else R.c.kind, wanted.kinds),
        (R.c.event, wanted.events),
        (R.c.status, wanted.status),
        (D.c.id, wanted.documents),
        (R.c.id, wanted.ids),
    ):
        if values:
            yield searched.in_(list(values))
    yield from _on_days(R.c.day, wanted)
    if wanted.after is not None:
        yield R.c.number > wanted.after
    if wanted.since is not None:
        yield R.c.learned_at > wanted.since
    if wanted.story is not None:
        yield D.c.story == wanted.story
    if wanted.happening is not None:
        yield R.c.happening == wanted.happening
    if wanted.least_confidence:
        yield R.c.confidence >= wanted.least_confidence
    if wanted.live:
        yield R.c.live
    if not wanted.rejected:
        yield not_rejected()
    if wanted.words is not None:
        yield R.c.document.in_(matching(connection, wanted.words))
    if wanted.pair is not None:
        yield R.c.number.in_(_of_pair(*wanted.pair, wanted))
    if wanted.code is not None or wanted.name is not None:
        yield R.c.number.in_(_of_party(wanted))


def whole_records(*more: ColumnElement[Any]) -> Select[Any]:
    """Return the query for `RECORD_COLUMNS`, and for more of the records and their documents."""
    return (
        select(*RECORD_COLUMNS, *more)
        .join_from(R, D, R.c.document == D.c.number)
        .join(schema.readings, R.c.reading == schema.readings.c.number)
    )


def not_rejected() -> ColumnElement[bool]:
    """Return the condition that no person rejected a record."""
    return func.coalesce(R.c.verdict, "") != "rejected"


def unsorted_kind() -> ColumnElement[str]:
    """Return a record's kind such that no index of kinds is searched.

    Of a few documents' records SQLite would read all of a kind instead, the whole ledger's.
    """
    return R.c.kind.concat("")


def _of_pair(one: str, other: str, wanted: Wanted) -> Select[Any]:
    p = schema.pairs
    there = (p.c.source == one) & (p.c.target == other)
    back = (p.c.source == other) & (p.c.target == one)
    sides = there if wanted.directed else or_(there, back)
    return select(p.c.record).where(sides, *_on_days(p.c.day, wanted))


def _on_days(day: ColumnElement[str | None], wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    """Yield the bounds of days: where a record is found has its day, so that one index serves."""
    if wanted.first is not None:
        yield day >= wanted.first
    if wanted.last is not None:
        yield day <= wanted.last


def _of_party(wanted: Wanted) -> Select[Any]:
    query = select(P.c.record).where(*_on_days(P.c.day, wanted))
    if wanted.code is not None:
        query = query.where(P.c.code == wanted.code)
    if wanted.name is not None:
        query = query.where(P.c.name.in_(named(wanted.name)))
    if wanted.roles:
        query = query.where(P.c.role.in_(list(wanted.roles)))
    return query


def named(name: str) -> Select[Any]:
    """Return the query for the numbers of names that have all the words of `name`."""
    w = schema.name_words
    words = words_of(name)
    if not words:
        return select(N.c.number).where(N.c.number < 0)
    conditions = [w.c.word == word for word in words]
    if name.rstrip().endswith("*"):
        # Words are folded letters and digits: none sorts after this character.
        # No BETWEEN: PostgreSQL takes no collation inside it.
        conditions[-1] = (w.c.word >= words[-1]) & (w.c.word <= words[-1] + "\U0010ffff")
    first, *rest = conditions
    query = select(w.c.name).where(first)
    for condition in rest:
        query = query.where(w.c.name.in_(select(w.c.name).where(condition)))
    return query


def matching(connection: Connection, words: str) -> Select[Any]:
    """Return the query for the numbers of documents that have the words (`parse_query`)."""
    terms = parse_query(words)
    if connection.dialect.name == "sqlite":
        found = text("SELECT rowid AS number FROM words WHERE words MATCH :query")
        bound = found.bindparams(query=fts5_query(terms))
    else:
        found = text("SELECT document AS number FROM words WHERE text @@ CAST(:query AS tsquery)")
        bound = found.bindparams(query=tsquery(terms))
    return cast("Select[Any]", select(bound.columns(column("number")).subquery().c.number))


def as_records(
    connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]]
) -> Iterator[tuple[int, RecordRow]]:
    """Yield rows of `RECORD_COLUMNS` as records, in their corrected form, with their numbers."""
    corrected = last_words(connection, [row.number for row in rows if row.verdict is not None])
    for row in rows:
        edited, word = corrected.get(row.number, (None, None))
        data = row.data if edited is None else edited
        record = {
            **data,
            "document": row.document,
            "story": row.story,
            "happening": row.happening,
            "day": row.day,
            "published": row.published,
            "publisher": row.publisher,
            "learned_at": row.learned_at,
            "model": row.model,
            "dragoman": row.dragoman,
            "codebook": row.codebook,
            "live": row.live,
            "corrected": word,
        }
        yield row.number, cast(RecordRow, record)


def last_words(
    connection: Connection, numbers: Sequence[int]
) -> dict[int, tuple[dict[str, Any] | None, CorrectedRow]]:
    """Return, of records that were corrected, the data as last edited and the last correction."""
    c = _CORRECTION
    found: dict[int, tuple[dict[str, Any] | None, CorrectedRow]] = {}
    for some in slices(numbers):
        query = select(c).where(c.c.record.in_(some)).order_by(c.c.number)
        _fold(connection.execute(query), found)
    return found


def slices(given: Sequence[T], size: int = 1_000) -> Iterator[Sequence[T]]:
    """Cut a list so that each part is short enough for one query."""
    for start in range(0, len(given), size):
        yield given[start : start + size]


def _fold(
    rows: Iterable[Row[*tuple[Any, ...]]],
    found: dict[int, tuple[dict[str, Any] | None, CorrectedRow]],
) -> None:
    for row in rows:
        edited = found.get(row.record, (None, None))[0] if row.data is None else row.data
        word = CorrectedRow(
            verdict=row.verdict,
            edited=edited is not None,
            by=row.by,
            reason=row.reason,
            at=row.at,
        )
        found[row.record] = (edited, word)


DOCUMENT_COLUMNS = tuple(D.c)


def documents(
    connection: Connection,
    *conditions: ColumnElement[bool],
    newest_first: bool = False,
    limit: int | None = None,
) -> Iterator[DocumentRow]:
    """Yield documents in the order in which they were added, or the other way round."""
    order = D.c.number.desc() if newest_first else D.c.number
    query = select(*DOCUMENT_COLUMNS).where(*conditions).order_by(order)
    if limit is not None:
        query = query.limit(limit)
    with connection.execute(query, execution_options={"yield_per": BATCH}) as result:
        for row in result.mappings():
            yield cast(DocumentRow, dict(row))


def readings(connection: Connection, document: str) -> list[ReadingRow]:
    """Return the readings of a document, the first first."""
    g = schema.readings
    count = select(func.count()).where(R.c.reading == g.c.number).scalar_subquery()
    query = (
        select(
            D.c.id.label("document"), g.c.dragoman, g.c.model, g.c.codebook, g.c.learned_at,
            g.c.superseded_at, count.label("records"),
        )
        .join_from(g, D, g.c.document == D.c.number)
        .where(D.c.id == document)
        .order_by(g.c.number)
    )  # fmt: skip
    return [cast(ReadingRow, dict(row)) for row in connection.execute(query).mappings()]


def names(connection: Connection, name: str, limit: int) -> list[dict[str, Any]]:
    """Return names with all words of `name`, the most frequent first."""
    count = func.count().label("records")
    query = (
        select(N.c.number, N.c.name, P.c.code, P.c.sector, P.c.entity, count)
        .join_from(P, N, P.c.name == N.c.number)
        .join(R, P.c.record == R.c.number)
        .where(N.c.number.in_(named(name)), R.c.live)
        .group_by(N.c.number, N.c.name, P.c.code, P.c.sector, P.c.entity)
        .order_by(count.desc(), N.c.number)
    )
    found: dict[int, dict[str, Any]] = {}
    for row in connection.execute(query).mappings():
        told = dict(row)
        number = told.pop("number")
        if number in found:
            found[number]["records"] += told["records"]
        else:
            found[number] = told
    most = sorted(found.values(), key=lambda told: -told["records"])
    return most[:limit]


def original(connection: Connection, which: ColumnElement[bool]) -> dict[str, Any] | None:
    """Return the data of a record as it was read."""
    query = select(R.c.data).where(which).order_by(R.c.live.desc(), R.c.number.desc()).limit(1)
    data: dict[str, Any] | None = connection.scalar(query)
    return data
