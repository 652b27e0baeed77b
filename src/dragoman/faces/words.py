"""How faces for people put records: labels, order, names of parties, days, quotations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dragoman.forms.claims import Entity
from dragoman.forms.document import Document, Span
from dragoman.forms.records import (
    Agreement,
    Commitment,
    Event,
    EventDate,
    EventPlace,
    Evidence,
    OfficeRecord,
    Position,
    Record,
    Records,
    Statement,
    Visit,
)
from dragoman.safe import clean as clean

# The kinds in the order in which a person wants them, with the heading of each.
HEADINGS: tuple[tuple[type[Record], str], ...] = (
    (Event, "Events"),
    (Statement, "Statements"),
    (Agreement, "Agreements"),
    (Commitment, "Commitments"),
    (Position, "Positions"),
    (Visit, "Visits"),
    (OfficeRecord, "Offices"),
)
# A sign for each quad code, so that nothing hangs on colour alone.
SIGNS = {1: "+", 2: "++", 3: "-", 4: "--"}
QUADS = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A record with the label by which a reader of this document knows it: E1, S2, A1..."""

    label: str
    record: Record


def numbered(records: Records) -> list[tuple[str, list[Numbered]]]:
    """Group a document's records under their headings, in the order of the text."""
    groups = []
    for kind, heading in HEADINGS:
        rows = [r for r in records.records if type(r) is kind]
        rows.sort(key=lambda r: (at(r), r.id))
        if rows:
            letter = heading[0]
            groups.append(
                (heading, [Numbered(f"{letter}{n}", r) for n, r in enumerate(rows, start=1)])
            )
    return groups


def at(record: Record) -> int:
    """Return where in the text a record begins, for order; its trigger where it has one."""
    if isinstance(record, Event):
        return record.trigger.start
    return min((e.start for e in record.evidence), default=0)


def code(entity: Entity) -> str:
    """Return an entity's codes as they are written after its name: `CUB GOV`; "" if unknown."""
    return " ".join(part for part in (entity.code, entity.sector) if part)


def names(entities: Iterable[Entity]) -> str:
    """Return the names of parties with their codes, joined for a sentence."""
    parts = [f"{e.name} [{code(e)}]" if code(e) else e.name for e in entities]
    return ", ".join(dict.fromkeys(parts))


def day(value: date) -> str:
    """Return a date as people write it: 4 March 2026."""
    return f"{value.day} {value:%B} {value.year}"


def days(value: EventDate | None) -> str:
    """Return the days of an act, one or a range; "" if unknown."""
    if value is None:
        return ""
    if value.start == value.end:
        return day(value.start)
    return f"{day(value.start)} to {day(value.end)}"


def where(place: EventPlace | None) -> str:
    """Return a place with its country's code; "" if unknown."""
    if place is None:
        return ""
    return f"{place.name}, {place.code}" if place.code and place.code != place.name else place.name


def speaker(statement: Statement) -> str:
    """Return who a statement is by, or that the text does not say."""
    return statement.speaker.name if statement.speaker else "an unnamed source"


def tellers(records: Records) -> dict[str, Statement]:
    """Return the statements of a document by id."""
    return {r.id: r for r in records.records if isinstance(r, Statement)}


def sentence_at(document: Document, span: Evidence) -> Span:
    """Return the sentence that holds a cited span, or the span itself where none does."""
    for paragraph in document.paragraphs:
        if paragraph.span.start <= span.start and span.end <= paragraph.span.end:
            for sentence in paragraph.sentences:
                if sentence.start <= span.start and span.end <= sentence.end:
                    return sentence
            return Span(span.start, span.end)
    return Span(span.start, span.end)


def parties(record: Record) -> tuple[Entity, ...]:
    """Return every entity that a record names."""
    match record:
        case Event():
            return record.actor + record.recipient
        case Statement():
            return (record.speaker,) if record.speaker else ()
        case OfficeRecord():
            return (record.person,)
        case Agreement():
            return record.party
        case Commitment():
            return record.by + record.to
        case Position():
            return (record.holder,)
        case Visit():
            return record.visitor + record.host
        case _:
            return ()


def cited(record: Record) -> tuple[Evidence, ...]:
    """Return what to quote for a record: the words that carry it, before the wider evidence."""
    match record:
        case Event():
            return (record.trigger,)
        case Statement():
            return record.content
        case Commitment():
            return (record.what,)
        case Position():
            return (record.issue,)
        case _:
            return record.evidence


def runs(spans: Sequence[Span], within: Span) -> list[tuple[Span, bool]]:
    """Cut `within` into stretches that are covered by `spans` (True) or not (False), in order."""
    out: list[tuple[Span, bool]] = []
    position = within.start
    for span in sorted(spans):
        start, end = max(span.start, position), min(span.end, within.end)
        if start >= end:
            continue
        if start > position:
            out.append((Span(position, start), False))
        out.append((Span(start, end), True))
        position = end
    if position < within.end:
        out.append((Span(position, within.end), False))
    return out
