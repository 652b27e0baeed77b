"""Leaves: what is wanted of a ledger in; document after document, with its records, out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import DocumentRow, HappeningRow, RecordRow
from dragoman.ledger.ask import Wanted
from dragoman.ledger.happenings.asking import Asked
from dragoman.ledger.store import Ledger

# Documents held at once: with twenty records each they are some ten MB, however long the ledger is.
_TOGETHER = 100


def leaves(ledger: Ledger, wanted: Wanted | None = None) -> Iterator[Leaf]:
    """Yield the wanted records by document, in the order in which the ledger took them.

    Where nothing narrows the records, a document that has none comes too. A document that was read
    again has a leaf more where its older records are wanted as well. `limit`, `after` and
    `newest_first` of `wanted` do not count.
    """
    wanted = replace(wanted or Wanted(), after=0, limit=None, newest_first=False)
    if wanted == Wanted(after=0, live=wanted.live, rejected=wanted.rejected):
        yield from _all(ledger, wanted)
        return
    rows = ledger.records(wanted)
    some: dict[str, list[RecordRow]] = {}
    for row in rows:
        if row["document"] not in some and len(some) == _TOGETHER:
            yield from _bound(ledger, _documents(ledger, list(some)), some)
            some = {}
        some.setdefault(row["document"], []).append(row)
    yield from _bound(ledger, _documents(ledger, list(some)), some)


def _all(ledger: Ledger, wanted: Wanted) -> Iterator[Leaf]:
    """Yield the leaf of every document, asking by document: nothing need be sorted."""
    documents = ledger.documents(live=True if wanted.live else None)
    while batch := list(islice(documents, _TOGETHER)):
        some: defaultdict[str, list[RecordRow]] = defaultdict(list)
        for row in ledger.records(replace(wanted, documents=[d["id"] for d in batch])):
            some[row["document"]].append(row)
        yield from _bound(ledger, batch, some)


def _documents(ledger: Ledger, ids: Sequence[str]) -> list[DocumentRow]:
    return list(ledger.documents(ids=ids)) if ids else []


def _bound(
    ledger: Ledger, documents: Sequence[DocumentRow], some: dict[str, list[RecordRow]]
) -> Iterator[Leaf]:
    """Join documents, their records and what these refer to."""
    rows = [row for document in documents for row in some.get(document["id"], ())]
    tellers = _tellers(ledger, rows)
    happenings = _happenings(ledger, rows)
    for document in documents:
        own = some.get(document["id"], [])
        told = {row["according_to"] for row in own}
        of = {row["happening"] for row in own}
        yield Leaf(
            document,
            own,
            {name: teller for name, teller in tellers.items() if name in told},
            {name: happening for name, happening in happenings.items() if name in of},
        )


def _tellers(ledger: Ledger, rows: Sequence[RecordRow]) -> dict[str, RecordRow]:
    told = {row["according_to"] for row in rows} - {None}
    found = {row["id"]: row for row in rows if row["id"] in told}
    missing = sorted(name for name in told - found.keys() if name is not None)
    if missing:
        # A teller that a person rejected still is whom the record cites.
        wanted = Wanted(ids=missing, after=0, live=False, rejected=True)
        for row in ledger.records(wanted):
            if row["live"] or row["id"] not in found:
                found[row["id"]] = row
    return found


def _happenings(ledger: Ledger, rows: Sequence[RecordRow]) -> dict[str, HappeningRow]:
    ids = sorted({row["happening"] for row in rows if row["happening"] is not None})
    found = ledger.happenings(Asked(ids=ids)) if ids else ()
    return {row["id"]: row for row in found}
