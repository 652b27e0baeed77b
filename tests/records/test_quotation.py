from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.forms.document import Span
from dragoman.records.quotation import by_paragraph, quotations


def quoted(text: str) -> list[tuple[str, bool]]:
    return [(q.span.of(text), q.closed) for q in quotations(text, Span(0, len(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes" and "no".', [('"yes"', True), ('"no"', True)]),
        ("He said “yes ‘maybe’ no”.", [("“yes ‘maybe’ no”", True)]),
        ("Il dit « oui » hier.", [("« oui »", True)]),
        ("Er sagte „ja“ heute.", [("„ja“", True)]),
        ("He said 'it isn't so' today.", [("'it isn't so'", True)]),
        ("The leaders' vow of the '90s and John's hat.", []),
        ("“It goes on.", [("“It goes on.", False)]),
    ],
)
def test_marks_are_paired(text: str, expected: list[tuple[str, bool]]) -> None:
    assert quoted(text) == expected


@given(st.text(alphabet="ab '\"“”‘’«» .", max_size=60))
def test_quotations_never_overlap_and_lie_in_the_paragraph(text: str) -> None:
    end = 0
    for quotation in quotations(text, Span(0, len(text))):
        assert end <= quotation.span.start < quotation.span.end <= len(text)
        end = quotation.span.end


def test_many_unpaired_marks_cost_no_more_than_their_length() -> None:
    text = "'a " * 40_000
    start = perf_counter()
    quotations(text, Span(0, len(text)))
    assert perf_counter() - start < 2.0


def paragraphs(*texts: str) -> list[list[tuple[str, bool]]]:
    text, spans = "\n\n".join(texts), []
    for part in texts:
        start = spans[-1].end + 2 if spans else 0
        spans.append(Span(start, start + len(part)))
    return [[(q.span.of(text), q.closed) for q in found] for _, found in by_paragraph(text, spans)]


def test_a_quotation_left_open_runs_to_its_mark_in_a_later_paragraph() -> None:
    found = paragraphs("He said: “One.", "Two.", "Three.” It rained.")
    assert found == [[("“One.", False)], [("Two.", False)], [("Three.”", True)]]


def test_a_quotation_never_closed_takes_no_later_paragraph() -> None:
    found = paragraphs("He said: “One.", "Two.", "“Three.” It rained.")
    assert found == [[("“One.", False)], [], [("“Three.”", True)]]


def test_sentences_that_each_open_anew_are_one_quotation() -> None:
    assert quoted('He said: "One. "Two. "Three." It rained.') == [('"One. "Two. "Three."', True)]
