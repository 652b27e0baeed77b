"""Facts of records that others are compared with: read as short as may be, held for a while."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from sqlalchemy import Connection, func, select

from dragoman.forms.rows import RecordRow
from dragoman.ledger import schema
from dragoman.ledger.ask import last_words, not_rejected
from dragoman.ledger.registers.facts import Facts

D, R = schema.documents, schema.records
_CACHED = 50_000  # facts held of records that were compared lately


class Compared:
    """Facts of records that were compared lately, for as long as nothing was corrected."""

    def __init__(self) -> None:
        self.facts: dict[int, Facts] = {}
        self._correction = -1

    def begin(self, connection: Connection) -> None:
        """Forget what a correction since may have changed, and what is too much."""
        last = connection.scalar(select(func.max(schema.corrections.c.number))) or 0
        if last != self._correction or len(self.facts) > _CACHED:
            self.facts.clear()
        self._correction = last


def short(connection: Connection, numbers: Sequence[int]) -> Iterator[tuple[int, RecordRow]]:
    """Yield live records that are not rejected, by number, with what facts are taken from alone."""
    query = (
        select(R.c.number, R.c.data, R.c.day, R.c.verdict, R.c.learned_at)
        .add_columns(D.c.id.label("document"), D.c.story, D.c.published)
        .join_from(R, D, R.c.document == D.c.number)
        .where(R.c.number.in_(numbers), R.c.live, not_rejected())
        .order_by(R.c.number)
    )
    rows = connection.execute(query).all()
    edited = last_words(connection, [row.number for row in rows if row.verdict is not None])
    for row in rows:
        data = edited.get(row.number, (None, None))[0] or row.data
        told = {
            "document": row.document, "story": row.story, "day": row.day,
            "published": row.published, "learned_at": row.learned_at,
        }  # fmt: skip
        yield row.number, cast(RecordRow, {**data, **told})
