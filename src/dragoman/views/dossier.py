"""The dossier of a pair: happenings, entries of registers and statements in, one view out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.forms.rows import EntryRow, HappeningRow, RecordRow
from dragoman.gazetteer import gazetteer
from dragoman.gazetteer.fold import fold
from dragoman.views import quotes
from dragoman.views.index import Index
from dragoman.views.issues import common, first_code, shared
from dragoman.views.shapes import (
    Common,
    Dossier,
    Line,
    LineParty,
    Quote,
    SideRow,
    SourceRow,
    Speaker,
    Summary,
)
from dragoman.views.sides import Side

MOST_SPEAKERS = 6
_SPEAKING = frozenset({"person", "organisation", "group", "state"})
# What is still to come or to be done stands first in its register.
_OPEN = frozenset({"open", "planned", "postponed", "announced"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What a dossier is made of.

    `happenings` come newest first; `records` are those that they are quoted by; `entries` by kind;
    `statements` stand in documents that tell of the pair; `sources` say where documents are from.
    `left_out` counts what stood beyond a limit.
    """

    one: Side
    other: Side
    since: str | None
    happenings: Sequence[HappeningRow]
    records: Mapping[str, RecordRow]
    entries: Mapping[str, Sequence[EntryRow]]
    statements: Sequence[RecordRow]
    sources: Mapping[str, SourceRow]
    trend: Index
    left_out: Mapping[str, int] = field(default_factory=dict)


def dossier(given: Gathered) -> Dossier:
    """Make the dossier."""
    happenings = [_of_happening(row, given) for row in given.happenings]
    registers = {
        kind: [_of_entry(entry, given.since) for entry in given.entries.get(kind, ())]
        for kind in ("agreement", "commitment", "visit")
    }
    positions = list(given.entries.get("position", ()))
    toward = [_of_entry(entry, given.since) for entry in _toward(positions, given.one, given.other)]
    common_issues = _common(positions, given.one, given.other, given.since)
    lines = [*happenings, *toward, *(line for some in registers.values() for line in some)]
    return {
        "pair": [_side(given.one), _side(given.other)],
        "since": given.since,
        "summary": _summary(given, lines),
        "trend": given.trend.to_dict(),
        "happenings": happenings,
        "agreements": _open_first(registers["agreement"]),
        "promises": _open_first(registers["commitment"]),
        "visits": _open_first(registers["visit"]),
        "toward": toward,
        "common": common_issues,
        "speakers": {
            given.one.code: _speakers(given, given.one, given.other),
            given.other.code: _speakers(given, given.other, given.one),
        },
        "left_out": {section: count for section, count in given.left_out.items() if count},
    }


def shown_positions(positions: Sequence[EntryRow], one: Side, other: Side) -> list[str]:
    """Return the ids of the positions that a dossier shows; their chains do not matter."""
    ids = dict.fromkeys(entry["id"] for entry in _toward(positions, one, other))
    mine, theirs = (
        [(entry["id"], entry["what"]) for entry in positions if _holds(entry, side)]
        for side in (one, other)
    )
    for first, others in shared(mine, theirs):
        ids |= dict.fromkeys((first, *others))
    return list(ids)


def _common(
    positions: Sequence[EntryRow], one: Side, other: Side, since: str | None
) -> list[Common]:
    return common(
        [_of_entry(entry, since) for entry in positions if _holds(entry, one)],
        [_of_entry(entry, since) for entry in positions if _holds(entry, other)],
    )


def of_happening(
    row: HappeningRow,
    records: Mapping[str, RecordRow],
    sources: Mapping[str, SourceRow],
    since: str | None = None,
) -> Line:
    """Return a happening as a line with its quotations."""
    cited = [
        quote
        for report in quotes.reports_to_quote(row)
        if (record := records.get(report["record"])) is not None
        and (quote := quotes.of_record(record, sources)) is not None
    ]
    parties: list[LineParty] = [
        {"role": role, "code": p["code"], "sector": p["sector"], "name": p["name"]}
        for role, given in (("actor", row["actor"]), ("recipient", row["recipient"]))
        for p in given
    ]
    return {
        "id": row["id"],
        "kind": "happening",
        "what": row["event"],
        "mode": row["mode"],
        "state": row["status"],
        "day": row["first"] or row["first_report"],
        "until": row["last"],
        "due": None,
        "place": row["place"]["name"] if row["place"] else None,
        "quad_code": row["quad_code"],
        "score": row["event_scale"],
        "parties": parties,
        "area": row["context"],
        "documents": row["documents"],
        "sources": row["sources"],
        "first_report": row["first_report"],
        "last_report": row["last_report"],
        "new": _is_new(since, row["first_report"], *(s["from"] for s in row["statuses"])),
        "statuses": row["statuses"],
        "disagreements": row["disagreements"],
        "quotes": cited,
    }


def _of_happening(row: HappeningRow, given: Gathered) -> Line:
    return of_happening(row, given.records, given.sources, given.since)


