"""PLOVER JSON (PLOVER manual, "Data Fields"): an event's dict in, PLOVER's row out, and back.

Statuses stand in `mode` as the manual's auxiliary modes. What the format has no field for stands in
fields of our own, whose names begin with `dragoman_`, as the manual allows. Nothing of an event is
lost: `event_of` gives it back.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dragoman.forms.document import Span

Row = dict[str, Any]

_AUXILIARY = {
    "future": "future",
    "historical": "historical",
    "hypothetical": "hypothetical",
    "negated": "negation",
}


def event_row(
    event: Mapping[str, Any],
    document: Mapping[str, Any],
    made_by: Mapping[str, str],
    *,
    sentence: Span,
    number: int | None = None,
    teller: Mapping[str, Any] | None = None,
) -> Row:
    """Return one event (contract.md) with PLOVER's field names; empty fields are left out.

    `document` is the contract's, or a ledger's row. `sentence` is that of the trigger, `number` its
    place among the story's sentences, from 0. `date` is the day of publication, and
    `dragoman_date_basis` says so, where the text dates the event no better; it is null, since the
    manual requires the field, where neither is known.
    """
    published, date = document["published"], event["date"]
    row: Row = {
        "id": event["id"],
        "has_event": True,
        "date": date["start"] if date else published,
        "actor": [entity_row(e) for e in event["actor"]],
        "recipient": [entity_row(e) for e in event["recipient"]],
        "event": [event["event"]],
        "event_text": [event["trigger"]["text"]],
        "quad_code": event["quad_code"],
        "event_scale": event["event_scale"],
        "mode": modes(event["mode"], event["status"]),
        "context": list(event["context"]),
        "text": sentence.of(document["text"]),
        "text_info": _text_info(sentence, number),
        "cite_info": cite_info(document, made_by),
        "coder": coder(made_by),
        "dragoman_trigger": [event["trigger"]["start"], event["trigger"]["end"]],
        "dragoman_evidence": [[e["start"], e["end"]] for e in event["evidence"]],
        "dragoman_confidence": event["confidence"],
        "dragoman_published": published,
        "dragoman_date_basis": date["basis"] if date else ("published" if published else None),
        "dragoman_status": event["status"],
    }
    elsewhere = [e["text"] for e in event["evidence"] if not _inside(e, sentence)]
    if elsewhere:
        row["dragoman_elsewhere"] = elsewhere
    if date:
        row["dragoman_date_text"] = date["text"]
        if date["end"] != date["start"]:
            row["enddate"] = date["end"]
    if event["place"]:
        row["event_loc"] = place_row(event["place"])
    if event["according_to"] is not None:
        row["link"] = event["according_to"]
    if teller is not None:
        row["dragoman_according_to"] = {
            "speaker": entity_row(teller["speaker"]) if teller["speaker"] else None,
            "content": [[c["start"], c["end"]] for c in teller["content"]],
            "told_to": teller["told_to"],
        }
    return row


def event_of(row: Mapping[str, Any]) -> Row:
    """Return the event that `event_row` was given. Raises KeyError for a row that is not ours."""
    start, end = row["text_info"]["start"], row["text_info"]["end"]
    words, elsewhere = row["text"], iter(row.get("dragoman_elsewhere", ()))

    def cited(at: list[int]) -> Row:
        inside = start <= at[0] and at[1] <= end
        text = words[at[0] - start : at[1] - start] if inside else next(elsewhere)
        return {"start": at[0], "end": at[1], "text": text}

    status = row["dragoman_status"]
    auxiliary = _AUXILIARY.get(status)
    trigger = row["dragoman_trigger"]
    return {
        "kind": "event",
        "id": row["id"],
        "evidence": [cited(at) for at in row["dragoman_evidence"]],
        "confidence": row["dragoman_confidence"],
        "according_to": row.get("link"),
        "event": row["event"][0],
        "mode": row["mode"][:-1] if auxiliary else list(row["mode"]),
        "context": list(row["context"]),
        "status": status,
        "actor": [entity_of(e) for e in row["actor"]],
        "recipient": [entity_of(e) for e in row["recipient"]],
        "trigger": {"start": trigger[0], "end": trigger[1], "text": row["event_text"][0]},
        "date": _date_of(row),
        "place": _place_of(row.get("event_loc")),
        "quad_code": row["quad_code"],
        "event_scale": row["event_scale"],
    }


def entity_row(entity: Mapping[str, Any]) -> Row:
    """Return a party with PLOVER's field names; `sector` holds PLOVER's primary sector."""
    sector = entity["sector"]
    others = [s for s in entity["sectors"] if s != sector]
    primary_first = [*([sector] if sector else []), *others]
    row = {
        "code": entity["code"],
        "sector": sector,
        "entity_text": entity["text"],
        "identifier_id": entity["id"],
        "identifier_text": entity["name"],
        "office": entity["office"],
        "other_sector_codes": others or None,
        "dragoman_span": [entity["start"], entity["end"]],
        "dragoman_kind": entity["kind"],
        "dragoman_why": entity["why"],
        "dragoman_sectors": None if primary_first == entity["sectors"] else entity["sectors"],
    }
    return {name: value for name, value in row.items() if value is not None}


def entity_of(row: Mapping[str, Any]) -> Row:
    """Return the entity that `entity_row` was given."""
    sector = row.get("sector")
    primary_first = [*([sector] if sector else []), *row.get("other_sector_codes", ())]
    return {
        "text": row["entity_text"],
        "start": row["dragoman_span"][0],
        "end": row["dragoman_span"][1],
        "name": row["identifier_text"],
        "kind": row["dragoman_kind"],
        "code": row.get("code"),
        "sector": sector,
        "sectors": row.get("dragoman_sectors", primary_first),
        "id": row.get("identifier_id"),
        "office": row.get("office"),
        "why": row["dragoman_why"],
    }


def modes(of_event: list[str] | tuple[str, ...], status: str) -> list[str]:
    """Return PLOVER's modes: those of the event, then the auxiliary one of its status."""
    auxiliary = _AUXILIARY.get(status)
    return [*of_event, *([auxiliary] if auxiliary else [])]


