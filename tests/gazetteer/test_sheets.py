from __future__ import annotations

from datetime import date
from pathlib import Path

import pycountry
import pytest

from dragoman import codebook
from dragoman.errors import PartError
from dragoman.gazetteer import read_actors
from dragoman.gazetteer.sheets import (
    COLUMNS,
    HEADER_WORDS,
    data_folder,
    first_day,
    last_day,
    make_entry,
    own_sheets,
    read_rows,
    read_table,
    surfaces,
)

SHEETS = {sheet.name: sheet for sheet in own_sheets()}
OTHERS = [
    data_folder("bodies") / name
    for name in (
        "members.csv",
        "doubtful_names.csv",
        "city_aliases.csv",
        "never_cities.csv",
        "place_words.csv",
    )
]
CODES = {c.alpha_3 for c in pycountry.countries} | set(codebook.special_codes())


@pytest.mark.parametrize("name", SHEETS)
def test_every_code_and_sector_of_a_sheet_is_known(name: str) -> None:
    for row in read_rows(SHEETS[name]):
        for _, role in surfaces(row):
            entry = make_entry(row, role)
            assert entry.code is None or entry.code in CODES, row
            assert set(entry.sectors) <= set(codebook.sectors()), row
            assert entry.start is None or entry.end is None or entry.start <= entry.end, row


@pytest.mark.parametrize("name", SHEETS)
def test_no_row_of_a_sheet_stands_twice(name: str) -> None:
    rows = read_rows(SHEETS[name])
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize("sheet", [*SHEETS.values(), *OTHERS, data_folder("cues.csv")], ids=str)
def test_a_sheet_says_where_it_comes_from(sheet: Path) -> None:
    head = [line for line in sheet.read_text(encoding="utf-8").splitlines() if line[:1] == "#"]
    header = "\n".join(head).lower()
    assert all(word in header for word in HEADER_WORDS)


def test_no_name_is_empty_or_untrimmed() -> None:
    for sheet in SHEETS.values():
        for row in read_rows(sheet):
            for surface, _ in surfaces(row):
                assert surface and surface == surface.strip(), (sheet.name, row)


def test_an_unknown_column_is_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "mine.csv"
    sheet.write_text("name,colour\nX,red\n", encoding="utf-8")
    with pytest.raises(PartError, match="colour"):
        read_rows(sheet)


def test_a_row_with_a_cell_too_few_is_refused(tmp_path: Path) -> None:
    sheet = tmp_path / "mine.csv"
    sheet.write_text("name,code\nX\n", encoding="utf-8")
    with pytest.raises(PartError, match="1 cells"):
        read_table(sheet)


def test_an_unknown_kind_is_refused() -> None:
    row = tuple("X" if c == "name" else "planet" if c == "kind" else "" for c in COLUMNS)
    with pytest.raises(PartError, match="planet"):
        make_entry(row, "name")


def test_part_dates_stand_for_their_first_and_last_day() -> None:
    assert first_day("2011") == date(2011, 1, 1)
    assert last_day("2011") == date(2011, 12, 31)
    assert first_day("2012-02") == date(2012, 2, 1)
    assert last_day("2012-02") == date(2012, 2, 29)
    assert last_day("2012-02-03") == date(2012, 2, 3)
    assert first_day("") is None


def test_a_users_sheet_gives_entries_with_their_aliases(tmp_path: Path) -> None:
    sheet = tmp_path / "mine.csv"
    sheet.write_text(
        "# origin: me\nname,aliases,kind,code,sector\n"
        "River Council,RC|former:Water Board,organisation,LAO,GOV\n",
        encoding="utf-8",
    )
    entries = read_actors(sheet)
    assert {(e.role, e.aliases) for e in entries} == {
        ("name", ("River Council",)),
        ("acronym", ("RC",)),
        ("former", ("Water Board",)),
    }
    assert all(e.code == "LAO" and e.sectors == ("GOV",) for e in entries)
