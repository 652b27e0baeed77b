"""How well phrases are resolved: `python -m dragoman.resolve.measure FILE [-v]`.

In: JSONL rows {"text", "country", "sector", "sector_2"} (absent fields are not judged, "" and
"UNK" expect none). Out: accuracy of country, sector and both, as a line each.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.resolve.actor import ActorCode, resolve_phrase

_NONE = (None, "", "UNK")


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its answer; None where the row does not say what is right."""

    text: str
    row: dict[str, Any]
    found: ActorCode
    country: bool | None
    sector: bool | None
    lenient: bool | None


def judge(row: dict[str, Any]) -> Judged:
    """Resolve a row and compare."""
    on = date.fromisoformat(row["date"]) if row.get("date") else None
    found = resolve_phrase(row["text"], context=row.get("context") or "", on=on)
    country = sector = lenient = None
    if "country" in row:
        country = _same(found.code, row["country"])
    if "sector" in row:
        sector = _same(found.sector, row["sector"])
        lenient = sector or any(s == found.sector for s in (row.get("sector_2"),) if s not in _NONE)
    return Judged(row["text"], row, found, country, sector, lenient)


def _same(found: str | None, right: str | None) -> bool:
    return (found in _NONE and right in _NONE) or found == right


def share(values: Iterator[bool | None]) -> str:
    """Return "0.912 (123/135)" of the judged values."""
    known = [v for v in values if v is not None]
    return f"{sum(known) / max(1, len(known)):.3f} ({sum(known)}/{len(known)})"


def report(rows: list[Judged], *, errors: bool) -> Iterator[str]:
    """Yield the report's lines."""
    both = [
        j.country is not False and j.sector is not False
        for j in rows
        if j.country is not None or j.sector is not None
    ]
    yield f"country         {share(j.country for j in rows)}"
    yield f"sector strict   {share(j.sector for j in rows)}"
    yield f"sector lenient  {share(j.lenient for j in rows)}"
    yield f"both            {share(iter(both))}"
    full = (j.country and j.sector for j in rows if None not in (j.country, j.sector))
    yield f"both, of rows with both  {share(full)}"
    if not errors:
        return
    for j in rows:
        if j.country is False or j.sector is False:
            right = (j.row.get("country"), j.row.get("sector"), j.row.get("sector_2"))
            yield f"{j.text!r}: right {right}, found {j.found.code} {j.found.sectors} {j.found.why}"


def main(arguments: list[str]) -> int:
    """Print the report of the file named; return the exit code."""
    paths = [a for a in arguments if not a.startswith("-")]
    if len(paths) != 1:
        sys.stderr.write("usage: python -m dragoman.resolve.measure FILE [-v]\n")
        return 2
    lines = Path(paths[0]).read_text(encoding="utf-8").splitlines()
    rows = [judge(json.loads(line)) for line in lines if line.strip()]
    for line in report(rows, errors="-v" in arguments):
        sys.stdout.write(line + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
