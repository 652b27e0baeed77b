"""Parquet: typed tables that every reader opens, and that give each record back."""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from exported_reports import hostile

from dragoman.errors import UsageError
from dragoman.exporting import Order, write_folder, write_text
from dragoman.forms.records import Records
from dragoman.ledger import Ledger
from dragoman.ledger.derive import ROLES
from dragoman.views.exports.tables import TABLES

duckdb = pytest.importorskip("duckdb")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")
parquet = pytest.importorskip("pyarrow.parquet")

ENTITY = (
    "text", "start", "end", "name", "kind", "code", "sector", "sectors", "id", "office", "why",
)  # fmt: skip


@pytest.fixture
def tables(ledger: Ledger, tmp_path: Path) -> Path:
    folder = tmp_path / "tables"
    tally = write_folder(ledger, Order(form="parquet"), folder)
    assert (tally.rows, tally.edited) == (15, 1)
    return folder


def read(folder: Path, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(folder / f"{name}.parquet").to_pylist()
    return rows


def plain(value: Any) -> Any:
    """Return a value with days and instants as the ledger writes them."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return value.isoformat() if isinstance(value, date) else value


def rebuilt(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield every record as the ledger's row, made from the tables alone."""
    parties: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for party in read(folder, "parties"):
        parties[party["record"]].append(party)
    for cells in read(folder, "records"):
        row = {name: plain(value) for name, value in cells.items()}
        for role in ROLES[row["kind"]]:
            entities = [
                {name: p[name] for name in ENTITY} for p in parties[row["id"]] if p["role"] == role
            ]
            single = role in ("speaker", "person", "holder")
            row[role] = (entities[0] if entities else None) if single else entities
        word = ("verdict", "edited", "by", "reason", "at")
        given = (row["corrected"], row["edited"], row["corrected_by"], row["corrected_reason"])
        row["corrected"] = (
            dict(zip(word, (*given, row["corrected_at"]), strict=True)) if given[0] else None
        )
        row["state"] = row["stance"] = row["status"]
        row["area"], row["code"] = row["context"], row["office_code"]
        names = ("start", "end", "text", "basis")
        row["date"] = {name: row[f"date_{name}"] for name in names} if row["date_start"] else None
        at = {"code": row["place_code"], "lat": row["lat"], "lon": row["lon"]}
        row["place"] = {"name": row["place"], **at} if row["place"] else None
        yield row


def test_every_record_comes_back_from_the_tables_just_as_the_ledger_has_it(
    tables: Path, ledger: Ledger
) -> None:
    found = {row["id"]: row for row in rebuilt(tables)}
    records = {row["id"]: dict(row) for row in ledger.records()}
    assert found.keys() == records.keys()
    for name, record in records.items():
        assert {field: found[name][field] for field in record} == record


def test_documents_and_happenings_come_back_too(tables: Path, ledger: Ledger) -> None:
    for cells, document in zip(read(tables, "documents"), ledger.documents(), strict=True):
        row = {name: plain(value) for name, value in cells.items()}
        row["body"] = [[at["start"], at["end"]] for at in row["body"]]
        assert row == dict(document)
    found = {cells["id"]: cells for cells in read(tables, "happenings")}
    for happening in ledger.happenings():
        cells = found[happening["id"]]
        for name in ("event", "mode", "documents", "sources", "reports", "statuses"):
            assert cells[name] == happening[name]


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_says_what_it_holds(tables: Path, name: str) -> None:
    schema = parquet.read_schema(tables / f"{name}.parquet")
    assert schema.names == [column.name for column in TABLES[name]]
    for field, column in zip(schema, TABLES[name], strict=True):
        assert field.metadata[b"description"].decode() == column.holds


def test_days_are_days_and_instants_instants(tables: Path) -> None:
    schema = parquet.read_schema(tables / "records.parquet")
    assert str(schema.field("date_start").type) == "date32[day]"
    assert str(schema.field("learned_at").type) == "timestamp[us, tz=UTC]"
    assert str(schema.field("event_scale").type) == "double"


def test_pandas_polars_and_duckdb_read_the_same_numbers(tables: Path) -> None:
    path = tables / "records.parquet"
    with_pandas = pandas.read_parquet(path)["kind"].value_counts().to_dict()
    frame = polars.read_parquet(path)
    with_polars = dict(frame.group_by("kind").len().iter_rows())
    query = f"SELECT kind, count(*) FROM '{path}' GROUP BY kind"
    with_duckdb = dict(duckdb.sql(query).fetchall())
    assert with_pandas == with_polars == with_duckdb
    assert with_duckdb["event"] == 7


def test_a_lone_surrogate_becomes_its_escape(tmp_path: Path) -> None:
    made = hostile()
    with Ledger.open(str(tmp_path / "one.db")) as ledger:
        document = replace(made.document, title="a \ud83d title")
        ledger.add(Records(document, made.records, made.made_by))
        write_folder(ledger, Order(form="parquet"), tmp_path / "out")
    assert read(tmp_path / "out", "documents")[0]["title"] == "a \\ud83d title"


def test_parquet_is_no_stream(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="folder"):
        write_text(ledger, Order(form="parquet"), io.StringIO())
