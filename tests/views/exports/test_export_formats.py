"""What is said of the formats: by --explain and by the docs, for all of them and alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.exporting import FORMS
from dragoman.views.exports.csv import COLUMNS
from dragoman.views.exports.formats import formats
from dragoman.views.exports.tables import TABLES

PAGE = Path(__file__).parents[3] / "docs" / "exports.md"


@pytest.fixture(scope="module")
def page() -> str:
    return " ".join(PAGE.read_text("utf-8").split())


def test_every_format_says_what_it_holds_and_drops() -> None:
    assert set(formats()) == set(FORMS)
    assert all(one.keeps and one.drops for one in formats().values())


@pytest.mark.parametrize("name", FORMS)
def test_the_docs_say_of_a_format_what_explain_says(page: str, name: str) -> None:
    one = formats()[name]
    for words in (one.file, one.row, one.keeps, *one.drops):
        assert " ".join(words.split()) in page


@pytest.mark.parametrize("name", sorted(TABLES))
def test_every_column_of_the_tables_is_documented(page: str, name: str) -> None:
    for column in TABLES[name]:
        assert f"| `{column.name}` | {column.type} | {column.holds} |" in page


def test_every_column_that_the_ledger_adds_to_csv_is_documented(page: str) -> None:
    assert all(f"`{column}`" in page for column in COLUMNS[32:])
