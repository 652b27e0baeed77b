"""Reports of acts made by hand for the tests of happenings: sentences, what they tell marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from dragoman import codebook
from dragoman.forms.claims import Entity
from dragoman.forms.claims import Place as Spot
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.records import Event, EventDate, Evidence, Record, Records, Statement
from ledger.told import MADE_BY

CODES = {
    "Norway": "NOR", "Norwegian": "NOR", "Sudan": "SDN", "Sudanese": "SDN", "Kenya": "KEN",
    "Lund": "NOR", "Zambia": "ZMB", "Sweden": "SWE",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence and the act in it; parties are words of the sentence, days ISO."""

    words: str
    trigger: str
    event: str = "CONSULT"
    actor: Sequence[str] = ()
    recipient: Sequence[str] = ()
    status: str = "asserted"
    day: str | None = None
    place: str | None = None
    mode: Sequence[str] = ()
    speaker: str | None = None


def report(
    sentences: Sequence[Told],
    *,
    publisher: str = "Coast Herald",
    published: str = "2026-03-14",
    url: str | None = None,
    title: str | None = None,
    more: str = "",
    maker: str = "sha256:aa",
) -> Records:
    """Return a document of the sentences, each with its event (and who says so); `more` follows."""
    text, records, spans = "", [], []
    for number, told in enumerate(sentences):
        start = len(text)
        text += told.words + " "
        spans.append(Span(start, start + len(told.words)))
        records.append((number, told, start))
    text += more
    key = sha256(f"{text}{url or ''}{publisher}".encode()).hexdigest()
    rows: list[Record] = []
    for number, told, start in records:
        rows += _records(f"{key[:8]}-{number}-{maker[-2:]}", told, start)
    paragraphs = (Paragraph(Span(0, len(text.strip())), tuple(spans)),)
    document = Document(
        f"sha256:{key}", text, paragraphs, title=title, url=url, publisher=publisher,
        published=date.fromisoformat(published),
    )  # fmt: skip
    return Records(document, tuple(rows), {**MADE_BY, "model": maker})


def _records(key: str, told: Told, start: int) -> list[Record]:
    whole = Evidence(start, start + len(told.words), told.words)
    at = start + told.words.index(told.trigger)
    day = None if told.day is None else date.fromisoformat(told.day)
    rows: list[Record] = []
    if told.speaker is not None:
        rows.append(
            Statement(
                id=f"statement:{key}", evidence=(whole,), confidence=0.9, manner="indirect",
                speaker=_entity(told, told.speaker, start), cue=None, content=(whole,),
                told_to=None,
            )
        )  # fmt: skip
    rows.append(
        Event(
            id=f"event:{key}",
            evidence=(whole,),
            confidence=0.9,
            according_to=f"statement:{key}" if told.speaker else None,
            event=told.event,  # type: ignore[arg-type]
            mode=tuple(told.mode),
            context=(),
            status=told.status,  # type: ignore[arg-type]
            actor=tuple(_entity(told, name, start) for name in told.actor),
            recipient=tuple(_entity(told, name, start) for name in told.recipient),
            trigger=Evidence(at, at + len(told.trigger), told.trigger),
            date=None if day is None else EventDate(day, day, None, "text"),
            place=None if told.place is None else Spot(told.place, "SDN", 1.0, 2.0),
            quad_code=codebook.quad_code(told.event),
            event_scale=codebook.score(told.event),
        )
    )
    return rows


def _entity(told: Told, name: str, start: int) -> Entity:
    at = start + told.words.index(name)
    code = next((CODES[word] for word in name.split() if word in CODES), None)
    kind = "state" if name in CODES else "group"
    return Entity(name, at, at + len(name), name, kind, code=code)  # type: ignore[arg-type]


MEETING = Told(
    "Norway and Sudan held talks in Bergen on Friday about the release of a cargo crew.",
    "held talks", actor=("Norway", "Sudan"), day="2026-03-13", place="Bergen",
)  # fmt: skip
SAME_MEETING = Told(
    "The foreign ministers of Norway and Sudan met in Bergen on Friday over the cargo crew.",
    "met", actor=("Norway", "Sudan"), day="2026-03-13", place="Bergen",
)  # fmt: skip
PLANNED = Told(
    "Norway and Sudan will hold talks in Bergen on Friday about the release of a cargo crew.",
    "will hold talks", actor=("Norway", "Sudan"), day="2026-03-13", status="future",
    place="Bergen",
)  # fmt: skip
CALLED_OFF = Told(
    "Norway and Sudan cancelled the talks in Bergen on Friday about the release of a cargo crew.",
    "cancelled the talks", actor=("Norway", "Sudan"), day="2026-03-13", place="Bergen",
)  # fmt: skip
HUNGER = Told(
    "Kenya bought two million bags of maize from Zambia after the long rains failed.",
    "bought", event="COOPERATE", actor=("Kenya",), recipient=("Zambia",),
)  # fmt: skip


def strike(
    dead: int = 9, *, place: str = "Kassala", day: str = "2026-03-12", actor: str = "Sudan"
) -> Told:
    """Return a strike on a place, with so many dead."""
    return Told(
        f"An air strike by {actor} on a market in {place} killed {dead} people on Thursday.",
        "killed", event="ASSAULT", actor=(actor,), recipient=("people",), day=day, place=place,
        mode=("aerial",),
    )  # fmt: skip
