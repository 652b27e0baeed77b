"""Records as PLOVER JSONL (PLOVER manual, chapter "Data Fields"): one event a line.

Statuses stand in `mode` as the manual's auxiliary modes. What the format has no field for (who
tells the event, confidence, the offsets of parties) stands in fields of our own, whose names begin
with `dragoman_`, as the manual allows; kinds of record that PLOVER does not know are left out.
"""

from __future__ import annotations

from typing import Any

from dragoman.faces.json import line
from dragoman.faces.words import sentence_at, tellers
from dragoman.forms.claims import Entity
from dragoman.forms.document import Document
from dragoman.forms.records import Event, EventPlace, Records, Statement

_AUXILIARY = {
    "future": "future",
    "historical": "historical",
    "hypothetical": "hypothetical",
    "negated": "negation",
}


class Plover:
    """The PLOVER face: JSONL of events."""

    def head(self) -> str:
        """Return nothing: JSONL has no header."""
        return ""

    def document(self, records: Records) -> str:
        """Return a line for each event of the document, in the order of the records."""
        told = tellers(records)
        return "".join(
            line(event_row(r, records, told.get(r.according_to or "")))
            for r in records.records
            if isinstance(r, Event)
        )

    def foot(self) -> str:
        """Return nothing: JSONL has no end mark."""
        return ""


def event_row(event: Event, records: Records, teller: Statement | None) -> dict[str, Any]:
    """Return one event with PLOVER's field names; fields without a value are left out.

    `date` is the day of publication, and `dragoman_date_basis` says so, where the text dates the
    event no better; it is null, since the manual requires the field, where neither is known.
    """
    document = records.document
    published = document.published.isoformat() if document.published else None
    row: dict[str, Any] = {
        "id": event.id,
        "has_event": True,
        "date": event.date.start.isoformat() if event.date else published,
        "actor": [entity_row(e) for e in event.actor],
        "recipient": [entity_row(e) for e in event.recipient],
        "event": [event.event],
        "event_text": [event.trigger.text],
        "quad_code": event.quad_code,
        "event_scale": event.event_scale,
        "mode": _modes(event),
        "context": list(event.context),
        "text": sentence_at(document, event.trigger).of(document.text),
        "text_info": _text_info(event, document),
        "cite_info": _cite_info(records),
        "coder": f"dragoman {records.made_by.get('dragoman', '')}".strip(),
        "dragoman_evidence": [[e.start, e.end] for e in event.evidence],
        "dragoman_confidence": round(event.confidence, 4),
        "dragoman_published": published,
        "dragoman_date_basis": event.date.basis
        if event.date
        else ("published" if published else None),
        "dragoman_status": event.status,
    }
    if event.date and event.date.end != event.date.start:
        row["enddate"] = event.date.end.isoformat()
    if event.place:
        row["event_loc"] = _place_row(event.place)
    if teller is not None:
        row["link"] = teller.id
        row["dragoman_according_to"] = {
            "speaker": entity_row(teller.speaker) if teller.speaker else None,
            "content": [[c.start, c.end] for c in teller.content],
            "told_to": teller.told_to,
        }
    return row


def entity_row(entity: Entity) -> dict[str, Any]:
    """Return a party with PLOVER's field names; `sector` holds PLOVER's primary sector."""
    row = {
        "code": entity.code,
        "sector": entity.sector,
        "entity_text": entity.text,
        "identifier_id": entity.id,
        "identifier_text": entity.name,
        "office": entity.office,
        "other_sector_codes": [s for s in entity.sectors if s != entity.sector] or None,
        "dragoman_span": [entity.start, entity.end],
        "dragoman_kind": entity.kind,
        "dragoman_why": entity.why,
    }
    return {name: value for name, value in row.items() if value is not None}


def _modes(event: Event) -> list[str]:
    auxiliary = _AUXILIARY.get(event.status)
    return [*event.mode, *([auxiliary] if auxiliary else [])]


def _place_row(place: EventPlace) -> dict[str, Any]:
    row = {
        "resolved_place": place.name,
        "country_code": place.code,
        "lat": place.lat,
        "lon": place.lon,
    }
    return {name: value for name, value in row.items() if value is not None}


def _text_info(event: Event, document: Document) -> dict[str, Any]:
    """Name the sentence of the trigger: its number in the story, its offsets."""
    sentence = sentence_at(document, event.trigger)
    sentences = [s for p in document.paragraphs for s in p.sentences]
    row: dict[str, Any] = {"start": sentence.start, "end": sentence.end}
    if sentence in sentences:
        row["sequence"] = sentences.index(sentence)
    return row


def _cite_info(records: Records) -> dict[str, Any]:
    document = records.document
    row = {
        "citation": document.id,
        "url": document.url,
        "title": document.title,
        "language": document.language,
        "publication": document.publisher,
        "coder": f"dragoman {records.made_by.get('dragoman', '')}".strip(),
        "codebook": records.made_by.get("codebook"),
        "version": records.made_by.get("model"),
    }
    return {name: value for name, value in row.items() if value is not None}
