"""Parties whose country only the place behind them tells."""

import pytest

from dragoman.forms.document import Span
from dragoman.resolve.story.beside import land_after


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a refinery in the Russian city of Samara.", "RUS"),
        ("a refinery in Ghana, the ministry said", "GHA"),
        ("a refinery that Ghana built", None),
        ("a refinery at dawn", None),
    ],
)
def test_the_place_right_behind_a_party_tells_its_country(text: str, code: str | None) -> None:
    assert land_after(text, Span(2, 10)) == code
