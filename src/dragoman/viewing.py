"""Joins the ledger's rows and the views: a ledger and what is asked in, a view out.

Nothing is brought up to date here: `dragoman.ledger.settling.settle` does that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

import numpy as np

from dragoman.document.sentences import split
from dragoman.errors import UsageError
from dragoman.forms.rows import ActRow, EntryRow, HappeningRow, RecordRow
from dragoman.ledger.blocs import counts_between_sides, counts_of_bloc, newest_between_sides
from dragoman.ledger.dyads import acts_between, acts_of, counts_between, newest_between
from dragoman.ledger.happenings.asking import Asked as AskedHappenings
from dragoman.ledger.registers import Sought
from dragoman.ledger.registers.ask import told_entries
from dragoman.ledger.registers.brief import quotable
from dragoman.ledger.sources import cited_records, records_of, sources_of, texts_of
from dragoman.ledger.traits import Sets, pair_trait, sets
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
    with ledger.moment():
        coverage = _coverage(asked, sets(ledger, _traits(asked)))
        return indexed.index(asked, _acts(ledger, asked, ids=ids), coverage)


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


def _traits(asked: Asked) -> list[str]:
    return ["all", *(f"code:{code}" for code in _codes(asked))]


def _codes(asked: Asked) -> tuple[str, ...]:
    return *asked.one.codes, *(asked.other.codes if asked.other else ())


def _coverage(asked: Asked, found: Sets) -> Coverage:
    mentions = {code: found.flags[f"code:{code}"] for code in _codes(asked)}
    return Coverage(found.days, found.flags["all"], mentions)


def lines(ledger: Ledger, happenings: Sequence[str], since: str | None = None) -> list[Line]:
    """Return happenings with their quotations, the newest first."""
    with ledger.moment():
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
    records, sources = cited_records(ledger, wanted)
    return records, cast("dict[str, SourceRow]", sources)


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
    asked = Asked(one=mine, other=theirs, by=by or "year")
    with ledger.moment():
        found = sets(ledger, [*_traits(asked), *_pair_traits(mine, theirs)])
        trend = _trend(ledger, asked, found, by)
        rows = _happenings(ledger, _newest(ledger, mine, theirs, limit))
        records, sources = _cited(ledger, rows)
        statements = _statements(ledger, mine, theirs, found)
        sources |= _sources(ledger, {row["document"] for row in statements} - sources.keys())
        made = dossier(
            Gathered(
                one=mine,
                other=theirs,
                since=since,
                happenings=rows,
                records=records,
                entries=_registers(ledger, mine, theirs),
                statements=statements,
                sources=sources,
                trend=trend,
                left_out={"happenings": _all(trend) - len(rows)},
            )
        )
        _widen(ledger, made)
    return made, trend


def _trend(ledger: Ledger, asked: Asked, found: Sets, by: str | None) -> Index:
    coverage = _coverage(asked, found)
    if by is None and len(indexed.spans(asked, coverage)) <= _MOST_YEARS:
        asked = replace(asked, by="month")
    return indexed.index(asked, _acts(ledger, asked, ids=False), coverage)


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


def _registers(ledger: Ledger, one: Side, other: Side) -> dict[str, list[EntryRow]]:
    """Return the entries that are shown, by kind, each with the records that are quoted of it."""
    told = {kind: _entries(ledger, kind, one, other) for kind in _KINDS}
    told["position"] = _positions(ledger, one, other)
    every = [entry for some in told.values() for entry in some]
    whole = quotable(ledger, every, quotes.tellings_to_quote)
    return {
        kind: [whole[entry["id"]] for entry in some if entry["id"] in whole]
        for kind, some in told.items()
    }


def _entries(ledger: Ledger, kind: str, one: Side, other: Side) -> list[EntryRow]:
    found: dict[str, EntryRow] = {}
    for mine in one.codes:
        for theirs in other.codes:
            wanted = Sought(kind=kind, country=mine, other=theirs, limit=_MOST_ENTRIES)
            found.update({entry["id"]: entry for entry in told_entries(ledger, wanted)})
    return sorted(found.values(), key=lambda entry: entry["last"] or "", reverse=True)


def _positions(ledger: Ledger, one: Side, other: Side) -> list[EntryRow]:
    """Return the positions of both that are shown: chosen by what they say."""
    told: dict[str, EntryRow] = {}
    for code in (*one.codes, *other.codes):
        wanted = Sought(kind="position", country=code, limit=_MOST_POSITIONS)
        told.update({entry["id"]: entry for entry in told_entries(ledger, wanted)})
    return [told[id_] for id_ in shown_positions(list(told.values()), one, other)]


def _pair_traits(one: Side, other: Side) -> list[str]:
    return [pair_trait(a, b) for a in one.codes for b in other.codes]


def _statements(ledger: Ledger, one: Side, other: Side, found: Sets) -> list[RecordRow]:
    """Return the statements of the newest documents that relate the two sides."""
    related = np.logical_or.reduce([found.flags[trait] for trait in _pair_traits(one, other)])
    numbers = np.flatnonzero(related & found.flags["all"])
    newest = numbers[np.lexsort((-numbers, -found.days[numbers]))][:_DOCUMENTS_WITH_SPEAKERS]
    if not len(newest):
        return []
    return records_of(ledger, newest.tolist(), ["statement"], by={*one.codes, *other.codes})
