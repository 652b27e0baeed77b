"""Parquet from a ledger: leaves and happenings in; a folder of four typed tables out.

`records.parquet`, `parties.parquet` (one row a party of a record), `documents.parquet` and
`happenings.parquet`; `dragoman.views.exports.tables` has their columns. Nothing is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import PartError
from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import DocumentRow, HappeningRow, RecordRow
from dragoman.views.exports.tables import TABLES, Column
from dragoman.views.exports.tally import Tally

if TYPE_CHECKING:
    import pyarrow

Row = dict[str, Any]
# Rows kept before they are written together: row groups of some MB.
_TOGETHER = 20_000
_ROLES = (
    "actor",
    "recipient",
    "speaker",
    "person",
    "party",
    "by",
    "to",
    "holder",
    "visitor",
    "host",
)
_STATES = {"event": "status", "position": "stance"}


class Parquet:
    """The Parquet export: a folder of tables. Raises PartError where pyarrow is not installed."""

    def __init__(self, folder: Path) -> None:
        if find_spec("pyarrow") is None:
            raise PartError("Parquet needs pyarrow: pip install 'dragoman[bulk]'")
        self.tally = Tally()
        self.takes_leaves = self.takes_happenings = True
        folder.mkdir(parents=True, exist_ok=True)
        self._tables = {
            name: _Table(folder / f"{name}.parquet", columns) for name, columns in TABLES.items()
        }

    def leaf(self, leaf: Leaf) -> None:
        """Write a document, its records and their parties."""
        self._tables["documents"].put(_document(leaf.document))
        for row in leaf.records:
            self.tally.rows += 1
            self.tally.edited += row["corrected"] is not None and row["corrected"]["edited"]
            self._tables["records"].put(record_cells(row, leaf))
            for party in _parties(row):
                self._tables["parties"].put(party)

    def happening(self, row: HappeningRow) -> None:
        """Write a happening."""
        date, place = row["date"], row["place"]
        self._tables["happenings"].put(
            {
                **row,
                "date_start": date["start"] if date else None,
                "date_end": date["end"] if date else None,
                "place": place["name"] if place else None,
                "place_code": place["code"] if place else None,
            }
        )

    def close(self) -> None:
        """Write what is left and end the files."""
        for table in self._tables.values():
            table.close()


class _Table:
    """One file that rows are written to, some at a time."""

    def __init__(self, path: Path, columns: tuple[Column, ...]) -> None:
        import pyarrow.parquet

        self._schema = _schema(columns)
        self._makers = [(c.name, _MAKERS.get(c.type, _as_is)) for c in columns]
        self._rows: list[Row] = []
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")

    def put(self, row: Mapping[str, Any]) -> None:
        self._rows.append({name: make(row.get(name)) for name, make in self._makers})
        if len(self._rows) >= _TOGETHER:
            self._write()

    def close(self) -> None:
        if self._rows:
            self._write()
        self._writer.close()

    def _write(self) -> None:
        import pyarrow

        try:
            table = pyarrow.Table.from_pylist(self._rows, schema=self._schema)
        except UnicodeEncodeError:
            # A lone surrogate, from a broken escape in the input, has no UTF-8: its escape has.
            table = pyarrow.Table.from_pylist([_encodable(r) for r in self._rows], self._schema)
        self._writer.write_table(table)
        self._rows = []


def record_cells(row: RecordRow, leaf: Leaf) -> Row:
    """Return a record's cells by the names of `tables.RECORDS`; days and instants as ISO text."""
    happening = leaf.happenings.get(row["happening"] or "")
    when, place, word = row.get("date"), row.get("place"), row["corrected"]
    made: Row = dict(row)
    made["status"] = row.get(_STATES.get(row["kind"], "state"))
    made["context"] = row.get("context", row.get("area"))
    made["office_code"] = row.get("code")
    made["place"] = place["name"] if place else None
    if happening is not None:
        made["happening_documents"] = happening["documents"]
        made["happening_sources"] = happening["sources"]
    if when:
        made.update({f"date_{name}": when[name] for name in ("start", "end", "text", "basis")})
    if place:
        made.update(place_code=place["code"], lat=place["lat"], lon=place["lon"])
    made["edited"] = word is not None and word["edited"]
    if word is not None:
        made["corrected"] = word["verdict"]
        made.update({f"corrected_{name}": word[name] for name in ("by", "reason", "at")})
    return made


def _parties(row: RecordRow) -> list[Row]:
    shared = {
        "record": row["id"],
        "document": row["document"],
        "record_kind": row["kind"],
        "event": row.get("event"),
        "day": row["day"],
    }
    made = []
    for role in _ROLES:
        given: Any = row.get(role)
        entities = given if isinstance(given, list) else [given] if given else []
        made += [{**e, **shared, "role": role, "place": n} for n, e in enumerate(entities)]
    return made


def _document(row: DocumentRow) -> Row:
    return {**row, "body": [{"start": start, "end": end} for start, end in row["body"]]}


def _schema(columns: tuple[Column, ...]) -> pyarrow.Schema:
    import pyarrow as pa

    types = _types()
    return pa.schema(
        [pa.field(c.name, types[c.type], metadata={"description": c.holds}) for c in columns]
    )


def _types() -> dict[str, Any]:
    import pyarrow as pa

    text, texts, number = pa.string(), pa.list_(pa.string()), pa.int64()
    ends = [("start", number), ("end", number)]
    span = pa.struct([*ends, ("text", text)])
    report = ("record", "document", "publisher", "published", "status", "according_to", "copy_of")
    told = pa.struct([("value", text), ("records", texts)])
    return {
        "text": text,
        "texts": texts,
        "day": pa.date32(),
        "instant": pa.timestamp("us", tz="UTC"),
        "int": number,
        "float": pa.float64(),
        "bool": pa.bool_(),
        "span": span,
        "spans": pa.list_(span),
        "ranges": pa.list_(pa.struct(ends)),
        "credits": pa.list_(pa.struct([("outlet", text), *ends])),
        "parties": pa.list_(pa.struct([("code", text), ("sector", text), ("name", text)])),
        "statuses": pa.list_(pa.struct([("status", text), ("from", text), ("documents", number)])),
        "reports": pa.list_(
            pa.struct([*((n, text) for n in report), ("confidence", pa.float64()), ("text", text)])
        ),
        "disagreements": pa.list_(pa.struct([("about", text), ("values", pa.list_(told))])),
    }


def _as_is(value: Any) -> Any:
    return value


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


_MAKERS: Mapping[str, Callable[[Any], Any]] = {"day": _day, "instant": _instant}


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, list):
        return [_encodable(item) for item in value]
    if isinstance(value, dict):
        return {name: _encodable(item) for name, item in value.items()}
    return value
