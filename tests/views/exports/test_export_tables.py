"""POLECAT, ICEWS and CSV: columns, types and words of their cells."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dragoman import codebook
from dragoman.exporting import Order, write_text
from dragoman.ledger import Ledger
from dragoman.ledger.ask import Wanted
from dragoman.views.exports import csv as own_csv
from dragoman.views.exports import icews, polecat

Rows = list[dict[str, str]]
Exported = Callable[..., str]


def tabs(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t"))


def commas(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def by_id(rows: Rows, name: str) -> dict[str, str]:
    (row,) = [row for row in rows if name in (row.get("Event ID"), row.get("id"))]
    return row


def test_polecat_has_its_forty_columns_and_icews_its_twenty(exported: Exported) -> None:
    assert len(polecat.COLUMNS) == 40
    assert exported("polecat").splitlines()[0].split("\t") == list(polecat.COLUMNS)
    assert len(icews.COLUMNS) == 20
    assert exported("icews").splitlines()[0].split("\t") == list(icews.COLUMNS)


def test_the_columns_are_those_of_the_published_files() -> None:
    path = Path(__file__).parents[4] / "shared" / "reference" / "formats.json"
    if not path.exists():
        pytest.skip("the reference files are not here")
    told = json.loads(path.read_text("utf-8"))
    assert told["polecat_tsv"] == list(polecat.COLUMNS)
    assert told["icews_public_tab"] == list(icews.COLUMNS)


def test_a_polecat_row_says_who_did_what_to_whom_where_and_when(exported: Exported) -> None:
    row = by_id(tabs(exported("polecat")), "ev-visit")
    assert {name: row[name] for name in row if row[name]} == {
        "Event ID": "ev-visit",
        "Event Date": "2026-03-13",
        "Event Type": "CONSULT",
        "Event Mode": "visit",
        "Intensity": "4.0",
        "Quad Code": "VERBAL COOPERATION",
        "Contexts": "diplomatic",
        "Actor Name": "Odd Lund",
        "Actor Country": "NOR",
        "Actor COW": "385",
        "Primary Actor Sector": "GOV",
        "Actor Sectors": "GOV",
        "Actor Title": "President",
        "Actor Name Raw": "President Odd Lund of Norway",
        "Recipient Name": "Kenya",
        "Recipient Country": "KEN",
        "Recipient COW": "501",
        "Primary Recipient Sector": "None",
        "Recipient Sectors": "None",
        "Recipient Name Raw": "Kenya",
        "Placename": "Mombasa",
        "City": "Mombasa",
        "Country": "KEN",
        "Latitude": "-4.05",
        "Longitude": "39.66",
        "Feature Type": "PPL",
        "Source": "Coast Herald",
        "Publication Date": "2026-03-14",
        "Story People": "Odd Lund; Amina Wanjiru",
        "Story Organizations": "a convoy",
        "Story Locations": "Kenya; Mombasa; Sudan; Norway",
        "Language": "en",
        "Version": "dragoman 0.1.0",
    }


def test_polecat_cells_hold_only_words_of_the_codebook(exported: Exported) -> None:
    quads = {words.upper() for words in codebook.QUADS.values()}
    for row in tabs(exported("polecat", every_status=True)):
        assert row["Event Type"] in codebook.ROOTS
        assert set(filter(None, row["Event Mode"].split("; "))) <= set(
            codebook.modes(row["Event Type"])
        )
        assert row["Quad Code"] in quads
        assert -10 <= float(row["Intensity"]) <= 10
        for name in ("Event Date", "Publication Date"):
            assert not row[name] or date.fromisoformat(row[name])
        for side in ("Actor", "Recipient"):
            for code in row[f"{side} Country"].split("; "):
                assert code == "None" or re.fullmatch("[A-Z]{3}", code)
            for number in row[f"{side} COW"].split("; "):
                assert number == "None" or number.isdigit()


def test_an_edited_row_has_the_new_value_and_says_so(exported: Exported) -> None:
    row = by_id(tabs(exported("polecat")), "ev-condemn")
    assert (row["Event Type"], row["Event Mode"]) == ("REQUEST", "change")
    assert row["Version"] == "dragoman 0.1.0, edited"
    row = by_id(commas(exported("csv")), "ev-condemn")
    assert (row["what"], row["corrected"], row["corrected_by"]) == ("REQUEST", "edited", "Ada")


@pytest.mark.parametrize("form", ["polecat", "icews", "csv", "plover", "ftm"])
def test_what_a_person_rejected_is_in_no_export(exported: Exported, form: str) -> None:
    assert "ev-sign" not in exported(form)


def test_acts_that_were_not_done_are_counted_and_left_out_of_tables_without_a_status(
    ledger: Ledger,
) -> None:
    for form in ("polecat", "icews"):
        stream = io.StringIO()
        tally = write_text(ledger, Order(form=form), stream)
        assert "ev-ship" not in stream.getvalue()
        assert tally.dropped["events that are future"] == 1
        stream = io.StringIO()
        write_text(ledger, Order(form=form, every_status=True), stream)
        assert "ev-ship" in stream.getvalue()


def test_asking_for_a_status_takes_it_in(exported: Exported) -> None:
    rows = tabs(exported("polecat", wanted=Wanted(status=["future"])))
    assert [row["Event ID"] for row in rows] == ["ev-ship"]


def test_an_icews_row_has_cameos_code_label_and_score(exported: Exported) -> None:
    row = by_id(tabs(exported("icews")), "ev-visit")
    assert (row["CAMEO Code"], row["Event Text"], row["Intensity"]) == (
        "042", "Make a visit", "1.9",
    )  # fmt: skip
    assert (row["Source Sectors"], row["Source Country"]) == ("Government", "Norway")
    assert (row["Target Name"], row["Target Country"], row["Country"]) == ("Kenya",) * 3
    assert (row["City"], row["Sentence Number"]) == ("Mombasa", "1")


def test_a_context_narrows_the_cameo_code(exported: Exported) -> None:
    row = next(row for row in tabs(exported("icews")) if row["Event ID"] == "ev-port")
    assert (row["CAMEO Code"], row["Event Text"]) == (
        "0311", "Express intent to cooperate economically",
    )  # fmt: skip


def test_icews_cells_hold_only_codes_of_cameo(exported: Exported) -> None:
    for row in tabs(exported("icews", every_status=True)):
        found = codebook.cameo_entry(row["CAMEO Code"])
        assert (row["Event Text"], float(row["Intensity"])) == (found.label, found.scale)
        assert row["Source Name"] or row["Target Name"]


def test_what_parties_do_together_has_an_icews_row_for_each_as_source(exported: Exported) -> None:
    rows = [row for row in tabs(exported("icews")) if row["Event ID"] == "ev-port"]
    assert [(row["Source Name"], row["Target Name"]) for row in rows] == [
        ("Kenya", "Norway"),
        ("Norway", "Kenya"),
    ]


def test_merged_tables_have_one_row_for_the_reports_of_one_act(exported: Exported) -> None:
    visits = [r for r in tabs(exported("polecat", merged=True)) if r["Event Mode"] == "visit"]
    assert [set(row["Source"].split("; ")) for row in visits] == [{"Coast Herald", "Harbour Post"}]
    visits = [r for r in tabs(exported("icews", merged=True)) if r["CAMEO Code"] == "042"]
    assert len(visits) == 1
    (row,) = [r for r in commas(exported("csv", merged=True)) if r["mode"] == "visit"]
    assert (row["documents"], row["sources"]) == ("2", "2")
    assert set(row["records"].split("; ")) == {"ev-visit", "ev-visit-2"}


def test_happenings_are_narrowed_as_records_are(exported: Exported) -> None:
    def merged(**wanted: object) -> int:
        return len(commas(exported("csv", merged=True, wanted=Wanted(**wanted))))  # type: ignore[arg-type]

    assert merged() == 6
    assert merged(pair=("KEN", "NOR"), events=["CONSULT"]) == 1
    assert merged(last="2026-03-10") == 1
    assert merged(kinds=["statement"]) == 0
    assert merged(least_confidence=0.99) == 0


def test_csv_has_every_record_of_every_kind_once(exported: Exported, ledger: Ledger) -> None:
    rows = commas(exported("csv"))
    assert list(rows[0]) == list(own_csv.COLUMNS)
    assert sorted(row["id"] for row in rows) == sorted(row["id"] for row in ledger.records())


def test_csv_says_how_many_independent_sources_tell_an_act(exported: Exported) -> None:
    row = by_id(commas(exported("csv")), "ev-visit")
    assert row["happening"].startswith("happening:")
    assert (row["happening_documents"], row["happening_sources"]) == ("2", "2")


@pytest.mark.parametrize("form", ["csv", "polecat", "icews"])
def test_no_cell_is_run_as_a_formula_and_hostile_words_break_no_row(
    exported: Exported, form: str
) -> None:
    text = exported(form)
    delimiter = "," if form == "csv" else "\t"
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert "'=HYPERLINK" in text
    for cell in (cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@"))):
        float(cell)


@pytest.mark.parametrize("form", ["polecat", "icews"])
def test_a_line_of_a_tab_file_is_a_row(exported: Exported, form: str) -> None:
    text = exported(form)
    assert len(text.splitlines()) == len(tabs(text)) + 1
