"""Sheets: the CSV files of names, each with a header that says where its facts come from.

In: `data/gazetteer/*.csv`, `data/actors/*.csv` or a user's own file. Out: rows as tuples in the
order of `COLUMNS`, from which an `Entry` is made when it is needed.
"""

from __future__ import annotations

import csv
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from dragoman.errors import PartError
from dragoman.gazetteer.entry import KINDS, ROLES, Entry, Role

COLUMNS = (
    "surface", "name", "aliases", "kind", "code", "sector", "sectors", "role", "start", "end",
    "id", "office", "lat", "lon", "population", "note",
)  # fmt: skip
HEADER_WORDS = ("origin:", "licence:", "date:", "gaps:")
FOLDERS = ("gazetteer", "actors")

Row = tuple[str, ...]
_AT = {column: i for i, column in enumerate(COLUMNS)}


def data_folder(name: str) -> Traversable:
    """Return a folder of the package's own data."""
    return files("dragoman") / "data" / name


def own_sheets() -> list[Traversable]:
    """Return the package's sheets of names, in a fixed order."""
    found: list[Traversable] = []
    for folder in FOLDERS:
        inside = data_folder(folder)
        if inside.is_dir():
            found += [f for f in inside.iterdir() if f.name.endswith(".csv")]
    return sorted(found, key=lambda f: (str(f.name), str(f)))


def read_table(sheet: Traversable | Path) -> tuple[list[str], list[list[str]]]:
    """Return a CSV file's columns and rows; lines that begin with `#` are its header.

    Raises PartError where a row has more or fewer cells than the file has columns.
    """
    lines = sheet.read_text(encoding="utf-8").splitlines()
    reader = csv.reader(line for line in lines if line and line[0] != "#")
    columns = next(reader, [])
    rows = list(reader)
    width = len(columns)
    for row in rows:
        if len(row) != width:
            raise PartError(f"{sheet.name}: row {row!r} has {len(row)} cells, not {width}")
    return columns, rows


def read_rows(sheet: Traversable | Path) -> list[Row]:
    """Return a sheet's rows in the order of `COLUMNS`; a missing column is empty.

    Raises PartError on a column that is not one of them.
    """
    columns, rows = read_table(sheet)
    unknown = set(columns) - set(COLUMNS)
    if unknown or "name" not in columns:
        raise PartError(f"{sheet.name}: columns {columns} are not of {COLUMNS}")
    # One extra empty cell at the end of each row serves every missing column.
    take = [columns.index(c) if c in columns else len(columns) for c in COLUMNS]
    return [tuple([cells[i] for i in take]) for cells in ([*row, ""] for row in rows)]


def surfaces(row: Row) -> Iterator[tuple[str, Role]]:
    """Yield each way of writing the row's name, with how it stands for the name."""
    first = row[_AT["surface"]] or row[_AT["name"]]
    role = row[_AT["role"]] or "name"
    if role not in ROLES:
        raise PartError(f"{first}: {role!r} is no role of an entry")
    yield first, role
    if row[_AT["aliases"]]:
        for alias in row[_AT["aliases"]].split("|"):
            head, colon, rest = alias.partition(":")
            if colon and head in ROLES:
                yield rest.strip(), head
            elif alias:
                yield alias.strip(), "acronym" if alias.isupper() and len(alias) < 8 else "alias"


def make_entry(row: Row, role: Role) -> Entry:
    """Turn a row into an entry. Raises PartError on a value that is not allowed."""
    cell = dict(zip(COLUMNS, row, strict=True))
    kind = cell["kind"] or "state"
    if kind not in KINDS:
        raise PartError(f"{cell['name']}: {kind!r} is no kind of entry")
    sector = cell["sector"] or None
    sectors = tuple(s for s in cell["sectors"].split("|") if s) or ((sector,) if sector else ())
    if sector and sector not in sectors:
        sectors = (sector, *sectors)
    return Entry(
        name=cell["name"],
        kind=kind,
        code=cell["code"] or None,
        sector=sector,
        sectors=sectors,
        role=role,
        start=first_day(cell["start"]),
        end=last_day(cell["end"]),
        id=cell["id"] or None,
        office=cell["office"] or None,
        lat=float(cell["lat"]) if cell["lat"] else None,
        lon=float(cell["lon"]) if cell["lon"] else None,
        population=int(cell["population"]) if cell["population"] else None,
        note=cell["note"] or None,
    )


def first_day(when: str) -> date | None:
    """Return the first day of `2011`, `2011-07` or `2011-07-09`; None of nothing."""
    if not when:
        return None
    return date.fromisoformat(when + "-01-01"[len(when) - 4 :] if len(when) < 10 else when)


def last_day(when: str) -> date | None:
    """Return the last day of `2011`, `2011-07` or `2011-07-09`; None of nothing."""
    first = first_day(when)
    if first is None or len(when) == 10:
        return first
    if len(when) == 4:
        return first.replace(month=12, day=31)
    return first.replace(day=monthrange(first.year, first.month)[1])


def read_actors(path: Path) -> tuple[Entry, ...]:
    """Read a user's own sheet of actors (the columns of docs/gazetteer.md)."""
    out = []
    for row in read_rows(path):
        named: Iterable[tuple[str, Role]] = surfaces(row)
        by_role: dict[Role, list[str]] = {}
        for surface, role in named:
            by_role.setdefault(role, []).append(surface)
        for role, names in by_role.items():
            entry = make_entry(row, role)
            fields = {f: getattr(entry, f) for f in Entry.__dataclass_fields__}
            out.append(Entry(**{**fields, "aliases": tuple(names)}))
    return tuple(out)
