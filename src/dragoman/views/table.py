"""An index as a table for reading, and as a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from dragoman.errors import PartError
from dragoman.safe import clean
from dragoman.views import words
from dragoman.views.index import Index, Point
from dragoman.views.picture import heading
from dragoman.views.quotes import shown
from dragoman.views.shapes import Line

_HEAD = ("", "happenings", "documents", "cooperation", "conflict", "balance", "apart")


def table(index: Index, listed: Mapping[str, Sequence[Line]] | None = None) -> Iterator[str]:
    """Yield the lines of a table; with `listed`, under each period the happenings behind it."""
    yield clean(heading(index))
    yield (
        "points for each document that mentions them, with 95% intervals; * fewer than 5 happenings"
    )
    yield ""
    rows = [_HEAD, *(_row(point) for point in index.points)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(_HEAD))]
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(width) if at in (0, len(row) - 1) else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  ".join(cells).rstrip()
        if listed and number:
            for line in listed.get(index.points[number - 1].period, ()):
                yield from _listed(line)
    if not index.points:
        yield "no document mentions them"
    if index.outside:
        told = words.count(index.outside, "happening")
        yield f"{told} of days outside these periods"


def _row(point: Point) -> tuple[str, ...]:
    apart = ", ".join(f"{number} {status}" for status, number in point.apart.items())
    return (
        point.period,
        f"{point.happenings}{'*' if point.happenings and point.few else ''}",
        f"{point.documents} of {point.read}",
        _value(point.cooperation, point.cooperation_interval),
        _value(point.conflict, point.conflict_interval),
        _value(point.balance, point.balance_interval),
        apart,
    )


def _value(value: float | None, interval: tuple[float, float] | None) -> str:
    if value is None or interval is None:
        return "-"
    return (
        f"{value:.2f} [{interval[0]:.2f}, {interval[1]:.2f}]" if any(interval) else f"{value:.2f}"
    )


def _listed(line: Line) -> Iterator[str]:
    score = "" if line["score"] is None else f" {line['score']:+g}"
    mode = "".join(f" ({mode})" for mode in line["mode"])
    status = "" if line["state"] == "asserted" else f" {line['state']}: not counted"
    yield clean(f"    {line['day']}  {line['what']}{mode}{score}{status}  {words.between(line)}")
    for quote in line["quotes"][:1]:
        before, mark, after = shown(quote)
        yield clean(f"      | {before}{mark}{after}")
        yield clean(f"      {words.source(quote)}; {words.weight(line)}  {line['id']}")


def write_parquet(index: Index, to: Path) -> None:
    """Write the points as a typed Parquet file; the index's own facts stand in its metadata.

    Raises PartError where pyarrow is not there.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise PartError("Parquet needs pyarrow: pip install 'dragoman[bulk]'") from error
    import json

    whole, number = pa.int64(), pa.float64()
    columns = {
        "period": pa.string(), "first": pa.date32(), "last": pa.date32(), "happenings": whole,
        "cooperative": whole, "conflictive": whole, "documents": whole, "read": whole,
        "coverage": number, "cooperation": number, "cooperation_low": number,
        "cooperation_high": number, "conflict": number, "conflict_low": number,
        "conflict_high": number, "balance": number, "balance_low": number,
        "balance_high": number, "few": pa.bool_(), "apart": whole,
    }  # fmt: skip
    told = {key: value for key, value in index.to_dict().items() if key != "points"}
    schema = pa.schema(list(columns.items()), metadata={"dragoman": json.dumps(told)})
    rows = [_parquet_row(point) for point in index.points]
    parquet.write_table(pa.Table.from_pylist(rows, schema=schema), str(to))


def _parquet_row(point: Point) -> dict[str, object]:
    from datetime import date

    row: dict[str, object] = {
        name: getattr(point, name)
        for name in (
            "period", "happenings", "cooperative", "conflictive", "documents", "read", "coverage",
            "cooperation", "conflict", "balance", "few",
        )
    }  # fmt: skip
    row["first"], row["last"] = date.fromisoformat(point.first), date.fromisoformat(point.last)
    row["apart"] = sum(point.apart.values())
    for name in ("cooperation", "conflict", "balance"):
        low, high = getattr(point, f"{name}_interval") or (None, None)
        row[f"{name}_low"], row[f"{name}_high"] = low, high
    return row