def place_row(place: Mapping[str, Any]) -> Row:
    """Return a place with PLOVER's field names."""
    row = {
        "resolved_place": place["name"],
        "country_code": place["code"],
        "lat": place.get("lat"),
        "lon": place.get("lon"),
    }
    return {name: value for name, value in row.items() if value is not None}


def coder(made_by: Mapping[str, str]) -> str:
    """Return the program that coded, with its version."""
    return f"dragoman {made_by.get('dragoman', '')}".strip()


def cite_info(document: Mapping[str, Any], made_by: Mapping[str, str]) -> Row:
    """Return where a row is from and what made it."""
    row = {
        "citation": document["id"],
        "url": document["url"],
        "title": document["title"],
        "language": document["language"],
        "publication": document["publisher"],
        "coder": coder(made_by),
        "codebook": made_by.get("codebook"),
        "version": made_by.get("model"),
    }
    return {name: value for name, value in row.items() if value is not None}


def _text_info(sentence: Span, number: int | None) -> Row:
    row: Row = {"start": sentence.start, "end": sentence.end}
    if number is not None:
        row["sequence"] = number
    return row


def _inside(cited: Mapping[str, Any], sentence: Span) -> bool:
    return bool(sentence.start <= cited["start"] and cited["end"] <= sentence.end)


def _date_of(row: Mapping[str, Any]) -> Row | None:
    if "dragoman_date_text" not in row:
        return None
    return {
        "start": row["date"],
        "end": row.get("enddate", row["date"]),
        "text": row["dragoman_date_text"],
        "basis": row["dragoman_date_basis"],
    }


def _place_of(row: Mapping[str, Any] | None) -> Row | None:
    if row is None:
        return None
    return {
        "name": row["resolved_place"],
        "code": row.get("country_code"),
        "lat": row.get("lat"),
        "lon": row.get("lon"),
    }
