"""Short reports with records made by hand, one of every kind, for the tests of exports."""

from __future__ import annotations

import re
from datetime import date
from hashlib import sha256
from typing import Any

from dragoman.document.sentences import split
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
    Statement,
    Visit,
)

MADE_BY = {"dragoman": "0.1.0", "model": "sha256:00", "codebook": "plover-2.0"}
FRIDAY = EventDate(date(2026, 3, 13), date(2026, 3, 13), "on Friday", "text")
MARCH = EventDate(date(2026, 3, 2), date(2026, 3, 8), "last week", "text")
VISIT = (
    "President Odd Lund of Norway visited Kenya on Friday and met Kenyan officials in Mombasa.",
    "Lund condemned Sudan for closing the Gallabat crossing. He said Sudan had shelled a convoy "
    "last week. Kenya and Norway agreed to build a port together.",
    "“We will open a consulate here by June,” Lund told the Coast Herald. Foreign Minister Amina "
    "Wanjiru said Kenya opposes any toll on the strait.",
    "The two may sign a ports accord in May. Norway may send a ship. Norway opposes any toll on "
    "the strait, Lund said, and opposes it still.",
)
AGAIN = (
    "President Odd Lund of Norway visited Kenya on Friday for talks in Mombasa.",
    "Kenyan officials met Lund, who had condemned Sudan for closing the Gallabat crossing.",
)


class Report:
    """A text being marked: cites words, names parties, ends as records."""

    def __init__(self, paragraphs: tuple[str, ...], **about: Any) -> None:
        self.text = "\n\n".join(paragraphs)
        self.about = about
        self.rows: list[Record] = []
        self.body: list[Paragraph] = []
        at = 0
        for words in paragraphs:
            span = Span(at, at + len(words))
            self.body.append(Paragraph(span, ()))
            at += len(words) + 2

    def cite(self, words: str, nth: int = 0) -> Evidence:
        start = [m.start() for m in re.finditer(re.escape(words), self.text)][nth]
        return Evidence(start, start + len(words), words)

    def party(
        self, words: str, name: str, code: str | None, *, nth: int = 0, **more: Any
    ) -> Entity:
        at = self.cite(words, nth)
        kind = more.pop("kind", "state")
        return Entity(words, at.start, at.end, name, kind, code, **more)

    def event(self, key: str, root: str, trigger: Evidence, sentence: str, **more: Any) -> None:
        from dragoman import codebook

        modes = more.pop("mode", ())
        given: dict[str, Any] = {
            "context": (), "status": "asserted", "actor": (), "recipient": (), "date": None,
            "place": None,
        } | more  # fmt: skip
        self.rows.append(
            Event(
                id=key, evidence=(self.cite(sentence),), confidence=0.9, event=root, mode=modes,
                trigger=trigger, quad_code=codebook.quad_code(root),
                event_scale=codebook.score(root, modes), **given,
            )
        )  # fmt: skip

    def records(self) -> Records:
        document = Document(
            id=f"sha256:{sha256((self.text + str(self.about)).encode()).hexdigest()}",
            text=self.text,
            paragraphs=tuple(
                Paragraph(p.span, split(self.text, p.span.start, p.span.end)) for p in self.body
            ),
            **self.about,
        )
        return Records(document, tuple(self.rows), MADE_BY)


