"""Sides: what a person calls a country or a bloc in, its codes and when they hold out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.codebook import special_codes
from dragoman.errors import UsageError
from dragoman.gazetteer import gazetteer, states, terms

# These act for themselves: nobody who asks for the United Nations wants all its members.
_NO_BLOCS = frozenset({"United Nations", "International Criminal Court"})
# The code under which a bloc stands itself in records.
_OWN_CODES = {"European Union": "EUR"}
Term = tuple[str, date | None, date | None]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a pair: a country, a body by itself, or a bloc with its members.

    `code` is what a person writes, `name` what is shown. `terms` are codes with the first and last
    day on which they belong to it, both inclusive, None open.
    """

    code: str
    name: str
    terms: tuple[Term, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Return every code that ever belongs to the side, sorted."""
        return _codes(self.terms)

    @property
    def is_bloc(self) -> bool:
        """Say whether the side has members."""
        return len(self.codes) > 1

    def holds(self, code: str, day: str) -> bool:
        """Say whether a code belongs to the side on an ISO day."""
        return any(start <= day <= end for start, end in _spans(self.terms).get(code, ()))


@cache
def _codes(terms: tuple[Term, ...]) -> tuple[str, ...]:
    return tuple(sorted({code for code, _, _ in terms}))


@cache
def _spans(terms: tuple[Term, ...]) -> dict[str, list[tuple[str, str]]]:
    """Return the codes of terms with their first and last ISO days; open ones as any day."""
    out: dict[str, list[tuple[str, str]]] = {}
    for code, start, end in terms:
        days = (start.isoformat() if start else "", end.isoformat() if end else "9999")
        out.setdefault(code, []).append(days)
    return out


def side(word: str) -> Side:
    """Read a country's or a bloc's code or name: CHN, China, EUR, BRICS, "European Union".

    A bloc's members are those of the day of each happening. Raises UsageError for what is neither.

    >>> side("cub").name, side("BRICS").holds("ZAF", "2009-06-16")
    ('Cuba', False)
    """
    written = word.strip()
    upper = written.upper()
    if upper in states():
        return Side(upper, states()[upper], ((upper, None, None),))
    if upper in special_codes() and upper not in _OWN_CODES.values():
        return _body(upper)
    name = next((n for n, code in _OWN_CODES.items() if code == upper), written)
    bloc = _bloc(name)
    if bloc is not None:
        return bloc
    for entry in gazetteer().lookup(written):
        if entry.kind == "state" and entry.code and entry.holds_on(None):
            return Side(
                entry.code, states().get(entry.code, entry.name), ((entry.code, None, None),)
            )
        if entry.kind == "organisation" and entry.code == "UNO" and entry.name in _NO_BLOCS:
            return _body("UNO")
    raise UsageError(
        f"{word!r} is no country or bloc that is known: give a code (CHN), a name, or a body "
        "such as BRICS or the European Union"
    )


def _bloc(name: str) -> Side | None:
    found = terms(name)
    full = next((e.name for e in gazetteer().lookup(name) if e.kind == "organisation"), name)
    if not found or full in _NO_BLOCS:
        return None
    own = _OWN_CODES.get(full)
    whole: tuple[Term, ...] = ((own, None, None),) if own else ()
    short = name.upper() if len(name) <= 6 else full
    return Side(own or short, full, (*whole, *found))


def _body(code: str) -> Side:
    """Return a code of the codebook that is no country, without its explanation."""
    name = special_codes()[code].replace(".", ",").split(",")[0].removeprefix("The ")
    return Side(code, name, ((code, None, None),))
