"""What a trigger leaves to the words beside it."""

import pytest

from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.reader.nouns import line
from dragoman.reader.triggers import bared


def of(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def bare(text: str, trigger: str, *recipients: str) -> Act:
    done_to = tuple(of(text, words) for words in recipients)
    act = Act(of(text, trigger), "ASSAULT", (), (), "asserted", (), done_to, 0.9)
    return bared(act, line(text, Span(0, len(text))))


@pytest.mark.parametrize(
    ("text", "seen", "trigger"),
    [
        ("Rebels attacked a convoy.", "attacked a", "attacked"),
        ("Paris has sent troops to Chad.", "has sent troops to", "sent troops"),
        ("Oslo pressed them to leave.", "pressed them", "pressed"),
        ("Police broke up the march.", "broke up", "broke up"),
        ("Lima will sign the pact.", "will sign the", "will sign"),
        ("Cairo did not sign it.", "did not sign it", "did not sign"),
        ("They had it.", "it", "it"),
    ],
)
def test_a_trigger_ends_where_the_party_beside_it_begins(
    text: str, seen: str, trigger: str
) -> None:
    assert bare(text, seen).trigger.of(text) == trigger


def test_a_name_that_the_trigger_broke_off_is_whole_again() -> None:
    text = "Troops held Amina Odhiambo for a day."
    act = bare(text, "held Amina", "Odhiambo")
    assert act.trigger.of(text) == "held"
    assert [party.of(text) for party in act.recipients] == ["Amina Odhiambo"]


def test_a_name_in_a_trigger_stays_where_no_party_follows() -> None:
    text = "Marchers stormed Parliament House on Friday."
    assert bare(text, "stormed Parliament").trigger.of(text) == "stormed Parliament"
