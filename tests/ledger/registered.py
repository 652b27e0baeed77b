"""Reports written for the tests of registers and offices: a sentence each, records by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256

from dragoman.forms.claims import Entity
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.records import (
    Agreement,
    Commitment,
    Event,
    EventDate,
    EventPlace,
    Evidence,
    OfficeRecord,
    Position,
    Record,
    Records,
    Visit,
)

MADE_BY = {"dragoman": "0.1.0", "model": "sha256:aa", "codebook": "plover-2.0"}
Maker = Callable[["Told"], Record]


class Told:
    """A sentence, with what its records cite of it."""

    def __init__(self, words: str, key: str) -> None:
        self.words = words
        self.key = key
        self.count = 0

    def id(self, kind: str) -> str:
        self.count += 1
        return f"{kind}:{sha256(f'{self.key}{kind}{self.count}'.encode()).hexdigest()[:16]}"

    def cite(self, words: str) -> Evidence:
        start = self.words.index(words)
        return Evidence(start, start + len(words), words)

    @property
    def whole(self) -> Evidence:
        return Evidence(0, len(self.words), self.words)

    def who(self, name: str, code: str | None, kind: str, office: str | None = None) -> Entity:
        """Return a party; one that the sentence names otherwise cites all of it."""
        start = max(self.words.find(name), 0)
        end = start + len(name) if name in self.words else len(self.words)
        sector = "GOV" if kind == "person" else None
        sectors = ("GOV",) if sector else ()
        return Entity(
            self.words[start:end], start, end, name, kind, code, sector, sectors, None, office,
            "post:before;said",
        )  # type: ignore[arg-type]  # fmt: skip


def report(
    words: str,
    day: str | None,
    *makers: Maker,
    publisher: str = "Coast Herald",
    url: str | None = None,
    made_by: dict[str, str] | None = None,
) -> Records:
    """Return a document of one sentence with its records; `day` is that of publication."""
    key = sha256(f"{words}{publisher}{url}".encode()).hexdigest()
    maker = made_by or MADE_BY
    told = Told(words, key + maker["model"])
    records = tuple(make(told) for make in makers)
    span = Span(0, len(words))
    document = Document(
        f"sha256:{key}", words, (Paragraph(span, (span,)),), title=words[:40], url=url,
        published=None if day is None else date.fromisoformat(day), publisher=publisher,
    )  # fmt: skip
    return Records(document, records, maker)


def state(name: str, code: str) -> Callable[[Told], Entity]:
    return lambda told: told.who(name, code, "state")


def person(name: str, code: str | None, office: str | None = None) -> Callable[[Told], Entity]:
    return lambda told: told.who(name, code, "person", office)


def agreement(title: str, how: str, *parties: Callable[[Told], Entity], area: str = "") -> Maker:
    return lambda told: Agreement(
        id=told.id("agreement"), evidence=(told.whole,), confidence=0.7,
        party=tuple(p(told) for p in parties), title=title, area=(area,) if area else (),
        state=how,
    )  # type: ignore[arg-type]  # fmt: skip


def promise(
    what: str,
    by: Callable[[Told], Entity],
    *to: Callable[[Told], Entity],
    how: str = "open",
) -> Maker:
    return lambda told: Commitment(
        id=told.id("commitment"), evidence=(told.whole,), confidence=0.7, by=(by(told),),
        to=tuple(p(told) for p in to), what=told.cite(what), area=(), state=how,
    )  # type: ignore[arg-type]  # fmt: skip


def position(holder: Callable[[Told], Entity], stance: str, issue: str) -> Maker:
    return lambda told: Position(
        id=told.id("position"), evidence=(told.whole,), confidence=0.7, holder=holder(told),
        issue=told.cite(issue), stance=stance,
    )  # type: ignore[arg-type]  # fmt: skip


def visit(
    visitor: Callable[[Told], Entity],
    host: Callable[[Told], Entity],
    how: str,
    day: str | None = None,
) -> Maker:
    when = None if day is None else date.fromisoformat(day)
    date_told = None if when is None else EventDate(when, when, None, "text")
    return lambda told: Visit(
        id=told.id("visit"), evidence=(told.whole,), confidence=0.7, visitor=(visitor(told),),
        host=(host(told),), place=None, date=date_told, state=how,
    )  # type: ignore[arg-type]  # fmt: skip


def act(
    actor: Callable[[Told], Entity],
    root: str,
    trigger: str,
    *recipient: Callable[[Told], Entity],
    status: str = "asserted",
) -> Maker:
    return lambda told: Event(
        id=told.id("event"), evidence=(told.whole,), confidence=0.9, event=root, mode=(),
        context=(), status=status, actor=(actor(told),),
        recipient=tuple(p(told) for p in recipient), trigger=told.cite(trigger), date=None,
        place=EventPlace("Sentosa", None, None, None), quad_code=2, event_scale=6.0,
    )  # type: ignore[arg-type]  # fmt: skip


def office(
    who: Callable[[Told], Entity], role: str, code: str | None, organisation: str | None = None
) -> Maker:
    return lambda told: OfficeRecord(
        id=told.id("office"),
        evidence=(told.whole,),
        confidence=0.9,
        person=who(told),
        role=role,
        organisation=organisation,
        code=code,
    )
