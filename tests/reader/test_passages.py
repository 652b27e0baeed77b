"""Paragraphs to passages to words, offsets exact."""

from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from dragoman.forms.document import Paragraph, Span
from dragoman.reader.geometry import distance_buckets, words_of
from dragoman.reader.passages import MAX_CHARS, cut, load_tokenizer, pieces


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return load_tokenizer(str(files("dragoman") / "weights" / "tokenizer.json"))


def paragraph(*lengths: int) -> Paragraph:
    spans, at = [], 0
    for length in lengths:
        spans.append(Span(at, at + length))
        at += length + 1
    return Paragraph(Span(0, at - 1), tuple(spans))


def test_a_short_paragraph_stays_whole() -> None:
    assert list(cut(paragraph(100, 200))) == [Span(0, 301)]


def test_a_long_paragraph_is_cut_between_sentences_into_even_runs() -> None:
    whole = paragraph(*[300] * 6)
    runs = list(cut(whole))
    assert len(runs) == 2
    assert all(run.end - run.start <= MAX_CHARS for run in runs)
    assert {s for s in whole.sentences if any(r.contains(s) for r in runs)} == set(whole.sentences)


def test_one_endless_sentence_is_still_a_passage() -> None:
    assert list(cut(paragraph(5000))) == [Span(0, 5000)]


def test_words_are_exact_ranges_of_the_text(tokenizer: Tokenizer) -> None:
    text = "U.S. President Díaz-Canel said: “we won’t”."
    (got,) = pieces(tokenizer, [text])
    words = [text[s:e] for s, e in zip(got.starts.tolist(), got.ends.tolist(), strict=True)]
    assert words[:4] == ["U", ".", "S", "."]
    assert {"President", "Díaz", "-", "Canel", "“", "”"} <= set(words)


@given(st.text(max_size=80))
def test_any_text_is_cut_into_words_in_order(tokenizer: Tokenizer, text: str) -> None:
    (got,) = pieces(tokenizer, [text])
    starts, ends = got.starts.tolist(), got.ends.tolist()
    assert all(0 <= s < e <= len(text) for s, e in zip(starts, ends, strict=True))
    assert all(e <= s for e, s in zip(ends, starts[1:], strict=False))
    assert len(got.first) == len(starts)


def test_a_span_covers_the_words_that_it_touches(tokenizer: Tokenizer) -> None:
    text = "Cuban leader Diaz-Canel met Xi"
    (got,) = pieces(tokenizer, [text])
    assert words_of(got, [(13, 23)]) == [(2, 5)]
    assert words_of(got, [(28, 30)]) == [(6, 7)]


def test_distances_are_exact_near_the_anchor_and_bounded_far_from_it() -> None:
    got = distance_buckets(400, 200, 202).tolist()
    assert got[200] == got[201] == 16
    assert got[199] == 15 and got[202] == 17 and got[192] == 8
    assert min(got) == 0 and max(got) == 32
