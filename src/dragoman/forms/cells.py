"""Tables for spreadsheets: a record's dict in; its cells, the same columns for all kinds, out.

Several values of one cell are joined with `; `. A text cell that a spreadsheet would run as a
formula begins with an apostrophe instead; cells that hold a number stay numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Cell = str | int | float | bool | None

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
# Who stands as actor and who as recipient in a record of each kind.
_SIDES = {
    "event": ("actor", "recipient"),
    "statement": ("speaker", ""),
    "office": ("person", ""),
    "agreement": ("party", ""),
    "commitment": ("by", "to"),
    "position": ("holder", ""),
    "visit": ("visitor", "host"),
}
# What carries a record, before the wider evidence.
_CARRIES = {"event": "trigger", "statement": "content", "commitment": "what", "position": "issue"}
_WHAT = {"statement": "manner", "office": "role", "position": "stance"}
# What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), tabs and ends of line
# included because some strip them first.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cells(
    record: Mapping[str, Any], document: Mapping[str, Any], teller: Mapping[str, Any] | None
) -> dict[str, Cell]:
    """Return a record's cells by the name of their column; columns without a value may lack.

    `document` has `id`, `url`, `title`, `publisher`, `published`; `teller` is the statement that
    tells the record.
    """
    found: dict[str, Cell] = {
        "kind": record["kind"],
        "id": record["id"],
        "document": document["id"],
        "url": document["url"],
        "title": document["title"],
        "publisher": document["publisher"],
        "published": document["published"],
        "confidence": round(record["confidence"], 4),
        "according_to": record["according_to"],
    }
    found.update(_own(record))
    for side, entities in zip(("actor", "recipient"), sides(record), strict=True):
        found[side] = join(e["name"] for e in entities)
        found[f"{side}_code"] = join(e["code"] for e in entities)
        found[f"{side}_sector"] = join(e["sector"] for e in entities)
    found.update(_time_and_place(record))
    if teller is not None and teller["speaker"] is not None:
        found["according_to_name"] = teller["speaker"]["name"]
    quoted = cited(record)
    if quoted:
        found["start"], found["end"] = quoted[0]["start"], quoted[-1]["end"]
        found["text"] = " [...] ".join(e["text"] for e in quoted)
    return found


def sides(record: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Return who acts in a record and to whom it is done."""
    first, second = _SIDES[record["kind"]]
    return _entities(record, first), _entities(record, second)


def cited(record: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return what to quote for a record: the words that carry it."""
    name = _CARRIES.get(record["kind"], "evidence")
    found = record[name]
    return found if isinstance(found, list) else [found]


def join(values: Iterable[str | None]) -> str:
    """Return several values as one cell; one without a value keeps its place."""
    return "; ".join(value or "" for value in values)


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet runs as a formula."""
    if isinstance(cell, str) and cell.startswith(_FORMULA):
        return "'" + cell
    return cell


def csv_line(values: Iterable[Cell]) -> str:
    """Return cells as one line of CSV (RFC 4180), safe for spreadsheets."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([safe(value) for value in values])
    return out.getvalue()


def _entities(record: Mapping[str, Any], role: str) -> list[Mapping[str, Any]]:
    found = record[role] if role else None
    if isinstance(found, list):
        return found
    return [found] if found else []


def _own(record: Mapping[str, Any]) -> dict[str, Cell]:
    """Return what a record of this kind says: `what` is its code, title, role or stance."""
    match record["kind"]:
        case "event":
            return {
                "what": record["event"],
                "mode": join(record["mode"]),
                "context": join(record["context"]),
                "status": record["status"],
                "quad_code": record["quad_code"],
                "event_scale": record["event_scale"],
            }
        case "agreement" | "commitment":
            what = record["what"]["text"] if record["kind"] == "commitment" else record["title"]
            return {"what": what, "context": join(record["area"]), "status": record["state"]}
        case "visit":
            return {"what": "visit", "status": record["state"]}
        case kind:
            return {"what": record[_WHAT[kind]]}


def _time_and_place(record: Mapping[str, Any]) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    if date := record.get("date"):
        found["date_start"], found["date_end"] = date["start"], date["end"]
        found["date_basis"] = date["basis"]
    if place := record.get("place"):
        found["place"], found["place_code"] = place["name"], place["code"]
        found["lat"], found["lon"] = place["lat"], place["lon"]
    return found
