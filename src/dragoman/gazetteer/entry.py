"""What the gazetteer knows of one name, and where a text uses it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.forms.claims import EntityKind

Kind = EntityKind
Role = Literal["name", "demonym", "capital", "seat", "former", "alias", "acronym", "city", "region"]
Doubt = Literal["word", "person"]

# The plainest first: of two rows for one meaning, the plainer role stands.
ROLES: tuple[Role, ...] = (
    "name", "acronym", "alias", "former", "demonym", "capital", "seat", "region", "city",
)  # fmt: skip
KINDS: tuple[Kind, ...] = ("person", "state", "organisation", "group", "people", "place")


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of one name.

    `name` is who or what is meant ("China" for "Beijing" as `capital`), `code` and the sectors are
    PLOVER's. `role` says how the name stands for it. `start` and `end` bound the time in which
    that holds, both inclusive; None is open. `id` is a stable outside id where one is known.
    `office` is the post of a person. `lat`, `lon` are degrees (WGS 84) and `population` heads,
    for places. `aliases` are further names, used only for entries that a user adds. `source` is
    where a user's own file names the actor ("mine.actors:12"), None for the package's own entries.
    """

    name: str
    kind: Kind
    code: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    role: Role = "name"
    start: date | None = None
    end: date | None = None
    id: str | None = None
    office: str | None = None
    lat: float | None = None
    lon: float | None = None
    population: int | None = None
    note: str | None = None
    aliases: tuple[str, ...] = ()
    source: str | None = None

    @property
    def told_by(self) -> str:
        """What a record's `why` says of where a meaning is from."""
        return f"actors:{self.source}" if self.source else f"gazetteer:{self.role}"

    def holds_on(self, day: date | None) -> bool:
        """Say whether the entry holds on `day`; on no day given, whether it holds still."""
        if day is None:
            return self.end is None
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text: `text[start:end]`, a possessive 's and a leading "the" left out.

    `entries` has every meaning, the likeliest first. `doubt` says what else the same letters
    often are: a common word ("Nice") or somebody's name ("Jordan").
    """

    start: int
    end: int
    entries: tuple[Entry, ...]
    doubt: Doubt | None = None
