"""What a stance is on, what it asks for, and what is none."""

from __future__ import annotations

import pytest
from told_stories import Told

from dragoman.forms.records import Position
from dragoman.records import make


def positions(told: Told) -> list[Position]:
    return [r for r in make(told.claims()).records if isinstance(r, Position)]


def only(*paragraphs: str) -> Position:
    told = Told(*paragraphs)
    told.who("Ruritania")
    (position,) = positions(told)
    return position


@pytest.mark.parametrize(
    ("sentence", "issue"),
    [
        ("Ruritania called for an end to the raids on ships.", "raids on ships"),
        ("Ruritania called on its rival to stop the raids on ships.", "raids on ships"),
        ("Ruritania demanded that the rival immediately halt the raids.", "raids"),
        ("Ruritania demanded that the salt tariff be scrapped.", "salt tariff"),
        ("Ruritania called for lifting the old salt embargo.", "old salt embargo"),
        ("Ruritania called on its rival not to close the straits.", "close the straits"),
    ],
)
def test_who_asks_for_an_end_is_against_what_is_to_end(sentence: str, issue: str) -> None:
    position = only(sentence)
    assert (position.stance, position.issue.text) == ("oppose", issue)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruritania called for an end to the war.",
        "Ruritania called on both sides to send grain.",
        "Ruritania called for lifting trade to new heights.",
    ],
)
def test_who_asks_for_peace_or_for_deeds_is_in_favour(sentence: str) -> None:
    assert only(sentence).stance == "support"


@pytest.mark.parametrize(
    ("sentence", "issue"),
    [
        ("Ruritania denounced the launch as a grave provocation.", "launch"),
        ("Ruritania condemned what it called a cowardly raid.", "cowardly raid"),
        ("Ruritania supported the sanctions too.", "sanctions"),
        ("Ruritania opposed the new toll on Monday.", "new toll"),
        ("The toll, however, was rejected by Ruritania.", "toll"),
        ("Ruritania condemned the test “in the strongest words.", "test"),
    ],
)
def test_an_issue_is_without_what_is_said_of_it(sentence: str, issue: str) -> None:
    found = [p.issue.text for p in positions(_with(sentence))]
    assert found in ([issue], [])
    if "however" not in sentence:
        assert found == [issue]


def _with(*paragraphs: str) -> Told:
    told = Told(*paragraphs)
    told.who("Ruritania")
    return told


def test_two_bare_stances_are_two_positions() -> None:
    found = positions(_with("Ruritania will support the reform of the bank and oppose new tolls."))
    assert [(p.stance, p.issue.text) for p in found] == [
        ("support", "reform of the bank"),
        ("oppose", "new tolls"),
    ]


def test_the_idea_is_the_one_told_just_before() -> None:
    told = Told("Elbonia backed the double freeze plan. The idea was rejected by Ruritania.")
    told.who("Elbonia"), told.who("Ruritania")
    first, second = positions(told)
    assert (second.holder.name, second.stance) == ("Ruritania", "oppose")
    assert second.issue == first.issue


def test_an_idea_of_which_nothing_was_told_is_no_issue() -> None:
    assert positions(_with("The idea was rejected by Ruritania.")) == []


def test_objections_are_to_what_is_done_over_them() -> None:
    told = Told("Elbonia agreed to build the dam over objections from Ruritania.")
    told.who("Elbonia"), told.who("Ruritania")
    assert [p.issue.text for p in positions(told)] == ["build the dam"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ruritania wants to build a bridge to the isles.",
        "Old maps are cited by Ruritania to back its claims to the isles.",
        "Elders accused Ruritania of supporting the pirates.",
        "Nobody in the north met Ruritania Demand Action for Ships.",
        "The toll will rise if the ban is rejected by Ruritania.",
    ],
)
def test_plans_charges_names_and_conditions_are_no_positions(sentence: str) -> None:
    assert positions(_with(sentence)) == []


def test_what_an_analyst_thinks_is_no_position_of_a_party() -> None:
    told = Told("Two security analysts praised the truce.")
    told.who("Two security analysts", kind="group")
    assert positions(told) == []


def test_a_move_that_nobody_told_of_is_no_issue() -> None:
    told = Told("“The move is utterly unacceptable,” said King Otto.")
    king = told.who("King Otto", kind="person")
    told.said(king, "said", "“The move is utterly unacceptable,”")
    assert positions(told) == []


def test_what_a_speaker_calls_unacceptable_is_opposed() -> None:
    told = Told("“The raid on our ships is utterly unacceptable,” said King Otto.")
    king = told.who("King Otto", kind="person")
    told.said(king, "said", "“The raid on our ships is utterly unacceptable,”")
    (position,) = positions(told)
    assert (position.holder.name, position.stance) == ("King Otto", "oppose")
    assert position.issue.text == "raid on our ships"


def test_what_a_speaker_calls_essential_is_supported() -> None:
    told = Told("King Otto said it was essential that the straits stay open.")
    king = told.who("King Otto", kind="person")
    told.said(king, "said", "it was essential that the straits stay open")
    (position,) = positions(told)
    assert (position.stance, position.issue.text) == ("support", "straits stay open")


def test_a_judgement_that_nobody_is_told_to_make_is_no_position() -> None:
    assert positions(_with("The raid on Ruritania was unacceptable.")) == []


def test_a_position_told_again_in_more_words_is_one_row() -> None:
    told = Told("Ruritania opposes the salt tariff.", "Ruritania rejected the new salt tariff.")
    told.who("Ruritania"), told.who("Ruritania", nth=2)
    (position,) = positions(told)
    assert position.issue.text == "salt tariff"
    assert len(position.evidence) == 2


def test_two_issues_of_one_holder_stay_two_rows() -> None:
    told = Told("Ruritania opposes the salt tariff.", "Ruritania opposes the dam.")
    told.who("Ruritania"), told.who("Ruritania", nth=2)
    assert len(positions(told)) == 2
