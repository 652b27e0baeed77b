"""Checking what merging made: stories, happenings, registers, vectors in, what is wrong out.

Merging may be behind what was added; what it made must hold together whenever it is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Connection, Table, exists, func, select

from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.vectors import parts

_BATCH = 500  # happenings looked at together
H, R, V = schema.happenings.c, schema.records.c, schema.vectors.c
# What refers, by a text that the database does not check, to which table's id.
_REFERS: tuple[tuple[Column[Any], Table], ...] = (
    (schema.documents.c.story, schema.stories),
    (schema.records.c.happening, schema.happenings),
    (schema.acts.c.happening, schema.happenings),
    (schema.happening_keys.c.happening, schema.happenings),
    (schema.happening_pairs.c.happening, schema.happenings),
    (schema.happening_codes.c.happening, schema.happenings),
    (schema.dyads.c.happening, schema.happenings),
    (schema.entry_records.c.entry, schema.entries),
    (schema.entry_codes.c.entry, schema.entries),
)

Fault = Callable[[str], None]


def check_made(connection: Connection, fault: Fault) -> None:
    """Tell `fault` what is wrong with what merging made."""
    for column, table in _REFERS:
        lost = select(column, func.count()).where(
            column.is_not(None), ~exists().where(table.c.id == column)
        )
        for name, count in connection.execute(lost.group_by(column)):
            fault(f"{name}: {count} rows of {column.table.name} are of it, and it is not here")
    for happening, reports in _reports(connection):
        _check_reports(connection, happening, reports, fault)
    _check_vectors(connection, fault)


def _reports(connection: Connection) -> Iterator[tuple[list[str], list[Mapping[str, Any]]]]:
    """Yield batches of happenings: whose each report is, and the reports."""
    last = ""
    while rows := connection.execute(
        select(H.id, H.data).where(H.id > last).order_by(H.id).limit(_BATCH)
    ).all():
        last = rows[-1].id
        told = [(row.id, report) for row in rows for report in row.data.get("reports", ())]
        yield [happening for happening, _ in told], [report for _, report in told]


def _check_reports(
    connection: Connection,
    happenings: list[str],
    reports: list[Mapping[str, Any]],
    fault: Fault,
) -> None:
    """Compare reports with the records that they stand for: document, and words as read."""
    found: dict[str, list[tuple[str, str | None, str | None]]] = {}
    wanted = select(R.id, R.data, R.verdict, schema.documents.c.id.label("its_document")).join(
        schema.documents, schema.documents.c.number == R.document
    )
    for some in slices(list({report["record"] for report in reports})):
        for row in connection.execute(wanted.where(R.id.in_(some))):
            words = (row.data.get("trigger") or {}).get("text")
            found.setdefault(row.id, []).append((row.its_document, words, row.verdict))
    for happening, report in zip(happenings, reports, strict=True):
        here = [one for one in found.get(report["record"], ()) if one[0] == report["document"]]
        if not here:
            fault(f"{happening}: reports {report['record']}, which is not here")
        elif not any(verdict == "edited" or words == report["text"] for _, words, verdict in here):
            fault(f"{happening}: {report['record']} does not say {report['text'][:60]!r}")


def _check_vectors(connection: Connection, fault: Fault) -> None:
    """Check that each document's vectors are whole and of passages inside its text."""
    d = schema.documents.c
    query = select(d.id, func.length(d.text).label("length"), V.body).join_from(
        schema.vectors, schema.documents, V.document == d.number
    )
    for row in connection.execute(query.execution_options(yield_per=_BATCH)):
        try:
            spans, _ = parts(row.body)
        except ValueError:
            fault(f"{row.id}: its vectors are damaged")
            continue
        # The stored text is no shorter than the text: what no database takes is escaped in it.
        if spans.size and (spans.min() < 0 or int(spans.max()) > row.length):
            fault(f"{row.id}: a vector is of a passage outside the text")
