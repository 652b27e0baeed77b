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
from dragoman.gazetteer.sheets import data_folder, make_entry, read_rows
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


@cache
def _people() -> tuple[Person, ...]:
    sheet = data_folder("actors") / "people.csv"
    if not sheet.is_file():
        return ()
    held: dict[tuple[str, str | None], list[Entry]] = {}
    for row in read_rows(sheet):
        entry = make_entry(row, "name")
        held.setdefault((entry.name, entry.code), []).append(entry)
    return tuple(person_of(entries) for entries in held.values())


@cache
def _by_surname() -> dict[str, tuple[Person, ...]]:
    """Return people by what a story calls them after the first time: the name's last words.

    Of states where the surname stands first (`words.csv`, surname-first), by the first word too.
    """
    first_codes = markers("surname-first")
    out: dict[str, list[Person]] = {}
    for person in _people():
        parts = key(person.name).split()
        if len(parts) < 2:
            continue
        names = {parts[-1], " ".join(parts[-2:])} if len(parts) > 2 else {parts[-1]}
        if person.code in first_codes:
            names.add(parts[0])
        for name in names:
            out.setdefault(name, []).append(person)
    return {name: tuple(people) for name, people in out.items()}


def by_surname(surname: str) -> tuple[Person, ...]:
    """Return the known people whom the surname may mean."""
    return _by_surname().get(key(surname), ())


@cache
def _by_office() -> dict[tuple[str, str], tuple[Person, ...]]:
    out: dict[tuple[str, str], list[Person]] = {}
    for person in _people():
        for term in person.terms:
            if term.office and term.code:
                held = out.setdefault((term.code, term.office), [])
                if person not in held:
                    held.append(person)
    return {post: tuple(people) for post, people in out.items()}


def holder(code: str, office: str, on: date) -> Person | None:
    """Return who held an office of a state on a day, None when unknown or not only one."""
    found = [p for p in _by_office().get((code, office), ()) if _held(p, office, on)]
    return found[0] if len(found) == 1 else None


def _held(person: Person, office: str, on: date) -> bool:
    return any(t.office == office and t.holds_on(on) for t in person.terms)


def in_office(people: Iterable[Person], on: date | None) -> list[Person]:
    """Keep those who hold a post on the day; without one, those who hold one still."""
    return [p for p in people if any(t.holds_on(on) for t in p.terms)]
