"""What passages are about: vectors of the shipped model, near where the words mean the same."""

from __future__ import annotations

from functools import cache

import numpy as np

from dragoman.forms.document import Document, Paragraph, Span
from dragoman.reader import Reader


@cache
def reader() -> Reader:
    return Reader.load()


def document(*paragraphs: str) -> Document:
    spans, at = [], 0
    for words in paragraphs:
        spans.append(Span(at, at + len(words)))
        at += len(words) + 2
    return Document(
        "sha256:aa", "\n\n".join(paragraphs), tuple(Paragraph(span, (span,)) for span in spans)
    )


STORY = document(
    "The two navies held a joint exercise off the northern coast on Monday.",
    "Farmers blocked the border crossing to protest against cheap grain imports.",
    "A court sentenced the former minister to six years for taking bribes.",
)


def likeness(one: bytes, other: bytes) -> float:
    a, b = (np.frombuffer(body, np.int8).astype(float) for body in (one, other))
    return float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))


def test_a_reading_has_the_meaning_of_the_story_and_of_each_passage() -> None:
    meanings = reader().read(STORY).meanings
    spans = [meaning.span for meaning in meanings]
    assert spans[0] == Span(0, len(STORY.text))
    assert spans[1:] == [paragraph.span for paragraph in STORY.paragraphs]
    assert {len(meaning.body) for meaning in meanings} == {384}


def test_reading_and_asking_for_the_meaning_alone_agree() -> None:
    assert reader().read(STORY).meanings == reader().meanings(STORY)


def test_other_words_for_the_same_are_near() -> None:
    passages = reader().meanings(STORY)[1:]
    asked = (
        "warships of both countries train together",
        "angry growers close a road at the frontier",
        "an ex-official goes to prison for corruption",
    )
    for number, words in enumerate(asked):
        near = [likeness(reader().meaning(words), passage.body) for passage in passages]
        assert near.index(max(near)) == number


def test_no_words_have_no_meaning() -> None:
    assert reader().meaning("") == b""
    assert reader().meanings(document()) == ()
