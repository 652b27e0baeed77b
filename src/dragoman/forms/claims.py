"""Claims: a reading in which every party is somebody and every act has its day and place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from dragoman.forms.document import Span
from dragoman.forms.reading import Reading

EntityKind = Literal["person", "state", "organisation", "group", "people", "place"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Who a mention is (contract.md, entity).

    `text` is what the story says at `start:end`; `name` who that is. `code` is ISO 3166 alpha-3 or
    one of PLOVER's own (IGO, UNO, EUR, NGO, ISM, IMG, MNC, XKX), None when unknown. `why` is a
    short code of the rule that decided.
    """

    text: str
    start: int
    end: int
    name: str
    kind: EntityKind
    code: str | None = None
    sector: str | None = None
    sectors: tuple[str, ...] = ()
    id: str | None = None
    office: str | None = None
    why: str = "unknown"

    @property
    def span(self) -> Span:
        """Where the mention stands."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class When:
    """The days of an act, both inclusive. `text` is the phrase that says so, where one does."""

    start: date
    end: date
    text: str | None
    span: Span | None
    basis: Literal["text", "published"]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an act took place; coordinates in degrees (WGS 84) where a city is named."""

    name: str
    code: str | None
    lat: float | None
    lon: float | None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """A person with a role: evidence is the whole phrase that says so."""

    person: Entity
    role: str
    organisation: str | None
    code: str | None
    sector: str | None
    evidence: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Claims:
    """A reading resolved.

    `entities` maps every span that the reading uses as actor, recipient or source to who it is:
    several for a group that stands for several parties, none at all for nobody. `dates` and
    `places` follow `reading.acts` by index; None is unknown.
    """

    reading: Reading
    entities: Mapping[Span, tuple[Entity, ...]]
    dates: tuple[When | None, ...]
    places: tuple[Place | None, ...]
    offices: tuple[Office, ...]
