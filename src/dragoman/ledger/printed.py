"""The shelf of prints in the ledger's own tables: no question grows with the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, TextClause, insert, select, text, update

from dragoman.ledger import schema
from dragoman.ledger.prints import Made, Print
from dragoman.ledger.shelf import Told

# The latest documents of one key that are looked at: a word of a long crisis has thousands.
PER_KEY = 150
_D, _P = schema.documents.c, schema.prints.c


class Printed:
    """A `Shelf` over one connection; the caller's transaction keeps it whole."""

    def __init__(self, connection: Connection, numbers: Mapping[str, int] | None = None) -> None:
        """`numbers` are those of documents that will be put, by their ids, where they are known."""
        self._connection = connection
        self._numbers = numbers or {}
        self._held: dict[str, Told] = {}

    def put(self, told: Told, made: Made) -> None:
        """Keep a document's print and keys, and set its story and original."""
        number = self._numbers.get(told.id)
        if number is None:
            number = self._connection.scalar(select(_D.number).where(_D.id == told.id))
        self._held[told.id] = told
        row = {"document": number, "day": told.day}
        self._connection.execute(insert(schema.prints).values(**row, body=told.body.to_bytes()))
        keys = sorted({*made.bands, *made.rare})
        if keys:
            self._connection.execute(
                insert(schema.print_keys), [{**row, "key": key} for key in keys]
            )
        self._connection.execute(
            update(schema.documents)
            .where(_D.number == number)
            .values(story=told.story, copy_of=told.copy_of)
        )

    def near(self, keys: Sequence[int], first: int, last: int, limit: int) -> list[str]:
        """Return candidates; of each key the latest PER_KEY documents count."""
        if not keys:
            return []
        wanted = sorted(set(keys))
        values = {f"key{place}": key for place, key in enumerate(wanted)}
        bounds = {"first": first, "last": last, "most": limit}
        return list(self._connection.scalars(_nearest(len(wanted)), {**values, **bounds}))

    def fetch(self, documents: Iterable[str]) -> list[Told]:
        """Return the documents that have a print, in the order given."""
        wanted = list(documents)
        held = self._held
        missing = [document for document in wanted if document not in held]
        if missing:
            query = (
                select(
                    _D.id, _P.day, _D.url, _D.publisher, _D.credits, _D.story, _D.copy_of, _P.body
                )
                .join_from(schema.documents, schema.prints, _P.document == _D.number)
                .where(_D.id.in_(missing))
            )  # fmt: skip
            for row in self._connection.execute(query):
                held[row.id] = _told(row)
        return [held[document] for document in wanted if document in held]

    def members(self, story: str, limit: int) -> list[str]:
        """Return the originals of a story that came in last."""
        query = select(_D.id).where(_D.story == story, _D.copy_of.is_(None))
        return list(self._connection.scalars(query.order_by(_D.number.desc()).limit(limit)))

    def copies(self, original: str) -> list[str]:
        """Return a document's copies: they stand in its story."""
        story = select(_D.story).where(_D.id == original).scalar_subquery()
        query = select(_D.id).where(_D.story == story, _D.copy_of == original)
        return list(self._connection.scalars(query.order_by(_D.number)))

    def mark(self, documents: Iterable[str], copy_of: str | None) -> None:
        """Set `copy_of`."""
        marked = list(documents)
        for document in marked:
            self._held.pop(document, None)
        self._connection.execute(
            update(schema.documents).where(_D.id.in_(marked)).values(copy_of=copy_of)
        )


def day_of(published: str | None, learned_at: str) -> int:
    """Return the day by which a document is placed, as a proleptic ordinal."""
    return date.fromisoformat((published or learned_at)[:10]).toordinal()


@cache
def _nearest(keys: int) -> TextClause:
    """Write the question for a number of keys, once: built of parts it cost 4 ms each time."""
    runs = " UNION ALL ".join(
        f"SELECT * FROM (SELECT document, day FROM print_keys WHERE key = :key{place} "
        f"AND day BETWEEN :first AND :last ORDER BY day DESC, document DESC LIMIT {PER_KEY}) "
        f"AS run{place}"
        for place in range(keys)
    )
    return text(
        f"SELECT documents.id FROM ({runs}) AS runs "
        "JOIN documents ON documents.number = runs.document GROUP BY documents.id, runs.day "
        "ORDER BY count(*) DESC, runs.day DESC, documents.id LIMIT :most"
    )


def _told(row: Row[*tuple[Any, ...]]) -> Told:
    credited = tuple(credit["outlet"] for credit in row.credits)
    body = Print.from_bytes(row.body)
    return Told(row.id, row.day, row.url, row.publisher, credited, body, row.story, row.copy_of)
