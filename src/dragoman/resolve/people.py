"""People as of a day: which of a person's posts counts, and whom a bare surname means.

In: entries of `data/actors/people.csv` (one a term of office), a day. Out: the sector and the
office that hold on that day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from dragoman.gazetteer import Entry
from dragoman.gazetteer.fold import key
from dragoman.gazetteer.sheets import COLUMNS, Row, data_folder, make_entry, read_rows
from dragoman.resolve.lexicon import markers

# Posts of a state: who has left one is of the former elite (ELI).
STATE_SECTORS = frozenset(("GOV", "LEG", "MIL", "JUD", "COP", "SPY"))
# An undated mention of somebody whose last post ended in the table's last five years is read as
# in that post; earlier, as former. Measured on the development phrases against "now" and "never".
RECENT = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class Status:
    """What a person is on a day. `term` is the post that says so, None before the first one."""

    sectors: tuple[str, ...]
    term: Entry | None
    why: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person with every term of office known, in order of their beginning."""

    name: str
    code: str | None
    terms: tuple[Entry, ...]

    def status(self, on: date | None) -> Status:
        """Say what the person is on the day `on`; without one, what they last were (RECENT)."""
        return _undated(self.terms) if on is None else _dated(self.terms, on)


def person_of(entries: Sequence[Entry]) -> Person:
    """Join the entries of one person. Raises ValueError for no entries."""
    if not entries:
        raise ValueError("a person has at least one entry")
    terms = tuple(sorted(set(entries), key=lambda e: (e.start or date.min, e.end or date.max)))
    return Person(terms[-1].name, terms[-1].code, terms)


def _dated(terms: tuple[Entry, ...], on: date) -> Status:
    held = [t for t in terms if (t.start or date.min) <= on <= (t.end or date.max)]
    if held:
        # The latest begun of the posts held together, state posts before others.
        best = max(held, key=lambda t: (t.sector in STATE_SECTORS, t.start or date.min))
        return Status(best.sectors, best, "person:in-office")
    past = [t for t in terms if t.end and t.end < on]
    if past:
        return _after(max(past, key=lambda t: t.end or date.min))
    return Status((), None, "person:before-office")


def _after(last: Entry) -> Status:
    if last.sector in STATE_SECTORS:
        return Status(("ELI",), last, "person:former")
    return Status(last.sectors, last, "person:last-role")


def _undated(terms: tuple[Entry, ...]) -> Status:
    last = max(terms, key=lambda t: (t.end or date.max, t.start or date.min))
    if last.end is None or last.end >= RECENT:
        return Status(last.sectors, last, "person:last-office")
    return _after(last)


# A person's rows, not yet made into entries: a table of thousands is read, few are asked for.
_Rows = tuple[Row, ...]
_NAME, _CODE, _OFFICE = (COLUMNS.index(c) for c in ("name", "code", "office"))


@cache
def _people() -> tuple[_Rows, ...]:
    sheet = data_folder("actors") / "people.csv"
    held: dict[tuple[str, str], list[Row]] = {}
    for row in read_rows(sheet):
        held.setdefault((row[_NAME], row[_CODE]), []).append(row)
    return tuple(tuple(rows) for rows in held.values())


@cache
def _made(rows: _Rows) -> Person:
    return person_of([make_entry(row, "name") for row in rows])


@cache
def _by_surname() -> dict[str, list[_Rows]]:
    """Return people by what a story calls them after the first time: the name's last words."""
    out: dict[str, list[_Rows]] = {}
    for rows in _people():
        for name in _surnames(rows[0][_NAME], rows[0][_CODE]):
            out.setdefault(name, []).append(rows)
    return out


def _surnames(full: str, code: str) -> set[str]:
    parts = key(full).split()
    # "Charles III" is not called "III".
    if len(parts) < 2 or not set(parts[-1]) - set("ivx"):
        return set()
    names = {parts[-1], " ".join(parts[-2:])} if len(parts) > 2 else {parts[-1]}
    # The surname stands first ("Xi Jinping"); in some states only where the given name is not a
    # Western one, which the hyphen tells ("Tsai Ing-wen", but "Joseph Wu").
    always, hyphened = markers("surname-first"), markers("surname-first-hyphen")
    if code in always or (code in hyphened and "-" in full):
        names = {parts[0]} if code in markers("given-name-last") else names | {parts[0]}
    return names


def by_surname(surname: str) -> tuple[Person, ...]:
    """Return the known people whom the surname may mean."""
    return tuple(_made(rows) for rows in _by_surname().get(key(surname), ()))


@cache
def _by_office() -> dict[tuple[str, str], list[_Rows]]:
    out: dict[tuple[str, str], list[_Rows]] = {}
    for rows in _people():
        for post in dict.fromkeys((row[_CODE], row[_OFFICE]) for row in rows):
            out.setdefault(post, []).append(rows)
    return out


def holder(code: str, office: str, on: date) -> Person | None:
    """Return who held an office of a state on a day, None when unknown or not only one."""
    people = [_made(rows) for rows in _by_office().get((code, office), ())]
    found = [p for p in people if _held(p, office, on)]
    return found[0] if len(found) == 1 else None


def _held(person: Person, office: str, on: date) -> bool:
    return any(t.office == office and t.holds_on(on) for t in person.terms)


def in_office(people: Iterable[Person], on: date | None) -> list[Person]:
    """Keep those who hold a post on the day; without one, those who hold one still."""
    return [p for p in people if any(t.holds_on(on) for t in p.terms)]
