"""Who somebody is: a name in, the persons of that name with offices, words and acts out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Connection, Row, func, select

from dragoman.errors import UsageError
from dragoman.forms.rows import CitedRow, RecordRow, RegisterPartyRow, WhoRow
from dragoman.gazetteer.names import alike, read_name
from dragoman.ledger import schema
from dragoman.ledger.ask import as_records, not_rejected, whole_records
from dragoman.ledger.derive import entities
from dragoman.ledger.holding.kept import STORIES
from dragoman.ledger.holding.named import codes_of, names_alone, names_with, spelt
from dragoman.ledger.holding.persons import Person, Variant, asked_for, family_words, gather
from dragoman.ledger.opened import Opened

D, R, P, N = schema.documents, schema.records, schema.parties, schema.names
H, W, S, M = schema.holders, schema.holder_words, schema.holder_records, schema.entry_records
_MOST_NAMES = 80  # names that are looked at, those in most records
_LATEST = 4_000  # of a person's last records, among which those of a kind are looked for
_MOST_OFFICES = 40
# In which list a record stands, by its role for the person.
_LISTS = {
    "speaker": "statements",
    "actor": "acts",
    "recipient": "acts",
    "visitor": "visits",
    "host": "visits",
    "holder": "positions",
    "by": "promises",
    "to": "promises",
    "party": "agreements",
}
_SAYS = {
    "event": "event", "statement": "manner", "agreement": "state", "commitment": "state",
    "position": "stance", "visit": "state", "office": "role",
}  # fmt: skip


def who(
    ledger: Opened,
    name: str,
    *,
    code: str | None = None,
    first: str | None = None,
    last: str | None = None,
    limit: int = 20,
    most: int = 5,
) -> list[WhoRow]:
    """Return the persons whom a name may mean (`most` of them), those with most records first.

    Spellings do not matter. `code` keeps those of one state; `first` and `last` are ISO days
    between which acts and words are wanted; `limit` is the length of each list. Raises UsageError
    where `name` has no word.
    """
    if not read_name(name).words:
        raise UsageError(f"no name in {name!r}")
    with ledger.reading() as connection:
        found = [p for p in gather(_variants(connection, name)) if code in (None, p.code)]
        persons = [_told(connection, p, first, last, limit) for p in found[:most]]
        if not persons:
            persons = _listed(connection, name, code)[:most]
    return persons


def _variants(connection: Connection, name: str) -> list[Variant]:
    """Return the names that were asked for, and those that may be shorter forms of them."""
    spellings = spelt(connection, read_name(name).words)
    with_all = names_with(connection, list(spellings.values()), 2 * _MOST_NAMES)
    asked = [one for one in with_all if asked_for(one.name, name)][:_MOST_NAMES]
    words = family_words([one.name for one in asked]).union(*spellings.values())
    known = {one.number for one in asked}
    shorter = [
        one
        for one in names_alone(connection, words, _MOST_NAMES)
        if one.number not in known and len(read_name(one.name).words) == 1
    ]
    codes = codes_of(connection, [*asked, *shorter])
    return [
        Variant(
            one.number, one.name, code, max(1, one.records * count // counted.total()), is_asked
        )
        for some, is_asked in ((asked, True), (shorter, False))
        for one in some
        if (counted := codes.get(one.number)) is not None
        for code, count in sorted(counted.items(), key=lambda item: item[0] or "")
    ]


def _told(
    connection: Connection, person: Person, first: str | None, last: str | None, limit: int
) -> WhoRow:
    """Return all that is told of a person."""
    wanted = {(v.number, v.code) for v in person.variants}
    of = _records_of(connection, wanted, first, last)
    lists: dict[str, list[tuple[int, str]]] = {name: [] for name in dict.fromkeys(_LISTS.values())}
    counts: Counter[str] = Counter()
    for number, role in of:
        place = _LISTS.get(role)
        if place is not None:
            counts[place] += 1
            if len(lists[place]) < limit:
                lists[place].append((number, role))
    numbers = {number for some in lists.values() for number, _ in some}
    offices = _offices(connection, person)
    cited_by = {n for office in offices for n in office[1] if n is not None}
    rows = _rows(connection, numbers | cited_by)
    spans = {
        name: [_cite(rows[n], role, person) for n, role in some if n in rows]
        for name, some in lists.items()
    }
    told: dict[str, Any] = {
        "name": person.name,
        "codes": sorted({v.code for v in person.variants if v.code is not None}),
        "id": _id(rows.values(), person, [office for office, _ in offices]),
        "names": [
            {"name": v.name, "code": v.code, "records": v.records}
            for v in sorted(person.variants, key=lambda v: (-v.records, v.name, v.code or ""))
        ],
        "offices": [
            {
                **office,
                "first": _cite(rows[one], "person", person) if one in rows else None,
                "last": _cite(rows[two], "person", person) if two in rows else None,
            }
            for office, (one, two) in offices
        ],
        "counts": {name: counts[name] for name in lists},
        **spans,
    }
    return cast(WhoRow, told)


def _records_of(
    connection: Connection,
    wanted: set[tuple[int, str | None]],
    first: str | None,
    last: str | None,
) -> list[tuple[int, str]]:
    """Return a person's last records with their roles, the newest first."""
    query = (
        select(P.c.record, P.c.role, P.c.name, P.c.code)
        .join_from(P, R, P.c.record == R.c.number)
        .where(P.c.name.in_({number for number, _ in wanted}), R.c.live, not_rejected())
        .order_by(P.c.day.desc().nulls_last(), P.c.record.desc())
        .limit(_LATEST)
    )
    if first is not None:
        query = query.where(P.c.day >= first)
    if last is not None:
        query = query.where(P.c.day <= last)
    rows = connection.execute(query)
    found = {(row.record, row.role): None for row in rows if (row.name, row.code) in wanted}
    return list(found)


