"""Short invented stories and the claims that a reader would make of them, for the record tests."""

from __future__ import annotations

import re
from datetime import date

from dragoman.forms.claims import Claims, Entity, EntityKind, Office, Place, When
from dragoman.forms.document import Credit, Document, Paragraph, Span
from dragoman.forms.reading import Act, Attribution, Mention, MentionKind, Reading, Status

_SENTENCE = re.compile(r"(?<=[.!?])[\"”]?\s+")


class Told:
    """A story under construction: every span is named by its words (the nth occurrence)."""

    def __init__(self, *paragraphs: str, outside: str = "", model: str = "sha256:m") -> None:
        self.text = "\n\n".join(paragraphs) + (f"\n\n{outside}" if outside else "")
        self.model = model
        self.paragraphs: list[Paragraph] = []
        at = 0
        for paragraph in paragraphs:
            start = self.text.index(paragraph, at)
            at = start + len(paragraph)
            self.paragraphs.append(Paragraph(Span(start, at), self._sentences(start, at)))
        self.entities: dict[Span, tuple[Entity, ...]] = {}
        self.acts: list[Act] = []
        self.dates: list[When | None] = []
        self.places: list[Place | None] = []
        self.attributions: list[Attribution] = []
        self.mentions: list[Mention] = []
        self.offices: list[Office] = []
        self.credits: list[Credit] = []

    def _sentences(self, start: int, end: int) -> tuple[Span, ...]:
        spans, begin = [], start
        for match in _SENTENCE.finditer(self.text, start, end):
            spans.append(Span(begin, match.start() + len(match.group().rstrip())))
            begin = match.end()
        return (*spans, Span(begin, end))

    def span(self, words: str, nth: int = 1) -> Span:
        start = -1
        for _ in range(nth):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def who(
        self,
        words: str,
        *names: str,
        kind: EntityKind = "state",
        code: str | None = None,
        sector: str | None = None,
        nth: int = 1,
    ) -> Span:
        """Say who `words` are: nobody further named is themselves, several names are several."""
        span = self.span(words, nth)
        self.entities[span] = tuple(
            Entity(words, span.start, span.end, name, kind, code=code, sector=sector)
            for name in (names or (words,))
        )
        return span

    def act(
        self,
        trigger: str,
        root: str,
        actors: list[Span],
        recipients: list[Span] | None = None,
        *,
        modes: tuple[str, ...] = (),
        contexts: tuple[str, ...] = (),
        status: Status = "asserted",
        confidence: float = 0.9,
        when: When | None = None,
        place: Place | None = None,
    ) -> Act:
        made = Act(
            self.span(trigger),
            root,
            modes,
            contexts,
            status,
            tuple(actors),
            tuple(recipients or ()),
            confidence,
        )
        self.acts.append(made)
        self.dates.append(when)
        self.places.append(place)
        return made

    def said(self, source: Span | None, cue: str | None, *content: str) -> None:
        spans = tuple(self.span(words) for words in content)
        cued = None if cue is None else self.span(cue)
        self.attributions.append(Attribution(source, cued, spans, 0.9))

    def mention(self, words: str, kind: MentionKind) -> None:
        self.mentions.append(Mention(self.span(words), kind, 0.9))

    def credit(self, outlet: str) -> None:
        self.credits.append(Credit(outlet, self.span(outlet)))

    def claims(self) -> Claims:
        document = Document(
            id="sha256:story",
            text=self.text,
            paragraphs=tuple(self.paragraphs),
            credits=tuple(self.credits),
        )
        reading = Reading(
            document,
            tuple(self.mentions),
            tuple(self.attributions),
            tuple(self.acts),
            self.model,
        )
        return Claims(
            reading,
            self.entities,
            tuple(self.dates),
            tuple(self.places),
            tuple(self.offices),
        )


def day(told: Told, words: str, iso: str) -> When:
    """A day that the story names."""
    on = date.fromisoformat(iso)
    return When(on, on, words, told.span(words), "text")
