"""What holds of any text: no crash, exact spans."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from written_readings import act, reading, said

from dragoman.forms.document import Span
from dragoman.resolve import resolve

WORDS = st.sampled_from(
    [
        "President", "Kari", "Holm", "he", "She", "the two sides", "Kenya", "Cuban", ",", ".",
        "“", "”",
        '"', "(", ")", "said", "who", "on Friday", "March 3", "'s", "’s", "of", "the",
        "ministry", "US",
        "Xi Jinping", "both", "statement", "and", "\n", "É", "\u200f", "🇨🇺", "May 99",
        "-", "al-Bashir",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.lists(st.tuples(st.integers(0, 130), st.integers(0, 40)), max_size=6))
def test_any_text_and_spans_give_exact_spans(text: str, places: list[tuple[int, int]]) -> None:
    spans = [
        Span(start, min(len(text), start + size)) for start, size in places if start <= len(text)
    ]
    story = reading(
        text,
        acts=[act(s, spans[:2], spans[2:]) for s in spans],
        statements=[said(s, *spans) for s in spans],
    )
    claims = resolve(story)
    assert len(claims.dates) == len(claims.places) == len(story.acts)
    for span, entities in claims.entities.items():
        for entity in entities:
            assert entity.span == span and entity.text == span.of(text) and entity.name
    for office in claims.offices:
        assert office.person.text == office.person.span.of(text)
        assert office.evidence.contains(office.person.span)
    for when in claims.dates:
        assert when is None or when.span is None or when.span.of(text) == when.text
    for place in claims.places:
        assert place is None or place.span is None or 0 <= place.span.start < place.span.end
