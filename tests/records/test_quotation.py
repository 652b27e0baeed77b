from __future__ import annotations

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.forms.document import Span
from dragoman.records.quotation import quotations


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
