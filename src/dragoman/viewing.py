"""Joins the ledger's rows and the views: a ledger and what is asked in, a view out.

Nothing is brought up to date here: `dragoman.ledger.settling.settle` does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from dragoman.document.sentences import split
from dragoman.errors import UsageError
from dragoman.forms.rows import ActRow, EntryRow, HappeningRow, RecordRow
from dragoman.ledger.ask import Wanted
from dragoman.ledger.blocs import counts_between_sides, counts_of_bloc, newest_between_sides
from dragoman.ledger.dyads import acts_between, acts_of, counts_between, newest_between
from dragoman.ledger.happenings.asking import Asked as AskedHappenings
from dragoman.ledger.registers import Sought, entries
from dragoman.ledger.registers.ask import told_entries, with_chains
from dragoman.ledger.sources import records_of, sources_of, texts_of
from dragoman.ledger.traits import pair_trait, sets
from dragoman.views import index as indexed
from dragoman.views import quotes
from dragoman.views.dossier import Gathered, dossier, of_happening, shown_positions
from dragoman.views.index import Asked, Coverage, Index
from dragoman.views.periods import as_day
from dragoman.views.shapes import Dossier, Line, SourceRow
from dragoman.views.sides import Side, side

if TYPE_CHECKING:
    from dragoman.ledger import Ledger

MOST_LINES = 200
_MOST_ENTRIES = 60  # of a register, for each pair of countries
_MOST_POSITIONS = 300  # of a country: those that name the other are looked for among them
_DOCUMENTS_WITH_SPEAKERS = 60
_MOST_COUNTRIES = 60  # of a pair of blocs together
_MOST_YEARS = 5  # by month; of more the months are too many to look at
_KINDS = ("agreement", "commitment", "visit")


def index(ledger: Ledger, asked: Asked, *, ids: bool = False) -> Index:
    """Return the index of a pair, a country or a bloc; with `ids` of the happenings behind it."""
    return indexed.index(asked, _acts(ledger, asked, ids=ids), _coverage(ledger, asked))


def _acts(ledger: Ledger, asked: Asked, *, ids: bool) -> Iterable[ActRow]:
    directed = asked.directed
    if asked.other is not None:
        if ids:
            return acts_between(ledger, asked.one.codes, asked.other.codes, directed=directed)
        if asked.one.is_bloc or asked.other.is_bloc:
            sides = asked.one.terms, asked.other.terms
            return counts_between_sides(ledger, *sides, directed=directed, by=asked.by)
        one, other = asked.one.codes[0], asked.other.codes[0]
        return counts_between(ledger, one, other, directed=directed, by=asked.by)
    if asked.one.is_bloc and not ids:
        return counts_of_bloc(ledger, asked.one.terms, directed=directed, by=asked.by)
    return acts_of(ledger, asked.one.codes, directed=directed, ids=ids, by=asked.by)


def _coverage(ledger: Ledger, asked: Asked) -> Coverage:
    codes = [*asked.one.codes, *(asked.other.codes if asked.other else ())]
    found = sets(ledger, ["all", *(f"code:{code}" for code in codes)])
    mentions = {
        trait.removeprefix("code:"): flags
        for trait, flags in found.flags.items()
        if trait.startswith("code:")
    }
    return Coverage(found.days, found.flags["all"], mentions)


def lines(ledger: Ledger, happenings: Sequence[str], since: str | None = None) -> list[Line]:
    """Return happenings with their quotations, the newest first."""
    rows = _happenings(ledger, happenings)
    records, sources = _cited(ledger, rows)
    return [of_happening(row, records, sources, since) for row in rows]


def _happenings(ledger: Ledger, ids: Sequence[str]) -> list[HappeningRow]:
    if not ids:
        return []
    rows = list(ledger.happenings(AskedHappenings(ids=list(ids))))
    return sorted(rows, key=lambda row: row["first"] or row["first_report"] or "", reverse=True)


def _cited(
    ledger: Ledger, rows: Iterable[HappeningRow]
) -> tuple[dict[str, RecordRow], dict[str, SourceRow]]:
    wanted = [report["record"] for row in rows for report in quotes.reports_to_quote(row)]
    records = {}
    for start in range(0, len(wanted), 500):
        some = Wanted(ids=wanted[start : start + 500])
        records.update({row["id"]: row for row in ledger.records(some)})
    return records, _sources(ledger, (row["document"] for row in records.values()))


def _sources(ledger: Ledger, documents: Iterable[str]) -> dict[str, SourceRow]:
    return cast("dict[str, SourceRow]", sources_of(ledger, list(documents)))


def pair(
    ledger: Ledger,
    one: str | Side,
    other: str | Side,
    *,
    since: str | None = None,
    by: str | None = None,
    limit: int = MOST_LINES,
) -> tuple[Dossier, Index]:
    """Return the dossier of a pair, each side a country or a bloc, and the index in it.

    `since` is an ISO day: what was first reported, or came to its state, since then is marked new.
    The trend is by month, over more than five years by year, unless `by` says another.
    `limit` bounds the happenings shown. Raises UsageError for what is no side, no day, no pair.
    """
    as_day(since, "--since")
    mine = side(one) if isinstance(one, str) else one
    theirs = side(other) if isinstance(other, str) else other
    if len(mine.codes) * len(theirs.codes) > _MOST_COUNTRIES:
        raise UsageError(f"{mine.name} and {theirs.name} are too many countries: name one of them")
    trend = _trend(ledger, mine, theirs, by)
    rows = _happenings(ledger, _newest(ledger, mine, theirs, limit))
    records, sources = _cited(ledger, rows)
    statements = _statements(ledger, mine, theirs)
    sources |= _sources(ledger, {row["document"] for row in statements} - sources.keys())
    found = {kind: _entries(ledger, kind, mine, theirs) for kind in _KINDS}
    given = Gathered(
        one=mine,
        other=theirs,
        since=since,
        happenings=rows,
        records=records,
        entries={**found, "position": _positions(ledger, mine, theirs)},
        statements=statements,
        sources=sources,
        trend=trend,
        left_out={"happenings": _all(trend) - len(rows)},
    )
    made = dossier(given)
    _widen(ledger, made)
    return made, given.trend


def _trend(ledger: Ledger, one: Side, other: Side, by: str | None) -> Index:
    asked = Asked(one=one, other=other, by=by or "year")
    coverage = _coverage(ledger, asked)
    trend = indexed.index(asked, _acts(ledger, asked, ids=False), coverage)
    if by is None and len(trend.points) <= _MOST_YEARS:
        asked = replace(asked, by="month")
        return indexed.index(asked, _acts(ledger, asked, ids=False), coverage)
    return trend


def _all(trend: Index) -> int:
    """Return how many happenings of a pair there are, whether they count or not."""
    return trend.outside + sum(p.happenings + sum(p.apart.values()) for p in trend.points)


def _newest(ledger: Ledger, one: Side, other: Side, limit: int) -> list[str]:
    """Return the newest happenings of a pair."""
    if not one.is_bloc and not other.is_bloc:
        return newest_between(ledger, one.codes[0], other.codes[0], limit)
    return newest_between_sides(ledger, one.terms, other.terms, limit)


def _widen(ledger: Ledger, made: Dossier) -> None:
    """Quote whole sentences where registers and statements cite parts; mark the parts."""
    lines = [row for common in made["common"] for row in (*common["one"], *common["other"])]
    for some in (made["agreements"], made["promises"], made["visits"], made["toward"]):
        lines += some
    speakers = [one for some in made["speakers"].values() for one in some]
    cited = [quote for row in (*lines, *speakers) for quote in row["quotes"]]
    unmarked = {id(quote): quote for quote in cited if quote["mark"] is None}
    texts = texts_of(ledger, [quote["document"] for quote in unmarked.values()])
    for quote in unmarked.values():
        text, body = texts.get(quote["document"], ("", []))
        for start, end in body:
            if start <= quote["start"] < end:
                quotes.widen(quote, text, split(text, start, end))


def _entries(ledger: Ledger, kind: str, one: Side, other: Side) -> list[EntryRow]:
    found: dict[str, EntryRow] = {}
    for mine in one.codes:
        for theirs in other.codes:
            wanted = Sought(kind=kind, country=mine, other=theirs, limit=_MOST_ENTRIES)
            found.update({entry["id"]: entry for entry in entries(ledger, wanted)})
    return sorted(found.values(), key=lambda entry: entry["last"] or "", reverse=True)


def _positions(ledger: Ledger, one: Side, other: Side) -> list[EntryRow]:
    """Return the positions of both that are shown: chosen by what they say, then read whole."""
    told: dict[str, EntryRow] = {}
    for code in (*one.codes, *other.codes):
        wanted = Sought(kind="position", country=code, limit=_MOST_POSITIONS)
        told.update({entry["id"]: entry for entry in told_entries(ledger, wanted)})
    return with_chains(ledger, shown_positions(list(told.values()), one, other))


def _statements(ledger: Ledger, one: Side, other: Side) -> list[RecordRow]:
    """Return the statements of the newest documents that relate the two sides."""
    traits = [pair_trait(a, b) for a in one.codes for b in other.codes]
    found = sets(ledger, ["all", *traits])
    related = sum((found.flags[trait] for trait in traits), start=found.flags["all"] & False)
    numbers = (related & found.flags["all"]).nonzero()[0]
    newest = sorted(numbers.tolist(), key=lambda n: (found.days[n], n), reverse=True)
    documents = newest[:_DOCUMENTS_WITH_SPEAKERS]
    if not documents:
        return []
    codes = {*one.codes, *other.codes}
    rows = records_of(ledger, documents, ["statement"])
    return [row for row in rows if (s := row.get("speaker")) and s["code"] in codes]
