"""Which words a source keeps."""

import pytest

from dragoman.reader.attribution import joined, speaker


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
