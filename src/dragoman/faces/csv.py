"""Records as CSV: one row a record of any kind, the columns the same for all (docs/faces.md).

Several values of one cell are joined with `; `. A text cell that a spreadsheet would run as a
formula begins with an apostrophe instead; cells that hold a number stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from dragoman.faces.words import cited, parties, tellers
from dragoman.forms.claims import Entity
from dragoman.forms.records import (
    Agreement,
    Commitment,
    Event,
    OfficeRecord,
    Position,
    Record,
    Records,
    Statement,
    Visit,
)

Cell = str | int | float | None

COLUMNS = (
    "kind",
    "id",
    "document",
    "url",
    "title",
    "publisher",
    "published",
    "what",
    "mode",
    "context",
    "status",
    "quad_code",
    "event_scale",
    "actor",
    "actor_code",
    "actor_sector",
    "recipient",
    "recipient_code",
    "recipient_sector",
    "date_start",
    "date_end",
    "date_basis",
    "place",
    "place_code",
    "lat",
    "lon",
    "according_to",
    "according_to_name",
    "confidence",
    "start",
    "end",
    "text",
)
# What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), tabs and ends of line
# included because some strip them first.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Rows:
    """The CSV face (RFC 4180, UTF-8)."""

    def head(self) -> str:
        """Return the header row."""
        return _line(COLUMNS)

    def document(self, records: Records) -> str:
        """Return a row for each record."""
        told = tellers(records)
        return "".join(_line(row(record, records, told)) for record in records.records)

    def foot(self) -> str:
        """Return nothing: CSV has no end mark."""
        return ""


def row(record: Record, records: Records, told: Mapping[str, Statement]) -> list[Cell]:
    """Return a record's cells in the order of COLUMNS."""
    document = records.document
    cells: dict[str, Cell] = {
        "kind": record.kind,
        "id": record.id,
        "document": document.id,
        "url": document.url,
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "confidence": round(record.confidence, 4),
        "according_to": record.according_to,
    }
    cells.update(_own(record))
    sides = _sides(record)
    for side, entities in zip(("actor", "recipient"), sides, strict=True):
        cells[side] = _join(e.name for e in entities)
        cells[f"{side}_code"] = _join(e.code for e in entities)
        cells[f"{side}_sector"] = _join(e.sector for e in entities)
    cells.update(_time_and_place(record))
    teller = told.get(record.according_to or "")
    if teller is not None and teller.speaker is not None:
        cells["according_to_name"] = teller.speaker.name
    quoted = cited(record)
    if quoted:
        cells["start"], cells["end"] = quoted[0].start, quoted[-1].end
        cells["text"] = " [...] ".join(e.text for e in quoted)
    return [cells.get(name) for name in COLUMNS]


def _own(record: Record) -> dict[str, Cell]:
    """Return what a record of this kind says: `what` is its code, title, role or stance."""
    match record:
        case Event():
            return {
                "what": record.event,
                "mode": _join(record.mode),
                "context": _join(record.context),
                "status": record.status,
                "quad_code": record.quad_code,
                "event_scale": record.event_scale,
            }
        case Statement():
            return {"what": record.manner}
        case OfficeRecord():
            return {"what": record.role}
        case Agreement():
            return {
                "what": record.title,
                "context": _join(record.area),
                "status": record.state,
            }
        case Commitment():
            return {
                "what": record.what.text,
                "context": _join(record.area),
                "status": record.state,
            }
        case Position():
            return {"what": record.stance}
        case Visit():
            return {"what": "visit", "status": record.state}
        case _:
            return {}


def _sides(record: Record) -> tuple[tuple[Entity, ...], tuple[Entity, ...]]:
    match record:
        case Event():
            return record.actor, record.recipient
        case Commitment():
            return record.by, record.to
        case Visit():
            return record.visitor, record.host
        case _:
            return parties(record), ()


def _time_and_place(record: Record) -> dict[str, Cell]:
    if not isinstance(record, Event | Visit):
        return {}
    cells: dict[str, Cell] = {}
    if record.date is not None:
        cells["date_start"] = record.date.start.isoformat()
        cells["date_end"] = record.date.end.isoformat()
        cells["date_basis"] = record.date.basis
    if record.place is not None:
        cells["place"], cells["place_code"] = record.place.name, record.place.code
        cells["lat"], cells["lon"] = record.place.lat, record.place.lon
    return cells


def _join(values: Iterable[str | None]) -> str:
    return "; ".join(value or "" for value in values)


def _safe(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell


def _line(cells: Iterable[Cell]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return out.getvalue()
