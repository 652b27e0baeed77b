"""Entries for showing: what they were last told as in, with their few quotable records out.

Telling an entry anew reads all its records; a view shows some three of them. So the records are
chosen by what stands in columns, and only the chosen ones are read whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Select, select

from dragoman.forms.rows import EntryRow, QuotableRow, TellingRow
from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.opened import Opened
from dragoman.ledger.registers.ask import with_chains

D, R, K, M = schema.documents, schema.records, schema.links, schema.entry_records
Choose = Callable[[Sequence[TellingRow]], Sequence[TellingRow]]
_Told = dict[int, tuple[tuple[str, str, int], TellingRow]]  # by number, each with its place in time


def quotable(ledger: Opened, told: Iterable[EntryRow], choose: Choose) -> dict[str, EntryRow]:
    """Return entries by their ids; the chain of each is those of its records that `choose` takes.

    `told` are entries as `told_entries` gives them; `choose` is given the records of each in time.
    An entry one of whose records was corrected since is told anew, with its whole chain, and one
    without a record is left out.
    """
    entries = {entry["id"]: entry for entry in told}
    with ledger.moment(), ledger.reading() as connection:
        found, changed = _tellings(connection, entries)
        anew = {entry["id"]: entry for entry in with_chains(ledger, sorted(changed))}
        chosen = {
            entry: _chosen(some, choose) for entry, some in found.items() if entry not in changed
        }
        words = _words(connection, {number for some in chosen.values() for number, _ in some})
    out: dict[str, EntryRow] = {}
    for entry, row in entries.items():
        if entry in anew:
            out[entry] = anew[entry]
        elif entry in chosen:
            chain = [_quotable(one, *words[number]) for number, one in chosen[entry]]
            out[entry] = cast(EntryRow, {**row, "chain": chain})
    return out


def _chosen(some: _Told, choose: Choose) -> list[tuple[int, TellingRow]]:
    """Return the records to quote with their numbers."""
    in_time = sorted(some.values(), key=lambda one: one[0])
    numbers = {one["record"]: order[-1] for order, one in in_time}
    return [(numbers[one["record"]], one) for one in choose([one for _, one in in_time])]


def _tellings(
    connection: Connection, entries: Mapping[str, EntryRow]
) -> tuple[dict[str, _Told], set[str]]:
    """Return what tells each entry, and the entries of which a record was corrected or is gone."""
    found: defaultdict[str, _Told] = defaultdict(dict)
    changed: set[str] = set()
    changing = {id_: {s["record"] for s in entry["states"]} for id_, entry in entries.items()}
    for row in _rows(connection, list(entries)):
        if row.verdict is not None or not row.live:
            changed.add(row.entry)
            continue
        report = row.published or row.day or row.learned_at[:10]
        one = TellingRow(
            record=row.id, changes=row.id in changing[row.entry], document=row.document,
            publisher=row.publisher, published=row.published, copy_of=row.copy_of,
        )  # fmt: skip
        found[row.entry][row.number] = (report, row.day or report, row.number), one
    return found, changed


def _rows(connection: Connection, entries: Sequence[str]) -> Iterator[Any]:
    """Yield the records of entries, and those that bear on them by a link, without their data."""
    columns = (
        M.c.entry, R.c.number, R.c.id, R.c.day, R.c.live, R.c.verdict, R.c.learned_at,
        D.c.id.label("document"), D.c.published, D.c.publisher, D.c.copy_of,
    )  # fmt: skip
    own: Select[Any] = select(*columns).join_from(M, R, R.c.number == M.c.record)
    linked = select(*columns).join_from(M, K, K.c.earlier == M.c.record)
    for query in (own, linked.join(R, R.c.number == K.c.later)):
        whole = query.join(D, D.c.number == R.c.document)
        for some in slices(entries, 500):
            yield from connection.execute(whole.where(M.c.entry.in_(some)))


def _words(
    connection: Connection, numbers: set[int]
) -> dict[int, tuple[Mapping[str, Any], str | None, str | None]]:
    """Return records' data with the titles and addresses of their documents, by their numbers."""
    query = select(R.c.number, R.c.data, D.c.title, D.c.url)
    query = query.join_from(R, D, D.c.number == R.c.document)
    return {
        row.number: (row.data, row.title, row.url)
        for some in slices(sorted(numbers), 500)
        for row in connection.execute(query.where(R.c.number.in_(some)))
    }


def _quotable(
    one: TellingRow, data: Mapping[str, Any], title: str | None, url: str | None
) -> QuotableRow:
    return QuotableRow(
        **one,
        title=title,
        url=url,
        according_to=data["according_to"],
        confidence=data["confidence"],
        evidence=data["evidence"],
    )
