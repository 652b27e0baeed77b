"""Telling which documents tell the same happening."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.ledger import measure_stories as measure
from dragoman.ledger.shelf import Memory
from dragoman.ledger.stories import TUNING, likeness, place
from ledger.reports import DAY, DROUGHT, OTHER_WORDS, TALKS, told

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
DEVELOPMENT = SHARED / "data/stories/dev.jsonl"


def test_other_words_for_the_same_happening_join_its_story() -> None:
    shelf = Memory()
    first = place(*told("a", TALKS), shelf)
    second = place(*told("b", OTHER_WORDS, publisher="Harbour Post", day=DAY + 1), shelf)
    assert second.story == first.story
    assert TUNING.threshold <= second.likeness < 1


def test_another_happening_begins_a_story_of_its_own() -> None:
    shelf = Memory()
    first = place(*told("a", TALKS), shelf)
    second = place(*told("b", DROUGHT), shelf)
    assert second.story != first.story
    assert second.likeness == 0


def test_likeness_fades_with_the_days_between() -> None:
    one = told("a", TALKS)[0]
    gaps = [likeness(one, told("b", OTHER_WORDS, day=DAY + days)[0]) for days in (0, 3, 30, 300)]
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > gaps[3] >= TUNING.floor * gaps[0]


def test_beyond_the_window_the_same_words_begin_a_new_story() -> None:
    shelf = Memory()
    first = place(*told("a", TALKS), shelf)
    later = told("b", OTHER_WORDS, publisher="Harbour Post", day=DAY + TUNING.window_days + 1)
    assert place(*later, shelf).story != first.story


def test_vectors_of_an_encoder_can_join_what_words_alone_do_not() -> None:
    shelf = Memory()
    first = place(*told("a", TALKS), shelf)
    weak = (DROUGHT[0] + " Ships from Norway and a crew in Port Sudan were not affected.",)
    assert place(*told("b", weak), shelf, meaning=lambda one, other: 0.0).story != first.story
    assert place(*told("c", weak + DROUGHT), Memory(), meaning=lambda a, b: 1.0).likeness == 0
    shelf = Memory()
    place(*told("a", TALKS), shelf)
    joined = place(*told("b", weak), shelf, meaning=lambda one, other: 1.0)
    assert joined.story == first.story


def test_the_same_documents_in_the_same_order_give_the_same_stories() -> None:
    def ids() -> list[str]:
        shelf = Memory()
        return [place(*told(str(n), t), shelf).story for n, t in enumerate((TALKS, DROUGHT))]

    assert ids() == ids()


def test_b_cubed_is_that_of_the_paper() -> None:
    # Bagga and Baldwin (1998): one merged group against two true ones.
    score = measure.b_cubed({"a": "x", "b": "x", "c": "x"}, {"a": "1", "b": "1", "c": "2"})
    assert score.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3) / 3)
    assert score.recall == 1.0


@pytest.mark.skipif(not DEVELOPMENT.exists(), reason="the development stories are not here")
def test_on_the_development_stories_both_floors_hold() -> None:
    cases = measure.load(DEVELOPMENT)
    true = {case.told.id: case.story for case in cases}
    assert measure.copies(cases)[0].f1 >= 0.97
    assert measure.b_cubed(measure.by_stories(cases, TUNING.threshold), true).f1 >= 0.93
