import json
import re

from dragoman.faces import face
from dragoman.forms.plover import event_of
from dragoman.forms.records import Records

FIELDS = set(
    re.findall(
        "[a-z_]+",
        """
        id has_event date time enddate endtime actor recipient event event_loc event_text
        quad_code event_scale mode context link text text_info cite_info coder coded_date
        coded_time comment
        """,
    )
)


def rows(records: Records) -> list[dict]:  # type: ignore[type-arg]
    return [json.loads(line) for line in face("plover").document(records).splitlines()]


def test_each_event_is_a_line_and_nothing_else_is(records: Records) -> None:
    assert [row["event"] for row in rows(records)] == [["CONSULT"], ["ACCUSE"], ["ASSAULT"]]


def test_fields_are_plovers_or_bear_our_prefix(records: Records) -> None:
    names = {name for row in rows(records) for name in row}
    assert {n for n in names if not n.startswith("dragoman_")} <= FIELDS


def test_the_fields_that_plover_requires_are_always_there(records: Records) -> None:
    for row in rows(records):
        assert {"id", "date", "actor", "event"} <= set(row)


def test_a_range_of_days_has_its_last_day(records: Records) -> None:
    row = rows(records)[2]
    assert (row["date"], row["enddate"]) == ("2026-03-02", "2026-03-08")


def test_an_undated_event_takes_the_day_of_publication_and_says_so(records: Records) -> None:
    row = rows(records)[1]
    assert (row["date"], row["dragoman_date_basis"]) == ("2026-03-13", "published")


def test_a_told_event_links_to_who_tells_it(records: Records) -> None:
    row = rows(records)[2]
    assert row["link"] == "st-2"
    assert row["dragoman_according_to"]["speaker"]["identifier_text"] == "Odd Lund"


def test_text_info_cites_the_sentence(records: Records) -> None:
    row = rows(records)[1]
    info = row["text_info"]
    assert records.document.text[info["start"] : info["end"]] == row["text"]
    assert "condemned" in row["text"]


def test_an_event_comes_back_from_its_row_just_as_it_was(records: Records) -> None:
    events = [r.to_dict() for r in records.records if r.kind == "event"]
    assert [event_of(row) for row in rows(records)] == events
