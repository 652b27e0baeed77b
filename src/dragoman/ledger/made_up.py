"""Records made up by a number: finished readings for measuring the ledger, no model needed.

They have the shape of real ones (some twenty records a document, a paragraph of evidence each) and
say nothing about the world.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from random import Random

from dragoman import codebook
from dragoman.forms.claims import Entity
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.records import Event, EventDate, Evidence, Record, Records, Statement

CODES = ("BRA", "CHN", "CUB", "DEU", "FRA", "IND", "IRN", "JPN", "KEN", "NOR", "RUS", "TUR", "USA")
MADE_BY = {"dragoman": "0.1.0", "model": "sha256:made-up", "codebook": "plover-2.0"}
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 4_000
_SYLLABLES = ("ba", "den", "kor", "li", "mar", "mo", "ost", "pel", "ri", "sul", "ta", "ven")


def records(count: int, *, start: int = 0, events: int = 12, said: int = 8) -> Iterator[Records]:
    """Yield `count` documents from number `start` on; the same number is the same document."""
    for number in range(start, start + count):
        yield made_up(number, events=events, said=said)


def made_up(number: int, *, events: int = 12, said: int = 8) -> Records:
    """Return the document of a number, with so many events and statements."""
    random = Random(number)
    published = _FIRST_DAY + timedelta(days=random.randrange(_DAYS))
    paragraphs: list[str] = []
    parties: list[tuple[str, str, str]] = []
    for _ in range(events):
        one, other = random.sample(CODES, 2)
        name = f"{_name(random)} {_name(random)}"
        filler = " ".join(_name(random).lower() for _ in range(25))
        paragraphs.append(f"{name} of {one} met envoys of {other}, {filler}.")
        parties.append((name, one, other))
    text = "\n\n".join(paragraphs)
    made: list[Record] = []
    spans = []
    at = 0
    for place, (words, (name, one, other)) in enumerate(zip(paragraphs, parties, strict=True)):
        spans.append(Span(at, at + len(words)))
        made.extend(_told(f"{number}-{place}", words, at, name, (one, other), published, random))
        if place < said:
            made.append(_said(f"{number}-{place}", words, at, name, one))
        at += len(words) + 2
    document = Document(
        id=f"sha256:{sha256(text.encode()).hexdigest()}",
        text=text,
        paragraphs=tuple(Paragraph(span, (span,)) for span in spans),
        title=paragraphs[0][:60],
        url=f"https://news.example/{number}",
        published=published,
        publisher=f"Herald {number % 50}",
    )
    return Records(document, tuple(made), MADE_BY)


def _told(
    key: str,
    words: str,
    at: int,
    name: str,
    codes: tuple[str, str],
    published: date,
    random: Random,
) -> Iterator[Record]:
    root = random.choice(codebook.ROOTS)
    day = published - timedelta(days=random.randrange(4))
    trigger = words.index("met", len(name))
    there = words.index(codes[1], trigger)
    yield Event(
        id=f"event:{key}",
        evidence=(Evidence(at, at + len(words), words),),
        confidence=random.random(),
        event=root,
        mode=(),
        context=(),
        status="asserted",
        actor=(_person(name, codes[0], at),),
        recipient=(Entity(codes[1], at + there, at + there + 3, codes[1], "state", codes[1]),),
        trigger=Evidence(at + trigger, at + trigger + 3, "met"),
        date=EventDate(day, day, None, "text"),
        place=None,
        quad_code=codebook.quad_code(root),
        event_scale=codebook.score(root),
    )


def _said(key: str, words: str, at: int, name: str, code: str) -> Statement:
    whole = Evidence(at, at + len(words), words)
    return Statement(
        id=f"statement:{key}",
        evidence=(whole,),
        confidence=0.9,
        manner="indirect",
        speaker=_person(name, code, at),
        cue=None,
        content=(whole,),
        told_to=None,
    )


def _person(name: str, code: str, at: int) -> Entity:
    return Entity(name, at, at + len(name), name, "person", code, "GOV", ("GOV",))


def _name(random: Random) -> str:
    return "".join(random.choices(_SYLLABLES, k=2)).title()
