"""Records made by hand for the ledger's tests: short documents of which every word is known."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

from dragoman.forms.claims import Entity
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.records import Agreement, Event, EventDate, Evidence, Record, Records, Statement

MADE_BY = {"dragoman": "0.1.0", "model": "sha256:aa", "codebook": "plover-2.0"}


def story(
    words: str = "Norway condemned Sudan on Friday, minister Åse Bø-Lund said.",
    *,
    url: str | None = None,
    published: date | None = date(2026, 3, 14),
    publisher: str | None = None,
    title: str | None = "Norway condemns",
    made_by: dict[str, str] | None = None,
    event: str = "ACCUSE",
    day: date | None = None,
) -> Records:
    """Return a document with an event, a statement and an agreement, each citing all of it."""
    maker = made_by or MADE_BY
    key = sha256(words.encode("utf-8", "surrogatepass") + (url or publisher or "").encode())
    identity = f"sha256:{key.hexdigest()}"
    whole = Evidence(0, len(words), words)
    norway = _party(words, "Norway", "state", "NOR")
    sudan = _party(words, "Sudan", "state", "SDN")
    lund = _party(words, "Åse Bø-Lund", "person", "NOR")
    reading = sha256(f"{identity}{maker}".encode()).hexdigest()[:8]
    when = None if day is None else EventDate(day, day, None, "text")
    rows: tuple[Record, ...] = (
        Event(
            id=f"event:{reading}", evidence=(whole,), confidence=0.9, event=event, mode=(),
            context=(), status="asserted", actor=(norway,), recipient=(sudan,), trigger=whole,
            date=when, place=None, quad_code=3, event_scale=-3.0,
        ),
        Statement(
            id=f"statement:{reading}", evidence=(whole,), confidence=0.8, manner="indirect",
            speaker=lund, cue=None, content=(whole,), told_to=None,
        ),
        Agreement(
            id=f"agreement:{reading}", evidence=(whole,), confidence=0.7, party=(sudan, norway),
            title="accord", area=(), state="signed",
        ),
    )  # fmt: skip
    span = Span(0, len(words))
    document = Document(
        identity, words, (Paragraph(span, (span,)),), title=title, url=url, published=published,
        publisher=publisher,
    )  # fmt: skip
    return Records(document, rows, maker)


def _party(words: str, name: str, kind: str, code: str) -> Entity:
    start = max(words.find(name), 0)
    end = start + len(name) if name in words else len(words)
    return Entity(words[start:end], start, end, name, kind, code=code)  # type: ignore[arg-type]
