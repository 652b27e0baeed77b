"""Corrections: a person's verdict on a record in; the record as it now stands, the old one kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast, get_args

from sqlalchemy import Connection, delete, insert, select, update

from dragoman import codebook
from dragoman.errors import EvidenceError, UsageError
from dragoman.forms.rows import CorrectionRow, Verdict
from dragoman.ledger import schema
from dragoman.ledger.ask import last_words
from dragoman.ledger.derive import derive, spans
from dragoman.ledger.parties import add_parties
from dragoman.ledger.write import Added, Written, columns, misquotes, now

C, R, D = schema.corrections, schema.records, schema.documents
# What is a record's own and no one's to edit.
_FIXED = ("kind", "id", "confidence", "according_to")
_LONGEST = 4_000  # characters of a name or a reason


def correct(
    connection: Connection,
    record: str,
    verdict: Verdict,
    by: str,
    reason: str,
    changes: Mapping[str, Any] | None = None,
) -> int:
    """Write a correction and return its number; the record itself stays as it was read.

    Raises UsageError for an unknown record, verdict or field and for a missing name or reason,
    EvidenceError for an edit that cites words that the document does not have.
    """
    _check_words(verdict, by, reason, changes)
    query = (
        select(R.c.number, R.c.data, D.c.text, D.c.published)
        .join_from(R, D, R.c.document == D.c.number)
        .where(R.c.id == record)
        .order_by(R.c.live.desc(), R.c.number.desc())
        .limit(1)
    )
    if connection.dialect.name == "postgresql":
        query = query.with_for_update(of=R)
    row = connection.execute(query).first()
    if row is None:
        raise UsageError(f"no record {record} in this ledger")
    data = None
    if changes is not None:
        before, _ = last_words(connection, [row.number]).get(row.number, (None, None))
        data = _edit(before or row.data, changes, row.text)
    return _write(
        connection, row.number, row.published, verdict=verdict, by=by, reason=reason, data=data
    )


def _check_words(verdict: str, by: str, reason: str, changes: Mapping[str, Any] | None) -> None:
    if verdict not in get_args(Verdict):
        raise UsageError(f"no verdict {verdict!r}: choose one of {', '.join(get_args(Verdict))}")
    if (verdict == "edited") != bool(changes):
        raise UsageError("an edit, and nothing else, says which fields it changes")
    for name, words in (("name", by), ("reason", reason)):
        if not words.strip() or len(words) > _LONGEST:
            raise UsageError(f"a correction needs a {name} of 1 to {_LONGEST} characters")


def _edit(before: Mapping[str, Any], changes: Mapping[str, Any], words: str) -> dict[str, Any]:
    if wrong := sorted(set(changes) & set(_FIXED)):
        raise UsageError(f"{', '.join(wrong)} cannot be edited")
    if unknown := sorted(set(changes) - set(before)):
        raise UsageError(f"a {before['kind']} has no {', '.join(unknown)}")
    data = {**before, **changes}
    if "event" in changes or "mode" in changes:
        data.update(_coded(data, changes))
    try:
        cited = list(spans(data))
        wrong_span = next((span for span in cited if misquotes(span, words)), None)
        derive(data, None)
    except (KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"the edit does not have the form of a record: {error!r}") from error
    if wrong_span is not None or not data["evidence"]:
        raise EvidenceError(f"{before['id']}: the edit cites what the document does not say there")
    return data


def _coded(data: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the codes that follow from an edited root or mode (the codebook's)."""
    root = data["event"]
    if root not in codebook.ROOTS and "event" not in changes:
        return {}  # an event of a user's own codebook keeps the codes that this gave it
    if root not in codebook.ROOTS:
        raise UsageError(f"{root!r} is no root of the codebook")
    known = codebook.modes(root)
    given = data["mode"] if isinstance(data["mode"], list) else [data["mode"]]
    modes = [mode for mode in given if mode in known]
    if "mode" in changes and modes != given:
        raise UsageError(f"{given} are not all modes of {root}: {', '.join(known)}")
    codes = {"quad_code": codebook.quad_code(root), "event_scale": codebook.score(root, modes)}
    return {"mode": modes, **codes}


def _write(
    connection: Connection,
    number: int,
    published: str | None,
    *,
    verdict: str,
    by: str,
    reason: str,
    data: dict[str, Any] | None,
    carried_from: int | None = None,
) -> int:
    written = connection.scalar(
        insert(C)
        .returning(C.c.number)
        .values(
            record=number,
            verdict=verdict,
            by=by,
            reason=reason,
            at=now(),
            data=data,
            carried_from=carried_from,
        )
    )
    assert isinstance(written, int)
    values: dict[str, Any] = {"verdict": verdict}
    if data is not None:
        found = derive(data, published)
        values |= columns(found)
        # These only say where the record is found; what was read stays in `records.data`.
        for table in (schema.parties, schema.pairs):
            connection.execute(delete(table).where(table.c.record == number))
        add_parties(connection, {number: found})
    connection.execute(update(R).where(R.c.number == number).values(values))
    return written


def corrections(connection: Connection, records: Sequence[str] = ()) -> Iterator[CorrectionRow]:
    """Yield corrections in the order in which they were given."""
    query = (
        select(C, R.c.id.label("record_id"), D.c.id.label("document"))
        .join_from(C, R, C.c.record == R.c.number)
        .join(D, R.c.document == D.c.number)
        .order_by(C.c.number)
    )
    if records:
        query = query.where(R.c.id.in_(list(records)))
    for row in connection.execute(query).mappings().all():
        told = {**row, "record": row["record_id"]}
        del told["record_id"]
        yield cast(CorrectionRow, told)


def carry(connection: Connection, written: Written, published: str | None) -> Added:
    """Repeat the corrections of a document's older readings on a new one.

    A correction is carried where the new reading says just what the person judged: the same kind,
    words, parties and codes. The answer says how many corrected records were found again.
    """
    reading = written.reading
    old = connection.execute(
        select(R.c.number, R.c.data)
        .join_from(R, schema.readings, R.c.reading == schema.readings.c.number)
        .where(R.c.document == written.document, R.c.reading != reading, R.c.verdict.is_not(None))
        .order_by(R.c.number)
    ).all()
    if not old:
        return written.added
    new = connection.execute(select(R.c.number, R.c.data).where(R.c.reading == reading)).all()
    same = {_essence(row.data): row for row in new}
    # A record judged in several readings: the latest verdict on it counts.
    judged = {_essence(row.data): row.number for row in old}
    carried = 0
    for essence, number in judged.items():
        if (row := same.get(essence)) is None:
            continue
        last = connection.execute(
            select(C).where(C.c.record == number).order_by(C.c.number.desc()).limit(1)
        ).one()
        edited, _ = last_words(connection, [number])[number]
        if edited is not None:
            edited = {**edited, **{name: row.data[name] for name in _FIXED}}
        _write(
            connection, row.number, published, verdict=last.verdict, by=last.by,
            reason=last.reason, data=edited, carried_from=last.number,
        )  # fmt: skip
        carried += 1
    return replace(written.added, carried=carried, left=len(judged) - carried)


def _essence(data: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a record says, without what differs between readings of the same words."""
    found = derive(data, None)
    cited = [data.get(name) for name in ("trigger", "what", "issue", "cue")]
    words = [*(c for c in cited if c), *(data.get("content") or data["evidence"])]
    parties = tuple((p.role, p.code, p.name) for p in found.parties)
    modes = tuple(data.get("mode") or ())
    spots = tuple((span["start"], span["end"]) for span in words)
    return data["kind"], found.event, found.status, modes, parties, spots
