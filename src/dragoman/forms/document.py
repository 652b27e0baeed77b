"""A document: the text with its story found, every part an exact range of `text`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points of a document's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that the span covers."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        """Say whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Say whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the story; `sentences` lie inside it, in order, without overlap."""

    span: Span
    sentences: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A part of the text that is not the story; `why` is a short code of the rule that said so."""

    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Credit:
    """An outlet that the story credits, at the place where it does."""

    outlet: str
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """A document as the reader takes it. `id` is `sha256:` and a hex digest of text and origin.

    `title_span` is where the headline stands in `text`, if it does. `published_why` says how the
    date was found, or why there is none.
    """

    id: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    title: str | None = None
    title_span: Span | None = None
    url: str | None = None
    published: date | None = None
    published_why: str = "not-given"
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    language: str = "en"
    boilerplate: tuple[Boilerplate, ...] = ()
    credits: tuple[Credit, ...] = ()
