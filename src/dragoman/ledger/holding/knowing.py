"""What a ledger knows of office holders: the words of a story in, whom it may name out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Row, func, select

from dragoman.forms.holders import Holder, Knows
from dragoman.gazetteer.names import is_single, office_key, same_offices, words_of_names
from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.opened import Opened

H, W = schema.holders, schema.holder_words
_AT_ONCE = 500  # words asked for together
_MOST = 3_000  # holders handed to one story


def knows(ledger: Opened) -> Knows:
    """Return what gives the holders whom a story's text may name, as `dragoman.read` takes it."""
    return partial(_named_in, ledger)


def _named_in(ledger: Opened, text: str) -> Sequence[Holder]:
    return holders_named(ledger, words_of_names(text))


def holders_named(ledger: Opened, words: Collection[str]) -> Sequence[Holder]:
    """Return the holders with any of the words in their name, and who held the same offices.

    `words` are as `dragoman.gazetteer.names.read_name` keys them. Whether an office counts on a
    story's day is for the reader of the story to say.
    """
    wanted = sorted(words)
    found: dict[int, Row[Any]] = {}
    with ledger.reading() as connection:
        for some in slices(wanted, _AT_ONCE):
            query = (
                select(H)
                .where(H.c.number.in_(select(W.c.holder).where(W.c.sound.in_(some))))
                .order_by(H.c.number)
                .limit(_MOST)
            )
            found |= {row.number: row for row in connection.execute(query)}
        singles = {(row.code, office_key(row.role)) for row in found.values() if _shared(row)}
        if singles:
            codes = sorted({code for code, _ in singles})
            roles = sorted({w for _, key in singles for w in _spellings(key)})
            query = select(H).where(H.c.code.in_(codes), func.lower(H.c.role).in_(roles))
            for row in connection.execute(query.order_by(H.c.number).limit(_MOST)):
                if (row.code, office_key(row.role)) in singles:
                    found[row.number] = row
    return [_holder(found[number]) for number in sorted(found)]


def _shared(row: Row[Any]) -> bool:
    return row.code is not None and is_single(row.role)


def _spellings(key: str) -> list[str]:
    return [key, *(spelling for spelling, same in same_offices().items() if same == key)]


def _holder(row: Row[Any]) -> Holder:
    return Holder(
        name=row.name,
        role=row.role,
        organisation=row.organisation,
        code=row.code,
        sector=row.sector,
        id=row.entity,
        start=None if row.start is None else date.fromisoformat(row.start),
        end=None if row.end is None else date.fromisoformat(row.end),
        origin=row.origin,
    )