def _of_entry(entry: EntryRow, since: str | None) -> Line:
    days = entry["date"]
    return {
        "id": entry["id"],
        "kind": entry["kind"],
        "what": entry["what"],
        "mode": [],
        "state": (entry["kind"] == "position" and entry["stance"]) or entry["state"],
        "day": days["start"] if days else entry["first"],
        "until": days["end"] if days else None,
        "due": entry["due"],
        "place": entry["place"]["name"] if entry["place"] else None,
        "quad_code": None,
        "score": None,
        "parties": [
            {"role": p["role"], "code": p["code"], "sector": p["sector"], "name": p["name"]}
            for p in entry["parties"]
        ],
        "area": entry["area"],
        "documents": entry["documents"],
        "sources": entry["sources"],
        "first_report": entry["first"],
        "last_report": entry["last"],
        "new": _is_new(since, entry["since"]),
        "statuses": [
            {"status": s["state"], "from": s["from"], "documents": 1} for s in entry["states"]
        ],
        "disagreements": [],
        "quotes": quotes.of_entry(entry["chain"]),
    }


def _is_new(since: str | None, *days: str | None) -> bool:
    return since is not None and any(day is not None and day >= since for day in days)


def _open_first(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line["state"] not in _OPEN)


def _side(side: Side) -> SideRow:
    members = [code for code in side.codes if code != side.code] if side.is_bloc else []
    return {"code": side.code, "name": side.name, "members": members}


def _holds(entry: EntryRow, side: Side) -> bool:
    codes = side.codes
    return any(p["code"] in codes for p in entry["parties"])


def _toward(positions: Iterable[EntryRow], one: Side, other: Side) -> list[EntryRow]:
    """Return the positions of each side whose issue names the other, before any third country."""
    return [
        entry
        for entry in positions
        for holder, about in ((one, other), (other, one))
        if _holds(entry, holder) and first_code(entry["what"], holder.codes) in about.codes
    ]


def _names(words: str, side: Side) -> bool:
    codes = set(side.codes)
    return any(e.code in codes for found in gazetteer().find(words) for e in found.entries[:1])


def _summary(given: Gathered, lines: Sequence[Line]) -> Summary:
    points = given.trend.points
    counted = sum(p.happenings for p in points)
    apart = sum(sum(p.apart.values()) for p in points)
    publishers = {quote["publisher"] for line in lines for quote in line["quotes"]}
    reports = [day for line in lines for day in (line["first_report"], line["last_report"]) if day]
    return {
        "documents": sum(p.documents for p in points),
        "publishers": len(publishers - {None}),
        "happenings": counted + apart + given.trend.outside,
        "counted": counted,
        "cooperative": sum(p.cooperative for p in points),
        "conflictive": sum(p.conflictive for p in points),
        "first": min(reports, default=None),
        "last": max(reports, default=None),
        "new": sum(line["new"] for line in lines),
    }


def _speakers(given: Gathered, side: Side, other: Side) -> list[Speaker]:
    """Return who of a side speaks most in what tells of the pair, the officials first."""
    said: defaultdict[str, list[RecordRow]] = defaultdict(list)
    for row in given.statements:
        speaker = row.get("speaker")
        if speaker and speaker["code"] in side.codes and speaker["kind"] in _SPEAKING:
            said[_one_name(speaker["name"])].append(row)
    order = sorted(said, key=lambda name: (-_weight(said[name]), name))
    return [_speaker(said[name], other, given.sources) for name in order[:MOST_SPEAKERS]]


def _one_name(name: str) -> str:
    """Return a name as it is compared: "Kim Jong-un" is "Kim Jong Un"."""
    return " ".join(fold(name).split())


def _weight(rows: Sequence[RecordRow]) -> float:
    speakers = [row["speaker"] for row in rows if row["speaker"]]
    official = any(speaker["sector"] for speaker in speakers)
    person = any(speaker["kind"] == "person" for speaker in speakers)
    return len({row["document"] for row in rows}) * (1.0 + official + person) + len(rows) / 1_000


def _speaker(rows: Sequence[RecordRow], other: Side, sources: Mapping[str, SourceRow]) -> Speaker:
    newest = sorted(rows, key=lambda row: row["published"] or "", reverse=True)
    about = (row for row in newest if _names(row["evidence"][0]["text"], other))
    first = newest[0]["speaker"]
    assert first is not None
    known = [row["speaker"] for row in newest if row["speaker"]]
    quote: Quote | None = quotes.of_record(next(about, newest[0]), sources)
    return {
        "name": first["name"],
        "code": first["code"],
        "sector": next((s["sector"] for s in known if s["sector"]), None),
        "office": next((s["office"] for s in known if s["office"]), None),
        "statements": len(rows),
        "documents": len({row["document"] for row in rows}),
        "last": newest[0]["published"],
        "quotes": [quote] if quote else [],
    }
