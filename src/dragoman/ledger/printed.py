"""The shelf of prints in the ledger's own tables: no question grows with the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    Connection,
    LargeBinary,
    Row,
    TextClause,
    bindparam,
    func,
    insert,
    or_,
    select,
    text,
    update,
)

from dragoman.ledger import schema
from dragoman.ledger.prints import Made, Print
from dragoman.ledger.shelf import Kin, Told

# The latest documents of one key that are looked at: a word of a long crisis has thousands.
PER_KEY = 150
MOST_PRINTS = 8_000  # prints held from batch to batch: those of some months of news
_D, _P = schema.documents.c, schema.prints.c
# Asked for every document: a statement that is put together each time costs as much as its answer.
_THESE = _D.id.in_(bindparam("these", expanding=True))
_STANDING = select(_D.id, _D.story, _D.copy_of).where(_THESE)
_WHOLE = (
    select(_D.id, _P.day, _D.url, _D.publisher, _D.credits, _D.story, _D.copy_of, _P.body)
    .join_from(schema.documents, schema.prints, _P.document == _D.number)
    .where(_THESE)
)
_PRINT, _KEYS = insert(schema.prints), insert(schema.print_keys)
_PLACE = (
    update(schema.documents)
    .where(_D.number == bindparam("given"))
    .values(story=bindparam("its_story"), copy_of=bindparam("original"))
)
# A group of copies may be large: of a print only its head is read, where its length stands.
_HEAD = func.substr(_P.body, 5, 4, type_=LargeBinary)
_GROUP = (
    select(_D.id, _P.day, _D.publisher, _D.credits, _HEAD.label("shingles"))
    .join_from(schema.documents, schema.prints, _P.document == _D.number)
    .where(
        _D.story == select(_D.story).where(_D.id == bindparam("root")).scalar_subquery(),
        or_(_D.id == bindparam("root"), _D.copy_of == bindparam("root")),
    )
    .order_by(_D.number)
)
_MEMBERS = (
    select(_D.id)
    .where(_D.story == bindparam("its_story"), _D.copy_of.is_(None))
    .order_by(_D.number.desc())
    .limit(bindparam("most"))
)


class Prints:
    """Prints of documents that were compared lately: what does not change once it is written."""

    def __init__(self) -> None:
        self.held: dict[str, Told] = {}

    def begin(self) -> None:
        """Begin a batch: forget the oldest where there are too many."""
        for document in list(islice(self.held, max(0, len(self.held) - MOST_PRINTS))):
            del self.held[document]


class Printed:
    """A `Shelf` over one connection; the caller's transaction keeps it whole."""

    def __init__(
        self,
        connection: Connection,
        numbers: Mapping[str, int],
        prints: Prints,
    ) -> None:
        """`numbers` are those of the documents that will be put, by their ids."""
        self._connection = connection
        self._numbers = numbers
        self._prints = prints
        self._prints.begin()
        self._held: dict[str, Told] = {}

    def put(self, told: Told, made: Made) -> None:
        """Keep a document's print and keys, and set its story and original."""
        number = self._numbers[told.id]
        self._held[told.id] = told
        row = {"document": number, "day": told.day}
        body = told.body.to_bytes()
        self._connection.execute(_PRINT, {**row, "body": body})
        # As it is read again: stored weights have fewer digits.
        self._prints.held[told.id] = replace(told, body=Print.from_bytes(body))
        keys = sorted({*made.bands, *made.rare})
        if keys:
            self._connection.execute(_KEYS, [{**row, "key": key} for key in keys])
        placed = {"given": number, "its_story": told.story, "original": told.copy_of}
        self._connection.execute(_PLACE, placed)

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
        prints = self._prints.held
        if known := [document for document in missing if document in prints]:
            for row in self._connection.execute(_STANDING, {"these": known}):
                prints[row.id] = found = prints.pop(row.id)  # forgotten last
                held[row.id] = replace(found, story=row.story, copy_of=row.copy_of)
        if new := [document for document in missing if document not in prints]:
            for whole in self._connection.execute(_WHOLE, {"these": new}):
                held[whole.id] = prints[whole.id] = _told(whole)
        return [held[document] for document in wanted if document in held]

    def members(self, story: str, limit: int) -> list[str]:
        """Return the originals of a story that came in last."""
        wanted = {"its_story": story, "most": limit}
        return list(self._connection.scalars(_MEMBERS, wanted))

    def group(self, original: str) -> list[Kin]:
        """Return a document and its copies: they stand in one story."""
        return [
            Kin(
                row.id,
                row.day,
                row.publisher,
                _outlets(row.credits),
                int.from_bytes(row.shingles, "little"),
            )
            for row in self._connection.execute(_GROUP, {"root": original})
        ]

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
    body, credited = Print.from_bytes(row.body), _outlets(row.credits)
    return Told(row.id, row.day, row.url, row.publisher, credited, body, row.story, row.copy_of)


def _outlets(credits: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    return tuple(credit["outlet"] for credit in credits)
