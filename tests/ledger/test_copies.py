"""Finding documents with one text, and the original among them."""

from __future__ import annotations

from dataclasses import replace

from dragoman.ledger.copies import original
from dragoman.ledger.shelf import Memory, kin
from dragoman.ledger.stories import Placed, place
from ledger.reports import DAY, DROUGHT, OTHER_WORDS, TALKS, told

EDITED = tuple(line.replace("two days of talks", "two days of negotiations") for line in TALKS)


def test_a_lightly_edited_text_of_another_publisher_is_a_copy_in_the_same_story() -> None:
    shelf = Memory()
    first = place(*told("a", TALKS), shelf)
    second = place(*told("b", EDITED, publisher="Harbour Post"), shelf)
    assert (second.story, second.copy_of) == (first.story, "a")


def test_a_cut_down_text_is_a_copy_even_among_much_else() -> None:
    shelf = Memory()
    place(*told("a", TALKS + DROUGHT), shelf)
    assert place(*told("b", TALKS[:2], publisher="Harbour Post"), shelf).copy_of == "a"


def test_another_text_of_the_same_happening_is_no_copy() -> None:
    shelf = Memory()
    place(*told("a", TALKS), shelf)
    assert place(*told("b", OTHER_WORDS, publisher="Harbour Post"), shelf).copy_of is None


def test_a_copy_is_found_however_late_it_comes() -> None:
    shelf = Memory()
    place(*told("a", TALKS), shelf)
    late = told("b", EDITED, publisher="Harbour Post", day=DAY + 900)
    assert place(*late, shelf).copy_of == "a"


def test_two_alerts_of_a_sentence_and_the_same_copyright_line_are_no_copies() -> None:
    shelf = Memory()
    rights = "Copyright 2026 Coast Wire. All rights reserved. Nothing of this may be published."
    place(*told("a", ("A ship left Bergen.", rights)), shelf)
    other = told("b", ("A train left Oslo.", rights), publisher="Harbour Post")
    assert place(*other, shelf).copy_of is None


def test_versions_of_one_page_are_one_story_and_no_copies() -> None:
    shelf = Memory()
    url = "https://coast.example/talks"
    first = place(*told("a", TALKS, url=url), shelf)
    second = place(*told("b", EDITED, url=url), shelf)
    assert second == Placed(first.story, None, second.likeness)


def test_background_that_a_publisher_repeats_is_no_copy() -> None:
    shelf = Memory()
    place(*told("a", TALKS), shelf)
    next_day = told("b", (*TALKS[1:], *DROUGHT), day=DAY + 1)
    assert place(*next_day, shelf).copy_of is None


def test_the_credited_agency_is_the_original_even_where_it_comes_in_last() -> None:
    shelf = Memory()
    place(*told("a", TALKS, credits=("Reuters",)), shelf)
    place(*told("b", EDITED, publisher="Harbour Post", credits=("Reuters",)), shelf)
    agency = told("c", TALKS, publisher="www.reuters.com", day=DAY + 1)
    assert place(*agency, shelf).copy_of is None
    assert [shelf.documents[d].copy_of for d in "abc"] == ["c", "c", None]


def test_without_credits_the_earliest_is_the_original() -> None:
    shelf = Memory()
    place(*told("a", TALKS), shelf)
    place(*told("b", TALKS, publisher="Harbour Post", day=DAY - 1), shelf)
    assert [shelf.documents[d].copy_of for d in "ab"] == ["b", None]


def test_a_paper_that_credits_an_agency_yields_to_one_that_credits_none() -> None:
    crediting = told("a", TALKS, credits=("Xinhua",))[0]
    silent = replace(crediting, id="b", publisher="Harbour Post", credits=(), day=DAY + 1)
    assert original([kin(crediting), kin(silent)]).id == "b"


def test_every_copy_names_the_original_itself_never_another_copy() -> None:
    shelf = Memory()
    for name in "abcd":
        place(*told(name, TALKS, publisher=f"Paper {name}"), shelf)
    assert [shelf.documents[d].copy_of for d in "abcd"] == [None, "a", "a", "a"]
