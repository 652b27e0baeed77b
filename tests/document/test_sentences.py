from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.document.sentences import split


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in split(text, 0, len(text))]


@pytest.mark.parametrize(
    "one",
    [
        "The U.S. President met Gen. Mark A. Milley on Jan. 5 near St. Petersburg.",
        "Resolution No. 5 was passed at 3 p.m. Monday by the U.N. Security Council.",
        "J.K. Rowling and Dr. John Smith Jr. of Apple Inc. attended.",
        "“Why now?” Xi Jinping asked the envoy.",
        "Prices rose 3.5 percent, i.e. Brent traded at $80.10 a barrel.",
        "He wavered ... and then agreed.",
        "It is led by Lt. Col. Ahmed vs. Sen. Cruz.",
    ],
)
def test_a_stop_inside_a_sentence_does_not_end_it(one: str) -> None:
    assert sentences(one) == [one]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He left the U.S. The visit ended.", ["He left the U.S.", "The visit ended."]),
        ("It began at 5 p.m. He spoke.", ["It began at 5 p.m.", "He spoke."]),
        ("Was it war? Yes! It was.", ["Was it war?", "Yes!", "It was."]),
        ("It fell to 5. In May it rose.", ["It fell to 5.", "In May it rose."]),
        ("He paused... Then he left.", ["He paused...", "Then he left."]),
        ("“We won. They lost.” He left.", ["“We won.", "They lost.”", "He left."]),
        ('"We won." "They lost."', ['"We won."', '"They lost."']),
        ("Talks ended.\nIran left.", ["Talks ended.", "Iran left."]),
    ],
)
def test_a_sentence_ends_where_the_next_begins(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='aB. !?"”“’U.S…\n)(0 é中', max_size=120))
def test_every_character_but_white_space_lies_in_one_sentence(text: str) -> None:
    spans = split(text, 0, len(text))
    covered = [i for span in spans for i in range(span.start, span.end)]
    assert covered == sorted(set(covered))
    assert all(text[i].isspace() for i in set(range(len(text))) - set(covered))


def test_a_hostile_text_takes_no_longer_than_its_length() -> None:
    for hostile in ("." * 200_000, "A. " * 70_000, "“" * 200_000, "a" * 200_000 + ". B"):
        begun = time.process_time()
        split(hostile, 0, len(hostile))
        assert time.process_time() - begun < 3
