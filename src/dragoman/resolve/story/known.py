"""What was known before a story: holders of offices in, whom the story's bare names mean out.

Only asked where the story itself gives a person no post and the package's own tables know nobody of
the name, or know less than the holders do. Offices count as of the story's day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.forms.holders import STORIES, Holder
from dragoman.gazetteer.names import alike, is_single, office_key, read_name
from dragoman.resolve.actor import resolve_phrase
from dragoman.resolve.people import STATE_SECTORS

# How long an office that stories told counts without being told again.
_FRESH = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Office:
    """Who somebody is by what was known: an office that holds on the day, or held before it."""

    name: str
    code: str | None
    sectors: tuple[str, ...]
    id: str | None
    office: str
    why: str


class Known:
    """The holders that bear on one story, as of its day."""

    def __init__(self, holders: Sequence[Holder] = (), on: date | None = None) -> None:
        self._on = on
        self._holders = tuple(h for h in holders if self._begun(h)) if on is not None else ()
        self._words: dict[str, list[Holder]] = {}
        for holder in self._holders:
            for word in dict.fromkeys(read_name(holder.name, holder.code).keys):
                self._words.setdefault(word, []).append(holder)

    def __bool__(self) -> bool:
        return bool(self._holders)

    def _begun(self, holder: Holder) -> bool:
        return self._on is not None and (holder.start is None or holder.start <= self._on)

    def _fresh(self, holder: Holder) -> bool:
        if holder.origin != STORIES or holder.end is None or self._on is None:
            return True
        return self._on - holder.end <= _FRESH

    def named(self, name: str, codes: Collection[str]) -> Office | None:
        """Return the office of the person of a name, None where nobody or several may be meant.

        `codes` are the states that the story names. A family name alone means only somebody of
        one of them.
        """
        found = [h for h in self._like(name, codes) if self._fresh(h)]
        here = [h for h in found if h.code in codes]
        person = _one_person(here) or (_one_person(found) if not here else None)
        return self._office(person) if person else None

    def is_name(self, word: str, codes: Collection[str]) -> bool:
        """Say whether a single word is the name of just one of the holders."""
        return self.named(word, codes) is not None

    def succeeded(self, name: str, code: str | None, office: str | None) -> bool:
        """Say whether somebody else is known to have come into a person's office since.

        The person must not have been seen in it as late; the office must be of those that one
        person holds at a time.
        """
        if code is None or office is None or not is_single(office):
            return False
        key = office_key(office)
        of = [h for h in self._holders if h.code == code and office_key(h.role) == key]
        own = [h for h in of if alike(name, h.name, code, h.code) is not None]
        others = [h for h in of if alike(name, h.name, code, h.code) is None]
        last = max((h.end or self._on or date.max for h in own), default=None)
        after = [h for h in others if h.start is not None and (last is None or h.start > last)]
        return bool(own) and bool(after)

    def _like(self, name: str, codes: Collection[str]) -> Iterable[Holder]:
        keys = read_name(name).keys
        for holder in dict.fromkeys(h for key in keys for h in self._words.get(key, ())):
            if len(keys) == 1 and holder.code not in codes:
                continue
            if alike(name, holder.name, holder.code, holder.code) is not None:
                yield holder

    def _office(self, rows: Sequence[Holder]) -> Office:
        """Return the office that counts: one held on the day, else the last one, as a former."""
        on = self._on or date.max
        held = [h for h in rows if not self._over(h, on)]
        best = max(held or rows, key=lambda h: (h.origin != STORIES, h.end or on, h.start or on))
        fullest = max(rows, key=lambda h: len(read_name(h.name, h.code).words)).name
        sectors = _sectors(best)
        identity = next((h.id for h in rows if h.id is not None), None)
        seen = f":{best.end}" if best.origin == STORIES and best.end else ""
        if held:
            return Office(
                fullest, best.code, sectors, identity, best.role, f"known:{best.origin}{seen}"
            )
        former = ("ELI",) if sectors[:1] and sectors[0] in STATE_SECTORS else sectors
        return Office(
            fullest, best.code, former, identity, f"former {best.role}",
            f"known:{best.origin}:former",
        )  # fmt: skip

    def _over(self, holder: Holder, on: date) -> bool:
        if holder.origin != STORIES:
            return holder.end is not None and holder.end < on
        return self.succeeded(holder.name, holder.code, holder.role)


def _one_person(rows: Sequence[Holder]) -> Sequence[Holder]:
    """Return the rows where all are of one person, else none."""
    if not rows:
        return ()
    fullest = max(rows, key=lambda h: len(read_name(h.name, h.code).words))
    same = all(alike(fullest.name, h.name, fullest.code, h.code) is not None for h in rows)
    return rows if same else ()


def _sectors(holder: Holder) -> tuple[str, ...]:
    if holder.sector is not None:
        return (holder.sector,)
    office = f"{holder.role}, {holder.organisation}" if holder.organisation else holder.role
    return resolve_phrase(office).sectors
