"""Meanings of documents: the reader's vectors in, the documents and passages nearest to one out.

A document's vectors stand in one row: of the whole story, then of each passage. Beside them stands
one bit for each dimension of the whole story's vector, many documents a row. A question looks
through the bits of all documents first (48 bytes each), then through the whole vectors of the
likeliest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from dragoman.forms.reading import Meaning
from dragoman.ledger import schema
from dragoman.ledger.marks import upsert
from dragoman.ledger.opened import Opened
from dragoman.ledger.vectors import parts, put_meanings, whole

CHUNK = 1_024  # documents of a row of bits
LIKELIEST = 256
"""Documents whose vectors are compared exactly. Of 2,438 passages of news, those ten nearest to
another by the whole vectors were among the 64 with the likest bits in 98.5% of 3,000 cases, among
256 in all."""

_V, _D, _T = schema.vectors, schema.documents, schema.traits


@dataclass(frozen=True, slots=True)
class Near:
    """A document near to a question: its number, how near (-1 to 1), its nearest passage."""

    number: int
    likeness: float
    start: int
    end: int


def keep_bits(connection: Connection, documents: Sequence[int]) -> None:
    """Keep the bits of documents' meanings, whatever models gave them."""
    query = select(_V.c.document, _V.c.model, _V.c.body).where(_V.c.document.in_(documents))
    found: dict[tuple[str, int], dict[int, NDArray[np.uint8]]] = {}
    for row in connection.execute(query):
        place = found.setdefault((_trait(row.model), row.document // CHUNK), {})
        place[row.document % CHUNK] = _bits(whole(row.body))
    rows = []
    for (trait, chunk), bits in sorted(found.items()):
        width = len(next(iter(bits.values())))
        old = connection.scalar(select(_T.c.body).where(_T.c.trait == trait, _T.c.chunk == chunk))
        table = np.zeros((CHUNK, width), np.uint8)
        if old is not None:
            table[:] = np.frombuffer(old, np.uint8).reshape(CHUNK, width)
        for at, given in bits.items():
            table[at] = given
        rows.append({"trait": trait, "chunk": chunk, "body": table.tobytes()})
    upsert(connection, _T, rows)


def nearest(
    ledger: Opened,
    model: str,
    meaning: bytes,
    *,
    among: NDArray[np.bool_],
    limit: int = 20,
) -> tuple[list[Near], int]:
    """Return the documents of `among` (a flag for each number) nearest to a meaning of a model,
    and how many of `among` have a meaning of this model at all.

    A document is as near as its nearest passage, with a quarter of the whole story's likeness.
    """
    asked = np.frombuffer(meaning, np.int8).astype(np.float32)
    if not len(asked):
        return [], 0
    with ledger.reading() as connection:
        likely, compared = _likely(connection, model, asked, among)
        query = select(_V.c.document, _V.c.body).where(
            _V.c.model == model, _V.c.document.in_(likely)
        )
        found = [_near(row.document, row.body, asked) for row in connection.execute(query)]
    found.sort(key=lambda near: (-near.likeness, near.number))
    return found[:limit], compared


def without_meaning(ledger: Opened, model: str) -> Iterator[tuple[int, str]]:
    """Yield number and id of the live documents that have no meaning by the model."""
    has = select(_V.c.document).where(_V.c.model == model)
    query = select(_D.c.number, _D.c.id).where(_D.c.live, _D.c.number.not_in(has))
    with ledger.reading() as connection:
        rows = connection.execute(query.order_by(_D.c.number)).all()
    yield from ((row.number, row.id) for row in rows)


def count_without_meaning(ledger: Opened, model: str) -> int:
    """Return how many live documents have no meaning by the model."""
    has = select(_V.c.document).where(_V.c.model == model)
    query = select(func.count()).select_from(_D).where(_D.c.live, _D.c.number.not_in(has))
    with ledger.reading() as connection:
        return connection.scalar(query) or 0


def keep_meanings(ledger: Opened, number: int, model: str, meanings: Sequence[Meaning]) -> None:
    """Keep the meanings of a document that was added without."""
    with ledger.writing() as connection:
        put_meanings(connection, number, model, meanings)
        keep_bits(connection, [number])


def _likely(
    connection: Connection, model: str, asked: NDArray[np.float32], among: NDArray[np.bool_]
) -> tuple[list[int], int]:
    """Return the documents whose bits are likest, at most `LIKELIEST`, and how many have bits."""
    query = select(_T.c.chunk, _T.c.body).where(_T.c.trait == _trait(model))
    wanted = _bits(asked)
    numbers: list[NDArray[Any]] = []
    distances: list[NDArray[Any]] = []
    for row in connection.execute(query):
        table = np.frombuffer(row.body, np.uint8).reshape(CHUNK, len(wanted))
        first = row.chunk * CHUNK
        near = among[first : first + CHUNK]
        here = np.flatnonzero(near & table[: len(near)].any(1))
        numbers.append(here + first)
        distances.append(np.bitwise_count(table[here] ^ wanted).sum(1, dtype=np.int32))
    if not numbers:
        return [], 0
    all_numbers, all_distances = np.concatenate(numbers), np.concatenate(distances)
    order = np.argsort(all_distances, kind="stable")[:LIKELIEST]
    return [int(number) for number in all_numbers[order]], len(all_numbers)


def _near(number: int, body: bytes, asked: NDArray[np.float32]) -> Near:
    spans, vectors = parts(body)
    norms = np.linalg.norm(vectors, axis=1) * np.linalg.norm(asked)
    likeness = vectors @ asked / np.maximum(norms, 1e-9)
    best = 1 + int(likeness[1:].argmax()) if len(likeness) > 1 else 0
    total = 0.75 * float(likeness[best]) + 0.25 * float(likeness[0])
    return Near(number, total, int(spans[best, 0]), int(spans[best, 1]))


def _bits(vector: NDArray[Any]) -> NDArray[np.uint8]:
    """Return a bit for each dimension. A row without any is one without a vector."""
    return np.packbits(vector >= 0)


def _trait(model: str) -> str:
    return f"bits:{model}"
