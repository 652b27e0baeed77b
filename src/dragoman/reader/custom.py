"""A head of the user's own on the reader's encoder: passages as encoded in, acts of its types out.

The head says which words are triggers and of which type; parties and status are the shipped
focus's answers about those words, as for any act.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Act
from dragoman.ontology.head import Head
from dragoman.reader import labels
from dragoman.reader.decode import best_roles
from dragoman.reader.passages import passages
from dragoman.reader.passes import (
    BATCH_ANCHOR_WORDS,
    Encoded,
    Question,
    encode,
    grouped,
    parties,
    run_focus,
)
from dragoman.reader.session import Session

_WANTED = ["parties", "status"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as the encoder sees it: states (W, width) and the words' spans in the document."""

    span: Span
    states: NDArray[np.float32]
    words: tuple[Span, ...]


def sentences(session: Session, document: Document) -> list[Sentence]:
    """Encode a document for training; each sentence is seen with the passage around it."""
    cut = passages(document)
    text = document.text
    encoded = encode(session, cut, [span.of(text) for span in cut])
    return [
        Sentence(span, e.hidden[a:b], tuple(e.span((at, at + 1)) for at in range(a, b)))
        for e in sorted(encoded, key=lambda e: e.passage)
        for span, (a, b) in _sentences(document, e)
    ]


def own_acts(
    session: Session, head: Head, document: Document, encoded: Sequence[Encoded]
) -> tuple[Act, ...]:
    """Give the acts of the head's types that a document tells, in order of place."""
    asked: list[tuple[Question, int]] = []
    for e in encoded:
        for _, (a, b) in _sentences(document, e):
            for hit in head.find(e.hidden[a:b]):
                words = (a + hit.first, a + hit.last)
                asked.append((Question(e, words, labels.TRIGGER, hit.confidence), hit.type))
    asked.sort(key=lambda pair: len(pair[0].at.cut.first))
    sizes = [len(question.at.cut.first) for question, _ in asked]
    out: list[Act] = []
    for batch in grouped(range(len(asked)), sizes, BATCH_ANCHOR_WORDS):
        some = [asked[n] for n in batch]
        roles, status = run_focus(session, [question for question, _ in some], _WANTED)
        tags = best_roles(roles, np.array([sizes[n] for n in batch]))
        for row, (question, number) in enumerate(some):
            kind = head.ontology.types[number]
            out.append(
                Act(
                    trigger=question.at.span(question.words),
                    root=kind.name,
                    modes=kind.mode,
                    contexts=kind.context,
                    status=labels.STATUSES[int(status[row].argmax())],
                    actors=parties(question.at, tags[row], 1),
                    recipients=parties(question.at, tags[row], 3),
                    confidence=question.confidence,
                    coded=kind,
                )
            )
    return tuple(sorted(out, key=lambda act: act.trigger))


def _sentences(document: Document, e: Encoded) -> Iterator[tuple[Span, tuple[int, int]]]:
    """Yield the sentences of a passage with their ranges of its words; none where it is cut off."""
    starts = e.cut.starts + e.passage.start
    for paragraph in document.paragraphs:
        if not paragraph.span.overlaps(e.passage):
            continue
        for span in paragraph.sentences or (paragraph.span,):
            if span.overlaps(e.passage):
                a, b = (int(n) for n in np.searchsorted(starts, (span.start, span.end)))
                if a < b:
                    yield span, (a, b)
