"""Telling: the reports of one act in, the happening's row out: who, when, how far, who objects."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from dragoman import codebook
from dragoman.forms.rows import DaysRow, HappeningRow, PartyRow, ReportRow, SpotRow, StatusRow
from dragoman.ledger.happenings.disagreeing import disagreements
from dragoman.ledger.happenings.reported import CodesRow, Mentioned, Reported, sources

MOST_PARTIES = 12
_RARE = 0.2  # of the most frequent party's reports: a rarer code is taken for a misreading
_BROAD = 20  # days: a longer span names a month or a year
# How far an act has come by one document that says several things of it: the first that it says.
_FIRST_OF = ("cancelled", "asserted", "negated", "future", "historical", "hypothetical")


def tell(happening: str, given: Iterable[Reported]) -> HappeningRow:
    """Sum up a happening; its reports come by day of publication."""
    reports = sorted(given, key=lambda r: (r.published or "9999", r.document, r.mention["start"]))
    mentions = [report.mention for report in reports]
    event = _most(mention["event"] for mention in mentions)
    same = [m for m in mentions if m["event"] == event]
    own = event not in codebook.ROOTS
    modes = _shared((m["mode"] for m in same), None if own else codebook.modes(event))
    when = _date(m["date"] for m in mentions)
    days = sorted(report.published for report in reports if report.published)
    statuses = _statuses(reports, event)
    actors, recipients = _sides(mentions)
    return {
        "id": happening,
        "kind": "event",
        "event": event,
        "mode": modes,
        "context": _shared((m["context"] for m in mentions), None if own else codebook.contexts()),
        "status": _latest(statuses, reports, event),
        **_codes(same, event, modes),
        "actor": actors,
        "recipient": recipients,
        "date": when,
        "place": _place(m["place"] for m in mentions),
        "first": when["start"] if when else None,
        "last": when["end"] if when else None,
        "first_report": days[0] if days else None,
        "last_report": days[-1] if days else None,
        "documents": len({report.document for report in reports}),
        "sources": sources(reports),
        "confidence": max(m["confidence"] for m in mentions),
        "statuses": statuses,
        "reports": [_report(report) for report in reports],
        "disagreements": disagreements(event, reports),
    }


def said(report: Reported, event: str) -> str:
    """Return how far a mention says that the act has come.

    To agree to meet is to plan the meeting, where the happening is the meeting.
    """
    mention = report.mention
    planned = mention["event"] == "AGREE" and event != "AGREE" and mention["status"] == "asserted"
    return "future" if planned else mention["status"]


def _statuses(reports: Sequence[Reported], event: str) -> list[StatusRow]:
    """Return what documents say of how far it has come, each with its first day of report."""
    by_document = _by_document(reports, event)
    found: dict[str, list[str]] = defaultdict(list)
    for document, status in by_document.items():
        found[status].append(document)
    published = {report.document: report.published for report in reports}
    rows: list[StatusRow] = []
    for status, documents in found.items():
        days = sorted(day for d in documents if (day := published[d]) is not None)
        rows.append(
            {"status": status, "from": days[0] if days else None, "documents": len(documents)}
        )
    order = ("hypothetical", "future", "asserted", "negated", "cancelled", "historical")
    return sorted(rows, key=lambda row: (row["from"] or "9999", order.index(row["status"])))


def _by_document(reports: Sequence[Reported], event: str) -> dict[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        found[report.document].add(said(report, event))
    return {d: next(s for s in _FIRST_OF if s in statuses) for d, statuses in found.items()}


def _latest(statuses: Sequence[StatusRow], reports: Sequence[Reported], event: str) -> str:
    """Return the latest word: what is done stays done unless all of the last day deny it."""
    by_document = _by_document(reports, event)
    days = {report.document: report.published or "" for report in reports}
    telling = {d: s for d, s in by_document.items() if s not in ("historical", "hypothetical")}
    if not telling:
        return statuses[0]["status"] if len(statuses) == 1 else "historical"
    last_day = max(days[d] for d in telling)
    last = {status for d, status in telling.items() if days[d] == last_day}
    every = set(telling.values())
    if last == {"cancelled"} or ("cancelled" in every and "asserted" not in every):
        return "cancelled"
    if last == {"negated"} and "asserted" in every:
        return "denied"
    return next(s for s in ("asserted", "negated", "future") if s in every)


def _sides(mentions: Sequence[Mentioned]) -> tuple[list[PartyRow], list[PartyRow]]:
    """Return the parties, the most told first; codes that hardly any mention gives are left out."""
    roles: tuple[Literal["actor", "recipient"], ...] = ("actor", "recipient")
    counted = {
        role: Counter(code for m in mentions for code in {p["code"] for p in m[role]} if code)
        for role in roles
    }
    sides: list[list[PartyRow]] = []
    for role, other in (roles, roles[::-1]):
        most = max(counted[role].values(), default=0)
        kept = {
            code
            for code, n in counted[role].items()
            if n >= _RARE * most and 3 * n >= counted[other][code]
        }
        parties = Counter(
            (party["code"], party["sector"], party["name"])
            for mention in mentions
            for party in mention[role]
            if party["code"] is None or party["code"] in kept
        )
        order = sorted(
            parties.items(), key=lambda p: (p[0][0] is None, -p[1], *(part or "" for part in p[0]))
        )
        sides.append(
            [
                {"code": code, "sector": sector, "name": name}
                for (code, sector, name), _ in order[:MOST_PARTIES]
            ]
        )
    return sides[0], sides[1]


def _date(given: Iterable[DaysRow | None]) -> DaysRow | None:
    """Return the days that most mentions tell, a day before a month."""
    spans = Counter((day["start"], day["end"]) for day in given if day is not None)
    if not spans:
        return None
    start, end = min(spans, key=lambda span: (_broad(*span), -spans[span], span))
    return {"start": start, "end": end}


def _broad(start: str, end: str) -> bool:
    return (date.fromisoformat(end) - date.fromisoformat(start)).days >= _BROAD


def _place(given: Iterable[SpotRow | None]) -> SpotRow | None:
    places = Counter((place["name"], place["code"]) for place in given if place is not None)
    if not places:
        return None
    name, code = min(places, key=lambda place: (-places[place], place[0]))
    return {"name": name, "code": code}


def _codes(same: Sequence[Mentioned], event: str, modes: Sequence[str]) -> CodesRow:
    """Return PLOVER's codes of the event, or those that a user's own codebook gave its records."""
    for mention in same:
        if (codes := mention.get("codes")) is not None:
            return codes
    return {
        "quad_code": codebook.quad_code(event),
        "event_scale": codebook.score(event, modes),
    }


def _shared(given: Iterable[Sequence[str]], order: Iterable[str] | None) -> list[str]:
    """Return the words that at least a third of the mentions give, in the codebook's order.

    Without an order they stand as in the alphabet.
    """
    lists = list(given)
    counts = Counter(word for words in lists for word in set(words))
    kept = {word for word, count in counts.items() if 3 * count >= len(lists)}
    return [word for word in (sorted(kept) if order is None else order) if word in kept]


def _most(words: Iterable[str]) -> str:
    counts = Counter(words)
    # What is promised is less than what is done: where both are told as often, it was done.
    return min(counts, key=lambda word: (-counts[word], word == "AGREE", word))


def _report(report: Reported) -> ReportRow:
    mention = report.mention
    return {
        "record": mention["record"],
        "document": report.document,
        "publisher": report.publisher,
        "published": report.published,
        "status": mention["status"],
        "according_to": mention["according_to"],
        "copy_of": report.copy_of,
        "confidence": mention["confidence"],
        "text": mention["text"],
    }
