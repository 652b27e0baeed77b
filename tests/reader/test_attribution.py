"""Which words a source keeps."""

import pytest

from dragoman.reader.attribution import joined, speaker, whole


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("who", "who"),
        (", who", ""),
        ("Odd Lund ,", "Odd Lund"),
        ("Odd Lund , the minister ,", "Odd Lund , the minister ,"),
        ("and the minister in", "the minister"),
        ("Not everyone", "Not everyone"),
        ("Odd Lund , who", "Odd Lund"),
        ("lawmakers , which", "lawmakers"),
    ],
)
def test_a_source_keeps_a_lone_relative_a_closing_comma_and_not(words: str, kept: str) -> None:
    row = words.split()
    a, b = speaker(row, 0, len(row))
    assert " ".join(row[a:b]) == kept


def test_pieces_of_content_that_touch_are_one() -> None:
    assert joined([(0, 1), (1, 6), (8, 9)]) == [(0, 6), (8, 9)]


def source(text: str, seen: tuple[int, int], cue: tuple[int, int], **likely: float) -> str:
    words = text.split()
    shares = [likely.get(word.replace(",", "comma"), 0.0) for word in words]
    a, b = whole(words, *seen, shares, cue)
    return " ".join(words[a:b])


def test_a_source_goes_on_over_words_that_are_half_sure() -> None:
    text = "Then Odd Lund of Visby said so"
    assert source(text, (1, 3), (5, 6), of=0.4, Visby=0.4) == "Odd Lund of Visby"
    assert source(text, (2, 3), (5, 6), Odd=0.4) == "Odd Lund"
    assert source(text, (1, 3), (5, 6), of=0.2, Visby=0.4) == "Odd Lund"


def test_a_source_does_not_end_amid_a_phrase() -> None:
    text = "a report released last week says so"
    assert source(text, (0, 2), (5, 6), released=0.4) == "a report"


def test_the_comma_that_closes_an_apposition_needs_less() -> None:
    text = "Odd Lund , the minister , said so"
    assert source(text, (0, 5), (6, 7), comma=0.25) == "Odd Lund , the minister ,"
    assert source(text, (0, 5), (6, 7), comma=0.1) == "Odd Lund , the minister"
    assert source("Odd Lund , said so", (0, 2), (3, 4), comma=0.25) == "Odd Lund"


def test_a_source_does_not_go_on_over_its_cue() -> None:
    assert source("Odd Lund said so", (0, 2), (2, 3), said=0.9) == "Odd Lund"
