"""Offices known before a story: whom its bare names mean, as of its day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import dragoman
from dragoman.forms.holders import STORIES, Holder
from dragoman.forms.records import Records, Statement
from dragoman.resolve.story.known import Known

DAY = date(2026, 3, 1)
VIK = Holder(
    "Sunniva Oddvik", "foreign minister", None, "NOR", "GOV", "wikidata:Q1",
    DAY - timedelta(60), DAY - timedelta(30), STORIES,
)  # fmt: skip
DAHL = Holder(
    "Ola Brekkhus", "Foreign Minister", None, "NOR", "GOV", None,
    DAY - timedelta(20), DAY - timedelta(10), STORIES,
)  # fmt: skip


def test_a_family_name_of_a_state_that_the_story_names_is_the_one_who_bears_it() -> None:
    found = Known([VIK], DAY).named("Oddvik", {"NOR", "SDN"})
    assert found is not None
    assert (found.name, found.code, found.sectors, found.office) == (
        "Sunniva Oddvik",
        "NOR",
        ("GOV",),
        "foreign minister",
    )
    assert found.why == "known:stories:2026-01-30"


def test_a_family_name_means_nobody_where_the_story_names_not_the_state() -> None:
    assert Known([VIK], DAY).named("Oddvik", {"SDN"}) is None


def test_a_family_name_of_two_persons_means_nobody() -> None:
    other = Holder("Knut Oddvik", "trade minister", None, "NOR", "GOV", None, None, None, "list")
    known = Known([VIK, other], DAY)
    assert known.named("Oddvik", {"NOR"}) is None
    assert known.named("Knut Oddvik", {"NOR"}) is not None


@pytest.mark.parametrize("day", [VIK.start - timedelta(1), VIK.end + timedelta(800)])  # type: ignore[operator]
def test_an_office_not_yet_seen_or_not_for_years_does_not_count(day: date) -> None:
    assert Known([VIK], day).named("Oddvik", {"NOR"}) is None


def test_who_was_succeeded_in_an_office_that_one_holds_is_a_former() -> None:
    found = Known([VIK, DAHL], DAY).named("Sunniva Oddvik", ())
    assert found is not None
    assert (found.sectors, found.office) == (("ELI",), "former foreign minister")


def test_who_is_not_succeeded_on_the_storys_day_still_holds_the_office() -> None:
    found = Known([VIK, DAHL], DAHL.start - timedelta(1)).named("Oddvik", {"NOR"})  # type: ignore[operator]
    assert found is not None
    assert found.office == "foreign minister"


def test_an_office_of_a_list_holds_to_its_last_day() -> None:
    term = Holder(
        "Ida Vik", "prime minister", None, "NOR", "GOV", None, date(2020, 1, 1), DAY, "list"
    )
    held = Known([term], DAY).named("Ida Vik", ())
    over = Known([term], DAY + timedelta(1)).named("Ida Vik", ())
    assert held is not None
    assert over is not None
    assert (held.sectors, over.sectors) == (("GOV",), ("ELI",))


def test_an_undated_story_knows_nobody_from_before() -> None:
    assert not Known([VIK], None)


def said(story: str, **given: object) -> Records:
    return dragoman.read(story, published="2026-02-20", **given)  # type: ignore[arg-type]


STORY = (
    "Norway rejected the plan on Monday. Oddvik told reporters that the talks with Sudan had "
    "failed."
)


def speaker(records: Records) -> tuple[str, str | None]:
    told = next(r for r in records.records if isinstance(r, Statement) and r.speaker)
    assert told.speaker is not None
    return told.speaker.name, told.speaker.code


def test_a_story_is_read_with_what_is_known() -> None:
    assert speaker(said(STORY, known=[VIK])) == ("Sunniva Oddvik", "NOR")
    assert speaker(said(STORY)) == ("Oddvik", None)


def test_the_same_story_with_the_same_knowledge_has_the_same_ids() -> None:
    first, again = said(STORY, known=[VIK]), said(STORY, known=[VIK])
    assert [r.id for r in first.records] == [r.id for r in again.records]


def test_what_the_story_itself_says_stands_against_what_is_known() -> None:
    story = STORY.replace("Oddvik told", "Trade Minister Sunniva Oddvik told")
    told = next(
        r for r in said(story, known=[VIK]).records if isinstance(r, Statement) and r.speaker
    )
    assert told.speaker is not None
    assert told.speaker.office == "Trade Minister"
    assert told.speaker.id == "wikidata:Q1"
