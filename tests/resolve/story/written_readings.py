"""Readings written for the tests: a text and the phrases that a reader would have marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from dragoman.forms.document import Document, Paragraph, Span
from dragoman.forms.reading import Act, Attribution, Reading, Status

_SENTENCE = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


def make_document(text: str, published: date | None = date(2025, 3, 14)) -> Document:
    """Cut paragraphs at line breaks and sentences at full stops."""
    paragraphs = []
    for line in re.finditer(r"[^\n]+", text):
        cuts = [
            line.start(),
            *(m.end() for m in _SENTENCE.finditer(text, *line.span())),
            line.end(),
        ]
        spans = tuple(Span(a, b) for a, b in pairwise(cuts) if a < b)
        paragraphs.append(Paragraph(Span(*line.span()), spans))
    return Document("sha256:0", text, tuple(paragraphs), title="A title", published=published)


def find(text: str, phrase: str, number: int = 1) -> Span:
    """Return where `phrase` stands for the `number`-th time."""
    at = -1
    for _ in range(number):
        at = text.index(phrase, at + 1)
    return Span(at, at + len(phrase))


def act(
    trigger: Span,
    actors: Sequence[Span] = (),
    recipients: Sequence[Span] = (),
    *,
    root: str = "CONSULT",
    status: Status = "asserted",
) -> Act:
    """Return an act with a sure confidence."""
    return Act(trigger, root, (), (), status, tuple(actors), tuple(recipients), 1.0)


def said(source: Span | None, *content: Span) -> Attribution:
    """Return a statement."""
    return Attribution(source, None, content, 1.0)


def reading(
    text: str,
    *,
    acts: Sequence[Act] = (),
    statements: Sequence[Attribution] = (),
    published: date | None = date(2025, 3, 14),
) -> Reading:
    """Return the reading of a written story."""
    return Reading(make_document(text, published), (), tuple(statements), tuple(acts), "written")
