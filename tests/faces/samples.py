"""Records made by hand, so that the faces are tested without a model."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise

from dragoman.forms.claims import Entity
from dragoman.forms.document import Boilerplate, Credit, Document, Paragraph, Span
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
    Statement,
    Visit,
)

MENU = "Home | World | Subscribe\n\n"
TITLE = "Norway’s president ends visit to Kenya with a ports accord"
BODY = (
    "President Odd Lund of Norway ended a two-day visit to Kenya on Friday, signing a ports "
    "accord with his host in Mombasa.",
    "“We will open a consulate here by June,” Lund told the Coast Herald. He condemned Sudan’s "
    "closure of the crossing <at> Gallabat & said Khartoum had shelled a convoy last week.",
    "Kenya, said Foreign Minister Amina Wanjiru, opposes any toll on the strait.",
)


def sample() -> Records:
    """Return a document with a record of every kind."""
    document = _document()
    text = document.text

    def cite(words: str, nth: int = 0) -> Evidence:
        start = [m.start() for m in re.finditer(re.escape(words), text)][nth]
        return Evidence(start, start + len(words), words)

    def party(words: str, name: str, code: str, nth: int = 0, **more: str) -> Entity:
        found = cite(words, nth)
        return Entity(words, found.start, found.end, name, code=code, **{"kind": "state", **more})  # type: ignore[arg-type]

    lund = party(
        "President Odd Lund of Norway",
        "Odd Lund",
        "NOR",
        kind="person",
        sector="GOV",
        id="Q900001",
        office="President",
        why="title-country",
    )
    he = party("He", "Odd Lund", "NOR", nth=1, kind="person", sector="GOV", why="pronoun")
    kenya = party("Kenya", "Kenya", "KEN", nth=1, why="country-name")
    sudan = party("Sudan", "Sudan", "SDN", why="country-name")
    khartoum = party("Khartoum", "Sudan", "SDN", why="capital")
    wanjiru = party(
        "Foreign Minister Amina Wanjiru", "Amina Wanjiru", "KEN", kind="person", sector="GOV"
    )
    friday = EventDate(date(2026, 3, 13), date(2026, 3, 13), "on Friday", "text")
    last_week = EventDate(date(2026, 3, 2), date(2026, 3, 8), "last week", "text")
    mombasa = EventPlace("Mombasa", "KEN", -4.05, 39.66)
    visit = cite("visit")
    rows: list[Record] = [
        Event(
            id="ev-1", evidence=(cite("ended a two-day visit to Kenya"),), confidence=0.91,
            event="CONSULT", mode=("visit",), context=("diplomatic",), status="asserted",
            actor=(lund,), recipient=(kenya,), trigger=_after(visit, document), date=friday,
            place=mombasa, quad_code=1, event_scale=4.0,
        ),
        Event(
            id="ev-2", evidence=(cite("condemned Sudan’s closure of the crossing <at> Gallabat"),),
            confidence=0.83, event="ACCUSE", mode=("disapprove",), context=("territory",),
            status="asserted", actor=(he,), recipient=(sudan,), trigger=cite("condemned"),
            date=None, place=None, quad_code=3, event_scale=-3.0,
        ),
        Event(
            id="ev-3", evidence=(cite("Khartoum had shelled a convoy last week"),), confidence=0.7,
            according_to="st-2", event="ASSAULT", mode=("heavy-weapons",), context=("military",),
            status="asserted", actor=(khartoum,), recipient=(), trigger=cite("shelled"),
            date=last_week, place=None, quad_code=4, event_scale=-9.0,
        ),
        Statement(
            id="st-1", evidence=(cite("“We will open a consulate here by June,” Lund told"),),
            confidence=0.97, manner="direct", speaker=lund, cue=cite("told"),
            content=(cite("“We will open a consulate here by June,”"),), told_to="Coast Herald",
        ),
        Statement(
            id="st-2", evidence=(cite("said Khartoum had shelled a convoy last week"),),
            confidence=0.9, manner="indirect", speaker=he, cue=cite("said"),
            content=(cite("Khartoum had shelled a convoy last week"),), told_to=None,
        ),
        Statement(
            id="st-3", evidence=(cite(BODY[2]),), confidence=0.88, manner="indirect",
            speaker=wanjiru, cue=cite("said", 1),
            content=(cite("Kenya", 2), cite("opposes any toll on the strait")), told_to=None,
        ),
        OfficeRecord(
            id="of-1", evidence=(cite("Foreign Minister Amina Wanjiru"),), confidence=0.95,
            person=wanjiru, role="Foreign Minister", organisation=None, code="KEN",
        ),
        Agreement(
            id="ag-1", evidence=(cite("signing a ports accord"),), confidence=0.8,
            party=(lund, kenya), title="ports accord", area=("economic",), state="signed",
        ),
        Commitment(
            id="co-1", evidence=(cite("“We will open a consulate here by June,”"),),
            confidence=0.75, according_to="st-1", by=(lund,), to=(kenya,),
            what=cite("open a consulate here by June"), area=("diplomatic",), state="open",
        ),
        Position(
            id="po-1", evidence=(cite("opposes any toll on the strait"),), confidence=0.8,
            according_to="st-3", holder=kenya, issue=cite("any toll on the strait"),
            stance="oppose",
        ),
        Visit(
            id="vi-1", evidence=(cite("a two-day visit to Kenya"),), confidence=0.9,
            visitor=(lund,), host=(kenya,), place=mombasa, date=friday, state="made",
        ),
    ]  # fmt: skip
    made_by = {"dragoman": "0.1.0", "model": "sha256:00", "codebook": "plover-2.0"}
    return Records(document, tuple(rows), made_by)


def with_text(words: str) -> Records:
    """Return a document of one paragraph that is cited whole, for hostile words."""
    span = Span(0, len(words))
    entity = Entity(words, 0, len(words), words, "person", why=words)
    document = Document("sha256:1", words, (Paragraph(span, (span,)),), title=words, url=words)
    evidence = (Evidence(0, len(words), words),)
    statement = Statement(
        id="s", evidence=evidence, confidence=0.5, manner="direct", speaker=entity, cue=None,
        content=evidence, told_to=words,
    )  # fmt: skip
    return Records(document, (statement,), {"dragoman": "0.1.0"})


def _document() -> Document:
    text = MENU + TITLE + "\n\n" + "\n\n".join(BODY)
    paragraphs = []
    for words in BODY:
        start = text.index(words)
        paragraphs.append(Paragraph(Span(start, start + len(words)), _sentences(words, start)))
    title = text.index(TITLE)
    return Document(
        id="sha256:" + "ab" * 32, text=text, paragraphs=tuple(paragraphs), title=TITLE,
        title_span=Span(title, title + len(TITLE)), url="https://news.example/ports",
        published=date(2026, 3, 13), published_why="meta", publisher="Coast Herald",
        authors=("R. Otieno",), boilerplate=(Boilerplate(Span(0, len(MENU)), "menu"),),
        credits=(Credit("Coast Herald", _span(text, "Coast Herald")),),
    )  # fmt: skip


def _span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words))


def _sentences(words: str, offset: int) -> tuple[Span, ...]:
    cuts = [0, *(m.end() for m in re.finditer(r"Herald\. ", words)), len(words)]
    return tuple(Span(offset + a, offset + len(words[:b].rstrip())) for a, b in pairwise(cuts))


def _after(found: Evidence, document: Document) -> Evidence:
    """Return the same words inside the story, past the title."""
    start = document.text.index(found.text, document.paragraphs[0].span.start)
    return Evidence(start, start + len(found.text), found.text)
