"""CSV from a ledger: leaves in; a row a record, the face's columns and the ledger's own, out."""

from __future__ import annotations

from dragoman.forms import cells
from dragoman.forms.cells import Cell, csv_line, join
from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import HappeningRow, RecordRow
from dragoman.views.exports.tally import Tally

COLUMNS = (
    *cells.COLUMNS,
    "evidence",
    "story",
    "happening",
    "happening_documents",
    "happening_sources",
    "corrected",
    "corrected_by",
    "corrected_reason",
    "learned_at",
    "live",
    "dragoman",
    "model",
    "codebook",
)
MERGED = (
    "id", "event", "mode", "context", "status", "quad_code", "event_scale",
    "actor", "actor_code", "actor_sector", "recipient", "recipient_code", "recipient_sector",
    "date_start", "date_end", "place", "place_code", "first_report", "last_report",
    "documents", "sources", "confidence", "statuses", "disagree_about", "records", "publishers",
    "text",
)  # fmt: skip


class Csv:
    """The CSV export (RFC 4180, UTF-8); `merged` gives happenings with columns of their own."""

    def __init__(self, *, merged: bool = False) -> None:
        self.tally = Tally()
        self.takes_leaves = not merged
        self.takes_happenings = merged

    def head(self) -> str:
        """Return the header row."""
        return csv_line(MERGED if self.takes_happenings else COLUMNS)

    def leaf(self, leaf: Leaf) -> str:
        """Return a row for each record of a document."""
        return "".join(self._record(row, leaf) for row in leaf.records)

    def happening(self, row: HappeningRow) -> str:
        """Return the row of a happening."""
        self.tally.rows += 1
        found = happening_cells(row)
        return csv_line(found.get(name) for name in MERGED)

    def foot(self) -> str:
        """Return nothing: CSV has no end mark."""
        return ""

    def _record(self, row: RecordRow, leaf: Leaf) -> str:
        found = cells.cells(row, leaf.document, leaf.tellers.get(row["according_to"] or ""))
        found.update(_ledger_cells(row, leaf))
        self.tally.rows += 1
        self.tally.edited += found["corrected"] == "edited"
        return csv_line(found.get(name) for name in COLUMNS)


def _ledger_cells(row: RecordRow, leaf: Leaf) -> dict[str, Cell]:
    happening = leaf.happenings.get(row["happening"] or "")
    found: dict[str, Cell] = {
        "evidence": " [...] ".join(cited["text"] for cited in row["evidence"]),
        "story": row["story"],
        "happening": row["happening"],
        "happening_documents": happening["documents"] if happening else None,
        "happening_sources": happening["sources"] if happening else None,
        "corrected": None,
        "learned_at": row["learned_at"],
        "live": row["live"],
        "dragoman": row["dragoman"],
        "model": row["model"],
        "codebook": row["codebook"],
    }
    if (word := row["corrected"]) is not None:
        found["corrected"] = "edited" if word["edited"] else word["verdict"]
        found["corrected_by"], found["corrected_reason"] = word["by"], word["reason"]
    return found


def happening_cells(row: HappeningRow) -> dict[str, Cell]:
    """Return a happening's cells by the names of MERGED."""
    date, place = row["date"], row["place"]
    found: dict[str, Cell] = {
        "id": row["id"],
        "event": row["event"],
        "mode": join(row["mode"]),
        "context": join(row["context"]),
        "status": row["status"],
        "quad_code": row["quad_code"],
        "event_scale": row["event_scale"],
        "date_start": date["start"] if date else None,
        "date_end": date["end"] if date else None,
        "place": place["name"] if place else None,
        "place_code": place["code"] if place else None,
        "first_report": row["first_report"],
        "last_report": row["last_report"],
        "documents": row["documents"],
        "sources": row["sources"],
        "confidence": row["confidence"],
        "statuses": join(f"{s['status']} from {s['from'] or '?'}" for s in row["statuses"]),
        "disagree_about": join(d["about"] for d in row["disagreements"]),
        "records": join(r["record"] for r in row["reports"]),
        "publishers": join(dict.fromkeys(r["publisher"] or "?" for r in row["reports"])),
        "text": " [...] ".join(dict.fromkeys(r["text"] for r in row["reports"])),
    }
    for side, parties in (("actor", row["actor"]), ("recipient", row["recipient"])):
        found[side] = join(p["name"] for p in parties)
        found[f"{side}_code"] = join(p["code"] for p in parties)
        found[f"{side}_sector"] = join(p["sector"] for p in parties)
    return found
