import csv
import io

import pytest
from samples import with_text

from dragoman.faces import face
from dragoman.faces.csv import COLUMNS
from dragoman.forms.records import Records


def table(records: Records) -> list[dict[str, str]]:
    rows = face("csv")
    return list(csv.DictReader(io.StringIO(rows.head() + rows.document(records) + rows.foot())))


def test_every_record_is_a_row_with_every_column(records: Records) -> None:
    rows = table(records)
    assert len(rows) == len(records.records)
    assert all(tuple(row) == COLUMNS for row in rows)


def test_an_events_row_says_who_did_what_to_whom(records: Records) -> None:
    row = table(records)[0]
    assert (row["actor_code"], row["what"], row["recipient_code"]) == ("NOR", "CONSULT", "KEN")
    assert (row["mode"], row["date_start"], row["place"]) == ("visit", "2026-03-13", "Mombasa")


def test_numbers_stay_numbers(records: Records) -> None:
    row = table(records)[1]
    assert float(row["event_scale"]) == -3.0
    assert int(row["quad_code"]) == 3


def test_the_cited_text_stands_at_its_offsets(records: Records) -> None:
    row = table(records)[0]
    assert records.document.text[int(row["start"]) : int(row["end"])] == row["text"]


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"])
def test_words_that_a_spreadsheet_would_run_are_disarmed(start: str) -> None:
    row = table(with_text(start))[0]
    assert row["text"] == "'" + start
    assert row["title"] == "'" + start
    assert row["actor"] == "'" + start


def test_line_ends_and_quotes_inside_a_cell_survive() -> None:
    assert table(with_text('He said "no",\nthen left'))[0]["text"] == 'He said "no",\nthen left'