def visit() -> Records:
    """A report with a record of every kind."""
    r = Report(
        VISIT, title="Lund ends Kenya visit", url="https://coast.example/1",
        published=date(2026, 3, 14), publisher="Coast Herald", authors=("Ann Oduya",),
    )  # fmt: skip
    lund = r.party(
        "President Odd Lund of Norway", "Odd Lund", "NOR", kind="person", sector="GOV",
        sectors=("GOV",), id="Q900001", office="President", why="title-country",
    )  # fmt: skip
    he = r.party(
        "He", "Odd Lund", "NOR", nth=1, kind="person", sector="GOV", sectors=("GOV",), id="Q900001"
    )
    kenya = r.party("Kenya", "Kenya", "KEN", id="state:KEN")
    sudan = r.party("Sudan", "Sudan", "SDN", id="state:SDN")
    both = (r.party("Kenya", "Kenya", "KEN", nth=2), r.party("Norway", "Norway", "NOR", nth=1))
    wanjiru = r.party(
        "Foreign Minister Amina Wanjiru", "Amina Wanjiru", "KEN", kind="person", sector="GOV",
        sectors=("GOV",), office="Foreign Minister",
    )  # fmt: skip
    mombasa = EventPlace("Mombasa", "KEN", -4.05, 39.66)
    r.event(
        "ev-visit", "CONSULT", r.cite("visited"), VISIT[0], mode=("visit",),
        context=("diplomatic",), actor=(lund,), recipient=(kenya,), date=FRIDAY, place=mombasa,
    )  # fmt: skip
    r.event(
        "ev-condemn", "ACCUSE", r.cite("condemned"),
        "Lund condemned Sudan for closing the Gallabat crossing.", mode=("disapprove",),
        actor=(
            r.party("Lund", "Odd Lund", "NOR", nth=1, kind="person", sector="GOV", id="Q900001"),
        ),
        recipient=(sudan,),
    )  # fmt: skip
    r.event(
        "ev-shell", "ASSAULT", r.cite("shelled"), "He said Sudan had shelled a convoy last week.",
        mode=("heavy-weapons",), actor=(r.party("Sudan", "Sudan", "SDN", nth=1),),
        recipient=(r.party("a convoy", "a convoy", None, kind="group"),), date=MARCH,
        according_to="st-shell",
    )  # fmt: skip
    r.event(
        "ev-port", "AGREE", r.cite("agreed to build"),
        "Kenya and Norway agreed to build a port together.", actor=both, context=("economic",),
    )  # fmt: skip
    r.event(
        "ev-sign", "AGREE", r.cite("may sign"), "The two may sign a ports accord in May.",
        status="hypothetical", actor=(r.party("The two", "Kenya", "KEN"),),
    )  # fmt: skip
    r.event(
        "ev-ship", "AID", r.cite("may send"), "Norway may send a ship.", status="future",
        actor=(r.party("Norway", "Norway", "NOR", nth=2),),
    )  # fmt: skip
    said = r.cite("“We will open a consulate here by June,”")
    told = r.cite("“We will open a consulate here by June,” Lund told")
    r.rows += [
        Statement(
            id="st-shell", evidence=(r.cite("He said Sudan had shelled a convoy last week."),),
            confidence=0.9, manner="indirect", speaker=he, cue=r.cite("said"),
            content=(r.cite("Sudan had shelled a convoy last week"),), told_to=None,
        ),
        Statement(
            id="st-open", evidence=(told,), confidence=0.97, manner="direct", speaker=lund,
            cue=r.cite("told"), content=(said,), told_to="Coast Herald",
        ),
        Statement(
            id="st-toll", evidence=(r.cite("Norway opposes any toll on the strait, Lund said"),),
            confidence=0.8, manner="indirect", speaker=lund, cue=r.cite("said", 2),
            content=(
                r.cite("Norway opposes any toll on the strait"), r.cite("opposes it still"),
            ), told_to=None,
        ),
        OfficeRecord(
            id="of-1", evidence=(r.cite("Foreign Minister Amina Wanjiru"),), confidence=0.95,
            person=wanjiru, role="Foreign Minister", organisation=None, code="KEN",
        ),
        Agreement(
            id="ag-1", evidence=(r.cite("agreed to build a port"),), confidence=0.8, party=both,
            title="build a port", area=("economic",), state="announced",
        ),
        Commitment(
            id="co-1", evidence=(said,), confidence=0.75, according_to="st-open", by=(lund,),
            to=(kenya,), what=r.cite("open a consulate here by June"), area=("diplomatic",),
            state="open",
        ),
        Position(
            id="po-1", evidence=(r.cite("Kenya opposes any toll on the strait"),), confidence=0.8,
            holder=kenya, issue=r.cite("any toll on the strait"), stance="oppose",
        ),
        Visit(
            id="vi-1", evidence=(r.cite("visited Kenya on Friday"),), confidence=0.9,
            visitor=(lund,), host=(kenya,), place=mombasa, date=FRIDAY, state="made",
        ),
    ]  # fmt: skip
    return r.records()


def again() -> Records:
    """Another publisher's report of the visit."""
    r = Report(
        AGAIN, title="Lund in Kenya", published=date(2026, 3, 14), publisher="Harbour Post",
        url="https://harbour.example/9",
    )  # fmt: skip
    lund = r.party(
        "President Odd Lund of Norway", "Odd Lund", "NOR", kind="person", sector="GOV",
        sectors=("GOV",), id="Q900001", office="President",
    )  # fmt: skip
    kenya = r.party("Kenya", "Kenya", "KEN", id="state:KEN")
    r.event(
        "ev-visit-2", "CONSULT", r.cite("visited"), AGAIN[0], mode=("visit",), actor=(lund,),
        recipient=(kenya,), date=FRIDAY, place=EventPlace("Mombasa", "KEN", -4.05, 39.66),
    )  # fmt: skip
    return r.records()


def hostile() -> Records:
    """A report whose words would break a careless writer, without a day of publication."""
    words = '=HYPERLINK("x") <b>\t& "Ål" \x01 mined\nthe 🚢 harbour.'
    r = Report((words,), title='=1+1 <i>"\t', publisher="-Tabloid\tX")
    name = '=HYPERLINK("x") <b>\t& "Ål" \x01'
    r.event(
        "ev-mine", "ASSAULT", r.cite("mined"), words,
        actor=(r.party(name, name, "NOR", kind="organisation", sector="MIL"),),
        recipient=(r.party("the 🚢 harbour", "the 🚢 harbour", "KEN", kind="group"),),
    )  # fmt: skip
    return r.records()
