"""The last gate: records in, EvidenceError out if any row could not be defended."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from dragoman.codebook import ROOTS, contexts, modes, quad_code
from dragoman.errors import EvidenceError
from dragoman.forms.claims import Entity
from dragoman.forms.ontology import Ontology
from dragoman.forms.records import (
    Agreement,
    Commitment,
    Event,
    Evidence,
    OfficeRecord,
    Position,
    Record,
    Records,
    Statement,
    Visit,
)


def check(records: Records, own: Ontology | None = None) -> None:
    """Check every record of a document; `own` is the user's own codebook that it was read with.

    Raises EvidenceError where a span's words are not the document's, evidence is missing or lies
    outside the story's paragraphs, an id stands twice, `according_to` names no statement of the
    document, a confidence is outside 0..1, or a code is not in the codebook.
    """
    text = records.document.text
    paragraphs = sorted((p.span.start, p.span.end) for p in records.document.paragraphs)
    starts = [start for start, _ in paragraphs]
    known = {r.id for r in records.records if isinstance(r, Statement)}
    seen: set[str] = set()
    for record in records.records:
        if record.id in seen:
            raise EvidenceError(f"{record.id}: the id stands twice in {records.document.id}")
        seen.add(record.id)
        if not record.evidence:
            raise EvidenceError(f"{record.id}: no evidence")
        if not 0.0 <= record.confidence <= 1.0:
            raise EvidenceError(f"{record.id}: confidence {record.confidence} is outside 0..1")
        for cited in cited_spans(record):
            _words(record, cited, text)
            at = bisect_right(starts, cited.start) - 1
            if at < 0 or cited.end > paragraphs[at][1]:
                raise EvidenceError(
                    f"{record.id}: {cited.start}-{cited.end} lies outside the story's paragraphs"
                )
        for entity in entities_of(record):
            _words(record, entity, text)
        if record.according_to is not None and (
            record.according_to not in known or record.according_to == record.id
        ):
            raise EvidenceError(f"{record.id}: according_to {record.according_to} is no statement")
        if isinstance(record, Event):
            _codes(record) if own is None else _own_codes(record, own)


def cited_spans(record: Record) -> Iterator[Evidence]:
    """Yield every cited span of a record: evidence, trigger, cue, content, issue, what."""
    yield from record.evidence
    if isinstance(record, Event):
        yield record.trigger
    elif isinstance(record, Statement):
        if record.cue is not None:
            yield record.cue
        yield from record.content
    elif isinstance(record, Commitment):
        yield record.what
    elif isinstance(record, Position):
        yield record.issue


def entities_of(record: Record) -> Iterable[Entity]:
    """Return every entity of a record."""
    match record:
        case Event():
            return (*record.actor, *record.recipient)
        case Statement():
            return () if record.speaker is None else (record.speaker,)
        case OfficeRecord():
            return (record.person,)
        case Agreement():
            return record.party
        case Commitment():
            return (*record.by, *record.to)
        case Position():
            return (record.holder,)
        case Visit():
            return (*record.visitor, *record.host)
        case _:
            return ()


def _words(record: Record, cited: Evidence | Entity, text: str) -> None:
    if not 0 <= cited.start < cited.end or text[cited.start : cited.end] != cited.text:
        raise EvidenceError(
            f"{record.id}: the document does not say {cited.text[:80]!r} "
            f"at {cited.start}-{cited.end}"
        )


def _own_codes(event: Event, own: Ontology) -> None:
    known = next((t for t in own.types if t.name == event.event), None)
    if known is None:
        raise EvidenceError(f"{event.id}: {event.event!r} is no type of {own.name}")
    told = (event.quad_code, event.event_scale, event.mode, event.context)
    if told != (known.quad_code, known.event_scale, known.mode, known.context):
        raise EvidenceError(f"{event.id}: its codes are not those of {event.event}")


def _codes(event: Event) -> None:
    if event.event not in ROOTS:
        raise EvidenceError(f"{event.id}: {event.event!r} is no root of the codebook")
    if event.quad_code != quad_code(event.event):
        raise EvidenceError(f"{event.id}: quad code {event.quad_code} does not fit {event.event}")
    if strange := set(event.mode) - set(modes(event.event)):
        raise EvidenceError(f"{event.id}: {sorted(strange)} are no modes of {event.event}")
    if strange := set(event.context) - set(contexts()):
        raise EvidenceError(f"{event.id}: {sorted(strange)} are no contexts of the codebook")
