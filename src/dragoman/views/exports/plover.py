"""PLOVER JSONL from a ledger: leaves in; one event a line, with where it stands, out."""

from __future__ import annotations

import json
from typing import Any

from dragoman.forms import plover
from dragoman.forms.document import Span
from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import HappeningRow, RecordRow
from dragoman.views.exports.acts import sentence_number
from dragoman.views.exports.tally import Tally


class Plover:
    """The PLOVER export; `merged` gives happenings, with the records that report each."""

    def __init__(self, *, merged: bool = False) -> None:
        self.tally = Tally()
        self.takes_leaves = not merged
        self.takes_happenings = merged

    def head(self) -> str:
        """Return nothing: JSONL has no header."""
        return ""

    def leaf(self, leaf: Leaf) -> str:
        """Return a line for each event of a document."""
        lines = []
        for row in leaf.records:
            if row["kind"] == "event":
                lines.append(self._line(event_row(row, leaf)))
                self.tally.edited += row["corrected"] is not None and row["corrected"]["edited"]
            else:
                self.tally.drop(f"{row['kind']} records")
        return "".join(lines)

    def happening(self, row: HappeningRow) -> str:
        """Return the line of a happening."""
        return self._line(happening_row(row))

    def foot(self) -> str:
        """Return nothing: JSONL has no end mark."""
        return ""

    def _line(self, row: dict[str, Any]) -> str:
        self.tally.rows += 1
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n"


def event_row(row: RecordRow, leaf: Leaf) -> dict[str, Any]:
    """Return an event record as PLOVER has it, and where it stands in the ledger."""
    made_by = {name: row[name] for name in ("dragoman", "model", "codebook")}
    number = sentence_number(row["trigger"], leaf.sentences)
    made = plover.event_row(
        row,
        leaf.document,
        made_by,
        sentence=_sentence(row, leaf, number),
        number=None if number is None else number - 1,
        teller=leaf.tellers.get(row["according_to"] or ""),
    )
    happening = leaf.happenings.get(row["happening"] or "")
    made["dragoman_learned_at"] = row["learned_at"]
    made["dragoman_live"] = row["live"]
    made["dragoman_story"] = row["story"]
    made["dragoman_happening"] = row["happening"]
    if happening is not None:
        made["dragoman_documents"] = happening["documents"]
        made["dragoman_sources"] = happening["sources"]
    corrected = row["corrected"]
    if corrected is not None:
        made["dragoman_corrected"] = corrected
        made["comment"] = f"{corrected['verdict']} by {corrected['by']}: {corrected['reason']}"
    return made


def happening_row(row: HappeningRow) -> dict[str, Any]:
    """Return a happening as PLOVER has it; its reports, statuses and disagreements are ours."""
    date = row["date"]
    made = {
        "id": row["id"],
        "has_event": True,
        "date": date["start"] if date else row["first_report"],
        "actor": [_party(p) for p in row["actor"]],
        "recipient": [_party(p) for p in row["recipient"]],
        "event": [row["event"]],
        "quad_code": row["quad_code"],
        "event_scale": row["event_scale"],
        "mode": plover.modes(row["mode"], row["status"]),
        "context": list(row["context"]),
        "coder": "dragoman",
        "dragoman_date_basis": "text" if date else "published",
        "dragoman_confidence": row["confidence"],
        "dragoman_status": row["status"],
        "dragoman_documents": row["documents"],
        "dragoman_sources": row["sources"],
        "dragoman_first_report": row["first_report"],
        "dragoman_last_report": row["last_report"],
        "dragoman_statuses": row["statuses"],
        "dragoman_reports": row["reports"],
        "dragoman_disagreements": row["disagreements"],
    }
    if date and date["end"] != date["start"]:
        made["enddate"] = date["end"]
    if row["place"]:
        made["event_loc"] = plover.place_row(row["place"])
    return made


def _sentence(row: RecordRow, leaf: Leaf, number: int | None) -> Span:
    """Return the trigger's sentence, or where nobody cut the story, the evidence that holds it."""
    if number is not None:
        return leaf.sentences[number - 1]
    trigger = Span(row["trigger"]["start"], row["trigger"]["end"])
    for cited in row["evidence"]:
        span = Span(cited["start"], cited["end"])
        if span.contains(trigger):
            return span
    return trigger


def _party(party: Any) -> dict[str, Any]:
    row = {"code": party["code"], "sector": party["sector"], "identifier_text": party["name"]}
    return {name: value for name, value in row.items() if value is not None}
