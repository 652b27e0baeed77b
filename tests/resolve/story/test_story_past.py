"""Historical or asserted: what the story's days and its first sentences make of an act."""

from __future__ import annotations

from datetime import date

from written_readings import act, find, reading

from dragoman.forms.reading import Act, Status
from dragoman.resolve import resolve


def statuses(text: str, *acts: Act) -> list[Status]:
    story = reading(text, acts=acts, published=date(2025, 3, 14))
    return [one.status for one in resolve(story).reading.acts]


def one(text: str, trigger: str, status: Status = "historical") -> Status:
    return statuses(text, act(find(text, trigger), root="ASSAULT", status=status))[0]


def test_an_act_of_the_last_year_is_no_background() -> None:
    assert one("The rebels, who attacked Lund in October, left.", "attacked") == "asserted"


def test_a_month_with_its_year_stays_of_that_year() -> None:
    assert one("The rebels, who attacked Lund in October 2021, left.", "attacked") == "historical"


def test_a_day_of_the_last_year_at_the_head_of_a_sentence_is_that_of_its_acts() -> None:
    text = "In late January, the Free Army of the North and its friends in the hills attacked Lund."
    assert one(text, "attacked") == "asserted"


def test_an_act_beside_years_keeps_its_status() -> None:
    text = "They met on Friday, seven years after rebels attacked Lund."
    assert one(text, "attacked") == "historical"


def test_what_is_to_come_is_not_of_the_last_year() -> None:
    assert one("He was shot the next January in Lund.", "shot") == "historical"


LEAD = "A court heard three men on Monday over the 2009 Lund bombing.\nThe sea was calm.\n"


def told_again(later: str, trigger: str = "attack", *others: Act) -> Status:
    text = LEAD + later
    known = act(find(text, "bombing"), root="ASSAULT", status="historical")
    return statuses(text, known, act(find(text, trigger), root="ASSAULT"), *others)[1]


def test_the_act_that_a_story_opens_with_by_its_year_is_told_again_without_it() -> None:
    assert told_again("Lawyers say that the attack was planned.") == "historical"
    assert told_again("Lawyers say that the Lund attack was planned.") == "historical"


def test_an_act_at_another_place_is_another() -> None:
    assert told_again("Lawyers spoke of the Visby attack.") == "asserted"


def test_an_act_that_is_not_pointed_at_is_another() -> None:
    assert told_again("Lawyers feared an attack on the court.") == "asserted"


def test_where_the_story_dates_a_new_act_of_the_kind_nothing_is_told_again() -> None:
    text = LEAD + "Rebels shelled Visby on Thursday. Lawyers say that the attack was planned."
    known = act(find(text, "bombing"), root="ASSAULT", status="historical")
    new = act(find(text, "shelled"), root="ASSAULT")
    again = act(find(text, "attack"), root="ASSAULT")
    assert statuses(text, known, new, again)[2] == "asserted"


def test_a_year_in_a_name_of_an_act_is_its_day() -> None:
    text = "A court heard three men on Monday over the 2009 Lund bombing."
    story = reading(text, acts=[act(find(text, "bombing"))], published=date(2025, 3, 14))
    found = resolve(story).dates[0]
    assert found is not None and (found.start, found.end) == (date(2009, 1, 1), date(2009, 12, 31))
