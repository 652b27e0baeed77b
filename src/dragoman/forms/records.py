"""Records: the cited, checked rows, as frozen dataclasses with `to_dict()`."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any, ClassVar, Literal

from dragoman.forms.claims import Entity
from dragoman.forms.document import Document
from dragoman.forms.reading import Meaning, Status

_PLAIN = frozenset((str, int, float, bool, type(None)))


def plain(value: Any) -> Any:
    """Turn a form into what json.dumps takes: dates as ISO days, tuples as lists."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is list or kind is tuple:
        return [plain(v) for v in value]
    if names := _names(kind):
        return {name: plain(getattr(value, name)) for name in names}
    if isinstance(value, date):
        return value.isoformat()
    return [plain(v) for v in value] if isinstance(value, list | tuple) else value


def _names(kind: type) -> tuple[str, ...]:
    """Return the fields of a dataclass in order; none of another type."""
    known = _FIELDS.get(kind)
    if known is None:
        known = tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()
        _FIELDS[kind] = known
    return known


_FIELDS: dict[type, tuple[str, ...]] = {}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A cited span with its words: `document.text[start:end] == text`, always."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class EventDate:
    """The days of an act; both inclusive."""

    start: date
    end: date
    text: str | None
    basis: Literal["text", "published"]


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where; degrees WGS 84."""

    name: str
    code: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What every record has. `according_to` is the id of the statement that tells it, or None."""

    kind: ClassVar[str] = "record"
    id: str
    evidence: tuple[Evidence, ...]
    confidence: float
    according_to: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the record as the JSON face writes it."""
        out: dict[str, Any] = {"kind": self.kind}
        out.update({name: plain(getattr(self, name)) for name in _names(type(self))})
        out["confidence"] = round(self.confidence, 4)
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Record):
    """An act: PLOVER root, modes, contexts, parties."""

    kind: ClassVar[str] = "event"
    event: str
    mode: tuple[str, ...]
    context: tuple[str, ...]
    status: Status
    actor: tuple[Entity, ...]
    recipient: tuple[Entity, ...]
    trigger: Evidence
    date: EventDate | None
    place: EventPlace | None
    quad_code: int
    event_scale: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """Who said, thought or wants what."""

    kind: ClassVar[str] = "statement"
    manner: Literal["direct", "indirect", "mixed"]
    speaker: Entity | None
    cue: Evidence | None
    content: tuple[Evidence, ...]
    told_to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRecord(Record):
    """A person holds a role in an organisation."""

    kind: ClassVar[str] = "office"
    person: Entity
    role: str
    organisation: str | None
    code: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement(Record):
    """A document between parties."""

    kind: ClassVar[str] = "agreement"
    party: tuple[Entity, ...]
    title: str
    area: tuple[str, ...]
    state: Literal["planned", "announced", "signed", "ratified", "ended"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment(Record):
    """A party undertakes something checkable."""

    kind: ClassVar[str] = "commitment"
    by: tuple[Entity, ...]
    to: tuple[Entity, ...]
    what: Evidence
    area: tuple[str, ...]
    state: Literal["open", "kept", "broken", "withdrawn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Record):
    """A party's stance on an issue."""

    kind: ClassVar[str] = "position"
    holder: Entity
    issue: Evidence
    stance: Literal["support", "oppose"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit(Record):
    """Who went or will go where, to whom, when."""

    kind: ClassVar[str] = "visit"
    visitor: tuple[Entity, ...]
    host: tuple[Entity, ...]
    place: EventPlace | None
    date: EventDate | None
    state: Literal["planned", "made", "cancelled"]


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one document, with what made them; `meanings` are the reading's own."""

    document: Document
    records: tuple[Record, ...]
    made_by: dict[str, str]
    meanings: tuple[Meaning, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the document's object as `read --format json` writes it."""
        document = self.document
        return {
            "document": {
                "id": document.id,
                "url": document.url,
                "title": document.title,
                "published": plain(document.published),
                "publisher": document.publisher,
                "authors": list(document.authors),
                "language": document.language,
                "text": document.text,
                "body": [[p.span.start, p.span.end] for p in document.paragraphs],
                "credits": [
                    {"outlet": c.outlet, "start": c.span.start, "end": c.span.end}
                    for c in document.credits
                ],
            },
            "records": [record.to_dict() for record in self.records],
            "made_by": dict(self.made_by),
        }
