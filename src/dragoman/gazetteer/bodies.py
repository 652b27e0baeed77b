"""Bodies: which states belong to which union, alliance or forum, and since when."""

from __future__ import annotations

from datetime import date
from functools import cache

from dragoman.gazetteer.fold import key
from dragoman.gazetteer.sheets import data_folder, first_day, last_day, read_table

_Term = tuple[str, date | None, date | None]


@cache
def _terms() -> dict[str, list[_Term]]:
    _, rows = read_table(data_folder("bodies") / "members.csv")
    out: dict[str, list[_Term]] = {}
    for body, code, start, end, _note in rows:
        out.setdefault(key(body), []).append((code, first_day(start), last_day(end)))
    return out


@cache
def bodies() -> tuple[str, ...]:
    """Return the bodies whose members are known, by the name that `members` takes."""
    _, rows = read_table(data_folder("bodies") / "members.csv")
    return tuple(dict.fromkeys(row[0] for row in rows))


def members(body: str, on: date | None = None) -> tuple[str, ...]:
    """Return the codes of the states in `body` on the day `on` (None: today's), sorted.

    Empty for a body whose members are not known. Days are inclusive.

    >>> "GBR" in members("European Union", date(2020, 1, 31))
    True
    >>> "GBR" in members("EU", date(2020, 2, 1))
    False
    """
    return tuple(sorted({code for code, start, end in terms(body) if _in_term(start, end, on)}))


def terms(body: str) -> tuple[tuple[str, date | None, date | None], ...]:
    """Return all terms of membership of a body: code, first and last day; None is open.

    >>> [end for code, _, end in terms("European Union") if code == "GBR"]
    [datetime.date(2020, 1, 31)]
    """
    wanted = key(body)
    return tuple(_terms().get(wanted) or _terms().get(_full_name(wanted), []))


def _full_name(folded: str) -> str:
    from dragoman.gazetteer.current import gazetteer

    for entry in gazetteer().lookup(folded):
        if key(entry.name) in _terms():
            return key(entry.name)
    return folded


def _in_term(start: date | None, end: date | None, on: date | None) -> bool:
    if on is None:
        return end is None
    return (start is None or start <= on) and (end is None or on <= end)
