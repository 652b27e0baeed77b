"""What a promise is of, and what only looks like one."""

from __future__ import annotations

import pytest
from told_stories import Told

from dragoman.forms.records import Agreement, Commitment
from dragoman.records import make


def promises(told: Told) -> list[Commitment]:
    return [r for r in make(told.claims()).records if isinstance(r, Commitment)]


def of(sentence: str) -> list[str]:
    told = Told(sentence)
    told.who("Ruritania")
    return [c.what.text for c in promises(told)]


def test_a_promise_not_to_do_it_says_not() -> None:
    assert of("Ruritania vowed not to let pirates land.") == ["not to let pirates land"]


@pytest.mark.parametrize(
    ("sentence", "trigger", "what"),
    [
        ("Ruritania offered 30 places at its school.", "offered 30 places",
         "30 places at its school"),
        ("Ruritania agreed on Friday to raise the dam.", "agreed on Friday to raise",
         "raise the dam"),
        ("Ruritania offered 300 places to Elbonian clerks.", "offered 300 places",
         "300 places to Elbonian clerks"),
        ("Ruritania offered to mediate.", "offered to mediate", "mediate"),
        ("Ruritania plans to name a judge.", "plans to name", "name a judge"),
        ("Ruritania would take part in the hunt.", "would take part", "take part in the hunt"),
    ],
)  # fmt: skip
def test_the_words_of_a_coded_promise_begin_with_what_is_done(
    sentence: str, trigger: str, what: str
) -> None:
    told = Told(sentence)
    told.act(trigger, "AGREE", [told.who("Ruritania")])
    if "Elbonian clerks" in sentence:
        told.who("Elbonian clerks", kind="group")
    assert [c.what.text for c in promises(told)] == [what]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruritania pledged allegiance to the old crown.",
        "Ruritania agreed that the old toll was a mistake.",
    ],
)
def test_allegiance_and_opinions_are_no_promises(sentence: str) -> None:
    assert of(sentence) == []


def test_what_is_agreed_shall_be_is_a_promise() -> None:
    assert of("Ruritania agreed that no ship would pay the toll.") == ["no ship would pay the toll"]


def test_another_party_that_goes_on_with_an_act_is_not_in_the_promise() -> None:
    told = Told("Ruritania promised to send grain in May, and Elbonia offered salt for it.")
    told.who("Ruritania"), told.who("Elbonia")
    assert promises(told)[0].what.text == "send grain in May"


@pytest.mark.parametrize(
    ("cue", "content"),
    [
        ("doubts", "Ruritania will send the promised grain"),
        ("warned", "Ruritania will close the straits"),
    ],
)
def test_what_is_doubted_or_threatened_is_no_promise(cue: str, content: str) -> None:
    told = Told(f"Ruritania {cue} {content}.")
    told.said(told.who("Ruritania"), cue, content)
    told.who("Ruritania", nth=2)
    assert promises(told) == []


def test_would_in_somebodys_own_words_is_a_supposition() -> None:
    told = Told("“We would send grain again,” said Ruritania.")
    told.said(told.who("Ruritania"), "said", "“We would send grain again,”")
    assert promises(told) == []


def test_a_noun_that_is_only_named_is_no_promise() -> None:
    told = Told("Elbonia called the offer generous beyond words.")
    told.act("offer", "AGREE", [told.who("Elbonia")])
    assert promises(told) == []


def test_a_promise_that_begins_with_a_row_of_marks_is_read_without_an_error() -> None:
    assert of(f"Ruritania vowed to {'$' * 30} grain.") == [f"{'$' * 30} grain"]


def test_a_title_ends_before_the_day_and_the_place_of_signing() -> None:
    told = Told("Ruritania and Elbonia signed a treaty on fish on the sidelines of a fair.")
    told.act("signed", "SUPPORT", [told.who("Ruritania"), told.who("Elbonia")])
    titles = [r.title for r in make(told.claims()).records if isinstance(r, Agreement)]
    assert titles == ["treaty on fish"]
