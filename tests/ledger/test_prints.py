"""What is compared of a document."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ledger.prints import SKETCH, Print, containment, cosine, make, words
from ledger.reports import DROUGHT, OTHER_WORDS, TALKS


def test_words_meet_whatever_their_accents_case_and_possessive() -> None:
    assert words("Díaz-Canel’s VISIT") == words("diaz canel visit")


@given(st.text(max_size=300), st.lists(st.text(max_size=300), max_size=4))
def test_a_print_comes_back_from_its_bytes(title: str, paragraphs: list[str]) -> None:
    one = make(title, paragraphs).body
    other = Print.from_bytes(one.to_bytes())
    assert np.array_equal(one.shingles, other.shingles)
    assert other.terms == pytest.approx(one.terms, rel=1e-6)


def test_bytes_of_another_version_are_refused() -> None:
    body = bytearray(make("Talks", TALKS).body.to_bytes())
    body[0] += 1
    with pytest.raises(ValueError, match="version"):
        Print.from_bytes(bytes(body))


def test_a_text_cut_down_to_its_beginning_is_wholly_contained() -> None:
    assert containment(make(None, TALKS).body, make(None, TALKS[:2]).body) == 1.0


def test_a_text_of_other_words_is_not_contained() -> None:
    assert containment(make(None, TALKS).body, make(None, OTHER_WORDS).body) < 0.1


def test_containment_of_long_texts_is_estimated_within_a_tenth() -> None:
    long = [
        f"Paragraph {n} tells of matter {n * 7} and of town {n * 13} there." for n in range(400)
    ]
    half = make(None, long[:200]).body
    mixed = make(
        None, [*long[:100], *(line.replace("tells", "says") for line in long[200:300])]
    ).body
    assert len(make(None, long).body.shingles) == SKETCH
    assert containment(half, make(None, long).body) == pytest.approx(1.0, abs=0.02)
    assert containment(half, mixed) == pytest.approx(0.5, abs=0.1)


def test_a_speech_that_both_quote_is_no_shared_text() -> None:
    speech = "“We shall not leave the harbour before every sailor of the crew is home again,”"
    one = make(None, [f"{speech} the minister told a crowd in the rain outside the station hall."])
    other = make(None, [f"Her words were {speech} and then the line of cars drove off to Bergen."])
    assert containment(one.body, other.body) == 0.0


def test_texts_of_one_happening_share_more_rare_words_than_others_do() -> None:
    talks, again, drought = (make(None, text).body for text in (TALKS, OTHER_WORDS, DROUGHT))
    assert cosine(talks, again) > 0.3 > 0.1 > cosine(talks, drought)


def test_marks_of_the_same_act_bring_two_texts_nearer() -> None:
    marked = [make(None, text, ["CONSULT NOR SDN"]).body for text in (TALKS, OTHER_WORDS)]
    plain = [make(None, text).body for text in (TALKS, OTHER_WORDS)]
    assert cosine(*marked) > cosine(*plain)


def test_an_empty_story_has_an_empty_print() -> None:
    empty = make(None, [])
    assert (len(empty.body.shingles), empty.body.terms, empty.bands) == (0, {}, ())
    assert containment(empty.body, empty.body) == 0.0
