"""Claims in, all records of a document out: cited, deduplicated, checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar

from dragoman.forms.claims import Claims
from dragoman.forms.ontology import Ontology
from dragoman.forms.records import (
    Agreement,
    Commitment,
    OfficeRecord,
    Position,
    Record,
    Records,
    Visit,
)
from dragoman.records import calibration as calibrations
from dragoman.records.agreement import agreements
from dragoman.records.calibration import Calibration
from dragoman.records.check import check
from dragoman.records.commitment import commitments
from dragoman.records.event import events
from dragoman.records.ids import record_id
from dragoman.records.position import positions
from dragoman.records.restated import joined, once_told, restated, same_journey
from dragoman.records.scene import Scene, lay_out
from dragoman.records.speech import Speech, listen
from dragoman.records.statement import statements
from dragoman.records.visit import visits

CODEBOOK = "plover-2.0"
R = TypeVar("R", bound=Record)


def make(claims: Claims, *, calibration: Calibration | None = None) -> Records:
    """Turn the claims of one document into its records, and check them.

    Without `calibration` the shipped tables are used. Raises EvidenceError when a record cites
    words that the story does not hold: a defect of an earlier stage, never to be stored.
    """
    tables = calibrations.load() if calibration is None else calibration
    scene = lay_out(claims)
    said = statements(scene, tables)
    speech = listen(said)
    made: list[Record] = [*_once(events(scene, speech, tables)), *said]
    made.extend(_once(_offices(scene, speech, tables)))
    made.extend(_merge(agreements(scene, speech, tables)))
    made.extend(_merge(commitments(scene, speech, tables)))
    made.extend(once_told(_merge(positions(scene, speech, tables)), restated))
    made.extend(once_told(_merge(visits(scene, speech, tables)), same_journey))
    reading = claims.reading
    maker = made_by(reading.model, reading.codebook)
    records = Records(reading.document, tuple(made), maker, reading.meanings)
    check(records, reading.codebook)
    return records


def made_by(model: str, own: Ontology | None = None) -> dict[str, str]:
    """Return what a document's records were made by; `own` is a user's own codebook."""
    return {"dragoman": _release(), "model": model, "codebook": own.label if own else CODEBOOK}


@cache
def _release() -> str:
    try:
        return version("dragoman")
    except PackageNotFoundError:
        return "unreleased"


def _offices(scene: Scene, speech: Speech, tables: Calibration) -> Iterator[OfficeRecord]:
    for office in scene.claims.offices:
        yield OfficeRecord(
            id=record_id(scene.claims, "office", office.evidence, office.person.name, office.role),
            evidence=(scene.cite(office.evidence),),
            confidence=tables.apply("office", office.confidence),
            according_to=speech.nesting.inside(office.evidence),
            person=office.person,
            role=office.role,
            organisation=office.organisation,
            code=office.code,
        )


def _once(records: Iterable[R]) -> list[R]:
    """Keep the first of records with one id: the same act read twice from the same words."""
    return list({record.id: record for record in reversed(list(records))}.values())[::-1]


def _merge(records: Iterable[R]) -> list[R]:
    """Merge rows that say the same in several places into one with several evidences."""
    merged: dict[tuple[object, ...], R] = {}
    for record in records:
        key = _same(record)
        first = merged.get(key)
        merged[key] = record if first is None else joined(first, record)
    return _once(merged.values())


def _same(record: Record) -> tuple[object, ...]:
    """Return what makes two rows of a register the same."""
    match record:
        case Agreement():
            return (_names(record.party), record.title.lower(), record.state)
        case Commitment():
            return (_names(record.by), record.what.text.lower(), record.state)
        case Position():
            return (
                record.holder.name,
                record.holder.code,
                record.issue.text.lower(),
                record.stance,
            )
        case Visit():
            where = None if record.place is None else record.place.name
            return (_names(record.visitor), _names(record.host), where, record.date, record.state)
        case _:
            return (record.id,)


def _names(entities: Iterable[object]) -> tuple[str, ...]:
    return tuple(sorted(str(getattr(entity, "name", entity)) for entity in entities))
