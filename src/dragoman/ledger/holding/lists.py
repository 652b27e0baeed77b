"""Lists of office holders from outside: a file's rows in, holders out.

Two shapes: a Wikidata extract (CSV, JSON Lines, or the JSON that the query service gives), with
`item`, `label`, `position`, `start`, `end`, `country`; and the actors that `dragoman.gazetteer`
reads (its own sheets, PETRARCH and TABARI files), of which the persons with an office count.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pycountry

from dragoman.errors import FormatError
from dragoman.gazetteer import Entry, gazetteer
from dragoman.ledger.marks import HolderRow

MOST_BYTES = 512 * 1024 * 1024
_LONGEST = 500  # characters of a name or a position
_ITEM = re.compile(r"Q[1-9][0-9]*$")
_DAY = re.compile(r"[+]?(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_OF = re.compile(r"\s+of\s+(?:the\s+)?([A-Z].*)$")
# What the columns of an extract are called, here and by the query service's usual names.
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "item": ("item", "person"),
    "label": ("label", "itemLabel", "personLabel", "name"),
    "position": ("position", "positionLabel", "office"),
    "start": ("start", "startTime"),
    "end": ("end", "endTime"),
    "country": ("country", "countryCode", "code", "countryLabel"),
}


def is_extract(path: Path) -> bool:
    """Say whether a file is an extract rather than a sheet or dictionary of actors."""
    if path.suffix.lower() in (".json", ".jsonl", ".ndjson"):
        return True
    if path.suffix.lower() != ".csv":
        return False
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            head = next((line for line in islice(stream, 1_000) if not line.startswith("#")), "")
    except OSError as error:
        raise FormatError(str(path), f"cannot be opened: {error.strerror}") from error
    columns = {column.strip().strip('"') for column in head.split(",")}
    return bool(columns & set(_COLUMNS["position"])) and "kind" not in columns


def read_wikidata(path: Path) -> Iterator[HolderRow]:
    """Yield the holders of an extract, in its order.

    Raises FormatError, which names the row, where the file cannot be read or lacks a column; a row
    without a name or a position is passed over.
    """
    for number, row in _rows(path):
        cells = {name: _cell(row, names) for name, names in _COLUMNS.items()}
        label, position = cells["label"], cells["position"]
        if not label or not position or _ITEM.match(label):
            continue  # an item without an English label shows its number
        try:
            start, end = _day(cells["start"], first=True), _day(cells["end"], first=False)
        except ValueError as error:
            raise FormatError(f"{path}:{number}", f"no day: {error}") from error
        code = _code(cells["country"]) or _code_of(position)
        item = _ITEM.search(cells["item"])
        yield HolderRow(
            name=label[:_LONGEST],
            role=_OF.sub("", position)[:_LONGEST] if code else position[:_LONGEST],
            organisation=None,
            code=code,
            sector=None,
            entity=f"wikidata:{item.group()}" if item else None,
            start=start,
            end=end,
        )


def from_actors(entries: Sequence[Entry]) -> Iterator[HolderRow]:
    """Yield the persons among actors, once a name, with the days of their offices.

    What a list says of somebody without days holds where no dated office does: the days tell that
    by themselves, so such a row counts only for those who have no other.
    """
    persons = [entry for entry in entries if entry.kind == "person"]
    dated = {entry.name for entry in persons if entry.start or entry.end}
    for entry in persons:
        if entry.name in dated and not (entry.start or entry.end):
            continue
        for name in dict.fromkeys((entry.name, *entry.aliases)):
            yield HolderRow(
                name=name[:_LONGEST],
                role=(entry.office or entry.sector or "person")[:_LONGEST],
                organisation=None,
                code=entry.code,
                sector=entry.sector,
                entity=entry.id,
                start=None if entry.start is None else entry.start.isoformat(),
                end=None if entry.end is None else entry.end.isoformat(),
            )


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FormatError(str(path), f"larger than {MOST_BYTES:,} bytes")
        with path.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.read(4_096).lstrip()
            stream.seek(0)
            if head.startswith("{") and '"bindings"' in head:
                yield from _bindings(path, stream.read())
            elif head.startswith("{"):
                yield from _lines(path, stream)
            else:
                lines = (line for line in stream if not line.startswith("#"))
                yield from enumerate(csv.DictReader(lines), start=2)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FormatError(str(path), f"cannot be read: {error}") from error


def _bindings(path: Path, text: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Read what the query service gives as JSON."""
    try:
        found = json.loads(text)["results"]["bindings"]
        for number, binding in enumerate(found, start=1):
            yield number, {name: cell["value"] for name, cell in binding.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FormatError(str(path), f"no result of a query: {error!r}") from error


def _lines(path: Path, stream: Iterable[str]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"{path}:{number}", f"not JSON: {error}") from error
        if not isinstance(row, dict):
            raise FormatError(f"{path}:{number}", "not a JSON object")
        yield number, row


def _cell(row: Mapping[str, Any], names: Iterable[str]) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return ""


def _day(given: str, *, first: bool) -> str | None:
    """Return an ISO day; a year or a month stands for its first or its last day."""
    match = _DAY.match(given)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if not month:
        month, day = (1, 1) if first else (12, 31)
    if not day:
        day = 1 if first else 28
    return date(year, month, day).isoformat()


@cache
def _code(country: str) -> str | None:
    """Return the code of a country given by a code or a name."""
    if not country:
        return None
    if len(country) == 3 and country.isupper():
        found = pycountry.countries.get(alpha_3=country)
        return country if found is not None or country == "XKX" else None
    if len(country) == 2 and country.isupper():
        found = pycountry.countries.get(alpha_2=country)
        return None if found is None else str(found.alpha_3)
    return next((e.code for e in gazetteer().lookup(country) if e.kind == "state"), None)


@cache
def _code_of(position: str) -> str | None:
    """Return the state that a position names: "President of Kenya"."""
    match = _OF.search(position)
    return _code(match[1]) if match else None
