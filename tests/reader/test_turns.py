"""Who speaks by layout alone."""

from datetime import date

import pytest

from dragoman.document.sentences import split
from dragoman.forms.document import Document, Paragraph, Span
from dragoman.reader.turns import turns


def document(*paragraphs: str) -> Document:
    text, cut = "\n".join(paragraphs), []
    for paragraph in paragraphs:
        start = text.index(paragraph)
        end = start + len(paragraph)
        cut.append(Paragraph(Span(start, end), split(text, start, end)))
    return Document("d", text, tuple(cut), published=date(2025, 3, 14))


def told(*paragraphs: str) -> list[tuple[str, str, str]]:
    made = document(*paragraphs)
    return [
        (a.source.of(made.text), a.cue.of(made.text), a.content[0].of(made.text))
        for a in turns(made)
        if a.source and a.cue
    ]


TALK = ("OKORO: Will the border open?", "LUND: Not before May, I fear.", "OKORO: And then?")


def test_the_turns_of_a_transcript_are_said_by_whom_they_name() -> None:
    assert told("They met on Monday.", *TALK) == [
        ("OKORO", ":", "Will the border open?"),
        ("LUND", ":", "Not before May, I fear."),
        ("OKORO", ":", "And then?"),
    ]


@pytest.mark.parametrize(
    "paragraphs",
    [
        TALK[:2],
        ("UPDATE: The talks failed.", "NOTE: All is well.", "VIDEO: Talks in Oslo."),
        ("OKORO: One.", "OKORO: Two.", "OKORO: Three."),
        ("Okoro: one.", "Lund: two.", "Okoro: three."),
    ],
)
def test_a_few_capitals_with_a_colon_are_no_transcript(paragraphs: tuple[str, ...]) -> None:
    assert told(*paragraphs) == []


def test_a_quotation_signed_with_a_dash_is_said_by_whom_it_names() -> None:
    assert told("“We waited for a year.” ― Ana de la Lund") == [
        ("Ana de la Lund", "―", "“We waited for a year.”")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He left “the talks” — Norway stayed away.",
        "The end.” — Ana Lund",
        "“We wait.” said Ana Lund",
    ],
)
def test_a_dash_elsewhere_signs_nothing(text: str) -> None:
    assert told(text) == []


def test_an_empty_paragraph_says_nothing() -> None:
    assert turns(Document("d", "", (Paragraph(Span(0, 0), ()),))) == []
