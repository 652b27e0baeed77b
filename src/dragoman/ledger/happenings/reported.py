"""Reports: event records in, what a happening keeps of each, with its document, out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from dragoman import codebook
from dragoman.forms.rows import DaysRow, PartyRow, SpotRow


class CodesRow(TypedDict):
    """What an event of a codebook that is not PLOVER counts as, by its own record."""

    quad_code: int
    event_scale: float


class Mentioned(TypedDict):
    """A mention of an act as it is kept: an event record without its evidence.

    `speaker` is who says so, where somebody is said to; `dead` and `wounded` stand in its sentence.
    `codes` is there for an event of a user's own codebook alone.
    """

    record: str
    start: int
    status: str
    according_to: str | None
    speaker: str | None
    confidence: float
    text: str
    event: str
    mode: list[str]
    context: list[str]
    actor: list[PartyRow]
    recipient: list[PartyRow]
    date: DaysRow | None
    place: SpotRow | None
    dead: int | None
    wounded: int | None
    codes: NotRequired[CodesRow]


@dataclass(frozen=True, slots=True)
class Reported:
    """A mention with the document that makes it."""

    mention: Mentioned
    document: str
    publisher: str | None
    published: str | None
    copy_of: str | None


def mentioned(
    data: Mapping[str, Any], speaker: str | None, status: str, dead: int | None, wounded: int | None
) -> Mentioned:
    """Cut an event record down to what a happening tells of it."""
    when, place = data["date"], data["place"]
    told = when is not None and when["basis"] == "text"
    made: Mentioned = {
        "record": data["id"],
        "start": data["trigger"]["start"],
        "status": status,
        "according_to": data["according_to"],
        "speaker": speaker,
        "confidence": data["confidence"],
        "text": data["trigger"]["text"],
        "event": data["event"],
        "mode": list(data["mode"]),
        "context": list(data["context"]),
        "actor": [_party(entity) for entity in data["actor"]],
        "recipient": [_party(entity) for entity in data["recipient"]],
        "date": {"start": when["start"], "end": when["end"]} if told else None,
        "place": None if place is None else {"name": place["name"], "code": place["code"]},
        "dead": dead,
        "wounded": wounded,
    }
    if data["event"] not in codebook.ROOTS:
        made["codes"] = {"quad_code": data["quad_code"], "event_scale": data["event_scale"]}
    return made


def _party(entity: Mapping[str, Any]) -> PartyRow:
    return {"code": entity["code"], "sector": entity["sector"], "name": entity["name"]}


def sources(reports: Iterable[Reported]) -> int:
    """Count independent sources: copies of one text are one, and so is a publisher."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for report in reports:
        own = f"d:{report.document}"
        if report.copy_of is not None:
            parent[root(own)] = root(f"d:{report.copy_of}")
        if report.publisher is not None:
            parent[root(own)] = root(f"p:{report.publisher}")
        root(own)
    return len({root(f"d:{report.document}") for report in reports})