Found = tuple[RecordRow, str | None, str | None, str | None]


def _rows(connection: Connection, numbers: Iterable[int]) -> dict[int, Found]:
    """Return records with the title and address of their documents and their entries."""
    wanted = sorted(numbers)
    if not wanted:
        return {}
    query = (
        whole_records(D.c.title, D.c.url, M.c.entry)
        .outerjoin(M, M.c.record == R.c.number)
        .where(R.c.number.in_(wanted), R.c.live, not_rejected())
        .order_by(R.c.number)
    )
    about = connection.execute(query).all()
    found = dict(as_records(connection, about))
    return {row.number: (found[row.number], row.title, row.url, row.entry) for row in about}


def _cite(found: Found, role: str, person: Person) -> CitedRow:
    row, title, url, entry = found
    record: Mapping[str, Any] = row
    says = str(record.get(_SAYS[record["kind"]], ""))
    if record["kind"] == "event":
        says = f"{says} {record['status']}"
    own = {v.name for v in person.variants}
    others = [
        RegisterPartyRow(role=its, code=e["code"], sector=e["sector"], name=e["name"])
        for its, e in entities(record)
        if e["name"] not in own
    ]
    return CitedRow(
        record=row["id"], kind=row["kind"], role=role, says=says, others=others, day=row["day"],
        published=row["published"], publisher=row["publisher"], document=row["document"],
        title=title, url=url, confidence=row["confidence"], evidence=row["evidence"],
        corrected=row["corrected"], entry=entry,
    )  # fmt: skip


Office = tuple[dict[str, Any], tuple[int | None, int | None]]


def _offices(connection: Connection, person: Person) -> list[Office]:
    """Return a person's offices, those of last first, with the records that first and last told."""
    words = sorted({key for v in person.variants for key in read_name(v.name, v.code).keys})
    numbers = select(W.c.holder).where(W.c.sound.in_(words))
    rows = connection.execute(select(H).where(H.c.number.in_(numbers))).all()
    own = [row for row in rows if _is_of(row, person)]
    own.sort(key=lambda row: (row.end or "9999", row.start or "", -row.number), reverse=True)
    own = own[:_MOST_OFFICES]
    cited = _first_and_last(connection, [row.number for row in own if row.origin == STORIES])
    return [
        (
            {
                "role": row.role, "organisation": row.organisation, "code": row.code,
                "sector": row.sector, "id": row.entity, "start": row.start, "end": row.end,
                "origin": row.origin, "documents": row.documents,
            },
            cited.get(row.number, (None, None)),
        )
        for row in own
    ]  # fmt: skip


def _first_and_last(
    connection: Connection, holders: Sequence[int]
) -> dict[int, tuple[int | None, int | None]]:
    """Return the records that first and last told of holders, by the holders' numbers."""
    if not holders:
        return {}
    order, back = (R.c.day, S.c.record), (R.c.day.desc(), S.c.record.desc())
    first = func.row_number().over(partition_by=S.c.holder, order_by=order).label("first")
    last = func.row_number().over(partition_by=S.c.holder, order_by=back).label("last")
    told = select(S.c.holder, S.c.record, first, last).join_from(S, R, S.c.record == R.c.number)
    t = told.where(S.c.holder.in_(holders)).subquery().c
    ends: dict[int, list[int | None]] = {holder: [None, None] for holder in holders}
    query = select(t.holder, t.record, t.first, t.last)
    for row in connection.execute(query.where((t.first == 1) | (t.last == 1))):
        if row.first == 1:
            ends[row.holder][0] = row.record
        if row.last == 1:
            ends[row.holder][1] = row.record
    return {holder: (one, two) for holder, (one, two) in ends.items()}


def _is_of(row: Row[Any], person: Person) -> bool:
    for variant in person.variants:
        if len(read_name(variant.name, variant.code).words) == 1 and row.name != variant.name:
            continue
        if alike(variant.name, row.name, variant.code or row.code, row.code) is not None:
            return True
    return False


def _id(rows: Iterable[Found], person: Person, offices: Sequence[Mapping[str, Any]]) -> str | None:
    """Return an outside id: Wikidata's where a list has one, else that of the records."""
    listed = [o["id"] for o in offices if o["origin"] != STORIES and o["id"]]
    if listed:
        return str(Counter(listed).most_common(1)[0][0])
    own = {v.name for v in person.variants}
    given = Counter(
        e["id"]
        for row, *_ in rows
        for _, e in entities(cast(Mapping[str, Any], row))
        if e["name"] in own and e["id"] is not None
    )
    return given.most_common(1)[0][0] if given else None


def _listed(connection: Connection, name: str, code: str | None) -> list[WhoRow]:
    """Return persons whom only outside lists know."""
    keys = read_name(name).keys
    numbers = select(W.c.holder).where(W.c.sound.in_(keys))
    query = select(H.c.number, H.c.name, H.c.code).where(H.c.number.in_(numbers))
    rows = connection.execute(query.order_by(H.c.number))
    variants = {
        (row.name, row.code): Variant(row.number, row.name, row.code, 0, True)
        for row in rows
        if asked_for(row.name, name) and code in (None, row.code)
    }
    persons = gather(variants.values())
    return [
        _told(
            connection,
            Person([Variant(-1, v.name, v.code, 0, True) for v in p.variants]),
            None,
            None,
            1,
        )
        for p in persons
    ]
