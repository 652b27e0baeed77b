"""What later work writes on a ledger: stories, copies, links, office holders, feeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Required, TypedDict

from sqlalchemy import Connection, Table, bindparam, select, update
from sqlalchemy.dialects import postgresql, sqlite

from dragoman.ledger import schema
from dragoman.ledger.holding.kept import write_holders
from dragoman.ledger.opened import Opened
from dragoman.ledger.words import words_of
from dragoman.ledger.write import now


class StoryRow(TypedDict, total=False):
    """A story: its days, how many documents and independent sources it has, `data` as JSON."""

    id: Required[str]
    first: str | None
    last: str | None
    documents: Required[int]
    sources: Required[int]
    data: Required[dict[str, Any]]


class LinkRow(TypedDict):
    """A later record that bears on an earlier one: to which `state`, how sure, by which rule."""

    earlier: str
    later: str
    state: str
    confidence: float
    why: str


class HolderRow(TypedDict):
    """A holder of an office from an outside list; days are None where the list tells none."""

    name: str
    role: str
    organisation: str | None
    code: str | None
    sector: str | None
    entity: str | None
    start: str | None
    end: str | None


class Marks(Opened):
    """The part of the ledger that merging, registers and feeds fill."""

    def set_stories(self, placed: Mapping[str, tuple[str, str | None]]) -> None:
        """Set documents' story and whose copy they are: document's id -> (story, original's id)."""
        d = schema.documents
        statement = (
            update(d)
            .where(d.c.id == bindparam("given"))
            .values(story=bindparam("its_story"), copy_of=bindparam("original"))
        )
        rows = [
            {"given": document, "its_story": story, "original": copy_of}
            for document, (story, copy_of) in placed.items()
        ]
        self._run(statement, rows)

    def put_stories(self, rows: Iterable[StoryRow]) -> None:
        """Write stories; one that is here already is replaced."""
        self._put(schema.stories, [{"first": None, "last": None, **row} for row in rows])

    def stories(self, ids: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        """Yield stories (all, or those of the ids) as they were put, with `changed_at`."""
        return self._rows(schema.stories, ids)

    def state(self, name: str) -> bytes | None:
        """Return the state that some incremental work keeps under a name."""
        s = schema.states
        with self.reading() as connection:
            return connection.scalar(select(s.c.body).where(s.c.name == name))

    def set_state(self, name: str, body: bytes) -> None:
        """Keep a state under a name."""
        self._put(schema.states, [{"name": name, "body": body}])

    def put_vectors(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep documents' vectors of a model: document's id -> the vector's bytes."""
        d = schema.documents.c
        with self.writing() as connection:
            found = connection.execute(select(d.id, d.number).where(d.id.in_(list(vectors))))
            rows = [
                {"document": row.number, "model": model, "body": vectors[row.id]} for row in found
            ]
            upsert(connection, schema.vectors, rows)

    def vectors(self, model: str, *, after: int = 0) -> Iterator[tuple[int, str, bytes]]:
        """Yield (number, id, vector) of the live documents beyond the number `after`."""
        d, v = schema.documents, schema.vectors
        query = (
            select(d.c.number, d.c.id, v.c.body)
            .join_from(v, d, v.c.document == d.c.number)
            .where(v.c.model == model, d.c.live, d.c.number > after)
            .order_by(d.c.number)
        )
        with self.reading() as connection, connection.execute(query) as result:
            for row in result:
                yield row.number, row.id, row.body

    def add_links(self, links: Iterable[LinkRow]) -> None:
        """Keep links between records; one that is here already stays as it is."""
        given = list(links)
        r = schema.records.c
        ids = {link["earlier"] for link in given} | {link["later"] for link in given}
        with self.writing() as connection:
            found = connection.execute(select(r.id, r.number).where(r.id.in_(ids), r.live))
            numbers = {row.id: row.number for row in found}
            rows = [
                {
                    **link,
                    "earlier": numbers[link["earlier"]],
                    "later": numbers[link["later"]],
                    "learned_at": now(),
                }
                for link in given
                if link["earlier"] in numbers and link["later"] in numbers
            ]
            if rows:
                connection.execute(insert_once(connection, schema.links), rows)

    def links(self, records: Sequence[str] = ()) -> list[LinkRow]:
        """Return the links (all, or those from or to the records), the oldest first."""
        k, earlier, later = schema.links, schema.records.alias(), schema.records.alias()
        query = (
            select(
                earlier.c.id.label("earlier"), later.c.id.label("later"),
                k.c.state, k.c.confidence, k.c.why,
            )
            .join_from(k, earlier, k.c.earlier == earlier.c.number)
            .join(later, k.c.later == later.c.number)
            .order_by(k.c.number)
        )  # fmt: skip
        if records:
            query = query.where(earlier.c.id.in_(records) | later.c.id.in_(records))
        with self.reading() as connection:
            return [LinkRow(**row) for row in connection.execute(query).mappings()]  # type: ignore[typeddict-item]

    def put_holders(self, origin: str, holders: Iterable[HolderRow]) -> int:
        """Take in office holders from an outside list, in place of what it gave before.

        Raises UsageError for the origin `stories`, which is the ledger's own.
        """
        with self.writing() as connection:
            return write_holders(connection, origin, holders)

    def holders(self, *, name: str | None = None, code: str | None = None) -> list[dict[str, Any]]:
        """Return office holders of a name (without accents and case) or of a country."""
        h = schema.holders
        query = select(h).order_by(h.c.start, h.c.number)
        if name is not None:
            query = query.where(h.c.folded == " ".join(words_of(name)))
        if code is not None:
            query = query.where(h.c.code == code)
        with self.reading() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def feeds(self) -> dict[str, dict[str, Any]]:
        """Return what is kept of every feed, by its URL."""
        f = schema.feeds.c
        with self.reading() as connection:
            return {row.url: row.data for row in connection.execute(select(f.url, f.data))}

    def put_feed(self, url: str, data: Mapping[str, Any]) -> None:
        """Keep what is known of a feed (ETag, failures, next time), as JSON."""
        self._put(schema.feeds, [{"url": url, "data": dict(data)}])

    def seen_items(self, feed: str, items: Sequence[str]) -> set[str]:
        """Return those of a feed's items that were dealt with."""
        i = schema.feed_items.c
        with self.reading() as connection:
            found = select(i.item).where(i.feed == feed, i.item.in_(list(items)))
            return set(connection.scalars(found))

    def see_item(self, feed: str, item: str, outcome: str) -> None:
        """Mark an item of a feed (any key of it) as dealt with; the feed must have been put."""
        row = {"feed": feed, "item": item, "outcome": outcome, "seen_at": now()}
        with self.writing() as connection:
            upsert(connection, schema.feed_items, [row])

    def _put(self, table: Table, rows: list[dict[str, Any]]) -> None:
        at = now()
        with self.writing() as connection:
            upsert(connection, table, [{**row, "changed_at": at} for row in rows])

    def _run(self, statement: Any, rows: list[dict[str, Any]]) -> None:
        if rows:
            with self.writing() as connection:
                connection.execute(statement, rows)

    def _rows(self, table: Table, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
        query = select(table).order_by(table.c.id)
        if ids:
            query = query.where(table.c.id.in_(list(ids)))
        with self.reading() as connection, connection.execute(query) as result:
            for row in result.mappings():
                yield dict(row)


def upsert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """Write rows; those whose key is here already are replaced."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = _maker(connection, table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changed), rows)


def insert_once(connection: Connection, table: Table) -> Any:
    """Return the statement that writes rows; one whose key is here already stays as it is."""
    return _maker(connection, table).on_conflict_do_nothing()


def _maker(connection: Connection, table: Table) -> Any:
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
