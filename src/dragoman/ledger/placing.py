"""Placing the ledger's documents in stories: those that came in since the last time, a few at once.

Each batch is one transaction: after a crash the next call goes on where it ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypedDict

from sqlalchemy import Connection, func, select

from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.marks import upsert
from dragoman.ledger.opened import Opened
from dragoman.ledger.printed import Printed, Prints, day_of
from dragoman.ledger.prints import make
from dragoman.ledger.shelf import Told
from dragoman.ledger.stories import TUNING, Meaning, Tuning, place
from dragoman.ledger.write import now

BATCH = 50  # documents of a transaction
_D = schema.documents.c


class ToldDocument(TypedDict):
    """A document of a story (contract.md, `stories --format json`)."""

    id: str
    url: str | None
    title: str | None
    publisher: str | None
    published: str | None
    copy_of: str | None


class ToldStory(TypedDict):
    """A story with its documents, the earliest first."""

    id: str
    documents: list[ToldDocument]


def place_new(ledger: Opened, *, tuning: Tuning = TUNING, meaning: Meaning | None = None) -> int:
    """Place every document that stands in no story yet, by day; return how many there were.

    `meaning` compares two documents by id, as the cosine of their encoder vectors does.
    """
    count = 0
    prints = Prints()
    while waiting := _waiting(ledger):
        for some in slices(waiting, BATCH):
            count += _place_batch(ledger, some, prints, tuning, meaning)
    return count


def _waiting(ledger: Opened) -> list[int]:
    """Return the numbers of the documents that stand in no story yet, by day.

    All at once: asked anew for every batch, the first 50 of 100,000 cost more than placing them.
    """
    when = func.coalesce(_D.published, _D.learned_at)
    query = select(_D.number).where(_D.story.is_(None)).order_by(when, _D.number)
    with ledger.reading() as connection:
        return list(connection.scalars(query))


def told_stories(ledger: Opened, ids: Iterable[str] = ()) -> Iterator[ToldStory]:
    """Yield the stories (all, or those of the ids) with their documents, the oldest story first."""
    query = select(_D.id, _D.url, _D.title, _D.publisher, _D.published, _D.copy_of, _D.story)
    wanted = list(ids)
    query = query.where(_D.story.in_(wanted) if wanted else _D.story.is_not(None))
    stories: dict[str, list[ToldDocument]] = {}
    when = func.coalesce(_D.published, _D.learned_at)
    with ledger.reading() as connection:
        for row in connection.execute(query.order_by(when, _D.number)):
            told: ToldDocument = {
                "id": row.id,
                "url": row.url,
                "title": row.title,
                "publisher": row.publisher,
                "published": row.published,
                "copy_of": row.copy_of,
            }
            stories.setdefault(row.story, []).append(told)
    for story, documents in stories.items():
        yield {"id": story, "documents": documents}


def _place_batch(
    ledger: Opened,
    waiting: Sequence[int],
    prints: Prints,
    tuning: Tuning,
    meaning: Meaning | None,
) -> int:
    when = func.coalesce(_D.published, _D.learned_at)
    query = select(schema.documents).where(_D.number.in_(waiting), _D.story.is_(None))
    with ledger.writing() as connection:
        rows = connection.execute(query.order_by(when, _D.number)).all()
        shelf = Printed(connection, {row.id: row.number for row in rows}, prints)
        touched = set()
        for row in rows:
            paragraphs = [row.text[start:end] for start, end in row.body]
            made = make(row.title, paragraphs)
            credited = tuple(credit["outlet"] for credit in row.credits)
            day = day_of(row.published, row.learned_at)
            told = Told(row.id, day, row.url, row.publisher, credited, made.body)
            touched.add(place(told, made, shelf, tuning, meaning).story)
        if touched:
            _sum_up(connection, touched)
    return len(rows)


def _sum_up(connection: Connection, stories: set[str]) -> None:
    """Write the rows of stories anew: their days, documents, independent sources, title.

    A source is a publisher with a text of its own; a document without one is a source by itself.
    """
    own = func.coalesce(_D.publisher, _D.id)
    query = select(
        _D.story,
        func.min(_D.published).label("first"),
        func.max(_D.published).label("last"),
        func.count().label("documents"),
    ).where(_D.story.in_(stories))
    sources = (
        select(_D.story, func.count(own.distinct()).label("sources"))
        .where(_D.story.in_(stories), _D.copy_of.is_(None))
        .group_by(_D.story)
    )
    counted = {row.story: row.sources for row in connection.execute(sources)}
    rows = [
        {
            "id": row.story,
            "first": row.first,
            "last": row.last,
            "documents": row.documents,
            "sources": counted.get(row.story, 1),
            "data": {},
            "changed_at": now(),
        }
        for row in connection.execute(query.group_by(_D.story))
    ]
    upsert(connection, schema.stories, rows)
